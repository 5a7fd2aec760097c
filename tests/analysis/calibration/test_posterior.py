from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.emulated import arrays_of, emulator_from
from counterflow.analysis.calibration.posterior import (
    HEAD,
    NUMBERS,
    After,
    Head,
    Kept,
    Posterior,
    SetKept,
    read_posterior,
)
from counterflow.analysis.calibration.shipped import Calibrated
from counterflow.analysis.records import PartVerdict
from counterflow.analysis.verdicts import judge
from counterflow.faults import Faults
from counterflow.hearing import OUTCOMES, PARAMETERS
from counterflow.hearing.vocabulary import MAIN_DRIVERS
from counterflow.inference.emulator import fit_emulator
from tests.analysis.fakes import POPULATION, InMemory, evidence
from tests.hearing.mini import mini

SHARE = "shapley share of support"


def posterior(shares: dict[Ask, float], *, trusted: bool = True) -> Posterior:
    """Posteriors in which so large a share of 200 draws has a Shapley share of support above every limit."""
    rng = np.random.default_rng(1)
    kept = {}
    for ask, share in shares.items():
        outcomes = np.full((200, len(OUTCOMES)), np.nan)
        outcomes[:, list(OUTCOMES).index(SHARE)] = np.where(np.arange(200) < 200 * share, 0.9, 0.0)
        kept[ask] = Kept(rng.standard_normal((200, len(PARAMETERS))).round(3), outcomes)
    head = Head(
        made_of={"engine": "1"},
        counterflow="0",
        seed=1,
        runs=100,
        checked=50,
        refused=0,
        pareto_k=float("inf"),
        rounds=1,
        worth=30.0,
        trusted=trusted,
        warnings=("a warning",),
        accounts=(),
        targets=(),
        not_fitted=(),
        names=PARAMETERS,
        main_before={"prior": (1 / len(MAIN_DRIVERS),) * len(MAIN_DRIVERS)},
        outcomes=tuple(OUTCOMES),
        sets=tuple(
            SetKept(account=a.account, variant=a.variant, power=a.power, without=a.without, draws=200)
            for a in kept
        ),
    )
    return Posterior(head, kept, {"bank/counts": np.arange(6).reshape(3, 2)})


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    found = posterior({Ask(): 0.5, Ask("support", power=2.0, without=("a",)): 0.25})
    found.write(tmp_path)
    again = read_posterior(tmp_path)
    assert again is not None
    assert again.head == found.head
    assert again.kept.keys() == found.kept.keys()
    assert again.kept[Ask()].values == pytest.approx(found.kept[Ask()].values, abs=1e-6)
    assert again.more["bank/counts"].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert again.draws(Ask()).names == PARAMETERS
    assert After(again, Ask()).values(SHARE, "all").mean() == pytest.approx(0.45)
    with pytest.raises(LookupError):
        After(again, Ask(without=("b",))).values(SHARE, "all")


def test_none_is_none_and_a_damaged_one_is_a_fault(tmp_path: Path) -> None:
    assert read_posterior(tmp_path) is None
    posterior({Ask(): 0.5}).write(tmp_path)
    (tmp_path / NUMBERS).write_bytes((tmp_path / NUMBERS).read_bytes()[:-40])
    with pytest.raises(Faults, match="is no archive of arrays"):
        read_posterior(tmp_path)
    (tmp_path / NUMBERS).write_bytes(b"something else")
    with pytest.raises(
        Faults, match=r"no posterior that can be read.*make it anew with counterflow calibrate"
    ):
        read_posterior(tmp_path)
    (tmp_path / HEAD).write_text("{}", encoding="utf-8")
    with pytest.raises(Faults, match=r"posterior\.json"):
        read_posterior(tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"names": ("x",) * len(PARAMETERS)}, "its draws have no"),
        ({"trusted": False, "warnings": ()}, "it does not say why not to trust it"),
        ({"main_before": {"weights x2": (1.0,) * len(MAIN_DRIVERS)}}, "before the data"),
        ({"main_before": {"prior": (1.0,)}}, "before the data"),
        ({"version": 2}, "it is of version 2"),
    ],
)
def test_one_that_verdicts_could_not_read_is_a_fault(
    change: dict[str, Any], said: str, tmp_path: Path
) -> None:
    right = posterior({Ask(): 0.5})
    Posterior(right.head.model_copy(update=change), right.kept).write(tmp_path)
    with pytest.raises(Faults, match=said):
        read_posterior(tmp_path)


def judged(folder: Path, shares: dict[Ask, float]) -> PartVerdict:
    """The part of the small hearing that is about a cause."""
    hearing = mini(folder)
    claims = judge(
        hearing,
        evidence(folder, POPULATION),
        InMemory({SHARE: [0.9, 0.0] * 50}),
        seed=1,
        draws=hearing.sample("all", 100, 1),
        calibrated=Calibrated(posterior(shares), ()),
    )
    return next(part for claim in claims for part in claim.parts if part.id == "F2")


def test_a_cause_that_figures_bear_out_throughout_is_supported(tmp_path: Path) -> None:
    found = judged(tmp_path, {Ask(): 0.95, Ask(power=0.5): 0.85})
    assert (found.standing, found.reason) == ("supported", None)
    assert (found.p_before, found.p_after, found.p_range) == (0.5, 0.95, (0.85, 0.95))
    assert "take the probability from 0.50 to 0.95" in found.why


def test_a_cause_whose_range_is_wide_stays_open(tmp_path: Path) -> None:
    found = judged(tmp_path, {Ask(): 0.95, Ask(variant="weights x2"): 0.6})
    assert (found.standing, found.reason, found.p_range) == ("unsettled", "range", (0.6, 0.95))


def test_a_cause_that_figures_do_not_move_is_not_tested(tmp_path: Path) -> None:
    found = judged(tmp_path, {Ask(): 0.55, Ask(power=2.0): 0.45})
    assert (found.standing, found.reason) == ("unsettled", "not tested")
    assert found.why.startswith("The figures hardly bear on it")


def test_the_emulator_is_kept_to_the_last_bit() -> None:
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((60, 3))
    outputs = np.column_stack([inputs @ [1, 2, 3], np.sin(3 * inputs[:, 0])])
    emulator = fit_emulator(
        inputs, outputs, np.arange(60), logged=np.zeros(3, bool), centres=np.zeros(2), sds=np.full(2, 0.1)
    )
    assert emulator.processes
    again = emulator_from(arrays_of(emulator))
    new = rng.standard_normal((10, 3))
    assert again(new).tolist() == emulator(new).tolist()
    assert again.variance.tolist() == emulator.variance.tolist()
