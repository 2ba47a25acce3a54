"""Zones of possible agreement: the terms that parties perceive as better than war, can get ratified, would keep.

    perceived    u_i(x) >= r_i for every party
    ratifiable   u_i(x) >= R_i, ratifiers and red lines included
    credible     ratifiable, and some path of terms that nobody leaves (`detente.models.zone_promises`)
    fixed        the same with one x for all time: u_i(x) >= max over later dates of L_i

so credible <= ratifiable <= perceived. The range that war's costs open is Fearon (1995), International Organization
49(3), p. 387; that a shift of power can close it Powell (2006), International Organization 60(1), p. 182; win-sets
that ratifiers narrow Putnam (1988), International Organization 42(3). This module builds the space of terms and asks
questions of it; kernels that futures run through are in `detente.models.zone_kernels`, `zone_promises` and
`diagnosis`, points inside a zone in `detente.models.zone_points`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.models.utility import issue_losses, scale_ends
from detente.models.zone_kernels import Space, edge_terms, segment_bounds, zone_gap

__all__ = ["daylight", "max_min", "path_gap", "share_of_space", "space_of", "utilities", "zone_edges"]

Array = NDArray[np.float64]
GRID = 12


def space_of(
    ideal: ArrayLike,
    salience: ArrayLike,
    exponent: ArrayLike | None = None,
    *,
    opposed: ArrayLike | None = None,
    parties: int | None = None,
    indivisible: Mapping[int, Sequence[float]] | None = None,
    convex: bool = False,
) -> Space:
    """Cut the issues into segments on which every row's utility is linear.

    Parameters
    ----------
    ideal, salience, exponent : array_like of shape (P, K)
        Ideals in [0, 1]; saliences >= 0, rescaled to add up to 1; exponents >= 1 (default 1).
    opposed : array_like of shape (P, K), optional
        The ideal of the principal that opposes each row; default: the second row's for the first, the first's for the
        others.
    parties : int, optional
        How many rows are parties (the first ones); the rest are ratifiers. Default: all.
    indivisible : mapping of issue to its allowed values, optional
        Issues that can only be settled at one of a few values.
    convex : bool
        Treat indivisible issues as if lots were drawn, or turns taken, between their values.

    Examples
    --------
    >>> space = space_of([[1.0], [0.0]], [[1.0], [1.0]])
    >>> round(max_min(space, [0.5, 0.25])[0], 6)
    0.125
    """
    ideal, weight = np.atleast_2d(np.asarray(ideal, float)), np.atleast_2d(np.asarray(salience, float))
    power = np.ones_like(ideal) if exponent is None else np.broadcast_to(np.asarray(exponent, float), ideal.shape)
    weight = weight / weight.sum(axis=1, keepdims=True)
    rows, issues = ideal.shape
    facing = np.where(np.arange(rows)[:, None] == 0, ideal[min(1, rows - 1)], ideal[0])
    bottom, top = scale_ends(ideal, facing if opposed is None else opposed, weight, power).T
    price = weight / (top - bottom)[:, None]
    stops = {k: tuple(sorted(set(values))) for k, values in (indivisible or {}).items()}
    whole = [] if convex else sorted(stops)
    points = {k: stops[k] if k in stops else _breakpoints(ideal[:, k], power[:, k]) for k in range(issues)}
    cut = [k for k in range(issues) if k not in whole]
    origin = np.array([points[k][0] if k in cut else 0.0 for k in range(issues)])
    slopes = [np.zeros((rows, 0))]
    for k in cut:
        x = np.array(points[k])
        loss = issue_losses(x, ideal[:, k, None], price[:, k, None], power[:, k, None])
        slopes.append(-np.diff(loss, axis=1) / np.diff(x))
    slope = np.ascontiguousarray(np.hstack(slopes))
    combos = list(product(*(stops[k] for k in whole)))
    held = np.full((len(combos), issues), -1.0)
    held[:, whole] = combos
    at = np.where(held < 0.0, origin, held)
    edges = [np.array(points[k]) for k in cut]
    return Space(
        base=(1.0 - bottom) / (top - bottom) - issue_losses(at[:, None], ideal, price, power).sum(axis=2),
        slope=slope,
        start=np.concatenate([np.zeros(0), *(x[:-1] for x in edges)]),
        width=np.concatenate([np.zeros(0), *(np.diff(x) for x in edges)]),
        issue=np.repeat(np.array(cut, np.int64), [len(x) - 1 for x in edges]),
        order=_concession_order(slope),
        held=held,
        origin=origin,
        parties=rows if parties is None else parties,
    )


def _breakpoints(ideals: Array, powers: Array) -> tuple[float, ...]:
    """Ends of the segments of an issue: its ends, all ideals and, where a loss is curved, a grid."""
    points = {0.0, 1.0, *ideals.tolist()}
    if (powers > 1.0).any():
        points |= {i / GRID for i in range(GRID + 1)}
    kept: list[float] = []
    for point in sorted(points):
        if not kept or point - kept[-1] > 1e-9:
            kept.append(point)
    return tuple(kept)


def _concession_order(slope: Array) -> NDArray[np.int64]:
    """Segments by what the first row loses per gain of the second, least first."""
    if slope.shape[0] < 2:
        return np.arange(slope.shape[1])
    loss, gain = np.abs(slope[0]), np.abs(slope[1])
    ratio = np.divide(loss, gain, out=np.full_like(loss, np.inf), where=gain > 0)
    return np.argsort(ratio, kind="stable").astype(np.int64)


def _limits(space: Space, lo: ArrayLike | None, hi: ArrayLike | None) -> tuple[Array, Array]:
    """Boxes on the issues, open where none are given."""
    issues = len(space.origin)
    low = np.zeros(issues) if lo is None else np.array(lo, float)
    high = np.ones(issues) if hi is None else np.array(hi, float)
    return low, high


def utilities(space: Space, x: ArrayLike) -> Array:
    """Utility of terms to every row, on the segments (a chord where a loss is curved).

    Parameters
    ----------
    space : Space
    x : array_like of shape (..., K)
        Terms; values of indivisible issues must be among the allowed ones (the nearest is taken).

    Returns
    -------
    array of shape (..., P)

    Examples
    --------
    >>> utilities(space_of([[1.0], [0.0]], [[1.0], [1.0]]), [0.25]).tolist()
    [0.25, 0.75]
    """
    terms = np.asarray(x, float)
    whole = np.flatnonzero(space.held[0] >= 0.0)
    distance = np.abs(terms[..., None, whole] - space.held[:, whole]).sum(axis=-1)
    filled = np.clip(terms[..., space.issue] - space.start, 0.0, space.width)
    return space.base[distance.argmin(axis=-1)] + filled @ space.slope.T


def max_min(
    space: Space,
    floors: ArrayLike,
    *,
    rows: int | None = None,
    lo: ArrayLike | None = None,
    hi: ArrayLike | None = None,
) -> tuple[float, Array | None]:
    """Largest margin over all floors and terms that reach it (the egalitarian point over the floors; Kalai 1977).

    Parameters
    ----------
    space : Space
    floors : array_like of shape (P,) or longer than ``rows``
        In utility.
    rows : int, optional
        How many rows count; default all.
    lo, hi : array_like of shape (K,), optional
        Limits on the issues.

    Returns
    -------
    gap : float
        >= 0 iff the zone is open; -inf if the limits leave no terms.
    x : array of shape (K,) or None
        The terms, None if there are none.

    Examples
    --------
    Fearon (1995): p = .6, costs .1 and .15; the range is .25 wide, and its middle gives both .125 more than war.

    >>> gap, x = max_min(space_of([[1.0], [0.0]], [[1.0], [1.0]]), [0.5, 0.25])
    >>> round(gap, 6), x.round(6).tolist()
    (0.125, [0.625])
    """
    low, high = _limits(space, lo, hi)
    x = np.full(len(space.origin), np.nan)
    used = space.base.shape[1] if rows is None else rows
    gap = float(zone_gap(space, np.asarray(floors, float), used, low, high, x))
    return gap, None if np.isnan(x).any() else x


def zone_edges(
    space: Space,
    floors: ArrayLike,
    *,
    rows: int | None = None,
    lo: ArrayLike | None = None,
    hi: ArrayLike | None = None,
) -> Array | None:
    """Lowest and highest value of every issue inside a zone.

    Parameters
    ----------
    space, floors, rows, lo, hi
        As in `max_min`.

    Returns
    -------
    array of shape (K, 2) or None
        None if the zone is closed.

    Examples
    --------
    >>> zone_edges(space_of([[1.0], [0.0]], [[1.0], [1.0]]), [0.5, 0.25]).round(6).tolist()
    [[0.5, 0.75]]
    """
    low, high = _limits(space, lo, hi)
    edges = np.empty((len(space.origin), 2))
    used = space.base.shape[1] if rows is None else rows
    return edges if edge_terms(space, np.asarray(floors, float), used, low, high, edges) else None


def share_of_space(
    space: Space,
    floors: ArrayLike,
    *,
    rows: int | None = None,
    lo: ArrayLike | None = None,
    hi: ArrayLike | None = None,
    points: int = 4096,
) -> float:
    """Share of all terms that lie in a zone, on Sobol points (Sobol 1967, USSR Comput. Math. Math. Phys. 7(4)).

    Indivisible issues take each allowed value equally often; an issue held at one value (lo = hi) is left out of the
    count. The error at 4,096 points is below .01.

    Examples
    --------
    >>> round(share_of_space(space_of([[1.0], [0.0]], [[1.0], [1.0]]), [0.5, 0.25]), 2)
    0.25
    """
    from scipy.stats import qmc

    low, high = _limits(space, lo, hi)
    issues = len(space.origin)
    terms = qmc.Sobol(issues, scramble=True, rng=np.random.default_rng(7)).random_base2(int(np.log2(points)))
    for k in np.flatnonzero(space.held[0] >= 0.0):
        stops = np.unique(space.held[:, k])
        terms[:, k] = stops[np.minimum((terms[:, k] * len(stops)).astype(int), len(stops) - 1)]
    terms[:, low == high] = low[low == high]
    used = space.base.shape[1] if rows is None else rows
    inside = (utilities(space, terms)[:, :used] >= np.asarray(floors, float)[:used]).all(axis=1)
    inside &= ((terms >= low) & (terms <= high)).all(axis=1)
    return float(inside.mean())


def path_gap(
    space: Space,
    least: ArrayLike,
    weeks: Sequence[float],
    discount: float,
    *,
    lo: ArrayLike | None = None,
    hi: ArrayLike | None = None,
) -> float:
    """Exact margin of the best path of terms over all L_i(t), by one linear program over all dates.

    Terms are constant between dates and after the last. Slow (milliseconds); the yardstick of
    `detente.models.zone_promises.credible_gap`.

    Parameters
    ----------
    space : Space
        Convexified.
    least : array_like of shape (parties, T)
        L_i at the dates.
    weeks, discount
        Dates in weeks, ascending; weekly discount.

    Examples
    --------
    >>> pie = space_of([[1.0], [0.0]], [[1.0], [1.0]])
    >>> round(path_gap(pie, [[0.5, 0.5], [0.2, 0.8]], [0, 52], 0.9 ** (1 / 52)), 6) < 0
    True
    """
    from scipy.optimize import linprog

    need, dates = np.atleast_2d(np.asarray(least, float)), np.asarray(weeks, float)
    parties, count = need.shape
    segments = len(space.start)
    bounds_lo, bounds_hi = np.empty(segments), np.empty(segments)
    if not segment_bounds(space, *_limits(space, lo, hi), bounds_lo, bounds_hi):
        return -np.inf
    spell = np.append(1.0 - discount ** np.diff(dates), 1.0)
    rows, right = [], []
    for g in range(count):
        weight = np.where(np.arange(count) >= g, discount ** np.maximum(0.0, dates - dates[g]) * spell, 0.0)
        for i in range(parties):
            rows.append(np.append(-np.outer(weight, space.slope[i]).ravel(), 1.0))
            right.append(space.base[0, i] - need[i, g])
    cost = np.zeros(count * segments + 1)
    cost[-1] = -1.0
    bounds = [*zip(np.tile(bounds_lo, count), np.tile(bounds_hi, count), strict=True), (None, None)]
    solved = linprog(cost, A_ub=np.array(rows), b_ub=np.array(right), bounds=bounds)
    return -float(solved.fun)


def daylight(ideal: ArrayLike, salience: ArrayLike) -> Array:
    """Distance between two actors by issue: mean(s_ik, s_jk)*|ideal_ik - ideal_jk|; its sum is their daylight.

    Parameters
    ----------
    ideal, salience : array_like of shape (2, K)
        Saliences add up to 1 over issues.

    Returns
    -------
    array of shape (K,)
        Each in [0, 1]; the sum too.

    Examples
    --------
    >>> daylight([[1.0, 0.5], [0.0, 0.5]], [[0.5, 0.5], [0.7, 0.3]]).round(6).tolist()
    [0.6, 0.0]
    """
    where, weight = np.asarray(ideal, float), np.asarray(salience, float)
    return weight.mean(axis=0) * np.abs(where[0] - where[1])
