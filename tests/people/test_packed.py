import numba
import numpy as np
import pytest

from counterflow.people.packed import pack, unpack
from counterflow.world import Ties, World
from tests.simple_worlds import homes_for


@numba.njit
def read(world: World) -> tuple[float, float, int, float, int]:
    places, ties = world.places, world.ties
    return places.hardship[2, 3], ties.other_sign[1], places.members[5], ties.cap, world.approaches.candidates


def test_kernels_read_arrays_and_numbers_of_packed_records_as_they_are() -> None:
    world = homes_for(1)
    expected = (
        *(world.places.hardship[2, 3], world.ties.other_sign[1], world.places.members[5]),
        *(world.ties.cap, world.approaches.candidates),
    )
    assert read(pack(world)) == expected


def test_a_packed_record_gives_its_own_back() -> None:
    world = homes_for(1)
    assert unpack(pack(world)) is world


def test_arrays_must_be_contiguous() -> None:
    ties: Ties = homes_for(1).ties._replace(other_sign=np.zeros((2, 2))[:, 0])
    with pytest.raises(TypeError, match=r"Ties\.other_sign is not C-contiguous"):
        pack(ties)
