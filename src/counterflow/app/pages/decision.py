"""The Decision page: which programmes a budget should buy, some of them left out, and what each averts by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from counterflow.app.api import TheRoom, check_without
from counterflow.app.deciding import HTML, decider, told
from counterflow.app.jobs.records import FaultShown, RunRecord, RunRequest
from counterflow.app.known import fault_shown
from counterflow.app.pages.frame import TheState, page
from counterflow.app.room import Room
from counterflow.faults import Faults

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@pages.get("/decision")
def decision_page(
    request: Request,
    room: TheRoom,
    state: TheState,
    budget: Annotated[str, Query()] = "",
    without: Annotated[Sequence[str], Query(max_length=60)] = (),
    ticked: Annotated[Sequence[str], Query(alias="with", max_length=61)] = (),
) -> Response:
    """Which programmes a budget should buy, and what each averts under every account.

    A form sends what is ticked, and something unticked besides so that no tick at all can be told from no form. A link holds what
    is left out: it means the same when the scenario has one programme more, and is short where nothing is.
    """
    offered = room.scenario(state.hearing).programme
    if ticked:
        left_out = [one.id for one in offered if one.id not in ticked]
        return RedirectResponse(state.url("/decision", budget=budget.strip(), without=left_out), 303)
    wanted = RunRequest(
        kind="decision", hearing=state.hearing, budget=budget.strip()[:60], without=tuple(without)
    )
    faults = _faults(room, wanted)
    record = None if faults else _run(room, wanted)
    found = room.answers.found(state.hearing)
    return page(
        request,
        "decision.html.j2",
        422 if faults else 200,
        verdicts=found.verdicts,
        programmes=[] if found.verdicts is None else room.drawing.programmes(found.verdicts),
        offered=offered,
        budget=wanted.budget,
        without=wanted.without,
        faults=faults,
        record=record,
        told=_told(room, record),
        decides=decider() is not None,
    )


def _faults(room: Room, wanted: RunRequest) -> tuple[FaultShown, ...]:
    """What is wrong with the programmes: told beside the boxes, which are then mended."""
    try:
        check_without(room, wanted)
    except Faults as faults:
        return tuple(fault_shown(one) for one in faults.faults)
    return ()


def _run(room: Room, wanted: RunRequest) -> RunRecord | None:
    """The run of what is asked; None where nobody has started it."""
    record = room.ledger.new(wanted)
    asked = bool(wanted.budget) and room.ledger.has(record.id)
    return room.queue.shown(record.id) if asked else None


def _told(room: Room, record: RunRecord | None) -> Markup | None:
    return None if record is None or record.state != "done" else told(room.ledger.file(record.id, HTML))
