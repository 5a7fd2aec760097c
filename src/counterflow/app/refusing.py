"""What a visitor reads whose request is not let through: a page for people, JSON for programs. Nothing of the store is in it."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from urllib.parse import quote

ENTER = "/enter"
_HEADS = {
    401: "Show the token first",
    403: "Refused",
    408: "Too slow",
    413: "Too large",
    421: "Not here",
}
_WAYS = {
    403: "Open the page on this server itself, and do it there.",
    408: "Go back and send it again, over a faster line or in parts.",
    413: "Go back and send less. Of a file of figures, leave out the rows that the hearing does not need.",
    421: "Ask for it at the address that was printed when the server began.",
}


_ASKED = "This server can be reached from other machines, so it asks visitors for a token. Then you see the page you asked for."


def refusal(status: int, said: str, path: str, query: str, headers: Mapping[str, str]) -> tuple[bytes, bytes]:
    """Content type and body of the answer to a request for a path that is refused."""
    if path.startswith("/api/"):
        return b"application/json", json.dumps({"problem": said, "faults": []}).encode()
    address = f"{path}?{query}" if query else path
    # A cookie that only our own pages may send is not sent where a link in a mail led here: from here it is.
    again = status == 401 and headers.get("sec-fetch-site") == "cross-site"
    refresh = f'<meta http-equiv="refresh" content="0;url={html.escape(address)}">' if again else ""
    way = _entering(address) if status == 401 else f"<p>{_WAYS[status]}</p>"
    said = _ASKED if status == 401 else said
    return b"text/html; charset=utf-8", _PAGE.format(
        head=_HEADS[status], said=html.escape(said), way=way, refresh=refresh
    ).encode()


def _entering(address: str) -> str:
    """The way in, and from there to what was asked for."""
    place = f"{ENTER}?{'next=' + quote(address, safe='')}" if address != "/" else ENTER
    return f'<p><a class="button" href="{html.escape(place)}">Enter the token</a></p>'


def within(address: str) -> str:
    """An address of this server as it was asked for; the first page for any other, and for what is none."""
    plain = address.isprintable() and "\\" not in address and len(address) < 8_000
    return address if plain and address.startswith("/") and not address.startswith(("//", ENTER)) else "/"


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{refresh}
<title>{head}: counterflow</title><link rel="stylesheet" href="/static/style.css"></head>
<body><header class="site"><div class="bar"><p class="name">counterflow
<span class="quiet">the hearing room</span></p></div></header>
<main class="page"><h1>{head}</h1><p role="alert">{said}</p>{way}</main></body>
</html>
"""
