"""A store holds a run or it does not: whatever is killed, full, damaged, foreign or written to by two."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from counterflow.experiment import manifest, writer
from counterflow.experiment.errors import NoStore, StoreBusy, StoreDamaged, StoreError
from counterflow.experiment.folder import Folder
from counterflow.experiment.job import carry_out
from counterflow.experiment.parts import write_part
from counterflow.experiment.rows import SCHEMA
from counterflow.experiment.store import Store
from counterflow.experiment.writer import mend, writing
from tests.experiment.small import experiment, files, ids


def table(*names: str, failed: str | None = None) -> pa.Table:
    """Rows of invented runs."""
    rows = [{"id": name.ljust(24, "0"), "world": "w", "failed": failed} for name in names]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def put(address: str | Path, *names: str, failed: str | None = None) -> None:
    with writing(str(address)) as store:
        store.commit([table(*names, failed=failed)])


def short(address: str | Path) -> list[str]:
    return [one.rstrip("0") for one in ids(str(address))]


@pytest.fixture(params=["folder", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A folder of this machine, and an address where nothing can be renamed."""
    if request.param == "folder":
        yield str(tmp_path / "store")
        return
    yield (name := f"memory://{tmp_path.name}")
    folder = Folder(name)
    folder.files.rm(folder.root, recursive=True)


def test_rows_are_there_when_they_are_committed_and_not_before(address: str) -> None:
    put(address, "a", "b")
    with writing(address) as store:
        part = write_part(store.folder, table("c"))
        assert short(address) == ["a", "b"]
        store.commit([table("d")], [part])
        assert short(address) == ["a", "b", "c", "d"]


def test_a_reader_goes_on_where_files_were_merged_meanwhile(address: str) -> None:
    put(address, "a")
    reader = Store(address)
    for number in range(20):
        put(address, f"b{number}-")
    assert not any(reader.folder.size(part.name) for part in reader.manifest.files)
    assert "a".ljust(24, "0") in reader.table(["id"])["id"].to_pylist()


def test_a_run_is_never_there_twice(address: str) -> None:
    put(address, "a")
    with writing(address) as store, pytest.raises(StoreError, match="would hold a run twice"):
        store.commit([table("b"), table("a")])
    assert short(address) == ["a"]


def test_whole_files_that_nobody_named_are_taken_in_and_others_are_deleted(address: str) -> None:
    put(address, "a")
    folder = Folder(address)
    write_part(folder, table("b"))
    write_part(folder, table("a", "c"))  # superseded: it holds a run that the store has
    folder.write("parts/half.parquet", b"PAR1 and no more")
    with writing(address):
        pass
    assert short(address) == ["a", "b"]
    assert len(folder.names("parts")) == 2


def test_a_file_whose_content_changed_at_equal_length_is_damaged(tmp_path: Path) -> None:
    put(tmp_path, "a", "b")
    (part,) = (tmp_path / "parts").iterdir()
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"its content is not what was written, with 2 runs; .*--mend"):
        ids(tmp_path)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("parts", 0, "name"), "../other/runs.parquet"),
        (("parts", 0, "size"), "12"),
        (("asked", 0, "world"), "' OR true --"),
        (("asked", 0, "engine"), "0 OR true"),
        (("asked",), {}),
        (("generation",), True),
        (("makers",), {"a": 1}),
    ],
)
def test_a_manifest_with_a_value_that_no_store_has_is_damaged(
    keys: tuple[str | int, ...], value: object, tmp_path: Path
) -> None:
    carry_out(experiment(1, ((),)), tmp_path, workers=1)
    file = tmp_path / Store(tmp_path).manifest.file
    document = json.loads(file.read_text())
    place = document
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    file.write_text(json.dumps(document))
    with pytest.raises(StoreDamaged, match="is a manifest that lacks something"):
        Store(tmp_path)


@pytest.mark.parametrize("start", ["2016-01-01' AS month; DROP VIEW rows --", "1916", 7])
def test_a_world_that_begins_on_no_day_is_damaged(start: object, tmp_path: Path) -> None:
    carry_out(experiment(1, ((),)), tmp_path, workers=1)
    file = tmp_path / Store(tmp_path).manifest.file
    document = json.loads(file.read_text())
    document["worlds"][experiment(1).world_hash]["start"] = start
    file.write_text(json.dumps(document))
    with pytest.raises(StoreDamaged, match="is a manifest that lacks something"):
        Store(tmp_path)


def test_failed_runs_leave_when_they_are_done_anew(address: str) -> None:
    put(address, "a", "b", failed="no memory")
    put(address, "c")
    put(address, "a")
    put(address, "b", failed="again no memory")
    found = {row["id"].rstrip("0"): row["failed"] for row in Store(address).table().to_pylist()}
    assert found == {"a": None, "b": "again no memory", "c": None}


def test_many_small_files_become_one(address: str) -> None:
    with writing(address) as store:
        for number in range(2 * writer.MANY):
            store.commit([table(f"{number:03d}")])
        assert len(store.manifest.parts) < writer.MANY
    assert len(ids(address)) == 2 * writer.MANY
    assert len(Folder(address).names("parts")) < 2 * writer.MANY


def test_a_reader_keeps_what_it_opened_through_the_next_commit(address: str) -> None:
    for number in range(writer.MANY - 1):
        put(address, f"{number:03d}")
    reader = Store(address)
    put(address, "x")  # merges all the small files into one
    assert len(Store(address).manifest.parts) == 1
    assert len(reader.table()) == writer.MANY - 1


def test_of_two_that_write_the_second_is_told(address: str) -> None:
    put(address, "a")
    folder = Folder(address)
    known = Store(address).manifest
    one, other = writer.Writer(folder, known), writer.Writer(folder, known)
    one.commit([table("b")])
    with pytest.raises(StoreBusy, match="another process has written to it meanwhile; wait"):
        other.commit([table("c")])
    one.commit([table("d")])
    one.commit([table("e")])  # by now the generation that the other one wants has been deleted
    with pytest.raises(StoreBusy, match="another process has written to it meanwhile"):
        other.commit([table("c")])
    assert short(address) == ["a", "b", "d", "e"]


def test_a_second_process_of_this_machine_is_told_at_once(tmp_path: Path) -> None:
    program = f"from counterflow.experiment.writer import writing\nwith writing({str(tmp_path)!r}): pass"
    with writing(tmp_path) as store:
        store.commit([table("a")])
        ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        store.commit([table("b")])
    assert f"another process writes to it: process {os.getpid()} on" in ended.stderr
    assert short(tmp_path) == ["a", "b"]


def test_where_there_is_no_store_it_says_so(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoStore, match="holds no experiment; name the folder"):
            Store(place)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda content: content[:-9], "is damaged: .* bytes of"),
        (lambda content: content[:50] + bytes([content[50] ^ 255]) * 40 + content[90:], "is damaged: "),
        (lambda content: content[:-8] + b"garbage!", "is damaged: "),
        (None, "is gone, and its 12 runs with it"),
    ],
    ids=["cut short", "overwritten", "no footer", "gone"],
)
def test_a_damaged_file_is_named_and_can_be_taken_out_and_done_again(
    tmp_path: Path, damage: object, message: str
) -> None:
    carry_out(experiment(), tmp_path, workers=1)
    whole = {name: content for name, content in files(tmp_path).items() if name.startswith("parts/")}
    ((name, content),) = whole.items()
    (tmp_path / name).write_bytes(damage(content)) if callable(damage) else (tmp_path / name).unlink()
    with pytest.raises(StoreDamaged, match=f"{name}: {message}.*--mend takes it out"):
        Store(tmp_path).table()
    with pytest.raises(StoreDamaged, match=message), writing(tmp_path):
        pass
    assert [part.name for part in mend(tmp_path)] == [name]
    assert mend(tmp_path) == []
    carry_out(experiment(), tmp_path, workers=1)
    assert {name: files(tmp_path)[name] for name in whole} == whole


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda document: document | {"version": 99},
            "is a manifest of version 99; this counterflow writes and reads version 1",
        ),
        (lambda document: document | {"format": "something else"}, "is not the manifest of an experiment"),
        (lambda document: {name: document[name] for name in ("format", "version")}, "lacks something"),
        (lambda document: [document], "is not the manifest of an experiment"),
        (None, "is not the manifest of an experiment"),
    ],
    ids=["other version", "other format", "incomplete", "a list", "no JSON"],
)
def test_a_foreign_manifest_is_refused_and_left_alone(tmp_path: Path, change: object, message: str) -> None:
    put(tmp_path, "a")
    file = tmp_path / Store(tmp_path).manifest.file
    document = json.loads(file.read_text())
    file.write_text(json.dumps(change(document)) if callable(change) else '{"format": "counterflow exp')
    before = files(tmp_path)
    with pytest.raises(StoreError, match=f"{file.name}: .*{message}"):
        Store(tmp_path)
    with pytest.raises(StoreError, match=message):
        carry_out(experiment(), tmp_path, workers=1)
    assert files(tmp_path) == before


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """As on a full disk: whoever writes more gets an error of the operating system."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_and_what_was_written_before_is_whole(tmp_path: Path) -> None:
    carry_out(experiment(2), tmp_path, workers=1)
    before = files(tmp_path)
    with (
        no_file_longer_than(4096),
        pytest.raises(StoreError, match="could not be written: File too large; make room"),
    ):
        carry_out(experiment(100), tmp_path, workers=1)
    assert files(tmp_path) == before
    assert carry_out(experiment(100), tmp_path, workers=1).done == 2 * 98


def test_a_folder_that_is_not_ours_is_told(tmp_path: Path) -> None:
    """As somebody who may do nothing there: tests may run as root, who may do everything."""
    put(tmp_path / "store", "a")
    before = files(tmp_path / "store")
    for path in (tmp_path / "store", tmp_path / "store" / "parts"):
        path.chmod(0o555)
    program = f"""
import os, sys
from counterflow.experiment.writer import writing
from counterflow.experiment.errors import StoreError
if os.getuid() == 0: os.setresuid(12345, 12345, 12345)
try:
    with writing({str(tmp_path / "store")!r}): pass
except StoreError as error: print(error)
"""
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.getuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    for path in (tmp_path / "store", tmp_path / "store" / "parts"):
        path.chmod(0o755)
    assert ended.stdout.splitlines() == [
        f"{tmp_path / 'store'}: lock: could not be written: Permission denied; name a folder of your own"
    ], ended.stderr
    assert files(tmp_path / "store") == before


def test_an_interrupted_write_leaves_no_file(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with no_file_longer_than(10), pytest.raises(StoreError, match="make room"):
        folder.write("parts/one", b"0123456789ABCDEF")
    assert files(tmp_path) == {}


@pytest.mark.parametrize("kept", [True, False])
def test_a_store_keeps_the_same_of_each_run(tmp_path: Path, *, kept: bool) -> None:
    with writing(tmp_path, events=kept) as store:
        store.commit([table("a")])
    with (
        pytest.raises(StoreError, match=r"of each run, and .* was asked for"),
        writing(tmp_path, events=not kept),
    ):
        pass


def test_generations_are_told_from_other_files() -> None:
    assert manifest.generation_of("manifest-00000012.json") == 12
    for name in ("manifest.json", "manifest-x.json", "manifest-0001.json.1234.unfinished", "lock"):
        assert manifest.generation_of(name) is None
