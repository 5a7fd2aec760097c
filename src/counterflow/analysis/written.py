"""What every record that is written to a file of results has in common."""

from __future__ import annotations

from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict

from counterflow.inference.arrays import Floats


class Written(BaseModel):
    """A frozen record, of which every key is always written."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_inf_nan="null", json_schema_serialization_defaults_required=True
    )


class Interval(Written):
    """Low, centre and high of a quantity: 10th, 50th and 90th percentile."""

    low: float
    centre: float
    high: float

    @classmethod
    def of(cls, values: Floats) -> Self:
        """That of draws, all alike."""
        low, centre, high = np.quantile(values, [0.1, 0.5, 0.9])
        return cls(low=float(low), centre=float(centre), high=float(high))
