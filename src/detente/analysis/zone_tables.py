"""The zones over time, as tables: how many are open, where their edges lie, what closes them, where floors stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.engine.ensemble import Played
from detente.engine.state import Mind
from detente.engine.step import VIEW
from detente.engine.zones import KINDS, SurveyOut, survey
from detente.models.diagnosis import CAUSES

__all__ = ["SURVEYED", "zone_tables"]

Floats = NDArray[np.float64]

SURVEYED = 1_000
"""Futures whose zones are solved exactly."""


EDGED = 75
"""Futures at least whose zones also get edges, so that some are still at war on late days."""


def zone_tables(played: Played, futures: int = SURVEYED) -> dict[str, dict[str, Any]]:
    """Tables of the baseline's zones: zones, zone_edges, diagnosis, floors.

    Shares are of the futures that nobody has won by the day (their number is ``n``); edges are medians over the
    futures in which the zone is open.
    """
    edged = min(futures, max(EDGED, futures // 5))
    found = survey(played.plan, played.out, played.draw_of, futures=futures, edges=edged)
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


def _medians(values: Floats) -> Floats:
    """Medians over the first axis, of what is there; NaN where nothing is."""
    ordered = np.sort(values, axis=0)  # what is missing comes last
    n = (~np.isnan(values)).sum(axis=0)[None]
    lower, upper = (np.take_along_axis(ordered, np.maximum(0, at), axis=0)[0] for at in ((n - 1) // 2, n // 2))
    return (lower + upper) / 2.0


def _edges(found: SurveyOut, days: list[Any], issues: tuple[str, ...]) -> dict[str, Any]:
    """Rows by day, issue and kind."""
    n = np.maximum(1, (~np.isnan(found.gaps[:, :, 0])).sum(axis=0))
    shape = (len(days), len(issues), len(KINDS))
    share = ((found.gaps[:, :, : len(KINDS)] >= 0.0).sum(axis=0) / n[:, None])[:, None, :]
    nash = np.full(shape, np.nan)
    nash[:, :, KINDS.index("credible")] = _medians(found.nash)
    ends = _medians(found.edges).swapaxes(1, 2)
    names = [one.ravel() for one in np.meshgrid(np.arange(len(days)), issues, KINDS, indexing="ij")]
    whole = {"low": ends[..., 0], "high": ends[..., 1], "nash": nash}
    columns: dict[str, Any] = {"day": [days[at] for at in names[0]]}
    columns |= {"issue": names[1].tolist(), "kind": names[2].tolist()}
    columns |= {name: pa.array(values.ravel(), pa.float64(), from_pandas=True) for name, values in whole.items()}
    return columns | {"share_open": np.broadcast_to(share, shape).ravel().tolist()}


def _diagnosis(found: SurveyOut, days: list[Any]) -> dict[str, Any]:
    rows = []
    for view, day in enumerate(days):
        cause = found.cause[:, view]
        n = max(1, int((cause >= 0).sum()))
        rows += [(day, name, float((cause == place).sum() / n)) for place, name in enumerate(CAUSES)]
    return {"day": [r[0] for r in rows], "cause": [r[1] for r in rows], "share": [r[2] for r in rows]}


def _floors(played: Played, days: list[Any]) -> dict[str, Any]:
    minds, at_war = played.out.minds, played.out.common[:, :, 7] == 1.0
    columns = [Mind.FLOOR, Mind.RATIFIABLE, Mind.KEEP]
    rows = []
    for view, day in enumerate(days):
        if not at_war[:, view].any():
            continue
        ends = np.quantile(minds[at_war[:, view], view][:, :, columns], (0.05, 0.5, 0.95), axis=0)
        for i, party in enumerate(played.plan.sheet.parties):
            rows += [(day, party, kind, *ends[:, i, place].tolist()) for place, kind in enumerate(("r", "R", "L"))]
    names = ("day", "party", "kind", "q05", "q50", "q95")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
