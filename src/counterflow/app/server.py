"""The server: one process, one folder, no other service."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from counterflow.app.api import Problem, api
from counterflow.app.jobs.queue import QueueFull
from counterflow.app.jobs.records import FaultShown
from counterflow.app.known import fault_shown
from counterflow.app.pages import error_page, pages
from counterflow.app.room import Room
from counterflow.app.run_pages import run_pages
from counterflow.app.safety import Guard
from counterflow.app.settings import Settings
from counterflow.app.statics import statics
from counterflow.app.store import Missing
from counterflow.faults import Faults


def make_app(settings: Settings, *, warm: bool = True) -> FastAPI:
    """The app of a store. `warm` draws what ships in the background, so that the first visitor need not wait."""
    room = Room(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        room.store.open()
        room.queue.open()
        if warm:
            threading.Thread(target=_warm_up, args=(room,), name="warm-up", daemon=True).start()
        yield
        room.queue.close()
        room.store.close()

    app = FastAPI(
        title="counterflow",
        version=version("counterflow"),
        description="A hearing you can run: which claims stand, which fall, and what would settle the rest.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.room = room
    app.include_router(api)
    app.include_router(run_pages)
    app.include_router(pages)
    app.include_router(statics)
    app.add_middleware(Guard, settings=settings)
    _handle_errors(app)
    return app


def _warm_up(room: Room) -> None:
    with suppress(Faults, Missing):
        room.warm_up()


def _handle_errors(app: FastAPI) -> None:
    """Every error in words: JSON for programs, a page for people."""

    def faults(request: Request, error: Exception) -> Response:
        found = tuple(fault_shown(one) for one in error.faults) if isinstance(error, Faults) else ()
        return _answer(request, 422, "This cannot be done as it was asked.", found)

    def missing(request: Request, error: Exception) -> Response:
        return _answer(request, 404, str(error.args[0]) if error.args else "There is no such thing here.")

    def full(request: Request, error: Exception) -> Response:
        return _answer(request, 503, str(error))

    def invalid(request: Request, error: Exception) -> Response:
        found = (
            tuple(_field(one) for one in error.errors()) if isinstance(error, RequestValidationError) else ()
        )
        return _answer(request, 422, "This cannot be done as it was asked.", found)

    def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        said = {404: "There is no such page.", 405: "That is not done here."}
        response = _answer(request, status, said.get(status, "The request could not be read."))
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    for kind, handler in (
        (Faults, faults),
        (Missing, missing),
        (QueueFull, full),
        (RequestValidationError, invalid),
        (HTTPException, http),
    ):
        app.add_exception_handler(kind, handler)


def _field(error: dict[str, object]) -> FaultShown:
    place = error.get("loc", ())
    where = ".".join(str(one) for one in place[1:]) if isinstance(place, tuple) else ""
    return FaultShown(
        file="request", line=None, field=where, problem=str(error.get("msg", "is wrong")), remedy=""
    )


def _answer(request: Request, status: int, said: str, faults: tuple[FaultShown, ...] = ()) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse(Problem(problem=said, faults=faults).model_dump(mode="json"), status)
    return error_page(request, status, said, faults)


def serve(settings: Settings) -> None:
    """Serve until stopped."""
    import uvicorn

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    uvicorn.run(
        make_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def settings_of(host: str, port: int, store: Path, workers: int | None, token: str | None) -> Settings:
    """The settings; beyond this machine there is always a token, made here unless one is given."""
    found = Settings(store, host, port, workers=workers)
    if found.is_private:
        return found
    return Settings(store, host, port, token or secrets.token_urlsafe(24), workers)
