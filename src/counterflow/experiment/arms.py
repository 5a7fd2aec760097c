"""Programmes against none, paired by seed: the unit of an interval is the seed, never the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from counterflow.evidence.inputs import SaliencePoint
from counterflow.experiment.pool import Progress, run_all
from counterflow.experiment.prepare import prepare
from counterflow.experiment.runs import RunTask, simulate_task, warm_up
from counterflow.experiment.summary import BLOCKED, DEPARTED, ENGAGED, RunSummary, interval
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

    def restricted_per_averted(self, programme: Programme) -> float | None:
        """People restricted per departure averted, for coercive programmes; None where it averts none, or restricts nobody."""
        per_stopped = programme.restricted_per_stopped
        averted = float(self.departures.mean())
        if per_stopped is None or averted <= 0.0:
            return None
        return per_stopped.value * float(self.stopped.mean()) / averted


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
    without: tuple[RunSummary, ...]
    with_each: dict[str, tuple[RunSummary, ...]]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Effect of each programme over the whole history: mean and 80 percent interval of the pairs, and its standard error."""
        programmes = {programme.id: programme for programme in self.scenario.programme}
        for name, runs in self.with_each.items():
            effect = paired(self.without, runs)
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
                "restricted_per_averted": effect.restricted_per_averted(programmes[name]),
                **_seats(programmes[name], runs, calendar_of(self.scenario)),
            }

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
            "runs": len(self.without),
            "effects": list(self.rows()),
        }


def _seats(programme: Programme, runs: Sequence[RunSummary], calendar: Calendar) -> dict[str, float | None]:
    """Of a programme with seats, means over runs: seats taken, people turned away, years of service, and what it all costs."""
    if programme.seats is None:
        return dict.fromkeys(("served", "turned_away", "served_years", "cost"))
    years = float(np.mean([run.seat_years[0] for run in runs]))
    end = calendar.years if programme.end is None else min(calendar.when(programme.end), calendar.years)
    running = max(0.0, end - max(0.0, calendar.when(programme.start)))
    return {
        "served": float(np.mean([run.served[0] for run in runs])),
        "turned_away": float(np.mean([run.refused[0] for run in runs])),
        "served_years": years,
        "cost": programme.cost.fixed.value * running + programme.cost.per_served.value * years,
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
    workers: int | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Each of these programmes (none named: all of the scenario's) against none, on the same seeds."""
    if runs < 1:
        raise ValueError(f"runs is {runs}; ask for 1 or more")
    world = prepare(scenario, salience)
    names = programmes or tuple(programme.id for programme in scenario.programme)
    arms = [compile_arm(scenario, world, chosen) for chosen in ([], *([name] for name in names))]
    warm_up(world, arms[0])
    tasks = [RunTask(None, arm, seed, number) for number in range(runs) for arm in arms]
    summaries = run_all(simulate_task, tasks, share=world, workers=workers, progress=progress)
    by_arm = [tuple(summaries[i :: len(arms)]) for i in range(len(arms))]
    comparison = Comparison(scenario, seed, by_arm[0], dict(zip(names, by_arm[1:], strict=True)))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        comparison.to_pandas().to_csv(out / "effects.csv", index=False)
    return comparison
