"""The exchange model in plain NumPy: slow, and what the compiled kernel must equal. Positions are on 0-100."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["LEAST_GAIN", "TIE", "Offer", "offers", "play_round"]

Array = npt.NDArray[np.float64]

LEAST_GAIN = 1e-10
TIE = 1e-10


class Offer(NamedTuple):
    """Actor ``i`` would move by ``move_i`` on issue ``q``, and ``j`` by ``move_j`` on ``p``; both gain ``gain``."""

    i: int
    j: int
    p: int
    q: int
    move_i: float
    move_j: float
    gain: float


def offers(weight: Array, x: Array, s: Array, cap: bool) -> list[Offer]:
    """All exchanges from which both sides gain.

    Parameters
    ----------
    weight, x, s
        Capability times salience, position and salience (0-1), each (n, K); weight 0 where an actor takes no part.
    cap
        Whether a move stops where it has brought the outcome to the other's position.
    """
    total = weight.sum(axis=0)
    outcome = (weight * x).sum(axis=0) / total
    side = np.sign(x - outcome) * (weight > 0.0)
    found: list[Offer] = []
    for a, b in itertools.combinations(range(len(x)), 2):
        for k, m in itertools.combinations(range(x.shape[1]), 2):
            if side[a, k] * side[b, k] >= 0.0 or side[a, m] * side[b, m] >= 0.0:
                continue
            # i is the one to whom p matters more, next to q, than to j.
            i, j = (a, b) if s[a, k] * s[b, m] > s[b, k] * s[a, m] else (b, a)
            offer = _offer(weight, x, s, total, outcome, (i, j, k, m), cap)
            if offer.gain > LEAST_GAIN:
                found.append(offer)
    return found


def _offer(
    weight: Array, x: Array, s: Array, total: Array, outcome: Array, who: tuple[int, int, int, int], cap: bool
) -> Offer:
    i, j, p, q = who
    most_p, most_q = abs(x[i, p] - x[j, p]) * weight[j, p] / total[p], abs(x[i, q] - x[j, q]) * weight[i, q] / total[q]
    if cap:
        most_p, most_q = min(most_p, abs(x[i, p] - outcome[p])), min(most_q, abs(x[j, q] - outcome[q]))
    rate = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])
    dp = min(most_p, most_q / rate)
    dq = dp * rate
    move_i = np.sign(x[j, q] - x[i, q]) * dq * total[q] / weight[i, q]
    move_j = np.sign(x[i, p] - x[j, p]) * dp * total[p] / weight[j, p]
    return Offer(i, j, p, q, float(move_i), float(move_j), float(dp * s[i, p] - dq * s[i, q]))


def play_round(weight: Array, x: Array, s: Array, cap: bool, draws: Array) -> tuple[Array, list[Offer]]:
    """One round: voting positions (n, K) and the exchanges made, largest gain first.

    Ties go to the lower of ``draws``, one number for each offer in the order of :func:`offers`. An exchange is dropped
    if one of its actors has moved on an issue of it, or was given a move on the issue that it would now move on.
    """
    found = offers(weight, x, s, cap)
    gains = np.array([offer.gain for offer in found])
    order = np.argsort(-gains, kind="stable")
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or gains[order[end - 1]] - gains[order[end]] > TIE * gains[order[0]]:
            order[start:end] = order[start:end][np.argsort(draws[order[start:end]], kind="stable")]
            start = end
    moved, given = np.zeros(x.shape, bool), np.zeros(x.shape, bool)
    y, made = x.copy(), []
    for offer in (found[place] for place in order):
        i, j, p, q = offer.i, offer.j, offer.p, offer.q
        if moved[i, p] or moved[i, q] or moved[j, p] or moved[j, q] or given[i, q] or given[j, p]:
            continue
        moved[i, q] = moved[j, p] = given[i, p] = given[j, q] = True
        y[i, q] += offer.move_i
        y[j, p] += offer.move_j
        made.append(offer)
    return y, made
