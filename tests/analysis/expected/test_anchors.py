import datetime as dt

from counterflow.analysis.expected.anchors import anchors
from counterflow.evidence.inputs import Target
from tests.analysis.expected.small import case


def target(name: str, quantity: str, at: dt.date, cohort: str = "Halmark") -> Target:
    return Target(
        id=name,
        quantity=quantity,
        cohort=cohort,
        at=at,
        centre=50.0,
        low=30.0,
        high=80.0,
        scale="log",
        rows=("TF-001",),
        origins=("halmark-police",),
        available=at,
    )


def chosen(*targets: Target) -> list[str]:
    return [anchor.target.id for anchor in anchors(case().scenario, targets)]


def test_the_latest_count_anchors_a_cohort() -> None:
    old, new = (target(str(year), "ever left", dt.date(year, 6, 1)) for year in (2018, 2020))
    assert chosen(new, old) == chosen(old, new) == ["2020"]


def test_who_ever_left_goes_before_who_is_there() -> None:
    ever = target("ever", "ever left", dt.date(2017, 6, 1))
    there = target("there", "in the zone", dt.date(2020, 6, 1))
    assert chosen(there, ever) == ["ever"]
    assert chosen(there) == ["there"]


def test_other_quantities_other_cohorts_and_counts_before_the_start_are_passed_over() -> None:
    assert chosen(target("a", "share recruited in Russia", dt.date(2020, 1, 1))) == []
    assert chosen(target("b", "ever left", dt.date(2020, 1, 1), cohort="Elsewhere")) == []
    assert chosen(target("c", "ever left", dt.date(2015, 12, 31))) == []


def test_the_truth_is_the_count_over_the_detection_of_its_date() -> None:
    (anchor,) = anchors(case().scenario, [target("a", "ever left", dt.date(2020, 12, 31))])
    assert (
        anchor.true_count == 50.0 / case().scenario.cohort[0].departure.detection.at(anchor.target.at).value
    )
    assert abs(anchor.years - 5.0) < 0.01
