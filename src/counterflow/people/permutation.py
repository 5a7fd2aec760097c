"""Keyed permutations: who is whose neighbour in an order that nobody stores.

A Feistel network over mixed radix a x b >= n, a = ceil(sqrt n), six rounds of a 64-bit mixer (Stafford's variant 13, as in
SplitMix64), walked until the value lies below n. The mixer is the one source of randomness besides Philox; its key is a Philox
draw. Within a block of prime size the affine maps suffice: they are sharply 2-transitive, so pairs are exactly uniform.
"""

import math

import numpy as np

from counterflow.people.compiled import inlined, kernel
from counterflow.people.keys import Word, signed, word

ROUNDS = 6
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_30 = np.uint64(30)
_27 = np.uint64(27)
_31 = np.uint64(31)
_32 = np.uint64(32)


@inlined
def mix(x: Word) -> Word:
    """A 64-bit mixer."""
    x = (x ^ (x >> _30)) * _MIX1
    x = (x ^ (x >> _27)) * _MIX2
    return x ^ (x >> _31)


@inlined
def _round(key: Word, step: int, value: int, n: int) -> int:
    hashed = mix(key + word(step + 1) * _GOLDEN + word(value) * _MIX2)
    return signed(((hashed >> _32) * word(n)) >> _32)


@kernel
def radices(n: int) -> tuple[int, int]:
    """(a, b) with a x b >= n, a the root of n rounded up: what `permute` needs, computed once for each order."""
    a = int(math.sqrt(float(n)))
    while a * a < n:
        a += 1
    return a, (n + a - 1) // max(a, 1)


@kernel
def permute(key: Word, x: int, n: int, a: int, b: int) -> int:
    """The place of x in the keyed order of 0..n-1 (n < 2^31); a and b are `radices(n)`."""
    while True:
        left, right = x // b, x % b
        for step in range(0, ROUNDS, 2):
            left += _round(key, step, right, a)
            if left >= a:
                left -= a
            right += _round(key, step + 1, left, b)
            if right >= b:
                right -= b
        x = left * b + right
        if x < n:
            return x


@kernel
def unpermute(key: Word, y: int, n: int, a: int, b: int) -> int:
    """The x whose place is y: the inverse of `permute`."""
    while True:
        left, right = y // b, y % b
        for step in range(ROUNDS - 2, -1, -2):
            right -= _round(key, step + 1, left, b)
            if right < 0:
                right += b
            left -= _round(key, step, right, a)
            if left < 0:
                left += a
        y = left * b + right
        if y < n:
            return y
