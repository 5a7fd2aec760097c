"""Values that no file may hold, whatever field they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from counterflow.faults.lines import Keys

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What makes a terminal or a page show something else than what is written: control characters, marks that turn text about."""
TOO_LARGE, SMALLER = (
    "is a whole number of more than 64 bits",
    "write a smaller one, or a decimal such as 1e20",
)


class Unfit(NamedTuple):
    """A value that may not be there."""

    keys: Keys
    problem: str
    remedy: str


def unfit(value: Any, keys: Keys = ()) -> Iterator[Unfit]:
    """Every such value in what a TOML file says: whole numbers that TOML does not know, and texts that hide something."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _hidden(key, (*keys, key))
            yield from unfit(inner, (*keys, key))
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        yield Unfit(keys, TOO_LARGE, SMALLER)
    else:
        yield from _hidden(value, keys)


def _hidden(text: Any, keys: Keys) -> Iterator[Unfit]:
    found = CONTROL.search(text) if isinstance(text, str) else None
    if found is not None:
        yield Unfit(keys, *hidden(found[0]))


def hidden(character: str) -> tuple[str, str]:
    """What is wrong with a character that hides something, and the remedy."""
    return (
        f"has the control character U+{ord(character):04X}",
        "remove it: it cannot be seen, and may hide what is written",
    )
