"""Experiments: the same rows to the last bit by one worker, by two, by a cluster, and killed at random moments"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from counterflow.experiment.cluster import Cluster
from counterflow.experiment.job import carry_out
from counterflow.experiment.local import Processes
from counterflow.experiment.rerun import rerun
from counterflow.experiment.store import Store
from tests.experiment.cluster import two_workers
from tests.experiment.killing import Subject, carried_out_with_kills
from tests.experiment.small import ids, rows
from tests.judge import Judge
from tests.verification import experiments

pytestmark = pytest.mark.verification

KILLS = 20
CASES = {
    # runs, and seconds up to which the next process is killed: starting takes about four of them
    "region": (200, 20.0),
    "small": (2_000, 8.0),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers, in processes of their own."""
    with two_workers(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def differing(found: pa.Table, expected: pa.Table) -> int:
    """Rows of either that the other does not have, to the last bit."""
    one, other = ({str(row) for row in table.to_pylist()} for table in (found, expected))
    return len(one ^ other)


@pytest.mark.parametrize("world", CASES)
def test_experiments(world: str, address: str, tmp_path: Path, verdict: Judge) -> None:
    runs, moments = CASES[world]
    experiment = getattr(experiments, world)(runs)
    carry_out(experiment, tmp_path / "1", crew=Processes(1))
    whole = rows(tmp_path / "1")
    verdict.at_least(f"runs of the {world}", "one worker", whole.num_rows, runs)
    carry_out(experiment, tmp_path / "2", crew=Processes(2))
    with Cluster(address) as cluster:
        carry_out(experiment, tmp_path / "dask", crew=cluster)
        carry_out(experiment, tmp_path / "written", crew=cluster, workers_write=True)
    subject = Subject("tests.verification.experiments", world, f"{runs}", commit=1.0, batch=0.5)
    stores, killed = carried_out_with_kills(subject, tmp_path / "killed", KILLS, moments, seed=1)
    for who in ("coordinator", "worker"):
        times = f"{KILLS} killed, {len(stores)} times carried out"
        verdict.at_least(f"{who}s killed, {world}", times, killed.count(who), 1)
    ways = {tmp_path / "2": "two workers", tmp_path / "dask": "a cluster of two processes"}
    ways |= {tmp_path / "written": "a cluster whose workers write"}
    ways |= dict.fromkeys(stores, f"{KILLS} random processes killed, resumed")
    for store, described in ways.items():
        found = ids(store)
        verdict.none(f"rows that differ, {world}", f"{described}, of {runs:,}", differing(rows(store), whole))
        verdict.none(f"runs that are there twice, {world}", described, len(found) - len(set(found)))
    again = [rerun(Store(stores[0]), run).same for run in ids(stores[0])[:: runs // 10]]
    verdict.none(
        f"runs that do not come out again, {world}",
        f"{len(again)} rebuilt from their record",
        again.count(False),
    )
