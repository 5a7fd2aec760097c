"""Write docs/clustering.md and its pictures: python -m tools.clustering [--runs N] [--workers N] [--docs FOLDER]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.clustering.chart import concentration, largest_shares
from tools.clustering.page import page
from tools.clustering.variants import CENTRE, FAR, PILOT, UPPER, outcomes, stage

DOCS = Path(__file__).parents[2] / "docs"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 when all three files are written."""
    parser = argparse.ArgumentParser(prog="python -m tools.clustering", description=__doc__)
    parser.add_argument("--runs", type=int, default=400, help="histories of each variant")
    parser.add_argument(
        "--workers", type=int, default=None, help="processes; all cores unless said otherwise"
    )
    parser.add_argument("--docs", type=Path, default=DOCS, help="folder to write to")
    asked = parser.parse_args(arguments)
    made = stage()
    found = outcomes(made, (*CENTRE, *UPPER, *FAR), runs=asked.runs, workers=asked.workers, say=_say)
    files = {
        "clustering.md": page(found, made.published, pilot=len(PILOT)),
        "clustering-largest.svg": largest_shares(found, made.published),
        "clustering-districts.svg": concentration(found),
    }
    for name, text in files.items():
        (asked.docs / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {asked.docs / name}")
    return 0


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
