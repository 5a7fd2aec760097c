"""One run at a time, others waiting in order, with a bound; cancelled, interrupted and taken up again."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque

from counterflow.app.jobs.carrying import GRACE_SECONDS, LOOK_SECONDS, carry_out, fault_of
from counterflow.app.jobs.ledger import Ledger, now
from counterflow.app.jobs.records import AGAIN, OPEN, RunRecord, RunRequest, State
from counterflow.app.settings import Settings
from counterflow.app.store import Missing

_log = logging.getLogger("counterflow.app")


class QueueFull(RuntimeError):
    """As many runs wait as may; the message says so to people."""


class Queue:
    """Carries out runs in a process of their own, one after another."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self.ledger, self.settings = ledger, settings
        self._waiting: deque[str] = deque()
        self._running: str | None = None
        self._cancelled: set[str] = set()
        self._unkept: dict[str, RunRecord] = {}
        """Ends that could not be written: on a full disk, say."""
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Tell runs of a server that is gone as interrupted, and begin to work."""
        for record in self.ledger.all():
            if record.state in OPEN:
                self._end(record, "interrupted")
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="queue", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the run under way; it and those that wait are interrupted."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=GRACE_SECONDS + 5.0)
        while self._waiting:
            self._end(self.ledger.read(self._waiting.popleft()), "interrupted")

    def _end(self, record: RunRecord, state: State, problem: str = "") -> None:
        """Note how a run ended; where that cannot be written, for as long as this server runs."""
        faults = (fault_of(problem, "make room, and take it up again"),) if problem else ()
        try:
            self.ledger.ended(record, state, faults)
        except OSError as error:
            _log.warning("run %s could not be kept: %s", record.id, error.strerror)
            self._unkept[record.id] = record.model_copy(update={"state": state, "faults": faults})

    def ask(self, request: RunRequest) -> RunRecord:
        """The run of a request: what is there already, or put in the queue. Raises QueueFull, Missing."""
        with self._changed:
            record = self.ledger.new(request)
            if record.state in AGAIN:
                return self._put(record)
            if self.ledger.has(record.id):
                return self.shown(record.id)
            return self._put(record)

    def resume(self, identity: str) -> RunRecord:
        """Take a run up again that did not end well; others are left as they are. Raises QueueFull, Missing."""
        with self._changed:
            record = self.shown(identity)
            return self._put(record) if record.state in AGAIN else record

    def cancel(self, identity: str) -> RunRecord:
        """End a run that waits or is under way; others are left as they are. Raises Missing."""
        with self._changed:
            record = self.ledger.read(identity)
            if identity in self._waiting:
                self._waiting.remove(identity)
                self.ledger.ended(record, "cancelled")
            elif identity == self._running:
                self._cancelled.add(identity)
                self._changed.notify_all()
        end = time.monotonic() + GRACE_SECONDS + 1.0
        while identity == self._running and time.monotonic() < end:
            time.sleep(LOOK_SECONDS)
        return self.shown(identity)

    def shown(self, identity: str) -> RunRecord:
        """A run with its place in the queue. Raises Missing."""
        record = self._unkept.get(identity) or self.ledger.read(identity)
        if record.state != "waiting":
            return record
        waiting = list(self._waiting)
        ahead = waiting.index(identity) if identity in waiting else 0
        return record.model_copy(update={"ahead": ahead + (self._running is not None)})

    def _put(self, record: RunRecord) -> RunRecord:
        if len(self._waiting) >= self.settings.most_waiting:
            raise QueueFull(
                f"{len(self._waiting)} runs wait already, which is as many as may. Try again when one is done."
            )
        record = record.model_copy(update={"state": "waiting", "ended": None, "faults": (), "asked": now()})
        self.ledger.begin(record)
        self._unkept.pop(record.id, None)
        self._waiting.append(record.id)
        self._changed.notify_all()
        return self.shown(record.id)

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closing:
                    self._changed.wait()
                if self._closing:
                    return
                identity = self._waiting.popleft()
                self._running = identity
            try:
                self._carry_out(identity)
            except OSError as error:  # a full disk, say: the next run may fare better
                problem = f"could not be kept in the server's folder ({error.strerror})"
                self._end(self.ledger.read(identity), "failed", problem)
            finally:
                with self._changed:
                    self._running = None
                    self._cancelled.discard(identity)

    def _carry_out(self, identity: str) -> None:
        try:
            record = self.ledger.read(identity)
        except Missing:
            return
        carry_out(self.ledger, record, self.settings, lambda: self._stopped(identity))

    def _stopped(self, identity: str) -> State | None:
        """As what a run under way is to be ended; None where it may go on."""
        if identity in self._cancelled:
            return "cancelled"
        return "interrupted" if self._closing else None
