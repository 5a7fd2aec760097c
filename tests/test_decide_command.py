"""decide as a command: what it refuses, in one line each; and what it prints of a decision."""

from pathlib import Path

import pytest

from counterflow.analysis.decide.budget import parse_budget
from counterflow.analysis.decide.study import decided
from counterflow.analysis.decide.tell import tell
from counterflow.studies import print_decision
from counterflow.template import new
from tests.analysis.decide.made import decision, evidence
from tests.commands import typed


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    new(folder / "harvest")
    return folder


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("harvest",), "--budget: is no amount of money"),
        (("harvest", "--budget", "10 million"), "--budget: 10 million: has no currency"),
        (("harvest", "--budget", "1 million USD"), "counterflow calibrate harvest --install makes it"),
        (
            ("harvest", "--budget", "1 million USD", "--without", "exit-check"),
            "--without: exit-check: there is no such programme; did you mean exit-checks?",
        ),
        (
            (
                "harvest",
                "--budget",
                "1 million USD",
                "--without",
                "exit-checks",
                "--without",
                "visiting-elders",
            ),
            "--without: leaves out all 2 programmes, so that there is nothing to choose from",
        ),
        (("nowhere", "--budget", "1 million USD"), "is neither a folder nor a hearing that ships"),
    ],
)
def test_what_cannot_be_decided_is_one_line(home: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = typed("decide", *arguments, "--out", "decided", folder=home)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""
    assert not (home / "decided").exists()


def test_a_decision_is_printed_choice_first(capsys: pytest.CaptureFixture[str]) -> None:
    told = decision()
    print_decision(told, Path("decided"))
    printed = " ".join(capsys.readouterr().out.split())
    assert printed.startswith(" ".join(told.says[0].split())[:60])
    assert "choice)" in printed  # of a cell that is wrapped
    assert "With coercive programmes: not ranked with the others" in printed
    assert "to know everything" in printed
    assert "decided/decision.html" in printed


def test_what_was_left_out_is_said_first_and_marked(capsys: pytest.CaptureFixture[str]) -> None:
    told = tell(decided(evidence(), parse_budget("1 million USD"), ("elders",)))
    print_decision(told, None)
    printed = " ".join(capsys.readouterr().out.split())
    assert "1 of 4 programmes left out" in printed[:100]
    assert "Left out, as asked, and in no portfolio: elders." in printed
    assert "Elders (left out)" in printed
