"""Charts of what an answer hangs on beside numbers: statements left out, and parts of the model switched off."""

from __future__ import annotations

from functools import lru_cache

import altair as alt

from detente.views.charts import Ref, Rows, Spec, captioned, css, finished, haloed, named, plain, row_y, wide

__all__ = ["shifts"]


def shifts(rows: Rows, baseline: float, ref: Ref = css, *, title: str, hollow: bool = False) -> Spec:
    """Draw where a share goes when one thing is taken away: a line from the baseline, a mark where it ends.

    Parameters
    ----------
    rows
        name, value (as printed at the right), share, low, high per hundred (low and high: 5-95 % of the change, added
        to the baseline).
    baseline
        The share with nothing taken away, per hundred.
    title
        Of the axis.
    hollow
        Hollow marks, as for model choice; else full ones.
    """
    data = [dict(row) | {"y": index + 0.66, "text": index + 0.26, "at": baseline} for index, row in enumerate(rows)]
    values = [row[key] for row in rows for key in ("share", "low", "high")] + [baseline]
    low, high = min(values), max(values)
    margin = max((high - low) * 0.08, 1.0)
    between = round(max(0.0, low - margin), 1), round(min(100.0, high + margin), 1)
    return {**_shifts(len(rows), between, title, hollow, ref),
            "datasets": {"shifts": plain(data), "baseline": [{"at": baseline}]}}  # fmt: skip


@lru_cache(maxsize=16)
def _shifts(count: int, between: tuple[float, float], title: str, hollow: bool, ref: Ref) -> Spec:
    """Return the shifts without their rows."""
    x = alt.X("at:Q", title=title, scale=alt.Scale(domain=list(between), nice=False, zero=False),
              axis=alt.Axis(grid=False, domain=False, tickCount=5))  # fmt: skip
    base = named("shifts")
    move = base.mark_rule(stroke=ref("bar"), strokeWidth=6, opacity=0.45).encode(
        x=x, x2=alt.X2("share:Q"), y=row_y(count)
    )
    reach = base.mark_rule(stroke=ref("ink"), strokeWidth=1.4).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=alt.Y("y:Q")
    )
    fill = ref("ground") if hollow else ref("ink")
    end = base.mark_point(shape="circle", size=70, fill=fill, stroke=ref("ink"), strokeWidth=1.6, opacity=1).encode(
        x=alt.X("share:Q"), y=alt.Y("y:Q")
    )
    rule = named("baseline").mark_rule(stroke=ref("ink"), strokeDash=[4, 3]).encode(x=alt.X("at:Q"))
    text = base.encode(y=alt.Y("text:Q"))
    names = captioned(text, "name", ref, beside=wide("value"))
    numbers = haloed(text.encode(x=alt.value("width"), text=alt.Text("value:N")), ref, align="right")
    return finished(alt.layer(move, rule, reach, end, *names, *numbers), {}, ref, 46 * count)
