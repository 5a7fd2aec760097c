"""What the figures say: priors, emulator and observation model together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.evidence import Target
from counterflow.evidence.ranges import TENTH
from counterflow.hearing import Hearing
from counterflow.inference.arrays import Bools, Floats
from counterflow.inference.belief import Belief, Standard
from counterflow.inference.emulator import Emulator
from counterflow.inference.observation import Observation
from counterflow.inference.reporting import CARRIED
from counterflow.inference.tempering import PARTICLES, Tempered, temper

_DETECTION = {"detection low": -TENTH, "detection high": TENTH}
"""Score within its range at which detection stands in these variants, for every cohort."""


@dataclass(frozen=True)
class Model:
    """Everything that a posterior hangs on."""

    coordinates: Coordinates
    hearing: Hearing
    observation: Observation
    emulator: Emulator

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Coordinates of the world, then those of reporting."""
        return (*self.coordinates.names, *self.observation.names)

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets that are fitted."""
        return tuple(one.target for one in self.observation.seen)

    def belief(self, ask: Ask) -> Belief:
        """The prior of all coordinates."""
        world = self.coordinates.belief(self.hearing, ask.account, ask.variant)
        whole = Belief(self.names, (*world.laws, *(Standard() for _ in self.observation.names)))
        if ask.variant not in _DETECTION:
            return whole
        level = _DETECTION[ask.variant]
        known = {name: level for name in self.observation.names if name.startswith("detection/")}
        # A jump that leaves detection where it stood before the story.
        still = level * (1.0 - CARRIED) / math.sqrt(1.0 - CARRIED**2)
        jumps = {name: still for name in self.observation.names if name.startswith("jump/")}
        return whole.knowing(known | jumps)

    def true(self, values: Floats) -> Floats:
        """Emulated log counts and logit shares, [draws, targets]."""
        return self.emulator(values[:, : len(self.coordinates.names)])

    def reported(self, values: Floats) -> Floats:
        """What would be published of them, [draws, targets]."""
        return self.observation.reported(self.true(values), values[:, len(self.coordinates.names) :])

    def log_likelihood(self, values: Floats, ask: Ask) -> Floats:
        """Of values of all coordinates, [draws]."""
        scores = values[:, len(self.coordinates.names) :]
        found = self.observation.log_densities(self.true(values), scores, self.emulator.variance)
        return np.asarray(ask.power * found[:, self._used(ask)].sum(axis=1))

    def _used(self, ask: Ask) -> Bools:
        return np.array([name not in ask.without for name in self.observation.ids])

    def posterior(self, ask: Ask, *, seed: int, particles: int = PARTICLES) -> Tempered:
        """Even draws, in scores, and the marginal likelihood."""
        belief = self.belief(ask)
        return temper(
            lambda scores: self.log_likelihood(belief.values(scores), ask),
            len(belief),
            seed=seed,
            particles=particles,
        )
