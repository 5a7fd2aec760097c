from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.forward import with_peers
from counterflow.analysis.expected.programmes import (
    STATED_VALUES,
    best_over_break_even,
    break_even_cut,
    cut_among_served,
    people_to_serve,
)
from counterflow.analysis.expected.setting import Served, Setting, Undefined, setting_of
from counterflow.experiment.sample import draw_sample, salience_years
from counterflow.scenario import Scenario, calendar_of
from counterflow.scenario.programmes import Effects
from counterflow.scenario.quantity import Quantity
from tests.analysis.expected.small import SEED, case, contested, draw

IN_VESTRIA = 1
"""Kind of place of all places in which the elders work."""


def scenario_with(**changes: object) -> Scenario:
    """The template with its elders changed."""
    elders, checks = case().scenario.programme
    return case().scenario.model_copy(update={"programme": (elders.model_copy(update=changes), checks)})


def served_by(scenario: Scenario) -> tuple[Draw, Served]:
    setting: Setting = setting_of(scenario, case().targets, case().salience, case().hearing.hearing.date)
    (served,) = setting.served
    return Draw(setting, contested(number=1) | {"peer_reproduction": 0.0}, 1, SEED), served


def number(value: float) -> Quantity:
    return Quantity(value=value)


def only(**effects: float) -> tuple[Draw, Served]:
    """Elders with these effects and no others."""
    return served_by(scenario_with(effects=Effects(**{name: number(v) for name, v in effects.items()})))


@pytest.mark.parametrize("first_year", [2016, 2018, 2020])
def test_at_the_break_even_cut_the_cost_is_the_value_of_what_is_averted(first_year: int) -> None:
    """Of the departures while the programme runs, a year."""
    found, served = served_by(scenario_with(start=date(first_year, 1, 1)))
    cut = break_even_cut(found, served, value=500_000.0)
    start = first_year - 2016
    departures = found.fitted.departures[:, IN_VESTRIA, :, 12 * start :].sum() / (
        found.setting.world.years - start
    )
    costs = served.programme.cost
    luck = [found.luck(f"programme/visiting-elders/{name}") for name in ("fixed", "per_served")]
    reached = served.present * served.programme.coverage.value
    cost = costs.fixed.quantile(luck[0]) + reached * costs.per_served.quantile(luck[1])
    averted = cut * departures * served.programme.coverage.value
    assert cost == pytest.approx(500_000.0 * averted, rel=0.05)


def test_a_capacity_lowers_whom_it_costs_and_whom_it_reaches_alike() -> None:
    """With no fixed cost the break-even cut does not depend on how many are reached."""
    cost = case().scenario.programme[0].cost.model_copy(update={"fixed": number(0.0)})
    whole, few = (
        served_by(scenario_with(cost=cost, capacity=capacity)) for capacity in (None, number(100.0))
    )
    assert break_even_cut(*few, 1e6) == pytest.approx(break_even_cut(*whole, 1e6))


@pytest.mark.parametrize(("seats", "reached"), [(1e9, "covered"), (2.0, "seats"), (None, "covered")])
def test_seats_bound_whom_it_costs(seats: float | None, reached: str) -> None:
    """A year's cost is the fixed one and that of each person served, and what it averts is among them."""
    cost = (
        case()
        .scenario.programme[0]
        .cost.model_copy(update={"fixed": number(7.0), "per_served": number(11.0)})
    )
    effects = Effects(leaving=number(0.8))
    given = None if seats is None else number(seats)
    scenario = scenario_with(cost=cost, seats=given, serves="engaged", coverage=number(0.5), effects=effects)
    found, served = served_by(scenario)
    there = people_to_serve(found, served)
    people = 0.5 * there if reached == "covered" else 2.0
    assert there > 4.0
    start = calendar_of(scenario).when(date(2017, 1, 1))
    years = found.setting.world.years - start
    here = np.isin(found.fitted.rows.place, served.places)
    gone = found.fitted.gone_between(start, start + years)[here].sum() / years
    assert break_even_cut(found, served, 1e6) == pytest.approx(
        (7.0 + 11.0 * people) / (1e6 * gone * people / there)
    )


def test_those_present_are_people_at_a_time() -> None:
    found, served = served_by(scenario_with())
    world = found.setting.world
    many = draw_sample(world, mobile=4_000, immobile=10)
    there = np.isin(many.survey.place, served.places)
    assert served.present == pytest.approx(many.weight[there].sum() / salience_years(world), rel=0.15)


@pytest.mark.parametrize("serves", ["engaged", "travellers"])
def test_those_engaged_and_those_who_set_out_are_few_of_those_present(serves: str) -> None:
    found, served = served_by(scenario_with(serves=serves))
    rows, result = found.fitted.rows, found.fitted.result
    here = np.isin(rows.place, served.places)
    found_there = people_to_serve(found, served)
    years = found.fitted.world.years
    if serves == "travellers":
        assert found_there == pytest.approx((result.person / (1 - result.blocked))[here].sum() / years)
    else:
        months = (np.arange(12 * 12) + 0.5) / 12
        engaged = np.mean([found.fitted.still_engaged(t)[here].sum() for t in months]) * 12 / years
        assert found_there == pytest.approx(engaged, rel=0.02)


def test_no_effect_averts_nothing() -> None:
    assert cut_among_served(*only()) == pytest.approx(0.0, abs=1e-12)
    assert cut_among_served(*only(engaging=1.0, blocked=0.0, disengaging=1.0)) == pytest.approx(
        0.0, abs=1e-12
    )


def test_a_factor_on_engaging_cuts_departures_by_as_much() -> None:
    """But for self-starts, who need nobody to engage them."""
    found, served = only(engaging=0.6)
    found = replace(found, values=found.values | {"self_start_share": 0.0}, _edited={})
    assert cut_among_served(found, served) == pytest.approx(0.4)


def test_further_stops_cut_by_their_share_of_those_who_would_pass() -> None:
    found, served = only(blocked=0.3)
    here = np.isin(found.fitted.rows.place, served.places)
    assert np.ptp(found.fitted.result.blocked[here & (found.fitted.rows.weight > 0)]) == pytest.approx(0.0)
    blocked = found.fitted.result.blocked[here & (found.fitted.rows.weight > 0)][0]
    assert cut_among_served(found, served) == pytest.approx(0.3 / (1.0 - blocked))


def test_a_factor_on_a_hazard_cuts_less_than_the_factor_says() -> None:
    """Who does not leave today may leave tomorrow, before turning away."""
    for name in ("committing", "leaving"):
        assert 0.05 < cut_among_served(*only(**{name: 0.5})) < 0.5


def test_turning_away_more_often_averts_departures() -> None:
    assert cut_among_served(*only(disengaging=2.0)) > 0.1
    assert cut_among_served(*only(disengaging=0.5)) < -0.1


def test_fewer_calls_avert_those_whom_peers_would_have_engaged() -> None:
    found, served = only(contact=0.5)
    assert cut_among_served(found, served) == pytest.approx(0.0, abs=1e-12)
    found = replace(found, values=found.values | {"peer_reproduction": 0.8}, _edited={})
    reproduction, result = found.fitted.reproduction, found.fitted.result
    before, after = (with_peers(result, factor * reproduction)[0] for factor in (1.0, 0.5))
    expected = 1.0 - after / before
    assert cut_among_served(found, served) == pytest.approx(expected)


def test_online_effects_reach_broadcasts_too() -> None:
    found, served = only(street=0.0, online=0.0)
    found = replace(found, values=found.values | {"self_start_share": 0.0}, _edited={})
    assert cut_among_served(found, served) == pytest.approx(1.0)


def test_ties_avert_where_isolation_recruits_and_harm_where_it_protects() -> None:
    for sign in (1.0, -1.0):
        found, served = only(ties=2.0)
        weights = {"weights.engaging.support": 1.0 * sign, "interaction": 0.0}
        idle = {name: 0.0 for name in found.values if name.startswith("weights.")}
        found = replace(found, values=found.values | idle | weights, _edited={})
        assert sign * cut_among_served(found, served) > 0.0


def test_the_best_programme_counts_over_stated_values() -> None:
    found = draw(1)
    (served,) = found.setting.served
    low, high = STATED_VALUES
    value = low * (high / low) ** found.luck("stated value")
    ratio = cut_among_served(found, served) / break_even_cut(found, served, value)
    assert best_over_break_even(found) == ratio
    nobody = replace(found, setting=replace(found.setting, served=()), _edited={})
    with pytest.raises(Undefined):
        best_over_break_even(nobody)
