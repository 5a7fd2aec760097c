"""Accounts over small problems whose answers are known: equal ones, clear ones, and whether stated probabilities hold."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from counterflow.inference.accounts import favour
from counterflow.inference.arrays import Floats
from counterflow.inference.tempering import temper

PARTICLES = 300
SETS = 40


@dataclass(frozen=True)
class Account:
    """What it believes of a driver's weight, and of exposure: means and standard deviations."""

    weight: tuple[float, float]
    exposure: tuple[float, float]

    def values(self, scores: Floats) -> Floats:
        means, sds = zip(self.weight, self.exposure, strict=True)
        return np.array(means) + np.array(sds) * scores


DRIVER = Account((0.5, 0.25), (0.0, 0.25))
EXPOSED = Account((0.0, 0.25), (0.5, 0.25))
"""The same sums from the other end: no figure on the sum can tell the two apart."""
OTHER = Account((0.0, 0.05), (0.0, 0.25))


def figures(values: Floats, *, measured: bool) -> Floats:
    """Four figures on the sum; with `measured` also a survey of the weight itself."""
    total = values[:, :1] + values[:, 1:]
    seen = total * np.array([1.0, 1.0, 0.5, 0.5])
    return np.hstack([seen, values[:, :1]]) if measured else seen


def probabilities(
    accounts: dict[str, Account], seen: Floats, *, measured: bool, seed: int
) -> dict[str, float]:
    errors = np.array([0.3, 0.3, 0.3, 0.3] + [0.05] * measured)

    def posterior(account: Account) -> list:  # type: ignore[type-arg]
        def likelihood(scores: Floats) -> Floats:
            return norm.logpdf(seen, figures(account.values(scores), measured=measured), errors).sum(axis=1)

        return [temper(likelihood, 2, seed=seed, particles=PARTICLES)]

    found = favour({name: posterior(account) for name, account in accounts.items()})
    return {name: one.probability for name, one in found.items()}


def recovered(accounts: dict[str, Account], *, measured: bool) -> list[tuple[str, dict[str, float]]]:
    """Data of each account in turn, and what is made of them."""
    rng = np.random.default_rng(3)
    errors = np.array([0.3, 0.3, 0.3, 0.3] + [0.05] * measured)
    found = []
    for number in range(SETS):
        name = list(accounts)[number % len(accounts)]
        truth = accounts[name].values(rng.standard_normal((1, 2)))
        seen = figures(truth, measured=measured)[0] + errors * rng.standard_normal(errors.size)
        found.append((name, probabilities(accounts, seen, measured=measured, seed=number)))
    return found


def test_equal_accounts_are_not_told_apart() -> None:
    found = recovered({"driver": DRIVER, "exposed": EXPOSED}, measured=False)
    assert np.mean([max(p.values()) > 0.9 for _, p in found]) <= 0.1
    assert abs(np.mean([p["driver"] for _, p in found]) - 0.5) < 0.05


def test_clear_cases_are_told_once_the_weight_is_measured() -> None:
    clear = {"driver": Account((0.5, 0.1), (0.0, 0.25)), "exposed": Account((0.0, 0.1), (0.5, 0.25))}
    found = recovered(clear, measured=True)
    assert np.mean([p[name] > 0.5 for name, p in found]) >= 0.9


def test_stated_probabilities_of_accounts_hold() -> None:
    """Over data of both in equal parts the mean probability of each is a half, and it is higher where it is the truth."""
    found = recovered({"driver": DRIVER, "other": OTHER}, measured=False)
    p = np.array([one["driver"] for _, one in found])
    truth = np.array([name == "driver" for name, _ in found])
    error = float(np.sqrt((p * (1 - p)).sum())) / SETS
    assert abs(p.mean() - truth.mean()) < 4.5 * error
    assert p[truth].mean() > p[~truth].mean()
