"""Charts of the workbench's first tab: how the futures end against the baseline."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt

from detente.views.charts import Ref, Rows, Spec, captioned, css, finished, haloed, named, plain, row_y, wide

__all__ = ["against_baseline"]


def against_baseline(rows: Rows, ref: Ref = css, *, right: int = 100) -> Spec:
    """Draw a bar per outcome, the baseline as a dashed outline over it, its parameter range under it.

    Parameters
    ----------
    rows
        outcome, name, value (printed at the right), colour (name in the palette); share, low, high, was per hundred.
    right
        End of the axis; fixed while somebody moves a slider, so that bars move and not the scale.
    """
    data = [
        dict(row) | {"y": index + 0.46, "line": index + 0.72, "text": index + 0.14, "top": index + 0.33,
                     "foot": index + 0.59, "zero": 0}
        for index, row in enumerate(rows)
    ]  # fmt: skip
    looks = tuple((row["outcome"], row["colour"]) for row in rows)
    return {**_drawn(looks, ref, right), "datasets": {"rows": plain(data)}}


@lru_cache(maxsize=32)
def _drawn(looks: tuple[tuple[str, str], ...], ref: Ref, right: int) -> dict[str, Any]:
    """Return the spec without rows: it is the same for every answer, and Altair takes longer than the play."""
    colour = alt.Color("outcome:N", legend=None, scale=alt.Scale(
        domain=[name for name, _ in looks], range=[ref(one) for _, one in looks]))  # fmt: skip
    x = alt.X("share:Q", title="of 100 explored futures", scale=alt.Scale(domain=[0, right], nice=False),
              axis=alt.Axis(tickCount=5, domain=False))  # fmt: skip
    base = named("rows")
    bar = base.mark_bar(orient="horizontal", size=15).encode(x=x, y=row_y(len(looks)), color=colour)
    outline = base.mark_rect(
        filled=False, stroke=ref("ink"), strokeWidth=1.4, strokeDash=[3, 2], fillOpacity=0
    ).encode(x=alt.X("zero:Q"), x2=alt.X2("was:Q"), y=alt.Y("top:Q"), y2=alt.Y2("foot:Q"))  # fmt: skip
    reach = base.mark_rule(stroke=ref("ink"), strokeWidth=2).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=alt.Y("line:Q")
    )
    text = base.encode(y=alt.Y("text:Q"))
    names = captioned(text, "name", ref, beside=wide("value"))
    values = haloed(text.encode(x=alt.value("width"), text=alt.Text("value:N")), ref, align="right")
    return finished(alt.layer(bar, outline, reach, *names, *values), {}, ref, 54 * len(looks))
