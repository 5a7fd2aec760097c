"""Logarithm and exponential in plain arithmetic, so that their bits are the same on every IEEE machine.

`math.log` and `math.exp` come from the system's library and differ in the last place between machines. These agree with the true
value within about 1 unit in the last place over the arguments that the engine uses (tests/people/test_arithmetic.py). Numbers are
taken apart and put together by their bits: `frexp` and `ldexp` are calls into a library, and cost more than all the rest. Sums are
written in pairs (Estrin's scheme) that a processor works out side by side.
"""

import math
from decimal import Decimal

import numpy as np

from counterflow.people.compiled import inlined, kernel

_LN2_HIGH = 6.93147180369123816490e-01  # ln 2 in two parts: k * high is exact for |k| < 2^20
_LN2_LOW = 1.90821492927058770002e-10
_INVERSE_LN2 = 1.44269504088896338700
_SQRT_HALF_BITS = 0x3FE6A09E667F3BCD
_EXPONENT = 52  # lowest bit of the exponent
_POWERS = np.array([float(Decimal(2) ** (Decimal(i) / 32)) for i in range(32)])
"""2^(i/32): decimal arithmetic rounds alike on every machine, unlike the library's `pow`."""


@inlined
def log(x: float) -> float:
    """Natural logarithm of a positive finite number, not subnormal."""
    bits = np.float64(x).view(np.int64)
    exponent = (bits - _SQRT_HALF_BITS) >> _EXPONENT
    # x = m 2^k with m from sqrt(1/2) to sqrt(2); log(m) = 2 artanh(s) = 2 s + (2/3) s^3 + ..., s = (m - 1) / (m + 1), |s| < 0.172
    f = np.int64(bits - (exponent << _EXPONENT)).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    low = (2.0 / 3.0 + z * (2.0 / 5.0)) + w * (2.0 / 7.0 + z * (2.0 / 9.0))
    high = (2.0 / 11.0 + z * (2.0 / 13.0)) + w * (2.0 / 15.0 + z * (2.0 / 17.0))
    rest = 2.0 / 19.0 + z * (2.0 / 21.0)
    v = w * w
    series = z * (low + v * (high + v * rest))
    half_square = 0.5 * f * f
    k = np.float64(exponent)
    # f - f^2/2 + s (f^2/2 + series) is log(m) with the leading term exact (as in FreeBSD's msun e_log.c, by Sun Microsystems)
    return k * _LN2_HIGH - ((half_square - (s * (half_square + series) + k * _LN2_LOW)) - f)


@kernel
def exp(x: float) -> float:
    """Exponential function; 0 below -700, never beyond its value at 700."""
    if x < -700.0:
        return 0.0
    x = min(x, 700.0)
    n = math.floor(x * (32.0 * _INVERSE_LN2) + 0.5)
    r = (x - n * (_LN2_HIGH / 32.0)) - n * (_LN2_LOW / 32.0)
    # x = n ln(2) / 32 + r. Taylor series of exp(r) - 1 - r on |r| <= 0.011: the 7th term is below 2^-57
    square = r * r
    series = (0.5 + r * (1.0 / 6.0)) + square * ((1.0 / 24.0 + r * (1.0 / 120.0)) + square * (1.0 / 720.0))
    whole = np.int64(n)
    power = _POWERS[whole & 31]
    bits = np.float64(power + power * (r + square * series)).view(np.int64)
    return np.int64(bits + ((whole >> 5) << _EXPONENT)).view(np.float64)


@kernel
def logistic(z: float) -> float:
    """1 / (1 + exp(-z))."""
    return 1.0 / (1.0 + exp(-z))
