"""Charts of a forecast: where actors stand round by round, and how far each number moves the outcome."""

from __future__ import annotations

from typing import Any

import altair as alt

from detente.views.charts import Ref, Rows, Spec, captioned, css, finished, haloed, named, row_y

__all__ = ["positions_by_round", "swings"]

_LABEL = 15.0
"""Pixels that a label takes."""


def positions_by_round(rows: Rows, outcomes: Rows, ends: tuple[float, float], last: int, ref: Ref = css) -> Spec:
    """Draw one issue: a line per actor over rounds, named at its end, and the outcome as a thicker line.

    Parameters
    ----------
    rows
        actor, turn, position.
    outcomes
        turn, position.
    ends
        Lowest and highest position drawn.
    last
        The last round.
    ref
        Turns a colour's name into what the reader needs.
    """
    finals = {str(row["actor"]): float(row["position"]) for row in rows if row["turn"] == last}
    height = int(min(640, max(240, _LABEL * len(finals) + 30)))
    labels = _labels(finals, ends, height, last)
    ticks = list(range(0, last + 1, max(1, last // 8)))
    x = alt.X("turn:Q", axis=alt.Axis(title="round", grid=False, format="d", values=ticks),
              scale=alt.Scale(domain=[0, max(last, 1) * 1.35], nice=False))  # fmt: skip
    y = alt.Y("position:Q", axis=alt.Axis(title=None, tickCount=5), scale=alt.Scale(domain=list(ends), nice=False))
    base = named("actors").encode(x=x, y=y, detail="actor:N")
    layers: list[Any] = [base.mark_line(stroke=ref("bar"), strokeWidth=1.3, opacity=0.75)]
    outcome = named("outcome").encode(x=x, y=y)
    layers.append(outcome.mark_line(stroke=ref("ground"), strokeWidth=6))
    layers.append(outcome.mark_line(stroke=ref("sett"), strokeWidth=3))
    at_end = named("labels").encode(x=alt.X("turn:Q"), y=alt.Y("shown:Q"), text="actor:N")
    layers += haloed(at_end, ref, align="left", dx=8, fontSize=13)
    return finished(alt.layer(*layers), {"actors": rows, "outcome": outcomes, "labels": labels}, ref, height=height)


def _labels(finals: dict[str, float], ends: tuple[float, float], height: int, last: int) -> list[dict[str, Any]]:
    """Where each actor's name stands: at its line's end, pushed apart so that names do not overlap."""
    gap = (ends[1] - ends[0]) * _LABEL / height
    ordered = sorted(finals.items(), key=lambda item: item[1])
    blocks: list[tuple[float, int]] = []  # (place of the first name, how many), as near to the lines as they can be
    for _, position in ordered:
        blocks.append((position, 1))
        while len(blocks) > 1 and blocks[-2][0] + gap * blocks[-2][1] > blocks[-1][0]:
            (upper, above), (lower, below) = blocks.pop(), blocks.pop()
            blocks.append(((lower * below + (upper - gap * below) * above) / (below + above), below + above))
    shown = [start + gap * place for start, count in blocks for place in range(count)]
    last_place = len(shown) - 1
    shown = [max(at, ends[0] + gap * place) for place, at in enumerate(shown)]
    shown = [min(at, ends[1] - gap * (last_place - place)) for place, at in enumerate(shown)]
    return [{"actor": name, "turn": last, "shown": at} for (name, _), at in zip(ordered, shown, strict=True)]


def swings(rows: Rows, ends: tuple[float, float], baseline: float, ref: Ref = css) -> Spec:
    """Draw range bars, one number of the table at a time, widest first, with the forecast as a rule.

    Parameters
    ----------
    rows
        y (0, 1, ...), name, low and high (forecasts), low_text and high_text (what the number was set to).
    ends
        Lowest and highest forecast drawn.
    baseline
        The forecast.
    ref
        Turns a colour's name into what the reader needs.
    """
    datasets = {"rows": list(rows), "base": [{"at": baseline}]}
    scale = alt.Scale(domain=list(ends), nice=False)
    x = alt.X("low:Q", scale=scale, axis=alt.Axis(title=None, grid=True, tickCount=5))
    base = named("rows").transform_calculate(line="datum.y + 0.28", top="datum.y + 0.5", bottom="datum.y + 0.85")
    bars = base.encode(x=x, x2="high:Q", y=row_y(len(rows), "top"), y2="bottom:Q")
    layers: list[Any] = [bars.mark_bar(color=ref("inc"), opacity=0.8)]
    rule = named("base").encode(x=alt.X("at:Q"))
    layers.append(rule.mark_rule(stroke=ref("ink"), strokeWidth=1.5))
    caption = base.encode(y=row_y(len(rows), "line"))
    layers += captioned(caption, "name", ref, share=0.95, fontSize=13)
    return finished(alt.layer(*layers), datasets, ref, height=max(44 * len(rows), 60))
