"""Axiomatic points: Nash, Kalai-Smorodinsky, egalitarian and maximal welfare, on lists, curves and linear issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError
from detente.models.bargaining.frontier import Curve, LinearIssues, as_outcomes, pareto
from detente.models.bargaining.frontier_line import Point, nash_point, proportional_point, welfare_point

__all__ = ["Agreement", "OutcomeList", "disagreement_point", "egalitarian", "kalai_smorodinsky", "nash", "welfare"]

Array = NDArray[np.float64]
TIE = 1e-12


@dataclass(frozen=True)
class Agreement:
    """A point of the frontier that a solution picks.

    Attributes
    ----------
    utilities
        What each party gets, on its own scale.
    row
        For a list of outcomes, the row (from 0); else None.
    ties
        For a list of outcomes, all rows of the frontier that do as well, within 1e-12 of the solution's measure.
    terms
        For linear issues, where each issue is settled; else None.
    """

    utilities: tuple[float, ...]
    row: int | None = None
    ties: tuple[int, ...] = ()
    terms: tuple[float, ...] | None = None


def disagreement_point(
    outcomes: ArrayLike, reserve: Sequence[float] | None = None, disagreement: Sequence[float] | None = None
) -> Array:
    """What each party gets without a deal, for a list of outcomes.

    A reserve value (the least that a party would sign) is raised to the worst listed outcome where it lies below it:
    below, it rules nothing out, and nothing on the list would ever make the difference. This is the convention of
    automated negotiation (Genius, NegMAS). An explicit `disagreement` is taken as it is.

    Examples
    --------
    >>> disagreement_point([[2, 5], [4, 3]]).tolist()
    [2.0, 3.0]
    >>> disagreement_point([[2, 5], [4, 3]], reserve=(3, 0)).tolist()
    [3.0, 3.0]
    """
    utilities = as_outcomes(outcomes)
    if disagreement is not None:
        return _per_party("disagreement", disagreement, utilities.shape[1])
    worst = utilities.min(axis=0)
    return worst if reserve is None else np.maximum(worst, _per_party("reserve", reserve, utilities.shape[1]))


def _per_party(name: str, values: Sequence[float], parties: int) -> Array:
    array = np.asarray(values, dtype=float)
    if array.shape != (parties,) or not np.isfinite(array).all():
        raise InputError(f"{name}: expected {parties} finite numbers, one a party, got {values!r}")
    return array


def _weights(weights: Sequence[float] | None, parties: int) -> Array:
    if weights is None:
        return np.ones(parties)
    array = _per_party("weights", weights, parties)
    if (array < 0).any() or array.sum() <= 0:
        raise InputError(f"weights: expected numbers that are not negative and not all zero, got {weights!r}")
    return array


def _pick(utilities: Array, rows: NDArray[np.intp], score: Array, evenness: Array) -> Agreement:
    """Take the highest score; among equals the largest sum of utilities, then the most even, then the earliest row."""
    tied = np.flatnonzero(score >= score.max() - TIE)
    sums = utilities[rows[tied]].sum(axis=1)
    tied_best = tied[sums >= sums.max() - TIE]
    row = int(rows[max(tied_best, key=lambda k: (evenness[k], -rows[k]))])
    return Agreement(tuple(utilities[row].tolist()), row, tuple(sorted(int(rows[k]) for k in tied)))


@dataclass(frozen=True)
class OutcomeList:
    """A list of outcomes with its frontier, found once for several solutions.

    Attributes
    ----------
    outcomes
        As given; `utilities` is the same as an array (m, n).
    reserve, disagreement
        As in `disagreement_point`; `d` is its result, shape (n,).
    efficient
        Rows of the Pareto frontier (see `pareto`); `rows` are those that give everybody at least d.

    Examples
    --------
    >>> deals = OutcomeList([[1, 5], [2, 4], [2, 3], [4, 1]], reserve=(2, 0))
    >>> deals.efficient.tolist(), deals.rows.tolist(), nash(deals).row
    ([0, 1, 3], [1, 3], 1)
    """

    outcomes: ArrayLike
    reserve: Sequence[float] | None = None
    disagreement: Sequence[float] | None = None
    utilities: Array = field(init=False, repr=False, compare=False)
    d: Array = field(init=False, repr=False, compare=False)
    efficient: NDArray[np.intp] = field(init=False, repr=False, compare=False)
    rows: NDArray[np.intp] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        utilities = as_outcomes(self.outcomes)
        d = disagreement_point(utilities, self.reserve, self.disagreement)
        efficient = pareto(utilities)
        found = {
            "utilities": utilities,
            "d": d,
            "efficient": efficient,
            "rows": efficient[(utilities[efficient] >= d).all(axis=1)],
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    @property
    def gains(self) -> Array:
        """What each party gains over d in each of `rows`."""
        return self.utilities[self.rows] - self.d


Feasible = Curve | LinearIssues | OutcomeList | ArrayLike


def _listed(
    feasible: OutcomeList | ArrayLike, reserve: Sequence[float] | None, disagreement: Sequence[float] | None
) -> OutcomeList:
    if not isinstance(feasible, OutcomeList):
        return OutcomeList(feasible, reserve, disagreement)
    if reserve is not None or disagreement is not None:
        raise InputError("reserve, disagreement: give them to the OutcomeList, which holds its own")
    return feasible


def nash(
    feasible: Feasible,
    *,
    reserve: Sequence[float] | None = None,
    disagreement: Sequence[float] | None = None,
    weights: Sequence[float] | None = None,
) -> Agreement | None:
    r"""The (weighted) Nash solution: :math:`\max \prod_i (u_i - d_i)^{a_i}` over deals that give each at least d.

    Parameters
    ----------
    feasible
        A list of outcomes (m, n) or `OutcomeList`, a `Curve`, or `LinearIssues`.
    reserve
        Lists only: the least that each would sign; see `disagreement_point`. Default: the worst listed outcome.
    disagreement
        d, taken as it is. Default for curves and linear issues: 0 for both.
    weights
        Bargaining powers a; only their ratio matters. Default: equal. (With equal weights and a list, ties are
        judged within 1e-12 of the plain product.)

    Returns
    -------
    Agreement or None
        None when no deal gives each at least d. Equals on a list (`ties`) are told apart by the larger sum of
        utilities, which is how NegMAS orders them, then by the larger smallest gain.

    References
    ----------
    Nash (1950), Econometrica 18: 155-162; Harsanyi and Selten (1972), Management Science 18: 80-106 (weights).

    Examples
    --------
    >>> from detente.models.bargaining.frontier import Curve
    >>> line = Curve(lambda u: 1 - u, 0.0, 1.0)
    >>> round(nash(line, disagreement=(0.2, 0.3), weights=(0.7, 0.3)).utilities[0], 6)
    0.55
    >>> round(nash(Curve(lambda u: (1 - u) ** 0.5, 0.0, 1.0)).utilities[0], 6)
    0.666667
    """
    if isinstance(feasible, Curve | LinearIssues):
        a = _weights(weights, 2)
        return _agreement(nash_point(feasible, _pair(disagreement, reserve), float(a[0] / a.sum())))
    deals = _listed(feasible, reserve, disagreement)
    a = _weights(weights, len(deals.d))
    if not len(deals.rows):
        return None
    gains = deals.gains
    score = np.prod(gains, axis=1) if weights is None else np.prod(gains ** (a / a.sum()), axis=1)
    return _pick(deals.utilities, deals.rows, score, gains.min(axis=1))


def egalitarian(
    feasible: Feasible, *, reserve: Sequence[float] | None = None, disagreement: Sequence[float] | None = None
) -> Agreement | None:
    r"""The egalitarian (Kalai's proportional) solution: :math:`\max \min_i (u_i - d_i)`.

    Utilities are compared across parties, so their scales must be meant to be comparable. Parameters and result as in
    `nash`.

    References
    ----------
    Kalai (1977), Econometrica 45: 1623-1630.

    Examples
    --------
    >>> egalitarian([[1.0, 9.0], [4.0, 5.0], [8.0, 2.0]], disagreement=(0, 0)).utilities
    (4.0, 5.0)
    """
    if isinstance(feasible, Curve | LinearIssues):
        return _agreement(proportional_point(feasible, _pair(disagreement, reserve), to_ideal=False))
    deals = _listed(feasible, reserve, disagreement)
    if not len(deals.rows):
        return None
    least = deals.gains.min(axis=1)
    return _pick(deals.utilities, deals.rows, least, least)


def kalai_smorodinsky(
    feasible: Feasible,
    *,
    reserve: Sequence[float] | None = None,
    disagreement: Sequence[float] | None = None,
    ideal: str = "all",
    measure: str = "spread",
) -> Agreement | None:
    r"""The Kalai-Smorodinsky solution: equal shares of what each could get at best, :math:`(u_i - d_i)/(m_i - d_i)`.

    On a convex set shares can be made equal. A list of outcomes leaves two things open, which are options here.

    Parameters
    ----------
    feasible, reserve, disagreement
        As in `nash`.
    ideal
        Lists only: m_i is each party's best over ``"all"`` outcomes (as NegMAS) or over the ``"rational"`` ones, which
        give everybody at least d (Kalai and Smorodinsky's own).
    measure
        Lists only: the deal with the smallest ``"spread"`` (largest less smallest share, as NegMAS) or with the
        largest smallest share (``"maxmin"``).

    Returns
    -------
    Agreement or None
        Equals are told apart as in `nash`.

    References
    ----------
    Kalai and Smorodinsky (1975), Econometrica 43: 513-518.

    Examples
    --------
    >>> from detente.models.bargaining.frontier import Curve
    >>> round(kalai_smorodinsky(Curve(lambda u: (1 - u) ** 0.5, 0.0, 1.0)).utilities[0], 6)
    0.618034
    """
    if ideal not in ("all", "rational") or measure not in ("spread", "maxmin"):
        raise InputError(f'ideal, measure: expected "all" or "rational", "spread" or "maxmin", got {ideal}, {measure}')
    if isinstance(feasible, Curve | LinearIssues):
        return _agreement(proportional_point(feasible, _pair(disagreement, reserve), to_ideal=True))
    deals = _listed(feasible, reserve, disagreement)
    if not len(deals.rows):
        return None
    # Everybody's best is on the frontier, so its rows are enough.
    span = deals.utilities[deals.efficient if ideal == "all" else deals.rows].max(axis=0) - deals.d
    shares = deals.gains / np.where(span > 0, span, 1.0)
    least = shares.min(axis=1)
    return _pick(deals.utilities, deals.rows, least if measure == "maxmin" else least - shares.max(axis=1), least)


def welfare(feasible: Feasible) -> Agreement:
    """Return the deal with the largest sum of utilities, whatever each would get without a deal.

    Sums compare utilities across parties, and may give a party less than its reserve: check before proposing it.
    Equals are told apart by the larger smallest utility.

    Examples
    --------
    >>> welfare([[1.0, 9.0], [4.0, 5.0], [8.0, 2.0], [5.0, 5.0]]).utilities
    (5.0, 5.0)
    """
    if isinstance(feasible, Curve | LinearIssues):
        point = welfare_point(feasible)
        return Agreement(point[0], terms=point[1])
    deals = _listed(feasible, None, None)
    frontier = deals.utilities[deals.efficient]
    return _pick(deals.utilities, deals.efficient, frontier.sum(axis=1), frontier.min(axis=1))


def _pair(disagreement: Sequence[float] | None, reserve: Sequence[float] | None) -> Array:
    if disagreement is not None and reserve is not None:
        raise InputError("reserve, disagreement: expected one of the two, not both")
    given = disagreement if disagreement is not None else reserve
    return np.zeros(2) if given is None else _per_party("disagreement", given, 2)


def _agreement(point: Point | None) -> Agreement | None:
    return None if point is None else Agreement(point[0], terms=point[1])
