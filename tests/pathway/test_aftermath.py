import numpy as np
import pytest

from counterflow.pathway.aftermath import FAMILY_MEMBER, FIGHTER, STAYS, exit_of
from counterflow.world import EXITS, World
from tests.simple_worlds import Inhabited, homes_for

PEOPLE = 20_000


def with_hazards(dead: float, returned: float, detained: float) -> World:
    world = homes_for(1)
    hazard = np.zeros((2, 2, 3, 3))
    hazard[0, FIGHTER, :, :] = np.array([[dead, returned, detained]]).T
    return world._replace(aftermath=world.aftermath._replace(hazard=hazard))


@pytest.mark.parametrize("since", [0.0, 0.7, 2.9])
def test_ends_come_at_the_summed_hazard_and_in_the_hazards_proportions(since: float) -> None:
    inhabited = Inhabited(with_hazards(0.5, 0.3, 0.1))
    ends = [exit_of(inhabited.world, inhabited.luck, person, 0, FIGHTER, since) for person in range(PEOPLE)]
    came = [(at, kind) for at, kind in ends if at < STAYS]
    share = 1 - np.exp(-0.9 * (3.0 - since))
    assert abs(len(came) / PEOPLE - share) < 4 * np.sqrt(share * (1 - share) / PEOPLE)
    assert all(since < at < 3.0 for at, _ in came)
    kinds = np.bincount([kind for _, kind in came], minlength=len(EXITS)) / len(came)
    expected = np.array([5, 3, 1]) / 9
    assert (abs(kinds - expected) < 4 * np.sqrt(expected * (1 - expected) / len(came))).all()


def test_a_later_departure_never_ends_earlier() -> None:
    inhabited = Inhabited(with_hazards(0.5, 0.3, 0.1))
    for person in range(200):
        ends = [
            exit_of(inhabited.world, inhabited.luck, person, 0, FIGHTER, since)[0]
            for since in (0.1, 0.5, 1.4)
        ]
        assert ends == sorted(ends)


def test_where_there_is_no_hazard_everybody_remains() -> None:
    inhabited = Inhabited(with_hazards(0.5, 0.3, 0.1))
    assert all(
        exit_of(inhabited.world, inhabited.luck, person, theatre, role, 0.3)[0] == STAYS
        for person in range(100)
        for theatre, role in ((0, FAMILY_MEMBER), (1, FIGHTER))
    )


def test_an_end_lies_strictly_after_the_departure_however_high_the_hazard() -> None:
    inhabited = Inhabited(with_hazards(1e300, 0.0, 0.0))
    assert all(
        exit_of(inhabited.world, inhabited.luck, person, 0, FIGHTER, 1.7)[0] > 1.7 for person in range(100)
    )
