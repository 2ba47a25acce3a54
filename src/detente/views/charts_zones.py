"""Charts of question 2: is there a zone of agreement, where does it lie, and what closes it."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import pairwise
from typing import Any

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
    wide,
)

__all__ = ["KINDS", "diagnosis", "floors", "open_zones", "terms", "zone_over_time"]

KINDS = ("perceived", "ratifiable", "credible")
_OPACITY = {"perceived": 0.12, "ratifiable": 0.3, "credible": 0.95}


def zone_over_time(edges: Rows, marks: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw three nested zones of one issue over time, with the Nash point.

    Parameters
    ----------
    edges
        day, kind (perceived, ratifiable, credible), low, high and nash, 0 to 100; empty edges where it is closed.
    marks
        day, label, top (pixels), side: uprights at the information date and at deadlines.
    """
    data = {"frame": ends(domain), "edges": plain(edges), "marks": plain(marks)}
    return {**_zone(tuple(sorted({str(row["side"]) for row in marks})), ref), "datasets": data}


@lru_cache(maxsize=16)
def _zone(sides: tuple[str, ...], ref: Ref) -> Spec:
    """Return the chart of a zone without its rows: Altair takes longer to make it than anybody to fill it."""
    y = alt.Y("low:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    layers = []
    for place, kind in enumerate(KINDS):
        zone = named("edges").transform_filter(f"datum.kind == '{kind}'")
        first = place == 0
        layers.append(
            zone.mark_area(
                fill=ref("sett"), fillOpacity=_OPACITY[kind], stroke=ref("sett"), strokeWidth=0.8,
                invalid="break-paths-filter-domains",
            ).encode(x=alt.X("day:T"), y=y if first else alt.Y("low:Q"), y2=alt.Y2("high:Q"))
        )  # fmt: skip
    points = named("edges").transform_filter(f"datum.kind == '{KINDS[-1]}'").encode(x=alt.X("day:T"), y=alt.Y("nash:Q"))
    gaps = "break-paths-filter-domains"
    layers.append(points.mark_line(stroke=ref("ground"), strokeWidth=3.4, invalid=gaps))
    layers.append(points.mark_line(stroke=ref("ink"), strokeWidth=1.6, strokeDash=[5, 3], invalid=gaps))
    return finished(alt.layer(timeline(), *layers, *rules([{"side": side} for side in sides], ref)), {}, ref, 300)


def open_zones(rows: Rows, marks: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw the shares of futures in which each zone is open.

    Parameters
    ----------
    rows
        day; perceived, ratifiable, credible, fixed per hundred.

    Raises
    ------
    ValueError
        Where the zones do not nest: credible <= ratifiable <= perceived, fixed <= credible. They do by construction.
    """
    for row in rows:
        chain = [row[kind] for kind in ("fixed", "credible", "ratifiable", "perceived") if row.get(kind) is not None]
        if any(inner > outer + 1e-6 for inner, outer in pairwise(chain)):
            raise ValueError(f"zones on {row['day']} do not nest: {chain}")
    y = alt.Y("perceived:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 50, 100]))
    looks = (("perceived", [1.5, 3], 1.4), ("ratifiable", [6, 3], 1.8), ("credible", [1, 0], 2.6), ("fixed", [1, 0], 1))
    layers = []
    for place, (kind, dash, width) in enumerate(looks):
        line = named("zones").mark_line(stroke=ref("sett"), strokeDash=dash, strokeWidth=width)
        layers.append(line.encode(x=alt.X("day:T"), y=y if not place else alt.Y(f"{kind}:Q")))
    data = {"frame": ends(domain), "zones": rows, "marks": marks}
    return finished(alt.layer(timeline(), *layers, *rules(marks, ref)), data, ref, 130)


def diagnosis(rows: Rows, ref: Ref = css) -> Spec:
    """Draw what closes the zone, month by month: small columns, a row per cause, one scale for all.

    Parameters
    ----------
    rows
        day, cause, name, share per hundred, value (as printed); causes in the order in which they come.
    """
    causes = list(dict.fromkeys(row["cause"] for row in rows))
    months = list(dict.fromkeys(str(row["day"]) for row in rows))
    most = max([row["share"] for row in rows] + [1])
    data = [
        dict(row)
        | {
            "month": str(row["day"]),
            "foot": causes.index(row["cause"]) + 0.96,
            "head": causes.index(row["cause"]) + 0.96 - 0.46 * row["share"] / most,
            "colour": "sett" if row["cause"] == "in reach" else "bar",
        }
        for row in rows
    ]
    heads = [{"name": next(row["name"] for row in rows if row["cause"] == cause), "y": place + 0.14}
             for place, cause in enumerate(causes)]  # fmt: skip
    shown = " || ".join(f"datum.value == '{month}'" for month in months[:: max(1, len(months) // 5)])
    label = f"({shown}) ? utcFormat(toDate(datum.value), '%b') : ''"
    x = alt.X("month:O", sort=months, title=None, scale=alt.Scale(paddingInner=0.1, paddingOuter=0), axis=alt.Axis(
        labelExpr=label, labelAngle=0, labelOverlap=False, domain=False))  # fmt: skip
    base = named("rows")
    colour = alt.Color(
        "colour:N", legend=None, scale=alt.Scale(domain=["sett", "bar"], range=[ref("sett"), ref("bar")])
    )
    column = base.mark_bar(orient="vertical").encode(
        x=x, y=row_y(len(causes), "head"), y2=alt.Y2("foot:Q"), color=colour
    )
    value = base.mark_text(dy=-7, fill=ref("ink"), fontSize=13).encode(x=x, y=alt.Y("head:Q"), text=alt.Text("value:N"))
    names = captioned(named("heads").encode(y=alt.Y("y:Q")), "name", ref, share=1)
    return finished(alt.layer(column, value, *names), {"rows": data, "heads": heads}, ref, 80 * len(causes))


def terms(issues: Rows, zones: Rows, ideals: Rows, lines: Rows, ref: Ref = css) -> Spec:
    """Draw the zones of one date issue by issue, with ideals, red lines and the Nash point.

    Parameters
    ----------
    issues
        issue, name, left, right (words at both ends), nash (0 to 1 or None).
    zones
        issue, kind, low, high (0 to 1).
    ideals
        issue, side (inc, chal), at.
    lines
        issue, side (also ``alarm``: of a group that is not at the table), at, dir ('<' where less is acceptable, '>'
        where more is).
    """
    place = {row["issue"]: index for index, row in enumerate(issues)}

    def at(rows: Rows, level: float) -> list[dict]:
        return plain([dict(row) | {"y": place[row["issue"]] + level} for row in rows if row["issue"] in place])

    data = {
        "issues": at(issues, 0.76), "heads": at(issues, 0.13), "words": at(issues, 0.4), "zones": at(zones, 0.76),
        "ideals": at(ideals, 0.76), "lines": at(lines, 0.76),
    }  # fmt: skip
    return {**_terms(len(issues), ref), "datasets": data}


@lru_cache(maxsize=16)
def _terms(count: int, ref: Ref) -> Spec:
    """Return the chart of terms without its rows."""
    x = alt.X("low:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1]))
    y = row_y(count)
    track = named("issues").mark_rule(stroke=ref("muted"), strokeWidth=0.8).encode(
        x=alt.XDatum(0, scale=alt.Scale(domain=[0, 1]), axis=None), x2=alt.X2Datum(1), y=y
    )  # fmt: skip
    bars = [
        named("zones").transform_filter(f"datum.kind == '{kind}'").mark_bar(
            orient="horizontal", size=16, fill=ref("sett"), fillOpacity=_OPACITY[kind]
        ).encode(x=x, x2=alt.X2("high:Q"), y=alt.Y("y:Q"))
        for kind in KINDS
    ]  # fmt: skip
    marks = []
    for side, shape in (("inc", "square"), ("chal", "circle"), ("alarm", "circle")):
        mine = f"datum.side == '{side}'"
        marks.append(
            named("ideals")
            .transform_filter(mine)
            .mark_point(shape=shape, size=90, fill=ref(side), stroke=ref("ground"), opacity=1)
            .encode(x=alt.X("at:Q"), y=alt.Y("y:Q"))
        )
        tick = named("lines").transform_filter(mine)
        for size, thickness, colour in ((24, 5, "ground"), (24, 2.5, side)):
            stroke: dict[str, Any] = {"size": size, "thickness": thickness, "color": ref(colour)}
            marks.append(tick.mark_tick(orient="vertical", opacity=1, **stroke).encode(
                x=alt.X("at:Q"), y=alt.Y("y:Q")))  # fmt: skip
        for sign, way, step in (("<", "left", -8), (">", "right", 8)):
            marks.append(tick.transform_filter(f"datum.dir == '{sign}'").mark_point(
                shape=f"triangle-{way}", size=60, xOffset=step, fill=ref(side), stroke=ref("ground"), strokeWidth=1,
                opacity=1,
            ).encode(x=alt.X("at:Q"), y=alt.Y("y:Q")))  # fmt: skip
    nash = (
        named("issues")
        .transform_filter("isValid(datum.nash)")
        .mark_point(shape="diamond", size=80, fill=ref("ground"), stroke=ref("ink"), opacity=1)
        .encode(x=alt.X("nash:Q"), y=alt.Y("y:Q"))
    )
    names = captioned(named("heads").encode(y=alt.Y("y:Q")), "name", ref, share=1)
    style: dict[str, Any] = {"fill": ref("muted"), "fontSize": 13}
    words = named("words").encode(y=alt.Y("y:Q"))
    # The words at one end may take the room that those at the other leave.
    room = [alt.ExprRef(f"max(width * 0.48, width * 0.97 - {wide(other)})") for other in ("right", "left")]
    edges = [
        words.encode(x=alt.value(0), text=alt.Text("left:N")).mark_text(align="left", limit=room[0], **style),
        words.encode(x=alt.value("width"), text=alt.Text("right:N")).mark_text(align="right", limit=room[1], **style),
    ]
    chart = alt.layer(track, *bars, *marks, nash, *names, *edges)
    return finished(chart, {}, ref, 78 * count)


def floors(rows: Rows, marks: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw what each party can have without a deal (its floor), over time.

    Parameters
    ----------
    rows
        day, party, side (inc, chal), low, mid, high in hundredths of the distance between the opposed wishes.
    """
    y = alt.Y("low:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    parties = list(dict.fromkeys((row["party"], row["side"]) for row in rows))
    layers = []
    for place, (party, side) in enumerate(parties):
        mine = named("floors").transform_filter(f"datum.party == {json.dumps(party)}")
        first = place == 0
        layers.append(
            mine.mark_area(fill=ref(side), fillOpacity=0.16).encode(
                x=alt.X("day:T"), y=y if first else alt.Y("low:Q"), y2=alt.Y2("high:Q")
            )
        )
        layers.append(mine.mark_line(stroke=ref(side), strokeWidth=2).encode(x=alt.X("day:T"), y=alt.Y("mid:Q")))
        last = mine.transform_window(rank="row_number()", sort=[alt.SortField("day", order="descending")])
        text = last.transform_filter("datum.rank == 1").encode(
            x=alt.X("day:T"), y=alt.Y("mid:Q"), text=alt.Text("name:N")
        )
        layers += haloed(text, ref, align="right", dy=-9, fontWeight=600)
    data = {"frame": ends(domain), "floors": rows, "marks": marks}
    return finished(alt.layer(timeline(), *layers, *rules(marks, ref)), data, ref, 220)
