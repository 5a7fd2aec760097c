"""Marks of a person that never change: sex, age at the start, belonging, schooling, being online, earnings.

Sex and age are drawn given whether the person is mobile, so that migrants have the sex and ages of the register and the cohort as
a whole those of its pyramid. Those of a kin block who never move share the pyramid out among them: one in each of as many equal
parts as there are people, men first, by age.
"""

from typing import NamedTuple

from counterflow.people.compiled import inlined
from counterflow.people.homes import Who, is_mobile, stratum_of
from counterflow.people.keys import SOCIAL, TRAITS, coarse, fine, high, spare, word, words
from counterflow.people.luck import Luck
from counterflow.people.tables import category, quantile
from counterflow.world import AGE_GROUP, Traits, World

FORTY = 40.0


class Person(NamedTuple):
    """Sex and age: what decides whether anybody may be approached at all."""

    age: float  # at the start, years
    female: int
    early: float  # mark in (0, 1): away when journeys begin, if below the share of those


class Social(NamedTuple):
    """Traits behind the drivers. Belonging and precarity are standard normal before selection into migration."""

    belonging: float
    precarity: float
    online: int
    schooling: int  # 0 no or basic, 1 intermediate, 2 advanced
    practising: int


@inlined
def person_of(world: World, luck: Luck, who: Who) -> Person:
    """Sex and age at the start."""
    w0, w1, w2, w3 = words(luck.key, word(who.person), TRAITS, word(0))
    mobile = is_mobile(world.homes, luck, who)
    uniform = fine(w0, w1)
    if mobile == 0:
        uniform = (stratum_of(who) + uniform) / (who.size - who.few)
    table = world.traits.age_sex[who.cohort, mobile]
    groups = table.shape[0] // 2
    cell = category(table, uniform)
    female = 1 if cell >= groups else 0
    return Person((cell - female * groups + coarse(w2)) * AGE_GROUP, female, coarse(w3))


@inlined
def social_of(traits: Traits, luck: Luck, who: Who, age: float) -> Social:
    """Traits behind the drivers; `age` in years at the time in question decides only which online share holds."""
    w0, w1, w2, w3 = words(luck.key, word(who.person), SOCIAL, word(0))
    return Social(
        quantile(traits.normal, coarse(w0)),
        quantile(traits.normal, coarse(w1)),
        1 if coarse(w2) < traits.online[who.cohort, 0 if age < FORTY else 1] else 0,
        category(traits.schooling[who.cohort], high(w3)),
        1 if spare(w3) < traits.practising[who.cohort] else 0,
    )
