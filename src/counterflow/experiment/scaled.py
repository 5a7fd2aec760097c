"""Factors on numbers of a world that accounts do not disagree about, and that are uncertain all the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from counterflow.world import Floats, World


class Scaled(NamedTuple):
    """Factors by which a draw moves a world's numbers; 1 leaves them as they are."""

    family: Floats  # [C] on the share of men who take their household along, which stays at most 1
    women_alone: Floats  # [C] on a woman's hazard of leaving alone
    hazard: Floats  # [T, 2, 3] on what ends a stay: theatre, fighter or family, exit

    def applied(self, world: World) -> World:
        """The world with its numbers moved."""
        travel, aftermath = world.travel, world.aftermath
        return world._replace(
            travel=travel._replace(
                family=np.minimum(travel.family * self.family, 1.0),
                women_alone=travel.women_alone * self.women_alone,
            ),
            aftermath=aftermath._replace(hazard=aftermath.hazard * self.hazard[..., np.newaxis]),
        )
