"""The expected-utility model in plain NumPy: slow, and what the compiled kernel must equal.

Positions are on [0, 1]; ``d`` are distances as shares of the range; exponents of risk are above 0, and 1 is neutral.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.models.bargaining.expected_utility_readings import Reading

__all__ = ["KINDS", "expected_gains", "play_round", "win_probabilities"]

Array = npt.NDArray[np.float64]

KINDS = ("none", "confrontation", "compromise", "capitulation")
NOTHING = 1e-12
TIE = 1e-9
SAME_PLACE = 1e-8
"""Share of the range below which two positions are one: compromises converge, and rounding must not make offers."""

EVEN = 1e-5
"""Gains and losses whose sizes differ by less are equal: saliences that add up to 1 make them so."""


def win_probabilities(reading: Reading, weight: Array, x: Array, span: float, exponent: Array) -> Array:
    """(n, n) chance that i's position beats j's; 0 where they are the same."""
    bend = np.ones(len(x)) if reading.votes == "Neutral" else exponent
    distance = (np.abs(x[:, None] - x[None, :]) / span) ** bend[:, None]
    votes = weight[:, None, None] * (distance[:, None, :] - distance[:, :, None])  # [k, i, j]: k for i against j
    backing, cast = np.maximum(votes, 0.0).sum(axis=0), np.abs(votes).sum(axis=0)
    if reading.probability == "AllPairs":
        return backing / cast.sum() if cast.sum() > 0.0 else backing
    if reading.probability == "Net":
        backing = np.maximum(votes.sum(axis=0), 0.0)
    return np.divide(backing, cast, out=np.zeros_like(backing), where=cast > 0.0)


def _scaled(base: Array | float, exponent: Array | float) -> Array:
    return 2.0 - 4.0 * np.maximum(base, 0.0) ** exponent


def expected_gains(
    p: Array, x: Array, s: Array, middle: float, span: float, exponent: Array | float, q: float, t: float
) -> Array:
    """(n, n) what i expects from challenging j, with exponents of risk that broadcast to (n, n)."""
    d = np.abs(x[:, None] - x[None, :]) / span
    win, lose = _scaled(0.5 - 0.5 * d, exponent), _scaled(0.5 + 0.5 * d, exponent)
    quiet = q * _scaled(0.5, exponent)
    if q < 1.0:
        reach = 0.25 * (np.abs(x - middle)[:, None] / span + d)
        better, worse = _scaled(0.5 - reach, exponent), _scaled(0.5 + reach, exponent)
        quiet = quiet + (1.0 - q) * (t * better + (1.0 - t) * worse)
    return s[None, :] * (p * win + (1.0 - p) * lose) + (1.0 - s)[None, :] * win - quiet


def _middle(weight: Array, x: Array) -> float:
    order = np.argsort(x, kind="stable")
    below = weight[order].cumsum()
    half, slack = below[-1] / 2.0, below[-1] * 1e-12
    return float(x[order][np.searchsorted(below, half - slack)] + x[order][np.searchsorted(below, half + slack)]) / 2.0


def _danger(reading: Reading, weight: Array, x: Array, s: Array, span: float, q: float, t: float) -> Array:
    """(n,) sum over the others of what they expect from challenging each actor, risk-neutral."""
    p = win_probabilities(reading, weight, x, span, np.ones(len(x)))
    gains = expected_gains(p, x, s, _middle(weight, x), span, 1.0, q, t)
    np.fill_diagonal(gains, 0.0)
    return gains.sum(axis=0)


def risk_exponents(reading: Reading, weight: Array, x: Array, s: Array, span: float, q: float, t: float) -> Array:
    """(n,) exponents r = (1 - R/3)/(1 + R/3), where R in [-1, 1] says how exposed an actor chose to stand."""
    danger = _danger(reading, weight, x, s, span, q, t)
    low, high = np.full(len(x), danger.min()), np.full(len(x), danger.max())
    if reading.security == "Positions":
        for i in range(len(x)):
            elsewhere = [_danger(reading, weight, np.where(np.arange(len(x)) == i, y, x), s, span, q, t)[i] for y in x]
            low[i], high[i] = min(elsewhere), max(elsewhere)
    spread = high - low
    acceptance = np.divide(2.0 * danger - high - low, spread, out=np.zeros_like(spread), where=spread > TIE)
    return (1.0 - acceptance / 3.0) / (1.0 + acceptance / 3.0)


def _offers(
    reading: Reading, own: Array, their: Array, x: Array, span: float, i: int
) -> list[tuple[int, int, float, float, float]]:
    """For actor i: (kind, from whom, where to, how far, the other's gain) of every offer that it cannot refuse."""
    found = []
    for j in range(len(x)):
        mine, other = own[i, j], their[i, j]
        if abs(x[i] - x[j]) <= SAME_PLACE * span or other <= NOTHING:
            continue
        if mine > NOTHING and other > mine:
            kind, to = 1, x[j]
        elif mine < -NOTHING and other > -mine * (1.0 - EVEN):
            kind, to = 2, x[i] + (x[j] - x[i]) * min(1.0, abs(mine / other))
        elif mine < -NOTHING and reading.capitulation == "Yes":
            kind, to = 3, x[j]
        else:
            continue
        found.append((kind, j, float(to), float(abs(to - x[i])), float(other)))
    return found


def _choose(
    reading: Reading, offers: list[tuple[int, int, float, float, float]], own: Array, x: Array, i: int
) -> tuple[int, int, float]:
    """Kind, partner and new position; equally good offers lead to their mean."""
    if reading.choice == "Strongest":
        key = [-offer[4] for offer in offers]
    else:
        kind = min(offer[0] for offer in offers)
        offers = [offer for offer in offers if offer[0] == kind]
        key = [offer[3] for offer in offers]
        if reading.choice == "LowestCompromise" and kind == 2:
            pull = [(abs(own[i, o[1]]), o[4], x[o[1]]) for o in offers]
            key = [(mine * x[i] + other * xj) / (mine + other) for mine, other, xj in pull]
    best = [offer for offer, value in zip(offers, key, strict=True) if value <= min(key) + TIE]
    return best[0][0], best[0][1], float(np.mean([offer[2] for offer in best]))


def play_round(
    reading: Reading, weight: Array, x: Array, s: Array, span: float, q: float, t: float
) -> tuple[Array, Array, Array, Array, Array]:
    """One round: next positions, exponents of risk (n,), chances and gains (n, n), kinds and partners (n, 2)."""
    exponent = risk_exponents(reading, weight, x, s, span, q, t)
    p = win_probabilities(reading, weight, x, span, exponent)
    middle = _middle(weight, x)
    own = expected_gains(p, x, s, middle, span, exponent[:, None], q, t)
    exponents = exponent[None, :] if reading.perspective == "Own" else exponent[:, None]
    their = expected_gains(p, x, s, middle, span, exponents, q, t).T  # [i, j]: j against i, as i sees it
    moved, deals = x.copy(), np.full((len(x), 2), -1.0)
    deals[:, 0] = 0.0
    for i in range(len(x)):
        offers = _offers(reading, own, their, x, span, i)
        if offers:
            deals[i, 0], deals[i, 1], moved[i] = _choose(reading, offers, own, x, i)
    return moved, exponent, p, own, deals
