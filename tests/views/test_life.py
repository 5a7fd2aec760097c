"""The chart of a life: the same rows in each arm, and marks that say where a thing happens."""

from typing import Any

import pytest

from counterflow.views.life import life_chart
from counterflow.views.life_lanes import HEIGHT, LANES
from counterflow.views.theme import DARK, LIGHT
from tests.lives.people import approach, elders, incident, levels, nothing_done, stay, step, tie, two_lives
from tests.views.drawing import data, marks, spec

POINT = (7, 50, 3)
LIFE = two_lives(
    nothing_done(
        spells=(stay(0.0, 1.0, away=False), stay(1.0, 2.0, regular=False)),
        incidents=(incident(0.5, 1), incident(1.2, 2, "employers")),
        approaches=(approach(0.6, 1), approach(0.7, 2, "elsewhere")),
        ties=(tie(1.5, 1),),
        steps=(step(0.6, "engaged", POINT), step(1.9, "dead", POINT, "Syria/Iraq")),
    ),
    elders(
        spells=(stay(0.0, 1.0, away=False), stay(1.0, 2.0)),
        incidents=(incident(0.5, 1),),
        ties=(tie(1.5, 1), tie(1.6, 2, "mentor")),
        reached=((1.0, 2.0),),
        levels=levels(0.5),
    ),
)


def points(arm: int) -> list[tuple[float, float, str, bool]]:
    """Marks of an arm: when, which lane's middle, colour, filled or not."""
    rows = data(spec(life_chart(LIFE, arm, LIGHT)))
    return [(round(row["x"] - 2016, 2), row["y"], row["shade"], row["here"]) for row in rows if "here" in row]


def test_what_happens_in_both_is_ink_and_filled() -> None:
    public = LANES["public"].middle
    for arm in (0, 1):
        assert (0.5, public, LIGHT.ink, True) in points(arm)


def test_what_happens_in_one_alone_has_its_own_colour_and_is_a_ring_in_the_other() -> None:
    employers = LANES["employers"].middle
    assert (1.2, employers, LIGHT.target, True) in points(0)
    assert (1.2, employers, LIGHT.target, False) in points(1)


def test_an_approach_that_the_other_life_lacks_is_a_ring_there_and_a_void_one_is_a_cross() -> None:
    lane = LANES["approaches"].middle
    assert [row for row in points(1) if row[1] == lane] == [(0.6, lane, LIGHT.target, False)]
    crosses = [
        mark for mark in marks(spec(life_chart(LIFE, 0, LIGHT))) if str(mark.get("shape", "")).startswith("M")
    ]
    assert len(crosses) == 1


def test_a_stay_with_another_legal_status_is_coloured_and_filled_or_hollow() -> None:
    def bars(arm: int) -> list[tuple[str, str]]:
        found = marks(spec(life_chart(LIFE, arm, LIGHT)))
        return [
            (mark["fill"], mark["stroke"]) for mark in found if mark["type"] == "rect" and "stroke" in mark
        ]

    assert bars(0) == [(LIGHT.paper, LIGHT.target)]
    assert bars(1) == [(LIGHT.target, LIGHT.target)]


def test_the_ground_shows_when_the_programme_reaches_the_person() -> None:
    def ground(arm: int) -> list[dict[str, Any]]:
        rows = data(spec(life_chart(LIFE, arm, LIGHT)))
        return [row for row in rows if row.get("bottom") == HEIGHT and "to" in row]

    assert ground(0) == []
    (row,) = ground(1)
    assert (row["from"], row["to"], row["top"]) == (2017.0, 2018.0, 0)


def test_the_other_life_s_grievance_is_a_dashed_line_where_it_differs() -> None:
    def dashed(arm: int) -> int:
        return sum("strokeDash" in mark for mark in marks(spec(life_chart(LIFE, arm, LIGHT))))

    assert (dashed(0), dashed(1)) == (1, 1)
    same = two_lives(nothing_done(), elders())
    assert not any("strokeDash" in mark for mark in marks(spec(life_chart(same, 0, LIGHT))))


def test_both_arms_share_their_scales() -> None:
    texts = [[mark.get("text") for mark in marks(spec(life_chart(LIFE, arm, LIGHT)))] for arm in (0, 1)]
    assert all("up to 6" in found and "up to 1" in found for found in texts)


def test_the_last_step_is_told_in_words_and_nothing_where_there_is_none() -> None:
    first, second = (
        [mark.get("text") for mark in marks(spec(life_chart(LIFE, arm, LIGHT)))] for arm in (0, 1)
    )
    assert "dies in Syria/Iraq" in first
    assert "none" in second


def test_levels_stop_while_the_person_is_gone() -> None:
    life = two_lives(nothing_done(levels=levels(gone_from=1.0)), None)
    rows = data(spec(life_chart(life, 0, LIGHT)))
    assert len([row for row in rows if "floor" in row]) == 2
    flat = [row for row in rows if {"low", "high"} <= set(row) and row["x"] > 2017]
    assert flat
    assert all(row["low"] == row["high"] for row in flat)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_message_says_what_the_picture_shows(palette: Any) -> None:
    message = life_chart(LIFE, 0, palette).message
    assert message.startswith(
        "2016 to 2017 under no programme: 1 stays abroad; incidents: 1 public, 0 authorities,"
    )
    assert "1 ties made; 1 approaches, 1 void." in message
