"""Programmes against none, paired by seed: the unit of an interval is the seed, never the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from counterflow.evidence.inputs import SaliencePoint
from counterflow.experiment.asking import Results
from counterflow.experiment.design import experiment_of
from counterflow.experiment.plan import NONE
from counterflow.experiment.runs import Means, carried_out
from counterflow.experiment.summary import BLOCKED, DEPARTED, ENGAGED, RunSummary, interval
from counterflow.scenario import Calendar, Scenario, calendar_of
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


def running(programme: Programme, calendar: Calendar) -> float:
    """Years of the history in which a programme runs."""
    end = calendar.years if programme.end is None else min(calendar.when(programme.end), calendar.years)
    return max(0.0, end - max(0.0, calendar.when(programme.start)))


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

    def rows(self) -> Iterator[dict[str, Any]]:
        """Effect of each programme over the whole history: mean and 80 percent interval of the pairs, and its standard error."""
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
                "standard_error": _standard_error(effect.departures),
                "share_averted": float(effect.share.mean()),
                "engaged_averted": float(effect.engaged.mean()),
                "restricted_per_averted": effect.restricted_per_averted(
                    programmes[name], calendar_of(self.scenario)
                ),
                **_seats(programmes[name], self._seat_means(name), calendar_of(self.scenario)),
            }

    def _seat_means(self, name: str) -> tuple[float, float, float]:
        """Seats taken, people turned away and years of service under a programme with seats, means over runs."""
        asked = f"""SELECT avg(served[1]), avg(refused[1]), avg(seat_years[1]) FROM
            (FROM runs WHERE programmes = '{name}' ORDER BY run)"""
        (found,) = self.results.relation(asked).fetchall()
        return found

    def summary(self) -> pd.DataFrame:
        """The same in words, one row per programme; a negative number of departures averted is one added."""
        import pandas as pd

        return pd.DataFrame(
            {
                "programme": row["title"],
                "departures averted": f"{row['departures_averted']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})",
                "share": f"{row['share_averted']:.1%}",
                "engagements averted": f"{row['engaged_averted']:,.0f}",
                "restricted per departure averted": _restricted(row),
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
        }


def _seats(
    programme: Programme, means: tuple[float, float, float], calendar: Calendar
) -> dict[str, float | None]:
    """Of a programme with seats, means over runs: seats taken, people turned away, years of service, and what it all costs."""
    if programme.seats is None:
        return dict.fromkeys(("served", "turned_away", "served_years", "cost"))
    served, turned_away, years = means
    return {
        "served": served,
        "turned_away": turned_away,
        "served_years": years,
        "cost": programme.cost.fixed.value * running(programme, calendar)
        + programme.cost.per_served.value * years,
    }


def _restricted(row: dict[str, Any]) -> str:
    if not row["coercive"]:
        return "nobody restricted"
    return "averts none" if row["restricted_per_averted"] is None else f"{row['restricted_per_averted']:,.0f}"


def _standard_error(values: Floats) -> float | None:
    return float(values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else None


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
    names = programmes or tuple(programme.id for programme in scenario.programme)
    arms = [(), *((name,) for name in names)]
    experiment = experiment_of(scenario, salience, arms=arms, runs=runs, seed=seed, events=events)
    found = carried_out(experiment, means)
    return Comparison(scenario, seed, names, found)
