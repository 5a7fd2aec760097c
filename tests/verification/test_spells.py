"""Journeys without season, against renewal theory: who is away, since when, until when, and how long a spell is."""

import numpy as np
import pytest
from scipy import stats

from counterflow.scenario.compile import quantiles
from counterflow.world import EARLY, Floats, World
from tests.judge import Judge
from tests.simple_worlds import KEY, travellers
from tests.verification.asking import stays_at

SIZES = [20_000, pytest.param(1_000_000, marks=pytest.mark.verification)]
HOST, HOME = (7 / 12, 3.0), (2.5 / 12, 1.5)
"""(median in years, shape) of spells, as in the shipped scenario."""
YEARS = 3.0


def law_of(median: float, shape: float) -> stats.rv_continuous:
    """The gamma law, from SciPy's own quantiles."""
    return stats.gamma(shape, scale=median / stats.gamma(shape).ppf(0.5))


def equilibrium(law: stats.rv_continuous, x: Floats) -> Floats:
    """Probability that the rest of a spell under way is below x: the integral of its survival over its mean."""
    grid = np.linspace(0.0, float(law.ppf(1 - 1e-9)), 200_001)
    survival = law.sf(grid)
    integral = np.concatenate([[0.0], np.cumsum((survival[1:] + survival[:-1]) / 2 * np.diff(grid))])
    return np.asarray(np.interp(x, grid, integral / law.mean()))


def gamma_travellers(people: int) -> World:
    """Everybody of working age, three of each block mobile, gamma spells, no season, no bans."""
    world = travellers(people)
    age_sex = np.zeros_like(world.traits.age_sex)
    age_sex[:, :, 5:] = 1.0  # men of 25 to 30
    host, home = law_of(*HOST), law_of(*HOME)
    tables = {
        "host_quantile": quantiles.gamma(*HOST),
        "home_quantile": quantiles.gamma(*HOME),
        "host_first": quantiles.gamma_residual(*HOST),
        "home_first": quantiles.gamma_residual(*HOME),
    }
    journeys = world.journeys._replace(
        away_share=np.full(3, host.mean() / (host.mean() + home.mean())),
        **{name: np.ascontiguousarray(np.tile(table, (3, 1))) for name, table in tables.items()},
    )
    return world._replace(journeys=journeys, traits=world.traits._replace(age_sex=age_sex))


def gap(values: Floats, law: Floats) -> float:
    """Largest difference between the shares of sorted values and their law at them."""
    steps = np.arange(values.size + 1) / values.size
    return float(max((steps[1:] - law).max(), (law - steps[:-1]).max()))


@pytest.mark.parametrize("people", SIZES)
def test_renewal(people: int, verdict: Judge) -> None:
    world = gamma_travellers(people)
    districts, host, home = world.homes.district_cohort.size, law_of(*HOST), law_of(*HOME)
    everybody = np.arange(int(world.homes.cohort_start[-1]))
    share = host.mean() / (host.mean() + home.mean())
    late = stays_at(world, KEY, everybody, YEARS - 0.01)
    mobile = everybody[(late.until < 1e8)]
    times = np.linspace(-EARLY, YEARS - 0.01, 12)
    found = [(stays_at(world, KEY, mobile, t).place >= districts).mean() for t in times]
    error = np.sqrt(share * (1 - share) / mobile.size)
    verdict.all_errors(
        "share away at twelve dates", f"{share:.4f} expected", found, np.full(12, share), error
    )
    for t in (-EARLY, 1.0):
        stays = stays_at(world, KEY, mobile, t)
        for place, law, where in ((True, host, "abroad"), (False, home, "at home")):
            there = (stays.place >= districts) == place
            rest = np.sort(stays.until[there] - t)
            # The table's last cell, a thousandth of all spells, is level instead of curved.
            distance = max(0.0, gap(rest, equilibrium(law, rest)) - 0.0005)
            verdict.same_law(f"rest of the spell {where} at {t:g}", "equilibrium law", distance, rest.size)
            if t > 0:
                since = np.sort(t - stays.since[there])
                distance = max(0.0, gap(since, equilibrium(law, since)) - 0.0005)
                verdict.same_law(
                    f"time since the last move, {where}", "equilibrium law", distance, since.size
                )
    whole = np.sort(late.whole[late.whole_since < -0.5])
    distance = max(0.0, gap(whole, host.cdf(whole)) - 0.0005)
    verdict.same_law("length of whole spells abroad", "gamma law", distance, whole.size)
    # The median's standard error is half over the root of n and the density there.
    error = 0.5 / (np.sqrt(whole.size) * host.pdf(HOST[0]))
    verdict.errors("median of whole spells abroad, years", "7 months", np.median(whole), HOST[0], error)
