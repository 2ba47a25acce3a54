"""Utility of terms: a loss per issue, weighted by salience, put on a scale that parties share with war.

    raw_i(x) = 1 - sum_k s_ik*|x_k - ideal_ik|^e_ik           saliences add up to 1, e >= 1 (so u is concave)
    u_i(x)   = (raw_i(x) - scale0_i)/(scale1_i - scale0_i)    1 at i's own ideal, 0 at the opposing principal's

A weighted city-block (e = 1) or quadratic (e = 2) loss is the spatial model of voting with separable issues: Enelow &
Hinich (1984), The Spatial Theory of Voting, ch. 2 (weights), Cambridge University Press.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.models.kernel import jitable

__all__ = [
    "issue_loss",
    "issue_losses",
    "raw_utilities",
    "raw_utility",
    "scale_ends",
    "scaled_utilities",
    "scales",
    "utility",
]


@jitable
def issue_loss(x: float, ideal: float, salience: float, exponent: float) -> float:
    """Loss on one issue: s*|x - ideal|^e.

    Examples
    --------
    >>> issue_loss(0.25, 0.75, 0.4, 2.0)
    0.1
    """
    distance = abs(x - ideal)
    if exponent == 1.0:
        return salience * distance
    return salience * distance**exponent


@jitable
def raw_utility(
    x: NDArray[np.float64],
    ideal: NDArray[np.float64],
    salience: NDArray[np.float64],
    exponent: NDArray[np.float64],
) -> float:
    """Unscaled utility 1 - sum_k s_k*|x_k - ideal_k|^e_k.

    Parameters
    ----------
    x, ideal, salience, exponent : arrays of shape (K,)
        Terms and ideals in [0, 1]; saliences >= 0 that add up to 1; exponents >= 1.

    Examples
    --------
    >>> one = np.ones(2)
    >>> float(raw_utility(np.array([0.5, 1.0]), one, np.array([0.6, 0.4]), one))
    0.7
    """
    loss = 0.0
    for k in range(x.shape[0]):
        loss += issue_loss(x[k], ideal[k], salience[k], exponent[k])
    return 1.0 - loss


@jitable
def scales(
    ideal: NDArray[np.float64],
    opposed: NDArray[np.float64],
    salience: NDArray[np.float64],
    exponent: NDArray[np.float64],
) -> tuple[float, float]:
    """Unscaled utility at the opposing principal's ideal (-> 0) and at the own one (-> 1).

    An actor for whom the two are equal keeps the unscaled measure, scale0 = 0 (cases refuse it for principals).

    Parameters
    ----------
    ideal, opposed : arrays of shape (K,)
        The actor's own ideal, and that of the other side's declared principal.
    salience, exponent : arrays of shape (K,)
        As in `raw_utility`.

    Examples
    --------
    >>> scale0, scale1 = scales(np.array([1.0]), np.array([0.2]), np.ones(1), np.ones(1))
    >>> round(float(scale0), 12), scale1
    (0.2, 1.0)
    """
    at_opposed = raw_utility(opposed, ideal, salience, exponent)
    if 1.0 - at_opposed < 1e-9:
        return 0.0, 1.0
    return at_opposed, 1.0


@jitable
def utility(
    x: NDArray[np.float64],
    ideal: NDArray[np.float64],
    salience: NDArray[np.float64],
    exponent: NDArray[np.float64],
    scale0: float,
    scale1: float,
) -> float:
    """Utility of terms, 1 at the actor's own ideal and 0 at the opposing principal's.

    Parameters
    ----------
    x, ideal, salience, exponent : arrays of shape (K,)
        As in `raw_utility`.
    scale0, scale1 : float
        From `scales`, scale0 < scale1.

    Returns
    -------
    float
        u_i(x) <= 1; negative for terms worse than the opposing principal's ideal.

    Examples
    --------
    >>> one = np.ones(1)
    >>> round(float(utility(np.array([0.6]), one, one, one, *scales(one, np.array([0.2]), one, one))), 12)
    0.5
    """
    return (raw_utility(x, ideal, salience, exponent) - scale0) / (scale1 - scale0)


def issue_losses(x: ArrayLike, ideal: ArrayLike, salience: ArrayLike, exponent: ArrayLike) -> NDArray[np.float64]:
    """`issue_loss` of many at once: arrays of any shapes that broadcast.

    Examples
    --------
    >>> issue_losses([0.25, 0.5], 0.75, 0.4, 2.0).tolist() == [issue_loss(x, 0.75, 0.4, 2.0) for x in (0.25, 0.5)]
    True
    """
    return np.asarray(salience) * np.abs(np.asarray(x, float) - ideal) ** np.asarray(exponent, float)


def raw_utilities(x: ArrayLike, ideal: ArrayLike, salience: ArrayLike, exponent: ArrayLike) -> NDArray[np.float64]:
    """`raw_utility` of many at once: arrays of shapes (..., K) that broadcast; the result has shape (...).

    Examples
    --------
    >>> raw_utilities([[0.5, 1.0], [1.0, 1.0]], [1.0, 1.0], [0.6, 0.4], [1.0, 1.0]).tolist()
    [0.7, 1.0]
    """
    return 1.0 - issue_losses(x, ideal, salience, exponent).sum(axis=-1)


def scale_ends(ideal: ArrayLike, opposed: ArrayLike, salience: ArrayLike, exponent: ArrayLike) -> NDArray[np.float64]:
    """`scales` of many actors at once: arrays of shapes (..., K) that broadcast; the result has shape (..., 2).

    Examples
    --------
    >>> scale_ends([[1.0], [0.5]], [[0.2], [0.5]], np.ones((2, 1)), np.ones((2, 1))).round(6).tolist()
    [[0.2, 1.0], [0.0, 1.0]]
    """
    at_opposed = raw_utilities(opposed, ideal, salience, exponent)
    return np.stack([np.where(1.0 - at_opposed < 1e-9, 0.0, at_opposed), np.ones_like(at_opposed)], axis=-1)


def scaled_utilities(
    x: ArrayLike, ideal: ArrayLike, salience: ArrayLike, exponent: ArrayLike, opposed: ArrayLike
) -> NDArray[np.float64]:
    """`utility` of many at once, scaled by the ideal of the opposing principal: arrays of shapes (..., K).

    Examples
    --------
    >>> scaled_utilities([[0.6], [0.2]], [1.0], [1.0], [1.0], [0.2]).round(6).tolist()
    [0.5, 0.0]
    """
    ends = scale_ends(ideal, opposed, salience, exponent)
    return (raw_utilities(x, ideal, salience, exponent) - ends[..., 0]) / (ends[..., 1] - ends[..., 0])
