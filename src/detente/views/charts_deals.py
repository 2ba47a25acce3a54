"""Charts of question 1: which deal would be signed and kept, and how the futures end."""

from __future__ import annotations

from functools import lru_cache
from math import hypot
from typing import Any

import altair as alt

from detente.views.charts import Ref, Rows, Spec, captioned, css, finished, haloed, named, plain, round_up, row_y, wide

__all__ = ["bars", "outcomes", "sign_and_keep"]

_NARROW = (300.0, 270.0)
"""Pixels of the plot of signed against kept on a phone, where letters stand closest."""
_LETTER = 25.0
"""Pixels that two letters keep apart: the ring and its line."""
_LEVELS = (1, 2, 3, 5, 10, 15, 20, 30, 40, 50, 60, 70, 80)


def _curves(right: int, top: float, most: int = 5) -> tuple[list[dict], list[dict]]:
    """Return points of the curves of equal signed-and-kept share, and where along the top each is labelled."""
    points, labels, last = [], [], 0.0
    for level in _LEVELS:
        start = 100 * level / top
        if start > 0.85 * right or start - last < 0.075 * right or len(labels) == most:
            continue
        last = start
        steps = [start + (right - start) * step / 40 for step in range(41)]
        points += [{"level": level, "x": x, "y": 100 * level / x} for x in steps]
        labels.append({"text": str(level), "x": start, "y": top})
    return points, labels


def sign_and_keep(rows: Rows, table: Rows = (), ref: Ref = css) -> Spec:
    """Draw each text as its letter: share signed (x), still kept a year on of those signed (y), all per hundred.

    Parameters
    ----------
    rows
        letter, signed, signed_low, signed_high, kept, kept_low, kept_high; best (filled) and crosses (dashed ring).
    table
        signed, kept: any deal that the table finds by itself (a square with its name beside it).
    """
    right = round_up([*(row["signed_high"] for row in rows), *(row["signed"] for row in table)])
    top = round_up([*(row["kept_high"] for row in rows), *(row["kept"] for row in table)], least=40)
    head = top * 1.07 if any(row["kept"] > 0.93 * top for row in rows) else top  # letters leave the curves' names free
    points, labels = _curves(right, head)
    side = None if not table else "right" if table[0]["signed"] > 0.7 * right else "left"
    data = {"curves": points, "labels": labels, "texts": _apart(rows, right, head), "table": table}
    return {**_letters(right, top, head, side, ref), "datasets": {name: plain(one) for name, one in data.items()}}


def _apart(rows: Rows, right: float, top: float) -> list[dict[str, Any]]:
    """Return the rows with ``at_x`` and ``at_y``, where their letters stand: pushed apart where they would overlap.

    Examples
    --------
    >>> near = [dict(letter="A", signed=30.0, kept=80.0), dict(letter="B", signed=31.0, kept=80.0)]
    >>> [(round(one["at_x"], 1), one["at_y"], one["moved"]) for one in _apart(near, 70, 100)]
    [(27.6, 80.0, True), (33.4, 80.0, True)]
    """
    across, up = _NARROW[0] / right, _NARROW[1] / top
    at = [[row["signed"] * across, row["kept"] * up] for row in rows]
    for _ in range(40):
        for first, one in enumerate(at):
            for other in at[first + 1 :]:
                dx, dy = other[0] - one[0], other[1] - one[1]
                gap = hypot(dx, dy)
                if gap < _LETTER - 1e-6:
                    ux, uy = (dx / gap, dy / gap) if gap > 0.01 else (1.0, 0.0)
                    push = (_LETTER - gap) / 2
                    one[0], one[1] = one[0] - ux * push, one[1] - uy * push
                    other[0], other[1] = other[0] + ux * push, other[1] + uy * push
        for one in at:
            one[0], one[1] = min(max(one[0], 0.0), _NARROW[0]), min(max(one[1], 0.0), _NARROW[1])
    return [
        dict(row) | {"at_x": x / across, "at_y": y / up,
                     "moved": hypot(x - row["signed"] * across, y - row["kept"] * up) > 1}
        for row, (x, y) in zip(rows, at, strict=True)
    ]  # fmt: skip


@lru_cache(maxsize=16)
def _letters(right: int, top: int, head: float, side: str | None, ref: Ref) -> Spec:
    """Return sign and keep without its rows; ``side`` is where "any deal" stands, if there is any.

    The axis is named up to ``top`` and reaches up to ``head``.
    """
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, right], nice=False), title="all parties sign, of 100 futures →",
              axis=alt.Axis(grid=False, tickCount=5, labelFlush=False))  # fmt: skip
    named_at = list(range(0, top + 1, 20 if top > 50 else 10))
    up = alt.Axis(grid=False, values=named_at, labelPadding=16)  # so that a letter at 0 leaves the labels free
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, head], nice=False), title=None, axis=up)
    curve = named("curves").mark_line(stroke=ref("rule"), clip=True).encode(x=x, y=y, detail=alt.Detail("level:N"))
    along = named("labels").encode(x=alt.X("x:Q"), y=alt.Y("y:Q"), text=alt.Text("text:N"))
    dots = named("texts").encode(x=alt.X("at_x:Q"), y=alt.Y("at_y:Q"))
    moved = named("texts").transform_filter("datum.moved").encode(x=alt.X("signed:Q"), y=alt.Y("kept:Q"))
    leader = moved.mark_rule(stroke=ref("ink"), strokeWidth=1.4).encode(x2=alt.X2("at_x:Q"), y2=alt.Y2("at_y:Q"))
    true = moved.mark_point(shape="circle", size=22, fill=ref("ink"), strokeWidth=0, opacity=1)
    across = (
        named("texts")
        .mark_rule(stroke=ref("muted"))
        .encode(x=alt.X("signed_low:Q"), x2=alt.X2("signed_high:Q"), y=alt.Y("kept:Q"))
    )
    upright = (
        named("texts")
        .mark_rule(stroke=ref("muted"))
        .encode(y=alt.Y("kept_low:Q"), y2=alt.Y2("kept_high:Q"), x=alt.X("signed:Q"))
    )
    looks: list[tuple[str, dict[str, Any]]] = [
        ("!datum.crosses", {"stroke": ref("sett")}),
        ("datum.crosses", {"stroke": ref("alarm"), "strokeDash": [4, 3]}),
    ]
    rings = [
        dots.transform_filter(f"{best} && {crosses}").mark_point(
            size=420, fill=ref(fill), strokeWidth=2.2, opacity=1, **look
        )
        for best, fill in (("!datum.best", "ground"), ("datum.best", "sett"))
        for crosses, look in looks
    ]
    letters = [
        dots.transform_filter(test).encode(text=alt.Text("letter:N")).mark_text(fontWeight=700, fill=ref(fill), dy=1)
        for test, fill in (("datum.best", "onsett"), ("!datum.best", "ink"))
    ]
    any_deal = []
    if side:
        place = named("table").encode(x=alt.X("signed:Q"), y=alt.Y("kept:Q"))
        square = place.mark_point(shape="square", size=110, fill=ref("muted"), stroke=ref("ground"), opacity=1)
        step = 10 if side == "left" else -10
        any_deal = [square, *haloed(place.encode(text=alt.value("any deal")), ref, "muted", align=side, dx=step)]
    along_top = haloed(along, ref, "muted", dy=-7, fontSize=13)
    chart = alt.layer(curve, *along_top, across, upright, *any_deal, leader, true, *rings, *letters)
    return finished(chart, {}, ref, 300)


def outcomes(rows: Rows, models: Rows = (), ref: Ref = css) -> Spec:
    """Draw how the futures end: a bar per outcome (chance), under it its parameter range and models; base rate.

    Parameters
    ----------
    rows
        outcome, name, value (printed at the right), colour (name in the palette); share, low, high, base per hundred.
    models
        outcome, share per hundred: the same outcome under structural variants, as hollow dots.
    """
    place = {row["outcome"]: index for index, row in enumerate(rows)}
    bars_ = [
        dict(row) | {"y": index + 0.46, "line": index + 0.72, "text": index + 0.14} for index, row in enumerate(rows)
    ]
    dots = [dict(row) | {"line": place[row["outcome"]] + 0.72} for row in models if row["outcome"] in place]
    ends = [row[key] for row in rows for key in ("share", "high", "base")] + [row["share"] for row in models]
    right = round_up(ends, least=30)
    colour = alt.Color("outcome:N", legend=None, scale=alt.Scale(
        domain=[row["outcome"] for row in rows], range=[ref(row["colour"]) for row in rows]))  # fmt: skip
    x = alt.X("share:Q", title="of 100 explored futures", scale=alt.Scale(domain=[0, right], nice=False),
              axis=alt.Axis(tickCount=5, domain=False))  # fmt: skip
    base = named("rows")
    bar = base.mark_bar(orient="horizontal", size=15).encode(x=x, y=row_y(len(rows)), color=colour)
    reach = base.mark_rule(stroke=ref("ink"), strokeWidth=2).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=alt.Y("line:Q")
    )
    rate = base.transform_filter("isValid(datum.base)").mark_point(
        shape="diamond", size=80, stroke=ref("ink"), fill=ref("ground"), strokeWidth=1.6, opacity=1
    ).encode(x=alt.X("base:Q"), y=alt.Y("y:Q"))  # fmt: skip
    other = named("models").mark_point(
        size=32, stroke=ref("ink"), fill=ref("ground"), strokeWidth=1.4, opacity=1
    ).encode(x=alt.X("share:Q"), y=alt.Y("line:Q"))  # fmt: skip
    text = base.encode(y=alt.Y("text:Q"))
    names = captioned(text, "name", ref, beside=wide("value"))
    values = haloed(text.encode(x=alt.value("width"), text=alt.Text("value:N")), ref, align="right")
    chart = alt.layer(bar, reach, rate, other, *names, *values)
    return finished(chart, {"rows": bars_, "models": dots}, ref, 58 * len(rows))


def bars(rows: Rows, ref: Ref = css, *, title: str = "of 100 futures", least: int = 10) -> Spec:
    """Draw plain rows: a label above, a bar, its number at the end.

    Parameters
    ----------
    rows
        name, share per hundred, value (the number as printed), colour.
    """
    data = [dict(row) | {"y": index + 0.62, "text": index + 0.22} for index, row in enumerate(rows)]
    right = round_up([row["share"] for row in rows], least=least)
    tints = tuple(dict.fromkeys(str(row["colour"]) for row in rows))
    return {**_bars(len(rows), right, tints, title, ref), "datasets": {"rows": plain(data)}}


@lru_cache(maxsize=32)
def _bars(count: int, right: int, tints: tuple[str, ...], title: str, ref: Ref) -> Spec:
    """Return the bars without their rows."""
    x = alt.X("share:Q", title=title, scale=alt.Scale(domain=[0, right * 1.08], nice=False), axis=alt.Axis(
        values=list(range(0, right + 1, 10 if right <= 50 else 20)), domain=False))  # fmt: skip
    colour = alt.Color(
        "colour:N", legend=None, scale=alt.Scale(domain=list(tints), range=[ref(tint) for tint in tints])
    )
    base = named("rows")
    bar = base.mark_bar(orient="horizontal", size=11).encode(x=x, y=row_y(count), color=colour)
    end = base.mark_text(align="left", dx=6, fill=ref("ink")).encode(
        x=alt.X("share:Q"), y=alt.Y("y:Q"), text=alt.Text("value:N")
    )
    names = captioned(base.encode(y=alt.Y("text:Q")), "name", ref, share=0.98)
    return finished(alt.layer(bar, end, *names), {}, ref, 42 * count)
