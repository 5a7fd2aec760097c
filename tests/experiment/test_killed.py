"""Killed at random moments and started again, an experiment has the same rows, to the last bit: none lost, none twice."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from counterflow.experiment.job import carry_out
from counterflow.template import new
from tests.experiment.killing import Subject, carried_out_with_kills
from tests.experiment.small import experiment, ids, rows

RUNS = 300
SMALL = Subject("tests.experiment.small", "experiment", f"{RUNS}")


def test_a_killed_experiment_goes_on_to_the_same_rows(tmp_path: Path) -> None:
    killed = carried_out_with_kills(SMALL, tmp_path / "killed", kills=2, moments=4.0, seed=3)
    carry_out(experiment(RUNS), tmp_path / "whole", workers=1)
    assert killed
    assert len(ids(tmp_path / "killed")) == 2 * RUNS
    assert rows(tmp_path / "killed").equals(rows(tmp_path / "whole"))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_command_stops_cleanly_and_goes_on(how: signal.Signals, tmp_path: Path) -> None:
    new(tmp_path / "harvest")
    store = tmp_path / "store"
    command = [
        *(sys.executable, "-m", "counterflow.cli", "run", str(tmp_path / "harvest"), "--runs", "3000"),
        *("--workers", "2", "--out", str(store)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(600):
            if list(store.glob("parts/*.parquet")):
                break
            time.sleep(0.05)
        process.send_signal(how)
        printed, said = process.communicate(timeout=20)
    assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}[how]
    assert (printed, said) == ("", "stopped; what was written before is whole\n")
    assert 0 < len(ids(store)) < 3000
