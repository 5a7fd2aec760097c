"""From a decision to decision.html."""

from __future__ import annotations

from importlib.metadata import version

from counterflow.analysis.decide.records import Decision
from counterflow.report.decided import decision_page
from counterflow.report.write import rendered


def decision_html(told: Decision) -> str:
    """The decision as one HTML page that loads nothing. No clock time: same input, same text."""
    return rendered(
        "decision.html.j2",
        lambda pen: {"page": decision_page(told, pen), "told": told, "version": version("counterflow")},
    )
