"""Charts and words of what moves an outcome, of boxes, and of forecasts."""

from __future__ import annotations

import datetime as dt

import pytest

from counterflow.analysis.discover.records import BoxFound, Discovery, Limit, Measured, Step
from counterflow.analysis.discover.words import box_words, limit_words
from counterflow.analysis.forecast.records import By, Fared, Forecast, Hindcast, LaterFigure
from counterflow.analysis.sensitivity.records import (
    Effect,
    Method,
    MorrisEffect,
    Sensitivity,
    SobolIndex,
    Thirds,
)
from counterflow.views.boxes import trade_off
from counterflow.views.hindcast import fared_words, forecast_against_later, forecast_rows
from counterflow.views.sensitivity import SHOWN, says, table_rows, what_moves
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, spec


def found(method: Method, *effects: Effect) -> Sensitivity:
    return Sensitivity("departed", "people", method, "runs", 100, 0, 50.0, 10.0, None, effects)


MORRIS = MorrisEffect("exposure_ratio", 12.0, 2.0, -11.0, 4.0)
SOBOL = SobolIndex("weights.engaging.support", 0.3, 0.1, 0.5, 0.15)
THIRDS = Thirds("place_sd", 0.2, 0.05, 0.7, 0.04, 0.25, 0.06, clear=True)


@pytest.mark.parametrize(
    ("effect", "method", "ends"),
    [
        (MORRIS, "morris", [(10.0, 12.0, 14.0)]),
        (SOBOL, "sobol", [(0.2, 0.3, 0.4), (0.35, 0.5, 0.65)]),
        (THIRDS, "thirds", [(0.15, 0.2, 0.25), (0.66, 0.7, 0.74)]),
    ],
)
def test_each_effect_is_drawn_with_its_interval(
    effect: Effect, method: Method, ends: list[tuple[float, float, float]]
) -> None:
    rows = data(spec(what_moves(found(method, effect), LIGHT)))
    drawn = [row[end] for row in rows for end in ("low", "at", "high")]
    assert drawn == pytest.approx([end for three in ends for end in three])


def test_a_chart_has_the_largest_and_a_table_all() -> None:
    many = found("morris", *(MorrisEffect(f"p{i}", 30.0 - i, 1.0, 0.0, 0.0) for i in range(20)))
    rows = data(spec(what_moves(many, LIGHT)))
    assert [row["parameter"] for row in rows] == [f"p{i}" for i in range(SHOWN)]
    assert len(table_rows(many)) == 20


def test_the_words_say_what_the_chart_shows() -> None:
    said = says(found("sobol", SOBOL))
    assert said == (
        "What moves departed most, by sobol, over 100 futures: weight of support in engaging 0.30 alone, 0.50 with others."
    )


def test_a_table_marks_what_is_clear_and_keeps_the_sign() -> None:
    (row,) = table_rows(found("thirds", THIRDS))
    assert row[""] == "clear"
    (row,) = table_rows(found("morris", MORRIS))
    assert row["change"] == "-11"


PEELED = Measured(200, 40, 0.9, 0.77, 0.96, 0.6)
HELD = Measured(100, 20, 0.85, 0.64, 0.95, 0.55)


def discovery(held: Measured = HELD) -> Discovery:
    limit = Limit(
        "exposure_ratio",
        "the exposure ratio",
        "ratio",
        4.2,
        None,
        0.3,
        1e-6,
        "the exposure ratio is above 4.2",
    )
    way = (Step(0.3, 1.0, 1.0, 0), Step(0.6, 0.8, 0.4, 1), Step(0.9, 0.6, 0.2, 1))
    return Discovery("A does better", "runs", 300, 0, 0.3, 0.8, (BoxFound((limit,), PEELED, held),), way)


def test_a_box_is_told_by_the_futures_that_it_has_not_seen() -> None:
    one = discovery()
    assert box_words(one, one.boxes[0]) == (
        "Where the exposure ratio is above 4.2: so in 85% of 20 held-out futures (64% to 95%), against 30% of all futures."
        " The box holds 55% of the futures in which it is so."
    )


def test_a_box_without_held_out_futures_says_so() -> None:
    one = discovery(Measured(100, 0, None, 0.0, 1.0, 0.0))
    assert "no held-out future lies there" in box_words(one, one.boxes[0])


def test_the_way_is_drawn_and_the_chosen_box_marked() -> None:
    rows = [row for row in data(spec(trade_off(discovery(), LIGHT))) if "coverage" in row]
    assert [(row["coverage"], row["chosen"]) for row in rows] == [(1.0, False), (0.8, False), (0.6, True)]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, 0.5, "is below 0.5"),
        (2.0, None, "is above 2"),
        (1.0, 3.0, "is between 1 and 3"),
        (None, -0.3, "is below -0.3"),
    ],
)
def test_limits_in_words(low: float | None, high: float | None, words: str) -> None:
    assert limit_words("it", low, high) == f"it {words}"


def forecast(by: By, centre: float, *, inside50: bool = True) -> Forecast:
    return Forecast(
        by=by,
        low90=centre / 4,
        low50=centre / 2,
        centre=centre,
        high50=centre * 2,
        high90=centre * 4,
        inside50=inside50,
        inside90=True,
        interval_score50=1.0,
        interval_score90=2.0,
        log_score=-1.0,
    )


def figure(*forecasts: Forecast, reason: str | None = None, identity: str = "a") -> LaterFigure:
    return LaterFigure(
        id=identity,
        quantity="ever left",
        cohort="Tajikistan",
        at=dt.date(2015, 12, 31),
        available=dt.date(2016, 3, 29),
        low=700,
        centre=1000,
        high=1600,
        scale="log",
        origins=("tj-mvd",),
        forecasts=forecasts,
        not_forecast=reason,
    )


FARED = Fared(
    by="prior",
    figures=10,
    inside50=4,
    inside90=9,
    interval_score50=1,
    interval_score90=2,
    log_score=-1,
    compared=6,
    gain=0.31,
)


def hindcast(*figures: LaterFigure) -> Hindcast:
    return Hindcast(as_of=dt.date(2015, 6, 11), draws=100, known=37, figures=figures, fared=(FARED,))


def test_forecasts_are_drawn_over_what_was_published() -> None:
    view = forecast_against_later(
        hindcast(figure(forecast("prior", 500.0), forecast("naive", 1500.0))), LIGHT
    )
    (row,) = [row for row in data(spec(view)) if "figure" in row]
    assert (row["centre"], row["low90"], row["naive"]) == pytest.approx((0.5, 0.125, 1.5))
    assert (row["told_low"], row["told_high"]) == pytest.approx((0.7, 1.6))
    assert view is not None
    assert "published 1,000, the model before calibration 500 (125 to 2,000)" in view.message


def test_without_a_forecast_of_a_model_there_is_no_chart() -> None:
    assert forecast_against_later(hindcast(figure(forecast("naive", 1500.0))), LIGHT) is None


def test_the_table_says_which_intervals_hold_the_figure_and_why_one_was_not_forecast() -> None:
    rows = forecast_rows(
        hindcast(
            figure(forecast("prior", 500.0, inside50=False)), figure(reason="no such thing", identity="b")
        )
    )
    assert [(row.by, row.inside) for row in rows] == [
        ("the model before calibration", "90% only"),
        ("not forecast", ""),
    ]
    assert rows[1].centre == "no such thing"


def test_how_a_forecaster_fared_is_told_against_what_should_be() -> None:
    assert fared_words(FARED) == (
        "The model before calibration: of 10 figures 4 lie in the 50 percent intervals (5 expected) and 9 in the 90 percent"
        " ones (9 expected). On the 6 figures that could also be had by carrying on what had been published, its log score is"
        " 0.31 better on average."
    )
