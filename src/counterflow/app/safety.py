"""What stands between the network and the app: who may ask, how much, from where; and what a page may load."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from counterflow.app.refusing import ENTER, refusal
from counterflow.app.settings import Settings, is_loopback

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "counterflow"
_OPEN_TO_ALL = (ENTER, "/static/")
_SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_log = logging.getLogger("counterflow.app")


class Refused(Exception):
    """A request that is not let through: status, and a sentence."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


def cookie_of(token: str) -> str:
    """What a visitor who has shown the token carries: not the token itself."""
    return hashlib.sha256(f"counterflow visitor {token}".encode()).hexdigest()


class Guard:
    """Lets requests through to the app, with limits, and answers with headers that bind the page."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def answered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_headers(scope["path"])]
            await send(message)

        try:
            self._check(scope)
            await self._app(scope, self._bounded(receive), answered)
        except Refused as refused:
            if status:
                raise
            await _refuse(refused, scope, answered)
        # The path says what kind of thing was asked for; what was searched for or sent is nobody's business.
        _log.info(
            "%s %s %d %.0f ms", scope["method"], scope["path"], status, 1000.0 * (time.perf_counter() - began)
        )

    def _check(self, scope: Scope) -> None:
        headers = _headers_of(scope)
        if self._settings.is_private and not _is_own(headers.get("host", "")):
            raise Refused(421, "This server answers to its own address only: localhost.")
        self._check_token(scope, headers)
        if scope["method"] not in _SAFE:
            _check_origin(headers)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._settings.most_bytes:
            raise Refused(413, f"More than {self._settings.most_bytes // 2**20} MB are not taken.")

    def _check_token(self, scope: Scope, headers: dict[str, str]) -> None:
        token = self._settings.token
        if token is None or scope["path"].startswith(_OPEN_TO_ALL):
            return
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        shown = _cookie(headers.get("cookie", ""))
        if hmac.compare_digest(bearer.encode(), token.encode()) or hmac.compare_digest(
            shown.encode(), cookie_of(token).encode()
        ):
            return
        raise Refused(401, "Show the token first.")

    def _bounded(self, receive: Receive) -> Receive:
        """The request's body, as long as it may be and no slower than it must be."""
        taken = 0
        end = time.monotonic() + self._settings.upload_seconds
        whole = False

        async def bounded() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()  # waits for the visitor to go
            try:
                message = await asyncio.wait_for(receive(), max(0.01, end - time.monotonic()))
            except TimeoutError as error:
                raise Refused(408, "The upload took too long.") from error
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > self._settings.most_bytes:
                raise Refused(413, f"More than {self._settings.most_bytes // 2**20} MB are not taken.")
            return message

        return bounded


def _check_origin(headers: dict[str, str]) -> None:
    """Raise Refused for a change that another site asks for. Programs that are no browsers send neither header."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin", "none"):
        raise Refused(403, "Another site asked for this change, which is refused.")
    if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
        raise Refused(403, "Another site asked for this change, which is refused.")


def _is_own(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value


def _headers(path: str) -> Iterable[tuple[bytes, bytes]]:
    for name, value in HEADERS.items():
        yield name.encode(), value.encode()
    keep = b"max-age=86400" if path.startswith("/static/") else b"no-store" if path == ENTER else b"no-cache"
    yield b"cache-control", keep


def _headers_of(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


async def _refuse(refused: Refused, scope: Scope, send: Send) -> None:
    """An answer that names nothing of the store. What was asked for with GET is found again once the token was shown."""
    asked = (scope["path"], scope.get("query_string", b"").decode("latin-1"))
    path, query = (
        asked if scope["method"] == "GET" else ("/api/" if asked[0].startswith("/api/") else "/", "")
    )
    kind, body = refusal(refused.status, refused.said, path, query, _headers_of(scope))
    headers = [
        (b"content-type", kind),
        *([(b"www-authenticate", b"Bearer")] if refused.status == 401 else []),
    ]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
