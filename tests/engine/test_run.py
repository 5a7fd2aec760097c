import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.engine import codes
from counterflow.engine.errors import EngineError
from counterflow.engine.run import History, run_key, simulate
from counterflow.people.traits import person_of
from counterflow.world import ADDITIONS, CHANNELS, EFFECTS, Arm, World
from tests.engine.test_loop import assert_equal
from tests.reference.comparison import random_case
from tests.simple_worlds import Inhabited
from tests.worlds import no_programme, random_arm, random_world

SEEDS = st.integers(0, 1_000)
FEW = settings(max_examples=15)


def neutral(arm: Arm) -> Arm:
    """The arm with programmes that change nothing."""
    nothing = np.array([0.0 if name in ADDITIONS else 1.0 for name in EFFECTS])
    return arm._replace(effect=np.ascontiguousarray(np.broadcast_to(nothing, arm.effect.shape)))


def test_the_same_seed_and_run_give_the_same_history() -> None:
    world, arm = random_case(1)
    assert_equal(simulate(world, arm, 1, 2), simulate(world, arm, 1, 2))


def test_a_run_depends_on_no_other_run() -> None:
    world, arm = random_case(1)
    alone = simulate(world, arm, 1, 5)
    for run in (4, 6, 0):
        simulate(world, arm, 1, run)
    assert_equal(simulate(world, arm, 1, 5), alone)


@pytest.mark.parametrize(("one", "other"), [((0, 0), (0, 1)), ((0, 0), (1, 0)), ((1, 0), (0, 1))])
def test_seeds_and_runs_have_their_own_luck(one: tuple[int, int], other: tuple[int, int]) -> None:
    world, arm = random_case(1)
    first, second = simulate(world, arm, *one), simulate(world, arm, *other)
    assert first.time.tolist() != second.time.tolist()


@pytest.mark.parametrize(("seed", "run"), [(-1, 0), (2**32, 0), (0, -1), (0, 2**32)])
def test_a_seed_or_run_beyond_32_bits_is_refused(seed: int, run: int) -> None:
    with pytest.raises(ValueError, match="must lie in"):
        run_key(seed, run)


@FEW
@given(SEEDS)
def test_events_stand_in_the_total_order_and_within_the_history(seed: int) -> None:
    world, arm = random_case(seed)
    history = simulate(world, arm, seed)
    entity, purpose, index = history.cause.T.tolist()
    order = list(zip(history.time.tolist(), purpose, entity, index, strict=True))
    assert order == sorted(order)
    assert order[0][0] >= 0.0
    assert order[-1][0] < world.years


@FEW
@given(SEEDS)
def test_everybody_takes_the_steps_in_their_order(seed: int) -> None:
    world, arm = random_case(seed)
    history = simulate(world, arm, seed)
    allowed = {
        codes.ENGAGE: {None, codes.DISENGAGE},
        codes.DISENGAGE: {codes.ENGAGE, codes.COMMIT},
        codes.COMMIT: {codes.ENGAGE},
        codes.DEPART: {codes.COMMIT},
        codes.BLOCK: {codes.COMMIT},
        codes.DETAIN: {codes.COMMIT},
        codes.DIE: {codes.DEPART, codes.FAMILY_DEPART},
        codes.RETURN: {codes.DEPART, codes.FAMILY_DEPART},
        codes.DETAIN_ABROAD: {codes.DEPART, codes.FAMILY_DEPART},
    }
    last: dict[int, int] = {}
    for person, kind in zip(history.person.tolist(), history.kind.tolist(), strict=True):
        if kind == codes.REBRANDED:
            continue
        if kind == codes.FAMILY_DEPART:
            assert last.get(person) not in {
                codes.DEPART,
                codes.FAMILY_DEPART,
                codes.DIE,
                codes.DETAIN,
                codes.DETAIN_ABROAD,
            }
        else:
            assert last.get(person) in allowed[kind]
        last[person] = kind


@FEW
@given(SEEDS)
def test_counts_agree_with_the_log(seed: int) -> None:
    world, arm = random_case(seed)
    history = simulate(world, arm, seed)
    counts = history.counts
    assert history.approaches.sum() == counts.approaches
    assert (history.kind == codes.ENGAGE).sum() <= counts.approaches
    assert set(history.person[history.kind == codes.ENGAGE]) <= set(range(counts.people))
    assert len(set(history.person.tolist()) - {codes.NOBODY}) == counts.engaged
    assert counts.touched <= min(counts.approaches, counts.people)


@FEW
@given(SEEDS)
def test_a_programme_that_covers_nobody_or_changes_nothing_leaves_every_event_as_it_is(seed: int) -> None:
    world, _ = random_case(seed)
    arm = random_arm(np.random.default_rng(seed), world, 2)
    without = simulate(world, no_programme(world), seed)
    assert_equal_but_for_work(simulate(world, arm._replace(cover=np.zeros_like(arm.cover)), seed), without)
    assert_equal_but_for_work(simulate(world, neutral(arm), seed), without)


@FEW
@given(SEEDS)
def test_programmes_may_stand_in_any_order(seed: int) -> None:
    world, _ = random_case(seed)
    arm = random_arm(np.random.default_rng(seed), world, 2)
    arm = arm._replace(effect=np.round(arm.effect * 4) / 4)  # exact products, whatever their order
    turned = Arm(*(np.ascontiguousarray(column[::-1]) for column in arm))
    assert_equal(simulate(world, arm, seed), simulate(world, turned, seed))


def assert_equal_but_for_work(one: History, other: History) -> None:
    """What is looked at depends on an arm's bounds; what happens does not."""
    assert_equal(one.__class__(*(getattr(one, name) for name in one.__slots__[:-1]), other.counts), other)


def test_a_rate_beyond_the_strips_is_refused() -> None:
    world = random_world(np.random.default_rng(1))
    world = world._replace(approaches=world.approaches._replace(home_rate=1e9))
    with pytest.raises(EngineError, match="beyond what the strips can hold"):
        simulate(world, no_programme(world), 0)


def test_a_run_can_be_stopped_from_outside() -> None:
    world = bigger(random_world(np.random.default_rng(1), 40_000))

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(world, no_programme(world), 0, tick=stop)


def bigger(world: World) -> World:
    """More events than one call of the kernel handles."""
    return world._replace(approaches=world.approaches._replace(home_rate=3.0))


def ages_at_engagement(world: World, seed: int, channels: set[str]) -> list[float]:
    """Ages of those who engaged through these channels."""
    history = simulate(world, no_programme(world), seed)
    inhabited = Inhabited(world, run_key(seed, 0))
    ages = []
    for i in np.flatnonzero(history.kind == codes.ENGAGE):
        if CHANNELS[history.channel[i]] in channels:
            who = inhabited.who(int(history.person[i]))
            ages.append(person_of(inhabited.world, inhabited.luck, who).age + history.time[i])
    return ages


def test_nobody_engages_before_the_least_age() -> None:
    found: list[float] = []
    for seed in range(4):
        world = random_world(np.random.default_rng(seed), 600)
        world = world._replace(approaches=world.approaches._replace(least_age=31.0))
        found += ages_at_engagement(world, seed, set(CHANNELS))
    assert len(found) > 100
    assert 31.0 <= min(found) < 33.0


def test_friends_and_kin_call_whom_strangers_do_not_reach() -> None:
    """Strangers reach men of 20 to 25 only."""
    strangers, friends = [], []
    for seed in range(4):
        world = random_world(np.random.default_rng(seed), 600)
        reach = np.zeros_like(world.approaches.reach)
        reach[0, 4] = 1.0
        world = world._replace(approaches=world.approaches._replace(reach=reach))
        strangers += ages_at_engagement(world, seed, {"street", "online", "broadcast", "self-start"})
        friends += ages_at_engagement(world, seed, {"peer", "returnee"})
    assert strangers
    assert min(strangers) >= 20.0
    assert max(strangers) < 25.0
    assert max(friends) > 40.0
