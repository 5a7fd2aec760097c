from pathlib import Path

import numpy as np
import pytest

from counterflow.analysis.figures import AS_ASSUMED, WIDTHS, Desk, ask, independent, joint_figures, widened
from counterflow.analysis.narrowing import narrowing
from counterflow.hearing import EvidenceTest, QuantityEntry
from tests.analysis.fakes import POPULATION, evidence, row
from tests.hearing.mini import mini

RATE = EvidenceTest(
    quantity=QuantityEntry(measure="ever left", place="Tajikistan", per="people"), below=0.0001
)


def desk(folder: Path, *rows: str, seed: int = 1) -> Desk:
    known = evidence(folder, POPULATION, *rows)
    return Desk.of(known, mini(folder).hearing.date, seed)


def probability(folder: Path, *rows: str, width: str = AS_ASSUMED) -> float:
    holds = ask(RATE, desk(folder, *rows), "F1/0").holds(width)
    assert holds is not None
    return float(holds.mean())


def test_a_rate_far_below_its_limit_holds(tmp_path: Path) -> None:
    assert probability(tmp_path, row("X-001", "ff_cumulative", "Tajikistan", 200, low=150, high=300)) == 1.0


def test_a_verdict_moves_with_its_figure(tmp_path: Path) -> None:
    few = probability(tmp_path, row("X-001", "ff_cumulative", "Tajikistan", 200, low=150, high=300))
    more = probability(tmp_path, row("X-001", "ff_cumulative", "Tajikistan", 860, low=600, high=1200))
    many = probability(tmp_path, row("X-001", "ff_cumulative", "Tajikistan", 3000, low=2000, high=4000))
    assert few > more > many
    assert 0.4 < more < 0.6


def test_no_figure_is_a_gap_and_no_zero(tmp_path: Path) -> None:
    asked = ask(RATE, desk(tmp_path), "F1/0")
    assert asked.holds() is None
    assert joint_figures([asked]) is None
    assert asked.result().p is None
    assert "no figure" in (asked.result().note or "")


def test_the_witness_own_figures_are_set_aside(tmp_path: Path) -> None:
    own = row("X-001", "ff_cumulative", "Tajikistan", 3000, low=2000, high=4000, origin="ministry")
    other = row("X-002", "ff_cumulative", "Tajikistan", 200, low=150, high=300)
    known = desk(tmp_path, own, other)
    assert ask(RATE, known, "k").estimate.rows == ("POP-001", "X-001", "X-002")
    assert ask(RATE, known.without(["ministry"]), "k").estimate.rows == ("POP-001", "X-002")
    assert ask(RATE, known.without(["ministry", "office"]), "k").holds() is None


def test_only_assumed_ranges_are_widened(tmp_path: Path) -> None:
    known = evidence(
        tmp_path,
        row("X-001", "ff_cumulative", "Tajikistan", 200, low=100, high=400),
        row("X-002", "ff_cumulative", "Kyrgyzstan", 200),
    )
    wide = widened(known, 2.0)
    assert wide["X-001"] == known["X-001"]
    before, after = known["X-002"].interval, wide["X-002"].interval
    assert before is not None
    assert after is not None
    assert after.centre == before.centre
    assert after.high / after.centre == pytest.approx((before.high / before.centre) ** 2)


def test_wider_ranges_make_a_narrow_call_less_sure(tmp_path: Path) -> None:
    rows = [row("X-001", "ff_cumulative", "Tajikistan", 600)]
    found = {width: probability(tmp_path, *rows, width=width) for width in WIDTHS}
    assert found["assumed widths x0.5"] > found["assumed widths"] > found["assumed widths x2"] > 0.5


def test_the_same_seed_has_the_same_luck(tmp_path: Path) -> None:
    rows = [row("X-001", "ff_cumulative", "Tajikistan", 600)]
    one = ask(RATE, desk(tmp_path, *rows), "k").estimate.draws
    np.testing.assert_array_equal(one, ask(RATE, desk(tmp_path, *rows), "k").estimate.draws)
    assert not np.array_equal(one, ask(RATE, desk(tmp_path, *rows, seed=2), "k").estimate.draws)


def test_agencies_of_one_government_are_one_voice(tmp_path: Path) -> None:
    known = evidence(
        tmp_path,
        row("X-001", "ff_cumulative", "Tajikistan", 200, origin="tj-mvd"),
        row("X-002", "ff_cumulative", "Tajikistan", 300, origin="tj-gknb"),
        row("X-003", "ff_cumulative", "Tajikistan", 300, origin="office"),
    )
    assert independent(["X-001", "X-002", "X-003"], known) == ("government of Tajikistan", "office")


def test_what_would_settle_it_is_the_figure_in_dispute(tmp_path: Path) -> None:
    known = desk(
        tmp_path,
        row("X-001", "ff_cumulative", "Tajikistan", 100, low=90, high=110, origin="office"),
        row("X-002", "ff_cumulative", "Tajikistan", 3000, low=2800, high=3200, origin="paper"),
    )
    found = narrowing([ask(RATE, known, "k")], known, "settle")
    assert found is not None
    assert (found.quantity, found.place, found.rows) == ("ff_cumulative", "Tajikistan", ("X-001", "X-002"))
    assert found.left < 0.2


def test_a_part_with_several_figures_holds_where_all_hold(tmp_path: Path) -> None:
    known = desk(tmp_path, row("X-001", "ff_cumulative", "Tajikistan", 200, low=150, high=300))
    other = RATE.model_copy(update={"below": 0.00001})
    both = joint_figures([ask(RATE, known, "k/0"), ask(other, known, "k/1")])
    assert both is not None
    assert both.mean() < 0.01  # the wider limit alone holds in every draw
