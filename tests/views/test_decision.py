"""Charts and tables of a decision that is made up: what is drawn is what was told."""

from __future__ import annotations

import pytest

from counterflow.analysis.decide.sentences import money, people
from counterflow.views.decision import (
    acceptability_chart,
    flip_chart,
    frontier_chart,
    knowledge_chart,
    regret_chart,
    turning,
)
from counterflow.views.decision_rows import arm_rows, buys_rows, coercive_rows, fate_rows, know_rows
from counterflow.views.theme import LIGHT
from tests.analysis.decide.made import SHARES, decision
from tests.views.drawing import data, spec


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.001, "0"),
        (0.123, "0.12"),
        (3.6, "3.6"),
        (33.4, "33"),
        (338.0, "340"),
        (2345.0, "2,300"),
        (-41.0, "-41"),
    ],
)
def test_people_are_told_no_more_exactly_than_they_are_known(number: float, words: str) -> None:
    assert people(number) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (3_640_000.0, "3.6 million USD"),
        (387_400.0, "387,000 USD"),
        (64.7, "65 USD"),
        (2.2e9, "2.2 billion USD"),
    ],
)
def test_money_is_told_to_two_digits(amount: float, words: str) -> None:
    assert money(amount, "USD") == words


def test_a_row_for_each_arm_and_the_choice_is_marked() -> None:
    rows = arm_rows(decision())
    assert len(rows) == len(decision().arms)
    (chosen,) = [row for row in rows if row.chosen]
    assert chosen.name.lower() == decision().choice.lower()
    assert rows[-1].averted == "none"


def test_coercive_programmes_have_rows_of_their_own() -> None:
    assert all("Checks" not in row.what for row in arm_rows(decision()))
    assert any("Checks" in row.what for row in coercive_rows(decision()))
    assert all(row.restricted != "nobody" for row in coercive_rows(decision()))


def test_each_programme_s_fate_has_a_cell_for_each_account() -> None:
    rows = fate_rows(decision())
    assert [row.title.lower() for row in rows] == list(SHARES)
    assert all(len(row.by_account) == 2 for row in rows)
    assert [row.coercive for row in rows] == [False, False, False, True]


def test_what_a_programme_buys_is_told_with_its_source() -> None:
    row = buys_rows(decision())[0]
    assert "million" in row.break_even
    assert row.source.startswith("assumed")
    assert row.restricted == "nobody"


def test_to_know_everything_heads_what_could_be_known() -> None:
    rows = know_rows(decision())
    assert rows[0].title == "to know everything"
    assert len(rows) == 1 + len(decision().groups) + 3 * len(decision().surveys)


def test_the_frontier_is_drawn_from_nothing_with_the_arms_on_it() -> None:
    found = frontier_chart(decision(), LIGHT)
    assert found is not None
    rows = data(spec(found))
    assert {"cost": 0.0, "averted": 0.0, "says": ""} in rows
    assert {row["name"] for row in rows if "name" in row} >= {"A"}


def test_a_tick_for_each_account_and_the_worst_is_named() -> None:
    rows = data(spec(regret_chart(decision(), LIGHT)))
    arms = len(decision().arms)
    assert sum("account" in row for row in rows) == 2 * arms
    assert sum("says" in row for row in rows) == arms


def test_curves_of_acceptability_are_those_told() -> None:
    found = acceptability_chart(decision(), LIGHT)
    shown = {row["arm"] for row in data(spec(found))}
    likely = {name for name, curve in decision().acceptability.items() if max(curve) >= 0.05}
    assert shown == {name.removeprefix("portfolio ") for name in likely}


def test_what_is_worth_knowing_is_drawn_most_first() -> None:
    found = knowledge_chart(decision(), LIGHT)
    assert found is not None
    worth = [row["worth"] for row in data(spec(found)) if "what" in row]
    assert worth == sorted(worth, reverse=True)


def test_the_unknown_that_turns_the_choice_is_drawn_with_where() -> None:
    flip = turning(decision().flips)
    assert flip is not None
    found = flip_chart(flip, decision().arms[0].name, LIGHT)
    assert found is not None
    assert flip.says in found.message
