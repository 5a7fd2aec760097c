"""A curve and the line it has to pass."""

from __future__ import annotations

from counterflow.analysis.records import Curve
from counterflow.views.curve import curve_with_threshold
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, scales, spec


def curve(*points: tuple[float, float], threshold: float | None = 0.5) -> Curve:
    return Curve(x="people trained", y="share", points=points, threshold=threshold, says="It falls.")


def test_points_are_drawn_in_order_with_the_threshold() -> None:
    rows = data(spec(curve_with_threshold(curve((3, 0.2), (1, 0.8)), LIGHT)))
    assert [row["x"] for row in rows if "x" in row] == [1, 3]
    assert {"y": 0.5} in rows


def test_a_wide_axis_is_logarithmic() -> None:
    found = spec(curve_with_threshold(curve((1, 0.8), (1000, 0.2)), LIGHT))
    assert {scale.get("type") for scale in scales(found, "x")} == {"log"}


def test_the_message_names_both_ends() -> None:
    view = curve_with_threshold(curve((1, 0.8), (1000, 0.2), threshold=None), LIGHT)
    assert view is not None
    assert view.message == "It falls. From 0.8 at people trained 1 to 0.2 at 1,000."


def test_a_single_point_and_none_at_all() -> None:
    assert curve_with_threshold(curve((1, 0.8)), LIGHT) is not None
    assert curve_with_threshold(curve(), LIGHT) is None


def test_a_probability_is_drawn_from_0_to_1() -> None:
    flat = Curve(
        x="x", y="probability that it holds", points=((1, 0.7), (2, 0.72)), threshold=0.5, says="Flat."
    )
    found = spec(curve_with_threshold(flat, LIGHT))
    assert {tuple(scale["domain"]) for scale in scales(found, "y")} == {(0, 1)}


def test_long_titles_are_set_in_lines() -> None:
    long = Curve(
        x="approaches per person-year in host places over home districts",
        y="y",
        points=((1, 1), (2, 2)),
        says="s",
    )
    found = spec(curve_with_threshold(long, LIGHT))
    assert len(found["layer"][0]["encoding"]["x"]["axis"]["title"]) == 2
