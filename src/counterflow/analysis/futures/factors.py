"""What differs between futures: contested parameters, published counts and their detection, and what programmes do."""

from __future__ import annotations

import fnmatch
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from statistics import NormalDist

import numpy as np

from counterflow.analysis.expected.anchors import Anchor
from counterflow.analysis.plain import parameter_words
from counterflow.evidence import Interval
from counterflow.faults import Fault, Faults, nearest
from counterflow.hearing import PARAMETER_RECORDS, Hearing
from counterflow.hearing.priors import Prior
from counterflow.scenario import Scenario
from counterflow.scenario.programmes import Programme
from counterflow.scenario.quantity import Quantity, Schedule
from counterflow.world import EFFECTS, EXITS, Floats

OPTION = "--parameter"
"""Where faults of a choice of parameters say that they stand."""
_EDGE = 1e-6
"""Probabilities are kept so far from 0 and 1: the ends of a normal law lie at infinity."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that differs between futures.

    Its coordinate is the parameter itself for what accounts contest, and a quantile (0 to 1) for every other number.
    """

    name: str
    group: str
    """What it is varied with where parameters are taken in groups."""
    unit: str
    meaning: str
    coordinate: Callable[[Floats], Floats]
    """Coordinates at probabilities between 0 and 1."""
    shown: Callable[[float], float]
    """A coordinate as the number that it stands for, in `unit`."""
    luck: str | None = None
    """The name under which draws look it up among what is assumed beside the contested parameters; None for these."""

    @property
    def interval(self) -> tuple[float, float]:
        """The number that it stands for, at its 10th and 90th percentile."""
        low, high = (float(end) for end in self.coordinate(np.array([0.1, 0.9])))
        return self.shown(low), self.shown(high)

    @property
    def varies(self) -> bool:
        """Whether it is not the same in every future."""
        low, high = self.interval
        return high > low or high < low


@dataclass(frozen=True)
class Space:
    """All futures: some factors vary, the others stay in their middle."""

    factors: tuple[Factor, ...]
    chosen: tuple[int, ...]
    """Numbers of the factors that vary."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all factors, in the order of coordinates."""
        return tuple(factor.name for factor in self.factors)

    @property
    def varied(self) -> tuple[Factor, ...]:
        """The factors that vary."""
        return tuple(self.factors[number] for number in self.chosen)

    def __len__(self) -> int:
        return len(self.chosen)

    def points(self, probabilities: Floats) -> Floats:
        """Coordinates of futures, [n, all factors], from probabilities [n, those that vary]."""
        found = np.tile(self._middle, (len(probabilities), 1))
        for column, number in enumerate(self.chosen):
            inside = np.clip(probabilities[:, column], _EDGE, 1.0 - _EDGE)
            found[:, number] = self.factors[number].coordinate(inside)
        return found

    @cached_property
    def _middle(self) -> Floats:
        return np.array([factor.coordinate(np.array([0.5]))[0] for factor in self.factors])

    def choose(self, patterns: Sequence[str], default: Callable[[Factor], bool]) -> Space:
        """The space in which those vary whose names fit a pattern, or, where none is given, those that `default` holds for.

        Raises Faults for a pattern that fits nothing and for a parameter that is the same in every future.
        """
        if not patterns:
            chosen = [i for i, one in enumerate(self.factors) if default(one) and one.varies]
            return Space(self.factors, tuple(chosen))
        faults = [fault for pattern in patterns if (fault := self._fault(pattern)) is not None]
        if faults:
            raise Faults(faults)
        fits = [any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns) for name in self.names]
        chosen = [i for i, one in enumerate(self.factors) if fits[i] and one.varies]
        return Space(self.factors, tuple(chosen))

    def _fault(self, pattern: str) -> Fault | None:
        fitting = [one for one in self.factors if fnmatch.fnmatchcase(one.name, pattern)]
        if not fitting:
            near = nearest(pattern, self.names)
            remedy = f"did you mean {near}?" if near else "known: " + ", ".join(_short(self.names))
            return Fault(
                OPTION, None, pattern, "is nothing that accounts or programmes here leave open", remedy
            )
        if not any(one.varies for one in fitting):
            value = fitting[0].interval[0]
            problem = f"has no range: it is {value:g} in every future"
            return Fault(
                OPTION, None, pattern, problem, "give it a range in the hearing's files, or leave it out"
            )
        return None


def _short(names: Sequence[str]) -> list[str]:
    """Names with the many weights and numbers of programmes as patterns."""
    found = dict.fromkeys(
        "weights.*"
        if name.startswith("weights.")
        else ".".join([*name.split(".")[:2], "*"])
        if name.count(".") > 1
        else name
        for name in names
    )
    return list(found)


def space_of(
    hearing: Hearing, scenario: Scenario, anchors: Sequence[Anchor], account: str, doubt: float
) -> Space:
    """Everything that is open in a hearing under one account's prior; nothing varies until it is chosen.

    `doubt`: standard deviation of the log of the coming year's inflow.
    """
    factors = (
        *(_contested(name, prior) for name, prior in _in_order(hearing, account)),
        *_counts(scenario, anchors),
        *_aftermath(scenario),
        _inflow(doubt),
        _assumed("stated_value", "stated value", "quantile", "stated value of a departure averted", float),
        *(factor for programme in scenario.programme for factor in _programme(programme)),
    )
    return Space(factors, ())


def _in_order(hearing: Hearing, account: str) -> Iterator[tuple[str, Prior]]:
    priors = hearing.priors(account)
    return ((name, priors[name]) for name in PARAMETER_RECORDS)


def _contested(name: str, prior: Prior) -> Factor:
    parameter = PARAMETER_RECORDS[name]
    group = f"weights of {name.rpartition('.')[2]}" if name.startswith("weights.") else name
    return Factor(
        name=name,
        group=group,
        unit=parameter.unit,
        meaning=parameter_words(name),
        coordinate=lambda uniform: prior.quantile(uniform, parameter),
        shown=lambda value: value,
    )


def _lawful(name: str, luck: str, quantity: Quantity, meaning: str) -> Factor:
    """A number of the scenario with its own law."""
    return _assumed(name, luck, quantity.unit, meaning, quantity.quantile)


def _assumed(name: str, luck: str, unit: str, meaning: str, shown: Callable[[float], float]) -> Factor:
    """Something whose coordinate is its quantile."""
    return Factor(name, _group(name), unit, meaning, lambda uniform: uniform, shown, luck)


def _group(name: str) -> str:
    """The group of what is no contested parameter: counts, detection, or a programme with all its numbers."""
    first, _, rest = name.partition(".")
    return f"programme {rest.partition('.')[0]}" if first == "programme" else first


def _counts(scenario: Scenario, anchors: Sequence[Anchor]) -> Iterator[Factor]:
    for anchor in anchors:
        cohort, luck = scenario.cohort[anchor.cohort].name, anchor.target.cohort
        meaning = f"the count published for {cohort}, within its range"
        yield _assumed(
            f"count.{cohort}", f"count/{luck}", "persons", meaning, partial(_within, anchor.interval)
        )
        meaning = f"share of {cohort}'s departures that the published count holds"
        yield _lawful(f"detection.{cohort}", f"detection/{luck}", anchor.detection, meaning)
    if len(anchors) < len(scenario.cohort):
        meaning = "departures of cohorts without a count, against those with one"
        yield _assumed("uncounted", "departures/uncounted", "quantile", meaning, float)


def _within(interval: Interval, uniform: float) -> float:
    return float(interval.quantile(np.array(NormalDist().inv_cdf(uniform))))


def _aftermath(scenario: Scenario) -> Iterator[Factor]:
    if scenario.theatre:
        theatre = scenario.theatre[0]
        for who, exits in (("fighters", theatre.fighters), ("family", theatre.family)):
            for name in EXITS:
                meaning = f"level of the rate at which {who} are {name}"
                shown = partial(_level, getattr(exits, name))
                yield _assumed(f"{who}.{name}", f"aftermath/{who}/{name}", "ratio", meaning, shown)
    strength = scenario.rebranding.group_strength
    yield _lawful(
        "rebranding.strength", "rebranding/strength", strength, "strength of the groups that may rebrand"
    )
    shown = partial(_level, scenario.rebranding.share)
    yield _assumed("rebranding.share", "rebranding/share", "ratio", "level of the rate of rebranding", shown)


def _level(schedule: Schedule, uniform: float) -> float:
    first = next((change.number for change in schedule.changes if change.number.value > 0.0), None)
    return 1.0 if first is None else first.quantile(uniform) / first.value


def _inflow(doubt: float) -> Factor:
    def factor(uniform: float) -> float:
        return math.exp(doubt * NormalDist().inv_cdf(uniform))

    return _assumed("inflow.next", "inflow/next", "ratio", "factor on the coming year's inflow", factor)


def _programme(programme: Programme) -> Iterator[Factor]:
    for name, quantity in numbers_of(programme).items():
        meaning = f"{programme.title.lower()}: {name.replace('_', ' ')}"
        yield _lawful(
            f"programme.{programme.id}.{name}", f"programme/{programme.id}/{name}", quantity, meaning
        )


def numbers_of(programme: Programme) -> dict[str, Quantity]:
    """What a programme's effects, reach and costs are assumed to be, by name."""
    effects = {name: getattr(programme.effects, name) for name in EFFECTS}
    reach = {"seats": programme.seats, "coverage": programme.coverage}
    costs = {"fixed": programme.cost.fixed, "per_served": programme.cost.per_served}
    return {name: one for name, one in (effects | reach | costs).items() if one is not None}
