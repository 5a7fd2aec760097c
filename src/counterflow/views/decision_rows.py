"""Tables of a decision: what could be done, what each programme does under each account, what it would be worth to know."""

from __future__ import annotations

from dataclasses import dataclass

from counterflow.analysis.decide.records import Arm, Decision, ProgrammeDecided
from counterflow.analysis.decide.sentences import money, people
from counterflow.analysis.written import Interval

NEVER = "averts none"
_SHOWN_VALUES = (300_000.0, 1_000_000.0, 3_000_000.0)


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One thing that could be done with the money."""

    name: str
    what: str
    chosen: bool
    cost: str
    averted: str
    share: str
    other_end: str
    forgoes: str
    expected: str
    best: str
    each: str
    served: str
    restricted: str
    checked: str


@dataclass(frozen=True, slots=True)
class FateRow:
    """One programme at reference coverage, under each account."""

    title: str
    coercive: bool
    left_out: bool
    chosen: bool
    by_account: tuple[str, ...]
    other_end: str


@dataclass(frozen=True, slots=True)
class BuysRow:
    """What one programme buys, and for whom."""

    title: str
    left_out: bool
    whom: str
    cost: str
    served: str
    departures: str
    engaged: str
    deaths: str
    returnees: str
    each: str
    cohorts: str
    cut: str
    break_even: str
    restricted: str
    source: str


@dataclass(frozen=True, slots=True)
class KnowRow:
    """What it would be worth to know something, or to ask so many people."""

    title: str
    departures: str
    error: str


def arm_rows(told: Decision) -> tuple[ArmRow, ...]:
    """All arms, best first."""
    return tuple(_arm(told, one) for one in told.arms)


def coercive_rows(told: Decision) -> tuple[ArmRow, ...]:
    """Portfolios with coercive programmes, which are not ranked with the others."""
    return tuple(_arm(told, one) for one in told.coercive)


def _arm(told: Decision, one: Arm) -> ArmRow:
    return ArmRow(
        name=one.name[:1].upper() + one.name[1:],
        what="; ".join(f"{part.title}: {part.coverage}" for part in one.parts) or "what is done already",
        chosen=one.name == told.choice,
        cost=f"{money(one.cost, told.currency)} ({money(one.cost_range[0], '')}to {money(one.cost_range[1], '').strip()})"
        if one.parts
        else "none",
        averted=f"{people(one.averted_mean)} ({people(one.averted.low)} to {people(one.averted.high)})"
        if one.parts
        else "none",
        share=f"{one.share:.1%}",
        other_end=people(one.averted_other),
        forgoes=f"{people(one.worst_regret)}, under {one.worst_account}",
        expected=people(one.expected_regret),
        best=f"{one.probability_best:.0%}",
        each="" if one.cost_per_averted is None else money(one.cost_per_averted, told.currency),
        served=people(one.served),
        restricted=_restricted(one.restricted_per_averted, coercive=one.restricted is not None),
        checked=_checked(one),
    )


def _restricted(each: float | None, *, coercive: bool) -> str:
    if not coercive:
        return "nobody"
    return NEVER if each is None else people(each)


def _checked(one: Arm) -> str:
    if one.fresh is None:
        return ""
    found = f"{one.fresh.simulated:.1%} simulated, {one.fresh.foretold:.1%} foretold"
    return f"{found}: they differ" if one.fresh.off else found


def fate_rows(told: Decision) -> tuple[FateRow, ...]:
    """Each programme's fate under each account, in the scenario's order."""
    chosen = {part.programme for one in told.arms if one.name == told.choice for part in one.parts}
    return tuple(
        FateRow(
            title=one.title,
            coercive=one.coercive,
            left_out=one.left_out,
            chosen=one.id in chosen,
            by_account=tuple(_share(one.by_account[name].share) for name in told.accounts),
            other_end=f"{one.other_end:.2f} times ({one.other_end_error:.2f} s.e.)",
        )
        for one in told.programmes
    )


def _share(share: Interval) -> str:
    return f"{_percent(share.centre)} ({_percent(share.low)} to {_percent(share.high)})"


def _percent(share: float) -> str:
    digits = 1 if abs(share) >= 0.01 else 2
    text = f"{share:.{digits}%}"
    return text.removeprefix("-") if float(text.rstrip("%")) == 0.0 else text


def buys_rows(told: Decision) -> tuple[BuysRow, ...]:
    """What each programme buys at reference coverage, under the widest account."""
    return tuple(_buys(told, one) for one in told.programmes)


def _buys(told: Decision, one: ProgrammeDecided) -> BuysRow:
    wide = one.by_account[told.accounts[0]]
    gone = told.departures[told.accounts[0]].centre
    cohorts = sorted(one.by_cohort.items(), key=lambda item: -item[1])[:3]
    return BuysRow(
        title=one.title,
        left_out=one.left_out,
        whom=one.whom,
        cost=f"{money(one.cost, told.currency)} ({money(one.cost_range[0], '')}to {money(one.cost_range[1], '').strip()})",
        served=people(one.served),
        departures=f"{people(wide.mean * gone)} (about {_percent(wide.mean)} of all)",
        engaged=people(one.engaged_averted),
        deaths=people(one.dead_averted),
        returnees=people(one.returned_averted),
        each=_each(told, one),
        cohorts=", ".join(f"{name} {people(number)}" for name, number in cohorts),
        cut=_percent(one.believed_cut),
        break_even=_break_even(one),
        restricted=_restricted(one.restricted_per_averted, coercive=one.coercive),
        source=one.source,
    )


def _each(told: Decision, one: ProgrammeDecided) -> str:
    if one.cost_per_averted is None or one.cost_per_averted_range is None:
        return NEVER
    low, high = one.cost_per_averted_range
    upper = "averting none" if high is None else money(high, "").strip()
    return f"{money(one.cost_per_averted, told.currency)} ({money(low, '').strip()} to {upper})"


def _break_even(one: ProgrammeDecided) -> str:
    """The cut at the values shown: of the curve's points, those nearest to them."""
    found = []
    for wanted in _SHOWN_VALUES:
        value, cut = min(one.break_even, key=lambda point: abs(point[0] - wanted))
        found.append(f"{_percent(cut) if cut <= 1.0 else 'more than all'} at {money(value, '').strip()}")
    return "; ".join(found)


def know_rows(told: Decision) -> tuple[KnowRow, ...]:
    """Everything, groups of unknowns, and every survey by its size, most first."""
    groups = [told.evpi, *told.groups]
    found = [KnowRow(f"to know {one.title}", people(one.departures), f"{one.error:.1f}") for one in groups]
    found += [
        KnowRow(f"{one.title}, {size:,} people", people(worth), f"{error:.1f}")
        for one in told.surveys
        for size, worth, error in one.sizes
    ]
    return tuple(found)
