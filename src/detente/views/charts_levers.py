"""Charts of questions 3 and 4: what somebody could decide, and what the forecast hangs on."""

from __future__ import annotations

from math import ceil
from typing import Any

import altair as alt

from detente.views.charts import Ref, Rows, Spec, captioned, css, finished, haloed, named, row_y, wide

__all__ = ["hangs_on", "levers"]

_NARROW = 460
"""Pixels of a drawing below which names need the room of what they rest on."""

_SIGNED = "datum.value < 0 ? '\u2212' + (-datum.value) : datum.value > 0 ? '+' + datum.value : '0'"


def levers(rows: Rows, other: str = "chal", ref: Ref = css) -> Spec:
    """Draw what goes with each lever: change of kept deals (diamond) and of another outcome (circle), per hundred.

    Parameters
    ----------
    rows
        lever, name, outcome (kept, won), low, mid, high: differences to the baseline on the same luck.
    other
        Colour of the other outcome.
    """
    order = list(dict.fromkeys(row["lever"] for row in rows))
    less, more = _reach(rows)
    level = {"kept": 0.56, "won": 0.82}
    data = [dict(row) | {"y": order.index(row["lever"]) + level[row["outcome"]]} for row in rows]
    heads = [{"name": next(row["name"] for row in rows if row["lever"] == one), "y": place + 0.2}
             for place, one in enumerate(order)]  # fmt: skip
    x = alt.X("low:Q", title="change, in futures per 100", scale=alt.Scale(domain=[-less, more], nice=False),
              axis=alt.Axis(grid=False, domain=False, labelExpr=_SIGNED, tickCount=6))  # fmt: skip
    zero = named("zero").mark_rule(stroke=ref("ink")).encode(x=alt.X("at:Q"))
    layers: list = []
    for place, (outcome, colour, shape) in enumerate((("kept", "sett", "diamond"), ("won", other, "circle"))):
        mine = named("levers").transform_filter(f"datum.outcome == '{outcome}'")
        first = (x, row_y(len(order))) if not place else (alt.X("low:Q"), alt.Y("y:Q"))
        reach_ = mine.mark_rule(stroke=ref(colour), strokeWidth=2.4)
        layers.append(reach_.encode(x=first[0], x2=alt.X2("high:Q"), y=first[1]))
        layers.append(mine.mark_point(shape=shape, size=100, fill=ref(colour), stroke=ref("ground"), opacity=1).encode(
            x=alt.X("mid:Q"), y=alt.Y("y:Q")))  # fmt: skip
    names = captioned(named("heads").encode(y=alt.Y("y:Q")), "name", ref, share=1)
    chart = alt.layer(*layers, zero, *names)
    return finished(chart, {"levers": data, "heads": heads, "zero": [{"at": 0}]}, ref, 50 * len(order))


def _reach(rows: Rows) -> tuple[int, int]:
    """Return how far the axis goes below and above zero: as the ranges do, but at least a fifth as far as the other.

    Examples
    --------
    >>> _reach([dict(low=-83.0, high=4.0)])
    (90, 20)
    """
    ends = [sign * row[key] for sign, key in ((-1, "low"), (1, "high")) for row in rows]
    below, above = max([*ends[: len(rows)], 5.0]), max([*ends[len(rows) :], 5.0])
    widest = max(below, above)
    less, more = (ceil(max(one, widest / 5) * 1.05 / 5) * 5 for one in (below, above))
    return less, more


def hangs_on(rows: Rows, baseline: float, ref: Ref = css, *, title: str = "settlement, of 100") -> Spec:
    """Draw by how much the forecast moves when one number goes over its range; assumed numbers have dashed bars.

    Parameters
    ----------
    rows
        number, name, at_low, at_high per hundred, left and right (as printed), rests (statement, data, assumed),
        support (ids or files as printed).
    baseline
        The share at the baseline, per hundred.
    """
    data = [
        dict(row)
        | {
            "y": index + 0.68,
            "text": index + 0.24,
            "from": min(row["at_low"], row["at_high"]),
            "to": max(row["at_low"], row["at_high"]),
        }
        for index, row in enumerate(rows)
    ]
    ends = [row[key] for row in data for key in ("from", "to")] + [baseline]
    low, high = min(ends), max(ends)
    margin = max((high - low) * 0.12, 1)
    domain = [max(0, low - margin) if low > 12 else 0, min(100, high + margin)]
    x = alt.X("from:Q", title=title, scale=alt.Scale(domain=domain, nice=False, zero=False),
              axis=alt.Axis(grid=False, domain=False, tickCount=4))  # fmt: skip
    base = named("numbers")
    looks: list[tuple[str, dict[str, Any]]] = [
        ("datum.rests != 'assumed'", {"fill": ref("bar")}),
        ("datum.rests == 'assumed'", {"fill": ref("ground"), "stroke": ref("muted"), "strokeDash": [3, 2]}),
    ]
    bars = [
        base.transform_filter(test).mark_bar(orient="horizontal", size=11, **look).encode(
            x=x if not place else alt.X("from:Q"), x2=alt.X2("to:Q"), y=row_y(len(rows)) if not place else alt.Y("y:Q"))
        for place, (test, look) in enumerate(looks)
    ]  # fmt: skip
    rule = named("baseline").mark_rule(stroke=ref("ink")).encode(x=alt.X("at:Q"))
    numbers = [
        part
        for end, field, align, step in (("from", "left", "right", -5), ("to", "right", "left", 5))
        for part in haloed(
            base.encode(x=alt.X(f"{end}:Q"), y=alt.Y("y:Q"), text=alt.Text(f"{field}:N")), ref, align=align, dx=step
        )
    ]
    text = base.encode(y=alt.Y("text:Q"))
    told = f"(width < {_NARROW} && datum.rests != 'statement')"  # on a phone the glyph alone says data and assumed
    names = captioned(text, "name", ref, beside=f"16 + ({told} ? 0 : {wide('support')})")
    supports = []
    for rests, shape, fill in (
        ("statement", "circle", "bar"),
        ("data", "square", "bar"),
        ("assumed", "circle", "ground"),
    ):
        mine = text.transform_filter(f"datum.rests == '{rests}'")
        supports.append(mine.mark_point(shape=shape, size=60, fill=ref(fill), stroke=ref("bar"), opacity=1).encode(
            x=alt.value("width")))  # fmt: skip
    ids = text.encode(x=alt.value("width"), text=alt.Text("support:N"))
    fading: dict[str, Any] = {"opacity": alt.ExprRef(f"{told} ? 0 : 1"), "limit": alt.ExprRef("width * 0.42")}
    words = haloed(ids, ref, "muted", align="right", dx=-10, **fading)
    chart = alt.layer(*bars, rule, *numbers, *names, *supports, *words)
    return finished(chart, {"numbers": data, "baseline": [{"at": baseline}]}, ref, 46 * len(rows))
