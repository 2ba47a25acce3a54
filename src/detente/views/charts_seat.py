"""Charts of a seat at the table: what a choice is worth, and one's own path beside the engine's and what happened."""

from __future__ import annotations

from functools import lru_cache

import altair as alt

from detente.views.charts import Ref, Rows, Spec, captioned, css, ends, finished, haloed, named, plain, row_y, timeline

__all__ = ["PATHS", "paths", "worths"]

PATHS = {"yours": ("ink", [1, 0]), "engine": ("bar", [5, 3]), "happened": ("alarm", [2, 2])}
"""Colour and dash of each path."""


def worths(rows: Rows, colour: str, ref: Ref = css) -> Spec:
    """Draw what each choice is worth to a party, on one scale of utility.

    Parameters
    ----------
    rows
        name, worth (utility), value (as printed), offer (whether it is what is asked about).
    colour
        Of the party's side.
    """
    data = [dict(row) | {"y": index + 0.62, "text": index + 0.22} for index, row in enumerate(rows)]
    values = [row["worth"] for row in rows]
    low, high = min([0.0, *values]), max([1.0, *values])
    return {
        **_worths(len(rows), round(low, 2), round(high * 1.12, 2), colour, ref),
        "datasets": {"worths": plain(data)},
    }


@lru_cache(maxsize=16)
def _worths(count: int, low: float, high: float, colour: str, ref: Ref) -> Spec:
    """Return the worths without their rows: Altair takes longer to make a chart than anybody to fill it."""
    x = alt.X("worth:Q", title="0: the other side’s ideal · 1: your own", axis=alt.Axis(tickCount=5, domain=False),
              scale=alt.Scale(domain=[low, high], nice=False))  # fmt: skip
    base = named("worths")
    tint = alt.Color("offer:N", legend=None, scale=alt.Scale(domain=[True, False], range=[ref(colour), ref("bar")]))
    bar = base.mark_bar(orient="horizontal", size=11).encode(x=x, y=row_y(count), color=tint)
    end = base.mark_text(align="left", dx=6, fill=ref("ink")).encode(
        x=alt.X("worth:Q"), y=alt.Y("y:Q"), text=alt.Text("value:N")
    )
    names = captioned(base.encode(y=alt.Y("text:Q")), "name", ref, share=0.98)
    return finished(alt.layer(bar, end, *names), {}, ref, 42 * count)


def paths(rows: Rows, domain: tuple[str, str], ref: Ref = css) -> Spec:
    """Draw the population under the challenger along one's own path, the engine's and history's.

    Parameters
    ----------
    rows
        day, path (yours, engine, happened), name, share per hundred: steps.
    """
    present = [path for path in PATHS if any(row["path"] == path for row in rows)]
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    base = named("paths")
    lines = []
    for path in reversed(present):
        colour, dash = PATHS[path]
        mine = base.transform_filter(alt.FieldEqualPredicate(field="path", equal=path))
        line = mine.mark_line(stroke=ref(colour), strokeWidth=2.4, strokeDash=dash, interpolate="step-after")
        lines.append(line.encode(x="day:T", y=y))
    last = {row["path"]: dict(row) for row in rows}
    shown: list[dict] = []
    for row in sorted(last.values(), key=lambda row: -row["share"]):
        above = shown[-1]["at"] if shown else 200.0
        shown.append(row | {"at": min(row["share"], above - 8.0)})
    label = named("labels").encode(x=alt.X("day:T"), y=alt.Y("at:Q"), text=alt.Text("name:N"))
    names = haloed(label, ref, align="right", dx=-4, dy=-9)
    data = {"frame": ends(domain), "paths": rows, "labels": shown}
    return finished(alt.layer(timeline(), *lines, *names), data, ref, 220)
