"""Pages of runs: start, watch, cancel, take up again, compare."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from counterflow.analysis.kept import kept
from counterflow.analysis.records import PartVerdict, Verdicts
from counterflow.app.api import TheRoom, start
from counterflow.app.jobs.ledger import changed_since
from counterflow.app.jobs.records import AGAIN, OPEN, Effort, Kind, RunRecord, RunRequest
from counterflow.app.jobs.worker import RESULT
from counterflow.app.pages.frame import TheState, page
from counterflow.app.room import Room, moved_parts, said
from counterflow.app.state import State
from counterflow.app.store import Missing

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
KINDS = {
    "decision": "Decision",
    "hearing": "The hearing",
    "programmes": "Programmes against none",
    "life": "One life",
}
FILE_WORDS = {
    "report.html": "The report, to read, print or send",
    "verdicts.json": "All verdicts as data",
    "decision.json": "The decision as data",
    "decision.html": "The decision, to read, print or send",
    "effects.json": "What programmes avert, as data",
    "runs.csv": "Every run, one row each",
    "life.html": "The life, to read, print or send",
    "life.json": "The life as data",
}
"""What a file of a run is, by its name."""


@pages.get("/runs")
def runs_page(request: Request, room: TheRoom, state: TheState) -> Response:
    """All runs, and a form to start one."""
    records = [room.queue.shown(one.id) for one in room.ledger.all()]
    programmes = room.programmes(state.hearing)
    return page(
        request, "runs.html.j2", records=records, kinds=KINDS, again=AGAIN, open=OPEN, programmes=programmes
    )


@pages.post("/runs")
def start_run(  # noqa: PLR0913, PLR0917 -- the fields of the form
    room: TheRoom,
    kind: Annotated[Kind, Form()] = "hearing",
    hearing: Annotated[str, Form(max_length=80)] = "",
    sets: Annotated[Sequence[str], Form(alias="set", max_length=60)] = (),
    effort: Annotated[Effort, Form()] = "quick",
    seed: Annotated[int, Form(ge=0, le=2**32 - 1)] = 1,
    programme: Annotated[Sequence[str], Form(max_length=20)] = (),
    person: Annotated[str, Form(max_length=11, pattern="^[0-9]*$")] = "",
    engaged: Annotated[bool, Form()] = False,  # noqa: FBT002 -- a box in a form
    budget: Annotated[str, Form(max_length=60)] = "",
    without: Annotated[Sequence[str], Form(max_length=60)] = (),
) -> Response:
    """Start a run, and go to watch it."""
    wanted = RunRequest(
        kind=kind,
        hearing=hearing,
        changes=tuple(sets),
        effort=effort,
        seed=seed,
        programmes=tuple(one for one in programme if one),
        person=int(person) if person else None,
        engaged=engaged,
        budget=budget.strip(),
        without=tuple(without),
    )
    return RedirectResponse(_place_of(start(room, wanted)), 303)


@pages.get("/runs/compare")
def compare_page(request: Request, room: TheRoom, a: str = "", b: str = "") -> Response:
    """Two runs side by side."""
    records = [room.ledger.read(one) for one in (a, b) if one]
    runs = [
        one
        for one in room.ledger.all()
        if one.state == "done" and one.request.kind in ("hearing", "programmes")
    ]
    sides = [_verdicts(room, one) for one in records]
    rows = _side_by_side(*sides) if len(sides) == 2 and None not in sides else []
    effects = [_effects(room, one) for one in records]
    same_kind = len({one.request.kind for one in records}) == 1
    return page(
        request,
        "compare.html.j2",
        runs=runs,
        records=records,
        rows=rows,
        effects=effects,
        same_kind=same_kind,
        kinds=KINDS,
        a=a,
        b=b,
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """A part in two runs."""

    claim: str
    one: PartVerdict
    other: PartVerdict

    @property
    def standing(self) -> bool:
        """Whether its standing is another one."""
        return self.one.standing != self.other.standing

    @property
    def differs(self) -> bool:
        """Whether its standing or its printed chance does."""
        return said(self.one) != said(self.other)


def _side_by_side(one: Any, other: Any) -> Sequence[Pair]:
    others = {part.id: part for claim in other.claims for part in claim.parts}
    return [
        Pair(claim.id, part, others[part.id])
        for claim in one.claims
        for part in claim.parts
        if part.id in others
    ]


@pages.get("/runs/{run}")
def run_page(request: Request, room: TheRoom, run: str) -> Response:
    """One run: what was asked, how far it is, what came of it."""
    record = room.queue.shown(run)
    return page(request, "run.html.j2", **_shown(room, record), state=_state_of(record))


@pages.get("/runs/{run}/part")
def run_part(request: Request, room: TheRoom, run: str) -> Response:
    """The part of that page which changes while a run is under way."""
    record = room.queue.shown(run)
    return page(request, "run_part.html.j2", **_shown(room, record), state=_state_of(record))


@pages.post("/runs/{run}/cancel")
def cancel(room: TheRoom, run: str) -> Response:
    """End a run."""
    return RedirectResponse(f"/runs/{room.queue.cancel(run).id}", 303)


@pages.post("/runs/{run}/resume")
def resume(room: TheRoom, run: str) -> Response:
    """Take a run up again."""
    return RedirectResponse(f"/runs/{room.queue.resume(run).id}", 303)


def _state_of(record: RunRecord) -> State:
    return State(record.request.hearing, record.request.changes)


def _shown(room: Room, record: RunRecord) -> dict[str, Any]:
    verdicts, current = _verdicts(room, record), _current(room, record)
    base = (
        room.answers.found(record.request.hearing).verdicts
        if verdicts is not None and record.request.changes and current
        else None
    )
    return {
        "record": record,
        "kinds": KINDS,
        "file_words": FILE_WORDS,
        "open": record.state in OPEN,
        "again": record.state in AGAIN,
        "verdicts": verdicts,
        "current": current,
        "compared": base is not None,
        "moved": [] if verdicts is None or base is None else moved_parts(base, verdicts),
        "effects": _effects(room, record),
        "place": _place_of(record),
    }


def _current(room: Room, record: RunRecord) -> bool:
    """Whether its hearing is there, and its files are still those that the run was made of."""
    try:
        return not changed_since(record, room.store.hearing(record.request.hearing))
    except Missing:
        return False


def _place_of(record: RunRecord) -> str:
    """The page on which what was asked for is read."""
    if record.request.kind == "decision":
        wanted = record.request
        return State(wanted.hearing).url("/decision", budget=wanted.budget, without=wanted.without)
    return _life_url(record) if record.request.kind == "life" else f"/runs/{record.id}"


def _life_url(record: RunRecord) -> str:
    wanted = record.request
    more = {"person": wanted.person, "engaged": wanted.engaged or "", "programme": list(wanted.programmes)}
    return _state_of(record).url("/life", **more, seed="" if wanted.seed == 1 else wanted.seed)


def _verdicts(room: Room, record: RunRecord) -> Verdicts | None:
    if record.request.kind != "hearing" or record.state != "done":
        return None
    found = kept(room.ledger.hearing(record), room.store.run(record.id) / RESULT)
    return None if found is None else found.verdicts


def _effects(room: Room, record: RunRecord) -> dict[str, Any] | None:
    if record.request.kind != "programmes" or record.state != "done":
        return None
    file = room.ledger.file(record.id, "effects.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
