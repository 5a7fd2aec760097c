import numpy as np
import pytest
from scipy.stats import norm

from counterflow.hearing import PARAMETER_RECORDS, Prior
from counterflow.inference.belief import Belief, Believed, Known, Standard

PRIORS = {
    "weights.engaging.support": Prior(parameter="weights.*", normal=(0.5, 0.25)),
    "exposure_ratio": Prior(parameter="exposure_ratio", lognormal=(3.0, 0.7, 13.0), interval=0.9),
    "peer_reproduction": Prior(parameter="peer_reproduction", uniform=(0.0, 0.6)),
    "self_start_share": Prior(parameter="self_start_share", beta=(1.5, 8.5)),
    "selection_belonging": Prior(parameter="selection_*", normal=(0.9, 0.2)),
    "place_sd": Prior(parameter="place_sd", value=0.8),
}


@pytest.mark.parametrize("name", PRIORS)
def test_values_at_scores_are_the_priors_quantiles(name: str) -> None:
    scores = np.linspace(-4.0, 4.0, 101)
    found = Believed(PRIORS[name], PARAMETER_RECORDS[name]).at(scores)
    assert found == pytest.approx(PRIORS[name].quantile(norm.cdf(scores), PARAMETER_RECORDS[name]), abs=1e-9)
    assert (np.diff(found) >= 0).all()


def test_a_belief_can_be_told_the_value_of_a_coordinate() -> None:
    belief = Belief(("a", "b"), (Standard(), Standard())).knowing({"b": 2.0})
    assert belief.values(np.array([[0.5, 0.5]])).tolist() == [[0.5, 2.0]]
    assert belief.laws[1] == Known(2.0)


def test_each_coordinate_has_one_law() -> None:
    with pytest.raises(ValueError, match="2 names and 1 laws"):
        Belief(("a", "b"), (Standard(),))
