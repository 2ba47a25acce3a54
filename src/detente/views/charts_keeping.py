"""Charts of question 6: who has kept what, how long a deal holds, and what breaks first."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import altair as alt

from detente.views.charts import (
    Ref,
    Rows,
    Spec,
    captioned,
    css,
    ends,
    finished,
    haloed,
    named,
    plain,
    row_y,
    rules,
    timeline,
)

__all__ = ["GLYPHS", "pledges", "survival"]

GLYPHS = {
    "kept": ("circle", "ink", "ink"),
    "late": ("M0,-.5A.5,.5,0,0,0,0,.5Z", "ink", "ink"),
    "breached": ("M-1,-1L1,1M1,-1L-1,1", "ground", "alarm"),
    "disputed": ("M-.55,-.45C-.5,-1.1,.6,-1.1,.55,-.4C.5,0,0,0,0,.45M0,.8L0,1", "ground", "ink"),
    "pending": ("circle", "ground", "ink"),
    "waived": ("square", "ground", "muted"),
}
"""Statuses of pledges: shape, fill and stroke; the word always stands beside it."""


def pledges(rows: Rows, marks: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw a deal's pledges: time allowed (grey), overrun (magenta), deadline (tick), and a glyph where it stands.

    Parameters
    ----------
    rows
        name, words (the status in words), status, start, due (or None: open-ended), end (day of the glyph), over (day
        up to which it ran over, or None).
    """
    data = [
        dict(row) | {"y": index + 0.52, "head": index + 0.2, "foot": index + 0.82} for index, row in enumerate(rows)
    ]
    kinds = (
        any(row["due"] for row in rows), any(not row["due"] for row in rows), any(row["over"] for row in rows),
    )  # fmt: skip
    statuses = tuple(dict.fromkeys(str(row["status"]) for row in rows))
    sides = tuple(sorted({str(row["side"]) for row in marks}))
    filled = {"frame": ends(domain), "pledges": plain(data), "marks": plain(marks)}
    return {**_pledges(len(rows), kinds, statuses, sides, ref), "datasets": filled}


@lru_cache(maxsize=32)
def _pledges(
    count: int, kinds: tuple[bool, bool, bool], statuses: tuple[str, ...], sides: tuple[str, ...], ref: Ref
) -> Spec:
    """Return the pledges without their rows; kinds are whether any has a date, none, or ran over."""
    due, undated, over = kinds
    base = named("pledges")
    y = row_y(count)
    dated = base.transform_filter("isValid(datum.due)")
    layers: list = []
    if due:
        layers.append(
            dated.mark_rule(stroke=ref("rule"), strokeWidth=4).encode(x=alt.X("start:T"), x2=alt.X2("due:T"), y=y)
        )
    if undated:
        open_ended = base.transform_filter("!isValid(datum.due)").mark_rule(stroke=ref("muted"), strokeDash=[2, 3])
        layers.append(open_ended.encode(x=alt.X("start:T"), x2=alt.X2("end:T"), y=y))
    if over:
        overrun = base.transform_filter("isValid(datum.over)").mark_rule(stroke=ref("alarm"), strokeWidth=4)
        layers.append(overrun.encode(x=alt.X("due:T"), x2=alt.X2("over:T"), y=alt.Y("y:Q")))
    if due:
        tick = dated.mark_tick(orient="vertical", size=14, thickness=2, color=ref("ink"), opacity=1)
        layers.append(tick.encode(x=alt.X("due:T"), y=alt.Y("y:Q")))
    layers += rules([{"side": side} for side in sides], ref)  # under the glyphs, which it would cross out
    for status in statuses:
        layers += _glyph(base.transform_filter(f"datum.status == '{status}'"), status, ref)
    names = captioned(base.encode(y=alt.Y("head:Q")), "name", ref, share=1)
    foot = base.encode(x=alt.value(0), y=alt.Y("foot:Q"), text=alt.Text("words:N"))
    words = haloed(foot, ref, "muted", align="left", fontSize=13, limit=alt.ExprRef("width"))
    return finished(alt.layer(timeline(), *layers, *names, *words), {}, ref, 56 * count)


def _glyph(base: alt.Chart, status: str, ref: Ref) -> list[alt.Chart]:
    """Draw the glyph of one status where its pledge stands."""
    shape, fill, stroke = GLYPHS[status]
    mine = base.encode(x=alt.X("end:T"), y=alt.Y("y:Q"))
    if status == "late":
        ring = mine.mark_point(shape="circle", size=110, fill=ref("ground"), stroke=ref("ink"), opacity=1)
        return [ring, mine.mark_point(shape=shape, size=440, fill=ref("ink"), strokeWidth=0, opacity=1)]
    if status in ("breached", "disputed"):
        ground = mine.mark_point(shape="circle", size=210, fill=ref("ground"), strokeWidth=0, opacity=1)
        size = 70 if status == "breached" else 120
        line = mine.mark_point(shape=shape, size=size, filled=False, stroke=ref(stroke), strokeWidth=2.2, opacity=1)
        return [ground, line]
    return [mine.mark_point(shape=shape, size=110, fill=ref(fill), stroke=ref(stroke), opacity=1)]


def survival(rows: Rows, ref: Ref = css) -> Spec:
    """Draw how many of 100 signed deals are still kept as months go by, beside the base rate (dashed).

    Parameters
    ----------
    rows
        month; share, low, high and base (or None) per hundred.
    """
    y = alt.Y("low:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=3))
    last = max((row["month"] for row in rows), default=12)
    scale = alt.Scale(nice=False, domain=[0, max(1, ceil(last))])
    x = alt.X("month:Q", title="months after signature", scale=scale, axis=alt.Axis(
        grid=False, values=list(range(0, 121, 3 if last < 20 else 6)), format="d", labelFlush=True))  # fmt: skip
    base = named("survival")
    band = base.mark_area(fill=ref("sett"), fillOpacity=0.18, interpolate="step-after").encode(
        x=x, y=y, y2=alt.Y2("high:Q")
    )
    step = base.mark_line(stroke=ref("sett"), strokeWidth=2.2, interpolate="step-after").encode(
        x=alt.X("month:Q"), y="share:Q"
    )
    rate = base.transform_filter("isValid(datum.base)").mark_line(stroke=ref("muted"), strokeDash=[4, 3]).encode(
        x=alt.X("month:Q"), y=alt.Y("base:Q"))  # fmt: skip
    return finished(alt.layer(band, rate, step), {"survival": rows}, ref, 190)
