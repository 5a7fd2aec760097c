"""Programmes that are left out of a decision: in no portfolio, behind no worth, and told all the same."""

from functools import cache

import numpy as np
import pytest

from counterflow.analysis.decide.budget import parse_budget
from counterflow.analysis.decide.choose import Choice, choose, coercive_arms
from counterflow.analysis.decide.records import Decision
from counterflow.analysis.decide.study import decided
from counterflow.analysis.decide.table import Market
from counterflow.analysis.decide.tell import tell
from counterflow.analysis.decide.without import without_of
from counterflow.faults import Faults
from counterflow.report.decision import decision_html
from counterflow.scenario.quantity import Quantity
from tests.analysis.decide.made import decision, evidence
from tests.analysis.decide.test_arms import GONE, offer

EVERYBODY = Quantity(value=1.0)
"""Who are all served can be bought at one level only, so that portfolios can be counted on a hand."""
OFFERS = {
    one.programme.id: one
    for one in (
        offer("ten", 0.10, 60.0, coverage=EVERYBODY),
        offer("six", 0.06, 60.0, coverage=EVERYBODY),
        offer("five", 0.05, 40.0, coverage=EVERYBODY),
        offer("stop", 0.20, 50.0, coverage=EVERYBODY, coercive=True),
    )
}


def chosen(*without: str) -> Choice:
    return choose(market(*without), 100.0)


def market(*without: str) -> Market:
    return Market(OFFERS, {"all": GONE}, dict.fromkeys(OFFERS, 1.0), frozenset(without))


@pytest.mark.parametrize(
    ("without", "best"),
    [
        ((), ("ten", "five")),  # 1 - 0.90 x 0.95: a seventh, for 100
        (("ten",), ("six", "five")),
        (("ten", "five"), ("six",)),
        (("five",), ("ten",)),  # two of 60 would be 120
        (("ten", "six", "five"), ()),
    ],
)
def test_the_choice_is_the_best_of_those_that_remain(without: tuple[str, ...], best: tuple[str, ...]) -> None:
    found = chosen(*without)
    assert found.arms[found.robust].programmes == best
    looked_at = {*found.arms, *(one for one, _ in found.found), *found.own.values()}
    assert not {name for one in looked_at for name in one.programmes} & {*without, "stop"}


def test_a_coercive_programme_that_is_left_out_is_not_beside_either() -> None:
    assert {"stop"} <= {name for one in coercive_arms(market(), 100.0) for name in one.programmes}
    assert coercive_arms(market("stop"), 100.0) == ()
    beside = coercive_arms(market("five"), 120.0)
    assert {name for one in beside for name in one.programmes} == {"ten", "stop"}


@cache
def told(*without: str) -> Decision:
    return tell(decided(evidence(), parse_budget("1 million USD"), without))


def test_no_arm_holds_what_was_left_out_and_its_effect_is_told_as_it_was() -> None:
    before, now = decision(), told("elders")
    assert now.without == ("elders",)
    assert "elders" in held(before)
    assert held(now) == {"calls", "words", "checks"} & held(now) != set()
    marked = {one.id: one for one in now.programmes}
    assert [one.id for one in now.programmes if one.left_out] == ["elders"]
    assert marked["elders"].by_account["all"].share == before.programmes[0].by_account["all"].share
    assert not any(fate.chosen for fate in marked["elders"].by_account.values())


def held(one: Decision) -> set[str]:
    return {part.programme for arm in (*one.arms, *one.coercive) for part in arm.parts}


def test_nothing_is_worth_knowing_of_what_cannot_be_paid_for() -> None:
    assert "a trial of elders" in {one.title for one in decision().surveys}
    assert "a trial of calls" in {one.title for one in told("elders").surveys}
    assert "elders" not in " ".join(one.title for one in (*told("elders").surveys, *told("elders").flips))
    assert told("elders").evpi.departures != decision().evpi.departures


def test_what_is_stored_is_left_as_it_was() -> None:
    found = evidence()
    before = {name: one.copy() for name, one in found.paired.people.items()}
    decided(found, parse_budget("1 million USD"), ("elders",))
    assert list(found.paired.people) == list(before)
    assert all(np.array_equal(one, before[name]) for name, one in found.paired.people.items())


def test_it_is_said_in_the_first_sentence_and_by_name() -> None:
    said = told("elders", "checks").says
    assert said[0].startswith("With 1 million USD a year and 2 of 4 programmes left out, the choice")
    assert "Left out, as asked, and in no portfolio: elders; checks." in said
    assert "left out" not in " ".join(decision().says)


def test_where_only_coercion_is_left_it_is_not_ranked_and_nothing_is_chosen() -> None:
    found = told("elders", "calls", "words")
    assert found.choice == "nothing"
    assert "only coercive programmes are left, which are not ranked" in found.says[0]
    assert [part.programme for arm in found.coercive for part in arm.parts] == ["checks"]


def test_the_page_marks_them_and_tells_how_to_ask_again() -> None:
    page = decision_html(told("elders"))
    assert 'Elders<span class="tag off">left out</span>' in page
    assert "--without elders</code>" in page
    assert "left out</span>" not in decision_html(decision())


def test_every_unknown_name_is_told_and_what_was_meant() -> None:
    programmes = evidence().programmes
    with pytest.raises(Faults) as caught:
        without_of(programmes, ["elderz", "calls", "x", "x"])
    assert [str(one) for one in caught.value.faults] == [
        "--without: elderz: there is no such programme; did you mean elders?",
        "--without: x: there is no such programme; known: elders, calls, words, checks",
    ]


def test_all_of_them_cannot_be_left_out() -> None:
    programmes = evidence().programmes
    with pytest.raises(Faults, match=r"--without: leaves out all 4 programmes.*leave one of them in"):
        without_of(programmes, [one.id for one in programmes])
    assert without_of(programmes, ["calls", "calls"]) == {"calls"}
    assert without_of((), ()) == frozenset()
