"""The table: opening, rounds of offers, acceptance, ceasefires, spoilers, what the mediator does."""

from __future__ import annotations

import math

from detente.engine.front_step import note
from detente.engine.future import Future
from detente.engine.layout import Aid, Count, Kind, Leave, Level, Luck, Mind, Num, On, Party
from detente.engine.plan import Plan
from detente.engine.politics import allow_texts, ready
from detente.engine.random import uniform, uniform_pair
from detente.models.bargaining.trust import mediator_credibility_core
from detente.models.deals import chance, hazard
from detente.models.floors import going_on
from detente.models.kernel import jitable
from detente.models.signals import close_gap, public_audience, public_bottom_line
from detente.models.spoilers import attack_hazard, trust_after_attack
from detente.models.table import (
    acceptance_chance,
    acceptance_margin,
    opening_hazard,
    pause_margin,
    pause_value,
    priced_utility,
    proposal_value,
)

__all__ = ["forced_round", "may_sit", "spoil", "table_step"]

_WAR_RISK, _UNRESOLVED, _RESOLVED, _FALSE_ALARM = 0.1, 0.3, 0.1, 0.0
"""Set-up of the mediator's report (Kydd 2003; see `detente.models.bargaining.trust`): assumed, shares of the prize."""
_SOON = 28
"""Days before an announced end within which a deadline presses."""


@jitable
def may_sit(plan: Plan, f: Future) -> bool:
    """Whether no party's precondition forbids sitting (as long as its condition holds)."""
    if f.count[Count.TABLE_SHUT] == 1 or not plan.on[On.TALKS]:
        return False
    if not plan.on[On.PRECONDITIONS]:
        return True
    effects = plan.effects
    for p in range(effects.pre_kind.size):
        if effects.pre_from[p] > f.count[Count.DAY]:
            continue
        kind, index, value = effects.pre_kind[p], effects.pre_index[p], effects.pre_value[p]
        if kind == 0 and f.office[index] == (value > 0.5):
            return False
        if kind == 1 and f.aid[index, Aid.LEVEL] > value:
            return False
        if kind == 2 and f.clause[index, 0] == int(value):
            return False
    return True


@jitable
def _priced(plan: Plan, f: Future, d: int, judge: int, i: int, c: int) -> float:
    """Party i's utility of text c as ``judge`` reckons it, priced with the chance that somebody leaves later."""
    u = plan.texts.u[d, i, c]
    if not plan.on[On.EXPECTED_BREACH]:
        return u
    stays = 1.0
    for j in range(plan.parties.side.size):
        if j != i:
            psi = f.mind[j, Mind.PSI] if plan.on[On.ENFORCEMENT] else 0.0
            room = plan.texts.u[d, j, c] + psi - f.believed[judge, j, 1]
            stays *= acceptance_chance(room, plan.numbers[d, Num.BREACH_TASTE])
    passed = plan.numbers[d, Num.DISCOUNT] ** (f.level[Level.UNTIL] / 52.0)
    return priced_utility(u, min(u, f.believed[judge, i, 1]), (1.0 - stays) * passed)


@jitable
def nash_text(plan: Plan, f: Future, d: int, judge: int) -> int:
    """Text with the largest product of gains over the floors that ``judge`` reckons with; -1 without common gain."""
    best, found = 0.0, -1
    for c in range(f.allowed.size):
        if not f.allowed[c]:
            continue
        product = 1.0
        for j in range(plan.parties.side.size):
            product *= max(0.0, plan.texts.u[d, j, c] - f.believed[judge, j, 0])
        if product > best:
            best, found = product, c
    return found


@jitable
def _need(plan: Plan, f: Future, d: int, judge: int, j: int, nash: int) -> float:
    """What party j must get before tastes, as ``judge`` reckons it: the higher of its ratifiable floor and going on."""
    r = f.believed[judge, j, 0]
    going = r
    if plan.on[On.HOLDING_OUT] and nash >= 0:
        going = going_on(r, plan.parties.numbers[d, j, Party.ETA], plan.texts.u[d, j, nash])
    return max(f.believed[judge, j, 2], going)


@jitable
def _best_text(plan: Plan, f: Future, d: int, i: int) -> tuple[int, float]:
    """Proposer i's text of the highest expected value, and the chance that it gives it; -1 if none beats its floor."""
    nash = nash_text(plan, f, d, i)
    own = f.believed[i, i, 2]
    best, found, hope = -1e9, -1, 0.0
    count = plan.parties.side.size
    for c in range(f.allowed.size):
        if not f.allowed[c] or plan.texts.u[d, i, c] < own:
            continue
        accept = 1.0
        for j in range(count):
            if j != i:
                margin = acceptance_margin(_priced(plan, f, d, i, j, c), _need(plan, f, d, i, j, nash), 0.0, 0.0)
                accept *= acceptance_chance(margin, plan.numbers[d, Num.TASTE_SD])
        value = proposal_value(_priced(plan, f, d, i, i, c), f.believed[i, i, 0], accept)
        if value > best:
            best, found, hope = value, c, accept
    return found, hope


@jitable
def _accepts(plan: Plan, f: Future, d: int, i: int, c: int) -> bool:
    """Whether party i signs text c."""
    if not f.allowed[c]:
        return False
    need = _need(plan, f, d, i, i, nash_text(plan, f, d, i))
    taste = f.mind[i, Mind.TYPE] + f.mind[i, Mind.WAVE]
    if plan.on[On.STRICT_ACCEPTANCE]:
        taste = min(0.0, taste)
    return acceptance_margin(_priced(plan, f, d, i, i, c), need, 0.0, taste) >= -1e-9


@jitable
def _sign(plan: Plan, f: Future, d: int, c: int, proposer: int) -> None:
    """The parties sign text c: the war stops, its terms fall due, its schedule binds patrons."""
    count, texts, day = f.count, plan.texts, f.count[Count.DAY]
    for k in range(f.terms.size):
        f.terms[k] = texts.x[d, c, k]
    count[Count.SETTLED] = 1
    count[Count.EVER_SIGNED] = 1
    count[Count.SIGNINGS] += 1
    count[Count.SIGNED_ON] = day
    count[Count.BROKE_ON] = -1
    count[Count.FIRST_BREAK] = -1
    count[Count.TEXT] = c
    count[Count.PROPOSER] = proposer
    count[Count.CEASEFIRE_UNTIL] = -1
    count[Count.DORMANT] = 0
    for t in range(plan.clauses.term_issue.size):
        f.term[t, 0] = 0
        f.term[t, 1] = day + plan.clauses.term_within[t]
    issue, gap = -1, 2.0
    for stop in range(texts.stop_issue.size):
        if texts.stop_issue[stop] != issue:
            issue, gap = texts.stop_issue[stop], 2.0
        here = abs(f.terms[issue] - texts.stop_value[stop])
        if here < gap:
            gap = here
            patron = texts.stop_patron[stop]
            ends = texts.stop_day[stop]
            f.leave[patron, Leave.ENDS] = -1 if ends < 0 else max(ends, day + 1)
            f.aid[patron, Aid.BASE] = f.aid[patron, Aid.LEVEL]
    note(f, Kind.SIGNED, c, float(proposer))


@jitable
def _pause(plan: Plan, f: Future, d: int) -> bool:
    """Whether every party takes a ceasefire of L weeks."""
    numbers = plan.numbers
    weeks = numbers[d, Num.PAUSE_WEEKS]
    weekly = numbers[d, Num.DISCOUNT] ** (1.0 / 52.0)
    for i in range(plan.parties.side.size):
        control = f.level[Level.CONTROL]
        holding = control if plan.parties.side[i] == 1 else 1.0 - control
        war = f.mind[i, Mind.VALUE] - plan.parties.numbers[d, i, Party.COST]
        after = f.mind[i, Mind.VALUE_AFTER] if f.level[Level.UNTIL] <= weeks else f.mind[i, Mind.VALUE]
        pause = pause_value(holding, after - plan.parties.numbers[d, i, Party.COST], 1.0, weekly, weeks)
        if pause_margin(pause, war, f.mind[i, Mind.TYPE] + f.mind[i, Mind.WAVE]) <= 0.0:
            return False
    return True


@jitable
def _put(plan: Plan, f: Future, d: int, seed: int, run: int, c: int, proposer: int) -> None:
    """Text c is on the table: all sign, or somebody refuses and the table may close."""
    day = f.count[Count.DAY]
    f.count[Count.ROUNDS] += 1
    f.count[Count.TEXT] = c if f.count[Count.SETTLED] == 0 else f.count[Count.TEXT]
    refused = -1
    for i in range(plan.parties.side.size):
        if refused < 0 and not _accepts(plan, f, d, i, c):
            refused = i
    if refused < 0:
        _sign(plan, f, d, c, proposer)
        return
    note(f, Kind.REFUSAL, refused, float(c))
    _leak(plan, f, d, seed, run, refused)
    if uniform(seed, run, Luck.CLOSING, 0, day) < plan.numbers[d, Num.P_CLOSE]:
        f.count[Count.TABLE] = 0
        note(f, Kind.TABLE_CLOSED, refused, 0.0)


@jitable
def _leak(plan: Plan, f: Future, d: int, seed: int, run: int, refused: int) -> None:
    """A text refused in private may leak: the party that refused is held to its bottom line (Fearon 1994)."""
    day = f.count[Count.DAY]
    if not plan.on[On.LEAKS] or uniform(seed, run, Luck.LEAK, refused, day) >= plan.numbers[d, Num.P_LEAK]:
        return
    strength = plan.numbers[d, Num.LEAK_STRENGTH]
    f.mind[refused, Mind.BOTTOM_LINE] = public_bottom_line(f.mind[refused, Mind.BOTTOM_LINE], 1.0, strength)
    f.mind[refused, Mind.AUDIENCE] = public_audience(f.mind[refused, Mind.AUDIENCE], 1.0, strength)
    f.count[Count.LEAKS] += 1
    note(f, Kind.LEAKED, refused, strength)


@jitable
def _report(plan: Plan, f: Future, d: int, seed: int, run: int) -> None:
    """A mediator reports on the front; believed, it brings the sides' beliefs together (Kydd 2003)."""
    if not plan.on[On.MEDIATOR_REPORT]:
        return
    day = f.count[Count.DAY]
    bias, stake = plan.mediator[d, 0], plan.mediator[d, 1]
    share = plan.numbers[d, Num.MEDIATOR_GAP]
    mean0 = f.mind[plan.parties.principal[0], Mind.THETA]
    mean1 = f.mind[plan.parties.principal[1], Mind.THETA]
    believed = False
    for i in range(plan.parties.side.size):
        leaning = bias if plan.parties.side[i] == 1 else -bias
        credibility = mediator_credibility_core(leaning, stake, _WAR_RISK, _UNRESOLVED, _RESOLVED, _FALSE_ALARM)
        if uniform(seed, run, Luck.REPORT, i, day) < credibility:
            other = mean1 if plan.parties.side[i] == 0 else mean0
            f.mind[i, Mind.THETA] = close_gap(f.mind[i, Mind.THETA], other, share)
            believed = True
    if believed:
        note(f, Kind.REPORT, 0, share)


@jitable
def _round(plan: Plan, f: Future, d: int, seed: int, run: int) -> None:
    """One round: who proposes, what, and whether all sign; a pause where no deal is in reach."""
    day = f.count[Count.DAY]
    texts = plan.texts
    allow_texts(plan, f, d)
    if texts.forced >= 0:
        _put(plan, f, d, seed, run, texts.forced, -1)
        return
    by_mediator, who = uniform_pair(seed, run, Luck.PROPOSER, 0, day)
    has_mediator = plan.mediator[d, 2] > 0.5
    if has_mediator:
        _report(plan, f, d, seed, run)
    if has_mediator and plan.on[On.MEDIATOR_TEXT] and by_mediator < plan.numbers[d, Num.MEDIATOR_SHARE]:
        c = -1
        if f.count[Count.OWN_TEXT_REFUSED] < texts.own.size:
            c = texts.own[f.count[Count.OWN_TEXT_REFUSED]]
            f.count[Count.OWN_TEXT_REFUSED] += 1
        if c < 0 or not f.allowed[c]:
            c = nash_text(plan, f, d, plan.parties.principal[1 if who < 0.5 else 0])
        if c >= 0:
            _put(plan, f, d, seed, run, c, -1)
        return
    i = min(plan.parties.side.size - 1, int(who * plan.parties.side.size))
    c, hope = _best_text(plan, f, d, i)
    if c >= 0 and hope >= 0.01:
        _put(plan, f, d, seed, run, c, i)
    elif plan.on[On.CEASEFIRES] and f.count[Count.CEASEFIRE_UNTIL] < day and _pause(plan, f, d):
        f.count[Count.CEASEFIRE_UNTIL] = day + int(7.0 * plan.numbers[d, Num.PAUSE_WEEKS])
        note(f, Kind.CEASEFIRE, i, 7.0 * plan.numbers[d, Num.PAUSE_WEEKS])


@jitable
def forced_round(plan: Plan, f: Future, d: int, seed: int, run: int) -> None:
    """Put the forced text on the table at once, if the parties may sit."""
    if may_sit(plan, f):
        f.count[Count.TABLE] = 1
        _round(plan, f, d, seed, run)


@jitable
def spoil(plan: Plan, f: Future, d: int, seed: int, run: int, days: float) -> None:
    """Spoilers attack while there is something to spoil; trust moves by what an attack can teach."""
    if not plan.on[On.SPOILERS] or f.count[Count.TABLE] == 0:
        return
    for j in range(plan.texts.spoil_war.shape[1]):
        c = f.count[Count.TEXT]
        text = plan.texts.spoil_u[d, j, c] if c >= 0 else 0.0
        rate = attack_hazard(plan.numbers[d, Num.SIGMA], plan.texts.spoil_war[d, j], text, True)
        if uniform(seed, run, Luck.SPOILERS, j, f.count[Count.DAY]) < -math.expm1(-rate * days / 7.0):
            f.level[Level.TRUST] = trust_after_attack(f.level[Level.TRUST], plan.numbers[d, Num.ATTACK_BLAME])
            f.count[Count.ATTACKS] += 1
            note(f, Kind.ATTACK, j, f.level[Level.TRUST])


@jitable
def table_step(plan: Plan, f: Future, d: int, seed: int, run: int, days: float) -> None:
    """A political step at the table: it opens, closes for a precondition, or a round comes."""
    count, day, numbers = f.count, f.count[Count.DAY], plan.numbers
    allowed = may_sit(plan, f)
    if count[Count.TABLE] == 1 and not allowed:
        count[Count.TABLE] = 0
        note(f, Kind.TABLE_CLOSED, -1, 0.0)
    u, v = uniform_pair(seed, run, Luck.ROUND, 0, day)
    if count[Count.TABLE] == 0:
        if not allowed:
            return
        if count[Count.READY_ON] <= day:
            allow_texts(plan, f, d)
            f.level[Level.READINESS] = ready(plan, f, d)
            count[Count.READY_ON] = day + 28
        rate = opening_hazard(numbers[d, Num.P_OPEN], f.level[Level.READINESS], True)
        if u < chance(hazard(rate), days):
            count[Count.TABLE] = 1
            note(f, Kind.TABLE_OPENED, 0, f.level[Level.READINESS])
        return
    rate = hazard(numbers[d, Num.P_ROUND])
    if plan.on[On.DEADLINE_TEMPO] and 0.0 < 7.0 * f.level[Level.UNTIL] <= _SOON:
        rate *= 2.0
    if v < chance(rate, days):
        _round(plan, f, d, seed, run)
