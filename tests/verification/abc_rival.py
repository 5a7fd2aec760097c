"""pyABC on the engine: run by the rivals' environment, which knows nothing of counterflow.

python abc_rival.py ENGINE PYTHON: one JSON object on standard input (centres, sides, degrees, detection, populations, last,
seed); the weighted posterior as JSON on standard output. Histories come from ENGINE, a command that answers lines. The acceptor is
stochastic, with the figures' own errors as its kernel, so that no tolerance is left at the end: at temperature 1 the draws are the
posterior's (Schaelte and Hasenauer 2020).
"""

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

import numpy as np
import pyabc
from pyabc.populationstrategy import ListPopulationSize

NAMES = ("level", "exposure", "detection")


def log_student(off: float, below: float, above: float, degrees: float) -> float:
    """Log density of an error with two sides, as the observation model has it."""
    scale = below if off < 0 else above
    constant = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - 0.5 * math.log(degrees * math.pi)
    width = math.log(0.5 * (below + above))
    return constant - width - 0.5 * (degrees + 1) * math.log1p((off / scale) ** 2 / degrees)


def main() -> None:
    asked = json.load(sys.stdin)
    np.random.seed(asked["seed"])  # noqa: NPY002 -- the generator that pyABC draws from
    engine = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    runs = count()

    def simulated(par: Mapping[str, float]) -> dict[str, float]:
        print(json.dumps([par["level"], par["exposure"], next(runs)]), file=engine.stdin, flush=True)
        found = json.loads(engine.stdout.readline())
        # A history without departures is as far off as any: its density is nearly nothing.
        left, abroad = (-50.0, 0.0) if found is None else found
        grid, factors = asked["detection"]
        return {"left": left + interpolated(par["detection"], grid, factors), "abroad": abroad}

    def density(x: Mapping[str, float], x_0: Mapping[str, float], **_: object) -> float:
        pairs = zip(("left", "abroad"), asked["sides"], strict=True)
        return sum(log_student(x[name] - x_0[name], *sides, asked["degrees"]) for name, sides in pairs)

    highest = sum(log_student(0.0, *sides, asked["degrees"]) for sides in asked["sides"])
    abc = pyabc.ABCSMC(
        models=simulated,
        parameter_priors=pyabc.Distribution(**{name: pyabc.RV("norm", 0.0, 1.0) for name in NAMES}),
        distance_function=pyabc.distance.FunctionKernel(
            density, ret_scale=pyabc.distance.SCALE_LOG, pdf_max=highest
        ),
        # The last generation is what is compared; those before it only lead there.
        population_size=ListPopulationSize([*asked["populations"], asked["last"]]),
        eps=pyabc.Temperature(),
        acceptor=pyabc.StochasticAcceptor(),
        sampler=pyabc.SingleCoreSampler(),
    )
    with tempfile.TemporaryDirectory() as folder:
        abc.new(
            f"sqlite:///{Path(folder) / 'abc.db'}",
            dict(zip(("left", "abroad"), asked["centres"], strict=True)),
        )
        history = abc.run(max_nr_populations=len(asked["populations"]) + 1)
        draws, weights = history.get_distribution(m=0)
        temperature = float(abc.eps(history.max_t))
    engine.stdin.close()
    engine.wait()
    json.dump(
        {
            "draws": draws[list(NAMES)].to_numpy().tolist(),
            "weights": list(weights),
            "temperature": temperature,
            "runs": next(runs),
        },
        sys.stdout,
    )


def interpolated(at: float, grid: Sequence[float], values: Sequence[float]) -> float:
    """Linear between points, the end's value beyond."""
    if at <= grid[0]:
        return values[0]
    for i in range(1, len(grid)):
        if at <= grid[i]:
            share = (at - grid[i - 1]) / (grid[i] - grid[i - 1])
            return values[i - 1] + share * (values[i] - values[i - 1])
    return values[-1]


if __name__ == "__main__":
    main()
