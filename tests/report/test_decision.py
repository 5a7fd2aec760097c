"""The decision as a page: what it says first, what it must not say, and that it stands in the report."""

from __future__ import annotations

import re

from counterflow.evidence.evidence import load_evidence
from counterflow.report import report_html
from counterflow.report.decision import decision_html
from tests.analysis.decide.made import decision
from tests.report.test_report import LIBRARY
from tests.views.example import verdicts

PAGE = decision_html(decision())


def test_the_choice_comes_first_with_its_range_and_who_would_disagree() -> None:
    told = decision()
    assert PAGE.index(told.says[0].split(" (")[0]) < PAGE.index("<table")
    for line in told.says:
        assert line.split("(")[0].strip()[:40] in re.sub(r"&#39;", "'", PAGE)


def test_it_loads_nothing_and_is_the_same_again() -> None:
    assert not re.search(r"<(script|link|img|iframe)\b", PAGE)
    assert decision_html(decision()) == PAGE


def test_no_value_of_a_departure_is_proposed() -> None:
    assert "No value is proposed here" in PAGE


def test_the_report_has_the_decision_and_the_verdict_on_the_efforts_beside_it() -> None:
    evidence = load_evidence(LIBRARY / "evidence.csv")
    page = report_html(verdicts(), evidence, decision())
    section = page[page.index('id="decision"') : page.index('id="programmes"')]
    assert decision().choice in section
    assert 'id="screening"' in page
    assert 'id="decision"' not in report_html(verdicts(), evidence)
