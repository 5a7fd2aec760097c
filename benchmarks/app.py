"""How the app holds up: start, answers to many visitors at once, and first paint in Chromium, while a run is under way.

    python -m benchmarks.app [SECONDS] [VISITORS]      two minutes and 20 visitors unless said otherwise

A server of its own on an empty store, visitors as threads that ask one page after another without a pause for thought, and a quick
run of the shipped hearing meanwhile. Then, with a run still under way and nobody else there, each page is opened in Chromium,
by a visitor who has not been there before. Exit code 1 where any answer is an error, or a page paints nothing.
"""

from __future__ import annotations

import http.client
import itertools
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import record

PAGES = (
    "/",
    "/claims/R1",
    "/claims/R3",
    "/world",
    "/world?group=journeys",
    "/runs",
    "/decision",
    "/evidence",
    "/evidence/conflicts",
    "/evidence/rates",
    "/evidence/fitted",
    "/world/map",
    "/life",
    "/hearings",
    "/about",
    "/?set=belief.exposure_ratio%3D%5B2,6,12%5D",
    "/api/hearings/central_asia_2015/verdicts",
)
VISITS = 5
"""Of each page in Chromium."""
ALL = "all pages"
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
WARM_SECONDS = 45.0
"""For the server to draw what ships, which it does in the background."""


@dataclass
class Tally:
    """What visitors met: seconds by page, and errors."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, page: str, seconds: float, error: str | None) -> None:
        """One answer."""
        with self.lock:
            self.seconds.setdefault(page, []).append(seconds)
            self.errors += [] if error is None else [f"{page}: {error}"]


def visit(port: int, first: int, until: float, tally: Tally) -> None:
    """Ask page after page until the time is up."""
    for page in itertools.islice(itertools.cycle(PAGES), first, None):
        if time.monotonic() > until:
            return
        began, error = time.perf_counter(), None
        try:
            status = asked(port, "GET", page)[0]
            error = None if status == 200 else f"status {status}"
        except OSError as raised:
            error = type(raised).__name__
        tally.note(page, time.perf_counter() - began, error)


def asked(port: int, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    """Status and body of an answer."""
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        connection.request(method, path, body, {"content-type": "application/json"} if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def started(port: int, store: Path) -> tuple[subprocess.Popen[bytes], float]:
    """A server, and the seconds until it answered."""
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
    began = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        with suppress(OSError):
            asked(port, "GET", "/static/style.css")
            return server, time.perf_counter() - began
        time.sleep(0.02)


def main(arguments: list[str]) -> int:
    """Measure, and print a table."""
    seconds, visitors = (
        (float(arguments[0]) if arguments else 120.0),
        int(arguments[1]) if len(arguments) > 1 else 20,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        server, start = started(port, Path(folder) / "store")
        try:
            tally, state = measured(port, seconds, visitors)
            paints, state_after = painted(port, min(VISITS, 1 + int(seconds / 10)))
        finally:
            server.terminate()
            server.wait(60)
    found = recorded(
        tally, paints, start=start, visitors=visitors, seconds=seconds, runs=(state, state_after)
    )
    told(found)
    record.update({"app": found})
    return 1 if tally.errors else 0


def measured(port: int, seconds: float, visitors: int) -> tuple[Tally, str]:
    """What visitors met, and how far the run was at the end."""
    for page in PAGES:
        asked(port, "GET", page)
    time.sleep(min(WARM_SECONDS, seconds))
    run = under_way(port)
    tally, until = Tally(), time.monotonic() + seconds
    threads = [threading.Thread(target=visit, args=(port, first, until, tally)) for first in range(visitors)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return tally, state_of(port, run)


def under_way(port: int) -> str:
    """A quick run of the shipped hearing that has begun to compute: the one that is there, or the next seed's."""
    for seed in itertools.count(1):
        wanted = json.dumps({"hearing": "central_asia_2015", "seed": seed})
        run = str(json.loads(asked(port, "POST", "/api/runs", wanted)[1])["id"])
        while (record := record_of(port, run))["state"] in ("waiting", "running"):
            if (record["progress"] or {}).get("of", 0) > 1:
                return run
            time.sleep(0.2)
    raise AssertionError("there is always another seed")


def record_of(port: int, run: str) -> dict[str, Any]:
    """What is known of a run."""
    found: dict[str, Any] = json.loads(asked(port, "GET", f"/api/runs/{run}")[1])
    return found


def state_of(port: int, run: str) -> str:
    """How a run stands."""
    return str(record_of(port, run)["state"])


def painted(port: int, visits: int) -> tuple[dict[str, list[float]], str]:
    """Milliseconds until each page shows something, by visitors with nothing in store; and how the run stood at the end."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {}
    run = under_way(port)
    with sync_playwright() as player:
        program = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
        )
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for page in [one for one in PAGES if not one.startswith("/api/")] * visits:
            context = browser.new_context(base_url=f"http://localhost:{port}")
            opened = context.new_page()
            opened.goto(page)
            paint = opened.wait_for_function(_PAINTED, timeout=10_000).json_value()
            found.setdefault(page, []).append(float(paint))
            context.close()
        browser.close()
    return found, state_of(port, run)


def recorded(
    tally: Tally,
    paints: Mapping[str, Sequence[float]],
    *,
    start: float,
    visitors: int,
    seconds: float,
    runs: tuple[str, str],
) -> dict[str, Any]:
    """What was found, for the page of benchmarks: milliseconds, all pages first."""
    answers = {ALL: [one for some in tally.seconds.values() for one in some], **tally.seconds}
    shown = {ALL: [one for some in paints.values() for one in some], **paints}
    return {
        "start_seconds": start,
        "visitors": visitors,
        "seconds": seconds,
        "answers": len(answers[ALL]),
        "errors": tally.errors,
        "visits": len(shown[ALL]),
        "runs": runs,
        "pages": {
            page: {
                "median": 1000 * statistics.median(some),
                "most": 1000 * (statistics.quantiles(some, n=20)[-1] if len(some) > 1 else some[0]),
            }
            for page, some in answers.items()
        },
        "paint": {
            page: {"median": statistics.median(some), "most": max(some)} for page, some in shown.items()
        },
    }


def told(found: Mapping[str, Any]) -> None:
    """Print what was found."""
    print(f"answers its first request after {found['start_seconds']:.2f} s")
    visitors, answers, errors = found["visitors"], found["answers"], found["errors"]
    print(f"{visitors} visitors, {found['seconds']:.0f} s, {answers:,} answers, {len(errors)} errors")
    for page, one in found["pages"].items():
        print(f"{one['median']:8.0f} ms median {one['most']:8.0f} ms 95th percentile  {page}")
    print(
        f"first contentful paint in Chromium, {found['visits']} visits; the runs: {', '.join(found['runs'])}"
    )
    for page, one in found["paint"].items():
        print(f"{one['median']:8.0f} ms median {one['most']:8.0f} ms at most  {page}")
    for error in errors[:10]:
        print(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
