"""What every page stands in: its hearing and changes, the words it uses, and what is said where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from counterflow.app.api import room_of
from counterflow.app.assumed import AssumptionShown, numbers_words, typed
from counterflow.app.jobs.records import FaultShown
from counterflow.app.room import Room
from counterflow.app.state import State, state_of
from counterflow.app.store import Missing
from counterflow.faults import Faults

TheState = Annotated[State, Depends(state_of)]


def page(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page of a template; what every page needs is added."""
    room = room_of(request)
    state = shown.pop("state", None) or state_of(request)
    text = room.drawing.environment.get_template(template).render(
        state=state,
        path=request.url.path,
        titles={one.id: one.title or one.id for one in room.hearings()},
        words=numbers_words,
        typed=typed,
        changes_shown=_changes_shown(room, state),
        private=room.settings.is_private,
        **shown,
    )
    return HTMLResponse(text, status)


def part(request: Request, template: str, **shown: Any) -> HTMLResponse:
    """A part of a page where the page asks for it, else a page that holds nothing else."""
    if request.headers.get("hx-request") == "true":
        return page(request, template, **shown)
    return page(request, "world_part.html.j2", part=template, **shown)


def _changes_shown(room: Room, state: State) -> Sequence[tuple[str, AssumptionShown | None]]:
    """Each change with the assumption that it is about; None where it is about none."""
    if not state.sets:
        return ()
    try:
        rows = room.world(state.hearing, state.sets).rows
    except (Faults, Missing):
        rows = {}
    return [(text, rows.get(text.partition("=")[0].strip())) for text in state.sets]


def error_page(request: Request, status: int, said: str, faults: Sequence[FaultShown] = ()) -> Response:
    """What went wrong, and what to do."""
    return page(request, "error.html.j2", status, said=said, faults=faults, status_code=status)


async def form_of(request: Request) -> FormData:
    """The fields of a form, whatever their names."""
    return await request.form()


TheForm = Annotated[FormData, Depends(form_of)]
