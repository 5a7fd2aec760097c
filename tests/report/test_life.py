"""The page of a life is whole and self-contained."""

from __future__ import annotations

import re

from counterflow.report.life import life_html
from counterflow.views.life_rows import life_rows
from tests.lives.people import elders, incident, nothing_done, stay, two_lives
from tests.report.pages import read

LIFE = two_lives(
    nothing_done(
        spells=(stay(0.0, 1.0, away=False), stay(1.0, 2.0)), incidents=(incident(0.5, 1), incident(1.5, 2))
    ),
    elders(spells=(stay(0.0, 1.0, away=False), stay(1.0, 2.0)), incidents=(incident(0.5, 1),)),
)


def test_the_page_is_sound_and_loads_nothing() -> None:
    html = life_html(LIFE)
    page = read(html)
    assert page.faults == []
    assert not re.search(r"(src|href)\s*=", html)
    assert "default-src 'none'" in html
    assert len([one for one in page.all("svg") if one.attributes.get("class") == "chart"]) == 2


def test_the_page_has_every_row_of_the_timeline_and_marks_what_differs() -> None:
    page = read(life_html(LIFE))
    rows = [one for one in page.all("tr") if "tbody" in one.within]
    timeline = [one for one in rows if one.text.strip().startswith("2")]
    assert len(timeline) == len(life_rows(LIFE))
    assert [one.attributes.get("class") for one in timeline].count("differs") == 1


def test_the_same_life_gives_the_same_bytes() -> None:
    assert life_html(LIFE) == life_html(LIFE)


def test_the_page_says_how_to_tell_it_again_and_how_rare_it_is_to_be_approached() -> None:
    text = " ".join(one.text for one in read(life_html(LIFE)).all("body"))
    assert (
        "counterflow life harvest --person 12 --seed 1 --programme none --programme visiting-elders" in text
    )
    assert "99,550 are never approached" in text
    assert "Nobody real" in text


def test_a_name_in_a_scenario_is_text_on_the_page() -> None:
    life = two_lives(nothing_done(), elders())
    object.__setattr__(life, "home", "<script>alert(1)</script>")
    assert "<script>" not in life_html(life)
