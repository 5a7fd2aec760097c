"""What could be known before choosing: every unknown of a draw, in groups, and as surveys that would measure it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.analysis.calibration.paired import LUCK
from counterflow.analysis.expected.setting import luck_of
from counterflow.analysis.plain import parameter_words
from counterflow.hearing import PARAMETER_RECORDS
from counterflow.inference.arrays import Floats
from counterflow.scenario.programmes import Programme
from counterflow.world import ADDITIONS, EFFECTS

SIZES = (250, 1000, 4000)
"""People asked in a survey."""
_ALONE = 250.0
"""People asked at whom a survey errs by as much as is not known now: an assumption, and it falls with the root of their number."""
_BEFORE = "programme."


@dataclass(frozen=True)
class Unknowns:
    """Every quantity that differs between draws, and that something may hang on."""

    names: tuple[str, ...]
    values: Floats
    """[draws, unknowns]; positive ones without an upper end as logs"""
    logged: tuple[bool, ...]

    def of(self, names: Sequence[str]) -> Floats:
        """Some of them, [draws, names]."""
        return self.values[:, [self.names.index(name) for name in names]]

    def starting(self, *starts: str) -> tuple[str, ...]:
        """Names of those that begin so."""
        return tuple(name for name in self.names if name.startswith(starts))

    def shown(self, name: str, value: float) -> float:
        """A value as people read it."""
        return math.exp(value) if self.logged[self.names.index(name)] else value


def unknowns_of(coordinates: Sequence[str], values: Floats, programmes: Sequence[Programme]) -> Unknowns:
    """The unknowns of so many draws of an account: its coordinates, and what each programme does."""
    records = [PARAMETER_RECORDS.get(name) for name in coordinates]
    positive = [
        name.startswith("level/") or (one is not None and one.low == 0.0 and math.isinf(one.high))
        for name, one in zip(coordinates, records, strict=True)
    ]
    seen = np.where(positive, np.log(np.maximum(values, 1e-300)), values)
    effects = {
        f"{_BEFORE}{one.id}.{effect}": [
            quantity.quantile(luck_of(LUCK, draw, f"programme/{one.id}/{effect}"))
            for draw in range(len(values))
        ]
        for one in programmes
        for effect in EFFECTS
        if (quantity := getattr(one.effects, effect)) is not None
    }
    return Unknowns(
        (*coordinates, *effects),
        np.column_stack([seen, *effects.values()]),
        (*positive, *(False for _ in effects)),
    )


def words(name: str, programmes: Sequence[Programme]) -> str:
    """An unknown as a reader says it."""
    if name.startswith(_BEFORE):
        who, _, effect = name.removeprefix(_BEFORE).rpartition(".")
        title = next((one.title for one in programmes if one.id == who), who)
        return f"what {_lower(title)} does to {_EFFECTS.get(effect, effect)}"
    kind, slash, what = name.partition("/")
    if slash:
        return f"{_KINDS.get(kind, kind)} {what}".strip()
    return parameter_words(name)


def at_value(name: str, shown: float, *, above: bool, programmes: Sequence[Programme]) -> str:
    """A condition on an unknown, as it stands after "if": what it is, and beyond which value."""
    side = "more" if above else "less"
    if name.startswith(_BEFORE):
        who, _, effect = name.removeprefix(_BEFORE).rpartition(".")
        title = _lower(next((one.title for one in programmes if one.id == who), who))
        what = _EFFECTS.get(effect, effect)
        if effect in ADDITIONS:
            return f"{title} adds {side} than {shown:.2g} to {what}"
        return f"{title} multiplies {what} by {side} than {shown:.2g}"
    return f"{words(name, programmes)} is {side} than {shown:.3g}"


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


_EFFECTS = {
    "ties": "ties in the community",
    "mentors": "ties to mentors and leaders",
    "public": "harassment by the public",
    "authorities": "harassment by the authorities",
    "employers": "wrongs by employers",
    "legal": "legal status",
    "street": "approaches in the street",
    "online": "approaches online",
    "engaging": "the chance of engaging",
    "committing": "the step to commitment",
    "leaving": "the step to leaving",
    "disengaging": "turning away again",
    "contact": "contacts by those engaged",
    "blocked": "the share stopped on the way",
}
_KINDS = {
    "level": "how many left for each adult in",
    "country": "how far departures differ from what drivers explain in",
    "aftermath": "what ends a stay:",
    "family": "families taken along from",
    "women alone": "women who leave alone from",
    "detection": "the share of departures that is counted in",
    "jump": "the jump of counts after the story in",
    "factor": "the factor of the register in",
}


def groups_of(unknowns: Unknowns) -> dict[str, tuple[str, ...]]:
    """Unknowns that one would want to know together, by title."""
    found = {
        "the exposure ratio": unknowns.starting("exposure_ratio"),
        "the weights of all drivers": unknowns.starting("weights.", "interaction", "selection"),
        "peers and other ways in": unknowns.starting(
            "peer_reproduction", "bridge_jump", "self_start_share", "kin_recruit_share"
        ),
        "how many truly left": unknowns.starting("level/", "country/", "country_sd", "place_sd"),
        "how much of it is counted": unknowns.starting("detection/", "jump/"),
        "what all programmes do": unknowns.starting(_BEFORE),
    }
    return {title: names for title, names in found.items() if names}


def trials_of(unknowns: Unknowns, programmes: Sequence[Programme]) -> dict[str, tuple[str, ...]]:
    """What a trial of each programme would show, by title."""
    found = {
        f"a trial of {_lower(one.title)}": unknowns.starting(f"{_BEFORE}{one.id}.") for one in programmes
    }
    return {title: names for title, names in found.items() if names}


def surveys_of(unknowns: Unknowns) -> dict[str, tuple[str, ...]]:
    """Surveys that would measure unknowns, as the vocabulary names them, with the unknowns of each."""
    found: dict[str, tuple[str, ...]] = {}
    for name, record in PARAMETER_RECORDS.items():
        if name in unknowns.names:
            found[record.survey] = (*found.get(record.survey, ()), name)
    counted = unknowns.starting("level/", "detection/", "jump/")
    if counted:
        found["a count of departures by a body without a stake"] = counted
    return found


def error_of(size: int) -> float:
    """The error of a survey of so many people, over what is not known now."""
    return math.sqrt(_ALONE / size)
