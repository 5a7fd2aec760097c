"""Stored outcomes whose truth is known: programmes that avert a stated share, with the luck of runs put on."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.paired import KINDS, SEATS, Paired
from counterflow.analysis.calibration.posterior import AccountKept, Head, Kept, Posterior
from counterflow.analysis.calibration.told import Told
from counterflow.analysis.decide.budget import parse_budget
from counterflow.analysis.decide.records import Decision
from counterflow.analysis.decide.study import Evidence, decided
from counterflow.analysis.decide.tell import tell
from tests.analysis.expected.small import case

COHORTS = 1
NAMES = ("peer_reproduction", "exposure_ratio", "self_start_share")
ACCOUNTS = ("all", "support")


def stored(
    shares: Mapping[str, tuple[float, float]],
    *,
    draws: int = 60,
    luck: float = 0.0,
    seed: int = 1,
    formula: float = 1.0,
) -> tuple[Paired, Told, dict[str, np.ndarray]]:
    """By programme mean and spread of the share that it averts; what formulas say is `formula` times the truth."""
    rng = np.random.default_rng(seed)
    values = {name: np.exp(rng.normal(size=(draws, len(NAMES)))) for name in ACCOUNTS}
    truth = {
        name: np.column_stack([m + s * rng.normal(size=draws) for m, s in shares.values()])
        for name in ACCOUNTS
    }
    gone = np.full(draws, 1000.0)
    told = Told(
        tuple(shares),
        dict.fromkeys(ACCOUNTS, gone),
        {
            name: np.stack(
                [
                    formula * truth[name] * gone[:, None],
                    np.full_like(truth[name], 500.0),
                    np.full_like(truth[name], 100.0),
                ],
                axis=2,
            )
            for name in ACCOUNTS
        },
    )
    base = np.zeros((2 * draws, COHORTS, len(KINDS)))
    base[..., 0] = 1000.0 / COHORTS
    people = {"none": base}
    for i, name in enumerate(shares):
        averted = np.concatenate([truth[one][:, i] for one in ACCOUNTS]) * 1000.0
        noise = luck * rng.normal(size=2 * draws) if averted.any() else 0.0
        under = base.copy()
        under[..., 0] -= ((averted + noise) / COHORTS)[:, None]
        people[name] = under
    paired = Paired(
        account=tuple(name for name in ACCOUNTS for _ in range(draws)),
        number=np.tile(np.arange(draws), 2),
        values=np.concatenate(list(values.values())),
        candidates=(1, 3),
        seed=1,
        people=people,
        seats={name: np.zeros((2 * draws, len(SEATS))) for name in people},
        other={name: one[:20] for name, one in people.items()},
        hashes={},
    )
    return paired, told, values


SHARES = {"elders": (0.06, 0.03), "calls": (0.04, 0.03), "words": (0.005, 0.02), "checks": (0.2, 0.05)}
"""What programmes avert in the decision that is made up; `checks` are coercive."""


def evidence(shares: Mapping[str, tuple[float, float]] = MappingProxyType(SHARES)) -> Evidence:
    """The template's hearing with four programmes, and stored outcomes of them that no engine made."""
    paired, told, values = stored(shares, draws=80, luck=8.0)
    elders, exits = case().scenario.programme
    programmes = tuple(
        (exits if name == "checks" else elders).model_copy(update={"id": name, "title": name.capitalize()})
        for name in shares
    )
    kept = {Ask(name): Kept(rows, np.zeros((len(rows), 0))) for name, rows in values.items()}
    accounts = tuple(
        AccountKept(id=name, probability=p, log_evidence=0.0, error=0.0, range=(p, p))
        for name, p in (("all", 0.7), ("support", 0.3))
    )
    scenario = case().scenario.model_copy(update={"programme": programmes})
    head = Head.model_construct(names=NAMES, accounts=accounts, outcomes=())
    return Evidence(replace(case(), scenario=scenario), Posterior(head, kept), paired, told)


@cache
def decision() -> Decision:
    """The decision that follows."""
    return tell(decided(evidence(), parse_budget("1 million USD")))
