"""What counts for a question."""

import datetime as dt

from counterflow.evidence import Evidence
from tests.evidence.builders import HEARING_DAY, figure, library, salience


def test_later_rows_are_hidden_as_of_the_hearing() -> None:
    known = library().known(HEARING_DAY)
    assert "FF-103" not in known.by_id  # 519 Tajiks, told at the end of July
    assert "FF-003" in known.by_id
    assert all(
        one.prefix in ("POP", "PRG") or one.published is None or one.published.last <= HEARING_DAY
        for one in known
    )


def test_populations_and_programmes_count_whenever_published() -> None:
    known = library().known(dt.date(1990, 1, 1))
    assert {one.prefix for one in known} >= {"POP", "PRG"}
    assert not [one for one in known if one.prefix in ("FF", "OUT")]


def test_an_incomplete_date_counts_from_its_last_day() -> None:
    one = figure("FF-1", 5, published="2015-06")
    assert not one.known_on(dt.date(2015, 6, 29))
    assert one.known_on(dt.date(2015, 6, 30))


def test_the_witness_own_figures_can_be_set_aside() -> None:
    evidence = library()
    left = evidence.without(["icg", "lemon"])
    assert set(evidence.by_id) - set(left.by_id) >= {"FF-138", "FF-101", "SEED-001", "SEED-002"}
    assert not {"icg", "lemon"} & set(left.origins)


def test_agencies_that_may_share_a_list_are_one_voice() -> None:
    evidence = Evidence(
        (
            figure("FF-1", 1, origin="tj-mvd"),
            figure("FF-2", 2, origin="tj-gknb"),
            figure("FF-3", 3, origin="kz-knb"),
        )
    )
    assert len(evidence.origins) == 3
    assert evidence.voices == ("government of Tajikistan", "kz-knb")


def test_figures_are_found_by_what_they_are() -> None:
    found = library().where(quantity="ff_cumulative", place="Belgium", origin="icsr")
    assert [one.id for one in found] == ["FF-003"]


def test_a_replaced_point_of_the_curve_is_dropped_once_its_successor_is_known() -> None:
    evidence = library()
    early = {point.id for point in evidence.known(HEARING_DAY).salience}
    late = {point.id for point in evidence.known(dt.date(2020, 1, 1)).salience}
    assert "2015-03" in early
    assert "2015-04" not in early
    assert "2015-04" in late
    assert "2015-03" not in late


def test_the_curve_of_a_witness_is_set_aside_too() -> None:
    curve = salience((dt.date(2014, 1, 1), 100.0))
    assert Evidence((), curve).without(["icsr"]).salience == ()
