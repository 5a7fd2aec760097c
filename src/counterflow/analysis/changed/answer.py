"""Verdicts under other beliefs, in seconds: the figures' and the model's answers are kept, only the draws are weighed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterflow.analysis.calibration.shipped import Calibrated
from counterflow.analysis.changed.changes import Changes
from counterflow.analysis.changed.reweigh import Reach, check_reach, reweighed_ensemble, reweighed_posterior
from counterflow.analysis.ensemble import Ensemble
from counterflow.analysis.hear import Case
from counterflow.analysis.records import ClaimVerdict, Departures, PartVerdict, Verdicts
from counterflow.analysis.verdicts import judge
from counterflow.hearing import Hearing


@dataclass(frozen=True)
class Bench:
    """What verdicts of a hearing were made with."""

    case: Case
    verdicts: Verdicts
    ensemble: Ensemble
    calibrated: Calibrated | None


@dataclass(frozen=True)
class Answer:
    """Verdicts under changed beliefs, and how well the draws cover them."""

    verdicts: Verdicts
    reach: Reach
    """Of the draws after the data; of those before where there is no posterior."""


def answer(bench: Bench, changes: Changes) -> Answer:
    """The verdicts with what is now believed. Raises Faults for what cannot be believed, NotCovered where draws cannot tell."""
    before, seed = bench.case.hearing, bench.verdicts.provenance.seed
    after = changes.hearing(before)
    check_reach(before, after)
    ensemble, reach = reweighed_ensemble(bench.ensemble, before, after, seed)
    calibrated = bench.calibrated
    if calibrated is not None:
        posterior, reached = reweighed_posterior(calibrated.posterior, before, after)
        reach = replace(reached, left_out=tuple(dict.fromkeys((*reached.left_out, *reach.left_out))))
        calibrated = replace(calibrated, posterior=posterior)
    claims = judge(
        _by_model(after),
        bench.case.evidence,
        ensemble,
        seed=seed,
        draws=ensemble.draws,
        as_of=bench.verdicts.as_of,
        calibrated=calibrated,
    )
    if reach.left_out:
        claims = tuple(_not_sure(claim) for claim in claims)
    return Answer(_verdicts(bench.verdicts, claims, changes), reach)


def _not_sure(claim: ClaimVerdict) -> ClaimVerdict:
    """The claim with parts of the model as unsettled: nothing stands as settled whose range is not known in full."""
    return claim.model_copy(update={"parts": tuple(_unsettled(part) for part in claim.parts)})


def _unsettled(part: PartVerdict) -> PartVerdict:
    if part.kind in ("record", "figure") or part.standing == "unsettled":
        return part
    why = f"{part.why} Its range is not known in full under this belief, so that it does not stand as {part.standing}."
    return part.model_copy(update={"standing": "unsettled", "reason": "range", "why": why})


def _by_model(hearing: Hearing) -> Hearing:
    """The claims that beliefs can touch."""
    touched = tuple(one for one in hearing.claim if any(part.on_outcome for part in one.part))
    return hearing.model_copy(update={"claim": touched})


def _verdicts(base: Verdicts, claims: Sequence[ClaimVerdict], changes: Changes) -> Verdicts:
    """The base with the new parts in place, and without the histories, which nobody has run under these beliefs."""
    parts = {
        part.id: part for claim in claims for part in claim.parts if part.kind not in ("record", "figure")
    }
    return base.model_copy(
        update={
            "claims": tuple(_merged(claim, parts) for claim in base.claims),
            "departures": Departures(),
            "programmes": (),
            "hindcast": None,
            "calibration": None,
            "runs": (),
            "provenance": base.provenance.model_copy(update={"changes": changes.texts}),
        }
    )


def _merged(claim: ClaimVerdict, parts: dict[str, PartVerdict]) -> ClaimVerdict:
    return claim.model_copy(update={"parts": tuple(parts.get(part.id, part) for part in claim.parts)})
