"""The plan for a million runs in docs/experiments.md, with its arithmetic, from the record: python -m benchmarks.scale_plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import record
from benchmarks.page import Row, short, table

PAGE = record.ROOT / "docs" / "experiments.md"
BEGIN = "<!-- made by make bench from build/bench.json: begin -->"
END = "<!-- made by make bench from build/bench.json: end -->"
MILLION = 1_000_000
CORES = (64, 1_024, 10_000)
HEAD = (
    "a million runs of",
    "ms a run",
    "core hours",
    *(f"hours on {cores:,} cores" for cores in CORES),
    "GB kept",
)


def write(found: dict[str, Any], page: Path = PAGE) -> None:
    """Put the figures in their place in the page; the page as it is where they were not measured."""
    if "experiments" not in found:
        return
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    plan = "\n\n".join(_plan(found))
    page.write_text(f"{before}{BEGIN}\n\n{plan}\n\n{END}{after}", encoding="utf-8", newline="\n")


def _plan(found: dict[str, Any]) -> Iterator[str]:
    measured = found["experiments"]
    overhead = found["overhead_ms"]
    region = measured["region"]
    yield (
        f"Measured: a run of the small world takes {short(measured['run_ms'])} ms and leaves "
        f"{measured['bytes_per_run']:,.0f} bytes, one of the full region {short(region['run_seconds'] * 1e3)} ms and "
        f"{region['bytes_per_run']:,.0f} bytes. Overhead is {short(overhead)} ms a run on two workers, starting them included."
    )
    yield table(
        HEAD,
        [
            _row("the small world", measured["run_ms"], overhead, measured["bytes_per_run"]),
            _row("the full region", region["run_seconds"] * 1e3, overhead, region["bytes_per_run"]),
        ],
    )
    yield (
        "Core hours = runs x (ms a run + overhead) / 3,600,000; hours = core hours / cores, where nothing but cores is short; "
        "GB = runs x bytes / 10^9."
    )
    yield from _coordinator(measured)


def _row(what: str, run_ms: float, overhead: float, size: float) -> Row:
    hours = MILLION * (run_ms + overhead) / 3_600_000
    each = (short(hours / cores) for cores in CORES)
    return (what, short(run_ms), short(hours), *each, short(MILLION * size / 1e9))


def _coordinator(measured: dict[str, Any]) -> Iterator[str]:
    """From how many cores on the coordinator is what is short."""
    handed, written = measured["coordinator_ms"], measured["coordinator_ms_where_workers_write"]
    small, region = measured["run_ms"], measured["region"]["run_seconds"] * 1e3
    yield (
        f"The coordinator works {short(handed)} ms for each run whose row is handed back, and {short(written)} ms where workers "
        f"write. So it keeps up with {short(small / handed)} cores on the small world and {short(region / handed)} on the "
        f"full region (ms a run / ms of the coordinator), and with {short(small / written)} and {short(region / written)} where "
        "workers write."
    )


if __name__ == "__main__":
    write(record.read())
