"""What a programme averts under each account, paired by seed; what a coercive one costs in freedom beside it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from counterflow.analysis.records import AccountShown, ProgrammeEffect, ProgrammeShown
from counterflow.analysis.written import Interval
from counterflow.views.chart import (
    AnyChart,
    View,
    account_axis,
    framed,
    inline,
    names_all_first,
    pixel_x,
    shade,
)
from counterflow.views.theme import CHART_WIDTH, DASH, Palette
from counterflow.views.words import interval, whole

_LABELS = 66
_RIGHT = 118
_ROW = 22

_LESS = "\N{LEFTWARDS ARROW}"
_MORE = "\N{RIGHTWARDS ARROW}"

Domain = tuple[float, float]


def effect_domain(programmes: Sequence[ProgrammeShown], *, coercive: bool) -> Domain:
    """The span of shares averted over all accounts, zero included: one axis for all programmes that coerce, one for the others.

    On one axis the two kinds would be ranked by the eye, and on departures alone.
    """
    alike = [programme for programme in programmes if programme.coercive == coercive]
    shares = [effect.share_averted for programme in alike for effect in programme.by_account.values()]
    ends = [0.0, *(share.low for share in shares), *(share.high for share in shares)]
    return (min(ends), max(ends)) if max(ends) > min(ends) else (-0.01, 0.01)


def programme_effect(
    programme: ProgrammeShown, accounts: Sequence[AccountShown], domain: Domain, palette: Palette
) -> View | None:
    """Share of departures averted against no programme, one row per account; a coercive programme is drawn hollow.

    At the right stand the departures averted, or beside a coercive one how many people it restricts for each of them. None where
    no account has an effect.
    """
    names = [name for name in names_all_first(accounts) if name in programme.by_account]
    if not names:
        return None
    width = CHART_WIDTH - _LABELS - _RIGHT - 14
    y = alt.Y("account:N").sort(names).axis(account_axis(_LABELS, palette))
    rows = [_datum(name, programme, palette.ink if name == names[0] else palette.muted) for name in names]
    base = alt.Chart(inline(rows)).encode(y=y)
    title = [f"{_LESS} adds departures | averts departures {_MORE}", "share of all departures"]
    axis = alt.Axis(title=title, format="~%", tickCount=4, labelOverlap=True)
    x = alt.X("low:Q").scale(domain=list(domain), nice=True, padding=4).axis(axis)
    zero = alt.Chart(inline([{"low": 0}]))
    point = alt.MarkDef(type="point", filled=True, opacity=1, size=58)
    hollow = alt.MarkDef(type="point", filled=False, opacity=1, size=52, strokeWidth=1.8, fill=palette.paper)
    marks = [
        zero.mark_rule(color=palette.target, strokeDash=DASH, strokeWidth=1.4).encode(x=x),
        base.mark_rule(strokeWidth=2.4, strokeCap="round").encode(x=x, x2=alt.X2("high:Q"), color=shade()),
        base.properties(mark=hollow if programme.coercive else point).encode(
            x=alt.X("centre:Q"), color=shade()
        ),
        base.mark_text(align="left", color=palette.muted).encode(
            x=pixel_x(width + 8), text=alt.Text("beside:N")
        ),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=width, height=_ROW * len(names))
    return View(framed(chart, palette), _says(programme, names))


def _datum(name: str, programme: ProgrammeShown, colour: str) -> dict[str, object]:
    effect = programme.by_account[name]
    share = effect.share_averted
    ends = {"low": share.low, "centre": share.centre, "high": share.high}
    beside = _beside(effect, coercive=programme.coercive)
    return {"account": name, "shade": colour, "beside": beside, **ends}


def _beside(effect: ProgrammeEffect, *, coercive: bool) -> str:
    """Departures averted in whole persons, or who is restricted for each."""
    if effect.restricted_per_averted is not None:
        return restricted_words(effect)
    if coercive:
        return "averts none"
    low, centre, high = (whole(value) for value in _ends(effect.departures_averted))
    return f"{centre} ({low} to {high})"


def restricted_words(effect: ProgrammeEffect) -> str:
    """People restricted per departure averted, with the range of that; for an effect that has them."""
    centre, ends = effect.restricted_per_averted or 0.0, effect.restricted_range
    return (
        f"{whole(centre)} ({whole(ends[0])} to {whole(ends[1])})"
        if ends
        else f"{whole(centre)} (range not known)"
    )


def _ends(span: Interval) -> tuple[float, float, float]:
    return span.low, span.centre, span.high


def _says(programme: ProgrammeShown, names: Sequence[str]) -> str:
    told = "; ".join(f"{name} {_effect_says(programme.by_account[name])}" for name in names)
    coercive = " (coercive)" if programme.coercive else ""
    return f"{programme.title}{coercive}, share of departures averted: {told}."


def _effect_says(effect: ProgrammeEffect) -> str:
    paid = effect.restricted_per_averted
    restricts = (
        "" if paid is None else f", {restricted_words(effect)} people restricted per departure averted"
    )
    return f"{interval(effect.share_averted, 'share')}{restricts}"
