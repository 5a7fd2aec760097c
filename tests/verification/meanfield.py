"""The world of `gillespie` with calls to anybody in the home district, for many people: mean course and its spread.

A density-dependent Markov chain: as people grow many, shares follow an ordinary differential equation, and their deviations
times the root of the number a linear one (Kurtz 1970, 1971). Transitions and rates are those that EoN is given.
"""

import numpy as np
from scipy.integrate import solve_ivp

from counterflow.world import Floats
from tests.verification.gillespie import RETURNEE, STATES, STREET, by_calls, by_themselves

SIZE = len(STATES)


def _flows(share: Floats, calls: float) -> list[tuple[int, int, float, Floats]]:
    """(from, to, flow, its gradient) of every transition at given shares of people in each state."""
    found = []
    for one, other, data in by_themselves().edges(data=True):
        gradient = np.zeros(SIZE)
        gradient[STATES.index(one)] = data["rate"]
        found.append((STATES.index(one), STATES.index(other), float(gradient @ share), gradient))
    for (caller, called), (_, after), data in by_calls(calls).edges(data=True):
        one, target = STATES.index(caller), STATES.index(called)
        gradient = np.zeros(SIZE)
        gradient[one] = data["rate"] * share[target]
        gradient[target] = data["rate"] * share[one]
        found.append((target, STATES.index(after), data["rate"] * share[one] * share[target], gradient))
    return found


def course(calls: float, times: Floats) -> tuple[Floats, Floats, Floats]:
    """(shares [times, states], covariance per person [times, states, states], approaches met per free person until then)."""

    def slope(_: float, values: Floats) -> Floats:
        share, covariance = values[:SIZE], values[SIZE : SIZE + SIZE**2].reshape(SIZE, SIZE)
        drift, jacobian, noise = np.zeros(SIZE), np.zeros((SIZE, SIZE)), np.zeros((SIZE, SIZE))
        for one, other, flow, gradient in _flows(share, calls):
            step = np.zeros(SIZE)
            step[one], step[other] = -1.0, 1.0
            drift += flow * step
            jacobian += np.outer(step, gradient)
            noise += flow * np.outer(step, step)
        change = jacobian @ covariance + covariance @ jacobian.T + noise
        callers = share[STATES.index("engaged")] + share[STATES.index("committed")]
        met = STREET + calls * (callers + RETURNEE * share[STATES.index("returned")])
        return np.concatenate([drift, change.ravel(), [met]])

    begin = np.zeros(SIZE + SIZE**2 + 1)
    begin[STATES.index("free")] = 1.0
    found = solve_ivp(slope, (0.0, times[-1]), begin, t_eval=times, rtol=1e-8, atol=1e-10).y.T
    return found[:, :SIZE], found[:, SIZE:-1].reshape(-1, SIZE, SIZE), found[:, -1]
