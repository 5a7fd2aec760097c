"""From the files of a hearing to its posterior: bank, emulator, posteriors, checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from counterflow.analysis.calibration.ask import Ask, asks_of
from counterflow.analysis.calibration.bank import Workshop
from counterflow.analysis.calibration.coordinates import Coordinates
from counterflow.analysis.calibration.emulated import Arrays, arrays_of
from counterflow.analysis.calibration.fresh import fingerprint
from counterflow.analysis.calibration.gauge import aim_of, readable
from counterflow.analysis.calibration.model import Model
from counterflow.analysis.calibration.outcomes import main_before, outcomes_of
from counterflow.analysis.calibration.paired import paired_outcomes
from counterflow.analysis.calibration.posterior import AccountKept, Head, Kept, Posterior, SetKept, TargetKept
from counterflow.analysis.calibration.predictive import TargetCheck, target_checks
from counterflow.analysis.calibration.told import told
from counterflow.analysis.calibration.waves import Scope, Trained, trained
from counterflow.analysis.expected.setting import setting_of
from counterflow.analysis.hear import Case
from counterflow.evidence import Target, known_targets
from counterflow.experiment.pool import run_all, shared
from counterflow.experiment.runs import Means
from counterflow.faults import Fault, Faults
from counterflow.hearing import OUTCOMES, Variant
from counterflow.inference.accounts import Favour, favour
from counterflow.inference.arrays import Floats
from counterflow.inference.observation import Observation, observation_of
from counterflow.inference.pareto import TRUSTED
from counterflow.inference.tempering import Tempered

_WIDTHS: tuple[Variant, ...] = ("weights x0.5", "weights x2")
"""Variants over which the probability of an account is told."""

FULL = Scope()
HERE = Means()
"""On all cores of this machine."""


@dataclass(frozen=True)
class Calibration:
    """A calibration under way: what all its steps read."""

    case: Case
    targets: tuple[Target, ...]
    """Those that are fitted."""
    workshop: Workshop
    scope: Scope
    seed: int
    as_of: dt.date | None

    @property
    def observation(self) -> Observation:
        """The observation model of the targets that are fitted."""
        return observation_of(self.case.scenario, self.targets)


def calibrate(
    case: Case,
    *,
    out: Path,
    scope: Scope = FULL,
    seed: int = 1,
    as_of: dt.date | None = None,
    means: Means = HERE,
) -> Posterior:
    """The posterior of a hearing. The bank is kept under `out`: stopped or killed, the same call goes on.

    Raises Faults where no target is known, or none can be held against a history.
    """
    found = begun(case, out=out, scope=scope, seed=seed, as_of=as_of, means=means)
    done = trained(found.workshop, case.hearing, found.observation, scope, seed)
    posteriors = _posteriors(found, done.model)
    kept = _with_outcomes(found, done.model, posteriors)
    checks = target_checks(done.model, kept[Ask()].values, seed)
    more = _arrays(done) | paired_outcomes(found.workshop, kept, scope.paired)
    more |= told(found.workshop.coordinates, kept, means).arrays()
    before = main_before(
        found.workshop.coordinates,
        case.hearing,
        scope.before,
        seed=seed,
        workers=means.workers,
        progress=means.progress,
    )
    return Posterior(_head(found, done, posteriors, kept, checks, before), kept, more)


def begun(
    case: Case,
    *,
    out: Path,
    scope: Scope,
    seed: int,
    as_of: dt.date | None = None,
    means: Means = HERE,
) -> Calibration:
    """What a calibration reads; nothing is run yet. Raises Faults where there is nothing to calibrate to."""
    targets = _targets(case, as_of)
    setting = setting_of(case.scenario, case.targets, case.salience, case.hearing.hearing.date, as_of)
    aims = tuple(aim for one in targets if (aim := aim_of(case.scenario, one)) is not None)
    workshop = Workshop(Coordinates(setting), aims, out, means, seed)
    return Calibration(case, targets, workshop, scope, seed, as_of)


def _targets(case: Case, as_of: dt.date | None) -> tuple[Target, ...]:
    file = str(case.folder / "targets.toml")
    known = known_targets(case.targets, as_of)
    if not known:
        problem = "has no target" if not case.targets else f"has no target that was known on {as_of}"
        first = min((one.available for one in case.targets), default=None)
        remedy = "add one" if first is None else f"ask as of {first} or later"
        raise Faults([Fault(file, None, "target", problem, remedy)])
    found = readable(case.scenario, known)
    if not found:
        quantities = ", ".join(sorted({one.quantity for one in known}))
        problem = f"has no target that a history can be held against (it has: {quantities})"
        raise Faults([Fault(file, None, "target", problem, "add one, such as how many ever left")])
    return found


@dataclass(frozen=True, slots=True)
class _Task:
    ask: Ask
    seed: int
    particles: int


def _posteriors(found: Calibration, model: Model) -> dict[Ask, tuple[Tempered, ...]]:
    """Every posterior that verdicts read; accounts several times, for the error of their evidence, and under other widths."""
    asks = list(asks_of(model.hearing, model.targets))
    asks += [Ask(one.id, variant) for one in model.hearing.account for variant in _WIDTHS]
    tasks = [
        task
        for number, ask in enumerate(dict.fromkeys(asks))
        for task in _tasks(ask, found.seed + 1000 * (number + 1), found.scope)
    ]
    means = found.workshop.means
    done = run_all(
        _tempered, tasks, share=model, workers=means.workers, what="posteriors", progress=means.progress
    )
    several: dict[Ask, list[Tempered]] = {}
    for task, one in zip(tasks, done, strict=True):
        several.setdefault(task.ask, []).append(one)
    return {ask: tuple(ones) for ask, ones in several.items()}


def _tasks(ask: Ask, seed: int, scope: Scope) -> list[_Task]:
    if ask == Ask(ask.account):
        return [_Task(ask, seed + again, scope.particles) for again in range(scope.repeats)]
    return [_Task(ask, seed, scope.other_particles)]


def _tempered(task: _Task) -> Tempered:
    model: Model = shared()
    return model.posterior(task.ask, seed=task.seed, particles=task.particles)


def _with_outcomes(
    found: Calibration, model: Model, posteriors: Mapping[Ask, tuple[Tempered, ...]]
) -> dict[Ask, Kept]:
    """Draws of the posteriors that verdicts read, with their outcomes, all computed together."""
    asks = asks_of(model.hearing, model.targets)
    values = [_values(model, ask, posteriors[ask][0], found.scope) for ask in asks]
    means = found.workshop.means
    outcomes = outcomes_of(
        model.coordinates, model.names, np.concatenate(values), workers=means.workers, progress=means.progress
    )
    ends = np.cumsum([len(one) for one in values])[:-1]
    return {
        ask: Kept(own, told) for ask, own, told in zip(asks, values, np.split(outcomes, ends), strict=True)
    }


def _values(model: Model, ask: Ask, found: Tempered, scope: Scope) -> Floats:
    wanted = min(scope.draws if ask == Ask() else scope.other_draws, len(found.scores))
    places = np.linspace(0, len(found.scores) - 1, wanted).astype(np.int64)
    # Twins stand beside each other; what stands first should be as good as any.
    order = np.random.Generator(np.random.Philox(key=len(places))).permutation(places)
    return model.belief(ask).values(found.scores[order])


def _head(
    found: Calibration,
    done: Trained,
    posteriors: Mapping[Ask, tuple[Tempered, ...]],
    kept: Mapping[Ask, Kept],
    checks: tuple[TargetCheck, ...],
    before: Mapping[str, Floats],
) -> Head:
    case, model = found.case, done.model
    rough = model.emulator.too_rough(model.observation.sds)
    warnings = _warnings(done, posteriors, checks)
    fitted = {one.id for one in found.targets}
    return Head(
        made_of=fingerprint(case, found.as_of),
        counterflow=version("counterflow"),
        seed=found.seed,
        runs=len(done.bank),
        checked=len(done.checked.smoothed.weights),
        pareto_k=done.checked.k,
        rounds=done.checked.rounds,
        worth=done.checked.smoothed.size,
        trusted=done.checked.smoothed.trusted and all(one.mixed for one in posteriors[Ask()]),
        warnings=warnings,
        accounts=_accounts(posteriors),
        targets=tuple(
            TargetKept(
                id=one.id,
                prior=one.prior,
                posterior=one.posterior,
                published=one.published,
                off=one.off,
                emulator_error=float(model.emulator.error[i]),
                luck=float(model.emulator.luck[i]),
                rough=bool(rough[i]),
            )
            for i, one in enumerate(checks)
        ),
        not_fitted=tuple(one.id for one in known_targets(case.targets, found.as_of) if one.id not in fitted),
        names=model.names,
        outcomes=tuple(OUTCOMES),
        sets=tuple(
            SetKept(
                account=ask.account,
                variant=ask.variant,
                power=ask.power,
                without=ask.without,
                draws=len(one.values),
            )
            for ask, one in kept.items()
        ),
        main_before={variant: tuple(map(float, shares)) for variant, shares in before.items()},
    )


def _warnings(
    done: Trained, posteriors: Mapping[Ask, tuple[Tempered, ...]], checks: tuple[TargetCheck, ...]
) -> tuple[str, ...]:
    """One line for each thing that a reader has to know."""
    found = []
    if not done.checked.smoothed.trusted:
        found.append(
            f"the engine does not bear the emulated posterior out: Pareto k is {done.checked.k:.2f} after {done.checked.rounds}"
            f" rounds, and {TRUSTED} is the limit; ask for more points"
        )
    rough = done.model.emulator.too_rough(done.model.observation.sds)
    found += [
        f"{one.id}: the emulator errs by more than a third of the figure's own error"
        for one, is_rough in zip(checks, rough, strict=True)
        if is_rough
    ]
    found += [
        f"{one.id}: cannot be met (posterior {one.posterior.low:.3g} to {one.posterior.high:.3g},"
        f" published {one.published.low:.3g} to {one.published.high:.3g})"
        for one in checks
        if not one.met
    ]
    found += [
        f"the posterior of {ask.name} had not settled"
        for ask, several in posteriors.items()
        if not all(one.mixed for one in several)
    ]
    return tuple(found)


def _accounts(posteriors: Mapping[Ask, tuple[Tempered, ...]]) -> tuple[AccountKept, ...]:
    names = [ask.account for ask in posteriors if ask == Ask(ask.account)]
    base = favour({name: posteriors[Ask(name)] for name in names})
    widths = [favour({name: posteriors[Ask(name, variant)] for name in names}) for variant in _WIDTHS]
    return tuple(_account(name, base[name], [one[name] for one in widths]) for name in sorted(names))


def _account(name: str, base: Favour, widths: list[Favour]) -> AccountKept:
    across = [base.probability, *(one.probability for one in widths)]
    return AccountKept(
        id=name,
        probability=base.probability,
        log_evidence=base.log_evidence,
        error=base.error,
        range=(min(across), max(across)),
    )


def _arrays(done: Trained) -> Arrays:
    """The bank and the emulator."""
    bank = done.bank
    return arrays_of(done.model.emulator) | {
        "bank/inputs": bank.inputs.astype(np.float32),
        "bank/counts": bank.counts.astype(np.int32),
        "bank/draw": bank.draw.astype(np.int32),
        "check/log_weights": np.log(np.maximum(done.checked.smoothed.weights, 1e-300)),
        "check/off": done.checked.off,
    }
