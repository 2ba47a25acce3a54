"""Charts of the map tab: a large map that takes a week's numbers, and one region over all weeks."""

from __future__ import annotations

from functools import lru_cache

import altair as alt

from detente.views.charts import Ref, Rows, Spec, css, ends, finished, named, plain, ramp, timeline

__all__ = ["region_curve", "region_map"]


def region_map(values: Rows, chosen: str | None, ref: Ref = css, *, height: int = 380) -> Spec:
    """Draw every region by its value on one day; a click on one chooses it.

    Parameters
    ----------
    values
        region, share per hundred: drawn in five classes, so that 0 and 100 take the two sides' own colours, as one
        future needs them.
    chosen
        Key of the region that is outlined.
    ref
        Turns a colour's name into what the reader needs.
    height
        In pixels.
    """
    rows = [dict(row) | {"set": {"region": row["region"]}} for row in values]
    outlined = [{"region": chosen, "on": 1}] if chosen else []
    return {**_map(ref, height), "datasets": {"geo": [], "shares": plain(rows), "chosen": outlined}}


@lru_cache(maxsize=4)
def _map(ref: Ref, height: int) -> Spec:
    colour = alt.Color("share:Q", legend=None, scale=alt.Scale(
        type="threshold", domain=[20, 40, 60, 80], range=ramp(ref)))  # fmt: skip
    values = alt.LookupData(data=alt.NamedData("shares"), key="region", fields=["share", "set"])
    outline = alt.LookupData(data=alt.NamedData("chosen"), key="region", fields=["on"])
    geo = alt.Chart(alt.NamedData("geo"))
    filled = (
        geo.transform_lookup(lookup="properties.name", from_=values)
        .mark_geoshape(stroke=ref("ground"), strokeWidth=0.8, cursor="pointer")
        .encode(color=colour)
    )
    line = (
        geo.transform_lookup(lookup="properties.name", from_=outline)
        .transform_filter("isValid(datum.on)")
        .mark_geoshape(filled=False, stroke=ref("ink"), strokeWidth=2.6)
    )
    return finished(alt.layer(filled, line).project(type="mercator"), {}, ref, height)


def region_curve(rows: Rows, day: str, domain: tuple[str, str], ref: Ref = css, *, height: int = 150) -> Spec:
    """Draw the share of futures in which the challenger holds one region, over time, with the date looked at.

    Parameters
    ----------
    rows
        day, share per hundred.
    day
        Where the upright stands.
    domain
        First and last day of the axis.
    """
    data = {"frame": ends(domain), "curve": plain(rows), "cursor": [{"day": day}]}
    return {**_curve(ref, height), "datasets": data}


@lru_cache(maxsize=4)
def _curve(ref: Ref, height: int) -> Spec:
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 50, 100]))
    line = named("curve").mark_line(stroke=ref("chal"), strokeWidth=2.2).encode(x=alt.X("day:T"), y=y)
    upright = named("cursor").mark_rule(stroke=ref("ink"), strokeWidth=1.6).encode(x=alt.X("day:T"))
    return finished(alt.layer(timeline(3), line, upright), {}, ref, height)
