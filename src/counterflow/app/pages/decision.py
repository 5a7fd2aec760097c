"""The Decision page: which programmes a budget should buy, and what each averts by itself."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from counterflow.app.api import TheRoom
from counterflow.app.deciding import HTML, decider, told
from counterflow.app.jobs.records import RunRequest
from counterflow.app.pages.frame import TheState, page

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@pages.get("/decision")
def decision_page(request: Request, room: TheRoom, state: TheState, budget: str = "") -> Response:
    """Which programmes a budget should buy, and what each averts under every account."""
    found = room.answers.found(state.hearing)
    programmes = [] if found.verdicts is None else room.drawing.programmes(found.verdicts)
    wanted = RunRequest(kind="decision", hearing=state.hearing, budget=budget.strip()[:60])
    record = room.ledger.new(wanted)
    asked = bool(wanted.budget) and room.store.run(record.id).exists()
    record = room.queue.shown(record.id) if asked else record
    return page(
        request,
        "decision.html.j2",
        found=found,
        verdicts=found.verdicts,
        programmes=programmes,
        budget=wanted.budget,
        record=record if asked else None,
        told=told(room.ledger.file(record.id, HTML)) if asked and record.state == "done" else None,
        decides=decider() is not None,
    )
