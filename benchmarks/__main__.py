"""Measure everything, record it, and write the page.

    python -m benchmarks [--quick] [PART ...]

Parts: means, rivals, mobile, scaling, region, floor, startup, experiments; all of them unless named. `--quick` runs small sizes a
few times, to see that everything works; it leaves out `floor` and `startup`, which compile the engine anew, unless they are named.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import comparison, experiments, full_region, page, record, scale_plan, scaling, startup
from benchmarks.limits import line, verdicts
from benchmarks.plan import FULL, QUICK, RIVALS, WORLD, Effort


def means(effort: Effort) -> dict[str, Any]:
    """Every rival gives the same mean number of engaged people."""
    own = {name: comparison.own_means(effort, mobile=name == "mobile") for name in ("all", "mobile")}
    found = {}
    for rival in RIVALS:
        found[rival.key] = {
            name: comparison.check_means(rival, timing, effort, mobile=name == "mobile")
            for name, timing in own.items()
        }
        _say(f"{rival.title}: engaged {found[rival.key]['all']['engaged']['ratio']:.3f} of ours")
    return {"means": found}


def rivals(effort: Effort) -> dict[str, Any]:
    """Times at the same approaches per million people, and the crossings."""
    ladders = {}
    for rival in RIVALS:
        ladders[rival.key] = comparison.ladder(rival, effort, mobile=False)
        _say(f"{rival.title}: timed at {', '.join(f'{people:,}' for people in ladders[rival.key])}")
    own = comparison.own_ladder(sorted({size for found in ladders.values() for size in found}), effort)
    keys, entries = {}, {}
    for rival in RIVALS:
        entry = comparison.side_by_side(rival, ladders[rival.key], effort, mobile=False)
        keys[f"vs_{rival.key}"] = entry["times"]
        entries[rival.key] = entry | {
            "title": rival.title,
            "crossing": comparison.crossing_of(ladders[rival.key], own, entry, effort.region),
            "ladder": {str(people): timing.document() for people, timing in ladders[rival.key].items()},
        }
        _say(f"{rival.title}: {entry['seconds']:.3g} s, {entry['times']:.3g} times ours")
    own_document = {str(people): timing.document() for people, timing in own.items()}
    return {**keys, "rivals": entries, "own_ladder": own_document}


def mobile(effort: Effort) -> dict[str, Any]:
    """The same where only those who ever migrate are exposed."""
    entries = {}
    for rival in RIVALS[:: effort.every]:
        found = comparison.ladder(rival, effort, mobile=True)
        entries[rival.key] = comparison.side_by_side(rival, found, effort, mobile=True)
        _say(f"{rival.title}, mobile only: {entries[rival.key]['times']:.3g} times ours")
    return {"mobile": entries}


def scale(effort: Effort) -> dict[str, Any]:
    """Our engine's curves, and the once-a-run screen at equal approaches."""
    curves = scaling.curves(effort)
    once = scaling.once_at_equal_approaches(effort)
    return {
        "flatness": curves.flatness,
        "vs_once_7e9": once[WORLD].median / curves.population[WORLD].median,
        "curves": curves.document(),
        "once_at_equal_approaches": {str(people): timing.document() for people, timing in once.items()},
    }


def start(effort: Effort) -> dict[str, Any]:
    """Compiling and starting."""
    before = startup.before_runs(effort)
    return {
        "first_compile_seconds": startup.first_compile(),
        "warm_start_seconds": startup.median(before),
        "warm_starts": before,
    }


PARTS: dict[str, Callable[[Effort], dict[str, Any]]] = {
    "means": means,
    "rivals": rivals,
    "mobile": mobile,
    "scaling": scale,
    "region": full_region.region,
    "floor": full_region.floor,
    "startup": start,
    "experiments": experiments.experiments,
}
COMPILING = ("floor", "startup")


def main() -> None:
    """Run the parts, print each limit and whether it is met."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    arguments.add_argument("--quick", action="store_true", help="small and few, to see that everything works")
    asked = arguments.parse_args()
    unknown = [part for part in asked.parts if part not in PARTS]
    if unknown:
        arguments.error(f"there is no part {', '.join(unknown)}; known: {', '.join(PARTS)}")
    effort = QUICK if asked.quick else FULL
    default = [part for part in PARTS if not (asked.quick and part in COMPILING)]
    results = record.BUILD / "bench-quick.json" if asked.quick else record.RESULTS
    failed = [part for part in asked.parts or default if not _measured(part, effort, results)]
    for limit, value in verdicts(record.read(results)):
        print(line(limit, value))
    if not asked.quick:
        scale_plan.write(record.read(results))
    page.write(record.read(results), record.BUILD / "bench" if asked.quick else record.ROOT / "docs")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _measured(part: str, effort: Effort, results: Path) -> bool:
    """Measure and record one part; False, and why, where a program failed: the other parts are worth having."""
    started = time.perf_counter()
    try:
        found = PARTS[part](effort)
    except RuntimeError as error:
        _say(f"{part} failed: {error}")
        return False
    record.update({**found, "effort": effort.name, "machine": _machine()}, results)
    _say(f"{part}: {time.perf_counter() - started:.0f} s")
    return True


def _machine() -> dict[str, str]:
    return {"machine": platform.machine(), "system": platform.system(), "python": platform.python_version()}


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
