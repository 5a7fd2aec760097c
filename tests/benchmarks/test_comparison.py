"""Lines that are carried on, and where rivals become slower."""

import pytest

from benchmarks.comparison import crossing, line_through
from benchmarks.plan import FULL, QUICK, RIVALS


def test_a_line_goes_through_both_points_and_on() -> None:
    line = line_through((10, 3.0), (20, 5.0))
    assert [line.at(people) for people in (0, 10, 20, 100)] == [1.0, 3.0, 5.0, 21.0]


def test_a_line_that_would_begin_below_nothing_goes_through_it() -> None:
    assert line_through((10, 1.0), (20, 4.0)).at(100) == pytest.approx(20.0)


def test_the_crossing_lies_where_times_are_equal() -> None:
    theirs, own = {1: 1.0, 100: 100.0}, {1: 10.0, 100: 10.0}
    assert crossing(theirs, own) == pytest.approx(10.0)


def test_a_rival_that_is_slower_everywhere_crosses_at_nothing() -> None:
    assert crossing({1: 2.0, 10: 20.0}, {1: 1.0, 10: 1.0}) == 0.0


def test_a_rival_that_is_never_slower_does_not_cross() -> None:
    assert crossing({1: 1.0, 10: 1.0}, {1: 1.0, 10: 1.5}) is None


def test_only_sizes_at_which_both_were_timed_count() -> None:
    assert crossing({1: 1.0, 10: 9.0, 100: 100.0}, {1: 10.0, 100: 10.0}) == pytest.approx(10.0)


@pytest.mark.parametrize("effort", [FULL, QUICK], ids=["full", "quick"])
def test_the_mobile_part_gets_all_approaches(effort: object) -> None:
    whole, part = (effort.model(effort.region, mobile=mobile) for mobile in (False, True))  # type: ignore[attr-defined]
    assert part.approaches == whole.approaches
    assert part.people == whole.mobile


def test_each_rival_has_two_sizes_to_be_carried_on_from() -> None:
    for rival in RIVALS:
        assert len({QUICK.sized(size) for size in rival.sizes[-2:]}) == 2, rival.key
        assert len({FULL.sized(size) for size in rival.sizes}) == len(rival.sizes), rival.key
