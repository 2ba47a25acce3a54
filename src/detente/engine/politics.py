"""What changes without a word: support as it goes, news, wishes that wander, recruits, a front that falls dormant."""

from __future__ import annotations

import math

from detente.engine.front_step import note, refresh, sides_support, support_of, wake
from detente.engine.layout import Code, Dated, Kind, Luck, Num, On, Party, Patron
from detente.engine.random import normal, uniform_pair
from detente.engine.records import Future, Plan
from detente.engine.state import Aid, Count, Leave, Level, Mind
from detente.models.deals import chance, hazard
from detente.models.forces import cohesion_step, recruitment, support_lost
from detente.models.front import DORMANT_FACTOR, dormancy_hazard
from detente.models.kernel import jitable
from detente.models.patrons import civilians_out, lasting_belief
from detente.models.table import deadline, taste_step
from detente.models.war import STEPS, news, step_chance

__all__ = [
    "control_of",
    "delivered",
    "learn",
    "quieten",
    "schedule",
    "start_minds",
    "support_today",
    "wear",
]


@jitable
def control_of(p: Plan, f: Future) -> float:
    """The challenger's control: w_y*y + (1 - w_y)*(population share of the regions it holds)."""
    held = 0.0
    for r in range(p.regions):
        if f.holder[r] == 1:
            held += p.weight[r]
    if not p.on[On.COUNTRYSIDE]:
        return held
    w = p.numbers[Num.W_Y]
    return w * f.level[Level.COUNTRYSIDE] + (1.0 - w) * held


@jitable
def start_minds(p: Plan, f: Future) -> None:
    """Beliefs and tastes at the start."""
    gap = p.numbers[Num.OPTIMISM_GAP] if p.on[On.OPTIMISM] else 0.0
    for i in range(p.parties):
        side = p.party_side[i]
        f.mind[i, Mind.THETA] = p.party_numbers[i, Party.THETA] + (0.5 * gap if side == 1 else -0.5 * gap)
        f.mind[i, Mind.SD] = p.numbers[Num.THETA_SD]
        f.mind[i, Mind.LASTS] = p.party_numbers[i, Party.LASTS]
        luck, sd = p.party_luck[i], p.numbers[Num.TASTE_SD] * math.sqrt(0.5)
        f.mind[i, Mind.TYPE] = sd * normal(f.seed, f.run, Luck.TASTE, luck, 0)
        f.mind[i, Mind.WAVE] = sd * normal(f.seed, f.run, Luck.TASTE, luck, 1)
        f.mind[i, Mind.BOTTOM_LINE] = p.party_numbers[i, Party.BOTTOM_LINE]
        f.mind[i, Mind.AUDIENCE] = p.party_numbers[i, Party.AUDIENCE]
        f.mind[i, Mind.RELIEF] = p.party_numbers[i, Party.RELIEF]
        f.mind[i, Mind.PSI] = p.party_numbers[i, Party.PSI]
        f.mind[i, Mind.GUESS], f.mind[i, Mind.GUESS_SD] = 0.0, p.numbers[Num.TASTE_SD]


@jitable
def wear(p: Plan, f: Future, side: int, lost: float) -> None:
    """Cohesion lost with support."""
    if p.on[On.COHESION] and lost > 0.0:
        f.level[Level.COHESION_0 + side] = cohesion_step(
            f.level[Level.COHESION_0 + side], 1.0, 0.0, lost, 0.0, 0.0, p.numbers[Num.ZETA], 0.0
        )


@jitable
def delivered(p: Plan, f: Future, a: int, gone: float) -> None:
    """Support that went (or, negative, came back) today is news, and wears on cohesion what its announcement left."""
    client = p.patron_client[a]
    for i in range(p.parties):
        f.mind[i, Mind.LASTS] = lasting_belief(f.mind[i, Mind.LASTS], gone, p.party_numbers[i, Party.CREDULITY])
    if gone > 0.0:
        unsaid = max(0.0, gone - f.aid[a, Aid.ANNOUNCED])
        f.aid[a, Aid.ANNOUNCED] = max(0.0, f.aid[a, Aid.ANNOUNCED] - gone)
        wear(p, f, p.patron_side[a], support_lost(unsaid, gone, p.party_numbers[client, Party.CREDULITY]))


@jitable
def support_today(p: Plan, f: Future) -> None:
    """Patrons' support along their announced ends, and what of it is in force; nothing on days without a change."""
    day, later = f.count[Count.DAY], f.count[Count.DAY] + 36500
    if day < f.count[Count.NEXT_SUPPORT]:
        return
    for a in range(p.patrons):
        ends, over, way = f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER], f.leave[a, Leave.GOAL_ON]
        base, after = f.aid[a, Aid.BASE], f.aid[a, Aid.AFTER]
        if way > day:  # tomorrow's; on the last day of its way it is there
            goal, later = min(f.aid[a, Aid.MOST], max(f.aid[a, Aid.LEAST], f.aid[a, Aid.GOAL])), day + 1
            f.aid[a, Aid.BASE] = base + (goal - base) / (way - day)
        elif way >= 0:
            f.leave[a, Leave.GOAL_ON] = -1
            note(f, Kind.SUPPORT, a, base)
        level = base
        if ends >= 0:
            if day >= ends:
                level = after
                f.aid[a, Aid.BASE] = after
                f.leave[a, Leave.ENDS] = -1
                note(f, Kind.SUPPORT, a, after)
            else:
                if over > 0 and day > ends - over:
                    level = after + (base - after) * (ends - day) / over
                later = min(later, max(day + 1, min(ends, ends - over + 1)))
        f.aid[a, Aid.LEVEL] = level
        gone = f.aid[a, Aid.SEEN] - level
        if gone != 0.0:
            f.aid[a, Aid.SEEN] = level
            delivered(p, f, a, gone)
        leaving = max(f.aid[a, Aid.EVACUATION], 1.0 - level / base if base > 0.0 and ends >= 0 else 0.0)
        if leaving > 0.0:
            f.count[Count.CIVILIANS] += int(civilians_out(p.patron_numbers[a, Patron.EVACUATION], leaving, 1.0))
            later = day + 1
    f.count[Count.NEXT_SUPPORT] = later
    f.level[Level.SUPPORT_0] = sides_support(p, f, 0, False)
    f.level[Level.SUPPORT_1] = sides_support(p, f, 1, False)
    refresh(p, f)


@jitable
def _closing(p: Plan, f: Future) -> float:
    """Weeks until a scheduled event closes the table; 0 if none does."""
    for place in range(f.count[Count.NEXT_TIME], p.times):
        if p.effect_kind[place] == Dated.EVENTS and p.on[On.EVENTS]:
            for e in range(p.effect_first[place], p.effect_last[place]):
                if p.effect_code[e] == Code.TABLE and p.effect_value[e] == 0.0:
                    return (p.effect_when[place] - f.count[Count.DAY]) / 7.0
    return 0.0


@jitable
def schedule(p: Plan, f: Future) -> None:
    """Support after the announced changes, the weeks until then (weighted by how much changes), and until a deadline.

    Support that runs down over some days counts as changing at once in the middle of what is left of them.
    """
    f.level[Level.AFTER_0] = sides_support(p, f, 0, True)
    f.level[Level.AFTER_1] = sides_support(p, f, 1, True)
    moved, weeks, day = 0.0, 0.0, f.count[Count.DAY]
    for a in range(p.patrons):
        ends = f.leave[a, Leave.ENDS]
        if ends >= 0:
            change = abs(support_of(p, f, a, f.aid[a, Aid.LEVEL]) - support_of(p, f, a, f.aid[a, Aid.AFTER]))
            begins = max(day, ends - f.leave[a, Leave.OVER])
            moved += change
            weeks += change * (max(0.5 * (begins + ends), float(day)) - day) / 7.0
    f.level[Level.UNTIL] = weeks / moved if moved > 0.0 else 0.0
    f.level[Level.DEADLINE] = deadline(f.level[Level.UNTIL], _closing(p, f))
    f.level[Level.PASSED] = p.numbers[Num.DISCOUNT] ** (f.level[Level.UNTIL] / 52.0)
    if not p.on[On.SHIFTING_POWER]:
        f.level[Level.AFTER_0], f.level[Level.AFTER_1] = f.level[Level.SUPPORT_0], f.level[Level.SUPPORT_1]


@jitable
def _forget(p: Plan, f: Future, i: int, weeks: float) -> None:
    """What refusals showed of a party's wish wears off as wishes wander."""
    sd, guess = p.numbers[Num.TASTE_SD], f.mind[i, Mind.GUESS_SD]
    f.mind[i, Mind.GUESS] = taste_step(f.mind[i, Mind.GUESS], 0.0, sd, p.numbers[Num.TASTE_HALF_LIFE], weeks)
    gap = taste_step(guess * guess - sd * sd, 0.0, sd, p.numbers[Num.TASTE_HALF_LIFE], 2.0 * weeks)
    f.mind[i, Mind.GUESS_SD] = math.sqrt(max(0.0, sd * sd + gap))


@jitable
def learn(p: Plan, f: Future, days: float) -> None:
    """What a political step brings: news from the front, wishes that wander, recruits.

    Only days of fighting tell who gains: a front that stands still under a truce is no news of strength.
    """
    numbers, lv, day = p.numbers, f.level, f.count[Count.DAY]
    weeks, fought = days / 7.0, (lv[Level.FOUGHT] + DORMANT_FACTOR * lv[Level.LULL]) / 7.0
    lv[Level.CONTROL_BEFORE] = lv[Level.CONTROL]
    lv[Level.CONTROL] = control_of(p, f)
    for i in range(p.parties):
        if p.on[On.NEWS] and fought > 0.0:
            expected = step_chance(
                f.mind[i, Mind.THETA],
                lv[Level.LOG_STRENGTH],
                lv[Level.SUPPORT_0],
                lv[Level.SUPPORT_1],
                numbers[Num.G_S],
                numbers[Num.G_Q],
            )
            move = STEPS * (lv[Level.CONTROL] - lv[Level.CONTROL_BEFORE])
            f.mind[i, Mind.THETA], f.mind[i, Mind.SD] = news(
                f.mind[i, Mind.THETA], f.mind[i, Mind.SD], move, expected, numbers[Num.M], fought
            )
        f.mind[i, Mind.WAVE] = taste_step(
            f.mind[i, Mind.WAVE],
            normal(f.seed, f.run, Luck.TASTE, p.party_luck[i], day + 2),
            numbers[Num.TASTE_SD] * math.sqrt(0.5),
            numbers[Num.TASTE_HALF_LIFE],
            weeks,
        )
        _forget(p, f, i, weeks)
    for side in range(2):
        if p.on[On.COHESION]:
            lv[Level.COHESION_0 + side] = cohesion_step(
                lv[Level.COHESION_0 + side],
                p.cohesion[side],
                0.0,
                0.0,
                days,
                0.0,
                0.0,
                numbers[Num.REC],
            )
        if p.on[On.RECRUITMENT]:
            held = lv[Level.CONTROL] if side == 1 else 1.0 - lv[Level.CONTROL]
            lv[Level.FORCE_0 + side] += recruitment(lv[Level.RECRUIT_0 + side] * p.force[side], held, days)
    refresh(p, f)


@jitable
def quieten(p: Plan, f: Future, days: float) -> None:
    """An even front falls dormant while no table is open, and wakes."""
    if not p.on[On.DORMANCY]:
        return
    numbers = p.numbers
    u, v = uniform_pair(f.seed, f.run, Luck.DORMANCY, 0, f.count[Count.DAY])
    if f.count[Count.DORMANT] == 0:
        rate = hazard(dormancy_hazard(numbers[Num.P_DORM], f.level[Level.GAIN]))
        if f.count[Count.TABLE] == 0 and u < chance(rate, days):
            f.count[Count.DORMANT] = 1
            note(f, Kind.DORMANT, 0, 0.0)
    elif v < chance(hazard(numbers[Num.P_WAKE]), days):
        wake(f)
