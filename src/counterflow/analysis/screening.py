"""What a screen finds among people of whom very few are what it looks for: arithmetic of rare events.

No score for anybody stands behind it: it says what any score would come to.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from counterflow.evidence.evidence import Evidence
from counterflow.evidence.figure import Figure

BEST = (0.99, 0.99)
"""Sensitivity and specificity of the best conceivable test, assumed: those of a good medical test. None of behaviour comes near."""
GRID = (0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
"""Shares of others whom a test flags, over which it is drawn."""
_PERCENT = 100.0


def wrongly_per_found(base: float, sensitivity: float, specificity: float) -> float:
    """People flagged wrongly for each one found, of a share `base` who are what is looked for. Raises ValueError beyond 0 to 1."""
    _check(base=base, sensitivity=sensitivity, specificity=specificity)
    return (1.0 - specificity) * (1.0 - base) / (sensitivity * base)


def specificity_for(base: float, sensitivity: float, wrongly: float) -> float:
    """The specificity at which so many are flagged wrongly for each one found."""
    _check(base=base, sensitivity=sensitivity, specificity=1.0)
    return 1.0 - wrongly * sensitivity * base / (1.0 - base)


def _check(*, base: float, sensitivity: float, specificity: float) -> None:
    for name, value in (("base rate", base), ("sensitivity", sensitivity)):
        if not 0.0 < value <= 1.0:
            raise ValueError(f"the {name} is {value:g}; write a share above 0 and at most 1")
    if base == 1.0:
        raise ValueError("the base rate is 1: there is nobody to be flagged wrongly")
    if not 0.0 <= specificity <= 1.0:
        raise ValueError(f"the specificity is {specificity:g}; write a share")


class Screening(BaseModel):
    """A screen of so many people, of whom so few are what is looked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    people: float
    """Screened; with the ends of its 80 percent range."""
    people_range: tuple[float, float]
    known: float
    """Of them, known to be what is looked for: a bound from below."""
    sensitivity: float
    specificity: float
    wrongly: float
    """Flagged wrongly for each one found."""
    wrongly_range: tuple[float, float]
    """Over the range of how many were screened."""
    best: float
    """The same of the best conceivable test."""
    one_each: float
    """Specificity at which one is flagged wrongly for each one found, at the sensitivity of the best test."""
    curve: tuple[tuple[float, float], ...]
    """(share of the others whom a test flags, flagged wrongly for each one found)"""
    rows: tuple[str, ...]
    """Evidence that it rests on."""
    says: str


def screening_of(evidence: Evidence) -> Screening | None:
    """The screen that the evidence speaks of; None where it assumes no number screened, or knows of nobody to be found."""
    trained, passed, found = (
        _assumed(evidence, name)
        for name in ("persons_trained", "screening_specificity", "screening_sensitivity")
    )
    known = next((one for one in evidence.where(quantity="known_defectors") if one.value), None)
    if trained is None or passed is None or found is None or known is None:
        return None
    people, low, high = (
        float(one or 0.0)
        for one in (trained.value, trained.low or trained.value, trained.high or trained.value)
    )
    number = float(known.value or 0.0)
    sensitivity, specificity = float(found.value or 0.0) / _PERCENT, float(passed.value or 0.0) / _PERCENT
    base = number / people
    wrongly = wrongly_per_found(base, sensitivity, specificity)
    best = wrongly_per_found(base, *BEST)
    one_each = specificity_for(base, BEST[0], 1.0)
    return Screening(
        people=people,
        people_range=(low, high),
        known=number,
        sensitivity=sensitivity,
        specificity=specificity,
        wrongly=wrongly,
        wrongly_range=(
            wrongly_per_found(number / low, sensitivity, specificity),
            wrongly_per_found(number / high, sensitivity, specificity),
        ),
        best=best,
        one_each=one_each,
        curve=tuple((share, wrongly_per_found(base, BEST[0], 1.0 - share)) for share in GRID),
        rows=(trained.id, passed.id, found.id, known.id),
        says=(
            f"Of {people:,.0f} people trained {number:,.0f} is known to have joined. A screen that finds {sensitivity:.0%} of"
            f" such people and passes {specificity:.0%} of the others flags {wrongly:,.0f} wrongly for each one found; the"
            f" best conceivable test still {best:,.0f}. To flag one wrongly for each one found it would have to pass"
            f" {one_each:.2%} of the others."
        ),
    )


def _assumed(evidence: Evidence, quantity: str) -> Figure | None:
    return next((one for one in evidence.where(quantity=quantity) if one.is_assumed and one.value), None)
