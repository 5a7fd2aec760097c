"""The server: one process, one folder, no other service."""

from __future__ import annotations

import logging
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI

from counterflow.app.api import api
from counterflow.app.errors import handle_errors
from counterflow.app.pages import ROUTERS
from counterflow.app.room import Room
from counterflow.app.safety import Guard
from counterflow.app.settings import Settings
from counterflow.app.statics import statics
from counterflow.app.store import Missing
from counterflow.faults import Fault, Faults


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
    handle_errors(app)
    return app


def _warm_up(room: Room) -> None:
    with suppress(Faults, Missing):
        room.warm_up()


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
