"""Changed assumptions as people write them: numbers of the scenario, and what is believed of the unknowns in dispute.

    journeys.ban_length=3                    a number of the scenario, as `--set` takes it
    belief.exposure_ratio=[1, 4, 9]          an unknown: low, centre and high of its 80 percent range
    belief.peer_reproduction=[0, 0.5]        one that is even between two ends
    belief.kin_recruit_share=0.2             one that has a mean only

Beliefs are those of the widest account, under which probabilities are computed; the others stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from counterflow.analysis.changed.beliefs import believed
from counterflow.analysis.model import WIDE
from counterflow.faults import Fault, Faults, nearest
from counterflow.hearing import PARAMETERS, Hearing, Prior

BELIEF = "belief."
FILE = "--set"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is assumed otherwise than in a hearing's files."""

    sets: tuple[str, ...] = ()
    """Numbers of the scenario, as `load_scenario` takes them."""
    beliefs: tuple[str, ...] = ()
    """Unknowns in dispute."""

    def __bool__(self) -> bool:
        return bool(self.sets or self.beliefs)

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them as they were written."""
        return (*self.sets, *self.beliefs)

    def hearing(self, hearing: Hearing) -> Hearing:
        """The hearing with what is now believed. Raises Faults for what cannot be believed."""
        changed = [new_belief(hearing, text) for text in self.beliefs]
        if not changed:
            return hearing
        accounts = tuple(
            one.model_copy(update={"priors": (*one.priors, *changed)}) if one.id == WIDE else one
            for one in hearing.account
        )
        return hearing.model_copy(update={"account": accounts})


NO_CHANGES = Changes()


def changes_of(texts: Iterable[str]) -> Changes:
    """The changes in texts: of several for one path the last one holds. Nothing is checked yet."""
    last = {text.partition("=")[0].strip(): text.strip() for text in texts if text.strip()}
    beliefs = tuple(text for path, text in last.items() if path.startswith(BELIEF))
    return Changes(tuple(text for path, text in last.items() if not path.startswith(BELIEF)), beliefs)


def new_belief(hearing: Hearing, text: str) -> Prior:
    """What is now believed of one unknown. Raises Faults."""
    path, _, said = text.partition("=")
    name = path.strip().removeprefix(BELIEF)
    if name not in PARAMETERS:
        near = nearest(name, PARAMETERS)
        remedy = f"did you mean {near}?" if near else f"known: {', '.join(PARAMETERS)}"
        raise Faults([Fault(FILE, None, text, f"{name} is no unknown that accounts disagree about", remedy)])
    try:
        return believed(name, hearing.priors(WIDE)[name], _numbers(said))
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise Faults([Fault(FILE, None, text, problem, remedy)]) from error
    except KeyError as error:
        problem = f"the hearing has no account {WIDE}, under which probabilities are computed"
        raise Faults([Fault(FILE, None, text, problem, "add one")]) from error


def _numbers(said: str) -> tuple[float, ...]:
    try:
        found = json.loads(said)
        numbers = found if isinstance(found, list) else [found]
        return tuple(float(one) for one in numbers if not isinstance(one, (bool, str)))
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise ValueError(
            f"{said.strip() or 'nothing'} is no number; write numbers with a point, [low, centre, high]"
        ) from None
