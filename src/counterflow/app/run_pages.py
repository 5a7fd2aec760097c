"""Pages of runs: start, watch, cancel, take up again, compare; one life; and hearings of one's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from counterflow.analysis.kept import kept
from counterflow.analysis.records import PartVerdict, Verdicts
from counterflow.app.api import TheRoom, start
from counterflow.app.jobs.records import AGAIN, OPEN, Effort, Kind, RunRecord, RunRequest
from counterflow.app.jobs.worker import RESULT
from counterflow.app.known import Asked, check_csv
from counterflow.app.own import files_of, make, upload
from counterflow.app.pages import TheState, page
from counterflow.app.room import Room, moved_parts
from counterflow.app.state import State

run_pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
KINDS = {
    "decision": "Decision",
    "hearing": "The hearing",
    "programmes": "Programmes against none",
    "life": "One life",
}


@run_pages.get("/runs")
def runs_page(request: Request, room: TheRoom, state: TheState) -> Response:
    """All runs, and a form to start one."""
    records = [room.queue.shown(one.id) for one in room.ledger.all()]
    programmes = _programmes(room, state.hearing)
    return page(
        request, "runs.html.j2", records=records, kinds=KINDS, again=AGAIN, open=OPEN, programmes=programmes
    )


@run_pages.post("/runs")
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
    )
    return RedirectResponse(_place_of(start(room, wanted)), 303)


@run_pages.get("/runs/compare")
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
    def differs(self) -> bool:
        """Whether its standing or a printed probability does."""
        said = [(p.standing, p.reason, p.p_before, p.p_after) for p in (self.one, self.other)]
        return said[0] != said[1]


def _side_by_side(one: Any, other: Any) -> Sequence[Pair]:
    others = {part.id: part for claim in other.claims for part in claim.parts}
    return [
        Pair(claim.id, part, others[part.id])
        for claim in one.claims
        for part in claim.parts
        if part.id in others
    ]


@run_pages.get("/runs/{run}")
def run_page(request: Request, room: TheRoom, run: str) -> Response:
    """One run: what was asked, how far it is, what came of it."""
    record = room.queue.shown(run)
    return page(request, "run.html.j2", **_shown(room, record), state=_state_of(record))


@run_pages.get("/runs/{run}/part")
def run_part(request: Request, room: TheRoom, run: str) -> Response:
    """The part of that page which changes while a run is under way."""
    record = room.queue.shown(run)
    return page(request, "run_part.html.j2", **_shown(room, record), state=_state_of(record))


@run_pages.post("/runs/{run}/cancel")
def cancel(room: TheRoom, run: str) -> Response:
    """End a run."""
    return RedirectResponse(f"/runs/{room.queue.cancel(run).id}", 303)


@run_pages.post("/runs/{run}/resume")
def resume(room: TheRoom, run: str) -> Response:
    """Take a run up again."""
    return RedirectResponse(f"/runs/{room.queue.resume(run).id}", 303)


def _state_of(record: RunRecord) -> State:
    return State(record.request.hearing, record.request.changes)


def _shown(room: Room, record: RunRecord) -> dict[str, Any]:
    verdicts = _verdicts(room, record)
    base = (
        room.answers.found(record.request.hearing).verdicts
        if verdicts is not None and record.request.changes
        else None
    )
    return {
        "record": record,
        "kinds": KINDS,
        "open": record.state in OPEN,
        "again": record.state in AGAIN,
        "verdicts": verdicts,
        "compared": base is not None,
        "moved": [] if verdicts is None or base is None else moved_parts(base, verdicts),
        "effects": _effects(room, record),
        "place": _place_of(record),
    }


def _place_of(record: RunRecord) -> str:
    """The page on which what was asked for is read."""
    if record.request.kind == "decision":
        return State(record.request.hearing).url("/decision", budget=record.request.budget)
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


def _programmes(room: Room, hearing: str) -> Sequence[tuple[str, str]]:
    from counterflow.scenario.load import load_scenario

    scenario = load_scenario(room.store.hearing(hearing) / "scenario.toml")
    return [(one.id, one.title) for one in scenario.programme]


@run_pages.get("/life")
def life_page(
    request: Request, room: TheRoom, state: TheState, person: str = "", engaged: str = "", seed: str = ""
) -> Response:
    """The same synthetic person under two programmes."""
    programmes = tuple(one for one in request.query_params.getlist("programme") if one)
    wanted = RunRequest(
        kind="life",
        hearing=state.hearing,
        changes=tuple(sorted(state.sets)),
        programmes=programmes,
        person=int(person) if person.isdecimal() and len(person) < 11 else None,
        engaged=engaged in ("true", "True", "on", "1"),
        seed=int(seed) if seed.isdecimal() and int(seed) < 2**32 else 1,
    )
    record = room.ledger.new(wanted)
    asked = room.store.run(record.id).exists()
    return page(
        request,
        "life_page.html.j2",
        wanted=wanted,
        record=room.queue.shown(record.id) if asked else None,
        told=_told(room, record) if asked and record.state == "done" else None,
        programmes=_programmes(room, state.hearing),
    )


def _told(room: Room, record: RunRecord) -> Markup:
    """What stands in the page of the life: our own page, made by the report."""
    text = room.ledger.file(record.id, "life.html").read_text(encoding="utf-8")
    heading = (
        text.partition("<header")[2]
        .partition(">")[2]
        .partition("</header>")[0]
        .replace("<h1>", "<h2>")
        .replace("</h1>", "</h2>")
    )
    body = text.partition("<main>")[2].partition("</main>")[0]
    return Markup(f'<div class="life"><div class="masthead">{heading}</div>{body}</div>')  # noqa: S704


@run_pages.get("/hearings")
def hearings_page(request: Request, room: TheRoom) -> Response:
    """Hearings of one's own, and a form to make one."""
    return page(request, "hearings.html.j2", hearings=room.hearings())


@run_pages.post("/hearings")
def make_hearing(room: TheRoom, name: Annotated[str, Form(max_length=80)] = "") -> Response:
    """Make a hearing from the template."""
    make(room.store, name.strip())
    return RedirectResponse(f"/hearings/{name.strip()}", 303)


@run_pages.get("/hearings/{name}")
def hearing_files_page(request: Request, room: TheRoom, name: str) -> Response:
    """The files of a hearing with what is wrong in them."""
    return page(request, "files.html.j2", files=files_of(room.store, name), state=State(name))


@run_pages.post("/hearings/{name}")
def upload_files(
    request: Request, room: TheRoom, name: str, files: Annotated[list[UploadFile], File()]
) -> Response:
    """Put files in place, and list what is wrong in them."""
    taken = {one.filename or "": one.file.read() for one in files if one.filename}
    found = upload(room.store, name, taken)
    return page(
        request,
        "files.html.j2",
        200 if found.right else 422,
        files=found,
        state=State(name),
        uploaded=list(taken),
    )


@run_pages.post("/evidence")
def check_evidence(
    request: Request, room: TheRoom, file: UploadFile, hearing: Annotated[str, Form()] = ""
) -> Response:
    """What is wrong in a CSV of figures, row by row; it goes to a hearing of one's own only from there."""
    checked = check_csv(file.file.read())
    state = State(hearing) if hearing else State()
    asked = Asked()
    found = room.known.figures(room.store.hearing(state.hearing), asked)
    return page(
        request,
        "evidence.html.j2",
        422 if checked.faults else 200,
        found=found,
        asked=asked,
        checked=checked,
        checked_name=file.filename or "the file",
        state=state,
    )


__all__ = ["run_pages"]
