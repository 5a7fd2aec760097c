"""Main driver: the Shapley share of departures averted when candidates are set, one after another, to their matched level.

Shapley 1953; sampled orders with their reverses (Castro, Gomez, Tejada 2009), the same orders for every draw.
"""

from __future__ import annotations

import numpy as np

from counterflow.analysis.expected.fit import Fitted
from counterflow.analysis.expected.forward import (
    CANDIDATES,
    NETWORK,
    Result,
    contact_yield,
    forward,
    new_result,
    with_peers,
)
from counterflow.analysis.expected.rows import LEAST
from counterflow.evidence.ranges import TENTH
from counterflow.people.packed import pack
from counterflow.world import Floats, Ints

MOST_REPRODUCTION = 0.95


def orders(number: int, seed: int) -> Ints:
    """`number` orders of the candidates and their reverses, [2 x number, candidates]."""
    rng = np.random.Generator(np.random.Philox(key=seed))
    drawn = np.array([rng.permutation(CANDIDATES) for _ in range(number)])
    return np.concatenate([drawn, drawn[:, ::-1]])


def relief_of(place_sd: float) -> float:
    """Recruiting intensity of the best tenth of places over the mean, log-normal with this sd."""
    return float(np.exp(-place_sd * TENTH - 0.5 * place_sd**2))


class Removal:
    """Departures of the region with sets of candidates at their matched level, each set computed once."""

    def __init__(self, fitted: Fitted, matched: Floats, region: Ints) -> None:
        self._fitted, self._matched, self._region = fitted, matched, region
        self._world, self._rows = pack(fitted.world), pack(fitted.rows)
        self._result = new_result(fitted.world, fitted.rows, by_month=False)
        self._filled = pack(self._result)
        self._relief = relief_of(fitted.world.parameters.place_sd)
        self._known: dict[int, float] = {}
        self._yield = contact_yield(self.result(0))

    def departures(self, held: int) -> float:
        """Expected departures with the candidates in the bits of `held` at their matched level."""
        if held not in self._known:
            result = self.result(held)
            reproduction = self._fitted.reproduction * contact_yield(result) / np.maximum(self._yield, LEAST)
            if (held >> NETWORK) & 1:
                reproduction = reproduction * self._relief
            gone = result.gone.sum(axis=1) * with_peers(result, np.minimum(reproduction, MOST_REPRODUCTION))
            self._known[held] = float(gone[self._region].sum())
        return self._known[held]

    def result(self, held: int) -> Result:
        """The first generation. There is one result, which the next call fills anew."""
        forward(self._world, self._rows, self._matched, held, self._relief, self._filled)
        return self._result

    def shares(self, in_orders: Ints) -> Floats:
        """Shapley share of each candidate in all that is averted, [candidates]; nan where nothing is averted in sum."""
        averted = np.zeros(CANDIDATES)
        for order in in_orders:
            held, before = 0, self.departures(0)
            for candidate in order:
                held |= 1 << int(candidate)
                after = self.departures(held)
                averted[candidate] += before - after
                before = after
        averted /= len(in_orders)
        total = float(averted.sum())
        none = self.departures(0)
        return averted / total if total > 1e-3 * none else np.full(CANDIDATES, np.nan)
