"""The compiled world: what its arrays promise."""

import time
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from counterflow.scenario import calendar_of, compile_world, layout_of, scaled
from counterflow.scenario.compile.journeys import clock_days, seasonal_rates
from counterflow.scenario.compile.traits import everybody, mobile_people
from counterflow.world import DAYS_PER_YEAR, EARLY, World
from tests.scenario.builders import real, real_world, small

PRIMES = {7, 11, 13, 17, 19, 23, 29, 31}


def arrays(record: Any, name: str = "world") -> Iterator[tuple[str, Any]]:
    if hasattr(record, "_fields"):
        for field in record._fields:
            yield from arrays(getattr(record, field), f"{name}.{field}")
    elif isinstance(record, np.ndarray):
        yield name, record


def test_the_full_world_compiles_in_under_a_second() -> None:
    began = time.perf_counter()
    compile_world(real(), [])
    assert time.perf_counter() - began < 1.0


def test_every_array_is_contiguous_finite_and_of_one_of_two_types() -> None:
    for name, array in arrays(real_world()):
        assert array.flags.c_contiguous, name
        assert array.dtype in (np.int64, np.float64), name
        assert name == "world.parameters.fixed" or np.isfinite(array).all(), name


def test_about_68_million_central_asians_live_in_whole_kin_blocks() -> None:
    homes = real_world().homes
    assert homes.cohort_start[5] == pytest.approx(68e6, rel=0.01)
    assert homes.cohort_start[-1] == homes.district_start[-1]
    size = homes.households.sum(axis=1)
    assert set(size.tolist()) <= PRIMES
    assert (np.diff(homes.district_start) % size[homes.district_cohort] == 0).all()
    for cohort, start, end in zip(real().cohort, homes.cohort_start, homes.cohort_start[1:], strict=False):
        assert abs((end - start) - cohort.population.value) <= sum(cohort.households)


def test_provinces_have_their_share_of_people() -> None:
    homes = real_world().homes
    tajiks = real().cohort[0]
    people = np.bincount(homes.district_province, np.diff(homes.district_start))[: len(tajiks.provinces)]
    weights = np.array([province.population.value for province in tajiks.provinces])
    np.testing.assert_allclose(people / people.sum(), weights / weights.sum(), atol=1e-4)


@pytest.mark.parametrize("world", [real_world, lambda: compile_world(small(), [])], ids=["real", "small"])
def test_quotas_of_every_district_sum_exactly(world: Any) -> None:
    homes, hosts, places = world().homes, world().hosts, world().places
    blocks = np.diff(homes.district_start) // homes.households.sum(axis=1)[homes.district_cohort]
    mobile = homes.mobile * blocks + homes.mobile_more
    each = np.arange(len(mobile))
    chain = homes.chain[homes.district_cohort]
    on_chain = (
        homes.mobile_more * chain[each, homes.mobile + 1]
        + (blocks - homes.mobile_more) * chain[each, homes.mobile]
    )
    ends = hosts.row[:, :, -1]
    goes = mobile > 0
    assert (ends[0] == homes.mobile_more)[goes].all()
    assert (ends[1] == blocks - homes.mobile_more)[goes].all()
    assert (ends[2] == mobile - on_chain).all()
    assert (abs(ends[3] - real().journeys.third_share.value * mobile) <= 0.5).all()
    assert (np.diff(hosts.row, axis=2) >= 0).all()
    assert (
        hosts.column[:, -1].sum() == mobile.sum() + ends[3].sum()
    )  # a seat of one's own; for some, one in a third country
    assert (places.members[len(mobile) :] == hosts.column[:, -1]).all()


def test_columns_count_the_persons_of_the_rows() -> None:
    homes, hosts = real_world().homes, real_world().hosts
    seats = np.diff(hosts.column, axis=1).reshape(hosts.column.shape[0], -1, 4)
    counts = np.diff(hosts.row, axis=2)
    assert (seats[:, :, 2] == counts[2].T).all()
    assert (seats[:, :, 3] == counts[3].T).all()
    chain = homes.chain[homes.district_cohort, homes.mobile]
    assert (seats[:, :, 1] == (counts[1] * chain[:, np.newaxis]).T).all()


def test_nobody_is_sent_home_or_to_russia_while_a_ban_holds() -> None:
    world, layout = real_world(), layout_of(real())
    third = np.diff(world.hosts.row[3], axis=1)
    for number, place in enumerate(layout.neighbourhoods):
        sent = third[:, number]
        if place.city.country == "Russia":
            assert not sent.any()
        own = [i for i, (cohort, _, _) in enumerate(layout.districts) if cohort == place.city.country]
        assert not sent[own].any()


def test_a_district_is_linked_to_few_neighbourhoods_and_all_are_linked_by_weight() -> None:
    world = real_world()
    tajik = slice(0, int(world.homes.cohort_district[1]))
    chain = np.diff(world.hosts.row[1, tajik], axis=1)
    own = np.diff(world.hosts.row[2, tajik], axis=1)
    assert (chain > 0).sum(axis=1).max() <= real().districts.links
    moscow = np.array([place.city.name == "Moscow" for place in layout_of(real()).neighbourhoods])
    assert chain[:, moscow].sum() / chain.sum() == pytest.approx(own[:, moscow].sum() / own.sum(), abs=0.05)


def test_ages_of_movers_and_others_make_the_cohort() -> None:
    world = real_world()
    for number, cohort in enumerate(real().cohort):
        share = 0.0 if cohort.mobility is None else cohort.mobility.share.value
        stay, move = np.diff(world.traits.age_sex[number], axis=1, prepend=0.0)
        np.testing.assert_allclose((1 - share) * stay + share * move, everybody(cohort), atol=1e-5)
        np.testing.assert_allclose(move, mobile_people(cohort), atol=1e-12)
        assert (world.traits.age_sex[number, :, -1] == 1.0).all()


def test_seasons_have_mean_one_and_the_clock_rises() -> None:
    for cohort, clock in zip(real().cohort, real_world().journeys.clock, strict=True):
        if cohort.mobility is not None:
            assert seasonal_rates(cohort.mobility.season).mean() == pytest.approx(1.0)
        assert (np.diff(clock) > 0).all()
        assert clock[-1] * DAYS_PER_YEAR <= len(clock) - 1 + 1e-6


def test_a_search_on_the_clock_begins_on_or_before_its_day() -> None:
    for clock in real_world().journeys.clock:
        days = clock_days(clock)
        values = np.linspace(0.0, clock[-1] * (1 - 1e-9), 5001)
        day = days[(values * DAYS_PER_YEAR).astype(int)]
        assert (clock[day] <= values).all()


def test_dated_changes_hold_from_their_date_on() -> None:
    calendar, world = calendar_of(real()), real_world()
    accession = int((calendar.when(date(2015, 8, 12)) + EARLY) * DAYS_PER_YEAR + 1e-6)
    legal = world.journeys.legal[2]
    assert (legal[accession - 1], legal[accession]) == (0.4, 0.85)
    assert calendar.when(real().start) == 0.0
    assert world.years == 8.0


def test_reach_holds_from_each_entrys_age_up_to_the_next_ones() -> None:
    """The template: men and women from 15 on, fewer from 40 on; nobody below the first entry."""
    men, women = compile_world(small(), []).approaches.reach
    assert men.tolist() == [0.0] * 3 + [1.0] * 5 + [0.2] * 9
    assert women.tolist() == [0.0] * 3 + [0.3] * 5 + [0.05] * 9
    assert real_world().approaches.reach.max() == 1.0


def test_salience_rises_to_one_and_lags_the_world() -> None:
    salience = real_world().approaches.salience
    assert 0.99 < salience.max() <= 1.0
    lag = real().approach.lag.value
    peak = int(np.argmax(salience)) / DAYS_PER_YEAR - EARLY - lag
    assert peak == pytest.approx(calendar_of(real()).when(date(2015, 4, 15)), abs=0.01)
    assert salience[0] == 0.0


def test_street_approaches_abroad_have_mean_one_over_seats() -> None:
    world = real_world()
    hosts = world.places.abroad > 0
    street, members = world.places.street[hosts], world.places.members[hosts]
    assert (street * members).sum() / members.sum() == pytest.approx(1.0)
    assert (world.places.street[~hosts] == 1.0).all()


def test_a_smaller_copy_has_the_same_structure() -> None:
    hundredth = compile_world(scaled(real(), 0.01), [])
    homes = hundredth.homes
    assert homes.cohort_start[-1] == pytest.approx(0.01 * real_world().homes.cohort_start[-1], rel=0.01)
    assert len(homes.district_start) == len(real_world().homes.district_start)
    tiny = compile_world(scaled(real(), 1e-5), [])
    assert (np.diff(tiny.homes.district_start) > 0).all()
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        scaled(real(), 2.0)


def test_the_same_scenario_gives_the_same_bits() -> None:
    one, other = (dict(arrays(compile_world(small(), []))) for _ in range(2))
    assert all((one[name].tobytes() == other[name].tobytes()) for name in one)


def test_worlds_of_several_scenarios_have_one_signature() -> None:
    def signature(world: World) -> list[tuple[str, str, int]]:
        return [(name, str(array.dtype), array.ndim) for name, array in arrays(world)]

    assert signature(real_world()) == signature(compile_world(small(), []))
    assert all(a < b for a, b in pairwise(real_world().homes.cohort_start))
