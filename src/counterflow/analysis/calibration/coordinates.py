"""The unknowns of the simulated world, and what they are in the engine.

First what accounts disagree about; then how many left in truth, and how cohorts differ beyond what drivers explain; then numbers of
the scenario whose ranges targets are about: families, women, what ends a stay. The last are drawn from the scenario's own ranges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import ndtr

from counterflow.analysis.expected.aftermath import first_level
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.fit import ByLevel
from counterflow.analysis.expected.setting import Setting
from counterflow.experiment.sample import salience_years
from counterflow.experiment.scaled import Scaled
from counterflow.hearing import PARAMETER_RECORDS, PARAMETERS, Hearing, Parameter, Prior, Variant
from counterflow.inference.arrays import Bools, Floats, Ints
from counterflow.inference.belief import Belief, Believed, Law, Standard
from counterflow.scenario.quantity import Quantity
from counterflow.world import EXITS, THEATRES

ADULT = 18.0
WIDENED = 1.3
"""Factor on the scores of the widest account in the bank's defensive half."""
NARROWED = 0.6
"""Factor on the scores of how many left: runs with ten times the published departures cost most of the time, and tell nothing."""
REGION = "level/region"
LEVEL = Parameter(
    "level",
    "departures per 100,000 adults",
    0.0,
    float("inf"),
    "how many had truly left by the hearing",
    "a count by somebody without a stake",
)
REGION_PRIOR = Prior(
    parameter="level",
    lognormal=(5.0, 1.25, 20.0),
    source="assumed: before any figure, within a factor of four either way with 80 percent",
)
OTHERS_PRIOR = Prior(
    parameter="level",
    lognormal=(20.0, 2.0, 200.0),
    source="assumed: within a factor of ten; those who are there for comparison are few, so that a wide prior costs no time",
)
"""How many left is what figures tell, not what accounts do: the same wide priors for all accounts."""


@dataclass(frozen=True)
class Coordinates:
    """The coordinates of one setting, in a fixed order."""

    setting: Setting

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All of them; those that are drawn by the scenario's ranges have the names of the luck that they stand for."""
        cohorts = self.setting.scenario.cohort
        return (
            *PARAMETERS,
            *self.levels,
            *(f"country/{cohorts[i].name}" for i in self.setting.region),
            *(f"aftermath/{who}/{exit_}" for who in ("fighters", "family") for exit_ in EXITS),
            *(f"{what}/{one.name}" for what in ("family", "women alone") for one in cohorts),
        )

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Of the region, then of each cohort that is there for comparison."""
        names = [one.name for one in self.setting.scenario.cohort]
        return (REGION, *(f"level/{names[i]}" for i in self.others))

    @property
    def others(self) -> list[int]:
        """Cohorts outside the region."""
        return [i for i in range(len(self.setting.scenario.cohort)) if i not in self.setting.region]

    @property
    def logged(self) -> Bools:
        """Which coordinates an emulator should see as logs: the positive ones without an upper end."""
        records = [PARAMETER_RECORDS.get(name) for name in self.names]
        return np.array(
            [
                name in self.levels or (one is not None and one.low == 0.0 and np.isinf(one.high))
                for name, one in zip(self.names, records, strict=True)
            ]
        )

    def belief(self, hearing: Hearing, account: str, variant: Variant = "prior") -> Belief:
        """An account's prior over all coordinates; only the contested ones differ between accounts and variants."""
        priors = hearing.priors(account)
        contested: list[Law] = [
            Believed(priors[name].scaled(variant, name), PARAMETER_RECORDS[name]) for name in PARAMETERS
        ]
        levels: list[Law] = [
            Believed(REGION_PRIOR if name == REGION else OTHERS_PRIOR, LEVEL) for name in self.levels
        ]
        standard: list[Law] = [Standard() for _ in self.names[len(contested) + len(levels) :]]
        return Belief(self.names, (*contested, *levels, *standard))

    def draw(self, values: Floats, number: int = 0, fortune: Mapping[str, float] | None = None) -> Draw:
        """One point of the space put through the setting; `fortune` are uniforms of what stands between truth and figures."""
        named = dict(zip(self.names, map(float, values), strict=True))
        uniforms = {
            name: float(ndtr(value)) for name, value in named.items() if name.startswith("aftermath/")
        }
        return Draw(
            self.setting,
            {name: named[name] for name in PARAMETERS},
            number,
            0,
            rule=self._rule(named),
            fortune=uniforms | dict(fortune or {}),
        )

    def _rule(self, named: Mapping[str, float]) -> ByLevel:
        cohorts = self.setting.scenario.cohort
        deviation = [named["country_sd"] * named.get(f"country/{one.name}", 0.0) for one in cohorts]
        groups = self._groups
        adults = np.array([self._adults[group].sum() for group in groups])
        return ByLevel(
            groups=groups,
            totals=np.array([named[name] for name in self.levels]) * adults / 1e5,
            deviation=np.array(deviation),
            months=max(1, round(self.setting.day * 12.0)),
        )

    @property
    def _groups(self) -> tuple[Ints, ...]:
        return (self.setting.region, *(np.array([i]) for i in self.others))

    @cached_property
    def _adults(self) -> Floats:
        """Adults of each cohort, on average over the history."""
        sample = self.setting.sample
        weight = sample.weight * (sample.survey.age >= ADULT) / salience_years(self.setting.world)
        cohorts = len(self.setting.scenario.cohort)
        return np.bincount(sample.cohort, weight, minlength=cohorts).astype(np.float64)

    def scaled(self, values: Floats) -> Scaled:
        """The factors of one point on what accounts do not disagree about."""
        named = dict(zip(self.names, map(float, values), strict=True))
        cohorts = self.setting.scenario.cohort
        hazard = np.ones((len(THEATRES), 2, len(EXITS)))
        theatre = self.setting.scenario.theatre[0]
        for i, (who, exits) in enumerate((("fighters", theatre.fighters), ("family", theatre.family))):
            for j, name in enumerate(EXITS):
                hazard[0, i, j] = first_level(
                    getattr(exits, name), float(ndtr(named[f"aftermath/{who}/{name}"]))
                )
        return Scaled(
            family=np.array([_factor(one.departure.family, named[f"family/{one.name}"]) for one in cohorts]),
            women_alone=np.array(
                [_factor(one.departure.women_alone, named[f"women alone/{one.name}"]) for one in cohorts]
            ),
            hazard=hazard,
        )


def _factor(quantity: Quantity, score: float) -> float:
    """A number at a score within its range, over its centre."""
    return quantity.quantile(float(ndtr(score))) / quantity.value if quantity.value > 0.0 else 1.0
