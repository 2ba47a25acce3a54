"""The chart of a list of outcomes: everything on it, its frontier, and the points that the solutions pick."""

from __future__ import annotations

from typing import Any

import altair as alt

from detente.views.charts import Ref, Rows, Spec, css, finished, haloed, named

__all__ = ["frontier"]


def _bounds(values: list[float]) -> list[float]:
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or max(abs(high), 1.0) * 0.06
    return [low - room, high + room]


def frontier(
    rows: Rows, points: Rows, names: tuple[str, str], least: tuple[float, float], ref: Ref = css, *, line: bool = True
) -> Spec:
    """Draw outcomes by two parties' utilities.

    Parameters
    ----------
    rows
        first, second (utilities), efficient (on the frontier).
    points
        first, second, text, turn: one per outcome that a solution picks; text are the solutions' letters, turn (0 or 1)
        alternates from left to right.
    names
        The two parties.
    least
        What each gets without a deal, drawn as dotted rules where it lies within the outcomes.
    ref
        Turns a colour's name into what the reader needs.
    line
        Join the frontier by steps: right for two parties, meaningless for a view of more.
    """
    xs, ys = [float(row["first"]) for row in rows], [float(row["second"]) for row in rows]
    x_domain, y_domain = _bounds(xs), _bounds(ys)
    x = alt.X("first:Q", scale=alt.Scale(domain=x_domain, nice=False), title=f"utility of {names[0]} →",
              axis=alt.Axis(grid=False, tickCount=5))  # fmt: skip
    y = alt.Y(
        "second:Q", scale=alt.Scale(domain=y_domain, nice=False), title=None, axis=alt.Axis(grid=False, tickCount=5)
    )
    every = named("outcomes").encode(x=x, y=y)
    layers: list[Any] = [every.mark_point(filled=True, size=12, color=ref("war"), opacity=0.55)]
    along = named("outcomes").transform_filter("datum.efficient").encode(x=x, y=y)
    if line:
        layers.append(along.mark_line(interpolate="step-before", stroke=ref("sett"), strokeWidth=1.5))
    layers.append(along.mark_point(filled=True, size=42, color=ref("sett"), opacity=1))
    without = named("least").mark_rule(stroke=ref("ink"), strokeDash=[2, 3])
    if x_domain[0] < least[0] < x_domain[1]:
        layers.append(without.encode(x=x))
    if y_domain[0] < least[1] < y_domain[1]:
        layers.append(without.encode(y=y))
    picked = named("points").encode(x=x, y=y)
    layers.append(picked.mark_point(shape="diamond", size=190, filled=True, color=ref("chal"), opacity=1))
    # Above and right of a frontier nothing lies; neighbours take turns so that their letters stay apart.
    for turn, dx, dy in ((0, 5, -16), (1, 14, -3)):
        mine = picked.transform_filter(f"datum.turn === {turn}").encode(text="text:N")
        layers.extend(haloed(mine, ref, align="left", dx=dx, dy=dy, fontWeight=600))
    datasets = {"outcomes": rows, "points": points, "least": [{"first": least[0], "second": least[1]}]}
    return finished(alt.layer(*layers), datasets, ref, height=420)
