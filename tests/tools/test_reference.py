"""Reference pages hold every command, option, field and function."""

import typer.main

import counterflow
from counterflow.cli import app
from counterflow.hearing.vocabulary import OUTCOMES
from counterflow.schemas import schema
from tools.reference import cli, files, python


def test_every_command_and_option_has_its_line() -> None:
    page = cli.page()
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        section = page.partition(f"## counterflow {name}\n")[2].partition("\n## ")[0]
        assert command.help.split(".")[0] in " ".join(section.split())
        for one in command.params:
            for option in one.opts if one.param_type_name == "option" else ():
                assert f"`{option}`" in section, (name, option)


def test_every_field_of_every_file_has_its_line() -> None:
    page = files.page()
    for kind in ("hearing", "scenario", "targets", "inputs", "scored"):
        for name, table in schema(kind).get("$defs", {}).items():
            if "properties" in table:
                section = page.partition(f"### {kind}: {name}\n")[2].partition("\n#")[0]
                for key in table["properties"]:
                    assert f"| `{key}` |" in section, (kind, name, key)
    assert all(f"| `{name}` |" in page for name in OUTCOMES)


def test_what_is_said_under_a_field_stands_beside_it() -> None:
    said = "Beliefs of this account; they take the place of those that all accounts share."
    assert f"| `priors` |  | list of Prior | {said} |" in files.page()
    assert "| `population` | required | number, in persons |" in files.page()


def test_every_public_function_has_its_signature() -> None:
    page = python.page()
    for name in counterflow.__all__:
        assert f"## counterflow.{name}\n\n```text\n{name}(" in page
    assert "'" not in page.partition("## counterflow.check")[2].partition("```\n")[0].partition("check(")[2]
