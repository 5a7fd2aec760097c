"""The Evidence page: figures with search, conflicts, rates, and a CSV of one's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse

from counterflow.app.api import TheRoom
from counterflow.app.known import Asked, check_csv
from counterflow.app.pages.frame import TheState, error_page, page
from counterflow.app.room import FITTED
from counterflow.app.state import State

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@pages.get("/evidence")
def evidence_page(  # noqa: PLR0913, PLR0917 -- what can be searched by
    request: Request,
    room: TheRoom,
    state: TheState,
    q: str = "",
    quantity: str = "",
    place: str = "",
    number: int = 1,
) -> Response:
    """Figures with search, conflicts, rates, and a place to check one's own."""
    asked = Asked(q[:200], quantity, place, max(1, min(number, 10_000)))
    found = room.known.figures(room.store.hearing(state.hearing), asked)
    return page(request, "evidence.html.j2", found=found, asked=asked, checked=None)


@pages.get(FITTED)
def fitted_page(request: Request, room: TheRoom, state: TheState) -> Response:
    """What the figures say of the model: accounts, main drivers, every fitted figure before and after."""
    found = room.answers.found(state.hearing).verdicts
    shown = None if found is None else room.drawing.fitted(found)
    return page(request, "fitted_page.html.j2", shown=shown, verdicts=found)


@pages.get("/evidence/{part}")
def evidence_part(request: Request, room: TheRoom, state: TheState, part: str) -> Response:
    """Conflicts as forest plots, or rates by denominator."""
    if part not in ("conflicts", "rates"):
        return error_page(request, 404, "There is no such page.")
    found = room.answers.found(state.hearing)
    drawn = None if found.verdicts is None else room.drawn_evidence(state.hearing, found.verdicts)
    return page(request, "evidence_part.html.j2", part=part, drawn=drawn, verdicts=found.verdicts)


@pages.post("/evidence")
def check_evidence(
    request: Request, room: TheRoom, file: UploadFile, hearing: Annotated[str, Form()] = ""
) -> Response:
    """What is wrong in a CSV of figures, row by row; it goes to a hearing of one's own only from there."""
    checked = check_csv(file.file.read())
    state = State(hearing) if hearing else State()
    asked = Asked()
    found = room.known.figures(room.store.hearing(state.hearing), asked)
    return page(
        request,
        "evidence.html.j2",
        422 if checked.faults else 200,
        found=found,
        asked=asked,
        checked=checked,
        checked_name=file.filename or "the file",
        state=state,
    )
