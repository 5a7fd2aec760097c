"""The tables of docs/model.md are derived from the code, and what does not agree with it is refused."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from counterflow.scenario.assumptions import assumptions
from counterflow.world import EFFECTS
from tools.model_docs import constants, contested, mechanisms, pages, parameter_faults, purposes
from tools.model_docs.effects import appliers
from tools.model_docs.effects import values as numbers_of
from tools.model_docs.feeds import Feed, changed, feeds, scenario
from tools.model_docs.leaves import NUMBER, TEXT, Leaf, leaf_of, leaves
from tools.model_docs.markdown import listed, number, table
from tools.model_docs.mechanisms import Mechanism
from tools.model_docs.parameter_faults import model
from tools.model_docs.parameters import used_in
from tools.model_docs.reads import _reads_of, readers
from tools.model_docs.records import fields
from tools.model_docs.sources import Function, functions
from tools.model_docs.values import default, sources, values

PROSE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")


def reads_in(source: str) -> set[tuple[str, int | None]]:
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    found = _reads_of(Function("people.ties.made_up", "people.ties", node))
    return {(read.field, read.index) for read in found}


def test_the_tables_agree_with_the_code() -> None:
    assert list(pages.faults(PROSE)) == []


# ---- who reads what


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("return world.ties.kept", {("ties.kept", None)}),
        ("ties = world.ties\n    return ties.kept", {("ties.kept", None)}),
        (
            "ties, places = world.ties, world.places\n    return ties.kept * places.ghetto[3]",
            {("ties.kept", None), ("places.ghetto", 3)},
        ),
        ("return unpack(world).ties.cap", {("ties.cap", None)}),
        ("return world.ties.other_sign[KIN]", {("ties.other_sign", 6)}),
        ("return world.steps.highest[stage]", {("steps.highest", None)}),
        ("return world.homes.country.shape[0] + world.homes.country.size", set()),
        ("return other.ties.kept", set()),
    ],
)
def test_a_field_is_read_where_its_record_comes_from_an_argument(
    body: str, read: set[tuple[str, int | None]]
) -> None:
    assert reads_in(f"def made_up(world: World, other, stage: int):\n    {body}") == read


def test_what_a_function_reads_is_what_its_source_says() -> None:
    assert {field for field in fields() if "people.ties.kept_ties" in readers(field)} == {
        "ties.home_ties",
        "ties.kept",
        "ties.decay",
    }


def test_elements_picked_by_a_constant_are_told_apart() -> None:
    approached, engaging = readers("steps.highest", 0), readers("steps.highest", 1)
    assert "pathway.approach.most_chosen" in set(approached) - set(engaging)
    assert "pathway.engagement.engages" in set(engaging) - set(approached)
    assert "pathway.steps.happens" in set(approached) & set(engaging)


def test_every_effect_has_a_function_of_its_own_process() -> None:
    assert set(appliers()) == set(EFFECTS)
    assert appliers()["ties"] == appliers()["mentors"] == ("people.ties._holds",)
    assert appliers()["employers"] == ("people.hardship._incident_size",)
    assert appliers()["blocked"] == ("pathway.departure.attempt",)


@pytest.mark.parametrize(
    ("module", "name", "word", "numbers"),
    [
        ("hardship", "_incident_size", "BAN", {3}),
        ("hardship", "_incident_size", "_EFFECT_OF_SOURCE + source", {2, 3, 4}),
        ("hardship", "grievance_at", "source", {0, 1, 2}),
        ("ties", "_new_ties", "cell", {0, 1, 2, 3}),
        ("ties", "_new_ties", "kind", {0, 1}),
        ("ties", "_new_ties", "7 if kind else HOME_TIES", {7, 8}),
        ("ties", "_holds", "effect", {0, 1}),
    ],
)
def test_the_numbers_behind_a_word_are_followed_to_where_they_are_given(
    module: str, name: str, word: str, numbers: set[int]
) -> None:
    expression = ast.parse(word, mode="eval").body
    assert numbers_of(expression, functions()[f"people.{module}.{name}"]) == numbers


@pytest.mark.parametrize("word", ["t", "who.person", "nobody(3)", "place + 1", "range(3, place)"])
def test_a_word_whose_numbers_cannot_be_told_is_refused(word: str) -> None:
    expression = ast.parse(word, mode="eval").body
    with pytest.raises(ValueError, match="cannot tell which effect"):
        numbers_of(expression, functions()["people.ties.community"])


# ---- what a number becomes


@pytest.mark.parametrize(
    ("leaf", "fed"),
    [
        ("ties.kept", {"ties.kept"}),
        ("cohort.*.mobility.legal", {"journeys.legal"}),
        ("cohort.*.mobility.share", {"homes.mobile", "homes.mobile_more"}),
        ("kind.*.weight", {"hosts.row", "hosts.column"}),
        ("end", {"years"}),
        ("programme.*.capacity", {"arm.cover"}),
        ("cohort.*.departure.detection", set()),
    ],
)
def test_a_number_feeds_the_fields_that_change_with_it(leaf: str, fed: set[str]) -> None:
    assert {feed.field for feed in feeds()[leaf]} == fed


def test_an_effect_feeds_its_own_column() -> None:
    for effect in EFFECTS:
        assert feeds()[f"programme.*.effects.{effect}"] == (Feed("arm.effect", EFFECTS.index(effect)),)


def test_a_change_of_a_leaf_changes_its_numbers_alone() -> None:
    before, after = scenario(), changed(scenario(), leaves()["cohort.*.mobility.pace"])
    moved = {
        one.path
        for one, other in zip(assumptions(before), assumptions(after), strict=True)
        if one.value != other.value
    }
    assert moved
    assert all(".mobility.pace" in path for path in moved)
    assert len({path.split(".")[1] for path in moved}) == 5


def test_every_number_of_the_scenario_stands_under_one_leaf() -> None:
    listed_numbers = sum(
        len(said) for path, said in values().items() if leaves()[path].kind in {NUMBER, "dated"}
    )
    assert listed_numbers == len(assumptions(scenario()))


def test_a_place_of_the_scenario_is_found_among_the_leaves() -> None:
    assert (
        leaf_of(("cohort", 0, "mobility", "destinations", "Russia")).path == "cohort.*.mobility.destinations"
    )
    with pytest.raises(KeyError, match="no place"):
        leaf_of(("nothing", 1))


# ---- what is refused


def test_a_world_field_that_nobody_reads_is_refused() -> None:
    found = parameter_faults.faults(replace(model(), readers={**model().readers, "ties.kept": ()}))
    assert found == ["world field ties.kept is read by no function of a run"]


def test_a_new_world_field_is_refused_until_something_makes_it() -> None:
    found = parameter_faults.faults(
        replace(model(), readers={**model().readers, "ties.new": ("people.ties.x",)})
    )
    assert found == [
        "world field ties.new is changed by no number of a scenario; say in parameters.toml what makes it"
    ]


def test_a_number_that_changes_no_world_is_refused() -> None:
    found = parameter_faults.faults(replace(model(), feeds={**model().feeds, "ties.decay": ()}))
    assert "ties.decay changes nothing in a world; use it, or say in parameters.toml why not" in found


def test_an_effect_that_nobody_applies_is_refused() -> None:
    found = parameter_faults.faults(replace(model(), appliers={**model().appliers, "legal": ()}))
    assert found == ["the effect legal of programmes is applied by no function"]


def test_a_new_field_of_the_schema_is_refused_until_it_has_an_entry() -> None:
    new = Leaf("ties.new", NUMBER, "share", "Something.")
    found = parameter_faults.faults(replace(model(), leaves={**model().leaves, "ties.new": new}))
    assert found == ["ties.new has no entry in parameters.toml"]


@pytest.mark.parametrize(
    ("part", "entry", "problem"),
    [
        ("parameter", {"ties.kept": {"symbol": "ν"}}, "2 parameters have the symbol ν"),
        (
            "parameter",
            {"ties.gone": {"symbol": "x"}},
            "parameters.toml speaks of ties.gone, which no scenario has",
        ),
        ("parameter", {"ties.kin_weight": {"symbol": "x"}}, "ties.kin_weight has no meaning"),
        (
            "parameter",
            {"ties.kept": {"symbol": "x", "why": "no reason"}},
            "ties.kept is excused in parameters.toml, and yet changes ties.kept",
        ),
        (
            "parameter",
            {"ties.kept": {"symbol": "x", "read_by": "people.ties.community"}},
            "ties.kept is said to be read by people.ties.community, which does not read it",
        ),
        (
            "unread",
            {"ties.kept": "no reason"},
            "world field ties.kept is excused in parameters.toml, and yet read by",
        ),
        (
            "made",
            {"ties.kept": {"by": "people.ties.community", "says": "made"}},
            "world field ties.kept needs no maker in parameters.toml",
        ),
        (
            "made",
            {"arm.key": {"by": "people.ties.nobody", "says": "made"}},
            "arm.key is said to be made by people.ties.nobody, which is not there",
        ),
        (
            "unread",
            {"ties.gone": "no reason"},
            "parameters.toml speaks of world field ties.gone, which is not there",
        ),
    ],
)
def test_a_wrong_entry_is_refused(part: str, entry: dict[str, object], problem: str) -> None:
    book = {**model().book, part: {**model().book[part], **entry}}
    (found,) = parameter_faults.faults(replace(model(), book=book))
    assert found.startswith(problem)


RIGHT = Mechanism(
    group="Ties",
    says="Home ties decay.",
    functions=("people.ties.kept_ties",),
    parameters=("ties.decay",),
    tests=("people/test_ties.py::test_home_ties_only_fall_within_a_stay",),
)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"functions": ("people.ties.gone",)}, "there is no function people.ties.gone"),
        (
            {"tests": ("people/test_ties.py::test_gone",)},
            "there is no test tests/people/test_ties.py::test_gone",
        ),
        ({"twin": ("gone",)}, "the census has no mechanism gone"),
        ({"parameters": ("ties.gone",)}, "there is no parameter ties.gone"),
        ({"parameters": ("ties.scale",)}, "none of its functions uses ties.scale"),
        ({"fields": ("ties.gone",)}, "the world has no field ties.gone"),
        ({"fields": ("levels.centre",)}, "none of its functions reads levels.centre"),
        ({"contested": ("gone",)}, "there is no contested parameter gone"),
        ({"lacks": "something"}, "what is built lacks nothing, and what is not says what it lacks"),
        ({"tests": ()}, "is built, but names no function or no test"),
        ({"state": "missing", "lacks": "all of it"}, "is missing, and yet names functions or tests"),
    ],
)
def test_a_wrong_statement_is_refused(wrong: dict[str, object], problem: str) -> None:
    wrong_one = RIGHT.model_copy(update=wrong)
    said = '"Home ties decay.": '
    found = [line.removeprefix(said) for line in mechanisms.faults((wrong_one,)) if line.startswith(said)]
    assert problem in found


def test_what_no_statement_names_is_told() -> None:
    found = mechanisms.faults((RIGHT,))
    assert "ties.kept is used in a run, and no mechanism names it" in found
    assert 'no mechanism names the census\'s "substitution"' in found
    assert "no mechanism names the contested parameter place_sd" in found
    assert not [line for line in found if "ties.decay" in line]


def test_wrong_rows_of_the_other_tables_are_refused() -> None:
    keys = {**purposes.book(), "mark": {**purposes.book()["mark"], "GONE": {"entity": "", "words": ""}}}
    assert list(purposes.faults(keys)) == ["purposes.toml has a row for GONE, which is no purpose"]
    less = {
        **purposes.book(),
        "process": {k: v for k, v in purposes.book()["process"].items() if k != "TIES"},
    }
    assert list(purposes.faults(less)) == ["purpose TIES has no row in purposes.toml"]
    rows = {name: row for name, row in constants.book()["constant"].items() if name != "world.EARLY"}
    assert list(constants.faults({**constants.book(), "constant": rows})) == [
        "world.EARLY has no row in constants.toml"
    ]
    assert list(
        constants.faults({**constants.book(), "plain": [*constants.book()["plain"], "people.ties.X"]})
    ) == ["constants.toml has a row for people.ties.X, which is not in the code"]
    becomes = {**contested.becomes(), "interaction": ["ties.gone"], "gone": []}
    assert list(contested.faults(becomes)) == [
        "interaction becomes ties.gone, which no world has",
        "contested.toml has a row for gone, which is no contested parameter",
        "the contested parameter gone is looked up by no function of the analysis",
    ]


def test_prose_that_names_what_is_not_there_is_refused() -> None:
    wrong = PROSE.replace("`people.ties.kept_ties`", "`people.ties.kept_tires`", 1)
    assert list(pages.faults(wrong)) == ["model.md names people.ties.kept_tires, which is not in the code"]
    wrong = PROSE.replace("`approach.candidates`", "`approach.candidate`", 1)
    assert list(pages.faults(wrong)) == ["model.md names approach.candidate, which is not in the code"]
    wrong = PROSE.replace("<!-- made: keys -->", "<!-- made: locks -->")
    assert list(pages.faults(wrong)) == [
        "model.md asks for locks, which nothing makes",
        "model.md has no place for keys",
    ]


# ---- how it is said


def test_every_number_has_a_row_with_the_functions_that_use_it() -> None:
    rows = [line for line in pages.filled(PROSE).splitlines() if line.startswith("| `")]
    for leaf in leaves().values():
        if leaf.kind == TEXT:
            continue
        (row,) = [line for line in rows if line.startswith(f"| `{leaf.path}` |") and line.count("|") == 9]
        assert all(name in row for name in used_in(leaf.path)[:4])
        assert default(leaf) in row


def test_a_default_is_a_value_with_its_range_or_what_several_span() -> None:
    assert default(leaves()["ties.kept"]) == "0.35 (0.15 to 0.6)"
    assert default(leaves()["contacts.kin"]) == "0.3"
    assert default(leaves()["programme.*.capacity"]) == "not set"
    numbers = [cohort.population.value for cohort in scenario().cohort]
    assert (
        default(leaves()["cohort.*.population"]) == f"6 numbers, {min(numbers):,.0f} to {max(numbers):,.0f}"
    )


def test_sources_are_told_in_full_or_by_their_rows() -> None:
    assert sources(leaves()["ties.kept"]) == scenario().ties.source
    assert sources(leaves()["cohort.*.mobility.men"]) == "MIG-023, MIG-028, assumed"


def test_numbers_are_written_as_people_write_them() -> None:
    assert [number(x) for x in (8_346_000.0, 1025, 365.25, 0.35, 2e-5, 7 / 12, 0.0)] == [
        "8,346,000",
        "1025",
        "365.25",
        "0.35",
        "0.00002",
        "0.583",
        "0",
    ]
    assert number(float(np.float64(19))) == "19"
    assert number(1e-15) == "1e-15"


def test_cells_cannot_break_a_table() -> None:
    assert table(("a", "b"), [("x|y", "one\ntwo")]) == "| a | b |\n| --- | --- |\n| x\\|y | one two |\n"
    assert listed(["a", "b", "a", "c"], 2) == "`a`, `b` and 1 more"
