"""How each kind of part is judged: on the record, on figures, by the model, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterflow.analysis.after import Settled, settled
from counterflow.analysis.case import Case, Found, verdict
from counterflow.analysis.curves import assumed_curve, probability_over
from counterflow.analysis.figures import WIDTHS, Asked, joint_figures, share_then
from counterflow.analysis.model import WIDE, Held, joint, leverage, probabilities
from counterflow.analysis.narrowing import narrowing
from counterflow.analysis.people import estimate_in_people, outcome_in_people
from counterflow.analysis.records import Curve, PartVerdict, TestResult
from counterflow.analysis.standing import NOT_TESTED, printed, rule, rule_model
from counterflow.analysis.wording import (
    Basis,
    settle_figures,
    settle_gap,
    settle_model,
    why_after,
    why_figures,
    why_gap,
    why_judgement,
    why_model,
    why_untested,
)
from counterflow.analysis.written import Interval
from counterflow.hearing import PARAMETERS, Draws


def judge_part(case: Case) -> PartVerdict:
    """The verdict on one part, by its kind."""
    results = case.results()
    return verdict(case, _found(case, results), results, _curve(case))


def _found(case: Case, results: tuple[TestResult, ...]) -> Found:
    if case.part.judgement:
        return Found(NOT_TESTED, why_judgement(results), settle=_needed(case))
    deciding = tuple(one for one in results if not one.beside)
    if case.part.kind == "record":
        return _record(case, deciding)
    if case.part.kind == "figure":
        return _figure(case)
    return _model(case, deciding)


def _record(case: Case, deciding: Sequence[TestResult]) -> Found:
    """Said or left out, by the passages: 0 or 1, or not tested where only extracts were read."""
    untold = [one.note for one in deciding if one.p is None]
    if untold:
        return Found(NOT_TESTED, f"Not tested: {untold[0]}.", settle=_needed(case) or _read_whole(case))
    p = min((one.p for one in deciding if one.p is not None), default=0.0)
    why = "; ".join(one.note or one.says for one in deciding)
    ruling = rule(p, p, p)
    return Found(ruling, f"{why[:1].upper()}{why[1:]}.", p_after=p, p_range=(p, p), mc_error=0.0)


def _read_whole(case: Case) -> str:
    unread = [entry for entry in case.hearing.document if not entry.whole]
    addresses = dict.fromkeys(entry.url or entry.title for entry in unread)
    return f"The whole text, read for this topic: {'; '.join(addresses)}."


def _figure(case: Case) -> Found:
    """A comparison of published figures: a probability over their ranges, and over how wide the assumed ones are."""
    asked = case.deciding_figures
    rows = tuple(sorted({row for one in asked for row in one.estimate.rows}))
    holds = joint_figures(asked)
    if holds is None:
        settle = _needed(case) or settle_gap(asked)
        return Found(NOT_TESTED, why_gap(asked), settle=settle, evidence=rows)
    p = float(holds.mean())
    across = [float(one.mean()) for width in WIDTHS if (one := joint_figures(asked, width)) is not None]
    ruling = rule(p, min(across), max(across))
    shown = (printed(min(across), model=False), printed(max(across), model=False))
    then = share_then(asked, case.desk, f"{case.part.id}/then")
    open_still = ruling.standing == "unsettled"
    return Found(
        ruling,
        why_figures(asked, ruling, Basis(p, shown, case.desk.voices(rows), then, case.desk.day)),
        settle=settle_figures(narrowing(asked, case.desk, f"{case.part.id}/settle")) if open_still else None,
        p_after=printed(p, model=False),
        p_then=None if then is None else printed(then, model=False),
        p_range=shown,
        mc_error=_figure_error(int(holds.sum()), holds.size),
        evidence=rows,
        in_people=_figures_in_people(asked),
    )


def _figure_error(hits: int, draws: int) -> float:
    # Agresti and Coull: two successes and two failures added, so that 0 and 1 keep an error.
    p = (hits + 2) / (draws + 4)
    return float(np.sqrt(p * (1 - p) / (draws + 4)))


def _figures_in_people(asked: Sequence[Asked]) -> str | None:
    said = (estimate_in_people(one.test.quantity, one.estimate) for one in asked)
    return " ".join(sentence for sentence in said if sentence is not None) or None


def _model(case: Case, deciding: Sequence[TestResult]) -> Found:
    """A state, cause or forecast part: the prior's probability and, where there is a posterior, that after the data.

    The range is over variants of the one that is shown last. Where the hearing file names what is missing, no figure bears on the
    part: it is not tested, and the prior alone is shown.
    """
    held = joint(case.deciding_outcomes, case.outcomes, WIDE)
    if held is None or held.p is None:
        return Found(NOT_TESTED, why_untested(deciding), settle=_needed(case) or None)
    if case.part.needs is not None:
        return _before(case, deciding, held, held.p)
    after = settled(case)
    return _before(case, deciding, held, held.p) if after is None else _after(case, deciding, held.p, after)


def _before(case: Case, deciding: Sequence[TestResult], held: Held, p: float) -> Found:
    """By the prior alone."""
    variants = probabilities(case.deciding_outcomes, case.outcomes).values()
    low, high = min(variants), max(variants)
    before = printed(p, model=True)
    shown = (printed(low, model=True), printed(high, model=True))
    untested = case.part.needs is not None
    return Found(
        NOT_TESTED if untested else rule_model(p, None, low, high),
        why_untested(deciding) if untested else why_model(deciding, before, shown),
        settle=_needed(case) or _survey(held, case.draws, fitted=False),
        p_before=before,
        p_range=shown,
        mc_error=held.mc_error,
        in_people=_model_in_people(deciding),
    )


def _after(case: Case, deciding: Sequence[TestResult], before: float, after: Settled) -> Found:
    """By the posterior, beside the prior."""
    ruling = rule_model(before, after.p, after.low, after.high, is_sign=case.part.kind == "cause")
    shown = (printed(after.low, model=True), printed(after.high, model=True))
    open_still = ruling.standing == "unsettled"
    return Found(
        ruling,
        why_after(deciding, ruling, (printed(before, model=True), printed(after.p, model=True)), shown),
        settle=_survey(after.held, after.draws, fitted=True) if open_still else None,
        p_before=printed(before, model=True),
        p_after=printed(after.p, model=True),
        p_range=shown,
        mc_error=after.held.mc_error,
        in_people=_model_in_people(deciding),
    )


def _survey(held: Held, draws: Draws | None, *, fitted: bool) -> str | None:
    return None if draws is None else settle_model(leverage(held, draws), fitted=fitted)


def _needed(case: Case) -> str | None:
    needs = case.part.needs
    return None if needs is None else f"{needs[:1].upper()}{needs[1:]}."


def _model_in_people(results: Sequence[TestResult]) -> str | None:
    for one in results:
        if one.outcome is None or one.low is None or one.centre is None or one.high is None:
            continue
        said = outcome_in_people(one.outcome, Interval(low=one.low, centre=one.centre, high=one.high))
        if said is not None:
            return said
    return None


def _curve(case: Case) -> Curve | None:
    over = case.part.curve_over
    if over is None:
        return None
    if over not in PARAMETERS:
        return assumed_curve(over, case.part, case.desk)
    after = settled(case)
    if after is not None:
        return probability_over(after.held, after.draws, over)
    held = joint(case.deciding_outcomes, case.outcomes, WIDE)
    return None if held is None or case.draws is None else probability_over(held, case.draws, over)
