"""Charts of many futures: their states over time with a range of dates to be brushed."""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.views import charts_front
from detente.views.charts import Ref, Rows, Spec, css

__all__ = ["BRUSH", "brushed_states"]

BRUSH = "brush"
"""The selection that the page listens to."""


def brushed_states(
    rows: Rows, order: Rows, domain: tuple[str, str], chosen: tuple[str, str] | None = None, ref: Ref = css
) -> Spec:
    """Draw shares of futures by their state, stacked to 100, with an interval of dates that can be dragged open.

    Parameters
    ----------
    rows, order, domain
        As in `detente.views.charts_front.states`.
    chosen
        First and last day of the interval as the page opens; None for none.
    """
    spec = charts_front.states(rows, order, domain, ref)
    mark = {"fill": ref("ink"), "fillOpacity": 0.12, "stroke": ref("ink"), "strokeWidth": 1.5}
    brush: dict[str, Any] = {"name": BRUSH, "select": {"type": "interval", "encodings": ["x"], "mark": mark}}
    if chosen:
        brush["value"] = {"x": [_utc(day) for day in chosen]}
    area = next(layer for layer in spec["layer"] if layer.get("data", {}).get("name") == "states")
    area["params"] = [brush]
    return spec


def _utc(day: str) -> int:
    """Return a day as milliseconds, which is what a time scale in UTC is inverted to."""
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400_000
