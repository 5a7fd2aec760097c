"""The quantities that hearings name."""

from dataclasses import replace

import numpy as np
import pytest

from counterflow.evidence import QUANTITIES, Estimate, Evidence, QuantityRef, evaluate, faults_of, probability
from counterflow.evidence.recruitment import growth_at
from counterflow.evidence.screening import flagged_at
from counterflow.evidence.study import Study
from tests.evidence.builders import HEARING_DAY, ask, figure, library, muslims, population, study


def get(evidence: Evidence, ref: QuantityRef, draws: int = 4000, seed: int = 3) -> Estimate:
    return evaluate(evidence, ref, np.random.default_rng(seed), draws, day=HEARING_DAY)


def test_440_of_638000_is_one_in_1450() -> None:
    evidence = Evidence((figure("FF-3", 440), muslims("Belgium", 638_000)))
    found = get(evidence, ask("people per one who ever left", "Belgium", "Muslims"))
    assert found.centre == pytest.approx(1450, rel=0.01)
    assert found.rows == ("FF-3", "POP-40")


def test_muslims_are_worked_out_from_a_share_where_they_were_not_counted() -> None:
    share = figure(
        "POP-61", 50, quantity="muslim_share", group="Muslims", kind="share", unit="percent of population"
    )
    asked = Evidence((figure("FF-1", 424), population("Belgium", 8_600_000), share))
    found = get(asked, ask("people per one who ever left", "Belgium", "Muslims"))
    assert found.centre == pytest.approx(8_600_000 * 0.5 / 424, rel=0.02)


def test_changing_one_figure_changes_the_probability() -> None:
    def claim(fighters: float) -> float:
        evidence = Evidence((figure("FF-3", fighters), muslims("Belgium", 638_000)))
        found = get(evidence, ask("people per one who ever left", "Belgium", "Muslims"), 20_000)
        return probability(found, at_most=1500).value

    assert claim(440) == pytest.approx(0.56, abs=0.05)
    assert claim(600) > 0.85
    assert claim(300) < 0.15


def test_what_is_asked_as_of_the_hearing_rests_on_nothing_later() -> None:
    known = library().known(HEARING_DAY)
    for name, quantity in QUANTITIES.items():
        found = get(known, ask(name, "Tajikistan" if quantity.needs_place else None), 200)
        assert set(found.rows) <= set(known.by_id), name
        assert (found.draws.size == 200) != (found.gap is not None), name
        assert found.sentence


def test_the_witness_own_figure_can_change_nothing() -> None:
    evidence = library()
    with_it = replace(evidence["FF-101"], origin="somebody")
    other = Evidence(
        (*evidence.figures, replace(with_it, id="FF-999", value=90_000.0, low=None, high=None)),
        evidence.salience,
    )
    ref = ask("present", "Tajikistan")
    assert (
        get(other.without(["somebody", "lemon"]), ref).centre == get(evidence.without(["lemon"]), ref).centre
    )
    assert get(other.without(["lemon"]), ref).high > 10 * get(evidence.without(["lemon"]), ref).high


def test_the_same_seed_gives_the_same_draws() -> None:
    ref = ask("ever left, five countries")
    first, second = get(library(), ref), get(library(), ref)
    assert np.array_equal(first.draws, second.draws)
    assert not np.array_equal(first.draws, get(library(), ref, seed=4).draws)


def test_a_ratio_divides_draw_by_draw() -> None:
    over = replace(ask("ever left", "Tajikistan", "Muslims"))
    ratio = get(library(), replace(ask("ever left", "Belgium", "Muslims"), over=over))
    assert 5 < ratio.centre < 40
    assert {"FF-003", "FF-103"} <= set(ratio.rows)


def test_every_pair_of_countries_is_compared() -> None:
    evidence = Evidence(
        (
            figure("FF-1", 100),
            muslims("Belgium", 10_000, "POP-1"),
            figure("FF-2", 100, place="Kyrgyzstan"),
            muslims("Kyrgyzstan", 1_000_000, "POP-2"),
            figure("FF-3", 100_000, place="Tajikistan"),
            muslims("Tajikistan", 1_000_000, "POP-3"),
            figure("FF-4", 100, place="Kazakhstan"),
            muslims("Kazakhstan", 1_000_000, "POP-4"),
        )
    )
    found = get(evidence, ask("share of pairs in which the European rate is higher"))
    assert found.centre == pytest.approx(2 / 3)
    assert "3 pairs" in found.sentence


def test_governments_are_asked_by_their_own_agencies_only() -> None:
    found = get(library(), ask("ever left by governments' figures"))
    told = {library()[row].origin for row in found.rows if row.startswith("FF")}
    assert {origin[:3] for origin in told} <= {"tj-", "kg-", "kz-", "uz-"}
    assert "Turkmenistan's gave none" in found.sentence


def test_fighters_and_supporters_add_up() -> None:
    whole = get(library(), ask("ever left, five countries"), 20_000)
    parts = [
        get(library(), ask(f"{who} who ever left, five countries"), 20_000)
        for who in ("fighters", "supporters")
    ]
    assert sum(part.draws.mean() for part in parts) == pytest.approx(whole.draws.mean(), rel=0.05)


def test_people_who_die_twice_as_fast_show_twice_the_rate() -> None:
    def rate(deaths: float) -> float:
        asked = Evidence(
            (
                figure("FF-1", 1000, low=999, high=1001),
                figure("OUT-1", deaths, low=deaths * 0.99, high=deaths * 1.01, quantity="deaths_cumulative"),
                *library().where(quantity=("departure_lag", "share_dead", "share_left_zone")),
            ),
            library().salience,
        )
        return float(get(asked, ask("deaths per person-year", "Belgium")).centre)

    assert rate(200) == pytest.approx(2 * rate(100), rel=0.02)


def test_this_flow_is_set_against_the_largest_earlier_one() -> None:
    earlier = [
        figure(
            f"HIS-{n}",
            persons,
            quantity="mobilisation_total",
            place=place,
            about=about,
            origin=place,
            low=persons,
            high=persons + 1,
        )
        for n, (place, about, persons) in enumerate([("A", "1980/1989", 10_000), ("B", "1992/1995", 8_000)])
    ]
    now = figure("FF-9", 20_000, place="world", low=19_999, high=20_001)
    evidence = Evidence((*earlier, now))
    assert get(evidence, ask("persons in all over earlier flows")).centre == pytest.approx(2.0, rel=0.15)
    yearly = get(evidence, ask("persons per year over earlier flows"))
    assert yearly.centre == pytest.approx(20_000 / 4.28 / 2_000, rel=0.15)


def test_screening_finds_one_in_many_at_a_low_base_rate() -> None:
    asked = Study(library(), np.random.default_rng(1), 4000, HEARING_DAY)
    few, many = flagged_at(asked, 300), flagged_at(asked, 30_000)
    assert many.centre == pytest.approx(100 * few.centre, rel=0.1)
    assert few.centre == pytest.approx(299 * 0.05 / 0.5, rel=0.15)
    one_of_two, one_of_four = flagged_at(asked, 2), flagged_at(asked, 4)
    assert one_of_four.centre == pytest.approx(3 * one_of_two.centre, rel=0.1)


def test_a_jump_of_detection_is_taken_out_of_the_growth() -> None:
    asked = Study(library(), np.random.default_rng(1), 20_000, HEARING_DAY)
    assert growth_at(asked, 1.0).centre == pytest.approx(2 * growth_at(asked, 2.0).centre, rel=0.1)


def test_the_branch_is_on_record_from_its_first_event() -> None:
    known = library().known(HEARING_DAY)
    found = get(known, ask("years since the first record of the Afghan branch"))
    assert found.rows == ("BRD-027",)
    assert 0.35 < found.centre < 0.4


def test_the_branch_spread_uses_its_highest_and_lowest_strength() -> None:
    found = get(library(), ask("spread of the Afghan branch's strength"))
    assert found.rows == ("STR-009", "STR-013")
    assert found.centre == pytest.approx(5.0, rel=0.05)


def test_a_gap_says_what_is_missing() -> None:
    found = get(library(), ask("share of cases recruited online"))
    assert found.draws.size == 0
    assert "no figure splits" in str(found.gap)
    with pytest.raises(ValueError, match="no draws to judge"):
        probability(found, above=0.5)


def test_schooling_is_discounted_and_stays_a_share() -> None:
    found = get(library(), ask("share with basic religious schooling"))
    assert found.centre < 0.7
    assert found.draws.max() <= 1.0


def test_a_probability_has_the_error_of_its_draws() -> None:
    found = get(Evidence((figure("FF-3", 440),)), ask("ever left", "Belgium"), 10_000)
    even = probability(found, above=440)
    assert even.value == pytest.approx(0.5, abs=5 * even.error)
    assert even.error == pytest.approx(0.005, rel=0.01)
    sure = probability(found, above=1, below=1e9)
    assert sure.value == 1.0
    assert 0 < sure.error < 0.001


@pytest.mark.parametrize(
    ("ref", "field", "remedy"),
    [
        (QuantityRef("ever lft", "Belgium"), "measure", "did you mean ever left?"),
        (QuantityRef("ever left"), "place", "name a country as in evidence.csv"),
        (QuantityRef("ever left", "Belgium", "muslims"), "per", "did you mean Muslims?"),
        (QuantityRef("first record of the Afghan branch", per="Muslims"), "per", "remove it"),
        (
            QuantityRef("present", "Belgium", over=QuantityRef("present")),
            "over.place",
            "name a country as in evidence.csv",
        ),
    ],
)
def test_a_wrong_reference_says_what_would_be_right(ref: QuantityRef, field: str, remedy: str) -> None:
    (fault,) = faults_of(ref)
    assert (fault.field, fault.remedy) == (field, remedy)
    with pytest.raises(ValueError, match=field):
        evaluate(Evidence(()), ref, np.random.default_rng(1), 10)


def test_a_day_must_be_named_somewhere() -> None:
    with pytest.raises(ValueError, match="needs by; name a day"):
        evaluate(library(), QuantityRef("ever left", "Belgium"), np.random.default_rng(1), 10)


def test_only_those_recruited_there_are_set_against_migrants() -> None:
    share = figure(
        "RCT-1", 80, quantity="share_recruited_in_russia", kind="share", unit="percent", low=79, high=81
    )
    register = figure("MIG-1", 1_000_000, quantity="citizens_present_in_russia", kind="population")
    asked = study(figure("FF-1", 500, low=499, high=501), register, share)
    found = get(asked.evidence, ask("people per one who ever left", "Belgium", "migrants in Russia"))
    assert found.centre == pytest.approx(870_000 / (500 * 0.8), rel=0.02)
