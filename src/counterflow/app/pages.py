"""The pages: Hearing, World, Decision, Evidence, About. Each is a function of its address and the store."""

from __future__ import annotations

import asyncio
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from counterflow.analysis.records import ClaimVerdict, Verdicts, WitnessShown
from counterflow.analysis.standing import Standing
from counterflow.app.api import TheRoom, room_of
from counterflow.app.assumed import BELIEFS, AssumptionShown, change_text, numbers_words, typed
from counterflow.app.deciding import HTML, decider, told
from counterflow.app.jobs.records import FaultShown, RunRequest
from counterflow.app.known import Asked
from counterflow.app.room import YEAR, Moved, Room, claim_of, moved_parts
from counterflow.app.safety import COOKIE, ENTER, cookie_of
from counterflow.app.state import State, state_of
from counterflow.app.store import Missing
from counterflow.faults import Faults

pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
TheState = Annotated[State, Depends(state_of)]
STANDINGS: tuple[Standing, ...] = ("supported", "contradicted", "unsettled")


def page(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page of a template; what every page needs is added."""
    room = room_of(request)
    state = shown.pop("state", None) or state_of(request)
    text = room.drawing.environment.get_template(template).render(
        state=state,
        path=request.url.path,
        titles={one.id: one.title or one.id for one in room.hearings()},
        words=numbers_words,
        typed=typed,
        changes_shown=_changes_shown(room, state),
        private=room.settings.is_private,
        **shown,
    )
    return HTMLResponse(text, status)


def part(request: Request, template: str, **shown: Any) -> HTMLResponse:
    """A part of a page where the page asks for it, else a page that holds nothing else."""
    if request.headers.get("hx-request") == "true":
        return page(request, template, **shown)
    return page(request, "world_part.html.j2", part=template, **shown)


def _changes_shown(room: Room, state: State) -> Sequence[tuple[str, AssumptionShown | None]]:
    """Each change with the assumption that it is about; None where it is about none."""
    if not state.sets:
        return ()
    try:
        rows = room.world(state.hearing, state.sets).rows
    except (Faults, Missing):
        rows = {}
    return [(text, rows.get(text.partition("=")[0].strip())) for text in state.sets]


def error_page(request: Request, status: int, said: str, faults: Sequence[FaultShown] = ()) -> Response:
    """What went wrong, and what to do."""
    return page(request, "error.html.j2", status, said=said, faults=faults, status_code=status)


@dataclass(frozen=True, slots=True)
class Row:
    """A claim on the board with those of its parts that fit the filter."""

    claim: ClaimVerdict
    fits: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Claims by witness."""

    witnesses: Sequence[tuple[WitnessShown, Sequence[Row]]]
    tally: Sequence[tuple[str, int]]
    parts: int


def board_of(verdicts: Verdicts, standing: str, witness: str, words: str) -> Board:
    """The claims that fit a standing, a witness and words; the tally is that of all parts."""
    counts = Counter(part.standing for claim in verdicts.claims for part in claim.parts)
    wanted = words.lower().split()

    def fits(claim: ClaimVerdict) -> bool:
        text = " ".join(
            (claim.id, claim.title, claim.statement, *(part.statement for part in claim.parts))
        ).lower()
        of_standing = not standing or any(part.standing == standing for part in claim.parts)
        return of_standing and all(word in text for word in wanted)

    rows = [
        (one, [Row(claim, fits=True) for claim in verdicts.claims if claim.witness == one.id and fits(claim)])
        for one in verdicts.witnesses
        if witness in ("", one.id)
    ]
    tally = [(name, counts[name]) for name in STANDINGS]
    return Board([row for row in rows if row[1]], tally, counts.total())


@pages.get("/")
def hearing_page(
    request: Request, room: TheRoom, state: TheState, standing: str = "", witness: str = "", q: str = ""
) -> Response:
    """Claims by witness with their verdicts."""
    found = room.answers.found(state.hearing, state.sets)
    base = room.answers.found(state.hearing) if state.sets else found
    shown = found.verdicts or base.verdicts
    return page(
        request,
        "hearing.html.j2",
        found=found,
        verdicts=shown,
        board=None if shown is None else board_of(shown, standing, witness, q),
        moved=_moved(found.verdicts, base.verdicts) if state.sets else {},
        standing=standing,
        witness=witness,
        q=q,
    )


def _moved(now: Verdicts | None, before: Verdicts | None) -> dict[str, Moved]:
    if now is None or before is None:
        return {}
    return {one.now.id: one for one in moved_parts(before, now)}


@pages.get("/claims/{claim}")
def claim_page(request: Request, room: TheRoom, state: TheState, claim: str) -> Response:
    """One claim: quote, verdicts, charts, evidence, what would settle it."""
    found = room.answers.found(state.hearing, state.sets)
    base = room.answers.found(state.hearing) if state.sets else found
    verdicts = found.verdicts or base.verdicts
    if verdicts is None:
        return page(request, "hearing.html.j2", found=found, verdicts=None, board=None, moved={})
    shown = claim_of(verdicts, claim)
    order = [one.id for one in verdicts.claims]
    place = order.index(claim)
    return page(
        request,
        "claim_page.html.j2",
        found=found,
        verdicts=verdicts,
        claim=shown,
        witness=next((one for one in verdicts.witnesses if one.id == shown.witness), None),
        block=room.drawing.claim(verdicts, shown, room.known.evidence(room.store.hearing(state.hearing))),
        moved=[one for one in _moved(found.verdicts, base.verdicts).values() if one.claim == claim],
        before=order[place - 1] if place else None,
        after=order[place + 1] if place + 1 < len(order) else None,
    )


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


async def form_of(request: Request) -> FormData:
    """The fields of a form, whatever their names."""
    return await request.form()


TheForm = Annotated[FormData, Depends(form_of)]


@pages.post("/world")
def change_world(request: Request, form: TheForm) -> Response:
    """The address of the world with what was typed in; nothing is kept on the server."""
    typed = {name[2:]: [str(one) for one in form.getlist(name)] for name in form if name.startswith("v:")}
    state = State(str(form.get("hearing", "")), tuple(str(one) for one in form.getlist("set")))
    world = room_of(request).world(state.hearing, state.sets)
    sets = {one.partition("=")[0]: one for one in state.sets}
    faults = []
    for path, texts in typed.items():
        row = world.rows.get(path)
        if row is None:
            continue
        try:
            numbers = tuple(float(one.replace(",", "").replace("\N{MINUS SIGN}", "-")) for one in texts)
        except ValueError:
            said = f"{' and '.join(texts)[:80]} is not a number"
            faults.append(
                FaultShown(
                    file="form", line=None, field=path, problem=said, remedy="write digits, with a point"
                )
            )
            continue
        _put(sets, row, numbers)
    if faults:
        return error_page(request, 422, "Some numbers could not be read. Go back and mend them.", faults)
    more = {"group": form.get("group", ""), "q": form.get("q", "")}
    return RedirectResponse(State(state.hearing, tuple(sets.values())).url("/world", **more), 303)


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


@pages.get("/decision")
def decision_page(request: Request, room: TheRoom, state: TheState, budget: str = "") -> Response:
    """Which programmes a budget should buy, and what each averts under every account."""
    found = room.answers.found(state.hearing)
    programmes = [] if found.verdicts is None else room.drawing.programmes(found.verdicts)
    wanted = RunRequest(kind="decision", hearing=state.hearing, budget=budget.strip()[:60])
    record = room.ledger.new(wanted)
    asked = bool(wanted.budget) and room.store.run(record.id).exists()
    record = room.queue.shown(record.id) if asked else record
    return page(
        request,
        "decision.html.j2",
        found=found,
        verdicts=found.verdicts,
        programmes=programmes,
        budget=wanted.budget,
        record=record if asked else None,
        told=told(room.ledger.file(record.id, HTML)) if asked and record.state == "done" else None,
        decides=decider() is not None,
    )


@pages.get("/evidence")
def evidence_page(  # noqa: PLR0913, PLR0917 -- what can be searched by
    request: Request,
    room: TheRoom,
    state: TheState,
    q: str = "",
    quantity: str = "",
    place: str = "",
    number: int = 1,
) -> Response:
    """Figures with search, conflicts, rates, and a place to check one's own."""
    asked = Asked(q[:200], quantity, place, max(1, min(number, 10_000)))
    found = room.known.figures(room.store.hearing(state.hearing), asked)
    return page(request, "evidence.html.j2", found=found, asked=asked, checked=None)


@pages.get("/evidence/{part}")
def evidence_part(request: Request, room: TheRoom, state: TheState, part: str) -> Response:
    """Conflicts as forest plots, or rates by denominator."""
    if part not in ("conflicts", "rates"):
        return error_page(request, 404, "There is no such page.")
    found = room.answers.found(state.hearing)
    drawn = None if found.verdicts is None else room.drawn_evidence(state.hearing, found.verdicts)
    return page(request, "evidence_part.html.j2", part=part, drawn=drawn, verdicts=found.verdicts)


@pages.get("/about")
def about_page(request: Request, room: TheRoom) -> Response:
    """What this is, what it rests on, its limits."""
    return page(
        request, "about.html.j2", about=room.about(), found=room.answers.found(state_of(request).hearing)
    )


@pages.get(ENTER)
def enter_page(request: Request) -> Response:
    """Where the token is shown, beyond this machine."""
    return page(request, "enter.html.j2", wrong=False)


@pages.post(ENTER)
async def enter(request: Request, form: TheForm) -> Response:
    """Let a visitor in who shows the token."""
    token = room_of(request).settings.token
    if token is None or not hmac.compare_digest(str(form.get("token", "")).encode(), token.encode()):
        await asyncio.sleep(1.0)  # guessing takes long
        return page(request, "enter.html.j2", 401, wrong=True)
    response = RedirectResponse("/", 303)
    response.set_cookie(COOKIE, cookie_of(token), httponly=True, samesite="strict", max_age=30 * 86400)
    return response


__all__ = ["TheState", "error_page", "page", "pages"]
