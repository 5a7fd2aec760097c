"""A world that would activate nearly everybody: run where it fits, refused beforehand with the figure where it does not."""

import re
import time

import numpy as np
import pytest

from counterflow.engine import expected as figures
from counterflow.engine.errors import EngineError
from counterflow.engine.expected import MOST_TOUCHED, Expected
from counterflow.engine.presence import adults
from counterflow.engine.run import History, run_key, simulate
from counterflow.engine.streams import fill_streams, new_streams
from counterflow.experiment.prepare import prepare
from counterflow.people.luck import draw_luck
from counterflow.people.packed import pack
from counterflow.world import World
from tests.experiment.worlds import library_salience
from tests.scenario.builders import real
from tests.simple_worlds import still_world, travellers
from tests.worlds import no_programme, random_world

SEED = 5


def hopeless(people: int, rate: float = 4.0) -> World:
    world = random_world(np.random.default_rng(3), people, rate)
    return world._replace(
        parameters=world.parameters._replace(weights=np.zeros((4, 6)), fixed=np.full(6, np.nan))
    )


def expected(world: World) -> Expected:
    packed = pack(world)
    streams = new_streams(world)
    fill_streams(packed, pack(no_programme(world)), draw_luck(packed, run_key(SEED, 0)), pack(streams))
    return figures.expected(world, streams)


def run(world: World) -> History:
    return simulate(world, no_programme(world), SEED)


def test_a_world_of_50_000_in_which_everybody_is_approached_finishes_and_says_so() -> None:
    world = hopeless(50_000)
    counts = run(world).counts
    old_enough = float(adults(world) @ np.diff(world.homes.cohort_start))
    assert counts.touched > 0.9 * old_enough
    assert counts.share_touched == counts.touched / counts.people
    assert counts.share_touched == pytest.approx(expected(world).share, abs=0.1)


def test_68_million_of_them_are_refused_at_once_with_the_figure() -> None:
    begun = time.perf_counter()
    with pytest.raises(EngineError) as refused:
        run(hopeless(68_000_000, rate=0.5))
    assert time.perf_counter() - begun < 5.0
    problem, _, remedy = str(refused.value).partition("; ")
    figure = re.match(
        r"about (\d+) of 68 million people \((\d+)%\) would be approached at least once, in .* a run", problem
    )
    assert figure is not None
    assert float(figure[1]) > MOST_TOUCHED / 1e6
    assert remedy.startswith("lower the rates")


def test_the_librarys_region_runs_and_a_hundred_thousand_times_its_rates_are_refused() -> None:
    world = prepare(real(), library_salience())
    found, counts = expected(world), run(world).counts
    assert found.people > MOST_TOUCHED
    assert found.approaches == pytest.approx(counts.approaches, rel=0.2)
    assert found.proposals == pytest.approx(counts.proposals, rel=0.1)
    assert found.touched == pytest.approx(counts.touched, rel=0.2)
    with pytest.raises(EngineError, match="would be approached at least once"):
        run(world._replace(parameters=world.parameters._replace(cohort_intensity=np.full(6, 5_000.0))))


def test_the_figure_is_that_of_runs_where_nothing_feeds_back() -> None:
    """Half of those approached engage and stay; nobody moves or calls."""
    world = still_world(20_000)
    found, counts = expected(world), run(world).counts
    assert found.reproduction == 0.0
    assert found.approaches == pytest.approx(counts.approaches, rel=0.1)
    assert found.touched == pytest.approx(counts.touched, rel=0.1)


@pytest.mark.parametrize("sex", [0, 1])
def test_the_figure_follows_those_whom_recruiters_turn_to_wherever_they_are(sex: int) -> None:
    """Only men, or only women, of 20 to 30: half of them at home or away by turns, as they are met."""
    world, walk = still_world(20_000, mobile=True), travellers(20_000)
    table = np.zeros_like(world.approaches.reach)
    table[sex, 4:6] = 1.0
    world = world._replace(
        homes=walk.homes,
        hosts=walk.hosts,
        places=walk.places,
        journeys=walk.journeys,
        steps=world.steps._replace(highest=np.array([1.0, 0.0, 0.0, 0.0])),
        approaches=world.approaches._replace(reach=table, online_rate=np.full(3, 0.3)),
        traits=world.traits._replace(online=np.tile([0.8, 0.1], (3, 1))),
    )
    assert expected(world).approaches == pytest.approx(run(world).counts.approaches, rel=0.1)


def test_peers_without_end_reach_everybody() -> None:
    """A few begin, and each engages more than one."""
    world = still_world(20_000)
    calling = world._replace(
        approaches=world.approaches._replace(home_rate=1e-3),
        parameters=world.parameters._replace(contact_rate=20.0),
        contacts=world.contacts._replace(mix=np.array([0.0, 0.0, 0.0, 1.0]), tie_edge=0.0, ghetto=0.0),
        traits=world.traits._replace(age_sex=only_adults(world)),
    )
    found, counts = expected(calling), run(calling).counts
    assert found.reproduction > 1.0
    assert found.share > 0.9
    assert counts.share_touched > 0.9
    alone = expected(calling._replace(parameters=world.parameters))
    assert alone.touched < 0.05 * found.touched


def only_adults(world: World) -> np.ndarray:
    table = np.zeros_like(world.traits.age_sex)
    table[:, :, 5:] = 1.0
    return table
