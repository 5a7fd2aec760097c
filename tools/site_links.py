"""A hook of MkDocs: links that leave docs/ lead to files of the repository, which the site does not have; it names them instead."""

from __future__ import annotations

import posixpath
import re
from typing import Any

_LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<to>\.\./[^)#]+)\)")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """The text of a page as the site shows it."""
    return inside(markdown, page.file.src_uri)


def inside(markdown: str, page: str) -> str:
    """The text of a page, by its place under docs/, with links that leave docs/ as names of files."""

    def named(link: re.Match[str]) -> str:
        place = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page), link["to"]))
        if place.startswith("docs/"):
            return link[0]
        words = link["words"]
        return words if place in words.strip("`") else f"{words} (`{place}`)"

    return _LINK.sub(named, markdown)
