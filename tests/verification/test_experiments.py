"""Experiments: the same rows to the last bit by one worker, by two, by a cluster, and killed at random moments"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from counterflow.experiment.cluster import Cluster
from counterflow.experiment.job import carry_out
from counterflow.experiment.local import Processes
from counterflow.experiment.rerun import rerun
from counterflow.experiment.store import Store
from tests.experiment.killing import Subject, carried_out_with_kills
from tests.experiment.small import ids, rows
from tests.experiment.test_cluster import CLUSTER
from tests.judge import Judge
from tests.verification import experiments

pytestmark = pytest.mark.verification

KILLS = 20
CASES = {
    # runs, seconds within which the next process is killed
    "region": (200, 20.0),
    "small": (2_000, 6.0),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Dask scheduler with two workers, in processes of their own."""
    script = tmp_path_factory.mktemp("cluster") / "cluster.py"
    script.write_text(CLUSTER)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(script)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate("")


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
    killed = carried_out_with_kills(subject, tmp_path / "killed", KILLS, moments, seed=1)
    verdict.at_least(
        f"processes killed, {world}", f"{killed.count('coordinator')} coordinators", len(killed), KILLS
    )
    for way, described in {
        "2": "two workers",
        "dask": "a cluster of two processes",
        "written": "a cluster whose workers write",
        "killed": f"{KILLS} processes killed, resumed",
    }.items():
        differ = differing(rows(tmp_path / way), whole)
        verdict.none(f"rows that differ, {world}", f"{described}, of {runs:,}", differ)
        twice = len(ids(tmp_path / way)) - len(set(ids(tmp_path / way)))
        verdict.none(f"runs that are there twice, {world}", described, twice)
    again = [rerun(Store(tmp_path / "killed"), run).same for run in ids(tmp_path / "killed")[:: runs // 10]]
    verdict.none(
        f"runs that do not come out again, {world}",
        f"{len(again)} rebuilt from their record",
        again.count(False),
    )
