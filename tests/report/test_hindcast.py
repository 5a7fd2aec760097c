"""The page that holds a day's forecasts against what came after."""

from __future__ import annotations

from counterflow.analysis.records import Verdicts
from counterflow.evidence.evidence import Evidence
from counterflow.report import report_html
from tests.report.pages import read
from tests.views.example import result
from tests.views.test_studies import figure, forecast, hindcast

HOSTILE = '<script>alert("x")</script>'


def verdicts(*, with_forecasts: bool, calibrated: bool = False) -> Verdicts:
    found = hindcast(
        figure(forecast("prior", 500.0), forecast("naive", 1500.0)),
        figure(reason=f"no such thing {HOSTILE}", identity="b"),
    )
    changes = {
        "departures": {},
        "programmes": [],
        "claims": [],
        "calibrated": calibrated,
        "hindcast": found.model_copy(update={"unused": (f"X-1: {HOSTILE}",)}) if with_forecasts else None,
    }
    return Verdicts.model_validate(result() | changes)


def test_the_page_names_the_day_the_figures_and_how_it_fared() -> None:
    page = read(report_html(verdicts(with_forecasts=True), Evidence(())))
    assert page.faults == []
    shown = page.by_id("hindcast").text
    assert "As of 2015-06-11, and what came after" in shown
    assert "of 10 figures 4 lie in the 50 percent intervals" in shown
    assert "The model is not calibrated yet" in shown
    assert "1,000 (700–1,600)" in shown
    assert "X-1: " in shown
    assert any(link.attributes.get("href") == "#hindcast" for link in page.all("a"))


def test_a_calibrated_model_is_not_called_uncalibrated() -> None:
    page = read(report_html(verdicts(with_forecasts=True, calibrated=True), Evidence(())))
    assert "not calibrated yet" not in page.by_id("hindcast").text


def test_what_files_say_stays_text() -> None:
    html = report_html(verdicts(with_forecasts=True), Evidence(()))
    assert HOSTILE not in html
    assert not read(html).all("script")


def test_without_later_figures_there_is_no_such_page() -> None:
    html = report_html(verdicts(with_forecasts=False), Evidence(()))
    assert "hindcast" not in html
