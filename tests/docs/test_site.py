"""The site is whole: every page has its place, nothing is fetched from elsewhere, commands have the options that are typed."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

import counterflow
from counterflow.cli import app
from tools.follow.reader import ROOT
from tools.site_links import inside

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])


@pytest.mark.slow
def test_the_site_is_made_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stdout) == (0, "")
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 25
    for page in pages:
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"((?:https?:)?//[^\"]*)", text)
        assert not fetched, (page.name, fetched)


def test_links_that_leave_the_docs_name_the_file() -> None:
    text = "[a](../examples/a.sh), [`examples/b`](../examples/b), [c](../model.md), [d](https://x.org)"
    found = inside(text, "experiments.md")
    assert found.startswith("a (`examples/a.sh`), `examples/b`, ")
    assert inside("[c](../model.md)", "guides/a.md") == "[c](../model.md)"


def test_commands_in_pages_have_the_options_that_are_typed() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    known = {
        name: {option for one in found.params for option in one.opts} for name, found in commands.items()
    }
    known["COMMAND"] = {"--help"}
    seen = 0
    for page in PAGES:
        text = re.sub(r" #.*", "", page.read_text(encoding="utf-8"))
        for name, rest in re.findall(r"(?<![\w/'\[.])counterflow ([a-zA-Z]+)([^\n`;&|]*)", text):
            given = set(re.findall(r"(?<=\s)--[a-z-]+", rest))
            if not given or name not in known:
                continue
            assert given <= known[name] | {"--help"}, (page.name, name, given - known[name])
            seen += 1
    assert seen > 30


def snippets() -> list[tuple[str, str]]:
    """Snippets of Python in all pages, with the page that they stand in."""
    fence = re.compile(r"^```python[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [(page.name, found) for page in PAGES for found in fence.findall(page.read_text(encoding="utf-8"))]


def test_snippets_import_what_there_is() -> None:
    seen = 0
    for page, snippet in snippets():
        for node in ast.walk(ast.parse(snippet)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("counterflow"):
                module = importlib.import_module(node.module or "")
                for alias in node.names:
                    assert hasattr(module, alias.name), (page, node.module, alias.name)
                    seen += 1
    assert seen > 15


def test_snippets_call_our_functions_with_arguments_that_they_take() -> None:
    seen = 0
    for page, snippet in snippets():
        for node in ast.walk(ast.parse(snippet)):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and re.fullmatch(r"counterflow\.[a-z]+", called):
                known = inspect.signature(getattr(counterflow, called.partition(".")[2])).parameters
                given = {one.arg for one in node.keywords}
                assert given <= set(known) or "options" in known, (page, called, given - set(known))
                seen += 1
    assert seen >= 2
