"""The expected-utility model, compiled: equal to ``expected_utility_reference.py``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.models.bargaining.pce_kernel import inner
from detente.models.kernel import kernel

__all__ = ["Choices", "play"]

NOTHING = 1e-12
TIE = 1e-9
SAME_PLACE = 1e-8
EVEN = 1e-5


class Choices(NamedTuple):
    """A reading as numbers: places in ``expected_utility_readings.OPTIONS``, then q, t and the span of distances."""

    probability: int
    neutral_votes: bool
    positions: bool
    each: bool
    choice: int
    capitulation: bool
    current_range: bool
    q: float
    t: float


@inner
def _win_probabilities(probability, weight, x, span, bend, distance, p):
    """Fill ``p``; ``distance`` [i, k] is room for bent distances from voter k to position i."""
    n = len(x)
    for i in range(n):
        for k in range(n):
            d = abs(x[i] - x[k]) / span
            distance[i, k] = d if bend[k] == 1.0 else d ** bend[k]
    everything = 0.0
    for i in range(n):
        p[i, i] = 0.0
        for j in range(i):
            mine, theirs = 0.0, 0.0
            for k in range(n):
                v = weight[k] * (distance[j, k] - distance[i, k])
                mine += max(v, 0.0)
                theirs += max(-v, 0.0)
            everything += 2.0 * (mine + theirs)
            cast = mine + theirs if probability < 2 else 1.0
            if probability == 1:
                mine, theirs = max(0.0, mine - theirs), max(0.0, theirs - mine)
            p[i, j] = mine / cast if cast > 0.0 else 0.0
            p[j, i] = theirs / cast if cast > 0.0 else 0.0
    if probability == 2 and everything > 0.0:
        for i in range(n):
            for j in range(n):
                p[i, j] /= everything


@inner
def _scaled(base, exponent):
    return 2.0 - 4.0 * (max(base, 0.0) if exponent == 1.0 else max(base, 0.0) ** exponent)


@inner
def _gain(choices, chance, resistance, d, off, exponent):
    """What one who is ``off`` the middle expects from challenging somebody at distance d who may resist."""
    win, lose = _scaled(0.5 - 0.5 * d, exponent), _scaled(0.5 + 0.5 * d, exponent)
    quiet = choices.q * _scaled(0.5, exponent)
    if choices.q < 1.0:
        better, worse = _scaled(0.5 - 0.25 * (off + d), exponent), _scaled(0.5 + 0.25 * (off + d), exponent)
        quiet += (1.0 - choices.q) * (choices.t * better + (1.0 - choices.t) * worse)
    return resistance * (chance * win + (1.0 - chance) * lose) + (1.0 - resistance) * win - quiet


@inner
def _middle(weight, x):
    """Weighted median, the middle of a gap that halves the weight; without sorting, which compiles slowly."""
    total = 0.0
    for k in range(len(x)):
        total += weight[k]
    lower, upper = np.inf, np.inf
    for k in range(len(x)):
        reached = 0.0
        for j in range(len(x)):
            if x[j] <= x[k]:
                reached += weight[j]
        if reached >= total * (0.5 - 1e-12):
            lower = min(lower, x[k])
        if reached >= total * (0.5 + 1e-12):
            upper = min(upper, x[k])
    return 0.5 * (lower + upper)


@inner
def _danger(choices, weight, x, s, span, ones, distance, p, danger):
    n = len(x)
    _win_probabilities(choices.probability, weight, x, span, ones, distance, p)
    middle = _middle(weight, x) if choices.q < 1.0 else 0.0
    for i in range(n):
        danger[i] = 0.0
        for j in range(n):
            if j != i:
                d, off = abs(x[i] - x[j]) / span, abs(x[j] - middle) / span
                danger[i] += _gain(choices, p[j, i], s[i], d, off, 1.0)


@inner
def _danger_of(i, choices, weight, x, s, span, ones, distance, p, danger):
    """Danger of actor i alone: without the table of all contests, unless the reading divides by all their votes."""
    if choices.probability == 2:
        _danger(choices, weight, x, s, span, ones, distance, p, danger)
        return danger[i]
    middle = _middle(weight, x) if choices.q < 1.0 else 0.0
    total = 0.0
    for j in range(len(x)):
        if j == i:
            continue
        for_j, for_i = 0.0, 0.0
        for k in range(len(x)):
            v = weight[k] * (abs(x[i] - x[k]) - abs(x[j] - x[k])) / span
            for_j += max(v, 0.0)
            for_i += max(-v, 0.0)
        backing = for_j if choices.probability == 0 else max(0.0, for_j - for_i)
        chance = backing / (for_j + for_i) if for_j + for_i > 0.0 else 0.0
        total += _gain(choices, chance, s[i], abs(x[i] - x[j]) / span, abs(x[j] - middle) / span, 1.0)
    return total


@inner
def _seen_before(x, j):
    for earlier in range(j):  # noqa: SIM110 (kernels compile no generators)
        if x[earlier] == x[j]:
            return True
    return False


@inner
def _exponents(choices, weight, x, s, span, ones, distance, p, exponent):
    n = len(x)
    danger, elsewhere, moved = np.empty(n), np.empty(n), x.copy()
    _danger(choices, weight, x, s, span, ones, distance, p, danger)
    low, high = danger[0], danger[0]
    for i in range(n):
        low, high = min(low, danger[i]), max(high, danger[i])
    for i in range(n):
        if choices.positions:
            low, high = danger[i], danger[i]
            for j in range(n):
                if not _seen_before(x, j):
                    moved[i] = x[j]
                    there = _danger_of(i, choices, weight, moved, s, span, ones, distance, p, elsewhere)
                    low, high = min(low, there), max(high, there)
            moved[i] = x[i]
        acceptance = (2.0 * danger[i] - high - low) / (high - low) if high - low > TIE else 0.0
        exponent[i] = (1.0 - acceptance / 3.0) / (1.0 + acceptance / 3.0)


@inner
def _offer(choices, mine, other, here, there, span):
    """Kind of offer (0: none) and where it leads."""
    if abs(here - there) <= SAME_PLACE * span or other <= NOTHING:
        return 0, here
    if mine > NOTHING and other > mine:
        return 1, there
    if mine < -NOTHING and other > -mine * (1.0 - EVEN):
        return 2, here + (there - here) * min(1.0, abs(mine / other))
    if mine < -NOTHING and choices.capitulation:
        return 3, there
    return 0, here


@inner
def _key(choices, kind, mine, other, here, there, to):
    """Order of offers: first by kind, then by what the reading looks at."""
    if choices.choice == 1:
        return 0, -other
    if choices.choice == 2 and kind == 2:
        return kind, (abs(mine) * here + other * there) / (abs(mine) + other)
    return kind, abs(to - here)


@inner
def _decide(choices, own, their, x, span, i, deals):
    """Actor i's next position; equally good offers lead to their mean."""
    first, least, partner, taken = 9, 0.0, -1, 0
    for j in range(len(x)):
        kind, to = _offer(choices, own[i, j], their[i, j], x[i], x[j], span)
        if kind > 0:
            rank, value = _key(choices, kind, own[i, j], their[i, j], x[i], x[j], to)
            if rank < first or (rank == first and value < least):
                first, least = rank, value
    if first == 9:
        return x[i]
    total = 0.0
    for j in range(len(x)):
        kind, to = _offer(choices, own[i, j], their[i, j], x[i], x[j], span)
        if kind > 0:
            rank, value = _key(choices, kind, own[i, j], their[i, j], x[i], x[j], to)
            if rank == first and value <= least + TIE:
                total += to
                taken += 1
                if partner < 0:
                    partner = j
                    deals[i, 0], deals[i, 1] = kind, j
    return total / taken


@inner
def _span(x):
    low, high = x[0], x[0]
    for value in x:
        low, high = min(low, value), max(high, value)
    return high - low


@kernel
def play(choices, weight, s, span, xs, exponents, chances, gains, deals):
    """Play from ``xs[0]`` until nobody moves or rounds run out; returns the number of rounds.

    ``xs`` is (rounds + 1, n), ``exponents`` (rounds, n), ``chances`` and ``gains`` (rounds, n, n), ``deals``
    (rounds, n, 2): kind and partner.
    """
    rounds, n = exponents.shape
    ones, distance, their = np.ones(n), np.empty((n, n)), np.empty((n, n))
    for t in range(rounds):
        x, r, p, own = xs[t], exponents[t], chances[t], gains[t]
        width = _span(x) if choices.current_range else span
        if width <= 0.0:
            return t
        _exponents(choices, weight, x, s, width, ones, distance, p, r)
        _win_probabilities(choices.probability, weight, x, width, ones if choices.neutral_votes else r, distance, p)
        middle = _middle(weight, x) if choices.q < 1.0 else 0.0
        for i in range(n):
            for j in range(n):
                d = abs(x[i] - x[j]) / width
                own[i, j] = _gain(choices, p[i, j], s[j], d, abs(x[i] - middle) / width, r[i])
                exponent = r[j] if choices.each else r[i]
                their[i, j] = _gain(choices, p[j, i], s[i], d, abs(x[j] - middle) / width, exponent)
        change = 0.0
        for i in range(n):
            deals[t, i, 0], deals[t, i, 1] = 0.0, -1.0
            xs[t + 1, i] = _decide(choices, own, their, x, width, i, deals[t])
            change = max(change, abs(xs[t + 1, i] - x[i]))
        if change <= NOTHING:
            return t
    return rounds
