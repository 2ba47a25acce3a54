"""Polygons of the regions: read, turned the way that maps are drawn, and neighbours from shared borders."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from math import cos, floor, hypot, radians
from pathlib import Path as FilePath
from typing import Any

from detente.case.problems import Problem, Problems, meant, show

__all__ = ["read_geometry", "ring_area", "shared_borders", "turned"]

_Ring = list[list[float]]
_TOUCH = 0.01
_SHORTEST = 0.03


def read_geometry(
    path: FilePath, file: str, regions: Iterable[str], problems: Problems, *, all_known: bool = True
) -> dict[str, Any] | None:
    """Read a GeoJSON feature collection: one feature for each region, named by ``properties.name``.

    Features come back in the order of ``regions``, with outer rings clockwise and holes the other way round, as
    d3-geo wants them (RFC 7946 has it the other way: drawn unturned, a region fills the rest of the globe). Unless
    ``all_known``, since some rows of regions could not be read, a feature of another name is left out in silence.
    """
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        problems.add(Problem(file, 1, 1, "", "no such file; give the polygons' file, or leave out theatre.map"))
        return None
    except UnicodeDecodeError as error:
        problems.add(Problem(file, 1, 1, "", f"byte {error.start + 1}: not UTF-8; save the file as UTF-8"))
        return None
    except json.JSONDecodeError as error:
        problems.add(Problem(file, error.lineno, error.colno, "", f"not JSON: {error.msg.lower()}"))
        return None
    except RecursionError:
        problems.add(Problem(file, 1, 1, "", "nested too deep; expected a GeoJSON FeatureCollection"))
        return None
    found: dict[str, Any] = {}
    wanted, all_right = list(regions), all_known
    features = _features(collection, file, problems)
    for index, feature in enumerate(features):
        wrong = _what_is_wrong(feature, wanted if all_known else None, found)
        if wrong:
            all_right = False
            problems.add(Problem(file, 1, 1, f"features[{index}]", wrong))
        else:
            name = feature["properties"]["name"]
            found[name] = {**feature, "geometry": turned(feature["geometry"])}
    missing = [name for name in wanted if name not in found]
    if missing and features and all_right:
        listed = ", ".join(missing[:8]) + (" ..." if len(missing) > 8 else "")
        message = f"no polygon for {listed}; every region needs a feature whose properties.name is its key"
        problems.add(Problem(file, 1, 1, "features", message))
    return {"type": "FeatureCollection", "features": [found[name] for name in wanted if name in found]}


def _features(collection: Any, file: str, problems: Problems) -> list[Any]:
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        problems.add(Problem(file, 1, 1, "", "expected a GeoJSON FeatureCollection with a list of features"))
        return []
    return features


def _what_is_wrong(feature: Any, regions: list[str] | None, found: dict[str, Any]) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return "no properties.name; expected the key of a region"
    if regions is not None and name not in regions:
        return f"{show(name)} is not a region; {meant(name, regions)}"
    if name in found:
        return f"{show(name)} is there twice; join the two as a MultiPolygon"
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return f"{name}: expected a Polygon or a MultiPolygon"
    try:
        rings = list(_rings(geometry))
        right = bool(rings) and all(len(ring) >= 4 and all(_is_point(point) for point in ring) for ring in rings)
    except TypeError:
        right = False
    return None if right else f"{name}: expected rings of at least four [longitude, latitude] points"


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    number = all(isinstance(part, int | float) and not isinstance(part, bool) for part in point[:2])
    return number and -180 <= point[0] <= 180 and -90 <= point[1] <= 90


def _polygons(geometry: dict[str, Any]) -> list[list[_Ring]]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def _rings(geometry: dict[str, Any]) -> Iterator[_Ring]:
    for polygon in _polygons(geometry):
        yield from polygon


def ring_area(ring: _Ring) -> float:
    """Signed area of a ring in square degrees: positive where it runs counter-clockwise (shoelace formula).

    Examples
    --------
    >>> ring_area([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    1.0
    """
    ends = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x[0] * y[1] - y[0] * x[1] for x, y in ends) / 2


def turned(geometry: dict[str, Any]) -> dict[str, Any]:
    """Return the geometry with outer rings clockwise and holes counter-clockwise.

    Examples
    --------
    >>> square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    >>> ring_area(turned(square)["coordinates"][0])
    -1.0
    """

    def turn(ring: _Ring, *, clockwise: bool) -> _Ring:
        return ring if (ring_area(ring) < 0) == clockwise else ring[::-1]

    polygons = [
        [turn(ring, clockwise=number == 0) for number, ring in enumerate(polygon)] for polygon in _polygons(geometry)
    ]
    return {**geometry, "coordinates": polygons[0] if geometry["type"] == "Polygon" else polygons}


def shared_borders(geometry: dict[str, Any]) -> set[tuple[str, str]]:
    """Pairs of regions, both ways, that share a border of at least .03 degrees within .01 degrees.

    Borders drawn apart for each region rarely match point by point, so each is cut into pieces of at most .005 degrees
    and regions are neighbours where enough of the pieces of one lie within .01 degrees of pieces of the other.
    """
    grid: dict[tuple[int, int], list[tuple[str, float, float]]] = {}
    pieces: list[tuple[str, float, float, float]] = []
    for feature in geometry["features"]:
        for piece in _pieces(feature["properties"]["name"], feature["geometry"]):
            name, x, y, _ = piece
            pieces.append(piece)
            grid.setdefault((floor(x / _TOUCH), floor(y / _TOUCH)), []).append((name, x, y))
    lengths: dict[tuple[str, str], float] = {}
    for name, x, y, length in pieces:
        column, row = floor(x / _TOUCH), floor(y / _TOUCH)
        near = {
            other
            for across in (-1, 0, 1)
            for up in (-1, 0, 1)
            for other, other_x, other_y in grid.get((column + across, row + up), ())
            if other != name and hypot(x - other_x, y - other_y) <= _TOUCH
        }
        for other in near:
            lengths[name, other] = lengths.get((name, other), 0.0) + length
    touching = {pair for pair, length in lengths.items() if length >= _SHORTEST}
    return {(a, b) for a, b in touching} | {(b, a) for a, b in touching}


def _pieces(name: str, geometry: dict[str, Any]) -> Iterator[tuple[str, float, float, float]]:
    """Cut the borders into pieces: name, middle in degrees, length in degrees (longitude shrunk by latitude)."""
    for ring in _rings(geometry):
        for (x0, y0, *_), (x1, y1, *_) in itertools.pairwise(ring):
            length = hypot((x1 - x0) * cos(radians((y0 + y1) / 2)), y1 - y0)
            count = int(length / (_TOUCH / 2)) + 1
            for step in range(count):
                share = (step + 0.5) / count
                yield name, x0 + share * (x1 - x0), y0 + share * (y1 - y0), length / count
