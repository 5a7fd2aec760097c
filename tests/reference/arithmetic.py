"""The engine's logarithm and exponential, in the interpreter: the same formulas for the same bits (engine.md, C1).

Conditions for equality with ==: `math` only, no `sum()` (compensated from Python 3.12 on), sums in the same order.
"""

import math

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10


def log(x: float) -> float:
    mantissa, exponent = math.frexp(x)
    if mantissa < 0.70710678118654752440:
        mantissa *= 2.0
        exponent -= 1
    f = mantissa - 1.0
    s = f / (2.0 + f)
    z = s * s
    series = 2.0 / 15.0 + z * (2.0 / 17.0 + z * (2.0 / 19.0 + z * (2.0 / 21.0)))
    series = 2.0 / 7.0 + z * (2.0 / 9.0 + z * (2.0 / 11.0 + z * (2.0 / 13.0 + z * series)))
    series = z * (2.0 / 3.0 + z * (2.0 / 5.0 + z * series))
    half_square = 0.5 * f * f
    return exponent * LN2_HIGH - ((half_square - (s * (half_square + series) + exponent * LN2_LOW)) - f)


FACTORIALS = tuple(float(math.factorial(n)) for n in range(13, 2, -1))


def exp(x: float) -> float:
    if x < -700.0:
        return 0.0
    x = min(x, 700.0)
    k = math.floor(x * 1.44269504088896338700 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = 0.0
    for factorial in FACTORIALS:
        p = 1.0 / factorial + r * p
    p = 0.5 + r * p
    return math.ldexp(1.0 + (r + r * r * p), k)


def logistic(z: float) -> float:
    return 1.0 / (1.0 + exp(-z))
