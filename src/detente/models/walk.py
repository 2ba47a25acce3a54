"""The walk of war solved: what fighting on is worth at every place of a coarse front, under one change of support.

Parties reason with a coarse front k = 0..N (N = 20; the challenger has won at N). A week moves it with chance m,
towards N with chance Q. The walk is that of Slantchev (2003), "The Principle of Convergence in Wartime Negotiations",
APSR 97(4): 621-632, with weekly discounting D, a cost c a week for each party, and the flow (1 - D)*phi*f that holding
the share f of the ground is worth while the fighting goes on:

    V1_t(k) = (1-D)*phi*k/N - c + D*[(1-m)*V1(k) + m*Q_t*V1(k+1) + m*(1-Q_t)*V1(k-1)]_{t+1},   V1(0) = 0, V1(N) = 1

and V0 with f = 1 - k/N, V0(0) = 1, V0(N) = 0. Costs enter linearly, V = B - c*Z, with Z the expected discounted weeks
of war. W is the undiscounted chance that the challenger wins. A schedule has one change: Q_t = sigmoid(L + shift) for
``weeks`` more weeks, then sigmoid(L) for ever, solved backwards from there. Ends are worth 1 and 0, and victory comes
only from them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.models.kernel import kernel

__all__ = ["LOGIT_LOW", "LOGIT_STEP", "STEPS", "Walk", "walk_of_war", "walk_tables"]

STEPS = 20
"""N: steps of the coarse front between the two victories."""

LOGIT_LOW, LOGIT_STEP, _LOGITS = -4.0, 0.0625, 129
_WEEKS = (0, 1, 2, 4, 7, 11, 16, 22, 29, 37, 46, 56, 67, 79, 92, 105)


class Walk(NamedTuple):
    """Tables of the walk for some (m, D).

    Attributes
    ----------
    table
        Shape (weeks, shifts, logits, N + 1, 4), float64.
    weeks
        Weeks until the change, ascending from 0, shape (weeks,).
    shift_low, shift_step
        Grid of the shift (logit before the change less logit after it).
    """

    table: NDArray[np.float64]
    weeks: NDArray[np.float64]
    shift_low: float
    shift_step: float


@kernel
def _stationary(q: float, m: float, d: float, phi: float, out: NDArray[np.float64]) -> None:
    """Solve the four stationary equations at one Q (Thomas's tridiagonal algorithm); out has shape (N + 1, 4)."""
    n = out.shape[0] - 1
    ratio, value = np.empty(n + 1), np.empty(n + 1)
    for which in range(4):
        discount = 1.0 if which == 3 else d
        low = 1.0 if which == 1 else 0.0
        high = 1.0 if which == 0 or which == 3 else 0.0
        up, down = discount * m * q, discount * m * (1.0 - q)
        middle = 1.0 - discount * (1.0 - m)
        ratio[0] = value[0] = 0.0
        for k in range(1, n):
            flow = 0.0
            if which == 0:
                flow = (1.0 - d) * phi * k / n
            elif which == 1:
                flow = (1.0 - d) * phi * (1.0 - k / n)
            elif which == 2:
                flow = 1.0
            if k == 1:
                flow += down * low
            if k == n - 1:
                flow += up * high
            pivot = middle - (down * ratio[k - 1] if k > 1 else 0.0)
            ratio[k] = up / pivot if k < n - 1 else 0.0
            value[k] = (flow + (down * value[k - 1] if k > 1 else 0.0)) / pivot
        out[0, which], out[n, which] = low, high
        for k in range(n - 1, 0, -1):
            out[k, which] = value[k] + (ratio[k] * out[k + 1, which] if k < n - 1 else 0.0)


def walk_of_war(
    q: float, m: float = 1.0, discount: float = 1.0, phi: float = 0.0, n: int = STEPS
) -> NDArray[np.float64]:
    """Solve the walk with one Q for ever: the four values at k = 0..N.

    Parameters
    ----------
    q
        Chance that a move goes to the challenger, [0, 1].
    m, discount, phi
        As in `walk_tables`; the defaults are the gambler's ruin.
    n
        N.

    Returns
    -------
    ndarray
        Shape (N + 1, 4): B1, B0, Z, W at each k.

    Examples
    --------
    Slantchev's setting, N = 10, k = 5, q = .55: the challenger wins in .731717, after 23.17174 battles on average; at
    .01 a battle fighting is worth .500000 to it:

    >>> b1, b0, battles, win = walk_of_war(0.55, n=10)[5]
    >>> round(float(win), 6), round(float(battles), 5), round(float(b1 - 0.01 * battles), 6)
    (0.731717, 23.17174, 0.5)
    """
    out = np.empty((n + 1, 4))
    _stationary(q, m, discount, phi, out)
    out[0, 2] = out[n, 2] = 0.0
    return out


@kernel
def _fill(
    table: NDArray[np.float64],
    weeks: NDArray[np.float64],
    shift_low: float,
    shift_step: float,
    m: float,
    d: float,
    phi: float,
) -> None:
    n = STEPS
    tail, before, now = np.empty((n + 1, 4)), np.empty((n + 1, 4)), np.empty((n + 1, 4))
    for i in range(table.shape[2]):
        logit = LOGIT_LOW + i * LOGIT_STEP
        _stationary(1.0 / (1.0 + math.exp(-logit)), m, d, phi, tail)
        for j in range(table.shape[1]):
            q = 1.0 / (1.0 + math.exp(-(logit + shift_low + j * shift_step)))
            for k in range(n + 1):
                for which in range(4):
                    now[k, which] = before[k, which] = table[0, j, i, k, which] = tail[k, which]
            place = 1
            for week in range(1, int(weeks[-1]) + 1):
                for k in range(1, n):
                    for which in range(4):
                        discount = 1.0 if which == 3 else d
                        ahead = (
                            (1.0 - m) * before[k, which]
                            + m * q * before[k + 1, which]
                            + m * (1.0 - q) * before[k - 1, which]
                        )
                        now[k, which] = discount * ahead
                    now[k, 0] += (1.0 - d) * phi * k / n
                    now[k, 1] += (1.0 - d) * phi * (1.0 - k / n)
                    now[k, 2] += 1.0
                kept = place < weeks.shape[0] and week == weeks[place]
                for k in range(n + 1):
                    for which in range(4):
                        before[k, which] = now[k, which]
                        if kept:
                            table[place, j, i, k, which] = now[k, which]
                if kept:
                    place += 1


def walk_tables(
    m: float, discount: float, phi: float = 1.0, shift_low: float = 0.0, shift_high: float = 0.0, shifts: int = 1
) -> Walk:
    """Solve the walk on a grid of logits, shifts and weeks until the change.

    Parameters
    ----------
    m
        Chance of a move in a week, (0, 1].
    discount
        Weekly discount D in (0, 1].
    phi
        What holding ground is worth while fighting (1; 0 leaves only the ends).
    shift_low, shift_high, shifts
        Grid of the logit before the change less the logit after it.

    Returns
    -------
    Walk
        Values at whole k; read them with `detente.models.war.look_up`.

    Raises
    ------
    ValueError
        Where m or discount lie outside (0, 1].

    Examples
    --------
    With the flow on, what one side gets and what the other gets add up to the whole prize:

    >>> from detente.models.war import look_up
    >>> walk = walk_tables(0.35, 0.9 ** (1 / 52))
    >>> b1, b0, wait, win = look_up(*walk, 0.0, 0.0, 0.2, 8.0)
    >>> round(float(b1 + b0), 12)
    1.0
    """
    if not (0.0 < m <= 1.0 and 0.0 < discount <= 1.0):
        raise ValueError(f"m and discount lie in (0, 1]; got m={m:g}, discount={discount:g}")
    weeks = np.array(_WEEKS, dtype=np.float64)
    step = (shift_high - shift_low) / max(1, shifts - 1) or 1.0
    table = np.empty((len(weeks), shifts, _LOGITS, STEPS + 1, 4))
    _fill(table, weeks, float(shift_low), float(step), float(m), float(discount), float(phi))
    return Walk(table, weeks, float(shift_low), float(step))
