"""The theatre's geometry as maps need it: small enough to travel in a page."""

from __future__ import annotations

from math import ceil, log10
from typing import Any

from detente.case.geometry import turned

__all__ = ["digits_for", "features"]


_DOTS = 1_200
"""Steps across a map in a report: three for each dot of the widest that a reader sees."""


def digits_for(collection: dict[str, Any] | None) -> int:
    """Return how many digits of a degree a report's maps show.

    Examples
    --------
    >>> square = {"type": "Polygon", "coordinates": [[[60, 29], [74, 29], [74, 38], [60, 29]]]}
    >>> digits_for({"features": [{"geometry": square}]})
    2
    """
    points = [point for one in (collection or {}).get("features", ()) for point in _points(one["geometry"])]
    if not points:
        return 3
    span = max(max(axis) - min(axis) for axis in zip(*points, strict=True))
    return max(0, ceil(-log10(max(span, 1e-6) / _DOTS)))


def _points(shape: dict[str, Any]) -> list[tuple[float, float]]:
    flat: list[Any] = shape["coordinates"]
    while flat and isinstance(flat[0][0], list):
        flat = [part for ring in flat for part in ring]
    return [(point[0], point[1]) for point in flat]


def _rounded(value: list[Any], digits: int) -> list[Any]:
    """Round coordinates; of points that then fall together one is kept, unless hardly a ring would be left."""
    if not isinstance(value[0], list):
        return [round(part, digits) for part in value]
    parts = [_rounded(part, digits) for part in value]
    if isinstance(value[0][0], list):
        return parts
    apart = [part for place, part in enumerate(parts) if not place or part != parts[place - 1]]
    return apart if len(apart) > 3 else parts


def features(collection: dict[str, Any] | None, digits: int = 3) -> list[dict[str, Any]]:
    """Return the features of a theatre for the dataset ``geo``, coordinates rounded (.001 degree is about 100 m).

    Rings are wound as d3-geo fills them, outer ones clockwise; each feature keeps its ``properties.name`` only, the
    region's key.

    Examples
    --------
    >>> square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1.00049], [0, 1], [0, 0]]]}
    >>> theatre = {"features": [{"type": "Feature", "properties": {"name": "a", "x": 1}, "geometry": square}]}
    >>> features(theatre)[0]["geometry"]["coordinates"][0][1:3]
    [[0, 1], [1, 1.0]]
    """
    if not collection:
        return []
    made = []
    for feature in collection.get("features", ()):
        shape = turned(feature["geometry"])
        shape = shape | {"coordinates": _rounded(shape["coordinates"], digits)}
        made.append({"type": "Feature", "properties": {"name": feature["properties"]["name"]}, "geometry": shape})
    return made
