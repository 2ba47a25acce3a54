"""What texts are worth to who judges them: those at the table, and those who reckon what the others would sign."""

from __future__ import annotations

from detente.engine.layout import Num, On, Party
from detente.engine.limits import PARTIES
from detente.engine.records import Future, Plan
from detente.engine.state import Level, Mind
from detente.engine.values import wish
from detente.models.deals import broken_share
from detente.models.floors import going_on
from detente.models.kernel import jitable
from detente.models.table import (
    acceptance_chance,
    acceptance_margin,
    deadline_pressure,
    priced_utility,
    proposal_value,
)

__all__ = [
    "SOON",
    "accepts",
    "best_text",
    "nash_text",
    "need",
    "priced",
    "would_sign",
]

_FORLORN = 0.01
"""Chance of acceptance below which a proposer does not trouble to propose."""
SOON = 28
"""Days before a deadline within which it presses."""


@jitable
def priced(p: Plan, f: Future, judge: int, i: int, c: int) -> float:
    """Party i's utility of text c as ``judge`` reckons it, priced with the chance that somebody leaves later.

    Deals also break without anybody's leave (`break_hazard`), and that is priced as well.

    Later is after the announced change of support, or, where the text has its own schedule, after what that says: a
    text that sends a patron home leaves the other side a war that is worth more.
    """
    u = p.text_u[i, c]
    if not p.on[On.EXPECTED_BREACH]:
        return u
    leaves, later, passed = p.text_leaves[c], 1, f.level[Level.PASSED]
    if leaves > 0 and p.on[On.SHIFTING_POWER]:
        later, passed = 2 + leaves, 1.0
    stays = 1.0
    for j in range(p.parties):
        if j != i:
            psi = f.mind[j, Mind.PSI] if p.on[On.ENFORCEMENT] else 0.0
            room = p.text_u[j, c] + psi - f.believed[judge, j, later]
            stays *= acceptance_chance(room, p.numbers[Num.BREACH_TASTE])
    hazard_of_all = p.numbers[Num.BREAK_HAZARD]
    sound = 1.0 - broken_share(hazard_of_all, p.numbers[Num.DISCOUNT] ** (1.0 / 52.0))
    war = max(p.party_numbers[i, Party.U_LOSE], f.believed[judge, i, later])  # conceding is always open
    return priced_utility(u, min(u, war), 1.0 - sound * (1.0 - (1.0 - stays) * passed))


@jitable
def nash_text(p: Plan, f: Future, judge: int) -> int:
    """Text with the largest product of gains over the floors that ``judge`` reckons with; -1 without common gain."""
    best, found = 0.0, -1
    for c in range(p.texts):
        if not f.allowed[c]:
            continue
        product = 1.0
        for j in range(p.parties):
            product *= max(0.0, p.text_u[j, c] - f.believed[judge, j, 0])
        if product > best:
            best, found = product, c
    return found


@jitable
def need(p: Plan, f: Future, judge: int, j: int, nash: int) -> float:
    """What party j must get before tastes, as ``judge`` reckons it: the higher of its ratifiable floor and going on."""
    r = f.believed[judge, j, 0]
    going = r
    if p.on[On.HOLDING_OUT] and nash >= 0:
        weeks = f.level[Level.DEADLINE] if p.on[On.DEADLINE_TEMPO] else 0.0
        eta = p.party_numbers[j, Party.ETA] * deadline_pressure(weeks, SOON / 7.0)
        going = going_on(r, eta, priced(p, f, judge, j, nash))
    return max(f.believed[judge, j, 2], going)


@jitable
def would_sign(p: Plan, f: Future, judge: int, j: int, c: int, least: float) -> float:
    """Share of party j's wishes, as ``judge`` reckons them, with which it signs text c that must give it ``least``."""
    margin = acceptance_margin(priced(p, f, judge, j, c), least, f.mind[j, Mind.GUESS])
    return acceptance_chance(margin, f.mind[j, Mind.GUESS_SD])


@jitable
def best_text(p: Plan, f: Future, i: int) -> int:
    """Proposer i's text of the highest expected value; -1 if none beats its floor and has a chance."""
    nash = nash_text(p, f, i)
    taste = wish(p, f, i)
    own, going = f.believed[i, i, 2] - taste, f.believed[i, i, 0] - taste
    best, found, hope = -1e9, -1, 0.0
    count = p.parties
    for j in range(count):
        f.need[j] = need(p, f, i, j, nash)
    for c in range(p.texts):
        if not f.allowed[c] or p.text_u[i, c] < own:
            continue
        mine = priced(p, f, i, i, c)
        if mine < own:
            continue
        accept = 1.0
        for j in range(count):
            if j != i:
                accept *= would_sign(p, f, i, j, c, f.need[j])
        value = proposal_value(mine, going, accept)
        if value > best:
            best, found, hope = value, c, accept
    return found if hope >= _FORLORN else -1


@jitable
def accepts(p: Plan, f: Future, i: int, c: int) -> bool:
    """Whether party i signs text c: no line or ratifier of its own forbids it, and it is worth more than going on."""
    if f.barred[c] & ((1 << i) | (1 << (PARTIES + i))):
        return False
    least = need(p, f, i, i, nash_text(p, f, i))
    return acceptance_margin(priced(p, f, i, i, c), least, wish(p, f, i)) >= -1e-9
