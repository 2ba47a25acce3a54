"""A seat: one party's decisions come from outside as far as they are given; from then on the engine decides itself.

A plan without a seat pays one comparison where a party decides. A seat that is given no decision, or the engine's own,
plays the ordinary future to the last bit; the tests hold that.
"""

from __future__ import annotations

from enum import IntEnum

from detente.engine.limits import QUESTIONS
from detente.engine.records import Future, Plan
from detente.engine.state import Aid, Count, Leave, Level, Mind
from detente.models.kernel import jitable

__all__ = ["PASS", "STOP_FIRE", "Ask", "ask", "insists"]


class Ask(IntEnum):
    """What a seat decides.

    To sign a text; which text to put down (see `PASS`, `STOP_FIRE`); to agree to a ceasefire, to renew it, to walk out
    of it; to leave a settlement.
    """

    SIGN = 0
    PROPOSE = 1
    CEASEFIRE = 2
    RENEW = 3
    WALK_OUT = 4
    LEAVE = 5


PASS, STOP_FIRE = -1, -2
"""Instead of the number of a text that a seat puts down: nothing, or a ceasefire."""

ASKED_AGAIN = 28
"""Days after which a seat that stays where the engine would leave is asked again."""
_LEVELS, _COUNTS, _MINDS = len(Level), len(Count), len(Mind)
_LEVEL, _ENDS = int(Aid.LEVEL), int(Leave.ENDS)


@jitable
def _look(p: Plan, f: Future) -> None:
    """Keep the state as it is when a seat is first asked what is not given."""
    for at in range(_LEVELS):
        f.seen_level[at] = f.level[at]
    for at in range(_COUNTS):
        f.seen_count[at] = f.count[at]
    for i in range(p.parties):
        for at in range(_MINDS):
            f.seen_mind[i, at] = f.mind[i, at]
        for j in range(p.parties):
            for at in range(5):
                f.seen_believed[i, j, at] = f.believed[i, j, at]
    for a in range(p.patrons):
        f.seen_aid[a], f.seen_ends[a] = f.aid[a, _LEVEL], f.leave[a, _ENDS]
    for r in range(p.regions):
        f.seen_holder[r] = f.holder[r]
    for at in range(p.clauses):
        f.seen_clause[at] = f.clause[at, 0]
    for c in range(p.texts):
        f.seen_barred[c] = f.barred[c]
    f.seen_events = f.events


@jitable
def ask(p: Plan, f: Future, question: int, subject: int, who: int, own: int) -> int:
    """A seat's decision: what is given for it, or else what the engine decides, ``own``.

    Parameters
    ----------
    question, subject, who
        See `detente.engine.layout.Ask`; a text's number; the party that asks (-1: the mediator or nobody).
    own
        1 yes or 0 no; for a text to put down its number, `PASS` or `STOP_FIRE`.
    """
    at, taken = f.count[Count.ASKED], own
    f.count[Count.ASKED] = at + 1
    if at < p.seat_given:
        taken = int(p.seat_answers[at])
    elif at == p.seat_given:
        _look(p, f)
    if at < QUESTIONS:
        f.asked[at, 0], f.asked[at, 1], f.asked[at, 2] = f.count[Count.DAY], question, subject
        f.asked[at, 3], f.asked[at, 4], f.asked[at, 5] = who, own, taken
    return taken


@jitable
def insists(p: Plan, f: Future, i: int, question: int) -> bool:
    """Whether party i, who is better off leaving, leaves; a seat may stay, and is asked again four weeks later."""
    if p.seat != i + 1:
        return True
    if f.count[Count.DAY] < f.count[Count.ASK_NEXT]:
        return False
    if ask(p, f, question, -1, -1, 1) > 0:
        return True
    f.count[Count.ASK_NEXT] = f.count[Count.DAY] + ASKED_AGAIN
    return False
