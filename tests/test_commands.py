"""The commands that compute, from a new hearing's files to what they print and write."""

import json
import resource
from pathlib import Path

import pytest

import counterflow
from counterflow.template import new
from tests.commands import process, typed

QUICK = ("--draws", "3", "--runs", "1", "--workers", "1")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new hearing."""
    folder = tmp_path_factory.mktemp("home")
    made = typed("new", "harvest", folder=folder)
    assert (made.returncode, made.stderr) == (0, "")
    return folder


def test_hear_prints_the_verdicts_and_writes_both_files(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = typed("hear", "harvest", *QUICK, "--out", str(out), folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert {file.name for file in out.iterdir()} == {"report.html", "verdicts.json"}
    assert f"report: {out / 'report.html'}" in answer.stdout
    assert "5 parts: 2 supported, 3 unsettled" in answer.stdout
    assert "Not calibrated." in answer.stdout
    assert json.loads((out / "verdicts.json").read_text())["hearing"]["id"] == "harvest"
    assert "harvest" in (out / "report.html").read_text()


def test_hear_twice_gives_the_same_bytes_and_json_is_what_is_written(home: Path, tmp_path: Path) -> None:
    answers = [
        typed(
            "hear", "harvest", *QUICK[:-1], workers, "--out", str(tmp_path / workers), "--json", folder=home
        )
        for workers in ("1", "2")
    ]
    texts = [(tmp_path / workers / "verdicts.json").read_text() for workers in ("1", "2")]
    assert texts[0] == texts[1]
    assert [answer.stdout for answer in answers] == texts
    assert [answer.stderr for answer in answers] == ["", ""]


def test_hear_as_of_a_date_and_with_another_seed(home: Path, tmp_path: Path) -> None:
    answer = typed(
        *(
            "hear",
            "harvest",
            *QUICK,
            "--as-of",
            "2021-03-01",
            "--seed",
            "9",
            "--out",
            str(tmp_path),
            "--json",
        ),
        folder=home,
    )
    document = json.loads(answer.stdout)
    assert (document["as_of"], document["provenance"]["seed"]) == ("2021-03-01", 9)


def test_hear_writes_nothing_where_a_file_is_wrong(tmp_path: Path) -> None:
    new(tmp_path / "harvest")
    (tmp_path / "harvest" / "targets.toml").unlink()
    scenario = tmp_path / "harvest" / "scenario.toml"
    scenario.write_text(scenario.read_text().replace("population = 350_000", "population = -1"))
    answer = typed("hear", "harvest", *QUICK, folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert {line.partition(":")[0] for line in answer.stderr.splitlines()} == {
        "harvest/scenario.toml",
        "harvest/targets.toml",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["harvest"]


def test_run_prints_totals_by_cohort_and_writes_every_count(home: Path, tmp_path: Path) -> None:
    answer = typed("run", "harvest", "--runs", "2", "--out", str(tmp_path), folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Halmark" in answer.stdout
    assert "departed with family" in answer.stdout
    assert {file.name for file in tmp_path.iterdir()} == {"inputs", "lock", "manifest-00000001.json", "parts"}


def test_run_in_json_and_in_python_say_the_same(home: Path) -> None:
    arguments = ("--runs", "2", "--seed", "5", "--programme", "exit-checks", "--set", "journeys.first_age=18")
    answer = typed("run", "harvest", *arguments, "--json", folder=home)
    found = counterflow.run(
        home / "harvest",
        runs=2,
        seed=5,
        programmes=["exit-checks"],
        sets=["journeys.first_age=18"],
        workers=1,
    )
    assert json.loads(answer.stdout) == json.loads(json.dumps(found.document()))


def test_a_changed_number_changes_the_runs(home: Path) -> None:
    plain, changed = (
        counterflow.run(home / "harvest", runs=1, sets=sets, workers=1).document()["runs"]
        for sets in ([], ["approach.home_rate=0.01"])
    )
    assert changed[0]["approaches"] > 2 * plain[0]["approaches"]


def test_compare_prints_each_programme_by_name(home: Path, tmp_path: Path) -> None:
    answer = typed("compare", "harvest", "--runs", "2", "--out", str(tmp_path), folder=home)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Visiting elders" in answer.stdout
    assert "Exit checks" in answer.stdout
    assert {file.name for file in tmp_path.iterdir()} == {"inputs", "lock", "manifest-00000001.json", "parts"}


def test_compare_in_json_has_the_programmes_named(home: Path) -> None:
    answer = typed("compare", "harvest", "--runs", "2", "--programme", "exit-checks", "--json", folder=home)
    document = json.loads(answer.stdout)
    assert [row["programme"] for row in document["effects"]] == ["exit-checks"]
    found = counterflow.compare(home / "harvest", runs=2, programmes=["exit-checks"], workers=1)
    assert document == json.loads(json.dumps(found.document()))


UNKNOWN = ("--programme", "exit-check")
NO_SUCH = "--programme: exit-check: there is no such programme; did you mean exit-checks?"


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        ("run", UNKNOWN, NO_SUCH),
        ("compare", UNKNOWN, NO_SUCH),
        ("run", ("--set", "journeys.first=3"), "journeys.first: is not a known key; did you mean first_age?"),
        ("compare", ("--set", "ties.scale=-1"), "ties.scale"),
        ("run", ("--set", "approach.home_rate=1e9"), "beyond what the strips can hold; lower the rates"),
    ],
)
def test_wrong_input_is_one_line_and_writes_nothing(
    command: str, arguments: tuple[str, ...], message: str, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    answer = typed(
        command, str(home / "harvest"), *arguments, "--runs", "1", "--out", str(out), folder=tmp_path
    )
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1
    assert message in answer.stderr
    assert list(tmp_path.iterdir()) == []


def processor_time() -> float:
    """Seconds that finished commands have worked: on a busy machine they wait longer, and work as long."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_region_of_68_million_in_which_nearly_everybody_would_be_approached_is_refused(
    tmp_path: Path,
) -> None:
    begun = processor_time()
    answer = process(
        *("run", "central_asia_2015", "--set", "approach.home_rate=5", "--out", str(tmp_path / "out")),
        folder=tmp_path,
    )
    assert processor_time() - begun < 20.0
    assert (answer.returncode, answer.stdout) == (2, "")
    (said,) = answer.stderr.splitlines()
    assert "of 69 million people" in said
    assert "would be approached at least once" in said
    assert "; lower the rates of approach" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "option"),
    [("hear", "--draws"), ("hear", "--runs"), ("run", "--runs"), ("compare", "--workers")],
)
def test_no_runs_and_no_workers_are_refused(command: str, option: str, home: Path) -> None:
    answer = typed(command, "harvest", option, "0", folder=home)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"'{option}'" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("command", ["hear", "run", "compare"])
def test_numbers_that_nobody_can_compute_are_refused(command: str, home: Path) -> None:
    answer = typed(command, "harvest", "--runs", "1000000000000", folder=home)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "'--runs': Input should be less than or equal to" in answer.stderr


@pytest.mark.parametrize("command", ["hear", "run", "compare"])
def test_an_output_that_is_no_folder_is_refused_before_anything_is_computed(
    command: str, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("mine")
    what = home if command == "hear" else home / "scenario.toml"
    for place in (tmp_path / "taken", tmp_path / "taken" / "below"):
        ended = typed(command, str(what), "--out", str(place), folder=tmp_path)
        assert ended.returncode == 2
        assert "taken: --out: is not a folder" in ended.stderr
        assert len(ended.stderr.splitlines()) == 1
    assert (tmp_path / "taken").read_text() == "mine"
