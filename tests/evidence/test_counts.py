"""Who had left and who was there."""

import datetime as dt

import numpy as np
import pytest

from counterflow.evidence import Figure
from counterflow.evidence.counts import ever_left, gone_share, present
from tests.evidence.builders import HEARING_DAY, figure, salience, study

DEAD_SHARE = figure("OUT-001", 7.5, low=7.4, high=7.6, kind="share", unit="percent", place="Syria/Iraq")
LEFT_SHARE = figure("OUT-002", 20, low=19.9, high=20.1, kind="share", unit="percent", place="Syria/Iraq")


def narrow(identity: str, value: float, **fields: object) -> Figure:
    return figure(identity, value, low=value * 0.999, high=value * 1.001, **fields)


def test_a_count_is_what_was_told() -> None:
    found = ever_left(study(figure("FF-1", 440)), "Belgium", HEARING_DAY)
    assert found.centre == pytest.approx(440, rel=0.02)
    assert (found.rows, found.origins, found.assumed) == (("FF-1",), ("icsr",), ("FF-1",))


def test_voices_are_believed_in_turn_not_averaged() -> None:
    asked = study(narrow("FF-1", 100), narrow("FF-2", 10_000, origin="be-interior"))
    draws = ever_left(asked, "Belgium", HEARING_DAY).draws
    assert np.mean(draws < 200) == pytest.approx(0.5, abs=0.04)
    assert not np.any((draws > 200) & (draws < 5_000))


def test_one_origin_counts_once_by_what_it_said_nearest_in_time() -> None:
    asked = study(
        narrow("FF-1", 100, about="2014-09-01"),
        narrow("FF-2", 300, about="2015-05-01"),
        figure("FF-3", 300, about="2013"),
    )
    assert ever_left(asked, "Belgium", HEARING_DAY).rows == ("FF-2",)


def test_agencies_with_one_list_share_one_turn() -> None:
    asked = study(
        narrow("FF-1", 100, origin="tj-mvd"),
        narrow("FF-2", 100, origin="tj-gknb"),
        narrow("FF-3", 10_000, origin="rferl"),
    )
    found = ever_left(asked, "Belgium", HEARING_DAY)
    assert np.mean(found.draws < 200) == pytest.approx(0.5, abs=0.04)
    assert len(found.voices) == 2


def test_the_number_in_the_zone_is_raised_by_those_dead_or_gone() -> None:
    asked = study(narrow("FF-1", 290, quantity="ff_present"), DEAD_SHARE, LEFT_SHARE)
    found = ever_left(asked, "Belgium", HEARING_DAY)
    assert found.centre == pytest.approx(290 / (1 - 0.275), rel=0.01)
    assert set(found.rows) == {"FF-1", "OUT-001", "OUT-002"}


def test_a_list_with_its_dead_and_returned_says_who_was_there() -> None:
    asked = study(
        narrow("FF-1", 380, origin="be-interior"),
        narrow("OUT-1", 50, origin="be-interior", quantity="deaths_cumulative"),
        narrow("OUT-2", 100, origin="be-interior", quantity="returns_cumulative"),
    )
    assert present(asked, "Belgium", HEARING_DAY).centre == pytest.approx(230, rel=0.01)
    beside = study(*asked.evidence.figures, narrow("FF-2", 2_300, origin="x", quantity="ff_present"))
    both = present(beside, "Belgium", HEARING_DAY).draws
    assert np.mean(both < 300) == pytest.approx(0.5, abs=0.04)
    share, used = gone_share(asked, "Belgium", HEARING_DAY)
    assert share is not None
    assert np.median(share) == pytest.approx(150 / 380, rel=0.01)
    assert [one.id for one in used] == ["FF-1", "OUT-1", "OUT-2"]


def test_figures_are_carried_by_a_growth_between_none_and_the_worlds() -> None:
    curve = salience((dt.date(2011, 4, 1), 100.0), (dt.date(2016, 1, 1), 100.0))
    asked = study(narrow("FF-1", 100, about="2014-08-01"), salience=curve)
    draws = ever_left(asked, "Belgium", HEARING_DAY).draws
    growth = asked.curve.growth(dt.date(2014, 8, 1), HEARING_DAY)
    assert growth > 1.2
    assert np.quantile(draws, 0.02) == pytest.approx(100, rel=0.01)
    assert np.quantile(draws, 0.98) == pytest.approx(100 * growth, rel=0.01)


def test_old_figures_serve_only_where_there_is_nothing_else_and_with_a_wider_range() -> None:
    old = figure("FF-1", 360, about="2013-10")
    alone = ever_left(study(old), "Belgium", HEARING_DAY)
    assert alone.rows == ("FF-1",)
    assert alone.high / alone.centre == pytest.approx(1.25**2, rel=0.05)
    assert ever_left(study(old, figure("FF-2", 500)), "Belgium", HEARING_DAY).rows == ("FF-2",)


def test_figures_about_a_later_time_do_not_answer() -> None:
    found = ever_left(study(figure("FF-1", 440, about="2016-01-01")), "Belgium", HEARING_DAY)
    assert found.draws.size == 0
    assert found.gap is not None
