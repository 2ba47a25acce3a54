"""The Spatial Model of Politics, compiled: equal to ``spatial_reference.py``, some hundred times as fast.

Arrays are written into room that the caller gives, since allocation would cost more than the arithmetic. A bargain's
numbers are a row of ``offers``: initiator, receiver, chance, gain, what share of its choice each party gave it, then
where the initiator (K) and the receiver (K) would stand.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from detente.models.bargaining.pce_kernel import equilibrium, inner, utility
from detente.models.bargaining.spatial_bargains import OFFER_HEAD, STILL, TIE, challenge
from detente.models.kernel import kernel

__all__ = ["OFFER_HEAD", "Rules", "offers_room", "play"]

Array = npt.NDArray[np.float64]

SAME_PLACE = 1e-9
ONE_POSITION = 1e-3
SAME = 1e-10


class Rules(NamedTuple):
    """The settings as numbers: places in the lists of ``spatial_settings``, and what needs no list."""

    victory: int
    voting: int
    equilibrium: int
    risk_range: int
    risk_share: float
    commitment: int
    interpolation: int
    bargain: int
    stochastic: bool
    shared: bool
    gain_view: bool
    min_iter: int
    max_iter: int
    ratio: float


class Actors(NamedTuple):
    """What does not change in a run: capability (n,), saliences (n, K), their sums and squares' sums, voting weight."""

    capability: Array
    saliences: Array
    total: Array
    norms: Array
    weight: Array


class Room(NamedTuple):
    """Arrays to write in; tables of utilities are (positions or options, actors)."""

    d: Array
    stands: Array
    seen: Array
    theirs: Array
    rows: Array
    strength: Array
    beats: Array
    p: Array
    gains: Array
    chances: Array
    options: Array
    queued: Array
    queue: npt.NDArray[np.int64]
    moved: Array


@inner
def _actors(capability, saliences):
    n, K = saliences.shape
    total, norms, weight = np.zeros(n), np.zeros(n), np.empty(n)
    for i in range(n):
        for k in range(K):
            total[i] += saliences[i, k]
            norms[i] += saliences[i, k] ** 2
        weight[i] = total[i] * capability[i]
    return Actors(capability, saliences, total, norms, weight)


@inner
def _room(n, K, most):
    size = max(n, most)
    table = (n, n)
    return Room(
        np.empty(table),
        np.empty(table),
        np.empty(table),
        np.empty(table),
        np.empty(table),
        np.empty((size, size)),
        np.empty((size, size)),
        np.empty(size),
        np.empty(n),
        np.empty(n),
        np.empty((most, n)),
        np.empty((most, n)),
        np.empty(most, np.int64),
        np.empty((n, K)),
    )


def offers_room(rules: Rules, n: int) -> int:
    """Bargains that a turn can bring at most."""
    targets = max(n - 1, 1) if rules.shared else 1
    return n * targets * (2 if rules.bargain == 1 else 1)


@inner
def _copy(source, target):
    for i in range(len(source)):  # a slice assignment would compile NumPy's broadcasting, messages and all
        target[i] = source[i]


@inner
def _copy_rows(source, target):
    for i in range(len(source)):
        _copy(source[i], target[i])


@inner
def _distance(ideal, position, salience, norm):
    total = 0.0
    for k in range(len(ideal)):
        gap = salience[k] * (ideal[k] - position[k])
        total += gap * gap
    return math.sqrt(total / norm)


@inner
def _attitudes(span, p, risk):
    """Step 7; ``p`` may be longer than ``risk``."""
    n = len(risk)
    low, high = p[0], p[0]
    for i in range(n):
        low, high = min(low, p[i]), max(high, p[i])
    for i in range(n):
        if high - low < SAME:
            risk[i] = 0.0
        elif span == 1:
            risk[i] = (3.0 * p[i] - (high + 2.0 * low)) / (2.0 * (high - low))
        elif span == 0:
            risk[i] = (p[i] - low) / (high - low)
        else:
            risk[i] = (2.0 * p[i] - high - low) / (high - low)


@inner
def _win_probabilities(rules, actors, x, room, win_prob):
    """Chances of the distinct positions, handed to all who stand there."""
    n = len(x)
    reach = SAME_PLACE if rules.shared else ONE_POSITION
    member = np.empty(n, np.int64)
    founder = np.empty(n, np.int64)
    m = 0
    for i in range(n):
        alone = True
        for c in range(m):
            if _euclid(x[i], x[founder[c]]) < reach:
                alone = False
        if alone:
            founder[m] = i
            _copy(room.stands[i], room.rows[m])
            m += 1
    for i in range(n):  # of several founders nearby KTAB takes the latest
        for c in range(m):
            if _euclid(x[i], x[founder[c]]) < reach:
                member[i] = c
    _equilibrium(rules, actors, room, room.rows, m)
    for i in range(n):
        win_prob[i] = room.p[member[i]]


@inner
def _equilibrium(rules, actors, room, u, m):
    strength, beats, still = room.strength, room.beats, STILL if rules.shared else 0.0
    equilibrium(rules.victory, rules.voting, rules.equilibrium, still, actors.capability, u, m, strength, beats, room.p)


@inner
def _euclid(a, b):
    total = 0.0
    for k in range(len(a)):
        total += (a[k] - b[k]) ** 2
    return math.sqrt(total)


@inner
def _option_utilities(actors, ideals, risk, room, offers, count):
    """Mean utility to each actor, over all positions, of the state after each bargain; row ``count``: as things are."""
    n, K = ideals.shape
    stands, options, s, norms = room.stands, room.options, actors.saliences, actors.norms
    for a in range(n):
        total = 0.0
        for j in range(n):
            total += stands[j, a]
        options[count, a] = total / n
        for b in range(count):
            i, j = int(offers[b, 0]), int(offers[b, 1])
            to_i = _distance(ideals[a], offers[b, OFFER_HEAD : OFFER_HEAD + K], s[a], norms[a])
            to_j = _distance(ideals[a], offers[b, OFFER_HEAD + K : OFFER_HEAD + 2 * K], s[a], norms[a])
            after = total - stands[i, a] - stands[j, a] + utility(to_i, risk[a]) + utility(to_j, risk[a])
            options[b, a] = after / n


@inner
def _choose(rules, k, size, draw, x, room, offers):
    """Step 11: k's next position from the chances over its queue (entry 0: stay); marks the bargains taken."""
    p, moved, K = room.p, room.moved, x.shape[1]
    first, top = 0, p[0]
    for q in range(1, size):
        if p[q] > top:
            first, top = q, p[q]
    if rules.stochastic:
        first, reached = 0, p[0]
        while draw >= reached and first < size - 1:
            first += 1
            reached += p[first]
    reach = top - TIE if rules.shared and not rules.stochastic else 2.0
    taken = 0
    for q in range(size):
        taken += q == first or p[q] >= reach
    for c in range(K):
        moved[k, c] = 0.0
    for q in range(size):
        if not (q == first or p[q] >= reach):
            continue
        if q == 0:
            for c in range(K):
                moved[k, c] += x[k, c] / taken
            continue
        b = room.queue[q]
        side = 0 if int(offers[b, 0]) == k else 1
        offers[b, 4 + side] = 1.0 / taken
        for c in range(K):
            moved[k, c] += offers[b, OFFER_HEAD + side * K + c] / taken


@inner
def _assess(rules, actors, g, x, room, risk):
    """Steps 1, 2 and 7: distances, attitudes to risk, and what each position is worth to each actor."""
    n = len(x)
    for a in range(n):
        for j in range(n):
            room.d[a, j] = _distance(g[a], x[j], actors.saliences[a], actors.norms[a])
            room.stands[j, a] = utility(room.d[a, j], 0.0)
    _equilibrium(rules, actors, room, room.stands, n)
    _attitudes(rules.risk_range, room.p, risk)
    for a in range(n):
        for j in range(n):
            room.stands[j, a] = utility(room.d[a, j], risk[a])


@inner
def _move(rules, actors, g, x, risk, draws, room, offers):
    """Steps 8 to 11: fill ``room.moved``; returns the number of bargains and how far all moved in sum."""
    count = challenge(rules, actors, risk, x, room, offers)
    _option_utilities(actors, g, risk, room, offers, count)
    change = 0.0
    for k in range(len(x)):
        size = 1
        _copy(room.options[count], room.queued[0])
        for b in range(count):
            if int(offers[b, 0]) == k or int(offers[b, 1]) == k:
                _copy(room.options[b], room.queued[size])
                room.queue[size] = b
                size += 1
        _copy(x[k], room.moved[k])
        if size > 1:
            _equilibrium(rules, actors, room, room.queued, size)
            _choose(rules, k, size, draws[k], x, room, offers)
            change += _euclid(room.moved[k], x[k])
    return count, change


@inner
def _pull_ideals(adjustment, x, g):
    """Step 12."""
    n, K = x.shape
    for a in range(n):
        given = 0.0
        for j in range(n):
            given += adjustment[a, j]
        for c in range(K):
            pulled = max(0.0, 1.0 - given) * g[a, c]
            for j in range(n):
                pulled += adjustment[a, j] * x[j, c]
            g[a, c] = pulled


@kernel
def play(rules, capability, positions, saliences, ideals, adjustment, draws, xs, win_probs, risks, offers, counts):
    """Play until moves die down (step 13); returns the number of turns.

    With more than two rows in ``xs`` every turn is kept; with two, the start and the end are (for ensembles), and the
    other arrays need one row. ``offers`` is (turns or 1, ``offers_room``, 6 + 2 K).
    """
    n, K = positions.shape
    keep = xs.shape[0] > 2
    actors = _actors(capability, saliences)
    room = _room(n, K, offers.shape[1] + 1)
    x, g = positions.copy(), ideals.copy()
    _copy_rows(x, xs[0])
    first_move, t, last = 0.0, 0, rules.max_iter
    while True:
        now = t if keep else 0
        _assess(rules, actors, g, x, room, risks[now])
        if keep or t == last:
            _win_probabilities(rules, actors, x, room, win_probs[now])
        if t == last:
            return t
        counts[now], change = _move(rules, actors, g, x, risks[now], draws[t], room, offers[now])
        t += 1
        _copy_rows(room.moved, x)
        _copy_rows(x, xs[t if keep else 1])
        _pull_ideals(adjustment, x, g)
        if t == 1:
            first_move = change
        if t >= rules.min_iter and change / (first_move + 1e-4) < rules.ratio:
            last = t
