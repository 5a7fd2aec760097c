"""Results of runs, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from counterflow.engine.codes import PERSON_EVENTS
from counterflow.experiment.asking import Results
from counterflow.experiment.summary import RunSummary
from counterflow.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


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
    results: Results
    """Where they are kept: SQL, and everything else that a store can be asked."""

    @cached_property
    def runs(self) -> tuple[RunSummary, ...]:
        """Each run's counts, in the order of run numbers; failed runs are not there. Read from the store when asked for."""
        return tuple(self.results.summaries())

    @property
    def failed(self) -> tuple[str, ...]:
        """Why runs failed, one entry for each that did."""
        return tuple(reason for (reason,) in self.results.relation("SELECT reason FROM failures").fetchall())

    @property
    def cohorts(self) -> tuple[str, ...]:
        """Names of the cohorts."""
        return tuple(cohort.name for cohort in self.scenario.cohort)

    def rows(self) -> Iterator[dict[str, str | int | float]]:
        """Totals over the history by cohort and kind of event: median and 80 percent interval over runs."""
        asked = "SELECT cohort, event, low, median, high FROM summary"
        found = {row[:2]: row[2:] for row in self.results.relation(asked).fetchall()}
        for name in self.cohorts:
            for event in PERSON_EVENTS:
                low, centre, high = found[name, event]
                yield {"cohort": name, "event": event, "low": low, "centre": centre, "high": high}

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
        return self.results.sql("SELECT run, cohort, month, event, count FROM counts ORDER BY ALL")

    def to_xarray(self) -> xr.Dataset:
        """Counts as an array (run, event, cohort, month), strength under the label as one (run, theatre, month)."""
        return (
            self.results.to_xarray()
            .swap_dims(history="run")
            .drop_vars(["programmes", "account", "draw_number", "seed"])
        )

    def document(self) -> dict[str, Any]:
        """For machines: totals, and each run's work."""
        return {
            "scenario": self.scenario.id,
            "seed": self.seed,
            "programmes": list(self.programmes),
            "totals": list(self.rows()),
            "failed": list(self.failed),
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
