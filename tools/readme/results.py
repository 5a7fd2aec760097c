"""What came out of the hearing, and how fast: as kept in results.json, and as found in build/."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from counterflow.analysis.records import Verdicts
from counterflow.library import DEFAULT, hearing_folder

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).with_name("results.json")
VERDICTS = ROOT / "build" / "hearing" / DEFAULT / "verdicts.json"
BENCH = ROOT / "build" / "bench.json"
SPEED = (
    "region_seconds",
    "region_people",
    "region_rss_mb",
    "flatness",
    "vs_mesa",
    "vs_starsim",
    "vs_numpy",
    "vs_numba",
    "vs_once",
    "pairing_gain",
    "first_compile_seconds",
    "warm_start_seconds",
)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Record):
    """A part of a claim that heads its row."""

    id: str
    witness: str
    statement: str
    kind: str
    standing: str
    reason: str | None
    before: float | None
    after: float | None
    range: tuple[float, float] | None


class Heard(_Record):
    """What came out of the hearing."""

    date: str
    draws: int
    runs: int
    seed: int
    calibrated: bool
    standings: dict[str, int]
    """How many parts stand so; those that are unsettled by their reason."""
    parts: tuple[Part, ...]
    inputs: dict[str, str]
    """Hashes of the files that it was made of."""


class Speed(_Record):
    """How fast it is, on which machine."""

    machine: dict[str, str]
    figures: dict[str, float]


class Results(_Record):
    """Both; None for what was not run yet."""

    heard: Heard | None = None
    speed: Speed | None = None


def kept(path: Path = KEPT) -> Results:
    """What README says."""
    return Results.model_validate_json(path.read_text(encoding="utf-8")) if path.exists() else Results()


def keep(found: Results, path: Path = KEPT) -> None:
    """Keep results for README."""
    text = json.dumps(found.model_dump(mode="json"), indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def found(before: Results, verdicts: Path = VERDICTS, bench: Path = BENCH) -> Results:
    """What stands in build/; what does not stays as it was."""
    return Results(
        heard=heard(Verdicts.model_validate_json(verdicts.read_text(encoding="utf-8")))
        if verdicts.exists()
        else before.heard,
        speed=speed(json.loads(bench.read_text(encoding="utf-8"))) if bench.exists() else before.speed,
    )


def heard(found: Verdicts) -> Heard:
    """What README tells of a hearing's verdicts."""
    names = {one.id: one.name for one in found.witnesses}
    counts: dict[str, int] = {}
    for claim in found.claims:
        for part in claim.parts:
            word = part.standing if part.reason is None else f"{part.standing}, {part.reason}"
            counts[word] = counts.get(word, 0) + 1
    return Heard(
        date=str(found.hearing.date),
        draws=found.provenance.draws,
        runs=found.provenance.runs,
        seed=found.provenance.seed,
        calibrated=found.calibrated,
        standings=counts,
        parts=tuple(
            Part(
                id=part.id,
                witness=names[claim.witness],
                statement=part.statement,
                kind=part.kind,
                standing=part.standing,
                reason=part.reason,
                before=part.p_before,
                after=part.p_after,
                range=part.p_range,
            )
            for claim in found.claims
            for part in claim.parts
            if part.key
        ),
        inputs=found.provenance.inputs,
    )


def speed(record: dict[str, Any]) -> Speed:
    """What README tells of a benchmark."""
    figures = {name: float(record[name]) for name in SPEED if name in record}
    return Speed(machine=record.get("machine", {}), figures=figures)


def changed(one: Heard, folder: Path | None = None) -> tuple[str, ...]:
    """Files of the hearing that are no longer what the verdicts were made of."""
    place = hearing_folder(DEFAULT) if folder is None else folder
    return tuple(name for name, before in one.inputs.items() if _hash(place / name) != before)


def _hash(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else None
