"""What decided an event of one future: the numbers that were weighed, and the draw that they were held against."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.engine.judging import nash_text, need, priced
from detente.engine.layout import Kind, Luck, Num, On, Patron
from detente.engine.limits import PARTIES
from detente.engine.random import normal, uniform, uniform_pair
from detente.engine.settlement import TERM_PENALTY
from detente.engine.state import Count, Leave, Level, Mind
from detente.engine.table_step import on_the_table
from detente.engine.values import wish
from detente.models.deals import chance, hazard, settlement_break_hazard
from detente.models.front import dormancy_hazard
from detente.models.patrons import keeping_utility, leaving_utility, review_chances, staying_utility
from detente.models.spoilers import attack_hazard
from detente.models.table import opening_hazard
from detente.models.utility import utility

__all__ = ["Keeping", "Moment", "Reason", "Weighed", "keeping", "reason"]


@dataclass(frozen=True)
class Weighed:
    """What a party (by its place) weighed: what the one choice is worth, and what the other asks for; utilities.

    ``wish`` is what it wishes beside what the model knows, a part of ``worth``.
    """

    party: int
    worth: float
    needs: float
    wish: float


@dataclass(frozen=True)
class Reason:
    """What decided an event.

    Attributes
    ----------
    weighed
        By whom what was weighed; empty where no party chose.
    over, under, drawn
        The draw (uniform in 0-1), and the bounds between which it brings the event; NaN where nothing was drawn.
    forbidden
        A red line or a ratifier forbade the text.
    """

    weighed: tuple[Weighed, ...] = ()
    over: float = 0.0
    under: float = math.nan
    drawn: float = math.nan
    forbidden: bool = False


@dataclass(frozen=True)
class Moment:
    """The state when an event was written down.

    Attributes
    ----------
    p, f
        Records of the plan and of the future.
    day, days
        The day, and days since the last political step.
    clocks, left
        As the day began: the sides' clocks, and what was left of each region's threshold, in units of the clock; and
        the regions' weights ``omega``.
    """

    p: Any
    f: Any
    day: int
    days: int
    clocks: tuple[float, float]
    left: Any
    omega: Any

    def uniform(self, mechanism: Luck, index: int, day: int) -> float:
        """Draw again what was drawn."""
        return uniform(int(self.f.seed), int(self.f.run), mechanism, index, day)

    def normal(self, mechanism: Luck, index: int, day: int) -> float:
        """Likewise, for a standard normal."""
        return normal(int(self.f.seed), int(self.f.run), mechanism, index, day)

    def number(self, which: Num) -> float:
        """A case-wide number of the future's draw."""
        return float(self.p.numbers[which])


@dataclass(frozen=True)
class Keeping:
    """What keeping a deal and breaking it are worth to a party: it breaks once breaking is worth more."""

    keep: float
    leave: float
    wish: float

    @property
    def margin(self) -> float:
        """By how much keeping pays."""
        return self.keep - self.leave


def keeping(p: Any, f: Any, i: int) -> Keeping:
    """Weigh the terms in force for a party, as `detente.engine.settlement.settlement_step` does.

    Keeping is worth the terms, what enforcement would take from a breach, and what the party wishes; breaking is worth
    war.
    """
    gives = utility(
        f.terms, p.text_ideal[i], p.text_salience[i], p.text_exponent[i], p.text_scale[i, 0], p.text_scale[i, 1]
    )
    psi = f.mind[i, Mind.PSI] if p.on[On.ENFORCEMENT] else 0.0
    drawn = normal(int(f.seed), int(f.run), Luck.DURABILITY, int(p.party_luck[i]), -int(f.count[Count.SIGNINGS]))
    wished = max(0.0, f.mind[i, Mind.TYPE] + f.mind[i, Mind.WAVE]) + p.numbers[Num.BREACH_TASTE] * drawn
    return Keeping(float(gives + psi + wished), float(f.mind[i, Mind.WAR]), float(wished))


def reason(moment: Moment, kind: Kind, who: int, value: float) -> Reason:
    """Say what decided an event; an empty reason where it follows from the case's own calendar.

    Parameters
    ----------
    moment
        The state when it was written down.
    kind, who, value
        As in the record of events.
    """
    find = _FOUND.get(kind)
    found = find(moment, who, value) if find else Reason()
    # A draw outside its bounds decided nothing: the event came by another way, such as an effect of the case.
    return found if math.isnan(found.drawn) or found.over <= found.drawn < found.under else Reason()


def _fall(moment: Moment, r: int, value: float) -> Reason:
    """A region falls once its side's clock passes what was drawn: the share of that day, and where the draw lies."""
    if moment.day == 0:
        return Reason()
    loser = 1 - int(moment.f.holder[r])
    passed = float(moment.f.level[Level.CLOCK_0 + loser]) - moment.clocks[loser]
    weight = float(moment.omega[r])
    return Reason(under=-math.expm1(-passed * weight), drawn=-math.expm1(-float(moment.left[r]) * weight))


def _signs(moment: Moment, i: int, text: int) -> Weighed:
    """What a text is worth to a party, priced with the breach that it expects, and what it must get."""
    p, f = moment.p, moment.f
    wished = wish(p, f, i)
    needs = need(p, f, i, i, nash_text(p, f, i))
    return Weighed(i, float(priced(p, f, i, i, text) + wished), float(needs), float(wished))


def _refusal(moment: Moment, who: int, value: float) -> Reason:
    text = int(value)
    barred = int(moment.f.barred[text]) & ((1 << who) | (1 << (PARTIES + who)))
    return Reason((_signs(moment, who, text),), forbidden=bool(barred))


def _signed(moment: Moment, text: int, value: float) -> Reason:
    return Reason(tuple(_signs(moment, i, text) for i in range(moment.p.parties)))


def _broken(moment: Moment, who: int, value: float) -> Reason:
    """The first party to which breaking is worth more; where there is none, the background hazard."""
    p, f = moment.p, moment.f
    for i in range(p.parties):
        found = keeping(p, f, i)
        if p.on[On.DURABILITY] and found.margin < 0.0:
            return Reason((Weighed(i, found.keep, found.leave, found.wish),))
    weekly = moment.number(Num.BREAK_HAZARD)
    rate = hazard(settlement_break_hazard(weekly, float(f.level[Level.BREACHES]), weekly))
    return Reason(under=chance(rate, moment.days), drawn=moment.uniform(Luck.DURABILITY, 0, moment.day))


def _opened(moment: Moment, who: int, value: float) -> Reason:
    rate = hazard(opening_hazard(moment.number(Num.P_OPEN), value, True))
    return Reason(under=chance(rate, moment.days), drawn=moment.uniform(Luck.ROUND, 0, moment.day))


def _closed(moment: Moment, who: int, value: float) -> Reason:
    return Reason(under=moment.number(Num.P_CLOSE), drawn=moment.uniform(Luck.CLOSING, 0, moment.day))


def _leaked(moment: Moment, who: int, value: float) -> Reason:
    luck = int(moment.p.party_luck[who])
    return Reason(under=moment.number(Num.P_LEAK), drawn=moment.uniform(Luck.LEAK, luck, moment.day))


def _pause_broken(moment: Moment, who: int, value: float) -> Reason:
    rate = hazard(moment.number(Num.PAUSE_HAZARD))
    return Reason(under=chance(rate, moment.days), drawn=moment.uniform(Luck.CEASEFIRE, 0, moment.day))


def _attack(moment: Moment, j: int, value: float) -> Reason:
    p, text = moment.p, on_the_table(moment.p, moment.f)
    rate = attack_hazard(moment.number(Num.SIGMA), p.text_spoil_war[j], p.text_spoil_u[j, text], True)
    return Reason(
        under=chance(rate / 7.0, moment.days), drawn=moment.uniform(Luck.SPOILERS, p.text_spoil_luck[j], moment.day)
    )


def _dormant(moment: Moment, who: int, value: float) -> Reason:
    rate = hazard(dormancy_hazard(moment.number(Num.P_DORM), float(moment.f.level[Level.GAIN])))
    return Reason(under=chance(rate, moment.days), drawn=moment.uniform(Luck.DORMANCY, 0, moment.day))


def _woken(moment: Moment, who: int, value: float) -> Reason:
    drawn = uniform_pair(int(moment.f.seed), int(moment.f.run), Luck.DORMANCY, 0, moment.day)[1]
    return Reason(under=chance(hazard(moment.number(Num.P_WAKE)), moment.days), drawn=drawn)


def _reviewed(choice: int) -> Callable[[Moment, int, float], Reason]:
    """A patron's review: the bounds of each choice, of which ``value`` (extend or condition) tells whether the date
    was here.
    """

    def find(moment: Moment, a: int, value: float) -> Reason:
        p, f = moment.p, moment.f
        numbers, loss = p.patron_numbers[a], f.mind[p.patron_client[a], Mind.LOSS_IF_LEFT]
        years = numbers[Patron.YEARS_SO_FAR] + moment.day / 365.0
        stay = staying_utility(numbers[Patron.OWN_COST], years, numbers[Patron.A_STAY], numbers[Patron.STAY_INTERCEPT])
        go = leaving_utility(loss, loss * f.level[Level.RIGHTS], numbers[Patron.A_LEAVE], numbers[Patron.A_JUST])
        ahead = max(0, int(f.leave[a, Leave.ENDS]) - moment.day) / 365.0
        then = keeping_utility(go, numbers[Patron.OWN_COST], numbers[Patron.A_STAY], ahead, moment.number(Num.DISCOUNT))
        both = [review_chances(stay, then, go, numbers[Patron.CONDITION_WEIGHT], here) for here in (True, False)]
        shares = min(both, key=lambda one: abs(one[1] + one[2] - value))
        over, luck = sum(shares[:choice]), p.patron_luck[a]
        return Reason(over=over, under=over + shares[choice], drawn=moment.uniform(Luck.REVIEW, luck, moment.day))

    return find


def _owed(moment: Moment, at: int, value: float) -> Reason:
    """A clause that is due: what breach gains its obligor, with its wish, against what it costs."""
    p = moment.p
    obligor = int(p.clause_obligor[at])
    if obligor < 0 or (p.clause_review[at] > 0 and p.on[On.REVIEWS]):
        return Reason()
    when = moment.day if p.clause_due[at] == -1 else int(moment.f.clause[at, 2])
    wished = moment.number(Num.BREACH_TASTE) * moment.normal(Luck.BREACH, p.clause_luck[at], when)
    gain, cost = float(p.clause_gain[at]) + wished, float(p.clause_penalty[at])
    return Reason((Weighed(obligor, gain, cost, wished),))


def _breached(moment: Moment, at: int, value: float) -> Reason:
    """A clause that was seen breached; one that did not pay was broken by an effect of the case."""
    found = _owed(moment, at, value)
    return found if found.weighed and found.weighed[0].worth > found.weighed[0].needs else Reason()


def _late(mechanism: Luck, never: bool) -> Callable[[Moment, int, float], Reason]:
    """An obligation that nobody is tempted to breach: on time, late, or never, by one draw."""

    def find(moment: Moment, at: int, value: float) -> Reason:
        on_time, not_at_all = moment.number(Num.ON_TIME), moment.number(Num.NEVER)
        total = max(1.0, on_time + not_at_all)
        edge = 1.0 - not_at_all / total
        first = 0 if mechanism == Luck.LATENESS else 3 * int(moment.f.count[Count.SIGNINGS]) + 1
        luck = moment.p.clause_luck if mechanism == Luck.LATENESS else moment.p.clause_term_luck
        bounds = (edge, 1.0) if never else (on_time / total, edge)
        return Reason(over=bounds[0], under=bounds[1], drawn=moment.uniform(mechanism, luck[at], first))

    return find


def _term(moment: Moment, t: int, value: float) -> Reason:
    """A settlement's term that is due: what keeping it costs its obligor, with its wish, against what breach costs."""
    p, f = moment.p, moment.f
    obligor = int(p.clause_term_obligor[t])
    if obligor < 0:
        return Reason()
    wished = moment.number(Num.BREACH_TASTE) * moment.normal(
        Luck.TERMS, p.clause_term_luck[t], 3 * int(f.count[Count.SIGNINGS])
    )
    psi = float(f.mind[obligor, Mind.PSI]) if obligor < p.parties and p.on[On.ENFORCEMENT] else 0.0
    return Reason((Weighed(obligor, value + wished, psi + TERM_PENALTY, wished),))


def _term_breached(moment: Moment, t: int, value: float) -> Reason:
    """A term that is breached since that pays, or that is never met although it would not."""
    found = _term(moment, t, value)
    pays = bool(found.weighed) and found.weighed[0].worth > found.weighed[0].needs
    return found if pays else _late(Luck.TERMS, never=True)(moment, t, value)


_FOUND: dict[Kind, Callable[[Moment, int, float], Reason]] = {
    Kind.FALL: _fall,
    Kind.SURRENDER: _fall,
    Kind.RETAKEN: _fall,
    Kind.RETAKEN_SURRENDER: _fall,
    Kind.REFUSAL: _refusal,
    Kind.SIGNED: _signed,
    Kind.BROKEN: _broken,
    Kind.TABLE_OPENED: _opened,
    Kind.TABLE_CLOSED: _closed,
    Kind.LEAKED: _leaked,
    Kind.CEASEFIRE_BROKEN: _pause_broken,
    Kind.ATTACK: _attack,
    Kind.DORMANT: _dormant,
    Kind.WOKEN: _woken,
    Kind.REVIEW_KEEP: _reviewed(0),
    Kind.REVIEW_EXTEND: _reviewed(1),
    Kind.REVIEW_CONDITION: _reviewed(2),
    Kind.REVIEW_LEAVE: _reviewed(3),
    Kind.CLAUSE_BREACHED: _breached,
    Kind.CLAUSE_KEPT: _owed,
    Kind.CLAUSE_LATE: _late(Luck.LATENESS, never=False),
    Kind.CLAUSE_NEVER: _late(Luck.LATENESS, never=True),
    Kind.TERM_BREACHED: _term_breached,
    Kind.TERM_KEPT: _term,
    Kind.TERM_LATE: _late(Luck.TERMS, never=False),
}
"""Kinds of events that were drawn or chosen, to what finds their reason."""
