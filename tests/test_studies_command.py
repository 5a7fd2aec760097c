"""sensitivity and discover as commands, from a new hearing's files to what they print and write."""

import json
from pathlib import Path

import pytest

from counterflow.template import new
from tests.commands import typed


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    new(folder / "harvest")
    return folder


FEW = ("--parameter", "exposure_ratio", "--parameter", "count.*", "--draws", "4", "--workers", "1")


def test_sensitivity_prints_a_table_and_writes_a_chart(home: Path, tmp_path: Path) -> None:
    chart = tmp_path / "moves.svg"
    answer = typed(
        *("sensitivity", "harvest", "--outcome", "departed", *FEW, "--chart", str(chart)), folder=home
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "departed (people)" in answer.stdout
    assert "exposure_ratio" in answer.stdout
    assert "12 futures, answered by runs. How much is luck of the runs is not known" in answer.stdout
    assert chart.read_text().startswith("<svg")


def test_sensitivity_in_json_is_resumed_from_what_is_kept(home: Path, tmp_path: Path) -> None:
    asked = (
        "sensitivity",
        "harvest",
        "--outcome",
        "departed",
        *FEW,
        "--out",
        str(tmp_path / "kept"),
        "--json",
    )
    answers = [typed(*asked, folder=home) for _ in range(2)]
    assert answers[0].stdout == answers[1].stdout
    (found,) = json.loads(answers[0].stdout)
    assert (found["outcome"], found["method"], found["futures"]) == ("departed", "morris", 12)


def test_sensitivity_of_a_verdict(home: Path) -> None:
    answer = typed(
        *("sensitivity", "harvest", "--claim", "A1a", "--draws", "90", "--workers", "1"), folder=home
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "verdict on A1a (probability)" in answer.stdout
    assert "90 futures, answered by expected outcomes." in answer.stdout


def test_discover_prints_boxes_in_words(home: Path, tmp_path: Path) -> None:
    chart = tmp_path / "way.png"
    asked = ("discover", "harvest", "--claim", "A1a", "--holds", "--draws", "150", "--density", "0.7")
    answer = typed(*asked, "--workers", "1", "--chart", str(chart), folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert 'Where A1a is true: "' in answer.stdout
    assert "Box 1. Where " in answer.stdout
    assert "held-out futures" in answer.stdout
    assert chart.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sensitivity", "harvest"), "--outcome: nothing is asked about"),
        (("sensitivity", "harvest", "--outcome", "departed", "--method", "sobl"), "did you mean sobol?"),
        (("sensitivity", "harvest", "--outcome", "departed", "--parameter", "nope"), "--parameter: nope: "),
        (("sensitivity", "harvest", "--outcome", "departed", "--chart", "x.pdf"), "write .svg or .png"),
        (("sensitivity", "harvest", "--claim", "B1c"), "--claim: B1c: is decided by"),
        (("discover", "harvest"), "give --better PROGRAMME or --claim PART"),
        (
            ("discover", "harvest", "--better", "elders"),
            "--better: elders: there is no such programme; known: visiting-elders",
        ),
        (("discover", "harvest", "--better", "exit-checks", "--than", "x"), "--than: x: there is no such"),
        (("discover", "harvest", "--claim", "A1a", "--density", "2"), "--density: 2 is no share"),
        (("discover", "harvest", "--claim", "A1a", "--slice", "1"), "slice_share is 1"),
        (("discover", "nowhere", "--claim", "A1a"), "neither a folder nor a hearing"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_2(
    home: Path, arguments: tuple[str, ...], words: str
) -> None:
    answer = typed(*arguments, folder=home)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert words in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert "Traceback" not in answer.stderr


HEAR = ("hear", "harvest", "--draws", "3", "--runs", "1", "--workers", "1")
HEADER = (
    "id,quantity,group,place,about,published,origin,low,value,high,unit,kind,status,publisher,title,url,note"
)
ROW = "X-001,ff_cumulative,nationals,Halmark,2021-10-31,2021-11-15,office,,90,,persons,count,seen,P,T,,N"


def test_a_users_later_figure_is_scored_without_code(home: Path, tmp_path: Path) -> None:
    (tmp_path / "later.csv").write_text(f"{HEADER}\n{ROW}\n")
    asked = (*HEAR, "--as-of", "2021-03-20", "--later", str(tmp_path / "later.csv"))
    answer = typed(*asked, "--out", str(tmp_path / "out"), folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Forecasts of 2021-03-20, by what came later:" in answer.stdout
    found = json.loads((tmp_path / "out" / "verdicts.json").read_text())["hindcast"]
    (added,) = [one for one in found["figures"] if one["added"]]
    assert (added["id"], added["quantity"], added["centre"]) == ("X-001", "ever left", 90)
    assert {one["by"] for one in added["forecasts"]} == {"prior", "naive"}
    assert 'id="hindcast"' in (tmp_path / "out" / "report.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("--as-of", "1990-01-01"),
            "--as-of: nothing was known on 1990-01-01: the first figure was published",
        ),
        (("--later", "nowhere.csv"), "nowhere.csv: the file does not exist"),
    ],
)
def test_what_cannot_be_forecast_is_one_line_and_nothing_is_written(
    home: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    answer = typed(*HEAR, *arguments, "--out", str(tmp_path / "out"), folder=home)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert words in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()
