"""From verdicts and evidence to report.html."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jinja2
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from counterflow.analysis.decide.records import Decision
from counterflow.analysis.records import Verdicts
from counterflow.analysis.screening import Screening, screening_of
from counterflow.evidence.evidence import Evidence
from counterflow.report.decided import decision_page
from counterflow.report.page import Drawn, page_of
from counterflow.report.svg import Pen
from counterflow.views.screening import screening_chart
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


def report_html(verdicts: Verdicts, evidence: Evidence, decision: Decision | None = None) -> str:
    """The report as one HTML page that loads nothing: style, charts and data are inside. No clock time: same input, same text.

    With a decision it says what should be paid for, whoever is right.
    """

    def drawn(pen: Pen) -> dict[str, object]:
        return {
            "page": page_of(verdicts, evidence, pen),
            "decided": None if decision is None else decision_page(decision, pen),
            "screened": _screened(evidence, pen),
            "verdicts": verdicts,
        }

    return rendered("report.html.j2", drawn)


def rendered(template: str, drawn: Callable[[Pen], dict[str, object]]) -> str:
    """A page from its template and what is drawn for it, in both palettes."""
    made = _environment().get_template(template)
    # Altair checks every mark against its schema, which takes longer than drawing; the tests of the views do that instead.
    pen = Pen()
    try:
        with debug_mode(False):  # noqa: FBT003 -- Altair's own signature
            values = drawn(pen)
        text = made.render(**values, light=_variables(LIGHT), dark=_variables(DARK))
    finally:
        pen.put_down()
    return text + "\n"


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """What a screen would find, and its chart."""

    found: Screening
    chart: Drawn


def _screened(evidence: Evidence, pen: Pen) -> ScreeningPage | None:
    found = screening_of(evidence)
    if found is None:
        return None
    view = screening_chart(found, LIGHT)
    return ScreeningPage(found, Drawn(pen, pen.hand(view, "screening"), view.message))


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
