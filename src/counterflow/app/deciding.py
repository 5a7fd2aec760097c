"""The socket for decisions: whatever says which programmes a budget should buy, told as a page of its own.

It is `counterflow.api.decide`, where this version has one: a function of (hearing, budget=, without=, workers=, out=, progress=)
that writes decision.html and decision.json to a folder, and raises Faults for a hearing without a posterior, or for money or
programmes that do not fit.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup

HTML = "decision.html"
Decider = Callable[..., Any]


def decider() -> Decider | None:
    """What decides; None where this version does not."""
    from counterflow import api

    found: Decider | None = getattr(api, "decide", None)
    return found


def told(file: Path) -> Markup:
    """What stands in the page that was written: our own page, made by the report, without its last section."""
    text = file.read_text(encoding="utf-8").partition("<main>")[2].partition("</main>")[0]
    body = text.partition("<h2>How to reproduce it</h2>")[0]
    # What scrolls sideways must be reached by keyboard, too.
    body = body.replace(
        '<div class="scroll">', '<div class="scroll" tabindex="0" role="region" aria-label="Table">'
    )
    return Markup(f'<div class="decision">{body}</div>')  # noqa: S704 -- our own page, in which every text was escaped
