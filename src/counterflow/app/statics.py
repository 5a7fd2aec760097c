"""Style sheet and scripts, from this server alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response

from counterflow.views.theme import DARK, LIGHT

_HERE = Path(__file__).parent / "static"
_REPORT = Path(__file__).parents[1] / "report" / "templates" / "style.css"
_SCRIPTS = {"htmx.min.js": "text/javascript", "app.js": "text/javascript", "icon.svg": "image/svg+xml"}

statics = APIRouter(prefix="/static", include_in_schema=False)


@statics.get("/style.css")
def style() -> Response:
    """The report's style sheet, and what pages need beside it."""
    return Response(_style(), media_type="text/css")


@statics.get("/{name}")
def script(name: str) -> Response:
    """A script, or the icon."""
    if name not in _SCRIPTS:
        return Response("There is no such file.", 404, media_type="text/plain")  # shown to anybody: no page
    return Response((_HERE / name).read_bytes(), media_type=_SCRIPTS[name])


@cache
def _style() -> str:
    found = _REPORT.read_text(encoding="utf-8") + (_HERE / "app.css").read_text(encoding="utf-8")
    for name, palette in (("light", LIGHT), ("dark", DARK)):
        words = "".join(f"--{key}:{value};" for key, value in palette.named().items())
        found = found.replace("{{ " + name + " }}", words)
    return found
