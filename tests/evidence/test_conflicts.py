"""Figures that do not agree."""

from counterflow.evidence import Evidence, conflicts
from counterflow.evidence.conflicts import once_each
from tests.evidence.builders import HEARING_DAY, figure, library


def test_the_muftis_number_counts_once_however_often_it_is_repeated() -> None:
    evidence = library().where(place="Tajikistan", origin="syria-mufti")
    (said,) = once_each(evidence)
    assert said.figure.id == "FF-035"
    assert [one.id for one in said.repeated_by] == ["FF-042", "FF-045"]


def test_distinct_origins_stand_side_by_side() -> None:
    (uzbek,) = [one for one in conflicts(library().known(HEARING_DAY)) if one.place == "Uzbekistan"]
    assert {said.figure.id for said in uzbek.sayings} == {"FF-098", "FF-134", "FF-135"}
    assert uzbek.factor == 2500 / 31


def test_one_origin_cannot_conflict_with_itself() -> None:
    evidence = Evidence((figure("FF-1", 100), figure("FF-2", 900, about="2015-05-01")))
    assert conflicts(evidence) == ()


def test_figures_a_year_apart_are_no_conflict() -> None:
    evidence = Evidence(
        (figure("FF-1", 100, about="2013-01"), figure("FF-2", 900, origin="x", about="2015-05"))
    )
    assert conflicts(evidence) == ()


def test_agreeing_figures_are_no_conflict() -> None:
    evidence = Evidence((figure("FF-1", 100), figure("FF-2", 110, origin="x")))
    assert conflicts(evidence) == ()
    assert len(conflicts(evidence, at_least=1.05)) == 1


def test_agencies_of_one_government_are_one_voice_in_a_conflict() -> None:
    (one,) = conflicts(
        Evidence((figure("FF-1", 100, origin="tj-mvd"), figure("FF-2", 300, origin="tj-gknb")))
    )
    assert one.voices == ("government of Tajikistan",)


def test_a_population_of_a_province_is_no_rival_of_the_countrys() -> None:
    assert not [one for one in conflicts(library()) if one.quantity.startswith("population")]
