"""Rows that have come back from workers, on their way into the store."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self

import pyarrow as pa

from counterflow.experiment.manifest import Part
from counterflow.experiment.work import Answer, rows_of
from counterflow.experiment.writer import Writer

COMMIT_SECONDS = 5.0
"""Rows are written when so much time has passed: what is lost when this process is killed."""
COMMIT_BYTES = 64 * 2**20
"""Or when there are so many bytes of them."""


class Collected:
    """Rows that came back, written by a thread of its own: Ctrl-C reaches the main thread only, and leaves what it writes whole."""

    def __init__(self, writer: Writer, inputs: Callable[[], dict[str, Any]]) -> None:
        self._writer, self._inputs = writer, inputs
        self._thread = ThreadPoolExecutor(1, "store")
        self._writing: Future[None] | None = None
        self._tables: list[pa.Table] = []
        self._parts: list[Part] = []
        self._makers: dict[str, dict[str, str]] = {}
        self._seconds = 0.0
        self._bytes = 0
        self._since = time.monotonic()
        self._told = False
        self.any = False
        """Whether anything has come back."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Write what there is, whatever ended the work, unless it was writing itself."""
        try:
            self._wait()
            if self._tables or self._parts:
                self._write()
                self._wait()
        finally:
            self._thread.shutdown()

    def add(self, answer: Answer) -> None:
        """Take in what a worker said."""
        self._makers |= dict([answer.maker])
        self._tables.append(rows_of(answer))
        self._parts += [] if answer.part is None else [answer.part]
        self._seconds += 0.0 if answer.part is not None else answer.processor_seconds
        self._bytes += len(answer.rows)
        self._due()

    def fail(self, row: pa.Table) -> None:
        """Take in the row of a run that was lost."""
        self._tables.append(row)
        self._due()

    def _due(self) -> None:
        self.any = True
        if time.monotonic() - self._since > COMMIT_SECONDS or self._bytes > COMMIT_BYTES:
            self._wait()
            self._write()

    def _write(self) -> None:
        tables, parts, seconds, makers = self._tables, self._parts, self._seconds, self._makers
        self._tables, self._parts, self._seconds, self._bytes = [], [], 0.0, 0
        self._since = time.monotonic()
        self._writing = self._thread.submit(self._commit, tables, parts, seconds, makers)

    def _commit(
        self, tables: list[pa.Table], parts: list[Part], seconds: float, makers: dict[str, dict[str, str]]
    ) -> None:
        makers = self._writer.manifest.makers | makers
        also = {} if self._told else self._inputs()
        self._writer.commit(tables, parts, seconds, makers=makers, **also)
        self._told = True

    def _wait(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()
