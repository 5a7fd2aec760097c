"""The posterior beside a hearing's files: used where it is there, was made of these files and can be trusted; else told why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counterflow.analysis.calibration.fresh import Files, changed, fingerprint
from counterflow.analysis.calibration.posterior import FOLDER, Posterior, read_posterior
from counterflow.evidence import Target


@dataclass(frozen=True)
class Calibrated:
    """A posterior with the targets that it was fitted to."""

    posterior: Posterior
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Shipped:
    """What stands beside a hearing's files."""

    calibrated: Calibrated | None
    why_not: str | None = None
    """Why a posterior that is there is not used; None where it is used, or there is none."""


def shipped(files: Files, as_of: dt.date | None = None) -> Shipped:
    """The posterior of a hearing's folder. Raises Faults for one that cannot be read."""
    found = read_posterior(files.folder / FOLDER)
    if found is None:
        return Shipped(None)
    now = fingerprint(files, as_of)
    why_not = _stale(changed(found.head.made_of, now), as_of) or _doubted(found)
    if why_not is not None:
        return Shipped(None, why_not)
    fitted = {one.id for one in found.head.targets}
    return Shipped(Calibrated(found, tuple(one for one in files.targets if one.id in fitted)))


def _stale(what: tuple[str, ...], as_of: dt.date | None) -> str | None:
    if "as of" in what:
        day = "with everything known today" if as_of is None else f"as of {as_of}"
        return f"The posterior beside these files was not made {day}, and is not used."
    if not what:
        return None
    named = " and ".join(f"the {name}" for name in what)
    verb = "has" if len(what) == 1 and not what[0].endswith("s") else "have"
    return f"The posterior beside these files is stale, and is not used: {named} {verb} changed since it was made."


def _doubted(found: Posterior) -> str | None:
    if found.head.trusted:
        return None
    return f"The posterior beside these files cannot be trusted, and is not used: {found.head.warnings[0]}."
