"""What was promised: effects, clauses that fall due, reviews, the terms of a settlement and whether it holds."""

from __future__ import annotations

import math

from detente.engine.front_step import note, take
from detente.engine.layout import Aid, Code, Count, Kind, Leave, Level, Luck, Mind, Num, On, Party, Patron, Status
from detente.engine.politics import wear
from detente.engine.random import normal, uniform
from detente.engine.records import Future, Plan
from detente.models.deals import (
    BREACHED,
    DISPUTED,
    NEVER,
    chance,
    hazard,
    lateness,
    leaves,
    reported_status,
    temptation,
)
from detente.models.forces import support_lost
from detente.models.kernel import jitable
from detente.models.patrons import CONDITION, EXTEND, LEAVE, leaving_utility, review, review_chances, staying_utility
from detente.models.signals import update
from detente.models.spoilers import trust_after_clause
from detente.models.utility import utility

__all__ = ["apply_effects", "clauses_step", "front_review", "settlement_step", "timeline", "war_share"]

REVIEW_LEAD = 14
"""Days before a deadline on which a patron reviews it."""
KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT = 0.95, 0.6
"""How often each type keeps a clause: assumed; what trust learns from a clause kept or breached."""
LATE_SHAPE = 1.57
"""Spread of the log of lateness among what is met late (docs: calibration, base rates)."""
STANDING_CHECK = 91
"""Days between looks at a standing obligation."""
TERM_PENALTY = 0.1
"""What breaching a settlement's term costs beside enforcement: the counterpart may do the same (assumed, utility)."""
ANNOUNCED = 2.0
"""Log likelihood ratio of an announcement that support stays or goes, for a fully credible speaker (assumed)."""


@jitable
def war_share(p: Plan, f: Future) -> float:
    """Share of the pairs of parties across the sides that may fight today."""
    pairs, at_war = 0, 0
    for i in range(p.parties):
        for j in range(i):
            if p.party_side[i] != p.party_side[j]:
                pairs += 1
                at_war += 1 if f.hostile[i, j] else 0
    return at_war / pairs if pairs > 0 else 0.0


@jitable
def _announce(p: Plan, f: Future, a: int, log_lr: float) -> None:
    """A patron's announcement moves every party's belief that support lasts, at its credibility."""
    if p.on[On.SIGNALS]:
        for i in range(p.parties):
            f.mind[i, Mind.LASTS] = update(f.mind[i, Mind.LASTS], p.party_numbers[i, Party.CREDULITY], log_lr)
    if log_lr < 0.0 and p.on[On.COHESION]:
        going = max(0.0, f.aid[a, Aid.LEVEL] - f.aid[a, Aid.AFTER])
        credulity = p.party_numbers[p.patron_client[a], Party.CREDULITY]
        wear(p, f, p.patron_side[a], support_lost(going, 0.0, credulity))


@jitable
def _support_effect(p: Plan, f: Future, code: int, a: int, day: int, over: int, value: float) -> None:
    """Effects on a patron's support."""
    now = f.count[Count.DAY]
    if code == Code.SUPPORT_LEVEL:
        if over > 0:
            f.aid[a, Aid.BASE] = f.aid[a, Aid.LEVEL]
            f.aid[a, Aid.AFTER] = value
            f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER] = now + over, over
        else:
            f.aid[a, Aid.BASE] = value
    elif code == Code.SUPPORT_LEAST:
        f.aid[a, Aid.BASE] = max(f.aid[a, Aid.BASE], value)
        f.aid[a, Aid.AFTER] = max(f.aid[a, Aid.AFTER], value)
    elif code == Code.SUPPORT_MOST:
        f.aid[a, Aid.BASE] = min(f.aid[a, Aid.BASE], value)
        f.aid[a, Aid.AFTER] = min(f.aid[a, Aid.AFTER], value)
    elif code == Code.SUPPORT_ENDS:
        if value >= 0.0:
            f.aid[a, Aid.AFTER] = value
        f.aid[a, Aid.BASE] = f.aid[a, Aid.LEVEL]
        f.leave[a, Leave.ENDS] = day
        if over > 0:
            f.leave[a, Leave.OVER] = over
        _announce(p, f, a, ANNOUNCED if day < 0 else -ANNOUNCED)


@jitable
def _purpose(p: Plan, f: Future, a: int, purpose: int, value: float) -> None:
    """Set the share of a purpose; troops that come only to evacuate are news that support ends."""
    before = f.aid[a, Aid.EVACUATION]
    f.aid[a, Aid.DEFENCE + purpose] = value
    if purpose == 3 and value > before and p.on[On.EVACUATION_NEWS]:
        _announce(p, f, a, -ANNOUNCED * (value - before))


@jitable
def _clause_effect(f: Future, code: int, at: int, day: int, value: float) -> None:
    """Effects on clauses: a new date, a condition instead of a date, a status."""
    if code == Code.CLAUSE_BY:
        f.clause[at, 0], f.clause[at, 1], f.clause[at, 2] = Status.PENDING, day, 1
    elif code == Code.CLAUSE_CONDITIONAL:
        f.clause[at, 1], f.clause[at, 2] = -1, 1
    else:
        f.clause[at, 0], f.clause[at, 2] = int(value), 1


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
        f.count[Count.CEASEFIRE_UNTIL] = f.count[Count.DAY] + j
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
            _clause_effect(f, code, i, p.effect_day[e], value)
        elif (Code.LASTS_SET <= code <= Code.RELIEF_ADD) or code == Code.BOTTOM_LINE:
            _party_effect(f, code, i, value)
        else:
            _theatre_effect(p, f, code, i, j, value)
        note(f, Kind.EFFECT, e, value)


@jitable
def timeline(p: Plan, f: Future) -> None:
    """Scheduled events and levers of today."""
    if not p.on[On.EVENTS]:
        return
    day = f.count[Count.DAY]
    for at in range(p.times):
        if p.effect_when[at] == day or (day == 0 and p.effect_when[at] < 0 and p.on[On.SIGNALS]):
            apply_effects(p, f, p.effect_first[at], p.effect_last[at])


@jitable
def _decide(p: Plan, f: Future, a: int, at_the_date: bool, clause: int) -> int:
    """A patron's review: keep, extend, make conditional or leave."""
    day = f.count[Count.DAY]
    client = p.patron_client[a]
    loss = f.mind[client, Mind.LOSS_IF_LEFT]
    stay = staying_utility(
        p.patron_numbers[a, Patron.OWN_COST],
        p.patron_numbers[a, Patron.YEARS_SO_FAR] + day / 365.0,
        p.patron_numbers[a, Patron.A_STAY],
        p.patron_numbers[a, Patron.STAY_INTERCEPT],
    )
    go = leaving_utility(
        loss, loss * f.level[Level.RIGHTS], p.patron_numbers[a, Patron.A_LEAVE], p.patron_numbers[a, Patron.A_JUST]
    )
    keep, extend, condition, _ = review_chances(stay, go, go, p.patron_numbers[a, Patron.CONDITION_WEIGHT], at_the_date)
    choice = review(keep, extend, condition, uniform(f.seed, f.run, Luck.REVIEW, a, day))
    note(f, Kind.REVIEW_KEEP + choice, a, extend + condition)
    span = int(7.0 * p.patron_numbers[a, Patron.REVIEW_SPAN])
    if choice == EXTEND:
        f.leave[a, Leave.ENDS] = max(f.leave[a, Leave.ENDS], day) + span
    elif choice == CONDITION:
        f.leave[a, Leave.ENDS] = -1
        f.aid[a, Aid.BASE] = f.aid[a, Aid.LEVEL]
        _announce(p, f, a, ANNOUNCED)
    elif choice == LEAVE:
        f.aid[a, Aid.BASE] = f.aid[a, Aid.LEVEL]
        f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER] = day + 28, 28
        _announce(p, f, a, -ANNOUNCED)
    else:
        _announce(p, f, a, -ANNOUNCED)
    if clause >= 0:
        f.clause[clause, 2] = 1
        if choice == EXTEND:
            f.clause[clause, 1] += span
        elif choice == CONDITION:
            f.clause[clause, 0] = Status.DISPUTED
            apply_effects(p, f, p.clause_breach_from[clause], p.clause_breach_to[clause])
    return choice


@jitable
def front_review(p: Plan, f: Future) -> None:
    """The front calls a review when more than 5 % of the regions fell in fourteen days (once in four weeks)."""
    day = f.count[Count.DAY]
    if not p.on[On.FRONT_REVIEW] or not p.on[On.REVIEWS] or f.count[Count.REVIEW_CALLED] > day:
        return
    fallen = 0
    for at in range(14):
        fallen += f.falls[at]
    if fallen <= 0.05 * p.regions:
        return
    f.count[Count.REVIEW_CALLED] = day + 28
    for a in range(p.patrons):
        if f.aid[a, Aid.LEVEL] > 0.0 and f.leave[a, Leave.ENDS] >= 0:
            _decide(p, f, a, False, -1)


@jitable
def _waits(p: Plan, f: Future, at: int) -> bool:
    """Whether a clause that this one hangs on was breached."""
    if not p.on[On.CONDITIONS]:
        return False
    breached = 0
    for other in range(p.clauses):
        if p.clause_waits[at, other] and f.clause[other, 0] == Status.BREACHED:
            breached += 1
    return breached > 0


@jitable
def _breach(p: Plan, f: Future, at: int) -> None:
    """A breach that was seen: trust falls, what hangs on it is released, what it permits happens."""
    f.clause[at, 0] = Status.BREACHED
    f.level[Level.TRUST] = trust_after_clause(f.level[Level.TRUST], False, KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT)
    note(f, Kind.CLAUSE_BREACHED, at, f.level[Level.TRUST])
    if p.on[On.CONDITIONS]:
        for other in range(p.clauses):
            if p.clause_releases[at, other] and f.clause[other, 0] == Status.PENDING:
                f.clause[other, 0] = Status.WAIVED
    apply_effects(p, f, p.clause_breach_from[at], p.clause_breach_to[at])


@jitable
def _comply(p: Plan, f: Future, at: int) -> None:
    """A dated clause falls due: breached, late, never done, disputed or kept."""
    numbers, day = p.numbers, f.count[Count.DAY]
    taste = numbers[Num.BREACH_TASTE] * normal(f.seed, f.run, Luck.BREACH, at, f.clause[at, 2])
    tempted = p.clause_obligor[at] >= 0 and temptation(p.clause_gain[at], p.clause_penalty[at], taste) > 0.0
    status = reported_status(
        tempted, p.clause_misses[at], p.clause_alarms[at], uniform(f.seed, f.run, Luck.VERIFICATION, at, 0)
    )
    if tempted:
        if status == BREACHED:
            _breach(p, f, at)
        else:
            f.clause[at, 0] = Status.KEPT
        return
    if f.clause[at, 0] == Status.PENDING and p.clause_review[at] == 0:
        late = lateness(
            uniform(f.seed, f.run, Luck.LATENESS, at, 0),
            normal(f.seed, f.run, Luck.LATENESS, at, 1),
            numbers[Num.ON_TIME],
            numbers[Num.NEVER],
            numbers[Num.LATE_DAYS],
            LATE_SHAPE,
        )
        if late == NEVER:
            f.clause[at, 0] = Status.NEVER
            note(f, Kind.CLAUSE_BREACHED, at, f.level[Level.TRUST])
            return
        if late >= 1.0:
            f.clause[at, 0] = Status.LATE
            f.clause[at, 1] = day + int(late)
            note(f, Kind.CLAUSE_LATE, at, late)
            return
    f.clause[at, 0] = Status.LATE if f.clause[at, 0] == Status.LATE else Status.KEPT
    f.clause[at, 1] = -1
    if status == DISPUTED:
        f.clause[at, 0] = Status.DISPUTED
        f.level[Level.TRUST] = trust_after_clause(f.level[Level.TRUST], False, KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT)
        note(f, Kind.CLAUSE_DISPUTED, at, f.level[Level.TRUST])
    else:
        f.level[Level.TRUST] = trust_after_clause(f.level[Level.TRUST], True, KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT)
        note(f, Kind.CLAUSE_KEPT, at, f.level[Level.TRUST])
    apply_effects(p, f, p.clause_keep_from[at], p.clause_keep_to[at])


@jitable
def _standing(p: Plan, f: Future, at: int) -> None:
    """A standing obligation is looked at once a quarter."""
    day = f.count[Count.DAY]
    taste = p.numbers[Num.BREACH_TASTE] * normal(f.seed, f.run, Luck.BREACH, at, day)
    tempted = temptation(p.clause_gain[at], p.clause_penalty[at], taste) > 0.0
    seen = uniform(f.seed, f.run, Luck.VERIFICATION, at, day)
    if reported_status(tempted, p.clause_misses[at], p.clause_alarms[at], seen) == BREACHED:
        _breach(p, f, at)


@jitable
def clauses_step(p: Plan, f: Future, days: float) -> None:
    """Reviews ahead of deadlines, clauses that fall due, standing obligations."""
    if not p.on[On.CLAUSES]:
        return
    day = f.count[Count.DAY]
    for at in range(p.clauses):
        status, due = f.clause[at, 0], f.clause[at, 1]
        if status != Status.PENDING and not (status == Status.LATE and due >= 0):
            continue
        obligor = p.clause_obligor[at]
        if due >= 0:
            reviewer = p.clause_review[at] - 1
            if reviewer >= 0 and p.on[On.REVIEWS] and f.clause[at, 2] == 0 and day >= due - REVIEW_LEAD:
                _decide(p, f, reviewer, True, at)
            elif day >= due and not _waits(p, f, at):
                _comply(p, f, at)
            continue
        in_force = p.clause_start[at] <= day and (p.clause_until[at] < 0 or day < p.clause_until[at])
        if due < 0 and obligor >= 0 and in_force and (day + 13 * at) % STANDING_CHECK < days:
            _standing(p, f, at)


@jitable
def _terms_due(p: Plan, f: Future) -> None:
    """Terms of a settlement fall due; one that is breached moves the issue to its obligor's ideal in fact."""
    numbers, day = p.numbers, f.count[Count.DAY]
    signing = f.count[Count.SIGNINGS]
    for t in range(p.terms):
        if f.term[t, 1] < 0 or f.term[t, 1] > day:
            continue
        i, k = p.clause_term_obligor[t], p.clause_term_issue[t]
        gain, psi = 0.0, 0.0
        if i >= 0:
            ideal = p.text_ideal[i, k]
            gain = p.text_salience[i, k] * abs(f.terms[k] - ideal) ** p.text_exponent[i, k]
            psi = f.mind[i, Mind.PSI] if p.on[On.ENFORCEMENT] else 0.0
        taste = numbers[Num.BREACH_TASTE] * normal(f.seed, f.run, Luck.TERMS, t, 3 * signing)
        late = 0.0
        if f.term[t, 0] == Status.PENDING:
            late = lateness(
                uniform(f.seed, f.run, Luck.TERMS, t, 3 * signing + 1),
                normal(f.seed, f.run, Luck.TERMS, t, 3 * signing + 2),
                numbers[Num.ON_TIME],
                numbers[Num.NEVER],
                numbers[Num.LATE_DAYS],
                LATE_SHAPE,
            )
        if late >= 1.0:
            f.term[t, 0], f.term[t, 1] = Status.LATE, day + int(late)
            note(f, Kind.TERM_LATE, t, late)
            continue
        f.term[t, 1] = -1
        if late == NEVER or (i >= 0 and temptation(gain, psi + TERM_PENALTY, taste) > 0.0):
            f.term[t, 0] = Status.BREACHED
            if i >= 0:
                f.terms[k] = p.text_ideal[i, k]
            f.level[Level.BREACHES] += 1.0
            if f.count[Count.TERM_BREACHED] < 0:
                f.count[Count.TERM_BREACHED] = t
            f.level[Level.TRUST] = trust_after_clause(f.level[Level.TRUST], False, KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT)
            note(f, Kind.TERM_BREACHED, t, gain)
        else:
            f.term[t, 0] = Status.KEPT if f.term[t, 0] == Status.PENDING else Status.LATE
            f.level[Level.TRUST] = trust_after_clause(f.level[Level.TRUST], True, KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT)
            note(f, Kind.TERM_KEPT, t, gain)


@jitable
def _break(f: Future, who: int) -> None:
    """The settlement breaks: war again, the table closed, trust lower."""
    count = f.count
    count[Count.SETTLED] = 0
    count[Count.BROKE_ON] = count[Count.DAY]
    if count[Count.FIRST_BREAK] < 0:
        count[Count.FIRST_BREAK] = who
    count[Count.TABLE] = 0
    f.level[Level.TRUST] = trust_after_clause(f.level[Level.TRUST], False, KEPT_IF_TRUSTWORTHY, KEPT_IF_NOT)
    note(f, Kind.BROKEN, who, f.level[Level.TRUST])


@jitable
def settlement_step(p: Plan, f: Future, days: float) -> None:
    """A settlement holds while no party's value of war exceeds what the terms give it, and under a small hazard.

    Who breaks is kept as party index, T terms shifted: a breached term that came first is what broke.
    """
    if p.on[On.TERMS]:
        _terms_due(p, f)
    if not p.on[On.DURABILITY]:
        return
    day = f.count[Count.DAY]
    count = p.parties
    for i in range(count):
        u = utility(
            f.terms,
            p.text_ideal[i],
            p.text_salience[i],
            p.text_exponent[i],
            p.text_scale[i, 0],
            p.text_scale[i, 1],
        )
        psi = f.mind[i, Mind.PSI] if p.on[On.ENFORCEMENT] else 0.0
        taste = p.numbers[Num.BREACH_TASTE] * normal(f.seed, f.run, Luck.DURABILITY, i, f.count[Count.SIGNINGS])
        if leaves(f.mind[i, Mind.WAR], u + max(0.0, f.mind[i, Mind.TYPE] + f.mind[i, Mind.WAVE]) + taste, psi):
            breached = f.count[Count.TERM_BREACHED]
            _break(f, count + breached if breached >= 0 else i)
            return
    background = hazard(p.numbers[Num.BREAK_HAZARD]) * (1.0 + f.level[Level.BREACHES])
    if uniform(f.seed, f.run, Luck.DURABILITY, count, day) < chance(background, days):
        breached = f.count[Count.TERM_BREACHED]
        _break(f, count + breached if breached >= 0 else count + p.terms)
