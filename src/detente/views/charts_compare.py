"""The chart of two scenarios on the same luck: where futures move."""

from __future__ import annotations

import json
from functools import lru_cache

import altair as alt

from detente.views.charts import Ref, Rows, Spec, css, finished, named, plain

__all__ = ["moves"]

_CELL = 54
"""Height of a cell; its width is a sixth of what the names leave."""
_HEAD = 84
"""Height of the names above the columns, which are turned."""
_TAIL = 1.0
"""Columns that stay empty at the right, where the last name ends."""
_WHOLE = 1600.0
"""Area, in square pixels, of the square of all futures: it fits a cell on a screen of 400 pixels."""


def moves(rows: Rows, names: Rows, ref: Ref = css) -> Spec:
    """Draw pairs by how they end under the first scenario (rows) and the second (columns): area is their share.

    Parameters
    ----------
    rows
        before, after (outcomes), share per hundred, value (as printed; empty where there are none).
    names
        outcome, short (a word or two), in the order of rows and columns.
    """
    order = [str(row["outcome"]) for row in names]
    cells = [
        dict(row)
        | {
            "x": order.index(row["after"]),
            "y": order.index(row["before"]),
            "area": _WHOLE * row["share"] / 100,
            "same": row["before"] == row["after"],
        }
        for row in rows
    ]
    columns = [dict(row) | {"x": place + 0.5} for place, row in enumerate(names)]
    spec = _drawn(tuple(str(row["short"]) for row in names), ref)
    return {**spec, "datasets": {"moves": plain(cells), "columns": columns}}


@lru_cache(maxsize=8)
def _drawn(short: tuple[str, ...], ref: Ref) -> Spec:
    """Return the spec without rows: it is the same for any two scenarios of a case."""
    count = len(short)
    words = " : ".join(f"datum.value == {at + 0.5} ? {json.dumps(word)}" for at, word in enumerate(short)) + " : ''"
    middles = [place + 0.5 for place in range(count)]
    x = alt.X("left:Q", axis=None, scale=alt.Scale(domain=[0, count + _TAIL], nice=False))
    y = alt.Y("top:Q", title=None, scale=alt.Scale(domain=[count, -_HEAD / _CELL], nice=False), axis=alt.Axis(
        values=middles, labelExpr=words, grid=False, domain=False, labelLimit=0, labelOverlap=False))  # fmt: skip
    base = named("moves").transform_calculate(
        left="datum.x", right="datum.x + 1", top="datum.y", bottom="datum.y + 1", across="datum.x + 0.54",
        down="datum.y + 0.6", corner="datum.x + 0.08", head="datum.y + 0.19",
    )  # fmt: skip
    frame = base.mark_rect(fillOpacity=0, stroke=ref("rule"), strokeWidth=1).encode(
        x=x, x2=alt.X2("right:Q"), y=y, y2=alt.Y2("bottom:Q")
    )
    place = base.encode(x=alt.X("across:Q"), y=alt.Y("down:Q"), size=alt.Size("area:Q", scale=None, legend=None))
    squares = [
        place.transform_filter(test).mark_point(shape="square", fill=ref(fill), strokeWidth=0, opacity=1)
        for test, fill in (("datum.same", "rule"), ("!datum.same", "ink"))
    ]
    number = base.encode(x=alt.X("corner:Q"), y=alt.Y("head:Q"), text=alt.Text("value:N"))
    text = number.mark_text(align="left", fill=ref("ink"), fontSize=13)
    # An axis drops every other name where columns are narrow, so the names over them are marks.
    above = named("columns").encode(x=alt.X("x:Q"), y=alt.YDatum(-0.12), text=alt.Text("short:N"))
    heads = above.mark_text(align="left", baseline="middle", angle=310, fill=ref("muted"), fontSize=13)
    return finished(alt.layer(frame, *squares, text, heads), {}, ref, _CELL * count + _HEAD)
