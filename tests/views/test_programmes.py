"""Effects of programmes, and the price of the coercive ones."""

from __future__ import annotations

from counterflow.analysis.records import AccountShown, ProgrammeEffect, ProgrammeShown
from counterflow.analysis.written import Interval
from counterflow.views.programmes import effect_domain, programme_effect
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, marks, scales, spec

ACCOUNTS = [AccountShown(id=name, title=name, says="") for name in ("support", "all")]


def programme(low: float, high: float, restricted: float | None = None) -> ProgrammeShown:
    span = Interval(low=low, centre=(low + high) / 2, high=high)
    effect = ProgrammeEffect(
        departures_averted=span,
        share_averted=span,
        engaged_averted=span,
        restricted_per_averted=restricted,
        restricted_range=None if restricted is None else (restricted / 5, restricted * 5),
    )
    effects = {"all": effect, "support": effect}
    return ProgrammeShown(
        id="p", title="P", kind="k", coercive=restricted is not None, says="s", by_account=effects
    )


def test_the_domain_spans_all_programmes_and_zero() -> None:
    assert effect_domain([programme(0.1, 0.2), programme(-0.05, 0.02)], coercive=False) == (-0.05, 0.2)
    assert effect_domain([programme(0.1, 0.2)], coercive=False) == (0.0, 0.2)
    low, high = effect_domain([], coercive=False)
    assert low < 0 < high


def test_coercive_programmes_are_not_on_the_axis_of_the_others() -> None:
    both = [programme(0.1, 0.2, restricted=17), programme(0.0, 0.01)]
    assert effect_domain(both, coercive=False) == (0.0, 0.01)
    assert effect_domain(both, coercive=True) == (0.0, 0.2)


def test_others_carry_the_departures_averted_with_their_range() -> None:
    found = spec(programme_effect(programme(-12, 1900), ACCOUNTS, (0, 1), LIGHT))
    assert [row["beside"] for row in data(found) if "beside" in row] == [
        "944 (\N{MINUS SIGN}12 to 1,900)"
    ] * 2


def test_a_coercive_programme_that_averts_nothing_says_so() -> None:
    shown = programme(-0.1, 0.0).model_copy(update={"coercive": True})
    found = spec(programme_effect(shown, ACCOUNTS, (-1, 1), LIGHT))
    assert {row["beside"] for row in data(found) if "beside" in row} == {"averts none"}


def test_programmes_share_the_axis_they_are_given() -> None:
    found = spec(programme_effect(programme(0.1, 0.2), ACCOUNTS, (-1, 1), LIGHT))
    assert {tuple(scale["domain"]) for scale in scales(found, "x")} == {(-1, 1)}


def test_a_coercive_programme_is_hollow_and_carries_its_price() -> None:
    view = programme_effect(programme(0.1, 0.2, restricted=3197), ACCOUNTS, (0, 1), LIGHT)
    found = spec(view)
    assert [mark["filled"] for mark in marks(found) if mark["type"] == "point"] == [False]
    assert [row["beside"] for row in data(found) if "beside" in row] == ["3,200 (639 to 16,000)"] * 2
    assert view is not None
    assert "P (coercive)" in view.message
    assert "3,200 (639 to 16,000) people restricted per departure averted" in view.message


def test_zero_is_marked_so_that_harm_is_seen() -> None:
    assert {"low": 0} in data(spec(programme_effect(programme(-0.1, 0.2), ACCOUNTS, (-1, 1), LIGHT)))
