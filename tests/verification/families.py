"""Spouse and children whom the men of a kin block would take along, expected, where nobody is mobile.

Each member of a block of prime size S has one of S equal parts of the law of age and sex; which, is an affine map of the slot
modulo S, all S (S - 1) of them alike. Given the parts, members are independent: the sum over maps, slots, household orders and ages
of men is exact but for the width of an age cell.
"""

from itertools import pairwise, permutations, product

import numpy as np

from counterflow.world import AGE_GROUP, Floats, World

CELLS = 20  # per age group
CHILD, APART, LIKE = 16.0, 16.0, 15.0
"""A child is younger than 16 and more than 16 years younger than the man; a spouse is no child and within 15 years."""


def family_of(world: World, cohort: int, t: float) -> float:
    """Spouses and children of all the men of a block together, expected at time t."""
    sizes = world.homes.households[cohort].tolist()
    block = sum(sizes)
    men, women, age = parts_of(world.traits.age_sex[cohort, 0], block)
    child, spouse = relations(men, women, age, t)
    total = 0.0
    maps = list(product(range(1, block), range(block)))
    orders = list(permutations(sizes))
    for step, shift in maps:
        part = (step * np.arange(block) + shift) % block
        for order in orders:
            bounds = np.cumsum([0, *order])
            for low, high in pairwise(bounds):
                total += _household(part[low:high], men, child, spouse)
    return total / (len(maps) * len(orders))


def _household(parts: Floats, men: Floats, child: Floats, spouse: Floats) -> float:
    """Summed over the members, each being the man in question if he is one."""
    total = 0.0
    for i, own in enumerate(parts):
        others = np.delete(parts, i)
        expected = 1 - np.prod(1 - spouse[others], axis=0) + child[others].sum(0)
        total += float(men[own] @ expected)
    return total


def parts_of(cumulative: Floats, block: int) -> tuple[Floats, Floats, Floats]:
    """(men [parts, ages], women [parts, ages], ages): probabilities within each equal part of the law, men first, by age."""
    groups = cumulative.size // 2
    edges = np.concatenate([[0.0], cumulative])
    law = np.arange(block + 1) / block
    # A part that ends within an age group holds a share of it at every age: the age within a group is a draw of its own.
    inside = np.minimum(law[1:, np.newaxis], edges[1:]) - np.maximum(law[:-1, np.newaxis], edges[:-1])
    share = block * np.clip(inside, 0.0, None)
    spread = np.repeat(share / CELLS, CELLS, axis=1)
    age = AGE_GROUP * (np.arange(groups * CELLS) + 0.5) / CELLS
    return spread[:, : age.size], spread[:, age.size :], age


def relations(men: Floats, women: Floats, age: Floats, t: float) -> tuple[Floats, Floats]:
    """[parts, ages of the man]: probability that a member of each part is a child, or could be the spouse, of a man of each age."""
    width = AGE_GROUP / CELLS
    apart = age[:, np.newaxis] - age  # the man's age less the other's
    child_now = age + t < CHILD
    child = child_now * _above(apart, APART, width)
    spouse = ~child_now * _above(-np.abs(apart), -LIKE, width)
    return (men + women) @ child.T, women @ spouse.T


def _above(apart: Floats, limit: float, width: float) -> Floats:
    """Probability that the difference of two ages, each spread over a cell, lies above a limit."""
    x = np.clip((apart - limit) / width, -1.0, 1.0)
    return np.asarray(np.where(x > 0, 1 - (1 - x) ** 2 / 2, (1 + x) ** 2 / 2))
