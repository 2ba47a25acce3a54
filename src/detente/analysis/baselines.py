"""Rival forecasts of how many regions fall: each from what was known at a date, each simple, each an ensemble.

They stand beside the model's forecast everywhere; where one does better, the product says so. All fit what was known by
then and nothing else: the time from the first known fall on (the quiet before it says nothing about how fast a collapse
goes), and the regions that still stood.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

from detente.analysis.outside import state_after

__all__ = [
    "BASELINES",
    "FallHistory",
    "base_rate",
    "constant_hazard",
    "exponential_growth",
    "neighbour_contagion",
    "no_change",
    "rival_forecasts",
]

Counts = NDArray[np.int64]
_NEIGHBOUR_PRIOR_SD = 3.0


@dataclass(frozen=True)
class FallHistory:
    """What was known about falls at a date.

    Attributes
    ----------
    fallen : ndarray of int, shape (regions,)
        Days from `as_of` back to each known fall (0: that day), -1 for a region not known to have fallen.
    neighbours : ndarray of bool, shape (regions, regions)
        Which regions share a border; symmetric.
    as_of : date
        The information date; day h of a forecast is `as_of` + h.
    """

    fallen: Counts
    neighbours: NDArray[np.bool_]
    as_of: date

    @classmethod
    def known(
        cls,
        regions: Sequence[str],
        fell_on: Mapping[str, date],
        pairs: Sequence[tuple[str, str]],
        as_of: date,
        known_on: Mapping[str, date] | None = None,
    ) -> Self:
        """History as known at `as_of`; a fall without a day in `known_on` became known the day after it happened.

        Raises
        ------
        ValueError
            If a fall or a pair names a region that does not exist.

        Examples
        --------
        >>> fell = {"A": date(2021, 8, 6), "B": date(2021, 8, 7)}
        >>> FallHistory.known(["A", "B", "C"], fell, [("A", "B")], date(2021, 8, 7)).fallen.tolist()
        [1, -1, -1]
        """
        place = {name: i for i, name in enumerate(regions)}
        unknown = sorted({*fell_on, *(name for pair in pairs for name in pair)} - set(place))
        if unknown:
            raise ValueError(f"no such region: {', '.join(unknown)}")
        fallen = np.full(len(place), -1)
        for name, day in fell_on.items():
            if (known_on or {}).get(name, day + timedelta(days=1)) <= as_of:
                fallen[place[name]] = (as_of - day).days
        neighbours = np.zeros((len(place), len(place)), dtype=bool)
        for a, b in pairs:
            neighbours[place[a], place[b]] = neighbours[place[b], place[a]] = True
        return cls(fallen, neighbours, as_of)

    @property
    def regions(self) -> int:
        """Number of regions."""
        return len(self.fallen)

    @property
    def count(self) -> int:
        """Regions known to have fallen."""
        return int((self.fallen >= 0).sum())

    @property
    def days(self) -> int:
        """Days from the first known fall to `as_of`, both included; 0 before any fall."""
        return int(self.fallen.max()) + 1 if self.count else 0

    def lost_before(self, day: int) -> NDArray[np.bool_]:
        """Regions lost before day 0, 1, ... of the collapse (day 0 is the first known fall)."""
        return (self.fallen >= 0) & (self.days - 1 - self.fallen < day)


def no_change(history: FallHistory, horizon: int, runs: int, seed: int = 0) -> Counts:
    """Nothing more falls.

    Parameters
    ----------
    history : FallHistory
        What was known.
    horizon : int
        Days ahead.
    runs : int
        Members of the ensemble.
    seed : int
        Seed of the draws (unused here).

    Returns
    -------
    ndarray of int, shape (runs, horizon)
        Number of regions fallen by the end of each day after `as_of`.

    Examples
    --------
    >>> history = FallHistory(np.array([1, -1, -1]), np.zeros((3, 3), dtype=bool), date(2021, 8, 7))
    >>> no_change(history, horizon=2, runs=1).tolist()
    [[1, 1]]
    """
    return np.full((runs, horizon), history.count, dtype=np.int64)


def constant_hazard(history: FallHistory, horizon: int, runs: int, seed: int = 0) -> Counts:
    """Every standing region falls at the rate seen since the first known fall (falls per region-day at risk).

    Parameters and result as for `no_change`; before any fall it equals it.

    Examples
    --------
    >>> history = FallHistory(np.array([2, 0, -1, -1]), np.zeros((4, 4), dtype=bool), date(2021, 8, 8))
    >>> bool((constant_hazard(history, 30, 200).mean(axis=0)[-1] > 3.9))
    True
    """
    if history.count == 0:
        return no_change(history, horizon, runs)
    at_risk = sum(history.regions - int(history.lost_before(day).sum()) for day in range(history.days))
    chance = -math.expm1(-history.count / at_risk)
    return _binomial_path(history, horizon, runs, seed, lambda n: np.full(n.shape, chance))


def exponential_growth(history: FallHistory, horizon: int, runs: int, seed: int = 0) -> Counts:
    """The number fallen goes on growing by the factor seen so far, with binomial chance, until nothing is left.

    The daily growth g is the least-squares slope of the log count on the days since the first known fall; each day
    n grows by Binomial(R - n, min(1, n*(exp(g) - 1)/(R - n))). Fewer than two days of falls show no growth.

    Parameters and result as for `no_change`.

    Examples
    --------
    >>> history = FallHistory(np.array([2, 1, 0, 0, *[-1] * 12]), np.zeros((16, 16), dtype=bool), date(2021, 8, 8))
    >>> exponential_growth(history, 2, 2000).mean(axis=0).round().tolist()
    [8.0, 15.0]
    """
    if history.days < 2:
        return no_change(history, horizon, runs)
    counts = [int(history.lost_before(day + 1).sum()) for day in range(history.days)]
    factor = max(0.0, math.expm1(float(np.polyfit(np.arange(history.days), np.log(counts), 1)[0])))
    left = lambda n: np.maximum(1, history.regions - n)
    return _binomial_path(history, horizon, runs, seed, lambda n: np.minimum(1.0, n * factor / left(n)))


def neighbour_contagion(history: FallHistory, horizon: int, runs: int, seed: int = 0) -> Counts:
    """A standing region falls the faster, the larger the share of its neighbours that have fallen.

    Rate exp(a + b*share) a day, with a and b at their most likely values since the first known fall under a weak
    prior b ~ N(0, 3^2).

    Parameters and result as for `no_change`; before any fall it equals it.

    Examples
    --------
    >>> ring = np.roll(np.eye(6, dtype=bool), 1, axis=0) | np.roll(np.eye(6, dtype=bool), -1, axis=0)
    >>> history = FallHistory(np.array([2, 1, 0, -1, -1, -1]), ring, date(2021, 8, 8))
    >>> bool((np.diff(neighbour_contagion(history, 5, 100)) >= 0).all())
    True
    """
    if history.count == 0:
        return no_change(history, horizon, runs)
    adjacent = history.neighbours.astype(float)  # a product of truth values would say whether, not how many
    degree = np.maximum(1.0, adjacent.sum(axis=1))
    shares, falls = [], []
    for day in range(history.days):
        lost = history.lost_before(day)
        shares.append((adjacent @ lost / degree)[~lost])
        falls.append(history.lost_before(day + 1)[~lost])
    a, b = _fit_log_rate(np.concatenate(shares), np.concatenate(falls))
    rng = np.random.default_rng(seed)
    lost = np.tile(history.fallen >= 0, (runs, 1))
    out = np.empty((runs, horizon), dtype=np.int64)
    for h in range(horizon):
        rate = np.exp(a + b * (lost @ adjacent) / degree)
        lost |= rng.random(lost.shape) < -np.expm1(-rate)
        out[:, h] = lost.sum(axis=1)
    return out


def base_rate(history: FallHistory, horizon: int, runs: int, seed: int = 0) -> Counts:
    """How often wars end so: all regions fall at once as often as rebels win wars, else nothing more falls.

    The share of futures in which that happened by a day is `outside.state_after` of the time ahead: wars that reached
    1,000 deaths in a year, 1990-2020 (UCDP Conflict Termination 3-2021; Kreutz 2010).

    Parameters and result as for `no_change`.

    Examples
    --------
    >>> history = FallHistory(np.array([-1] * 100), np.zeros((100, 100), dtype=bool), date(2021, 8, 8))
    >>> bool(1.0 < base_rate(history, 365, 5000)[:, -1].mean() < 3.0)
    True
    """
    won = [state_after(day / 365.25)["challenger_victory"].share for day in range(1, horizon + 1)]
    luck = np.random.default_rng(seed).random((runs, 1))
    return np.where(luck < np.array(won), history.regions, history.count).astype(np.int64)


BASELINES = {
    "no change": no_change,
    "constant hazard": constant_hazard,
    "neighbour contagion": neighbour_contagion,
    "growth": exponential_growth,
    "base rate": base_rate,
}
"""The rivals by the name under which views show them."""


def rival_forecasts(history: FallHistory, horizon: int, runs: int = 2000, seed: int = 0) -> dict[str, Counts]:
    """Every rival's ensemble of the number fallen by day.

    Parameters
    ----------
    history : FallHistory
        What was known.
    horizon : int
        Days ahead, >= 1.
    runs, seed : int
        Members of each ensemble, >= 1, and the seed.

    Returns
    -------
    dict of str to ndarray of int, shape (runs, horizon)
        By the names of `BASELINES`; never below the known count, never above the number of regions, never falling.

    Raises
    ------
    ValueError
        If the horizon or the number of runs is below 1.

    Examples
    --------
    >>> history = FallHistory(np.array([1, -1, -1]), np.zeros((3, 3), dtype=bool), date(2021, 8, 7))
    >>> sorted(rival_forecasts(history, horizon=3, runs=10))
    ['base rate', 'constant hazard', 'growth', 'neighbour contagion', 'no change']
    """
    if horizon < 1 or runs < 1:
        raise ValueError("a forecast needs at least one day and one run")
    return {name: forecast(history, horizon, runs, seed) for name, forecast in BASELINES.items()}


def _binomial_path(history: FallHistory, horizon: int, runs: int, seed: int, chance) -> Counts:
    """Paths on which every standing region falls with the day's chance, which depends on the number fallen."""
    rng = np.random.default_rng(seed)
    n = np.full(runs, history.count, dtype=np.int64)
    out = np.empty((runs, horizon), dtype=np.int64)
    for h in range(horizon):
        n = n + rng.binomial(history.regions - n, chance(n))
        out[:, h] = n
    return out


def _fit_log_rate(share: NDArray[np.float64], fell: NDArray[np.bool_]) -> tuple[float, float]:
    """Posterior mode of rate exp(a + b*share) from daily coins, b ~ N(0, 3^2)."""
    from scipy.optimize import minimize

    def loss(parameters: NDArray[np.float64]) -> float:
        a, b = parameters
        rate = np.exp(np.clip(a + b * share, -30.0, 5.0))
        likelihood = np.where(fell, np.log(-np.expm1(-rate)), -rate).sum()
        return float(0.5 * (b / _NEIGHBOUR_PRIOR_SD) ** 2 - likelihood)

    start = math.log(max(fell.mean(), 1e-6))
    a, b = minimize(loss, np.array([start, 0.0]), method="BFGS").x
    return float(a), float(b)
