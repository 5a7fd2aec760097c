"""What people do with the app, in Chromium, on a server as they start it."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.serving import Served, browser_only, free_port, served

pytestmark = browser_only
H = "hearing=harvest"


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    context = browser.new_context(base_url=server.address)
    found = context.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.on(
        "console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None
    )
    yield found
    assert errors == []
    context.close()


def test_a_claim_is_opened_and_back_leads_back(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Recruited abroad").click()
    expect(page.get_by_text("What would settle it").first).to_be_visible()
    expect(page.locator("svg.chart").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Daniel Rosenblum")).to_be_visible()


def test_a_filter_changes_the_list_and_the_address(page: Page) -> None:
    page.goto("/")
    page.locator("select[name=standing]").select_option("supported")
    expect(page).to_have_url(re.compile("standing=supported"))
    expect(page.locator("#board .unsettled")).to_have_count(1)  # in the tally alone
    page.go_back()
    expect(page).not_to_have_url(re.compile("standing=supported"))


def test_a_programme_is_unticked_by_keyboard_and_its_link_shows_the_same_elsewhere(
    page: Page, browser: Browser, server: Served
) -> None:
    page.goto(f"/decision?{H}")
    page.get_by_label("Budget a year").fill("1 million USD")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Exit checks")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("budget=1\\+million\\+USD&without=exit-checks$"))
    elsewhere = browser.new_context(base_url=server.address).new_page()
    elsewhere.goto(page.url)
    boxes = elsewhere.get_by_role("group", name="Programmes that it may pay for")
    expect(boxes.get_by_role("checkbox", name="Exit checks")).not_to_be_checked()
    expect(boxes.get_by_role("checkbox", name="Visiting elders")).to_be_checked()
    expect(elsewhere.locator("#answer")).to_contain_text("with 1 of 2 programmes left out")
    elsewhere.context.close()


def test_a_belief_is_changed_answered_in_seconds_and_its_link_shows_the_same_elsewhere(
    page: Page, browser: Browser, server: Served
) -> None:
    page.goto(f"/world?{H}")
    field = page.locator('input[name="v:belief.exposure_ratio"]')
    for place, value in enumerate(("2", "4", "9")):
        field.nth(place).fill(value)
    page.get_by_role("button", name="Apply changes").click()
    expect(page.locator(".changes")).to_contain_text("4 (2 to 9)")
    page.get_by_role("link", name="See what the change does to the verdicts").click()
    expect(page.get_by_text("Answered at once")).to_be_visible(timeout=15_000)
    shown = page.locator("#main").inner_text()
    elsewhere = browser.new_context(base_url=server.address).new_page()
    elsewhere.goto(page.url)
    assert elsewhere.locator("#main").inner_text() == shown
    elsewhere.context.close()
    page.get_by_role("link", name="Take back all").click()
    expect(page.locator(".changes")).to_have_count(0)


def test_a_number_is_changed_run_watched_seen_to_change_a_verdict_and_compared(page: Page) -> None:
    page.goto(f"/world?{H}&group=hardship")
    page.locator('input[name="v:hardship.public"]').fill("0")
    page.locator('input[name="v:hardship.employers"]').fill("0")
    page.get_by_role("button", name="Apply changes").click()
    page.get_by_role("link", name="See what the changes do to the verdicts").click()
    expect(page.get_by_text("Not answered yet")).to_be_visible()
    page.get_by_role("button", name="Run it with the change").click()
    expect(page).to_have_url(re.compile("/runs/[0-9a-f]{12}"))
    expect(page.locator("progress").first).to_be_visible()
    expect(page.locator("#run .state")).to_have_text("Done.", timeout=120_000)
    expect(page.get_by_role("heading", name="What the changes do")).to_be_visible()
    run = page.url.rpartition("/")[2]
    page.get_by_role("link", name="Open the verdicts").click()
    expect(page.get_by_text("Not calibrated for this assumption")).to_be_visible()
    page.goto(f"/runs?{H}")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#run .state")).to_have_text("Done.", timeout=120_000)
    other = page.url.rpartition("/")[2]
    page.goto("/runs")
    page.get_by_label(f"Run {run} as the first").check()
    page.get_by_label(f"Run {other} as the second").check()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.get_by_role("heading", name=re.compile("Verdicts that differ"))).to_be_visible()


def test_a_run_is_cancelled_and_taken_up_again(page: Page) -> None:
    page.goto(f"/runs?{H}")
    page.locator("select[name=kind]").select_option("programmes")
    page.locator("select[name=effort]").select_option("full")
    page.locator("input[name=seed]").fill("5")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Cancel the run").click()
    expect(page.locator("#run .state")).to_contain_text("Cancelled")
    page.get_by_role("button", name="Take it up again").click()
    expect(page.locator("#run .state")).to_have_text("Done.", timeout=120_000)
    expect(page.get_by_role("heading", name="What programmes avert")).to_be_visible()


def test_a_broken_csv_is_uploaded_and_mended(page: Page, store: Path, tmp_path: Path) -> None:
    good = (store / "hearings" / "harvest" / "evidence.csv").read_text(encoding="utf-8")
    broken, mended = tmp_path / "broken.csv", tmp_path / "mended.csv"
    broken.write_text(good.replace(",count,", ",counted,", 1), encoding="utf-8")
    mended.write_text(good, encoding="utf-8")
    page.goto(f"/evidence?{H}")
    page.get_by_label("CSV file").set_input_files(broken)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="broken.csv: 1 fault")).to_be_visible()
    expect(page.locator(".faults")).to_contain_text("counted")
    page.get_by_label("CSV file").set_input_files(mended)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="mended.csv: nothing wrong")).to_be_visible()


def test_a_life_is_told(page: Page) -> None:
    page.goto(f"/life?{H}&person=17")
    page.get_by_role("button", name="Tell this life").click()
    expect(page.get_by_role("heading", name="How lives like this end")).to_be_visible(timeout=120_000)
    assert page.locator("svg.chart").count() == 2


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    page.goto("/about")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.goto("/")
    page.locator("#q").focus()
    page.keyboard.type("Afghanistan")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=Afghanistan"))
    page.get_by_role("link", name="ISIL in Afghanistan").press("Enter")
    expect(page).to_have_url(re.compile("/claims/R8"))


@pytest.mark.parametrize(("kind", "effort"), [("programmes", "full"), ("hearing", "quick")])
def test_a_killed_server_loses_nothing(
    browser: Browser, store: Path, tmp_path: Path, kind: str, effort: str
) -> None:
    own = tmp_path / "store"
    shutil.copytree(store / "hearings", own / "hearings")
    port = free_port()
    with served(own, port) as first:
        page = browser.new_context(base_url=first.address).new_page()
        page.goto(f"/runs?{H}")
        page.locator("select[name=kind]").select_option(kind)
        page.locator("select[name=effort]").select_option(effort)
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#run .state")).to_have_text("Under way.", timeout=30_000)
        some = page.locator("#run progress[value]:not([value='0'])")  # before that there is nothing to keep
        expect(some).to_be_attached(timeout=60_000)
        first.stop(kill=True)
    end = time.monotonic() + 30.0  # what it was at is written once its process sees that the server is gone
    while not list(own.glob("runs/*/kept/**/*.*")):
        assert time.monotonic() < end
        time.sleep(0.1)
    with served(own, port):
        page.reload()
        expect(page.locator("#run .state")).to_contain_text("it goes on from there")
        page.get_by_role("button", name="Take it up again").click()
        expect(page.locator("#run .state")).to_have_text("Done.", timeout=120_000)
        page.context.close()
