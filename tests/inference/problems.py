"""Two smooth problems whose posteriors are known: 15 parameters, 16 targets, none of which sees one parameter alone.

Turned by a rotation the parameters fall apart: each of 15 directions has one target, the first has two. A prior that is standard
normal in all parameters is so in all directions, so that the posterior is 15 laws on lines, known by quadrature.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import norm

from counterflow.inference.arrays import Floats

PARAMETERS, TARGETS = 15, 16
GRID = np.linspace(-6.0, 6.0, 2401)


@dataclass(frozen=True)
class Problem:
    """Outputs f_t(direction t), seen with normal errors."""

    response: Callable[[Floats], Floats]
    """Of one direction, [...], for all targets alike."""
    seed: int = 4
    error: float = 0.5

    @cached_property
    def rotation(self) -> Floats:
        rng = np.random.default_rng(self.seed)
        return np.linalg.qr(rng.standard_normal((PARAMETERS, PARAMETERS)))[0]

    @cached_property
    def gains(self) -> Floats:
        """How strongly targets respond: from nearly nothing to four standard errors."""
        return np.linspace(0.1, 2.0, TARGETS)

    @property
    def directions(self) -> list[int]:
        return [0, *range(PARAMETERS)]

    def outputs(self, scores: Floats) -> Floats:
        turned = scores @ self.rotation
        return self.gains * self.response(turned[:, self.directions])

    @cached_property
    def figures(self) -> Floats:
        """What one truth gave."""
        rng = np.random.default_rng(self.seed + 1)
        truth = rng.standard_normal((1, PARAMETERS))
        return self.outputs(truth)[0] + self.error * rng.standard_normal(TARGETS)

    def log_likelihood(self, outputs: Floats, figures: Floats, variance: Floats | float = 0.0) -> Floats:
        return norm.logpdf(outputs, figures, np.sqrt(self.error**2 + variance)).sum(axis=1)

    def density(self, direction: int, figures: Floats) -> Floats:
        """Unnormalised posterior of a direction on GRID."""
        found = norm.pdf(GRID)
        for target in range(TARGETS):
            if self.directions[target] == direction:
                found = found * norm.pdf(
                    figures[target], self.gains[target] * self.response(GRID), self.error
                )
        return found

    def log_evidence(self, figures: Floats) -> float:
        step = GRID[1] - GRID[0]
        return float(sum(np.log(self.density(one, figures).sum() * step) for one in range(PARAMETERS)))

    def probability(self, direction: int, above: float, figures: Floats) -> float:
        found = self.density(direction, figures)
        return float(found[above < GRID].sum() / found.sum())


def mild(x: Floats) -> Floats:
    """A gentle bend, as logs of counts have."""
    return np.asarray(x + 0.2 * x**2)


def wavy(x: Floats) -> Floats:
    """No quadratic: it levels off."""
    return np.asarray(2.0 * np.tanh(x))


MILD, WAVY = Problem(mild), Problem(wavy)
CLAIMS = ((14, 0.5), (8, 0.0), (3, -0.3), (0, 0.2), (11, -0.5))
"""Directions, and limits that they are claimed to exceed."""
