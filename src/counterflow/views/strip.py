"""The claim strip: where each part of a claim stands between the two lines that decide it."""

from __future__ import annotations

import altair as alt

from counterflow.analysis.records import ClaimVerdict, PartVerdict
from counterflow.analysis.standing import CONTRADICTED, SUPPORTED
from counterflow.views.chart import AnyChart, View, account_axis, framed, inline
from counterflow.views.theme import CHART_WIDTH, SHAPES, Palette
from counterflow.views.words import probability, probability_range

_LABELS = 46
_ROW = 26


def claim_strip(claim: ClaimVerdict, palette: Palette) -> View:
    """P of every part before the data (hollow ring) and after (its standing's shape), its range as a bar.

    Grey ground marks where a part counts as contradicted (left) or supported (right).
    """
    order = [part.id for part in claim.parts]
    y = alt.Y("part:N").sort(order).axis(account_axis(_LABELS, palette))
    base = alt.Chart(inline([_row(part) for part in claim.parts])).encode(y=y)
    marks = [
        *_zones(palette),
        base.mark_rule(color=palette.line, strokeWidth=1).encode(x=alt.XDatum(0), x2=alt.X2Datum(1)),
        base.transform_filter("isValid(datum.low)")
        .mark_bar(height=7, cornerRadius=3, color=palette.muted, opacity=0.4)
        .encode(x=_x("low"), x2=alt.X2("high:Q")),
        base.transform_filter("isValid(datum.before)")
        .mark_point(filled=False, size=62, strokeWidth=1.6, opacity=1, color=palette.ink)
        .encode(x=_x("before")),
        *(_standing(base, part, palette) for part in claim.parts if part.p_after is not None),
        base.transform_filter("!isValid(datum.after) && !isValid(datum.before)")
        .mark_text(text="no probability is given", align="center", fontStyle="italic", color=palette.muted)
        .encode(x=alt.XDatum(0.5)),
    ]
    chart: AnyChart = alt.layer(*marks).properties(width=CHART_WIDTH - _LABELS - 22, height=_ROW * len(order))
    return View(framed(chart, palette), " ".join(_says(part) for part in claim.parts))


def _x(field: str) -> alt.X:
    """The same axis for every layer, so that none adds its own title."""
    axis = alt.Axis(
        values=[0, CONTRADICTED, 0.5, SUPPORTED, 1],
        format="~g",
        title="probability that it holds",
        grid=False,
    )
    return alt.X(f"{field}:Q").scale(domain=[0, 1]).axis(axis)


def _row(part: PartVerdict) -> dict[str, object]:
    low, high = part.p_range if part.p_range is not None and part.kind != "record" else (None, None)
    return {"part": part.id, "after": part.p_after, "before": part.p_before, "low": low, "high": high}


def _zones(palette: Palette) -> list[alt.Chart]:
    spans = inline([{"from": 0, "to": CONTRADICTED}, {"from": SUPPORTED, "to": 1}])
    lines = inline([{"at": CONTRADICTED}, {"at": SUPPORTED}])
    return [
        alt.Chart(spans).mark_rect(color=palette.faint).encode(x=_x("from"), x2=alt.X2("to:Q")),
        alt.Chart(lines).mark_rule(color=palette.muted, strokeWidth=1).encode(x=_x("at")),
    ]


def _standing(base: alt.Chart, part: PartVerdict, palette: Palette) -> alt.Chart:
    kept = base.transform_filter(alt.FieldEqualPredicate(field="part", equal=part.id))
    mark = alt.MarkDef(
        type="point",
        shape=SHAPES[part.standing],
        filled=part.standing != "unsettled",
        size=95,
        strokeWidth=1.8,
        opacity=1,
        color=palette.of(part.standing),
    )
    marked: alt.Chart = kept.properties(mark=mark).encode(x=_x("after"))
    return marked


def _says(part: PartVerdict) -> str:
    before = f"before the data {probability(part.p_before, part.kind)}" if part.p_before is not None else ""
    after = f"after {probability(part.p_after, part.kind)}" if part.p_after is not None else ""
    numbers = ", ".join(text for text in (before, after) if text) or "no probability"
    spread = probability_range(part)
    return f"{part.id} {part.standing}: {numbers}{f', range {spread}' if spread else ''}."
