"""Regions over the weeks: who holds them in one future, and what goes before their change of hands in all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.engine.ensemble import Played
from detente.engine.layout import Kind

__all__ = ["NEAR_DAYS", "Change", "changes", "holders"]

NEAR_DAYS = 28
"""Days before a change of hands in which a neighbour's counts as having gone before it."""
_TAKEN, _RETAKEN = (Kind.FALL, Kind.SURRENDER), (Kind.RETAKEN, Kind.RETAKEN_SURRENDER)
_YIELDED = (Kind.SURRENDER, Kind.RETAKEN_SURRENDER)

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Change:
    """How a region first changes hands over the futures.

    Attributes
    ----------
    region
        Its key.
    challenger
        Whether the challenger holds it on the first day, so that the change is to the incumbent.
    futures
        Futures in which it changes hands by the horizon, and how many were played.
    runs
        Futures played.
    middle
        Days until the first change, median over those futures; NaN where there are none.
    yielded, neighbour, unsupported, returned
        How many of them: without a fight; within 28 days of a neighbour's change to the same side; after support to
        its holder's side had ended; with the first holder back at some later day.
    """

    region: str
    challenger: bool
    futures: int
    runs: int
    middle: float
    yielded: int
    neighbour: int
    unsupported: int
    returned: int


def holders(played: Played, run: int) -> NDArray[np.bool_]:
    """Which regions the challenger holds in one future, week by week: shape (W, R).

    Rebuilt from the dated events, so the ensemble must have kept them. A side that has won holds every region from
    then on, as `detente.engine.keep.keep_week` counts it.

    Raises
    ------
    ValueError
        If the ensemble kept no events.
    LookupError
        If there is no such future.
    """
    if not 0 <= run < played.runs:
        raise LookupError(f"no future {run}; they are numbered from 0 to {played.runs - 1}")
    _must_be_kept(played)
    events = played.out.events[run, : played.out.event_count[run]].tolist()
    held = np.asarray(played.plan.parts["holder"]) == 1
    weeks = played.out.held.shape[1]
    out = np.empty((weeks, len(held)), bool)
    at = 0
    for week in range(weeks):
        while at < len(events) and events[at][0] <= 7 * week:
            _, kind, place = events[at]
            if kind in (*_TAKEN, *_RETAKEN):
                held[place] = kind in _TAKEN
            elif kind == Kind.VICTORY:
                held[:] = place == 1
            at += 1
        out[week] = held
    return out


def changes(played: Played) -> tuple[Change, ...]:
    """How each region first changes hands, in the order of the case.

    Raises
    ------
    ValueError
        If the ensemble kept no events.
    """
    days, kinds, who = _events(played)
    parts, case = played.plan.parts, played.plan.sheet.case
    kept = np.arange(kinds.shape[1])[None, :] < played.out.event_count[:, None]
    start, regions = np.asarray(parts["holder"]), list(case.regions)
    until = (case.horizon - case.as_of).days
    first = {side: _first(played, kept & np.isin(kinds, kind), days, who, len(regions))
             for side, kind in ((1, _TAKEN), (0, _RETAKEN))}  # fmt: skip
    yielded = _first(played, kept & np.isin(kinds, _YIELDED), days, who, len(regions))
    left = [_support_ends(played, kept, days, kinds, who, side) for side in (0, 1)]
    found = []
    for r, key in enumerate(regions):
        mine = int(start[r])
        when = first[1 - mine][:, r]
        moved = (when >= 0) & (when <= until)
        near = np.asarray(parts["near"])[int(parts["near_start"][r]) : int(parts["near_start"][r + 1])]
        before = when[:, None] - first[1 - mine][:, near]
        known = first[1 - mine][:, near] >= 0
        beside = (known & (before >= 0) & (before <= NEAR_DAYS)).any(axis=1)
        found.append(
            Change(
                region=key,
                challenger=mine == 1,
                futures=int(moved.sum()),
                runs=played.runs,
                middle=float(np.median(when[moved])) if moved.any() else float("nan"),
                yielded=int((moved & (yielded[:, r] == when)).sum()),
                neighbour=int((moved & beside).sum()),
                unsupported=int((moved & (left[mine] >= 0) & (left[mine] <= when)).sum()),
                returned=int((moved & (first[mine][:, r] > when)).sum()),
            )
        )
    return tuple(found)


def _must_be_kept(played: Played) -> None:
    if not len(played.out.event_count):
        raise ValueError("this ensemble kept no events; play it with keep=True")


def _events(played: Played) -> tuple[Ints, Ints, Ints]:
    """Days, kinds and subjects of the kept events, each (F, E)."""
    _must_be_kept(played)
    events = played.out.events.astype(np.int64)
    return events[:, :, 0], events[:, :, 1], events[:, :, 2]


def _first(played: Played, which: NDArray[np.bool_], days: Ints, who: Ints, regions: int) -> Ints:
    """Day of a region's first chosen event in each future, (F, R); -1 where there is none."""
    none = np.iinfo(np.int64).max
    out = np.full((played.runs, regions), none, np.int64)
    run, at = np.nonzero(which)
    np.minimum.at(out, (run, who[run, at]), days[run, at])
    return np.where(out == none, -1, out)


def _support_ends(
    played: Played, kept: NDArray[np.bool_], days: Ints, kinds: Ints, who: Ints, side: int
) -> NDArray[np.int64]:
    """Day on which a patron of a side first stops its support, (F,); -1 where none does."""
    patrons = np.asarray(played.plan.parts["patron_side"])
    mine = np.flatnonzero(patrons == side)
    return _first(played, kept & (kinds == Kind.SUPPORT) & np.isin(who, mine), days, who * 0, 1)[:, 0]
