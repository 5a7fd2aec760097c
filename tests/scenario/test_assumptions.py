"""Every number in one list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.scenario import assumptions, drawn, load_scenario, with_values
from tests.scenario.builders import TEMPLATE, real, small


def test_each_number_stands_once_with_unit_and_source() -> None:
    listed = assumptions(real())
    paths = [number.path for number in listed]
    assert len(paths) == len(set(paths)) > 500
    assert all(number.unit and number.title and number.source for number in listed)


def test_the_nearest_source_holds() -> None:
    by_path = {number.path: number for number in assumptions(real())}
    assert by_path["cohort.Tajikistan.mobility.host.median"].source == "MIG-038"
    assert by_path["cohort.Tajikistan.mobility.host.shape"].is_assumed
    assert by_path["cohort.Tajikistan.mobility.host.median"].value == pytest.approx(7 / 12)
    assert "cohort.Tajikistan.mobility.ban@2015-01-10" in by_path


def test_paths_of_the_list_are_paths_of_changes() -> None:
    for number in assumptions(small()):
        if "@" in number.path:  # a dated number is changed as a whole list
            continue
        scenario = load_scenario(
            TEMPLATE, [f"{number.path}={{value={number.value!r}, unit='{number.unit}'}}"]
        )
        assert {n.path: n.value for n in assumptions(scenario)}[number.path] == number.value


def test_values_are_replaced_by_path_and_nothing_else() -> None:
    scenario = with_values(real(), {"ties.kept": 0.5, "country.Russia.message@2014-06-29": 0.3})
    before, after = ({n.path: n.value for n in assumptions(s)} for s in (real(), scenario))
    different = {path: value for path, value in after.items() if before[path] != value}
    assert different == {"ties.kept": 0.5, "country.Russia.message@2014-06-29": 0.3}
    with pytest.raises(KeyError):
        with_values(real(), {"ties.kep": 0.5})


@given(probability=st.floats(0.01, 0.99))
def test_a_drawn_number_is_the_quantile_of_its_law(probability: float) -> None:
    scenario = drawn(small(), {"ties.kept": probability})
    assert scenario.ties.kept.value == small().ties.kept.quantile(probability)
    assert 0 < scenario.ties.kept.value < 1
