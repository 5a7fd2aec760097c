"""The command as people type it: in this process where nothing hangs on a process, since starting one takes seconds."""

import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from counterflow import cli

Answer = subprocess.CompletedProcess[str]


def typed(*arguments: str, folder: Path | None = None) -> Answer:
    """What `counterflow ARGUMENTS` in a folder answers: exit code, stdout, stderr."""
    said, complained, code = StringIO(), StringIO(), 0
    before, terminated = Path.cwd(), signal.getsignal(signal.SIGTERM)
    os.chdir(folder or before)
    try:
        with (
            patch.object(sys, "argv", ["counterflow", *arguments]),
            redirect_stdout(said),
            redirect_stderr(complained),
        ):
            cli.main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        os.chdir(before)
        signal.signal(signal.SIGTERM, terminated)
    return Answer(["counterflow", *arguments], code, said.getvalue(), complained.getvalue())


def process(*arguments: str, folder: Path | None = None) -> Answer:
    """The same from a process of its own."""
    typed = [sys.executable, "-m", "counterflow.cli", *arguments]
    return subprocess.run(typed, capture_output=True, text=True, check=False, cwd=folder)
