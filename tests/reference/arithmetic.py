"""The engine's logarithm and exponential, in the interpreter: the same formulas for the same bits (engine.md, C1).

Conditions for equality with ==: `math` only, no `sum()` (compensated from Python 3.12 on), sums in the same order.
"""

import math
from decimal import Decimal

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
POWERS = [float(Decimal(2) ** (Decimal(part) / 32)) for part in range(32)]


def log(x: float) -> float:
    mantissa, exponent = math.frexp(x)
    if mantissa < 0.70710678118654752440:
        mantissa *= 2.0
        exponent -= 1
    f = mantissa - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    pairs = [2.0 / n + z * (2.0 / (n + 2)) for n in (3.0, 7.0, 11.0, 15.0, 19.0)]
    series = z * ((pairs[0] + w * pairs[1]) + w * w * ((pairs[2] + w * pairs[3]) + w * w * pairs[4]))
    half_square = 0.5 * f * f
    return exponent * LN2_HIGH - ((half_square - (s * (half_square + series) + exponent * LN2_LOW)) - f)


def exp(x: float) -> float:
    if x < -700.0:
        return 0.0
    x = min(x, 700.0)
    n = math.floor(x * (32.0 * 1.44269504088896338700) + 0.5)
    r = (x - n * (LN2_HIGH / 32.0)) - n * (LN2_LOW / 32.0)
    square = r * r
    pairs = [0.5 + r * (1.0 / 6.0), 1.0 / 24.0 + r * (1.0 / 120.0)]
    series = pairs[0] + square * (pairs[1] + square * (1.0 / 720.0))
    power = POWERS[n % 32]
    return math.ldexp(power + power * (r + square * series), n // 32)


def logistic(z: float) -> float:
    return 1.0 / (1.0 + exp(-z))
