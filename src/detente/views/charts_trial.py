"""The chart of a text on the table: by how much it stands above or below what each party needs."""

from __future__ import annotations

from functools import lru_cache

import altair as alt

from detente.views.charts import Ref, Rows, Spec, captioned, css, finished, haloed, named, plain, row_y

__all__ = ["margins"]


def margins(rows: Rows, reach: int, ref: Ref = css) -> Spec:
    """Draw, for each party, what a text gives it less its two floors: what war is worth, and what it could sell.

    Parameters
    ----------
    rows
        name, floor (as printed), side (inc, chal), low, mid, high (hundredths of the distance between the opposed
        wishes), value (printed at the right): two rows a party, drawn downwards.
    reach
        End of the axis on both sides of zero.
    """
    sides = tuple(str(row["side"]) for row in rows)
    data = [dict(row) | {"y": place + 0.66, "text": place + 0.24} for place, row in enumerate(rows)]
    return {**_drawn(sides, reach, ref), "datasets": {"rows": plain(data), "zero": [{"at": 0}]}}


@lru_cache(maxsize=16)
def _drawn(sides: tuple[str, ...], reach: int, ref: Ref) -> Spec:
    """Return the spec without rows: it is the same for every text."""
    x = alt.X("low:Q", title="← below the floor, above it →", scale=alt.Scale(domain=[-reach, reach], nice=False),
              axis=alt.Axis(tickCount=5, domain=False))  # fmt: skip
    zero = named("zero").mark_rule(stroke=ref("ink"), strokeWidth=1.2).encode(
        x=alt.X("at:Q", scale=alt.Scale(domain=[-reach, reach], nice=False))
    )  # fmt: skip
    base = named("rows")
    layers = []
    for place, side in enumerate(dict.fromkeys(sides)):
        mine = base.transform_filter(f"datum.side == '{side}'").encode(y=row_y(len(sides)))
        span = mine.mark_rule(stroke=ref(side), strokeWidth=4, strokeCap="round", clip=True)
        layers.append(span.encode(x=x if not place else alt.X("low:Q"), x2=alt.X2("high:Q")))
        shape = {"inc": "square", "chal": "circle"}.get(side, "diamond")
        point = mine.mark_point(shape=shape, size=130, fill=ref(side), stroke=ref("ground"), opacity=1, clip=True)
        layers.append(point.encode(x=alt.X("mid:Q")))
    text = base.encode(y=alt.Y("text:Q"))
    names = captioned(text, "name", ref, share=0.84)
    values = haloed(text.encode(x=alt.value("width"), text=alt.Text("value:N")), ref, align="right")
    return finished(alt.layer(zero, *layers, *names, *values), {}, ref, 46 * len(sides) + 30)
