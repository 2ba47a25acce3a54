"""Likelihood of a collapse and futures from it, compiled, on the model's own functions (detente.models.front)."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from detente.models.front import (
    base_hazard,
    branching_number,
    contagion_share,
    contagion_total,
    contagion_weight,
    momentum_decay,
)

CONSTANT, INSIDE, LOG_MOMENTUM, ADDITIVE, SHARED = range(5)
ALPHA, B_Y, B_E, B_D, B_N, TAU, N_C, G_E, ACC = range(9)
"""Places of the parameters of one case; ACC is the gain in the log of contagion per share of the regions lost."""


@njit(cache=False)
def day_hazards(form, p, held, share, weight, gone, difficulty, support, countryside, momentum, out):
    """Fill `out` with each held region's hazard today under one form; `share` is of the neighbours that are lost."""
    regions = len(held)
    weight_sum = 0.0
    for r in range(regions):
        if held[r]:
            out[r] = base_hazard(
                p[ALPHA], countryside, support, 0.0, 0.5, difficulty[r], p[B_Y], p[B_E], 0.0, 0.0, p[B_D]
            )
            if form == INSIDE:
                out[r] *= math.exp(min(50.0, p[B_N] * share[r] + p[N_C] * momentum))
            elif form == LOG_MOMENTUM:
                out[r] *= math.exp(p[B_N] * share[r] + p[N_C] * math.log1p(momentum))
            elif form >= ADDITIVE:
                weight[r] = contagion_weight(difficulty[r], share[r], p[B_D], p[B_N])
                weight_sum += weight[r]
    if form >= ADDITIVE and momentum > 0.0:
        branching = branching_number(p[N_C], p[ACC] * gone / regions, support, 1.0, p[G_E])
        total = contagion_total(branching, p[TAU], momentum)
        over = weight_sum if form == SHARED else float(regions)
        for r in range(regions):
            if held[r]:
                out[r] += contagion_share(total, weight[r], over)


@njit(cache=False)
def lose(r, held, share, neighbours):
    """Region r is lost to the challenger: every neighbour's share of lost neighbours rises."""
    held[r] = False
    for j in range(len(held)):
        share[j] += neighbours[j, r]


@njit(cache=False)
def daily_log_likelihood(form, p, fell, leaves, neighbours, difficulty, support, countryside):
    """Log-likelihood of every day, a daily coin for each region still held at its start: (T,)."""
    regions, days = len(fell), len(support)
    held = np.ones(regions, dtype=np.bool_)
    share, weight, hazard = np.zeros(regions), np.zeros(regions), np.zeros(regions)
    out = np.zeros(days)
    momentum = 0.0
    gone = 0
    for t in range(days):
        momentum = momentum_decay(momentum, 1.0, p[TAU])
        changed = t == 0 or momentum > 0.0 or support[t] != support[t - 1] or countryside[t] != countryside[t - 1]
        for r in range(regions):
            if held[r] and leaves[r] <= t:
                held[r] = False
                changed = True
            if held[r] and fell[r] == t:
                changed = True
        if not changed:
            out[t] = out[t - 1]  # before the first fall only support and countryside move the hazards
            continue
        day_hazards(form, p, held, share, weight, gone, difficulty, support[t], countryside[t], momentum, hazard)
        fallen_before = gone
        for r in range(regions):
            if held[r]:
                rate = max(hazard[r], 1e-300)
                if fell[r] == t:
                    out[t] += math.log(-math.expm1(-rate))
                    gone += 1
                else:
                    out[t] -= rate
        if gone > fallen_before:
            momentum += gone - fallen_before
            for r in range(regions):
                if held[r] and fell[r] == t:
                    lose(r, held, share, neighbours)
    return out


@njit(cache=False)
def futures(form, draws, rng, now, horizon, capital, fell, leaves, neighbours, difficulty, support, countryside):
    """Number fallen on each of `horizon` days after day `now`, one future per draw of parameters: (draws, horizon).

    Support and countryside stay as known on day `now`; once the capital falls the rest follow the next day.
    """
    regions = len(fell)
    out = np.zeros((len(draws), horizon))
    for i in range(len(draws)):
        p = draws[i]
        held = np.ones(regions, dtype=np.bool_)
        share, weight, hazard = np.zeros(regions), np.zeros(regions), np.zeros(regions)
        momentum = 0.0
        gone = 0
        for r in range(regions):
            if fell[r] <= now:
                lose(r, held, share, neighbours)
                gone += 1
                momentum += momentum_decay(1.0, float(now - fell[r]), p[TAU])
            elif leaves[r] <= now:
                held[r] = False
        for h in range(horizon):
            momentum = momentum_decay(momentum, 1.0, p[TAU])
            day_hazards(
                form, p, held, share, weight, gone, difficulty, support[now], countryside[now], momentum, hazard
            )
            over = not held[capital]
            news = np.zeros(regions, dtype=np.bool_)
            for r in range(regions):
                news[r] = held[r] and (over or rng.random() < -math.expm1(-hazard[r]))
            for r in range(regions):
                if news[r]:
                    lose(r, held, share, neighbours)
                    gone += 1
                    momentum += 1.0
            out[i, h] = gone
    return out
