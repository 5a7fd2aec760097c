"""Every page for everybody: axe-core's rules in light and dark, and nothing wider than a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.app.serving import Served, browser_only

pytestmark = browser_only
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
H = "hearing=harvest"
PAGES = (
    "/", "/?set=belief.exposure_ratio%3D[2,6,12]", "/?set=journeys.ban_length%3D3", "/claims/R1", "/world",
    f"/world?{H}&group=journeys&set=journeys.ban_length%3D3", "/world/map", f"/runs?{H}", "/runs/compare", "/decision",
    "/decision?budget=10+million+USD&without=exit&without=stopping-travel", "/decision?without=x",
    "/evidence", f"/evidence/conflicts?{H}", f"/evidence/rates?{H}", f"/life?{H}", "/hearings", "/hearings/harvest",
    "/evidence/fitted", "/about", "/enter", "/nowhere", "/?set=x",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, server: Served, scheme: str) -> None:
    context = browser.new_context(base_url=server.address, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    wrong = []
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        wrong += [
            (path, one["id"], one["impact"], one["nodes"][0]["html"][:200])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
    context.close()
    assert wrong == []


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_is_wider_than_the_window(browser: Browser, server: Served, width: int) -> None:
    context = browser.new_context(base_url=server.address, viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = {}
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {path: found for path, found in wide.items() if found > width} == {}


def test_the_server_is_there_within_three_seconds(server: Served) -> None:
    assert server.seconds < 3.0 * 4  # four times as long where the machine is busy; measured apart
