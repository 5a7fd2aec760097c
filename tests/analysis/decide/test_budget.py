"""Budgets as people write them, and money that does not fit."""

import re
from pathlib import Path

import pytest

from counterflow.analysis.decide.budget import Budget, parse_budget, prices_of
from counterflow.faults import Faults
from counterflow.scenario import load_scenario
from tests.experiment.worlds import template
from tests.scenario.builders import TEMPLATE


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("10 million USD", 10e6),
        ("USD 10,000,000", 10e6),
        ("2.5m usd a year", 2.5e6),
        ("750 thousand USD per year", 750e3),
        ("1 billion USD / year", 1e9),
        ("900 USD", 900.0),
    ],
)
def test_amounts(text: str, amount: float) -> None:
    assert parse_budget(text) == Budget(pytest.approx(amount), "USD")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("10 million", "has no currency"),
        ("10", "has no currency"),
        ("USD 10 EUR", "has two currencies"),
        ("0 USD", "is no money"),
        ("-5 USD", "is no amount of money"),
        ("a lot", "is no amount of money"),
        ("", "is no amount of money"),
    ],
)
def test_what_is_no_budget_names_the_field(text: str, problem: str) -> None:
    with pytest.raises(Faults) as raised:
        parse_budget(text)
    (fault,) = raised.value.faults
    assert fault.file == "--budget"
    assert fault.problem == problem


def test_costs_in_two_currencies_or_years_name_the_programme_and_the_field() -> None:
    first, second = template().programme
    other = second.model_copy(
        update={"cost": second.cost.model_copy(update={"currency": "EUR", "price_year": 2019})}
    )
    with pytest.raises(Faults) as raised:
        prices_of([first, other], None, "scenario.toml")
    assert [fault.field for fault in raised.value.faults] == [
        "programme[1].cost.currency",
        "programme[1].cost.price_year",
    ]
    with pytest.raises(Faults, match="EUR a year: is in EUR, and costs are in USD"):
        prices_of([first, second], parse_budget("5 EUR"), "scenario.toml")


def test_one_currency_of_one_year_is_what_all_is_told_in() -> None:
    assert str(prices_of(template().programme, parse_budget("5 USD"), "scenario.toml")) == "USD of 2020"


def test_a_cost_without_a_price_year_names_the_field(tmp_path: Path) -> None:
    text = re.sub(r"price_year = 2020\n", "", TEMPLATE.read_text(encoding="utf-8"), count=1)
    file = tmp_path / "scenario.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as raised:
        load_scenario(file)
    assert [fault.field for fault in raised.value.faults] == ["programme[0].cost.price_year"]
