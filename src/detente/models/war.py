"""What fighting on is worth to a party: the walk of war (`detente.models.walk`) read at today's front and its beliefs.

What a party sees of the front is the place on the coarse walk and the chance Q that the challenger gains the next step;
what it believes of Q it learns from how the front moves.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from detente.models.kernel import jitable
from detente.models.walk import LOGIT_LOW, LOGIT_STEP, STEPS, Walk, walk_of_war, walk_tables

__all__ = [
    "B0",
    "B1",
    "STEPS",
    "WAIT",
    "WIN",
    "Walk",
    "coarse_front",
    "look_up",
    "news",
    "step_chance",
    "walk_of_war",
    "walk_tables",
    "worth",
]

B1, B0, WAIT, WIN = 0, 1, 2, 3
"""Places in the last axis of the tables: the sides' values without costs, discounted weeks of war, challenger's win."""


@jitable
def step_chance(theta: float, log_strength: float, e0: float, e1: float, g_s: float, g_q: float) -> float:
    """Chance Q that the challenger gains the next step: sigmoid(theta + g_s*ln(S1/S0) - g_q*E0 + g_q*E1).

    Parameters
    ----------
    theta
        Logit; who gains, everything else equal (challenger +).
    log_strength
        ln(S1/S0).
    e0, e1
        Support in force of the incumbent and of the challenger.
    g_s, g_q
        Weights (logit).

    Examples
    --------
    >>> step_chance(0.0, 0.0, 0.5, 0.5, 0.5, 0.7)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-(theta + g_s * log_strength - g_q * e0 + g_q * e1)))


@jitable
def coarse_front(control: float) -> float:
    """Place on the coarse front: N times the challenger's control, kept half a step from the ends.

    Examples
    --------
    >>> coarse_front(0.0), coarse_front(0.4), coarse_front(1.0)
    (0.5, 8.0, 19.5)
    """
    return min(STEPS - 0.5, max(0.5, STEPS * control))


@jitable
def _place(value: float, low: float, step: float, count: int) -> tuple[int, float]:
    """Cell and fraction on a uniform grid, held at its ends."""
    if count == 1:
        return 0, 0.0
    at = min(count - 1.0, max(0.0, (value - low) / step))
    cell = min(count - 2, int(at))
    return cell, at - cell


@jitable
def look_up(
    table: NDArray[np.float64],
    weeks: NDArray[np.float64],
    shift_low: float,
    shift_step: float,
    until: float,
    shift: float,
    logit: float,
    k: float,
) -> tuple[float, float, float, float]:
    """Values of war at a place of the front: (B1, B0, Z, W), linear between the points of the grid.

    Parameters
    ----------
    table, weeks, shift_low, shift_step
        A `Walk`.
    until
        Weeks until the change (0: it has come; beyond the last tabulated week the last one is used).
    shift
        Logit before the change less logit after it.
    logit
        Logit after the change, held in [-4, 4].
    k
        Place on the coarse front, [0, N].

    Examples
    --------
    >>> walk = walk_tables(0.35, 0.9 ** (1 / 52))
    >>> round(float(look_up(*walk, 0.0, 0.0, 0.0, 10.0)[3]), 6)
    0.5
    """
    last = weeks.size - 1
    row = 0
    while row < last - 1 and weeks[row + 1] <= until:
        row += 1
    share = min(1.0, max(0.0, (until - weeks[row]) / (weeks[row + 1] - weeks[row])))
    j, along_shift = _place(shift, shift_low, shift_step, table.shape[1])
    i, along_logit = _place(logit, LOGIT_LOW, LOGIT_STEP, table.shape[2])
    cell = min(STEPS - 1, int(k))
    along = k - cell
    b1, b0, wait, win = 0.0, 0.0, 0.0, 0.0
    for dr in range(2):
        wr = share if dr == 1 else 1.0 - share
        if wr == 0.0:
            continue
        for dj in range(2):
            wj = wr * (along_shift if dj == 1 else 1.0 - along_shift)
            if wj == 0.0:
                continue
            for di in range(2):
                wi = wj * (along_logit if di == 1 else 1.0 - along_logit)
                if wi == 0.0:
                    continue
                for dk in range(2):
                    w = wi * (along if dk == 1 else 1.0 - along)
                    b1 += w * table[row + dr, j + dj, i + di, cell + dk, 0]
                    b0 += w * table[row + dr, j + dj, i + di, cell + dk, 1]
                    wait += w * table[row + dr, j + dj, i + di, cell + dk, 2]
                    win += w * table[row + dr, j + dj, i + di, cell + dk, 3]
    return b1, b0, wait, win


@jitable
def worth(
    table: NDArray[np.float64],
    weeks: NDArray[np.float64],
    shift_low: float,
    shift_step: float,
    until: float,
    now: float,
    then: float,
    base: float,
    k: float,
    lasts: float,
) -> tuple[float, float, float, float]:
    """What fighting on is worth to who believes that support may last: (B1, B0, Z, W).

    Parameters
    ----------
    table, weeks, shift_low, shift_step
        A `Walk`.
    until
        Weeks until support changes as announced (0: it has).
    now, then
        What support adds to the logit before the change, and after it.
    base
        The logit without support.
    k
        Place on the coarse front, [0, N].
    lasts
        Belief that the change does not come, [0, 1].

    Examples
    --------
    >>> walk = walk_tables(0.35, 0.9 ** (1 / 52))
    >>> [round(float(worth(*walk, 0.0, -1.0, 1.0, 0.0, 10.0, lasts)[3]), 3) for lasts in (0.0, 0.5, 1.0)]
    [1.0, 0.5, 0.0]
    """
    if now == then:
        return look_up(table, weeks, shift_low, shift_step, 0.0, 0.0, base + then, k)
    shift = now - then if until > 0.0 else 0.0
    announced = look_up(table, weeks, shift_low, shift_step, until, shift, base + then, k)
    if lasts <= 0.0:
        return announced
    kept = look_up(table, weeks, shift_low, shift_step, 0.0, 0.0, base + now, k)
    return (
        lasts * kept[B1] + (1.0 - lasts) * announced[B1],
        lasts * kept[B0] + (1.0 - lasts) * announced[B0],
        lasts * kept[WAIT] + (1.0 - lasts) * announced[WAIT],
        lasts * kept[WIN] + (1.0 - lasts) * announced[WIN],
    )


@jitable
def news(mean: float, sd: float, move: float, chance: float, m: float, weeks: float) -> tuple[float, float]:
    """Belief about theta after the front has moved: a Gaussian update linearised at the mean.

    The coarse front moves in ``weeks`` weeks by m*(2Q - 1)*weeks on average, with variance m*weeks; Q changes with
    theta by Q*(1 - Q). The gain is Kalman's (1960, J. Basic Eng. 82(1): 35-45, eq. 25, scalar case).

    Parameters
    ----------
    mean, sd
        Belief before, logit.
    move
        Steps of the coarse front that were seen, clipped to +-2 a week.
    chance
        Q at the mean.
    m
        Chance of a move in a week.
    weeks
        Length of the step.

    Returns
    -------
    tuple
        Mean and sd after.

    Examples
    --------
    >>> mean, sd = news(0.0, 0.3, 1.0, 0.5, 0.35, 1.0)
    >>> mean > 0 and sd < 0.3
    True
    """
    bounded = min(2.0 * weeks, max(-2.0 * weeks, move))
    slope = 2.0 * m * chance * (1.0 - chance) * weeks
    variance = sd * sd
    gain = variance * slope / (variance * slope * slope + m * weeks)
    mean += gain * (bounded - m * (2.0 * chance - 1.0) * weeks)
    return mean, math.sqrt(max(1e-12, variance * (1.0 - gain * slope)))
