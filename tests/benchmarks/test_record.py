"""The record keeps what others wrote into it."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import record


def test_new_keys_stand_beside_those_of_others(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    record.update({"pairing_gain": 7.0, "flatness": 2.0}, path)
    record.update({"flatness": 1.0}, path)
    assert record.read(path) == {"pairing_gain": 7.0, "flatness": 1.0}


def test_nothing_is_lost_when_several_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: record.update({f"key{i}": i}, path), range(40)))
    assert len(record.read(path)) == 40


def test_no_scraps_are_left(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    record.update({"a": 1}, path)
    assert {file.name for file in tmp_path.iterdir()} == {"bench.json", "bench.lock"}
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": 1}


def test_an_empty_record_reads_as_nothing(tmp_path: Path) -> None:
    assert record.read(tmp_path / "none.json") == {}
