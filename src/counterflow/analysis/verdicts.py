"""From a hearing, its evidence and the model's outcomes to a verdict on every part of every claim."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counterflow.analysis.calibration.shipped import Calibrated, Shipped
from counterflow.analysis.case import Case
from counterflow.analysis.figures import Desk, ask
from counterflow.analysis.fitted import figure_words
from counterflow.analysis.model import ModelOutcomes
from counterflow.analysis.parts import judge_part
from counterflow.analysis.records import AccountShown, ClaimVerdict, HearingShown, PassageShown, WitnessShown
from counterflow.evidence import Evidence
from counterflow.hearing import Claim, Draws, Hearing

NOTICE = (
    "Not calibrated. The model has not been fitted to the figures yet: parts about states, causes and the future show the"
    " probability before any data, and stand as unsettled whatever it is. Parts about the record and about published figures are"
    " tested."
)
"""What the report says at its top until a calibration exists."""


@dataclass(frozen=True, slots=True)
class _Bench:
    """What all claims of a hearing are judged with."""

    hearing: Hearing
    desk: Desk
    outcomes: ModelOutcomes
    draws: Draws | None
    calibrated: Calibrated | None


def judge(  # noqa: PLR0913 -- what verdicts hang on, by name
    hearing: Hearing,
    evidence: Evidence,
    outcomes: ModelOutcomes,
    *,
    seed: int,
    draws: Draws | None = None,
    as_of: dt.date | None = None,
    calibrated: Calibrated | None = None,
) -> tuple[ClaimVerdict, ...]:
    """A verdict on every part of every claim, after the data where there is a posterior.

    Record parts are 0 or 1. Figure parts have a probability after the data, over the ranges of the figures. State, cause and
    forecast parts have the probability of the prior under account ``all``; with ``calibrated`` also that after the data, else they
    stand as unsettled, "not calibrated". ``draws``
    are the parameters behind the outcomes of that account: with them come curves and what would settle a part. ``as_of`` leaves
    out what was published later. The same arguments give the same verdicts, and no claim's verdict depends on another claim.
    """
    desk = Desk.of(evidence.known(as_of), hearing.hearing.date, seed)
    bench = _Bench(hearing, desk, outcomes, draws, calibrated)
    return tuple(_claim(bench, claim) for claim in hearing.claim)


def _claim(bench: _Bench, claim: Claim) -> ClaimVerdict:
    hearing = bench.hearing
    witness = next(entry for entry in hearing.witness if entry.id == claim.witness)
    own = frozenset(figure.id for figure in bench.desk.evidence if figure.origin in witness.origins)
    desk = bench.desk.without(witness.origins)
    return ClaimVerdict(
        id=claim.id,
        witness=claim.witness,
        title=claim.title,
        statement=claim.statement,
        whose_words=claim.whose_words,
        passages=_passages(hearing, claim),
        parts=tuple(
            judge_part(
                Case(
                    hearing=hearing,
                    claim=claim,
                    part=part,
                    desk=desk,
                    own_rows=own,
                    outcomes=bench.outcomes,
                    draws=bench.draws,
                    calibrated=bench.calibrated,
                    asked=tuple(ask(test, desk, f"{part.id}/{i}") for i, test in enumerate(part.on_evidence)),
                )
            )
            for part in claim.part
        ),
    )


def _passages(hearing: Hearing, claim: Claim) -> tuple[PassageShown, ...]:
    documents = {entry.id: entry for entry in hearing.document}
    passages = {entry.id: entry for entry in hearing.passage}
    return tuple(
        PassageShown(
            id=passage.id,
            document=documents[passage.document].title,
            paragraph=passage.paragraph,
            content=passage.content,
            quote=passage.quote,
            url=documents[passage.document].url,
        )
        for passage in (passages[name] for name in claim.passages)
    )


def hearing_shown(hearing: Hearing) -> HearingShown:
    """The hearing as verdicts.json heads it."""
    occasion = hearing.hearing
    return HearingShown(
        id=occasion.id,
        title=occasion.title,
        body=occasion.body,
        date=occasion.date,
        place=occasion.place,
        source=occasion.source,
    )


def accounts_shown(hearing: Hearing) -> tuple[AccountShown, ...]:
    """The accounts as verdicts.json lists them."""
    return tuple(AccountShown(id=one.id, title=one.title, says=one.says) for one in hearing.account)


def witnesses_shown(hearing: Hearing) -> tuple[WitnessShown, ...]:
    """The witnesses as verdicts.json lists them."""
    return tuple(
        WitnessShown(id=one.id, name=one.name, role=one.role, affiliation=one.affiliation)
        for one in hearing.witness
    )


def notice_of(beside: Shipped, changes: tuple[str, ...] = ()) -> str:
    """What the report says at its top: what the probabilities rest on."""
    if beside.calibrated is None and changes:
        return f"Not calibrated for this assumption ({', '.join(changes)}): the fit to the figures was made without it. {NOTICE}"
    if beside.calibrated is None:
        return NOTICE if beside.why_not is None else f"{beside.why_not} {NOTICE}"
    head = beside.calibrated.posterior.head
    targets = {one.id: one for one in beside.calibrated.targets}
    missed = [figure_words(targets[one.id]) for one in head.targets if not one.met]
    told = f" Figures that cannot be met: {'; '.join(missed)}." if missed else ""
    return (
        f"Fitted to {len(head.targets)} published figures by {head.runs:,} runs, and checked by {head.checked:,} more"
        f" (Pareto k {head.pareto_k:.2f}).{told}"
    )
