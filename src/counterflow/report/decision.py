"""From a decision to decision.html, and to the decision's place in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from altair.utils.schemapi import debug_mode

from counterflow.analysis.decide.records import Decision
from counterflow.report.page import Drawn
from counterflow.report.svg import Pen
from counterflow.report.write import _environment, _variables
from counterflow.views.chart import View
from counterflow.views.decision import (
    acceptability_chart,
    flip_chart,
    frontier_chart,
    knowledge_chart,
    regret_chart,
    turning,
)
from counterflow.views.decision_rows import (
    ArmRow,
    BuysRow,
    FateRow,
    KnowRow,
    arm_rows,
    buys_rows,
    coercive_rows,
    fate_rows,
    know_rows,
)
from counterflow.views.theme import DARK, LIGHT


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What the template is filled with."""

    told: Decision
    arms: Sequence[ArmRow]
    coercive: Sequence[ArmRow]
    fates: Sequence[FateRow]
    buys: Sequence[BuysRow]
    knows: Sequence[KnowRow]
    side_effects: Sequence[str]
    regret: Drawn | None
    frontier: Drawn | None
    acceptability: Drawn | None
    knowledge: Drawn | None
    flip: Drawn | None


def decision_page(told: Decision, pen: Pen) -> DecisionPage:
    """The decision, drawn."""
    turns = turning(told.flips)
    flip = None if turns is None else flip_chart(turns, told.arms[0].name, LIGHT)

    def drawn(view: View | None, name: str) -> Drawn | None:
        return None if view is None else Drawn(pen, pen.hand(view, f"decision-{name}"), view.message)

    return DecisionPage(
        told=told,
        arms=arm_rows(told),
        coercive=coercive_rows(told),
        fates=fate_rows(told),
        buys=buys_rows(told),
        knows=know_rows(told),
        side_effects=tuple(effect.says for one in told.programmes for effect in one.side_effects),
        regret=drawn(regret_chart(told, LIGHT), "regret"),
        frontier=drawn(frontier_chart(told, LIGHT), "frontier"),
        acceptability=drawn(acceptability_chart(told, LIGHT), "acceptability"),
        knowledge=drawn(knowledge_chart(told, LIGHT), "knowledge"),
        flip=drawn(flip, "flip"),
    )


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
