"""Which lines the charts of the page hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.charts import Series, log_lines
from benchmarks.plan import APPROACHES

Record = dict[str, Any]
Points = list[tuple[float, float]]

CAPTIONS = {
    "rivals": "Time against people at the region's approaches per million people; dashed: carried on",
    "population": "Time against people, approaches the same",
    "approaches": "Our time against approaches, 68 million people",
    "years": "Our time against years, approaches per year the same",
}


def pictures(found: Record) -> Iterator[tuple[str, str]]:
    """Name and drawing of each chart whose figures are there."""
    if "rivals" in found:
        yield "rivals", log_lines(_beside_rivals(found), "people")
    if "curves" not in found:
        return
    series = [_ours(found, "population")]
    if "once_at_equal_approaches" in found:
        series.append(Series("once-a-run screen", points(found["once_at_equal_approaches"])))
    yield "population", log_lines(series, f"people, {APPROACHES:,} approaches")
    for name in ("approaches", "years"):
        yield name, log_lines([_ours(found, name)], name)


def seconds(documents: Record) -> dict[float, float]:
    """Median seconds by size."""
    return {float(at): one["median_seconds"] for at, one in documents.items()}


def points(documents: Record) -> Points:
    """The same as points, the smallest size first."""
    return sorted(seconds(documents).items())


def _ours(found: Record, name: str) -> Series:
    return Series("ours", points(found["curves"][name]), ours=True)


def _beside_rivals(found: Record) -> list[Series]:
    people = max(entry["people"] for entry in found["rivals"].values())
    first = next(iter(found["rivals"].values()))
    own = seconds(found["own_ladder"]) | {people: first["ours"]["median_seconds"]}
    return [Series("ours", sorted(own.items()), ours=True)] + [
        _rival(entry, people) for entry in found["rivals"].values()
    ]


def _rival(entry: Record, people: int) -> Series:
    line, end = points(entry["ladder"]), (float(people), entry["seconds"])
    if entry["carried"]:
        return Series(f"{entry['title']} (carried)", line, carried=end)
    return Series(entry["title"], [*line, end])
