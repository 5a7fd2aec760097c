"""What is printed: tables that say where each part stands, and bars only where somebody watches."""

import io
import json
import math
import time
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console
from rich.progress import Progress

from counterflow import terminal
from tests.views import example


def printed(*things: object, width: int = 110) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    for thing in things:
        console.print(thing)
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()


def test_every_part_of_the_hearing_has_its_row() -> None:
    verdicts = example.verdicts()
    parts = [part for claim in verdicts.claims for part in claim.parts]
    lines = printed(terminal.verdict_table(verdicts)).splitlines()
    for part in parts:
        (row,) = [line for line in lines if line.split()[:1] == [part.id]]
        assert part.standing in row


@pytest.mark.parametrize("width", [80, 110, 200])
def test_standings_are_told_apart_without_colour_at_any_width(width: int) -> None:
    text = printed(terminal.verdict_table(example.verdicts()), width=width)
    assert all(len(line) <= width for line in text.splitlines())
    assert {"supported", "unsettled"} <= set(text.split())


def test_a_probability_before_the_data_is_called_so_and_has_its_range_beneath() -> None:
    verdicts = example.verdicts()
    (claim,) = [claim for claim in verdicts.claims if claim.id == "R2"]
    part = claim.parts[0].model_copy(
        update={
            "kind": "state",
            "p_after": None,
            "p_before": 0.6,
            "p_range": (0.3, 0.95),
            "reason": "not calibrated",
        }
    )
    shown = verdicts.model_copy(update={"claims": (claim.model_copy(update={"parts": (part,)}),)})
    text = printed(terminal.verdict_table(shown), width=80)
    assert "0.60 before data" in text
    assert "0.30 to \N{GREATER-THAN OR EQUAL TO} 0.95" in text


def test_a_folder_may_be_called_what_markup_looks_like(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_hearing(example.verdicts(), Path("old[/bold]", "new[1]"))
    assert "report: old[/bold]/new[1]/report.html\nverdicts: old[/bold]/new[1]/verdicts.json\n" in (
        capsys.readouterr().out
    )


def test_the_standings_add_up() -> None:
    verdicts = example.verdicts()
    count = sum(len(claim.parts) for claim in verdicts.claims)
    words = terminal.standings(verdicts)
    assert words.startswith(f"{count} parts: ")
    assert sum(int(part.split()[0]) for part in words.partition(": ")[2].split(", ")) == count


def test_a_table_leaves_the_cells_empty_of_which_nothing_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_frame(
        pd.DataFrame({"place": ["[red]A", None], "per_head": [1234.5, math.nan]}), title="Rates"
    )
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["Rates"],
        ["place", "per", "head"],
        ["[red]A", "1,230"],
        [],
        [],
    ]


def test_a_cohort_may_be_called_what_markup_looks_like(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_frame(pd.DataFrame({"North [/b]": ["a [/b] b"]}), title="[/b]")
    assert capsys.readouterr().out.split("\n")[:3] == ["[/b]", "North [/b]", "a [/b] b  "]


def test_json_is_sorted_and_holds_dates_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_json({"b": pd.Timestamp("2015-06-10").date(), "a": "\N{EN DASH}"})
    assert capsys.readouterr().out == '{\n  "a": "\N{EN DASH}",\n  "b": "2015-06-10"\n}\n'


@pytest.mark.parametrize("quiet", [True, False])
def test_nobody_who_watches_no_bar(quiet: bool, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: FBT001
    with terminal.progress_bar(quiet=quiet) as bar:
        assert bar is None
    assert json.dumps(capsys.readouterr().err) == '""'


def test_compiling_is_announced_where_nothing_is_cached(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.say_if_compiling(tmp_path)
    assert capsys.readouterr().err == ""
    terminal.say_if_compiling(tmp_path / "none")
    assert "compiling the engine" in capsys.readouterr().err


def test_the_time_left_counts_only_what_was_done_while_somebody_watched() -> None:
    """Runs that were there already, or were done before the bar appeared, say nothing about speed."""
    now = [0.0]
    progress = Progress(
        get_time=lambda: now[0], auto_refresh=False, speed_estimate_period=300.0, disable=False
    )
    bar = terminal.Bar(progress, time.monotonic() - 60.0, {})
    bar("runs", 1_000, 2_000)
    for step in range(1, 11):
        now[0] = float(step)
        bar("runs", 1_000 + 10 * step, 2_000)
    progress.stop()
    assert progress.tasks[0].time_remaining == 90
