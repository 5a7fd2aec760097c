"""Every error in words: JSON for programs, a page for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from counterflow.app.api import Problem
from counterflow.app.jobs.queue import QueueFull
from counterflow.app.jobs.records import FaultShown
from counterflow.app.known import fault_shown
from counterflow.app.own import ChangedMeanwhile
from counterflow.app.pages.frame import error_page
from counterflow.app.safety import HEADERS
from counterflow.app.store import Missing
from counterflow.faults import Faults

_PLACES = ("body", "query", "path", "header")
_NOT_SO = "This cannot be done as it was asked."
_SAID = {404: "There is no such page.", 405: "That is not done here."}
_log = logging.getLogger("counterflow.app")


def handle_errors(app: FastAPI) -> None:
    """Tell an app what to answer to each kind of error."""
    for kind, handler in (
        (Faults, _faults),
        (Missing, _missing),
        (QueueFull, _full),
        (ChangedMeanwhile, _changed),
        (OSError, _unkept),
        (RequestValidationError, _invalid),
        (ValidationError, _invalid),
        (HTTPException, _http),
        (Exception, _broken),
    ):
        app.add_exception_handler(kind, handler)


def _faults(request: Request, error: Exception) -> Response:
    found = tuple(fault_shown(one) for one in error.faults) if isinstance(error, Faults) else ()
    return _answer(request, 422, _NOT_SO, found)


def _missing(request: Request, error: Exception) -> Response:
    return _answer(request, 404, str(error.args[0]) if error.args else "There is no such thing here.")


def _full(request: Request, error: Exception) -> Response:
    return _answer(request, 503, str(error))


def _changed(request: Request, error: Exception) -> Response:
    return _answer(request, 409, str(error))


def _unkept(request: Request, error: Exception) -> Response:
    """Where something could not be written or read: a full disk, a folder that is read-only, a file that is gone."""
    if isinstance(error, FileNotFoundError):
        gone = Path(str(error.filename or "a file")).name
        return _answer(request, 404, f"{gone} is no longer there, of which this is made.")
    why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    _log.error("%s %s: %s", request.method, request.url.path, why)
    said = f"The server cannot use its folder ({why}). Nothing of what was asked for was done."
    return _answer(request, 507, f"{said} Ask whoever runs the server to see to the disk.")


def _invalid(request: Request, error: Exception) -> Response:
    wrong = error.errors() if isinstance(error, (RequestValidationError, ValidationError)) else ()
    return _answer(request, 422, _NOT_SO, tuple(_field(dict(one)) for one in wrong))


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    response = _answer(request, status, _SAID.get(status, "The request could not be read."))
    response.headers.update(getattr(error, "headers", None) or {})
    return response


def _broken(request: Request, error: Exception) -> Response:
    _log.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
    response = _answer(request, 500, "Something went wrong here, and it is no fault of yours.")
    response.headers.update(HEADERS)  # it is sent from outside of the guard
    return response


def _field(error: Mapping[str, object]) -> FaultShown:
    place = error.get("loc", ())
    parts = [str(one) for one in place if one not in _PLACES] if isinstance(place, tuple) else []
    missing = error.get("type") == "missing"
    said, remedy = ("is missing", "give it") if missing else (str(error.get("msg", "is wrong")), "")
    return FaultShown(file="request", line=None, field=".".join(parts), problem=said, remedy=remedy)


def _answer(request: Request, status: int, said: str, faults: tuple[FaultShown, ...] = ()) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse(Problem(problem=said, faults=faults).model_dump(mode="json"), status)
    return error_page(request, status, said, faults)
