"""The server: one process, one folder, no other service."""

from __future__ import annotations

import logging
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing, suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from counterflow.app.api import Problem, api
from counterflow.app.jobs.queue import QueueFull
from counterflow.app.jobs.records import FaultShown
from counterflow.app.known import fault_shown
from counterflow.app.pages import ROUTERS
from counterflow.app.pages.frame import error_page
from counterflow.app.room import Room
from counterflow.app.safety import HEADERS, Guard
from counterflow.app.settings import Settings
from counterflow.app.statics import statics
from counterflow.app.store import Missing
from counterflow.faults import Fault, Faults

_PLACES = ("body", "query", "path", "header")
_log = logging.getLogger("counterflow.app")


def make_app(settings: Settings, *, warm: bool = True, opened: Callable[[], None] = lambda: None) -> FastAPI:
    """The app of a store. `warm` draws what ships in the background, so that the first visitor need not wait.

    `opened` is called when visitors are let in, and the server ends cleanly when it is told to.
    """
    room = Room(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        room.store.open()
        room.queue.open()
        if warm:
            threading.Thread(target=_warm_up, args=(room,), name="warm-up", daemon=True).start()
        opened()
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
    for router in (*ROUTERS, statics):
        app.include_router(router)
    app.add_middleware(Guard, settings=settings)
    _handle_errors(app)
    return app


def _warm_up(room: Room) -> None:
    with suppress(Faults, Missing):
        room.warm_up()


_SAID = {404: "There is no such page.", 405: "That is not done here."}


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
        wrong = error.errors() if isinstance(error, (RequestValidationError, ValidationError)) else ()
        found = tuple(_field(dict(one)) for one in wrong)
        return _answer(request, 422, "This cannot be done as it was asked.", found)

    def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        response = _answer(request, status, _SAID.get(status, "The request could not be read."))
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    def broken(request: Request, error: Exception) -> Response:
        _log.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
        response = _answer(request, 500, "Something went wrong here, and it is no fault of yours.")
        response.headers.update(HEADERS)  # it is sent from outside of the guard
        return response

    for kind, handler in (
        (Faults, faults),
        (Missing, missing),
        (QueueFull, full),
        (RequestValidationError, invalid),
        (ValidationError, invalid),
        (HTTPException, http),
        (Exception, broken),
    ):
        app.add_exception_handler(kind, handler)


def _field(error: Mapping[str, object]) -> FaultShown:
    place = error.get("loc", ())
    parts = [str(one) for one in place if one not in _PLACES] if isinstance(place, tuple) else []
    where = ".".join(parts)
    return FaultShown(
        file="request", line=None, field=where, problem=str(error.get("msg", "is wrong")), remedy=""
    )


def _answer(request: Request, status: int, said: str, faults: tuple[FaultShown, ...] = ()) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse(Problem(problem=said, faults=faults).model_dump(mode="json"), status)
    return error_page(request, status, said, faults)


def serve(settings: Settings, told: Callable[[int], None] = lambda _: None) -> None:
    """Serve until stopped; `told` hears the port when visitors are let in. Raises Faults where store or port cannot be had."""
    import uvicorn

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    with closing(_listening(settings)) as listening:
        app = make_app(settings, opened=partial(told, int(listening.getsockname()[1])))
        app.state.room.store.open()
        config = uvicorn.Config(
            app, access_log=False, log_level="warning", server_header=False, timeout_graceful_shutdown=5
        )
        uvicorn.Server(config).run(sockets=[listening])


def _listening(settings: Settings) -> socket.socket:
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        problem = f"cannot be listened on ({error.strerror or error})"
        place = f"{settings.host}:{settings.port}"
        remedy = "name another with --host and --port; --port 0 takes any that is free"
        raise Faults([Fault(place, None, "", problem, remedy)]) from error


def settings_of(host: str, port: int, store: Path, workers: int | None, token: str | None) -> Settings:
    """The settings; beyond this machine there is always a token, made here unless one is given."""
    found = Settings(store, host, port, workers=workers)
    if found.is_private:
        return found
    return Settings(store, host, port, token or secrets.token_urlsafe(24), workers)
