"""A day of the front: clocks, falls, the countryside, momentum.

Region r held by s falls when the summed hazard since it was last taken passes a unit exponential. Since every region's
hazard is its weight omega_r times one rate for its side, lambda_r = omega_r*(A_s + G*M/sum omega), one clock a side is
enough: r falls when the clock passes threshold_r = exponential/omega_r. This is the same law as a daily coin.
Neighbours (b_n) weigh omega in both terms; where they change, what is left of a threshold is rescaled.
"""

from __future__ import annotations

import math

import numpy as np

from detente.engine.layout import Kind, Luck, Num, On
from detente.engine.limits import EVENTS_KEPT
from detente.engine.random import exponential, philox, uniform
from detente.engine.records import Future, Plan
from detente.engine.state import Aid, Count, Leave, Level
from detente.models.forces import (
    cohesion_step,
    garrison_loss,
    log_strength_ratio,
    support_in_force,
    surrender_probability,
)
from detente.models.front import (
    DORMANT_FACTOR,
    base_hazard,
    bounded_exp,
    branching_number,
    contagion_total,
    countryside_step,
    momentum_decay,
)
from detente.models.kernel import jitable
from detente.models.war import step_chance

__all__ = [
    "contested_border",
    "front_day",
    "note",
    "poisson",
    "refresh",
    "sides_support",
    "start_front",
    "support_of",
    "take",
    "wake",
]

_STALE = -1.0
"""Sum of weights of a front whose regions have changed hands since it was last taken."""


@jitable
def note(f: Future, kind: int, who: int, value: float) -> None:
    """Write a dated event down."""
    at = f.events
    if at < EVENTS_KEPT:
        f.event_day[at] = f.count[Count.DAY]
        f.event_kind[at] = kind
        f.event_who[at] = who
        f.event_value[at] = value
    f.events = at + 1


@jitable
def _draw(p: Plan, f: Future, r: int) -> float:
    """How much of its clock region r stands in this spell: a unit exponential."""
    return exponential(f.seed, f.run, Luck.FRONT, p.region_luck[r], f.spell[r])


@jitable
def _reseed(p: Plan, f: Future, r: int) -> None:
    side = f.holder[r]
    f.threshold[r] = f.level[Level.CLOCK_0 + side] + _draw(p, f, r) / f.omega[r]


@jitable
def _weigh(p: Plan, f: Future, r: int) -> None:
    """Weight of a region: exp(-b_d*d_r + b_n*share of neighbours lost)."""
    b_n = p.numbers[Num.B_N]
    weight = p.omega[r]
    first, last = p.near_start[r], p.near_start[r + 1]
    if b_n != 0.0 and last > first:
        lost = 0
        for at in range(first, last):
            if f.holder[p.near[at]] != f.holder[r]:
                lost += 1
        weight *= bounded_exp(b_n * lost / (last - first))
    if f.omega[r] > 0.0 and weight != f.omega[r]:
        clock = f.level[Level.CLOCK_0 + f.holder[r]]
        f.threshold[r] = clock + (f.threshold[r] - clock) * f.omega[r] / weight
    f.omega[r] = weight


@jitable
def _survey(p: Plan, f: Future) -> None:
    """Sum of the weights and lowest threshold of each side's regions, and the border between them."""
    lv = f.level
    for side in range(2):
        total, lowest = 0.0, np.inf
        for r in range(p.regions):
            if f.holder[r] == side:
                total += f.omega[r]
                lowest = min(lowest, f.threshold[r])
        lv[Level.OMEGA_0 + side], lv[Level.NEXT_0 + side] = total, lowest
    border, total = 0.0, 0.0
    for r in range(p.regions):
        for at in range(p.near_start[r], p.near_start[r + 1]):
            total += p.pair_weight[at]
            if f.holder[r] != f.holder[p.near[at]]:
                border += p.pair_weight[at]
    lv[Level.BORDER] = border / total if total > 0.0 else 0.0


@jitable
def refresh(p: Plan, f: Future) -> None:
    """Strength, the challenger's chance of the next step, branching: after what they hang on has changed."""
    lv, numbers = f.level, p.numbers
    log_strength = log_strength_ratio(lv[Level.FORCE_1], lv[Level.COHESION_1], lv[Level.FORCE_0], lv[Level.COHESION_0])
    support0, support1 = lv[Level.SUPPORT_0], lv[Level.SUPPORT_1]
    lv[Level.LOG_STRENGTH] = log_strength
    lv[Level.GAIN] = step_chance(
        numbers[Num.THETA], log_strength, support0, support1, numbers[Num.G_S], numbers[Num.G_Q]
    )
    n_c, g_h, g_e = numbers[Num.N_C], numbers[Num.G_H], numbers[Num.G_E]
    change = log_strength - lv[Level.STRENGTH_START]
    lv[Level.BRANCHING_0] = branching_number(n_c, change, support0, g_h, g_e)
    lv[Level.BRANCHING_1] = branching_number(n_c, -change, support1, g_h, g_e)


@jitable
def start_front(p: Plan, f: Future) -> None:
    """Set the front to where the case starts."""
    for r in range(p.regions):
        f.holder[r] = p.holder[r]
        f.spell[r] = 0
        f.omega[r] = 0.0
    for side in range(2):
        f.level[Level.FORCE_0 + side] = p.force[side]
        f.level[Level.COHESION_0 + side] = p.cohesion[side]
        f.level[Level.MOMENTUM_0 + side] = p.momentum[side]
        f.level[Level.RECRUIT_0 + side] = p.recruits[side]
        f.level[Level.CLOCK_0 + side] = 0.0
    f.level[Level.COUNTRYSIDE] = p.countryside
    for r in range(p.regions):
        _weigh(p, f, r)
        _reseed(p, f, r)
    _survey(p, f)
    f.level[Level.SUPPORT_0] = sides_support(p, f, 0, False)
    f.level[Level.SUPPORT_1] = sides_support(p, f, 1, False)
    refresh(p, f)
    f.level[Level.STRENGTH_START] = f.level[Level.LOG_STRENGTH]
    refresh(p, f)
    f.count[Count.COINS_OF] = -1
    f.level[Level.DECAY] = momentum_decay(1.0, 1.0, p.numbers[Num.TAU])


@jitable
def wake(f: Future) -> None:
    """A dormant front wakes: on a fall, on a breach, or by itself."""
    if f.count[Count.DORMANT] == 1:
        f.count[Count.DORMANT] = 0
        note(f, Kind.WOKEN, 0, 0.0)


@jitable
def support_of(p: Plan, f: Future, a: int, level: float) -> float:
    """What a patron's support at some level adds at the front, by what it is permitted to do today."""
    if not p.on[On.SUPPORT]:
        return 0.0
    may_fight = f.leave[a, Leave.FIGHT] == 1 or not p.on[On.HOSTILITY_MATRIX]
    return support_in_force(
        level,
        f.aid[a, Aid.DEFENCE],
        f.aid[a, Aid.OFFENCE],
        f.aid[a, Aid.TRAINING],
        may_fight,
        f.leave[a, Leave.DEFEND] == 1,
    )


@jitable
def sides_support(p: Plan, f: Future, side: int, after: bool) -> float:
    """Support in force behind a side, today or after the announced changes."""
    total = 0.0
    for a in range(p.patrons):
        if p.patron_side[a] == side:
            level = f.aid[a, Aid.LEVEL]
            if after and f.leave[a, Leave.ENDS] >= 0:
                level = f.aid[a, Aid.AFTER]
            total += support_of(p, f, a, level)
    return total


@jitable
def take(p: Plan, f: Future, r: int) -> None:
    """Region r changes hands: by surrender or assault, with what that does to forces, cohesion and neighbours."""
    lv, numbers = f.level, p.numbers
    loser = int(f.holder[r])
    winner = 1 - loser
    luck = uniform(f.seed, f.run, Luck.KIND_OF_FALL, p.region_luck[r], f.spell[r])
    yielded = p.on[On.SURRENDER] and luck < surrender_probability(lv[Level.COHESION_0 + loser])
    share = numbers[Num.XI] if yielded else numbers[Num.XA]
    lost = garrison_loss(lv[Level.FORCE_0 + loser], p.weight[r], share)
    lv[Level.FORCE_0 + loser] -= lost
    if yielded:
        lv[Level.FORCE_0 + winner] += lost
    if p.on[On.COHESION]:
        lv[Level.COHESION_0 + loser] = cohesion_step(
            lv[Level.COHESION_0 + loser], 1.0, 1.0 / p.regions, 0.0, 0.0, numbers[Num.KAPPA], 0.0, 0.0
        )
    lv[Level.MOMENTUM_0 + winner] += 1.0
    f.holder[r] = winner
    f.spell[r] += 1
    f.omega[r] = 0.0
    _weigh(p, f, r)
    _reseed(p, f, r)
    if numbers[Num.B_N] != 0.0:
        for at in range(p.near_start[r], p.near_start[r + 1]):
            _weigh(p, f, p.near[at])
    f.level[Level.OMEGA_0] = _STALE
    refresh(p, f)
    f.falls[f.count[Count.DAY] % 14] += 1
    f.count[Count.RECENT] += 1
    f.count[Count.FALLS_WEEK] += 1
    if winner == 1:
        note(f, Kind.SURRENDER if yielded else Kind.FALL, r, lost)
    else:
        note(f, Kind.RETAKEN_SURRENDER if yielded else Kind.RETAKEN, r, lost)
    wake(f)
    if r == p.capital:
        f.count[Count.CAPITAL_FELL] = f.count[Count.DAY]
        note(f, Kind.CAPITAL_FELL, r, 0.0)


@jitable
def _hazards(p: Plan, f: Future, side: int) -> float:
    """Rate of the clock of the regions that ``side`` holds: base plus contagion shared out (per unit of omega)."""
    lv, numbers = f.level, p.numbers
    y, belief = lv[Level.COUNTRYSIDE], lv[Level.PUBLIC]
    log_strength, alpha = lv[Level.LOG_STRENGTH], numbers[Num.ALPHA]
    if side == 1:
        y, belief, log_strength = 1.0 - y, 1.0 - belief, -log_strength
        alpha -= numbers[Num.RETAKE_OFFSET]
    rate = base_hazard(
        alpha,
        y,
        lv[Level.SUPPORT_0 + side],
        log_strength,
        belief if p.on[On.BELIEF_FEEDBACK] else 0.5,
        0.0,
        numbers[Num.B_Y] if p.on[On.COUNTRYSIDE] else 0.0,
        numbers[Num.B_E],
        numbers[Num.B_F],
        numbers[Num.B_P],
        0.0,
    )
    if f.count[Count.DORMANT] == 1:
        rate *= DORMANT_FACTOR
    momentum = lv[Level.MOMENTUM_1 - side]
    if p.on[On.CONTAGION] and momentum > 1e-9:
        branching = lv[Level.BRANCHING_0 + side]
        rate += contagion_total(branching, numbers[Num.TAU], momentum) / lv[Level.OMEGA_0 + side]
    return rate


@jitable
def _coin(f: Future, day: int) -> float:
    """A fair coin of +1 or -1: the two-point noise of a weak Euler scheme (Kloeden & Platten 1992, section 14.1)."""
    count = f.count
    if count[Count.COINS_OF] != day >> 5:
        count[Count.COINS_OF] = day >> 5
        count[Count.COINS] = int(philox(f.seed, f.run, Luck.COUNTRYSIDE, 0, day >> 5)[0])
    return 1.0 if (count[Count.COINS] >> (day & 31)) & 1 else -1.0


@jitable
def front_day(p: Plan, f: Future) -> None:
    """Play one day at the front. Nothing moves under a settlement or a ceasefire but momentum."""
    lv, numbers, day = f.level, p.numbers, f.count[Count.DAY]
    if lv[Level.OMEGA_0] == _STALE:
        _survey(p, f)
    quiet = f.count[Count.SETTLED] == 1 or f.count[Count.CEASEFIRE_UNTIL] > day
    if not quiet and lv[Level.AT_WAR] > 0.0:
        calm = DORMANT_FACTOR if f.count[Count.DORMANT] == 1 else 1.0
        lv[Level.LULL if f.count[Count.DORMANT] == 1 else Level.FOUGHT] += lv[Level.AT_WAR]
        if p.on[On.COUNTRYSIDE]:
            lv[Level.COUNTRYSIDE] = countryside_step(
                lv[Level.COUNTRYSIDE],
                lv[Level.GAIN],
                numbers[Num.V_Y] * calm,
                numbers[Num.Y_NOISE] * calm,
                _coin(f, day),
                1.0,
            )
        reached = False
        for side in range(2):
            if lv[Level.OMEGA_0 + side] > 0.0:
                lv[Level.CLOCK_0 + side] += _hazards(p, f, side) * lv[Level.AT_WAR]
                reached = reached or lv[Level.CLOCK_0 + side] >= lv[Level.NEXT_0 + side]
        if reached:
            for r in range(p.regions):
                if lv[Level.CLOCK_0 + f.holder[r]] >= f.threshold[r]:
                    take(p, f, r)
            _survey(p, f)
    for side in range(2):
        lv[Level.MOMENTUM_0 + side] *= lv[Level.DECAY]


@jitable
def contested_border(f: Future) -> float:
    """Population-weighted share of the theatre that is contested: borders between the sides and the countryside."""
    y = f.level[Level.COUNTRYSIDE]
    return 0.5 * f.level[Level.BORDER] + 0.5 * 4.0 * y * (1.0 - y)


@jitable
def poisson(seed: int, run: int, mechanism: int, day: int, mean: float) -> int:
    """A Poisson count by inversion (mean up to 30) or the rounded normal above, on one pair of uniforms."""
    if mean <= 0.0:
        return 0
    u = uniform(seed, run, mechanism, 0, day)
    if mean <= 30.0:
        chance, count = math.exp(-mean), 0
        while u > chance and count < 200:
            u -= chance
            count += 1
            chance *= mean / count
        return count
    v = uniform(seed, run, mechanism, 1, day)
    draw = math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)
    return max(0, int(np.floor(mean + math.sqrt(mean) * draw + 0.5)))
