"""Programmes that a reader leaves out of a decision: they cannot be paid for, and are told all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from counterflow.faults import Fault, Faults, hint

if TYPE_CHECKING:
    from counterflow.scenario.programmes import Programme

OPTION = "--without"


def without_of(programmes: Sequence[Programme], names: Iterable[str], where: str = OPTION) -> frozenset[str]:
    """The programmes that these names mean. Raises Faults for each name that is unknown, and where no programme is left.

    `where`: what holds the names: an option, or a field of a request.
    """
    known, wanted = [one.id for one in programmes], dict.fromkeys(names)
    faults = [
        Fault(where, None, name, "there is no such programme", hint(name, known))
        for name in wanted
        if name not in known
    ]
    if not faults and wanted and len(wanted) == len(known):
        problem = f"leaves out all {len(known)} programmes, so that there is nothing to choose from"
        faults.append(Fault(where, None, "", problem, "leave one of them in"))
    if faults:
        raise Faults(faults)
    return frozenset(wanted)
