"""One fault of an input file, and all faults of an input together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in one place of one file, as a line that an editor can jump to."""

    file: str
    """The file as the user named it."""
    line: int | None
    """Line in the file, from 1; None where the file as a whole is meant."""
    field: str
    """Where in the file, such as ``claim[0].part[1].outcome`` or a CSV column; may be empty."""
    problem: str
    """What is wrong, with the value."""
    remedy: str
    """What would be right; may be empty."""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        said = f"{self.problem}; {self.remedy}" if self.remedy else self.problem
        return visible(": ".join(part for part in (place, self.field, said) if part))


class Faults(ValueError):
    """All faults of an input, not only the first; ``str`` gives one line per fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        if not self.faults:
            raise ValueError("Faults needs at least one fault")
        super().__init__(self.faults)  # the tuple itself: so that the error survives pickling between workers

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def visible(text: str) -> str:
    """A text on one line, in which every character can be seen: what cannot be is written as its escape.

    >>> visible("two" + chr(10) + "lines") == "two" + chr(92) + "nlines"
    True
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None where nothing is near.

    >>> nearest("exposre", ["exposure", "support"])
    'exposure'
    """
    by_lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def hint(word: str, known: Iterable[str]) -> str:
    """What would be right in place of an unknown word: the nearest, or all that are known.

    >>> hint("exposre", ["exposure", "support"])
    'did you mean exposure?'
    """
    names = list(known)
    near = nearest(word, names)
    return f"did you mean {near}?" if near else f"known: {', '.join(names) or 'none'}"
