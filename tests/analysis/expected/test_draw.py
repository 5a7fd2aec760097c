from dataclasses import replace

import numpy as np
import pytest

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.outcomes import OUTCOME_FUNCTIONS
from counterflow.analysis.expected.setting import Undefined
from counterflow.world import DRIVERS, STAGES
from tests.analysis.expected.small import SEED, contested, draw, setting

DRAWS = 2_000


def test_published_counts_have_the_centre_and_the_tenths_of_their_interval() -> None:
    (anchor,) = setting().anchors
    draws = (Draw(setting(), contested(), number, SEED) for number in range(DRAWS))
    counts = np.array([draw.published(anchor) for draw in draws])
    points = (anchor.target.low, anchor.target.centre, anchor.target.high)
    for point, probability in zip(points, (0.1, 0.5, 0.9), strict=True):
        error = np.sqrt(probability * (1 - probability) / DRAWS)
        assert abs((counts < point).mean() - probability) < 4 * error


IDLE_GRIEVANCE = {f"weights__{stage}__grievance": 0.0 for stage in STAGES}


def averted(found: Draw, name: str) -> float:
    return OUTCOME_FUNCTIONS[f"averted without {name}"](found)


@pytest.mark.parametrize("source", ["public", "authorities"])
def test_harassment_that_weighs_nothing_averts_nothing_when_it_ends(source: str) -> None:
    found = draw(interaction=0.0, **IDLE_GRIEVANCE)
    assert averted(found, f"harassment by the {source}") == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_harassment_averts_with_the_sign_of_grievance(sign: float) -> None:
    found = draw(interaction=0.0, **IDLE_GRIEVANCE | {"weights__engaging__grievance": sign})
    assert sign * averted(found, "harassment by the public") > 0.001


def test_where_nothing_weighs_hardship_and_lost_bonds_do_not_interact() -> None:
    idle = {f"weights__{stage}__{driver}": 0.0 for stage in STAGES for driver in DRIVERS}
    interaction = OUTCOME_FUNCTIONS["interaction of hardship and lost bonds"]
    assert interaction(draw(interaction=0.0, **idle)) == pytest.approx(0.0, abs=1e-12)
    assert interaction(draw(**idle | {"interaction": 0.5})) > 0.001


def test_recruits_are_more_isolated_than_migrants_like_them_where_isolation_weighs() -> None:
    idle = {f"weights__{stage}__{driver}": 0.0 for stage in STAGES for driver in DRIVERS}
    alone = OUTCOME_FUNCTIONS["isolation of recruits over comparable migrants"]
    assert alone(draw(interaction=0.0, **idle)) == pytest.approx(1.0, abs=0.05)
    weighs = idle | {"weights__engaging__support": 1.0}
    assert alone(draw(interaction=0.0, **weighs)) > 1.1


def test_more_exposure_abroad_means_more_recruited_abroad() -> None:
    abroad = OUTCOME_FUNCTIONS["share recruited outside the region"]
    shares = [abroad(draw(exposure_ratio=ratio)) for ratio in (0.3, 1.0, 3.0, 10.0)]
    assert shares == sorted(shares)
    assert shares[0] < 0.5 < shares[-1]


def test_where_nothing_weighs_home_and_host_differ_by_stops_on_the_way_alone() -> None:
    idle = {f"weights__{stage}__{driver}": 0.0 for stage in STAGES for driver in DRIVERS}
    stops = setting().world.travel.blocked
    ratio = OUTCOME_FUNCTIONS["home rate over host rate"](draw(interaction=0.0, **idle))
    assert ratio == pytest.approx((1 - stops[0, 0]) / (1 - stops[1, 0]))


def test_shapley_shares_that_were_not_asked_for_are_undefined() -> None:
    with pytest.raises(Undefined):
        _ = replace(draw(), shapley=False).shares
