"""One future from the first day to the last, and blocks of futures."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detente.engine.front_step import contested_border, front_day, note, poisson, start_front
from detente.engine.future import Future
from detente.engine.layout import Aid, Count, Kind, Leave, Level, Luck, Num, Outcome, Patron
from detente.engine.obligations import clauses_step, front_review, settlement_step, timeline, war_share
from detente.engine.plan import Plan
from detente.engine.politics import (
    control_of,
    floors,
    learn,
    quieten,
    schedule,
    start_minds,
    support_today,
)
from detente.engine.random import uniform, uniform_pair
from detente.engine.table_step import forced_round, spoil, table_step
from detente.models.deals import chance, hazard
from detente.models.front import fatality_mean
from detente.models.kernel import jitable

__all__ = ["LOW_ACTIVITY", "VIEW", "Out", "play", "play_block"]

LOW_ACTIVITY = 25.0
"""Battle deaths in a year below which a war counts as inactive (UCDP's threshold)."""
VICTORY_CONTROL = 0.95
"""Control above which a side that holds every region has won."""
VIEW = 28
"""Days between the states of mind that are kept for the zones."""


class Out(NamedTuple):
    """What is kept of a block of futures: F futures, W weeks, M views, n parties, K issues.

    ``whole`` (F, 16) and ``real`` (F, 4): see `WHOLE`, `REAL`; ``held`` and ``countryside`` (F, W) shares of the
    challenger; ``state`` (F, W) outcomes as of the week; ``regions`` (W, R) counts held by the challenger; ``minds``
    (F, M, n, len(Mind)) and ``common`` (F, M, 8); ``clause`` (F, L, 2), ``term`` (F, T) statuses; events (F, kept).
    """

    whole: NDArray[np.int32]
    real: NDArray[np.float64]
    held: NDArray[np.float32]
    countryside: NDArray[np.float32]
    state: NDArray[np.int8]
    regions: NDArray[np.int64]
    minds: NDArray[np.float64]
    common: NDArray[np.float64]
    clause: NDArray[np.int32]
    term: NDArray[np.int32]
    events: NDArray[np.int32]
    event_value: NDArray[np.float32]
    event_count: NDArray[np.int32]


WHOLE = (
    "outcome",
    "ever_signed",
    "signed_on",
    "broke_on",
    "first_break",
    "kept_a_year",
    "fatalities",
    "civilians_out",
    "regions_lost",
    "capital_fell_on",
    "proposer",
    "text",
    "rounds",
    "attacks",
    "leaks",
    "ended_on",
)
REAL = ("control", "rights", "trust", "readiness")


@jitable
def _start(plan: Plan, f: Future, d: int, seed: int, run: int) -> None:
    f.count[:] = 0
    f.level[:] = 0.0
    for at in (Count.SIGNED_ON, Count.BROKE_ON, Count.FIRST_BREAK, Count.CAPITAL_FELL, Count.TEXT, Count.PROPOSER):
        f.count[at] = -1
    f.count[Count.OUTCOME] = Outcome.WAR_GOES_ON
    f.count[Count.KEPT] = -1
    f.count[Count.ENDED_ON] = -1
    f.count[Count.CEASEFIRE_UNTIL] = -1
    f.count[Count.TERM_BREACHED] = -1
    f.events[0] = 0
    f.falls[:] = 0
    f.term[:] = -1
    for a in range(plan.patrons.side.size):
        numbers = plan.patrons.numbers
        level = numbers[d, a, Patron.LEVEL]
        f.aid[a, Aid.LEVEL] = f.aid[a, Aid.BASE] = f.aid[a, Aid.SEEN] = level
        f.aid[a, Aid.AFTER] = numbers[d, a, Patron.AFTER]
        f.aid[a, Aid.DEFENCE] = numbers[d, a, Patron.DEFENCE]
        f.aid[a, Aid.OFFENCE] = numbers[d, a, Patron.OFFENCE]
        f.aid[a, Aid.TRAINING] = numbers[d, a, Patron.TRAINING]
        f.aid[a, Aid.EVACUATION] = max(0.0, numbers[d, a, Patron.LEAVING])
        f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER] = plan.patrons.ends[a], plan.patrons.over[a]
        f.leave[a, Leave.FIGHT] = 1 if plan.patrons.may_fight[a] else 0
        f.leave[a, Leave.DEFEND] = 1 if plan.patrons.may_defend[a] else 0
    f.hostile[:] = plan.parties.hostile
    f.office[:] = plan.texts.in_office
    for at in range(f.clause.shape[0]):
        f.clause[at, 0], f.clause[at, 1], f.clause[at, 2] = plan.clauses.status[at], plan.clauses.due[at], 0
    f.count[Count.TABLE] = 1 if plan.table_open else 0
    f.level[Level.TRUST] = plan.numbers[d, Num.TRUST]
    f.level[Level.RIGHTS] = plan.texts.rights_gap[d]
    f.level[Level.PUBLIC] = 0.5
    start_front(plan, f, d, seed, run)
    start_minds(plan, f, d, seed, run)
    f.level[Level.CONTROL] = control_of(plan, f, d)
    f.level[Level.AT_WAR] = war_share(plan, f)
    weekly = fatality_mean(plan.numbers[d, Num.PHI], contested_border(plan, f), f.level[Level.AT_WAR], False, 7.0)
    f.deaths[:] = weekly


@jitable
def _bury(plan: Plan, f: Future, d: int, seed: int, run: int, days: float) -> None:
    """Deaths of a political step."""
    day = f.count[Count.DAY]
    quiet = f.count[Count.SETTLED] == 1 or f.count[Count.CEASEFIRE_UNTIL] > day
    dead = 0
    if not quiet:
        mean = fatality_mean(
            plan.numbers[d, Num.PHI],
            contested_border(plan, f),
            f.level[Level.AT_WAR],
            f.count[Count.DORMANT] == 1,
            days,
        )
        dead = poisson(seed, run, Luck.FATALITIES, day, mean)
    week = (day // 7) % 52
    if day % 7 < days:
        f.deaths[week] = 0.0
    f.deaths[week] += dead
    f.count[Count.DEATHS] += dead


@jitable
def _state(f: Future) -> int:
    """Outcome if the future ended today."""
    count = f.count
    if count[Count.OUTCOME] == Outcome.CHALLENGER_VICTORY or count[Count.OUTCOME] == Outcome.INCUMBENT_VICTORY:
        return count[Count.OUTCOME]
    if count[Count.SETTLED] == 1:
        return int(Outcome.SETTLEMENT)
    if count[Count.CEASEFIRE_UNTIL] > count[Count.DAY]:
        return int(Outcome.CEASEFIRE)
    if f.deaths.sum() < LOW_ACTIVITY:
        return int(Outcome.LOW_ACTIVITY)
    return int(Outcome.WAR_GOES_ON)


@jitable
def _won(plan: Plan, f: Future) -> int:
    """The side that has won (-1: none): it took the other's capital, or holds every region and nearly all control."""
    capital = plan.front.capital
    if capital >= 0 and f.holder[capital] != plan.front.holder[capital]:
        return f.holder[capital]
    first = f.holder[0]
    for r in range(f.holder.size):
        if f.holder[r] != first:
            return -1
    control = f.level[Level.CONTROL] if first == 1 else 1.0 - f.level[Level.CONTROL]
    return first if control >= VICTORY_CONTROL else -1


@jitable
def _pause_breaks(plan: Plan, f: Future, d: int, seed: int, run: int, days: float) -> None:
    """A ceasefire may break before its time."""
    day = f.count[Count.DAY]
    if f.count[Count.CEASEFIRE_UNTIL] > day and uniform(seed, run, Luck.CEASEFIRE, 0, day) < chance(
        hazard(plan.numbers[d, Num.PAUSE_HAZARD]), days
    ):
        f.count[Count.CEASEFIRE_UNTIL] = day
        note(f, Kind.CEASEFIRE_BROKEN, 0, 0.0)


@jitable
def political_step(plan: Plan, f: Future, d: int, seed: int, run: int, days: float) -> None:
    """Beliefs, floors, table, clauses, spoilers, in the order of the model."""
    learn(plan, f, d, seed, run, days)
    schedule(plan, f)
    floors(plan, f, d)
    _bury(plan, f, d, seed, run, days)
    if f.count[Count.SETTLED] == 1:
        settlement_step(plan, f, d, seed, run, days)
    else:
        _pause_breaks(plan, f, d, seed, run, days)
        table_step(plan, f, d, seed, run, days)
        u, v = uniform_pair(seed, run, Luck.DORMANCY, 0, f.count[Count.DAY])
        quieten(plan, f, d, seed, run, days, u, v)
    clauses_step(plan, f, d, seed, run, days)
    front_review(plan, f, d, seed, run)
    spoil(plan, f, d, seed, run, days)
    f.level[Level.AT_WAR] = war_share(plan, f)
    f.count[Count.FALLS_WEEK] = 0


@jitable
def _hurried(f: Future) -> bool:
    """Whether more than 2 % of the regions fell in the last seven days."""
    day, fallen = f.count[Count.DAY], 0
    for back in range(7):
        if day - back >= 0:
            fallen += f.falls[(day - back) % 14]
    return fallen > 0.02 * f.holder.size


@jitable
def _record(plan: Plan, f: Future, out: Out, at: int, week: int) -> None:
    """Keep the state of a week."""
    held = 0.0
    for r in range(f.holder.size):
        if f.holder[r] == 1:
            held += plan.front.weight[r]
            out.regions[week, r] += 1
    out.held[at, week] = held
    out.countryside[at, week] = f.level[Level.COUNTRYSIDE]
    out.state[at, week] = _state(f)


@jitable
def _view(f: Future, out: Out, at: int, view: int) -> None:
    """Keep the state of mind of a view."""
    out.minds[at, view] = f.mind
    lv = f.level
    common = out.common[at, view]
    common[0], common[1] = lv[Level.CONTROL], lv[Level.LOG_STRENGTH]
    common[2], common[3] = lv[Level.SUPPORT_0], lv[Level.SUPPORT_1]
    common[4], common[5], common[6] = lv[Level.AFTER_0], lv[Level.AFTER_1], lv[Level.UNTIL]
    common[7] = 1.0


@jitable
def _close(plan: Plan, f: Future, d: int, out: Out, at: int) -> None:
    """Keep what came of a future at its horizon."""
    whole, real, count = out.whole[at], out.real[at], f.count
    whole[0] = _state(f)
    whole[6], whole[7] = count[Count.DEATHS], count[Count.CIVILIANS]
    lost = 0
    for r in range(f.holder.size):
        lost += 1 if f.holder[r] == 1 and plan.front.holder[r] == 0 else 0
    whole[8], whole[9] = lost, count[Count.CAPITAL_FELL]
    whole[12], whole[13], whole[14], whole[15] = (
        count[Count.ROUNDS],
        count[Count.ATTACKS],
        count[Count.LEAKS],
        count[Count.ENDED_ON],
    )
    real[0], real[2], real[3] = f.level[Level.CONTROL], f.level[Level.TRUST], f.level[Level.READINESS]
    rights, number = 0.0, 0
    for k in range(f.terms.size):
        if plan.texts.rights[k]:
            ideal0 = plan.texts.ideal[d, plan.parties.principal[0], k]
            ideal1 = plan.texts.ideal[d, plan.parties.principal[1], k]
            war = (1.0 - f.level[Level.CONTROL]) * ideal0 + f.level[Level.CONTROL] * ideal1
            if whole[0] == Outcome.CHALLENGER_VICTORY:
                war = ideal1
            rights += f.terms[k] if count[Count.SETTLED] == 1 else war
            number += 1
    real[1] = rights / number if number > 0 else np.nan


@jitable
def _signed(f: Future, out: Out, at: int) -> None:
    """Keep what came of the last deal, after the year that it was played on for."""
    whole, count = out.whole[at], f.count
    whole[1], whole[2], whole[3] = count[Count.EVER_SIGNED], count[Count.SIGNED_ON], count[Count.BROKE_ON]
    whole[4], whole[5] = count[Count.FIRST_BREAK], count[Count.KEPT]
    whole[10], whole[11] = count[Count.PROPOSER], count[Count.TEXT] if count[Count.EVER_SIGNED] == 1 else -1
    for clause in range(f.clause.shape[0]):
        out.clause[at, clause, 0], out.clause[at, clause, 1] = f.clause[clause, 0], f.clause[clause, 1]
    for term in range(f.term.shape[0]):
        out.term[at, term] = f.term[term, 0]
    if out.events.shape[0] > 0:
        kept = min(f.events[0], f.event_day.size)
        out.event_count[at] = kept
        for e in range(kept):
            out.events[at, e, 0] = f.event_day[e]
            out.events[at, e, 1] = f.event_kind[e]
            out.events[at, e, 2] = f.event_who[e]
            out.event_value[at, e] = f.event_value[e]


@jitable
def _day(plan: Plan, f: Future, d: int, seed: int, run: int, day: int, since: int) -> int:
    """One day; returns the days since the last political step."""
    f.count[Count.DAY] = day
    timeline(plan, f, d, seed, run)
    support_today(plan, f, d)
    front_day(plan, f, d, seed, run)
    since += 1
    if day % 7 == 6 or _hurried(f):
        political_step(plan, f, d, seed, run, float(since))
        since = 0
    count = f.count
    if count[Count.SETTLED] == 1 and day - count[Count.SIGNED_ON] >= 365:
        count[Count.KEPT] = 1
    elif count[Count.EVER_SIGNED] == 1 and count[Count.KEPT] < 0 and count[Count.BROKE_ON] >= 0:
        count[Count.KEPT] = 0
    winner = _won(plan, f)
    if winner >= 0:
        count[Count.OUTCOME] = Outcome.CHALLENGER_VICTORY if winner == 1 else Outcome.INCUMBENT_VICTORY
        count[Count.ENDED_ON] = day
        count[Count.SETTLED] = 0
        note(f, Kind.VICTORY, winner, f.level[Level.CONTROL])
    return since


@jitable
def play(plan: Plan, f: Future, d: int, seed: int, run: int, out: Out, at: int) -> None:
    """Play one future to its horizon; a deal that stands then is played on until it is a year old."""
    _start(plan, f, d, seed, run)
    since, over = 0, False
    views = out.minds.shape[1]
    for day in range(plan.days):
        if not over:
            since = _day(plan, f, d, seed, run, day, since)
            over = f.count[Count.ENDED_ON] >= 0
            if day == 0:
                schedule(plan, f)
                floors(plan, f, d)
                if plan.texts.forced >= 0:
                    forced_round(plan, f, d, seed, run)
        if day % 7 == 0:
            _record(plan, f, out, at, day // 7)
        if day % VIEW == 0 and day // VIEW < views and not over:
            _view(f, out, at, day // VIEW)
    _close(plan, f, d, out, at)
    day = plan.days
    while f.count[Count.SETTLED] == 1 and f.count[Count.KEPT] < 1 and day < plan.days + 366:
        since = _day(plan, f, d, seed, run, day, since)
        day += 1
    _signed(f, out, at)


@njit(cache=True, nogil=True)
def play_block(plan: Plan, f: Future, seed: int, first: int, last: int, per_draw: int, out: Out, offset: int) -> None:
    """Play futures first..last-1 of an ensemble with ``per_draw`` futures a draw."""
    for run in range(first, last):
        play(plan, f, run // per_draw, seed, run, out, run - offset)
