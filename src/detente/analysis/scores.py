"""Proper scores of forecasts against what happened, with their uncertainty; lower is better throughout.

The formulas are those of Gneiting & Raftery (2007), J. Am. Stat. Assoc. 102, 359-378; the tests hold them against the
library `scoringrules`, which compiles its own kernels for seconds whenever it is imported. Means over several
forecasts carry a bootstrap interval; where forecasts hang together (several horizons of one war, several agreements of
one conflict) whole clusters are drawn, since otherwise the interval is too narrow (Cameron, Gelbach & Miller 2008, Rev.
Econ. Stat. 90, 414-427).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Score", "brier", "category_log_score", "compare", "crps", "log_score", "mean_score"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """A mean score over forecasts and how sure it is.

    Attributes
    ----------
    mean
        Mean over the forecasts, in the units of the score.
    sd
        Bootstrap standard deviation of the mean; nan when there is only one cluster.
    low, high
        Bootstrap quantiles of the mean (5 and 95 % unless asked otherwise); nan when there is only one cluster.
    forecasts, clusters
        How many forecasts, in how many independent clusters.
    """

    mean: float
    sd: float
    low: float
    high: float
    forecasts: int
    clusters: int


def crps(ensemble: ArrayLike, outcome: ArrayLike) -> Floats:
    """Continuous ranked probability score of ensembles: E|X - y| - E|X - X'|/2, in the outcome's units.

    Parameters
    ----------
    ensemble : array_like, shape (..., members)
        Members of each forecast, equally weighted.
    outcome : array_like, shape (...)
        What happened.

    Returns
    -------
    ndarray, shape (...)
        One score per forecast, >= 0; for a single member the absolute error.

    Raises
    ------
    ValueError
        If the shapes do not agree or a number is not finite.

    Examples
    --------
    >>> float(crps([10.0], 18.0))
    8.0
    >>> crps([[0.0, 2.0], [1.0, 1.0]], [1.0, 1.0]).tolist()
    [0.5, 0.0]
    """
    members, truth = np.asarray(ensemble, dtype=float), np.asarray(outcome, dtype=float)
    if members.ndim == 0 or members.shape[:-1] != truth.shape:
        raise ValueError(f"an ensemble of shape {members.shape} needs outcomes of shape {members.shape[:-1]}")
    if members.shape[-1] == 0 or not (np.isfinite(members).all() and np.isfinite(truth).all()):
        raise ValueError("ensembles and outcomes must be finite and not empty")
    count = members.shape[-1]
    above = np.sort(members, axis=-1) - truth[..., None]
    below = np.arange(count) + 0.5  # members that lie lower, and half of oneself
    return np.asarray(2.0 * np.where(above > 0.0, (count - below) * above, -below * above).sum(axis=-1) / count**2)


def _shares(share: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    f, y = np.asarray(share, dtype=float), np.asarray(happened, dtype=float)
    if f.shape != y.shape:
        raise ValueError(f"shares of shape {f.shape} need outcomes of the same shape, got {y.shape}")
    if not ((f >= 0) & (f <= 1)).all() or not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("shares must lie in [0, 1] and outcomes be 0 or 1")
    return f, y


def brier(share: ArrayLike, happened: ArrayLike) -> Floats:
    """Brier score (share - outcome)^2 of yes-or-no forecasts, in [0, 1] (Brier 1950, Mon. Weather Rev. 78, 1-3).

    Parameters
    ----------
    share : array_like
        Share of futures in which it happens, in [0, 1].
    happened : array_like
        1 if it did, 0 if not; the same shape.

    Raises
    ------
    ValueError
        If the shapes differ or a number is out of range.

    Examples
    --------
    >>> brier([0.2, 0.9], [1, 1]).round(2).tolist()
    [0.64, 0.01]
    """
    f, y = _shares(share, happened)
    return np.asarray((f - y) ** 2)


def log_score(share: ArrayLike, happened: ArrayLike, futures: int) -> Floats:
    """Logarithmic score -ln(share given to what happened), in nats, of yes-or-no forecasts from so many futures.

    A share of 0 out of n futures is not certainty: shares are shrunk to (n*share + 1/2)/(n + 1) (Jeffreys), which
    bounds the score by ln(2n + 2).

    Parameters
    ----------
    share, happened : array_like
        As for `brier`.
    futures : int
        Number of futures behind each share, >= 1.

    Raises
    ------
    ValueError
        If the shapes differ or a number is out of range.

    Examples
    --------
    >>> log_score([0.5, 0.0], [1, 1], futures=100).round(3).tolist()
    [0.693, 5.308]
    """
    f, y = _shares(share, happened)
    if futures < 1:
        raise ValueError("a share rests on at least one future")
    shrunk = (f * futures + 0.5) / (futures + 1.0)
    return np.asarray(-np.log(np.where(y == 1.0, shrunk, 1.0 - shrunk)))


def category_log_score(counts: Sequence[int], happened: int) -> float:
    """Logarithmic score in nats of one outcome among several, from how many futures ended in each.

    The share is (count + 1/2)/(futures + categories/2), the predictive share under Jeffreys' prior.

    Parameters
    ----------
    counts : sequence of int
        Futures that ended in each category.
    happened : int
        The category that came about.

    Raises
    ------
    ValueError
        If there is no such category or a count is negative.

    Examples
    --------
    >>> round(category_log_score([50, 30, 20], 0), 4)
    0.6981
    """
    number = np.asarray(counts, dtype=float)
    if number.ndim != 1 or not 0 <= happened < len(number) or (number < 0).any():
        raise ValueError("counts must be one row of numbers >= 0, and the outcome one of them")
    return float(-np.log((number[happened] + 0.5) / (number.sum() + 0.5 * len(number))))


def mean_score(
    scores: ArrayLike,
    clusters: Sequence[Hashable] | None = None,
    *,
    coverage: float = 0.9,
    resamples: int = 2000,
    seed: int = 0,
) -> Score:
    """Mean of scores with a bootstrap interval; with `clusters`, whole clusters are drawn.

    Parameters
    ----------
    scores : array_like, shape (n,)
        One score per forecast.
    clusters : sequence of n labels, optional
        Forecasts with the same label hang together; by default each stands alone.
    coverage : float
        Width of the interval, in (0, 1).
    resamples, seed : int
        Bootstrap draws and their seed.

    Raises
    ------
    ValueError
        If there are no scores, or labels and scores differ in number.

    Examples
    --------
    >>> score = mean_score([0.1, 0.2, 0.3, 0.4], clusters=["a", "a", "b", "b"])
    >>> round(score.mean, 2), score.clusters, score.low < score.mean < score.high
    (0.25, 2, True)
    """
    value = np.asarray(scores, dtype=float)
    labels = list(range(len(value))) if clusters is None else list(clusters)
    if value.ndim != 1 or len(value) == 0 or len(labels) != len(value):
        raise ValueError("scores must be one row, not empty, with one label each")
    place = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    index = np.array([place[label] for label in labels])
    total = np.bincount(index, weights=value)
    number = np.bincount(index).astype(float)
    if len(total) == 1:
        return Score(float(value.mean()), np.nan, np.nan, np.nan, len(value), 1)
    drawn = np.random.default_rng(seed).integers(0, len(total), size=(resamples, len(total)))
    means = total[drawn].sum(axis=1) / number[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - coverage) / 2, (1 + coverage) / 2])
    return Score(float(value.mean()), float(means.std(ddof=1)), float(low), float(high), len(value), len(total))


def compare(ours: ArrayLike, rival: ArrayLike, clusters: Sequence[Hashable] | None = None, *, seed: int = 0) -> Score:
    """Mean difference of two forecasts' scores on the same cases, ours less the rival's: below 0, ours is better.

    Examples
    --------
    >>> compare([0.1, 0.2], [0.3, 0.5]).mean
    -0.25
    """
    mine, theirs = np.asarray(ours, dtype=float), np.asarray(rival, dtype=float)
    if mine.shape != theirs.shape:
        raise ValueError("both forecasts need a score for the same cases")
    return mean_score(mine - theirs, clusters, seed=seed)
