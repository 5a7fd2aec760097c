"""A posterior as the report shows it: accounts and figures before and after, and how far it was checked."""

from __future__ import annotations

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.posterior import After, Posterior, TargetKept
from counterflow.analysis.calibration.shipped import Calibrated
from counterflow.analysis.fair import main_drivers
from counterflow.analysis.model import WIDE, Held
from counterflow.analysis.records import AccountAfter, CalibrationShown, FigureAfter, MainDriver
from counterflow.evidence import Target
from counterflow.hearing.vocabulary import MAIN_DRIVERS


def calibration_shown(calibrated: Calibrated) -> CalibrationShown:
    """What the figures made of the prior."""
    head, targets = calibrated.posterior.head, {one.id: one for one in calibrated.targets}
    return CalibrationShown(
        runs=head.runs,
        checked=head.checked,
        refused=head.refused,
        pareto_k=head.pareto_k,
        worth=head.worth,
        accounts=tuple(
            AccountAfter(
                id=one.id,
                p=one.probability,
                low=one.range[0],
                high=one.range[1],
                log_evidence=one.log_evidence,
                error=one.error,
            )
            for one in head.accounts
        ),
        drivers=_drivers(calibrated.posterior),
        figures=tuple(_figure(one, targets[one.id]) for one in head.targets),
        not_fitted=head.not_fitted,
        warnings=head.warnings,
    )


def _drivers(posterior: Posterior) -> tuple[MainDriver, ...]:
    """Each candidate's chance to be the main driver; the likeliest first."""
    after, ask = After(posterior, Ask()), Ask()
    main = main_drivers(lambda name: after.values(name, WIDE))
    counted, before = after.weights(WIDE), posterior.main_before(ask.variant)
    found = []
    for number, name in enumerate(MAIN_DRIVERS):
        held = Held(main == number, main >= 0, counted)
        if held.p is not None and held.mc_error is not None:
            raw = float(before[number])
            found.append(MainDriver(name=name, p_after=held.p, error=held.mc_error, p_raw=raw))
    return tuple(sorted(found, key=lambda one: -one.p_after))


def figure_words(target: Target) -> str:
    """A figure as it is named: of whom, what, when."""
    place = f" ({target.place})" if target.place else ""
    return f"{target.cohort}{place}, {target.quantity}, {target.at:%m/%Y}"


def _figure(kept: TargetKept, target: Target) -> FigureAfter:
    return FigureAfter(
        id=kept.id,
        says=figure_words(target),
        share=target.scale == "logit",
        prior=kept.prior,
        posterior=kept.posterior,
        published=kept.published,
        met=kept.met,
        rough=kept.rough,
    )


__all__ = ["calibration_shown", "figure_words"]
