"""Scores of a case against its own history, forecaster by forecaster: what a result says of how far to trust it."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.analysis.hindcast import OURS, Hindcast, hindcast
from detente.case.schema import Case
from detente.errors import InputError

__all__ = ["board", "scores_table"]


def scores_table(case: Case, *, runs: int, seed: int) -> dict[str, Any]:
    """Columns ``forecaster``, ``crps``, ``brier``, ``log``, ``days``, ``events``, ``until``; empty without a history.

    Parameters
    ----------
    case
        Cut at the date that it is played from.
    runs, seed
        Futures, and where their luck comes from.
    """
    try:
        rows = board(hindcast(case, case.as_of, runs, seed=seed))
    except InputError:
        rows = []  # nothing is known yet of the time after the information date
    names = ("forecaster", "crps", "brier", "log", "days", "events", "until")
    return {name: [row[name] for row in rows] for name in names}


def board(found: Hindcast) -> list[dict[str, Any]]:
    """Mean scores by forecaster, lower is better: ours first, then by CRPS, then those that score only events.

    Returns
    -------
    list of dict
        ``crps`` (in regions lost, mean over ``days`` dates) and ``brier``, ``log`` (mean over ``events``); None where a
        forecaster makes no such forecast. ``until``: the last day that the history tells of.
    """
    names = {name: None for one in found.counts for name in one.crps} | {
        name: None for one in found.events for name in one.brier
    }
    rows = []
    for name in names:
        counts = [one.crps[name] for one in found.counts if name in one.crps]
        events = [one for one in found.events if name in one.brier]
        rows.append(
            {
                "forecaster": name,
                "crps": float(np.mean(counts)) if counts else None,
                "brier": float(np.mean([one.brier[name] for one in events])) if events else None,
                "log": float(np.mean([one.log[name] for one in events])) if events else None,
                "days": len(counts),
                "events": len(events),
                "until": found.until,
            }
        )
    worst = float("inf")
    return sorted(rows, key=lambda row: (row["forecaster"] != OURS, worst if row["crps"] is None else row["crps"]))
