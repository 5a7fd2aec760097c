from pathlib import Path

from counterflow.analysis.record import record_result
from counterflow.hearing import RecordTest
from tests.hearing.mini import mini


def test_what_a_passage_says_was_said(tmp_path: Path) -> None:
    hearing = mini(tmp_path)
    assert record_result(RecordTest(witness="official", topic="size"), hearing).p == 1.0
    assert record_result(RecordTest(witness="official", topic="bonds"), hearing).p == 0.0


def test_left_out_of_a_text_that_was_read_whole(tmp_path: Path) -> None:
    hearing = mini(tmp_path)
    assert record_result(RecordTest(witness="official", topic="bonds", left_out=True), hearing).p == 1.0
    assert record_result(RecordTest(witness="official", topic="size", left_out=True), hearing).p == 0.0


def test_extracts_cannot_show_that_something_was_left_out(tmp_path: Path) -> None:
    found = record_result(RecordTest(witness="expert", topic="size", left_out=True), mini(tmp_path))
    assert found.p is None
    assert found.note == "no passage of The expert speaks of size, but only extracts of “Extracts” were read"


def test_one_passage_among_extracts_shows_that_something_was_said(tmp_path: Path) -> None:
    assert record_result(RecordTest(witness="expert", topic="bonds", left_out=True), mini(tmp_path)).p == 0.0
