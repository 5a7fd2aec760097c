"""build/bench.json: each script puts its own keys into it, and leaves those of the others alone."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build"
RESULTS = BUILD / "bench.json"


def read(path: Path = RESULTS) -> dict[str, Any]:
    """Everything recorded so far; empty where nothing is."""
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def update(keys: Mapping[str, Any], path: Path = RESULTS) -> None:
    """Put these keys into the record, in place of older ones of the same name; a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        text = json.dumps({**read(path), **keys}, indent=1, sort_keys=True, ensure_ascii=False)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.write(text + "\n")
        Path(file.name).replace(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else updates the record meanwhile."""
    descriptor = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
