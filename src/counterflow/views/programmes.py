"""What a programme averts under each account, paired by seed; what a coercive one costs in freedom beside it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from counterflow.analysis.records import AccountShown, ProgrammeEffect, ProgrammeShown
from counterflow.views.chart import AnyChart, View, account_axis, framed, inline, names_all_first
from counterflow.views.theme import CHART_WIDTH, DASH, Palette
from counterflow.views.words import interval, number

_LABELS = 78
_RIGHT = 90
_ROW = 22

Domain = tuple[float, float]


def effect_domain(programmes: Sequence[ProgrammeShown]) -> Domain:
    """The span of shares averted over all programmes and accounts, zero included: one axis for all their charts."""
    shares = [effect.share_averted for programme in programmes for effect in programme.by_account.values()]
    ends = [0.0, *(share.low for share in shares), *(share.high for share in shares)]
    return (min(ends), max(ends)) if max(ends) > min(ends) else (-0.01, 0.01)


def programme_effect(
    programme: ProgrammeShown, accounts: Sequence[AccountShown], domain: Domain, palette: Palette
) -> View | None:
    """Share of departures averted against no programme, one row per account; a coercive programme is drawn hollow.

    Beside a coercive one stands how many people it restricts per departure averted. None where no account has an effect.
    """
    names = [name for name in names_all_first(accounts) if name in programme.by_account]
    if not names:
        return None
    width = CHART_WIDTH - _LABELS - _RIGHT - 14
    y = alt.Y("account:N").sort(names).axis(account_axis(_LABELS, palette))
    base = alt.Chart(inline([_datum(name, programme.by_account[name]) for name in names])).encode(y=y)
    axis = alt.Axis(title="share of departures averted", format="~%", tickCount=4, labelOverlap=True)
    x = alt.X("low:Q").scale(domain=list(domain), nice=True, padding=4).axis(axis)
    first = alt.FieldEqualPredicate(field="account", equal="all")
    shade = alt.condition(first, alt.value(palette.ink), alt.value(palette.muted))
    zero = alt.Chart(inline([{"low": 0}]))
    point = alt.MarkDef(type="point", filled=True, opacity=1, size=58)
    hollow = alt.MarkDef(type="point", filled=False, opacity=1, size=52, strokeWidth=1.8, fill=palette.paper)
    marks = [
        zero.mark_rule(color=palette.target, strokeDash=DASH, strokeWidth=1.4).encode(x=x),
        base.mark_rule(strokeWidth=2.4, strokeCap="round").encode(x=x, x2="high:Q", color=shade),
        base.properties(mark=hollow if programme.coercive else point).encode(
            x=alt.X("centre:Q"), color=shade
        ),
        base.mark_text(align="left", color=palette.muted).encode(x=alt.value(width + 8), text="restricted:N"),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=width, height=_ROW * len(names))
    return View(framed(chart, palette), _says(programme, names))


def _datum(name: str, effect: ProgrammeEffect) -> dict[str, object]:
    share, paid = effect.share_averted, effect.restricted_per_averted
    restricted = "" if paid is None else f"{number(paid)} restricted"
    return {
        "account": name,
        "low": share.low,
        "centre": share.centre,
        "high": share.high,
        "restricted": restricted,
    }


def _says(programme: ProgrammeShown, names: Sequence[str]) -> str:
    told = "; ".join(f"{name} {_effect_says(programme.by_account[name])}" for name in names)
    coercive = " (coercive)" if programme.coercive else ""
    return f"{programme.title}{coercive}, share of departures averted: {told}."


def _effect_says(effect: ProgrammeEffect) -> str:
    paid = effect.restricted_per_averted
    restricts = "" if paid is None else f", {number(paid)} people restricted per departure averted"
    return f"{interval(effect.share_averted, 'share')}{restricts}"
