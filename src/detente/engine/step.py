"""One future from the first day to the last, and blocks of futures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.engine.ceasefire_step import pause_step
from detente.engine.effects_step import timeline, war_share
from detente.engine.front_step import contested_border, front_day, note, poisson, start_front
from detente.engine.keep import REAL, VIEW, WHOLE, Out, keep_horizon, keep_signed, keep_week
from detente.engine.layout import Kind, Luck, Num, On, Outcome, Patron
from detente.engine.obligations import clauses_due, front_review, standing_clauses
from detente.engine.politics import control_of, learn, quieten, schedule, start_minds, support_today
from detente.engine.records import Floats, Future, Plan
from detente.engine.settlement import settlement_step
from detente.engine.state import Aid, Count, Leave, Level
from detente.engine.table_step import forced_text, put, spoil, table_step
from detente.engine.values import floors
from detente.models.front import fatality_mean
from detente.models.kernel import jitable, kernel

__all__ = ["REAL", "VIEW", "WHOLE", "Out", "play_block"]

VICTORY_CONTROL = 0.95
"""Control, and share of the countryside, above which a side that holds every region has won."""
HURRY = 0.02
"""Share of the regions fallen in seven days above which political steps are daily."""
_COUNTS, _LEVELS = len(Count), len(Level)
_DAY, _SETTLED, _KEPT, _ENDED_ON = int(Count.DAY), int(Count.SETTLED), int(Count.KEPT), int(Count.ENDED_ON)
_RECENT = int(Count.RECENT)
_WAR_GOES_ON = int(Outcome.WAR_GOES_ON)
_CHALLENGER_VICTORY, _INCUMBENT_VICTORY = int(Outcome.CHALLENGER_VICTORY), int(Outcome.INCUMBENT_VICTORY)
LONGER = 366
"""Days beyond the horizon on which a deal that stands there is played on, to see whether it is kept a year."""


@jitable
def _start(p: Plan, f: Future) -> None:
    count, lv = f.count, f.level
    for at in range(_COUNTS):
        count[at] = 0
    for at in range(_LEVELS):
        lv[at] = 0.0
    for at in range(14):
        f.falls[at] = 0
    for at in range(p.terms):
        f.term[at, 0] = f.term[at, 1] = -1
    count[Count.SIGNED_ON] = count[Count.BROKE_ON] = count[Count.FIRST_BREAK] = count[Count.CAPITAL_FELL] = -1
    count[Count.TEXT] = count[Count.SIGNED_TEXT] = count[Count.PROPOSER] = count[Count.KEPT] = -1
    count[Count.ENDED_ON] = count[Count.CEASEFIRE_UNTIL] = count[Count.TERM_BREACHED] = -1
    count[Count.OUTCOME] = _WAR_GOES_ON
    count[Count.TABLE] = 1 if p.table_open else 0
    lv[Level.TRUST] = p.numbers[Num.TRUST]
    lv[Level.RIGHTS] = p.text_rights_gap
    lv[Level.PUBLIC] = 0.5
    f.events = f.seen_events = 0
    for own in range(p.seat_texts):
        f.tabled[own] = 0
    for i in range(p.parties):
        for j in range(p.parties):
            f.hostile[i, j] = p.party_hostile[i, j]
    for j in range(p.vetoes):
        f.office[j] = p.text_in_office[j]
    for at in range(p.clauses):
        f.clause[at, 0], f.clause[at, 1] = p.clause_status[at], p.clause_due[at]
        f.clause[at, 2] = 1 if p.clause_moved[at] else 0


@jitable
def _start_support(p: Plan, f: Future) -> None:
    """Patrons as the case starts; what was announced by then has worn on cohesion already."""
    for a in range(p.patrons):
        level, after = p.patron_numbers[a, Patron.LEVEL], p.patron_numbers[a, Patron.AFTER]
        f.aid[a, Aid.LEVEL] = f.aid[a, Aid.BASE] = f.aid[a, Aid.SEEN] = level
        f.aid[a, Aid.AFTER] = after
        f.aid[a, Aid.DEFENCE] = p.patron_numbers[a, Patron.DEFENCE]
        f.aid[a, Aid.OFFENCE] = p.patron_numbers[a, Patron.OFFENCE]
        f.aid[a, Aid.TRAINING] = p.patron_numbers[a, Patron.TRAINING]
        f.aid[a, Aid.EVACUATION] = max(0.0, p.patron_numbers[a, Patron.LEAVING])
        f.aid[a, Aid.ANNOUNCED] = max(0.0, level - after) if p.patron_ends[a] >= 0 else 0.0
        f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER] = p.patron_ends[a], p.patron_over[a]
        f.leave[a, Leave.PACE] = p.patron_pace[a]
        f.aid[a, Aid.LEAST], f.aid[a, Aid.MOST] = 0.0, np.inf
        f.aid[a, Aid.GOAL], f.leave[a, Leave.GOAL_ON] = 0.0, -1
        f.leave[a, Leave.FIGHT] = 1 if p.patron_may_fight[a] else 0
        f.leave[a, Leave.DEFEND] = 1 if p.patron_may_defend[a] else 0


@jitable
def _set_out(p: Plan, f: Future) -> None:
    """Everything as the case starts."""
    _start(p, f)
    _start_support(p, f)
    start_front(p, f)
    start_minds(p, f)
    f.level[Level.CONTROL] = control_of(p, f)
    f.level[Level.AT_WAR] = war_share(p, f)
    weekly = fatality_mean(p.numbers[Num.PHI], contested_border(f), f.level[Level.AT_WAR], False, 7.0)
    for week in range(52):
        f.deaths[week] = weekly


@jitable
def _bury(p: Plan, f: Future, days: int) -> None:
    """Deaths of the days of fighting since the last political step, in a ring of weeks."""
    day, dead = f.count[Count.DAY], 0
    fought, lull = f.level[Level.FOUGHT], f.level[Level.LULL]
    if fought + lull > 0.0:
        border, phi = contested_border(f), p.numbers[Num.PHI]
        mean = fatality_mean(phi, border, 1.0, False, fought) + fatality_mean(phi, border, 1.0, True, lull)
        dead = poisson(f.seed, f.run, Luck.FATALITIES, day, mean)
    for back in range(days):
        if (day - back) % 7 == 0:
            f.deaths[(day - back) // 7 % 52] = 0.0
    f.deaths[day // 7 % 52] += dead
    f.count[Count.DEATHS] += dead
    f.level[Level.FOUGHT] = f.level[Level.LULL] = 0.0


@jitable
def _close(p: Plan, f: Future, days: int) -> None:
    """Count what has come since the last political step: the dead, and who controls how much."""
    if days > 0:
        _bury(p, f, days)
    f.level[Level.CONTROL] = control_of(p, f)


@jitable
def _winner(p: Plan, f: Future) -> int:
    """The side that has won (-1: none): it took the other's capital, or holds every region and nearly all else.

    Whoever has lost every town is not beaten while it holds a twentieth of the countryside. Where the countryside is
    left out, regions are all there is: whoever took the last one has won.
    """
    capital = p.capital
    if capital >= 0 and f.holder[capital] != p.holder[capital]:
        return f.holder[capital]
    if f.level[Level.OMEGA_0] > 0.0 and f.level[Level.OMEGA_1] > 0.0:
        return -1
    holder = 1 if f.level[Level.OMEGA_1] > 0.0 else 0
    if not p.on[On.COUNTRYSIDE]:
        for r in range(p.regions):
            if p.holder[r] != holder:
                return holder
        return -1
    control, countryside = control_of(p, f), f.level[Level.COUNTRYSIDE]
    if holder == 0:
        control, countryside = 1.0 - control, 1.0 - countryside
    return holder if min(control, countryside) >= VICTORY_CONTROL else -1


@jitable
def _tally(p: Plan, f: Future, days: int) -> None:
    """Close a day: deals that have stood a year or were broken, and victory."""
    count, day = f.count, f.count[Count.DAY]
    if count[Count.SETTLED] == 1 and day - count[Count.SIGNED_ON] >= 365:
        count[Count.KEPT] = 1
    elif count[Count.EVER_SIGNED] == 1 and count[Count.KEPT] < 0 and count[Count.BROKE_ON] >= 0:
        count[Count.KEPT] = 1 if count[Count.BROKE_ON] - count[Count.SIGNED_ON] >= 365 else 0
    winner = _winner(p, f)
    if winner < 0:
        return
    _close(p, f, days)
    count[Count.OUTCOME] = _CHALLENGER_VICTORY if winner == 1 else _INCUMBENT_VICTORY
    count[Count.ENDED_ON] = day
    if count[Count.SETTLED] == 1:
        count[Count.SETTLED], count[Count.BROKE_ON] = 0, day
        count[Count.KEPT] = max(0, count[Count.KEPT])
    note(f, Kind.VICTORY, winner, f.level[Level.CONTROL])


@jitable
def _think(p: Plan, f: Future, walk: Floats, days: int) -> None:
    """First half of a political step: news, what fighting on is worth, floors, the dead."""
    learn(p, f, float(days))
    schedule(p, f)
    floors(p, f, walk)
    _bury(p, f, days)


@jitable
def _duties(p: Plan, f: Future, days: int) -> None:
    """Last part of a political step: standing obligations, reviews, spoilers."""
    standing_clauses(p, f, days)
    front_review(p, f)
    spoil(p, f, float(days))
    f.level[Level.AT_WAR] = war_share(p, f)
    f.count[Count.FALLS_WEEK] = 0


@jitable
def _play_day(p: Plan, f: Future, walk: Floats, day: int, since: int) -> int:
    """Play one day of a future, ``since`` days after the last political step; returns how long ago that is then.

    Calendar (clauses that are due, effects, support), front, and, on days of a political step, beliefs, floors, table
    or settlement, standing obligations, spoilers; then ends. The functions are called from here rather than from one
    another because the cost of compiling grows with the depth of calls.
    """
    count = f.count
    count[_DAY] = day
    since += 1
    count[_RECENT] -= f.falls[(day + 7) % 14]
    f.falls[day % 14] = 0
    clauses_due(p, f)
    timeline(p, f)
    support_today(p, f)
    front_day(p, f)
    step = (day + 1) % p.step_days == 0 or count[_RECENT] > HURRY * p.regions
    offered, proposer = -1, -1
    if step or day == 0:
        _think(p, f, walk, since)
    if day == 0 and p.text_forced >= 0:
        offered = forced_text(p, f, walk)
    elif step and count[_SETTLED] == 1:
        settlement_step(p, f, float(since))
    elif step:
        pause_step(p, f, float(since))
        offered, proposer = table_step(p, f, walk, float(since))
        quieten(p, f, float(since))
    if offered >= 0:
        put(p, f, offered, proposer)
    if step:
        _duties(p, f, since)
    if step or day == 0:
        since = 0
    _tally(p, f, since)
    return since


@kernel
def play_block(
    plans: NDArray[np.void],
    futures: NDArray[np.void],
    walk: Floats,
    seed: int,
    first: int,
    last: int,
    per_draw: int,
    out: Out,
    offset: int,
) -> None:
    """Play futures first..last-1 of an ensemble with ``per_draw`` futures a draw.

    A deal that stands at the horizon is played on until it is a year old.

    Parameters
    ----------
    plans
        Records of `Plan`, one per draw.
    futures
        One record of `Future`, to work in.
    walk
        Tables of the walk of war, shape (levels of m, weeks, shifts, logits, N + 1, 4).
    seed
        Of the luck.
    first, last, per_draw
        Which futures; future ``run`` plays draw ``run // per_draw``.
    out
        Arrays to write into.
    offset
        Number of the future that ``out`` begins with.
    """
    f = futures[0]
    f.seed = seed
    count = f.count
    for run in range(first, last):
        f.run, at, p = run, run - offset, plans[run // per_draw]
        _set_out(p, f)
        since, day = 0, 0
        while day < p.days or (count[_SETTLED] == 1 and count[_KEPT] < 1 and day < p.days + LONGER):
            if count[_ENDED_ON] < 0:
                since = _play_day(p, f, walk, day, since)
            if day % 7 == 0 and day < p.days:
                keep_week(p, f, out, at, day)
            day += 1
            if day == p.days:
                if count[_ENDED_ON] < 0:
                    _close(p, f, since)
                keep_horizon(p, f, out, at)
        keep_signed(p, f, out, at)
