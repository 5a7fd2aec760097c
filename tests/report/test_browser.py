"""The report in a real browser, as wide as a desk and as narrow as a phone, and on paper."""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from counterflow.evidence.evidence import load_evidence
from counterflow.report import report_html
from tests.analysis.decide.made import decision
from tests.report.test_report import LIBRARY
from tests.views.example import verdicts

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name)) is not None), None)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true",
        reason="no Chromium here: the report was not opened in one",
    ),
]

# Chromium's window is never narrower than 500 pixels, so the page is laid out in a frame of the width that is meant.
FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}iframe{border:0;display:block}</style>
<iframe id="frame" src="report.html" width="WIDTH" height="1200"></iframe>
<script>
document.getElementById("frame").onload = (event) => {
  const page = event.target.contentDocument;
  const measure = () => page.documentElement.scrollWidth;
  const shown = page.querySelectorAll("svg.chart");
  const closed = measure();
  page.querySelectorAll("details").forEach((one) => { one.open = true; });
  const outside = [...page.querySelectorAll("main *")].filter((one) => !one.closest(".scroll, pre, .hidden, svg")
    && one.getBoundingClientRect().right > WIDTH + 1).map((one) => one.tagName + "." + one.className);
  document.body.dataset.found = JSON.stringify({
    closed, open: measure(), outside, charts: shown.length,
    undrawn: [...shown].map((one) => one.getBoundingClientRect()).filter((box) => box.width < 100 || box.height < 20).length,
    ground: getComputedStyle(page.body).backgroundColor, ink: getComputedStyle(page.body).color,
    painted: getComputedStyle(shown[0].querySelector("text")).fill,
  });
};
</script>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("report")
    html = report_html(verdicts(), load_evidence(LIBRARY / "evidence.csv"), decision())
    (where / "report.html").write_text(html, encoding="utf-8")
    return where


def chromium(folder: Path, *arguments: str) -> str:
    assert CHROMIUM is not None, "continuous integration must have Chromium"
    fixed = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}",
    )
    done = subprocess.run(
        [CHROMIUM, *fixed, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


def laid_out(folder: Path, width: int, *flags: str) -> dict[str, Any]:
    frame = folder / f"frame-{width}.html"
    frame.write_text(FRAME.replace("WIDTH", str(width)), encoding="utf-8")
    dom = chromium(folder, *flags, "--allow-file-access-from-files", "--dump-dom", frame.as_uri())
    found = re.search(r'data-found="([^"]*)"', dom)
    assert found is not None, "the page did not load"
    measured: dict[str, Any] = json.loads(unescape(found[1]))
    return measured


def rows_of_png(path: Path) -> list[bytes]:
    """The undone scan lines of an 8-bit PNG without interlace, as Chromium writes them."""
    raw, at, packed = path.read_bytes(), 8, b""
    while at < len(raw):
        (size,), kind = struct.unpack(">I", raw[at : at + 4]), raw[at + 4 : at + 8]
        packed += raw[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += 12 + size
    width, height, _, colours = struct.unpack(">IIBB", raw[16:26])
    line = width * {2: 3, 6: 4}[colours] + 1
    lines = zlib.decompress(packed)
    return [lines[row * line : (row + 1) * line] for row in range(height)]


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_is_wider_than_the_window(folder: Path, width: int) -> None:
    found = laid_out(folder, width)
    assert (found["closed"], found["open"]) == (width, width)
    assert found["outside"] == []


def test_every_chart_is_drawn_in_the_page_s_colours(folder: Path) -> None:
    found = laid_out(folder, 1280)
    assert found["charts"] > 60
    assert found["undrawn"] == 0
    assert found["ground"] == "rgb(255, 255, 255)"
    assert found["painted"] in ("rgb(26, 29, 33)", "rgb(85, 92, 102)")


def test_a_dark_screen_gets_a_dark_page_with_dark_charts(folder: Path) -> None:
    found = laid_out(folder, 1280, "--blink-settings=preferredColorScheme=0")
    assert (found["ground"], found["ink"]) == ("rgb(21, 24, 27)", "rgb(233, 235, 238)")
    assert found["painted"] in ("rgb(233, 235, 238)", "rgb(168, 176, 186)")


def test_the_picture_is_not_blank(folder: Path) -> None:
    picture = folder / "desk.png"
    chromium(folder, f"--screenshot={picture}", "--window-size=1280,1000", (folder / "report.html").as_uri())
    rows = rows_of_png(picture)
    assert len(rows) == 1000
    changing = sum(len(set(row)) > 3 for row in rows)
    assert changing > 400  # lines of pixels that hold more than one even colour


def test_it_prints(folder: Path) -> None:
    paper = folder / "report.pdf"
    chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={paper}", (folder / "report.html").as_uri())
    found = paper.read_bytes()
    assert found.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", found)) > 10
