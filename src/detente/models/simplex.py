"""A small dense simplex method with bounded variables, for linear programs with few rows that a kernel must solve.

    phase 1   maximise t           subject to  gap_i + sum_s slope_is*y_s >= weight_i*t,  lo <= y <= hi
    phase 2   maximise cost . y    subject to  gap_i + sum_s slope_is*y_s >= 0

Dantzig (1963), Linear Programming and Extensions, ch. 18 (upper bounds), in dictionary form: every basic variable is
kept as a linear function of the nonbasic ones, which sit at a bound. With at most 8 rows and some tens of columns a
solve takes about ten pivots of a few hundred operations. Total: it stops after a fixed number of pivots and then
returns the feasible point that it has reached, a lower bound of the maximum.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from detente.models.kernel import allocating, jitable

__all__ = ["filled", "max_min_lp"]

Array = NDArray[np.float64]
Index = NDArray[np.int64]
TINY = 1e-11
GREEDY_PIVOTS, MOST_PIVOTS = 200, 600


@jitable
def _entering(z: Array, nonbasic: Index, value: Array, low: Array, high: Array, greedy: bool) -> int:
    """Position of the nonbasic variable to move: the steepest, or the lowest index (Bland) once greed may cycle."""
    best, chosen, lowest = TINY, -1, 1 << 60
    for j in range(z.shape[0]):
        v = nonbasic[j]
        if high[v] - low[v] <= 0.0:
            continue
        at_low = value[v] <= low[v]
        gain = z[j] if at_low else -z[j]
        if gain > TINY and ((greedy and gain > best) or (not greedy and v < lowest)):
            best, chosen, lowest = gain, j, v
    return chosen


@jitable
def _pivot(table: Array, z: Array, i: int, j: int) -> None:
    """Exchange basic row i and nonbasic column j of the dictionary."""
    p = table[i, j]
    for k in range(table.shape[1]):
        table[i, k] = -table[i, k] / p
    table[i, j] = 1.0 / p
    for r in range(table.shape[0]):
        factor = table[r, j]
        if r == i or factor == 0.0:
            continue
        for k in range(table.shape[1]):
            table[r, k] += factor * table[i, k]
        table[r, j] = factor * table[i, j]
    factor = z[j]
    for k in range(z.shape[0]):
        z[k] += factor * table[i, k]
    z[j] = factor * table[i, j]


@jitable
def _climb(table: Array, z: Array, basic: Index, nonbasic: Index, value: Array, low: Array, high: Array) -> None:
    """Pivot until nothing improves the objective whose gradient over the nonbasic variables is z."""
    for count in range(MOST_PIVOTS):
        j = _entering(z, nonbasic, value, low, high, count < GREEDY_PIVOTS)
        if j < 0:
            return
        entering = nonbasic[j]
        way = 1.0 if value[entering] <= low[entering] else -1.0
        step, leaving, steepest = high[entering] - low[entering], -1, 0.0
        for i in range(table.shape[0]):
            rate = table[i, j] * way
            if abs(rate) <= TINY:
                continue
            v = basic[i]
            room = (value[v] - low[v]) / -rate if rate < 0.0 else (high[v] - value[v]) / rate
            room = max(0.0, room)
            if room < step - 1e-12 or (room <= step and abs(rate) > steepest and leaving >= 0):
                step, leaving, steepest = min(step, room), i, abs(rate)
        if math.isinf(step):
            return
        for i in range(table.shape[0]):
            value[basic[i]] += table[i, j] * way * step
        if leaving < 0:
            value[entering] = high[entering] if way > 0.0 else low[entering]
            continue
        value[entering] += way * step
        gone = basic[leaving]
        value[gone] = low[gone] if table[leaving, j] * way < 0.0 else high[gone]
        _pivot(table, z, leaving, j)
        basic[leaving], nonbasic[j] = entering, gone


@allocating
def filled(count: int, value: float) -> Array:
    """Make an array of one number, shape (count,).

    In kernels this takes the place of ``np.zeros``, ``np.ones`` and ``np.full``, each of which Numba compiles anew.

    Examples
    --------
    >>> filled(3, 0.5).tolist()
    [0.5, 0.5, 0.5]
    """
    out = np.empty(count)
    for at in range(count):
        out[at] = value
    return out


@jitable
def _start(
    slope: Array,
    gap: Array,
    weight: Array,
    lo: Array,
    hi: Array,
    value: Array,
    basic: Index,
    nonbasic: Index,
    table: Array,
) -> int:
    """Begin where each segment is at the end that helps the rows more, with t as high as the tightest row allows.

    Fills ``value``, ``basic``, ``nonbasic`` and ``table``; returns the tightest row, in whose place t is basic.
    """
    rows, segments = table.shape[0], table.shape[1] - 1
    top = segments
    for s in range(segments + 1):
        nonbasic[s] = s
    for s in range(segments):
        total = 0.0
        for i in range(rows):
            total += slope[i, s] / weight[i]
        value[s] = hi[s] if total > 0.0 else lo[s]
    first = 0
    for i in range(rows):
        margin = gap[i]
        for s in range(segments):
            margin += slope[i, s] * value[s]
        value[top + 1 + i] = margin
        basic[i] = top + 1 + i
        if margin / weight[i] < value[top + 1 + first] / weight[first]:
            first = i
    value[top] = value[top + 1 + first] / weight[first]
    for i in range(rows):
        ratio = weight[i] / weight[first]
        if i == first:
            continue
        value[top + 1 + i] = max(0.0, value[top + 1 + i] - weight[i] * value[top])
        table[i, segments] = ratio
        for s in range(segments):
            table[i, s] = slope[i, s] - ratio * slope[first, s]
    table[first, segments] = -1.0 / weight[first]
    for s in range(segments):
        table[first, s] = slope[first, s] / weight[first]
    value[top + 1 + first] = 0.0
    basic[first], nonbasic[segments] = top, top + 1 + first
    return first


@allocating
def max_min_lp(
    slope: Array, gap: Array, weight: Array, lo: Array, hi: Array, rows: int, cost: Array, second: bool, y: Array
) -> float:
    """Largest t with gap_i + slope_i.y >= weight_i*t for the first rows, and with ``second`` the y that then maximises
    cost.y among all with gap_i + slope_i.y >= 0.

    Parameters
    ----------
    slope : array of shape (P, S)
        Utility per unit of each segment.
    gap : array of shape (P,)
        Utility less floor with all segments at 0.
    weight : array of shape (P,)
        Positive; 1 for max-min, the gains at the ideal point for Kalai-Smorodinsky.
    lo, hi : arrays of shape (S,)
        Bounds of the segments, lo <= hi.
    rows : int
        How many rows bind, 1 <= rows <= P.
    cost : array of shape (S,)
        Objective of the second phase; ignored without ``second``.
    second : bool
        Whether to run the second phase (only if t >= 0).
    y : array of shape (S,)
        Overwritten with the solution.

    Returns
    -------
    float
        t, whichever phase y is from.

    Examples
    --------
    A pie of 1 that two divide, floors .5 and .25: what is left over is .25, half for each.

    >>> y = np.zeros(1)
    >>> both, bounds = np.ones(2), (np.zeros(1), np.ones(1))
    >>> float(max_min_lp(np.array([[1.0], [-1.0]]), np.array([-0.5, 0.75]), both, *bounds, 2, np.ones(1), False, y))
    0.125
    >>> float(y[0])
    0.625
    """
    segments = slope.shape[1]
    top = segments
    low, high = filled(segments + 1 + rows, 0.0), filled(segments + 1 + rows, math.inf)
    value = filled(segments + 1 + rows, 0.0)
    basic, nonbasic = np.empty(rows, np.int64), np.empty(segments + 1, np.int64)
    low[top] = -math.inf
    for s in range(segments):
        low[s], high[s] = lo[s], hi[s]
    table, z = np.empty((rows, segments + 1)), np.empty(segments + 1)
    first = _start(slope, gap, weight, lo, hi, value, basic, nonbasic, table)
    for s in range(segments + 1):
        z[s] = table[first, s]
    _climb(table, z, basic, nonbasic, value, low, high)
    best = float(value[top])
    if second and best >= -1e-10:
        low[top], value[top] = 0.0, max(0.0, best)
        for j in range(segments + 1):
            z[j] = cost[nonbasic[j]] if nonbasic[j] < segments else 0.0
            for i in range(rows):
                if basic[i] < segments:
                    z[j] += cost[basic[i]] * table[i, j]
        _climb(table, z, basic, nonbasic, value, low, high)
    for s in range(segments):
        y[s] = min(hi[s], max(lo[s], value[s]))
    return best
