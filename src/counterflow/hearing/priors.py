"""Priors over the contested parameters, and draws from them that share their luck between accounts and variants."""

from __future__ import annotations

import fnmatch
import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from counterflow.hearing.vocabulary import PARAMETER_RECORDS, PARAMETERS, Parameter

Floats = NDArray[np.float64]

Variant = Literal[
    "prior",
    "weights x0.5",
    "weights x2",
    "exposure x0.5",
    "exposure x2",
    "detection low",
    "detection high",
]
VARIANTS: tuple[Variant, ...] = (
    "prior",
    "weights x0.5",
    "weights x2",
    "exposure x0.5",
    "exposure x2",
    "detection low",
    "detection high",
)
"""The prior and its variants over which a probability must hold; the two of detection leave the parameters as they are."""

_WEIGHT_FACTOR = {"weights x0.5": 0.5, "weights x2": 2.0}
_EXPOSURE_FACTOR = {"exposure x0.5": 0.5, "exposure x2": 2.0}

FORMS = ("value", "normal", "lognormal", "beta", "uniform")
Positive = Annotated[float, Field(gt=0)]
Shape = Annotated[float, Field(ge=1)]

_BETA_POINTS = 8193


class Prior(BaseModel):
    """What an account believes of one contested parameter, or of all that a pattern names.

    ``{ parameter = "weights.*.support", normal = [0.5, 0.3] }``; exactly one of the five forms.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: str
    """A name, or a pattern with ``*`` such as ``weights.*.support``."""
    value: float | None = None
    """Known: every draw has this value."""
    normal: tuple[float, Annotated[float, Field(ge=0)]] | None = None
    """Mean and standard deviation."""
    lognormal: tuple[Positive, Positive, Positive] | None = None
    """Median, low and high; the two sides may differ (a split log-normal)."""
    interval: Annotated[float, Field(gt=0, lt=1)] = 0.8
    """Probability between low and high of ``lognormal``."""
    beta: tuple[Shape, Shape] | None = None
    """The two shapes, each 1 or more, spread over the values that the parameter may take (0 to 1 for a share)."""
    uniform: tuple[float, float] | None = None
    """Lowest and highest."""
    source: str = "assumed"

    @model_validator(mode="after")
    def _one_form(self) -> Prior:
        given = [form for form in FORMS if getattr(self, form) is not None]
        if len(given) != 1:
            said = " and ".join(given) or "none"
            raise ValueError(f"has {said} of the forms; write exactly one of {', '.join(FORMS)}")
        if self.lognormal is not None:
            median, low, high = self.lognormal
            if not low < median < high:
                raise ValueError(
                    f"lognormal is {[median, low, high]}; write [median, low, high] with low < median < high"
                )
        if self.uniform is not None and not self.uniform[0] < self.uniform[1]:
            raise ValueError(f"uniform is {list(self.uniform)}; write [low, high] with low < high")
        return self

    def names(self) -> tuple[str, ...]:
        """The parameters meant, in the order of ``PARAMETERS``; none where the pattern fits no name."""
        return tuple(name for name in PARAMETERS if fnmatch.fnmatchcase(name, self.parameter))

    def support(self, parameter: Parameter) -> tuple[float, float]:
        """Lowest and highest value that this prior can give to a parameter."""
        if self.value is not None:
            return self.value, self.value
        if self.uniform is not None:
            return self.uniform
        if self.lognormal is not None:
            return 0.0, math.inf
        if self.beta is not None:
            return parameter.low, parameter.high
        # A normal prior on a correlation is cut at its ends; on what cannot be negative it has no place.
        return (parameter.low, parameter.high) if parameter.low < 0 else (-math.inf, math.inf)

    def quantile(self, uniform: Floats, parameter: Parameter) -> Floats:
        """Values at probabilities ``uniform`` (0 < u < 1, any shape), so that one uniform serves every prior."""
        if self.value is not None:
            return np.full_like(uniform, self.value)
        if self.uniform is not None:
            low, high = self.uniform
            return low + (high - low) * uniform
        if self.beta is not None:
            return parameter.low + (parameter.high - parameter.low) * _beta_quantile(*self.beta, uniform)
        return self.by_score(normal_quantile(uniform), parameter)

    def by_score(self, score: Floats, parameter: Parameter) -> Floats:
        """Values of a normal or log-normal prior at standard normal scores, of any shape."""
        if self.lognormal is not None:
            median, low, high = self.lognormal
            half = NormalDist().inv_cdf(0.5 + self.interval / 2)
            side = np.where(score < 0, math.log(median / low), math.log(high / median)) / half
            return median * np.exp(side * score)
        if self.normal is None:
            raise ValueError(f"the prior of {parameter.name} is neither normal nor log-normal")
        mean, sd = self.normal
        # A correlation, say, ends at -1 and 1: the few draws beyond are set to the end.
        return np.clip(mean + sd * score, parameter.low, parameter.high)

    def scaled(self, variant: Variant, name: str) -> Prior:
        """This prior as a variant sees it: weights with another sd, the exposure ratio with another median."""
        if name.startswith("weights.") and variant in _WEIGHT_FACTOR and self.normal is not None:
            mean, sd = self.normal
            return self.model_copy(update={"normal": (mean, sd * _WEIGHT_FACTOR[variant])})
        if name == "exposure_ratio" and variant in _EXPOSURE_FACTOR:
            return self._times(_EXPOSURE_FACTOR[variant])
        return self

    def _times(self, factor: float) -> Prior:
        if self.value is not None:
            return self.model_copy(update={"value": self.value * factor})
        if self.lognormal is not None:
            return self.model_copy(update={"lognormal": tuple(x * factor for x in self.lognormal)})
        if self.uniform is not None:
            return self.model_copy(update={"uniform": tuple(x * factor for x in self.uniform)})
        raise ValueError("the exposure ratio needs a value, a lognormal or a uniform prior")


@dataclass(frozen=True, slots=True)
class Draws:
    """Full sets of contested parameters, one per row."""

    names: tuple[str, ...]
    """``PARAMETERS``, in its order."""
    values: Floats
    """Shape [draws, parameters]."""

    def column(self, name: str) -> Floats:
        """All draws of one parameter; raises ValueError where there is no such parameter."""
        return self.values[:, self.names.index(name)]

    def __len__(self) -> int:
        return int(self.values.shape[0])


def resolve(priors: Iterable[Prior]) -> dict[str, Prior]:
    """The prior of each parameter named: of several that name it, the last one holds."""
    return {name: prior for prior in priors for name in prior.names()}


def uniforms(n: int, seed: int) -> Floats:
    """The luck of ``n`` draws, shape [n, parameters]; row i and column j do not depend on ``n`` or on other columns.

    Each parameter has its own stream, keyed by the seed and its name: a parameter that is added moves no other.
    """
    return np.column_stack([_stream(name, seed).random(n) for name in PARAMETERS])


def draws(priors: dict[str, Prior], luck: Floats, variant: Variant = "prior") -> Draws:
    """Draws of all parameters from a resolved set of priors, given the uniforms; shape [len(luck), parameters]."""
    columns = _columns(priors, luck, variant)
    return Draws(PARAMETERS, np.column_stack(list(columns)))


def _columns(priors: dict[str, Prior], luck: Floats, variant: Variant) -> Iterator[Floats]:
    for index, name in enumerate(PARAMETERS):
        prior = priors[name].scaled(variant, name)
        inside = np.clip(luck[:, index], 2.0**-53, 1 - 2.0**-53)  # the quantile of 0 may be infinite
        yield prior.quantile(inside, PARAMETER_RECORDS[name])


def _stream(name: str, seed: int) -> np.random.Generator:
    word = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
    return np.random.Generator(np.random.Philox(key=np.array([seed, word], dtype=np.uint64)))


def normal_quantile(uniform: Floats) -> Floats:
    """Standard normal quantiles of probabilities strictly between 0 and 1, of any shape."""
    inverse = NormalDist().inv_cdf
    flat = [inverse(float(u)) for u in uniform.ravel()]
    return np.array(flat, dtype=np.float64).reshape(uniform.shape)


def _beta_quantile(a: float, b: float, uniform: Floats) -> Floats:
    """Quantiles of a beta law with shapes of 1 or more, from its density added up on a fine grid (within 1e-5)."""
    x = np.linspace(0.0, 1.0, _BETA_POINTS)
    density = x ** (a - 1) * (1 - x) ** (b - 1)
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    return np.interp(uniform, below / below[-1], x)
