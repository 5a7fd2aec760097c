"""Measure anew, and write docs/clustering.md: python -m tools.clustering [--runs N] [--workers N]."""

from __future__ import annotations

import argparse
import sys
import time

from tools.clustering.measure import measure
from tools.clustering.numbers import STORED, store
from tools.clustering.variants import VARIANTS, published, stage
from tools.generated_docs import main as write_docs


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 when numbers and pages are written."""
    parser = argparse.ArgumentParser(prog="python -m tools.clustering", description=__doc__)
    parser.add_argument("--runs", type=int, default=400, help="histories of each variant; 2 or more")
    parser.add_argument("--workers", type=int, default=None, help="processes; one for each core otherwise")
    asked = parser.parse_args(arguments)
    if asked.runs < 2 or (asked.workers is not None and asked.workers < 1):
        parser.error("ask for 2 runs or more, and for 1 worker or more")
    begin = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - begin:4.0f} s  {what}", file=sys.stderr, flush=True)

    say("getting ready")
    numbers = measure(stage(), VARIANTS, published(), runs=asked.runs, workers=asked.workers, say=say)
    store(numbers)
    print(f"wrote {STORED}")
    return write_docs([])


if __name__ == "__main__":
    sys.exit(main())
