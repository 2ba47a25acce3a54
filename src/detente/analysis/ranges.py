"""Two kinds of doubt kept apart: parameter range over draws, chance within them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEW", "by_draw", "mean_range", "parameter_range"]

FEW = 100
"""Futures below which their small number alone widens every range of a share."""


def by_draw(values: NDArray[np.float64], draw_of: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean of a per-future value in each draw, shape (D,).

    Examples
    --------
    >>> by_draw(np.array([1.0, 0.0, 1.0, 1.0]), np.array([0, 0, 1, 1])).tolist()
    [0.5, 1.0]
    """
    return np.bincount(draw_of, weights=values) / np.bincount(draw_of)


def parameter_range(
    values: NDArray[np.float64], draw_of: NDArray[np.int64], *, sampling: bool = False
) -> tuple[float, float, float]:
    """Mean of a per-future value, and its 5-95 % range over draws with chance taken out.

    A draw's mean over m futures scatters by its parameters and by chance. Chance adds the mean of s^2/m (s: standard
    deviation within the draw) to the variance between draws, so means are drawn in towards the grand mean until their
    variance is what is left (James & Stein 1961, Proc. 4th Berkeley Symp.; here with one factor for all draws).

    Parameters
    ----------
    values
        One per future: 0 or 1, or differences of these on the same luck; shape (F,).
    draw_of
        Draw of each future, shape (F,).
    sampling
        Whether the range also covers the doubt about the mean that a finite number of draws leaves (1.645 standard
        errors, added in quadrature): for differences, which are small.

    Returns
    -------
    tuple
        low, mean, high. With one future a draw, chance cannot be taken out: then the doubt about the mean. Where the
        values are shares of fewer than `FEW` futures, at least what the rule of three leaves (`_widened`).

    Examples
    --------
    Coins that are all fair have a wide scatter of means and hardly any range:

    >>> luck = np.random.default_rng(1)
    >>> draws = np.repeat(np.arange(200), 20)
    >>> low, mean, high = parameter_range((luck.random(4000) < 0.5).astype(float), draws)
    >>> high - low < 0.1
    True
    """
    counts = np.bincount(draw_of)
    means = by_draw(values, draw_of)
    mean = float(values.mean())
    if len(means) < 2:
        return _widened(values, mean, mean, mean, -1.0 if sampling else 0.0)
    if counts.max() < 2:  # one future a draw: parameters and chance cannot be told apart
        low, mean, high = mean_range(values, draw_of)
        is_share = not sampling and np.isin(values, (0.0, 1.0)).all()
        return (max(0.0, low), mean, min(1.0, high)) if is_share else (low, mean, high)
    within = by_draw(values * values, draw_of) - means**2
    chance = float(np.mean(np.maximum(within, 0.0) / np.maximum(1, counts - 1)))
    between = float(means.var(ddof=1))
    factor = np.sqrt(max(0.0, between - chance) / between) if between > 0.0 else 0.0
    low, high = np.quantile(mean + factor * (means - mean), (0.05, 0.95))
    low, high = min(low, mean), max(high, mean)  # what is rare may lie outside the middle of the draws
    if sampling:
        error = 1.645 * np.sqrt(between / len(means))
        low, high = mean - np.hypot(mean - low, error), mean + np.hypot(high - mean, error)
    return _widened(values, float(low), mean, float(high), -1.0 if sampling else 0.0)


def _widened(
    values: NDArray[np.float64], low: float, mean: float, high: float, least: float
) -> tuple[float, float, float]:
    """Widen a share's range by 3 in n where there are few futures: none of n leaves up to 3 in n (Hanley & Lippman-Hand
    1983), and so does all of n. ``least`` is the lowest value that a share (0) or a difference (-1) can have.

    Examples
    --------
    >>> _widened(np.zeros(10), 0.0, 0.0, 0.0, 0.0), _widened(np.ones(2), 1.0, 1.0, 1.0, 0.0)
    ((0.0, 0.0, 0.3), (0.0, 1.0, 1.0))
    """
    if len(values) >= FEW or not np.isin(values, (-1.0, 0.0, 1.0)).all():
        return low, mean, high
    doubt = 3.0 / len(values)
    return max(least, min(low, mean - doubt)), mean, min(1.0, max(high, mean + doubt))


def mean_range(values: NDArray[np.float64], draw_of: NDArray[np.int64]) -> tuple[float, float, float]:
    """Mean of a per-future value, and the 5-95 % doubt about it that a finite number of draws leaves.

    Draws are independent of each other, the futures of one draw are not: the standard error is that of the draws' means
    (cluster sampling; Cochran 1977, Sampling Techniques, 3rd ed., section 9.2), times Student's quantile for so many.

    Parameters
    ----------
    values
        One per future, two draws at least, shape (F,): differences.
    draw_of
        Draw of each future, shape (F,).

    Returns
    -------
    tuple
        low, mean, high; as in `parameter_range` with few futures.

    Examples
    --------
    >>> values = np.array([1.5, 0.5, 1.5, 1.5])
    >>> [round(end, 2) for end in mean_range(values, np.array([0, 0, 1, 1]))]
    [-0.33, 1.25, 2.83]
    """
    from scipy.special import stdtrit

    means = by_draw(values, draw_of)
    mean = float(values.mean())
    count = len(means)
    error = float(stdtrit(count - 1, 0.95) * means.std(ddof=1) / np.sqrt(count)) if count > 1 else 0.0
    return _widened(values, mean - error, mean, mean + error, -1.0)
