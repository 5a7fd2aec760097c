"""From verdicts and evidence to report.html."""

from __future__ import annotations

from pathlib import Path

import jinja2
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from counterflow.analysis.records import Verdicts
from counterflow.evidence.evidence import Evidence
from counterflow.report.page import page_of
from counterflow.report.svg import Pen
from counterflow.views.tables import web_address
from counterflow.views.theme import DARK, LIGHT, Palette
from counterflow.views.words import (
    chances,
    error,
    interval,
    needs,
    number,
    probability,
    probability_range,
    sentence,
)

_TEMPLATES = Path(__file__).parent / "templates"


def report_html(verdicts: Verdicts, evidence: Evidence) -> str:
    """The report as one HTML page that loads nothing: style, charts and data are inside. No clock time: same input, same text."""
    template = _environment().get_template("report.html.j2")
    # Altair checks every mark against its schema, which takes longer than drawing; the tests of the views do that instead.
    pen = Pen()
    try:
        with debug_mode(False):  # noqa: FBT003 -- Altair's own signature
            page = page_of(verdicts, evidence, pen)
        text = template.render(page=page, verdicts=verdicts, light=_variables(LIGHT), dark=_variables(DARK))
    finally:
        pen.put_down()
    return text + "\n"


def write_report(verdicts: Verdicts, evidence: Evidence, path: Path) -> None:
    """Write report.html, UTF-8; its folder must exist."""
    path.write_text(report_html(verdicts, evidence), encoding="utf-8", newline="\n")


def _environment(*folders: Path) -> jinja2.Environment:
    """Where templates are found, with the words that they use; those of `folders` go before the report's own."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, _TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "chances": chances,
        "error": error,
        "interval": interval,
        "needs": needs,
        "number": number,
        "probability": probability,
        "probability_range": probability_range,
        "sentence": sentence,
        "web_address": web_address,
    }
    return found


def _variables(palette: Palette) -> Markup:
    """The palette as CSS custom properties."""
    return Markup("".join(f"--{name}:{value};" for name, value in palette.named().items()))  # noqa: S704 -- our own hex values
