"""One small hearing for all tests of the app."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from counterflow.app.settings import Settings
from tests.app.rooms import small_hearing, visitor


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app") / "store"
    small_hearing(folder)
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with visitor(Settings(store, workers=1)) as found:
        yield found
