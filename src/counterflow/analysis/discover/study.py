"""`counterflow discover`: in which futures one programme does better than another, or a part of a claim is false."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from counterflow.analysis.discover.prim import (
    Bools,
    Box,
    LimitLuck,
    Peeling,
    boxes,
    dense_enough,
    luck_of_limits,
    pruned,
)
from counterflow.analysis.discover.records import BoxFound, Discovery, Limit, Measured, Restricted, Step
from counterflow.analysis.discover.words import limit_words
from counterflow.analysis.futures.bench import Bench, deciding
from counterflow.analysis.futures.factors import Space
from counterflow.analysis.futures.histories import Total
from counterflow.analysis.futures.lot import by_lot, faults_of
from counterflow.analysis.futures.respond import Responder, ask
from counterflow.analysis.limits import within
from counterflow.analysis.sensitivity.thirds import thirds
from counterflow.experiment.plan import NONE
from counterflow.experiment.runs import Means
from counterflow.experiment.served import running
from counterflow.faults import Fault, Faults, hint
from counterflow.scenario import calendar_of
from counterflow.scenario.programmes import Programme
from counterflow.world import Floats

AS_USUAL = Means()
DRAWS = 600
_HELD_OUT = 3
"""Every third future is held out."""
_WILSON = 1.959964
FEW = 8
"""So many parameters may all be limited; of more only those that tell futures apart, since among many some always seem to."""


@dataclass(frozen=True, slots=True)
class How:
    """How futures are looked through."""

    draws: int = DRAWS
    parameters: tuple[str, ...] = ()
    """Patterns of what varies; none: all that can matter."""
    runs: int = 1
    seed: int = 1
    density: float = 0.8
    """Share of interest that a box must have."""
    most_boxes: int = 3
    peeling: Peeling = field(default_factory=Peeling)


@dataclass(frozen=True, slots=True)
class _Futures:
    """Futures with a yes or no in each."""

    space: Space
    points: Floats
    """[futures, those that vary]"""
    interest: Bools
    dropped: int
    kept: Bools
    """Of all that were asked for, which have an answer."""


def better(bench: Bench, first: str, than: str, how: How, *, means: Means = AS_USUAL) -> Discovery:
    """In which futures `first` averts more departures than `than`, a programme or "none", in runs with the same luck.

    Raises Faults for unknown programmes, and where no box is dense enough.
    """
    options = {"--better": first, "--than": than}
    programmes = [_programme(bench, name, option) for option, name in options.items() if name != NONE]
    if first in {than, NONE}:
        problem = f"compares {first} with {than}"
        raise Faults([Fault("--better", None, first, problem, "name a programme, and another or none")])
    totals = [Total(one.id, "departed", programme=one.id) for one in programmes]
    totals += [Total(f"stopped by {one.id}", "stopped", programme=one.id) for one in programmes]
    responder = bench.histories(totals, how.runs, how.seed, means)
    futures, answers = _asked(bench, responder, how)
    margin = answers[:, 0] - (answers[:, 1] if len(programmes) > 1 else 0.0)
    found, chosen = _discovered(_of_interest(futures, margin > 0.0), how)
    other = programmes[1].title if len(programmes) > 1 else "doing nothing"
    question = f"{programmes[0].title} averts more departures than {other}"
    restricted = [
        _restricted(
            one,
            running(one, calendar_of(bench.setting.scenario)),
            answers[:, i],
            -answers[:, len(programmes) + i],
            found.futures.points,
            chosen,
        )
        for i, one in enumerate(programmes)
        if one.coercive
    ]
    return _discovery(question, "runs", found, restricted=tuple(restricted))


def verdict(bench: Bench, part: str, how: How, *, holds: bool = False, means: Means = AS_USUAL) -> Discovery:
    """In which futures a part of a claim is false, or with `holds` true. Raises Faults likewise."""
    claim, tested = bench.part(part)
    tests = deciding(tested)
    responder = bench.expected(tuple(dict.fromkeys(test.outcome for test in tests)), means)
    futures, answers = _asked(bench, responder, how)
    columns = [responder.outcomes.index(test.outcome) for test in tests]
    true = np.logical_and.reduce(
        [within(answers[:, column], test) for column, test in zip(columns, tests, strict=True)]
    )
    found, _ = _discovered(_of_interest(futures, true if holds else ~true), how)
    question = f'{part} is {"true" if holds else "false"}: "{tested.statement}" ({claim.title})'
    return _discovery(question, "expected outcomes", found)


def _programme(bench: Bench, name: str, option: str) -> Programme:
    known = {one.id: one for one in bench.case.scenario.programme}
    if name not in known:
        raise Faults([Fault(option, None, name, "there is no such programme", hint(name, known))])
    return known[name]


def _asked(bench: Bench, responder: Responder, how: How) -> tuple[_Futures, Floats]:
    """Futures that have an answer to everything, and the answers."""
    space = bench.choose(how.parameters, responder)
    with faults_of("--draws"):
        points = by_lot(space, how.draws, how.seed)
    values = ask(responder, space.names, points).values
    kept = np.asarray(np.isfinite(values).all(axis=1))
    if not kept.any():
        remedy = "see why runs failed, or where the outcome is not defined"
        raise Faults([Fault("--draws", None, "", "no future has an answer", remedy)])
    there = points[kept][:, list(space.chosen)]
    return _Futures(space, there, np.zeros(len(there), bool), int((~kept).sum()), kept), values[kept]


def _of_interest(futures: _Futures, interest: Bools) -> _Futures:
    return replace(futures, interest=interest)


@dataclass(frozen=True, slots=True)
class _Found:
    futures: _Futures
    density: float
    boxes: tuple[BoxFound, ...]
    way: tuple[Step, ...]


def _discovered(futures: _Futures, how: How) -> tuple[_Found, tuple[Box, ...]]:
    """Boxes that are dense enough, peeled from two thirds of the futures, pruned, and measured on the others."""
    held_out = np.arange(len(futures.points)) % _HELD_OUT == _HELD_OUT - 1
    with faults_of("--draws"):
        _check_share(futures.interest, how.density)
        futures = _telling(futures, ~held_out, how.seed)
        points, interest = futures.points[~held_out], futures.interest[~held_out]
        ways = boxes(points, interest, density=how.density, most=how.most_boxes, how=how.peeling)
    chosen = tuple(
        pruned(box, points, interest, density=how.density)
        for way in ways
        if (box := dense_enough(way, how.density)) is not None
    )
    if not chosen:
        raise Faults([_no_box(max(ways[0], key=lambda box: box.density), how)])
    found = tuple(
        BoxFound(
            limits=_limits(box, futures.space, points, interest),
            peeled=_measured(box, points, interest),
            held_out=_measured(box, futures.points[held_out], futures.interest[held_out]),
        )
        for box in chosen
    )
    way = tuple(Step(box.density, box.coverage, box.mass, len(box.limited)) for box in ways[0])
    return _Found(futures, how.density, found, way), chosen


def _telling(futures: _Futures, seen: Bools, seed: int) -> _Futures:
    """The futures with those parameters only that tell them apart, by the seen ones; with all where they are few.

    Raises ValueError where none does.
    """
    if len(futures.space) <= FEW:
        return futures
    names = [one.name for one in futures.space.varied]
    found = thirds(names, futures.points[seen], futures.interest[seen].astype(np.float64), seed)
    columns = sorted(names.index(one.parameter) for one in found if one.clear)
    if not columns:
        raise ValueError(
            f"none of {len(names)} parameters tells these futures apart by more than chance;"
            " ask for more, or name the --parameter that might"
        )
    space = Space(futures.space.factors, tuple(futures.space.chosen[column] for column in columns))
    return replace(futures, space=space, points=futures.points[:, columns])


def _check_share(interest: Bools, density: float) -> None:
    """Raise ValueError where no box could tell futures apart, or where all of them together are dense enough already."""
    share = float(interest.mean())
    if share in {0.0, 1.0}:
        which = "none" if share == 0.0 else "all"
        raise ValueError(
            f"it is so in {which} of {len(interest)} futures; more of them, or a wider prior, may differ"
        )
    if share >= density:
        raise ValueError(
            f"it is so in {share:.0%} of all futures, no fewer than the {density:.0%} asked for; raise --density"
        )


def _no_box(densest: Box, how: How) -> Fault:
    problem = f"no box of futures is so dense: the densest has {densest.density:.2f}, with {densest.mass:.0%} of all"
    return Fault(
        "--density",
        None,
        f"{how.density:g}",
        problem,
        "ask for less, for more --draws, or for other parameters",
    )


def _limits(box: Box, space: Space, points: Floats, interest: Bools) -> tuple[Limit, ...]:
    luck: dict[int, list[LimitLuck]] = {}
    for one in luck_of_limits(box, points, interest):
        luck.setdefault(one.parameter, []).append(one)
    return tuple(_limit(box, space, points, number, ends) for number, ends in luck.items())


def _limit(box: Box, space: Space, points: Floats, number: int, ends: Sequence[LimitLuck]) -> Limit:
    factor, values = space.varied[number], points[:, number]
    low, high = (
        factor.shown(float(end)) if math.isfinite(end) else None
        for end in (box.low[number], box.high[number])
    )
    kept = (values >= box.low[number]) & (values <= box.high[number])
    return Limit(
        parameter=factor.name,
        meaning=factor.meaning,
        unit=factor.unit,
        low=low,
        high=high,
        share=float(kept.mean()),
        quasi_p=min(one.quasi_p for one in ends),
        words=limit_words(factor.meaning, low, high),
    )


def _measured(box: Box, points: Floats, interest: Bools) -> Measured:
    inside = box.holds(points)
    cases, hits = int(inside.sum()), int((inside & interest).sum())
    low, high = wilson(hits, cases)
    return Measured(
        futures=len(points),
        inside=cases,
        density=hits / cases if cases else None,
        density_low=low,
        density_high=high,
        coverage=hits / max(int(interest.sum()), 1),
    )


def wilson(hits: int, cases: int) -> tuple[float, float]:
    """95 percent interval of a share (Wilson 1927); 0 to 1 for no cases."""
    if not cases:
        return 0.0, 1.0
    z2 = _WILSON**2
    middle = (hits + z2 / 2) / (cases + z2)
    half = _WILSON * math.sqrt(hits * (cases - hits) / cases + z2 / 4) / (cases + z2)
    return max(0.0, middle - half), min(1.0, middle + half)


def _restricted(
    programme: Programme,
    years: float,
    averted: Floats,
    stopped: Floats,
    points: Floats,
    chosen: Sequence[Box],
) -> Restricted:
    """People restricted per departure averted, in all futures and in each box."""

    def per_averted(inside: Bools) -> float | None:
        total = float(averted[inside].sum())
        if total <= 0.0:
            return None
        return programme.restricts(float(stopped[inside].sum()), years * float(inside.sum())) / total

    everywhere = np.ones(len(points), bool)
    return Restricted(
        programme.id,
        programme.title,
        per_averted(everywhere),
        tuple(per_averted(box.holds(points)) for box in chosen),
    )


def _discovery(
    question: str, answered_by: str, found: _Found, restricted: tuple[Restricted, ...] = ()
) -> Discovery:
    return Discovery(
        question=question,
        answered_by=answered_by,
        futures=len(found.futures.kept),
        dropped=found.futures.dropped,
        share=float(found.futures.interest.mean()),
        density_asked=found.density,
        boxes=found.boxes,
        way=found.way,
        restricted=restricted,
    )
