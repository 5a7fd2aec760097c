from counterflow.analysis.people import in_people, one_in, outcome_in_people
from counterflow.analysis.written import Interval


def test_people_and_those_who_did_not() -> None:
    share = Interval(low=0.00003, centre=0.00008, high=0.0002)
    assert outcome_in_people("ever left per adult at lowest detection", share) == (
        "8 (3 to 20) of 100,000 adults left; 99,992 did not go."
    )


def test_fewer_than_one_is_said_so() -> None:
    share = Interval(low=0.0, centre=0.000001, high=0.00003)
    assert (
        in_people(share, 100_000, "left", "did not")
        == "fewer than 1 (0 to 3) of 100,000 left; 99,999 did not."
    )


def test_counts_stay_within_the_base() -> None:
    share = Interval(low=0.5, centre=1.0, high=1.2)
    assert in_people(share, 100, "left", "did not") == "100 (50 to 100) of 100 left; 0 did not."


def test_what_people_cannot_say_is_not_said() -> None:
    assert outcome_in_people("shapley share of support", Interval(low=0.1, centre=0.2, high=0.3)) is None


def test_one_in_so_many_has_two_digits() -> None:
    assert one_in(19_649) == "1 in 20,000"
