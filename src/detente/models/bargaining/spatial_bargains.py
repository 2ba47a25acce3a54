"""The Spatial Model of Politics, compiled: whom each actor challenges in a turn, and what both would agree on.

Steps 8 to 10 of ``spatial_reference.py``; ``spatial_kernel.py`` says how a bargain stands in a row of ``offers``.
"""

from __future__ import annotations

import math

from detente.models.bargaining.pce_kernel import inner, utility, vote

__all__ = ["OFFER_HEAD", "STILL", "TIE", "challenge"]

CONTEST_FLOOR = 1e-10
LEAST_GAIN = 1e-5
BARGAIN_FLOOR = 1e-6
TIE = 1e-6
STILL = 1e-8
OFFER_HEAD = 6


@inner
def _view(share, own, risk, d, u):
    """Step 8: utilities u[j, n] of positions j to actors n in the eyes of one whose own attitude is ``own``."""
    n = len(risk)
    for a in range(n):
        taken = (1.0 - share) * own + share * risk[a]
        for j in range(n):
            u[j, a] = utility(d[a, j], taken)


@inner
def _contest(rules, actors, u, i, j):
    """Step 9: chance and expected gain of i against j for eyes that see u."""
    rule, weight, total, still = rules.voting, actors.weight, actors.total, STILL if rules.shared else 0.0
    uii, uij, uji, ujj = u[i, i], u[j, i], u[i, j], u[j, j]
    own, theirs = vote(rule, weight[i], uii - uij, still), vote(rule, weight[j], uji - ujj, still)
    a = CONTEST_FLOOR + max(own, 0.0) + max(theirs, 0.0)
    b = CONTEST_FLOOR + max(-own, 0.0) + max(-theirs, 0.0)
    big_a, big_b = a, b
    if rules.commitment == 0:
        for n in range(len(weight)):
            if n == i or n == j:  # noqa: SIM109 (no tuple in the hot loop)
                continue
            uni, unj, unn = u[i, n], u[j, n], u[n, n]
            direct = vote(rule, weight[n], uni - unj, still)
            joined = a + max(direct, 0.0)
            pin = joined / (joined + b + max(-direct, 0.0))
            left = pin * (2.0 * uni + unn) + (1.0 - pin) * 3.0 * unj
            right = pin * 3.0 * uni + (1.0 - pin) * (2.0 * unj + unn)
            v = vote(rule, weight[n], left - right, still)
            big_a += max(v, 0.0)
            big_b += max(-v, 0.0)
    chance = big_a / (big_a + big_b)
    contest = chance * 2.0 * uii + (1.0 - chance) * 2.0 * uij
    return chance, (1.0 - total[j]) * 2.0 * uii + total[j] * contest - (uii + uij)


@inner
def _interpolate(interpolation, rounded, chance, xi, si, xj, sj):
    """Step 10 in one dimension."""
    if interpolation == 2:
        di, dj = max(0.0, 1.0 - 2.0 * chance), max(0.0, 2.0 * chance - 1.0)
        ti = di * sj**2 / (di * sj**2 + BARGAIN_FLOOR + (1.0 - di) * si**2)
        tj = dj * si**2 / (dj * si**2 + BARGAIN_FLOOR + (1.0 - dj) * sj**2)
        return xi + ti * (xj - xi), xj + tj * (xi - xj)
    wi, wj = si * chance, sj * (1.0 - chance)
    if interpolation == 1:
        wi, wj = si**2 * chance**2, sj**2 * (1.0 - chance) ** 2
    total = wi + BARGAIN_FLOOR + wj
    to_i = ((wi + BARGAIN_FLOOR) * xi + wj * xj) / total
    to_j = (wi * xi + (wj + BARGAIN_FLOOR) * xj) / total
    if rounded:
        to_i, to_j = math.floor(0.5 + to_i * 10_000.0) / 10_000.0, math.floor(0.5 + to_j * 10_000.0) / 10_000.0
    return to_i, to_j


@inner
def _offer(rules, actors, x, i, j, chance, gain, received, offers, count):
    """Write the bargains of one challenge (one row, or two if the receiver's version is queued too)."""
    K = x.shape[1]
    si, sj, rounded, mix = actors.saliences[i], actors.saliences[j], not rules.shared, rules.interpolation
    versions = 2 if rules.bargain == 1 else 1
    for version in range(versions):
        row = offers[count + version]
        believed = received if version == 1 else chance
        row[0], row[1], row[2], row[3], row[4], row[5] = i, j, believed, gain, 0.0, 0.0
        for k in range(K):
            to_i, to_j = _interpolate(mix, rounded, believed, x[i, k], si[k], x[j, k], sj[k])
            if rules.bargain == 2:
                other_i, other_j = _interpolate(mix, rounded, received, x[i, k], si[k], x[j, k], sj[k])
                wi, wj = actors.weight[i], actors.weight[j]
                to_i = (wi * to_i + wj * other_i) / (wi + wj)
                to_j = (wi * to_j + wj * other_j) / (wi + wj)
            row[OFFER_HEAD + k] = to_i
            row[OFFER_HEAD + K + k] = to_j
    return count + versions


@inner
def challenge(rules, actors, risk, x, room, offers):
    """Steps 8 to 10 for all actors; returns the number of bargains written."""
    n = len(x)
    gains, chances = room.gains, room.chances
    count = 0
    for i in range(n):
        _view(rules.risk_share, risk[i], risk, room.d, room.seen)
        best, target = LEAST_GAIN, -1
        for j in range(n):
            if j != i:
                chances[j], gains[j] = _contest(rules, actors, room.seen, i, j)
                if gains[j] > best:
                    best, target = gains[j], j
        if target < 0:
            continue
        for j in range(n):
            tied = rules.shared and j != i and gains[j] > LEAST_GAIN and gains[j] >= best - TIE
            if j == target or tied:
                received = chances[j]
                if rules.bargain > 0:
                    _view(rules.risk_share, risk[j], risk, room.d, room.theirs)
                    chance, gain = _contest(rules, actors, room.theirs, i, j)
                    received = gain if rules.gain_view else chance
                count = _offer(rules, actors, x, i, j, chances[j], gains[j], received, offers, count)
    return count
