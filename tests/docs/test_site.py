"""The site is whole: every page has its place, nothing is fetched from elsewhere, commands have the options that are typed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

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
