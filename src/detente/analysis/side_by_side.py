"""Two scenarios on the same luck: where futures move, and what differs, with its range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.ranges import parameter_range
from detente.analysis.tables import OUTCOMES, flags
from detente.engine.ensemble import Played

__all__ = ["AMOUNTS", "SHARES", "Contrast", "contrasts", "moves", "same_luck"]

Floats = NDArray[np.float64]

SHARES = (*OUTCOMES, "ever_signed", "kept_a_year", "capital_falls")
"""Contrasts that are shares of futures."""
AMOUNTS = ("days_to_sign", "fatalities", "regions_lost", "control", "rights")
"""Contrasts that are means of an amount: days, deaths, regions, and two shares of 0 to 1."""
_LEAST_PAIRS = 30
"""Pairs below which the difference of an amount is not worth printing."""


@dataclass(frozen=True)
class Contrast:
    """One quantity under two scenarios.

    Attributes
    ----------
    name
        One of `SHARES` or `AMOUNTS`.
    before, after
        Means over the pairs that count: shares of 0 to 1, or amounts.
    low, mid, high
        Mean of after less before, pair by pair, and its 5-95 % over draws of the numbers with the doubt about the mean.
    won, lost, pairs
        Pairs in which it rose, in which it fell, and all that count.
    """

    name: str
    before: float
    after: float
    low: float
    mid: float
    high: float
    won: int
    lost: int
    pairs: int


def same_luck(before: Played, after: Played) -> None:
    """Refuse to compare two ensembles that were not played on the same luck.

    Raises
    ------
    ValueError
        If seed, futures or draws differ.
    """
    if (before.seed, before.runs, before.per_draw) != (after.seed, after.runs, after.per_draw):
        raise ValueError("scenarios are compared on the same luck: the same seed, futures and draws")


def moves(before: Played, after: Played) -> NDArray[np.int64]:
    """Count pairs by how they end under the first scenario (row) and under the second (column).

    Returns
    -------
    array of shape (6, 6)
        Rows and columns in the order of `detente.analysis.tables.OUTCOMES`; the diagonal holds what is unchanged.

    Raises
    ------
    ValueError
        As `same_luck`.
    """
    same_luck(before, after)
    count = np.zeros((len(OUTCOMES), len(OUTCOMES)), np.int64)
    np.add.at(count, (before.whole("outcome"), after.whole("outcome")), 1)
    return count


def contrasts(before: Played, after: Played) -> tuple[Contrast, ...]:
    """Everything that is set side by side; amounts that fewer than 30 pairs have are left out.

    Raises
    ------
    ValueError
        As `same_luck`.
    """
    same_luck(before, after)
    old, new = _values(before), _values(after)
    found = []
    for name in (*SHARES, *AMOUNTS):
        both = ~(np.isnan(old[name]) | np.isnan(new[name]))
        if both.sum() < min(_LEAST_PAIRS, before.runs):
            continue
        change = new[name][both] - old[name][both]
        draw = np.unique(before.draw_of[both], return_inverse=True)[1]
        low, mid, high = parameter_range(change, draw, sampling=True)
        found.append(
            Contrast(
                name,
                float(old[name][both].mean()),
                float(new[name][both].mean()),
                low,
                mid,
                high,
                int((change > 0).sum()),
                int((change < 0).sum()),
                int(both.sum()),
            )
        )
    return tuple(found)


def _values(played: Played) -> dict[str, Floats]:
    """Every quantity by future; NaN where a future has none."""
    signed = played.whole("signed_on").astype(float)
    return flags(played) | {
        "capital_falls": (played.whole("capital_fell_on") >= 0).astype(float),
        "days_to_sign": np.where(played.whole("ever_signed") == 1, signed, np.nan),
        "fatalities": played.whole("fatalities").astype(float),
        "regions_lost": played.whole("regions_lost").astype(float),
        "control": played.out.real[:, 0],
        "rights": played.out.real[:, 1],
    }
