"""Worker processes: killed ones are told apart and replaced, none stays behind, and scripts need no guard."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from counterflow.experiment.crew import Lost
from counterflow.experiment.errors import WorkersLost
from counterflow.experiment.local import AsNeeded, Processes, crew_of
from counterflow.experiment.pool import run_all


def end_at(share: Path, task: int) -> int:
    """The process of whoever works; the worker is killed at task 3, the first time."""
    if task == 3 and not share.exists():
        share.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def nap(share: float, task: int) -> int:
    time.sleep(share)
    return task


def nap_at_last(share: float, task: int) -> int:
    """All tasks but the first take long."""
    return nap(share if task else 0.0, task)


def fall(task: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return task


class Tasks:
    def __init__(self, number: int) -> None:
        self.left = list(range(number))[::-1]

    def __call__(self) -> int | None:
        return self.left.pop() if self.left else None


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"


def test_a_killed_worker_is_told_and_replaced(tmp_path: Path) -> None:
    found = dict(Processes(2).carry_out(end_at, tmp_path / "killed", Tasks(10)))
    assert sorted(found) == list(range(10))
    (lost,) = [answer for answer in found.values() if isinstance(answer, Lost)]
    assert found[3] is lost
    assert lost.reason == "a worker process was killed by SIGKILL, as happens when memory runs out"


def test_no_worker_stays_behind_when_all_is_done_or_nobody_listens(tmp_path: Path) -> None:
    (tmp_path / "killed").touch()
    workers = {answer for _, answer in Processes(2).carry_out(end_at, tmp_path / "killed", Tasks(10))}
    answers = Processes(2).carry_out(end_at, tmp_path / "killed", Tasks(10))
    workers.add(next(answers)[1])
    answers.close()
    assert not [worker for worker in workers if alive(worker)]


def test_a_stop_does_not_wait_for_what_is_under_way() -> None:
    answers = Processes(2).carry_out(nap_at_last, 30.0, Tasks(4))
    next(answers)
    begun = time.monotonic()
    answers.close()
    assert time.monotonic() - begun < 10.0


def test_workers_that_always_end_are_an_error() -> None:
    with pytest.raises(WorkersLost, match="3 times at the same task of runs; see to the memory"):
        run_all(fall, [1, 2], workers=2)


def test_workers_that_cannot_begin_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.spawn.get_executable", lambda: b"/bin/false")
    with pytest.raises(WorkersLost, match=r"workers end before they have done anything: .* exit code 1; "):
        list(Processes(2).carry_out(nap, 0.0, Tasks(3)))


def test_little_work_is_done_here_and_much_by_workers() -> None:
    left = [100.0]
    crew = AsNeeded(lambda: left[0])
    answers = [one for _, one in crew.carry_out(end_at, Path("/"), Tasks(5))]
    assert set(answers[:2]) == {os.getpid()}
    assert os.getpid() not in answers[2:] or crew.size == 1
    left[0] = 1.0
    assert {one for _, one in crew.carry_out(end_at, Path("/"), Tasks(5))} == {os.getpid()}


def test_one_worker_or_one_task_is_this_process() -> None:
    assert crew_of(1, 100).size == crew_of(8, 1).size == 1
    assert crew_of(3, 100).size == 3


def test_a_script_needs_no_guard_and_is_not_run_anew(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from counterflow.experiment.pool import run_all\n"
        "print('begun')\n"
        "print(run_all(abs, [-1, -2, 3], workers=2))\n"
    )
    ended = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.stdout.splitlines(), ended.stderr) == (["begun", "[1, 2, 3]"], "")


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from counterflow.experiment.local import Processes\n"
        "from tests.experiment.test_local import slow\n"
        "tasks = iter(range(9))\n"
        "for _, worker in Processes(2).carry_out(slow, None, lambda: next(tasks, None)):\n"
        "    print(worker, flush=True)\n"
    )
    command = [sys.executable, str(script)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if not alive(worker):
            break
        time.sleep(0.05)
    assert not alive(worker)


def slow(_: object, __: int) -> int:
    time.sleep(0.3)
    return os.getpid()
