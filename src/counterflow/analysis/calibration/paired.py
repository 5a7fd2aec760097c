"""Posterior draws under every programme and under none, on the same lives: what a decision is made from.

Half of the draws are the widest account's, the others are shared among the other accounts, so that each account's own effect is
seen in the engine and not only foretold. In each draw a programme does something else: its effects are drawn from their ranges, at
the coverage and the seats of the scenario. The first draws are run once more at the other end of substitution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.bank import ONCE, Points, Workshop
from counterflow.analysis.calibration.posterior import Kept
from counterflow.analysis.expected.setting import luck_of
from counterflow.analysis.futures.histories import Futures
from counterflow.analysis.model import WIDE
from counterflow.experiment.asking import Results
from counterflow.experiment.identity import hash_of_arm
from counterflow.experiment.plan import NONE, NamedArm, ParameterDraw
from counterflow.experiment.runs import carried_out
from counterflow.inference.arrays import Floats, Ints
from counterflow.scenario import Scenario, compile_arm
from counterflow.scenario.programmes import Programme
from counterflow.world import EFFECTS, World

Arrays = dict[str, np.ndarray[Any, Any]]

KINDS: Mapping[str, tuple[str, ...]] = {
    "departed": ("departed", "departed with family"),
    "family": ("departed with family",),
    "engaged": ("engaged",),
    "dead": ("dead",),
    "returned": ("returned",),
    "stopped": ("blocked", "detained"),
}
"""What is counted of a run, by cohort, over its history, and the kinds of event that it counts."""
SEATS = ("served", "refused", "seat_years")
"""Of a programme with seats: seats taken, people turned away, years of service."""
LUCK = 0
"""Seed of what programmes do in a draw, as in the outcomes that verdicts read."""
ENDS = (1, 3)
"""Candidates tried per approach at the two ends of substitution: lost, or moves on to others."""
_OTHER = 0.3
"""Share of the widest account's draws that is run at the other end, too."""
_BEFORE = "paired/"


@dataclass(frozen=True)
class Paired:
    """What is kept of these runs. Counts are not a number where a run failed."""

    account: tuple[str, ...]
    """[draws] whose draw it is"""
    number: Ints
    """[draws] its number among the account's; equal numbers share what programmes do, and their luck"""
    values: Floats
    """[draws, coordinates of the world]"""
    candidates: tuple[int, int]
    """Tried per approach: as the scenario says, and at the other end of substitution."""
    seed: int
    people: Mapping[str, Floats]
    """By arm: [draws, cohorts, KINDS]"""
    seats: Mapping[str, Floats]
    """By arm: [draws, SEATS]"""
    other: Mapping[str, Floats]
    """By arm, at the other end: [first draws, cohorts, KINDS]"""
    hashes: Mapping[str, tuple[str, ...]]
    """By arm: [draws] of the arm, so that a programme that was changed since is known."""

    def arrays(self) -> Arrays:
        """The same by names that an archive keeps."""
        found: Arrays = {
            "draws/account": np.array(self.account),
            "draws/number": self.number,
            "draws/values": self.values,
            "candidates": np.array(self.candidates),
            "seed": np.array(self.seed),
        }
        found |= {f"people/{arm}": one.astype(np.float32) for arm, one in self.people.items()}
        found |= {f"seats/{arm}": one for arm, one in self.seats.items()}
        found |= {f"other/{arm}": one.astype(np.float32) for arm, one in self.other.items()}
        found |= {f"hash/{arm}": np.array(one) for arm, one in self.hashes.items()}
        return {f"{_BEFORE}{name}": one for name, one in found.items()}


def paired_from(arrays: Mapping[str, np.ndarray[Any, Any]]) -> Paired | None:
    """What an archive kept; None where it kept none."""
    own = {name.removeprefix(_BEFORE): one for name, one in arrays.items() if name.startswith(_BEFORE)}
    if "draws/account" not in own:
        return None

    def by_arm(what: str) -> dict[str, np.ndarray[Any, Any]]:
        return {
            name.removeprefix(f"{what}/"): one for name, one in own.items() if name.startswith(f"{what}/")
        }

    first, other = (int(one) for one in own["candidates"])
    return Paired(
        account=tuple(str(one) for one in own["draws/account"]),
        number=own["draws/number"],
        values=own["draws/values"],
        candidates=(first, other),
        seed=int(own["seed"]),
        people={arm: one.astype(np.float64) for arm, one in by_arm("people").items()},
        seats=by_arm("seats"),
        other={arm: one.astype(np.float64) for arm, one in by_arm("other").items()},
        hashes={arm: tuple(str(each) for each in one) for arm, one in by_arm("hash").items()},
    )


def paired_outcomes(workshop: Workshop, kept: Mapping[Ask, Kept], number: int) -> Arrays:
    """`Paired.arrays` of about so many draws. A programme that is added is an arm more: the others' runs are there already."""
    coordinates = workshop.coordinates
    points = [Points(one.account, one.values[:, : len(coordinates.names)]) for one in chosen(kept, number)]
    draws = workshop.experiment(points, often=ONCE).draws
    return _run(workshop, points, draws).arrays()


def chosen(kept: Mapping[Ask, Kept], number: int) -> list[Points]:
    """Which draws are run: half of the widest account's, as many of each other one as then remain; one of each at least."""
    asks = [ask for ask in kept if ask == Ask(ask.account)]
    asks.sort(key=lambda ask: ask.account != WIDE)
    wide = number if len(asks) == 1 else -(-number // 2)
    each = 0 if len(asks) == 1 else max(1, (number - wide) // (len(asks) - 1))
    # As an archive keeps them: what is read from it later are the same draws.
    return [
        Points(
            ask.account,
            kept[ask].values[: wide if ask == Ask() else each].astype(np.float32).astype(np.float64),
        )
        for ask in asks
    ]


def _run(workshop: Workshop, points: Sequence[Points], draws: tuple[ParameterDraw, ...]) -> Paired:
    setting = workshop.coordinates.setting
    scenario, world = setting.scenario, setting.world
    arms = {
        one.id: [arm_of(scenario, world, one, draw.number) for draw in draws] for one in scenario.programme
    }
    candidates = world.approaches.candidates
    other = next(one for one in ENDS if one != candidates)
    there = world._replace(approaches=world.approaches._replace(candidates=other))
    some = tuple(draw for draw in draws if draw.account == WIDE)
    some = some[: -(-round(100 * _OTHER) * len(some) // 100)]
    # Beside the bank, not in it: here every draw has arms of its own, and nothing is gauged.
    means = replace(workshop.means, out=Path(workshop.out) / "paired")
    names = (NONE, *arms)
    found = carried_out(_experiment(workshop, world, draws, arms), means, what="draws under every programme")
    other_end = carried_out(
        _experiment(workshop, there, some, arms), means, what="the same at the other end of substitution"
    )
    return Paired(
        account=tuple(draw.account for draw in draws),
        number=np.array([draw.number for draw in draws], np.int64),
        values=np.concatenate([one.values for one in points]).astype(np.float64),
        candidates=(candidates, other),
        seed=workshop.seed,
        people=_people(found, draws, names),
        seats=_seats(found, draws, names),
        other=_people(other_end, some, names),
        hashes={name: tuple(hash_of_arm(one.arm) for one in several) for name, several in arms.items()},
    )


def _experiment(
    workshop: Workshop,
    world: World,
    draws: tuple[ParameterDraw, ...],
    arms: Mapping[str, Sequence[NamedArm]],
) -> Futures:
    """Every draw without programmes, and under each with the draw's own effects."""
    size = len(draws)
    nothing = NamedArm((), compile_arm(workshop.coordinates.setting.scenario, world, ()))
    return Futures(
        scenario=workshop.coordinates.setting.scenario,
        salience=(),
        world=world,
        arms=(nothing, *chain.from_iterable(several[:size] for several in arms.values())),
        draws=draws,
        seeds=(workshop.seed,),
        own_arms=tuple((0, *(1 + arm * size + draw for arm in range(len(arms)))) for draw in range(size)),
    )


def arm_of(scenario: Scenario, world: World, programme: Programme, number: int) -> NamedArm:
    """The arm of one programme at reference coverage, doing what it does in the draw of this number."""
    changed = programme.model_copy(update={"effects": effects_drawn(programme, number)})
    others = tuple(changed if one.id == programme.id else one for one in scenario.programme)
    arm = compile_arm(scenario.model_copy(update={"programme": others}), world, [programme.id])
    return NamedArm((programme.id,), arm)


def effects_drawn(programme: Programme, number: int) -> Any:
    """What the programme changes in the draw of this number: each effect at its own luck."""
    named = {name: getattr(programme.effects, name) for name in EFFECTS}
    return programme.effects.model_copy(
        update={
            name: one.model_copy(
                update={"value": one.quantile(luck_of(LUCK, number, f"programme/{programme.id}/{name}"))}
            )
            for name, one in named.items()
            if one is not None
        }
    )


def _people(found: Results, draws: Sequence[ParameterDraw], names: Sequence[str]) -> dict[str, Floats]:
    cohorts = found.cohorts
    arrays = {name: np.full((len(draws), len(cohorts), len(KINDS)), np.nan) for name in names}
    places = {(draw.account, draw.number): i for i, draw in enumerate(draws)}
    for kind, events in enumerate(KINDS.values()):
        listed = ", ".join(f"'{event}'" for event in events)
        query = (
            "SELECT programmes, account, draw_number, cohort, sum(total)::DOUBLE FROM totals"  # noqa: S608 -- names of our own
            f" WHERE event IN ({listed}) GROUP BY ALL"
        )
        for arm, account, number, cohort, total in found.relation(query).fetchall():
            arrays[arm][places[account, number], cohorts.index(cohort), kind] = total
    return arrays


def _seats(found: Results, draws: Sequence[ParameterDraw], names: Sequence[str]) -> dict[str, Floats]:
    arrays = {name: np.full((len(draws), len(SEATS)), np.nan) for name in names}
    places = {(draw.account, draw.number): i for i, draw in enumerate(draws)}
    sums = ", ".join(f"coalesce(list_sum({name}), 0)::DOUBLE" for name in SEATS)
    query = f"SELECT programmes, account, draw_number, {sums} FROM runs"  # noqa: S608 -- names of our own
    for arm, account, number, *numbers in found.relation(query).fetchall():
        arrays[arm][places[account, number]] = numbers
    return arrays
