"""What is believed of an unknown, in few numbers; and its density, by which draws are weighed anew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import log_ndtr
from scipy.stats import beta as beta_law

from counterflow.hearing import PARAMETER_RECORDS, Parameter, Prior
from counterflow.inference.arrays import Floats
from counterflow.scenario.quantity import Z80

ASSUMED = "assumed: set for this question"
_ENDS = 1e-6
"""Draws are kept with seven digits: a value this near an end, in parts of the width, lies within."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A belief as it is edited: its numbers, each with what it is."""

    form: str
    labels: tuple[str, ...]
    numbers: tuple[float, ...]


_LABELS = {
    "normal": ("low", "centre", "high"),
    "lognormal": ("low", "centre", "high"),
    "uniform": ("lowest", "highest"),
    "beta": ("mean",),
    "value": ("value",),
}


def form_of(prior: Prior) -> str:
    """Which of the five forms it has."""
    return next(form for form in _LABELS if getattr(prior, form) is not None)


def shown(prior: Prior) -> Shown:
    """A belief in the numbers that `believed` takes; low and high hold 80 percent."""
    form = form_of(prior)
    return Shown(form, _LABELS[form], tuple(map(float, _numbers(prior))))


def _numbers(prior: Prior) -> Sequence[float]:
    if prior.normal is not None:
        mean, sd = prior.normal
        return mean - Z80 * sd, mean, mean + Z80 * sd
    if prior.lognormal is not None:
        low, centre, high = (
            prior.by_score(np.array([z]), PARAMETER_RECORDS["exposure_ratio"])[0] for z in (-Z80, 0.0, Z80)
        )
        return low, centre, high
    if prior.beta is not None:
        return (prior.beta[0] / sum(prior.beta),)
    return prior.uniform if prior.uniform is not None else (prior.value or 0.0,)


def believed(name: str, before: Prior, numbers: Sequence[float]) -> Prior:
    """The belief in other numbers, of the same form. Raises ValueError ("what is wrong; what would be right")."""
    form = form_of(before)
    labels = _LABELS[form]
    if len(numbers) != len(labels) or not all(map(math.isfinite, numbers)):
        raise ValueError(f"{name} takes {len(labels)} numbers; write {_example(labels)}")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise ValueError(f"{', '.join(f'{one:g}' for one in numbers)} do not rise; write {_example(labels)}")
    parameter = PARAMETER_RECORDS[name]
    if numbers[0] < parameter.low or numbers[-1] > parameter.high:
        raise ValueError(
            f"{name} lies between {parameter.low:g} and {parameter.high:g}; write numbers within"
        )
    return Prior(parameter=name, source=ASSUMED, **_fields(form, before, numbers))  # type: ignore[arg-type]


def _example(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"[{', '.join(labels)}]"


def _fields(form: str, before: Prior, numbers: Sequence[float]) -> dict[str, object]:
    if form == "normal":
        low, centre, high = numbers
        if abs(centre - (low + high) / 2.0) > 0.02 * (high - low):
            raise ValueError(
                f"this belief is even about its centre; with these ends write {(low + high) / 2.0:g}"
            )
        return {"normal": (centre, (high - low) / (2.0 * Z80))}
    if form == "lognormal":
        if numbers[0] <= 0.0:
            raise ValueError("it is above 0; write a low number above 0")
        return {"lognormal": (numbers[1], numbers[0], numbers[2])}
    if form == "beta" and before.beta is not None:
        a, b = numbers[0] * sum(before.beta), (1.0 - numbers[0]) * sum(before.beta)
        if min(a, b) < 1.0:
            least = 1.0 / sum(before.beta)
            raise ValueError(
                f"a mean of {numbers[0]:g} is too near an end; stay between {least:.2g} and {1 - least:.2g}"
            )
        return {"beta": (a, b)}
    return {"uniform": tuple(numbers)} if form == "uniform" else {"value": numbers[0]}


def reaches_beyond(new: Prior, old: Prior, parameter: Parameter) -> bool:
    """Whether a belief holds possible what the other excludes: draws from the other then tell nothing of it."""
    (low, high), (least, most) = new.support(parameter), old.support(parameter)
    return low < least or high > most or (old.value is not None and new.value != old.value)


def log_density(prior: Prior, values: Floats, parameter: Parameter) -> Floats:
    """Log density of a belief at values, minus infinity outside. Raises ValueError for one that is a single value."""
    if prior.normal is not None:
        return _normal(values, *prior.normal, parameter)
    if prior.lognormal is not None:
        low, centre, high = np.log(shown(prior).numbers)
        side = np.where(np.log(values) < centre, centre - low, high - centre) / Z80
        return np.asarray(-0.5 * ((np.log(values) - centre) / side) ** 2 - np.log(side) - np.log(values))
    if prior.beta is not None:
        width = parameter.high - parameter.low
        inside = np.clip((values - parameter.low) / width, _ENDS, 1.0 - _ENDS)
        return np.asarray(beta_law.logpdf(inside, *prior.beta) - math.log(width))
    if prior.uniform is not None:
        low, high = prior.uniform
        slack = _ENDS * (high - low)
        within = (values >= low - slack) & (values <= high + slack)
        return np.where(within, -math.log(high - low), -np.inf)
    raise ValueError("a single value has no density")


def _normal(values: Floats, mean: float, sd: float, parameter: Parameter) -> Floats:
    """With what lies beyond the parameter's ends set to the end."""
    if sd == 0.0:
        raise ValueError("a single value has no density")
    found = -0.5 * ((values - mean) / sd) ** 2 - math.log(sd * math.sqrt(2.0 * math.pi))
    found = np.where(values <= parameter.low, log_ndtr((parameter.low - mean) / sd), found)
    return np.asarray(np.where(values >= parameter.high, log_ndtr((mean - parameter.high) / sd), found))
