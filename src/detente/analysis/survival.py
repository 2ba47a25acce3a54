"""How long things last when some are still running: curves, covariates, and predictive quality by groups.

Kaplan-Meier is SciPy's; the ridge Cox regression is here because none of the libraries in use has one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["RidgeCox", "brier_weights", "cluster_bootstrap", "grouped_folds", "kaplan_meier", "ridge_cox"]

Floats = NDArray[np.float64]


def kaplan_meier(years: ArrayLike, failed: ArrayLike, at: ArrayLike) -> Floats:
    """Share still standing at given times, by Kaplan & Meier (1958), J. Am. Stat. Assoc. 53, 457-481.

    Parameters
    ----------
    years : array_like, shape (n,)
        Time to failure or to the last look, > 0.
    failed : array_like of 0/1, shape (n,)
        1 if it failed then, 0 if it still stood (censored).
    at : array_like, shape (m,)
        Times to read the curve at.

    Returns
    -------
    ndarray, shape (m,)
        Shares in [0, 1]; beyond the last observation the last value.

    Examples
    --------
    >>> kaplan_meier([1.0, 2.0, 2.5, 4.0], [1, 0, 1, 0], [0.5, 1.0, 3.0]).tolist()
    [1.0, 0.75, 0.375]
    """
    from scipy.stats import CensoredData, ecdf

    time, event = np.asarray(years, dtype=float), np.asarray(failed).astype(bool)
    if not event.any():
        return np.ones(np.shape(at))
    curve = ecdf(CensoredData(uncensored=time[event], right=time[~event])).sf
    return np.asarray(curve.evaluate(np.asarray(at, dtype=float)), dtype=float)


@dataclass(frozen=True)
class RidgeCox:
    """Proportional hazards with shrunken effects.

    Attributes
    ----------
    coefficients : ndarray, shape (p,)
        Log hazard ratios per standard deviation of each column.
    centre, spread : ndarray, shape (p,)
        Mean and standard deviation by which columns are scaled.
    times, hazard : ndarray, shape (k,)
        Times of failure and Breslow's cumulative baseline hazard at them.
    """

    coefficients: Floats
    centre: Floats
    spread: Floats
    times: Floats
    hazard: Floats

    def survival(self, columns: ArrayLike, at: float) -> Floats:
        """Share still standing at one time, for each row of columns: exp(-H0(t)*exp(b.x)), shape (n,)."""
        place = int(np.searchsorted(self.times, at, side="right"))
        baseline = self.hazard[place - 1] if place else 0.0
        scaled = (np.asarray(columns, dtype=float) - self.centre) / self.spread
        return np.exp(-baseline * np.exp(np.clip(scaled @ self.coefficients, -20.0, 20.0)))


def ridge_cox(columns: ArrayLike, years: ArrayLike, failed: ArrayLike, penalty: float) -> RidgeCox:
    """Cox's regression (1972, J. R. Stat. Soc. B 34, 187-220) with penalty*|b|^2/2, ties by Breslow.

    Parameters
    ----------
    columns : array_like, shape (n, p)
        Covariates; each is scaled to mean 0 and standard deviation 1 (a constant one gets no effect).
    years, failed : array_like, shape (n,)
        As for `kaplan_meier`.
    penalty : float
        Strength of the shrinkage, >= 0 (ridge: Verweij & van Houwelingen 1994, Stat. Med. 13, 2427-2436).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(400, 1))
    >>> model = ridge_cox(x, rng.exponential(np.exp(-x[:, 0])), np.ones(400), penalty=0.0)
    >>> bool(abs(model.coefficients[0] / model.spread[0] - 1.0) < 0.15)
    True
    """
    from scipy.optimize import minimize

    x, time, event = np.asarray(columns, dtype=float), np.asarray(years, dtype=float), np.asarray(failed, dtype=float)
    order = np.argsort(-time, kind="stable")
    x, time, event = x[order], time[order], event[order]
    centre, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    z = (x - centre) / spread
    last_at_risk = np.searchsorted(-time, -time, side="right") - 1  # everyone with at least this time is at risk

    def loss(b: Floats) -> tuple[float, Floats]:
        linear = np.clip(z @ b, -30.0, 30.0)
        weight = np.exp(linear)
        risk = np.cumsum(weight)[last_at_risk]
        mean = np.cumsum(weight[:, None] * z, axis=0)[last_at_risk] / risk[:, None]
        value = -(event * (linear - np.log(risk))).sum() + 0.5 * penalty * (b @ b)
        return float(value), -(event[:, None] * (z - mean)).sum(axis=0) + penalty * b

    found = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x
    risk = np.cumsum(np.exp(np.clip(z @ found, -30.0, 30.0)))[last_at_risk]
    times = np.unique(time[event > 0])
    steps = np.array([(event / risk)[time == t].sum() for t in times])
    return RidgeCox(found, centre, spread, times, np.cumsum(steps))


def brier_weights(years: ArrayLike, failed: ArrayLike, at: float) -> tuple[Floats, Floats]:
    """Outcome "failed by then" and the weight of each row in a Brier score, when some were not watched that long.

    Rows censored before `at` count nothing; the others stand for them, by the inverse of the chance of having been
    watched so long (Graf, Schmoor, Sauerbrei & Schumacher 1999, Stat. Med. 18, 2529-2545).

    Returns
    -------
    outcome, weight : ndarray, shape (n,)
        The Brier score is mean(weight*(forecast - outcome)^2).

    Examples
    --------
    >>> outcome, weight = brier_weights([1.0, 2.0, 6.0, 7.0], [1, 0, 0, 1], at=5.0)
    >>> outcome.tolist(), weight.round(3).tolist()
    ([1.0, 0.0, 0.0, 0.0], [1.0, 0.0, 1.5, 1.5])
    """
    time, event = np.asarray(years, dtype=float), np.asarray(failed).astype(bool)
    outcome = (event & (time <= at)).astype(float)
    watched = np.maximum(kaplan_meier(time, ~event, np.minimum(time, at) - 1e-9), 1e-6)
    return outcome, np.where((time > at) | (outcome > 0), 1.0 / watched, 0.0)


def grouped_folds(
    groups: Sequence[Hashable], folds: int, seed: int
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Training and test rows of a cross-validation that never splits a group.

    Examples
    --------
    >>> [test.tolist() for _, test in grouped_folds(["a", "a", "b"], 2, seed=0)]
    [[0, 1], [2]]
    """
    labels = np.array([{g: i for i, g in enumerate(dict.fromkeys(groups))}[g] for g in groups])
    fold_of = np.random.default_rng(seed).permutation(labels.max() + 1) % folds
    for fold in range(folds):
        test = fold_of[labels] == fold
        yield np.flatnonzero(~test), np.flatnonzero(test)


def cluster_bootstrap(
    statistic: Callable[[NDArray[np.intp]], ArrayLike], groups: Sequence[Hashable], resamples: int, seed: int
) -> Floats:
    """A statistic of row numbers, recomputed with whole groups drawn with replacement: shape (resamples, ...).

    Examples
    --------
    >>> value = np.array([0.0, 0.0, 1.0])
    >>> draws = cluster_bootstrap(lambda rows: value[rows].mean(), ["a", "a", "b"], 500, seed=0)
    >>> sorted({round(float(v), 2) for v in draws})
    [0.0, 0.33, 1.0]
    """
    rows: dict[Hashable, list[int]] = {}
    for i, group in enumerate(groups):
        rows.setdefault(group, []).append(i)
    members = [np.array(r) for r in rows.values()]
    rng = np.random.default_rng(seed)
    draw = lambda: np.concatenate([members[i] for i in rng.integers(0, len(members), len(members))])
    return np.array([np.asarray(statistic(draw()), dtype=float) for _ in range(resamples)])
