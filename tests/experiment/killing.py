"""An experiment in a process of its own, to be killed at random moments, it and its workers."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROGRAM = """
import sys
from counterflow.experiment import collected, job
from counterflow.experiment.local import Processes
from {module} import {function}
collected.COMMIT_SECONDS = {commit}
job.BATCH_SECONDS = {batch}
job.carry_out({function}({arguments}), sys.argv[1], crew=Processes(2))
"""


@dataclass(frozen=True)
class Subject:
    """What is carried out, as a function to import and its arguments; how often rows are written, how long batches take."""

    module: str
    function: str
    arguments: str
    commit: float = 0.05
    batch: float = 0.05

    def start(self, store: Path) -> subprocess.Popen[bytes]:
        """A process that carries it out, in a group of its own."""
        program = PROGRAM.format(**{name: getattr(self, name) for name in self.__dataclass_fields__})
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.Popen(
            [sys.executable, "-c", program, str(store)],
            env=environment,
            start_new_session=True,
            stderr=subprocess.PIPE,
        )


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def kill_one(process: subprocess.Popen[bytes], rng: random.Random) -> str:
    """Kill the coordinator or one of its workers; who it was."""
    workers = children(process.pid)
    if workers and rng.random() < 0.5:
        os.kill(rng.choice(workers), signal.SIGKILL)
        return "worker"
    process.kill()
    return "coordinator"


def carried_out_with_kills(subject: Subject, store: Path, kills: int, moments: float, seed: int) -> list[str]:
    """Carry it out while `kills` processes are killed, each up to `moments` seconds after the one before; who they were.

    A killed coordinator is started again, as often as it takes. Raises RuntimeError where one ends with an error of its own.
    """
    rng, killed = random.Random(seed), list[str]()  # noqa: S311 (moments, no secrets)
    process = subject.start(store)
    while True:
        try:
            code = process.wait(rng.uniform(0.0, moments) if len(killed) < kills else None)
        except subprocess.TimeoutExpired:
            killed.append(kill_one(process, rng))
            if killed[-1] == "worker":
                continue
            code = process.wait()
        if code not in {0, -signal.SIGKILL}:
            assert process.stderr is not None
            raise RuntimeError(process.stderr.read().decode())
        if process.stderr is not None:
            process.stderr.close()
        if code == 0 and len(killed) >= kills:
            return killed
        if code == 0:
            time.sleep(
                0.01
            )  # it came to its end before it could be killed: the command again finds nothing to do
            return killed
        process = subject.start(store)
