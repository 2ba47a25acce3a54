"""How long signed deals stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np

from detente.analysis.outside import agreement_standing
from detente.engine.ensemble import Played

__all__ = ["ENOUGH", "survival_table"]

ENOUGH = 20
"""Signed deals below which no curve is drawn."""
_DAYS = tuple(range(0, 366, 15))


def survival_table(ensembles: Sequence[Played]) -> dict[str, Any]:
    """Share of signed deals that still stand so many days after signing (Kaplan & Meier 1958, with its 5-95 % band).

    Deals are watched for a year after signing, whatever the horizon; scenarios with fewer than `ENOUGH` deals are left
    out. ``base`` is the share of peace agreements that stood as long (UCDP).
    """
    from scipy.stats import CensoredData, ecdf

    rows: list[tuple[Any, ...]] = []
    for played in ensembles:
        signed = played.whole("ever_signed") == 1
        if signed.sum() < ENOUGH:
            continue
        on, broke = played.whole("signed_on")[signed], played.whole("broke_on")[signed]
        lasted = np.where(broke >= 0, broke - on, 366).astype(float)
        if not (broke >= 0).any():
            curve, low, high = [np.ones(len(_DAYS))] * 3
        else:
            data = CensoredData(uncensored=lasted[broke >= 0], right=lasted[broke < 0])
            fitted = ecdf(data).sf
            with catch_warnings():  # before the first break the band is undefined, and is the curve itself below
                simplefilter("ignore", RuntimeWarning)
                band = fitted.confidence_interval(0.9, method="log-log")
            curve, low, high = (one.evaluate(np.array(_DAYS, float)) for one in (fitted, band.low, band.high))
        for place, day in enumerate(_DAYS):
            base = agreement_standing(day / 365.25).share if day else 1.0
            edges = [float(np.nan_to_num(one[place], nan=float(curve[place]))) for one in (low, high)]
            rows.append((played.scenario, day, float(curve[place]), *edges, base))
    names = ("scenario", "days", "share", "low", "high", "base")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
