"""Hearings of one's own: make one, upload its files, read what is wrong in them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from counterflow.app.api import TheRoom
from counterflow.app.own import files_of, make, upload
from counterflow.app.pages.frame import page
from counterflow.app.state import State

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@pages.get("/hearings")
def hearings_page(request: Request, room: TheRoom) -> Response:
    """Hearings of one's own, and a form to make one."""
    return page(request, "hearings.html.j2", hearings=room.hearings())


@pages.post("/hearings")
def make_hearing(room: TheRoom, name: Annotated[str, Form(max_length=80)] = "") -> Response:
    """Make a hearing from the template."""
    make(room.store, name.strip())
    return RedirectResponse(f"/hearings/{name.strip()}", 303)


@pages.get("/hearings/{name}")
def hearing_files_page(request: Request, room: TheRoom, name: str) -> Response:
    """The files of a hearing with what is wrong in them."""
    return page(request, "files.html.j2", files=files_of(room.store, name), state=State(name))


@pages.post("/hearings/{name}")
def upload_files(
    request: Request,
    room: TheRoom,
    name: str,
    files: Annotated[list[UploadFile], File()],
    stamp: Annotated[str, Form(max_length=12)] = "",
) -> Response:
    """Put files in place, and list what is wrong in them."""
    taken = {one.filename or "": one.file.read() for one in files if one.filename}
    found = upload(room.store, name, taken, stamp)
    return page(
        request,
        "files.html.j2",
        200 if found.right else 422,
        files=found,
        state=State(name),
        uploaded=list(taken),
    )
