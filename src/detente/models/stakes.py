"""What the floors of one future are made of at one date, and the floors and limits of each zone that follow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.models.floors import fading, keep_floor, ratifiable_floor
from detente.models.kernel import allocating, jitable
from detente.models.zone_kernels import Space, boxes, segment_bounds
from detente.models.zone_promises import best_and_lowest, discounted_floors

__all__ = [
    "AUDIENCE",
    "COMMITMENT",
    "CREDIBLE",
    "INDIVISIBILITY",
    "INFORMATION",
    "NO_VETO",
    "PERCEIVED",
    "RATIFIABLE",
    "Stakes",
    "floors_and_least",
    "limits",
    "zone_limits",
]

Array = NDArray[np.float64]
Index = NDArray[np.int64]

INDIVISIBILITY, INFORMATION, AUDIENCE, COMMITMENT = 1, 2, 4, 8
"""Switches of the diagnosis, as bits, in the order in which the charts stack them."""
NO_VETO = -1e3
"""Floor of a ratifier who holds no office: far below all terms, whatever fades."""
PERCEIVED, RATIFIABLE, CREDIBLE = 0, 1, 2
"""Kinds of zone."""


class Stakes(NamedTuple):
    """Numbers behind the floors. n parties, J ratifiers, A red lines, K issues, T dates, G stops of a schedule.

    An issue whose stops say when a patron leaves sets the schedule of support that a deal would bring: G stops, each
    with its own values of war at later dates. Without such an issue G = 1.

    Attributes
    ----------
    war : array of shape (2, n)
        Value of fighting on today, without a deal, in utility; first axis: own beliefs, the common mean.
    later : array of shape (G, 2, n, T)
        Value of going back to war at the dates, with support as a deal at that stop would leave it.
    win : array of shape (2, n)
        Own chance of winning the war that goes on; 1 where commitments do not fade (`detente.models.floors.standing`).
    lose : array of shape (n,)
        Utility of conceding.
    relief, psi, audience, bottom : arrays of shape (n,)
        Pressure, enforcement, audience weight, bottom line.
    veto : array of shape (J,)
        Ratifiers' floors as stated; they fade with the chances of the party they belong to. ``NO_VETO``: out of office.
    veto_of : array of shape (J,)
        That party.
    at_least, at_most, give : arrays of shape (A, K)
        Red lines (0 and 1: none) and the ideals to which they give way.
    line_of : array of shape (A,)
        The party with whose chances a red line fades.
    weeks : array of shape (G, T)
        The dates, weeks from now, from 0.
    discount : float
        Weekly discount D.
    pin : array of shape (G,)
        The issue that each stop is one of; -1 if none sets the schedule. Where several do, each is taken by itself.
    stop : array of shape (G,)
        Its value there.
    """

    war: Array
    later: Array
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
    pin: Index
    stop: Array


@jitable
def floors_and_least(stakes: Stakes, g: int, off: int, floors: Array, least: Array) -> None:
    """Ratifiable floors R of all rows, and L of the parties at the dates, some switches taken away.

    Parameters
    ----------
    stakes : Stakes
    g : int
        Stop of the schedule.
    off : int
        Sum of the switches taken away.
    floors : array of shape (n + J,)
        Overwritten.
    least : array of shape (n, T)
        Overwritten. Without the commitment problem nobody would leave what he signs: L = R.
    """
    info = 1 if off & INFORMATION else 0
    parties = stakes.lose.shape[0]
    for i in range(parties):
        r = max(stakes.lose[i], stakes.war[info, i] - stakes.relief[i])
        a = 0.0 if off & AUDIENCE else stakes.audience[i]
        floors[i] = ratifiable_floor(r, stakes.bottom[i], a, stakes.win[info, i])
        for t in range(least.shape[1]):
            least[i, t] = floors[i]
            if not off & COMMITMENT:
                least[i, t] = keep_floor(floors[i], stakes.later[g, info, i, t], stakes.psi[i])
    for j in range(stakes.veto.shape[0]):
        floors[parties + j] = stakes.veto[j]
        if stakes.veto[j] > NO_VETO:
            floors[parties + j] *= fading(stakes.win[info, stakes.veto_of[j]])


@allocating
def limits(stakes: Stakes, g: int, off: int, lo: Array, hi: Array) -> None:
    """Limits on the issues: red lines as far as they bind, and the stop of the schedule; lo_k > hi_k if empty.

    Parameters
    ----------
    stakes, g, off
        As in `floors_and_least`; without the audience there are no red lines.
    lo, hi : arrays of shape (K,)
        Overwritten.
    """
    for k in range(lo.shape[0]):
        lo[k], hi[k] = 0.0, 1.0
    if not off & AUDIENCE:
        info = 1 if off & INFORMATION else 0
        win = np.empty(stakes.line_of.shape[0])
        for a in range(win.shape[0]):
            win[a] = stakes.win[info, stakes.line_of[a]]
        boxes(stakes.at_least, stakes.at_most, stakes.give, win, lo, hi)
    pin = stakes.pin[g]
    if pin >= 0:
        lo[pin] = max(lo[pin], stakes.stop[g])
        hi[pin] = min(hi[pin], stakes.stop[g])


@allocating
def zone_limits(space: Space, stakes: Stakes, g: int, kind: int, lo: Array, hi: Array, floors: Array) -> int:
    """Floors and limits of today's zone of a kind; returns how many rows count.

    The credible zone's floors are what the average terms of a path that nobody leaves must meet.

    Parameters
    ----------
    space : Space
    stakes, g
        As in `floors_and_least`.
    kind : int
        PERCEIVED, RATIFIABLE or CREDIBLE.
    lo, hi : arrays of shape (K,)
        Overwritten.
    floors : array of shape (P,)
        Overwritten.
    """
    parties, segments = space.parties, space.start.shape[0]
    least = np.empty((parties, stakes.weeks.shape[1]))
    off = AUDIENCE if kind == PERCEIVED else 0
    floors_and_least(stakes, g, off, floors, least)
    limits(stakes, g, off, lo, hi)
    if kind == CREDIBLE:
        low, high = np.empty(segments), np.empty(segments)
        best, lowest = np.empty(parties), np.empty(parties)
        if segment_bounds(space, lo, hi, low, high):
            best_and_lowest(space, low, high, best, lowest)
            discounted_floors(least, stakes.weeks[g], stakes.discount, lowest, 0, floors[:parties])
    return parties if kind == PERCEIVED else space.base.shape[1]
