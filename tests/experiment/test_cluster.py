"""A Dask cluster gives the same rows; a worker that is killed in the middle of a batch costs nothing but time."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterflow.experiment.cluster import Cluster
from counterflow.experiment.errors import WorkersLost
from counterflow.experiment.job import carry_out
from counterflow.experiment.work import Share, work
from tests.experiment.small import experiment, rows

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers, in processes of their own."""
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


def test_a_cluster_gives_the_same_rows(address: str, tmp_path: Path) -> None:
    with Cluster(address) as cluster:
        assert cluster.size == 2
        carry_out(experiment(30), tmp_path / "handed back", crew=cluster)
        carry_out(experiment(30), tmp_path / "written", crew=cluster, workers_write=True)
    carry_out(experiment(30), tmp_path / "alone", workers=1)
    assert rows(tmp_path / "handed back").equals(rows(tmp_path / "alone"))
    assert rows(tmp_path / "written").equals(rows(tmp_path / "alone"))


def test_a_worker_killed_in_the_middle_of_a_batch_costs_nothing_but_time(
    address: str, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill(_: str, done: int, __: int) -> None:
        if done > 100 and not killed:
            killed.extend(cluster.client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    with Cluster(address) as cluster:
        carry_out(experiment(300), tmp_path / "killed", crew=cluster, progress=kill)
    assert len(killed) == 2
    carry_out(experiment(300), tmp_path / "alone", workers=1)
    assert rows(tmp_path / "killed").equals(rows(tmp_path / "alone"))


def test_a_cluster_that_is_not_there_is_told() -> None:
    with pytest.raises(WorkersLost, match=r"--scheduler: tcp://127.0.0.1:1: cannot be reached"):
        Cluster("tcp://127.0.0.1:1", patience="1s")


def test_workers_of_another_version_are_told() -> None:
    base = experiment(1)
    share = Share(base.world, base.arms, events=False, kernels="kernels-of-another-version")
    with pytest.raises(WorkersLost, match="workers have another version of the engine; install"):
        work(share, tuple(base))


def test_nothing_of_a_cluster_stays_behind(address: str) -> None:
    before = threading.active_count()
    with Cluster(address):
        pass
    assert threading.active_count() <= before + 2
