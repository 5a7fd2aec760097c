"""Logarithm and exponential in plain arithmetic, on arrays.

The C library's differ between machines in the last place, and a world's hash must not. Only +, -, *, / and exact scaling by
powers of two are used here, and every sum has a fixed order. Within 2 units in the last place of the true value; that is all a
world needs.
"""

from __future__ import annotations

import numpy as np

from counterflow.world import Floats

# ln 2 in two parts: the first has 21 trailing zero bits, so that exponent x first part is exact.
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_INVERSE_LN2 = 1.44269504088896338700
_ROOT_HALF = 0.70710678118654752440
_ATANH_TERMS = 21
_TAYLOR_TERMS = 18


def log(x: Floats) -> Floats:
    """Natural logarithm of positive finite numbers."""
    mantissa, exponent = np.frexp(x)
    low = mantissa < _ROOT_HALF
    mantissa = np.where(low, 2.0 * mantissa, mantissa)
    exponent = np.where(low, exponent - 1, exponent).astype(np.float64)
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    total = np.zeros_like(s)
    for n in range(_ATANH_TERMS, -1, -1):
        total = total * square + 1.0 / (2 * n + 1)
    result: Floats = exponent * _LN2_HIGH + (2.0 * s * total + exponent * _LN2_LOW)
    return result


def exp(x: Floats) -> Floats:
    """Exponential of numbers between -700 and 700."""
    whole = np.floor(x * _INVERSE_LN2 + 0.5)
    rest = (x - whole * _LN2_HIGH) - whole * _LN2_LOW
    total = np.ones_like(rest)
    for n in range(_TAYLOR_TERMS, 0, -1):
        total = 1.0 + total * rest / n
    result: Floats = np.ldexp(total, whole.astype(np.int64))
    return result


def power(base: Floats, exponent: float) -> Floats:
    """Positive numbers to a power."""
    return exp(exponent * log(base))


def log_gamma(x: float) -> float:
    """Logarithm of the gamma function at a positive number: Stirling's series, reached by recursion from below."""
    shift = 1.0
    while x < 20.0:
        shift *= x
        x += 1.0
    inverse = 1.0 / (x * x)
    series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x
    half_log_2_pi = 0.91893853320467274178
    logs = log(np.array([x, shift]))
    return float((x - 0.5) * logs[0] - x + half_log_2_pi + series - logs[1])
