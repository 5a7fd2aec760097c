"""Beliefs in few numbers, and their densities."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr

from counterflow.analysis.changed.beliefs import believed, log_density, reaches_beyond, shown
from counterflow.analysis.changed.changes import changes_of, new_belief
from counterflow.faults import Faults
from counterflow.hearing import PARAMETER_RECORDS, Prior, load_hearing
from counterflow.library import hearing_folder

BELIEFS = [
    ("weights.engaging.support", Prior(parameter="weights.*", normal=(0.2, 0.5))),
    ("exposure_ratio", Prior(parameter="exposure_ratio", lognormal=(3.0, 0.7, 13.0), interval=0.9)),
    ("peer_reproduction", Prior(parameter="peer_reproduction", uniform=(0.0, 0.94))),
    ("self_start_share", Prior(parameter="self_start_share", beta=(1.5, 5.5))),
]


@pytest.mark.parametrize(("name", "prior"), BELIEFS)
def test_a_density_is_that_of_the_law_by_which_draws_are_made(name: str, prior: Prior) -> None:
    """The mass between two quantiles is the difference of their probabilities."""
    parameter = PARAMETER_RECORDS[name]
    low, high = prior.quantile(np.array([0.2, 0.7]), parameter)
    mass, error = quad(lambda x: float(np.exp(log_density(prior, np.array([x]), parameter)[0])), low, high)
    assert mass == pytest.approx(0.5, abs=1e-4 + error)


def test_what_lies_beyond_the_ends_of_a_correlation_has_the_mass_of_the_ends() -> None:
    parameter = PARAMETER_RECORDS["selection_precarity"]
    prior = Prior(parameter="selection_*", normal=(0.9, 0.2))
    found = log_density(prior, np.array([1.0]), parameter)
    assert np.exp(found[0]) == pytest.approx(ndtr((0.9 - 1.0) / 0.2))


@pytest.mark.parametrize(("name", "prior"), BELIEFS)
def test_a_belief_in_the_numbers_that_are_shown_is_the_same(name: str, prior: Prior) -> None:
    again = believed(name, prior, shown(prior).numbers)
    parameter = PARAMETER_RECORDS[name]
    probabilities = np.array([0.05, 0.3, 0.5, 0.8, 0.99])
    assert again.quantile(probabilities, parameter) == pytest.approx(
        prior.quantile(probabilities, parameter), rel=1e-6
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("belief.exposure=[1,2,3]", "did you mean exposure_ratio?"),
        ("belief.exposure_ratio=3", "takes 3 numbers; write [low, centre, high]"),
        ("belief.exposure_ratio=[3,2,1]", "do not rise"),
        ("belief.exposure_ratio=[-1,2,3]", "lies between 0 and inf"),
        ("belief.exposure_ratio=many", "is no number"),
        ("belief.interaction=[-1,0.5,1]", "with these ends write 0"),
        ("belief.kin_recruit_share=0.01", "is too near an end"),
        ("belief.exposure_ratio=[NaN,2,3]", "takes 3 numbers"),
    ],
)
def test_what_cannot_be_believed_is_told_in_one_line(text: str, said: str) -> None:
    hearing = load_hearing(hearing_folder("central_asia_2015") / "hearing.toml")
    with pytest.raises(Faults) as raised:
        new_belief(hearing, text)
    assert said in str(raised.value)


def test_beliefs_are_changed_under_the_widest_account_alone() -> None:
    hearing = load_hearing(hearing_folder("central_asia_2015") / "hearing.toml")
    changes = changes_of(
        ["belief.exposure_ratio=[1,2,3]", "journeys.ban_length=3", "belief.exposure_ratio=[1,4,9]"]
    )
    assert changes.texts == ("journeys.ban_length=3", "belief.exposure_ratio=[1,4,9]")
    changed = changes.hearing(hearing)
    assert changed.priors("all")["exposure_ratio"].lognormal == (4.0, 1.0, 9.0)
    assert changed.priors("support") == hearing.priors("support")


def test_a_belief_that_holds_possible_what_was_impossible_reaches_beyond() -> None:
    parameter = PARAMETER_RECORDS["peer_reproduction"]
    old, narrow, wide = (Prior(parameter="x", uniform=ends) for ends in ((0.0, 0.6), (0.1, 0.5), (0.0, 0.9)))
    assert not reaches_beyond(narrow, old, parameter)
    assert reaches_beyond(wide, old, parameter)
