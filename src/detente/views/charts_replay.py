"""Charts of one future: who holds what on a day, and what keeping a deal pays each party over breaking it."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import altair as alt

from detente.views.charts import Ref, Rows, Spec, css, ends, finished, haloed, named, plain, rules, timeline

__all__ = ["HOLDERS", "holder_map", "margins"]

HOLDERS = {"incumbent": "map2", "challenger": "chal"}
"""Colours of who holds a region: two flat ones, never the classes of shares."""


def holder_map(holders: Rows, features: list[dict], ref: Ref = css, *, height: int = 330) -> Spec:
    """Draw who holds each region on one day; regions that changed hands lately are outlined in ink.

    Parameters
    ----------
    holders
        region, side (incumbent, challenger), lately (whether it changed hands in the last fourteen days). The page
        feeds new rows as days go by.
    features
        GeoJSON features, already wound for d3 (see ``maps``); leave empty where the page feeds the dataset ``geo``.
    """
    return {**_holders(height, ref), "datasets": {"holders": plain(holders), "geo": features}}


@lru_cache(maxsize=8)
def _holders(height: int, ref: Ref) -> Spec:
    """Return the map without its rows."""
    rows_of = alt.LookupData(data=alt.NamedData("holders"), key="region", fields=["side", "lately"])
    base = named("geo").transform_lookup(lookup="properties.name", from_=rows_of)
    scale = alt.Scale(domain=list(HOLDERS), range=[ref(colour) for colour in HOLDERS.values()])
    held = base.mark_geoshape(stroke=ref("ground"), strokeWidth=0.8).encode(
        fill=alt.Fill("side:N", legend=None, scale=scale)
    )
    outlined = base.transform_filter("datum.lately").mark_geoshape(
        filled=False, stroke=ref("ink"), strokeWidth=2.2, strokeJoin="round"
    )
    return finished(alt.layer(held, outlined).project(type="mercator"), {}, ref, height)


def margins(rows: Rows, marks: Rows, now: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw, party by party, by how much one choice pays more than the other over time; below zero it does not pay.

    Parameters
    ----------
    rows
        day, party, name, colour (name in the palette), margin (utility; None breaks the line).
    marks
        day, label, side (left, right), top: what happened, as dotted uprights.
    now
        One row, of the day that the page shows: day, outside (not drawn). The page moves it.
    domain
        First and last day.
    """
    parties = tuple({str(row["party"]): str(row["colour"]) for row in rows}.items())
    values = [row["margin"] for row in rows if row["margin"] is not None] + [0.0]
    low, high = min(values), max(values)
    room = max(0.12 * (high - low), 0.01)
    sides = tuple(sorted({str(row["side"]) for row in marks}))
    data = {
        "frame": ends(domain), "margins": plain(rows), "zero": [{"at": 0.0}], "now": plain(now), "marks": plain(marks),
        "labels": plain(_last(rows, (high - low + 2 * room) / 14)),
    }  # fmt: skip
    ends_ = round(low - room, 3), round(high + room, 3)
    return {**_margins(parties, ends_, sides, ref), "datasets": data}


@lru_cache(maxsize=16)
def _margins(
    parties: tuple[tuple[str, str], ...], between: tuple[float, float], sides: tuple[str, ...], ref: Ref
) -> Spec:
    """Return the margins without their rows: parties with their colours, the ends of the scale, the uprights' sides."""
    y = alt.Y("margin:Q", title=None, scale=alt.Scale(domain=list(between), nice=False),
              axis=alt.Axis(tickCount=5, labelExpr=_SIGNED))  # fmt: skip
    base = named("margins")
    layers: list = []
    for place, (party, colour) in enumerate(parties):
        dash = [5, 3] if colour in [tint for _, tint in parties[:place]] else [1, 0]
        mine = base.transform_filter(alt.FieldEqualPredicate(field="party", equal=party))
        line = mine.mark_line(stroke=ref(colour), strokeWidth=2.2, strokeDash=dash)
        layers.append(line.encode(x=alt.X("day:T"), y=y))
    zero = named("zero").mark_rule(stroke=ref("ink")).encode(y=alt.Y("at:Q"))
    outside = alt.condition("datum.outside", alt.value(0), alt.value(1))
    today = named("now").mark_rule(stroke=ref("ink"), strokeWidth=1.5).encode(x=alt.X("day:T"), opacity=outside)
    label = named("labels").encode(x=alt.X("day:T"), y=alt.Y("margin:Q"), text=alt.Text("name:N"))
    names = haloed(label, ref, align="right", dx=-4, dy=-10)
    uprights = rules([{"side": side} for side in sides], ref)
    return finished(alt.layer(timeline(), zero, *layers, today, *uprights, *names), {}, ref, 200)


_SIGNED = (
    "(datum.value < 0 ? '\u2212' : datum.value > 0 ? '+' : '') + replace(format(abs(datum.value), '.3~'), /^0[.]/, '.')"
)


def _last(rows: Rows, least: float) -> list[dict]:
    """Return the last point of each line for its name, moved apart where two would print over each other."""
    found = sorted(
        ({row["party"]: dict(row) for row in rows if row["margin"] is not None}).values(),
        key=lambda row: -row["margin"],
    )
    for above, below in pairwise(found):
        below["margin"] = min(below["margin"], above["margin"] - least)
    return found
