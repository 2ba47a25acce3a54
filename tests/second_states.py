"""Plans and futures at large, for the second version: numbers, switches and states that no case would come to."""

from __future__ import annotations

from typing import Any

import numpy as np

import second_minds
from detente.engine.layout import CONDITIONAL, Num, On, Patron, Status
from detente.engine.plan import Plan
from detente.engine.state import Aid, Count, Leave, Level, Mind
from second_watch import copy_of

SHARES = (Num.P_OPEN, Num.P_ROUND, Num.P_CLOSE, Num.P_LEAK, Num.P_PAUSE, Num.PAUSE_HAZARD, Num.MEDIATOR_SHARE)


def stirred_plan(plan: Plan, luck: np.random.Generator) -> Any:
    """A draw of the plan with other numbers, switches, clauses and limits."""
    p = copy_of(plan.records.view(np.recarray)[0])
    p.numbers[:] *= luck.uniform(0.5, 1.5, len(Num))
    p.numbers[list(SHARES)] = luck.uniform(0.0, 1.0, len(SHARES))
    p.numbers[[Num.DISCOUNT, Num.TRUST, Num.MEDIATOR_GAP]] = luck.uniform(0.5, 0.98, 3)
    p.numbers[Num.BREAK_HAZARD] = luck.uniform(0.0, 0.1)
    p.numbers[[Num.ON_TIME, Num.NEVER]] = luck.uniform(0.0, 0.5, 2)
    p.on[:] ^= luck.random(len(On)) < 0.1
    n, clauses, lines = int(p.parties), int(p.clauses), int(p.lines)
    p.party_numbers[:n] *= luck.uniform(0.5, 1.5, p.party_numbers[:n].shape)
    p.patron_numbers[:, [Patron.STAY_INTERCEPT, Patron.CONDITION_WEIGHT]] = luck.normal(0.0, 2.0, (8, 2))
    p.mediator[:2] = luck.uniform(-0.5, 0.5), luck.uniform(0.05, 0.5)
    p.clause_gain[:clauses], p.clause_penalty[:clauses] = luck.uniform(0.0, 0.3, (2, clauses))
    p.clause_misses[:clauses], p.clause_alarms[:clauses] = luck.uniform(0.0, 0.7, (2, clauses))
    p.clause_waits[:clauses, :clauses] = np.tril(luck.random((clauses, clauses)) < 0.4, -1)
    p.clause_releases[:clauses, :clauses] = luck.random((clauses, clauses)) < 0.4
    p.text_line_lose[:lines] = luck.uniform(0.0, 1.0, lines)
    p.text_line_sense[:lines] = luck.choice([-1.0, 1.0], lines)
    p.text_leaves[: p.texts] = luck.integers(0, 3, p.texts) if p.stops else 0
    return p


def stirred(f: Any, p: Any, luck: np.random.Generator) -> Any:
    """A future at large."""
    f = copy_of(f)
    n, a, day = int(p.parties), slice(0, int(p.patrons)), int(luck.integers(0, 300))
    f.run = int(luck.integers(0, 10_000))
    f.mind[:n] = luck.uniform(0.02, 0.98, f.mind[:n].shape)
    f.mind[:n, [Mind.THETA, Mind.TYPE, Mind.WAVE, Mind.GUESS]] = luck.normal(0.0, 1.0, (n, 4)) * (2.0, 0.1, 0.1, 0.05)
    f.mind[:n, Mind.GUESS_SD] = luck.uniform(0.03, 0.12, n)
    f.believed[:n, :n] = luck.uniform(-0.2, 0.8, (n, n, 5))
    f.level[:] = luck.uniform(0.05, 0.95, len(Level))
    f.level[[Level.AFTER_0, Level.AFTER_1]] *= f.level[[Level.SUPPORT_0, Level.SUPPORT_1]]
    f.level[Level.LOG_STRENGTH], f.level[Level.UNTIL] = luck.normal(), luck.choice([0.0, 2.0, 10.0])
    f.level[Level.DEADLINE] = luck.choice([0.0, 1.0, 3.0, 10.0])
    f.level[[Level.FOUGHT, Level.LULL, Level.BREACHES]] = luck.integers(0, 7, 3)
    f.count[:] = 0
    f.falls[:] = luck.random(len(f.falls)) < luck.choice([0.0, 0.1, 0.5])
    for name, low, high in (
        ("TABLE", 0, 2), ("CEASEFIRE_UNTIL", day - 3, day + 20), ("PAUSE_AGREED", 0, 2), ("SIGNINGS", 0, 3),
        ("TEXT", -1, p.texts), ("OWN_TEXT_REFUSED", 0, 4), ("READY_ON", day - 5, day + 5), ("DORMANT", 0, 2),
        ("TERM_BREACHED", -1, max(1, p.terms)), ("REVIEW_CALLED", day - 1, day + 2),
    ):  # fmt: skip
        f.count[Count[name]] = luck.integers(low, high)
    f.count[Count.DAY], f.count[Count.FIRST_BREAK] = day, -1
    f.aid[a] = luck.uniform(0.0, 1.0, f.aid[a].shape)
    f.aid[a, Aid.DEFENCE : Aid.ANNOUNCED] /= f.aid[a, Aid.DEFENCE : Aid.ANNOUNCED].sum(axis=1, keepdims=True)
    f.aid[a, Aid.LEAST], f.aid[a, Aid.MOST] = np.sort(luck.choice([0.0, 0.3, 0.6, 1.0], (2, int(p.patrons))), axis=0)
    f.aid[a, Aid.LEVEL] = f.aid[a, Aid.LEVEL].clip(f.aid[a, Aid.LEAST], f.aid[a, Aid.MOST])
    f.aid[a, Aid.AFTER] = luck.choice([0.0, 0.5, 1.0]) * f.aid[a, Aid.LEVEL]
    f.aid[a, Aid.AFTER] = f.aid[a, Aid.AFTER].clip(f.aid[a, Aid.LEAST], f.aid[a, Aid.MOST])
    f.leave[a, Leave.ENDS] = np.where(luck.random(f.leave[a].shape[0]) < 0.3, -1, day + luck.integers(0, 200))
    f.leave[a, Leave.OVER :] = luck.integers(1, 90, f.leave[a, Leave.OVER :].shape)
    f.leave[a, Leave.GOAL_ON] = luck.choice([-1, day, day + 1, day + 20], int(p.patrons))
    f.leave[a, Leave.FIGHT : Leave.PACE] = luck.integers(0, 2, f.leave[a, Leave.FIGHT : Leave.PACE].shape)
    c = int(p.clauses)
    f.clause[:c, 0] = luck.choice([Status.PENDING] * 4 + list(Status), c)
    f.clause[:c, 1] = np.where(luck.random(c) < 0.3, luck.choice([-1, CONDITIONAL], c), day + luck.integers(-5, 18, c))
    f.clause[:c, 2] = luck.integers(0, 2, c)
    f.term[: p.terms] = np.stack([luck.choice([0, 2], p.terms), day + luck.integers(-3, 3, p.terms)], axis=1)
    for side in (0, 1):
        f.level[Level.SUPPORT_0 + side] = sum(
            second_minds.in_force(p, f, one, float(f.aid[one, Aid.LEVEL]))
            for one in range(p.patrons)
            if p.patron_side[one] == side
        )
    f.level[Level.CONTROL] = second_minds.control(p, f)
    second_minds.schedule(p, f)
    f.terms[:] = luck.uniform(0.0, 1.0, len(f.terms))
    f.office[:] = luck.integers(0, 2, len(f.office))
    return f
