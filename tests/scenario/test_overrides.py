"""Changes on the command line."""

from pathlib import Path

import pytest

from counterflow.faults import Faults
from counterflow.scenario import assumptions, load_scenario
from tests.scenario.builders import LIBRARY, TEMPLATE


def test_a_change_is_named_by_path_and_names_or_numbers() -> None:
    scenario = load_scenario(
        LIBRARY / "scenario.toml",
        ["journeys.ban_length=3", "cohort.Tajikistan.mobility.share=0.2", "city[0].weight.Tajikistan=30"],
    )
    assert scenario.journeys.ban_length.value == 3
    assert scenario.cohort[0].mobility is not None
    assert scenario.cohort[0].mobility.share.value == 0.2
    assert scenario.city[0].weight["Tajikistan"].value == 30


def test_a_change_keeps_the_source_of_its_table() -> None:
    scenario = load_scenario(TEMPLATE, ["ties.kept={ low = 0.2, high = 0.4 }"])
    (kept,) = [number for number in assumptions(scenario) if number.path == "ties.kept"]
    assert (kept.low, kept.high, kept.source) == (0.2, 0.4, "assumed: invented")


def test_a_change_of_a_number_with_its_own_source_says_so() -> None:
    scenario = load_scenario(TEMPLATE, ["cohort.Halmark.population=500_000"])
    (people,) = [number for number in assumptions(scenario) if number.path == "cohort.Halmark.population"]
    assert (people.value, people.source) == (500_000, "assumed: set for this run")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("ties.kept", "is not a change; write path=value"),
        ("..=3", "is not a change; write path=value"),
        ("tise.kept=1", "the scenario has no tise; did you mean ties?"),
        ("cohort.Hallmark.population=1", 'there is no entry "Hallmark"; did you mean Halmark?'),
        ("cohort[3].population=1", "there is no entry [3]; the list has 1"),
        ("ties.kept.low.x=1", "is no table; end the path there"),
        ("ties.kept=a{b", "is no TOML value"),
        ("ties.kept=1.5", "the value is 1.5 share"),
        ("ties.keptt=0.5", "is not a known key; did you mean kept?"),
        ("home=3", "is not a table"),
        ("ties.kept=" + "9" * 400, "is a whole number of more than 64 bits"),
        ("ties.kept=" + "9" * 5000, "is a whole number of more than 64 bits"),
        ('ties.kept="a\\u001b[2Jb"', "has the control character U+001B; remove it"),
        ("ties.kept=" + "[" * 9000, "is nested too deeply"),
    ],
)
def test_a_wrong_change_is_a_fault(change: str, said: str) -> None:
    with pytest.raises(Faults) as raised:
        load_scenario(TEMPLATE, [change])
    assert said in str(raised.value)


@pytest.mark.parametrize("file", [TEMPLATE, LIBRARY / "scenario.toml"], ids=["template", "library"])
def test_every_assumption_can_be_changed_by_the_path_that_it_is_listed_with(file: Path) -> None:
    """The path in the list is the path of a change: all numbers put back in place are the scenario again."""
    listed = assumptions(load_scenario(file))
    again = assumptions(load_scenario(file, [f"{one.path}={one.value!r}" for one in listed]))
    assert [(one.path, one.value) for one in again] == [(one.path, one.value) for one in listed]


def test_one_of_several_dated_numbers_keeps_its_date() -> None:
    listed = assumptions(load_scenario(LIBRARY / "scenario.toml"))
    path = next(one.path for one in listed if "@" in one.path)
    changed = assumptions(load_scenario(LIBRARY / "scenario.toml", [f"{path}=0.123"]))
    assert {one.path for one in changed} == {one.path for one in listed}
    assert {one.path for one, before in zip(changed, listed, strict=True) if one.value != before.value} == {
        path
    }
