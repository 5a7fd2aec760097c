"""What every page stands in: its hearing and changes, the words it uses, and what is said where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from counterflow.library import shipped

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
    """What went wrong, and where to go from there."""
    state = _known(room_of(request), state_of(request))
    head = _HEADS.get(status, "That could not be done")
    title = room_of(request).title(state.hearing) or state.hearing
    ways = list(_ways(request.url.path, state, status, title))
    return page(request, "error.html.j2", status, state=state, said=said, faults=faults, head=head, ways=ways)


_HEADS = {
    404: "Not found",
    409: "Somebody else was here",
    500: "Something went wrong",
    503: "Too busy",
    507: "Nothing can be kept",
}


def _known(room: Room, state: State) -> State:
    """The state, or that of the first hearing where an address names one that is not here: links from there lead somewhere."""
    return state if state.hearing in room.store.names else State()


def _ways(path: str, state: State, status: int, title: str) -> Iterator[tuple[str, str]]:
    """Addresses with what is there, the nearest to what was asked for first."""
    first = path.split("/")[1]
    if first == "hearings" and path.count("/") == 2 and status != 404:
        yield path, "The files as they are now"
    elif state.hearing not in shipped() and status in (404, 422):
        yield f"/hearings/{state.hearing}", "The files of this hearing, with what is wrong in them"
    if state.sets and status == 422:
        yield state.plain.url("/world" if first == "world" else "/"), "The same without changed assumptions"
    if first == "runs":
        yield "/runs", "All runs of this server; a run is found on the server that made it"
    if first == "evidence":
        yield state.url("/evidence"), "All evidence"
    yield state.plain.url("/"), f"All claims of the hearing: {title}"
    yield "/hearings", "All hearings of this server"


async def form_of(request: Request) -> FormData:
    """The fields of a form, whatever their names."""
    return await request.form()


TheForm = Annotated[FormData, Depends(form_of)]
