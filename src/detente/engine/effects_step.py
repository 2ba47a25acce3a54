"""Effects: what clauses, events, levers and statements do to the state; the timeline of those that are dated."""

from __future__ import annotations

import math

from detente.engine.front_step import note, take, wake
from detente.engine.layout import CONDITIONAL, Code, Dated, Kind, On, Party, Status
from detente.engine.limits import QUEUE
from detente.engine.politics import wear
from detente.engine.records import Future, Plan
from detente.engine.state import Aid, Count, Leave, Level, Mind
from detente.models.forces import support_lost
from detente.models.kernel import jitable
from detente.models.signals import update
from detente.models.spoilers import trust_after_clause

__all__ = [
    "announce",
    "apply_effects",
    "breach",
    "set_end",
    "set_off",
    "still_owed",
    "timeline",
    "trust_in_deals",
    "war_share",
]

KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT = 0.95, 0.6
"""How often each type keeps a clause: assumed; what trust learns from a clause kept or breached."""
ANNOUNCED = 2.0
"""Log likelihood ratio of an announcement that support stays or goes, for a fully credible speaker (assumed)."""
_EVACUATION = 3
"""Place of the purpose of evacuation among the purposes."""


@jitable
def war_share(p: Plan, f: Future) -> float:
    """Share of the pairs of parties across the sides that may fight today."""
    if not p.on[On.HOSTILITY_MATRIX]:
        return 1.0
    pairs, at_war = 0, 0
    for i in range(p.parties):
        for j in range(i):
            if p.party_side[i] != p.party_side[j]:
                pairs += 1
                at_war += 1 if f.hostile[i, j] else 0
    return at_war / pairs if pairs > 0 else 0.0


@jitable
def announce(p: Plan, f: Future, a: int, log_lr: float) -> None:
    """A patron's announcement moves every party's belief that support lasts, at its credibility.

    What it says will go wears on cohesion by how far the army believes it; what was announced before does so once.
    """
    if p.on[On.SIGNALS]:
        for i in range(p.parties):
            f.mind[i, Mind.LASTS] = update(f.mind[i, Mind.LASTS], p.party_numbers[i, Party.CREDULITY], log_lr)
    going = max(0.0, f.aid[a, Aid.LEVEL] - f.aid[a, Aid.AFTER]) if f.leave[a, Leave.ENDS] >= 0 else 0.0
    fresh = max(0.0, going - f.aid[a, Aid.ANNOUNCED])
    f.aid[a, Aid.ANNOUNCED] = going
    credulity = p.party_numbers[p.patron_client[a], Party.CREDULITY]
    wear(p, f, p.patron_side[a], support_lost(fresh, 0.0, credulity))


@jitable
def _within(f: Future, a: int, value: float) -> float:
    """A level of support within the limits that somebody has set for good."""
    return min(f.aid[a, Aid.MOST], max(f.aid[a, Aid.LEAST], value))


@jitable
def _set_level(f: Future, a: int, value: float) -> None:
    """Support stands at a level today; an announced end runs it down from there."""
    now, ends = f.count[Count.DAY], f.leave[a, Leave.ENDS]
    f.aid[a, Aid.BASE] = f.aid[a, Aid.LEVEL] = _within(f, a, value)
    if ends >= 0:
        f.leave[a, Leave.OVER] = max(1, min(f.leave[a, Leave.OVER], ends - now))


@jitable
def set_end(f: Future, a: int, day: int, over: int) -> None:
    """Support ends on a day (-1: never), running down over the days before it from where it stands.

    Where nobody says over how many (0), at the pace at which the patron goes when it has the time.
    """
    f.aid[a, Aid.BASE] = f.aid[a, Aid.LEVEL]
    f.leave[a, Leave.ENDS] = day
    f.leave[a, Leave.OVER] = over if over > 0 else f.leave[a, Leave.PACE]
    if day >= 0:
        f.leave[a, Leave.OVER] = max(1, min(f.leave[a, Leave.OVER], day - f.count[Count.DAY]))


@jitable
def _support_effect(p: Plan, f: Future, code: int, a: int, day: int, over: int, value: float) -> None:
    """Effects on a patron's support; a least or a most binds whatever comes later."""
    if code == Code.SUPPORT_LEVEL:
        f.aid[a, Aid.GOAL] = value
        f.leave[a, Leave.GOAL_ON] = f.count[Count.DAY] + over if over > 0 else -1
        _set_level(f, a, f.aid[a, Aid.LEVEL] if over > 0 else value)
    elif code == Code.SUPPORT_LEAST:
        f.aid[a, Aid.LEAST] = max(f.aid[a, Aid.LEAST], value)
        f.aid[a, Aid.MOST] = max(f.aid[a, Aid.MOST], value)
        f.aid[a, Aid.AFTER] = max(f.aid[a, Aid.AFTER], value)
        _set_level(f, a, f.aid[a, Aid.LEVEL])
    elif code == Code.SUPPORT_MOST:
        f.aid[a, Aid.MOST] = min(f.aid[a, Aid.MOST], value)
        f.aid[a, Aid.LEAST] = min(f.aid[a, Aid.LEAST], value)
        f.aid[a, Aid.AFTER] = min(f.aid[a, Aid.AFTER], value)
        _set_level(f, a, f.aid[a, Aid.LEVEL])
    elif code == Code.SUPPORT_ENDS:
        if over > 0:
            f.leave[a, Leave.PACE] = over
        set_end(f, a, day, over)
        if value >= 0.0:
            f.aid[a, Aid.AFTER] = _within(f, a, value)
        announce(p, f, a, ANNOUNCED if day < 0 else -ANNOUNCED)


@jitable
def _purpose(p: Plan, f: Future, a: int, purpose: int, value: float) -> None:
    """Set the share of a purpose; troops that come only to evacuate are news that support ends."""
    before = f.aid[a, Aid.EVACUATION]
    f.aid[a, Aid.DEFENCE + purpose] = value
    if purpose == _EVACUATION and value > before and p.on[On.EVACUATION_NEWS]:
        announce(p, f, a, -ANNOUNCED * (value - before))


@jitable
def trust_in_deals(f: Future, kept: bool) -> float:
    """Trust after a clause was seen kept or not; returns it."""
    f.level[Level.TRUST] = trust_after_clause(f.level[Level.TRUST], kept, KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT)
    return f.level[Level.TRUST]


@jitable
def breach(p: Plan, f: Future, at: int) -> None:
    """A breach that was seen: a dormant front wakes, trust falls, what hangs on the clause is released, and what the
    breach permits waits for the calendar.
    """
    f.clause[at, 0] = Status.BREACHED
    set_off(f, p.clause_breach_from[at], p.clause_breach_to[at])
    f.level[Level.TRUST] = trust_after_clause(f.level[Level.TRUST], False, KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT)
    note(f, Kind.CLAUSE_BREACHED, at, f.level[Level.TRUST])
    wake(f)
    if not p.on[On.CONDITIONS]:
        return
    for other in range(p.clauses):
        if p.clause_releases[at, other] and still_owed(f, other):
            f.clause[other, 0] = Status.WAIVED
            note(f, Kind.CLAUSE_WAIVED, other, float(at))


@jitable
def still_owed(f: Future, at: int) -> bool:
    """Whether a clause is still owed."""
    return f.clause[at, 0] == Status.PENDING or (f.clause[at, 0] == Status.LATE and f.clause[at, 1] >= 0)


@jitable
def _clause_effect(p: Plan, f: Future, code: int, at: int, lapses: int, day: int, value: float) -> None:
    """Effects on clauses: a new date, a condition instead of a date, a status with the day on which it is due again.

    A date or a condition revives nothing: it is for what is still owed, or disputed. What lapses with its deal was
    still owed. A status is what became of the clause: a breach does what any does, once.
    """
    owed = still_owed(f, at)
    if code == Code.CLAUSE_CONDITIONAL and not p.on[On.CONDITIONS]:
        return  # conditions are words: the date stands
    if code == Code.CLAUSE_STATUS:
        if lapses and not owed:
            return
        broken = int(value) == Status.BREACHED and f.clause[at, 0] != Status.BREACHED
        f.clause[at, 0], f.clause[at, 1] = int(value), day
        if broken:
            breach(p, f, at)
    elif owed or f.clause[at, 0] == Status.DISPUTED:
        f.clause[at, 0], f.clause[at, 1] = Status.PENDING, day if code == Code.CLAUSE_BY else CONDITIONAL
    else:
        return
    f.clause[at, 2] = 1
    f.count[Count.NEXT_DUE] = f.count[Count.DAY]


@jitable
def _party_effect(f: Future, code: int, i: int, value: float) -> None:
    """Effects on what a party believes and can accept."""
    if code == Code.LASTS_SET:
        f.mind[i, Mind.LASTS] = value
    elif code == Code.LASTS_ADD:
        f.mind[i, Mind.LASTS] = update(f.mind[i, Mind.LASTS], 1.0, value)
    elif code == Code.THETA_ADD:
        f.mind[i, Mind.THETA] += value
    elif code == Code.PSI_ADD:
        f.mind[i, Mind.PSI] += value
    elif code == Code.RELIEF_ADD:
        f.mind[i, Mind.RELIEF] += value
    elif code == Code.BOTTOM_LINE:
        f.mind[i, Mind.BOTTOM_LINE] = update(f.mind[i, Mind.BOTTOM_LINE], 1.0, value)
        f.mind[i, Mind.AUDIENCE] *= math.exp(value)


@jitable
def _theatre_effect(p: Plan, f: Future, code: int, i: int, j: int, value: float) -> None:
    """Effects on the theatre."""
    if code == Code.FORCE:
        f.level[Level.FORCE_0 + i] = max(0.0, f.level[Level.FORCE_0 + i] + value)
    elif code == Code.COHESION:
        f.level[Level.COHESION_0 + i] = min(1.0, max(1e-6, f.level[Level.COHESION_0 + i] + value))
    elif code == Code.SANCTUARY:
        if p.on[On.SANCTUARY]:
            f.level[Level.RECRUIT_0 + i] = max(0.0, f.level[Level.RECRUIT_0 + i] + value)
    elif code == Code.COUNTRYSIDE:
        f.level[Level.COUNTRYSIDE] = value
    elif code == Code.TRUCE:
        if f.count[Count.DAY] + j > f.count[Count.CEASEFIRE_UNTIL]:
            f.count[Count.CEASEFIRE_UNTIL], f.count[Count.PAUSE_AGREED] = f.count[Count.DAY] + j, 0
        note(f, Kind.CEASEFIRE, -1, float(j))
    elif code == Code.REGION and f.holder[i] != j:
        take(p, f, i)


@jitable
def apply_effects(p: Plan, f: Future, first: int, last: int) -> None:
    """Apply effects first..last-1."""
    for e in range(first, last):
        code, i, j, value = p.effect_code[e], p.effect_i[e], p.effect_j[e], p.effect_value[e]
        if code <= Code.SUPPORT_ENDS:
            _support_effect(p, f, code, i, p.effect_day[e], j, value)
        elif code == Code.SUPPORT_PURPOSE:
            _purpose(p, f, i, j, value)
        elif code == Code.HOSTILITY:
            if j >= 0:
                f.hostile[i, j] = f.hostile[j, i] = value > 0.5
            else:
                f.leave[i, Leave.FIGHT] = 1 if value > 1.5 else 0
                f.leave[i, Leave.DEFEND] = 1 if value > 0.5 else 0
        elif code == Code.OFFICE:
            f.office[i] = value > 0.5
        elif code == Code.TABLE:
            f.count[Count.TABLE_SHUT] = 0 if value > 0.5 else 1
            f.count[Count.TABLE] = 1 if value > 0.5 else 0
        elif Code.CLAUSE_BY <= code <= Code.CLAUSE_STATUS:
            _clause_effect(p, f, code, i, j, p.effect_day[e], value)
        elif (Code.LASTS_SET <= code <= Code.RELIEF_ADD) or code == Code.BOTTOM_LINE:
            _party_effect(f, code, i, value)
        else:
            _theatre_effect(p, f, code, i, j, value)
        note(f, Kind.EFFECT, e, value)
    if last > first:
        f.level[Level.AT_WAR] = war_share(p, f)
        f.count[Count.READY_ON] = f.count[Count.NEXT_SUPPORT] = 0


@jitable
def set_off(f: Future, first: int, last: int) -> None:
    """Effects that a clause sets off wait for the next calendar."""
    at = f.count[Count.QUEUED]
    if last > first and at < QUEUE:
        f.queue[at, 0], f.queue[at, 1] = first, last
        f.count[Count.QUEUED] = at + 1


@jitable
def timeline(p: Plan, f: Future) -> None:
    """What clauses set off; what statements said (on the first day), scheduled events and levers of today."""
    count, day = f.count, f.count[Count.DAY]
    queued, place = 0, 0
    while queued < count[Count.QUEUED] or (
        count[Count.NEXT_TIME] < p.times and p.effect_when[count[Count.NEXT_TIME]] <= day
    ):
        first, last = 0, 0
        if queued < count[Count.QUEUED]:
            first, last = int(f.queue[queued, 0]), int(f.queue[queued, 1])
            queued += 1
        else:
            place = count[Count.NEXT_TIME]
            count[Count.NEXT_TIME] = place + 1
            kind = p.effect_kind[place]
            said, due = kind == Dated.STATEMENTS and p.on[On.SIGNALS], kind == Dated.EVENTS and p.on[On.EVENTS]
            if said or due or kind == Dated.FIXED:
                first, last = int(p.effect_first[place]), int(p.effect_last[place])
        apply_effects(p, f, first, last)
    count[Count.QUEUED] = 0
