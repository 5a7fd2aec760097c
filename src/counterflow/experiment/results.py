"""Results of runs, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from counterflow.engine.codes import EVENTS, PERSON_EVENTS, REBRANDED
from counterflow.experiment.summary import RunSummary, interval
from counterflow.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


def month_names(scenario: Scenario, months: int) -> tuple[str, ...]:
    """Names of the months of a history, "2011-01" and so on."""
    first = scenario.start.year * 12 + scenario.start.month - 1
    return tuple(f"{(first + i) // 12}-{(first + i) % 12 + 1:02d}" for i in range(months))


@dataclass(frozen=True)
class RunResult:
    """Runs of one scenario under the same programmes."""

    scenario: Scenario
    seed: int
    programmes: tuple[str, ...]
    runs: tuple[RunSummary, ...]

    @property
    def cohorts(self) -> tuple[str, ...]:
        """Names of the cohorts."""
        return tuple(cohort.name for cohort in self.scenario.cohort)

    def rows(self) -> Iterator[dict[str, str | int | float]]:
        """Totals over the history by cohort and kind of event: median and 80 percent interval over runs."""
        totals = np.array([run.events.sum(axis=2) for run in self.runs], dtype=np.float64)
        low, centre, high = interval(totals)
        for cohort, name in enumerate(self.cohorts):
            for kind, event in enumerate(PERSON_EVENTS):
                yield {
                    "cohort": name,
                    "event": event,
                    "low": float(low[kind, cohort]),
                    "centre": float(centre[kind, cohort]),
                    "high": float(high[kind, cohort]),
                }

    def summary(self) -> pd.DataFrame:
        """The same as a table with one row per cohort: "centre (low to high)" for each kind of event."""
        import pandas as pd

        words = [f"{row['centre']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})" for row in self.rows()]
        by_cohort = [words[i : i + len(PERSON_EVENTS)] for i in range(0, len(words), len(PERSON_EVENTS))]
        index = pd.Index(self.cohorts, name="cohort")
        return pd.DataFrame(by_cohort, index=index, columns=pd.Index(PERSON_EVENTS, name="event"))

    def to_pandas(self) -> pd.DataFrame:
        """One row per run, cohort, month and kind of event that happened: columns run, cohort, month, event, count.

        Units of an armed group that change the flag belong to no cohort: their cohort is "".
        """
        import pandas as pd

        months = month_names(self.scenario, self.runs[0].events.shape[2])
        rows = [
            (run.run, self.cohorts[cohort], months[month], EVENTS[kind], int(run.events[kind, cohort, month]))
            for run in self.runs
            for kind, cohort, month in np.argwhere(run.events)
        ]
        rows += [
            (run.run, "", months[month], EVENTS[REBRANDED], int(run.rebranded[month]))
            for run in self.runs
            for (month,) in np.argwhere(run.rebranded)
        ]
        return pd.DataFrame(rows, columns=["run", "cohort", "month", "event", "count"])

    def document(self) -> dict[str, Any]:
        """For machines: totals, and each run's work."""
        return {
            "scenario": self.scenario.id,
            "seed": self.seed,
            "programmes": list(self.programmes),
            "totals": list(self.rows()),
            "runs": [
                {
                    "run": run.run,
                    "proposals": run.counts.proposals,
                    "void": run.counts.void,
                    "approaches": run.counts.approaches,
                    "engaged": int(run.engaged.sum()),
                    "departed": int(run.departures.sum()),
                    "share_touched": run.counts.share_touched,
                    "rebranded": int(run.rebranded.sum()),
                    "strength": run.strength[:, -1].tolist(),
                    "served": run.served.tolist(),
                    "refused": run.refused.tolist(),
                }
                for run in self.runs
            ],
        }

    def write(self, folder: Path) -> None:
        """Write runs.csv (see `to_pandas`) to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.to_pandas().to_csv(folder / "runs.csv", index=False)
