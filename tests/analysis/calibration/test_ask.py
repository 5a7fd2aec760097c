from pathlib import Path

import pytest

import counterflow.library
from counterflow.analysis.calibration.ask import Ask, asks_of, own_targets, without_restated
from counterflow.analysis.hear import load_case
from counterflow.hearing import VARIANTS
from tests.analysis.expected.small import case

LIBRARY = Path(counterflow.library.__path__[0]) / "central_asia_2015"


def test_every_account_variant_and_power_is_asked_for_once() -> None:
    asks = asks_of(case().hearing, case().targets)
    assert asks[0] == Ask()
    assert len(set(asks)) == len(asks)
    assert {ask.account for ask in asks} == {one.id for one in case().hearing.account}
    assert {ask.variant for ask in asks if ask.account == "all"} == set(VARIANTS)
    assert {ask.power for ask in asks} == {0.5, 1.0, 2.0}


def test_no_claim_is_tested_on_its_own_witness() -> None:
    found = load_case(LIBRARY)
    lemon = [claim for claim in found.hearing.claim if claim.witness == "lemon"]
    assert lemon
    assert {own_targets(found.hearing, claim, found.targets) for claim in lemon} == {("kg-largest-district",)}
    asks = asks_of(found.hearing, found.targets)
    tested = any(part.on_outcome for claim in lemon for part in claim.part)
    assert (Ask(without=("kg-largest-district",)) in asks) == tested


def test_what_restates_a_part_is_also_left_out() -> None:
    found = load_case(LIBRARY)
    part = next(part for claim in found.hearing.claim for part in claim.part if part.id == "R1a")
    names = ("tj-ex-migrants-2016-03", "tj-recruited-2016-01", "uz-recruited-2015-03")
    assert without_restated(part, (), found.targets) == names
    assert without_restated(part, ("a",), found.targets) == ("a", *names)
    assert Ask(without=names) in asks_of(found.hearing, found.targets)


@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (Ask(), "all, prior"),
        (Ask("support", "weights x2"), "support, weights x2"),
        (Ask(power=0.5, without=("a", "b")), "all, prior, figures x0.5, without a b"),
    ],
)
def test_a_posterior_has_a_name(ask: Ask, name: str) -> None:
    assert ask.name == name
