"""decide as a command: what it refuses, in one line each; and what it prints of a decision."""

from pathlib import Path

import pytest

from counterflow.studies import print_decision
from counterflow.template import new
from tests.analysis.decide.made import decision
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
