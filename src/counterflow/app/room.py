"""Everything that requests are answered with: the same functions for pages and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from counterflow.app.answers import Answers, Found
from counterflow.app.assumed import World, world_of
from counterflow.app.jobs.ledger import Ledger
from counterflow.app.jobs.queue import Queue
from counterflow.app.jobs.records import Record
from counterflow.app.known import Known, stamp
from counterflow.app.remembered import Remembered
from counterflow.app.settings import Settings
from counterflow.app.state import State
from counterflow.app.store import Missing, Store
from counterflow.library import DEFAULT, shipped
from counterflow.views.words import chances

if TYPE_CHECKING:
    from markupsafe import Markup

    from counterflow.analysis.records import ClaimVerdict, PartVerdict, Verdicts
    from counterflow.app.drawing import Drawing, EvidenceDrawn, FlowsDrawn
    from counterflow.scenario import Scenario


FITTED = "/evidence/fitted"
"""Where it is told what the figures say of the model."""
YEAR = 2015
"""Shown first of flows over time, where it is in the history."""


class HearingListed(Record):
    """A hearing that can be asked about."""

    id: str
    own: bool
    """Made on this server."""
    title: str | None
    """None where its file cannot be read."""


class About(Record):
    """What answers."""

    counterflow: str
    engine: int
    hearings: tuple[HearingListed, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A part whose verdict is another one than without the changes."""

    claim: str
    before: PartVerdict
    now: PartVerdict

    @property
    def standing(self) -> bool:
        """Whether its standing is another one."""
        return self.before.standing != self.now.standing


class Room:
    """A store with its queue, and what was read of it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings.store)
        self.ledger = Ledger(self.store)
        self.queue = Queue(self.ledger, settings)
        self.answers = Answers(self.ledger)
        self.known = Known()
        self._worlds: Remembered[World] = Remembered(32)
        self._scenarios: Remembered[Scenario] = Remembered(16)
        self._titles: Remembered[str | None] = Remembered(100)

    @cached_property
    def drawing(self) -> Drawing:
        """What draws; loaded when the first page is asked for, so that the server starts at once."""
        from counterflow.app.drawing import Drawing

        return Drawing()

    def world(self, hearing: str, texts: tuple[str, ...] = ()) -> World:
        """Every assumption of a hearing with changes. Raises Missing and Faults."""
        folder = self.store.hearing(hearing)
        files = [folder / name for name in ("scenario.toml", "hearing.toml")]
        times = tuple(one.stat().st_mtime_ns for one in files if one.exists())
        return self._worlds((folder, times, texts), lambda: world_of(folder, texts))

    def scenario(self, hearing: str, texts: tuple[str, ...] = ()) -> Scenario:
        """The scenario of a hearing with changes. Raises Missing and Faults."""
        from counterflow.analysis.changed.changes import changes_of
        from counterflow.scenario.load import load_scenario

        file = self.store.hearing(hearing) / "scenario.toml"
        sets = changes_of(texts).sets
        return self._scenarios((file, file.stat().st_mtime_ns, sets), lambda: load_scenario(file, sets))

    def programmes(self, hearing: str) -> Sequence[tuple[str, str]]:
        """Id and title of each programme of a hearing. Raises Missing and Faults."""
        return [(one.id, one.title) for one in self.scenario(hearing).programme]

    def drawn_flows(self, hearing: str, texts: tuple[str, ...], year: int) -> FlowsDrawn:
        """Who is at work where in a year, drawn."""
        scenario = self.scenario(hearing, texts)
        return self.drawing.flows((hearing, scenario.model_dump_json()), scenario, year)

    def hearings(self) -> tuple[HearingListed, ...]:
        """All hearings, those that ship first."""
        return tuple(
            HearingListed(id=name, own=name not in shipped(), title=self.title(name))
            for name in self.store.names
        )

    def title(self, name: str) -> str | None:
        """What a hearing is called in its file."""
        from counterflow.faults import Faults, read_toml

        file = self.store.hearing(name) / "hearing.toml"

        def read() -> str | None:
            try:
                title = read_toml(file).data.get("hearing", {}).get("title")
            except (Faults, AttributeError):
                return None
            return title if isinstance(title, str) else None

        return self._titles((file, file.stat().st_mtime_ns), read)

    def about(self) -> About:
        """Versions and hearings."""
        from counterflow.engine import ENGINE_VERSION

        return About(counterflow=version("counterflow"), engine=ENGINE_VERSION, hearings=self.hearings())

    def warm_up(self) -> None:
        """Draw what ships, so that nobody waits for it; whatever goes wrong is told to whoever asks."""
        found = self.answers.found(DEFAULT)
        if found.verdicts is None:
            return
        self.world(DEFAULT)
        self.drawn_flows(DEFAULT, (), YEAR)
        for claim in found.verdicts.claims:
            self.drawn_claim(State(), found.verdicts, claim)
        self.drawing.fitted(found.verdicts)
        self.drawing.programmes(found.verdicts)
        self.drawing.cohorts(found.verdicts)
        self.drawn_evidence(DEFAULT, found.verdicts)

    def drawn_claim(self, state: State, verdicts: Verdicts, claim: ClaimVerdict) -> Markup:
        """A claim of a hearing, drawn, with a link to what the figures say of the model where they were asked."""
        fitted = state.url(FITTED) if verdicts.calibrated else None
        evidence = self.known.evidence(self.store.hearing(state.hearing))
        return self.drawing.claim(verdicts, claim, evidence, fitted)

    def drawn_evidence(self, hearing: str, verdicts: Verdicts) -> EvidenceDrawn:
        """Conflicts and rates of a hearing; drawn anew when its evidence or its verdicts are others."""
        folder = self.store.hearing(hearing)
        key = (stamp(folder), verdicts.provenance.model_dump_json())
        return self.drawing.evidence(key, verdicts, self.known.evidence(folder))


def claim_of(verdicts: Verdicts, identity: str) -> ClaimVerdict:
    """A claim by its id. Raises Missing."""
    for claim in verdicts.claims:
        if claim.id == identity:
            return claim
    raise Missing(f"There is no claim {identity[:20]!r} in this hearing.")


def moved_parts(before: Verdicts, now: Verdicts) -> Sequence[Moved]:
    """Parts whose standing or printed chance differs, those of another standing first."""
    old = {part.id: part for claim in before.claims for part in claim.parts}
    found = [
        Moved(claim.id, old[part.id], part)
        for claim in now.claims
        for part in claim.parts
        if part.id in old and said(part) != said(old[part.id])
    ]
    return sorted(found, key=lambda one: not one.standing)


def said(part: PartVerdict) -> tuple[object, ...]:
    """What a row says of a part: its standing, and its chance as it is printed."""
    shown = part.p_before if part.p_after is None else part.p_after
    chance = None if shown is None else chances(shown, part.kind)
    return part.standing, part.reason, chance, part.p_after is None


def plain(found: Found) -> bool:
    """Whether verdicts are those of the files as they are."""
    return not found.changes
