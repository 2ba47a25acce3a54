"""When futures turn from one state to another, week by week, and which they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.engine.ensemble import Played
from detente.engine.layout import Outcome

__all__ = ["Turn", "turns", "weeks_of"]


@dataclass(frozen=True)
class Turn:
    """A future that turns to a state.

    Attributes
    ----------
    run
        Its number.
    day
        First day of the week in which it stands in the new state.
    before, after
        Names of the states, as in the tables of a result.
    """

    run: int
    day: date
    before: str
    after: str


def weeks_of(played: Played) -> tuple[date, ...]:
    """The days on which states are kept: the first, and every seventh."""
    start = played.plan.sheet.case.as_of
    return tuple(start + timedelta(7 * week) for week in range(played.out.state.shape[1]))


def turns(played: Played, first: date, last: date, to: str | None = None) -> tuple[Turn, ...]:
    """Find the futures that turn to a state between two days, both included; the first such turn of each.

    Parameters
    ----------
    played
        The ensemble.
    first, last
        The range. Futures are looked at once a week, so what begins and ends within a week is not seen.
    to
        Name of the state; None for any.

    Returns
    -------
    tuple of Turn
        In the order of their days, then of their numbers.
    """
    days = weeks_of(played)
    state: NDArray[np.int8] = played.out.state
    inside = np.array([first <= day <= last for day in days[1:]], dtype=bool)
    turned = (state[:, 1:] != state[:, :-1]) & inside
    if to is not None:
        turned &= state[:, 1:] == Outcome[to.upper()]
    runs = np.flatnonzero(turned.any(axis=1))
    weeks = turned[runs].argmax(axis=1)
    order = np.lexsort((runs, weeks))
    return tuple(
        Turn(
            int(runs[at]),
            days[int(weeks[at]) + 1],
            _name(int(state[runs[at], weeks[at]])),
            _name(int(state[runs[at], weeks[at] + 1])),
        )
        for at in order
    )


def _name(state: int) -> str:
    return Outcome(int(state)).name.lower()
