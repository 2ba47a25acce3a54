"""What was promised: clauses that fall due, standing obligations, and the reviews of those who lend support."""

from __future__ import annotations

from detente.engine.effects_step import ANNOUNCED, announce, breach, set_end, set_off, still_owed, trust_in_deals
from detente.engine.front_step import note
from detente.engine.layout import CONDITIONAL, Kind, Luck, Num, On, Patron, Status
from detente.engine.random import normal, uniform
from detente.engine.records import Future, Plan
from detente.engine.state import Aid, Count, Leave, Level, Mind
from detente.models.deals import BREACHED, DISPUTED, NEVER, lateness, reported_status, temptation
from detente.models.kernel import jitable
from detente.models.patrons import (
    CONDITION,
    EXTEND,
    LEAVE,
    keeping_utility,
    leaving_utility,
    review,
    review_chances,
    staying_utility,
)

__all__ = ["clauses_due", "front_review", "late_days", "standing_clauses"]

REVIEW_LEAD = 14
"""Days before a deadline on which a patron reviews it."""
LATE_SHAPE = 1.57
"""Spread of the log of lateness among what is met late (docs: calibration, base rates)."""
NOTICE = 28
"""Days in which support runs down when a patron leaves at once (assumed)."""
STANDING_CHECK = 91
"""Days between looks at a standing obligation."""


@jitable
def late_days(p: Plan, f: Future, mechanism: int, index: int, first: int) -> float:
    """Days by which an obligation that nobody is tempted to breach is late."""
    numbers = p.numbers
    return lateness(
        uniform(f.seed, f.run, mechanism, index, first),
        normal(f.seed, f.run, mechanism, index, first + 1),
        numbers[Num.ON_TIME],
        numbers[Num.NEVER],
        numbers[Num.LATE_DAYS],
        LATE_SHAPE,
    )


@jitable
def _choose(p: Plan, f: Future, a: int, at_the_date: bool) -> int:
    """A patron's review: keep, extend, make conditional or leave."""
    day = f.count[Count.DAY]
    loss = f.mind[p.patron_client[a], Mind.LOSS_IF_LEFT]
    stay = staying_utility(
        p.patron_numbers[a, Patron.OWN_COST],
        p.patron_numbers[a, Patron.YEARS_SO_FAR] + day / 365.0,
        p.patron_numbers[a, Patron.A_STAY],
        p.patron_numbers[a, Patron.STAY_INTERCEPT],
    )
    go = leaving_utility(
        loss, loss * f.level[Level.RIGHTS], p.patron_numbers[a, Patron.A_LEAVE], p.patron_numbers[a, Patron.A_JUST]
    )
    years, weight = max(0, f.leave[a, Leave.ENDS] - day) / 365.0, p.patron_numbers[a, Patron.CONDITION_WEIGHT]
    later = keeping_utility(
        go, p.patron_numbers[a, Patron.OWN_COST], p.patron_numbers[a, Patron.A_STAY], years, p.numbers[Num.DISCOUNT]
    )
    keep, extend, condition, _ = review_chances(stay, later, go, weight, at_the_date)
    choice = review(keep, extend, condition, uniform(f.seed, f.run, Luck.REVIEW, p.patron_luck[a], day))
    note(f, Kind.REVIEW_KEEP + choice, a, extend + condition)
    return choice


@jitable
def _decide(p: Plan, f: Future, a: int, clause: int, at_the_date: bool) -> None:
    """Carry out a patron's review: on its support, and on the clause that dates its exit (-1: there is none)."""
    day, choice = f.count[Count.DAY], _choose(p, f, a, at_the_date)
    span = int(7.0 * p.patron_numbers[a, Patron.REVIEW_SPAN])
    ends = f.leave[a, Leave.ENDS]
    if choice == EXTEND:
        if ends >= 0:
            set_end(f, a, max(ends, day) + span, 0)
        if clause >= 0:
            f.clause[clause, 1], f.clause[clause, 2] = f.clause[clause, 1] + span, 0
    elif choice == CONDITION:
        set_end(f, a, -1, 0)
        announce(p, f, a, ANNOUNCED)
        if clause >= 0:
            f.clause[clause, 0], f.clause[clause, 1] = Status.DISPUTED, CONDITIONAL
            set_off(f, p.clause_breach_from[clause], p.clause_breach_to[clause])
    elif choice == LEAVE:
        last = day + NOTICE if ends < 0 else min(ends, day + NOTICE)  # who leaves at once never stays for longer
        set_end(f, a, last, NOTICE)
        announce(p, f, a, -ANNOUNCED)
        if clause >= 0:
            f.clause[clause, 1], f.clause[clause, 2] = last, 1
    else:
        announce(p, f, a, -ANNOUNCED)
        if clause >= 0 and at_the_date:
            f.clause[clause, 2] = 1
    f.count[Count.NEXT_DUE] = day
    f.count[Count.NEXT_SUPPORT] = 0


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
            clause = -1
            for at in range(p.clauses):
                if p.clause_review[at] - 1 == a and f.clause[at, 0] == Status.PENDING and f.clause[at, 1] >= 0:
                    clause = at
            _decide(p, f, a, clause, False)


@jitable
def _hangs(p: Plan, f: Future, at: int) -> int:
    """What a clause that is due hangs on: 1 if nothing stands in its way, 0 to wait, -1 if it is owed no longer.

    It waits for dated clauses that are still owed, and is released by one that was breached or never met.
    """
    if not p.on[On.CONDITIONS]:
        return 1
    found = 1
    for other in range(p.clauses):
        if p.clause_waits[at, other]:
            status, due = f.clause[other, 0], f.clause[other, 1]
            if status == Status.BREACHED or status == Status.NEVER:
                return -1
            if due >= 0 and still_owed(f, other):
                found = 0
    return found


@jitable
def _ripe(p: Plan, f: Future, at: int) -> bool:
    """Whether a clause that hangs on conditions instead of a date falls due: all of them are kept, if only late."""
    if f.clause[at, 1] != CONDITIONAL or f.clause[at, 0] != Status.PENDING:
        return False
    conditions = 0
    for other in range(p.clauses):
        if p.clause_waits[at, other]:
            conditions += 1
            if still_owed(f, other) or (f.clause[other, 0] != Status.KEPT and f.clause[other, 0] != Status.LATE):
                return False
    return conditions > 0


@jitable
def _comply(p: Plan, f: Future, at: int) -> None:
    """A dated clause falls due: breached, late, never done, disputed or kept."""
    day = f.count[Count.DAY]
    taste = p.numbers[Num.BREACH_TASTE] * normal(f.seed, f.run, Luck.BREACH, p.clause_luck[at], f.clause[at, 2])
    tempted = p.clause_obligor[at] >= 0 and temptation(p.clause_gain[at], p.clause_penalty[at], taste) > 0.0
    reviewer = p.clause_review[at] - 1
    if reviewer >= 0 and p.on[On.REVIEWS]:
        tempted = False  # its patron has weighed staying against leaving at the review
    elif reviewer >= 0 and tempted:
        set_end(f, reviewer, -1, 0)
        f.count[Count.NEXT_SUPPORT] = 0
    seen = uniform(f.seed, f.run, Luck.VERIFICATION, p.clause_luck[at], 0)
    status = reported_status(tempted, p.clause_misses[at], p.clause_alarms[at], seen)
    if tempted:
        if status == BREACHED:
            breach(p, f, at)
        else:  # nobody saw it: it passes as kept, though what it promises does not happen
            f.clause[at, 0], f.clause[at, 1] = Status.KEPT, -1
            note(f, Kind.CLAUSE_KEPT, at, trust_in_deals(f, True))
        return
    if f.clause[at, 0] == Status.PENDING and p.clause_review[at] == 0:
        late = late_days(p, f, Luck.LATENESS, p.clause_luck[at], 0)
        if late == NEVER:
            f.clause[at, 0] = Status.NEVER
            note(f, Kind.CLAUSE_NEVER, at, 0.0)
            return
        if late >= 1.0:
            f.clause[at, 0] = Status.LATE
            f.clause[at, 1] = day + int(late)
            note(f, Kind.CLAUSE_LATE, at, late)
            return
    f.clause[at, 1] = -1
    if status == DISPUTED:
        f.clause[at, 0] = Status.DISPUTED
        note(f, Kind.CLAUSE_DISPUTED, at, trust_in_deals(f, False))
    else:
        f.clause[at, 0] = Status.LATE if f.clause[at, 0] == Status.LATE else Status.KEPT
        note(f, Kind.CLAUSE_KEPT, at, trust_in_deals(f, True))
    set_off(f, p.clause_keep_from[at], p.clause_keep_to[at])


@jitable
def clauses_due(p: Plan, f: Future) -> None:
    """Reviews ahead of deadlines, dated clauses on their day, and conditional ones once their conditions are kept."""
    day = f.count[Count.DAY]
    if not p.on[On.CLAUSES] or day < f.count[Count.NEXT_DUE]:
        return
    for at in range(p.clauses):
        due = f.clause[at, 1]
        if due == CONDITIONAL and _ripe(p, f, at):
            due = f.clause[at, 1] = day
        if due < 0 or not still_owed(f, at):
            continue
        if _may_review(p, f, at):
            if day >= due - REVIEW_LEAD:
                _decide(p, f, p.clause_review[at] - 1, at, True)
        elif day >= due:
            way = _hangs(p, f, at)
            if way > 0:
                _comply(p, f, at)
            elif way < 0:
                f.clause[at, 0] = Status.WAIVED
                note(f, Kind.CLAUSE_WAIVED, at, -1.0)
    soonest = day + 36500
    for at in range(p.clauses):
        if f.clause[at, 1] >= 0 and still_owed(f, at):
            lead = REVIEW_LEAD if _may_review(p, f, at) else 0
            soonest = min(soonest, max(day + 1, f.clause[at, 1] - lead))
        elif _ripe(p, f, at):
            soonest = day + 1
    f.count[Count.NEXT_DUE] = soonest


@jitable
def _may_review(p: Plan, f: Future, at: int) -> bool:
    return p.clause_review[at] > 0 and p.on[On.REVIEWS] and f.clause[at, 2] == 0 and f.clause[at, 0] == Status.PENDING


@jitable
def standing_clauses(p: Plan, f: Future, days: float) -> None:
    """Standing obligations are looked at once a quarter, until they end."""
    if not p.on[On.CLAUSES]:
        return
    day = f.count[Count.DAY]
    for at in range(p.clauses):
        if f.clause[at, 0] != Status.PENDING or f.clause[at, 1] != -1 or p.clause_start[at] > day:
            continue
        if p.clause_until[at] >= 0 and day >= p.clause_until[at]:
            f.clause[at, 0] = Status.KEPT
            f.count[Count.NEXT_DUE] = day
            note(f, Kind.CLAUSE_KEPT, at, trust_in_deals(f, True))
        elif p.clause_obligor[at] >= 0 and (day + p.clause_luck[at]) % STANDING_CHECK < days:
            taste = p.numbers[Num.BREACH_TASTE] * normal(f.seed, f.run, Luck.BREACH, p.clause_luck[at], day)
            tempted = temptation(p.clause_gain[at], p.clause_penalty[at], taste) > 0.0
            seen = uniform(f.seed, f.run, Luck.VERIFICATION, p.clause_luck[at], day)
            status = reported_status(tempted, p.clause_misses[at], p.clause_alarms[at], seen)
            if status == BREACHED:
                breach(p, f, at)
            elif status == DISPUTED:
                note(f, Kind.CLAUSE_DISPUTED, at, trust_in_deals(f, False))
