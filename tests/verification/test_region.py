"""Journeys of the shipped region: the stock in Russia by month against the register, season, spells, and the first year."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from counterflow.engine.survey import mobile_flags
from counterflow.scenario import Scenario, calendar_of, compile_world, load_scenario
from counterflow.scenario.compile.journeys import seasonal_clock
from counterflow.world import Ints, World
from tests.experiment.worlds import library_salience
from tests.judge import ERRORS, Judge
from tests.scenario.builders import LIBRARY, real, real_world
from tests.verification.asking import stays_at
from tests.verification.renewal import share_away

KEY = np.uint64(1 << 32 | 5)
COHORTS = ("Tajikistan", "Uzbekistan", "Kyrgyzstan", "Kazakhstan", "Turkmenistan")
LOW, HIGH = 0.75, 1.0
"""The register overstates presence: of those whom it counts, so many are there (targets.toml)."""
SEASON = 0.1
"""How far the log of a seasonal ratio may differ from the register's: its own months jump by as much."""
RUSSIA = 1
pytestmark = pytest.mark.verification


class Count(NamedTuple):
    """Citizens in Russia by the register."""

    row: str
    cohort: str
    day: date
    people: float


@cache
def register() -> tuple[Count, ...]:
    """The register's counts of citizens of one country; a month without a day stands for its middle."""

    def rows() -> Iterator[Count]:
        with (LIBRARY / "evidence.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                chosen = row["quantity"] == "citizens_present_in_russia" and row["group"] == "citizens"
                if chosen and row["place"] in COHORTS:
                    about = row["about"] if len(row["about"]) == 10 else row["about"] + "-15"
                    yield Count(row["id"], row["place"], date.fromisoformat(about), float(row["value"]))

    return tuple(rows())


def mobile_people(world: World, cohort: str, most: int) -> tuple[Ints, float]:
    """(mobile people of a cohort, how many people each of them stands for)."""
    low, high = world.homes.cohort_start[COHORTS.index(cohort) :][:2].tolist()
    persons = np.random.default_rng(1).choice(np.arange(low, high), min(most, high - low), replace=False)
    return persons[mobile_flags(world, KEY, persons) == 1], (high - low) / persons.size


@pytest.mark.parametrize("cohort", COHORTS)
def test_the_stock_in_russia_by_month(cohort: str, verdict: Judge) -> None:
    world, calendar = real_world(), calendar_of(real())
    people, weight = mobile_people(world, cohort, 2_000_000)
    counts = [count for count in register() if count.cohort == cohort]
    found = {}
    for count in counts:
        there = world.places.abroad[stays_at(world, KEY, people, calendar.when(count.day)).place] == RUSSIA
        found[count] = there.sum() * weight
    shares = np.array([found[count] / count.people for count in counts])
    noise = ERRORS * np.sqrt(weight / np.array(list(found.values())))
    months = f"{len(counts)} counts, {min(c.day for c in counts):%B %Y} to {max(c.day for c in counts):%B %Y}"
    described = f"share of the register, {months}"
    verdict.at_least(f"least stock of {cohort} in Russia", described, shares.min(), LOW * (1 - noise.max()))
    verdict.at_most(f"largest stock of {cohort} in Russia", described, shares.max(), HIGH * (1 + noise.max()))
    autumn, winter = (
        next(count for count in counts if count.day == day) for day in (date(2013, 10, 18), date(2014, 3, 3))
    )
    ours, theirs = found[autumn] / found[winter], autumn.people / winter.people
    compared = f"October 2013 over March 2014: {ours:.2f}, register {theirs:.2f}; difference of logs"
    verdict.at_most(f"season of {cohort}", compared, abs(np.log(ours / theirs)), SEASON)


@cache
def without_bans() -> tuple[Scenario, World]:
    """The shipped region without re-entry bans, everybody 25 to 30 at the start: nobody is too young or too old to travel."""
    scenario = load_scenario(LIBRARY / "scenario.toml", [f"cohort.{name}.mobility.ban=0" for name in COHORTS])
    world = compile_world(scenario, library_salience())
    age_sex = np.zeros_like(world.traits.age_sex)
    age_sex[:, :, 5:] = 1.0
    return scenario, world._replace(traits=world.traits._replace(age_sex=age_sex))


@pytest.mark.parametrize("cohort", COHORTS)
def test_season_and_dated_changes(cohort: str, verdict: Judge) -> None:
    """Month by month over eight years, against a renewal calculation in daily steps that begins in seasonal equilibrium."""
    scenario, world = without_bans()
    number = COHORTS.index(cohort)
    mobility = scenario.cohort[number].mobility
    assert mobility is not None
    clock = world.journeys.clock[number]
    slow = clock[-1] / seasonal_clock(mobility, calendar_of(scenario))[-1]
    when, away = share_away(mobility, clock, slow)
    people, _ = mobile_people(world, cohort, 1_000_000)
    months = np.arange(8 * 12) / 12
    districts = world.homes.district_cohort.size
    found = np.array([(stays_at(world, KEY, people, t).place >= districts).mean() for t in months])
    expected = np.interp(months, when, away)
    error = np.sqrt(expected * (1 - expected) / people.size)
    described = f"share away, {expected.min():.2f} to {expected.max():.2f}, of {people.size:,} people"
    verdict.all_errors(f"ninety-six months of {cohort}", described, found, expected, error)
    first = np.abs(found - expected)[:12].max()
    described = "share away off its seasonal equilibrium; 0.002 and what chance makes of this sample"
    verdict.at_most(f"first year of {cohort}", described, first, 0.002 + ERRORS * error[:12].max())


def test_the_median_spell_abroad_is_seven_months(verdict: Judge) -> None:
    """MIG-038: return migrants of 2009, Tajikistan."""
    world = real_world()
    people, _ = mobile_people(world, "Tajikistan", 2_000_000)
    stays = stays_at(world, KEY, people, 5.0)
    months = 12 * stays.whole[stays.whole_since < 2.0]
    # Half over the density at the median, from the shares within half a month of it.
    density = ((months > 6.5) & (months < 7.5)).mean()
    error = 0.5 / density / np.sqrt(months.size)
    verdict.errors(
        "median spell abroad, months", "whole spells and MIG-038", float(np.median(months)), 7.0, error
    )
