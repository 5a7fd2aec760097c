"""Lives that tests tell: of the template's scenario, and made by hand."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np

from counterflow.lives import Life, Whose, life
from counterflow.lives.records import (
    NONE,
    Approach,
    Chosen,
    Ends,
    Incident,
    Levels,
    Lived,
    Point,
    Spell,
    Step,
    Tie,
)
from tests.experiment.worlds import template, template_salience

PROGRAMME = "visiting-elders"


@cache
def told(*programmes: str, person: int | None = None, engages: bool = False, seed: int = 1) -> Life:
    """A life of the template's scenario."""
    whose = Whose(person, engages=engages)
    return life(template(), salience=template_salience(), whose=whose, programmes=programmes, seed=seed)


def incident(time: float, number: int, source: str = "public") -> Incident:
    return Incident(time, source, 1.5, "Vester, town 1", (7, 34, number))


def tie(time: float, number: int, kind: str = "community") -> Tie:
    return Tie(time, time + 0.25, kind, "Vester, town 1", (7, 32, number))


def approach(time: float, number: int, outcome: str = "reached", *, engaged: bool = False) -> Approach:
    return Approach(time, "street", outcome, engaged=engaged, point=(9, 40, number))


def step(time: float, event: str, point: Point, theatre: str = "") -> Step:
    return Step(time, event, theatre, point)


def stay(begin: float, end: float, *, away: bool = True, regular: bool = True, third: bool = False) -> Spell:
    place = "Vester, town 1" if away else "South 2"
    return Spell(begin, end, place, away, third=third, regular=regular, banned=False, kin=1 if away else 6)


def levels(grievance: float = 1.0, *, gone_from: float = 9.0) -> Levels:
    time = np.arange(0.25, 2.0, 0.5)
    there = np.where(time < gone_from, 1.0, np.nan)
    return Levels(time, 2 * there, 3 * there, there, grievance * there)


def lived(programme: str, title: str, **tables: object) -> Lived:
    """An arm with nothing in it but what is named."""
    empty: dict[str, object] = dict.fromkeys(
        ("reached", "spells", "incidents", "ties", "near", "approaches", "steps"), ()
    )
    return Lived(programme=programme, title=title, **({"levels": levels()} | empty | tables))  # type: ignore[arg-type]


def two_lives(
    first: Lived, second: Lived | None, *, how: str = "unapproached", differ: int | None = 3
) -> Life:
    """A life of two years from 2016 on."""
    return Life(
        scenario="harvest",
        title="The harvest",
        seed=1,
        person=12,
        people=600_000,
        start=dt.date(2016, 1, 1),
        years=2.0,
        cohort="Halmark",
        home="South 2",
        female=True,
        age=29.4,
        mobile=True,
        chosen=Chosen(how, 400, differ),
        arms=(first,) if second is None else (first, second),
        drivers_matter=True,
        ends=(
            Ends("people of the scenario", 600_000, 2_700, 90, 1),
            Ends("people of Halmark who work abroad at times", 72_000, 1_200, 39, 0),
        ),
    )


def nothing_done(**tables: object) -> Lived:
    return lived(NONE, "No programme", **tables)


def elders(**tables: object) -> Lived:
    return lived(PROGRAMME, "Visiting elders", **tables)
