"""Ceasefires: who agrees to one, renews it, or walks out of it."""

from __future__ import annotations

from detente.engine.front_step import note
from detente.engine.layout import Kind, Luck, Num, On, Party
from detente.engine.random import uniform
from detente.engine.records import Future, Plan
from detente.engine.seat_step import Ask, ask, insists
from detente.engine.state import Count, Level, Mind
from detente.engine.values import wish
from detente.models.deals import chance, hazard
from detente.models.kernel import jitable
from detente.models.table import pause_margin, pause_value

__all__ = ["pause_step", "propose_pause", "wants_pause"]

_CEASEFIRE, _RENEW, _WALK_OUT = int(Ask.CEASEFIRE), int(Ask.RENEW), int(Ask.WALK_OUT)


@jitable
def _margin(p: Plan, f: Future, i: int, weeks: float) -> float:
    """By how much a ceasefire of so many weeks is worth more to party i than fighting on, in utility of terms."""
    weekly = p.numbers[Num.DISCOUNT] ** (1.0 / 52.0)
    control = f.level[Level.CONTROL]
    holding = control if p.party_side[i] == 1 else 1.0 - control
    war = f.mind[i, Mind.VALUE]
    after = f.mind[i, Mind.VALUE_AFTER] if f.level[Level.UNTIL] <= weeks else war
    scale = p.party_numbers[i, Party.U_WIN] - p.party_numbers[i, Party.U_LOSE]  # from shares of the prize to utility
    pause = pause_value(holding, after, 1.0, weekly, weeks)
    return pause_margin(scale * pause, scale * war, wish(p, f, i), 1.0 - weekly**weeks)


@jitable
def wants_pause(p: Plan, f: Future, i: int, weeks: float) -> bool:
    """Whether party i agrees to a ceasefire of so many weeks."""
    return _margin(p, f, i, weeks) > 0.0


@jitable
def _keeps_pause(p: Plan, f: Future, i: int, weeks: float) -> bool:
    """Whether party i keeps, or renews, a ceasefire that it agreed to: leaving costs what leaving a deal costs, for as
    long as there would have been quiet.
    """
    lasting = 1.0 - p.numbers[Num.DISCOUNT] ** (weeks / 52.0)
    psi = f.mind[i, Mind.PSI] if p.on[On.ENFORCEMENT] else 0.0
    return _margin(p, f, i, weeks) + lasting * psi > 0.0


@jitable
def _renew(p: Plan, f: Future, weeks: float) -> bool:
    """Whether all keep a ceasefire that runs out; a seat is asked last."""
    for i in range(p.parties):
        if p.seat != i + 1 and not _keeps_pause(p, f, i, weeks):
            return False
    seat = p.seat - 1
    if seat < 0:
        return True
    return ask(p, f, _RENEW, -1, -1, 1 if _keeps_pause(p, f, seat, weeks) else 0) > 0


@jitable
def _walks_out(p: Plan, f: Future, weeks: float) -> bool:
    """Whether somebody who agreed to a ceasefire is better off without what is left of it, and ends it."""
    for i in range(p.parties):
        if p.seat != i + 1 and not _keeps_pause(p, f, i, weeks):
            return True
    seat = p.seat - 1
    return seat >= 0 and not _keeps_pause(p, f, seat, weeks) and insists(p, f, seat, _WALK_OUT)


@jitable
def _all_agree(p: Plan, f: Future, weeks: float, who: int, willing: int) -> bool:
    """Whether every party agrees to a ceasefire; ``willing`` (-1: nobody) has said so, a seat is asked last."""
    for i in range(p.parties):
        if i != willing and p.seat != i + 1 and not wants_pause(p, f, i, weeks):
            return False
    seat = p.seat - 1
    if seat < 0 or seat == willing:
        return True
    return ask(p, f, _CEASEFIRE, -1, who, 1 if wants_pause(p, f, seat, weeks) else 0) > 0


@jitable
def propose_pause(p: Plan, f: Future, i: int, willing: int) -> bool:
    """A ceasefire is proposed, by party i or somebody from outside (-1); whether all agree.

    Most ceasefires of civil wars come while bargaining goes on, and are not its end (Clayton & Sticher 2021,
    International Studies Quarterly 65(3): 633-646).
    """
    count, day, weeks = f.count, f.count[Count.DAY], p.numbers[Num.PAUSE_WEEKS]
    if not p.on[On.CEASEFIRES] or count[Count.CEASEFIRE_UNTIL] >= day:
        return False
    if not _all_agree(p, f, weeks, i, willing):
        return False
    count[Count.CEASEFIRE_UNTIL] = day + int(7.0 * weeks)
    count[Count.PAUSE_AGREED] = 1
    note(f, Kind.CEASEFIRE, i, 7.0 * weeks)
    return True


@jitable
def pause_step(p: Plan, f: Future, days: float) -> None:
    """A ceasefire ends when somebody who agreed to it is better off without it, or by itself; else it is renewed.

    In a war without one, somebody from outside proposes one now and then.
    """
    count, day, weeks = f.count, f.count[Count.DAY], p.numbers[Num.PAUSE_WEEKS]
    left = count[Count.CEASEFIRE_UNTIL] - day
    if left <= 0:
        if uniform(f.seed, f.run, Luck.PAUSE, 0, day) < chance(hazard(p.numbers[Num.P_PAUSE]), days):
            propose_pause(p, f, -1, -1)
        return
    agreed = count[Count.PAUSE_AGREED] == 1
    if left <= 7 and agreed and _renew(p, f, weeks):
        count[Count.CEASEFIRE_UNTIL] += int(7.0 * weeks)
        left += int(7.0 * weeks)
    by_itself = uniform(f.seed, f.run, Luck.CEASEFIRE, 0, day) < chance(hazard(p.numbers[Num.PAUSE_HAZARD]), days)
    if by_itself or (agreed and _walks_out(p, f, left / 7.0)):
        count[Count.CEASEFIRE_UNTIL] = day
        note(f, Kind.CEASEFIRE_BROKEN, 0, 0.0)
