"""What each command answers: its output, one line per fault, and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from counterflow.library import hearing_folder
from counterflow.template import new
from tests.commands import process, typed

SHIPPED = hearing_folder("central_asia_2015")
TARGETS = """
[[target]]
id = "a"
quantity = "ever left"
cohort = "x"
at = 2015-01-01
centre = 2
low = 1
high = 3
scale = "log"
rows = ["AA-001"]
origins = ["x"]
available = 2015-01-01
"""


def assert_one_fault(folder: Path, file: str, before: str, after: str, said: str) -> None:
    """`check` of a new hearing with one change in a file names that file, and says so in one line."""
    new(folder / "harvest")
    changed = folder / "harvest" / file
    changed.write_text(changed.read_text().replace(before, after, 1))
    answer = typed("check", "harvest", folder=folder)
    assert (answer.returncode, len(answer.stderr.splitlines())) == (2, 1), answer.stderr
    assert answer.stderr.startswith(f"harvest/{file}:")
    assert said in answer.stderr


def test_check_finds_nothing_wrong_in_what_ships() -> None:
    answer = process("check", str(SHIPPED / "targets.toml"))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.endswith("targets.toml: nothing wrong in this targets file\n")


def test_check_gives_one_line_per_fault_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_text(
        TARGETS.replace("high = 3", "high = 3\nhihg = 3").replace('"log"', '"lgo"')
    )
    answer = typed("check", "targets.toml", folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.splitlines() == [
        "targets.toml:10: target[0].hihg: is not a known key; did you mean high?",
        'targets.toml:11: target[0].scale: "lgo" is not known here; did you mean log?',
    ]


def test_check_in_json_has_the_faults_on_standard_output_too(tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_text(TARGETS.replace("centre = 2\n", ""))
    answer = typed("check", "targets.toml", "--json", folder=tmp_path)
    (checked,) = json.loads(answer.stdout)
    assert answer.returncode == 2
    assert checked["kind"] == "targets"
    assert checked["faults"][0] | {"remedy": ""} == {
        "file": "targets.toml",
        "line": 2,
        "field": "target[0].centre",
        "problem": "is missing",
        "remedy": "",
    }


def test_check_tells_the_kind_of_a_file_by_its_tables(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(TARGETS)
    assert (
        typed("check", "mine.toml", folder=tmp_path).stdout
        == "mine.toml: nothing wrong in this targets file\n"
    )


def test_check_says_so_where_it_cannot_tell_the_kind(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("a = 1\n")
    answer = typed("check", "mine.toml", folder=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.startswith(
        "mine.toml: its tables do not say what it is; name it as one of hearing.toml,"
    )


def test_check_names_a_row_that_the_figures_beside_it_lack(tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_text(TARGETS)
    header = (SHIPPED / "evidence.csv").read_text().splitlines()[0]
    (tmp_path / "evidence.csv").write_text(f"{header}\n")
    answer = typed("check", "targets.toml", folder=tmp_path)
    assert answer.returncode == 2
    assert "AA-001" in answer.stderr


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (
            "hearing.toml",
            '["TP-001"]',
            '["TP-009"]',
            'rows[0]: there is no evidence row "TP-009"; did you mean',
        ),
        (
            "scenario.toml",
            '"POP-001"',
            '"POP-001, POP-009: guessed"',
            "POP-009 is not a row of the evidence; did",
        ),
    ],
)
def test_check_names_a_row_that_a_hearing_or_scenario_rests_on_and_the_figures_lack(
    file: str, before: str, after: str, said: str, tmp_path: Path
) -> None:
    assert_one_fault(tmp_path, file, before, after, said)


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (
            "hearing.toml",
            "date = 2021-05-18\nplace",
            "date = 2015-05-18\nplace",
            "hearing.date: 2015-05-18 is not after",
        ),
        (
            "targets.toml",
            'cohort = "Halmark"',
            'cohort = "Halmrak"',
            'cohort: the scenario has no cohort "Halmrak"; did',
        ),
        (
            "scenario.toml",
            'id = "exit-checks"',
            'id = "none"',
            'programme[1].id: "none" means no programme; give',
        ),
        (
            "scenario.toml",
            "districts = 4",
            "districts = 900",
            "provinces[0].districts: 900 is over 200; write",
        ),
        ("evidence.csv", ",,45,,", ",,1e300,,", "value: 1e300 is over 1,000,000,000,000,000; write"),
    ],
)
def test_check_of_a_folder_finds_what_hear_would_trip_over(
    file: str, before: str, after: str, said: str, tmp_path: Path
) -> None:
    assert_one_fault(tmp_path, file, before, after, said)


@pytest.mark.parametrize("options", [(), ("--accounts",)])
def test_where_there_is_no_programme_nothing_is_compared(options: tuple[str, ...], tmp_path: Path) -> None:
    new(tmp_path / "harvest")
    scenario = tmp_path / "harvest" / "scenario.toml"
    scenario.write_text(scenario.read_text().partition("[[programme]]")[0])
    answer = typed("compare", "harvest", *options, folder=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr == (
        "--programme: the scenario harvest has no programme; add a [[programme]] to it\n"
    )


@pytest.mark.parametrize("command", ["hear", "run", "compare", "evidence"])
def test_a_hearing_that_is_not_there_writes_nothing(command: str, tmp_path: Path) -> None:
    answer = typed(command, "central_asia_2051", folder=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr == (
        "central_asia_2051: is neither a folder nor a hearing that ships; did you mean central_asia_2015?\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_change_without_a_value_is_told(command: str, tmp_path: Path) -> None:
    new(tmp_path / "harvest")
    answer = typed(command, str(tmp_path / "harvest"), "--set", "journeys")
    assert answer.returncode == 2
    assert answer.stderr.startswith("--set: journeys: is not a change; write path=value")


def test_schema_prints_a_schema_that_describes_what_ships() -> None:
    answer = typed("schema", "targets")
    assert json.loads(answer.stdout)["title"] == "counterflow targets"


def test_schema_of_an_unknown_kind_suggests_one() -> None:
    answer = typed("schema", "senario")
    assert (answer.returncode, answer.stderr) == (
        2,
        "senario: no such file has a schema; did you mean scenario?\n",
    )


def test_a_terminal_with_few_signs_shows_others_and_json_is_whole(tmp_path: Path) -> None:
    new(tmp_path / "harvest")
    (tmp_path / "hårvest").mkdir()
    answers = [
        subprocess.run(
            [sys.executable, "-m", "counterflow.cli", "check", "hårvest", *options],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env=os.environ | {"PYTHONIOENCODING": "ascii"},
        )
        for options in ((), ("--json",))
    ]
    assert [answer.returncode for answer in answers] == [2, 2]
    assert answers[0].stderr.startswith(b"h?rvest/hearing.toml: the file does not exist")
    assert json.loads(answers[1].stdout.decode())[0]["file"] == "hårvest/hearing.toml"


def test_ctrl_c_ends_with_one_line() -> None:
    program = (
        "import counterflow.checking as checking, counterflow.cli as cli, sys, signal, os\n"
        "checking.check = lambda file: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.argv = ['counterflow', 'check', 'x']\n"
        "cli.main()\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (answer.returncode, len(answer.stderr.splitlines())) == (130, 1)


def test_an_output_that_is_closed_early_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "counterflow.cli", "schema"]
    answer = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert "Traceback" not in answer.stderr
