"""The plan for a million runs is reckoned from the record; the measurement of an experiment measures one."""

from pathlib import Path

import pytest

from benchmarks import scale_plan
from benchmarks.experiments import measure

RECORD = {
    "overhead_ms": 5.0,
    "experiments": {
        "run_ms": 20.0,
        "bytes_per_run": 1_000.0,
        "coordinator_ms": 0.5,
        "coordinator_ms_where_workers_write": 0.01,
        "region": {"run_seconds": 1.0, "bytes_per_run": 20_000.0},
    },
}


def test_the_plan_stands_in_its_place_with_its_arithmetic(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n\n{scale_plan.BEGIN}\nold\n{scale_plan.END}\n\nafter\n")
    scale_plan.write(RECORD, page)
    scale_plan.write(RECORD, page)
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    # 1,000,000 x (20 + 5) ms = 6.94 hours of one core, 0.109 on 64; 1,000,000 x 1,000 bytes = 1 GB
    assert "| the small world | 20 | 6.94 | 0.109 | 0.00678 | 0.000694 | 1 |" in text
    assert "| the full region | 1,000 | 279 |" in text
    assert "keeps up with 40 cores on the small world and 2,000 on the full region" in text
    assert "with 2,000 and 100,000 where workers write" in text


def test_nothing_measured_leaves_the_page_alone(tmp_path: Path) -> None:
    scale_plan.write({}, tmp_path / "page.md")
    assert list(tmp_path.iterdir()) == []


def test_the_page_has_the_place() -> None:
    text = scale_plan.PAGE.read_text()
    assert text.count(scale_plan.BEGIN) == text.count(scale_plan.END) == 1


def test_an_experiment_is_measured() -> None:
    found = measure(20, 1, 0.0005, write=False)
    assert 0 < found["run_seconds"] * 20 < found["seconds"] + 1
    assert found["bytes"] > 1_000
    assert found["files"] == 1
    assert found["rss_mb"] >= found["coordinator_rss_mb"] > 50
    with pytest.raises(ValueError, match="runs is 0"):
        measure(0, 1, 0.0005, write=False)
