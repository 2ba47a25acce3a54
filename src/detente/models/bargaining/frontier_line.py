"""Solutions on a frontier that is a line: a chain of segments (linear issues, exact) or a curve (root finding).

Every function takes the disagreement point d, shape (2,), and returns the point, with the terms where there are any, or
None when no point of the frontier gives each party at least d.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.models.bargaining.frontier import Curve, LinearIssues

__all__ = ["nash_point", "proportional_point", "welfare_point"]

Array = NDArray[np.float64]
Point = tuple[tuple[float, ...], tuple[float, ...] | None]


def nash_point(line: Curve | LinearIssues, d: Array, power: float) -> Point | None:
    """Where (u1 - d1)^power (u2 - d2)^(1 - power) is largest."""

    def product(point: Array) -> float:
        first, second = np.maximum(point - d, 0.0)
        return float(first**power * second ** (1.0 - power))

    if isinstance(line, Curve):
        ends = _ends(line, d)
        if ends is None:
            return None
        return line.utilities(_peak(lambda u: product(np.array(line.utilities(u))), *ends)), None
    chain = _cut(line.vertices, line.terms, d)
    if chain is None:
        return None
    spots = [k + _nash_on_segment(p - d, q - d, power) for k, (p, q) in enumerate(pairwise(chain[0]))]
    return max((_at(chain, spot) for spot in spots or [0.0]), key=lambda found: product(np.array(found[0])))


def _nash_on_segment(p: Array, q: Array, power: float) -> float:
    """Share of the way from gains p to gains q; both are linear in it, so the product peaks between their zeros."""
    (a, b), (da, db) = p, q - p
    if da <= 0 or db >= 0:
        return 0.0
    return float(np.clip(power * (-b / db) + (1.0 - power) * (-a / da), 0.0, 1.0))


def proportional_point(line: Curve | LinearIssues, d: Array, *, to_ideal: bool) -> Point | None:
    """Where both gain equally (egalitarian) or, `to_ideal`, in equal shares of what each could gain at best."""
    if isinstance(line, Curve):
        ends = _ends(line, d)
        if ends is None:
            return None
        low, high = ends
        scale = _scale(np.array([high, line.function(low)]) - d, to_ideal)

        def lead_at(u: float) -> float:
            return (u - d[0]) / scale[0] - (line.function(u) - d[1]) / scale[1]

        return line.utilities(_crossing(lead_at, low, high)), None
    chain = _cut(line.vertices, line.terms, d)
    if chain is None:
        return None
    gains = (chain[0] - d) / _scale(chain[0].max(axis=0) - d, to_ideal)
    lead = gains[:, 0] - gains[:, 1]
    ahead = np.flatnonzero(lead >= 0)
    if not len(ahead) or ahead[0] == 0:  # one party leads everywhere: the end that is best for the other
        return _at(chain, 0.0 if len(ahead) else len(lead) - 1.0)
    k = int(ahead[0]) - 1
    return _at(chain, k + float(lead[k] / (lead[k] - lead[k + 1])))


def welfare_point(line: Curve | LinearIssues) -> Point:
    """Where the sum of utilities is largest; among equals the corner with the larger smallest utility."""
    if isinstance(line, Curve):
        return line.utilities(_peak(lambda u: sum(line.utilities(u)), line.low, line.high)), None
    sums = line.vertices.sum(axis=1)
    tied = np.flatnonzero(sums >= sums.max() - 1e-12)
    return _at((line.vertices, line.terms), float(max(tied, key=lambda k: line.vertices[k].min())))


def _scale(span: Array, to_ideal: bool) -> Array:
    return np.where(span > 0, span, 1.0) if to_ideal else np.ones(2)


def _at(chain: tuple[Array, Array], spot: float) -> Point:
    """The point `spot` segments along a chain, and its terms."""
    k = min(int(spot), max(len(chain[0]) - 2, 0))
    end = min(k + 1, len(chain[0]) - 1)
    point, terms = (part[k] + (spot - k) * (part[end] - part[k]) for part in chain)
    return tuple(point.tolist()), tuple(terms.tolist())


def _cut(points: Array, terms: Array, d: Array) -> tuple[Array, Array] | None:
    """The part of a chain that gives each party at least d, with new ends where d cuts it."""
    for party, sign in ((0, 1), (1, -1)):
        ordered, settled = points[::sign], terms[::sign]  # in ascending order of this party's utility
        inside = ordered[:, party] >= d[party]
        if not inside.any():
            return None
        k = int(np.argmax(inside))
        if k:
            step = (d[party] - ordered[k - 1, party]) / (ordered[k, party] - ordered[k - 1, party])
            cut = ordered[k - 1] + step * (ordered[k] - ordered[k - 1])
            cut[party] = d[party]
            cut_terms = settled[k - 1] + step * (settled[k] - settled[k - 1])
            ordered, settled = np.vstack([cut, ordered[k:]]), np.vstack([cut_terms, settled[k:]])
        points, terms = ordered[::sign], settled[::sign]
    return points, terms


def _ends(curve: Curve, d: Array) -> tuple[float, float] | None:
    """The first party's least and largest utility on the part of a curve that gives each party at least d."""
    low = max(curve.low, float(d[0]))
    if low > curve.high or curve.function(low) < d[1]:
        return None
    if curve.function(curve.high) >= d[1]:
        return low, curve.high
    return low, _crossing(lambda u: d[1] - curve.function(u), low, curve.high)


def _crossing(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function passes zero, or the end that is nearest to it."""
    from scipy.optimize import bisect

    if rising(low) >= 0:
        return low
    if rising(high) <= 0:
        return high
    root: float = bisect(rising, low, high, xtol=1e-15, maxiter=200)  # pyright: ignore[reportAssignmentType]
    return root


def _peak(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one peak is largest: Brent's search, then the ends."""
    from scipy.optimize import minimize_scalar

    if low == high:
        return low
    found = minimize_scalar(lambda u: -function(u), bounds=(low, high), method="bounded", options={"xatol": 1e-12})
    return max((low, float(found.x), high), key=function)
