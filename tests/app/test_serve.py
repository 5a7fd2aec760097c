"""The command: what it says, when it is there, and what it does where it cannot be."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

SERVE = [sys.executable, "-m", "counterflow.cli", "serve"]


def refused(*arguments: str) -> str:
    done = subprocess.run([*SERVE, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "Traceback" in done.stderr, len(done.stderr.splitlines())) == (2, False, 1), (
        done.stderr
    )
    return done.stderr


def test_it_says_where_it_is_and_ends_when_told(tmp_path: Path) -> None:
    server = subprocess.Popen(
        [*SERVE, "--store", str(tmp_path / "s"), "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    said = server.stderr.readline()
    assert said.startswith("the hearing room: http://127.0.0.1:")
    time.sleep(1.0)
    server.terminate()
    _, rest = server.communicate(timeout=30)
    assert "Traceback" not in rest


def test_a_port_that_is_taken_is_a_fault_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "cannot be listened on" in refused("--store", str(tmp_path / "s"), "--port", port)
    assert not (tmp_path / "s").exists()


def test_a_store_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "--store" in refused("--store", str(tmp_path / "file" / "s"), "--port", "0")


def test_beyond_this_machine_it_prints_a_token_of_its_own_making_only(tmp_path: Path) -> None:
    for token, lines in ((None, 2), ("mine", 1)):
        environment = {name: value for name, value in os.environ.items() if name != "COUNTERFLOW_TOKEN"}
        environment |= {} if token is None else {"COUNTERFLOW_TOKEN": token}
        server = subprocess.Popen(
            [*SERVE, "--store", str(tmp_path / "s"), "--port", "0", "--host", "0.0.0.0"],  # noqa: S104 -- a test
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert server.stderr is not None
        said = [server.stderr.readline() for _ in range(lines)]
        server.terminate()
        rest = server.communicate(timeout=30)[1]
        assert ("need this token" in "".join(said) + rest) == (token is None)
        assert "mine" not in rest


def test_starting_loads_neither_compiler_nor_charts() -> None:
    program = "import sys; from counterflow.app.server import make_app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"numba", "altair", "vl_convert", "pandas", "scipy"} & set(done.stdout.split())
