"""Texts that could lie on the table: candidate terms near the Pareto frontier.

A future asks the same question of the same terms thousands of times, with other floors. So some hundred candidate
texts are made once per draw of the numbers, spread evenly over the frontier (for every value of the indivisible
issues; with all red lines, with half of each, without), and a future only scans their utilities. What the scan finds
is a lower bound of the exact answer of `detente.models.zones.max_min`; the tests hold it to within .02 of utility.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.models.kernel import kernel
from detente.models.zone_kernels import Space, segment_bounds, zone_gap
from detente.models.zones import utilities

__all__ = ["Texts", "candidate_texts"]

Array = NDArray[np.float64]


class Texts(NamedTuple):
    """Candidate texts.

    Attributes
    ----------
    x : array of shape (C, K)
        Terms in [0, 1].
    u : array of shape (C, P)
        Utilities (parties first, then ratifiers).
    """

    x: Array
    u: Array


def candidate_texts(
    space: Space,
    *,
    at_least: ArrayLike | None = None,
    at_most: ArrayLike | None = None,
    lose: ArrayLike | None = None,
    extra: ArrayLike | None = None,
    stops: dict[int, Sequence[float]] | None = None,
    count: int = 128,
) -> Texts:
    """Spread candidate texts over the Pareto frontier.

    Each is the egalitarian point over some vector of floors (`zone_gap`), so that faces of the frontier are covered
    and not only its corners. The floors' differences run over an even grid between each party's best terms.

    Parameters
    ----------
    space : Space
        With P rows and K issues.
    at_least, at_most, lose : array_like of shape (A, K), optional
        Red lines and the ideals they give way to, as in `detente.models.zone_kernels.boxes`.
    extra : array_like of shape (E, K), optional
        Texts to be among the candidates, first: proposals.
    stops : mapping of issue to values, optional
        Issues whose terms only take stops (a schedule); candidates are rounded to the nearest.
    count : int
        About how many texts. The exact number depends on the shapes alone, so that draws of the numbers can be stacked;
        where red lines leave no terms a text is repeated.

    Examples
    --------
    >>> from detente.models.zones import space_of
    >>> texts = candidate_texts(space_of([[1.0], [0.0]], [[1.0], [1.0]]), count=5)
    >>> texts.x[:, 0].round(3).tolist()
    [1.0, 0.75, 0.5, 0.25, 0.0]
    """
    issues = len(space.origin)
    least = np.zeros((0, issues)) if at_least is None else np.atleast_2d(np.asarray(at_least, float))
    most = np.ones((0, issues)) if at_most is None else np.atleast_2d(np.asarray(at_most, float))
    give = np.zeros_like(least) if lose is None else np.atleast_2d(np.asarray(lose, float))
    lined = bool((least > 0.0).any() or (most < 1.0).any())
    levels = (0.0, 0.5, 1.0) if lined else (1.0,)
    each = max(2 * space.base.shape[1], round(count / (len(levels) * len(space.base))))
    found = [np.atleast_2d(np.asarray(extra, float))] if extra is not None else []
    for level in reversed(levels):
        lo, hi = _eased_limits(least, most, give, level)
        for c in range(len(space.base)):
            single = space._replace(base=space.base[c : c + 1], held=space.held[c : c + 1])
            points = np.full((each, issues), np.nan)
            _frontier(single, lo, hi, _directions(space.base.shape[1], each), points)
            found.append(np.where(np.isnan(points), found[-1][-1], points) if level < 1.0 else points)
    x = np.vstack(found)
    for k, values in (stops or {}).items():
        allowed = np.asarray(sorted(values), float)
        x[:, k] = allowed[np.abs(x[:, k, None] - allowed).argmin(axis=1)]
    return Texts(x, utilities(space, x))


def _eased_limits(least: Array, most: Array, lose: Array, level: float) -> tuple[Array, Array]:
    """Limits on the issues when every red line has faded by ``level``; none at all at 1."""
    issues = least.shape[1]
    lo, hi = np.zeros(issues), np.ones(issues)
    if len(least) and level < 1.0:
        lower = np.where(least > 0.0, least + level * np.minimum(0.0, lose - least), 0.0)
        upper = np.where(most < 1.0, most + level * np.maximum(0.0, lose - most), 1.0)
        lo, hi = lower.max(axis=0), upper.min(axis=0)
    return lo, hi


@kernel
def _frontier(space: Space, lo: Array, hi: Array, concessions: Array, points: Array) -> None:
    """Egalitarian points (count, K) over the frontier of one combination inside one box; left alone without terms."""
    segments, rows = space.start.shape[0], space.base.shape[1]
    low, high, floors = np.empty(segments), np.empty(segments), np.empty(rows)
    if not segment_bounds(space, lo, hi, low, high):
        for s in range(segments):
            low[s], high[s] = 0.0, space.width[s]
    for n in range(points.shape[0]):
        for i in range(rows):
            floors[i] = space.base[0, i] - concessions[n, i]
            for s in range(segments):
                floors[i] += max(space.slope[i, s] * low[s], space.slope[i, s] * high[s])
        zone_gap(space, floors, rows, lo, hi, points[n])


@cache
def _directions(rows: int, count: int) -> Array:
    """Concessions of each row from its best: shares of one another's on an even grid, shape (count, rows)."""
    if rows == 1:
        return np.zeros((count, 1))
    if rows == 2:
        first = np.linspace(0.0, 1.0, count)
        return np.column_stack([first, 1.0 - first])
    from scipy.stats import qmc

    inner = count - rows
    cuts = np.sort(qmc.Halton(rows - 1, scramble=False).random(inner + 1)[1:], axis=1)
    edges = np.column_stack([np.zeros(inner), cuts, np.ones(inner)])
    return np.vstack([1.0 - np.eye(rows), np.diff(edges, axis=1)])
