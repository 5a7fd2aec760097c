import numpy as np
import pytest

from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.forward import BROADCAST, ONLINE, SELF_START, STREET
from tests.analysis.expected.small import SEED, contested, draw, library_setting, setting

NUMBERS = range(4)


def gone_by_anchors(found: Draw) -> dict[int, float]:
    result = found.fitted.result
    families = 1.0 + result.company.sum(axis=1) / result.gone.sum(axis=1)
    departures = found.fitted.departures * families[:, None, None, None]
    return {
        one.cohort: float(departures[one.cohort, ..., : round(one.years * 12)].sum())
        for one in found.setting.anchors
    }


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("account", ["all", "exposure"])
def test_departures_meet_the_counts_of_every_anchored_cohort(account: str, number: int) -> None:
    found = Draw(library_setting(), contested(account, number), number, SEED)
    assert gone_by_anchors(found) == pytest.approx(found.counts)


def test_the_central_draw_meets_the_centre_of_the_evidence() -> None:
    central = Draw(setting(), contested(), 0, SEED, central=True)
    assert gone_by_anchors(central) == {0: pytest.approx(55 / 0.6)}


def test_lower_detection_means_more_have_left() -> None:
    low, high = (Draw(setting(), contested(), 0, SEED, detection=one) for one in (0.1, 0.9))
    assert gone_by_anchors(low)[0] > gone_by_anchors(high)[0]
    assert low.published(setting().anchors[0]) == high.published(setting().anchors[0])


def test_a_cohort_without_a_count_deviates_from_the_others_by_the_draws_own_spread() -> None:
    whole = library_setting()
    fit = whole.fit
    without = type(fit)(fit.world, fit.sample, fit.anchors[1:], fit.mean_salience)
    counts = {anchor.cohort: anchor.true_count for anchor in fit.anchors[1:]}
    values = contested() | {"country_sd": 0.8}
    typical, above = (without(values, counts, luck).world.parameters.cohort_intensity for luck in (0.0, 1.5))
    left_out = fit.anchors[0].cohort
    others = [anchor.cohort for anchor in fit.anchors[1:]]
    assert typical[left_out] == pytest.approx(np.exp(np.log(typical[others]).mean()))
    assert above[left_out] == pytest.approx(typical[left_out] * np.exp(0.8 * 1.5))


@pytest.mark.parametrize("number", NUMBERS)
def test_self_starts_have_the_share_that_the_draw_says(number: int) -> None:
    """Of the first generation's departures but for the broadcast's, in all cohorts together."""
    found = draw(number, self_start_share=0.3, peer_reproduction=0.0)
    by_channel = found.fitted.result.departures.sum(axis=(0, 1, 3))
    assert by_channel[SELF_START] / by_channel[[STREET, ONLINE, SELF_START]].sum() == pytest.approx(0.3)


def test_the_broadcast_adds_what_the_draw_says_in_its_year() -> None:
    found = Draw(library_setting(), contested() | {"bridge_jump": 0.4}, 0, SEED)
    approaches = found.setting.world.approaches
    reached = int(np.argmax(approaches.broadcast_rate))
    first = round(approaches.broadcast_at * 12)
    year = found.fitted.result.departures[reached, :, :, first : first + 12].sum(axis=(0, 2))
    assert year[BROADCAST] / (year.sum() - year[BROADCAST]) == pytest.approx(0.4)


def test_targeting_moves_who_is_approached_not_how_many() -> None:
    """The mean probability of being chosen, of those whom recruiters turn to, is what it is normalised by."""
    found = draw(weights__approached__support=0.8, weights__approached__belonging=-0.5)
    parameters, rows = found.fitted.world.parameters, found.fitted.rows
    odds = parameters.intercepts[0] + rows.driver @ parameters.weights[0]
    likely = found.fitted.world.steps.highest[0] / (1.0 + np.exp(-odds))
    for kind in range(3):
        here = rows.kind == kind
        met = (rows.weight * rows.reach)[here]
        mean = np.average((likely / parameters.place_mean[rows.place])[here], weights=met)
        assert mean == pytest.approx(1.0)


def test_migrants_differ_by_the_correlation_that_the_draw_says() -> None:
    """A shift s of those mobile, of share p, correlates a standard normal trait with being mobile by s sqrt(p (1 - p))."""
    found = draw(selection_belonging=0.4)
    sample = found.setting.sample
    share = np.average(sample.survey.mobile[sample.weight > 0], weights=sample.weight[sample.weight > 0])
    shift = found.fitted.world.parameters.selection[1]
    assert shift * np.sqrt(share * (1 - share)) == pytest.approx(0.4)


def test_reproduction_stays_below_what_the_draw_says() -> None:
    found = draw(peer_reproduction=0.6)
    assert 0 < found.fitted.reproduction.max() <= 0.6
    assert draw(peer_reproduction=0.0).fitted.world.parameters.contact_rate == 0
