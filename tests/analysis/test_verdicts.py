from pathlib import Path

import pytest

import counterflow.library
from counterflow.analysis.records import PartVerdict
from counterflow.analysis.verdicts import judge
from counterflow.evidence import Evidence, load_evidence
from counterflow.hearing import Hearing, load_hearing
from tests.analysis.fakes import POPULATION, InMemory, evidence, row
from tests.hearing.mini import mini

FOLDER = Path(counterflow.library.__path__[0]) / "central_asia_2015"
SUPPORT = InMemory({"shapley share of support": [0.2, 0.2, 0.2, 0.0] * 25})


def parts(folder: Path, *rows: str, outcomes: InMemory = SUPPORT) -> dict[str, PartVerdict]:
    hearing = mini(folder)
    claims = judge(
        hearing, evidence(folder, POPULATION, *rows), outcomes, seed=1, draws=hearing.sample("all", 100, 1)
    )
    return {part.id: part for claim in claims for part in claim.parts}


def test_each_kind_of_part_gets_its_standing(tmp_path: Path) -> None:
    found = parts(tmp_path, row("X-001", "ff_cumulative", "Tajikistan", 200, low=150, high=300))
    standings = {name: (part.standing, part.reason) for name, part in found.items()}
    assert standings == {
        "F1": ("supported", None),
        "F2": ("unsettled", "not calibrated"),
        "F3": ("supported", None),
        "F4": ("unsettled", "not tested"),
    }


def test_before_calibration_a_cause_has_a_probability_before_and_none_after(tmp_path: Path) -> None:
    found = parts(tmp_path)["F2"]
    assert (found.p_before, found.p_after, found.p_range) == (0.75, None, (0.75, 0.75))
    assert found.why.startswith(
        "By the model's assumptions alone, before any data, the share of averted departures due to lack of support is 20%"
    )
    assert found.curve is not None


def test_a_figure_has_a_probability_after_and_none_before(tmp_path: Path) -> None:
    found = parts(tmp_path, row("X-001", "ff_cumulative", "Tajikistan", 3000, low=2000, high=4000))["F1"]
    assert (found.standing, found.p_before, found.p_after) == ("contradicted", None, 0.0)
    assert found.mc_error is not None
    assert found.mc_error > 0


def test_what_came_later_is_told_apart(tmp_path: Path) -> None:
    then = row("X-001", "ff_cumulative", "Tajikistan", 200, low=150, high=300, origin="office")
    later = row(
        "X-002",
        "ff_cumulative",
        "Tajikistan",
        6000,
        low=5000,
        high=7000,
        origin="paper",
        published="2016-01-31",
    )
    found = parts(tmp_path, then, later)["F1"]
    assert (found.p_after, found.p_then) == (0.5, 1.0)
    assert found.why.endswith("By what had been published by 10 June 2015 the probability is 0.95 or more.")
    only_later = parts(tmp_path, later)["F1"]
    assert (only_later.standing, only_later.p_then) == ("contradicted", None)
    assert only_later.why.endswith("What had been published by 10 June 2015 does not tell.")


def test_no_claim_is_tested_on_itself(tmp_path: Path) -> None:
    own = row("X-003", "ff_cumulative", "Tajikistan", 200, low=150, high=300, origin="ministry")
    alone = parts(tmp_path, own)["F1"]
    assert (alone.standing, alone.reason) == ("unsettled", "not tested")
    assert alone.shown_not_used == ("X-003",)
    other = row("X-001", "ff_cumulative", "Tajikistan", 3000, low=2000, high=4000)
    both = parts(tmp_path, own, other)["F1"]
    assert both.standing == "contradicted"
    assert both.evidence == ("POP-001", "X-001")
    assert both.origins == ("office", "un")


def test_people_and_the_others(tmp_path: Path) -> None:
    found = parts(tmp_path, row("X-001", "ff_cumulative", "Tajikistan", 688, low=500, high=900))["F1"]
    assert found.in_people is not None
    assert found.in_people.startswith("8 (6 to 10) of 100,000 people of Tajikistan had left; 99,992 had not.")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert parts(tmp_path)["F4"].settle == "A survey."


def test_an_outcome_that_was_not_computed_is_not_tested(tmp_path: Path) -> None:
    found = parts(tmp_path, outcomes=InMemory({}))["F2"]
    assert (found.standing, found.reason) == ("unsettled", "not tested")
    assert found.why == "Not tested: the model did not compute this outcome."


def test_a_claim_does_not_depend_on_the_others(tmp_path: Path) -> None:
    hearing = mini(tmp_path)
    known = evidence(tmp_path, POPULATION, row("X-001", "ff_cumulative", "Tajikistan", 700))
    part = hearing.claim[0].part[0]
    alone = hearing.model_copy(update={"claim": (hearing.claim[0].model_copy(update={"part": (part,)}),)})
    together = judge(hearing, known, SUPPORT, seed=1)[0].parts[0]
    assert judge(alone, known, SUPPORT, seed=1)[0].parts[0] == together


@pytest.fixture(scope="module")
def shipped() -> tuple[Hearing, Evidence]:
    known = load_evidence(FOLDER / "evidence.csv")
    return load_hearing(FOLDER / "hearing.toml", frozenset(known.by_id)), known


def judged(hearing: Hearing, known: Evidence, name: str) -> PartVerdict:
    """One part of the hearing that ships, on evidence alone."""
    claim = next(claim for claim in hearing.claim for part in claim.part if part.id == name)
    part = next(part for part in claim.part if part.id == name)
    only = claim.model_copy(update={"part": (part,)})
    return judge(hearing.model_copy(update={"claim": (only,)}), known, InMemory({}), seed=1)[0].parts[0]


def changed(folder: Path, *changes: tuple[str, str]) -> Evidence:
    """The evidence that ships with some of its text changed."""
    for name in ("evidence.csv", "inputs.toml"):
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    path = folder / "evidence.csv"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return load_evidence(path)


CHANGES = [
    # entry forms that tell of much less basic schooling
    ("R7a", ("entry-forms,,70,,percent", "entry-forms,,20,,percent")),
    # Europe's Muslims ten times as many, so that fewer of them went per head
    ("E1a", ("pew,,638000,,persons", "pew,,6380000,,persons")),
    # an earlier flow from far more countries than ever told
    ("C1b", ("rashid,,43,,countries", "rashid,,430,,countries")),
]


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_a_verdict_moves_when_its_figure_moves(
    shipped: tuple[Hearing, Evidence], tmp_path: Path, name: str, change: tuple[str, str]
) -> None:
    hearing, known = shipped
    before = judged(hearing, known, name)
    after = judged(hearing, changed(tmp_path, change), name)
    assert before.p_after is not None
    assert after.p_after is not None
    assert after.p_after <= before.p_after - 0.2
    assert after.why != before.why


def test_all_parts_of_the_hearing_that_ships_have_a_verdict(shipped: tuple[Hearing, Evidence]) -> None:
    hearing, known = shipped
    found = {part.id: part for claim in judge(hearing, known, InMemory({}), seed=1) for part in claim.parts}
    assert len(found) == 37
    assert all(part.why for part in found.values())
    figures = {name for name, part in found.items() if part.kind == "figure"}
    assert all(found[name].p_after is not None for name in figures)
    assert found["A2"].p_after is None
    assert "RCT-004" in found["R1a"].shown_not_used


def test_as_of_a_date_what_came_later_is_left_out(shipped: tuple[Hearing, Evidence]) -> None:
    hearing, known = shipped
    then = judge(hearing, known, InMemory({}), seed=1, as_of=hearing.hearing.date)
    rows = {row for claim in then for part in claim.parts for row in part.evidence}
    late = {row for row in rows if not known[row].known_on(hearing.hearing.date)}
    assert rows
    assert not late
