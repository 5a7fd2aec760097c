"""Truths recovered: figures simulated by the engine at known points, and the posteriors that are had from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.bank import ONCE, Points, Workshop, sobol_scores
from counterflow.analysis.calibration.model import Model
from counterflow.analysis.model import WIDE
from counterflow.inference.arrays import Floats
from counterflow.inference.ranks import Recovered, recovered

ACCOUNT = "truths"
Quantity = Callable[[Floats], Floats]
"""Of values of all coordinates, [draws, coordinates], to [draws]."""


@dataclass(frozen=True)
class Truths:
    """Points of the prior of an account, and the figures that one history of each would have had published."""

    values: Floats
    figures: Floats


def truths_of(model: Model, workshop: Workshop, number: int, seed: int, account: str = WIDE) -> Truths:
    """So many histories simulated by the engine, reported with errors of the observation model."""
    belief, world = model.belief(Ask(account)), len(model.coordinates.names)
    values = belief.values(sobol_scores(number, len(belief), seed))
    bank = workshop.bank([Points(f"{ACCOUNT} {account}", values[:, :world])], often=ONCE, what="truths")
    kept = values[bank.draw]
    rng = np.random.Generator(np.random.Philox(key=seed))
    nothing = np.zeros(len(model.observation))
    return Truths(kept, model.observation.simulated(bank.summaries, kept[:, world:], nothing, rng))


def posteriors(model: Model, truths: Truths, *, particles: int, draws: int, seed: int) -> Floats:
    """Posterior draws from each truth's figures, [sets, draws, coordinates]."""
    belief = model.belief(Ask())
    found = []
    for number, figures in enumerate(truths.figures):
        again = replace(model, observation=model.observation.of_figures(figures))
        scores = again.posterior(Ask(), seed=seed + number, particles=particles).scores
        places = np.linspace(0, particles - 1, draws).astype(np.int64)
        found.append(belief.values(scores[places]))
    return np.array(found)


def recoveries(
    truths: Truths, draws: Floats, quantities: dict[str, Quantity], prior: Floats
) -> Sequence[Recovered]:
    """Ranks, contraction and z of each quantity; `prior` are draws of it before any data, [draws, coordinates]."""
    return [
        recovered(name, of(truths.values), np.array([of(one) for one in draws]), float(of(prior).var()))
        for name, of in quantities.items()
    ]
