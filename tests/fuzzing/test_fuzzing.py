"""Files that are got wrong at random are refused in clean words or accepted: no traceback, no hang, nothing written."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from counterflow.faults import Fault, Faults
from tests.fuzzing.formats import FORMATS, Format
from tests.fuzzing.mutations import Change, byte_changes, changed_bytes, changed_text, text_changes
from tests.fuzzing.trying import Trial

SMALL = [one for one in FORMATS if "library" not in one.name]
"""Files that are read in milliseconds; the large ones are got wrong by `make verify`."""


@pytest.mark.parametrize("kind", SMALL, ids=lambda kind: kind.name)
def test_a_file_got_wrong_is_refused_or_accepted(
    kind: Format, tmp_path_factory: pytest.TempPathFactory
) -> None:
    trial = Trial(kind, tmp_path_factory.mktemp("fuzzing") / "folder")

    @settings(max_examples=10, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(byte_changes if kind.in_bytes else text_changes)
    def one(changes: list[Change]) -> None:
        trial.read(trial.changed(changes))
        assert not trial.broken, trial.broken[0]
        assert not trial.written, trial.written[0]

    trial.read(trial.right)
    assert (trial.accepted, trial.refused) == (1, 0)  # a right file is right
    one()
    assert trial.refused


def reading(result: object) -> Format:
    """A kind of file whose reading raises something, or writes."""

    def read(folder: Path) -> None:
        if isinstance(result, Exception):
            raise result
        (folder / "more").write_text("written")

    return Format("strange", lambda folder: folder.mkdir() or (folder / "a").write_text("a"), "a", read)


def test_whatever_else_happens_is_told(tmp_path: Path) -> None:
    trial = Trial(reading(ZeroDivisionError()), tmp_path / "1")
    trial.read(b"")
    assert (len(trial.broken), trial.written) == (1, [])
    assert "\n" not in str(Fault("f", None, "", "one\ntwo", ""))
    says_nothing = Trial(reading(Faults([Fault("f", None, "", "", "")])), tmp_path / "2")
    says_nothing.read(b"")
    assert "not one line" in says_nothing.broken[0]
    writing = Trial(reading(None), tmp_path / "3")
    writing.read(b"")
    assert len(writing.written) == 1


def test_changes_are_what_they_are_called() -> None:
    text = 'a = 1\nb = "x"\n'
    assert changed_text(text, [Change("lose line", 0, 0, 0)]) == b'b = "x"\n'
    assert changed_text(text, [Change("double line", 0, 9_999, 0)]) == b'a = 1\na = 1\nb = "x"\n'
    assert changed_text(text, [Change("swap lines", 0, 9_999, 0)]) == b'b = "x"\na = 1\n'
    assert changed_text(text, [Change("number", 1_000, 0, 0)]) == b'a = nan\nb = "x"\n'
    assert changed_text(text, [Change("end", 5_000, 0, 0)]) == b"a = 1\n"
    assert changed_bytes(b"abcd", [Change("flip", 2_500, 0, 3)]) == b"aacd"
    assert changed_bytes(b"abcd", [Change("lose", 2_500, 7_500, 0)]) == b"ad"
    assert changed_bytes(b"abcd", [Change("double", 2_500, 7_500, 0)]) == b"abcbcd"
