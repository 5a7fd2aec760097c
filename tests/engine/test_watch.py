"""A watched run is the run itself, and tells of a person what the census tells."""

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.engine.run import History, simulate
from counterflow.engine.watch import OUTCOMES, watch
from counterflow.world import CHANNELS, Arm, World
from tests.reference.approaches import Stream
from tests.reference.census import Census
from tests.reference.comparison import RUN, random_case
from tests.reference.drivers import STAGE
from tests.reference.people import Person
from tests.reference.points import Point
from tests.reference.tables import daily

SEEDS = st.integers(0, 1_000)
Told = tuple[float, str, str]


class Telling(Census):
    """A census that keeps what every approach came to: (time, channel, outcome) by the person it was aimed at."""

    def walk_and_tell(self) -> dict[int, list[Told]]:
        self.told: dict[int, list[Told]] = {}
        self.point: Point | None = None
        self.stream: Stream | None = None
        self.pick = 0.0
        self.walk()
        # Of several candidates of one point, two may be the same person: to the watch that is one approach.
        return {person: list(dict.fromkeys(found)) for person, found in self.told.items()}

    def approach(self, stream: Stream, point: Point) -> None:
        self.point, self.stream = point, stream
        super().approach(stream, point)

    def picked(self, stream: Stream, year: int, uniform: float) -> tuple[Person | None, float]:
        target, self.pick = super().picked(stream, year, uniform)
        return target, self.pick

    def call(self, caller: Person, point: Point) -> None:
        self.point, self.stream = point, None
        self.channel = "returnee" if caller.state == "returned" else "peer"
        super().call(caller, point)

    def is_open(self, target: Person, t: float, place: int | None) -> bool:
        found = super().is_open(target, t, place)
        if not found and self.concerns(target, t):
            channel = self.stream.channel if self.stream else self.channel
            self.told.setdefault(target.number, []).append((t, channel, self.why(target, t)))
        return found

    def concerns(self, target: Person, t: float) -> bool:
        """Whether what can still happen to the target lets the approach take place; calls were looked at before."""
        if self.stream is None or self.point is None:
            return True
        stream, height, online = (
            self.stream,
            self.point.height,
            self.stream.channel in {"online", "broadcast"},
        )
        rate = stream.rate * self.level(stream.channel, t) * self.pick * self.reach(target, t)
        most = rate * stream.programmes
        if height >= stream.rate * self.level(stream.channel, t) * (
            stream.intense * stream.most[self.point.year] * stream.programmes
        ):
            return False
        if stream.channel == "self-start":
            return height < most
        where = target.district if stream.place is None and not target.mobile else stream.place
        chosen = self.most_chosen_anywhere if where is None else self.most_chosen(where)
        if height >= most * chosen or (online and not self.is_online(target, t)):
            return False
        return where is None or not self.targets() or self.may_be_chosen(target, where, t, height / most)

    def may_be_chosen(self, target: Person, where: int, t: float, needed: float) -> bool:
        """Whether any ties, incidents and legal status would do, were the target there."""
        stage = STAGE["approached"]
        limit = needed * self.world.parameters.place_mean[where] / self.world.steps.highest[stage]
        least, most = [], []
        for k, raw in enumerate(self.possible(target, where, t)):
            fixed = self.world.parameters.fixed[k]
            centre, spread = self.world.levels.centre[k], self.world.levels.spread[k]
            values = [(value - centre) / spread if math.isnan(fixed) else fixed for value in raw]
            felt = [self.world.parameters.weights[stage][k] * value for value in values]
            least.append(min(felt))
            most.append(max(felt))
        odds = self.world.parameters.intercepts[stage] + sum(most)
        return limit < 1.0 and (limit <= 0.0 or odds >= math.log(limit / (1.0 - limit)) - 1e-9)

    def possible(self, target: Person, where: int, t: float) -> list[tuple[float, ...]]:
        """By driver, the values between which it must lie for somebody at a place."""
        levels, parameters = self.world.levels, self.world.parameters
        country = self.world.places.country[where]
        message = daily(levels.message[country], t) * (
            1.0 + levels.message_online * self.is_online(target, t)
        )
        message *= levels.message_schooling[target.schooling] * levels.message_practising[target.practising]
        precarity = target.precarity + parameters.selection[0] * target.mobile
        precarity += daily(levels.precarity[country], t)
        irregular = levels.irregular if self.is_away(where) else 0.0
        return [
            (0.0, 1.0),
            (0.0, self.world.hardship.cap),
            (message,),
            (levels.repression[target.cohort],),
            (precarity, precarity + irregular),
            (target.belonging + parameters.selection[1] * target.mobile,),
        ]

    def why(self, target: Person, t: float) -> str:
        if target.age + t < self.world.approaches.least_age:
            return "too young"
        return "elsewhere" if target.state in {"", "disengaged"} else "not free"

    def meet(self, point: Point, channel: str, target: Person, caller: int, mark: float) -> None:
        self.told.setdefault(target.number, []).append((point.time, channel, "reached"))
        super().meet(point, channel, target, caller, mark)


def told_of(world: World, arm: Arm, seed: int, person: int) -> list[Told]:
    aimed = watch(world, arm, seed, RUN, person=person).aimed
    return [
        (time, CHANNELS[channel], OUTCOMES[outcome])
        for time, channel, outcome in zip(
            aimed.time.tolist(), aimed.channel.tolist(), aimed.outcome.tolist(), strict=True
        )
    ]


def same(one: History, other: History) -> bool:
    pairs = ((getattr(one, field.name), getattr(other, field.name)) for field in fields(History))
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


@settings(max_examples=10)
@given(SEEDS)
def test_a_watched_run_is_the_run(seed: int) -> None:
    world, arm = random_case(seed, most=200)
    equal = same(watch(world, arm, seed, RUN, person=3).history, simulate(world, arm, seed, RUN))
    assert equal


@settings(max_examples=12)
@given(SEEDS)
def test_whom_it_reached_and_what_it_aimed_at_somebody_are_those_of_the_census(seed: int) -> None:
    world, arm = random_case(seed, most=200)
    told = Telling(world, arm, seed, RUN).walk_and_tell()
    reached = sorted(
        person for person, found in told.items() if any(outcome == "reached" for *_, outcome in found)
    )
    touched = watch(world, arm, seed, RUN).touched.tolist()
    assert touched == reached
    for person in list(told)[:: max(1, len(told) // 8)]:
        found = told_of(world, arm, seed, person)
        assert found == told[person]


@pytest.mark.parametrize("candidates", [1, 3])
def test_every_outcome_and_channel_is_seen(candidates: int) -> None:
    """With more candidates, those before and after the one who is approached are told apart too."""
    outcomes, channels = set(), set()
    for seed in (1, 2, 9):
        world, arm = random_case(seed, most=200)
        world = world._replace(approaches=world.approaches._replace(candidates=candidates))
        told = Telling(world, arm, seed, RUN).walk_and_tell()
        for person in list(told)[::5]:
            found = told_of(world, arm, seed, person)
            assert found == told[person]
            outcomes |= {outcome for *_, outcome in found}
            channels |= {channel for _, channel, _ in found}
    assert outcomes == set(OUTCOMES)
    assert channels == set(CHANNELS)


def test_nobody_watched_is_nobody_seen_and_somebody_of_no_interest_sees_nothing() -> None:
    world, arm = random_case(2, most=200)
    found = watch(world, arm, 2, RUN)
    assert found.aimed.time.size == 0
    assert found.touched.size == found.history.counts.touched > 0
