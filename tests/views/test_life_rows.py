"""A life in words."""

import pytest

from counterflow.lives.records import Approach
from counterflow.views.life_rows import (
    HAPPENS,
    NO_DRIVER,
    NOT,
    chosen_words,
    ends_rows,
    ends_words,
    fate_words,
    life_rows,
    pairing_words,
    person_words,
)
from tests.lives.people import approach, elders, incident, nothing_done, stay, step, tie, two_lives

POINT = (7, 50, 3)
SAME = {"spells": (stay(0.0, 1.0, away=False), stay(1.0, 2.0)), "incidents": (incident(0.5, 1),)}


def test_who_it_is_is_told_by_sex_age_and_home_alone() -> None:
    assert (
        person_words(two_lives(nothing_done(), elders())) == "A synthetic woman of 29 from South 2 (Halmark)"
    )


def test_a_timeline_has_a_row_for_each_moment_and_a_cell_for_each_arm() -> None:
    life = two_lives(
        nothing_done(**SAME, ties=(tie(1.5, 1),)),
        elders(**SAME, ties=(tie(1.25, 2, "mentor who recruits"),)),
    )
    assert [(row.date, row.what, row.cells, row.differs) for row in life_rows(life)] == [
        ("2016-01-01", "is at home, 6 relatives there", (HAPPENS, HAPPENS), False),
        ("2016-07-01", "incident by the public, size 1.5", (HAPPENS, HAPPENS), False),
        ("2016-12-31", "goes to Vester, town 1, one relative there", ("regular", "regular"), False),
        (
            "2017-04-01",
            "new tie to a leader of the other sign, who recruits, lasts 3 months",
            (NOT, HAPPENS),
            True,
        ),
        ("2017-07-01", "new tie in the community, lasts 3 months", (HAPPENS, NOT), True),
    ]


def test_legal_status_and_a_third_country_are_told_of_stays_abroad() -> None:
    life = two_lives(
        nothing_done(spells=(stay(0.0, 1.0, regular=False, third=True),)),
        elders(spells=(stay(0.0, 1.0, third=True),)),
    )
    (row,) = life_rows(life)
    assert row.what == "is in Vester, town 1, a third country, since a ban holds, one relative there"
    assert (row.cells, row.differs) == (("irregular", "regular"), True)
    assert "Stays with another legal status: 1." in pairing_words(life)


@pytest.mark.parametrize(
    ("outcome", "cell"),
    [
        ("reached", HAPPENS),
        ("elsewhere", "void, lives elsewhere then"),
        ("not free", "void, already engaged, stopped or gone"),
        ("too young", "void, too young"),
    ],
)
def test_an_approach_is_told_by_who_and_by_what_came_of_it(outcome: str, cell: str) -> None:
    life = two_lives(nothing_done(approaches=(approach(0.5, 1, outcome),)), elders())
    (row,) = life_rows(life)
    assert (row.what, row.cells) == ("approach by a recruiter in the street", (cell, NOT))


def test_who_starts_unasked_is_approached_by_nobody() -> None:
    unasked = Approach(0.5, "self-start", "reached", engaged=True, point=(9, 43, 1))
    (row,) = life_rows(two_lives(nothing_done(approaches=(unasked,)), elders()))
    assert row.what == "starts unasked, approached by nobody"


def test_the_pairing_counts_what_is_shared_and_what_is_not() -> None:
    life = two_lives(
        nothing_done(**SAME, ties=(tie(1.5, 1),)), elders(**SAME, ties=(tie(1.5, 1), tie(1.25, 2)))
    )
    words = pairing_words(life)
    assert "In both: 1 incident, 1 tie. Only under Visiting elders: 1 tie." in words
    assert "no programme" not in words


def test_where_nothing_differs_the_pairing_says_so() -> None:
    assert "Nothing differs" in pairing_words(two_lives(nothing_done(**SAME), elders(**SAME)))


def test_one_life_alone_has_nothing_to_be_compared_with() -> None:
    words = pairing_words(two_lives(nothing_done(**SAME), None))
    assert words == "The scenario has no programme to tell the life under."


def test_a_scenario_in_which_no_driver_matters_says_so() -> None:
    life = two_lives(nothing_done(**SAME), elders(**SAME))
    assert NO_DRIVER not in pairing_words(life)
    object.__setattr__(life, "drivers_matter", False)
    assert NO_DRIVER in pairing_words(life)


def test_a_fate_is_told_once_where_it_is_the_same() -> None:
    steps = (step(0.5, "engaged", POINT), step(0.9, "departed", POINT, "Syria/Iraq"))
    life = two_lives(nothing_done(steps=steps), elders(steps=steps))
    assert fate_words(life) == "She engages, and in the end leaves for Syria/Iraq, in either life."


def test_fates_that_differ_are_told_by_arm() -> None:
    life = two_lives(
        nothing_done(steps=(step(0.5, "engaged", POINT),)), elders(approaches=(approach(0.5, 1),))
    )
    assert (
        fate_words(life)
        == "Under no programme she engages. Under Visiting elders she is approached and does not engage."
    )


def test_a_void_approach_alone_leaves_somebody_unapproached() -> None:
    life = two_lives(nothing_done(approaches=(approach(0.5, 1, "elsewhere"),)), elders())
    assert fate_words(life) == "She is never approached, in either life."


def test_most_lives_are_said_to_be_unapproached_in_people() -> None:
    life = two_lives(nothing_done(), elders())
    assert ends_words(life) == (
        "Of 100,000 people of the scenario 450 are ever approached in this run, 15 engage and fewer than one leave, families "
        "included; 99,550 are never approached."
    )
    assert [row.approached for row in ends_rows(life)] == ["2,700 (450)", "1,200 (1,670)"]
    assert ends_rows(life)[1].departed == "0 (0)"


LOT = "Drawn by lot among 400 adults who work abroad at times"
AMONG = "Drawn by lot among the 400 who engage under no programme"
RARE = "Such a life is rare: of 100,000 people 15 engage in this run, 99,985 do not."


@pytest.mark.parametrize(
    ("how", "differ", "words"),
    [
        ("number", None, "Asked for by number."),
        (
            "unapproached",
            3,
            f"{LOT}; for 3 of them the timeline is another under Visiting elders, and she is one of these.",
        ),
        ("unapproached", 0, f"{LOT}; for none of them the timeline is another under Visiting elders."),
        ("engaged", 0, f"{RARE} {AMONG}; for none of them the way goes on otherwise under Visiting elders."),
    ],
)
def test_how_the_person_was_chosen_is_said(how: str, differ: int | None, words: str) -> None:
    assert chosen_words(two_lives(nothing_done(), elders(), how=how, differ=differ)) == words
