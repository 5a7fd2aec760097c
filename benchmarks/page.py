"""docs/benchmarks.md and its charts, made from the record: python -m benchmarks.page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import record
from benchmarks.comparison import crossing
from benchmarks.limits import Limit, verdicts
from benchmarks.pictures import CAPTIONS, pictures, seconds
from benchmarks.plan import APPROACHES, REGION, RIVALS, WORLD

Record = dict[str, Any]
Row = tuple[str, ...]

FOLDER = "benchmarks"
HEAD = """\
Made by `make bench` from `build/bench.json`; not written by hand. What is compared, and how each rival is written, stands in
`benchmarks/README.md`. Times are medians of repeated runs on one machine, one program beside the other."""
TRIAL = "**A quick trial at a hundredth of the size. None of these figures counts.**"
RIVALS_SAY = """\
The reduced model, {people:,} people, eight years, {rate:,.0f} approaches per million people. Mobile only: the same approaches, but
only those who ever migrate are exposed, and a rival holds nobody else. Slower from: people from which on the rival is slower
than ours. Engaged: the rival's mean number of engaged people over ours, at one approach per person, with its standard error."""
OURS_SAY = """\
Ours: {seconds} s on one core, {memory:.0f} MB. While ours ran, the clock on the wall showed {idle:.2f} times the processor's time;
on an idle machine that is 1. \\* carried on along the line through two sizes that fit, as it would take over five minutes or more
than 20 GiB."""
EQUAL_SAYS = """\
The once-a-run screen looks at everybody once, whatever the number of approaches. At {approaches:,} approaches it takes {theirs} s
for {people:,} people, ours {own} s. Slower from: {crossing}."""
REGION_SAYS = """\
The library's scenario, {people:,.0f} people, 2011 to 2018, every mechanism on, one core. An evaluation is an approach that reached
a present person; all else that a run does is charged to them. The keys above are those of the draw whose time is in the middle."""
FLOOR_SAYS = """\
The floor is the time of the calls alone: how often a run calls each function, counted by a build of the engine with a counter in
it, times what one call costs in a loop in which each waits for the one before."""

APP_SAYS = """\
`python -m benchmarks.app`: {visitors} visitors ask one page after another for {seconds:.0f} s without a pause, while the shipped
hearing is run: {answers:,} answers, errors: {errors}. The server answered its first request {start} s after the command. First
paint (first contentful paint): {visits} visits in Chromium with nothing in store, while a run was under way. Milliseconds."""


def write(found: Record, docs: Path = record.ROOT / "docs") -> None:
    """The page and its charts, in a folder of documents."""
    drawn = dict(pictures(found))
    (docs / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, drawing in drawn.items():
        (docs / FOLDER / f"{name}.svg").write_text(drawing + "\n", encoding="utf-8", newline="\n")
    text = "\n\n".join(_sections(found, drawn)) + "\n"
    (docs / "benchmarks.md").write_text(text, encoding="utf-8", newline="\n")


def _sections(found: Record, drawn: dict[str, str]) -> Iterator[str]:
    yield "# Benchmarks"
    yield HEAD
    if found.get("effort") == "quick":
        yield TRIAL
    yield "## What was to be shown"
    yield table(("key", "found", "limit", ""), [_limit_row(*one) for one in verdicts(found)])
    if "rivals" in found:
        yield from _rivals(found)
    if "once_at_equal_approaches" in found and "curves" in found:
        yield from _equal(found)
    if "region" in found:
        yield from _region(found)
    if "floor" in found:
        yield from _floor(found["floor"])
    if "curves" in found:
        yield from _curves(found["curves"])
    if "app" in found:
        yield from _app(found["app"])
    yield from (f"![{caption}]({FOLDER}/{name}.svg)" for name, caption in CAPTIONS.items() if name in drawn)


def _limit_row(limit: Limit, value: float | None) -> Row:
    bound = f"at {limit.side} {limit.value:g} {limit.unit}".rstrip()
    what = f"`{limit.key}`: {limit.says}"
    if value is None:
        return what, "not measured", bound, ""
    return (
        what,
        f"{short(value)} {limit.unit}".rstrip(),
        bound,
        "met" if limit.is_met(value) else "**missed**",
    )


def _rivals(found: Record) -> Iterator[str]:
    entries = found["rivals"]
    yield "## At the same work, beside the rivals"
    people = max(entry["people"] for entry in entries.values())
    yield RIVALS_SAY.format(people=people, rate=APPROACHES / REGION * 1e6)
    head = (
        "",
        "seconds",
        "ours is faster by",
        "mobile only: seconds",
        "faster by",
        "peak MB",
        "slower from",
        "engaged",
    )
    yield table(head, [_rival_row(found, rival.key) for rival in RIVALS if rival.key in entries])
    own = next(iter(entries.values()))["ours"]
    yield OURS_SAY.format(seconds=short(own["median_seconds"]), memory=own["rss_mb"], idle=_idle(entries))


def _idle(entries: Record) -> float:
    """Wall time over processor time of all our runs beside the rivals."""
    runs = [entry["ours"] for entry in entries.values()]
    return float(
        sum(sum(one["seconds"]) for one in runs) / sum(sum(one["processor_seconds"]) for one in runs)
    )


def _rival_row(found: Record, key: str) -> Row:
    entry, other = found["rivals"][key], found.get("mobile", {}).get(key)
    mean = found.get("means", {}).get(key, {}).get("all", {}).get("engaged")
    memory = entry["expected_mb"] if entry["carried"] else entry["runs"]["rss_mb"]
    return (
        entry["title"],
        _starred(entry),
        short(entry["times"]),
        _starred(other) if other else "",
        short(other["times"]) if other else "",
        f"{memory:,.0f}{'*' if entry['carried'] else ''}",
        _crossing_words(entry["crossing"]),
        f"{mean['ratio']:.3f} ± {mean['standard_error']:.3f}" if mean else "",
    )


def _starred(entry: Record) -> str:
    return f"{short(entry['seconds'])}{'*' if entry['carried'] else ''}"


def _crossing_words(people: float | None) -> str:
    if people is None:
        return "never, up to this size"
    return "the smallest size timed" if people == 0.0 else f"{float(f'{people:.2g}'):,.0f} people"


def _equal(found: Record) -> Iterator[str]:
    theirs, own = seconds(found["once_at_equal_approaches"]), seconds(found["curves"]["population"])
    nearest = {int(size): own[min(own, key=lambda at: abs(at - size))] for size in theirs}
    slower_from = crossing({int(size): taken for size, taken in theirs.items()}, nearest)
    yield "## At equal approaches"
    yield EQUAL_SAYS.format(
        approaches=APPROACHES,
        people=WORLD,
        theirs=short(theirs[WORLD]),
        own=short(own[WORLD]),
        crossing=_crossing_words(slower_from),
    )


def _region(found: Record) -> Iterator[str]:
    yield "## The full region"
    yield REGION_SAYS.format(people=found["region_people"])
    counts = ("proposals", "void", "approaches", "engaged")
    rows = [
        (
            name,
            short(draw["median_seconds"]),
            *(f"{draw[what]:,.0f}" for what in counts),
            short(draw["median_seconds"] / draw["approaches"] * 1e6),
            f"{draw['rss_mb']:.0f}",
        )
        for name, draw in found["region"]["draws"].items()
    ]
    yield table(("draw", "seconds", *counts, "µs per evaluation", "peak MB"), rows)
    for name, problem in found["region"].get("refused", {}).items():
        yield f"{name} was refused by the engine, and the next draw took its place: {problem}."


def _floor(floor: Record) -> Iterator[str]:
    yield FLOOR_SAYS
    names = list(floor["nanoseconds"])
    rows = [("nanoseconds per call", *(short(floor["nanoseconds"][name]) for name in names), "")]
    for draw, one in floor["draws"].items():
        calls = (short(one["per_evaluation"][name]) for name in names)
        rows.append((f"calls per evaluation, {draw}", *calls, short(one["over_floor"])))
    yield table(("", *names, "time over the floor"), rows)


def _curves(curves: Record) -> Iterator[str]:
    yield "## How our time grows"
    for name, documents in curves.items():
        by_size = sorted((float(at), one) for at, one in documents.items())
        rows = [
            (f"{at:,.0f}", short(one["median_seconds"]), f"{one['approaches']:,.0f}", f"{one['rss_mb']:.0f}")
            for at, one in by_size
        ]
        yield table((_AXES[name], "seconds", "approaches that reached somebody", "peak MB"), rows)


def _app(app: Record) -> Iterator[str]:
    yield "## The hearing room"
    yield APP_SAYS.format(
        visitors=app["visitors"],
        seconds=app["seconds"],
        answers=app["answers"],
        errors=len(app["errors"]),
        start=short(app["start_seconds"]),
        visits=app["visits"],
    )
    rows = [
        (
            page if page == "all pages" else f"`{page}`",
            *(f"{one[what]:.0f}" for what in ("median", "most")),
            *(
                f"{app['paint'][page][what]:.0f}" if page in app["paint"] else ""
                for what in ("median", "most")
            ),
        )
        for page, one in app["pages"].items()
    ]
    yield table(("page", "answer, median", "95th percentile", "first paint, median", "at most"), rows)


_AXES = {"population": "people", "approaches": "approaches asked for", "years": "years"}


def table(head: Row, rows: Sequence[Row]) -> str:
    """A Markdown table; the first column to the left, the others to the right."""
    lines = [head, tuple("---" if i == 0 else "---:" for i in range(len(head))), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def short(value: float) -> str:
    """Three significant figures, without an exponent."""
    return f"{float(f'{value:.3g}'):,.10g}"


if __name__ == "__main__":
    write(record.read())
