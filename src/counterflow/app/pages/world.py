"""The World page: every assumption, to be changed; who works where; departures over time."""

from __future__ import annotations

import math

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from counterflow.app.api import TheRoom, room_of
from counterflow.app.assumed import BELIEFS, AssumptionShown, change_text, typed
from counterflow.app.jobs.records import FaultShown
from counterflow.app.pages.frame import TheForm, TheState, error_page, page, part
from counterflow.app.room import YEAR
from counterflow.app.state import State

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@pages.get("/world")
def world_page(
    request: Request, room: TheRoom, state: TheState, group: str = BELIEFS, q: str = ""
) -> Response:
    """Every assumption, to be changed; what they make of the world."""
    world = room.world(state.hearing, state.sets)
    shown = world.group(group) or world.groups[0]
    rows = world.matching(q) if q else shown.rows
    return page(
        request,
        "world.html.j2",
        world=world,
        group=shown,
        rows=rows[:200],
        left_out=max(0, len(rows) - 200),
        q=q,
        changed=[row for row in world.rows.values() if row.before is not None],
    )


@pages.get("/world/map")
def map_part(request: Request, room: TheRoom, state: TheState, year: int = 0) -> Response:
    """Cohorts, host cities and who is where in a year: a part of the World page, with its changes."""
    scenario = room.scenario(state.hearing, state.sets)
    years = range(scenario.start.year, scenario.end.year + 1)
    chosen = year if year in years else YEAR if YEAR in years else years[0]
    drawn = room.drawn_flows(state.hearing, state.sets, chosen)
    return part(request, "map.html.j2", drawn=drawn, years=years, year=chosen)


@pages.get("/world/flows")
def flows_part(request: Request, room: TheRoom, state: TheState) -> Response:
    """Departures over time, a part of the World page that is drawn when it is asked for."""
    found = room.answers.found(state.hearing)
    cohorts = [] if found.verdicts is None else room.drawing.cohorts(found.verdicts)
    return part(request, "departures.html.j2", cohorts=cohorts, verdicts=found.verdicts)


@pages.post("/world")
def change_world(request: Request, form: TheForm) -> Response:
    """The address of the world with what was typed in; nothing is kept on the server."""
    typed = {name[2:]: [str(one) for one in form.getlist(name)] for name in form if name.startswith("v:")}
    state = State(str(form.get("hearing", "")), tuple(str(one) for one in form.getlist("set")))
    world = room_of(request).world(state.hearing, state.sets)
    sets = {one.partition("=")[0]: one for one in state.sets}
    faults = []
    for path, texts in typed.items():
        row, numbers = world.rows.get(path), _numbers(texts)
        if numbers is None:
            said = f"{' and '.join(texts)[:80]} is not a number"
            remedy = "write digits, with a point"
            faults.append(FaultShown(file="form", line=None, field=path, problem=said, remedy=remedy))
        elif row is not None:
            _put(sets, row, numbers)
    if faults:
        return error_page(request, 422, "Some numbers could not be read. Go back and mend them.", faults)
    more = {"group": form.get("group", ""), "q": form.get("q", "")}
    return RedirectResponse(State(state.hearing, tuple(sets.values())).url("/world", **more), 303)


def _numbers(texts: list[str]) -> tuple[float, ...] | None:
    """What was typed as numbers; None where one of them is none."""
    try:
        numbers = tuple(float(one.replace(",", "").replace("\N{MINUS SIGN}", "-")) for one in texts)
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None


def _put(sets: dict[str, str], row: AssumptionShown, numbers: tuple[float, ...]) -> None:
    """Note a change where numbers differ from what was shown, and forget it where they are those of the files again."""
    if _same(numbers, row.numbers):
        return
    if row.before is not None and _same(numbers, row.before):
        sets.pop(row.path, None)
    else:
        sets[row.path] = change_text(row, numbers)


def _same(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Equal to the digits that a form shows."""
    return tuple(map(typed, one)) == tuple(map(typed, other))
