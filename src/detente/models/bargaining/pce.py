"""Principal challenge equilibrium: from who would back whom to how often each option would carry the day.

Sources: the Spatial Model of Politics as KAPSARC's KTAB computes it (Wise, Lester and Efird 2015, "An Introduction to
the KAPSARC Toolkit for Behavioral Analysis (KTAB) using one-dimensional spatial models"), and, for the Markov forms,
the same authors' "Multidimensional bargaining using KTAB" (2015).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.errors import InputError

__all__ = ["challenge_equilibrium", "victory_probabilities"]

Array = npt.NDArray[np.float64]

LEAD_THAT_DECIDES = 1.10
"""Under the binary victory rule a coalition this many times the other's strength wins."""

LOSER_WEIGHT = 1e-6
INCENTIVE_FLOOR = 1e-10
KTAB_TOLERANCE = {"Conditional": 0.0, "MarkovUniform": 1e-6, "MarkovIncentive": 1e-8}
"""Where KTAB stops iterating; the Spatial Model of Politics keeps to it so as to agree to the last printed digit."""

MOST_ITERATIONS = 100_000
VICTORY_POWER = {"Linear": 1, "Square": 2, "Quartic": 4, "Octic": 8}


def victory_probabilities(coalitions: npt.ArrayLike, model: str = "Linear") -> Array:
    """Chance that option i beats option j when only these two are on the table.

    ``P[i, j] = f(C[i, j]) / (f(C[i, j]) + f(C[j, i]))`` with f a power of 1, 2, 4 or 8 (``Linear``, ``Square``,
    ``Quartic``, ``Octic``); ``Binary`` is certain from a lead of 10 in 100 and linear in between.

    Parameters
    ----------
    coalitions
        Shape (m, m), positive: strength of those who back i against j.
    model
        ``Linear``, ``Square``, ``Quartic``, ``Octic`` or ``Binary``.

    Returns
    -------
    Array
        Shape (m, m), in [0, 1]; ``P + P.T == 1`` and the diagonal is one half.

    Examples
    --------
    >>> victory_probabilities([[1.0, 3.0], [1.0, 1.0]])[0, 1]
    np.float64(0.75)
    >>> victory_probabilities([[1.0, 3.0], [1.0, 1.0]], "Square")[0, 1]
    np.float64(0.9)
    """
    strength = np.asarray(coalitions, dtype=float)
    if model == "Binary":
        mine = _binary_weight(strength, strength.T)
        result = mine / (mine + mine.T)
    else:
        powered = strength ** VICTORY_POWER[model]
        result = powered / (powered + powered.T)
    np.fill_diagonal(result, 0.5)
    return result


def _binary_weight(mine: Array, theirs: Array) -> Array:
    between = (mine / (mine + theirs) * (LEAD_THAT_DECIDES + 1.0) - 1.0) / (LEAD_THAT_DECIDES - 1.0)
    lost = np.where(theirs >= LEAD_THAT_DECIDES * mine, LOSER_WEIGHT, between)
    return np.where(mine >= LEAD_THAT_DECIDES * theirs, 1.0, lost)


def challenge_equilibrium(
    victory: npt.ArrayLike,
    model: str = "Conditional",
    coalitions: npt.ArrayLike | None = None,
    tolerance: float = 1e-13,
) -> Array:
    """Share of the time that each option stands, given who beats whom.

    * ``Conditional``: p_i proportional to the product over j of P[i, j], the chance that i beats every other.
    * ``MarkovUniform``: the stationary p of q_i = (1/n) sum_j P[i, j] (p_i + p_j); challengers come at random.
    * ``MarkovIncentive``: challengers come in proportion to C[i, j] P[i, j], what they stand to gain.

    Parameters
    ----------
    victory
        Shape (m, m): chance that i beats j.
    model
        ``Conditional``, ``MarkovUniform`` or ``MarkovIncentive``.
    coalitions
        Shape (m, m), positive; needed by ``MarkovIncentive`` only.
    tolerance
        The Markov forms iterate until no p_i is further than this from q_i.

    Returns
    -------
    Array
        Shape (m,), in [0, 1], adding up to 1.

    Raises
    ------
    InputError
        If ``MarkovIncentive`` is asked for without coalitions.

    Examples
    --------
    >>> beats = [[0.5, 0.6, 0.8], [0.4, 0.5, 0.7], [0.2, 0.3, 0.5]]
    >>> challenge_equilibrium(beats).round(6)
    array([0.585366, 0.341463, 0.073171])
    >>> challenge_equilibrium(beats, "MarkovUniform").round(6)
    array([0.522936, 0.33945 , 0.137615])
    """
    beats = np.asarray(victory, dtype=float)
    if model == "Conditional":
        return _conditional(beats)
    if model == "MarkovUniform":
        return _stationary(beats, np.full_like(beats, 1.0 / len(beats)), tolerance)
    if coalitions is None:
        raise InputError("coalitions: MarkovIncentive needs the coalitions' strengths, shape (m, m)")
    incentive = np.asarray(coalitions, dtype=float) * beats + INCENTIVE_FLOOR * np.eye(len(beats))
    return _stationary(beats, incentive / incentive.sum(axis=0), tolerance)


def _conditional(beats: Array) -> Array:
    products = beats.prod(axis=1)
    total = products.sum()
    if total > 0.0:
        return products / total
    # Long cycles of near-certain defeats underflow; their logarithms do not.
    logs = np.log(np.maximum(beats, 1e-300)).sum(axis=1)
    products = np.exp(logs - logs.max())
    return products / products.sum()


def _stationary(beats: Array, challenges: Array, tolerance: float) -> Array:
    """Damped iteration of q_i = sum_j P[i, j] (p_i H[j, i] + p_j H[i, j]); H[i, j]: i challenges when j stands."""
    stays = (beats * challenges.T).sum(axis=1)
    takes = beats * challenges
    p = np.full(len(beats), 1.0 / len(beats))
    for _ in range(MOST_ITERATIONS):
        q = p * stays + takes @ p
        change = np.abs(q - p).max()
        p = (p + q) / 2.0
        if change <= tolerance:
            break
    return p
