"""Who is compared, at which sizes, how often: in full, or quickly to see that everything works."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.model import BLOCK, MOBILE_OF_BLOCK, Model

REGION = 68_000_000
APPROACHES = 300_000
"""Approaches that reach a present person in the region's eight years: the rate of every comparison."""
WORLD = 7_000_000_000
MINUTE = 60.0
ROOM = 20.0 * 2**30 / 1e6
"""20 GiB in the units of peak memory: a rival that would need more is timed at two sizes and carried on."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A program of the comparison."""

    key: str
    title: str
    module: str
    sizes: tuple[int, ...]
    """People at which it is always timed: for the crossing, and for the line through the last two."""
    check: int
    """People in each run of the check of means."""
    function: str = "simulate"
    own_environment: bool = False


NUMBA_SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
VECTORS = "simulate_in_vectors"
RIVALS = (
    Rival("mesa", "Mesa", "mesa_agents", (300, 1_000, 10_000, 40_000), 10_000, own_environment=True),
    Rival(
        "starsim",
        "Starsim",
        "starsim_arrays",
        (300, 3_000, 300_000, 2_000_000),
        100_000,
        own_environment=True,
    ),
    Rival("numpy", "dense NumPy", "numpy_dense", (1_000, 10_000, 300_000, 3_000_000), 200_000),
    Rival("numba", "dense Numba, both cores", "numba_dense", NUMBA_SIZES, 200_000),
    Rival("screen_loop", "monthly screen, plain loop", "screen_monthly", NUMBA_SIZES, 200_000),
    Rival("screen", "monthly screen, in vectors", "screen_monthly", NUMBA_SIZES, 200_000, VECTORS),
    Rival("once_loop", "once-a-run screen, plain loop", "screen_once", NUMBA_SIZES, 200_000),
    Rival("once", "once-a-run screen, in vectors", "screen_once", NUMBA_SIZES, 200_000, VECTORS),
    Rival("free", "storage-free NumPy, peers off", "numpy_free", NUMBA_SIZES, 200_000),
)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    name: str
    shrink: int
    """Populations and approaches of all comparisons are divided by this."""
    repeats: int
    """Runs of each program at each size, fewer where one takes long."""
    checks: int
    """Runs of each program in the check of means."""
    draws: int
    """Draws of the full region."""
    rungs: int
    """Sizes at which a rival is timed below the region's, the largest ones."""
    every: int
    """Of the rivals, every so manieth is measured with mobile people only."""
    patience: float
    """Seconds: the same for a rival that would take longer at the region's size."""
    budget: float
    """Seconds that the runs of one program at one size should take."""

    def sized(self, people: int) -> int:
        """People of a comparison, in whole kin blocks."""
        return max(people // self.shrink // BLOCK, 20) * BLOCK

    @property
    def region(self) -> int:
        """People of the largest comparison."""
        return self.sized(REGION)

    def model(self, people: int, *, mobile: bool = False) -> Model:
        """The reduced model at the region's approaches per person; `mobile`: the part of it that migrates, with all approaches."""
        approaches = APPROACHES * people / REGION
        if mobile:
            people = max(people * MOBILE_OF_BLOCK // BLOCK, 4 * BLOCK)
        return Model(people=people, approaches=approaches, everybody_mobile=mobile)

    def repeated(self, seconds: float) -> int:
        """How often to repeat a run that takes so long: three times at least, twice where one takes a minute."""
        least = min(self.repeats, 2 if seconds > MINUTE else 3)
        return int(max(least, min(self.repeats, self.budget / max(seconds, 1e-6))))


FULL = Effort("full", shrink=1, repeats=7, checks=8, draws=5, rungs=5, every=1, patience=300.0, budget=60.0)
QUICK = Effort("quick", shrink=100, repeats=2, checks=2, draws=1, rungs=2, every=4, patience=5.0, budget=2.0)
