"""docs/verification.md, from the verdicts that `make verify` left in build/verification.json.

python tools/verification_page.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.verdicts import Verdict, Verification, duration, joined, number, read  # noqa: E402  (see tools/verify.py)

VERDICTS = ROOT / "build" / "verification.json"
PAGE = ROOT / "docs" / "verification.md"
_HEAD = """\
# What the engine was held against

`make verify` compares the engine with what it ought to do, and hands in a verdict for each comparison. This page is what its last
run left behind; `make verification-page` writes it anew.

A figure in standard errors says how far what was counted lies from what was expected, over the standard error of the two. The
limit is 4.5, beyond which a right engine comes once in 150,000 figures; where many figures are looked at together, it is as much
wider. A chi square stands over its degrees of freedom, a gap between two distributions is the largest difference of their shares;
both have limits that chance breaks as rarely. Seeds are fixed: the same engine gives the same figures.
"""


def page(verification: Verification | None) -> str:
    """The page of a verification; None for one that was not run yet."""
    if verification is None:
        return joined(
            [_HEAD, "**Not run yet with this version:** `make verify`, then `make verification-page`."]
        )
    return joined([_HEAD, *_result(verification), *_areas(verification)])


def _result(verification: Verification) -> Iterator[str]:
    held = sum(verdict.holds for verdict in verification.verdicts)
    made_with = ", ".join(f"{name} {which}" for name, which in verification.made_with.items())
    yield f"**{held} of {len(verification.verdicts)} comparisons hold.** It took {duration(verification.seconds)}; {made_with}."


def _areas(verification: Verification) -> Iterator[str]:
    for area, verdicts in verification.areas():
        took = duration(sum(verdict.seconds for verdict in verdicts))
        yield f"\n## {area}\n"
        yield f"{took}\n"
        yield "| of what | compared | figure | limit | |"
        yield "| --- | --- | ---: | ---: | --- |"
        yield from map(_row, verdicts)


def _row(verdict: Verdict) -> str:
    limit = f"{verdict.relation} {number(verdict.limit)}" if verdict.limit is not None else ""
    cells = (verdict.name, verdict.compared, number(verdict.figure), limit)
    outcome = "holds" if verdict.holds else "**fails**"
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} | {outcome} |"


def main() -> int:
    """Exit code: 1 where there is nothing to write the page from."""
    if not VERDICTS.exists():
        print(f"{VERDICTS} is missing; run make verify")
        return 1
    PAGE.write_text(page(read(VERDICTS)), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
