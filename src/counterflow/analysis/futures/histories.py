"""Outcomes of futures by runs of the engine, kept in a store and resumed like those of any experiment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from counterflow.analysis.expected.setting import Setting
from counterflow.analysis.futures.factors import numbers_of
from counterflow.analysis.futures.point import MIDDLE, Coordinates
from counterflow.analysis.futures.respond import Answers
from counterflow.engine import ENGINE_VERSION
from counterflow.experiment.asking import Results
from counterflow.experiment.design import Experiment
from counterflow.experiment.identity import RunIdentity
from counterflow.experiment.plan import NONE, NamedArm, ParameterDraw, Run
from counterflow.experiment.runs import Means, carried_out
from counterflow.scenario import compile_arm
from counterflow.scenario.programmes import Programme
from counterflow.world import Floats

ACCOUNT = "future"
"""The account under which a store keeps runs of futures: they are of no account alone."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "departed": ("departed", "departed with family"),
    "engaged": ("engaged",),
    "stopped": ("blocked", "detained"),
    "dead": ("dead",),
    "returned": ("returned",),
}
"""Totals over the history that a run is asked for, and the kinds of event that they count."""


@dataclass(frozen=True, slots=True)
class Total:
    """A total over the whole history of a run, of everybody or of one cohort; or how much less of it there is under a programme."""

    name: str
    what: str
    """One of KINDS."""
    cohort: str | None = None
    programme: str | None = None
    """Averted by this programme, paired with the same future and luck without any; None: of the run without any."""
    share: bool = False
    """Averted as a share of those without the programme."""


@dataclass(frozen=True)
class Futures(Experiment):
    """An experiment in which each draw has arms of its own, so that what programmes do may differ between futures."""

    own_arms: tuple[tuple[int, ...], ...] = ()
    """For each draw the numbers of its arms."""

    def __len__(self) -> int:
        return len(self.seeds) * sum(
            len(draw.runs) * len(own) for draw, own in zip(self.draws, self.own_arms, strict=True)
        )

    def __iter__(self) -> Iterator[Run]:
        """Every run, arms innermost."""
        for seed in self.seeds:
            for draw, drawn, own in zip(self.draws, self.draw_hashes, self.own_arms, strict=True):
                for number in draw.runs:
                    for arm in own:
                        hashed = self.arm_hashes[arm]
                        yield Run(
                            RunIdentity(self.world_hash, hashed, drawn, seed, number, ENGINE_VERSION),
                            arm,
                            draw,
                        )


@dataclass(frozen=True)
class Histories:
    """Answers with totals of runs: so many runs of each future, the same luck in all of them."""

    setting: Setting
    coordinates: Coordinates
    totals: tuple[Total, ...]
    runs: int = 1
    seed: int = 1
    means: Means = field(default_factory=Means)

    @property
    def parameters(self) -> tuple[str, ...]:
        """All coordinates."""
        return self.coordinates.names

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the totals."""
        return tuple(total.name for total in self.totals)

    @property
    def programmes(self) -> tuple[str, ...]:
        """Programmes that are run beside none."""
        return tuple(dict.fromkeys(one.programme for one in self.totals if one.programme is not None))

    def __call__(self, points: Floats) -> Answers:
        """Means over the runs of each future, and how far their luck moves them."""
        found = carried_out(self.experiment(points), self.means, what="runs of futures")
        each = np.stack([_of_runs(found, total, len(points), self.runs) for total in self.totals], axis=1)
        values = each.mean(axis=2)
        if self.runs < 2:
            return Answers(values, np.full(len(self.totals), np.nan))
        variance = np.nanmean(each.var(axis=2, ddof=1), axis=0) / self.runs
        return Answers(values, np.sqrt(variance))

    def experiment(self, points: Floats) -> Futures:
        """The runs of these futures, under no programme and under each that is asked about."""
        named = [dict(zip(self.parameters, map(float, point), strict=True)) for point in points]
        nothing = NamedArm((), compile_arm(self.setting.scenario, self.setting.world, ()))
        arms = [tuple(self._arm(name, point) for name in self.programmes) for point in named]
        distinct = list(dict.fromkeys(chain.from_iterable(arms)))
        compiled = {key: self._compiled(*key) for key in distinct}
        numbers = {key: number for number, key in enumerate(distinct, 1)}
        return Futures(
            scenario=self.setting.scenario,
            salience=(),
            world=self.setting.world,
            arms=(nothing, *compiled.values()),
            draws=tuple(self._drawn(number, point) for number, point in enumerate(named)),
            seeds=(self.seed,),
            own_arms=tuple((0, *(numbers[key] for key in own)) for own in arms),
        )

    def _drawn(self, number: int, point: Mapping[str, float]) -> ParameterDraw:
        fitted = self.coordinates.draw(self.setting, point).fitted
        return ParameterDraw(range(self.runs), ACCOUNT, number, fitted.world.parameters)

    def _arm(self, name: str, point: Mapping[str, float]) -> tuple[str, tuple[tuple[str, float], ...]]:
        """A programme and the quantiles of its numbers: what tells its arms apart."""
        before = f"programme.{name}."
        own = [(key.removeprefix(before), value) for key, value in point.items() if key.startswith(before)]
        return name, tuple(own)

    def _compiled(self, name: str, quantiles: tuple[tuple[str, float], ...]) -> NamedArm:
        scenario = self.setting.scenario
        changed = tuple(
            programme_at(one, dict(quantiles)) if one.id == name else one for one in scenario.programme
        )
        arm = compile_arm(scenario.model_copy(update={"programme": changed}), self.setting.world, [name])
        return NamedArm((name,), arm)


def programme_at(programme: Programme, quantiles: Mapping[str, float]) -> Programme:
    """The programme with its numbers at quantiles of their own laws; in their middle where none is given."""
    drawn = {
        name: quantity.model_copy(update={"value": quantity.quantile(quantiles.get(name, MIDDLE))})
        for name, quantity in numbers_of(programme).items()
    }
    effects = {name: one for name, one in drawn.items() if name in type(programme.effects).model_fields}
    own = {name: one for name, one in drawn.items() if name in {"seats", "coverage"}}
    return programme.model_copy(update={"effects": programme.effects.model_copy(update=effects), **own})


def _of_runs(found: Results, total: Total, futures: int, runs: int) -> Floats:
    """[futures, runs] of a total; not a number where a run failed."""
    without = _counted(found, total, NONE, futures, runs)
    if total.programme is None:
        return without
    averted = without - _counted(found, total, total.programme, futures, runs)
    return averted / np.maximum(without, 1.0) if total.share else averted


def _counted(found: Results, total: Total, arm: str, futures: int, runs: int) -> Floats:
    kinds = ", ".join(map(_quoted, KINDS[total.what]))
    whose = "" if total.cohort is None else f" AND cohort = {_quoted(total.cohort)}"
    query = (
        "SELECT draw_number, run, sum(total)::DOUBLE AS total FROM totals"  # noqa: S608 -- names from our own lists
        f" WHERE programmes = {_quoted(arm)} AND event IN ({kinds}){whose} GROUP BY ALL"
    )
    rows = found.relation(query).fetchnumpy()
    counts = np.full((futures, runs), np.nan)
    counts[rows["draw_number"], rows["run"]] = rows["total"]
    return counts


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def total_of(name: str, cohorts: Sequence[str], programmes: Sequence[str]) -> Total:
    """The total that a name means: "departed", "departed, Tajikistan", "departed averted by exit", "share averted by exit".

    Raises ValueError ("what is wrong; what would be right").
    """
    what, by, programme = name.partition(" averted by ")
    if by:
        if programme not in programmes:
            raise ValueError(f"there is no programme {programme}; known: {', '.join(programmes) or 'none'}")
        if what == "share":
            return Total(name, "departed", programme=programme, share=True)
    what, comma, cohort = what.partition(", ")
    if what not in KINDS:
        raise ValueError(f"{name} is no total of a run; known: {', '.join(KINDS)}")
    if comma and cohort not in cohorts:
        raise ValueError(f"there is no cohort {cohort}; known: {', '.join(cohorts)}")
    return Total(name, what, cohort if comma else None, programme if by else None)
