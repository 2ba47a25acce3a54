"""Why no deal: which obstacle, taken away, would bring terms into reach.

Fearon (1995), International Organization 49(3): 379-414, names three reasons why bargaining fails although war is
costly: private information, commitment, indivisibility; audiences that a leader cannot disappoint are a fourth (Fearon
1994, American Political Science Review 88(3)). Each has a switch:

    information      opposed beliefs replaced by the common mean
    audience         audience costs, ratifiers and red lines off
    commitment       the future shift of power off, so that nothing need be enforced
    indivisibility   lots or turns allowed on indivisible issues

They are taken away one at a time, and all that alone reopen the credible zone are named; else the pairs; else there
is no common gain.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.models.kernel import allocating, jitable
from detente.models.stakes import (
    AUDIENCE,
    INDIVISIBILITY,
    PERCEIVED,
    RATIFIABLE,
    Stakes,
    floors_and_least,
    limits,
    zone_limits,
)
from detente.models.zone_kernels import Space, zone_gap
from detente.models.zone_promises import credible_gap, fixed_floors

__all__ = ["CAUSES", "best_stop", "cause_of", "diagnose", "gap_without", "names_of", "zone_gaps"]

Array = NDArray[np.float64]

CAUSES = (
    "in reach",
    "indivisibility",
    "information",
    "audience",
    "commitment",
    "two together",
    "no common gain",
)
"""Names of the codes of `cause_of`."""
OPEN, TOGETHER, NO_GAIN = 0, 5, 6


@allocating
def gap_without(space: Space, hull: Space, stakes: Stakes, off: int) -> float:
    """Gap of the credible zone with some obstacles taken away, the best over the stops of a schedule; >= 0 iff open.

    Parameters
    ----------
    space, hull : Space
        As the issues are, and with indivisible issues convexified.
    stakes : Stakes
    off : int
        Sum of the switches taken away; 0 for the zone as it is.
    """
    parties, issues = space.parties, space.origin.shape[0]
    rows = parties if off & AUDIENCE else space.base.shape[1]
    floors, least = np.empty(space.base.shape[1]), np.empty((parties, stakes.weeks.shape[1]))
    lo, hi, x = np.empty(issues), np.empty(issues), np.empty(issues)
    best = -np.inf
    for g in range(stakes.stop.shape[0]):
        floors_and_least(stakes, g, off, floors, least)
        limits(stakes, g, off, lo, hi)
        gap = zone_gap(hull if off & INDIVISIBILITY else space, floors, rows, lo, hi, x)
        if gap >= 0.0:
            weeks = stakes.weeks[g]
            gap = min(gap, credible_gap(hull, least, weeks, stakes.discount, floors[parties:rows], lo, hi, x))
        best = max(best, gap)
        if best >= 0.0:
            break
    return best


@allocating
def zone_gaps(space: Space, hull: Space, stakes: Stakes, gaps: Array) -> None:
    """Gaps of the perceived, ratifiable and credible zones and the one with fixed terms, by stop of the schedule.

    None exceeds the one before. A case's zone of a kind is the union over the stops: it is open iff one of them is.

    Parameters
    ----------
    space, hull, stakes
        As in `gap_without`.
    gaps : array of shape (G, 4)
        Overwritten.
    """
    parties, rows, issues = space.parties, space.base.shape[1], space.origin.shape[0]
    floors, least = np.empty(rows), np.empty((parties, stakes.weeks.shape[1]))
    lo, hi, x = np.empty(issues), np.empty(issues), np.empty(issues)
    for g in range(stakes.stop.shape[0]):
        here, weeks = gaps[g], stakes.weeks[g]
        used = zone_limits(space, stakes, g, PERCEIVED, lo, hi, floors)
        here[0] = zone_gap(space, floors, used, lo, hi, x)
        used = zone_limits(space, stakes, g, RATIFIABLE, lo, hi, floors)
        here[1] = min(here[0], zone_gap(space, floors, used, lo, hi, x))
        floors_and_least(stakes, g, 0, floors, least)
        here[2] = min(here[1], credible_gap(hull, least, weeks, stakes.discount, floors[parties:], lo, hi, x))
        fixed_floors(least, floors[:parties])
        here[3] = min(here[2], zone_gap(space, floors, rows, lo, hi, x))


@jitable
def best_stop(gaps: Array) -> int:
    """Stop whose zones are open deepest, and with most room there.

    Parameters
    ----------
    gaps : array of shape (G, 4)
        From `zone_gaps`.

    Examples
    --------
    >>> best_stop(np.array([[0.3, -0.1, -0.1, -0.1], [0.2, 0.1, -0.2, -0.2]]))
    1
    """
    chosen, deepest, most = 0, -1, -np.inf
    for g in range(gaps.shape[0]):
        level = 0
        for kind in range(4):
            level += 1 if gaps[g, kind] >= 0.0 else 0
        room = gaps[g, max(0, level - 1)]
        if level > deepest or (level == deepest and room > most):
            chosen, deepest, most = g, level, room
    return chosen


@jitable
def diagnose(space: Space, hull: Space, stakes: Stakes) -> tuple[int, int]:
    """Which obstacles, taken away, reopen the credible zone.

    Returns
    -------
    alone : int
        Sum of the switches that alone reopen it; 0 if it is open, or if none does.
    together : int
        -1 if the zone is open, or a single switch reopens it; else the first pair that does (sum of two switches);
        0 if no pair does.
    """
    if gap_without(space, hull, stakes, 0) >= 0.0:
        return 0, -1
    alone = 0
    for a in range(4):
        if gap_without(space, hull, stakes, 1 << a) >= 0.0:
            alone += 1 << a
    if alone:
        return alone, -1
    for a in range(4):
        for b in range(a + 1, 4):
            if gap_without(space, hull, stakes, (1 << a) + (1 << b)) >= 0.0:
                return 0, (1 << a) + (1 << b)
    return 0, 0


@jitable
def cause_of(alone: int, together: int) -> int:
    """Place in ``CAUSES``: the first single switch in the stacking order, two together, or no common gain.

    Examples
    --------
    >>> from detente.models.stakes import COMMITMENT, INFORMATION
    >>> [CAUSES[cause_of(*found)] for found in ((0, -1), (INFORMATION + COMMITMENT, -1), (0, 12), (0, 0))]
    ['in reach', 'information', 'two together', 'no common gain']
    """
    if alone:
        for a in range(4):
            if alone & (1 << a):
                return a + 1
    if together < 0:
        return OPEN
    return TOGETHER if together > 0 else NO_GAIN


def names_of(switches: int) -> tuple[str, ...]:
    """Names of a sum of switches.

    Examples
    --------
    >>> from detente.models.stakes import COMMITMENT, INFORMATION
    >>> names_of(INFORMATION + COMMITMENT)
    ('information', 'commitment')
    """
    return tuple(CAUSES[a + 1] for a in range(4) if switches & (1 << a))
