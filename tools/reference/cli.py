"""docs/reference/cli.md: every command with its arguments and options, from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
import typer.main

from counterflow.cli import app

_KINDS = {"INT": "NUMBER", "FLOAT": "NUMBER", "STR": "TEXT", "%": "DATE"}
_HEAD = """\
# Commands

Made from the command line (`make docs`). `counterflow COMMAND --help` says the same.

| exit code | |
| --- | --- |
| 0 | done |
| 1 | some runs failed, a run did not come out again, or a posterior cannot be trusted |
| 2 | wrong input: one line per fault on standard error, nothing written |
| 130, 143 | stopped by Ctrl-C or SIGTERM: what was written before is whole |

Progress bars show on a terminal only. `--json` prints JSON for machines, and nothing else.
"""


def page() -> str:
    """The page."""
    group: Any = typer.main.get_command(app)
    return "\n".join(
        [_HEAD, *(line for name in group.commands for line in _command(name, group.commands[name]))]
    )


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and "--help" not in one.opts]
    usage = " ".join(
        ["counterflow", name, *(_argument(one) for one in arguments), *(["[OPTIONS]"] if options else [])]
    )
    yield f"## counterflow {name}\n"
    yield f"{' '.join((command.help or '').split())}\n"
    yield f"    {usage}\n"
    yield "| | | |"
    yield "| --- | --- | --- |"
    for one in arguments:
        yield f"| `{_argument(one)}` | {_default(one)} | {_cell(one.help)} |"
    for one in options:
        yield f"| {_option(one, command)} | {_default(one)} | {_cell(one.help)} |"
    yield ""


def _argument(one: Any) -> str:
    name = (one.metavar or one.name).upper()
    return name if one.required else f"[{name}]"


def _option(one: Any, command: Any) -> str:
    names = ", ".join(f"`{name}`" for name in one.opts)
    return names if one.is_flag else f"{names} {_cell(one.metavar or _kind(one, command))}"


def _kind(one: Any, command: Any) -> str:
    shown = str(one.display_type(typer.Context(command))).strip("<>").upper()
    return next((word for sign, word in _KINDS.items() if sign in shown), shown)


def _default(one: Any) -> str:
    if one.required:
        return "required"
    repeated = ", may be repeated" if one.multiple else ""
    shown = one.default is not None and one.default is not False and one.default != ()
    return (f"`{one.default}`" if shown else "") + repeated.removeprefix("" if shown else ", ")


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")
