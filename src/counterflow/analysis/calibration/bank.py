"""The bank: runs over the space that all accounts share, kept in a store, and their summaries on the targets' scales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from counterflow.analysis.calibration.coordinates import NARROWED, WIDENED, Coordinates
from counterflow.analysis.calibration.gauge import Aim, TargetGauge
from counterflow.analysis.model import WIDE
from counterflow.experiment.design import Experiment
from counterflow.experiment.plan import NamedArm, ParameterDraw
from counterflow.experiment.pool import run_all, shared
from counterflow.experiment.runs import Means, carried_out
from counterflow.experiment.sample import no_programmes
from counterflow.hearing import Hearing
from counterflow.inference.arrays import Bools, Floats, Ints
from counterflow.world import Parameters

HALF = 0.5
"""Added to counts before logs are taken, so that nobody is no infinity."""
_EDGE = 1e-9
_BATCH = 16
_POWERS = 20
_MOST_RUNS = 64


@dataclass(frozen=True, slots=True)
class Often:
    """How often points are run."""

    each: int = 1
    again: int | None = 8
    """Every so many points are run once more: the luck of runs is then told apart from the error of an emulator."""

    def numbers(self, point: int) -> range:
        """Run numbers of a point: its own, so that points do not share their luck."""
        more = self.again is not None and point % self.again == 0
        first = point * _MOST_RUNS
        return range(first, first + min(self.each + more, _MOST_RUNS))


ONCE = Often(again=None)


@dataclass(frozen=True)
class Points:
    """Points of the space, [points, coordinates], and whose draws they are."""

    account: str
    values: Floats
    first: int = 0
    """Number of the first one among the account's."""

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Bank:
    """What runs gave: one row for each run."""

    inputs: Floats
    """[runs, coordinates]"""
    counts: Floats
    """[runs, targets, 2] how many, and of how many (0 for numbers of people)"""
    draw: Ints
    """[runs] equal for runs of the same point"""

    def __len__(self) -> int:
        return len(self.inputs)

    def joined(self, other: Bank) -> Bank:
        """Both, their draws kept apart."""
        return Bank(
            np.concatenate([self.inputs, other.inputs]),
            np.concatenate([self.counts, other.counts]),
            np.concatenate([self.draw, other.draw + self.draw.max(initial=-1) + 1]),
        )

    @property
    def summaries(self) -> Floats:
        """Log counts and logit shares, [runs, targets]."""
        return summaries_of(self.counts)


def summaries_of(counts: Floats) -> Floats:
    """Log counts and logit shares of what was counted, [..., targets]."""
    some, of = counts[..., 0], counts[..., 1]
    others = np.where(of > 0.0, of - some, 0.5)
    return np.asarray(np.log(some + HALF) - np.where(of > 0.0, np.log(others + HALF), 0.0))


def is_known(counts: Floats, aims: Sequence[Aim]) -> Bools:
    """[runs] where every share is a share of somebody."""
    shares = np.array(["share" in aim.quantity for aim in aims])
    return np.asarray((counts[:, shares, 1] > 0.0).all(axis=1))


def first_points(coordinates: Coordinates, hearing: Hearing, number: int, seed: int) -> tuple[Points, ...]:
    """Draws from the defensive mixture: half of the widest account, widened, half of the others in turn. Scrambled Sobol."""
    others = [one.id for one in hearing.account if one.id != WIDE] or [WIDE]
    half = math.ceil(number / 2)
    share = [half, *_parts(number - half, len(others))]
    levels = np.isin(coordinates.names, coordinates.levels)
    return tuple(
        Points(
            account,
            coordinates.belief(hearing, account).values(
                sobol_scores(n, len(coordinates.names), seed + i)
                * np.where(levels, NARROWED, WIDENED if i == 0 else 1.0)
            ),
            # The widest account may be there twice: its draws are numbered on.
            half if i > 0 and account == WIDE else 0,
        )
        for i, (account, n) in enumerate(zip([WIDE, *others], share, strict=True))
        if n > 0
    )


def _parts(number: int, of: int) -> list[int]:
    return [number // of + (i < number % of) for i in range(of)]


def sobol_scores(number: int, dimensions: int, seed: int) -> Floats:
    """Standard normal scores at a scrambled Sobol sequence, [number, dimensions]; the first ones do not depend on their number."""
    sequence = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    power = max(0, math.ceil(math.log2(max(number, 1))))
    if power > _POWERS:
        raise ValueError(f"{number} draws are more than {2**_POWERS}; ask for fewer")
    return np.asarray(ndtri(np.clip(sequence.random_base2(power)[:number], _EDGE, 1.0 - _EDGE)))


@dataclass(frozen=True)
class Workshop:
    """What banks of one setting are made with, and where they are kept. The means change no result."""

    coordinates: Coordinates
    aims: tuple[Aim, ...]
    out: Path
    means: Means
    seed: int = 1

    @property
    def gauge(self) -> TargetGauge:
        """What is read off every run."""
        return TargetGauge(self.aims)

    @property
    def address(self) -> Path:
        """The store: one for each gauge, since a run that is there is not read again."""
        return self.out / f"bank-{self.gauge.hash}"

    def experiment(
        self, points: Sequence[Points], *, arms: Sequence[NamedArm] = (), often: Often = Often()
    ) -> Experiment:
        """All points, without programmes unless `arms` are given."""
        setting = self.coordinates.setting
        chunks = [
            _Chunk(one.account, one.first + start, one.values[start : start + _BATCH], often)
            for one in points
            for start in range(0, len(one), _BATCH)
        ]
        found = run_all(
            _draws,
            chunks,
            share=self.coordinates,
            workers=self.means.workers,
            what="points of the space",
            progress=self.means.progress,
        )
        return Experiment(
            scenario=setting.scenario,
            salience=(),
            world=setting.world,
            arms=tuple(arms) or (NamedArm((), no_programmes(setting.world)),),
            draws=tuple(draw for chunk in found for draw in chunk),
            seeds=(self.seed,),
            gauge=self.gauge,
        )

    def bank(
        self, points: Sequence[Points], *, often: Often = Often(), what: str = "runs of the bank"
    ) -> Bank:
        """The bank of these points: runs that the store lacks are carried out first. Runs that failed are left out."""
        experiment = self.experiment(points, often=often)
        found = carried_out(experiment, replace(self.means, out=self.address), what=what)
        query = "SELECT account, draw_number, run, measured FROM rows WHERE failed IS NULL"
        values = {(one.account, one.first + i): value for one in points for i, value in enumerate(one.values)}
        order = {name: i for i, name in enumerate(values)}
        rows = sorted(found.relation(query).fetchall(), key=lambda row: (order[row[:2]], row[2]))
        return Bank(
            np.array([values[row[:2]] for row in rows]).reshape(len(rows), len(self.coordinates.names)),
            np.array([row[3] for row in rows], np.float64).reshape(len(rows), len(self.aims), 2),
            np.array([order[row[:2]] for row in rows], np.int64),
        )


@dataclass(frozen=True)
class _Chunk:
    account: str
    first: int
    values: Floats
    often: Often


def _draws(chunk: _Chunk) -> list[ParameterDraw]:
    coordinates: Coordinates = shared()
    return [
        ParameterDraw(
            runs=chunk.often.numbers(number),
            account=chunk.account,
            number=number,
            parameters=parameters_of(coordinates, values),
            scaled=coordinates.scaled(values),
        )
        for number, values in enumerate(chunk.values, chunk.first)
    ]


def parameters_of(coordinates: Coordinates, values: Floats) -> Parameters:
    """The engine's parameters at a point."""
    return coordinates.draw(values).fitted.world.parameters
