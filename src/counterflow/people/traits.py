"""Marks of a person that never change: sex, age at the start, belonging, schooling, being online, earnings.

Sex and age are drawn given whether the person is mobile, so that migrants have the sex and ages of the register and the cohort as
a whole those of its pyramid.
"""

from typing import NamedTuple

from counterflow.people.compiled import kernel
from counterflow.people.homes import Who
from counterflow.people.keys import SOCIAL, TRAITS, coarse, fine, spare, word, words
from counterflow.people.luck import Luck
from counterflow.people.tables import category, quantile
from counterflow.world import AGE_GROUP, Traits

FORTY = 40.0


class Person(NamedTuple):
    """Sex and age: what decides whether anybody may be approached at all."""

    age: float  # at the start, years
    female: int


class Social(NamedTuple):
    """Traits behind the drivers. Belonging and precarity are standard normal before selection into migration."""

    belonging: float
    precarity: float
    online: int
    schooling: int  # 0 no or basic, 1 intermediate, 2 advanced
    practising: int


@kernel
def is_mobile(who: Who) -> int:
    """1 for those who ever go abroad to work."""
    return 1 if who.rank < who.mobile else 0


@kernel
def person_of(traits: Traits, luck: Luck, who: Who) -> Person:
    """Sex and age at the start."""
    w0, w1, w2, _ = words(luck.key, word(who.person), TRAITS, word(0))
    table = traits.age_sex[who.cohort, is_mobile(who)]
    groups = table.shape[0] // 2
    cell = category(table, fine(w0, w1))
    return Person((cell % groups + coarse(w2)) * AGE_GROUP, cell // groups)


@kernel
def social_of(traits: Traits, luck: Luck, who: Who, age: float) -> Social:
    """Traits behind the drivers; `age` in years at the time in question decides only which online share holds."""
    w0, w1, w2, w3 = words(luck.key, word(who.person), SOCIAL, word(0))
    online = 1 if coarse(w2) < traits.online[who.cohort, 0 if age < FORTY else 1] else 0
    schooling = category(traits.schooling[who.cohort], coarse(w3))
    practising = 1 if spare(w1) < traits.practising[who.cohort] else 0
    x0, x1, _, _ = words(luck.key, word(who.person), SOCIAL, word(1))
    return Social(
        quantile(traits.normal, fine(w0, w1)),
        quantile(traits.normal, fine(x0, x1)),
        online,
        schooling,
        practising,
    )
