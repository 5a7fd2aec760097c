"""Files that are right, and what is said about those that are not."""

from pathlib import Path

import pytest

from counterflow.faults import Faults
from counterflow.scenario import assumptions, load_scenario
from tests.scenario.builders import LIBRARY, changed, faults_of, real
from tests.scenario.rows import row_ids, rows_named


def test_the_library_has_five_central_asian_cohorts_at_full_size_and_belgium() -> None:
    people = {cohort.name: cohort.population.value for cohort in real().cohort}
    assert list(people) == ["Tajikistan", "Uzbekistan", "Kyrgyzstan", "Kazakhstan", "Turkmenistan", "Belgium"]
    assert sum(people.values()) - people["Belgium"] == pytest.approx(68e6, rel=0.01)
    assert people["Belgium"] == 638_000


def test_every_source_in_the_library_names_rows_that_exist_or_says_assumed() -> None:
    known = row_ids(LIBRARY / "evidence.csv")
    for number in assumptions(real()):
        assert number.source is not None
        named = rows_named(number.source)
        assert named <= known, (number.path, named - known)
        assert named or "assumed" in number.source or "no difference" in number.source, number.path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("third_share =", "thrid_share =", "journeys.thrid_share: is not a known key; did you mean third_share?"),
        ("population = { value = 600_000", "population = { value = -600_000", "write a number of at least 0"),
        ("kept = { value = 0.35, low = 0.15", "kept = { value = 1.35, low = 0.15", "ties.kept: value is 1.35 share"),
        ("households = [3, 4, 6]", "households = [3, 4, 5]", "sum to 12, which is not a prime from 7 to 31"),
        ("households = [3, 4, 6]", "households = [0, 7, 6]", "a household is empty"),
        ("destinations = { Vestria", "destinations = { Westria", 'no country "Westria"; did you mean Vestria?'),
        ("weight = { Halmark = 70 }", "weight = { Hallmark = 70 }", 'no cohort "Hallmark"; did you mean Halmark?'),
        ("neighbourhoods = { farm = 2 }", "neighbourhoods = { fram = 2 }", 'no kind of place "fram"; did you mean farm?'),
        ('countries = ["Vestria"]', 'countries = ["Vestira"]', 'no country "Vestira"; did you mean Vestria?'),
        ("Vestria = 0.85, Sundholm = 0.15", "Vestria = 0.85, Sundholm = 0.25", "the shares sum to 1.1; let them sum to 1"),
        ("schooling = [0.85,", "schooling = [0.75,", "the shares sum to 0.9"),
        ("men = [5, 4.5,", "men = [15, 4.5,", "men and women sum to 110"),
        ("men_ages = [0, 5,", "men_ages = [0, 15,", "the ages sum to 110 percent"),
        ("share = { value = 0.12, low = 0.08, high = 0.17 }", "share = 0.4", "would be mobile men of 15-19"),
        ("third = { Sundholm = 1 }", "third = { Vestria = 1 }", "Vestria is no third country"),
        ("third = { Sundholm = 1 }", "third = { Halmark = 1 }", "no city of Halmark takes people of Halmark"),
        ("end = 2021-12-31", "end = 2015-12-31", "2015-12-31 is not after the start"),
        ('side = "elsewhere"', 'side = "home"', "Sundholm is nobody's home"),
        ('name = "South", population', 'name = "North", population', 'there are two of "North"'),
        ("scale = { value = 4, low = 2, high = 8 }", "scale = 0", "ties.scale: 0 is not above 0"),
        ("last_age = 58", "last_age = 16", "it is not above the first age"),
        ("host = { median = { value = 5,", "host = { median = { value = 0,", "the spell needs a median above 0"),
        ("spread = 0.4\n", "spread = { value = 0.4, hgih = 1 }\n", "unknown key hgih; did you mean high?"),
        ('source = "assumed: invented"\nspread', "spread", "districts.spread has no source"),
        ("districts = 4", "districts = 0", "districts"),
        ("districts = 4", "districts = 4.5", "districts"),
    ],
)  # fmt: skip
def test_a_wrong_file_names_line_field_problem_and_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    faults = faults_of(changed(tmp_path, old, new))
    assert any(said in fault for fault in faults), faults


def test_too_few_people_for_the_districts_are_found_before_the_world_is_made(tmp_path: Path) -> None:
    (said,) = faults_of(changed(tmp_path, "value = 600_000", "value = 100"))
    assert "100 persons are too few for 7 districts" in said


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = changed(tmp_path, "households = [3, 4, 6]", "households = [3, 4, 5]")
    file.write_text(
        file.read_text(encoding="utf-8").replace("last_age = 58", "last_age = 5"), encoding="utf-8"
    )
    assert len(faults_of(file)) == 2


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="does not exist"):
        load_scenario(tmp_path / "scenario.toml")
