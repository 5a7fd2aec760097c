"""One life: the same synthetic person under two programmes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from counterflow.app.api import TheRoom
from counterflow.app.jobs.records import RunRecord, RunRequest
from counterflow.app.pages.frame import TheState, page
from counterflow.app.room import Room

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@pages.get("/life")
def life_page(
    request: Request, room: TheRoom, state: TheState, person: str = "", engaged: str = "", seed: str = ""
) -> Response:
    """The same synthetic person under two programmes."""
    programmes = tuple(one for one in request.query_params.getlist("programme") if one)
    wanted = RunRequest(
        kind="life",
        hearing=state.hearing,
        changes=tuple(sorted(state.sets)),
        programmes=programmes,
        person=int(person) if person.isdecimal() and len(person) < 11 else None,
        engaged=engaged in ("true", "True", "on", "1"),
        seed=int(seed) if seed.isdecimal() and int(seed) < 2**32 else 1,
    )
    record = room.ledger.new(wanted)
    asked = room.ledger.has(record.id)
    return page(
        request,
        "life_page.html.j2",
        wanted=wanted,
        record=room.queue.shown(record.id) if asked else None,
        told=_told(room, record) if asked and record.state == "done" else None,
        programmes=room.programmes(state.hearing),
    )


def _told(room: Room, record: RunRecord) -> Markup:
    """What stands in the page of the life: our own page, made by the report."""
    text = room.ledger.file(record.id, "life.html").read_text(encoding="utf-8")
    heading = (
        text.partition("<header")[2]
        .partition(">")[2]
        .partition("</header>")[0]
        .replace("<h1>", "<h2>")
        .replace("</h1>", "</h2>")
    )
    body = text.partition("<main>")[2].partition("</main>")[0]
    return Markup(f'<div class="life"><div class="masthead">{heading}</div>{body}</div>')  # noqa: S704
