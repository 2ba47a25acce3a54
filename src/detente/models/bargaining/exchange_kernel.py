"""The exchange model, compiled: equal to ``exchange_reference.py``.

Sorting stands between two kernels, since NumPy sorts as fast and Numba takes seconds to compile a sort.
"""

from __future__ import annotations

import numpy as np

from detente.models.bargaining.pce_kernel import inner
from detente.models.kernel import kernel

__all__ = ["FIELDS", "offers", "settle"]

FIELDS = 7
LEAST_GAIN = 1e-10
TIE = 1e-10


@inner
def _outcomes(weight, x, total, outcome):
    n, K = x.shape
    for k in range(K):
        total[k] = 0.0
        outcome[k] = 0.0
        for i in range(n):
            total[k] += weight[i, k]
            if weight[i, k] > 0.0:
                outcome[k] += weight[i, k] * x[i, k]
        outcome[k] /= total[k]


@inner
def _opposed(weight, x, outcome, a, b, k):
    if weight[a, k] <= 0.0 or weight[b, k] <= 0.0:
        return False
    return (x[a, k] < outcome[k] < x[b, k]) or (x[b, k] < outcome[k] < x[a, k])


@inner
def _write(weight, x, s, total, outcome, cap, i, j, p, q, row):
    """Fill a row with i, j, p, q, both moves and the gain; returns the gain."""
    most_p = abs(x[i, p] - x[j, p]) * weight[j, p] / total[p]
    most_q = abs(x[i, q] - x[j, q]) * weight[i, q] / total[q]
    if cap:
        most_p, most_q = min(most_p, abs(x[i, p] - outcome[p])), min(most_q, abs(x[j, q] - outcome[q]))
    rate = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])
    dp = min(most_p, most_q / rate)
    dq = dp * rate
    gain = dp * s[i, p] - dq * s[i, q]
    row[0], row[1], row[2], row[3] = i, j, p, q
    row[4] = (1.0 if x[j, q] > x[i, q] else -1.0) * dq * total[q] / weight[i, q]
    row[5] = (1.0 if x[i, p] > x[j, p] else -1.0) * dp * total[p] / weight[j, p]
    row[6] = gain
    return gain


@kernel
def offers(weight, x, s, cap, rows):
    """Fill ``rows`` with all exchanges from which both sides gain; returns how many."""
    n, K = x.shape
    total, outcome = np.empty(K), np.empty(K)
    _outcomes(weight, x, total, outcome)
    count = 0
    for a in range(n):
        for b in range(a + 1, n):
            for k in range(K):
                if not _opposed(weight, x, outcome, a, b, k):
                    continue
                for m in range(k + 1, K):
                    if _opposed(weight, x, outcome, a, b, m):
                        first = s[a, k] * s[b, m] > s[b, k] * s[a, m]
                        i, j = (a, b) if first else (b, a)
                        gain = _write(weight, x, s, total, outcome, cap, i, j, k, m, rows[count])
                        count += gain > LEAST_GAIN
    return count


@inner
def _shuffle_ties(rows, draws, order):
    """Within runs of gains that differ by no more than rounding, put the lowest draw first."""
    count = len(order)
    start = 0
    top = rows[order[0], 6] if count else 0.0
    for end in range(1, count + 1):
        if end == count or rows[order[end - 1], 6] - rows[order[end], 6] > TIE * top:
            for a in range(start + 1, end):
                place = order[a]
                b = a
                while b > start and draws[order[b - 1]] > draws[place]:
                    order[b] = order[b - 1]
                    b -= 1
                order[b] = place
            start = end


@kernel
def settle(rows, order, draws, moved, given, made, y):
    """Make exchanges in ``order`` of falling gain, drop those in conflict; returns how many were made.

    ``y`` (n, K) holds positions and becomes voting positions; ``moved`` and ``given`` (n, K) start out False.
    """
    _shuffle_ties(rows, draws, order)
    done = 0
    for place in order:
        i, j, p, q = int(rows[place, 0]), int(rows[place, 1]), int(rows[place, 2]), int(rows[place, 3])
        if moved[i, p] or moved[i, q] or moved[j, p] or moved[j, q] or given[i, q] or given[j, p]:
            continue
        moved[i, q] = moved[j, p] = given[i, p] = given[j, q] = True
        y[i, q] += rows[place, 4]
        y[j, p] += rows[place, 5]
        for field in range(FIELDS):
            made[done, field] = rows[place, field]
        done += 1
    return done
