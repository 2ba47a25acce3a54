"""Kernels of the zones of possible agreement: how far the best terms stand above every floor.

    gap = max over terms x of min_i (u_i(x) - floor_i)          a zone is open iff its gap is >= 0

Utilities are concave and separable, so an issue is cut into segments between breakpoints (all ideals, and a grid where
an exponent exceeds 1) on which every utility is linear; filling segments in order is best for all at once, so that
segments may vary independently. Indivisible issues are enumerated. Two rows are a fractional knapsack (Dantzig 1957,
Operations Research 5(2): 266-288) in closed form; more are a small linear program (`detente.models.simplex`).

All functions are total; no terms at all have gap -inf.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.models.floors import faded_bound
from detente.models.kernel import allocating, jitable
from detente.models.simplex import filled, max_min_lp

__all__ = [
    "Space",
    "boxes",
    "combination",
    "edge_terms",
    "segment_bounds",
    "terms_of",
    "zone_gap",
]

Array = NDArray[np.float64]
Index = NDArray[np.int64]


class Space(NamedTuple):
    """The terms of a case as segments, and what each is worth to each row (parties first, then ratifiers).

    Attributes
    ----------
    base : array of shape (C, P)
        Utility of row i with all segments empty and the indivisible issues at the values of combination c.
    slope : array of shape (P, S)
        Utility of row i per unit of segment s.
    start, width : arrays of shape (S,)
        Where the segment begins on its issue, and how long it is.
    issue : array of shape (S,)
        The issue that the segment is cut from.
    order : array of shape (S,)
        Segments by what the first row loses per gain of the second, least first.
    held : array of shape (C, K)
        Values of the indivisible issues in combination c; -1 for issues cut into segments.
    origin : array of shape (K,)
        Where an issue's first segment begins.
    parties : int
        How many rows are parties.
    """

    base: Array
    slope: Array
    start: Array
    width: Array
    issue: Index
    order: Index
    held: Array
    origin: Array
    parties: int


@jitable
def boxes(at_least: Array, at_most: Array, lose: Array, p_win: Array, lo: Array, hi: Array) -> None:
    """Bounds on every issue from red lines, faded: lo_k the highest floor, hi_k the lowest ceiling over actors.

    Parameters
    ----------
    at_least, at_most : arrays of shape (A, K)
        Stated limits; 0 and 1 where there is none.
    lose : array of shape (A, K)
        The ideal of the principal that opposes each actor: the end to which its line gives way.
    p_win : array of shape (A,)
        Each actor's own chance of winning.
    lo, hi : arrays of shape (K,)
        Overwritten. lo_k > hi_k where two lines exclude each other.

    Examples
    --------
    >>> lo, hi = np.zeros(1), np.ones(1)
    >>> boxes(np.zeros((1, 1)), np.full((1, 1), 0.6), np.ones((1, 1)), np.array([0.25]), lo, hi)
    >>> float(lo[0]), float(hi[0])
    (0.0, 0.8)
    """
    for k in range(lo.shape[0]):
        lo[k], hi[k] = 0.0, 1.0
        for j in range(p_win.shape[0]):
            if at_least[j, k] > 0.0:
                lo[k] = max(lo[k], min(at_least[j, k], faded_bound(at_least[j, k], lose[j, k], p_win[j])))
            if at_most[j, k] < 1.0:
                hi[k] = min(hi[k], max(at_most[j, k], faded_bound(at_most[j, k], lose[j, k], p_win[j])))


@jitable
def segment_bounds(space: Space, lo_box: Array, hi_box: Array, lo: Array, hi: Array) -> bool:
    """Bounds of the segments inside boxes on the issues; False if a box is empty.

    Parameters
    ----------
    lo_box, hi_box : arrays of shape (K,)
        From `boxes`.
    lo, hi : arrays of shape (S,)
        Overwritten.
    """
    for k in range(lo_box.shape[0]):
        if lo_box[k] > hi_box[k] + 1e-12:
            return False
    for s in range(lo.shape[0]):
        k = space.issue[s]
        lo[s] = min(space.width[s], max(0.0, lo_box[k] - space.start[s]))
        hi[s] = max(lo[s], min(space.width[s], hi_box[k] - space.start[s]))
    return True


@jitable
def combination(space: Space, c: int, lo_box: Array, hi_box: Array, floors: Array, gap: Array) -> bool:
    """Whether a combination of indivisible values lies inside the boxes, and how far it stands above the floors.

    Parameters
    ----------
    space : Space
    c : int
        Which combination.
    lo_box, hi_box : arrays of shape (K,)
        Limits on the issues.
    floors : array of shape (P,) or longer than ``gap``
        In utility.
    gap : array of shape (rows,)
        Overwritten with utility less floor, all segments empty; left alone outside the boxes.
    """
    for k in range(lo_box.shape[0]):
        value = space.held[c, k]
        if value >= 0.0 and (value < lo_box[k] - 1e-12 or value > hi_box[k] + 1e-12):
            return False
    for i in range(gap.shape[0]):
        gap[i] = space.base[c, i] - floors[i]
    return True


@jitable
def terms_of(space: Space, c: int, y: Array, x: Array) -> None:
    """Terms of a combination of indivisible values with its segments filled.

    Parameters
    ----------
    space : Space
    c : int
        Which combination.
    y : array of shape (S,)
        How much of each segment.
    x : array of shape (K,)
        Overwritten.
    """
    for k in range(x.shape[0]):
        x[k] = space.held[c, k] if space.held[c, k] >= 0.0 else space.origin[k]
    for s in range(y.shape[0]):
        x[space.issue[s]] += y[s]


@jitable
def _two_rows(space: Space, gap0: float, gap1: float, lo: Array, hi: Array, y: Array) -> float:
    """Max-min of two rows: fill for the first, then give way where it costs least, until the margins are equal."""
    slope = space.slope
    for s in range(y.shape[0]):
        a, b = slope[0, s], slope[1, s]
        y[s] = hi[s] if a > 0.0 or (a == 0.0 and b > 0.0) else lo[s]
        gap0 += a * y[s]
        gap1 += b * y[s]
    for position in range(y.shape[0]):
        if gap1 >= gap0:
            break
        s = space.order[position]
        a, b = slope[0, s], slope[1, s]
        if a * b >= 0.0:
            continue
        room = hi[s] - lo[s]
        step = min(room, (gap0 - gap1) / (abs(a) + abs(b)))
        y[s] += step if b > 0.0 else -step
        gap0 -= abs(a) * step
        gap1 += abs(b) * step
    return min(gap0, gap1)


@jitable
def _others_have(space: Space, gap: Array, rows: int, y: Array, margin: float) -> bool:
    """Whether the rows after the second have the margin too: then the best for two is the best for all."""
    for i in range(2, rows):
        total = gap[i]
        for s in range(y.shape[0]):
            total += space.slope[i, s] * y[s]
        if total < margin:
            return False
    return True


@allocating
def zone_gap(space: Space, floors: Array, rows: int, lo_box: Array, hi_box: Array, x: Array) -> float:
    """Largest margin over all floors, max over terms of min_i (u_i(x) - floor_i); >= 0 iff the zone is open.

    Parameters
    ----------
    space : Space
        With P rows, S segments, K issues.
    floors : array of shape (P,)
        In utility.
    rows : int
        How many rows count: ``space.parties`` for the perceived zone, P with the ratifiers.
    lo_box, hi_box : arrays of shape (K,)
        Limits on the issues (0 and 1: none).
    x : array of shape (K,)
        Overwritten with terms that reach the margin (left alone if no terms are allowed).

    Returns
    -------
    float
        In utility; -inf if red lines leave no terms.
    """
    segments = space.start.shape[0]
    lo, hi, y = np.empty(segments), np.empty(segments), np.empty(segments)
    best = -np.inf
    if not segment_bounds(space, lo_box, hi_box, lo, hi):
        return best
    gap, weight = np.empty(rows), filled(rows, 1.0)
    for c in range(space.base.shape[0]):
        if not combination(space, c, lo_box, hi_box, floors, gap):
            continue
        found, enough = -np.inf, False
        if rows >= 2:
            found = _two_rows(space, gap[0], gap[1], lo, hi, y)
            enough = _others_have(space, gap, rows, y, found)
        if not enough:
            found = max_min_lp(space.slope, gap, weight, lo, hi, rows, y, False, y)
        if found > best:
            best = found
            terms_of(space, c, y, x)
    return best


@allocating
def edge_terms(space: Space, floors: Array, rows: int, lo_box: Array, hi_box: Array, edges: Array) -> bool:
    """Lowest and highest value of every issue inside a zone; False (and NaN) if it is closed.

    Parameters
    ----------
    space, floors, rows, lo_box, hi_box
        As in `zone_gap`.
    edges : array of shape (K, 2)
        Overwritten.
    """
    segments = space.start.shape[0]
    lo, hi, y, cost = np.empty(segments), np.empty(segments), np.empty(segments), filled(segments, 0.0)
    for k in range(edges.shape[0]):
        edges[k, 0] = edges[k, 1] = math.nan
    if not segment_bounds(space, lo_box, hi_box, lo, hi):
        return False
    gap, weight, found = np.empty(rows), filled(rows, 1.0), False
    for c in range(space.base.shape[0]):
        if not combination(space, c, lo_box, hi_box, floors, gap):
            continue
        if max_min_lp(space.slope, gap, weight, lo, hi, rows, cost, False, y) < -1e-10:
            continue
        found = True
        for k in range(edges.shape[0]):
            for end in range(2):
                value = space.held[c, k]
                if value < 0.0:
                    for s in range(segments):
                        cost[s] = 0.0 if space.issue[s] != k else (1.0 if end == 1 else -1.0)
                    max_min_lp(space.slope, gap, weight, lo, hi, rows, cost, True, y)
                    value = space.origin[k]
                    for s in range(segments):
                        value += y[s] if space.issue[s] == k else 0.0
                if math.isnan(edges[k, end]) or (value > edges[k, end]) == (end == 1):
                    edges[k, end] = value
    return found
