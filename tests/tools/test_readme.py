"""What README says of results is what was found, and says so itself where the files have changed since."""

import json
from pathlib import Path

import pytest

from counterflow.analysis.files import verdicts_json
from tests.views.example import verdicts
from tools.blocks import filled
from tools.readme import blocks
from tools.readme.results import Results, Speed, changed, found, heard, keep, kept

BENCH = {
    "region_seconds": 2.1,
    "region_people": 68.6e6,
    "region_rss_mb": 239.0,
    "flatness": 1.0,
    "vs_mesa": 8974.0,
    "vs_starsim": 319.0,
    "vs_numpy": 76.0,
    "vs_numba": 64.0,
    "vs_once": 0.5,
    "pairing_gain": 8.2,
    "first_compile_seconds": 69.0,
    "warm_start_seconds": 1.7,
    "machine": {"python": "3.11"},
    "other": 1,
}


def test_results_are_taken_from_what_was_left_behind(tmp_path: Path) -> None:
    (tmp_path / "verdicts.json").write_text(verdicts_json(verdicts()))
    (tmp_path / "bench.json").write_text(json.dumps(BENCH))
    results = found(Results(), tmp_path / "verdicts.json", tmp_path / "bench.json")
    assert results.heard is not None
    assert results.speed == Speed(
        machine={"python": "3.11"}, figures={k: v for k, v in BENCH.items() if k not in {"machine", "other"}}
    )
    keep(results, tmp_path / "results.json")
    assert kept(tmp_path / "results.json") == results
    assert found(results, tmp_path / "none", tmp_path / "none") == results


def test_every_part_is_counted_and_the_key_ones_are_shown() -> None:
    given = verdicts()
    parts = [part for claim in given.claims for part in claim.parts]
    text = blocks.verdicts(heard(given), stale=())
    assert f"Of {len(parts)} parts" in text
    for part in parts:
        assert (f"| {part.id} |" in text) == part.key
    assert "changed since" not in text


def test_files_that_changed_since_are_told(tmp_path: Path) -> None:
    one = heard(verdicts()).model_copy(update={"inputs": {"a.toml": "0" * 64}})
    assert changed(one, tmp_path) == ("a.toml",)
    assert "**a.toml has changed since: `make hearing`, then `make readme`.**" in blocks.verdicts(
        one, ("a.toml",)
    )


def test_what_was_not_run_yet_is_told() -> None:
    assert "make hearing" in blocks.verdicts(None)
    assert "make bench" in blocks.speed(None)


def test_speed_says_where_a_rival_is_faster() -> None:
    figures = {k: v for k, v in BENCH.items() if k not in {"machine", "other"}}
    slow = blocks.speed(Speed(machine={}, figures=figures))
    assert "we are 2.0 times slower" in slow
    assert "we are 3.0 times faster" in blocks.speed(Speed(machine={}, figures=figures | {"vs_once": 3.0}))


def test_blocks_are_filled_and_the_rest_is_left() -> None:
    text = "a\n<!-- made: x -->\nold\n<!-- end -->\nb\n"
    assert filled(text, {"x": lambda: "new\n"}) == "a\n<!-- made: x -->\n\nnew\n\n<!-- end -->\nb\n"
    with pytest.raises(KeyError):
        filled(text, {})
