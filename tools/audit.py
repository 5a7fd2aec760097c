"""Every installed package with its licence; exit code 1 for one that may not be here, or whose licence is not told.

python tools/audit.py [--quiet]; with --quiet only what is wrong, and how many there are.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

TOLD = Path(__file__).with_name("licences.toml")
"""Licences of packages that do not tell theirs in their own metadata, each with where it was read."""
MAY = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|MPL|Mozilla|PSF|Python Software Foundation|ISC|Zlib|HPND|Unlicense|CC0|BlueOak|BSL|OFL)\b",
    re.IGNORECASE,
)
"""Licences that ask for nothing but their own text: permissive ones, and MPL, which stays with its own files."""
MAY_NOT = re.compile(r"\b(A?GPL|Affero|GNU General Public)", re.IGNORECASE)
"""What would ask of us, or of whoever builds on us, to give away everything built on it."""
_LONG = 100


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package."""

    name: str
    version: str
    licence: str
    """As it tells it; empty where it does not."""

    @property
    def problem(self) -> str | None:
        """What is wrong with it."""
        if not self.licence:
            return f"tells no licence; read it, and write it into {TOLD.name}"
        choices = re.split(r"\bOR\b", self.licence)
        if any(MAY.search(one) and not MAY_NOT.search(one) for one in choices):
            return None
        return f"is under {self.licence}, which may not be here"


def packages(
    found: Iterator[Distribution] | None = None, told: dict[str, str] | None = None
) -> list[Package]:
    """All installed packages but our own, by name."""
    known = _told() if told is None else told
    listed = {
        one.metadata["Name"].lower(): Package(
            one.metadata["Name"], one.version, known.get(one.metadata["Name"]) or licence(one)
        )
        for one in (distributions() if found is None else found)
    }
    return [listed[name] for name in sorted(listed) if name != "counterflow"]


def licence(one: Distribution) -> str:
    """The licence that a package tells: as an expression, else by its classifiers, else in a few words."""
    meta = one.metadata
    expression = "".join(meta.get_all("License-Expression") or ())
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in meta.get_all("Classifier") or ()
        if line.startswith("License :: ")
    ]
    words = "".join(meta.get_all("License") or ()).strip().splitlines()
    short = words[0] if words and len(words[0]) < _LONG else ""
    classified = " AND ".join(one for one in classifiers if one != "OSI Approved")
    return expression or classified or short


def _told() -> dict[str, str]:
    return {
        name: str(one["licence"]) for name, one in tomllib.loads(TOLD.read_text(encoding="utf-8")).items()
    }


def main(arguments: list[str]) -> int:
    """Exit code: 0 where every package may be here."""
    found = packages()
    for one in [] if "--quiet" in arguments else found:
        print(f"{one.name:<28} {one.version:<14} {one.licence}")
    wrong = [f"{one.name} {one.problem}" for one in found if one.problem]
    print(*wrong, f"{len(found)} packages, {len(wrong)} that may not be here", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
