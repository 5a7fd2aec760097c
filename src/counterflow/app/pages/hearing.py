"""The Hearing page, and a page for each claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from counterflow.analysis.records import ClaimVerdict, Verdicts, WitnessShown
from counterflow.analysis.standing import Standing
from counterflow.app.api import TheRoom
from counterflow.app.pages.frame import TheState, page
from counterflow.app.room import Moved, claim_of, moved_parts

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
STANDINGS: tuple[Standing, ...] = ("supported", "contradicted", "unsettled")


@dataclass(frozen=True, slots=True)
class Row:
    """A claim on the board with those of its parts that fit the filter."""

    claim: ClaimVerdict
    fits: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Claims by witness."""

    witnesses: Sequence[tuple[WitnessShown, Sequence[Row]]]
    tally: Sequence[tuple[str, int]]
    parts: int


def board_of(verdicts: Verdicts, standing: str, witness: str, words: str) -> Board:
    """The claims that fit a standing, a witness and words; the tally is that of all parts."""
    counts = Counter(part.standing for claim in verdicts.claims for part in claim.parts)
    wanted = words.lower().split()

    def fits(claim: ClaimVerdict) -> bool:
        text = " ".join(
            (claim.id, claim.title, claim.statement, *(part.statement for part in claim.parts))
        ).lower()
        of_standing = not standing or any(part.standing == standing for part in claim.parts)
        return of_standing and all(word in text for word in wanted)

    rows = [
        (one, [Row(claim, fits=True) for claim in verdicts.claims if claim.witness == one.id and fits(claim)])
        for one in verdicts.witnesses
        if witness in ("", one.id)
    ]
    tally = [(name, counts[name]) for name in STANDINGS]
    return Board([row for row in rows if row[1]], tally, counts.total())


@pages.get("/")
def hearing_page(
    request: Request, room: TheRoom, state: TheState, standing: str = "", witness: str = "", q: str = ""
) -> Response:
    """Claims by witness with their verdicts."""
    found = room.answers.found(state.hearing, state.sets)
    base = room.answers.found(state.hearing) if state.sets else found
    shown = found.verdicts or base.verdicts
    return page(
        request,
        "hearing.html.j2",
        found=found,
        verdicts=shown,
        board=None if shown is None else board_of(shown, standing, witness, q),
        moved=_moved(found.verdicts, base.verdicts) if state.sets else {},
        standing=standing,
        witness=witness,
        q=q,
    )


def _moved(now: Verdicts | None, before: Verdicts | None) -> dict[str, Moved]:
    if now is None or before is None:
        return {}
    return {one.now.id: one for one in moved_parts(before, now)}


@pages.get("/claims/{claim}")
def claim_page(request: Request, room: TheRoom, state: TheState, claim: str) -> Response:
    """One claim: quote, verdicts, charts, evidence, what would settle it."""
    found = room.answers.found(state.hearing, state.sets)
    base = room.answers.found(state.hearing) if state.sets else found
    verdicts = found.verdicts or base.verdicts
    if verdicts is None:
        return page(request, "hearing.html.j2", found=found, verdicts=None, board=None, moved={})
    shown = claim_of(verdicts, claim)
    order = [one.id for one in verdicts.claims]
    place = order.index(claim)
    return page(
        request,
        "claim_page.html.j2",
        found=found,
        verdicts=verdicts,
        claim=shown,
        witness=next((one for one in verdicts.witnesses if one.id == shown.witness), None),
        block=room.drawn_claim(state, verdicts, shown),
        moved=[one for one in _moved(found.verdicts, base.verdicts).values() if one.claim == claim],
        before=order[place - 1] if place else None,
        after=order[place + 1] if place + 1 < len(order) else None,
    )
