"""Kernels of the survey of zones: many states of futures at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.models.diagnosis import best_stop, cause_of, diagnose, zone_gaps
from detente.models.kernel import jitable, kernel
from detente.models.stakes import Stakes, zone_limits
from detente.models.war import coarse_front, worth
from detente.models.zone_kernels import Space, edge_terms, zone_gap

__all__ = ["survey_rows", "worth_of_war"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def worth_of_war(
    table: Floats,
    weeks: Floats,
    low: float,
    step: float,
    which: Ints,
    left: Floats,
    now: Floats,
    then: Floats,
    base: Floats,
    control: Floats,
    lasts: Floats,
    out: Floats,
) -> None:
    """What fighting on is worth in N states: `detente.models.war.worth` of each, overwriting ``out`` (N, 4).

    Parameters
    ----------
    table, weeks, low, step
        Tables of the walk of war, one for each level of m.
    which : array of shape (N,)
        Level of m.
    left, now, then, base, lasts : arrays of shape (N,)
        As in `detente.models.war.worth`.
    control : array of shape (N,)
        The challenger's, [0, 1].
    """
    for n in range(out.shape[0]):
        k = coarse_front(control[n])
        found = worth(table[which[n]], weeks, low, step, left[n], now[n], then[n], base[n], k, lasts[n])
        for column in range(4):
            out[n, column] = found[column]


@jitable
def _unite(edges: Floats, ends: Floats) -> None:
    """Widen edges (K, 2), NaN at first, to hold other edges."""
    for k in range(edges.shape[0]):
        if not ends[k, 0] >= edges[k, 0]:
            edges[k, 0] = ends[k, 0]
        if not ends[k, 1] <= edges[k, 1]:
            edges[k, 1] = ends[k, 1]


@kernel
def survey_rows(
    space: Space,
    hull: Space,
    block: Stakes,
    discount: Floats,
    rows: Ints,
    edged: NDArray[np.bool_],
    gaps: Floats,
    alone: Ints,
    together: Ints,
    cause: Ints,
    edges: Floats,
    asked: Floats,
    box: Floats,
    middle: Floats,
) -> None:
    """Survey some rows of a block of one draw; those ``edged`` also get edges, and what their credible zone asks.

    Parameters
    ----------
    space, hull : Space
        The draw's terms, as they are and with indivisible issues convexified; P rows, K issues.
    block : Stakes
        Of N states, as `detente.engine.zones.stakes_of` makes it.
    discount : array of shape (N,)
        Weekly discounts.
    rows : array of whole numbers
        Which of the N states.
    edged : array of shape (N,)
        Which of them get edges.
    gaps, alone, together, cause, edges
        Overwritten; as in `detente.engine.zones.SurveyOut`, with N in the place of futures and views.
    asked, box, middle : arrays of shape (N, P), (N, 2, K), (N, K)
        Overwritten where the credible zone is open: floors, limits of the issues, and terms in its middle.
    """
    issues = space.origin.shape[0]
    lo, hi, floors = np.empty(issues), np.empty(issues), np.empty(space.base.shape[1])
    by_stop, ends = np.empty((block.stop.shape[0], 4)), np.empty((issues, 2))
    for n in rows:
        stakes = Stakes(
            block.war[n], block.later[n], block.win[n], block.lose[n], block.relief[n], block.psi[n],
            block.audience[n], block.bottom[n], block.veto[n], block.veto_of, block.at_least[n], block.at_most[n],
            block.give[n], block.line_of, block.weeks[n], float(discount[n]), block.pin, block.stop,
        )  # fmt: skip
        zone_gaps(space, hull, stakes, by_stop)
        for kind in range(4):
            gaps[n, kind] = by_stop[0, kind]
            for g in range(1, by_stop.shape[0]):
                gaps[n, kind] = max(gaps[n, kind], by_stop[g, kind])
        alone[n], together[n] = diagnose(space, hull, stakes)
        cause[n] = cause_of(int(alone[n]), int(together[n]))
        if not edged[n]:
            continue
        for kind in range(3):
            for g in range(by_stop.shape[0]):
                if by_stop[g, kind] < 0.0:
                    continue
                terms = hull if kind == 2 else space
                used = zone_limits(terms, stakes, g, kind, lo, hi, floors)
                edge_terms(terms, floors, used, lo, hi, ends)
                _unite(edges[n, kind], ends)
                if kind == 2 and g == best_stop(by_stop):
                    for row in range(floors.shape[0]):
                        asked[n, row] = floors[row]
                    for k in range(issues):
                        box[n, 0, k], box[n, 1, k] = lo[k], hi[k]
                    zone_gap(terms, floors, used, lo, hi, middle[n])
