"""The table, deals, clauses, reviews and ceasefires once more, written from the documentation and not from the engine.

As in `second_minds`: plain Python on the engine's records, each function changing a future as the pages say that one
step of it should.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from detente.engine.layout import CONDITIONAL, Code, Kind, Luck, Party, Status
from detente.engine.random import normal, uniform, uniform_pair
from detente.engine.state import Aid, Count, Leave, Level, Mind
from second_minds import allow_texts, foresee, happens, note, number, on, phi, ready, squash, wish

Record = Any
LINES_OF = 8
NODES = np.polynomial.legendre.leggauss(200)


def luck(f: Record, mechanism: Luck, index: int = 0, day: int | None = None) -> float:
    """A uniform of this future, today unless another day is named."""
    return uniform(f.seed, f.run, mechanism, index, int(f.count[Count.DAY]) if day is None else day)


def bell(f: Record, mechanism: Luck, index: int, day: int) -> float:
    """A standard normal of this future."""
    return normal(f.seed, f.run, mechanism, index, day)


# What a text is worth --------------------------------------------------------------------------------------------


def priced(p: Record, f: Record, judge: int, i: int, c: int) -> float:
    """u~ of a text: the time after a break is priced at war, by the background hazard and by who will want to leave.

    Support changes as announced, or at once as the text itself says; nobody gains by a break.
    """
    u, leaves = float(p.text_u[i, c]), int(p.text_leaves[c])
    if not on(p, "EXPECTED_BREACH"):
        return u
    own = leaves > 0 and on(p, "SHIFTING_POWER")
    war, until = f.believed[judge, :, (3 if leaves == 1 else 4) if own else 1], 1.0 if own else f.level[Level.PASSED]
    h, rho = number(p, "BREAK_HAZARD"), -math.log(number(p, "DISCOUNT")) / 52
    stays = 1.0
    for j in range(p.parties):
        if j != i:
            psi = f.mind[j, Mind.PSI] if on(p, "ENFORCEMENT") else 0.0
            stays *= phi((p.text_u[j, c] + psi - war[j]) / number(p, "BREACH_TASTE"))
    share = 1 - (1 - h / (h + rho)) * (1 - (1 - stays) * until)
    return float((1 - share) * u + share * min(u, max(p.party_numbers[i, Party.U_LOSE], war[i])))


def nash_text(p: Record, f: Record, judge: int) -> int:
    """Text with the largest product of gains over the floors that the judge reckons with; -1 without common gain."""
    best, most = -1, 0.0
    for c in range(p.texts):
        if f.allowed[c]:
            gains = [p.text_u[j, c] - f.believed[judge, j, 0] for j in range(p.parties)]
            if min(gains) > 0 and math.prod(gains) > most:
                best, most = c, math.prod(gains)
    return best


def need(p: Record, f: Record, judge: int, j: int, nash: int) -> float:
    """What party j must get before tastes, as the judge reckons it: max(R, r + eta*max(0, Nash - r))."""
    r, ratifiable = float(f.believed[judge, j, 0]), float(f.believed[judge, j, 2])
    if nash < 0 or not on(p, "HOLDING_OUT"):
        return max(ratifiable, r)
    eta, weeks = p.party_numbers[j, Party.ETA], f.level[Level.DEADLINE]
    if on(p, "DEADLINE_TEMPO") and 0 < weeks < 4:
        eta *= weeks / 4
    return max(ratifiable, r + eta * max(0.0, priced(p, f, judge, j, nash) - r))


def would_sign(p: Record, f: Record, judge: int, j: int, c: int, least: float) -> float:
    """Share of party j's wishes with which it signs."""
    return phi((priced(p, f, judge, j, c) - least + f.mind[j, Mind.GUESS]) / f.mind[j, Mind.GUESS_SD])


def accepts(p: Record, f: Record, i: int, c: int) -> bool:
    """u~ - max(R, going on) + taste >= 0, and nobody of its own forbids it."""
    if int(f.barred[c]) & (1 << i | 1 << (i + LINES_OF)):
        return False
    return priced(p, f, i, i, c) - need(p, f, i, i, nash_text(p, f, i)) + wish(p, f, i) >= -1e-9


def best_text(p: Record, f: Record, i: int) -> int:
    """The proposer weighs what a text gives it with the chance that the others sign; else it fights on."""
    nash = nash_text(p, f, i)
    needs = [need(p, f, i, j, nash) for j in range(p.parties)]
    best, most, hope = -1, -math.inf, 0.0
    for c in range(p.texts):
        u = priced(p, f, i, i, c) + wish(p, f, i)
        if f.allowed[c] and u >= f.believed[i, i, 2]:
            chance = math.prod(would_sign(p, f, i, j, c, needs[j]) for j in range(p.parties) if j != i)
            value = chance * u + (1 - chance) * f.believed[i, i, 0]
            if value > most:
                best, most, hope = c, value, chance
    return best if hope >= 0.01 else -1


# The table --------------------------------------------------------------------------------------------------------


def status_now(f: Record, clause: int) -> int:
    """Status of a clause as a condition reads it; one that is late waits with its day, and has none once it is done."""
    if f.clause[clause, 0] == Status.LATE:
        return Status.PENDING if f.clause[clause, 1] >= 0 else Status.KEPT
    return int(f.clause[clause, 0])


def may_sit(p: Record, f: Record) -> bool:
    """Whether no precondition holds that keeps a party from the table, and no host."""
    if f.count[Count.TABLE_SHUT] or not on(p, "TALKS"):
        return False
    if not on(p, "PRECONDITIONS"):
        return True
    for one in range(p.preconditions):
        at, value = int(p.effect_pre_index[one]), p.effect_pre_value[one]
        if f.count[Count.DAY] < p.effect_pre_from[one]:
            continue
        match int(p.effect_pre_kind[one]):
            case 0:
                holds = f.office[at] == value
            case 1:
                holds = f.aid[at, Aid.LEVEL] > value
            case _:
                holds = status_now(f, at) == value
        if holds:
            return False
    return True


def _leak(p: Record, f: Record, refused: int) -> None:
    """A refused text leaks: the party is held to its bottom line as if it had gone public."""
    if on(p, "LEAKS") and luck(f, Luck.LEAK, int(p.party_luck[refused])) < number(p, "P_LEAK"):
        strength, z = number(p, "LEAK_STRENGTH"), f.mind[refused, Mind.BOTTOM_LINE]
        f.mind[refused, Mind.BOTTOM_LINE] = squash(math.log(z / (1 - z)) + strength)
        f.mind[refused, Mind.AUDIENCE] *= math.exp(strength)
        f.count[Count.LEAKS] += 1
        note(f, Kind.LEAKED, refused, strength)


def _unmask(p: Record, f: Record, refused: int, c: int, proposer: int) -> None:
    """Wishes that would have signed are cut off from what the others believe of them."""
    if not on(p, "REFUSALS") or int(f.barred[c]) & (1 << refused | 1 << (refused + LINES_OF)):
        return
    judge = proposer if proposer not in (-1, refused) else int(p.party_principal[1 - p.party_side[refused]])
    margin = priced(p, f, judge, refused, c) - need(p, f, judge, refused, nash_text(p, f, judge))
    mean, sd = f.mind[refused, Mind.GUESS], f.mind[refused, Mind.GUESS_SD]
    nodes, weights = NODES
    low = min(mean, -margin) - 9 * sd
    x = low + (-margin - low) * (nodes + 1) / 2
    height = -0.5 * ((x - mean) / sd) ** 2
    weight = weights * np.exp(height - height.max())
    f.mind[refused, Mind.GUESS] = middle = (weight * x).sum() / weight.sum()
    f.mind[refused, Mind.GUESS_SD] = math.sqrt((weight * (x - middle) ** 2).sum() / weight.sum())


def _report(p: Record, f: Record) -> None:
    """Who believes the mediator (Kydd 2003) closes half of its share of the gap to the other principal's theta.

    It tells the truth if b*(.9*.3 - .1) >= .1*s, and b*(.3 - .1) <= 0*s holds by itself where it never cries wolf:
    with a stake s that is exponential, the chance of the truth is 1 - exp(-b*.17/.1/mean stake).
    """
    if not on(p, "MEDIATOR_REPORT"):
        return
    before = [float(f.mind[i, Mind.THETA]) for i in range(p.parties)]
    bias, stake, told = p.mediator[0], p.mediator[1], False
    for i in range(p.parties):
        leaning = bias if p.party_side[i] == 1 else -bias
        if luck(f, Luck.REPORT, int(p.party_luck[i])) < 1 - math.exp(-max(0.0, leaning) * 1.7 / stake):
            other = before[p.party_principal[1 - p.party_side[i]]]
            f.mind[i, Mind.THETA] += 0.5 * number(p, "MEDIATOR_GAP") * (other - before[i])
            told = True
    if told:
        note(f, Kind.REPORT, 0, number(p, "MEDIATOR_GAP"))


def _sign(p: Record, f: Record, c: int, proposer: int) -> None:
    """War stops, the table closes, terms fall due, and the nearest stop of a scheduled issue dates a patron's exit."""
    day = int(f.count[Count.DAY])
    f.terms[: p.issues] = p.text_x[c, : p.issues]
    for name, value in (
        ("SETTLED", 1), ("EVER_SIGNED", 1), ("SIGNED_ON", day), ("BROKE_ON", -1), ("FIRST_BREAK", -1),
        ("TERM_BREACHED", -1), ("KEPT", -1), ("TEXT", c), ("SIGNED_TEXT", c), ("PROPOSER", proposer),
        ("CEASEFIRE_UNTIL", -1), ("DORMANT", 0), ("TABLE", 0), ("SIGNINGS", f.count[Count.SIGNINGS] + 1),
    ):  # fmt: skip
        f.count[Count[name]] = value
    f.level[Level.BREACHES] = 0.0
    for t in range(p.terms):
        f.term[t] = Status.PENDING, day + p.clause_term_within[t]
    for k in sorted({int(p.text_stop_issue[stop]) for stop in range(p.stops)}):
        own = [stop for stop in range(p.stops) if p.text_stop_issue[stop] == k]
        stop = min(own, key=lambda one: abs(p.text_x[c, k] - p.text_stop_value[one]))
        bind(p, f, int(p.text_stop_patron[stop]), int(p.text_stop_day[stop]))
    note(f, Kind.SIGNED, c, float(proposer))


def dates_exit(p: Record, at: int, a: int) -> bool:
    """Whether a clause says when a patron's support goes: by a review, or by what it does when it is kept."""
    kept = range(int(p.clause_keep_from[at]), int(p.clause_keep_to[at]))
    return p.clause_review[at] == a + 1 or any(
        p.effect_code[e] <= Code.SUPPORT_ENDS and p.effect_i[e] == a for e in kept
    )


def bind(p: Record, f: Record, a: int, ends: int) -> None:
    """Support ends on the day of the terms, or stays; a pending clause that dated its exit takes over that day."""
    day, aid = int(f.count[Count.DAY]), f.aid[a]
    aid[Aid.BASE] = aid[Aid.LEVEL]
    f.leave[a, Leave.ENDS] = ends = max(ends, day + 1) if ends >= 0 else -1
    pace = int(f.leave[a, Leave.PACE])  # a date that is moved has the same days before it
    f.leave[a, Leave.OVER] = max(1, min(pace, ends - day)) if ends >= 0 else pace
    aid[Aid.ANNOUNCED] = max(0.0, aid[Aid.LEVEL] - aid[Aid.AFTER]) if ends >= 0 else 0.0
    for at in range(p.clauses):
        if dates_exit(p, at, a) and f.clause[at, 0] == Status.PENDING and f.clause[at, 1] != -1:
            f.clause[at, 1:] = ends if ends >= 0 else CONDITIONAL, 1
    f.count[Count.NEXT_DUE], f.count[Count.NEXT_SUPPORT] = day, 0


def put(p: Record, f: Record, c: int, proposer: int) -> None:
    """All sign, or somebody refuses (of several one by lot); a refusal leaks, teaches, and may close the table."""
    f.count[Count.ROUNDS] += 1
    f.count[Count.TEXT] = c
    against = [i for i in range(p.parties) if i != proposer and not accepts(p, f, i, c)]
    if not against:
        _sign(p, f, c, proposer)
        return
    refused = max(against, key=lambda i: luck(f, Luck.CLOSING, int(p.party_luck[i])))
    note(f, Kind.REFUSAL, refused, float(c))
    _leak(p, f, refused)
    _unmask(p, f, refused, c, proposer)
    if luck(f, Luck.CLOSING) < number(p, "P_CLOSE"):
        f.count[Count.TABLE] = 0
        note(f, Kind.TABLE_CLOSED, refused, 0.0)


def _offer(p: Record, f: Record) -> tuple[int, int]:
    """A round: the mediator's own text, or one by it or by a party as far as the table is ready; else a ceasefire."""
    allow_texts(p, f)
    if p.text_forced >= 0:
        return int(p.text_forced), -1
    ripe = luck(f, Luck.DRAFT) < f.level[Level.READINESS]
    to_mediator, who = uniform_pair(f.seed, f.run, Luck.PROPOSER, 0, int(f.count[Count.DAY]))
    proposer = max(range(p.parties), key=lambda i: luck(f, Luck.PROPOSER, int(p.party_luck[i])))
    c = -1
    if p.mediator[2]:
        _report(p, f)
        if on(p, "MEDIATOR_TEXT") and to_mediator < number(p, "MEDIATOR_SHARE"):
            proposer = -1
    if proposer < 0:
        used = int(f.count[Count.OWN_TEXT_REFUSED])
        if used < p.owns:
            c = int(p.text_own[used])
            f.count[Count.OWN_TEXT_REFUSED] = used + 1
        if c < 0 or f.barred[c]:
            c = nash_text(p, f, int(p.party_principal[1 if who < 0.5 else 0])) if ripe else -1
    elif ripe:
        c = best_text(p, f, proposer)
    if c < 0 and ripe:
        propose_pause(p, f, proposer, -1)
    return c, proposer


def table_step(p: Record, f: Record, walk: np.ndarray, days: float) -> tuple[int, int]:
    """A closed table opens as far as it is ready (looked at every four weeks); rounds come at an open one."""
    if not may_sit(p, f):
        return -1, -1
    opens, comes = uniform_pair(f.seed, f.run, Luck.ROUND, 0, int(f.count[Count.DAY]))
    closed = f.count[Count.TABLE] == 0
    if f.count[Count.READY_ON] <= f.count[Count.DAY] and (p.text_forced < 0 or closed):
        allow_texts(p, f)
        f.level[Level.READINESS] = ready(p, f, walk)
        f.count[Count.READY_ON] = f.count[Count.DAY] + 28
    if closed:
        if opens < happens(number(p, "P_OPEN") * f.level[Level.READINESS], days):
            f.count[Count.TABLE] = 1
            note(f, Kind.TABLE_OPENED, 0, f.level[Level.READINESS])
        return -1, -1
    soon = on(p, "DEADLINE_TEMPO") and 0 < f.level[Level.DEADLINE] <= 4
    if comes < happens(number(p, "P_ROUND"), 2 * days if soon else days):
        foresee(p, f, walk)
        return _offer(p, f)
    return -1, -1


def spoil(p: Record, f: Record, days: float) -> None:
    """Attacks at sigma*max(0, u(war) - u(text)) while a table is open; trust moves as far as moderates are to blame."""
    c = int(f.count[Count.TEXT])
    if c < 0 and p.owns and on(p, "MEDIATOR_TEXT"):
        c = int(p.text_own[0])  # before any round the mediator's own lies there
    if not on(p, "SPOILERS") or not f.count[Count.TABLE] or c < 0:
        return
    for j in range(p.spoilers):
        rate = number(p, "SIGMA") * max(0.0, p.text_spoil_war[j] - p.text_spoil_u[j, c])
        if luck(f, Luck.SPOILERS, int(p.text_spoil_luck[j])) < 1 - math.exp(-rate * days / 7):
            trust, blame = f.level[Level.TRUST], number(p, "ATTACK_BLAME")
            f.level[Level.TRUST] = trust * (1 - blame) / (trust * (1 - blame) + 1 - trust)
            f.count[Count.ATTACKS] += 1
            note(f, Kind.ATTACK, j, f.level[Level.TRUST])


# Ceasefires -------------------------------------------------------------------------------------------------------


def _margin(p: Record, f: Record, i: int, weeks: float) -> float:
    """(1 - D^L)*phi*f + D^L*V less V, and the wish for the time that the pause takes, in utility of terms."""
    d = number(p, "DISCOUNT") ** (weeks / 52)
    held = f.level[Level.CONTROL] if p.party_side[i] == 1 else 1 - f.level[Level.CONTROL]
    now, later = f.mind[i, Mind.VALUE], f.mind[i, Mind.VALUE]
    if f.level[Level.UNTIL] <= weeks:
        later = f.mind[i, Mind.VALUE_AFTER]
    lose, win = p.party_numbers[i, Party.U_LOSE], p.party_numbers[i, Party.U_WIN]
    return float((win - lose) * ((1 - d) * held + d * later - now) + (1 - d) * wish(p, f, i))


def wants_pause(p: Record, f: Record, i: int, weeks: float) -> bool:
    """Whether a party agrees to a ceasefire."""
    return _margin(p, f, i, weeks) > 0


def _keeps_pause(p: Record, f: Record, i: int, weeks: float) -> bool:
    """A ceasefire is kept while no margin falls below -(1 - D^L)*psi."""
    psi = f.mind[i, Mind.PSI] if on(p, "ENFORCEMENT") else 0.0
    return _margin(p, f, i, weeks) >= -(1 - number(p, "DISCOUNT") ** (weeks / 52)) * psi


def propose_pause(p: Record, f: Record, i: int, willing: int) -> bool:
    """A ceasefire is in force if all agree."""
    day, weeks = int(f.count[Count.DAY]), number(p, "PAUSE_WEEKS")
    if not on(p, "CEASEFIRES") or f.count[Count.CEASEFIRE_UNTIL] >= day:
        return False
    agreed = all(wants_pause(p, f, j, weeks) for j in range(p.parties))
    if agreed:
        f.count[Count.CEASEFIRE_UNTIL], f.count[Count.PAUSE_AGREED] = day + int(7 * weeks), 1
        note(f, Kind.CEASEFIRE, i, 7 * weeks)
    return agreed


def pause_step(p: Record, f: Record, days: float) -> None:
    """A ceasefire that was agreed is renewed in its last week, or walked out of; any breaks now and then."""
    left, weeks = int(f.count[Count.CEASEFIRE_UNTIL] - f.count[Count.DAY]), number(p, "PAUSE_WEEKS")
    if left <= 0:
        if luck(f, Luck.PAUSE) < happens(number(p, "P_PAUSE"), days):
            propose_pause(p, f, -1, -1)
        return
    agreed = bool(f.count[Count.PAUSE_AGREED])
    if agreed and left <= 7 and all(_keeps_pause(p, f, i, weeks) for i in range(p.parties)):
        left += int(7 * weeks)
        f.count[Count.CEASEFIRE_UNTIL] += int(7 * weeks)
    ends = luck(f, Luck.CEASEFIRE) < happens(number(p, "PAUSE_HAZARD"), days)
    if ends or (agreed and not all(_keeps_pause(p, f, i, left / 7) for i in range(p.parties))):
        f.count[Count.CEASEFIRE_UNTIL] = f.count[Count.DAY]
        note(f, Kind.CEASEFIRE_BROKEN, 0, 0.0)
