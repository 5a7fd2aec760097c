"""The page is made from the record alone, and says what was missed."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks import page
from benchmarks.charts import Series, label_places
from benchmarks.plan import WORLD


def run(seconds: float, **counts: float) -> dict[str, Any]:
    times = {"median_seconds": seconds, "seconds": [seconds] * 3, "processor_seconds": [seconds * 0.8] * 3}
    return {**times, "rss_mb": 200.0, "approaches": 300_000.0, **counts}


def entry(title: str, seconds: float, *, carried: bool) -> dict[str, Any]:
    found = {
        "title": title,
        "people": 68_000_000,
        "seconds": seconds,
        "times": seconds / 0.5,
        "carried": carried,
        "expected_mb": 45_000.0,
        "crossing": 41_234.0,
        "ours": run(0.5),
        "ladder": {"1000": run(0.01), "100000": run(seconds / 900)},
    }
    return found if carried else found | {"runs": run(seconds)}


RECORD: dict[str, Any] = {
    "flatness": 1.3,
    "vs_mesa": 6000.0,
    "rivals": {"mesa": entry("Mesa", 3000.0, carried=True), "screen": entry("screen", 1.0, carried=False)},
    "mobile": {"mesa": entry("Mesa", 450.0, carried=True)},
    "means": {"mesa": {"all": {"engaged": {"ratio": 1.012, "standard_error": 0.009}}}},
    "own_ladder": {"1000": run(0.002), "100000": run(0.003)},
    "region_people": 68_600_000.0,
    "region": {"draws": {"region-0": run(0.9, proposals=1.2e6, void=5e5, engaged=2e4)}},
    "floor": {
        "nanoseconds": {"philox": 27.0},
        "draws": {"region-0": {"per_evaluation": {"philox": 40.0}, "over_floor": 2.2}},
    },
    "curves": {
        "population": {"7000000": run(0.5), str(WORLD): run(0.55)},
        "approaches": {"10000": run(0.02), "100000": run(0.17)},
        "years": {"1": run(0.1), "8": run(0.5)},
    },
    "once_at_equal_approaches": {"7000000": run(0.2), str(WORLD): run(3.0)},
}


@pytest.fixture
def text(tmp_path: Path) -> str:
    page.write(RECORD, tmp_path)
    return (tmp_path / "benchmarks.md").read_text(encoding="utf-8")


def row(text: str, begins: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {begins}"))


def test_limits_are_met_missed_or_not_measured(text: str) -> None:
    assert row(text, "`flatness`").endswith("| 1.3 | at most 1.2 | **missed** |")
    assert row(text, "`vs_mesa`").endswith("| 6,000 times | at least 5000 times | met |")
    assert "not measured" in row(text, "`pairing_gain`")


def test_what_was_carried_on_is_marked(text: str) -> None:
    assert row(text, "Mesa") == (
        "| Mesa | 3,000* | 6,000 | 450* | 900 | 45,000* | 41,000 people | 1.012 ± 0.009 |"
    )
    assert "1* |" not in row(text, "screen")


def test_a_machine_that_was_not_idle_shows(text: str) -> None:
    assert "showed 1.25 times the processor's time" in text


def test_every_chart_named_on_the_page_is_there(text: str, tmp_path: Path) -> None:
    for name in ("rivals", "population", "approaches", "years"):
        assert f"](benchmarks/{name}.svg)" in text
        assert "<svg" in (tmp_path / "benchmarks" / f"{name}.svg").read_text(encoding="utf-8")


def test_a_quick_trial_says_so(tmp_path: Path) -> None:
    page.write({"effort": "quick", "flatness": 1.0}, tmp_path)
    assert "None of these figures counts" in (tmp_path / "benchmarks.md").read_text(encoding="utf-8")


def test_the_same_record_makes_the_same_bytes(text: str, tmp_path: Path) -> None:
    drawn = (tmp_path / "benchmarks" / "rivals.svg").read_bytes()
    page.write(RECORD, tmp_path)
    assert (tmp_path / "benchmarks.md").read_text(encoding="utf-8") == text
    assert (tmp_path / "benchmarks" / "rivals.svg").read_bytes() == drawn


def test_names_at_the_ends_of_lines_do_not_stand_on_each_other() -> None:
    same = [Series(name, [(1.0, 1.0), (100.0, 10.0)]) for name in ("one", "other", "third")]
    heights = sorted(row["y"] for row in label_places(same))
    assert all(above / below > 1.05 for below, above in pairwise(heights))
    assert heights[0] == 10.0


def test_the_hearing_room_has_a_row_for_each_page(tmp_path: Path) -> None:
    both, one = {"median": 89.4, "most": 166.0}, {"median": 61.0, "most": 110.0}
    app = {
        "start_seconds": 0.97,
        "visitors": 20,
        "seconds": 120.0,
        "answers": 24602,
        "errors": ["/: 500"],
        "visits": 80,
        "pages": {"/": both, "/api/x": one},
        "paint": {"/": {"median": 256.0, "most": 600.0}},
    }
    page.write({"app": app}, tmp_path)
    text = (tmp_path / "benchmarks.md").read_text()
    assert "24,602 answers, errors: 1." in text
    assert "| `/` | 89 | 166 | 256 | 600 |" in text
    assert "| `/api/x` | 61 | 110 |  |  |" in text
