"""What is kept of futures: the arrays that blocks of them write into, week by week and at the end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.engine.front_step import support_of
from detente.engine.layout import Outcome
from detente.engine.limits import EVENTS_KEPT
from detente.engine.records import Future, Plan
from detente.engine.state import Aid, Count, Level, Mind
from detente.models.kernel import jitable

__all__ = ["COMMON", "REAL", "VIEW", "WHOLE", "Out", "keep_horizon", "keep_signed", "keep_week", "state_of"]

LOW_ACTIVITY = 25.0
"""Battle deaths in a year below which a war counts as inactive (UCDP's threshold)."""
COMMON = 8
"""Columns of what the parties look at that every case has."""
VIEW = 28
"""Days between the states of mind that are kept for the zones."""
_MINDS = len(Mind)
_SETTLEMENT, _CEASEFIRE = int(Outcome.SETTLEMENT), int(Outcome.CEASEFIRE)
_LOW_ACTIVITY, _WAR_GOES_ON = int(Outcome.LOW_ACTIVITY), int(Outcome.WAR_GOES_ON)


class Out(NamedTuple):
    """What is kept of a block of futures: F futures, W weeks, M views, n parties, K issues.

    ``whole`` (F, 16) and ``real`` (F, 4): see `WHOLE`, `REAL`; ``held`` and ``countryside`` (F, W) shares of the
    challenger; ``state`` (F, W) outcomes as of the week; ``regions`` (W, R) counts held by the challenger; ``minds``
    (F, M, n, len(Mind)) and ``common`` (F, M, 8 + J + 2A): control, log strength, the sides' support today and after
    the announced changes, weeks until these, 1 while nobody has won; which of the J ratifiers hold office; the level of
    each of the A patrons, and what of its support in force would go with it. ``clause`` (F, L, 2), ``term`` (F, T)
    statuses; events (F, kept).
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
def state_of(f: Future) -> int:
    """Outcome if the future ended today."""
    count = f.count
    outcome = count[Count.OUTCOME]
    if outcome == Outcome.CHALLENGER_VICTORY or outcome == Outcome.INCUMBENT_VICTORY:
        return outcome
    if count[Count.SETTLED] == 1:
        return _SETTLEMENT
    if count[Count.CEASEFIRE_UNTIL] > count[Count.DAY]:
        return _CEASEFIRE
    dead = 0.0
    for week in range(52):
        dead += f.deaths[week]
    return _LOW_ACTIVITY if dead < LOW_ACTIVITY else _WAR_GOES_ON


@jitable
def keep_week(p: Plan, f: Future, out: Out, at: int, day: int) -> None:
    """Keep the state of a week, and the parties' minds every `VIEW` days of a war that has not been won.

    A side that has won counts as holding every region from then on: the war is over, whoever still sits where.
    """
    lv = f.level
    week, held = day // 7, 0.0
    outcome = f.count[Count.OUTCOME]
    won = outcome == Outcome.CHALLENGER_VICTORY
    lost = outcome == Outcome.INCUMBENT_VICTORY
    for r in range(p.regions):
        if won or (f.holder[r] == 1 and not lost):
            held += p.weight[r]
            out.regions[week, r] += 1
    out.held[at, week] = held
    out.countryside[at, week] = lv[Level.COUNTRYSIDE]
    out.state[at, week] = state_of(f)
    if day % VIEW == 0 and day // VIEW < out.minds.shape[1] and f.count[Count.ENDED_ON] < 0:
        view = day // VIEW
        for i in range(p.parties):
            for column in range(_MINDS):
                out.minds[at, view, i, column] = f.mind[i, column]
        out.common[at, view, 0] = lv[Level.CONTROL]
        out.common[at, view, 1] = lv[Level.LOG_STRENGTH]
        out.common[at, view, 2] = lv[Level.SUPPORT_0]
        out.common[at, view, 3] = lv[Level.SUPPORT_1]
        out.common[at, view, 4] = lv[Level.AFTER_0]
        out.common[at, view, 5] = lv[Level.AFTER_1]
        out.common[at, view, 6] = lv[Level.UNTIL]
        out.common[at, view, 7] = 1.0
        for j in range(p.vetoes):
            out.common[at, view, COMMON + j] = 1.0 if f.office[j] else 0.0
        for a in range(p.patrons):
            goes = support_of(p, f, a, f.aid[a, Aid.LEVEL]) - support_of(p, f, a, f.aid[a, Aid.AFTER])
            out.common[at, view, COMMON + p.vetoes + a] = f.aid[a, Aid.LEVEL]
            out.common[at, view, COMMON + p.vetoes + p.patrons + a] = max(0.0, goes)


@jitable
def _rights(p: Plan, f: Future, outcome: int) -> float:
    """Mean value of the issues that are rights: of the terms, or else what control makes of the principals' ideals."""
    total, number = 0.0, 0
    challenger = f.level[Level.CONTROL]
    if outcome == Outcome.CHALLENGER_VICTORY:
        challenger = 1.0
    elif outcome == Outcome.INCUMBENT_VICTORY:
        challenger = 0.0
    first, second = p.party_principal[0], p.party_principal[1]
    for k in range(p.issues):
        if p.text_rights[k]:
            war = (1.0 - challenger) * p.text_ideal[first, k] + challenger * p.text_ideal[second, k]
            total += f.terms[k] if outcome == _SETTLEMENT else war
            number += 1
    return total / number if number > 0 else np.nan


@jitable
def keep_horizon(p: Plan, f: Future, out: Out, at: int) -> None:
    """Keep what came of a future at its horizon."""
    count, lv = f.count, f.level
    outcome, lost = state_of(f), 0
    for r in range(p.regions):
        lost += 1 if f.holder[r] == 1 and p.holder[r] == 0 else 0
    out.whole[at, 0] = outcome
    out.whole[at, 6] = count[Count.DEATHS]
    out.whole[at, 7] = count[Count.CIVILIANS]
    out.whole[at, 8] = lost
    out.whole[at, 9] = count[Count.CAPITAL_FELL]
    out.whole[at, 12] = count[Count.ROUNDS]
    out.whole[at, 13] = count[Count.ATTACKS]
    out.whole[at, 14] = count[Count.LEAKS]
    out.whole[at, 15] = count[Count.ENDED_ON]
    out.real[at, 0] = lv[Level.CONTROL]
    out.real[at, 1] = _rights(p, f, outcome)
    out.real[at, 2] = lv[Level.TRUST]
    out.real[at, 3] = lv[Level.READINESS]
    for clause in range(p.clauses):
        out.clause[at, clause, 0], out.clause[at, clause, 1] = f.clause[clause, 0], f.clause[clause, 1]


@jitable
def keep_signed(p: Plan, f: Future, out: Out, at: int) -> None:
    """Keep what came of the last deal, after the year that it was played on for, and the dated events."""
    count = f.count
    out.whole[at, 1] = count[Count.EVER_SIGNED]
    out.whole[at, 2] = count[Count.SIGNED_ON]
    out.whole[at, 3] = count[Count.BROKE_ON]
    out.whole[at, 4] = count[Count.FIRST_BREAK]
    out.whole[at, 5] = count[Count.KEPT]
    out.whole[at, 10] = count[Count.PROPOSER]
    out.whole[at, 11] = count[Count.SIGNED_TEXT]
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
