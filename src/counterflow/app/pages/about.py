"""What this is; and where the token is shown, beyond this machine."""

from __future__ import annotations

import asyncio
import hmac

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from counterflow.app.api import TheRoom, room_of
from counterflow.app.pages.frame import TheForm, page
from counterflow.app.refusing import ENTER, within
from counterflow.app.safety import COOKIE, cookie_of
from counterflow.app.state import State, state_of

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@pages.get("/about")
def about_page(request: Request, room: TheRoom) -> Response:
    """What this is, what it rests on, its limits."""
    return page(
        request, "about.html.j2", about=room.about(), found=room.answers.found(state_of(request).hearing)
    )


@pages.get(ENTER)
def enter_page(request: Request, next: str = "/") -> Response:  # noqa: A002 -- as the address calls it
    """Where the token is shown, beyond this machine; then on to what was asked for."""
    asked = room_of(request).settings.token is not None
    return page(request, "enter.html.j2", wrong=False, state=State(), after=within(next), asked=asked)


@pages.post(ENTER)
async def enter(request: Request, form: TheForm) -> Response:
    """Let a visitor in who shows the token."""
    token, after = room_of(request).settings.token, within(str(form.get("next", "/")))
    if token is None or not hmac.compare_digest(str(form.get("token", "")).encode(), token.encode()):
        await asyncio.sleep(1.0)  # guessing takes long
        return page(
            request, "enter.html.j2", 401, wrong=True, state=State(), after=after, asked=token is not None
        )
    response = RedirectResponse(after, 303)
    response.set_cookie(COOKIE, cookie_of(token), httponly=True, samesite="strict", max_age=30 * 86400)
    return response
