from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import expm

from counterflow.analysis.expected.aftermath import (
    AFGHANISTAN,
    AFTER,
    _begin,
    _bound_for,
    first_level,
    hazards,
    returned_by,
    share_rebranded,
)
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.setting import Undefined
from counterflow.engine import codes, simulate
from counterflow.experiment.sample import no_programmes
from counterflow.world import Floats
from tests.analysis.expected.small import SEED, contested, draw, library_setting, setting


def with_hazards(table: Floats) -> Draw:
    """A draw in whose world these are the hazards of fighters in the first theatre, [exits, years]."""
    world = setting().world
    hazard = world.aftermath.hazard.copy()
    hazard[0, 0] = table
    aftermath = world.aftermath._replace(hazard=hazard)
    return replace(draw(), setting=replace(setting(), world=world._replace(aftermath=aftermath)), _edited={})


def test_hazards_stand_within_their_ranges_by_the_draws_luck() -> None:
    years = setting().world.aftermath.hazard.shape[3]
    levels = np.array([hazards(draw(number), family=False)[:, 0] for number in range(200)])
    exits = setting().scenario.theatre[0].fighters
    for name, level in zip(("dead", "returned", "detained"), levels.T, strict=True):
        quantity = getattr(exits, name).changes[0].number
        assert np.median(level) == pytest.approx(quantity.value, rel=0.15)
        assert 0.02 < (level < quantity.low).mean() < 0.2
    assert hazards(draw(), family=True).shape == (3, years)


def test_who_is_back_follows_competing_hazards() -> None:
    """By month as by the matrix exponential of the chain: there, dead, returned, detained."""
    years = setting().world.aftermath.hazard.shape[3]
    found = with_hazards(np.tile([[0.2], [0.5], [0.1]], (1, years)))
    dead, returned, detained = hazards(found, family=False)[:, 0]
    generator = np.zeros((4, 4))
    generator[0] = [-(dead + returned + detained), dead, returned, detained]
    until = 5.0
    months = found.departures.sum(axis=(0, 1, 2))[:60]
    back = sum(gone * expm((until - (m + 1) / 12) * generator)[0, 2] for m, gone in enumerate(months))
    assert returned_by(found, until) == pytest.approx(back / months.sum(), rel=0.01)


def test_nobody_returns_where_nothing_leads_back() -> None:
    years = setting().world.aftermath.hazard.shape[3]
    assert returned_by(with_hazards(np.tile([[0.2], [0.0], [0.1]], (1, years))), 6.0) == 0.0


def test_the_longer_the_more_are_back() -> None:
    assert 0 < returned_by(draw(), 3.0) < returned_by(draw(), 6.0) < 1


def test_only_those_who_went_to_the_first_theatre_come_back_from_it() -> None:
    """Where those who leave early go elsewhere, the others had less time to come back."""
    world = setting().world
    late = np.where(np.arange(world.travel.attraction.size) > 6.5 * 365.25, 1.0, 0.0)
    elsewhere = world._replace(travel=world.travel._replace(attraction=late))
    found = replace(draw(), setting=replace(setting(), world=elsewhere), _edited={})
    assert returned_by(found, 6.0) < 0.7 * returned_by(draw(), 6.0)


def test_those_who_change_the_flag_stand_beside_those_who_arrive() -> None:
    found = Draw(library_setting(), contested(), 0, SEED)
    strength = found.setting.scenario.rebranding.group_strength
    world = found.setting.world
    many = replace(
        found,
        setting=replace(
            found.setting, world=world._replace(travel=world.travel._replace(attraction=np.zeros(4_000)))
        ),
        _edited={},
    )
    assert 0 < share_rebranded(many) < share_rebranded(found) < 1
    assert strength.value > 0


def test_the_share_that_goes_over_is_that_of_the_engine() -> None:
    """Units that take the label within two years of the first date, in a run with very many of them."""
    found = Draw(library_setting(), contested(), 0, SEED)
    world, scenario = found.setting.world, found.setting.scenario
    level = first_level(scenario.rebranding.share, found.luck("rebranding/share"))
    units = 10_000
    aftermath = world.aftermath._replace(rebrand=level * world.aftermath.rebrand, units=units)
    history = simulate(world._replace(aftermath=aftermath), no_programmes(world), SEED)
    begins = _begin(found, scenario.rebranding.share)
    over = (history.kind == codes.REBRANDED) & (history.time < begins + AFTER)
    assert history.time[over].min() >= begins - 1 / 365.25
    strength = scenario.rebranding.group_strength.quantile(found.luck("rebranding/strength"))
    window = slice(round(begins * 12), round((begins + AFTER) * 12))
    arrivals = _bound_for(found, AFGHANISTAN)[window].sum()
    people = strength * over.sum() / units
    assert people / (people + arrivals) == pytest.approx(share_rebranded(found), rel=4 / np.sqrt(over.sum()))


def test_a_scenario_without_rebranding_has_no_share() -> None:
    world = setting().world
    none = world._replace(aftermath=world.aftermath._replace(rebrand=np.zeros_like(world.aftermath.rebrand)))
    with pytest.raises(Undefined):
        share_rebranded(replace(draw(), setting=replace(setting(), world=none), _edited={}))
