"""Verdicts: recorded one by one, written as JSON, and failing where they do not hold."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.judge import ERRORS, Judge
from tools import verification_page, verify
from tools.verdicts import Verdict, Verification, number, read, summary, table, write

ROOT = Path(__file__).parents[2]
TESTS = '''
"""An area of its own.

And more about it.
"""
import pytest

pytestmark = pytest.mark.verification

def test_holds(verdict):
    verdict.at_most("one", "first with second", 1.0, 2.0)
    verdict.at_least("two", "second with first", 2.0, 1.0)

def test_fails_after_both(verdict):
    verdict.none("three", "what there must not be", 3)
    verdict.at_most("four", "first with second", 1.0, 2.0)

def test_that_compares_nothing_of_its_own():
    pass

def test_that_breaks_off(verdict):
    verdict.at_most("five", "first with second", 1.0, 2.0)
    raise ValueError("broken")

def test_without_any_comparison(verdict):
    pass
'''


def made(*verdicts: Verdict) -> Verification:
    return Verification(verdicts, 150.0, {"Python": "3"})


def one(name: str, *, holds: bool = True, area: str = "area") -> Verdict:
    return Verdict(area, name, "this with that", 1.5, "≤", 2.0, holds, 0.5)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    whole = made(one("a"), Verdict("area", "b", "passed or not", None, "", None, holds=True, seconds=1.0))
    write(tmp_path / "new" / "verdicts.json", whole)
    assert read(tmp_path / "new" / "verdicts.json") == whole


def test_the_summary_counts_what_holds() -> None:
    assert summary(made(one("a"), one("b", holds=False))) == "verify: 1 of 2 comparisons hold, 2 min"


@pytest.mark.parametrize(("verdicts", "holds"), [([], False), ([True], True), ([True, False], False)])
def test_a_verification_holds_if_it_compared_something_and_all_of_it_holds(
    verdicts: list[bool], *, holds: bool
) -> None:
    assert made(*(one("a", holds=held) for held in verdicts)).holds is holds


def test_the_table_tells_what_does_not_hold_once_more() -> None:
    lines = list(table(made(one("a"), one("wrong", holds=False, area="other"))))
    assert [line for line in lines if line.startswith("area")] == ["area (0 s)"]
    assert sum("wrong" in line for line in lines) == 2
    assert lines[-1].endswith("other: this with that")


@pytest.mark.parametrize(
    ("value", "said"), [(None, ""), (3.0, "3"), (0.01234, "0.0123"), (12345.6, "12,346"), (2.5e12, "2.5e+12")]
)
def test_numbers_as_people_read_them(value: float | None, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(("off", "holds"), [(0.0, True), (ERRORS - 0.01, True), (ERRORS + 0.01, False)])
def test_figures_must_lie_within_so_many_standard_errors(off: float, *, holds: bool) -> None:
    judge = Judge("area")
    judge.errors("x", "found and expected", 10.0 + 2.0 * off, 10.0, 2.0)
    assert judge.verdicts[0].holds is holds


def test_what_is_not_a_number_does_not_hold() -> None:
    judge = Judge("area")
    judge.errors("x", "found and expected", np.nan, 10.0, 2.0)
    judge.at_least("y", "share", np.nan, 0.0)
    assert not any(verdict.holds for verdict in judge.verdicts)


def test_of_many_figures_chance_breaks_the_limit_no_oftener_than_of_one() -> None:
    rng = np.random.default_rng(1)
    limits = []
    for many in (1, 1_000):
        judge = Judge("area")
        judge.all_errors("x", "many", rng.normal(size=many), np.zeros(many), np.ones(many))
        limits.append(judge.verdicts[0].limit)
        assert judge.verdicts[0].holds
    assert limits[0] == pytest.approx(ERRORS)
    assert ERRORS < limits[1] < ERRORS + 1.5


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Verdict]]:
    """Exit code, and verdicts by name, of pytest on some tests."""
    folder = tmp_path_factory.mktemp("judging")
    (folder / "test_some.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = verification: long\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.judging",
        "--verdicts",
        str(folder / "v.json"),
    ]
    run = subprocess.run([*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.returncode, {verdict.name: verdict for verdict in read(folder / "v.json").verdicts}


def test_every_comparison_is_recorded_whatever_the_others_say(
    finished: tuple[int, dict[str, Verdict]],
) -> None:
    code, verdicts = finished
    assert code == 1
    assert {name for name, verdict in verdicts.items() if verdict.holds} == {
        *("one", "two", "four", "five"),
        "that compares nothing of its own",
    }
    assert {name for name, verdict in verdicts.items() if not verdict.holds} == {
        *("three", "that breaks off", "without any comparison")
    }


def test_a_verdict_says_what_was_compared(finished: tuple[int, dict[str, Verdict]]) -> None:
    verdict = finished[1]["three"]
    assert verdict.area == "An area of its own"
    assert (verdict.compared, verdict.figure, verdict.limit) == ("what there must not be", 3.0, 0.0)
    assert finished[1]["that breaks off"].compared == "did not come to its end (call)"


def test_verify_ends_with_the_summary_and_its_exit_code(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "verification.json"
    assert verify.main(["tests/verification/test_random123.py"], record) == 0
    *_, last = capfd.readouterr().out.splitlines()
    assert last == summary(read(record))
    assert last.startswith("verify: 2 of 2 comparisons hold, ")


BREAKS_OFF = """
import pathlib

import pytest

pytestmark = pytest.mark.verification
AGAIN = pathlib.Path(__file__).with_name("again")

def test_first(verdict):
    verdict.at_most("first", "so often was it run", len(list(AGAIN.parent.glob("run*"))), 0)
    AGAIN.with_name("run").touch()

def test_second(verdict):
    if not AGAIN.exists():
        raise KeyboardInterrupt
    verdict.at_most("second", "only the second time", 1.0, 2.0)
"""


def test_what_is_broken_off_goes_on_with_what_was_not_reached(tmp_path: Path) -> None:
    (tmp_path / "test_breaks_off.py").write_text(BREAKS_OFF, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = verification: long\n", encoding="utf-8")
    record = tmp_path / "v.json"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.judging", "--verdicts", str(record)]
    broken = subprocess.run([*command, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert broken.returncode == pytest.ExitCode.INTERRUPTED
    assert not record.exists()
    (tmp_path / "again").touch()
    again = subprocess.run([*command, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert again.returncode == pytest.ExitCode.OK  # the first would fail if it were run a second time
    assert [verdict.name for verdict in read(record).verdicts] == ["first", "second"]
    assert sorted(path.name for path in tmp_path.glob("*.json")) == ["v.json"]


def test_verify_without_any_comparison_fails(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert verify.main(["tests/people/test_register.py"], tmp_path / "verification.json") == 1
    assert capfd.readouterr().out.splitlines()[-1].startswith("verify: 0 of 0 comparisons hold")


def test_the_page_holds_every_verdict_and_the_summary() -> None:
    page = verification_page.page(made(one("a | b"), one("wrong", holds=False, area="other")))
    assert "## area" in page
    assert "| a \\| b | this with that | 1.5 | ≤ 2 | holds |" in page
    assert "| wrong | this with that | 1.5 | ≤ 2 | **fails** |" in page
    assert "1 of 2 comparisons hold" in page
