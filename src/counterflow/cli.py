"""The command line: each command reads its options, calls the function of the same name, and prints what it gives.

Exit codes: 0 done; 1 some runs failed, a run did not come out again, or a posterior cannot be trusted; 2 wrong input, one line per
fault on standard error,
nothing written; 130 stopped by Ctrl-C; 143 stopped by SIGTERM.
"""

from __future__ import annotations

import datetime as dt
import errno
import io
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from counterflow.faults.fault import Faults, visible

app = typer.Typer(
    name="counterflow",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_MOST_RUNS, _MOST_DRAWS = 10_000_000, 1_000_000
"""That a command takes: more would take years, and memory that nobody has."""
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines, and nothing else.")]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="The same seed gives the same result.")]
Runs = Annotated[int, typer.Option(min=1, max=_MOST_RUNS, help="Simulated histories for each arm.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; all cores unless said otherwise.")]
Sets = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change a number of the scenario.")
]
Scenario = Annotated[str, typer.Argument(help="A scenario file, or the name or folder of a hearing.")]
Hearing = Annotated[str, typer.Argument(help="The name of a hearing that ships, or the folder of your own.")]
AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Use only what was known on that day."),
]
Out = Annotated[Path | None, typer.Option(help="Folder to write to.")]
Kept = Annotated[
    str | None,
    typer.Option(
        "--out",
        help="Folder, or address such as s3://bucket/name, that keeps runs; what it holds is not done again.",
    ),
]
Scheduler = Annotated[
    str | None, typer.Option(help="Address of a Dask scheduler whose workers do it: tcp://host:8786.")
]
WorkersWrite = Annotated[
    bool,
    typer.Option("--workers-write", help="The cluster's workers reach --out, and write to it themselves."),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--parameter", help="What varies: a name or a pattern such as weights.*; may be repeated."),
]
Chart = Annotated[Path | None, typer.Option(metavar="FILE", help="Write a chart as .svg or .png.")]
Events = Annotated[bool, typer.Option("--events", help="Keep every event, beside the counts.")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Do runs anew that failed before.")]
Store = Annotated[str, typer.Argument(metavar="DIR", help="What --out was: a folder or an address.")]


def _version(asked: bool) -> None:  # noqa: FBT001 -- the form of a Typer callback
    if asked:
        from importlib.metadata import version

        typer.echo(f"counterflow {version('counterflow')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A hearing you can run: which claims stand, which fall, and what would settle the rest."""


@app.command()
def hear(
    hearing: Hearing = "central_asia_2015",
    seed: Seed = 1,
    draws: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=_MOST_DRAWS,
            help="Sets of parameters behind each probability; fewer are quicker and rougher.",
        ),
    ] = None,
    runs: Annotated[
        int | None, typer.Option(min=1, max=_MOST_RUNS, help="Simulated histories for each account and arm.")
    ] = None,
    workers: Workers = None,
    as_of: AsOf = None,
    later: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Figures that came later (like evidence.csv): they score the forecast."
        ),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(help="Money a year that the decision is about; 10 million unless said otherwise."),
    ] = None,
    sets: Sets = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to; build/hearing/NAME unless said otherwise.")
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help="Also keep the results beside the hearing's files, for serve.")
    ] = False,
    json: Json = False,
) -> None:
    """Run a hearing and print its verdicts. Writes report.html and verdicts.json."""
    from counterflow import terminal
    from counterflow.analysis.files import verdicts_json
    from counterflow.api import hear as run_hearing

    day = as_of.date() if as_of else None
    folder = out or Path(
        "build", "hearing", Path(hearing).resolve().name if Path(hearing).exists() else hearing
    )
    if not json:
        terminal.say_if_compiling()
    with terminal.progress_bar(quiet=json) as progress:
        heard = run_hearing(
            hearing,
            seed=seed,
            draws=draws,
            runs=runs,
            workers=workers,
            as_of=day,
            later=later,
            budget=budget,
            sets=tuple(sets or ()),
            out=folder,
            install=install,
            progress=progress,
        )
    if json:
        terminal.write_json(verdicts_json(heard.verdicts))
        return
    terminal.print_hearing(heard.verdicts, folder)


@app.command()
def calibrate(
    hearing: Hearing = "central_asia_2015",
    points: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=_MOST_DRAWS,
            help="Points of each of the bank's two waves; fewer are quicker and rougher.",
        ),
    ] = None,
    draws: Annotated[
        int | None, typer.Option(min=1, max=_MOST_DRAWS, help="Posterior draws that are kept.")
    ] = None,
    seed: Seed = 1,
    as_of: AsOf = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    workers_write: WorkersWrite = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder that keeps runs and posterior; build/calibration/NAME unless said otherwise."
        ),
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help="Also put the posterior beside the hearing's files.")
    ] = False,
    json: Json = False,
) -> None:
    """Fit the model of a hearing to the published figures. Prints accounts and figures, before and after."""
    from counterflow import terminal
    from counterflow.api import calibrate as fit

    if not json:
        terminal.say_if_compiling()
    with terminal.progress_bar(quiet=json) as progress:
        found = fit(
            hearing,
            points=points,
            draws=draws,
            seed=seed,
            as_of=as_of.date() if as_of else None,
            workers=workers,
            scheduler=scheduler,
            workers_write=workers_write,
            out=out,
            install=install,
            progress=progress,
        )
    if json:
        terminal.print_json(found.head.model_dump(mode="json"))
    else:
        terminal.print_posterior(found.head)
    if not found.head.trusted:
        raise typer.Exit(1)


@app.command()
def run(
    scenario: Scenario,
    runs: Runs = 20,
    seed: Seed = 1,
    programme: Annotated[
        list[str] | None, typer.Option(help="A programme that runs; may be repeated.")
    ] = None,
    sets: Sets = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    workers_write: WorkersWrite = False,
    events: Events = False,
    retry_failed: RetryFailed = False,
    out: Kept = None,
    json: Json = False,
) -> None:
    """Simulate one scenario. Prints people reached, engaged and departed, with the range over runs."""
    from counterflow import terminal
    from counterflow.api import run as simulate

    if not json:
        terminal.say_if_compiling()
    with terminal.progress_bar(quiet=json) as progress:
        found = simulate(
            scenario,
            runs=runs,
            seed=seed,
            programmes=tuple(programme or ()),
            sets=tuple(sets or ()),
            workers=workers,
            scheduler=scheduler,
            workers_write=workers_write,
            events=events,
            retry_failed=retry_failed,
            out=out,
            progress=progress,
        )
    if json:
        terminal.print_json(found.document())
        terminal.end_for_failures(found.failed)
        return
    table = found.summary().T.rename_axis("people").reset_index()
    terminal.print_frame(table, title=f"{runs} runs of {scenario}, seed {seed}")
    terminal.end_for_failures(found.failed)


@app.command()
def compare(
    scenario: Scenario,
    runs: Runs = 20,
    seed: Seed = 1,
    programme: Annotated[
        list[str] | None,
        typer.Option(help="A programme to compare with none; all of the scenario unless named."),
    ] = None,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="So many draws of each account of a hearing, told for each.")
    ] = False,
    sets: Sets = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    workers_write: WorkersWrite = False,
    events: Events = False,
    retry_failed: RetryFailed = False,
    out: Kept = None,
    json: Json = False,
) -> None:
    """Compare programmes with none. Pairs runs by seed: whom a programme does not reach lives the same life."""
    from counterflow import terminal
    from counterflow.api import compare as compare_programmes

    if not json:
        terminal.say_if_compiling()
    with terminal.progress_bar(quiet=json) as progress:
        found = compare_programmes(
            scenario,
            runs=runs,
            seed=seed,
            programmes=tuple(programme or ()),
            accounts=accounts,
            sets=tuple(sets or ()),
            workers=workers,
            scheduler=scheduler,
            workers_write=workers_write,
            events=events,
            retry_failed=retry_failed,
            out=out,
            progress=progress,
        )
    if json:
        terminal.print_json(found.document())
        terminal.end_for_failures(found.failed)
        return
    terminal.print_comparison(found, f"Against no programme, {runs} paired runs of {scenario}, seed {seed}")
    terminal.end_for_failures(found.failed)


@app.command()
def sensitivity(
    hearing: Hearing = "central_asia_2015",
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            help="departed, engaged, stopped, dead, returned (', COHORT'; ' averted by PROGRAMME'), or what claims test."
        ),
    ] = None,
    claim: Annotated[
        list[str] | None,
        typer.Option(help="A part of a claim, whose verdict is asked about; may be repeated."),
    ] = None,
    method: Annotated[
        str | None, typer.Option(help="morris, sobol, or thirds (for claims unless said otherwise).")
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            min=1, max=_MOST_DRAWS, help="Trajectories (morris), base points (sobol), futures (thirds)."
        ),
    ] = None,
    parameter: Parameters = None,
    grouped: Annotated[
        bool, typer.Option("--grouped", help="Take a driver's weights, or a programme's numbers, together.")
    ] = False,
    runs: Annotated[int, typer.Option(min=1, max=_MOST_RUNS, help="Simulated histories of each future.")] = 1,
    seed: Seed = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Kept = None,
    chart: Chart = None,
    json: Json = False,
) -> None:
    """Say which parameters move an outcome or a verdict. By Morris, Sobol or thirds, with 95 percent intervals."""
    from counterflow import studies, terminal
    from counterflow.api import sensitivity as study

    way = studies.method_of(method)
    studies.check_chart(chart)
    if not json:
        terminal.say_if_compiling()
    with terminal.progress_bar(quiet=json) as progress:
        found = study(
            hearing,
            outcomes=tuple(outcome or ()),
            claims=tuple(claim or ()),
            method=way,
            draws=draws,
            parameters=tuple(parameter or ()),
            grouped=grouped,
            runs=runs,
            seed=seed,
            workers=workers,
            scheduler=scheduler,
            out=out,
            progress=progress,
        )
    if chart is not None:
        studies.write_sensitivity(found, chart)
    if json:
        terminal.print_json([one.document() for one in found])
        return
    studies.print_sensitivity(found)


@app.command()
def discover(
    hearing: Hearing = "central_asia_2015",
    better: Annotated[str | None, typer.Option(help="A programme: where does it do better?")] = None,
    than: Annotated[str, typer.Option(help="Than which programme, or none.")] = "none",
    claim: Annotated[str | None, typer.Option(help="A part of a claim: where is it false?")] = None,
    holds: Annotated[bool, typer.Option("--holds", help="Where it is true, rather than false.")] = False,
    draws: Annotated[
        int | None, typer.Option(min=1, max=_MOST_DRAWS, help="Futures; 600 unless said otherwise.")
    ] = None,
    density: Annotated[float, typer.Option(help="Share of a box in which it must be so.")] = 0.8,
    slice_share: Annotated[
        float, typer.Option("--slice", help="Share of a box that one peel takes away.")
    ] = 0.05,
    parameter: Parameters = None,
    runs: Annotated[
        int, typer.Option(min=1, max=_MOST_RUNS, help="Simulated histories of each future and arm.")
    ] = 1,
    seed: Seed = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    out: Kept = None,
    chart: Chart = None,
    json: Json = False,
) -> None:
    """Say in which futures a programme does better, or a claim is false. Boxes in words, measured on futures held out."""
    from counterflow import studies, terminal
    from counterflow.api import discover as study

    studies.check_chart(chart)
    if not json:
        terminal.say_if_compiling()
    with terminal.progress_bar(quiet=json) as progress:
        found = study(
            hearing,
            better=better,
            than=than,
            claim=claim,
            holds=holds,
            draws=draws,
            density=density,
            slice_share=slice_share,
            parameters=tuple(parameter or ()),
            runs=runs,
            seed=seed,
            workers=workers,
            scheduler=scheduler,
            out=out,
            progress=progress,
        )
    if chart is not None:
        studies.write_discovery(found, chart)
    if json:
        terminal.print_json(found.document())
        return
    studies.print_discovery(found)


@app.command()
def decide(
    hearing: Hearing = "central_asia_2015",
    budget: Annotated[
        str,
        typer.Option(help='Money for each year, with its currency: "10 million USD".', show_default=False),
    ] = "",
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="PROGRAMME", help="A programme that cannot be paid for; may be repeated."
        ),
    ] = None,
    workers: Workers = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Say which programmes hold up whichever account is right. From the posterior, with regret, ranges and what to measure next."""
    from counterflow import studies, terminal
    from counterflow.api import decide as study

    if not json:
        terminal.say_if_compiling()
    with terminal.progress_bar(quiet=json) as progress:
        told = study(
            hearing, budget=budget, without=tuple(without or ()), workers=workers, out=out, progress=progress
        )
    if json:
        terminal.print_json(told.model_dump(mode="json"))
        return
    studies.print_decision(told, out)


@app.command()
def results(
    store: Store,
    world: Annotated[
        str,
        typer.Option(help="First digits of a world's hash; the one asked for last unless said otherwise."),
    ] = "",
    sql: Annotated[
        str | None, typer.Option(help="A query over runs, counts, totals, pairs, failures, logs.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a table as .csv or .parquet, or arrays as .nc (NetCDF)."),
    ] = None,
    table: Annotated[
        str, typer.Option(help="What to export: runs, counts, totals, failures, logs, summary or effects.")
    ] = "counts",
    mend: Annotated[
        bool, typer.Option("--mend", help="Take damaged files out, so that their runs can be done again.")
    ] = False,
    json: Json = False,
) -> None:
    """List, summarise and export kept runs. Medians with 80 percent intervals, and effects paired by seed."""
    from counterflow import terminal
    from counterflow.experiment.asking import asked

    document = asked(store, world=world, sql=sql, export=export, table=table, mending=mend)
    if json:
        terminal.print_json(document)
    else:
        terminal.print_results(document)


@app.command()
def rerun(
    store: Store,
    run: Annotated[str, typer.Argument(help="First digits of the run's id; any run unless given.")] = "",
    json: Json = False,
) -> None:
    """Make a kept run anew from its record. Says whether everything came out again, to the last bit."""
    from counterflow import terminal
    from counterflow.api import rerun as make_anew

    if not json:
        terminal.say_if_compiling()
    found = make_anew(store, run)
    if json:
        terminal.print_json(found.document())
    else:
        terminal.print_rerun(found)
    if not found.same:
        raise typer.Exit(1)


@app.command()
def life(
    scenario: Scenario,
    person: Annotated[
        int | None,
        typer.Option(min=0, help="Number of the person; somebody whom nobody approaches unless given."),
    ] = None,
    engaged: Annotated[
        bool, typer.Option("--engaged", help="Somebody who engages, as few do; by lot.")
    ] = False,
    programme: Annotated[
        list[str] | None,
        typer.Option(help="A programme, or none; give two. The scenario's first beside none unless named."),
    ] = None,
    seed: Seed = 1,
    sets: Sets = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Tell one synthetic life under two programmes. What happens in one of them only is marked."""
    from counterflow import terminal
    from counterflow.api import life as tell

    if not json:
        terminal.say_if_compiling()
    with terminal.progress_bar(quiet=json) as progress:
        told = tell(
            scenario,
            person=person,
            engaged=engaged,
            programmes=tuple(programme or ()),
            seed=seed,
            sets=tuple(sets or ()),
            out=out,
            progress=progress,
        )
    if json:
        terminal.print_json(told.document())
        return
    terminal.print_life(told, out)


@app.command()
def evidence(
    hearing: Hearing = "central_asia_2015",
    quantity: Annotated[str | None, typer.Option(help="Only figures on this quantity.")] = None,
    place: Annotated[str | None, typer.Option(help="Only figures on this place.")] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Print figures, conflicts and rates. Every figure has its range, every rate each of its denominators."""
    from counterflow import terminal
    from counterflow.evidence.overview import overview

    found = overview(hearing, quantity=quantity, place=place, as_of=as_of.date() if as_of else None)
    if json:
        terminal.print_json(found.document())
        return
    terminal.print_overview(found)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A file, or the folder of a hearing.")],
    json: Json = False,
) -> None:
    """Say what is wrong in a file. Knows hearing, scenario, targets, inputs, scored and evidence files."""
    from counterflow import terminal
    from counterflow.checking import check as check_files

    checked = check_files(file)
    if json:
        terminal.print_json([one.document() for one in checked])
    else:
        for one in checked:
            if not one.faults:
                typer.echo(f"{one.file}: nothing wrong in this {one.kind} file")
    faults = [fault for one in checked for fault in one.faults]
    if faults:
        raise Faults(faults)


@app.command()
def schema(
    kind: Annotated[
        str | None,
        typer.Argument(
            help="hearing, scenario, targets, inputs, scored, verdicts or decision; all unless named."
        ),
    ] = None,
    json: Json = False,  # noqa: ARG001 -- a schema is JSON already; the option is there so that every command has it
) -> None:
    """Print the JSON Schema of a kind of file. Editors complete and check files with it."""
    from counterflow import terminal
    from counterflow.schemas import KINDS
    from counterflow.schemas import schema as schema_of

    terminal.print_json(schema_of(kind) if kind else {name: schema_of(name) for name in KINDS})


@app.command()
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="NAME", help="Folder to make; its last part names the hearing.")
    ],
    json: Json = False,
) -> None:
    """Make a new hearing that runs. Its files are small and invented, to be replaced one by one."""
    from counterflow import terminal
    from counterflow.template import new as make

    files = make(folder)
    if json:
        terminal.print_json([str(file) for file in files])
        return
    typer.echo("\n".join(f"wrote {file}" for file in files))
    typer.echo(f"try it: counterflow hear {folder}")


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond this machine visitors must show a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8765,
    store: Annotated[
        Path, typer.Option(help="Folder that keeps runs and hearings made in the browser.")
    ] = Path("build/app"),
    workers: Workers = None,
) -> None:
    """Serve the hearing room, a web app, until stopped. The token beyond this machine: COUNTERFLOW_TOKEN, or one made here."""
    import os

    from counterflow.app.server import serve as run_server
    from counterflow.app.server import settings_of

    settings = settings_of(host, port, store, workers, os.environ.get("COUNTERFLOW_TOKEN"))
    shown = f"[{host}]" if ":" in host else host

    def told(listens: int) -> None:
        typer.echo(
            f"the hearing room: http://{shown}:{listens}/  (Ctrl-C ends it; the store is {store})", err=True
        )
        if settings.token is not None and not os.environ.get("COUNTERFLOW_TOKEN"):
            typer.echo(f"visitors need this token: {settings.token}", err=True)

    run_server(settings, told)


def _stop(*_: object) -> None:
    """End as Ctrl-C does: whatever is under way is told, and what was done is written."""
    raise SystemExit(143)


_REMEDIES = {
    errno.ENOSPC: "make room, and give the command again",
    errno.EDQUOT: "make room, and give the command again",
    errno.EFBIG: "make room, and give the command again",
    errno.EACCES: "name a folder of your own",
    errno.EPERM: "name a folder of your own",
    errno.EROFS: "name a folder of your own",
}


def _in_words(error: OSError) -> str:
    """What the system said, of which file, and what would help."""
    said = f"{error.filename or 'the output'}: {error.strerror or error}"
    return visible("; ".join(part for part in (said, _REMEDIES.get(error.errno or 0)) if part))


def main() -> None:
    """Run the command that was typed; never returns."""
    signal.signal(signal.SIGTERM, _stop)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a sign shows another
            stream.reconfigure(errors="replace")
    try:
        app()
    except Faults as faults:
        sys.stderr.write(f"{faults}\n")
        sys.exit(2)
    except MemoryError as error:
        sys.stderr.write(visible(f"memory ran out: {error}; ask for fewer runs, draws or --workers") + "\n")
        sys.exit(2)
    except OSError as error:  # a folder that cannot be written to, a full disk: what, where, and no traceback
        sys.stderr.write(f"{_in_words(error)}\n")
        sys.exit(2)
    except ModuleNotFoundError as error:
        from counterflow.extras import told

        sys.stderr.write(f"counterflow: {told(error)}\n")
        sys.exit(2)
    except SystemExit as exiting:
        if exiting.code in {130, 143}:
            sys.stderr.write("stopped; what was written before is whole\n")
        raise


if __name__ == "__main__":
    main()
