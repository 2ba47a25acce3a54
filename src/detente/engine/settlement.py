"""A settlement in force: its terms fall due, and it holds or breaks."""

from __future__ import annotations

from detente.engine.effects_step import trust_in_deals
from detente.engine.front_step import note
from detente.engine.layout import Kind, Luck, Num, On, Status
from detente.engine.obligations import late_days
from detente.engine.random import normal, uniform
from detente.engine.records import Future, Plan
from detente.engine.seat_step import Ask, insists
from detente.engine.state import Count, Level, Mind
from detente.models.deals import NEVER, chance, hazard, leaves, settlement_break_hazard, temptation
from detente.models.kernel import jitable
from detente.models.utility import issue_loss, utility

__all__ = ["break_deal", "settlement_step"]

LEAVE = int(Ask.LEAVE)
TERM_PENALTY = 0.1
"""What breaching a settlement's term costs beside enforcement: the counterpart may do the same (assumed, utility)."""


@jitable
def _term_gain(p: Plan, f: Future, t: int) -> float:
    """What keeping a term costs its obligor: its salience times the distance from its ideal, to its exponent."""
    distance = abs(f.terms[p.clause_term_issue[t]] - p.clause_term_ideal[t])
    return issue_loss(distance, 0.0, p.clause_term_salience[t], p.clause_term_exponent[t])


@jitable
def _terms_due(p: Plan, f: Future) -> None:
    """Terms of a settlement fall due; one that is breached moves the issue to its obligor's ideal in fact."""
    day, luck = f.count[Count.DAY], 3 * f.count[Count.SIGNINGS]
    for t in range(p.terms):
        if f.term[t, 1] < 0 or f.term[t, 1] > day:
            continue
        i, gain, psi = p.clause_term_obligor[t], 0.0, 0.0
        if i >= 0:
            gain = _term_gain(p, f, t)
            if i < p.parties and p.on[On.ENFORCEMENT]:
                psi = f.mind[i, Mind.PSI]
        taste = p.numbers[Num.BREACH_TASTE] * normal(f.seed, f.run, Luck.TERMS, p.clause_term_luck[t], luck)
        late = late_days(p, f, Luck.TERMS, p.clause_term_luck[t], luck + 1) if f.term[t, 0] == Status.PENDING else 0.0
        if late >= 1.0:
            f.term[t, 0], f.term[t, 1] = Status.LATE, day + int(late)
            note(f, Kind.TERM_LATE, t, late)
            continue
        f.term[t, 1] = -1
        if late == NEVER or (i >= 0 and temptation(gain, psi + TERM_PENALTY, taste) > 0.0):
            f.term[t, 0] = Status.BREACHED
            if i >= 0:
                f.terms[p.clause_term_issue[t]] = p.clause_term_ideal[t]
            f.level[Level.BREACHES] += 1.0
            if f.count[Count.TERM_BREACHED] < 0:
                f.count[Count.TERM_BREACHED] = t
            trust_in_deals(f, False)
            note(f, Kind.TERM_BREACHED, t, gain)
        else:
            f.term[t, 0] = Status.KEPT if f.term[t, 0] == Status.PENDING else Status.LATE
            trust_in_deals(f, True)
            note(f, Kind.TERM_KEPT, t, gain)


@jitable
def break_deal(f: Future, who: int) -> None:
    """The settlement breaks: war again, the table closed, trust lower."""
    count = f.count
    count[Count.SETTLED] = 0
    count[Count.BROKE_ON] = count[Count.DAY]
    if count[Count.FIRST_BREAK] < 0:
        count[Count.FIRST_BREAK] = who
    count[Count.TABLE] = 0
    note(f, Kind.BROKEN, who, trust_in_deals(f, False))


@jitable
def settlement_step(p: Plan, f: Future, days: float) -> None:
    """A settlement holds while no party's value of war exceeds what the terms give it, and under a small hazard.

    Who breaks is kept as party index, T terms shifted: a breached term that came first is what broke.
    """
    if p.on[On.TERMS]:
        _terms_due(p, f)
    if not p.on[On.DURABILITY]:
        return
    day = f.count[Count.DAY]
    count = p.parties
    for i in range(count):
        u = utility(
            f.terms,
            p.text_ideal[i],
            p.text_salience[i],
            p.text_exponent[i],
            p.text_scale[i, 0],
            p.text_scale[i, 1],
        )
        psi = f.mind[i, Mind.PSI] if p.on[On.ENFORCEMENT] else 0.0
        wish = max(0.0, f.mind[i, Mind.TYPE] + f.mind[i, Mind.WAVE])
        luck = p.party_luck[i]
        taste = p.numbers[Num.BREACH_TASTE] * normal(f.seed, f.run, Luck.DURABILITY, luck, -f.count[Count.SIGNINGS])
        if leaves(f.mind[i, Mind.WAR], u + wish + taste, psi) and insists(p, f, i, LEAVE):
            breached = f.count[Count.TERM_BREACHED]
            break_deal(f, count + breached if breached >= 0 else i)
            return
    weekly = p.numbers[Num.BREAK_HAZARD]
    background = settlement_break_hazard(weekly, f.level[Level.BREACHES], weekly)
    if uniform(f.seed, f.run, Luck.DURABILITY, 0, day) < chance(hazard(background), days):
        breached = f.count[Count.TERM_BREACHED]
        break_deal(f, count + breached if breached >= 0 else count + p.terms)
