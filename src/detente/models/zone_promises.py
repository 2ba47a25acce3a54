"""Kernels of terms that nobody leaves: what each party must be promised as its outside option changes.

A path of terms x_t that nobody leaves has U_i(t) = (1-D)*u_i(x_t) + D*U_i(t+1) >= L_i(t) for all i, t. Until t + n
party i gets at most its best M_i, and from t + n on what is left when the others get their L_j(t+n):

    L_i(t) <= (1 - D^n)*M_i + D^n*phi_i(L_-i(t+n))        for all t, n >= 0 and every i

phi_i(l): the most that i can have when every other party has at least l. With one prize to share this is
L_i(t) + D^n*L_j(t+n) <= 1 for both labellings, Powell's (2006) condition over many periods: necessary and sufficient.
With several issues it is necessary, and can be wider than the exact answer only by what concavity hides
(`detente.models.zones.path_gap` solves that one, slowly).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.models.kernel import allocating, jitable
from detente.models.zone_kernels import Space, segment_bounds, zone_gap

__all__ = ["best_and_lowest", "credible_gap", "discounted_floors", "fixed_floors"]

Array = NDArray[np.float64]


@jitable
def best_and_lowest(space: Space, lo: Array, hi: Array, best: Array, lowest: Array) -> None:
    """Highest utility of each party, and its lowest efficient one: its worst on contested segments, what all want on
    the others.

    Parameters
    ----------
    lo, hi : arrays of shape (S,)
        From `segment_bounds`.
    best, lowest : arrays of shape (parties,)
        Overwritten.
    """
    for i in range(space.parties):
        best[i] = lowest[i] = space.base[0, i]
    for s in range(lo.shape[0]):
        up, down = False, False
        for i in range(space.parties):
            up = up or space.slope[i, s] > 0.0
            down = down or space.slope[i, s] < 0.0
        for i in range(space.parties):
            a = space.slope[i, s]
            best[i] += max(a * lo[s], a * hi[s])
            if up and down:
                lowest[i] += min(a * lo[s], a * hi[s])
            else:
                lowest[i] += a * hi[s] if up else a * lo[s]


@jitable
def discounted_floors(least: Array, weeks: Array, discount: float, lowest: Array, at: int, out: Array) -> None:
    """What each party must be promised at a date: C_i = max over later dates of D^n*L_i + (1 - D^n)*lowest_i.

    Parameters
    ----------
    least : array of shape (P, T)
        L_i at the dates; after the last it stays.
    weeks : array of shape (T,)
        The dates, ascending.
    discount : float
        Weekly discount D.
    lowest : array of shape (P,)
        The least that an efficient deal can give i meanwhile.
    at : int
        From which date on.
    out : array of shape (P,)
        Overwritten.

    Examples
    --------
    >>> out = np.zeros(1)
    >>> discounted_floors(np.array([[0.3, 0.8]]), np.array([0.0, 52.0]), 0.9 ** (1 / 52), np.zeros(1), 0, out)
    >>> round(float(out[0]), 6)
    0.72
    """
    for i in range(out.shape[0]):
        out[i] = least[i, at]
        for h in range(at + 1, weeks.shape[0]):
            passed = discount ** (weeks[h] - weeks[at])
            out[i] = max(out[i], passed * least[i, h] + (1.0 - passed) * lowest[i])


@jitable
def fixed_floors(least: Array, out: Array) -> None:
    """What each party must be given for all time: max over dates of L_i.

    Parameters
    ----------
    least : array of shape (P, T)
        L_i at the dates.
    out : array of shape (P,)
        Overwritten.
    """
    for i in range(out.shape[0]):
        out[i] = least[i, 0]
        for h in range(1, least.shape[1]):
            out[i] = max(out[i], least[i, h])


@allocating
def credible_gap(
    space: Space,
    least: Array,
    weeks: Array,
    discount: float,
    ratifier_floors: Array,
    lo_box: Array,
    hi_box: Array,
    x: Array,
) -> float:
    """Smallest margin of the conditions under which a path of terms exists that nobody leaves; >= 0 iff all hold.

    Terms may lie anywhere in the hull (sharing an indivisible thing over time is sharing): pass the convexified space.
    Ratifiers say yes once, at the first date, to the average of the path.

    Parameters
    ----------
    space : Space
        Convexified (C = 1).
    least : array of shape (parties, T)
        L_i at the dates; after the last date it stays.
    weeks : array of shape (T,)
        The dates, ascending.
    discount : float
        Weekly discount D in (0, 1].
    ratifier_floors : array of shape (P - parties,) or (0,)
        R_j of the ratifiers; empty to leave them out.
    lo_box, hi_box : arrays of shape (K,)
        Limits on the issues.
    x : array of shape (K,)
        Overwritten with average terms that meet what the first date asks for.
    """
    segments, parties = space.start.shape[0], space.parties
    rows = parties + ratifier_floors.shape[0]
    lo, hi = np.empty(segments), np.empty(segments)
    if not segment_bounds(space, lo_box, hi_box, lo, hi):
        return -np.inf
    best, lowest = np.empty(parties), np.empty(parties)
    floors, later = np.empty(rows), np.empty(x.shape[0])
    best_and_lowest(space, lo, hi, best, lowest)
    for j in range(parties, rows):
        floors[j] = ratifier_floors[j - parties]
    discounted_floors(least, weeks, discount, lowest, 0, floors[:parties])
    worst = zone_gap(space, floors, rows, lo_box, hi_box, x)
    for h in range(1, weeks.shape[0]):
        if worst < 0.0:
            return worst
        for i in range(parties):
            floors[i] = least[i, h]
        worst = min(worst, zone_gap(space, floors, parties, lo_box, hi_box, later))
        for i in range(parties):
            for g in range(h):
                passed = discount ** (weeks[h] - weeks[g])
                need = (least[i, g] - (1.0 - passed) * best[i]) / passed
                if need > least[i, h]:
                    floors[i] = need
                    worst = min(worst, zone_gap(space, floors, parties, lo_box, hi_box, later))
                    floors[i] = least[i, h]
    return worst
