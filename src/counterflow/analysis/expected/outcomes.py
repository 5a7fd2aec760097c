"""The outcomes that a hearing may test, computed for one draw; names and meanings stand in hearing/vocabulary.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from counterflow.analysis.expected import aftermath, programmes
from counterflow.analysis.expected.anchors import Anchor
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.forward import BROADCAST
from counterflow.analysis.expected.rows import LEAST
from counterflow.analysis.expected.setting import Undefined
from counterflow.experiment.prepare import isolation
from counterflow.experiment.sample import salience_years
from counterflow.hearing.vocabulary import MAIN_DRIVERS, REMOVALS
from counterflow.world import DRIVERS, Floats

Outcome = Callable[[Draw], float]
HOME, RUSSIA, INSIDE = 0, 1, 3
YOUNG_MEN = 0
"""The group of men below 30 in Rows.group."""
SUPPORT, BELONGING = DRIVERS.index("support"), DRIVERS.index("belonging")
SUPPORT_BIT = 1 << SUPPORT
HALF_YEAR = 6
YEAR = 12
ADULT = 18.0
LOWEST = 0.1
"""Quantile of its range at which detection is at its lowest."""


def _outside(draw: Draw) -> float:
    kinds = draw.until_hearing
    return float((kinds.sum() - kinds[HOME] - kinds[INSIDE]) / kinds.sum())


def _in_russia(draw: Draw) -> float:
    return float(draw.until_hearing[RUSSIA] / draw.until_hearing.sum())


def _anchored(draw: Draw) -> list[Anchor]:
    """The region's anchors."""
    found = [anchor for anchor in draw.setting.anchors if anchor.cohort in draw.setting.region]
    if not found:
        raise Undefined("no count of departures is known")
    return found


def _per_adult(draw: Draw) -> float:
    sample, setting = draw.setting.sample, draw.setting
    gone = sum(draw.published(anchor) / anchor.detection.quantile(LOWEST) for anchor in _anchored(draw))
    adults = (sample.survey.age >= ADULT) & np.isin(sample.cohort, setting.region)
    return gone / float(sample.weight[adults].sum() / salience_years(setting.world))


def _home_over_host(draw: Draw) -> float:
    rows, result = draw.fitted.rows, draw.fitted.result
    young = (rows.group == YOUNG_MEN) & (rows.weight > 0) & np.isin(rows.cohort, draw.setting.region)
    home, host = young & (rows.kind == HOME), young & (rows.kind == RUSSIA)
    if not (home.any() and host.any()):
        return float("nan")
    at_home = np.average(result.per_approach[home], weights=rows.weight[home])
    return float(at_home / max(np.average(result.per_approach[host], weights=rows.weight[host]), LEAST))


def _averted_without(name: str) -> Outcome:
    return lambda draw: 1.0 - draw.without(name).departures(0) / draw.removal.departures(0)


def _interaction(draw: Draw) -> float:
    both, hardship = draw.removal.departures(0), draw.removal.departures(SUPPORT_BIT)
    quiet = draw.without("hardship")
    return (both - hardship - quiet.departures(0) + quiet.departures(SUPPORT_BIT)) / both


def _over_comparable(draw: Draw, values: Floats) -> float:
    """Mean among recruits abroad over the mean of migrants of the same sex, age and time since arrival."""
    rows, survey = draw.fitted.rows, draw.setting.sample.survey
    away = (rows.kind > 0) & (rows.weight > 0) & np.isin(rows.cohort, draw.setting.region)
    stay = np.digitize(survey.time - survey.since, [0.25, 0.75])
    cell = rows.group * 3 + stay
    recruits = draw.fitted.person
    here, like = 0.0, 0.0
    for one in np.unique(cell[away]):
        inside = away & (cell == one)
        here += float(recruits[inside] @ values[inside])
        like += float(recruits[inside].sum() * np.average(values[inside], weights=rows.weight[inside]))
    return here / like if like > 0.0 else float("nan")


def _isolation(draw: Draw) -> float:
    share = draw.values["kin_recruit_share"]
    return _over_comparable(draw, isolation(draw.fitted.world, draw.setting.sample, share))


def _belonging(draw: Draw) -> float:
    values = draw.fitted.rows.driver[:, BELONGING]
    rank = np.empty(values.size)
    rank[np.argsort(values, kind="stable")] = (np.arange(values.size) + 0.5) / values.size
    return _over_comparable(draw, rank)


def _months_after(at: float, months: int) -> slice:
    return slice(round(at * 12), round(at * 12) + months)


def _reached(draw: Draw) -> tuple[int, float]:
    """The cohort that the defector's broadcast reaches most, and its date."""
    approaches = draw.setting.world.approaches
    if approaches.broadcast_at >= draw.setting.world.years:
        raise Undefined("the scenario has no defection")
    return int(np.argmax(approaches.broadcast_rate)), approaches.broadcast_at


def _broadcast(draw: Draw) -> float:
    cohort, at = _reached(draw)
    year = draw.fitted.departures[cohort, :, :, _months_after(at, YEAR)].sum(axis=(0, 2))
    return float(year[BROADCAST] / max(year.sum(), LEAST))


def _growth(draw: Draw) -> float:
    _, at = _reached(draw)
    growth: list[float] = []
    for name in ("Tajikistan", "Kyrgyzstan"):
        months = draw.fitted.departures[draw.setting.cohort(name)].sum(axis=(0, 1))
        before = months[_months_after(at - HALF_YEAR / 12, HALF_YEAR)].sum()
        growth.append(float(months[_months_after(at, HALF_YEAR)].sum() / max(before, LEAST)))
    return growth[0] / max(growth[1], LEAST)


def _true_over_governments(draw: Draw) -> float:
    anchored = _anchored(draw)
    published = sum(draw.published(anchor) for anchor in anchored)
    return sum(draw.counts[anchor.cohort] for anchor in anchored) / published


def _next_over_last(draw: Draw) -> float:
    """With the inflow as it was known on the day of the hearing, and a doubt about the coming year's."""
    fitted, day = draw.fitted, draw.setting.day
    as_known = draw.setting.known * np.isin(fitted.rows.cohort, draw.setting.region)
    coming = float(fitted.gone_between(day, day + 1.0) @ as_known)
    last = float(fitted.gone_between(day - 1.0, day) @ as_known)
    doubt = draw.setting.doubt * draw.normal("inflow/next")
    return float(coming / max(last, LEAST) * np.exp(doubt))


def _dangerous(draw: Draw) -> float:
    rows, result, day = draw.fitted.rows, draw.fitted.result, draw.setting.day
    region = np.isin(rows.cohort, draw.setting.region)
    left = draw.fitted.gone_between(0.0, day) * region
    gone = left.sum()
    stopped = (left * result.blocked / (1.0 - result.blocked)).sum()
    returned = gone * aftermath.returned_by(draw, day)
    engaged = draw.fitted.still_engaged(day)[region & (rows.kind == HOME)].sum()
    return float((returned + stopped + engaged) / max(gone, LEAST))


def _share(candidate: int) -> Outcome:
    return lambda draw: float(draw.shares[candidate])


def _registry() -> dict[str, Outcome]:
    shapley = {f"shapley share of {name}": _share(i) for i, name in enumerate(MAIN_DRIVERS)}
    support, ideology, repression = (
        MAIN_DRIVERS.index(name) for name in ("support", "ideology", "repression")
    )
    return shapley | {
        "share recruited outside the region": _outside,
        "share recruited in Russia": _in_russia,
        "ever left per adult at lowest detection": _per_adult,
        "shapley share of support minus ideology": lambda draw: float(
            draw.shares[support] - draw.shares[ideology]
        ),
        "shapley share of support minus repression": lambda draw: float(
            draw.shares[support] - draw.shares[repression]
        ),
        "home rate over host rate": _home_over_host,
        **{f"averted without {name}": _averted_without(name) for name in REMOVALS},
        "interaction of hardship and lost bonds": _interaction,
        "isolation of recruits over comparable migrants": _isolation,
        "belonging of recruits over comparable migrants": _belonging,
        "share rebranded": aftermath.share_rebranded,
        "best effect over break-even": programmes.best_over_break_even,
        "departures through the broadcast": _broadcast,
        "true ever left over governments' sum": _true_over_governments,
        "next twelve months over last twelve": _next_over_last,
        "returned before death or end": lambda draw: aftermath.returned_by(draw, draw.setting.world.years),
        "returned before death or end, families": lambda draw: aftermath.returned_by(
            draw, draw.setting.world.years, family=True
        ),
        "at home and dangerous per departed": _dangerous,
        "growth of Tajik over Kyrgyz departures after the defection": _growth,
    }


OUTCOME_FUNCTIONS = _registry()
"""How each outcome of the vocabulary is computed."""


def compute(draw: Draw, functions: Mapping[str, Outcome] = OUTCOME_FUNCTIONS) -> dict[str, float]:
    """All outcomes of a draw; what the scenario does not define is left out."""
    found = {}
    for name, function in functions.items():
        try:
            found[name] = function(draw)
        except Undefined:
            continue
    return found
