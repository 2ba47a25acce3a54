"""Questions about the room for a deal: the zones over time and today's in full, and how far apart actors stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.asked import check_asked
from detente.case.load import read_case
from detente.case.schema import Case

if TYPE_CHECKING:
    from detente.engine.ensemble import Played

__all__ = ["Daylight", "Today", "Zones", "daylight", "plain_rows", "solve_day", "zones"]

Floats = NDArray[np.float64]
Rows = list[dict[str, Any]]

KINDS = ("perceived", "ratifiable", "credible", "fixed")


@dataclass(frozen=True)
class Today:
    """The zones of one future on one day, solved in full: in `Zones` the first day, with every number at its mode.

    Attributes
    ----------
    gaps
        Kind -> by how much the best terms stand above every floor (utility); below 0: by how much the nearest miss
        falls short. Kinds: perceived, ratifiable, credible, fixed (one set of terms for all time).
    edges
        Kind -> issue -> (lowest, highest) terms; kinds whose zone is closed are left out.
    share_of_space
        Kind -> share of all thinkable terms inside, likewise.
    points
        Name -> issue -> terms at the Nash, Kalai-Smorodinsky and egalitarian points of the innermost open zone.
    point_zone
        Which zone those lie in; empty if all are closed.
    nearest
        Issue -> terms of the nearest miss, those that fall least short of the first closed zone's floors; empty if all
        are open, or red lines leave no terms.
    cause
        What closes the credible zone, as in the diagnosis.
    alone
        Everything that, taken away by itself, would reopen it.
    together
        The first pair that would, where nothing alone does.
    """

    gaps: dict[str, float]
    edges: dict[str, dict[str, tuple[float, float]]]
    share_of_space: dict[str, float]
    points: dict[str, dict[str, float]]
    point_zone: str
    nearest: dict[str, float]
    cause: str
    alone: tuple[str, ...]
    together: tuple[str, ...]


@dataclass(frozen=True)
class Zones:
    """The zones of a case.

    Attributes
    ----------
    case, as_of
        Name, and the date whose knowledge was used.
    runs, draws
        Futures played, and draws of the numbers.
    today
        The first day at the modes.
    over_time
        Rows of day, perceived, ratifiable, credible, fixed (shares of the futures nobody has won by then in which it is
        open) and n, how many those are.
    edges
        Rows of day, issue, kind, low, high, nash, share_open: medians over the futures in which the zone is open.
    diagnosis
        Rows of day, cause, share.
    floors
        Rows of day, party, kind (r, R or L), q05, q50, q95.
    """

    case: str
    as_of: date
    runs: int
    draws: int
    today: Today
    over_time: Rows
    edges: Rows
    diagnosis: Rows
    floors: Rows


@dataclass(frozen=True)
class Daylight:
    """How far two actors stand apart: mean salience times distance between their ideals, 0 to 1.

    Attributes
    ----------
    a, b
        The actors.
    issues
        Issue -> (low, mid, high): 5, 50 and 95 of 100 draws of the numbers.
    total
        Their sum, likewise.
    """

    a: str
    b: str
    issues: dict[str, tuple[float, float, float]]
    total: tuple[float, float, float]


def _cut(case: Case, as_of: date | str | None) -> Case:
    """The case with what was known on another date."""
    if as_of is None or str(as_of) == case.as_of.isoformat():
        return case
    return read_case(case.folder, as_of)


def zones(
    case: Case,
    as_of: date | str | None = None,
    *,
    runs: int = 600,
    draws: int = 200,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Zones:
    """Solve the zones of possible agreement of a case: today's in full, and over the futures that follow.

    Parameters
    ----------
    case
        From `detente.read_case`.
    as_of
        Another date to cut it at.
    runs, draws, seed
        Futures, draws of the numbers, luck.
    progress
        Called with the number of futures done since the last call.

    Raises
    ------
    InputError
        As `detente.read_case`, for a date outside the case.
    """
    from detente.analysis.zone_tables import zone_tables
    from detente.engine.scenario import play_scenario

    check_asked(case, runs=runs, draws=draws, seed=seed)
    known = _cut(case, as_of)
    played = play_scenario(known, runs=runs, draws=draws, seed=seed, keep=True, advance=progress)
    tables = {name: plain_rows(table) for name, table in zone_tables(played, futures=runs).items()}
    return Zones(
        case=known.name,
        as_of=known.as_of,
        runs=runs,
        draws=len(played.plan.records),
        today=_today(known, seed),
        over_time=tables["zones"],
        edges=tables["zone_edges"],
        diagnosis=tables["diagnosis"],
        floors=tables["floors"],
    )


def plain_rows(table: dict[str, Any]) -> Rows:
    """Columns as rows of plain Python values."""
    columns = {
        name: values.to_pylist()
        if hasattr(values, "to_pylist")
        else np.asarray(values).tolist()
        if isinstance(values, np.ndarray)
        else list(values)
        for name, values in table.items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _today(case: Case, seed: int) -> Today:
    """The first day at the modes, solved in full."""
    from detente.engine.scenario import play_scenario

    return solve_day(play_scenario(case, runs=1, draws=1, seed=seed, keep=True), 0, 0)


def solve_day(played: Played, future: int, view: int) -> Today:
    """Solve one future's zones in full on one of the days on which its minds are kept.

    Parameters
    ----------
    played
        An ensemble that keeps states of mind.
    future, view
        Which future, not won by anybody on that day; which day, counted in steps of `detente.engine.step.VIEW` days.
    """
    from detente.engine.step import VIEW
    from detente.engine.zones import stakes_of, whole_and_hull
    from detente.models.diagnosis import CAUSES, best_stop, cause_of, diagnose, names_of, zone_gaps
    from detente.models.stakes import zone_limits
    from detente.models.zone_points import zone_points
    from detente.models.zones import max_min, share_of_space, zone_edges

    draw = played.draw_of[future : future + 1]
    minds, common = played.out.minds[future : future + 1, view], played.out.common[future : future + 1, view]
    block, discount = stakes_of(played.plan, draw, minds, common, np.full(1, VIEW * view))
    stakes = block._replace(
        discount=float(discount[0]),
        **{name: getattr(block, name)[0] for name in block._fields if name not in _SHARED},
    )
    sheet = played.plan.sheet
    space, hull = (one[draw[0]] for one in whole_and_hull(played.plan))
    by_stop, issues = np.empty((len(stakes.stop), 4)), sheet.issues
    zone_gaps(space, hull, stakes, by_stop)
    gaps, best = by_stop.max(axis=0), best_stop(by_stop)
    alone, together = diagnose(space, hull, stakes)
    edges: dict[str, dict[str, tuple[float, float]]] = {}
    shares: dict[str, float] = {}
    points: dict[str, dict[str, float]] = {}
    innermost, nearest = "", {}
    lo, hi, floors = np.empty(len(issues)), np.empty(len(issues)), np.empty(space.base.shape[1])
    for kind, name in enumerate(KINDS[:3]):
        terms = hull if name == "credible" else space
        held, inside = [], 0.0
        for g in np.flatnonzero(by_stop[:, kind] >= 0.0):
            rows = zone_limits(terms, stakes, int(g), kind, lo, hi, floors)
            found = zone_edges(terms, floors, rows=rows, lo=lo, hi=hi)
            held += [] if found is None else [found]
            inside += share_of_space(terms, floors, rows=rows, lo=lo, hi=hi) / len(by_stop)
        rows = zone_limits(terms, stakes, best, kind, lo, hi, floors)
        if not held:
            _, missed = max_min(terms, floors, rows=rows, lo=lo, hi=hi)
            nearest = {} if missed is None else {issue: float(missed[k]) for k, issue in enumerate(issues)}
            break
        low, high = np.min(held, axis=0)[:, 0], np.max(held, axis=0)[:, 1]
        innermost, shares[name] = name, inside
        edges[name] = {issue: (float(low[k]), float(high[k])) for k, issue in enumerate(issues)}
        at_points = zone_points(terms, floors, rows=rows, lo=lo, hi=hi) or {}
        points = {point: {issue: float(at.x[k]) for k, issue in enumerate(issues)} for point, at in at_points.items()}
    return Today(
        gaps={name: float(gap) for name, gap in zip(KINDS, gaps, strict=True)},
        edges=edges,
        share_of_space=shares,
        points=points,
        point_zone=innermost,
        nearest=nearest,
        cause=CAUSES[cause_of(alone, together)],
        alone=names_of(alone),
        together=names_of(max(0, together)),
    )


_SHARED = frozenset({"veto_of", "line_of", "discount", "pin", "stop"})
"""Parts of a block of stakes that are the same for all its states."""


def daylight(case: Case, as_of: date | str | None = None, *, draws: int = 200, seed: int = 1) -> tuple[Daylight, ...]:
    """Distances between the actors who have positions, the farthest pair first.

    Daylight between i and j on an issue is mean(s_ik, s_jk)*|ideal_ik - ideal_jk|: what they care about, times how far
    apart they would settle it (`detente.models.zones.daylight`).

    Parameters
    ----------
    case
        From `detente.read_case`.
    as_of
        Another date to cut it at.
    draws, seed
        Draws of the numbers behind the ranges.

    Raises
    ------
    InputError
        As `detente.read_case`, for a date outside the case.
    """
    from detente.engine.sheet import make_sheet
    from detente.engine.spaces import positions
    from detente.models.zones import daylight as distance

    check_asked(case, draws=draws, seed=seed)
    sheet = make_sheet(_cut(case, as_of), draws=draws, seed=seed)
    actors = tuple(dict.fromkeys(position.actor for position in sheet.case.positions))
    ideal, salience, _ = positions(sheet, actors)
    found = []
    for i, j in combinations(range(len(actors)), 2):
        held = np.array([distance(ideal[d, [i, j]], salience[d, [i, j]]) for d in range(sheet.draws)])
        placed = [
            k
            for k, issue in enumerate(sheet.issues)
            if sheet.position(actors[i], issue) is not None and sheet.position(actors[j], issue) is not None
        ]
        if not placed:
            continue
        issues = {sheet.issues[k]: _range(held[:, k]) for k in placed}
        found.append(Daylight(actors[i], actors[j], issues, _range(held[:, placed].sum(axis=1))))
    return tuple(sorted(found, key=lambda pair: (-pair.total[1], pair.a, pair.b)))


def _range(values: Floats) -> tuple[float, float, float]:
    low, mid, high = np.quantile(values, (0.05, 0.5, 0.95))
    return float(low), float(mid), float(high)
