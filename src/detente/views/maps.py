"""The theatre's geometry as maps need it: small enough to travel in a page."""

from __future__ import annotations

from typing import Any

from detente.case.geometry import turned

__all__ = ["features"]


def _rounded(value: Any, digits: int) -> Any:
    if isinstance(value, list):
        return [_rounded(part, digits) for part in value]
    return round(value, digits)


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
