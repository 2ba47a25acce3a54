"""Durability: when a settlement breaks, who breaks it first, and how long it may be expected to stand.

Two things end a settlement: chance, at a small background hazard, and a party for which war has become worth more than
the terms and their enforcement together (Fearon 1995, International Organization 49, 404-409: the commitment problem;
Walter 2002, Committing to Peace: enforcement by guarantors). What each week decides is in `detente.models.deals`
(`leaves`, `settlement_break_hazard`); this module looks along a whole path of expected values. All functions are total.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from detente.models.kernel import jitable

__all__ = ["expected_life", "first_break", "strain", "survival_with_break"]


@jitable
def strain(w: float, u: float, psi: float) -> float:
    """How far war outbids the settlement for one party: w - (u + psi), in utility; it leaves when this is above 0.

    Parameters
    ----------
    w : float
        The party's value of war now, in [0, 1] of its utility.
    u : float
        Its utility of the terms.
    psi : float
        Enforcement: what leaving costs it, >= 0.

    Examples
    --------
    >>> round(strain(0.7, 0.5, 0.1), 6), round(strain(0.55, 0.5, 0.1), 6)
    (0.1, -0.05)
    """
    return w - u - psi


@jitable
def first_break(w: NDArray[np.float64], u: NDArray[np.float64], psi: NDArray[np.float64]) -> tuple[int, int]:
    """First week in which a party leaves, and which: the most strained one of those that would leave that week.

    Parameters
    ----------
    w : ndarray, shape (weeks, parties)
        Value of war along the expected path (an announced exit raises the challenger's).
    u, psi : ndarray, shape (parties,)
        Utility of the terms, and enforcement.

    Returns
    -------
    week, party : int
        -1, -1 if nobody leaves on this path.

    Examples
    --------
    >>> w = np.array([[0.40, 0.50], [0.35, 0.60], [0.30, 0.70]])
    >>> first_break(w, np.array([0.4, 0.55]), np.array([0.05, 0.1]))
    (2, 1)
    >>> first_break(w, np.array([0.4, 0.55]), np.array([0.05, 0.2]))
    (-1, -1)
    """
    for week in range(w.shape[0]):
        party, worst = -1, 0.0
        for i in range(w.shape[1]):
            excess = strain(w[week, i], u[i], psi[i])
            if excess > worst:
                party, worst = i, excess
        if party >= 0:
            return week, party
    return -1, -1


@jitable
def survival_with_break(weeks: float, hazard: float, break_week: float) -> float:
    """Share of settlements still standing: exp(-hazard*weeks) before the week in which a party leaves, 0 from it on.

    Parameters
    ----------
    weeks : float
        Time since the signature, >= 0.
    hazard : float
        Background hazard a week, >= 0.
    break_week : float
        Week in which a party leaves for sure; negative if none does.

    Examples
    --------
    >>> round(survival_with_break(52.0, 0.0006, -1.0), 4), survival_with_break(52.0, 0.0006, 30.0)
    (0.9693, 0.0)
    """
    if break_week >= 0.0 and weeks >= break_week:
        return 0.0
    return math.exp(-max(0.0, hazard) * max(0.0, weeks))


@jitable
def expected_life(hazard: float, break_week: float, horizon: float) -> float:
    """Expected weeks that a settlement stands up to a horizon: the area under `survival_with_break`.

    Parameters
    ----------
    hazard, break_week : float
        As for `survival_with_break`.
    horizon : float
        Weeks looked ahead, >= 0.

    Examples
    --------
    >>> expected_life(0.0, -1.0, 104.0), expected_life(0.0, 30.0, 104.0)
    (104.0, 30.0)
    >>> round(expected_life(0.01, -1.0, 1e9), 6)
    100.0
    """
    end = horizon if break_week < 0.0 else min(horizon, break_week)
    if hazard <= 0.0:
        return end
    return -math.expm1(-hazard * end) / hazard
