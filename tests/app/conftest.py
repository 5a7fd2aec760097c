"""One small hearing for all tests of the app."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from counterflow.app.settings import Settings
from tests.app.rooms import small_hearing, visitor
from tests.app.serving import Served, chromium, served


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app") / "store"
    small_hearing(folder)
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with visitor(Settings(store, workers=1)) as found:
        yield found


@pytest.fixture(scope="module")
def server(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server as people start it, with a store of its own that has the small hearing and no results."""
    own = tmp_path_factory.mktemp("served") / "store"
    shutil.copytree(store / "hearings", own / "hearings")
    with served(own) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found
