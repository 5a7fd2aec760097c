"""Charts inside the page: they take its colours, clash with nothing, and are the same bytes each time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from counterflow.report.svg import Pen, inline_svg
from counterflow.views.chart import View
from counterflow.views.departures import departures_over_time
from counterflow.views.strip import claim_strip
from counterflow.views.theme import DARK, LIGHT
from tests.views.example import verdicts

VERDICTS = verdicts()


@pytest.fixture(scope="module")
def panels() -> View:
    view = departures_over_time(VERDICTS.departures, "Tajikistan", VERDICTS.accounts, LIGHT)
    assert view is not None
    return view


def test_no_colour_is_left_that_the_page_does_not_know(panels: View) -> None:
    svg = inline_svg(panels, "a")
    painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert painted <= {"none", "transparent"} | {f"var(--{name})" for name in LIGHT.named()}
    assert "var(--model)" in painted


def test_a_chart_may_be_drawn_in_either_palette() -> None:
    claim = VERDICTS.claims[0]
    assert inline_svg(claim_strip(claim, DARK), "a", DARK) == inline_svg(
        claim_strip(claim, LIGHT), "a", LIGHT
    )


def test_ids_belong_to_the_chart(panels: View) -> None:
    one, other = (inline_svg(panels, name) for name in ("one", "other"))
    ids = re.findall(r'id="([^"]+)"', one)
    assert ids
    assert not set(ids) & set(re.findall(r'id="([^"]+)"', other))
    assert set(re.findall(r"url\(#([^)]+)\)", one)) == set(ids)


def test_the_same_view_is_the_same_bytes(panels: View) -> None:
    first = inline_svg(panels, "a")
    inline_svg(claim_strip(VERDICTS.claims[0], LIGHT), "b")
    assert inline_svg(panels, "a") == first


def test_the_chart_is_one_image_with_its_message(panels: View) -> None:
    root = ET.fromstring(inline_svg(replace(panels, message='A "quote" & <b>'), "a"))  # noqa: S314 -- drawn here
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'A "quote" & <b>'
    assert not [
        element
        for element in list(root.iter())[1:]
        if "role" in element.attrib or "aria-label" in element.attrib
    ]


def test_type_is_left_to_the_page(panels: View) -> None:
    assert "font-family" not in inline_svg(panels, "a")


def test_the_second_process_draws_the_same_bytes_in_the_order_asked_for(panels: View) -> None:
    strip = claim_strip(VERDICTS.claims[0], LIGHT)
    pen = Pen()
    first, second = pen.hand(panels, "a"), pen.hand(strip, "b")
    assert pen.drawn(second) == inline_svg(strip, "b")
    assert pen.drawn(first) == inline_svg(panels, "a")
    pen.put_down()


def test_a_pen_that_breaks_says_so_and_leaves_no_process(panels: View) -> None:
    pen = Pen()
    pen.hand(panels, "a")
    pen.put_down()
    with pytest.raises(RuntimeError, match="could not be drawn"):
        pen.drawn(0)


def test_nothing_can_be_handed_in_once_the_charts_were_asked_for(panels: View) -> None:
    pen = Pen()
    pen.drawn(pen.hand(panels, "a"))
    with pytest.raises(RuntimeError, match="asked for already"):
        pen.hand(panels, "b")
