"""Who works in which city, against the stocks that the same calculation gives."""

from datetime import date

import pytest

from counterflow.scenario.flows import abroad, flows
from counterflow.scenario.stocks import expected_stock
from tests.scenario.builders import real


def test_cities_add_up_to_everybody_abroad_and_russia_s_to_the_stock_there() -> None:
    scenario, found = real(), abroad(real())
    told = flows(scenario, found, 2015, 7)
    for cohort in found.people:
        own = [one for one in told if one.cohort == cohort]
        assert sum(one.people for one in own) == pytest.approx(found.at(cohort, 2015, 7), rel=1e-9)
        (stock,) = expected_stock(scenario, cohort, [date(2015, 7, 1)])
        assert sum(one.people for one in own if one.country == "Russia") == pytest.approx(
            float(stock), rel=1e-9
        )


def test_outside_of_the_history_nobody_is_abroad() -> None:
    assert abroad(real()).at("Tajikistan", 1990, 1) == 0.0
