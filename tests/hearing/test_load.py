from pathlib import Path

import pytest

from counterflow.faults import Faults
from counterflow.hearing import load_hearing
from tests.hearing.mini import MINI, mini, written

LINES = MINI.splitlines()


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(LINES, 1) if text in line)


def test_a_right_file_loads(tmp_path: Path) -> None:
    hearing = mini(tmp_path)
    assert [part.id for part in hearing.claim[0].part] == ["F1", "F2", "F3", "F4"]
    assert hearing.hearing.date.isoformat() == "2015-06-10"


BROKEN = [
    pytest.param(
        'witness = "official"\ntitle',
        'witness = "oficial"\ntitle',
        "claim[0].witness",
        'there is no witness "oficial"',
        "did you mean official?",
        id="a witness who does not exist",
    ),
    pytest.param(
        'passages = ["few"]',
        'passages = ["fewer"]',
        "claim[0].passages[0]",
        'there is no passage "fewer"',
        "did you mean few?",
        id="a passage that does not exist",
    ),
    pytest.param(
        'outcome = "shapley share of support"',
        'outcome = "shapley share of suport"',
        "claim[0].part[1].on_outcome[0].outcome",
        'there is no outcome "shapley share of suport"',
        "did you mean shapley share of support?",
        id="an unknown outcome",
    ),
    pytest.param(
        'measure = "ever left"',
        'measure = "ever lef"',
        "claim[0].part[0].on_evidence[0].quantity.measure",
        '"ever lef" is not known here',
        "did you mean ever left?",
        id="an unknown quantity",
    ),
    pytest.param(
        'per = "people"',
        'per = "poeple"',
        "claim[0].part[0].on_evidence[0].quantity.per",
        '"poeple" is not known here',
        "did you mean people?",
        id="an unknown denominator",
    ),
    pytest.param(
        'id = "all"',
        'id = "everything"',
        "account",
        'there is no account "all"',
        "add one in which every driver may matter: forecasts and ranges are drawn from it",
        id="no widest account",
    ),
    pytest.param(
        'document = "extracts"',
        'document = "extract"',
        "passage[1].document",
        'there is no document "extract"',
        "did you mean extracts?",
        id="a document that does not exist",
    ),
    pytest.param(
        "above = 0.1",
        "abov = 0.1",
        "claim[0].part[1].on_outcome[0].abov",
        "is not a known key",
        "did you mean above?",
        id="a misspelt key",
    ),
    pytest.param(
        "above = 0.1",
        "",
        "claim[0].part[1].on_outcome[0]",
        "has no limit",
        "add one of at_least, at_most, above, below",
        id="a test without a limit",
    ),
    pytest.param(
        "above = 0.1",
        "above = 0.1\nbelow = 0.1",
        "claim[0].part[1].on_outcome[0]",
        "can never hold with limits 0.1 and 0.1",
        "put the lower limit below the upper",
        id="limits that exclude each other",
    ),
    pytest.param(
        'needs = "a survey"',
        "",
        "claim[0].part[3]",
        "has nothing that decides it",
        "add a test, needs = what is missing, or judgement = true",
        id="a part that nothing decides",
    ),
    pytest.param(
        'kind = "cause"',
        'kind = "figure"',
        "claim[0].part[1]",
        "is a figure part decided by on_outcome",
        "use on_evidence, or beside = true",
        id="a part decided by the wrong sort of test",
    ),
    pytest.param(
        'kind = "cause"',
        'kind = "causal"',
        "claim[0].part[1].kind",
        '"causal" is not known here',
        "did you mean cause?",
        id="an unknown kind",
    ),
    pytest.param(
        "key = true",
        "key = false",
        "claim[0]",
        "has 0 key parts",
        "mark exactly one of its parts with key = true",
        id="no key part",
    ),
    pytest.param(
        'id = "F2"',
        'id = "F1"',
        "claim[0].part[1].id",
        '"F1" names two of them',
        "give each part its own id",
        id="two parts of one name",
    ),
    pytest.param(
        'parameter = "bridge_jump"',
        'parameter = "bridge_jmp"',
        "prior[5].parameter",
        '"bridge_jmp" fits no contested parameter',
        "did you mean bridge_jump?",
        id="an unknown parameter",
    ),
    pytest.param(
        "uniform = [0.0, 0.9]",
        "uniform = [0.0, 0.99]",
        "prior[4]",
        "reaches beyond what peer_reproduction can be (0 to 0.99)",
        "keep it within 0 to 0.95, by value, uniform or beta",
        id="a prior beyond its parameter",
    ),
    pytest.param(
        "uniform = [0.0, 0.9]",
        "uniform = [0.9, 0.0]",
        "prior[4]",
        "uniform is [0.9, 0.0]",
        "write [low, high] with low < high",
        id="a prior the wrong way round",
    ),
    pytest.param(
        "value = 0.1",
        "value = 0.1\nnormal = [0.0, 1.0]",
        "prior[5]",
        "has value and normal of the forms",
        "write exactly one of value, normal, lognormal, beta, uniform",
        id="two forms of one prior",
    ),
    pytest.param(
        'curve_over = "weights.engaging.support"',
        'curve_over = "weights.engaging.suport"',
        "claim[0].part[1].curve_over",
        'there is no thing to draw against "weights.engaging.suport"',
        "did you mean weights.engaging.support?",
        id="a curve over nothing",
    ),
]


@pytest.mark.parametrize(("old", "new", "field", "problem", "remedy"), BROKEN)
def test_each_fault_names_field_problem_and_remedy(
    tmp_path: Path, old: str, new: str, field: str, problem: str, remedy: str
) -> None:
    path = written(tmp_path, (old, new))
    with pytest.raises(Faults) as raised:
        load_hearing(path)
    found = {(fault.field, fault.problem, fault.remedy) for fault in raised.value.faults}
    assert (field, problem, remedy) in found
    assert all(fault.file == str(path) for fault in raised.value.faults)


def test_a_fault_names_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, ('passages = ["few"]', 'passages = ["fewer"]'))
    with pytest.raises(Faults) as raised:
        load_hearing(path)
    assert [fault.line for fault in raised.value.faults] == [line_of('passages = ["few"]')]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path, ('passages = ["few"]', 'passages = ["x"]'), ('document = "record"', 'document = "y"')
    )
    with pytest.raises(Faults) as raised:
        load_hearing(path)
    assert {fault.field for fault in raised.value.faults} == {"claim[0].passages[0]", "passage[0].document"}


def test_a_topic_that_is_said_must_be_in_a_passage(tmp_path: Path) -> None:
    path = written(tmp_path, ("left_out = true", ""), ('topic = "bonds"', 'topic = "bond"'))
    with pytest.raises(Faults, match='there is no topic of a passage "bond"; did you mean bonds'):
        load_hearing(path)


def test_a_parameter_without_a_prior_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, ('parameter = "selection_*"', 'parameter = "selection_precarity"'))
    with pytest.raises(Faults, match="has no prior for selection_belonging; add one to the account"):
        load_hearing(path)


def test_rows_are_looked_up_where_the_evidence_is_given(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert load_hearing(path)
    with pytest.raises(Faults, match='there is no evidence row "X-003"; did you mean X-001'):
        load_hearing(path, frozenset({"X-001"}))


def test_a_judgement_gives_no_probability(tmp_path: Path) -> None:
    path = written(
        tmp_path, ('statement = "Lost bonds count."', 'statement = "Misplaced."\njudgement = true')
    )
    with pytest.raises(
        Faults, match=r"is a judgement with a test that decides it; mark the test beside = true"
    ):
        load_hearing(path)
