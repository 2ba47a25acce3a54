"""Compiled votes, victory probabilities and principal challenge equilibria; see ``pce.py`` for what they mean."""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np

from detente.models.compiling import KernelCompiler

__all__ = ["equilibrium", "inner", "utility", "vote"]

COALITION_FLOOR = 1e-8
INCENTIVE_FLOOR = 1e-10
LEAD_THAT_DECIDES = 1.10
LOSER_WEIGHT = 1e-6
UNIFORM_TOLERANCE, INCENTIVE_TOLERANCE = 1e-6, 1e-8
MOST_ITERATIONS = 100_000

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner = numba.njit(pipeline_class=KernelCompiler, **_OPTIONS)
"""For functions that only kernels call: they have no way in from Python, and are optimised where they are called."""


@inner
def utility(d: float, risk: float) -> float:
    """(1 - d)(1 + d R)."""
    return (1.0 - d) * (1.0 + min(d, 1.0) * risk)


@inner
def vote(rule: int, weight: float, difference: float, still: float) -> float:
    """Rules in the order of ``spatial_settings.VOTING_RULES``; differences up to ``still`` move nobody."""
    if abs(difference) <= still:
        return 0.0
    if rule == 0:
        return weight * difference
    if rule == 1:
        return weight * difference**3
    if rule == 2:
        return weight * (0.5 * difference + 0.5 * difference**3)
    if rule == 5:
        return weight * (2.0 / 3.0 * difference if difference > 0.0 else difference)
    binary = min(1.0, max(-1.0, difference / 1e-8))
    return weight * (binary if rule == 3 else 0.8 * difference + 0.2 * binary)


@inner
def victory(model: int, mine: float, theirs: float) -> float:
    """Models in the order of ``spatial_settings.VICTORIES``."""
    if model == 4:
        return _binary_victory(mine, theirs)
    for _ in range(model):
        mine, theirs = mine * mine, theirs * theirs
    return mine / (mine + theirs)


@inner
def _binary_victory(mine: float, theirs: float) -> float:
    if mine >= LEAD_THAT_DECIDES * theirs:
        return 1.0 / (1.0 + LOSER_WEIGHT)
    if theirs >= LEAD_THAT_DECIDES * mine:
        return LOSER_WEIGHT / (1.0 + LOSER_WEIGHT)
    return (mine / (mine + theirs) * (LEAD_THAT_DECIDES + 1.0) - 1.0) / (LEAD_THAT_DECIDES - 1.0)


@inner
def _coalitions(rule, still, capability, u, m, strength):
    """Fill ``strength[:m, :m]``; ``u`` is (m, n) here: the options' rows keep the inner loop contiguous.

    KTAB (``still`` 0) counts a pair's votes once, as the later option against the earlier; see the reference.
    """
    for i in range(m):
        strength[i, i] = COALITION_FLOOR
        for j in range(i):
            mine, theirs = COALITION_FLOOR, COALITION_FLOOR
            for k in range(len(capability)):
                v = vote(rule, capability[k], u[i, k] - u[j, k], still)
                if v > 0.0:
                    mine += v
                elif still == 0.0:
                    theirs -= v
                else:
                    theirs += vote(rule, capability[k], u[j, k] - u[i, k], still)
            strength[i, j], strength[j, i] = mine, theirs


@inner
def equilibrium(victory_model, rule, pce_model, still, capability, u, m, strength, beats, p):
    """Fill ``p[:m]`` with how often each of m options stands; ``strength`` and ``beats`` are room for (m, m)."""
    _coalitions(rule, still, capability, u, m, strength)
    for i in range(m):
        beats[i, i] = 0.5
        for j in range(i):
            beats[i, j] = victory(victory_model, strength[i, j], strength[j, i])
            beats[j, i] = victory(victory_model, strength[j, i], strength[i, j])
    if pce_model == 0:
        _conditional(beats, m, p)
        return
    if pce_model == 2:
        _incentives(strength, beats, m)
    else:
        for i in range(m):
            for j in range(m):
                strength[i, j] = 1.0 / m
    _stationary(beats, strength, m, UNIFORM_TOLERANCE if pce_model == 1 else INCENTIVE_TOLERANCE, p)


@inner
def _conditional(beats, m, p):
    total = 0.0
    for i in range(m):
        product = 1.0
        for j in range(m):
            product *= beats[i, j]
        p[i] = product
        total += product
    if total == 0.0:
        total = _conditional_by_logs(beats, m, p)
    for i in range(m):
        p[i] /= total


@inner
def _conditional_by_logs(beats, m, p):
    """Long cycles of near-certain defeats underflow; their logarithms do not."""
    top = -math.inf
    for i in range(m):
        p[i] = 0.0
        for j in range(m):
            p[i] += math.log(max(beats[i, j], 1e-300))
        top = max(top, p[i])
    total = 0.0
    for i in range(m):
        p[i] = math.exp(p[i] - top)
        total += p[i]
    return total


@inner
def _incentives(strength, beats, m):
    """Turn strengths into chances that i challenges while j stands."""
    for j in range(m):
        total = 0.0
        for i in range(m):
            strength[i, j] = strength[i, j] * beats[i, j] + (INCENTIVE_FLOOR if i == j else 0.0)
            total += strength[i, j]
        for i in range(m):
            strength[i, j] /= total


@inner
def _stationary(beats, challenges, m, tolerance, p):
    q = np.empty(m)
    for i in range(m):
        p[i] = 1.0 / m
    for _ in range(MOST_ITERATIONS):
        change = 0.0
        for i in range(m):
            total = 0.0
            for j in range(m):
                total += beats[i, j] * (p[i] * challenges[j, i] + p[j] * challenges[i, j])
            q[i] = total
            change = max(change, abs(total - p[i]))
        for i in range(m):
            p[i] = (p[i] + q[i]) / 2.0
        if change <= tolerance:
            return
