"""Who is there to be approached: shares of people by age, mobility and how much of the rates falls on them; no luck in it."""

import numpy as np

from counterflow.people.seats import SEGMENTS
from counterflow.people.traits import FORTY
from counterflow.world import AGE_GROUP, Floats, World

BANNED = SEGMENTS - 1
"""The segment of seats that are kept for those whom a ban holds."""


def adults(world: World) -> Floats:
    """[cohorts] share of all people old enough to be approached, half way through the history."""
    return _mixed(world, _by_mobility(world, np.ones(world.traits.age_sex.shape[2])))


def reached(world: World) -> Floats:
    """[cohorts] the same, each person by how much of the rates falls on somebody of that sex and age."""
    return _mixed(world, _by_mobility(world, _reach_by_group(world)))


def reached_online(world: World) -> Floats:
    """[cohorts] the same, only of those who are online."""
    online = world.traits.online[:, (_lowest_ages(world) >= FORTY).astype(np.int64)]
    return _mixed(world, _by_mobility(world, online * _reach_by_group(world)))


def present(world: World) -> Floats:
    """[places] share of members who are there and old enough, each by how much of the rates falls on them."""
    cohort, away = world.homes.district_cohort, world.journeys.away_share
    mobile, reach = _mobile(world), _by_mobility(world, _reach_by_group(world))[cohort]
    at_home = (1.0 - mobile) * reach[:, 0] + mobile * (1.0 - away[cohort]) * reach[:, 1]
    seats = np.diff(world.hosts.column).reshape(-1, cohort.size, SEGMENTS)
    own = seats[:, :, :BANNED].sum(axis=2)  # the others stand empty but for those who are banned
    abroad = own @ (away[cohort] * reach[:, 1]) / np.maximum(seats.sum(axis=(1, 2)), 1)
    return np.concatenate([at_home, abroad])


def _lowest_ages(world: World) -> Floats:
    """[men's and women's age groups] the age at which each begins."""
    return np.tile(np.arange(world.traits.age_sex.shape[2] // 2) * AGE_GROUP, 2)


def _reach_by_group(world: World) -> Floats:
    """[men's and women's age groups] how much of the rates falls on them."""
    groups = np.arange(world.traits.age_sex.shape[2] // 2)
    table = world.approaches.reach
    return np.asarray(table[:, np.minimum(groups, table.shape[1] - 1)].ravel())


def _by_mobility(world: World, weight: Floats) -> Floats:
    """[cohorts, 2] share of people old enough to be approached, the mobile second.

    `weight` is by sex and age group, or by cohort as well.
    """
    least = world.approaches.least_age - 0.5 * world.years
    old_enough = np.clip((_lowest_ages(world) + AGE_GROUP - least) / AGE_GROUP, 0.0, 1.0)
    shares = np.diff(world.traits.age_sex, axis=2, prepend=0.0)
    weights = (weight * old_enough).reshape(-1, 1, old_enough.size)
    return np.asarray((shares * weights).sum(axis=2))


def _mixed(world: World, by_mobility: Floats) -> Floats:
    """[cohorts] mean over the mobile and the others."""
    people = np.diff(world.homes.district_start)
    cohorts = world.homes.country.size
    mobile = np.bincount(world.homes.district_cohort, _mobile(world) * people, cohorts)
    share = mobile / np.diff(world.homes.cohort_start)
    return np.asarray(share * by_mobility[:, 1] + (1.0 - share) * by_mobility[:, 0])


def _mobile(world: World) -> Floats:
    """[districts] share of mobile people."""
    homes = world.homes
    people = np.diff(homes.district_start)
    blocks = people / homes.households[homes.district_cohort].sum(axis=1)
    return np.asarray((homes.mobile * blocks + homes.mobile_more) / people)
