"""Logarithm and exponential in plain arithmetic, so that their bits are the same on every IEEE machine.

`math.log` and `math.exp` come from the system's library and differ in the last place between machines. These agree with the true
value within about 1 unit in the last place over the arguments that the engine uses (tests/people/test_arithmetic.py).
"""

import math

from counterflow.people.compiled import kernel

_LN2_HIGH = 6.93147180369123816490e-01  # ln 2 in two parts: k * high is exact for |k| < 2^20
_LN2_LOW = 1.90821492927058770002e-10
_INVERSE_LN2 = 1.44269504088896338700
_SQRT_HALF = 0.70710678118654752440


@kernel
def log(x: float) -> float:
    """Natural logarithm of a positive finite number."""
    mantissa, exponent = math.frexp(x)
    if mantissa < _SQRT_HALF:
        mantissa *= 2.0
        exponent -= 1
    # log(m) = 2 artanh(s) = 2 s + (2/3) s^3 + ..., s = (m - 1) / (m + 1), |s| < 0.172
    f = mantissa - 1.0
    s = f / (2.0 + f)
    z = s * s
    series = 2.0 / 19.0 + z * (2.0 / 21.0)
    series = 2.0 / 15.0 + z * (2.0 / 17.0 + z * series)
    series = 2.0 / 11.0 + z * (2.0 / 13.0 + z * series)
    series = 2.0 / 7.0 + z * (2.0 / 9.0 + z * series)
    series = z * (2.0 / 3.0 + z * (2.0 / 5.0 + z * series))
    half_square = 0.5 * f * f
    k = float(exponent)
    # f - f^2/2 + s (f^2/2 + series) is log(m) with the leading term exact (as in FreeBSD's msun e_log.c, by Sun Microsystems)
    return k * _LN2_HIGH - ((half_square - (s * (half_square + series) + k * _LN2_LOW)) - f)


@kernel
def exp(x: float) -> float:
    """Exponential function; 0 below -700, never beyond its value at 700."""
    if x < -700.0:
        return 0.0
    x = min(x, 700.0)
    k = math.floor(x * _INVERSE_LN2 + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    # Taylor series on |r| <= 0.347: the 14th term is below 2^-53
    p = 1.0 / 6227020800.0
    p = 1.0 / 479001600.0 + r * p
    p = 1.0 / 39916800.0 + r * p
    p = 1.0 / 3628800.0 + r * p
    p = 1.0 / 362880.0 + r * p
    p = 1.0 / 40320.0 + r * p
    p = 1.0 / 5040.0 + r * p
    p = 1.0 / 720.0 + r * p
    p = 1.0 / 120.0 + r * p
    p = 1.0 / 24.0 + r * p
    p = 1.0 / 6.0 + r * p
    p = 0.5 + r * p
    return math.ldexp(1.0 + (r + r * r * p), int(k))


@kernel
def logistic(z: float) -> float:
    """1 / (1 + exp(-z))."""
    return 1.0 / (1.0 + exp(-z))
