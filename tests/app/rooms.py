"""A served store with a small hearing that has been run, for tests of pages and of the interface for programs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from counterflow.analysis.ensemble import Effort
from counterflow.analysis.hear import hear
from counterflow.analysis.kept import FOLDER, keep
from counterflow.app.server import make_app
from counterflow.app.settings import Settings
from counterflow.template import new

SMALL = Effort(draws=60, variant_draws=40, account_draws=4, runs=1)
NAME = "harvest"


def small_hearing(store: Path) -> Path:
    """The template's hearing in a store, with results beside it."""
    folder = store / "hearings" / NAME
    new(folder)
    heard = hear(folder, effort=SMALL, workers=1)
    keep(heard.verdicts, heard.ensemble.outcomes, folder, folder / FOLDER)
    return folder


@contextmanager
def visitor(settings: Settings) -> Iterator[TestClient]:
    """Somebody on this machine who asks a server of these settings."""
    with TestClient(make_app(settings, warm=False), base_url="http://localhost") as client:
        yield client


def waited(
    client: TestClient, run: str, *, until: tuple[str, ...] = ("done",), seconds: float = 120.0
) -> dict[str, Any]:
    """The record of a run once it is in one of these states."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        record: dict[str, Any] = client.get(f"/api/runs/{run}").json()
        if record["state"] in until:
            return record
        assert record["state"] in ("waiting", "running"), record
        time.sleep(0.2)
    raise AssertionError(f"run {run} is {record['state']} after {seconds} seconds")
