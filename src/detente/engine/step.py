"""One future from the first day to the last, and blocks of futures."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detente.engine.front_step import contested_border, front_day, note, poisson, start_front
from detente.engine.layout import Aid, Count, Kind, Leave, Level, Luck, Num, Outcome, Patron
from detente.engine.limits import EVENTS_KEPT
from detente.engine.obligations import clauses_step, front_review, settlement_step, timeline, war_share
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
from detente.engine.records import Floats, Future, Plan
from detente.engine.table_step import forced_round, spoil, table_step
from detente.models.deals import chance, hazard
from detente.models.front import fatality_mean
from detente.models.kernel import jitable

__all__ = ["LOW_ACTIVITY", "VIEW", "Out", "play", "play_block"]

LOW_ACTIVITY = 25.0
"""Battle deaths in a year below which a war counts as inactive (UCDP's threshold)."""
_SETTLEMENT, _CEASEFIRE = int(Outcome.SETTLEMENT), int(Outcome.CEASEFIRE)
_LOW_ACTIVITY, _WAR_GOES_ON = int(Outcome.LOW_ACTIVITY), int(Outcome.WAR_GOES_ON)
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
def _start(p: Plan, f: Future) -> None:
    f.count[:] = 0
    f.level[:] = 0.0
    for at in (Count.SIGNED_ON, Count.BROKE_ON, Count.FIRST_BREAK, Count.CAPITAL_FELL, Count.TEXT, Count.PROPOSER):
        f.count[at] = -1
    f.count[Count.OUTCOME] = Outcome.WAR_GOES_ON
    f.count[Count.KEPT] = -1
    f.count[Count.ENDED_ON] = -1
    f.count[Count.CEASEFIRE_UNTIL] = -1
    f.count[Count.TERM_BREACHED] = -1
    f.events = 0
    f.falls[:] = 0
    f.term[:] = -1
    for a in range(p.patrons):
        level = p.patron_numbers[a, Patron.LEVEL]
        f.aid[a, Aid.LEVEL] = f.aid[a, Aid.BASE] = f.aid[a, Aid.SEEN] = level
        f.aid[a, Aid.AFTER] = p.patron_numbers[a, Patron.AFTER]
        f.aid[a, Aid.DEFENCE] = p.patron_numbers[a, Patron.DEFENCE]
        f.aid[a, Aid.OFFENCE] = p.patron_numbers[a, Patron.OFFENCE]
        f.aid[a, Aid.TRAINING] = p.patron_numbers[a, Patron.TRAINING]
        f.aid[a, Aid.EVACUATION] = max(0.0, p.patron_numbers[a, Patron.LEAVING])
        f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER] = p.patron_ends[a], p.patron_over[a]
        f.leave[a, Leave.FIGHT] = 1 if p.patron_may_fight[a] else 0
        f.leave[a, Leave.DEFEND] = 1 if p.patron_may_defend[a] else 0
    f.hostile[:] = p.party_hostile
    f.office[:] = p.text_in_office
    for at in range(p.clauses):
        f.clause[at, 0], f.clause[at, 1], f.clause[at, 2] = p.clause_status[at], p.clause_due[at], 0
    f.count[Count.TABLE] = 1 if p.table_open else 0
    f.level[Level.TRUST] = p.numbers[Num.TRUST]
    f.level[Level.RIGHTS] = p.text_rights_gap
    f.level[Level.PUBLIC] = 0.5
    start_front(p, f)
    start_minds(p, f)
    f.level[Level.CONTROL] = control_of(p, f)
    f.level[Level.AT_WAR] = war_share(p, f)
    weekly = fatality_mean(p.numbers[Num.PHI], contested_border(p, f), f.level[Level.AT_WAR], False, 7.0)
    f.deaths[:] = weekly


@jitable
def _bury(p: Plan, f: Future, days: float) -> None:
    """Deaths of a political step."""
    day = f.count[Count.DAY]
    quiet = f.count[Count.SETTLED] == 1 or f.count[Count.CEASEFIRE_UNTIL] > day
    dead = 0
    if not quiet:
        mean = fatality_mean(
            p.numbers[Num.PHI],
            contested_border(p, f),
            f.level[Level.AT_WAR],
            f.count[Count.DORMANT] == 1,
            days,
        )
        dead = poisson(f.seed, f.run, Luck.FATALITIES, day, mean)
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
        return _SETTLEMENT
    if count[Count.CEASEFIRE_UNTIL] > count[Count.DAY]:
        return _CEASEFIRE
    if f.deaths.sum() < LOW_ACTIVITY:
        return _LOW_ACTIVITY
    return _WAR_GOES_ON


@jitable
def _won(p: Plan, f: Future) -> int:
    """The side that has won (-1: none): it took the other's capital, or holds every region and nearly all control."""
    capital = p.capital
    if capital >= 0 and f.holder[capital] != p.holder[capital]:
        return f.holder[capital]
    first = f.holder[0]
    for r in range(p.regions):
        if f.holder[r] != first:
            return -1
    control = f.level[Level.CONTROL] if first == 1 else 1.0 - f.level[Level.CONTROL]
    return first if control >= VICTORY_CONTROL else -1


@jitable
def _pause_breaks(p: Plan, f: Future, days: float) -> None:
    """A ceasefire may break before its time."""
    day = f.count[Count.DAY]
    if f.count[Count.CEASEFIRE_UNTIL] > day and uniform(f.seed, f.run, Luck.CEASEFIRE, 0, day) < chance(
        hazard(p.numbers[Num.PAUSE_HAZARD]), days
    ):
        f.count[Count.CEASEFIRE_UNTIL] = day
        note(f, Kind.CEASEFIRE_BROKEN, 0, 0.0)


@jitable
def political_step(p: Plan, f: Future, walk: Floats, days: float) -> None:
    """Beliefs, floors, table, clauses, spoilers, in the order of the model."""
    learn(p, f, days)
    schedule(p, f)
    floors(p, f, walk)
    _bury(p, f, days)
    if f.count[Count.SETTLED] == 1:
        settlement_step(p, f, days)
    else:
        _pause_breaks(p, f, days)
        table_step(p, f, walk, days)
        u, v = uniform_pair(f.seed, f.run, Luck.DORMANCY, 0, f.count[Count.DAY])
        quieten(p, f, days, u, v)
    clauses_step(p, f, days)
    front_review(p, f)
    spoil(p, f, days)
    f.level[Level.AT_WAR] = war_share(p, f)
    f.count[Count.FALLS_WEEK] = 0


@jitable
def _hurried(p: Plan, f: Future) -> bool:
    """Whether more than 2 % of the regions fell in the last seven days."""
    day, fallen = f.count[Count.DAY], 0
    for back in range(7):
        if day - back >= 0:
            fallen += f.falls[(day - back) % 14]
    return fallen > 0.02 * p.regions


@jitable
def _record(p: Plan, f: Future, out: Out, at: int, week: int) -> None:
    """Keep the state of a week."""
    held = 0.0
    for r in range(p.regions):
        if f.holder[r] == 1:
            held += p.weight[r]
            out.regions[week, r] += 1
    out.held[at, week] = held
    out.countryside[at, week] = f.level[Level.COUNTRYSIDE]
    out.state[at, week] = _state(f)


@jitable
def _view(p: Plan, f: Future, out: Out, at: int, view: int) -> None:
    """Keep the state of mind of a view."""
    for i in range(p.parties):
        for column in range(out.minds.shape[3]):
            out.minds[at, view, i, column] = f.mind[i, column]
    lv = f.level
    common = out.common[at, view]
    common[0], common[1] = lv[Level.CONTROL], lv[Level.LOG_STRENGTH]
    common[2], common[3] = lv[Level.SUPPORT_0], lv[Level.SUPPORT_1]
    common[4], common[5], common[6] = lv[Level.AFTER_0], lv[Level.AFTER_1], lv[Level.UNTIL]
    common[7] = 1.0


@jitable
def _close(p: Plan, f: Future, out: Out, at: int) -> None:
    """Keep what came of a future at its horizon."""
    whole, real, count = out.whole[at], out.real[at], f.count
    whole[0] = _state(f)
    whole[6], whole[7] = count[Count.DEATHS], count[Count.CIVILIANS]
    lost = 0
    for r in range(p.regions):
        lost += 1 if f.holder[r] == 1 and p.holder[r] == 0 else 0
    whole[8], whole[9] = lost, count[Count.CAPITAL_FELL]
    whole[12], whole[13], whole[14], whole[15] = (
        count[Count.ROUNDS],
        count[Count.ATTACKS],
        count[Count.LEAKS],
        count[Count.ENDED_ON],
    )
    real[0], real[2], real[3] = f.level[Level.CONTROL], f.level[Level.TRUST], f.level[Level.READINESS]
    rights, number = 0.0, 0
    for k in range(p.issues):
        if p.text_rights[k]:
            ideal0 = p.text_ideal[p.party_principal[0], k]
            ideal1 = p.text_ideal[p.party_principal[1], k]
            war = (1.0 - f.level[Level.CONTROL]) * ideal0 + f.level[Level.CONTROL] * ideal1
            if whole[0] == Outcome.CHALLENGER_VICTORY:
                war = ideal1
            rights += f.terms[k] if count[Count.SETTLED] == 1 else war
            number += 1
    real[1] = rights / number if number > 0 else np.nan


@jitable
def _signed(p: Plan, f: Future, out: Out, at: int) -> None:
    """Keep what came of the last deal, after the year that it was played on for."""
    whole, count = out.whole[at], f.count
    whole[1], whole[2], whole[3] = count[Count.EVER_SIGNED], count[Count.SIGNED_ON], count[Count.BROKE_ON]
    whole[4], whole[5] = count[Count.FIRST_BREAK], count[Count.KEPT]
    whole[10], whole[11] = count[Count.PROPOSER], count[Count.TEXT] if count[Count.EVER_SIGNED] == 1 else -1
    for clause in range(p.clauses):
        out.clause[at, clause, 0], out.clause[at, clause, 1] = f.clause[clause, 0], f.clause[clause, 1]
    for term in range(p.terms):
        out.term[at, term] = f.term[term, 0]
    if out.events.shape[0] > 0:
        kept = min(f.events, EVENTS_KEPT)
        out.event_count[at] = kept
        for e in range(kept):
            out.events[at, e, 0] = f.event_day[e]
            out.events[at, e, 1] = f.event_kind[e]
            out.events[at, e, 2] = f.event_who[e]
            out.event_value[at, e] = f.event_value[e]


@jitable
def _day(p: Plan, f: Future, walk: Floats, day: int, since: int) -> int:
    """One day; returns the days since the last political step."""
    f.count[Count.DAY] = day
    timeline(p, f)
    support_today(p, f)
    front_day(p, f)
    since += 1
    if day % 7 == 6 or _hurried(p, f):
        political_step(p, f, walk, float(since))
        since = 0
    count = f.count
    if count[Count.SETTLED] == 1 and day - count[Count.SIGNED_ON] >= 365:
        count[Count.KEPT] = 1
    elif count[Count.EVER_SIGNED] == 1 and count[Count.KEPT] < 0 and count[Count.BROKE_ON] >= 0:
        count[Count.KEPT] = 0
    winner = _won(p, f)
    if winner >= 0:
        count[Count.OUTCOME] = Outcome.CHALLENGER_VICTORY if winner == 1 else Outcome.INCUMBENT_VICTORY
        count[Count.ENDED_ON] = day
        count[Count.SETTLED] = 0
        note(f, Kind.VICTORY, winner, f.level[Level.CONTROL])
    return since


@jitable
def play(p: Plan, f: Future, walk: Floats, out: Out, at: int) -> None:
    """Play one future to its horizon; a deal that stands then is played on until it is a year old."""
    _start(p, f)
    since, over = 0, False
    views = out.minds.shape[1]
    for day in range(p.days):
        if not over:
            since = _day(p, f, walk, day, since)
            over = f.count[Count.ENDED_ON] >= 0
            if day == 0:
                schedule(p, f)
                floors(p, f, walk)
                if p.text_forced >= 0:
                    forced_round(p, f)
        if day % 7 == 0:
            _record(p, f, out, at, day // 7)
        if day % VIEW == 0 and day // VIEW < views and not over:
            _view(p, f, out, at, day // VIEW)
    _close(p, f, out, at)
    day = p.days
    while f.count[Count.SETTLED] == 1 and f.count[Count.KEPT] < 1 and day < p.days + 366:
        since = _day(p, f, walk, day, since)
        day += 1
    _signed(p, f, out, at)


@njit(cache=True, nogil=True)
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

    Parameters
    ----------
    plans
        Records of `Plan`, one per draw.
    futures
        One record of `Future`, to work in.
    walk
        Tables of the walk of war, shape (levels of m, weeks, shifts, logits, N + 1, 4).
    offset
        Number of the future that ``out`` begins with.
    """
    f = futures[0]
    f.seed = seed
    for run in range(first, last):
        f.run = run
        play(plans[run // per_draw], f, walk, out, run - offset)
