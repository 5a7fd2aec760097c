"""Blocks of README.md and CONTRIBUTING.md, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from counterflow.views.words import probability
from tools.readme.results import Heard, Part, Results, Speed, changed, kept
from tools.upkeep import sizes

_NOT_YET = "*Not run yet: `make {target}`, then `make readme`.*\n"
_MARKS = {"supported": "●", "contradicted": "✕", "unsettled": "○"}


def blocks(found: Results | None = None) -> dict[str, Callable[[], str]]:
    """What may be asked for, by name."""
    results = kept() if found is None else found
    return {
        "verdicts": lambda: verdicts(results.heard),
        "speed": lambda: speed(results.speed),
        "sizes": lambda: "\n".join(sizes.table(sizes.sizes(), sizes.told())) + "\n",
    }


def verdicts(heard: Heard | None, stale: tuple[str, ...] | None = None) -> str:
    """What came out of the hearing: how many parts stand how, and the one that heads each claim."""
    if heard is None:
        return _NOT_YET.format(target="hearing")
    return "\n".join(_verdicts(heard, changed(heard) if stale is None else stale)) + "\n"


def _verdicts(heard: Heard, stale: tuple[str, ...]) -> Iterator[str]:
    total = sum(heard.standings.values())
    counts = "; ".join(f"{count} {words}" for words, count in sorted(heard.standings.items()))
    yield f"Of {total} parts of what was said on {heard.date}: {counts}."
    yield "Each row is the part that heads a claim, with the probability that it is true, before and after the published figures,"
    yield "and the range of that under other assumptions ([how to read it](docs/guides/read-a-verdict.md))."
    if not heard.calibrated:
        yield "The model had not been fitted to the figures: states, causes and forecasts show what is assumed."
    yield f"({heard.draws:,} draws, {heard.runs} histories of each account, seed {heard.seed}.)"
    if stale:
        verb = "has" if len(stale) == 1 else "have"
        yield f"**{', '.join(stale)} {verb} changed since: `make hearing`, then `make readme`.**"
    yield ""
    yield "| | said | by | stands | P before | P after | range |"
    yield "| --- | --- | --- | --- | ---: | ---: | ---: |"
    yield from map(_row, heard.parts)


def _row(part: Part) -> str:
    stands = f"{_MARKS[part.standing]} {part.standing}" + (f", {part.reason}" if part.reason else "")
    ends = (
        [] if part.range is None or part.kind == "record" else [probability(p, part.kind) for p in part.range]
    )
    spread = " to ".join(dict.fromkeys(ends))
    before, after = (probability(p, part.kind) if p is not None else "" for p in (part.before, part.after))
    cells = (part.id, part.statement, part.witness, stands, before, after, spread)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def speed(found: Speed | None) -> str:
    """How fast it is."""
    if found is None:
        return _NOT_YET.format(target="bench")
    return "\n".join(_speed(found)) + "\n"


def _speed(found: Speed) -> Iterator[str]:
    one = found.figures
    yield (
        f"- {one['region_people'] / 1e6:.0f} million people, eight years, every mechanism: {one['region_seconds']:.1f} s a run "
        f"on one core, {one['region_rss_mb']:.0f} MB."
    )
    yield (
        f"- At the same work {one['vs_mesa']:,.0f} times faster than Mesa, {one['vs_starsim']:,.0f} times than Starsim, "
        f"{one['vs_numpy']:.0f} times than dense NumPy, {one['vs_numba']:.0f} times than dense Numba on both cores."
    )
    slower = one["vs_once"] < 1.0
    than = f"{1 / one['vs_once']:.1f} times slower" if slower else f"{one['vs_once']:.1f} times faster"
    yield f"- A loop that looks at everybody once, and knows no feedback and no pairing, is the strongest rival: we are {than}."
    yield f"- A programme's effect has a standard error {one['pairing_gain']:.1f} times smaller, since arms share their lives."
    yield (
        f"- The engine compiles once, {one['first_compile_seconds']:.0f} s; after that a first run begins within "
        f"{one['warm_start_seconds']:.1f} s."
    )
    yield ""
    made_with = ", ".join(f"{name} {which}" for name, which in found.machine.items())
    yield f"Measured by `make bench` ({made_with}): [docs/benchmarks.md](docs/benchmarks.md)."
