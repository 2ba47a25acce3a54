"""The zones over time, as tables: how many are open, where their edges lie, what closes them, where floors stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from detente.engine.ensemble import Played
from detente.engine.layout import Mind
from detente.engine.step import VIEW
from detente.engine.zones import KINDS, SurveyOut, survey
from detente.models.diagnosis import CAUSES

__all__ = ["SURVEYED", "zone_tables"]

SURVEYED = 1_000
"""Futures whose zones are solved exactly."""


def zone_tables(played: Played, futures: int = SURVEYED) -> dict[str, dict[str, Any]]:
    """Tables of the baseline's zones: zones, zone_edges, diagnosis, floors.

    Shares are of the futures that nobody has won by the day (their number is ``n``); edges are medians over the
    futures in which the zone is open.
    """
    found = survey(played.plan, played.out, played.draw_of, futures=futures)
    start = played.plan.sheet.case.as_of
    days = [start + timedelta(days=VIEW * view) for view in range(found.gaps.shape[1])]
    return {
        "zones": _zones(found, days),
        "zone_edges": _edges(found, days, played.plan.sheet.issues),
        "diagnosis": _diagnosis(found, days),
        "floors": _floors(played, days),
    }


def _zones(found: SurveyOut, days: list[Any]) -> dict[str, Any]:
    at_war = ~np.isnan(found.gaps[:, :, 0])
    n = at_war.sum(axis=0)
    table: dict[str, Any] = {"day": days}
    for kind, name in enumerate(("perceived", "ratifiable", "credible", "fixed")):
        table[name] = (found.gaps[:, :, kind] >= 0.0).sum(axis=0) / np.maximum(1, n)
    return table | {"n": n}


def _median(values: np.ndarray) -> float | None:
    values = values[~np.isnan(values)]
    return float(np.median(values)) if len(values) else None


def _edges(found: SurveyOut, days: list[Any], issues: tuple[str, ...]) -> dict[str, Any]:
    rows: list[tuple[Any, ...]] = []
    at_war = ~np.isnan(found.gaps[:, :, 0])
    for view, day in enumerate(days):
        for k, issue in enumerate(issues):
            for place, kind in enumerate(KINDS):
                low, high = found.edges[:, view, place, k, 0], found.edges[:, view, place, k, 1]
                share = (found.gaps[:, view, place] >= 0.0).sum() / max(1, at_war[:, view].sum())
                nash = _median(found.nash[:, view, k]) if kind == "credible" else None
                rows.append((day, issue, kind, _median(low), _median(high), nash, float(share)))
    names = ("day", "issue", "kind", "low", "high", "nash", "share_open")
    columns: dict[str, Any] = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    for name in ("low", "high", "nash"):
        columns[name] = pa.array(columns[name], pa.float64())
    return columns


def _diagnosis(found: SurveyOut, days: list[Any]) -> dict[str, Any]:
    rows = []
    for view, day in enumerate(days):
        cause = found.cause[:, view]
        n = max(1, int((cause >= 0).sum()))
        rows += [(day, name, float((cause == place).sum() / n)) for place, name in enumerate(CAUSES)]
    return {"day": [r[0] for r in rows], "cause": [r[1] for r in rows], "share": [r[2] for r in rows]}


def _floors(played: Played, days: list[Any]) -> dict[str, Any]:
    minds, at_war = played.out.minds, played.out.common[:, :, 7] == 1.0
    rows = []
    for view, day in enumerate(days):
        for i, party in enumerate(played.plan.sheet.parties):
            for kind, column in (("r", Mind.FLOOR), ("R", Mind.RATIFIABLE), ("L", Mind.KEEP)):
                values = minds[at_war[:, view], view, i, column]
                if len(values):
                    rows.append((day, party, kind, *(float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))))
    names = ("day", "party", "kind", "q05", "q50", "q95")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
