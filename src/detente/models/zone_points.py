"""Points inside a zone: where bargaining theories would settle the terms.

    Nash                 max prod_i (u_i(x) - floor_i)                      Nash (1950), Econometrica 18
    Kalai-Smorodinsky    max min_i (u_i(x) - floor_i)/(best_i - floor_i)    Kalai & Smorodinsky (1975), Econometrica 43
    egalitarian          max min_i (u_i(x) - floor_i)                       Kalai (1977), Econometrica 45

over the parties' gains, with ratifiers and red lines as constraints. Lists and curves for two are solved in
`detente.models.bargaining.axiomatic`; here the same points are found for any number of parties on segments: Nash by
simplicial decomposition (von Hohenbalken 1977, Mathematical Programming 13: 49-68), in which a linear program adds a
corner and the mixture over corners is improved by multiplicative steps that never lower the product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.models.kernel import allocating
from detente.models.simplex import max_min_lp
from detente.models.zone_kernels import Space, combination, segment_bounds, terms_of
from detente.models.zones import utilities

__all__ = ["Point", "nash_terms", "zone_points"]

Array = NDArray[np.float64]
CORNERS, STEPS = 24, 400


@dataclass(frozen=True)
class Point:
    """Terms, and what they are worth.

    Attributes
    ----------
    x : array of shape (K,)
        Terms.
    u : array of shape (P,)
        Utilities.
    """

    x: Array
    u: Array


@allocating
def _mixture(gains: Array, corners: int, weight: Array) -> None:
    """Weights over corners that raise sum of logs of the mixed gains; gains has shape (CORNERS, parties)."""
    parties = gains.shape[1]
    mixed = np.empty(parties)
    for _ in range(STEPS):
        for i in range(parties):
            mixed[i] = 1e-12
            for a in range(corners):
                mixed[i] += weight[a] * gains[a, i]
        change = 0.0
        for a in range(corners):
            factor = 0.0
            for i in range(parties):
                factor += gains[a, i] / mixed[i] / parties
            change = max(change, weight[a] * abs(factor - 1.0))
            weight[a] *= factor
        if change < 1e-10:
            return


@allocating
def _nash_segments(space: Space, gap: Array, lo: Array, hi: Array, rows: int, y: Array) -> float:
    """Product of gains at the Nash point of one combination, its segments in y; -1 if the zone is closed."""
    parties, segments = space.parties, y.shape[0]
    one, cost = np.ones(rows), np.zeros(segments)
    if max_min_lp(space.slope, gap, one, lo, hi, rows, cost, False, y) < -1e-10:
        return -1.0
    corner, gains = np.empty((CORNERS, segments)), np.empty((CORNERS, parties))
    weight, now = np.zeros(CORNERS), np.empty(parties)
    corner[0], weight[0] = y, 1.0
    product = 1.0
    for corners in range(1, CORNERS + 1):
        for i in range(parties):
            gains[corners - 1, i] = gap[i]
            for s in range(segments):
                gains[corners - 1, i] += space.slope[i, s] * corner[corners - 1, s]
            gains[corners - 1, i] = max(0.0, gains[corners - 1, i])
        if corners > 1:
            _mixture(gains, corners, weight)
        total = 0.0
        for a in range(corners):
            total += weight[a]
        y[:] = 0.0
        for a in range(corners):
            weight[a] /= total
            for s in range(segments):
                y[s] += weight[a] * corner[a, s]
        product = 1.0
        cost[:] = 0.0
        for i in range(parties):
            now[i] = 0.0
            for a in range(corners):
                now[i] += weight[a] * gains[a, i]
            product *= now[i]
            for s in range(segments):
                cost[s] += space.slope[i, s] / max(1e-9, now[i])
        if corners == CORNERS:
            break
        max_min_lp(space.slope, gap, one, lo, hi, rows, cost, True, corner[corners])
        better = 0.0
        for s in range(segments):
            better += cost[s] * (corner[corners, s] - y[s])
        if better < 1e-7:
            break
        for a in range(corners):
            weight[a] *= 0.9
        weight[corners] = 0.1
    return product


@allocating
def nash_terms(space: Space, floors: Array, rows: int, lo_box: Array, hi_box: Array, x: Array) -> float:
    """Nash point of a zone over the parties' gains; returns their product, -1 (x left alone) if the zone is closed.

    Parameters
    ----------
    space, floors, rows, lo_box, hi_box, x
        As in `detente.models.zone_kernels.zone_gap`.
    """
    segments = space.start.shape[0]
    lo, hi, y, gap = np.empty(segments), np.empty(segments), np.empty(segments), np.empty(rows)
    best = -1.0
    if not segment_bounds(space, lo_box, hi_box, lo, hi):
        return best
    for c in range(space.base.shape[0]):
        if not combination(space, c, lo_box, hi_box, floors, gap):
            continue
        product = _nash_segments(space, gap, lo, hi, rows, y)
        if product > best:
            best = product
            terms_of(space, c, y, x)
    return best


def zone_points(
    space: Space,
    floors: ArrayLike,
    *,
    rows: int | None = None,
    lo: ArrayLike | None = None,
    hi: ArrayLike | None = None,
) -> dict[str, Point] | None:
    """Nash, Kalai-Smorodinsky and egalitarian points of a zone, by name; None if it is closed.

    Parameters
    ----------
    space, floors, rows, lo, hi
        As in `detente.models.zones.max_min`.

    Examples
    --------
    >>> from detente.models.zones import space_of
    >>> points = zone_points(space_of([[1.0], [0.0]], [[1.0], [1.0]]), [0.5, 0.25])
    >>> {name: round(float(point.x[0]), 4) for name, point in points.items()}
    {'nash': 0.625, 'kalai_smorodinsky': 0.625, 'egalitarian': 0.625}
    """
    issues, used = len(space.origin), space.base.shape[1] if rows is None else rows
    least = np.asarray(floors, float)
    low = np.zeros(issues) if lo is None else np.asarray(lo, float)
    high = np.ones(issues) if hi is None else np.asarray(hi, float)
    x = np.zeros(issues)
    if nash_terms(space, least, used, low, high, x) < 0.0:
        return None
    ideal = _ideal_gains(space, least, used, low, high)
    found = {
        "nash": x,
        "kalai_smorodinsky": _shared(space, least, used, low, high, np.maximum(ideal, 1e-9)),
        "egalitarian": _shared(space, least, used, low, high, np.ones(space.parties)),
    }
    return {name: Point(terms, utilities(space, terms)) for name, terms in found.items()}


def _inside(space: Space, floors: Array, rows: int, lo: Array, hi: Array) -> list[tuple[int, Array, Array, Array]]:
    """Combinations of indivisible values inside the limits: index, gaps at empty segments, bounds of the segments."""
    low, high = np.empty(len(space.start)), np.empty(len(space.start))
    if not segment_bounds(space, lo, hi, low, high):
        return []
    gaps = np.empty((space.base.shape[0], rows))
    inside = [c for c in range(len(gaps)) if combination(space, c, lo, hi, floors, gaps[c])]
    return [(c, gaps[c], low, high) for c in inside]


def _ideal_gains(space: Space, floors: Array, rows: int, lo: Array, hi: Array) -> Array:
    """The most that each party could gain over its floor inside the zone."""
    best, y = np.zeros(space.parties), np.empty(len(space.start))
    for _, gap, low, high in _inside(space, floors, rows, lo, hi):
        for i in range(space.parties):
            cost = np.ascontiguousarray(space.slope[i])
            if max_min_lp(space.slope, gap, np.ones(rows), low, high, rows, cost, True, y) >= -1e-10:
                best[i] = max(best[i], gap[i] + cost @ y)
    return best


def _shared(space: Space, floors: Array, rows: int, lo: Array, hi: Array, weight: Array) -> Array:
    """Terms with the largest smallest gain per weight, ratifiers held to their floors; then the largest sum."""
    best, chosen, y = -np.inf, np.full(len(space.origin), np.nan), np.empty(len(space.start))
    for c, gap, low, high in _inside(space, floors, rows, lo, hi):
        full = np.append(weight, np.full(rows - space.parties, 1e-9))
        share = max_min_lp(space.slope, gap, full, low, high, rows, y, False, y)
        if share > best:
            best = share
            cost = space.slope[: space.parties].sum(axis=0)
            max_min_lp(space.slope, gap - full * max(0.0, share), full, low, high, rows, cost, True, y)
            terms_of(space, c, y, chosen)
    return chosen
