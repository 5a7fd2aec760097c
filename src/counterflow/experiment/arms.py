"""Programmes against none, paired by seed: the unit of an interval is the seed, never the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from counterflow.evidence.inputs import SaliencePoint
from counterflow.experiment.asking import Results
from counterflow.experiment.averted import Averted, averted_of
from counterflow.experiment.compared import (
    cohort_rows,
    cost_words,
    costs_of,
    interval_words,
    means_of,
    money_words,
    restricted_words,
    seat_means,
    seats_of,
    standard_error,
)
from counterflow.experiment.design import experiment_of
from counterflow.experiment.plan import NONE
from counterflow.experiment.runs import Means, carried_out
from counterflow.experiment.served import Census, Service, running, service_of
from counterflow.experiment.summary import BLOCKED, DEPARTED, ENGAGED, RunSummary, interval
from counterflow.faults import Fault, Faults
from counterflow.scenario import Calendar, Scenario, calendar_of, compile_arm
from counterflow.scenario.programmes import Programme
from counterflow.world import Floats

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class PairedEffect:
    """What a programme averts, one value per pair of runs; negative where it adds."""

    departures: Floats
    engaged: Floats
    before: Floats
    """Departures of the run without the programme."""
    stopped: Floats
    """More people stopped on the way, or detained, than without."""

    @property
    def share(self) -> Floats:
        """Share of departures averted."""
        return self.departures / np.maximum(self.before, 1.0)

    def restricted_per_averted(self, programme: Programme, calendar: Calendar) -> float | None:
        """People restricted per departure averted, for coercive programmes; None where it averts none, or restricts nobody."""
        averted = float(self.departures.mean())
        if not programme.coercive or averted <= 0.0:
            return None
        return programme.restricts(float(self.stopped.mean()), running(programme, calendar)) / averted


def paired(without: Sequence[RunSummary], with_it: Sequence[RunSummary]) -> PairedEffect:
    """The effect from runs of the same numbers."""

    def total(runs: Sequence[RunSummary], kinds: Sequence[int]) -> Floats:
        return np.array([run.events[list(kinds)].sum() for run in runs], dtype=np.float64)

    return PairedEffect(
        departures=total(without, DEPARTED) - total(with_it, DEPARTED),
        engaged=total(without, [ENGAGED]) - total(with_it, [ENGAGED]),
        before=total(without, DEPARTED),
        stopped=total(with_it, BLOCKED) - total(without, BLOCKED),
    )


@dataclass(frozen=True)
class Comparison:
    """Each programme of a scenario against none."""

    scenario: Scenario
    seed: int
    names: tuple[str, ...]
    """The programmes, by id."""
    results: Results
    """Where the runs are kept: SQL, and everything else that a store can be asked."""

    @cached_property
    def without(self) -> tuple[RunSummary, ...]:
        """Each run's counts without programmes. Read from the store when asked for."""
        return self._summaries(NONE)

    @cached_property
    def with_each(self) -> dict[str, tuple[RunSummary, ...]]:
        """Each run's counts under each programme."""
        return {name: self._summaries(name) for name in self.names}

    def _summaries(self, name: str) -> tuple[RunSummary, ...]:
        return tuple(self.results.only(programmes=name).summaries())

    @property
    def failed(self) -> tuple[str, ...]:
        """Why runs failed, one entry for each that did; their pairs are left out."""
        return tuple(reason for (reason,) in self.results.relation("SELECT reason FROM failures").fetchall())

    def effect(self, name: str) -> PairedEffect:
        """What a programme averts, pair by pair, by run number."""
        columns = ("departures_averted", "engaged_averted", "departed_without", "stopped_more")
        asked = f"SELECT {', '.join(columns)} FROM pairs WHERE programmes = '{name}' ORDER BY run"
        found = self.results.relation(asked).fetchnumpy()
        return PairedEffect(*(found[column].astype(np.float64) for column in columns))

    def averted(self, name: str) -> Averted:
        """What a programme averts of every kind, cohort by cohort, pair by pair."""
        return averted_of(self.results, name)

    def service(self, name: str) -> Service:
        """Whom a programme serves, and what that costs."""
        programme = next(one for one in self.scenario.programme if one.id == name)
        arm = compile_arm(self.scenario, self._census.world, [name])
        runs = list(self.with_each[name])
        return service_of(programme, arm, self._census, runs, calendar_of(self.scenario))

    @cached_property
    def _census(self) -> Census:
        return Census(self.results.store.world(self.results.world))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Effect of each programme over the whole history.

        `low` and `high` hold 80 percent of the pairs, `mean_low` and `mean_high` the mean with 95 percent. Costs are of all years.
        """
        programmes = {programme.id: programme for programme in self.scenario.programme}
        for name in self.names:
            effect = self.effect(name)
            if not effect.before.size:  # every run of it failed
                continue
            low, _, high = interval(effect.departures)
            yield {
                "programme": name,
                "title": programmes[name].title,
                "coercive": programmes[name].coercive,
                "departures_averted": float(effect.departures.mean()),
                "low": float(low),
                "high": float(high),
                "standard_error": standard_error(effect.departures),
                "share_averted": float(effect.share.mean()),
                "engaged_averted": float(effect.engaged.mean()),
                "restricted_per_averted": effect.restricted_per_averted(
                    programmes[name], calendar_of(self.scenario)
                ),
                **seats_of(programmes[name], seat_means(self.results, name)),
                **means_of(self.averted(name)),
                **costs_of(self.service(name), effect.departures),
            }

    def summary(self) -> pd.DataFrame:
        """The same in words, one row per programme; a negative number of departures averted is one added."""
        import pandas as pd

        return pd.DataFrame(
            {
                "programme": row["title"],
                "departures averted": f"{row['departures_averted']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})",
                "mean, 95%": interval_words(row),
                "share": f"{row['share_averted']:.1%}",
                "deaths": f"{row['deaths_averted']:,.1f}",
                "returnees": f"{row['returnees_averted']:,.1f}",
                "engagements": f"{row['engagements_averted']:,.0f}",
                "raises": row["raises"] or "nothing",
                "served at a time": f"{row['served_at_a_time']:,.0f}",
                "cost": money_words(row["cost"]),
                "cost per departure averted": cost_words(row),
                "restricted per departure averted": restricted_words(row),
            }
            for row in self.rows()
        )

    def to_pandas(self) -> pd.DataFrame:
        """The rows as numbers."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def document(self) -> dict[str, Any]:
        """For machines."""
        return {
            "scenario": self.scenario.id,
            "seed": self.seed,
            "runs": len(self.effect(self.names[0]).before) if self.names else 0,
            "failed": list(self.failed),
            "effects": list(self.rows()),
            "cohorts": list(cohort_rows(self.names, self.averted)),
        }


def every_programme(scenario: Scenario) -> tuple[str, ...]:
    """Ids of all programmes of a scenario. Raises Faults where it has none, and nothing can be compared."""
    if not scenario.programme:
        problem = f"the scenario {scenario.id} has no programme"
        raise Faults([Fault("--programme", None, "", problem, "add a [[programme]] to it")])
    return tuple(one.id for one in scenario.programme)


def compare(
    scenario: Scenario,
    *,
    salience: Sequence[SaliencePoint],
    runs: int = 20,
    seed: int = 1,
    programmes: tuple[str, ...] = (),
    events: bool = False,
    means: Means = Means(),  # noqa: B008 -- frozen
) -> Comparison:
    """Each of these programmes (none named: all of the scenario's) against none, on the same seeds."""
    names = programmes or every_programme(scenario)
    arms = [(), *((name,) for name in names)]
    experiment = experiment_of(scenario, salience, arms=arms, runs=runs, seed=seed, events=events)
    found = carried_out(experiment, means)
    return Comparison(scenario, seed, names, found)
