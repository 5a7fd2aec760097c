"""What is kept of a calibration: a folder with `posterior.json`, to be read, and `posterior.npz`, the numbers.

The JSON says what it was made of, whether it can be trusted and why, how probable each account is, and how every figure is met. The
archive holds draws and their outcomes for each posterior that verdicts read, the bank's inputs and counts, the emulator, and
outcomes of draws under every programme, paired.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.fresh import Fingerprint
from counterflow.analysis.fair import main_drivers, weights
from counterflow.analysis.model import WIDE
from counterflow.analysis.written import Interval
from counterflow.experiment.arrays import read_archive
from counterflow.faults import Fault, Faults
from counterflow.hearing import PARAMETERS, Draws, Variant
from counterflow.hearing.vocabulary import MAIN_DRIVERS
from counterflow.inference.arrays import Floats
from counterflow.whole import put_files

FORMAT: Literal["counterflow posterior"] = "counterflow posterior"
VERSION = 1
HEAD, NUMBERS = "posterior.json", "posterior.npz"
FOLDER = "posterior"
"""Beside the files of a hearing."""
_REMEDY = "make it anew with counterflow calibrate"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")


class AccountKept(_Record):
    """How probable an account is among those listed."""

    id: str
    probability: float
    log_evidence: float
    error: float
    """Monte Carlo standard error of the log evidence; nan from one posterior."""
    range: tuple[float, float]
    """Of the probability, over weights half and twice as wide."""


class TargetKept(_Record):
    """How a figure is met."""

    id: str
    prior: Interval
    posterior: Interval
    published: Interval
    off: float
    emulator_error: float
    luck: float
    rough: bool
    """Whether the emulator errs by more than a third of the figure's standard deviation."""

    @property
    def met(self) -> bool:
        """Whether the posterior's range and the published one have anything in common."""
        return self.posterior.low <= self.published.high and self.published.low <= self.posterior.high


class SetKept(_Record):
    """One posterior, by what was asked."""

    account: str
    variant: Variant
    power: float
    without: tuple[str, ...]
    draws: int

    @property
    def ask(self) -> Ask:
        """The same as it was asked."""
        return Ask(self.account, self.variant, self.power, self.without)


class Head(_Record):
    """What posterior.json says."""

    format: Literal["counterflow posterior"] = FORMAT
    version: int = VERSION
    made_of: Fingerprint
    counterflow: str
    seed: int
    runs: int
    """In the bank."""
    checked: int
    """Posterior draws run in the engine."""
    refused: int
    """Others that the engine refused to run."""
    pareto_k: float
    rounds: int
    worth: float
    """So many even draws the checked ones are worth."""
    trusted: bool
    warnings: tuple[str, ...]
    accounts: tuple[AccountKept, ...]
    targets: tuple[TargetKept, ...]
    not_fitted: tuple[str, ...]
    """Targets that no history can show, or that nothing in dispute moves."""
    names: tuple[str, ...]
    """Of all coordinates, in the order of the draws' columns."""
    outcomes: tuple[str, ...]
    sets: tuple[SetKept, ...]
    main_before: dict[str, tuple[float, ...]]
    """Share of the draws of each variant of the prior in which each candidate is the main driver."""


@dataclass(frozen=True)
class Kept:
    """Draws of one posterior, and their outcomes."""

    values: Floats
    """[draws, coordinates]"""
    outcomes: Floats
    """[draws, outcomes]"""


@dataclass(frozen=True)
class Posterior:
    """A calibration as verdicts read it."""

    head: Head
    kept: Mapping[Ask, Kept]
    more: Mapping[str, np.ndarray[Any, Any]] = field(default_factory=dict)
    """Bank, emulator and paired outcomes, as arrays."""

    def outcome(self, ask: Ask, name: str) -> Floats:
        """An outcome of every draw; raises LookupError where either was not computed."""
        return (
            self.kept[ask].outcomes[:, self.head.outcomes.index(name)]
            if self._knows(ask, name)
            else _none(name)
        )

    def _knows(self, ask: Ask, name: str) -> bool:
        return ask in self.kept and name in self.head.outcomes

    def draws(self, ask: Ask) -> Draws:
        """The contested parameters of a posterior's draws."""
        columns = [self.head.names.index(name) for name in PARAMETERS]
        return Draws(PARAMETERS, self.kept[ask].values[:, columns])

    def main_before(self, variant: Variant) -> Floats:
        """Share of the prior's draws in which each candidate is the main driver, [candidates]; detection moves none."""
        return np.array(self.head.main_before.get(variant, self.head.main_before["prior"]))

    def write(self, folder: Path) -> None:
        """Write both files, numbers first: a head without its numbers is never there."""
        arrays: dict[str, np.ndarray[Any, Any]] = dict(self.more)
        for number, one in enumerate(self.head.sets):
            arrays[f"set{number}/values"] = self.kept[one.ask].values.astype(np.float32)
            arrays[f"set{number}/outcomes"] = self.kept[one.ask].outcomes.astype(np.float32)
        into = io.BytesIO()
        np.savez_compressed(into, **arrays)  # type: ignore[arg-type] # names are not NumPy's own options
        text = json.dumps(self.head.model_dump(mode="json"), indent=1, sort_keys=True, ensure_ascii=False)
        put_files(folder, {NUMBERS: into.getvalue(), HEAD: f"{text}\n"})


def _none(name: str) -> Floats:
    raise LookupError(name)


def read_posterior(folder: Path) -> Posterior | None:
    """The posterior of a folder; None where there is none. Raises Faults for one that cannot be read."""
    file = folder / HEAD
    if not file.exists():
        return None
    try:
        head = Head.model_validate_json(file.read_text(encoding="utf-8"))
        arrays = read_archive((folder / NUMBERS).read_bytes())
        return Posterior(
            head, _kept(head, arrays), {n: a for n, a in arrays.items() if not n.startswith("set")}
        )
    except (ValidationError, ValueError, OSError, KeyError) as error:
        said = " ".join(str(error).split())[:200]
        raise Faults(
            [Fault(str(file), None, "", f"is no posterior that can be read ({said})", _REMEDY)]
        ) from error


def _kept(head: Head, arrays: Mapping[str, np.ndarray[Any, Any]]) -> dict[Ask, Kept]:
    for wrong in _wrong(head):
        raise ValueError(wrong)
    found = {}
    for number, one in enumerate(head.sets):
        values, outcomes = arrays[f"set{number}/values"], arrays[f"set{number}/outcomes"]
        if values.shape != (one.draws, len(head.names)) or outcomes.shape != (one.draws, len(head.outcomes)):
            raise ValueError(f"the numbers of {one.ask.name} have another shape than it says")
        found[one.ask] = Kept(values.astype(np.float64), outcomes.astype(np.float64))
    return found


def _wrong(head: Head) -> Iterator[str]:
    """What keeps verdicts from being read off a posterior, whatever its numbers are."""
    if head.version != VERSION:
        yield f"it is of version {head.version}, and this counterflow reads version {VERSION}"
    yield from (f"its draws have no {name}" for name in PARAMETERS if name not in head.names)
    if not (head.trusted or head.warnings):
        yield "it does not say why not to trust it"
    lengths = {len(shares) for shares in head.main_before.values()}
    if "prior" not in head.main_before or lengths != {len(MAIN_DRIVERS)}:
        yield "it does not say how probable each main driver was before the data"


@dataclass(frozen=True)
class After:
    """Outcomes after the data of one posterior, as `model.ModelOutcomes`: the widest account's only."""

    posterior: Posterior
    ask: Ask

    def values(self, outcome: str, account: str, variant: str = "prior") -> Floats:
        """See `model.ModelOutcomes`; the variant is the posterior's own."""
        if account != WIDE or variant != "prior":
            raise LookupError(f"{outcome} of {account}, {variant}")
        return self.posterior.outcome(self.ask, outcome)

    def weights(self, account: str, variant: str = "prior") -> Floats:
        """See `model.ModelOutcomes`."""
        main = main_drivers(lambda name: self.values(name, account, variant))
        return weights(main, self.posterior.main_before(self.ask.variant))
