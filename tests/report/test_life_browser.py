"""The page of a life in a real browser."""

from pathlib import Path

import pytest

from counterflow.report.life import life_html
from tests.report.test_browser import (
    chromium,
    laid_out,
    pytestmark,  # noqa: F401 -- pytest reads it here
)
from tests.report.test_life import LIFE


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("life")
    (where / "report.html").write_text(life_html(LIFE), encoding="utf-8")
    return where


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_is_wider_than_the_window(page: Path, width: int) -> None:
    found = laid_out(page, width)
    assert (found["open"], found["outside"]) == (width, [])
    assert (found["charts"], found["undrawn"]) == (2, 0)


def test_it_prints(page: Path) -> None:
    paper = page / "life.pdf"
    chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}", (page / "report.html").as_uri())
    assert paper.read_bytes().startswith(b"%PDF")
