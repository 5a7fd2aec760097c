"""From a life to life.html."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from counterflow.lives import Life
from counterflow.report.page import Drawn
from counterflow.report.svg import Pen
from counterflow.report.write import rendered
from counterflow.views.life import life_chart
from counterflow.views.life_rows import (
    EndsRow,
    LifeRow,
    arm_words,
    chosen_words,
    ends_rows,
    ends_words,
    fate_words,
    life_rows,
    pairing_words,
    person_words,
)
from counterflow.views.theme import LIGHT


@dataclass(frozen=True, slots=True)
class ArmPage:
    """One arm of a life."""

    title: str
    chart: Drawn


@dataclass(frozen=True, slots=True)
class LifePage:
    """What the template is filled with."""

    person: str
    fate: str
    chosen: str
    ends: str
    pairing: str
    command: str
    first: str
    """The arm whose run is counted."""
    arms: Sequence[ArmPage]
    ends_rows: Sequence[EndsRow]
    rows: Sequence[LifeRow]


def life_html(life: Life) -> str:
    """The life as one HTML page that loads nothing. No clock time: same input, same text."""
    return rendered(
        "life.html.j2",
        lambda pen: {"page": _page(life, pen), "life": life, "version": version("counterflow")},
    )


def _page(life: Life, pen: Pen) -> LifePage:
    charts = [(arm.title, life_chart(life, number, LIGHT)) for number, arm in enumerate(life.arms)]
    return LifePage(
        person=person_words(life),
        fate=fate_words(life),
        chosen=chosen_words(life),
        ends=ends_words(life),
        pairing=pairing_words(life),
        command=_command(life),
        first=arm_words(life.arms[0]),
        arms=[
            ArmPage(title, Drawn(pen, pen.hand(view, f"life-{number}"), view.message))
            for number, (title, view) in enumerate(charts)
        ],
        ends_rows=ends_rows(life),
        rows=life_rows(life),
    )


def _command(life: Life) -> str:
    """The command that tells this life again."""
    arms = " ".join(f"--programme {arm.programme}" for arm in life.arms)
    return f"counterflow life {life.scenario} --person {life.person} --seed {life.seed} {arms}"
