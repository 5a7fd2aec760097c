"""From a decision to decision.html."""

from __future__ import annotations

from importlib.metadata import version

from altair.utils.schemapi import debug_mode

from counterflow.analysis.decide.records import Decision
from counterflow.report.decided import decision_page
from counterflow.report.svg import Pen
from counterflow.report.write import _environment, _variables
from counterflow.views.theme import DARK, LIGHT


def decision_html(told: Decision) -> str:
    """The decision as one HTML page that loads nothing. No clock time: same input, same text."""
    template = _environment().get_template("decision.html.j2")
    pen = Pen()
    try:
        with debug_mode(False):  # noqa: FBT003 -- Altair's own signature; the tests of the views check the charts
            page = decision_page(told, pen)
        text = template.render(
            page=page,
            told=told,
            version=version("counterflow"),
            light=_variables(LIGHT),
            dark=_variables(DARK),
        )
    finally:
        pen.put_down()
    return text + "\n"
