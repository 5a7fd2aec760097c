"""From one draw of what accounts disagree about to the engine's parameters: free scales make departures meet the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from counterflow.analysis.expected.anchors import Anchor
from counterflow.analysis.expected.forward import (
    BROADCAST,
    NOTHING_HELD,
    SELF_START,
    Result,
    contact_yield,
    forward,
    new_result,
    with_peers,
)
from counterflow.analysis.expected.rows import LEAST, Rows, rows_of
from counterflow.experiment.sample import Sample
from counterflow.pathway.approach import APPROACHED
from counterflow.pathway.engagement import ENGAGING
from counterflow.people.packed import pack
from counterflow.world import CHANNELS, DRIVERS, STAGES, Floats, Ints, Parameters, World

CORRECTIONS = 4
LIMIT = 9.0
"""Log odds beyond which the intercept is not moved: an account that needs more cannot meet the counts."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A world with one draw's parameters, the sample's rows in it, and its expected departures."""

    world: World
    rows: Rows
    result: Result
    reproduction: Floats
    """[cohorts] people engaged by one engaged person of the cohort (peers), at full salience."""

    @property
    def departures(self) -> Floats:
        """Expected departures with peers, families left out, [cohorts, kinds of place, channels, months]."""
        return self.result.departures * self._with_peers[:, None, None, None]

    @property
    def with_families(self) -> Floats:
        """Expected departures with peers and families, [cohorts, months]."""
        families = 1.0 + self.result.company.sum(axis=1) / np.maximum(self.result.gone.sum(axis=1), LEAST)
        return np.asarray(self.departures.sum(axis=(1, 2)) * families[:, None])

    @property
    def person(self) -> Floats:
        """Expected departures that each row stands for, with the peers whom they engage, [rows]."""
        return self.result.person * self._with_peers[self.rows.cohort]

    @property
    def _with_peers(self) -> Floats:
        return with_peers(self.result, self.reproduction)

    def gone_between(self, start: float, end: float) -> Floats:
        """The same, of those who leave in a span of time."""
        since, first, second = self.rows.time, self.result.first, self.result.second
        return self.person * (two_steps(end - since, first, second) - two_steps(start - since, first, second))

    def still_engaged(self, day: float) -> Floats:
        """Expected people whom each row stands for who are engaged or committed at a time, peers included, [rows]."""
        years, first, second = day - self.rows.time, self.result.first, self.result.second
        commits = (first - self.world.steps.disengage) / first
        share = (1.0 - commits) * np.exp(-first * years) + commits * (1.0 - two_steps(years, first, second))
        engaged = self.result.engaged / (1.0 - self.reproduction[self.rows.cohort])
        return np.where(years > 0.0, engaged * share, 0.0)


@dataclass(frozen=True, slots=True)
class Scales:
    """Factors on two channels."""

    self_start: float
    bridge_jump: float


class Rule(Protocol):
    """What settles how many leave: each cohort's factor on approaches."""

    def intensity(self, departures: Floats) -> tuple[Floats, float]:
        """Factors by cohort, and the part of their logs that all share and an intercept can take over.

        `departures`: expected at factors of 1, families and peers too, [cohorts, months].
        """
        ...


@dataclass(frozen=True, slots=True)
class ByCount:
    """Each anchored cohort has so many true departures by its anchor's date; the others deviate from their mean."""

    anchors: tuple[Anchor, ...]
    counts: Mapping[int, float]
    deviation: float
    """Log of the factor of cohorts without any count, over the mean of the others."""

    def intensity(self, departures: Floats) -> tuple[Floats, float]:
        """See `Rule`."""
        found = np.full(len(departures), np.nan)
        for anchor in self.anchors:
            gone = departures[anchor.cohort, : max(1, round(anchor.years * 12.0))].sum()
            found[anchor.cohort] = self.counts[anchor.cohort] / max(gone, LEAST)
        known = found[np.isfinite(found)]
        shared = float(np.log(known).mean()) if known.size else 0.0
        return np.where(np.isfinite(found), found, np.exp(shared + self.deviation)), shared


@dataclass(frozen=True, slots=True)
class ByLevel:
    """Groups of cohorts have so many true departures by a date; within a group cohorts deviate by factors of their own.

    Only the first group's level moves the intercept: the others are there for comparison.
    """

    groups: tuple[Ints, ...]
    totals: Floats
    """True departures of each group by the date."""
    deviation: Floats
    """Log of each cohort's own factor, [cohorts]."""
    months: int

    def intensity(self, departures: Floats) -> tuple[Floats, float]:
        """See `Rule`."""
        own = np.exp(self.deviation)
        gone = departures[:, : self.months].sum(axis=1) * own
        found, shared = np.zeros(len(departures)), 0.0
        for number, (group, total) in enumerate(zip(self.groups, self.totals, strict=True)):
            factor = float(total) / max(float(gone[group].sum()), LEAST)
            found[group] = factor * own[group]
            shared = float(np.log(factor)) if number == 0 else shared
        return found, shared


@dataclass(frozen=True, slots=True)
class Fit:
    """Sets the scales of a draw: what one draw after another is put through."""

    world: World
    sample: Sample
    anchors: tuple[Anchor, ...]
    mean_salience: float
    """Salience over the history, averaged with itself as the weight: what contacts meet on average."""

    def __call__(self, draw: Mapping[str, float], counts: Mapping[int, float], luck: float = 0.0) -> Fitted:
        """The world of one draw, set so that each anchored cohort has `counts` true departures by its anchor's date.

        `luck`: standard normal behind the departures of cohorts without any count.
        """
        return self.ruled(draw, ByCount(self.anchors, counts, draw["country_sd"] * luck))

    def ruled(self, draw: Mapping[str, float], rule: Rule) -> Fitted:
        """The world of one draw in which a rule settles how many leave."""
        world = self.world._replace(parameters=self._contested(draw))
        rows = rows_of(world, self.sample)
        world = _balanced(world, rows)
        result = new_result(world, rows, by_month=True)
        packed_rows, packed_result = pack(rows), pack(result)
        # The home rate of approaches is a convention: the intercept of engaging is what is free (model.md). A step in log odds
        # moves the log of departures by nearly as much, so that a few corrections do; what is left differs by country.
        for correction in range(CORRECTIONS + 1):
            forward(pack(world), packed_rows, NOTHING_HELD, 0, 1.0, packed_result)
            scales = self._scales(world, result, draw)
            contact_rate, reproduction = _peers(result, draw["peer_reproduction"], self.mean_salience)
            intensity, shared = rule.intensity(_departures(result, scales, reproduction))
            if correction < CORRECTIONS:
                intercepts = world.parameters.intercepts.copy()
                intercepts[ENGAGING] += shared
                intercepts = np.clip(intercepts, -LIMIT, LIMIT)
                world = world._replace(parameters=world.parameters._replace(intercepts=intercepts))
        parameters = world.parameters._replace(
            cohort_intensity=intensity,
            self_start=scales.self_start,
            bridge_jump=scales.bridge_jump,
            contact_rate=contact_rate,
        )
        world = world._replace(parameters=parameters)
        forward(pack(world), packed_rows, NOTHING_HELD, 0, 1.0, packed_result)
        return Fitted(world, rows, result, reproduction)

    def _contested(self, draw: Mapping[str, float]) -> Parameters:
        """The draw's own values, scales left at 1."""
        weights = np.array([[draw[f"weights.{stage}.{driver}"] for driver in DRIVERS] for stage in STAGES])
        mobile = float(
            np.average(self.sample.survey.mobile[self._moving()], weights=self.sample.weight[self._moving()])
        )
        # A correlation r between a standard normal trait and a yes-or-no of probability p shifts the mean by r / sqrt(p (1 - p)).
        shift = 1.0 / np.sqrt(max(mobile * (1.0 - mobile), 0.02))
        other_sign = float(self.world.ties.other_sign[0])
        return self.world.parameters._replace(
            weights=weights,
            interaction=draw["interaction"],
            exposure_ratio=draw["exposure_ratio"],
            bridge_jump=1.0,
            self_start=1.0,
            selection=np.array([draw["selection_precarity"], draw["selection_belonging"]]) * shift,
            place_sd=draw["place_sd"],
            kin_recruit=draw["kin_recruit_share"] / other_sign if other_sign > 0.0 else 1.0,
            cohort_intensity=np.ones(self.world.homes.country.size),
        )

    def _moving(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Rows of adults of cohorts from which anybody goes abroad."""
        moving = np.unique(self.sample.cohort[self.sample.survey.mobile == 1])
        rows = np.isin(self.sample.cohort, moving) & (self.sample.weight > 0)
        return rows if rows.any() else self.sample.weight > 0

    def _scales(self, world: World, result: Result, draw: Mapping[str, float]) -> Scales:
        """Factors of self-start and broadcast that give them the draw's shares, from a result in which both are 1."""
        by_channel = result.departures.sum(axis=(0, 1, 3))
        share = min(draw["self_start_share"], 0.95)
        others = by_channel.sum() - by_channel[SELF_START] - by_channel[BROADCAST]
        self_start = share / (1.0 - share) * others / max(by_channel[SELF_START], LEAST)
        at = world.approaches.broadcast_at
        if at >= world.years:
            return Scales(float(self_start), 1.0)
        reached = int(np.argmax(world.approaches.broadcast_rate))
        year = slice(round(at * 12), round(at * 12) + 12)
        in_year = result.departures[reached, :, :, year].sum(axis=(0, 2))
        without = in_year.sum() - in_year[BROADCAST] + (self_start - 1.0) * in_year[SELF_START]
        bridge = draw["bridge_jump"] * without / max(in_year[BROADCAST], LEAST)
        return Scales(float(self_start), float(bridge))


def _departures(result: Result, scales: Scales, reproduction: Floats) -> Floats:
    """Expected departures with channels at their scales, families and peers too, [cohorts, months]."""
    by_channel = np.ones(len(CHANNELS))
    by_channel[SELF_START], by_channel[BROADCAST] = scales.self_start, scales.bridge_jump
    families = 1.0 + result.company @ by_channel / np.maximum(result.gone @ by_channel, LEAST)
    peers = with_peers(result, reproduction, by_channel)
    departures = result.departures * by_channel[:, None] * (families * peers)[:, None, None, None]
    return np.asarray(departures.sum(axis=(1, 2)))


def two_steps(years: Floats, first: Floats, second: Floats) -> Floats:
    """Probability that two exponential steps at these rates are over within so many years; 0 for negative ones."""
    t = np.maximum(years, 0.0)
    apart = np.where(np.abs(second - first) > LEAST, second - first, LEAST)
    between = first * np.exp(-first * t) * -np.expm1(-apart * t) / apart
    return np.asarray(-np.expm1(-first * t) - between)


def _balanced(world: World, rows: Rows) -> World:
    """The world in which a person in the middle of any kind of place is chosen with a probability of one half or more.

    Being chosen is normalised by its place's mean, so that the level is free; low ones waste proposals, high ones choose nobody.
    """
    parameters = world.parameters
    odds = rows.driver @ parameters.weights[APPROACHED]
    met = rows.weight * rows.reach
    middle = [np.median(odds[(rows.kind == kind) & (met > 0)]) for kind in np.unique(rows.kind)]
    intercepts = parameters.intercepts.copy()
    intercepts[APPROACHED] = -float(np.min(middle))
    place_mean = _place_means(world, rows, intercepts[APPROACHED])
    return world._replace(parameters=parameters._replace(intercepts=intercepts, place_mean=place_mean))


def _place_means(world: World, rows: Rows, intercept: float) -> Floats:
    """Mean probability of being chosen by kind of place, so that targeting moves who is approached, not how many."""
    odds = intercept + rows.driver @ world.parameters.weights[APPROACHED]
    likely = world.steps.highest[APPROACHED] / (1.0 + np.exp(-odds))
    met = rows.weight * rows.reach
    means = np.ones(world.places.country.size)
    for kind in range(4):
        here = (rows.kind == kind) & (met > 0)
        if here.any():
            means[world.places.abroad == kind] = float(np.average(likely[here], weights=met[here]))
    return means


MEETINGS = 0.6
"""Share of contacts that reach somebody old enough, present and free: measured in the engine, 0.5 to 0.7 (assumed constant)."""


def _peers(result: Result, reproduction: float, mean_salience: float) -> tuple[float, Floats]:
    """(contacts per engaged person-year, people engaged by one engaged person of each cohort over the history).

    The draw's reproduction is that at full salience in the cohort in which contacts yield most; elsewhere the same contacts yield
    less, and contacts follow salience.
    """
    per_contact = contact_yield(result)
    scale = reproduction / max(float(per_contact.max()), LEAST)
    return float(scale / MEETINGS), scale * per_contact * mean_salience
