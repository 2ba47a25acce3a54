"""Charts of many futures: their states over time with a range of dates to be brushed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from detente.views.charts import Ref, Spec, css

__all__ = ["BRUSH", "brushed"]

BRUSH = "brush"
"""The selection that the page listens to."""


def brushed(states: Mapping[str, Any], chosen: tuple[date, date] | None = None, ref: Ref = css) -> Spec:
    """Return a chart of states over time in which an interval of dates can be dragged open.

    Parameters
    ----------
    states
        As `detente.views.charts_front.states` draws it.
    chosen
        First and last day of the interval as the page opens; None for none.
    """
    mark = {"fill": ref("ink"), "fillOpacity": 0.12, "stroke": ref("ink"), "strokeWidth": 1.5}
    brush: dict[str, Any] = {"name": BRUSH, "select": {"type": "interval", "encodings": ["x"], "mark": mark}}
    if chosen:
        brush["value"] = {"x": [_utc(day) for day in chosen]}
    layers = [
        {**layer, "params": [brush]} if layer.get("data", {}).get("name") == "states" else layer
        for layer in states["layer"]
    ]
    return {**states, "layer": layers}


def _utc(day: date) -> int:
    """Return a day as milliseconds, which is what a time scale in UTC is inverted to."""
    return (day - date(1970, 1, 1)).days * 86_400_000
