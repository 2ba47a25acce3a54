"""Clauses, reviews and settlements once more, written from the documentation and not from the engine.

As in `second_minds` and `second_politics`.
"""

from __future__ import annotations

import math
from typing import Any

from detente.engine.layout import CONDITIONAL, Kind, Luck, Party, Patron, Status
from detente.engine.random import exponential
from detente.engine.state import Aid, Count, Leave, Level, Mind
from second_minds import happens, in_force, log_strength, note, number, on, squash
from second_politics import bell, luck

Record = Any
OWED = (Status.PENDING, Status.LATE)


def owed(f: Record, at: int) -> bool:
    """Whether a clause is still to be done: pending, or late with a day."""
    return f.clause[at, 0] == Status.PENDING or (f.clause[at, 0] == Status.LATE and f.clause[at, 1] >= 0)


def learn_of(f: Record, kept: bool) -> float:
    """Bayes' rule: a trustworthy side keeps .95 of its clauses, another .6."""
    good, bad = (0.95, 0.6) if kept else (0.05, 0.4)
    trust = f.level[Level.TRUST]
    f.level[Level.TRUST] = trust * good / (trust * good + (1 - trust) * bad)
    return float(f.level[Level.TRUST])


def set_off(f: Record, first: int, last: int) -> None:
    """Effects wait for the next calendar."""
    if last > first and f.count[Count.QUEUED] < len(f.queue):
        f.queue[f.count[Count.QUEUED]] = first, last
        f.count[Count.QUEUED] += 1


def lateness(p: Record, f: Record, mechanism: Luck, index: int, first: int) -> float | None:
    """Days by which something that nobody is tempted to break is late; None if it is never done."""
    u, on_time, never = luck(f, mechanism, index, first), number(p, "ON_TIME"), number(p, "NEVER")
    if u < on_time:
        return 0.0
    if u >= 1 - never:
        return None
    return number(p, "LATE_DAYS") * math.exp(1.57 * bell(f, mechanism, index, first + 1))


# Settlements ------------------------------------------------------------------------------------------------------


def loss(p: Record, i: int, k: int, x: float) -> float:
    """What party i loses by x on issue k, before its utility is scaled."""
    return float(p.text_salience[i, k] * abs(x - p.text_ideal[i, k]) ** p.text_exponent[i, k])


def _terms_due(p: Record, f: Record) -> None:
    """Terms are kept, late, or broken where what they cost their obligor exceeds psi + .1."""
    day, first = int(f.count[Count.DAY]), 3 * int(f.count[Count.SIGNINGS])
    for t in range(p.terms):
        if not 0 <= f.term[t, 1] <= day:
            continue
        i, k, index = int(p.clause_term_obligor[t]), int(p.clause_term_issue[t]), int(p.clause_term_luck[t])
        pending = f.term[t, 0] == Status.PENDING
        late = lateness(p, f, Luck.TERMS, index, first + 1) if pending else 0.0
        gain = 0.0
        if 0 <= i < p.parties:  # in its own utility, which is 1 at its ideal and 0 at the other principal's
            gain = loss(p, i, k, f.terms[k]) / (p.text_scale[i, 1] - p.text_scale[i, 0])
        elif i >= 0:
            gain = p.clause_term_salience[t] * abs(f.terms[k] - p.clause_term_ideal[t]) ** p.clause_term_exponent[t]
        if late is not None and late >= 1:
            f.term[t] = Status.LATE, day + int(late)
            note(f, Kind.TERM_LATE, t, late)
            continue
        psi = f.mind[i, Mind.PSI] if 0 <= i < p.parties and on(p, "ENFORCEMENT") else 0.0
        pays = i >= 0 and gain + number(p, "BREACH_TASTE") * bell(f, Luck.TERMS, index, first) > psi + 0.1
        f.term[t, 1] = -1
        if late is None or pays:
            f.term[t, 0] = Status.BREACHED
            if i >= 0:
                f.terms[k] = p.clause_term_ideal[t]
            f.level[Level.BREACHES] += 1
            if f.count[Count.TERM_BREACHED] < 0:
                f.count[Count.TERM_BREACHED] = t
            learn_of(f, False)
            note(f, Kind.TERM_BREACHED, t, gain)
        else:
            f.term[t, 0] = Status.KEPT if pending else Status.LATE
            learn_of(f, True)
            note(f, Kind.TERM_KEPT, t, gain)


def settlement_step(p: Record, f: Record, days: float) -> None:
    """Terms fall due; a party leaves if w > u + max(0, taste) + eps + psi; else b*(1 + broken terms) a week."""
    if on(p, "TERMS"):
        _terms_due(p, f)
    if not on(p, "DURABILITY"):
        return
    who = None
    for i in reversed(range(p.parties)):
        lost = sum(loss(p, i, k, f.terms[k]) for k in range(p.issues))
        u = (1 - lost - p.text_scale[i, 0]) / (p.text_scale[i, 1] - p.text_scale[i, 0])
        psi = f.mind[i, Mind.PSI] if on(p, "ENFORCEMENT") else 0.0
        eps = number(p, "BREACH_TASTE") * bell(f, Luck.DURABILITY, int(p.party_luck[i]), -int(f.count[Count.SIGNINGS]))
        if f.mind[i, Mind.WAR] > u + max(0.0, f.mind[i, Mind.TYPE] + f.mind[i, Mind.WAVE]) + eps + psi:
            who = i
    if who is None and luck(f, Luck.DURABILITY) < happens(
        number(p, "BREAK_HAZARD") * (1 + f.level[Level.BREACHES]), days
    ):
        who = int(p.parties + p.terms)
    if who is not None:
        broken = int(f.count[Count.TERM_BREACHED])
        who = int(p.parties) + broken if broken >= 0 else who
        f.count[Count.SETTLED] = f.count[Count.TABLE] = 0
        f.count[Count.BROKE_ON] = f.count[Count.DAY]
        f.count[Count.FIRST_BREAK] = who
        note(f, Kind.BROKEN, who, learn_of(f, False))


# Reviews ----------------------------------------------------------------------------------------------------------


def announce(p: Record, f: Record, a: int, log_lr: float) -> None:
    """Every party's logit b moves by cr*log LR; the army loses heart over a share cr of what is newly said to go."""
    for i in range(p.parties) if on(p, "SIGNALS") else ():
        b = f.mind[i, Mind.LASTS]
        f.mind[i, Mind.LASTS] = squash(math.log(b / (1 - b)) + p.party_numbers[i, Party.CREDULITY] * log_lr)
    going = max(0.0, f.aid[a, Aid.LEVEL] - f.aid[a, Aid.AFTER]) if f.leave[a, Leave.ENDS] >= 0 else 0.0
    fresh = max(0.0, going - f.aid[a, Aid.ANNOUNCED])
    f.aid[a, Aid.ANNOUNCED] = going
    if on(p, "COHESION"):
        heard = p.party_numbers[p.patron_client[a], Party.CREDULITY] * fresh
        f.level[Level.COHESION_0 + p.patron_side[a]] *= math.exp(-number(p, "ZETA") * heard)


def _decide(p: Record, f: Record, a: int, clause: int, at_the_date: bool) -> None:
    """A softmax over keep, extend, make conditional and leave, and what comes of it."""
    day, mine, ends = int(f.count[Count.DAY]), p.patron_numbers[a], int(f.leave[a, Leave.ENDS])
    loses = f.mind[p.patron_client[a], Mind.LOSS_IF_LEFT]
    leave = -mine[Patron.A_LEAVE] * loses - mine[Patron.A_JUST] * loses * f.level[Level.RIGHTS]
    t, cost = max(0, ends - day) / 365, mine[Patron.A_STAY] * mine[Patron.OWN_COST]
    keep = number(p, "DISCOUNT") ** t * leave - cost * t
    years = mine[Patron.YEARS_SO_FAR] + day / 365
    extend = mine[Patron.STAY_INTERCEPT] - cost - mine[Patron.A_STAY] * years / 20
    worth = [keep, extend, extend + mine[Patron.CONDITION_WEIGHT]] + ([] if at_the_date else [leave])
    chances = [math.exp(one) / sum(map(math.exp, worth)) for one in worth]
    u, choice = luck(f, Luck.REVIEW, int(p.patron_luck[a])), 0
    while choice < len(chances) - 1 and u >= sum(chances[: choice + 1]):
        choice += 1
    note(f, Kind.REVIEW_KEEP + choice, a, chances[1] + chances[2])
    f.count[Count.NEXT_DUE], f.count[Count.NEXT_SUPPORT] = day, 0
    if choice == 0:
        announce(p, f, a, -2.0)
        if clause >= 0 and at_the_date:
            f.clause[clause, 2] = 1
        return
    if choice != 1 or ends >= 0:
        f.aid[a, Aid.BASE] = f.aid[a, Aid.LEVEL]
    span = int(7 * mine[Patron.REVIEW_SPAN])
    if choice == 1 and ends >= 0:
        f.leave[a, Leave.ENDS] = max(ends, day) + span
        f.leave[a, Leave.OVER] = min(int(f.leave[a, Leave.PACE]), max(ends, day) + span - day)
    if choice == 1 and clause >= 0:
        f.clause[clause, 1:] = f.clause[clause, 1] + span, 0
    if choice == 2:
        f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER] = -1, f.leave[a, Leave.PACE]
        announce(p, f, a, 2.0)
        if clause >= 0:
            f.clause[clause, :2] = Status.DISPUTED, CONDITIONAL
            set_off(f, int(p.clause_breach_from[clause]), int(p.clause_breach_to[clause]))
    if choice == 3:
        gone = day + 28 if ends < 0 else min(ends, day + 28)
        f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER] = gone, max(1, min(28, gone - day))
        announce(p, f, a, -2.0)
        if clause >= 0:
            f.clause[clause, 1:] = gone, 1


def front_review(p: Record, f: Record) -> None:
    """The front calls a review of announced ends: over 5 of 100 regions changed hands in 14 days, once in 28 days."""
    day = int(f.count[Count.DAY])
    called = on(p, "FRONT_REVIEW") and on(p, "REVIEWS") and f.falls.sum() / p.regions > 0.05
    if not called or day < f.count[Count.REVIEW_CALLED]:
        return
    f.count[Count.REVIEW_CALLED] = day + 28
    for a in range(p.patrons):
        if f.aid[a, Aid.LEVEL] > 0 and f.leave[a, Leave.ENDS] >= 0:
            own = [at for at in range(p.clauses) if p.clause_review[at] == a + 1 and f.clause[at, 1] >= 0]
            dated = [at for at in own if f.clause[at, 0] == Status.PENDING]
            _decide(p, f, a, dated[-1] if dated else -1, False)


# Support ----------------------------------------------------------------------------------------------------------


def _start_support(p: Record, f: Record) -> None:
    """Patrons as the case tells of them; what was announced before has worn already."""
    for a in range(p.patrons):
        told, aid, dated = p.patron_numbers[a], f.aid[a], p.patron_ends[a] >= 0
        level, after = told[Patron.LEVEL], told[Patron.AFTER]
        aid[[Aid.LEVEL, Aid.BASE, Aid.SEEN]], aid[Aid.AFTER] = level, after
        aid[[Aid.DEFENCE, Aid.OFFENCE, Aid.TRAINING]] = told[[Patron.DEFENCE, Patron.OFFENCE, Patron.TRAINING]]
        aid[Aid.EVACUATION] = max(0.0, told[Patron.LEAVING])
        aid[Aid.ANNOUNCED] = level - after if dated and level > after else 0.0
        aid[Aid.LEAST], aid[Aid.MOST], aid[Aid.GOAL] = 0.0, math.inf, 0.0
        may = p.patron_may_fight[a], p.patron_may_defend[a]
        f.leave[a] = p.patron_ends[a], p.patron_over[a], *may, p.patron_pace[a], -1


def start_front(p: Record, f: Record) -> None:
    """The front as the case tells of it, with recent falls fading; a region stands a unit exponential by its weight."""
    for at in (0, 1):
        for name, value in (
            ("FORCE", p.force), ("COHESION", p.cohesion), ("MOMENTUM", p.momentum), ("RECRUIT", p.recruits)
        ):  # fmt: skip
            f.level[Level[f"{name}_{at}"]] = value[at]
        f.level[Level.CLOCK_0 + at] = 0.0
        f.level[Level.SUPPORT_0 + at] = sum(
            in_force(p, f, a, float(f.aid[a, Aid.LEVEL])) for a in range(p.patrons) if p.patron_side[a] == at
        )
    f.level[Level.COUNTRYSIDE], f.level[Level.DECAY] = p.countryside, math.exp(-1 / number(p, "TAU"))
    f.level[Level.LOG_STRENGTH] = f.level[Level.STRENGTH_START] = log_strength(f)
    f.count[Count.COINS_OF] = -1
    for r in range(p.regions):
        near = [p.near[at] for at in range(p.near_start[r], p.near_start[r + 1])]
        lost = sum(p.holder[one] != p.holder[r] for one in near) / len(near) if near else 0.0
        f.holder[r], f.spell[r] = p.holder[r], 0
        f.omega[r] = p.omega[r] * math.exp(number(p, "B_N") * lost)
        f.threshold[r] = exponential(f.seed, f.run, Luck.FRONT, int(p.region_luck[r]), 0) / f.omega[r]


def support_today(p: Record, f: Record) -> None:
    """Support runs down in a straight line to its announced end; what has gone is news, and wears on the client."""
    day = int(f.count[Count.DAY])
    for a in range(p.patrons):
        aid, ends, over = f.aid[a], int(f.leave[a, Leave.ENDS]), int(f.leave[a, Leave.OVER])
        base, way = float(aid[Aid.BASE]), int(f.leave[a, Leave.GOAL_ON])
        if way > day:  # in a straight line to the level that somebody has set
            aid[Aid.BASE] += (min(aid[Aid.MOST], max(aid[Aid.LEAST], aid[Aid.GOAL])) - base) / (way - day)
        elif way >= 0:
            f.leave[a, Leave.GOAL_ON] = -1
            note(f, Kind.SUPPORT, a, base)
        if 0 <= ends <= day:
            aid[Aid.BASE] = aid[Aid.LEVEL] = aid[Aid.AFTER]
            f.leave[a, Leave.ENDS] = -1
            note(f, Kind.SUPPORT, a, float(aid[Aid.AFTER]))
        else:
            part = min(1.0, (ends - day) / over) if ends >= 0 and over > 0 else 1.0
            aid[Aid.LEVEL] = aid[Aid.AFTER] + (base - aid[Aid.AFTER]) * part
        gone = float(aid[Aid.SEEN] - aid[Aid.LEVEL])
        aid[Aid.SEEN] = aid[Aid.LEVEL]
        for i in range(p.parties) if gone else ():
            b = f.mind[i, Mind.LASTS]
            f.mind[i, Mind.LASTS] = squash(math.log(b / (1 - b)) - 8 * p.party_numbers[i, Party.CREDULITY] * gone)
        if gone > 0:
            cr, unsaid = p.party_numbers[p.patron_client[a], Party.CREDULITY], max(0.0, gone - aid[Aid.ANNOUNCED])
            aid[Aid.ANNOUNCED] = max(0.0, aid[Aid.ANNOUNCED] - gone)
            if on(p, "COHESION"):
                worn = number(p, "ZETA") * (cr * unsaid + (1 - cr) * gone)
                f.level[Level.COHESION_0 + p.patron_side[a]] *= math.exp(-worn)
        leaving = max(float(aid[Aid.EVACUATION]), 1 - aid[Aid.LEVEL] / base if ends >= 0 and base > 0 else 0.0)
        f.count[Count.CIVILIANS] += int(p.patron_numbers[a, Patron.EVACUATION] * max(0.0, leaving))
    for side in (0, 1):
        f.level[Level.SUPPORT_0 + side] = sum(
            in_force(p, f, a, float(f.aid[a, Aid.LEVEL])) for a in range(p.patrons) if p.patron_side[a] == side
        )
    f.level[Level.LOG_STRENGTH] = log_strength(f)


# Clauses ----------------------------------------------------------------------------------------------------------


def tempted(p: Record, f: Record, at: int, word: int) -> bool:
    """gain - penalty + eps > 0."""
    eps = number(p, "BREACH_TASTE") * bell(f, Luck.BREACH, int(p.clause_luck[at]), word)
    return p.clause_obligor[at] >= 0 and p.clause_gain[at] - p.clause_penalty[at] + eps > 0


def broken(p: Record, f: Record, at: int) -> None:
    """Any breach: trust falls, the front wakes, what hangs on it is released."""
    note(f, Kind.CLAUSE_BREACHED, at, learn_of(f, False))
    if f.count[Count.DORMANT]:
        f.count[Count.DORMANT] = 0
        note(f, Kind.WOKEN, 0, 0.0)
    for other in range(p.clauses) if on(p, "CONDITIONS") else ():
        if p.clause_releases[at, other] and owed(f, other):
            f.clause[other, 0] = Status.WAIVED
            note(f, Kind.CLAUSE_WAIVED, other, float(at))


def breached(p: Record, f: Record, at: int) -> None:
    """A breach that is seen does what any breach does, and permits what it permits."""
    f.clause[at, 0] = Status.BREACHED
    broken(p, f, at)
    set_off(f, int(p.clause_breach_from[at]), int(p.clause_breach_to[at]))


def _comply(p: Record, f: Record, at: int) -> None:
    """A dated clause on its day: breached (seen or not), never, late, disputed or kept."""
    patron, pending = int(p.clause_review[at]) - 1, f.clause[at, 0] == Status.PENDING
    breaks = tempted(p, f, at, int(f.clause[at, 2])) and not (patron >= 0 and on(p, "REVIEWS"))
    seen = luck(f, Luck.VERIFICATION, int(p.clause_luck[at]), 0)
    if breaks:
        if patron >= 0:  # it stays
            f.aid[patron, Aid.BASE] = f.aid[patron, Aid.LEVEL]
            f.leave[patron, Leave.ENDS], f.leave[patron, Leave.OVER] = -1, f.leave[patron, Leave.PACE]
            f.count[Count.NEXT_SUPPORT] = 0
        if seen >= p.clause_misses[at]:
            breached(p, f, at)
        else:  # passes as kept
            f.clause[at, :2] = Status.KEPT, -1
            note(f, Kind.CLAUSE_KEPT, at, learn_of(f, True))
        return
    late = lateness(p, f, Luck.LATENESS, int(p.clause_luck[at]), 0) if pending and patron < 0 else 0.0
    if late is None:
        f.clause[at, 0] = Status.NEVER
        note(f, Kind.CLAUSE_NEVER, at, 0.0)
        return
    if late >= 1:
        f.clause[at, :2] = Status.LATE, int(f.count[Count.DAY]) + int(late)
        note(f, Kind.CLAUSE_LATE, at, late)
        return
    f.clause[at, 1] = -1
    if seen < p.clause_alarms[at]:
        f.clause[at, 0] = Status.DISPUTED
        note(f, Kind.CLAUSE_DISPUTED, at, learn_of(f, False))
    else:
        f.clause[at, 0] = Status.KEPT if pending else Status.LATE
        note(f, Kind.CLAUSE_KEPT, at, learn_of(f, True))
    set_off(f, int(p.clause_keep_from[at]), int(p.clause_keep_to[at]))


def clauses_due(p: Record, f: Record) -> None:
    """Reviews two weeks ahead; clauses on their day; conditional ones once their conditions are kept."""
    day = int(f.count[Count.DAY])
    if not on(p, "CLAUSES"):
        return
    for at in range(p.clauses):
        awaited = [other for other in range(p.clauses) if p.clause_waits[at, other]]
        met = all(f.clause[o, 0] in (Status.KEPT, Status.LATE) and not owed(f, o) for o in awaited)
        if f.clause[at, 1] == CONDITIONAL and f.clause[at, 0] == Status.PENDING and awaited and met:
            f.clause[at, 1] = day
        due = int(f.clause[at, 1])
        if due < 0 or not owed(f, at):
            continue
        undecided = f.clause[at, 2] == 0 and f.clause[at, 0] == Status.PENDING
        if p.clause_review[at] and on(p, "REVIEWS") and undecided:
            if day >= due - 14:
                _decide(p, f, int(p.clause_review[at]) - 1, at, True)
        elif day >= due:
            states = [int(f.clause[o, 0]) for o in awaited] if on(p, "CONDITIONS") else []
            if any(one in (Status.BREACHED, Status.NEVER) for one in states):
                f.clause[at, 0] = Status.WAIVED
                note(f, Kind.CLAUSE_WAIVED, at, -1.0)
            elif not states or not any(owed(f, o) and f.clause[o, 1] >= 0 for o in awaited):
                _comply(p, f, at)


def standing_clauses(p: Record, f: Record, days: float) -> None:
    """Standing clauses are looked at once in 91 days, and count as kept at their end."""
    day = int(f.count[Count.DAY])
    for at in range(p.clauses) if on(p, "CLAUSES") else ():
        if f.clause[at, 0] != Status.PENDING or f.clause[at, 1] != -1 or p.clause_start[at] > day:
            continue
        if 0 <= p.clause_until[at] <= day:
            f.clause[at, 0], f.count[Count.NEXT_DUE] = Status.KEPT, day
            note(f, Kind.CLAUSE_KEPT, at, learn_of(f, True))
        elif p.clause_obligor[at] >= 0 and (day + p.clause_luck[at]) % 91 < days:
            breaks = tempted(p, f, at, day)
            seen = luck(f, Luck.VERIFICATION, int(p.clause_luck[at]))
            if breaks and seen >= p.clause_misses[at]:
                breached(p, f, at)
            elif not breaks and seen < p.clause_alarms[at]:
                note(f, Kind.CLAUSE_DISPUTED, at, learn_of(f, False))
