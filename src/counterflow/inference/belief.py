"""Priors as maps from standard normal scores to values: one space for all accounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from scipy.special import ndtr

from counterflow.hearing import Parameter, Prior
from counterflow.inference.arrays import Floats


class Law(Protocol):
    """The prior of one coordinate."""

    def at(self, scores: Floats) -> Floats:
        """Values at standard normal scores, rising with them."""
        ...


@dataclass(frozen=True, slots=True)
class Standard:
    """A coordinate that is its own score: what a range of the scenario or an error of a source is drawn by."""

    def at(self, scores: Floats) -> Floats:
        """The scores themselves."""
        return scores


@dataclass(frozen=True, slots=True)
class Known:
    """A coordinate that has one value."""

    value: float

    def at(self, scores: Floats) -> Floats:
        """The value, as often as there are scores."""
        return np.full_like(scores, self.value)


@dataclass(frozen=True, slots=True)
class Believed:
    """What an account believes of a contested parameter."""

    prior: Prior
    parameter: Parameter

    def at(self, scores: Floats) -> Floats:
        """Values at scores; the law's own tails, cut where the parameter ends."""
        if self.prior.normal is not None or self.prior.lognormal is not None:
            return self.prior.by_score(scores, self.parameter)
        return self.prior.quantile(np.clip(ndtr(scores), 2.0**-53, 1.0 - 2.0**-53), self.parameter)


@dataclass(frozen=True)
class Belief:
    """The prior of all coordinates, independent of each other."""

    names: tuple[str, ...]
    laws: tuple[Law, ...]

    def __post_init__(self) -> None:
        if len(self.names) != len(self.laws) or len(set(self.names)) != len(self.names):
            raise ValueError(f"{len(self.names)} names and {len(self.laws)} laws; give each name one law")

    def __len__(self) -> int:
        return len(self.names)

    def values(self, scores: Floats) -> Floats:
        """Values of all coordinates, [draws, coordinates], at scores of the same shape."""
        return np.column_stack([law.at(scores[:, i]) for i, law in enumerate(self.laws)])

    def knowing(self, known: dict[str, float]) -> Belief:
        """The same with some coordinates at fixed values."""
        laws = tuple(
            Known(known[name]) if name in known else law
            for name, law in zip(self.names, self.laws, strict=True)
        )
        return replace(self, laws=laws)
