"""Parts of a page that are made: between `<!-- made: name -->` and `<!-- end -->`, with the rest written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

BLOCK = re.compile(r"<!-- made: (?P<name>[a-z]+) -->\n(?P<text>.*?)<!-- end -->\n", re.DOTALL)


def filled(prose: str, made: Mapping[str, Callable[[], str]]) -> str:
    """The text with every block made anew; KeyError for a block that nothing makes."""

    def anew(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- made: {name} -->\n\n{made[name]()}\n<!-- end -->\n"

    return BLOCK.sub(anew, prose)
