"""A server as people start it, in a process of its own, and Chromium to visit it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
browser_only = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true",
        reason="no Chromium here: the app was not opened in one",
    ),
]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Served:
    """A running server."""

    def __init__(self, store: Path, port: int) -> None:
        self.address = f"http://localhost:{port}"
        command = [
            sys.executable,
            "-m",
            "counterflow.cli",
            "serve",
            "--store",
            str(store),
            "--port",
            str(port),
            "--workers",
            "1",
        ]
        began = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while time.monotonic() < began + 60.0:
            with suppress(OSError):
                urllib.request.urlopen(f"{self.address}/static/style.css", timeout=5).close()  # noqa: S310 -- our own server
                break
            time.sleep(0.05)
        self.seconds = time.monotonic() - began
        """Until it answered."""

    def stop(self, *, kill: bool = False) -> None:
        self.process.kill() if kill else self.process.terminate()
        self.process.wait(30)


@contextmanager
def served(store: Path, port: int | None = None) -> Iterator[Served]:
    found = Served(store, port or free_port())
    try:
        yield found
    finally:
        found.stop(kill=True)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
