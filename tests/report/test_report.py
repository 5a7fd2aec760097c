"""The report as a page: complete, closed to the network, readable without sight or mouse."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

import counterflow
from counterflow.analysis.records import Verdicts
from counterflow.evidence.evidence import Evidence, load_evidence
from counterflow.report import report_html
from tests.report.pages import HEADINGS, Page, read
from tests.views.example import result, verdicts

LIBRARY = Path(counterflow.__path__[0]) / "library" / "central_asia_2015"
HOSTILE = '</style></svg><script>alert("x")</script><img src=x onerror=alert(1)> & "quoted"'


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load_evidence(LIBRARY / "evidence.csv")


@pytest.fixture(scope="module")
def few(evidence: Evidence) -> Evidence:
    return evidence.where(place="Tajikistan")


@pytest.fixture(scope="module")
def html(evidence: Evidence) -> str:
    return report_html(verdicts(), evidence)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return read(html)


def small(**changes: object) -> Verdicts:
    """Two claims of the made-up result, so that a test of words need not draw every chart."""
    found = result()
    parts = {
        "departures": {},
        "programmes": [],
        "claims": [claim for claim in found["claims"] if claim["id"] in ("A1", "R2")],
    }
    return Verdicts.model_validate(found | parts | changes)


def test_every_element_is_closed(page: Page) -> None:
    assert page.faults == []


def test_ids_are_unique_and_links_inside_the_page_arrive(page: Page) -> None:
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    inside = [element.attributes.get("href") or "" for element in page.all("a", "use")]
    assert {link[1:] for link in inside if link.startswith("#")} <= set(ids)
    pointed = [
        name
        for element in page.elements
        for name in (element.attributes.get("aria-labelledby") or "").split()
    ]
    assert set(pointed) <= set(ids)


def test_nothing_is_loaded(page: Page, html: str) -> None:
    assert not page.all(
        "script", "link", "iframe", "img", "object", "embed", "audio", "video", "base", "form"
    )
    assert not [element for element in page.elements if {"src", "srcset", "data"} & set(element.attributes)]
    style = page.all("style")[0].text
    assert "url(" not in style
    assert "@import" not in style
    assert "url(" not in re.sub(r"url\(#[\w.-]+\)", "", html)
    policy = next(e for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_no_element_carries_a_handler(page: Page) -> None:
    assert not [name for element in page.elements for name in element.attributes if name.startswith("on")]


def test_links_to_the_web_tell_nothing_to_where_they_lead(page: Page) -> None:
    outside = [
        element for element in page.all("a") if not (element.attributes.get("href") or "").startswith("#")
    ]
    assert len(outside) > 100
    assert {(element.attributes["href"] or "").partition(":")[0] for element in outside} <= {"http", "https"}
    assert {element.attributes.get("rel") for element in outside} == {"noopener noreferrer"}


def test_every_claim_and_part_is_there_with_its_standing_in_words(page: Page) -> None:
    parts = [(claim, part) for claim in verdicts().claims for part in claim.parts]
    assert len(parts) == 37
    for claim, part in parts:
        assert claim.title in page.by_id(f"claim-{claim.id}").text
        shown = page.by_id(f"part-{part.id}").text
        for words in (part.standing.capitalize(), part.statement, part.why, part.settle or ""):
            assert words in shown


def test_the_summary_names_every_claim_under_its_witness_and_links_every_part(page: Page) -> None:
    summary = page.by_id("hearing").text
    for claim in verdicts().claims:
        assert claim.title in summary
    links = {element.attributes.get("href") for element in page.all("a")}
    several = [claim for claim in verdicts().claims if len(claim.parts) > 1]
    assert {f"#part-{part.id}" for claim in several for part in claim.parts} <= links
    assert {f"#claim-{claim.id}" for claim in verdicts().claims} <= links


def test_no_witness_gets_a_score(page: Page) -> None:
    for witness in verdicts().witnesses:
        heading = page.by_id(f"hw-{witness.id}").text
        assert heading == witness.name


def test_the_notice_stands_above_the_claims(html: str) -> None:
    assert 0 < html.index('class="notice"') < html.index('id="hearing"')


def test_a_calibrated_hearing_needs_no_notice(few: Evidence) -> None:
    assert 'class="notice"' not in report_html(small(notice=None, calibrated=True), few)


def test_headings_descend_one_level_at_a_time(page: Page) -> None:
    levels = [int(element.tag[1]) for element in page.all(*HEADINGS)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_and_language(page: Page) -> None:
    assert page.all("html")[0].attributes["lang"] == "en"
    assert [len(page.all(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1]
    assert all(element.attributes.get("aria-label") for element in page.all("nav"))
    assert page.all("a")[0].attributes["class"] == "skip"


def test_tables_have_captions_and_headers_with_scope(page: Page) -> None:
    tables = page.all("table")
    assert len(page.all("caption")) == len(tables) > 40
    assert {element.attributes.get("scope") for element in page.all("th")} == {"row", "col"}


def test_every_chart_says_what_it_shows(page: Page) -> None:
    charts = [element for element in page.all("svg") if element.attributes.get("class") == "chart"]
    assert len(charts) > 60
    assert all(
        element.attributes.get("role") == "img" and element.attributes.get("aria-label") for element in charts
    )
    decoration = [element for element in page.all("svg") if element not in charts]
    assert {element.attributes.get("aria-hidden") for element in decoration} == {"true"}


def test_light_dark_and_print_are_styled(page: Page) -> None:
    style = page.all("style")[0].text
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    assert "break-inside: avoid" in style


def test_evidence_rows_stand_beside_what_rests_on_them(page: Page, evidence: Evidence) -> None:
    part = next(part for claim in verdicts().claims for part in claim.parts if part.id == "E1a")
    shown = page.by_id("part-E1a").text
    for row in part.evidence:
        assert row in shown
        assert evidence[row].origin in shown
    assert "Shown, not used" in shown
    assert "SEED-001" in shown


def test_conflicts_rates_departures_programmes_and_assumptions_are_there(page: Page) -> None:
    expected = {
        "conflicts": "syria-mufti (stake)",
        "rates": "Per 100,000 migrants in Russia",
        "departures": "Turkmenistan",
        "programmes": "Stopping travel",
        "assumed": "exposure.host_over_home",
        "reproduce": "counterflow hear central_asia_2015 --seed 20150610",
        "limits": "synthetic",
    }
    for name, words in expected.items():
        assert words in page.by_id(name).text


def test_as_of_a_date_later_figures_are_not_drawn(few: Evidence) -> None:
    then = report_html(small(as_of="2014-12-31"), few)
    assert "tj-prosecutor" not in then
    assert "--as-of 2014-12-31" in then


def test_inputs_are_named_with_their_hashes(page: Page) -> None:
    shown = page.by_id("reproduce").text
    for name, digest in verdicts().provenance.inputs.items():
        assert name in shown
        assert digest in shown


def test_hostile_text_stays_text(few: Evidence) -> None:
    found = result()
    claims = [claim for claim in found["claims"] if claim["id"] == "R2"]
    claim = claims[0]
    claim["title"] = claim["statement"] = claim["whose_words"] = HOSTILE
    claim["passages"][0] |= {"url": "javascript:alert(1)", "quote": HOSTILE, "document": HOSTILE}
    claim["parts"][0] |= {"statement": HOSTILE, "why": HOSTILE, "settle": HOSTILE, "in_people": HOSTILE}
    claim["parts"][0]["tests"][0] |= {"says": HOSTILE, "outcome": HOSTILE}
    hostile = small(
        claims=claims,
        notice=HOSTILE,
        hearing=found["hearing"] | {"title": HOSTILE, "source": "javascript:alert(1)"},
        assumptions=[found["assumptions"][0] | {"title": HOSTILE, "source": "javascript:alert(1)"}],
    )
    html = report_html(hostile, few)
    page = read(html)
    assert page.faults == []
    assert not page.all("script", "img")
    assert 'href="javascript:' not in html
    assert page.by_id("part-R2a").text.count('<script>alert("x")</script>') >= 3


def test_the_same_verdicts_are_the_same_text(few: Evidence) -> None:
    one, two = (report_html(small(), few) for _ in range(2))
    assert one == two
    assert one.endswith("</html>\n")
    assert "\r" not in one


def test_it_opens_quickly(html: str) -> None:
    assert len(html.encode()) < 2_000_000


def test_tests_shown_beside_are_told_apart_from_those_that_decide(few: Evidence) -> None:
    found = result()
    (claim,) = [claim for claim in found["claims"] if claim["id"] == "R2"]
    deciding = claim["parts"][0]["tests"][0]
    figure = {
        "says": "beside, on figures",
        "quantity": "q",
        "unit": "per head",
        "direction": "below",
        "threshold": 0.001,
    }
    values = {"p": 0.9, "low": 0.00005, "centre": 0.0001, "high": 0.0002, "beside": True}
    gap = {"says": "a gap", "direction": "above", "beside": True, "note": "no figure on it"}
    claim["parts"][0]["tests"] = [
        deciding,
        deciding | {"says": "beside, on the model", "beside": True},
        figure | values,
        gap,
    ]
    page = read(report_html(small(claims=[claim]), few))
    shown = page.by_id("part-R2a")
    assert "Shown beside" in shown.text
    assert "10 (5 to 20) per 100,000" in shown.text
    assert "No figure on it." in shown.text
    charts = [e for e in page.all("svg") if e.attributes.get("class") == "chart" and "section" in e.within]
    assert (
        sum("share recruited outside the region" in (e.attributes.get("aria-label") or "") for e in charts)
        == 1
    )


def test_before_calibration_a_model_part_rests_on_no_row_and_no_origin(few: Evidence) -> None:
    found = result()
    (claim,) = [claim for claim in found["claims"] if claim["id"] == "R2"]
    row = next(iter(few)).id
    claim["parts"][0] |= {
        "kind": "state",
        "standing": "unsettled",
        "reason": "not calibrated",
        "p_before": 0.6,
        "p_after": None,
        "evidence": [row],
        "origins": ["somebody"],
    }
    text = read(report_html(small(claims=[claim]), few)).by_id("part-R2a").text
    assert "model not yet calibrated" in text
    assert "no verdict rests on them yet" in text
    assert "Independent origins" not in text
    assert row in text


def test_a_claim_of_one_part_has_no_strip_and_a_line_on_one_side_of_a_half_no_chart(few: Evidence) -> None:
    found = result()
    (claim,) = [claim for claim in found["claims"] if claim["id"] == "R2"]
    flat = {
        "x": "ratio",
        "y": "probability that it holds",
        "points": [[1, 0.1], [2, 0.2]],
        "threshold": 0.5,
        "says": "whatever the ratio, never above one half",
    }
    claim["parts"] = [claim["parts"][0] | {"curve": flat, "kind": "state", "tests": []}]
    page = read(report_html(small(claims=[claim]), few))
    assert "Whatever the ratio, never above one half." in page.by_id("part-R2a").text
    inside = [e for e in page.all("svg") if e.attributes.get("class") == "chart" and "article" in e.within]
    assert inside == []


def test_on_paper_no_witness_is_left_out(page: Page) -> None:
    (style,) = page.all("style")
    (paper,) = re.findall(r"@media print \{(.*)\}", style.text, re.DOTALL)
    hidden = [rule.split("{")[0] for rule in re.findall(r"[^{}]+\{ display: none; \}", paper)]
    assert not any(re.search(r"(?<!details)\.long", rule) for rule in hidden)


def test_the_tally_says_why_parts_are_unsettled(few: Evidence) -> None:
    found = result()
    (claim,) = [claim for claim in found["claims"] if claim["id"] == "R2"]
    part = claim["parts"][0]
    states = [("a", "not calibrated"), ("b", "not calibrated"), ("c", "not tested")]
    claim["parts"] = [
        part
        | {"id": f"R2{letter}", "kind": "state", "standing": "unsettled", "reason": reason, "p_after": None}
        for letter, reason in states
    ]
    page = read(report_html(small(claims=[claim]), few))
    (tally,) = [e for e in page.all("ul") if e.attributes.get("class") == "tally"]
    assert "2 hang on a model not yet calibrated, 1 not tested by the figures" in " ".join(tally.text.split())
