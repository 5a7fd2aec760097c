"""`counterflow life`, from a new hearing's files to what it prints and writes."""

import json
from pathlib import Path

import pytest

import counterflow
from tests.commands import typed


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new hearing."""
    folder = tmp_path_factory.mktemp("home")
    typed("new", "harvest", folder=folder)
    return folder


def test_it_tells_somebody_whom_nobody_approaches_and_how_many_others_there_are(
    home: Path, tmp_path: Path
) -> None:
    answer = typed("life", "harvest", "--out", str(tmp_path / "out"), folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    words = " ".join(answer.stdout.split())
    assert (
        "She is never approached, in either life." in words
        or "He is never approached, in either life." in words
    )
    assert "are never approached. Drawn by lot among 400 adults" in words
    assert "of 600,002" in words
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"life.html", "life.json"}


def test_json_is_what_is_written_and_what_python_gives(home: Path, tmp_path: Path) -> None:
    arguments = ("--person", "17", "--programme", "exit-checks", "--seed", "3", "--set", "ties.home_ties=4")
    answer = typed("life", "harvest", *arguments, "--json", "--out", str(tmp_path), folder=home)
    found = counterflow.life(
        home / "harvest", person=17, programmes=["exit-checks"], seed=3, sets=["ties.home_ties=4"]
    )
    document = json.loads(answer.stdout)
    assert document == json.loads(json.dumps(found.document(), default=str))
    assert (tmp_path / "life.json").read_text() == answer.stdout
    assert (document["person"], document["seed"]) == (17, 3)


def test_a_change_changes_the_life(home: Path) -> None:
    plain, changed = (
        counterflow.life(home / "harvest", person=17, sets=sets).arms[0].levels.ties.mean()
        for sets in ((), ("ties.home_ties=1",))
    )
    assert changed < plain


def test_one_of_the_few_who_engage_is_told_with_how_few_they_are(home: Path) -> None:
    answer = typed("life", "harvest", "--engaged", folder=home)
    words = " ".join(answer.stdout.split())
    assert "Such a life is rare: of 100,000 people" in words
    assert "engages" in words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--person", "600002"), "--person: 600002 is nobody's number; people are numbered from 0 to 600001"),
        (
            ("--person", "1", "--engaged"),
            "--engaged: asks for somebody else than --person; give one of the two",
        ),
        (("--programme", "exit-check"), "--programme: exit-check: there is no such programme; did you mean"),
        (("--programme", "none", "--programme", "none"), "--programme: none: is named twice; name it once"),
        (("--set", "ties.scale=-1"), "ties.scale"),
        (("--set", "approach.home_rate=1e9"), "beyond what the strips can hold; lower the rates"),
    ],
)
def test_wrong_input_is_one_line_and_writes_nothing(
    arguments: tuple[str, ...], message: str, home: Path, tmp_path: Path
) -> None:
    answer = typed("life", str(home / "harvest"), *arguments, "--out", str(tmp_path / "out"), folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1
    assert message in answer.stderr
    assert list(tmp_path.iterdir()) == []
