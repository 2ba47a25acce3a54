"""A date cursor on charts over time: one upright that a page moves by feeding the dataset ``cursor``."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date

from detente.views.charts import Ref, Spec, css
from detente.views.figures import Figure
from detente.views.wording import as_day

__all__ = ["with_cursor", "with_cursors"]


def with_cursor(spec: Spec, day: date, ref: Ref = css) -> Spec:
    """Return a layered chart with an upright at a day.

    Charts by month (an ordinal axis) get it over the last month that is not after the day.

    Parameters
    ----------
    spec
        A chart of ``charts_zones``, ``charts_front`` or the like: layers, time along x.
    day
        Where the upright stands.
    ref
        Turns a colour's name into what the reader needs.

    Examples
    --------
    >>> from detente.views.charts_zones import open_zones
    >>> row = {"day": date(2031, 3, 8), "perceived": 90, "ratifiable": 50, "credible": 20, "fixed": 10}
    >>> spec = with_cursor(open_zones([row], [], ("2031-03-08", "2031-12-31")), date(2031, 5, 1))
    >>> spec["datasets"]["cursor"], spec["layer"][-1]["mark"]["type"]
    ([{'day': '2031-05-01'}], 'rule')
    """
    made = deepcopy(spec)
    mark = {"type": "rule", "stroke": ref("ink"), "strokeWidth": 1.6, "opacity": 1}
    ordinal = next((one["encoding"]["x"] for one in made["layer"] if _by_month(one)), None)
    if ordinal is None:
        x, row = {"field": "day", "type": "temporal"}, {"day": day.isoformat()}
    else:
        months = [str(month) for month in ordinal["sort"]]
        past = [month for month in months if as_day(month) <= day] or months[:1]
        x, row = ordinal, {"month": past[-1]}
    layer = {"data": {"name": "cursor"}, "mark": mark, "encoding": {"x": x}}
    made["layer"].insert(len(made["layer"]) if ordinal is None else 0, layer)  # columns and their numbers go over it
    made["datasets"]["cursor"] = [row]
    return made


def _by_month(layer: dict) -> bool:
    return layer.get("encoding", {}).get("x", {}).get("type") == "ordinal"


def with_cursors(figure: Figure, day: date, height: int | None = None) -> Figure:
    """Return a figure whose drawings carry the cursor, at another height if one is given."""
    drawings = tuple(
        replace(one, spec=with_cursor(dict(one.spec), day) | ({"height": height} if height else {}))
        for one in figure.drawings
    )
    return replace(figure, drawings=drawings)
