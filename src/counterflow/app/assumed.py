"""Every assumption as it is edited: numbers of the scenario, and beliefs about the unknowns in dispute."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterflow.analysis.amounts import number
from counterflow.app.jobs.records import Record

if TYPE_CHECKING:
    from counterflow.hearing import Hearing
    from counterflow.scenario import Scenario

BELIEFS = "beliefs"
"""The group of what accounts disagree about."""
_TITLES = {
    "contested": "Starting values of single runs",
    "city": "Host cities",
    "cohort": "Cohort",
    "country": "Countries of origin",
    "kind": "Kinds of neighbourhood",
    "highest": "Highest values",
}


class AssumptionShown(Record):
    """One assumption."""

    path: str
    """As a change names it."""
    title: str
    unit: str
    numbers: tuple[float, ...]
    """Its value; of a belief low, centre and high, or its two ends."""
    labels: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    """Ends of the 80 percent range."""
    source: str
    assumed: bool
    """Whether the source is a judgement."""
    before: tuple[float, ...] | None = None
    """What the files say, where it is changed."""


class AssumptionGroupShown(Record):
    """The assumptions of one part of the scenario."""

    id: str
    title: str
    rows: tuple[AssumptionShown, ...]

    @property
    def changed(self) -> int:
        """How many of them are changed."""
        return sum(row.before is not None for row in self.rows)


@dataclass(frozen=True)
class World:
    """A hearing's assumptions with changes."""

    groups: tuple[AssumptionGroupShown, ...]

    def group(self, identity: str) -> AssumptionGroupShown | None:
        """A group by its id."""
        return next((one for one in self.groups if one.id == identity), None)

    def matching(self, words: str) -> tuple[AssumptionShown, ...]:
        """Assumptions whose path, title, unit or source hold all of the words."""
        wanted = words.lower().split()
        return tuple(
            row
            for group in self.groups
            for row in group.rows
            if all(word in f"{row.path} {row.title} {row.unit} {row.source}".lower() for word in wanted)
        )

    @property
    def rows(self) -> dict[str, AssumptionShown]:
        """All of them by path."""
        return {row.path: row for group in self.groups for row in group.rows}


def world_of(folder: Path, texts: tuple[str, ...] = ()) -> World:
    """Every assumption of a hearing with changes. Raises Faults for what cannot be changed."""
    from counterflow.analysis.changed.changes import changes_of
    from counterflow.hearing import load_hearing
    from counterflow.scenario.load import load_scenario

    changes = changes_of(texts)
    hearing, file = load_hearing(folder / "hearing.toml"), folder / "scenario.toml"
    plain = load_scenario(file)
    changed = load_scenario(file, changes.sets) if changes.sets else plain
    groups = [_beliefs(hearing, changes.hearing(hearing)), *_numbers(plain, changed)]
    return World(tuple(group for group in groups if group.rows))


_STAGE_WORDS = {
    "approached": "who is approached",
    "engaging": "who engages",
    "committing": "who commits",
    "leaving": "who leaves",
}


def _belief_title(name: str, meaning: str) -> str:
    """What an unknown is, in plain words; a weight by its driver and the point at which it acts."""
    kind, _, rest = name.partition(".")
    stage, _, driver = rest.partition(".")
    if kind != "weights":
        return meaning
    driver = {"support": "lack of support", "belonging": "need to belong"}.get(driver, driver)
    return f"How much {driver} counts for {_STAGE_WORDS[stage]}"


def _beliefs(before: Hearing, after: Hearing) -> AssumptionGroupShown:
    from counterflow.analysis.changed.beliefs import shown
    from counterflow.analysis.model import WIDE
    from counterflow.hearing import PARAMETER_RECORDS

    rows = []
    if WIDE in {one.id for one in before.account}:
        old, new = before.priors(WIDE), after.priors(WIDE)
        for name, known in sorted(
            PARAMETER_RECORDS.items(), key=lambda one: one[0].startswith(("weights.", "interaction"))
        ):
            was, now = shown(old[name]), shown(new[name])
            rows.append(
                AssumptionShown(
                    path=f"belief.{name}",
                    title=_belief_title(name, known.meaning),
                    unit=known.unit,
                    numbers=now.numbers,
                    labels=now.labels,
                    source=new[name].source,
                    assumed=new[name].source.startswith("assumed"),
                    before=was.numbers if old[name] != new[name] else None,
                )
            )
    return AssumptionGroupShown(id=BELIEFS, title="What accounts disagree about", rows=tuple(rows))


def _numbers(plain: Scenario, changed: Scenario) -> list[AssumptionGroupShown]:
    from counterflow.scenario import assumptions

    before = {one.path: one.value for one in assumptions(plain)}
    groups: dict[str, list[AssumptionShown]] = {}
    for one in assumptions(changed):
        was = before.get(one.path)
        groups.setdefault(_group(one.path), []).append(
            AssumptionShown(
                path=one.path,
                title=one.title,
                unit=one.unit,
                numbers=(one.value,),
                labels=("value",),
                low=one.low,
                high=one.high,
                source=one.source or "assumed",
                assumed=one.is_assumed,
                before=(was,) if was is not None and was != one.value else None,
            )
        )
    return [
        AssumptionGroupShown(id=name, title=_title(name), rows=tuple(rows)) for name, rows in groups.items()
    ]


def _group(path: str) -> str:
    words = path.split(".")
    return ".".join(words[: 2 if words[0] in ("cohort", "programme") else 1])


def _title(group: str) -> str:
    first, _, rest = group.partition(".")
    said = _TITLES.get(first, first.capitalize())
    return f"{said}: {rest}" if rest else said


def change_text(row: AssumptionShown, numbers: tuple[float, ...]) -> str:
    """The change that gives an assumption these numbers."""
    plain = [json.loads(f"{one:.12g}") for one in numbers]
    return f"{row.path}={json.dumps(plain[0] if len(plain) == 1 else plain)}"


def typed(value: float) -> str:
    """A number as a field holds it: enough digits, and no power of ten."""
    return (
        f"{value:.0f}"
        if abs(value) >= 10_000.0
        else f"{value:.3g}"
        if "e" not in f"{value:.3g}"
        else f"{value:.6f}"
    )


def numbers_words(numbers: tuple[float, ...]) -> str:
    """Numbers as they are read: `1 (0.3 to 4)`, `0.1 to 0.9`, `3`."""
    if len(numbers) == 3:
        return f"{number(numbers[1])} ({number(numbers[0])} to {number(numbers[2])})"
    return " to ".join(number(one) for one in numbers)
