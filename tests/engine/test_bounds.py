"""What the points, the ledger's bits and the year cells cannot hold is refused before a run."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from counterflow.engine import codes
from counterflow.engine.bounds import (
    LONGEST_HALF_LIFE,
    MOST_SEATED,
    RAREST,
    chance_of_too_many_spells,
    check,
)
from counterflow.engine.cursors import open_cursor
from counterflow.engine.errors import EngineError
from counterflow.engine.run import simulate
from counterflow.engine.state import new_state
from counterflow.people.keys import CONTACT
from counterflow.people.packed import pack
from counterflow.people.points import POINTS_PER_CELL
from counterflow.scenario.compile.quantiles import gamma, gamma_mean
from counterflow.world import DAYS_PER_YEAR, EFFECTS, Arm, World
from tests.worlds import no_programme, random_arm, random_world

WORLD = random_world(np.random.default_rng(1), 100)
FAR = 1e6
"""A year: far beyond the 131,072 that a person's strips hold of steps and contacts, and the 128 of incidents, ties and mentors."""

Change = Callable[[World], World]


def with_incidents(source: int, rate: float = FAR) -> Change:
    def change(world: World) -> World:
        hardship = world.places.hardship.copy()
        hardship[source, 5] = rate
        return world._replace(places=world.places._replace(hardship=hardship))

    return change


def with_births(name: str, rate: float) -> Change:
    births = np.full(WORLD.places.country.size, rate)
    return lambda world: world._replace(places=world.places._replace(**{name: births}))


def with_hazard(stage: int, rate: float) -> Change:
    highest = WORLD.steps.highest.copy()
    highest[stage] = rate
    return lambda world: world._replace(steps=world.steps._replace(highest=highest))


def changed(part: str, **values: float) -> Change:
    return lambda world: world._replace(**{part: getattr(world, part)._replace(**values)})


BEYOND = (
    ("contacts", changed("parameters", contact_rate=FAR)),
    ("committing", with_hazard(2, FAR)),
    ("leaving", with_hazard(3, FAR)),
    ("disengaging", changed("steps", disengage=FAR)),
    ("incidents by public", with_incidents(0)),
    ("incidents by authorities", with_incidents(1)),
    ("incidents by employers", with_incidents(2)),
    ("new ties", with_births("tie_births", FAR)),
    ("new mentors", with_births("mentor_births", FAR)),
)


@pytest.mark.parametrize(
    ("process", "change"), BEYOND, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_process_of_a_person_beyond_the_strips_is_refused_by_name(process: str, change: Change) -> None:
    with pytest.raises(
        EngineError, match=rf"rate of {process} could reach .* beyond what the strips can hold; lower"
    ):
        simulate(change(WORLD), no_programme(WORLD), 0)


def bare(world: World) -> World:
    """Nothing multiplies the rates that are written down: no ties, ghettoisation, irregular status or women's factor."""
    return world._replace(
        ties=world.ties._replace(ghetto=0.0, cap=0.0),
        hardship=world.hardship._replace(irregular=1.0),
        contacts=world.contacts._replace(ghetto=0.0, tie_edge=0.0, returnee=1.0),
        travel=world.travel._replace(women_alone=np.ones(3)),
    )


LIMITS: tuple[tuple[str, float, Callable[[float], Change]], ...] = (
    ("contacts", 131_072.0, lambda rate: changed("parameters", contact_rate=rate)),
    ("committing", 131_072.0, lambda rate: with_hazard(2, rate)),
    ("leaving", 131_072.0, lambda rate: with_hazard(3, rate)),
    ("disengaging", 131_072.0, lambda rate: changed("steps", disengage=rate)),
    ("incidents by public", 128.0, lambda rate: with_incidents(0, rate)),
    ("incidents by authorities", 128.0, lambda rate: with_incidents(1, rate)),
    ("incidents by employers", 128.0, lambda rate: with_incidents(2, rate)),
    ("new ties", 128.0, lambda rate: with_births("tie_births", rate)),
    ("new mentors", 128.0, lambda rate: with_births("mentor_births", rate)),
)


@pytest.mark.parametrize(("process", "limit", "change"), LIMITS, ids=[process for process, *_ in LIMITS])
def test_what_the_strips_just_hold_is_not_refused(
    process: str, limit: float, change: Callable[[float], Change]
) -> None:
    arm = pack(no_programme(WORLD))
    check(pack(change(limit)(bare(WORLD))), arm)
    with pytest.raises(EngineError, match=f"rate of {process} could reach"):
        check(pack(change(np.nextafter(limit, np.inf))(bare(WORLD))), arm)


def test_a_programme_that_raises_a_rate_counts() -> None:
    arm = one_programme()
    arm.effect[0, EFFECTS.index("contact")] = 1e9
    with pytest.raises(EngineError, match="rate of contacts"):
        simulate(WORLD, arm, 0)


def one_programme() -> Arm:
    return random_arm(np.random.default_rng(1), WORLD, 1)


def spells(world: World, factor: float) -> World:
    """The world with all spells this much longer."""
    names = ("home_quantile", "host_quantile", "home_first", "host_first")
    longer = {name: factor * getattr(world.journeys, name) for name in names}
    return world._replace(journeys=world.journeys._replace(**longer))


def test_grievance_looks_back_16_years_at_most() -> None:
    """The year cells of points begin there: beyond it, other luck would be met."""
    rare = spells(WORLD, 4.0)
    longest = changed("hardship", half_life=LONGEST_HALF_LIFE)(rare)
    simulate(longest._replace(years=0.1), no_programme(WORLD), 0)
    longer = changed("hardship", half_life=LONGEST_HALF_LIFE + 0.01)(rare)
    with pytest.raises(EngineError, match="look back more than 16 years; write at most 3"):
        simulate(longer, no_programme(WORLD), 0)


def test_spells_that_a_person_would_forget_too_soon_are_refused() -> None:
    """64 are remembered; grievance would miss incidents of the others."""
    short = spells(WORLD, 0.03)
    with pytest.raises(
        EngineError, match=r"more than 64 spells .* within the \S+ years .*; lengthen them, or shorten"
    ):
        simulate(short, no_programme(WORLD), 0)
    nobody = np.zeros_like(short.homes.mobile)
    check(
        pack(short._replace(homes=short.homes._replace(mobile=nobody, mobile_more=nobody))),
        pack(one_programme()),
    )


@pytest.mark.parametrize("shape", [1.0, 2.5])
def test_the_chance_of_too_many_spells_is_bounded_from_above_and_not_by_far(shape: float) -> None:
    """Spells of one gamma law: 62 of them sum to a gamma law of 62 times the shape. The bound's eighths of tables cost a little."""
    back = 5.0 * WORLD.hardship.half_life
    for filled in (0.3, 0.5):
        mean = back / (62 * filled)
        one = np.tile(gamma(1.0, shape) * (mean / gamma_mean(1.0, shape)), (3, 1))
        days = np.arange(WORLD.journeys.clock.shape[1]) / DAYS_PER_YEAR
        journeys = WORLD.journeys._replace(home_quantile=one, host_quantile=one, clock=np.tile(days, (3, 1)))
        exact = stats.gamma.cdf(back, 62 * shape, scale=mean / shape)
        bound = chance_of_too_many_spells(WORLD._replace(journeys=journeys))
        assert exact < bound < exact**0.75


def test_random_worlds_are_far_from_it() -> None:
    worlds = [random_world(np.random.default_rng(seed), 100) for seed in range(100)]
    assert max(chance_of_too_many_spells(world) for world in worlds) < 1e-6 * RAREST


def test_a_history_has_no_more_years_than_an_index() -> None:
    with pytest.raises(EngineError, match="more years than an index can number"):
        simulate(WORLD._replace(years=241.0), no_programme(WORLD), 0)


def test_seats_are_the_bits_of_a_word() -> None:
    arm = random_arm(np.random.default_rng(1), WORLD, MOST_SEATED + 1)
    arm.effect[:, :] = 0.5  # raised factors multiply beyond what the strips hold
    simulate(WORLD, arm._replace(seats=np.full(MOST_SEATED + 1, -1)), 0)
    with pytest.raises(EngineError, match="63 programmes, some with seats, are more than 62"):
        simulate(WORLD, arm._replace(seats=np.full(MOST_SEATED + 1, 2)), 0)


def test_more_points_in_a_persons_year_than_an_index_can_number_end_the_reading_and_are_counted() -> None:
    """Nothing that `check` lets through comes near; a bound that is one day wrong must not loop for ever."""
    state = new_state(1, 3, 3, 1, cursors=8, people=8, rows=8, touched=8)
    state.salience[:] = 1.0
    wide = 2.0 * POINTS_PER_CELL
    open_cursor(pack(WORLD), pack(state), np.uint64(1), CONTACT, np.uint64(5), 0, wide, wide, 0, 0, 0.9)
    assert state.counters[codes.OVERFLOW] == 1
    assert state.counters[codes.HEAP] == 0


def test_more_points_in_a_cohorts_year_than_an_index_can_number_are_refused() -> None:
    people = np.diff(WORLD.homes.cohort_start)
    online = np.where(np.arange(3) == 0, 1.5e6 / people[0] / WORLD.parameters.cohort_intensity[0], 0.0)
    approaches = WORLD.approaches._replace(
        home_rate=0.0,
        online_rate=online,
        salience=np.ones_like(WORLD.approaches.salience),
        reach=np.ones_like(WORLD.approaches.reach),
    )
    weights = np.zeros_like(WORLD.parameters.weights)
    world = WORLD._replace(approaches=approaches, parameters=WORLD.parameters._replace(weights=weights))
    with pytest.raises(EngineError, match="more points in one year than an index can number"):
        simulate(world, no_programme(world), 0)
