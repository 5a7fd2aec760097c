"""What the engine could not hold of one person's life, and what a programme with seats must not do."""

from pathlib import Path

import pytest

from counterflow.engine.bounds import LONGEST_HALF_LIFE, MOST_SEATED
from counterflow.pathway.contacts import CONTACT_STRIP
from counterflow.pathway.steps import STEP_STRIP
from counterflow.people.hardship import INCIDENT_ROW, INCIDENT_STRIP
from counterflow.people.points import COUNTED, STRIPS, strips_needed
from counterflow.people.ties import MENTOR_ROW, MENTOR_STRIP, TIE_ROW, TIE_STRIP
from counterflow.scenario import load_scenario
from counterflow.scenario.checks import bounds, seats
from tests.scenario.builders import changed, faults_of

TEMPLATE_SEATS = "ramp = 1\ncoverage = { value = 0.2,"
HIGH = "500000"
HALF_LIFE = "half_life = { value = 0.5, low = 0.2, high = 1.2 }"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (HALF_LIFE, "half_life = 4", "would make grievance look back more than 16 years"),
        (HALF_LIFE, "half_life = { value = 3, low = 2, high = 4 }", "write at most 3.2 years, ends of a range too"),
        ("committing = { value = 3, low = 1.5, high = 6 }", f"committing = {HIGH}", "500,000 steps of committing a year"),
        ("leaving = { value = 6, low = 3, high = 12 }", f"leaving = {HIGH}", "highest.leaving: a person could have"),
        ("disengaging = { value = 0.7, low = 0.3, high = 1.6 }", f"disengaging = {HIGH}", "highest.disengaging: a person"),
        ("contact_rate = { value = 0.6, low = 0.2, high = 1.8 }", f"contact_rate = {HIGH}", "contested.contact_rate: a person"),
        ("per_tie = { value = 0.03, low = 0.01, high = 0.1 }", "per_tie = 1e6", "contested.contact_rate: a person"),
        ("irregular = { value = 1.6, low = 1.1, high = 2.5 }", "irregular = 1e6", "incidents by authorities a year"),
        ("ties = { value = 0.2, low = -0.05, high = 0.6 }", "ties = 1e6", "home.tie_births: a person could have"),
        ("mentors = { value = 0.5, low = -0.1, high = 1.2 }", f"mentors = {HIGH}", "home.mentor_births: a person could have"),
    ],
)  # fmt: skip
def test_a_rate_that_the_engine_cannot_hold_is_a_fault(tmp_path: Path, old: str, new: str, said: str) -> None:
    faults = faults_of(changed(tmp_path, old, new))
    assert any(said in fault for fault in faults), faults


def holds(rate: float, r0: float, strips: int) -> bool:
    return strips_needed(r0, rate) <= strips


@pytest.mark.parametrize(
    ("most", "r0", "strips"),
    [
        (bounds.MOST_A_YEAR, CONTACT_STRIP, STRIPS),
        (bounds.MOST_A_YEAR, STEP_STRIP, STRIPS),
        (bounds.MOST_COUNTED, INCIDENT_STRIP, COUNTED - INCIDENT_ROW + 1),
        (bounds.MOST_COUNTED, TIE_STRIP, COUNTED - TIE_ROW + 1),
        (bounds.MOST_COUNTED, MENTOR_STRIP, COUNTED - MENTOR_ROW + 1),
    ],
)
def test_the_bounds_are_those_of_the_engine(most: float, r0: float, strips: int) -> None:
    assert holds(most, r0, strips)
    assert not holds(most + 1e-9, r0, strips)
    assert bounds.LONGEST_HALF_LIFE == LONGEST_HALF_LIFE
    assert seats.MOST_PROGRAMMES == MOST_SEATED


REACH = """reach = [
  { age = 15, men = 1, women = { value = 0.3, low = 0.1, high = 0.6 } },
  { age = 40, men = { value = 0.2, low = 0.1, high = 0.4 }, women = { value = 0.05, low = 0.02, high = 0.15 } },
]"""


def reaching(*entries: tuple[float, float, float]) -> str:
    """A table of reach: (age, men, women) each."""
    rows = ", ".join(f"{{ age = {age}, men = {men}, women = {women} }}" for age, men, women in entries)
    return f"reach = [{rows}]"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (reaching((15, 1, 1), (40, 0.5, 0), (30, 0.2, 0)), "reach[2].age: 30 is not above 40, the age of the entry before; let"),
        (reaching((20, 1, 1), (20, 0.5, 0)), "approach.reach[1].age: 20 is not above 20, the age of the entry before"),
        (reaching((18, 1, 1)), "18 lies within an age group, and people are told apart by groups of 5 years; write 15 or 20"),
        (reaching((15, 1, 1), (85, 0.5, 0)), "reach[1].age: the last age group begins at 80, before 85; write at most 80"),
        (reaching((0, 1, 1), (10, 0.5, 0.5), (15, 1, 1)), "reach[1].age: it ends at 15, and nobody below 15 is approached"),
        (reaching((15, 0, 0), (30, 0, 0)), "approach.reach: strangers approach no man and no woman of any age; write 1 for the"),
        (reaching((15, 1.5, 1)), "approach.reach[0].men: the value is 1.5 share; write a number between 0 and 1"),
    ],
)  # fmt: skip
def test_a_table_of_reach_that_cannot_be_meant_is_a_fault(tmp_path: Path, table: str, said: str) -> None:
    faults = faults_of(changed(tmp_path, REACH, table))
    assert any(said in fault for fault in faults), faults


def test_a_scenario_that_reaches_nobody_by_an_empty_table_is_a_fault(tmp_path: Path) -> None:
    assert any("approach.reach" in fault for fault in faults_of(changed(tmp_path, REACH, "reach = []")))


@pytest.mark.parametrize(
    "table", [reaching((0, 1, 1)), reaching((0, 1, 0), (80, 0, 1)), reaching((25, 0, 0.1))]
)
def test_a_table_of_reach_may_begin_before_or_after_the_least_age_and_leave_out_a_sex(
    tmp_path: Path, table: str
) -> None:
    assert load_scenario(changed(tmp_path, REACH, table)).approach.reach


def with_seats(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The template with seats for the elders, who serve engaged people and work on steps alone; then these changes."""
    file = changed(tmp_path, TEMPLATE_SEATS, "seats = 3\n" + TEMPLATE_SEATS)
    text = file.read_text(encoding="utf-8")
    right = (
        ('serves = "present"', 'serves = "engaged"'),
        ("mentors = { value = 0.5, low = -0.1, high = 1.2 }", "leaving = 0.8"),
        ("ties = { value = 0.2, low = -0.05, high = 0.6 }", "contact = 0.9"),
    )
    for old, new in (*right, *changes):
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_programme_with_seats_for_engaged_people_is_right(tmp_path: Path) -> None:
    seats_of = load_scenario(with_seats(tmp_path)).programme[0].seats
    assert seats_of is not None
    assert seats_of.value == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("leaving = 0.8", "engaging = 0.8"), "programme[0].effects.engaging: a programme with seats serves engaged people alone"),
        (("leaving = 0.8", "ties = 0.8"), "effects.ties: a programme with seats serves engaged people alone"),
        (('serves = "engaged"', 'serves = "present"'), 'serves engaged people alone; write "engaged"'),
        (("seats = 3", "seats = 3\ncapacity = 5"), "capacity: a programme has either a capacity"),
        (("seats = 3", "seats = -3"), "seats: the value is -3 persons; write a number of at least 0"),
    ],
)  # fmt: skip
def test_a_programme_with_seats_may_only_change_what_engaged_people_do(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    faults = faults_of(with_seats(tmp_path, change))
    assert any(said in fault for fault in faults), faults


def test_too_many_programmes_for_seats_are_a_fault(tmp_path: Path) -> None:
    file = with_seats(tmp_path)
    text = file.read_text(encoding="utf-8")
    head, _, checks = text.rpartition("[[programme]]")
    more = "".join("[[programme]]" + checks.replace('"exit-checks"', f'"exit-checks-{i}"') for i in range(63))
    file.write_text(head + more, encoding="utf-8")
    assert any("64 programmes, one with seats, are more than 62" in fault for fault in faults_of(file))


def test_a_coercive_programme_says_whom_it_restricts(tmp_path: Path) -> None:
    said = 'restricted_per_stopped = { value = 20, low = 4, high = 100, source = "assumed: invented" }'
    (fault,) = faults_of(changed(tmp_path, said, ""))
    assert "programme[1].coercive: a coercive programme does not say whom it restricts" in fault


def test_a_programme_that_restricts_is_called_coercive(tmp_path: Path) -> None:
    first, second = faults_of(changed(tmp_path, "coercive = true", "coercive = false"))
    assert "programme[1].restricted_per_stopped: people are restricted" in first
    assert "programme[1].effects.blocked: more people are stopped on the way" in second
