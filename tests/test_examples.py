"""The example files for clusters are whole, and say what the documents say."""

import ast
import inspect
import re
import subprocess
from pathlib import Path

import pytest
import typer.main
import yaml

import counterflow
from counterflow.cli import app

ROOT = Path(__file__).parents[1]
CLUSTER = ROOT / "examples" / "cluster"
PAGE = ROOT / "docs" / "experiments.md"


def options(command: str) -> set[str]:
    """The options that a command has."""
    found = typer.main.get_command(app).commands[command].params  # type: ignore[attr-defined]
    return {option for one in found for option in one.opts}


def typed(text: str) -> list[tuple[str, set[str]]]:
    """Commands in a text, each with the options that are typed after it."""
    lines = re.findall(r"counterflow (run|compare|results|rerun) ([^#\n`;&]*)", text)
    return [(command, set(re.findall(r"(?<=\s)--[a-z-]+", f" {rest}"))) for command, rest in lines]


@pytest.mark.parametrize(
    "file", [PAGE, CLUSTER / "local.sh", CLUSTER / "Dockerfile"], ids=lambda path: path.name
)
def test_commands_in_the_files_have_the_options_that_are_typed(file: Path) -> None:
    commands = typed(file.read_text())
    assert commands
    for command, given in commands:
        assert given <= options(command), (command, given)


def test_what_kubernetes_is_told_is_whole() -> None:
    found = {
        one["metadata"]["name"]: one for one in yaml.safe_load_all((CLUSTER / "kubernetes.yaml").read_text())
    }
    kinds = [one["kind"] for one in yaml.safe_load_all((CLUSTER / "kubernetes.yaml").read_text())]
    assert kinds == ["Service", "Deployment", "Deployment", "Job"]
    (container,) = found["experiment"]["spec"]["template"]["spec"]["containers"]
    program, command, *rest = container["command"]
    assert program == "counterflow"
    assert {one for one in rest if one.startswith("--")} <= options(command)
    address = rest[rest.index("--scheduler") + 1]
    (worker,) = found["workers"]["spec"]["template"]["spec"]["containers"]
    assert address in worker["command"]
    assert address == "tcp://scheduler:8786"
    assert worker["image"] == container["image"]


def test_the_slurm_script_calls_what_there_is() -> None:
    tree = ast.parse((CLUSTER / "slurm.py").read_text())
    (call,) = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "counterflow.compare"
    ]
    assert {one.arg for one in call.keywords} <= set(inspect.signature(counterflow.compare).parameters)


def test_the_shell_script_is_well_formed() -> None:
    assert subprocess.run(["bash", "-n", str(CLUSTER / "local.sh")], check=False).returncode == 0  # noqa: S607


def test_links_of_the_page_lead_somewhere() -> None:
    links = re.findall(r"\]\((\.\./[^)#]+)\)", PAGE.read_text())
    assert len(links) >= 4
    assert all((PAGE.parent / link).resolve().exists() for link in links)
