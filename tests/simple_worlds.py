"""Worlds in which nearly everything stands still, so that what is left has a formula."""

import numpy as np

from counterflow.people.homes import Who, is_mobile, who_is
from counterflow.people.luck import Luck, draw_luck
from counterflow.people.packed import pack
from counterflow.world import CHANNELS, DAYS_PER_YEAR, DRIVERS, EARLY, QUANTILES, STAGES, Ints, World
from tests.worlds import no_programme, random_homes, random_hosts, random_places, random_world

KEY = np.uint64(7 << 32 | 5)
NOBODY_MOBILE = np.zeros(4, np.int64)
THREE_A_BLOCK = np.full(4, 3)


def still_world(people: int, seed: int = 0, *, mobile: bool = False) -> World:
    """Constant salience, no weights, no targeting; no calls, broadcasts, self-starts, disengagement; nobody travels or rebrands.

    An approach goes ahead for everybody of the least age, men and women alike; half of those approached engage. Without `mobile`
    nobody moves.
    """
    world = random_world(np.random.default_rng(seed), people)
    if not mobile:
        world = with_mobile(world, NOBODY_MOBILE, seed)
    parameters = world.parameters._replace(
        weights=np.zeros((len(STAGES), len(DRIVERS))),
        intercepts=np.zeros(len(STAGES)),
        interaction=0.0,
        contact_rate=0.0,
        place_sd=0.0,
        cohort_intensity=np.ones(3),
        fixed=np.full(len(DRIVERS), np.nan),
    )
    approaches = world.approaches._replace(
        salience=np.ones_like(world.approaches.salience),
        online_rate=np.zeros(3),
        self_start=np.zeros(3),
        broadcast_at=1e9,
        reach=np.ones_like(world.approaches.reach),
        offset=np.zeros(len(CHANNELS)),
        candidates=1,
    )
    steps = world.steps._replace(highest=np.array([1.0, 1.0, 0.0, 0.0]), disengage=0.0)
    aftermath = world.aftermath._replace(rebrand=np.zeros_like(world.aftermath.rebrand))
    return world._replace(parameters=parameters, approaches=approaches, steps=steps, aftermath=aftermath)


def with_mobile(world: World, mobile: Ints, seed: int = 0) -> World:
    """The world with other numbers of mobile members per kin block, and seats and places to fit."""
    rng = np.random.default_rng(seed)
    homes = world.homes._replace(mobile=mobile, mobile_more=np.zeros(4, np.int64))
    hosts = random_hosts(rng, homes, 4)
    return world._replace(homes=homes, hosts=hosts, places=random_places(rng, homes, hosts))


def homes_for(seed: int, people: int = 300) -> World:
    """A random world whose homes and seats are drawn anew."""
    rng = np.random.default_rng(seed)
    world = random_world(rng, people)
    homes = random_homes(rng, people)
    hosts = random_hosts(rng, homes, 4)
    return world._replace(homes=homes, hosts=hosts, places=random_places(rng, homes, hosts))


def travellers(people: int, *, season: float = 0.0, bans: bool = False) -> World:
    """Everybody on the same exponential-like spells: half a year at home, a third of a year away, in the stationary state."""
    world = with_mobile(homes_for(4, people), THREE_A_BLOCK)
    p = (np.arange(QUANTILES) + 0.5) / QUANTILES
    home, host = (np.ascontiguousarray(np.tile(-mean * np.log1p(-p), (3, 1))) for mean in (1 / 2, 1 / 3))
    days = world.journeys.clock.shape[1] - 1
    t = np.arange(days) / DAYS_PER_YEAR - EARLY
    speed = np.tile(1 + season * np.sin(2 * np.pi * t), (3, 1))
    clock = np.concatenate([np.zeros((3, 1)), np.cumsum(speed / DAYS_PER_YEAR, 1)], 1)
    grid = np.arange(days + 1) / DAYS_PER_YEAR
    found = np.array([np.searchsorted(row, grid, side="right") - 1 for row in clock])
    journeys = world.journeys._replace(
        home_quantile=home,
        home_first=home,
        host_quantile=host,
        host_first=host,
        away_share=np.full(3, 0.4),
        clock=np.ascontiguousarray(clock),
        clock_day=np.clip(found, 0, days - 1).astype(np.int64),
        ban=world.journeys.ban if bans else np.zeros_like(world.journeys.ban),
    )
    return world._replace(journeys=journeys)


class Inhabited:
    """A world with its luck drawn, as kernels take them, and everybody in it."""

    def __init__(self, world: World, key: np.uint64 = KEY) -> None:
        self.plain = world
        self.world, self.arm = pack(world), pack(no_programme(world))
        self.homes, self.traits, self.journeys = pack(world.homes), pack(world.traits), pack(world.journeys)
        self.luck: Luck = draw_luck(self.world, key)
        self.people = int(world.homes.cohort_start[-1])

    def who(self, person: int) -> Who:
        return who_is(self.homes, self.luck, person)

    def everybody(self) -> list[Who]:
        return [self.who(person) for person in range(self.people)]

    def mobile(self) -> list[Who]:
        return [who for who in self.everybody() if is_mobile(self.homes, self.luck, who)]
