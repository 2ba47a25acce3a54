"""Pareto frontiers: of a list of outcomes, of many issues with linear utilities, and of a curve given as a function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError

__all__ = ["Curve", "LinearIssues", "as_outcomes", "pareto"]

Array = NDArray[np.float64]


def as_outcomes(outcomes: ArrayLike) -> Array:
    """Return a list of outcomes as an array of shape (m, n): a row an outcome, a column a party's utility.

    Raises
    ------
    InputError
        If there is no outcome, fewer than two parties, or a utility that is not a finite number.
    """
    utilities = np.asarray(outcomes, dtype=float)
    if utilities.ndim != 2 or not len(utilities) or utilities.shape[1] < 2:
        raise InputError(f"outcomes: expected rows of two or more utilities, got an array of shape {utilities.shape}")
    if not np.isfinite(utilities).all():
        row = int(np.flatnonzero(~np.isfinite(utilities).all(axis=1))[0])
        raise InputError(f"outcomes[{row}]: expected finite numbers, got {utilities[row].tolist()}")
    return utilities


def pareto(outcomes: ArrayLike) -> NDArray[np.intp]:
    """Rows that no other row dominates: nobody could gain without another's loss.

    Of outcomes with the same utilities the first stands for all. Two parties: one sort, O(m log m). More: each row of
    the frontier strikes out what it dominates, O(m f) for a frontier of f rows.

    Parameters
    ----------
    outcomes
        Shape (m, n), n >= 2 parties, utilities on each party's own scale.

    Returns
    -------
    numpy.ndarray
        Row numbers from 0, in ascending order of the first party's utility (then of the second's, ...).

    Raises
    ------
    InputError
        See `as_outcomes`.

    Examples
    --------
    >>> pareto([[1, 5], [2, 4], [2, 3], [3, 1], [1, 5]]).tolist()
    [0, 1, 3]
    >>> pareto([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]).tolist()
    [2, 1, 0]
    """
    utilities = as_outcomes(outcomes)
    return _of_two(utilities) if utilities.shape[1] == 2 else _of_many(utilities)


def _of_two(utilities: Array) -> NDArray[np.intp]:
    first, second = utilities[:, 0], utilities[:, 1]
    order = np.lexsort((-second, -first))
    ranked = second[order]
    best_before = np.maximum.accumulate(ranked)
    kept = np.empty(len(order), dtype=bool)
    kept[0] = True
    np.greater(ranked[1:], best_before[:-1], out=kept[1:])
    return order[kept][::-1]


def _of_many(utilities: Array) -> NDArray[np.intp]:
    # By descending sum a row can be dominated only by rows before it (or by equals of rounded sums, hence the lexsort).
    order = np.lexsort((*(-utilities.T[::-1]), -utilities.sum(axis=1)))
    frontier: list[int] = []
    while len(order):
        head = utilities[order[0]]
        frontier.append(int(order[0]))
        order = order[(utilities[order] > head).any(axis=1)]
    rows = np.array(frontier)
    points = utilities[rows]
    for k in range(len(rows)):  # a rounded sum may have let a dominated row in
        beaten = (points >= points[k]).all(axis=1) & (points > points[k]).any(axis=1)
        frontier[k] = -1 if beaten.any() else frontier[k]
    rows = rows[np.array(frontier) >= 0]
    return rows[np.lexsort(utilities[rows].T[::-1])]


@dataclass(frozen=True)
class Curve:
    r"""A frontier given as a function: the second party gets f(u) where the first gets u.

    Attributes
    ----------
    function
        f, concave and not increasing on [low, high], on floats.
    low, high
        The first party's utilities between which f is defined; low < high.

    Examples
    --------
    >>> Curve(lambda u: (1 - u) ** 0.5, 0.0, 1.0).utilities(0.75)
    (0.75, 0.5)
    """

    function: Callable[[float], float]
    low: float
    high: float

    def __post_init__(self) -> None:
        if not (np.isfinite([self.low, self.high]).all() and self.low < self.high):
            raise InputError(f"low, high: expected two finite numbers in ascending order, got {self.low}, {self.high}")

    def utilities(self, u: float) -> tuple[float, float]:
        """Both parties' utilities at the point where the first gets u."""
        return float(u), float(self.function(float(u)))


@dataclass(frozen=True)
class LinearIssues:
    r"""Two parties, K issues on [0, 1] each, utilities :math:`u_i(x) = c_i + \sum_k w_{ik} x_k`.

    The frontier is a fractional knapsack: issues on which both want the same end are settled there; the others change
    hands one after the other, first the one that gives the second party most for what it costs the first. So it is a
    concave chain of at most K segments, exact and in O(K log K).

    Attributes
    ----------
    weights
        Shape (2, K): w.
    constants
        (c1, c2).
    vertices
        Shape (v, 2): corners of the frontier in ascending order of the first party's utility.
    terms
        Shape (v, K): the terms x at each corner.

    References
    ----------
    Raiffa (1982), The Art and Science of Negotiation, chapter 10 (trading issues); Dantzig (1957), Operations Research
    5: 266-288 (the fractional knapsack's greedy solution).

    Examples
    --------
    Two issues; the first matters more to the first party, the second to the second:

    >>> issues = LinearIssues([[0.75, 0.25], [-0.25, -0.75]], constants=(0, 1))
    >>> issues.vertices.tolist()
    [[0.0, 1.0], [0.75, 0.75], [1.0, 0.0]]
    >>> issues.terms.tolist()
    [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
    """

    weights: ArrayLike
    constants: Sequence[float] = (0.0, 0.0)
    vertices: Array = field(init=False, repr=False, compare=False)
    terms: Array = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        w = np.asarray(self.weights, dtype=float)
        c = np.asarray(self.constants, dtype=float)
        if w.ndim != 2 or w.shape[0] != 2 or not w.shape[1] or c.shape != (2,):
            raise InputError(f"weights, constants: expected shapes (2, K) and (2,), got {w.shape} and {c.shape}")
        if not (np.isfinite(w).all() and np.isfinite(c).all()):
            raise InputError("weights, constants: expected finite numbers")
        terms = _knapsack_terms(w)
        vertices = terms @ w.T + c
        object.__setattr__(self, "vertices", vertices)
        object.__setattr__(self, "terms", terms)

    @classmethod
    def between(cls, ideals: ArrayLike, saliences: ArrayLike) -> LinearIssues:
        """Issues with utilities 1 - sum_k s_ik |x_k - ideal_ik|, in which x_k = 0 is the second party's ideal.

        Outside the two ideals both lose, so the frontier lies between them: here x_k runs from the second party's
        ideal (0) to the first's (1). Saliences are scaled to add up to 1 for each party.

        Examples
        --------
        >>> LinearIssues.between([[1, 1], [0, 0]], [[3, 1], [1, 3]]).vertices.tolist()
        [[0.0, 1.0], [0.75, 0.75], [1.0, 0.0]]
        """
        ideal, salience = np.asarray(ideals, dtype=float), np.asarray(saliences, dtype=float)
        if ideal.shape != salience.shape or ideal.ndim != 2 or (salience < 0).any() or (salience.sum(1) <= 0).any():
            raise InputError("ideals, saliences: expected shapes (2, K), saliences not negative and not all zero")
        loss = salience / salience.sum(axis=1, keepdims=True) * np.abs(ideal[0] - ideal[1])
        return cls(np.stack([loss[0], -loss[1]]), (1.0 - float(loss[0].sum()), 1.0))


def _knapsack_terms(w: Array) -> Array:
    first, second = w
    # The best corner for the first party; where it does not care, the second's wish decides.
    start = np.where(first != 0, first > 0, second > 0).astype(float)
    gain = np.where(start == 1, -second, second)  # what the second gains by flipping the issue ...
    cost = np.abs(first)  # ... and what the first loses
    opposed = np.flatnonzero((gain > 0) & (cost > 0))
    opposed = opposed[np.argsort(-gain[opposed] / cost[opposed], kind="stable")]
    corners = np.repeat(start[None, :], len(opposed) + 1, axis=0)
    for step, issue in enumerate(opposed):
        corners[step + 1 :, issue] = 1.0 - start[issue]
    return corners[::-1]
