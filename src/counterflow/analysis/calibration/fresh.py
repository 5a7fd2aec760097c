"""What a posterior was made of: hashes of everything that it hangs on, and of nothing else.

Titles, notes, sources and comments may change, and programmes may be added or changed: no figure and no prior hangs on them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from counterflow.analysis.calibration.coordinates import OTHERS_PRIOR, REGION_PRIOR
from counterflow.engine import ENGINE_VERSION
from counterflow.evidence import Evidence, SaliencePoint, Target
from counterflow.evidence.inputs import known_salience, known_targets
from counterflow.hearing import PARAMETERS, Hearing
from counterflow.scenario import Scenario

METHOD = 1
"""Raised whenever the same files would give another posterior: another observation model, other coordinates."""
_WORDS = frozenset({"source", "title", "says", "note", "url", "id", "programme"})
"""Fields that say something to readers; and programmes, which no posterior knows."""

Fingerprint = dict[str, str]


class Files(Protocol):
    """What the files of a hearing say."""

    @property
    def folder(self) -> Path:
        """Where they are."""

    @property
    def hearing(self) -> Hearing:
        """Witnesses, claims, accounts."""

    @property
    def scenario(self) -> Scenario:
        """What is simulated."""

    @property
    def evidence(self) -> Evidence:
        """Published figures."""

    @property
    def targets(self) -> tuple[Target, ...]:
        """What is fitted to."""

    @property
    def salience(self) -> tuple[SaliencePoint, ...]:
        """The world's inflow."""


def fingerprint(files: Files, as_of: dt.date | None = None) -> Fingerprint:
    """A hash for each thing that a posterior hangs on, as of a date."""
    known, curve = known_targets(files.targets, as_of), known_salience(files.salience, as_of)
    return {
        "scenario": _hash(_plain(files.scenario)),
        "salience": _hash([(str(one.at), one.inflow, one.low, one.high) for one in curve]),
        "priors": _hash(_priors(files.hearing)),
        "targets": _hash(sorted((_target(one) for one in known), key=str)),
        "witnesses": _hash(sorted(str((one.id, sorted(one.origins))) for one in files.hearing.witness)),
        "evidence": _hash(_rows(files.evidence, known)),
        "as of": str(as_of),
        "engine": str(ENGINE_VERSION),
        "method": str(METHOD),
    }


def changed(kept: Fingerprint, now: Fingerprint) -> tuple[str, ...]:
    """What is no longer as it was."""
    return tuple(name for name in now if kept.get(name) != now[name])


def _plain(record: BaseModel) -> Any:
    return _without_words(record.model_dump(mode="json"))


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_words(item) for name, item in value.items() if name not in _WORDS}
    return [_without_words(item) for item in value] if isinstance(value, list) else value


def _priors(hearing: Hearing) -> Any:
    """Of each account, parameter by parameter, however they are written down."""
    beliefs = {
        account.id: {name: hearing.priors(account.id)[name] for name in PARAMETERS}
        for account in hearing.account
    }
    contested = {
        account: {
            name: prior.model_dump(mode="json", exclude={"parameter", "source"})
            for name, prior in priors.items()
        }
        for account, priors in beliefs.items()
    }
    return [contested, _plain(REGION_PRIOR), _plain(OTHERS_PRIOR)]


def _target(one: Target) -> Any:
    fields = one.model_dump(mode="json", exclude={"note"})
    return [fields[name] for name in sorted(fields)]


def _rows(evidence: Evidence, targets: Sequence[Target]) -> Any:
    """Numbers, origins and dates of the rows that targets rest on."""
    rows = sorted({row for one in targets for row in one.rows} & evidence.by_id.keys())
    found = [evidence[row] for row in rows]
    return [(one.id, one.low, one.value, one.high, one.origin, str(one.published)) for one in found]


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, allow_nan=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
