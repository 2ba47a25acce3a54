"""The table: opening, rounds of offers, acceptance, spoilers, what the mediator does."""

from __future__ import annotations

import math

from detente.engine.ceasefire_step import propose_pause, wants_pause
from detente.engine.effects_step import set_end
from detente.engine.front_step import note
from detente.engine.judging import SOON, accepts, best_text, nash_text, need, priced
from detente.engine.layout import CONDITIONAL, Code, Kind, Luck, Num, On, Status
from detente.engine.limits import PARTIES
from detente.engine.random import uniform, uniform_pair
from detente.engine.records import Floats, Future, Plan
from detente.engine.seat_step import PASS, STOP_FIRE, Ask, ask
from detente.engine.state import Aid, Count, Level, Mind
from detente.engine.values import allow_texts, foresee, ready
from detente.models.bargaining.trust import mediator_credibility_core
from detente.models.deals import chance, hazard
from detente.models.kernel import jitable
from detente.models.signals import close_gap, public_audience, public_bottom_line
from detente.models.spoilers import attack_hazard, trust_after_attack
from detente.models.table import (
    acceptance_margin,
    after_refusal,
    opening_hazard,
)

__all__ = [
    "forced_text",
    "may_sit",
    "on_the_table",
    "put",
    "spoil",
    "table_step",
]

_WAR_RISK, _UNRESOLVED, _RESOLVED, _FALSE_ALARM = 0.1, 0.3, 0.1, 0.0
"""Set-up of the mediator's report (Kydd 2003; see `detente.models.bargaining.trust`): assumed, shares of the prize."""
_PENDING, _KEPT = int(Status.PENDING), int(Status.KEPT)
_SIGN, _PROPOSE = int(Ask.SIGN), int(Ask.PROPOSE)


@jitable
def _stands(f: Future, clause: int) -> int:
    """Status of a clause as a condition reads it: what was done late is kept, what is late and not done is pending."""
    status = f.clause[clause, 0]
    if status == Status.LATE:
        return _PENDING if f.clause[clause, 1] >= 0 else _KEPT
    return status


@jitable
def may_sit(p: Plan, f: Future) -> bool:
    """Whether no party's precondition forbids sitting (as long as its condition holds)."""
    if f.count[Count.TABLE_SHUT] == 1 or not p.on[On.TALKS]:
        return False
    if not p.on[On.PRECONDITIONS]:
        return True
    for one in range(p.preconditions):
        if p.effect_pre_from[one] > f.count[Count.DAY]:
            continue
        kind, index, value = p.effect_pre_kind[one], p.effect_pre_index[one], p.effect_pre_value[one]
        if kind == 0 and f.office[index] == (value > 0.5):
            return False
        if kind == 1 and f.aid[index, Aid.LEVEL] > value:
            return False
        if kind == 2 and _stands(f, index) == int(value):
            return False
    return True


@jitable
def _dates_exit(p: Plan, f: Future, at: int, patron: int) -> bool:
    """Whether a clause dates a patron's exit: by its review, or since support goes when it is kept."""
    if p.clause_review[at] - 1 == patron:
        return True
    for e in range(p.clause_keep_from[at], p.clause_keep_to[at]):
        code, less = p.effect_code[e], p.effect_value[e] < f.aid[patron, Aid.LEVEL]
        lowers = less and (code == Code.SUPPORT_LEVEL or code == Code.SUPPORT_MOST)
        if p.effect_i[e] == patron and (lowers or code == Code.SUPPORT_ENDS):
            return True
    return False


@jitable
def _bind_patron(p: Plan, f: Future, stop: int) -> None:
    """A patron's calendar is what the terms say; the clause that said it before now falls due then, or not at all."""
    patron, ends, day = p.text_stop_patron[stop], p.text_stop_day[stop], f.count[Count.DAY]
    left = -1 if ends < 0 else max(ends, day + 1)
    set_end(f, patron, left, 0)
    f.aid[patron, Aid.ANNOUNCED] = max(0.0, f.aid[patron, Aid.LEVEL] - f.aid[patron, Aid.AFTER]) if left >= 0 else 0.0
    for at in range(p.clauses):
        if f.clause[at, 0] == Status.PENDING and f.clause[at, 1] != -1 and _dates_exit(p, f, at, patron):
            f.clause[at, 1], f.clause[at, 2] = left if left >= 0 else CONDITIONAL, 1
    f.count[Count.NEXT_DUE] = day
    f.count[Count.NEXT_SUPPORT] = 0


@jitable
def _sign(p: Plan, f: Future, c: int, proposer: int) -> None:
    """The parties sign text c: the war stops, the table closes, its terms fall due, its schedule binds patrons."""
    count, day = f.count, f.count[Count.DAY]
    for k in range(p.issues):
        f.terms[k] = p.text_x[c, k]
    count[Count.SETTLED] = count[Count.EVER_SIGNED] = 1
    count[Count.SIGNINGS] += 1
    count[Count.SIGNED_ON] = day
    count[Count.BROKE_ON] = count[Count.FIRST_BREAK] = count[Count.TERM_BREACHED] = count[Count.KEPT] = -1
    f.level[Level.BREACHES] = 0.0
    count[Count.TEXT] = count[Count.SIGNED_TEXT] = c
    count[Count.PROPOSER] = proposer
    count[Count.CEASEFIRE_UNTIL] = -1
    count[Count.DORMANT] = count[Count.TABLE] = 0
    for t in range(p.terms):
        f.term[t, 0] = 0
        f.term[t, 1] = day + p.clause_term_within[t]
    for stop in range(p.stops):
        issue, nearest = p.text_stop_issue[stop], True
        gap = abs(f.terms[issue] - p.text_stop_value[stop])
        for other in range(p.stops):
            if p.text_stop_issue[other] == issue:
                there = abs(f.terms[issue] - p.text_stop_value[other])
                if there < gap or (there == gap and other < stop):
                    nearest = False
        if nearest:
            _bind_patron(p, f, stop)
    note(f, Kind.SIGNED, c, float(proposer))


@jitable
def _seat_offers(p: Plan, f: Future, i: int, c: int, ripe: bool) -> int:
    """What a seat puts down: a text, nothing (`PASS`) or a ceasefire (`STOP_FIRE`); c is the engine's text for it."""
    own = c
    if c < 0:
        own = STOP_FIRE if ripe and wants_pause(p, f, i, p.numbers[Num.PAUSE_WEEKS]) else PASS
    taken = ask(p, f, _PROPOSE, -1, i, own)
    new = taken - (p.texts - p.seat_texts)
    if new >= 0:
        f.tabled[new] = 1
    return taken


@jitable
def _leak(p: Plan, f: Future, refused: int) -> None:
    """A text refused in private may leak: the party that refused is held to its bottom line (Fearon 1994)."""
    day = f.count[Count.DAY]
    if not p.on[On.LEAKS] or uniform(f.seed, f.run, Luck.LEAK, p.party_luck[refused], day) >= p.numbers[Num.P_LEAK]:
        return
    strength = p.numbers[Num.LEAK_STRENGTH]
    f.mind[refused, Mind.BOTTOM_LINE] = public_bottom_line(f.mind[refused, Mind.BOTTOM_LINE], 1.0, strength)
    f.mind[refused, Mind.AUDIENCE] = public_audience(f.mind[refused, Mind.AUDIENCE], 1.0, strength)
    f.count[Count.LEAKS] += 1
    note(f, Kind.LEAKED, refused, strength)


@jitable
def _unmask(p: Plan, f: Future, refused: int, c: int, proposer: int) -> None:
    """A refusal shows the others that a party wants more than they thought, unless it was forbidden to sign."""
    if not p.on[On.REFUSALS] or f.barred[c] & ((1 << refused) | (1 << (PARTIES + refused))):
        return
    judge = proposer if proposer >= 0 and proposer != refused else int(p.party_principal[1 - p.party_side[refused]])
    nash = nash_text(p, f, judge)
    margin = acceptance_margin(priced(p, f, judge, refused, c), need(p, f, judge, refused, nash), 0.0)
    guess, sd = after_refusal(f.mind[refused, Mind.GUESS], f.mind[refused, Mind.GUESS_SD], margin)
    f.mind[refused, Mind.GUESS], f.mind[refused, Mind.GUESS_SD] = guess, sd


@jitable
def _report(p: Plan, f: Future) -> None:
    """A mediator reports on the front; believed, it brings the sides' beliefs together (Kydd 2003)."""
    if not p.on[On.MEDIATOR_REPORT]:
        return
    day = f.count[Count.DAY]
    bias, stake = p.mediator[0], p.mediator[1]
    share = p.numbers[Num.MEDIATOR_GAP]
    mean0 = f.mind[p.party_principal[0], Mind.THETA]
    mean1 = f.mind[p.party_principal[1], Mind.THETA]
    believed = False
    for i in range(p.parties):
        leaning = bias if p.party_side[i] == 1 else -bias
        credibility = mediator_credibility_core(leaning, stake, _WAR_RISK, _UNRESOLVED, _RESOLVED, _FALSE_ALARM)
        if uniform(f.seed, f.run, Luck.REPORT, p.party_luck[i], day) < credibility:
            other = mean1 if p.party_side[i] == 0 else mean0
            f.mind[i, Mind.THETA] = close_gap(f.mind[i, Mind.THETA], other, share)
            believed = True
    if believed:
        note(f, Kind.REPORT, 0, share)


@jitable
def _speaker(p: Plan, f: Future) -> int:
    """Whose turn it is to propose: the party with the highest lot (who joins leaves the others' as they were)."""
    first, highest = 0, -1.0
    for i in range(p.parties):
        lot = uniform(f.seed, f.run, Luck.PROPOSER, p.party_luck[i], f.count[Count.DAY])
        if lot > highest:
            first, highest = i, lot
    return first


@jitable
def _offer(p: Plan, f: Future) -> tuple[int, int]:
    """One round: the text that is put on the table (-1: none) and who puts it (-1: the mediator).

    A new text is written only as the table is ready (Pruitt 2007: readiness to make concessions, and not only to come);
    a mediator's own lies there already. Where it is, and nobody has one that could be signed, a ceasefire is proposed.
    """
    allow_texts(p, f)
    if p.text_forced >= 0:
        return p.text_forced, -1
    by_mediator, who = uniform_pair(f.seed, f.run, Luck.PROPOSER, 0, f.count[Count.DAY])
    proposer, c = _speaker(p, f), -1
    ripe = uniform(f.seed, f.run, Luck.DRAFT, 0, f.count[Count.DAY]) < f.level[Level.READINESS]
    if p.mediator[2] > 0.5:
        _report(p, f)
        if p.on[On.MEDIATOR_TEXT] and by_mediator < p.numbers[Num.MEDIATOR_SHARE]:
            proposer = -1
    willing = -1
    if proposer >= 0:
        c = best_text(p, f, proposer) if ripe else -1
        if p.seat == proposer + 1:
            c, willing = _seat_offers(p, f, proposer, c, ripe), proposer
    else:
        if f.count[Count.OWN_TEXT_REFUSED] < p.owns:
            c = int(p.text_own[f.count[Count.OWN_TEXT_REFUSED]])
            f.count[Count.OWN_TEXT_REFUSED] += 1
        if c < 0 or not f.allowed[c]:
            c = nash_text(p, f, p.party_principal[1 if who < 0.5 else 0]) if ripe else -1
    if c == STOP_FIRE or (c < 0 and ripe and willing < 0):
        propose_pause(p, f, proposer, willing)
    return c, proposer


@jitable
def forced_text(p: Plan, f: Future, walk: Floats) -> int:
    """The forced text, put on the table at once if the parties may sit (-1: they may not)."""
    if not may_sit(p, f):
        return -1
    f.count[Count.TABLE] = 1
    allow_texts(p, f)
    foresee(p, f, walk)
    return p.text_forced


@jitable
def _signs(p: Plan, f: Future, i: int, c: int, proposer: int) -> bool:
    """Whether party i's name comes under text c; its ratifiers and patrons can stop what it or its seat would sign."""
    if i != proposer:
        willing = accepts(p, f, i, c)
        if p.seat != i + 1:
            return willing
        if ask(p, f, _SIGN, c, proposer, 1 if willing else 0) <= 0:
            return False
    return f.barred[c] & (1 << (PARTIES + i)) == 0


@jitable
def put(p: Plan, f: Future, c: int, proposer: int) -> None:
    """Text c is on the table: all sign, or somebody refuses and the table may close.

    Of several who would refuse a lot says who does so first, and not the order of the parties in the case.
    """
    day = f.count[Count.DAY]
    f.count[Count.ROUNDS] += 1
    f.count[Count.TEXT] = c if f.count[Count.SETTLED] == 0 else f.count[Count.TEXT]
    refused, highest = -1, -1.0
    for i in range(p.parties):
        if not _signs(p, f, i, c, proposer):
            lot = uniform(f.seed, f.run, Luck.CLOSING, p.party_luck[i], day)
            if lot > highest:
                refused, highest = i, lot
    if refused < 0:
        _sign(p, f, c, proposer)
        return
    note(f, Kind.REFUSAL, refused, float(c))
    _leak(p, f, refused)
    _unmask(p, f, refused, c, proposer)
    if uniform(f.seed, f.run, Luck.CLOSING, 0, day) < p.numbers[Num.P_CLOSE]:
        f.count[Count.TABLE] = 0
        note(f, Kind.TABLE_CLOSED, refused, 0.0)


@jitable
def on_the_table(p: Plan, f: Future) -> int:
    """The text that lies on the table: the last one put down, and before that the mediator's own (-1: none)."""
    c = f.count[Count.TEXT]
    return int(p.text_own[0]) if c < 0 and p.owns > 0 and p.on[On.MEDIATOR_TEXT] else c


@jitable
def spoil(p: Plan, f: Future, days: float) -> None:
    """Spoilers attack while a text is on an open table; trust moves by what an attack can teach."""
    if not p.on[On.SPOILERS] or f.count[Count.TABLE] == 0:
        return
    c = on_the_table(p, f)
    if c < 0:
        return
    for j in range(p.spoilers):
        rate = attack_hazard(p.numbers[Num.SIGMA], p.text_spoil_war[j], p.text_spoil_u[j, c], True)
        u = uniform(f.seed, f.run, Luck.SPOILERS, p.text_spoil_luck[j], f.count[Count.DAY])
        if u < -math.expm1(-rate * days / 7.0):
            f.level[Level.TRUST] = trust_after_attack(f.level[Level.TRUST], p.numbers[Num.ATTACK_BLAME])
            f.count[Count.ATTACKS] += 1
            note(f, Kind.ATTACK, j, f.level[Level.TRUST])


@jitable
def table_step(p: Plan, f: Future, walk: Floats, days: float) -> tuple[int, int]:
    """A political step at the table: it opens, or a round comes: which text, and whose.

    While a precondition holds, an open table is suspended: nobody sits, and rounds go on once it is met.
    """
    count, day, numbers = f.count, f.count[Count.DAY], p.numbers
    if not may_sit(p, f):
        return -1, -1
    u, v = uniform_pair(f.seed, f.run, Luck.ROUND, 0, day)
    # Effects bring it forward; a text that is tested takes no readiness, but a table that closed over it does.
    if count[Count.READY_ON] <= day and (p.text_forced < 0 or count[Count.TABLE] == 0):
        allow_texts(p, f)
        f.level[Level.READINESS] = ready(p, f, walk)
        count[Count.READY_ON] = day + 28
    if count[Count.TABLE] == 0:
        rate = opening_hazard(numbers[Num.P_OPEN], f.level[Level.READINESS], True)
        if u < chance(hazard(rate), days):
            count[Count.TABLE] = 1
            note(f, Kind.TABLE_OPENED, 0, f.level[Level.READINESS])
        return -1, -1
    rate = hazard(numbers[Num.P_ROUND])
    if p.on[On.DEADLINE_TEMPO] and 0.0 < 7.0 * f.level[Level.DEADLINE] <= SOON:
        rate *= 2.0
    if v < chance(rate, days):
        foresee(p, f, walk)
        return _offer(p, f)
    return -1, -1
