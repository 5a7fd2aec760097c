"""The app for programs: JSON in, JSON out, described by OpenAPI. Pages are made of the same functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Path, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse

from counterflow.analysis.records import ClaimVerdict, Verdicts
from counterflow.app.answers import Basis, Found
from counterflow.app.assumed import AssumptionGroupShown
from counterflow.app.jobs.records import FaultShown, Record, RunRecord, RunRequest
from counterflow.app.known import Asked, CheckedCsv, check_csv
from counterflow.app.own import HearingFiles, archive, file_of, files_of, make, upload
from counterflow.app.room import About, HearingListed, Room, claim_of
from counterflow.evidence.overview import overview
from counterflow.faults import Fault, Faults


class Problem(Record):
    """Why there is no answer."""

    problem: str
    faults: tuple[FaultShown, ...] = ()


class VerdictsAnswer(Record):
    """Verdicts under changes, and what they rest on."""

    hearing: str
    changes: tuple[str, ...]
    basis: Basis | None
    """`kept` beside the files, draws `weights`, or a `run`; null where there are none yet."""
    fresh: bool
    """Whether nothing has changed since they were made."""
    calibrated: bool
    run: str | None
    pareto_k: float | None
    worth: float | None
    why_not: str | None
    """Why there are no verdicts yet."""
    verdicts: Verdicts | None


class NewHearing(Record):
    """A hearing to be made from the template."""

    name: str


Problems = dict[int | str, dict[str, Any]]


def _problems(*codes: int) -> Problems:
    """Answers that are none: those of one operation, and those that any may give."""
    return {code: {"model": Problem} for code in (*codes, 400, 401, 403, 408, 413, 421, 422, 507)}


def room_of(request: Request) -> Room:
    """The room that a request is answered in."""
    found: Room = request.app.state.room
    return found


TheRoom = Annotated[Room, Depends(room_of)]
Name = Annotated[str, Path(max_length=80, description="Id of a hearing")]
RunId = Annotated[str, Path(max_length=80, description="Id of a run")]
Sets = Annotated[
    Sequence[str],
    Query(alias="set", max_length=60, description="Changed assumptions: path=value"),
]

api = APIRouter(prefix="/api", responses=_problems())


@api.get("/about", tags=["about"])
def about(room: TheRoom) -> About:
    """Versions, and the hearings that can be asked about."""
    return room.about()


@api.get("/hearings", tags=["hearings"])
def hearings(room: TheRoom) -> tuple[HearingListed, ...]:
    """All hearings, those that ship first."""
    return room.hearings()


@api.post("/hearings", status_code=201, tags=["hearings"])
def new_hearing(room: TheRoom, wanted: NewHearing) -> HearingFiles:
    """Make a hearing from the template."""
    make(room.store, wanted.name)
    return files_of(room.store, wanted.name)


@api.get("/hearings/{name}", responses=_problems(404), tags=["hearings"])
def hearing_files(room: TheRoom, name: Name) -> HearingFiles:
    """Its files, each with what is wrong in it."""
    return files_of(room.store, name)


@api.post("/hearings/{name}/files", responses=_problems(404), tags=["hearings"])
def upload_files(
    room: TheRoom, name: Name, files: Annotated[list[UploadFile], File(max_length=6)]
) -> HearingFiles:
    """Put files of a hearing of your own in place; they are told apart by their names."""
    return upload(room.store, name, {one.filename or "": one.file.read() for one in files})


@api.get(
    "/hearings/{name}/files/{file}", responses=_problems(404), response_class=FileResponse, tags=["hearings"]
)
def hearing_file(room: TheRoom, name: Name, file: Annotated[str, Path(max_length=80)]) -> FileResponse:
    """One of its files as it is."""
    return FileResponse(
        file_of(room.store, name, file), media_type="text/plain; charset=utf-8", filename=file
    )


@api.get("/hearings/{name}/archive", responses=_problems(404), response_class=Response, tags=["hearings"])
def hearing_archive(room: TheRoom, name: Name) -> Response:
    """All its files as a ZIP."""
    headers = {"content-disposition": f'attachment; filename="{name}.zip"'}
    return Response(archive(room.store.hearing(name)), media_type="application/zip", headers=headers)


@api.get(
    "/hearings/{name}/verdicts", responses=_problems(404), response_model=VerdictsAnswer, tags=["verdicts"]
)
def verdicts(room: TheRoom, name: Name, sets: Sets = ()) -> Response:
    """Verdicts on all claims, with changes: what is kept, what can be weighed anew, or what a run gave."""
    return _sent(verdicts_answer(name, room.answers.found(name, tuple(sets))))


@api.get(
    "/hearings/{name}/claims/{claim}",
    responses=_problems(404),
    response_model=ClaimVerdict,
    tags=["verdicts"],
)
def claim_verdict(
    room: TheRoom, name: Name, claim: Annotated[str, Path(max_length=40)], sets: Sets = ()
) -> Response:
    """One claim with the verdicts on its parts."""
    found = room.answers.found(name, tuple(sets))
    if found.verdicts is None:
        return _sent(Problem(problem=found.why_not or "There are no verdicts yet."), 404)
    return _sent(claim_of(found.verdicts, claim))


@api.get("/hearings/{name}/assumptions", responses=_problems(404), tags=["assumptions"])
def assumptions(room: TheRoom, name: Name, sets: Sets = ()) -> tuple[AssumptionGroupShown, ...]:
    """Every assumption with unit, range and source; changed ones with what they were."""
    return room.world(name, tuple(sets)).groups


@api.get("/hearings/{name}/evidence", responses=_problems(404), tags=["evidence"])
def evidence(
    room: TheRoom,
    name: Name,
    quantity: Annotated[str | None, Query(max_length=120)] = None,
    place: Annotated[str | None, Query(max_length=120)] = None,
    as_of: dt.date | None = None,
) -> dict[str, Any]:
    """Figures, conflicts and rates, all or on a quantity, a place, as of a day."""
    return overview(room.store.hearing(name), quantity=quantity, place=place, as_of=as_of).document()


@api.get("/hearings/{name}/figures", responses=_problems(404), tags=["evidence"])
def figures(
    room: TheRoom,
    name: Name,
    words: Annotated[str, Query(alias="q", max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> dict[str, Any]:
    """Figures that hold all words, 25 at a time."""
    found = room.known.figures(room.store.hearing(name), Asked(words=words, page=page))
    from counterflow.evidence.table import as_json

    return {"number": found.number, "pages": found.pages, "figures": as_json(found.rows)}


@api.post("/evidence/check", tags=["evidence"])
def check_evidence(file: UploadFile) -> CheckedCsv:
    """What is wrong in a CSV of figures, row by row. Nothing is kept."""
    return check_csv(file.file.read())


@api.get("/runs", tags=["runs"])
def runs(room: TheRoom) -> tuple[RunRecord, ...]:
    """All runs, the latest first."""
    return tuple(room.queue.shown(one.id) for one in room.ledger.all())


@api.post("/runs", status_code=202, responses=_problems(404, 503), tags=["runs"])
def start_run(room: TheRoom, wanted: RunRequest) -> RunRecord:
    """Start a run, or be told of the one that was made of the same."""
    return start(room, wanted)


@api.get("/runs/{run}", responses=_problems(404), tags=["runs"])
def run_record(room: TheRoom, run: RunId) -> RunRecord:
    """What was asked, how far it is, what can be downloaded."""
    return room.queue.shown(run)


@api.post("/runs/{run}/cancel", responses=_problems(404), tags=["runs"])
def cancel_run(room: TheRoom, run: RunId) -> RunRecord:
    """End a run that waits or is under way."""
    return room.queue.cancel(run)


@api.post("/runs/{run}/resume", responses=_problems(404, 503), tags=["runs"])
def resume_run(room: TheRoom, run: RunId) -> RunRecord:
    """Take up a run that was interrupted, cancelled or failed."""
    return room.queue.resume(run)


@api.get("/runs/{run}/files/{file}", responses=_problems(404), response_class=FileResponse, tags=["runs"])
def run_file(room: TheRoom, run: RunId, file: Annotated[str, Path(max_length=80)]) -> FileResponse:
    """A file that came of a run."""
    found = room.ledger.file(run, file)
    return FileResponse(found, filename=f"{run}-{found.name}", headers={"content-security-policy": "sandbox"})


@api.get("/runs/{run}/archive", responses=_problems(404), response_class=Response, tags=["runs"])
def run_archive(room: TheRoom, run: RunId) -> Response:
    """The hearing's files that a run was made of, as a ZIP."""
    record = room.ledger.read(run)
    headers = {"content-disposition": f'attachment; filename="{run}-{record.request.hearing}.zip"'}
    return Response(archive(room.ledger.hearing(record)), media_type="application/zip", headers=headers)


def start(room: Room, wanted: RunRequest) -> RunRecord:
    """Check a request and put it in the queue. Raises Missing, QueueFull, and Faults for what cannot be run."""
    from counterflow.analysis.changed.changes import changes_of
    from counterflow.app.answers import check_changes

    folder = room.store.hearing(wanted.hearing)
    changes = changes_of(wanted.changes)
    check_changes(folder, changes)
    check_without(room, wanted)
    return room.queue.ask(wanted.model_copy(update={"changes": tuple(sorted(changes.texts))}))


def check_without(room: Room, wanted: RunRequest) -> None:
    """Raise Faults for programmes that cannot be left out: there is no such one, none would remain, or nothing is decided."""
    from counterflow.analysis.decide.without import without_of

    if wanted.without and wanted.kind != "decision":
        problem, remedy = (
            f"says nothing to a run of kind {wanted.kind}",
            'ask for kind = "decision", or leave it out',
        )
        raise Faults([Fault("request", None, "without", problem, remedy)])
    if wanted.without:
        without_of(room.scenario(wanted.hearing).programme, wanted.without, "without")


def verdicts_answer(hearing: str, found: Found) -> VerdictsAnswer:
    """What was found as it is sent."""
    return VerdictsAnswer(
        hearing=hearing,
        changes=found.changes,
        basis=found.basis,
        fresh=not found.changed_files,
        calibrated=found.calibrated,
        run=None if found.run is None else found.run.id,
        pareto_k=found.k,
        worth=found.worth,
        why_not=found.why_not,
        verdicts=found.verdicts,
    )


def _sent(record: Any, status: int = 200) -> Response:
    """A record as JSON, without a second check of what was checked when it was made."""
    return Response(record.model_dump_json(), status, media_type="application/json")


__all__ = ["TheRoom", "api", "check_without", "room_of", "start"]
