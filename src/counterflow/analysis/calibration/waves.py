"""The bank in waves: first the whole space, then what no figure rules out, then the posterior itself, run in the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.bank import Bank, Often, Points, Workshop, first_points, is_known
from counterflow.analysis.calibration.model import Model
from counterflow.hearing import Hearing
from counterflow.inference.arrays import Floats
from counterflow.inference.emulator import Emulator, fit_emulator
from counterflow.inference.errors import Unfit
from counterflow.inference.observation import Observation
from counterflow.inference.pareto import Smoothed, smooth

FAR = 5.0
"""Standard deviations by which a point may miss a figure and still be run in the second wave."""
_SUPPLY = 64
"""Points looked at for each one that is run: few of the whole space are near the figures."""
MOST_ROUNDS = 3
_LEAST = {
    "first": 20,
    "particles": 100,
    "other_particles": 100,
    "checked": 25,
    "draws": 10,
    "other_draws": 10,
}


@dataclass(frozen=True)
class Scope:
    """How much is run and drawn: less is quicker and rougher."""

    first: int = 3000
    """Points of the first wave."""
    second: int = 3000
    checked: int = 250
    """Posterior draws that are run in the engine, in each round of checks."""
    each: int = 4
    """Runs of each of them: their luck would else drown what is checked."""
    particles: int = 4000
    other_particles: int = 1500
    """Likewise for variants, of which fewer draws are kept."""
    draws: int = 1000
    """Posterior draws of the widest account that are kept with their outcomes."""
    other_draws: int = 200
    """Likewise of each other account and variant."""
    repeats: int = 3
    """Posteriors of each account, from which the error of its evidence is told."""
    paired: int = 160
    """Draws that are run under every programme: half of them the widest account's, the others shared by the other accounts."""
    before: int = 2000
    """Draws of the prior and of each of its variants, from which the main drivers before any figure are told."""

    def __post_init__(self) -> None:
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                said = "points" if name == "first" else name.replace("_", " ")
                raise ValueError(f"{said} is {getattr(self, name)}; ask for {least} or more")

    def with_points(self, points: int) -> Scope:
        """The same with other waves, and checks in proportion."""
        checked = max(25, round(points / self.first * self.checked))
        return replace(self, first=points, second=points, checked=checked)

    def with_draws(self, draws: int) -> Scope:
        """The same with other draws, and what is made of them in proportion."""
        share = draws / self.draws
        return replace(
            self,
            draws=draws,
            other_draws=max(10, round(share * self.other_draws)),
            before=max(20, round(share * self.before)),
            paired=max(2, round(share * self.paired)),
        )


@dataclass(frozen=True)
class Checked:
    """Posterior draws in the engine."""

    smoothed: Smoothed
    """Importance of each draw: what the engine makes of it over what the emulator does."""
    off: Floats
    """[targets] mean of engine less emulator over those draws"""
    rounds: int
    refused: int
    """Draws beside these of which the engine refused every run: a rate was beyond what it can hold, or too many were approached."""

    @property
    def k(self) -> float:
        """Pareto k of the weights."""
        return self.smoothed.k


@dataclass(frozen=True)
class Trained:
    """A model whose emulator was trained in waves and checked on the posterior."""

    model: Model
    bank: Bank
    checked: Checked


def trained(
    workshop: Workshop, hearing: Hearing, observation: Observation, scope: Scope, seed: int
) -> Trained:
    """All waves. The posterior's own draws are run until their weights can be trusted, or for so many rounds."""
    bank = workshop.bank(
        first_points(workshop.coordinates, hearing, scope.first, seed), what="runs of wave 1"
    )
    emulator = emulator_of(workshop, bank, observation)
    near = second_points(workshop, hearing, observation, emulator, scope.second, seed + 1)
    if len(near):
        bank = bank.joined(workshop.bank([near], what="runs of wave 2"))
        emulator = emulator_of(workshop, bank, observation)
    model = Model(workshop.coordinates, hearing, observation, emulator)
    for number in range(1, MOST_ROUNDS + 1):
        posterior = model.posterior(Ask(), seed=seed + 10 * number, particles=scope.particles)
        values = model.belief(Ask()).values(posterior.scores[_spread(scope.particles, scope.checked)])
        points = Points(f"check {number}", values[:, : len(workshop.coordinates.names)])
        often = Often(scope.each, again=None)
        run = workshop.bank([points], often=often, what=f"posterior draws in the engine, round {number}")
        checked = check(model, values, run, number)
        if checked.smoothed.trusted or number == MOST_ROUNDS:
            break
        bank = bank.joined(run)
        model = replace(model, emulator=emulator_of(workshop, bank, observation))
    return Trained(model, bank, checked)


def emulator_of(workshop: Workshop, bank: Bank, observation: Observation) -> Emulator:
    """The emulator of a bank, without runs in which nobody left. Raises Unfit where too few are left."""
    known = is_known(bank.counts, workshop.aims)
    if known.sum() < 10:
        raise Unfit(
            f"only {known.sum()} of {len(bank)} runs have departures in every cohort with a target; ask for more points"
        )
    return fit_emulator(
        bank.inputs[known],
        bank.summaries[known],
        bank.draw[known],
        logged=workshop.coordinates.logged,
        centres=observation.centres,
        sds=observation.sds,
    )


def second_points(
    workshop: Workshop, hearing: Hearing, observation: Observation, emulator: Emulator, number: int, seed: int
) -> Points:
    """Of many points those that miss no figure by more than FAR, detection at its centre; the nearest where there are too few."""
    supply = first_points(workshop.coordinates, hearing, number * _SUPPLY, seed)
    values = np.concatenate([one.values for one in supply])
    order = np.random.Generator(np.random.Philox(key=seed)).permutation(len(values))
    values = values[order]
    reported = observation.reported(emulator(values), np.zeros((len(values), len(observation.names))))
    off = np.abs(reported - observation.centres) / np.sqrt(observation.sds**2 + emulator.variance)
    furthest = off.max(axis=1, initial=0.0)
    inside = np.flatnonzero(furthest < FAR)
    chosen = inside if len(inside) >= number else np.argsort(furthest, kind="stable")
    return Points("wave 2", values[chosen[:number]])


def check(model: Model, values: Floats, run: Bank, number: int) -> Checked:
    """Weights of posterior draws by a few engine runs of each.

    The mean of R runs is off its expectation by a part 1/R of the luck of one run. The likelihood of that mean with the other parts
    of the luck is then an unbiased estimate of the likelihood of its point; over the emulated one it is the draw's weight.
    """
    kept, point, times = np.unique(run.draw, return_inverse=True, return_counts=True)
    outputs = np.column_stack([np.bincount(point, column) / times for column in run.summaries.T])
    scores = values[kept][:, len(model.coordinates.names) :]
    rest = model.emulator.luck**2 * (1.0 - 1.0 / times.mean())
    engine = model.observation.log_likelihood(outputs, scores, rest)
    emulated = model.log_likelihood(values[kept], Ask())
    off = (outputs - model.true(values[kept])).mean(axis=0)
    return Checked(smooth(engine - emulated), np.asarray(off), number, len(values) - len(kept))


def _spread(particles: int, wanted: int) -> Sequence[int]:
    """Places of some particles, evenly: resampled ones stand beside their twins."""
    return [int(place) for place in np.linspace(0, particles - 1, min(wanted, particles))]
