"""A function with known indices: Ishigami and Homma (1990), a = 7, b = 0.1."""

import numpy as np

from counterflow.world import Floats

A, B = 7.0, 0.1
_FIRST = 0.5 * (1.0 + B * np.pi**4 / 5.0) ** 2
_SECOND = A**2 / 8.0
_THIRD_WITH_FIRST = 8.0 * B**2 * np.pi**8 / 225.0
VARIANCE = _FIRST + _SECOND + _THIRD_WITH_FIRST

FIRST = {"x1": _FIRST / VARIANCE, "x2": _SECOND / VARIANCE, "x3": 0.0}
"""0.314, 0.442, 0: by the integrals."""
TOTAL = {
    "x1": (_FIRST + _THIRD_WITH_FIRST) / VARIANCE,
    "x2": _SECOND / VARIANCE,
    "x3": _THIRD_WITH_FIRST / VARIANCE,
}
"""0.558, 0.442, 0.244."""


def ishigami(probabilities: Floats) -> Floats:
    """The function on uniforms, [n, 3], each spread over minus pi to pi."""
    x = np.pi * (2.0 * probabilities - 1.0)
    return np.asarray(np.sin(x[:, 0]) * (1.0 + B * x[:, 2] ** 4) + A * np.sin(x[:, 1]) ** 2)
