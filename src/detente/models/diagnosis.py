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

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.models.floors import fading, keep_floor, ratifiable_floor
from detente.models.kernel import jitable
from detente.models.zone_kernels import Space, boxes, credible_gap, fixed_floors, zone_gap

__all__ = [
    "AUDIENCE",
    "CAUSES",
    "COMMITMENT",
    "INDIVISIBILITY",
    "INFORMATION",
    "Stakes",
    "cause_of",
    "diagnose",
    "gap_without",
    "names_of",
    "zone_gaps",
]

Array = NDArray[np.float64]
Index = NDArray[np.int64]

INDIVISIBILITY, INFORMATION, AUDIENCE, COMMITMENT = 1, 2, 4, 8
"""Switches, as bits, in the order in which the charts stack them."""

SWITCHES = (INDIVISIBILITY, INFORMATION, AUDIENCE, COMMITMENT)
OPEN = 0
TOGETHER, NO_GAIN = 5, 6
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


class Stakes(NamedTuple):
    """What floors are made of, for one future at one date. n parties, J ratifiers, A actors with red lines, T dates.

    Attributes
    ----------
    war : array of shape (2, n, T)
        Value of fighting on, in utility, at the dates; first axis: own beliefs, common mean.
    win : array of shape (2, n)
        Own chance of winning, likewise.
    lose : array of shape (n,)
        Utility of conceding.
    relief, psi, audience, bottom : arrays of shape (n,)
        Pressure, enforcement, audience weight, bottom line.
    veto : array of shape (J,)
        Ratifiers' floors as stated; they fade with the chances of the party they belong to.
    veto_of : array of shape (J,)
        That party.
    at_least, at_most, give : arrays of shape (A, K)
        Red lines (0 and 1: none) and the ideals to which they give way.
    line_of : array of shape (A,)
        The party with whose chances an actor's red lines fade.
    weeks : array of shape (T,)
        The dates, weeks from now, from 0.
    discount : float
        Weekly discount D.
    """

    war: Array
    win: Array
    lose: Array
    relief: Array
    psi: Array
    audience: Array
    bottom: Array
    veto: Array
    veto_of: Index
    at_least: Array
    at_most: Array
    give: Array
    line_of: Index
    weeks: Array
    discount: float


@jitable
def _least(stakes: Stakes, off: int, ratifiable: Array, least: Array) -> None:
    """R (n + J,) and L (n, T) with the switches in ``off`` taken away."""
    info = 1 if off & INFORMATION else 0
    for i in range(stakes.lose.shape[0]):
        r = max(stakes.lose[i], stakes.war[info, i, 0] - stakes.relief[i])
        a = 0.0 if off & AUDIENCE else stakes.audience[i]
        ratifiable[i] = ratifiable_floor(r, stakes.bottom[i], a, stakes.win[info, i])
        for t in range(stakes.weeks.shape[0]):
            least[i, t] = ratifiable[i]
            if not off & COMMITMENT:
                least[i, t] = keep_floor(ratifiable[i], stakes.war[info, i, t], stakes.psi[i])
    for j in range(stakes.veto.shape[0]):
        ratifiable[stakes.lose.shape[0] + j] = stakes.veto[j] * fading(stakes.win[info, stakes.veto_of[j]])


@jitable
def _lines(stakes: Stakes, off: int, lo: Array, hi: Array) -> None:
    """Limits on the issues with the switches in ``off`` taken away."""
    lo[:] = 0.0
    hi[:] = 1.0
    if off & AUDIENCE:
        return
    info = 1 if off & INFORMATION else 0
    win = np.empty(stakes.line_of.shape[0])
    for a in range(win.shape[0]):
        win[a] = stakes.win[info, stakes.line_of[a]]
    boxes(stakes.at_least, stakes.at_most, stakes.give, win, lo, hi)


@jitable
def gap_without(space: Space, hull: Space, stakes: Stakes, off: int, x: Array) -> float:
    """Gap of the credible zone with some obstacles taken away; >= 0 iff open.

    Parameters
    ----------
    space, hull : Space
        As the issues are, and with indivisible issues convexified.
    stakes : Stakes
    off : int
        Sum of the switches taken away; 0 for the zone as it is.
    x : array of shape (K,)
        Overwritten with terms of the ratifiable zone that reach its gap.
    """
    parties, rows = space.parties, space.base.shape[1]
    used = parties if off & AUDIENCE else rows
    floors, least = np.empty(rows), np.empty((parties, stakes.weeks.shape[0]))
    lo, hi, average = np.empty(x.shape[0]), np.empty(x.shape[0]), np.empty(x.shape[0])
    _least(stakes, off, floors, least)
    _lines(stakes, off, lo, hi)
    gap = zone_gap(hull if off & INDIVISIBILITY else space, floors, used, lo, hi, x)
    if gap < 0.0:
        return gap
    ratifiers = floors[parties:used]
    return min(gap, credible_gap(hull, least, stakes.weeks, stakes.discount, ratifiers, lo, hi, average))


@jitable
def zone_gaps(space: Space, hull: Space, stakes: Stakes, gaps: Array, x: Array) -> None:
    """Gaps of the four zones: perceived, ratifiable, credible, credible with fixed terms; each at most the one before
    (fixed at most credible).

    Parameters
    ----------
    space, hull, stakes
        As in `gap_without`.
    gaps : array of shape (4,)
        Overwritten.
    x : array of shape (K,)
        Overwritten with terms that reach the ratifiable gap.
    """
    parties, rows = space.parties, space.base.shape[1]
    floors, least = np.empty(rows), np.empty((parties, stakes.weeks.shape[0]))
    lo, hi, other = np.zeros(x.shape[0]), np.ones(x.shape[0]), np.empty(x.shape[0])
    for i in range(parties):
        floors[i] = max(stakes.lose[i], stakes.war[0, i, 0] - stakes.relief[i])
    gaps[0] = zone_gap(space, floors, parties, lo, hi, other)
    _least(stakes, 0, floors, least)
    _lines(stakes, 0, lo, hi)
    gaps[1] = min(gaps[0], zone_gap(space, floors, rows, lo, hi, x))
    gaps[2] = min(gaps[1], credible_gap(hull, least, stakes.weeks, stakes.discount, floors[parties:], lo, hi, other))
    fixed_floors(least, floors[:parties])
    gaps[3] = min(gaps[2], zone_gap(space, floors, rows, lo, hi, other))


@jitable
def diagnose(space: Space, hull: Space, stakes: Stakes, x: Array) -> tuple[int, int]:
    """Which obstacles, taken away, reopen the credible zone.

    Returns
    -------
    alone : int
        Sum of the switches that alone reopen it; 0 if it is open, or if none does.
    together : int
        -1 if the zone is open, or a single switch reopens it; else the first pair that does (sum of two switches);
        0 if no pair does.

    Examples
    --------
    See `detente.analysis.zones`, and docs/models/zones.md.
    """
    if gap_without(space, hull, stakes, 0, x) >= 0.0:
        return 0, -1
    alone = 0
    for a in range(4):
        if gap_without(space, hull, stakes, 1 << a, x) >= 0.0:
            alone += 1 << a
    if alone:
        return alone, -1
    for a in range(4):
        for b in range(a + 1, 4):
            if gap_without(space, hull, stakes, (1 << a) + (1 << b), x) >= 0.0:
                return 0, (1 << a) + (1 << b)
    return 0, 0


@jitable
def cause_of(alone: int, together: int) -> int:
    """Place in ``CAUSES``: the first single switch in the stacking order, two together, or no common gain.

    Examples
    --------
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
    >>> names_of(INFORMATION + COMMITMENT)
    ('information', 'commitment')
    """
    return tuple(CAUSES[a + 1] for a in range(4) if switches & (1 << a))
