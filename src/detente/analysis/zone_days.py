"""One day of an ensemble in full: the future nearest to the middle of all, with its zones and nearest miss."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from detente.analysis.zones import Today, solve_day

if TYPE_CHECKING:
    from detente.engine.ensemble import Played

__all__ = ["middle_future", "typical_day", "view_of", "views"]


def views(played: Played) -> tuple[date, ...]:
    """Dates on which an ensemble keeps states of mind: every 28 days from the first."""
    from detente.engine.step import VIEW

    start = played.plan.sheet.case.as_of
    return tuple(start + timedelta(days=VIEW * view) for view in range(played.out.minds.shape[1]))


def view_of(days: tuple[date, ...], day: date | None) -> int:
    """Place of the last date that is not after a day; the first one for none, or for an earlier day.

    Examples
    --------
    >>> days = (date(2031, 3, 8), date(2031, 4, 5), date(2031, 5, 3))
    >>> view_of(days, date(2031, 5, 2)), view_of(days, None), view_of(days, date(2032, 1, 1))
    (1, 0, 2)
    """
    if day is None:
        return 0
    return max(0, sum(one <= day for one in days) - 1)


def middle_future(played: Played, view: int) -> int | None:
    """Return the future that lies nearest to the middle on a day, by rule and not by hand.

    The middle is the median of the parties' floors (of war, at home, of keeping) over the futures that are still at
    war; the distance is the sum of absolute distances in interquartile ranges; ties go to the lowest number.

    Returns
    -------
    int or None
        None where no future is at war any more.
    """
    from detente.engine.state import Mind

    at_war = np.flatnonzero(played.out.common[:, view, 7] == 1.0)
    if not len(at_war):
        return None
    floors = played.out.minds[at_war, view][:, :, [Mind.FLOOR, Mind.RATIFIABLE, Mind.KEEP]].reshape(len(at_war), -1)
    low, middle, high = np.quantile(floors, (0.25, 0.5, 0.75), axis=0)
    width = np.where(high > low, high - low, 1.0)
    distance = (np.abs(floors - middle) / width).sum(axis=1)
    return int(at_war[np.argmin(np.round(distance, 9))])


def typical_day(played: Played, view: int) -> tuple[int, Today] | None:
    """Solve the zones of the middle future of a day in full.

    Returns
    -------
    tuple or None
        Its number and its zones; None where no future is at war any more.
    """
    future = middle_future(played, view)
    return None if future is None else (future, solve_day(played, future, view))
