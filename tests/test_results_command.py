"""What the commands on kept runs answer: run twice, results, rerun."""

import json
from pathlib import Path

import pandas as pd
import pytest

import counterflow
from counterflow.template import new
from tests.commands import typed


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new hearing, whose programmes were compared; the runs are in `kept`."""
    folder = tmp_path_factory.mktemp("home")
    new(folder / "harvest")
    counterflow.compare(folder / "harvest", runs=3, workers=1, out=folder / "kept")
    return folder


def test_a_run_that_is_kept_is_not_done_again(home: Path) -> None:
    before = {file.name for file in (home / "kept" / "parts").iterdir()}
    answer = typed("run", "harvest", "--runs", "3", "--out", "kept", "--json", folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert {file.name for file in (home / "kept" / "parts").iterdir()} == before
    alone = counterflow.run(home / "harvest", runs=3, workers=1)
    assert json.loads(answer.stdout) == json.loads(json.dumps(alone.document()))


def test_results_lists_and_summarises(home: Path) -> None:
    answer = typed("results", "kept", folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    for said in ("kept runs", "medians and 80 percent intervals", "departures averted", "exit-checks"):
        assert said in answer.stdout
    document = json.loads(typed("results", "kept", "--json", folder=home).stdout)
    assert {row["programmes"]: row["runs"] for row in document["kept runs"]} == {
        "none": 3,
        "exit-checks": 3,
        "visiting-elders": 3,
    }


def test_results_answers_sql_and_exports(home: Path) -> None:
    asked = typed("results", "kept", "--sql", "SELECT sum(departed) AS gone FROM runs", "--json", folder=home)
    found = counterflow.results(home / "kept").sql("SELECT departed FROM runs")["departed"].sum()
    assert json.loads(asked.stdout) == {"rows": [{"gone": found}]}
    answer = typed("results", "kept", "--export", "pairs.csv", "--table", "effects", folder=home)
    assert answer.stdout == "exported: pairs.csv\n"
    assert pd.read_csv(home / "pairs.csv")["programmes"].tolist() == ["exit-checks", "visiting-elders"]


def test_rerun_makes_a_run_anew(home: Path) -> None:
    answer = typed("rerun", "kept", folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "made anew: the same to the last bit" in answer.stdout
    assert counterflow.rerun(home / "kept").document() == json.loads(
        typed("rerun", "kept", "--json", folder=home).stdout
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("results", "nowhere"), "nowhere: holds no experiment; name the folder"),
        (("rerun", "kept", "xyz"), "kept: xyz: there is no such run"),
        (("results", "kept", "--sql", "SELECT"), "kept: --sql: "),
        (
            ("results", "kept", "--export", "x.doc"),
            "kept: --export: x.doc ends in no known way; .csv, .parquet or .nc",
        ),
        (
            ("results", "kept", "--sql", "SELECT 1", "--export", "x.csv"),
            "--export: x.csv: a query is printed",
        ),
        (("results", "nowhere", "--mend"), "nowhere: holds no experiment; name the folder"),
        (("run", "harvest", "--scheduler", "nonsense"), "--scheduler: nonsense: cannot be reached"),
        (("run", "harvest", "--workers-write"), "--workers-write: is about the workers of a cluster; name"),
        (("run", "harvest", "--out", "bogus://x"), "bogus://x: cannot be reached: Protocol not known: bogus"),
        (("run", "harvest", "--out", "abfs://x/y"), "abfs://x/y: cannot be reached: Install adlfs"),
        (("run", "harvest", "--out", ""), "--out: is empty; name a folder"),
        (("run", "harvest", "--events", "--out", "kept"), "kept: keeps counts only of each run"),
    ],
)
def test_wrong_input_is_one_line(arguments: tuple[str, ...], message: str, home: Path) -> None:
    answer = typed(*arguments, folder=home)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1
    assert message in answer.stderr


def test_mending_takes_a_damaged_file_out_and_the_command_does_its_runs_again(
    home: Path, tmp_path: Path
) -> None:
    store = tmp_path / "kept"
    counterflow.run(home / "harvest", runs=2, workers=1, out=store)
    (file,) = (store / "parts").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    again = ("run", str(home / "harvest"), "--runs", "2", "--out", "kept")
    answer = typed(*again, folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "is damaged: 100 bytes of" in answer.stderr
    assert typed("results", "kept", "--mend", folder=tmp_path).returncode == 0
    assert typed(*again, folder=tmp_path).returncode == 0
    assert file.read_bytes() == whole
