"""A run as it is asked for and as it is kept: what a citation of it has to name."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Kind = Literal["hearing", "programmes", "life", "decision"]
State = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
Effort = Literal["quick", "full"]
OPEN: tuple[State, ...] = ("waiting", "running")
AGAIN: tuple[State, ...] = ("interrupted", "cancelled", "failed")
"""States from which a run can be taken up again."""

Change = Annotated[str, Field(min_length=1, max_length=300)]
Identity = Annotated[str, Field(max_length=80)]


def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


LeftOut = Annotated[tuple[Identity, ...], Field(max_length=60), AfterValidator(_in_order)]
"""Each once, in order: who leaves out the same asks for the same run."""


class Record(BaseModel):
    """A frozen record that knows its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RunRequest(Record):
    """What is asked for. Equal requests on equal files are the same run."""

    kind: Kind = "hearing"
    hearing: Identity = "central_asia_2015"
    changes: Annotated[tuple[Change, ...], Field(max_length=60)] = ()
    """Assumptions that are changed: `journeys.ban_length=3`, `belief.exposure_ratio=[1, 4, 9]`."""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 1
    effort: Effort = "quick"
    """How many draws and histories: quick is rougher."""
    programmes: Annotated[tuple[Identity, ...], Field(max_length=20)] = ()
    """Of `programmes`: those to be compared with none, all of them unless named. Of `life`: one or two."""
    person: Annotated[int | None, Field(ge=0, le=10**10)] = None
    """Of `life`: the person's number; somebody whom nobody approaches unless given."""
    budget: Annotated[str, Field(max_length=60)] = ""
    """Of `decision`: money for each year, with its currency: `10 million USD`."""
    without: LeftOut = ()
    """Of `decision`: programmes that cannot be paid for; the choice is among the others."""
    engaged: bool = False
    """Of `life`: one of the few who engage."""


class Progress(Record):
    """How far a run is."""

    what: str
    done: int
    of: int
    seconds: float
    """That this step has taken so far."""

    @property
    def seconds_left(self) -> float | None:
        """Until this step is done, at the pace so far; None at its start."""
        return self.seconds * (self.of - self.done) / self.done if self.done > 0 else None


class FaultShown(Record):
    """One thing that is wrong, by file, line and field."""

    file: str
    line: int | None
    field: str
    problem: str
    remedy: str


class RunRecord(Record):
    """A run, so that it can be cited and made again."""

    id: str
    request: RunRequest
    made_of: dict[str, str]
    """SHA-256 of each input file, and the engine's version."""
    counterflow: str
    state: State = "waiting"
    asked: dt.datetime
    began: dt.datetime | None = None
    ended: dt.datetime | None = None
    faults: tuple[FaultShown, ...] = ()
    progress: Progress | None = None
    """While it runs."""
    ahead: int | None = None
    """Runs before it, while it waits."""
    files: tuple[str, ...] = ()
    """That can be downloaded."""


def identity_of(request: RunRequest, made_of: dict[str, str], version: str) -> str:
    """Twelve hexadecimal digits that name a run: of what is asked, of what, by which version."""
    asked = request.model_dump(mode="json") | {"changes": sorted(request.changes)}
    if not request.without:
        # Runs from before programmes could be left out keep their names.
        del asked["without"]
    text = json.dumps([asked, made_of, version], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
