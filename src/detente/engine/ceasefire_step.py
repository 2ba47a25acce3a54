"""Ceasefires: who agrees to one, renews it, or walks out of it."""

from __future__ import annotations

from detente.engine.front_step import note
from detente.engine.layout import Count, Kind, Level, Luck, Mind, Num, On
from detente.engine.politics import wish
from detente.engine.random import uniform
from detente.engine.records import Future, Plan
from detente.engine.seat_step import Ask, ask, insists
from detente.models.deals import chance, hazard
from detente.models.kernel import jitable
from detente.models.table import pause_margin, pause_value

__all__ = ["pause_step", "propose_pause", "wants_pause"]

_CEASEFIRE, _RENEW, _WALK_OUT = int(Ask.CEASEFIRE), int(Ask.RENEW), int(Ask.WALK_OUT)


@jitable
def wants_pause(p: Plan, f: Future, i: int, weeks: float) -> bool:
    """Whether party i takes (or keeps) a ceasefire of so many weeks."""
    weekly = p.numbers[Num.DISCOUNT] ** (1.0 / 52.0)
    control = f.level[Level.CONTROL]
    holding = control if p.party_side[i] == 1 else 1.0 - control
    war = f.mind[i, Mind.VALUE]
    after = f.mind[i, Mind.VALUE_AFTER] if f.level[Level.UNTIL] <= weeks else war
    pause = pause_value(holding, after, 1.0, weekly, weeks)
    return pause_margin(pause, war, wish(p, f, i)) > 0.0


@jitable
def _all_pause(p: Plan, f: Future, weeks: float, question: int, who: int, willing: int) -> bool:
    """Whether every party takes (or keeps) a ceasefire; ``willing`` (-1: nobody) has said so, a seat is asked last."""
    for i in range(p.parties):
        if i != willing and p.seat != i + 1 and not wants_pause(p, f, i, weeks):
            return False
    seat = p.seat - 1
    if seat < 0 or seat == willing:
        return True
    return ask(p, f, question, -1, who, 1 if wants_pause(p, f, seat, weeks) else 0) > 0


@jitable
def _walks_out(p: Plan, f: Future, weeks: float) -> bool:
    """Whether somebody who agreed to a ceasefire is better off without what is left of it, and ends it."""
    for i in range(p.parties):
        if p.seat != i + 1 and not wants_pause(p, f, i, weeks):
            return True
    seat = p.seat - 1
    return seat >= 0 and not wants_pause(p, f, seat, weeks) and insists(p, f, seat, _WALK_OUT)


@jitable
def pause_step(p: Plan, f: Future, days: float) -> None:
    """A ceasefire ends when somebody who agreed to it is better off without it, or by itself; else it is renewed."""
    count, day, weeks = f.count, f.count[Count.DAY], p.numbers[Num.PAUSE_WEEKS]
    left = count[Count.CEASEFIRE_UNTIL] - day
    if left <= 0:
        return
    agreed = count[Count.PAUSE_AGREED] == 1
    if left <= 7 and agreed and _all_pause(p, f, weeks, _RENEW, -1, -1):
        count[Count.CEASEFIRE_UNTIL] += int(7.0 * weeks)
        left += int(7.0 * weeks)
    by_itself = uniform(f.seed, f.run, Luck.CEASEFIRE, 0, day) < chance(hazard(p.numbers[Num.PAUSE_HAZARD]), days)
    if by_itself or (agreed and _walks_out(p, f, left / 7.0)):
        count[Count.CEASEFIRE_UNTIL] = day
        note(f, Kind.CEASEFIRE_BROKEN, 0, 0.0)


@jitable
def propose_pause(p: Plan, f: Future, i: int, willing: int) -> None:
    """Where no deal is in reach, a ceasefire is proposed."""
    count, day, weeks = f.count, f.count[Count.DAY], p.numbers[Num.PAUSE_WEEKS]
    if p.on[On.CEASEFIRES] and count[Count.CEASEFIRE_UNTIL] < day and _all_pause(p, f, weeks, _CEASEFIRE, i, willing):
        count[Count.CEASEFIRE_UNTIL] = day + int(7.0 * weeks)
        count[Count.PAUSE_AGREED] = 1
        note(f, Kind.CEASEFIRE, i, 7.0 * weeks)
