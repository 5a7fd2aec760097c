"""The stock of migrants in Russia, against the register x 0.87 and against the engine's own people."""

from datetime import date

import numpy as np
import pytest

from counterflow.evidence import Target, load_targets
from counterflow.people.compiled import kernel
from counterflow.people.homes import is_mobile, who_is
from counterflow.people.journeys import new_scratch, stay_at
from counterflow.people.luck import Luck, draw_luck
from counterflow.people.packed import pack
from counterflow.people.seats import seat_holder, seat_of
from counterflow.people.traits import person_of
from counterflow.scenario import calendar_of
from counterflow.scenario.stocks import expected_bans, expected_stock
from counterflow.world import Floats, World
from tests.scenario.builders import LIBRARY, real, real_world

TARGETS = [
    target for target in load_targets(LIBRARY / "targets.toml") if target.quantity == "citizens in Russia"
]


@pytest.mark.parametrize("target", TARGETS, ids=[target.id for target in TARGETS])
def test_the_expected_stock_lies_within_the_targets_range(target: Target) -> None:
    (stock,) = expected_stock(real(), target.cohort, [target.at])
    assert target.low <= stock <= target.high


@pytest.mark.parametrize(
    ("cohort", "day", "published"),
    [
        ("Tajikistan", date(2016, 1, 31), 333_931),  # BRD-001
        ("Tajikistan", date(2017, 1, 31), 400_000),  # BRD-002
        ("Kyrgyzstan", date(2015, 2, 28), 194_000),  # BRD-003
    ],
)
def test_bans_are_of_the_order_of_the_no_entry_list(cohort: str, day: date, published: int) -> None:
    (barred,) = expected_bans(real(), cohort, [day])
    assert published / 1.5 < barred < published * 1.5


def test_the_engines_people_stand_where_the_renewal_calculation_says() -> None:
    days = [date(2013, 10, 18), date(2014, 8, 15), date(2016, 1, 12)]
    when = np.array([calendar_of(real()).when(day) for day in days])
    expected = expected_stock(real(), "Tajikistan", days)
    found = np.zeros((len(days), 3))
    packed, step = pack(real_world()), 31
    luck = draw_luck(packed, np.uint64(1 << 32 | 5))
    wrong = _survey(packed, luck, int(real_world().homes.cohort_start[1]), step, when, found)
    assert wrong == 0
    everybody, men, young = found.T
    assert (np.abs(everybody * step - expected) < 4 * np.sqrt(everybody) * step + 0.01 * expected).all()
    for some, share in ((men, 0.851), (young, 0.431)):  # MIG-023 and MIG-024, August 2014
        error = np.sqrt(share * (1 - share) / everybody[1])
        assert abs(some[1] / everybody[1] - share) < 4 * error + 0.002


@kernel
def _survey(world: World, luck: Luck, people: int, step: int, when: Floats, found: Floats) -> int:
    """Counts those in Russia at each time, men, and men of 18 to 29 into `found`; how many seats did not lead back."""
    spells, wrong = new_scratch(), 0
    for person in range(0, people, step):
        who = who_is(world.homes, luck, person)
        if is_mobile(world.homes, luck, who) == 0:
            continue
        place, seat = seat_of(world, luck, who)
        holder = seat_holder(world, luck, place, seat)
        wrong += holder.person != person
        marks = person_of(world, luck, who)
        for i in range(when.shape[0]):
            if world.places.abroad[stay_at(world, luck, who, marks, when[i], spells).place] != 1:
                continue
            found[i, 0] += 1
            if marks.female == 0:
                found[i, 1] += 1
                if 18.0 <= marks.age + when[i] < 30.0:
                    found[i, 2] += 1
    return wrong
