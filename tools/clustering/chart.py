"""The two pictures of docs/clustering.md, as SVG that stands alone."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import vl_convert

from counterflow.views.chart import AnyChart, framed, inline, shade
from counterflow.views.theme import LIGHT
from tools.clustering.numbers import Numbers, Summary
from tools.clustering.variants import CENTRE, FAR, UPPER, Variant

_LABELS = 250
_ROW = 24
_WIDTH = 420
_PANEL = (170, 230)
_TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]


def largest_shares(numbers: Numbers) -> str:
    """The largest district's share by variant: median, 80 and 98 percent of runs; the published figure with its range."""
    order = [one.variant.name for one in numbers.variants]
    names = ("lowest", "low", "centre", "high", "highest")
    rows = [
        {"variant": one.variant.name, "shade": _colour(one.variant)}
        | dict(zip(names, one.largest, strict=True))
        for one in numbers.variants
    ]
    base = alt.Chart(inline(rows)).encode(y=alt.Y("variant:N").sort(order).axis(_names()))
    low, centre, high = numbers.published
    band = alt.Chart(inline([{"low": low, "high": high, "at": centre}]))
    chart: AnyChart = alt.layer(
        band.mark_rect(color=LIGHT.target, opacity=0.16).encode(x=_across("low"), x2=alt.X2("high:Q")),
        band.mark_rule(color=LIGHT.target, strokeWidth=2).encode(x=_across("at")),
        base.mark_rule(strokeWidth=1.4).encode(x=_across("lowest"), x2=alt.X2("highest:Q"), color=shade()),
        base.mark_bar(height=9, opacity=0.45).encode(x=_across("low"), x2=alt.X2("high:Q"), color=shade()),
        base.mark_tick(color=LIGHT.ink, thickness=2.4, height=15).encode(x=_across("centre")),
    ).properties(width=_WIDTH, height=_ROW * len(order))
    return _svg(chart)


def ranked_shares(numbers: Numbers) -> str:
    """One panel for neither, places, peers, both: districts' shares by rank, at the centre of the prior and at its upper ends."""
    panels = [one.name for one in CENTRE]
    rows = [row for one in numbers.variants for row in _ranks(one)]
    low, centre, high = numbers.published
    rows += [{"panel": panel, "rank": 1, "from": low, "at": centre, "to": high} for panel in panels]
    base = alt.Chart()
    shares = base.transform_filter("isValid(datum.mid)").encode(x=_rank(), color=shade())
    told = base.transform_filter("isValid(datum.at)").encode(x=_rank())
    width, height = _PANEL
    layers = alt.layer(
        shares.mark_area(opacity=0.25).encode(y=_up("low"), y2=alt.Y2("high:Q")),
        shares.mark_line(strokeWidth=1.8).encode(y=_up("mid")),
        told.mark_rule(color=LIGHT.target, strokeWidth=3, opacity=0.4).encode(
            y=_up("from"), y2=alt.Y2("to:Q")
        ),
        told.mark_point(color=LIGHT.target, filled=True, size=40, opacity=1).encode(y=_up("at")),
        data=inline(rows),
    ).properties(width=width, height=height)
    chart: AnyChart = layers.facet(column=alt.Column("panel:N").sort(panels).title(None), spacing=14)
    return _svg(chart)


def _ranks(one: Summary) -> Sequence[dict[str, object]]:
    """Rows of a variant that has a panel."""
    if one.variant in FAR:
        return []
    place = one.variant.name.removesuffix(", upper end")
    return [
        {"panel": place, "shade": _colour(one.variant), "rank": rank, "low": low, "mid": mid, "high": high}
        for rank, (low, mid, high) in enumerate(one.ranked, 1)
    ]


def _colour(variant: Variant) -> str:
    """By how far out in the prior a variant lies."""
    if variant in FAR:
        return LIGHT.supported
    return LIGHT.model if variant in UPPER else LIGHT.muted


def _names() -> alt.Axis:
    return alt.Axis(title=None, minExtent=_LABELS, labelLimit=_LABELS, labelColor=LIGHT.ink)


def _across(field: str) -> alt.X:
    axis = alt.Axis(format=".0%", title="largest district's share of departures", grid=True, tickCount=6)
    return alt.X(f"{field}:Q").scale(zero=True, nice=True).axis(axis)


def _rank() -> alt.X:
    axis = alt.Axis(title="district's rank", values=[1, 5, 10, 15, 20], grid=False)
    return alt.X("rank:Q").scale(domain=[0.5, 20], nice=False).axis(axis)


def _up(field: str) -> alt.Y:
    """On a logarithmic scale: shares of districts fall by the factor."""
    axis = alt.Axis(format=".0%", title="share of departures", values=_TICKS, grid=True)
    return alt.Y(f"{field}:Q").scale(type="log", domain=[0.01, 0.5], clamp=True).axis(axis)


def _svg(chart: AnyChart) -> str:
    spec = framed(chart, LIGHT).to_dict()
    spec["config"]["background"] = LIGHT.paper  # it stands alone, on pages of any ground
    drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn + "\n"
