"""Tables and code words in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what would break a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(word) for word in line)} |" for line in lines) + "\n"


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split())


def code(name: str) -> str:
    """A name from the code."""
    return f"`{name}`"


def listed(names: Iterable[str], most: int | None = None) -> str:
    """Names from the code with commas between them; of more than `most` only so many, and how many more there are."""
    found = list(dict.fromkeys(names))
    shown = found if most is None or len(found) <= most else found[:most]
    more = f" and {len(found) - len(shown)} more" if len(shown) < len(found) else ""
    return ", ".join(code(name) for name in shown) + more


_TINY = 1e-6
"""Below it zeros are harder to count than an exponent to read."""


def number(value: float) -> str:
    """A number as people write it, three digits of what is below a hundred: 8,346,000, 365.25, 0.35, 0.00002, 1e-15."""
    if abs(value) >= 10_000:
        return f"{value:,.0f}"
    if 0.0 < abs(value) < _TINY:
        return f"{value:.3g}"
    rounded = value if abs(value) >= 100 else float(f"{value:.3g}")
    return np.format_float_positional(rounded, trim="-")
