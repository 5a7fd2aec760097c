"""One draw of the contested parameters, put through the setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from statistics import NormalDist

import numpy as np

from counterflow.analysis.expected.anchors import Anchor
from counterflow.analysis.expected.fit import Fitted, Rule
from counterflow.analysis.expected.forward import as_it_is, contact_yield
from counterflow.analysis.expected.rows import LEAST, matched_levels, rows_of
from counterflow.analysis.expected.setting import Setting, Undefined, luck_of
from counterflow.analysis.expected.shapley import MOST_REPRODUCTION, Removal
from counterflow.world import Floats


@dataclass
class Draw:
    """One draw put through the setting; everything is computed when first asked for."""

    setting: Setting
    values: Mapping[str, float]
    """Contested parameters by name."""
    number: int
    seed: int
    detection: float | None = None
    """Quantile at which detection stands for every cohort; None: its own luck for each."""
    central: bool = False
    """Counts and detection at their centres: departures meet the centre of the evidence."""
    shapley: bool = True
    rule: Rule | None = None
    """What settles how many leave; None: the counts."""
    fortune: Mapping[str, float] = field(default_factory=dict)
    """Uniforms that are known, by name, such as those of a posterior; all else is the draw's own luck."""
    _edited: dict[str, Removal] = field(default_factory=dict)

    def luck(self, name: str) -> float:
        """The uniform behind something that this draw assumes."""
        known = self.fortune.get(name)
        return luck_of(self.seed, self.number, name) if known is None else known

    def normal(self, name: str) -> float:
        """The same as a standard normal."""
        return NormalDist().inv_cdf(self.luck(name))

    @cached_property
    def counts(self) -> dict[int, float]:
        """True departures by anchored cohort: the published count within its range, over detection within its own.

        Where a rule settles how many leave, it is those who do so by the count's date.
        """
        if self.rule is not None:
            gone = self.fitted.with_families.cumsum(axis=1)
            return {
                one.cohort: float(gone[one.cohort, max(1, round(one.years * 12.0)) - 1])
                for one in self.setting.anchors
            }
        if self.central:
            return {anchor.cohort: anchor.true_count for anchor in self.setting.anchors}
        return {
            anchor.cohort: self.published(anchor) / self._detected(anchor) for anchor in self.setting.anchors
        }

    def published(self, anchor: Anchor) -> float:
        """The count that this draw takes as published: somewhere in its range, or what follows from the truth by a rule."""
        if self.rule is not None:
            return self.counts[anchor.cohort] * self._detected(anchor)
        return float(anchor.interval.quantile(np.array(self.normal(f"count/{anchor.target.cohort}"))))

    def _detected(self, anchor: Anchor) -> float:
        """The share of the truth that such a count holds in this draw."""
        own = self.luck(f"detection/{anchor.target.cohort}")
        return anchor.detection.quantile(own if self.detection is None else self.detection)

    @cached_property
    def fitted(self) -> Fitted:
        """The world of this draw."""
        if self.rule is not None:
            return self.setting.fit.ruled(self.values, self.rule)
        return self.setting.fit(self.values, self.counts, self.normal("departures/uncounted"))

    @cached_property
    def departures(self) -> Floats:
        """Departures of the region, [cohorts of the region, kinds, channels, months]."""
        return self.fitted.departures[self.setting.region]

    @cached_property
    def until_hearing(self) -> Floats:
        """Departures of the region up to the hearing by kind of place where engaged."""
        return np.asarray(self.departures[..., : round(self.setting.day * 12)].sum(axis=(0, 2, 3)))

    @cached_property
    def matched(self) -> Floats:
        """Matched levels of the drivers."""
        return matched_levels(self.fitted.rows, self.setting.region)

    @cached_property
    def removal(self) -> Removal:
        """Departures with candidates at their matched level."""
        return Removal(self.fitted, self.matched, self.setting.region)

    @cached_property
    def shares(self) -> Floats:
        """Shapley shares of the candidates."""
        if not self.shapley:
            raise Undefined("Shapley shares were not asked for")
        return self.removal.shares(self.setting.orders)

    def without(self, name: str) -> Removal:
        """Departures in the world from which something was taken away, this draw's scales kept."""
        if name not in self._edited:
            edited = self.setting.without[name]
            world = edited.world._replace(parameters=self.fitted.world.parameters)
            rows = rows_of(world, edited.sample)
            result = as_it_is(world, rows)
            yielded = contact_yield(result) / np.maximum(contact_yield(self.fitted.result), LEAST)
            reproduction = np.minimum(MOST_REPRODUCTION, self.fitted.reproduction * yielded)
            fitted = Fitted(world, rows, result, reproduction)
            self._edited[name] = Removal(fitted, self.matched, self.setting.region)
        return self._edited[name]
