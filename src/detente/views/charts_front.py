"""Charts of question 5: where and when the front would move."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt

from detente.views.charts import Ref, Rows, Spec, css, ends, finished, haloed, named, plain, ramp, rules, timeline

__all__ = ["CLASSES", "fan", "share_lines", "share_map", "states"]

CLASSES = ("0–20", "20–40", "40–60", "60–80", "80–100")


def share_map(values: Rows, features: list[dict], ref: Ref = css, *, height: int = 190) -> Spec:
    """Draw the share of futures in which the challenger holds each region, in five classes.

    Parameters
    ----------
    values
        region, share per hundred.
    features
        GeoJSON features, already wound for d3 (see ``maps``); leave empty where the page feeds the dataset ``geo``.
    """
    colour = alt.Color("share:Q", legend=None, scale=alt.Scale(
        type="threshold", domain=[20, 40, 60, 80], range=ramp(ref)))  # fmt: skip
    values_of = alt.LookupData(data=alt.NamedData("shares"), key="region", fields=["share"])
    chart = (
        alt.Chart(alt.NamedData("geo"))
        .transform_lookup(lookup="properties.name", from_=values_of)
        .mark_geoshape(stroke=ref("ground"), strokeWidth=0.8)
        .encode(color=colour)
        .project(type="mercator")
    )
    spec = finished(chart, {"shares": values}, ref, height)
    spec["datasets"]["geo"] = features
    return spec


def fan(rows: Rows, past: Rows, happened: Rows, marks: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw the share of the population under the challenger: what 50, 80 and 95 of 100 futures hold, and the median.

    Parameters
    ----------
    rows
        day; q025, q10, q25, q50, q75, q90, q975 per hundred.
    past, happened
        day, share: up to the information date (solid), and what became known later (dotted; the page shows it when
        asked, through the colour ``happened``).
    """
    layers: list = []
    y = alt.Y("q025:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    for place, (low, high, opacity) in enumerate((("q025", "q975", 0.16), ("q10", "q90", 0.28), ("q25", "q75", 0.4))):
        band = named("front").mark_area(fill=ref("chal"), fillOpacity=opacity)
        layers.append(band.encode(x=alt.X("day:T"), y=y if not place else alt.Y(f"{low}:Q"), y2=alt.Y2(f"{high}:Q")))
    layers.append(
        named("front").mark_line(stroke=ref("chal"), strokeWidth=2).encode(x=alt.X("day:T"), y=alt.Y("q50:Q"))
    )
    solid: dict[str, Any] = {"stroke": ref("ink")}
    dotted: dict[str, Any] = {"stroke": ref("happened"), "strokeDash": [2, 2]}
    for name, path, look in (("past", past, solid), ("happened", happened, dotted)):
        if not path:
            continue
        line = named(name).mark_line(strokeWidth=2.2, interpolate="step-after", **look)
        layers.append(line.encode(x=alt.X("day:T"), y=alt.Y("share:Q")))
    data = {"frame": ends(domain), "front": rows, "past": past, "happened": happened, "marks": marks}
    return finished(alt.layer(timeline(), *layers, *rules(marks, ref)), data, ref, 260)


def states(rows: Rows, order: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw the state of every future over time, stacked to 100, settlement at the bottom.

    Parameters
    ----------
    rows
        day, outcome, share per hundred.
    order
        outcome, name (as printed inside), colour, ink (colour of the text on it), from the bottom to the top.
    """
    days = list(dict.fromkeys(row["day"] for row in rows))
    stacked, labels = _stacked(rows, order, days)
    bands = tuple((str(row["outcome"]), str(row["colour"])) for row in order)
    inks = tuple(dict.fromkeys(str(row["ink"]) for row in labels))
    data = {"frame": ends(domain), "states": plain(stacked), "labels": plain(labels)}
    return {**_bands(bands, inks, ref), "datasets": data}


@lru_cache(maxsize=16)
def _bands(bands: tuple[tuple[str, str], ...], inks: tuple[str, ...], ref: Ref) -> Spec:
    """Return states without their rows: outcomes with their colours, and the colours of the words inside."""
    scale = alt.Scale(domain=[outcome for outcome, _ in bands], range=[ref(colour) for _, colour in bands])
    area = named("states").mark_area(stroke=ref("ground"), strokeWidth=1).encode(
        x=alt.X("day:T"), color=alt.Color("outcome:N", legend=None, scale=scale),
        y=alt.Y("low:Q", title=None, scale=alt.Scale(domain=[0, 100], nice=False), axis=alt.Axis(tickCount=5)),
        y2=alt.Y2("high:Q"), detail=alt.Detail("outcome:N"),
    )  # fmt: skip
    label = named("labels").encode(x=alt.X("day:T"), y=alt.Y("at:Q"), text=alt.Text("text:N"))
    words = [
        label.transform_filter(f"datum.ink == '{ink}'").mark_text(align="right", dx=-6, fontWeight=600, fill=ref(ink))
        for ink in inks
    ]
    return finished(alt.layer(timeline(), area, *words), {}, ref, 260)


def _stacked(rows: Rows, order: Rows, days: list) -> tuple[list[dict], list[dict]]:
    """Stack shares day by day; label each band that is thick enough at the right end to hold its name."""
    share = {(row["day"], row["outcome"]): row["share"] for row in rows}
    stacked, labels = [], []
    for day in days:
        low = 0.0
        for row in order:
            part = share.get((day, row["outcome"]), 0.0)
            stacked.append({"day": day, "outcome": row["outcome"], "low": low, "high": low + part})
            if day == days[-1] and part >= 9:
                # A band that only opens at the end is thin where its name would stand: hold the name to thick ones.
                earlier = share.get((days[max(0, len(days) - 1 - len(days) // 4)], row["outcome"]), 0.0)
                if earlier >= 8:
                    labels.append({"day": day, "at": low + part / 2, "text": row["name"], "ink": row["ink"]})
            low += part
    return stacked, labels


def share_lines(rows: Rows, marks: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw the share of futures in which the challenger holds each of a few regions, over time (cases without a map).

    Parameters
    ----------
    rows
        day, region, name, share per hundred.
    """
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    base = named("control")
    line = base.mark_line(stroke=ref("chal"), strokeWidth=1.8).encode(
        x=alt.X("day:T"), y=y, detail=alt.Detail("region:N")
    )
    label = named("labels").encode(x=alt.X("day:T"), y=alt.Y("share:Q"), text=alt.Text("name:N"))
    words = haloed(label, ref, align="right", dy=-9)
    data = {"frame": ends(domain), "control": rows, "labels": _apart(rows), "marks": marks}
    return finished(alt.layer(timeline(), line, *words, *rules(marks, ref)), data, ref, 220)


def _apart(rows: Rows, least: float = 8.0) -> list[dict]:
    """Return the last point of each line, from the top, those left out that would print over another's name."""
    last = {row["region"]: dict(row) for row in rows}
    shown: list[dict] = []
    for row in sorted(last.values(), key=lambda row: -row["share"]):
        if not shown or shown[-1]["share"] - row["share"] >= least:
            shown.append(row)
    return shown
