from itertools import pairwise

import numpy as np
import pytest

from counterflow.people.homes import Who
from counterflow.people.journeys import (
    BANNED,
    BEGIN,
    END,
    MARK,
    PLACE,
    REMEMBERED,
    Stay,
    clock_at,
    is_away,
    new_scratch,
    stay_at,
    when_clock,
)
from counterflow.people.traits import person_of
from counterflow.world import EARLY, QUANTILES, Floats
from tests.simple_worlds import Inhabited, homes_for, travellers

YEARS = 3.0


def stay_of(inhabited: Inhabited, who: Who, t: float, scratch: Floats, *, age: float = 30.0) -> Stay:
    """Where somebody would be who is of this age at the start."""
    person = person_of(inhabited.world, inhabited.luck, who)._replace(age=age)
    return stay_at(inhabited.world, inhabited.luck, who, person, t, scratch)


def share_away(inhabited: Inhabited, t: float) -> float:
    scratch = new_scratch()
    places = [stay_of(inhabited, who, t, scratch).place for who in inhabited.mobile()]
    return float(np.mean([is_away(inhabited.world, place) for place in places]))


@pytest.mark.parametrize("t", [-2.0, -1.3, 0.0, 1.7, 2.9])
def test_the_share_away_stays_at_its_stationary_value(t: float) -> None:
    inhabited = Inhabited(travellers(12_000))
    mobile = len(inhabited.mobile())
    assert abs(share_away(inhabited, t) - 0.4) < 4 * np.sqrt(0.24 / mobile)


def test_the_share_away_through_the_year_follows_its_differential_equation() -> None:
    """With exponential spells the share obeys a' = (1 - a) 2 speed(t) - 3 a, integrated here in small steps."""
    inhabited = Inhabited(travellers(12_000, season=0.6))
    mobile = len(inhabited.mobile())
    step, share, t = 1e-4, 0.4, -EARLY
    for month in range(12):
        until = 1.0 + month / 12
        while t < until:
            share += step * ((1 - share) * 2 * (1 + 0.6 * np.sin(2 * np.pi * t)) - 3 * share)
            t += step
        # Quantiles of 1,025 points cut the longest spells: 0.003 beside the sampling error.
        assert abs(share_away(inhabited, until) - share) < 4 * np.sqrt(share * (1 - share) / mobile) + 0.003


def test_spells_touch_one_another_and_alternate_between_home_and_host() -> None:
    inhabited = Inhabited(homes_for(5, 600)._replace(years=YEARS))
    scratch = new_scratch()
    for who in inhabited.everybody():
        stay = stay_of(inhabited, who, YEARS, scratch)
        assert stay.spells < REMEMBERED
        rows = scratch[: stay.spells]
        assert all(one[END] == other[BEGIN] for one, other in pairwise(rows))
        assert all(
            (one[PLACE] == who.district) != (other[PLACE] == who.district) for one, other in pairwise(rows)
        )
        assert rows[-1, BEGIN] <= YEARS < rows[-1, END]
        assert (stay.since, stay.until) == (max(rows[-1, BEGIN], -EARLY), rows[-1, END])


def test_the_median_host_spell_is_the_tables() -> None:
    inhabited = Inhabited(travellers(6_000))
    scratch = new_scratch()
    lengths = []
    for who in inhabited.everybody():
        stay = stay_of(inhabited, who, YEARS, scratch)
        rows = scratch[1 : stay.spells - 1]
        # The second and third spells, whatever their length: a spell cut by the end is no fair draw.
        lengths += [row[END] - row[BEGIN] for row in rows[:2] if row[PLACE] != who.district]
    assert np.median(lengths) == pytest.approx(np.log(2) / 3, abs=4 * 0.5 / np.sqrt(len(lengths)))


def walks(inhabited: Inhabited, t: float = YEARS) -> list[Floats]:
    """The spells of everybody who ever moves, up to a time; row i is spell i + 1."""
    scratch = new_scratch()
    return [scratch[: stay_of(inhabited, who, t, scratch).spells].copy() for who in inhabited.mobile()]


def chance(table: Floats, length: Floats) -> Floats:
    """The uniform behind a length: the inverse of a quantile table."""
    return np.interp(length, table, np.linspace(0.0, 1.0, QUANTILES))


def test_the_two_spells_of_a_pair_and_those_of_neighbouring_pairs_have_their_own_lengths() -> None:
    """Spells 1 and 2 share a draw, and so do 3 and 4: all four lengths are uniforms through their tables, uncorrelated."""
    world = travellers(6_000)
    home, host = (table / 4 for table in (world.journeys.home_quantile, world.journeys.host_quantile))
    journeys = world.journeys._replace(
        home_quantile=home, home_first=home, host_quantile=host, host_first=host
    )
    inhabited = Inhabited(world._replace(journeys=journeys))
    # Four of the longest spells take 3.2 years.
    four = np.array([rows[:4] for rows in walks(inhabited, 1.25)])
    length = four[:, :, END] - four[:, :, BEGIN]
    away = four[:, :, PLACE] >= world.homes.district_cohort.size
    uniform = np.where(away, chance(host[0], length), chance(home[0], length))
    n = len(uniform)
    assert (abs(uniform.mean(0) - 0.5) < 4 / np.sqrt(12 * n)).all()
    assert abs(np.corrcoef(uniform.T)[np.triu_indices(4, 1)]).max() < 4 / np.sqrt(n)


def test_legal_status_and_bans_come_in_the_scenarios_shares_whatever_the_length_of_the_stay() -> None:
    world = travellers(9_000, bans=True)
    legal, ban, factor = 0.6, 0.3, 0.25
    journeys = world.journeys._replace(
        legal=np.full_like(world.journeys.legal, legal),
        ban=np.full_like(world.journeys.ban, ban),
        ban_regular=factor,
    )
    # The last spell may go on beyond the time asked about.
    spells = np.concatenate([rows[:-1] for rows in walks(Inhabited(world._replace(journeys=journeys)))])
    russia = spells[world.places.abroad[spells[:, PLACE].astype(int)] == 1]
    regular, banned = russia[:, MARK] < legal, russia[:, BANNED] == 1.0
    length = russia[:, END] - russia[:, BEGIN]
    assert 0.0 < russia[:, MARK].min() < russia[:, MARK].max() < 1.0
    for found, expected in ((regular, legal), (banned[regular], ban * factor), (banned[~regular], ban)):
        assert abs(found.mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / found.size)
    for mark in (regular, banned):
        assert abs(np.corrcoef(mark, length)[0, 1]) < 4 / np.sqrt(length.size)


def test_looking_at_an_earlier_time_gives_a_beginning_of_the_same_walk() -> None:
    inhabited = Inhabited(homes_for(6, 300))
    early, late = new_scratch(), new_scratch()
    for who in inhabited.everybody():
        first = stay_of(inhabited, who, 0.5, early)
        second = stay_of(inhabited, who, 2.5, late)
        assert first.spells <= second.spells
        assert (early[: first.spells] == late[: first.spells]).all()


def test_nobody_travels_before_the_first_age_or_after_the_last() -> None:
    inhabited = Inhabited(travellers(1_000))
    scratch = new_scratch()
    for who in inhabited.everybody():
        for age in (12.0, 59.0):
            for t in (0.5, 2.0):
                stay = stay_of(inhabited, who, t, scratch, age=age)
                if not 16.0 <= age + t < 60.0:
                    assert stay.place == who.district


def test_a_banned_person_is_not_in_russia_while_the_ban_holds() -> None:
    inhabited = Inhabited(travellers(3_000, bans=True))
    scratch = new_scratch()
    years = inhabited.plain.journeys.ban_years
    banned = 0
    for who in inhabited.everybody():
        stay = stay_of(inhabited, who, YEARS, scratch)
        rows = scratch[: stay.spells].copy()
        for ban in rows[rows[:, BANNED] == 1.0]:
            banned += 1
            during = rows[(rows[:, BEGIN] >= ban[END]) & (rows[:, BEGIN] < ban[END] + years)]
            assert all(inhabited.plain.places.abroad[int(place)] != 1 for place in during[:, PLACE])
    assert banned > 100


@pytest.mark.parametrize("t", [-2.0, -0.37, 0.0, 1.29999, 1.3, 2.7])
def test_the_seasonal_clock_and_its_inverse(t: float) -> None:
    inhabited = Inhabited(homes_for(7))
    packed = inhabited.journeys
    for cohort in range(3):
        assert when_clock(packed, cohort, clock_at(packed, cohort, t)) == pytest.approx(t, abs=1e-9)
