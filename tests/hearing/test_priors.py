from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from counterflow.hearing import PARAMETER_RECORDS, PARAMETERS, VARIANTS, Prior, uniforms
from counterflow.hearing.priors import normal_quantile, resolve
from tests.hearing.mini import mini

U = np.linspace(0.001, 0.999, 501)
SHARE = PARAMETER_RECORDS["self_start_share"]
PEERS = PARAMETER_RECORDS["peer_reproduction"]
RATIO = PARAMETER_RECORDS["exposure_ratio"]


def test_the_order_of_parameters_is_the_documented_one() -> None:
    assert PARAMETERS[:6] == tuple(
        f"weights.approached.{driver}"
        for driver in ("support", "grievance", "ideology", "repression", "precarity", "belonging")
    )
    assert PARAMETERS[24:] == (
        "interaction",
        "exposure_ratio",
        "peer_reproduction",
        "bridge_jump",
        "self_start_share",
        "selection_precarity",
        "selection_belonging",
        "kin_recruit_share",
        "place_sd",
        "country_sd",
    )


def test_normal_quantiles_meet_another_implementation() -> None:
    np.testing.assert_allclose(normal_quantile(U), stats.norm.ppf(U), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("shapes", [(1.0, 1.0), (1.5, 8.5), (3.0, 9.0), (40.0, 2.0)])
def test_beta_quantiles_meet_another_implementation(shapes: tuple[float, float]) -> None:
    found = Prior(parameter="self_start_share", beta=shapes).quantile(U, SHARE)
    np.testing.assert_allclose(found, stats.beta.ppf(U, *shapes), atol=1e-4)


def test_a_beta_is_spread_over_what_the_parameter_can_be() -> None:
    found = Prior(parameter="peer_reproduction", beta=(1.0, 1.0)).quantile(U, PEERS)
    np.testing.assert_allclose(found, 0.95 * U, atol=1e-6)


def test_a_lognormal_meets_its_three_points() -> None:
    prior = Prior(parameter="exposure_ratio", lognormal=(3.0, 0.7, 13.0), interval=0.9)
    found = prior.quantile(np.array([0.05, 0.5, 0.95]), RATIO)
    np.testing.assert_allclose(found, [0.7, 3.0, 13.0], rtol=1e-9)


def test_without_an_interval_low_and_high_are_80_percent() -> None:
    found = Prior(parameter="place_sd", lognormal=(1.0, 0.5, 4.0)).quantile(np.array([0.1, 0.9]), RATIO)
    np.testing.assert_allclose(found, [0.5, 4.0], rtol=1e-9)


def test_the_last_prior_that_names_a_parameter_holds() -> None:
    priors = resolve(
        [Prior(parameter="weights.*", value=0.0), Prior(parameter="weights.*.support", value=1.0)]
    )
    assert priors["weights.leaving.support"].value == 1.0
    assert priors["weights.leaving.ideology"].value == 0.0


def test_accounts_and_variants_share_their_luck(tmp_path: Path) -> None:
    """Common random numbers: a parameter on which two accounts agree has the same value in the same draw."""
    hearing = mini(tmp_path)
    narrow, wide = hearing.sample("exposure", 50, seed=3), hearing.sample("all", 50, seed=3)
    same = [name for name in PARAMETERS if not name.startswith("weights.")]
    for name in same:
        np.testing.assert_array_equal(narrow.column(name), wide.column(name))
    weight = "weights.engaging.support"
    np.testing.assert_allclose(wide.column(weight), 5 * narrow.column(weight))


@given(n=st.integers(1, 40), more=st.integers(0, 40), seed=st.integers(0, 2**32 - 1))
def test_a_draw_does_not_depend_on_how_many_there_are(n: int, more: int, seed: int) -> None:
    np.testing.assert_array_equal(uniforms(n, seed), uniforms(n + more, seed)[:n])


def test_another_seed_gives_other_draws() -> None:
    assert not np.array_equal(uniforms(5, 0), uniforms(5, 1))


def test_variants_scale_what_they_name_and_nothing_else(tmp_path: Path) -> None:
    hearing = mini(tmp_path)
    base = hearing.sample("all", 40, seed=1)
    factors = {
        "weights x0.5": ("weights.", 0.5),
        "weights x2": ("weights.", 2.0),
        "exposure x0.5": ("exposure_ratio", 0.5),
        "exposure x2": ("exposure_ratio", 2.0),
    }
    for variant in VARIANTS:
        found = hearing.sample("all", 40, 1, variant)
        start, factor = factors.get(variant, ("none", 1.0))
        for name in PARAMETERS:
            expected = base.column(name) * (factor if name.startswith(start) else 1.0)
            np.testing.assert_allclose(found.column(name), expected, err_msg=f"{variant}: {name}")


def test_weights_of_all_drivers_have_the_same_prior_under_all(tmp_path: Path) -> None:
    """Exchangeable before data: no driver is favoured by the file."""
    priors = mini(tmp_path).priors("all")
    assert len({priors[name].normal for name in PARAMETERS if name.startswith("weights.")}) == 1


def test_an_unknown_account_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="no account 'none'"):
        mini(tmp_path).priors("none")
