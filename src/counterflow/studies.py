"""What `sensitivity`, `discover` and `decide` print and draw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from rich.markup import escape

from counterflow.faults import Fault, Faults, nearest
from counterflow.terminal import console, print_frame

if TYPE_CHECKING:
    from counterflow.analysis.decide.records import Decision
    from counterflow.analysis.discover.records import Discovery
    from counterflow.analysis.sensitivity.records import Method, Sensitivity


def method_of(name: str | None) -> Method | None:
    """The method that was named; raises Faults for another word."""
    from counterflow.analysis.sensitivity.records import Method

    known: tuple[Method, ...] = get_args(Method)
    for method in known:
        if name == method:
            return method
    if name is None:
        return None
    near = nearest(name, known)
    remedy = f"did you mean {near}?" if near else f"known: {', '.join(known)}"
    raise Faults([Fault("--method", None, name, "is not known", remedy)])


def check_chart(file: Path | None) -> None:
    """Raise Faults, before anything is computed, where no chart could be written."""
    if file is not None:
        from counterflow.report.picture import check_picture

        check_picture(file)


def write_sensitivity(found: Sequence[Sensitivity], file: Path) -> None:
    """One chart for each outcome; with several, their number goes before the file's ending."""
    from counterflow.report.picture import write_picture
    from counterflow.views.sensitivity import what_moves
    from counterflow.views.theme import LIGHT

    for number, one in enumerate(found, 1):
        named = file if len(found) == 1 else file.with_stem(f"{file.stem}-{number}")
        write_picture(what_moves(one, LIGHT), named)


def write_discovery(found: Discovery, file: Path) -> None:
    """The way of the first box."""
    from counterflow.report.picture import write_picture
    from counterflow.views.boxes import trade_off
    from counterflow.views.theme import LIGHT

    write_picture(trade_off(found, LIGHT), file)


_MEANING = {
    "morris": "Change of the outcome over the parameter's range (5th to 95th percentile): mean size with its 95 percent"
    " interval, mean with its sign, and how much the changes differ between places.",
    "sobol": "Share of the outcome's variance: what would go were the parameter known (first order), and what would be left"
    " were all else known (total), with 95 percent intervals.",
    "thirds": "The outcome (for a verdict its probability) in the third of futures where the parameter is lowest and highest;"
    " clear: by more than chance does for so many parameters.",
}


def print_sensitivity(found: Sequence[Sensitivity]) -> None:
    """A table for each outcome, with what it rests on."""
    import pandas as pd

    from counterflow.views.sensitivity import table_rows
    from counterflow.views.words import number

    output = console()
    for one in found:
        print_frame(pd.DataFrame(table_rows(one)), title=f"{one.outcome} ({one.unit})")
        output.print(_MEANING[one.method])
        output.print(f"{_rests_on(one)} Mean {number(one.mean)}, standard deviation {number(one.sd)}.\n")


def _rests_on(one: Sensitivity) -> str:
    left_out = f", {one.dropped:,} without an answer" if one.dropped else ""
    said = f"{one.futures:,} futures{left_out}, answered by {one.answered_by}."
    if one.hidden is None:
        return f"{said} How much is luck of the runs is not known: --runs 2 or more tells it."
    if one.hidden > 0.0:
        what = "the luck of runs" if one.answered_by == "runs" else "the emulator's error"
        return f"{said} {one.hidden:.0%} of the variance is {what}."
    return said


def print_discovery(found: Discovery) -> None:
    """Boxes in words, their limits, and what a higher density would cost."""
    import pandas as pd

    from counterflow.analysis.discover.words import box_words

    output = console()
    output.print(escape(f"Where {found.question}"), style="bold")
    output.print(
        f"So in {found.share:.0%} of {found.futures - found.dropped:,} futures, answered by {found.answered_by}.\n"
    )
    for number, box in enumerate(found.boxes, 1):
        output.print(escape(f"Box {number}. {box_words(found, box)}"))
        limits = [
            {
                "limit": one.words,
                "unit": one.unit,
                "share of futures": f"{one.share:.0%}",
                "chance that it does nothing": f"{one.quasi_p:.2g}",
            }
            for one in box.limits
        ]
        print_frame(pd.DataFrame(limits), title="")
    rows = [
        {
            "density": f"{step.density:.2f}",
            "coverage": f"{step.coverage:.2f}",
            "of all futures": f"{step.mass:.2f}",
            "limits": step.limits,
        }
        for step in found.way[:: max(1, len(found.way) // 12)]
    ]
    print_frame(
        pd.DataFrame(rows), title="What a denser box costs in coverage (first box, where it was peeled)"
    )
    for one in found.restricted:
        everywhere = "averts none" if one.everywhere is None else f"{one.everywhere:,.0f}"
        inside = ", ".join("averts none" if x is None else f"{x:,.0f}" for x in one.in_box)
        output.print(
            escape(
                f"{one.title}: people restricted per departure averted: {everywhere}; in the boxes: {inside}."
            )
        )


def print_decision(told: Decision, out: Path | None) -> None:
    """The decision in sentences, its arms, what each programme does under each account, and what is worth knowing."""
    import pandas as pd

    output = console()
    for number, line in enumerate(told.says):
        output.print(escape(line), style="bold" if number == 0 else None)
    for line in told.warnings:
        output.print(escape(f"Warning: {line}"))
    output.print()
    for title, rows in _decision_tables(told).items():
        if rows:
            print_frame(pd.DataFrame(rows), title=title)
    if told.checked is not None:
        came = "all came out again to the last bit" if told.checked.same else "NOT all came out again"
        output.print(f"{told.checked.runs} stored runs made anew: {came}.")
    if out is not None:
        output.print(escape(f"wrote {out / 'decision.html'} and {out / 'decision.json'}"), soft_wrap=True)


def _decision_tables(told: Decision) -> dict[str, list[dict[str, str]]]:
    """Rows by title."""
    from counterflow.views.decision_rows import coercive_rows, fate_rows, know_rows

    fates = [
        {
            "programme": f"{row.title}{' (coercive)' if row.coercive else ''}{' (left out)' if row.left_out else ''}",
            **dict(zip(told.accounts, row.by_account, strict=True)),
        }
        for row in fate_rows(told)
    ]
    beside = [
        {
            "coercive, beside the others": row.what,
            "cost a year": row.cost,
            "departures averted": row.averted,
            "people restricted for each": row.restricted,
        }
        for row in coercive_rows(told)
    ]
    knows = [{"what": row.title, "departures": row.departures, "error": row.error} for row in know_rows(told)]
    return {
        f"What {told.budget} could buy, prices of {told.price_year}": _arm_table(told),
        "Share of departures averted at reference coverage, by account": fates,
        "With coercive programmes: not ranked with the others": beside,
        "What it would be worth to know, in departures": knows[:_SHOWN],
    }


def _arm_table(told: Decision) -> list[dict[str, str]]:
    from counterflow.views.decision_rows import arm_rows

    return [
        {
            "portfolio": f"{row.name}{' (the choice)' if row.chosen else ''}",
            "what is done": row.what,
            "cost a year": row.cost,
            "departures averted": row.averted,
            "forgoes at most": row.forgoes,
            "weighed": row.expected,
            "best in": row.best,
        }
        for row in arm_rows(told)
    ]


_SHOWN = 12
