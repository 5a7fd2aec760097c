"""Forecasts of a day beside what came later."""

import datetime as dt
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from counterflow.analysis.expected.setting import Setting, setting_of
from counterflow.analysis.forecast.hindcast import day_of, hindcast, prior_forecaster
from counterflow.analysis.forecast.later import QUANTITIES, added, check_known, later_targets
from counterflow.analysis.forecast.model import ModelForecaster
from counterflow.analysis.forecast.records import By
from counterflow.evidence import load_evidence
from counterflow.evidence.inputs import Target
from counterflow.faults import Faults
from counterflow.world import Floats
from tests.analysis.expected.small import FILES, case
from tests.analysis.fakes import HEADER, row
from tests.analysis.forecast.figures import target

DAY = dt.date(2021, 3, 20)
KNOWN = target("known", "2020-12-31", 60)
LATER = (
    target("soon", "2021-06-30", 75, available="2021-07-15"),
    target("late", "2021-11-30", 90, available="2021-12-15"),
    target("dead", "2021-11-30", 9, available="2021-12-15", quantity="dead"),
    target("odd", "2021-11-30", 9, available="2021-12-15", quantity="share with a hat"),
)


@cache
def setting() -> Setting:
    return setting_of(case().scenario, (KNOWN, *LATER), case().salience, case().hearing.hearing.date, DAY)


def forecaster() -> ModelForecaster:
    return prior_forecaster(setting(), case().hearing, DAY, seed=2)


class Fixed:
    """Expects the same of every figure."""

    by: By = "posterior"

    def __init__(self, *centres: float) -> None:
        self.centres = np.log(centres)

    def expects(self, later: Target) -> Floats:
        if later.scale != "log":
            raise LookupError("only counts")
        return self.centres


def test_only_what_became_known_later_is_scored() -> None:
    assert later_targets((KNOWN, *LATER), DAY) == (LATER[0], LATER[2], LATER[1], LATER[3])
    assert hindcast((KNOWN,), [forecaster()], DAY, draws=100) is None


def test_later_figures_do_not_change_the_forecast() -> None:
    """The same without them, and with others in their place."""
    other = tuple(one.model_copy(update={"centre": one.centre * 1.1}) for one in LATER)
    day = case().hearing.hearing.date
    alone = setting_of(case().scenario, (KNOWN, *other), case().salience, day, DAY)
    again = prior_forecaster(alone, case().hearing, DAY, seed=2)
    assert np.array_equal(again.expects(LATER[1]), forecaster().expects(LATER[1]))


def test_the_forecast_of_the_known_count_is_the_count_within_its_range() -> None:
    """On the anchor's own day detection cancels: what is expected is the draw's published count."""
    expected = forecaster().expects(KNOWN)
    error = math.log(1.25) / 1.2815515655446004 / math.sqrt(len(expected))
    assert np.mean(expected) == pytest.approx(math.log(60), abs=4 * error)
    assert np.exp(np.quantile(expected, 0.9)) == pytest.approx(75, rel=0.12)


def test_more_have_left_later_and_the_doubt_grows() -> None:
    own = forecaster()
    now, then = own.expects(KNOWN), own.expects(LATER[1])
    assert (then > now).all()
    assert then.std() > now.std()


def test_the_dead_are_some_of_those_who_left() -> None:
    own = forecaster()
    assert (own.expects(LATER[2]) < own.expects(LATER[1])).all()


def test_every_forecaster_is_scored_on_what_it_forecast_and_against_the_naive_one() -> None:
    found = hindcast((KNOWN, *LATER), [forecaster(), Fixed(70.0, 80.0, 90.0)], DAY, draws=100)
    assert found is not None
    assert [one.id for one in found.figures] == ["soon", "dead", "late", "odd"]
    assert {one.by: (one.figures, one.compared) for one in found.fared} == {
        "prior": (3, 2),
        "posterior": (4, 2),
        "naive": (2, 2),
    }
    by_name = {one.id: {made.by: made for made in one.forecasts} for one in found.figures}
    assert by_name["soon"]["posterior"].inside50
    assert not by_name["dead"]["posterior"].inside90
    gain = np.mean(
        [by_name[i]["posterior"].log_score - by_name[i]["naive"].log_score for i in ("soon", "late")]
    )
    assert {one.by: one.gain for one in found.fared}["posterior"] == pytest.approx(gain)
    assert found.figures[3].not_forecast == "share with a hat is not among what the prior's draws tell"


def test_a_users_figures_are_scored_and_what_cannot_be_says_why(tmp_path: Path) -> None:
    file = tmp_path / "later.csv"
    lines = (
        row("X-001", "ff_cumulative", "Halmark", 88, about="2021-10-31", published="2021-11-15"),
        row("X-002", "ff_cumulative", "Atlantis", 88, about="2021-10-31", published="2021-11-15"),
        row("X-003", "hats", "Halmark", 88, about="2021-10-31", published="2021-11-15"),
        row("X-004", "ff_cumulative", "Halmark", 88, about="2021-02-01", published="2021-03-01"),
    )
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    extra = added(file, DAY, ["Halmark"])
    assert [(one.id, one.quantity, one.at) for one in extra.targets] == [
        ("X-001", "ever left", dt.date(2021, 10, 31))
    ]
    assert [reason.partition(":")[0] for reason in extra.unused] == ["X-002", "X-003", "X-004"]
    assert "Atlantis is no cohort of the scenario; known: Halmark" in extra.unused[0]
    assert "published on 2021-03-01, which is not after 2021-03-20" in extra.unused[2]
    found = hindcast((KNOWN,), [forecaster()], DAY, draws=100, extra=extra)
    assert found is not None
    assert [(one.id, one.added) for one in found.figures] == [("X-001", True)]
    assert {one.by for one in found.figures[0].forecasts} == {"prior", "naive"}


def test_quantities_of_evidence_files_are_named_as_in_targets() -> None:
    shipped = load_evidence(FILES / "evidence.csv")
    assert {one.quantity for one in shipped} & set(QUANTITIES)


def test_a_day_before_all_evidence_is_refused() -> None:
    evidence = load_evidence(FILES / "evidence.csv")
    check_known(evidence, None)
    check_known(evidence, dt.date(2030, 1, 1))
    with pytest.raises(
        Faults, match=r"--as-of: nothing was known on 1990-01-01: the first figure was published on"
    ):
        check_known(evidence, dt.date(1990, 1, 1))


def test_the_day_of_a_hearing_is_that_of_the_last_document_about_it() -> None:
    assert day_of(case().hearing) == max(one.date for one in case().hearing.document)
