"""A keyed order written out: the place of each of 0..n-1."""

import math

FULL = (1 << 64) - 1
GOLDEN, MIX1, MIX2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def mix(x: int) -> int:
    x = ((x ^ x >> 30) * MIX1) & FULL
    x = ((x ^ x >> 27) * MIX2) & FULL
    return x ^ x >> 31


def scattered(key: int, step: int, value: int, n: int) -> int:
    """The round function: a number in 0..n-1."""
    return (mix((key + (step + 1) * GOLDEN + value * MIX2) & FULL) >> 32) * n >> 32


def arrangement(key: int, n: int) -> list[int]:
    """places[x] is the place of x: a Feistel network over a x b >= n, walked until the value lies below n."""
    if n == 0:
        return []
    a = math.isqrt(n - 1) + 1
    b = -(-n // a)
    rounds = [
        [scattered(key, step, v, b if step % 2 else a) for v in range(a if step % 2 else b)]
        for step in range(6)
    ]
    places = []
    for x in range(n):
        place = x
        while True:
            left, right = divmod(place, b)
            for step in (0, 2, 4):
                left = (left + rounds[step][right]) % a
                right = (right + rounds[step + 1][left]) % b
            place = left * b + right
            if place < n:
                break
        places.append(place)
    return places


def inverse(places: list[int]) -> list[int]:
    """Who stands at each place."""
    standing = [0] * len(places)
    for x, place in enumerate(places):
        standing[place] = x
    return standing
