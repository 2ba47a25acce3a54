"""What is new in a case between two dates: statements, events, texts, clauses' fates, places, and moved numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.case.cut import known_on
from detente.case.numbers import Number
from detente.case.problems import dotted
from detente.case.schema import Case
from detente.case.walk import named, numbers_of

__all__ = ["Fact", "MovedNumber", "facts_between", "moved_numbers"]

_NOT_MOVED = ("levers", "proposals", "signals", "events")


@dataclass(frozen=True)
class Fact:
    """Something that was not known before.

    Attributes
    ----------
    known
        The day on which it became known.
    kind
        ``statement``, ``event``, ``clause``, ``proposal``, ``precondition`` or ``place``.
    name
        A statement's id, a proposal's, clause's or region's key; empty for events.
    text
        What happened, what the clause's fate is, who holds the place; empty for statements, whose words stand in the
        ledger.
    because
        Statements and files that it rests on.
    """

    known: date
    kind: str
    name: str
    text: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class MovedNumber:
    """A number of the case whose range is another at the later date.

    Attributes
    ----------
    path
        As in ``theatre.support.us.level``.
    was, now
        Ranges.
    moved
        How far the mode moved, in widths of the two ranges together.
    """

    path: str
    was: Number
    now: Number
    moved: float


def facts_between(before: Case, after: Case) -> tuple[Fact, ...]:
    """Facts that the later of two cuts of a case holds and the earlier does not, in the order in which they were known.

    Examples
    --------
    >>> import detente
    >>> march, april = (detente.read_case("afghanistan-2021", day) for day in ("2021-03-08", "2021-04-05"))
    >>> [(fact.kind, fact.name or fact.text[:17]) for fact in facts_between(march, april)]
    [('event', 'Moscow conference'), ('statement', 'S37'), ('proposal', 'ghani_plan'), ('statement', 'S38')]
    """
    found = [Fact(one.known, "statement", name, "") for name, one in after.ledger.items() if name not in before.ledger]
    old = {(one.what, known_on(one)) for one in before.events}
    told: set[str] = set()
    for one in after.events:
        if one.kind != "standing" and (one.what, known_on(one)) not in old and one.what not in told:
            told.add(one.what)
            found.append(Fact(known_on(one), "event", "", one.what, one.because))
    found += [
        Fact(one.known, "proposal", name, one.name or name, one.because)
        for name, one in after.proposals.items()
        if name not in before.proposals
    ]
    fates = {clause.id: clause.status for deal in before.deals.values() for clause in deal.clauses}
    for deal in after.deals.values():
        for clause in deal.clauses:
            if clause.status != fates.get(clause.id, "pending"):
                found.append(Fact(clause.known or after.as_of, "clause", clause.id, clause.status, clause.because))
    for name, table in after.tables.items():
        here = before.tables[name].preconditions if name in before.tables else ()
        found += [
            Fact(one.known or after.as_of, "precondition", name, f"{one.by} not with {one.with_}", one.because)
            for one in table.preconditions
            if one not in here
        ]
    fell = {row.subject: row.known for row in after.history if row.kind == "fall"}
    found += [
        Fact(fell.get(key, after.as_of), "place", key, region.holder)
        for key, region in after.regions.items()
        if key in before.regions and region.holder != before.regions[key].holder
    ]
    return tuple(sorted(found, key=lambda one: (one.known, one.kind, one.name)))


def moved_numbers(before: Case, after: Case) -> tuple[MovedNumber, ...]:
    """Numbers whose ranges differ between two cuts, those that moved furthest first."""
    was = dict(numbers_of(before))
    found = []
    for path, now in numbers_of(after):
        old = was.get(path)
        if path[0] in _NOT_MOVED or old is None or _ends(old) == _ends(now):
            continue
        wide = max(old.high, now.high) - min(old.low, now.low)
        found.append(
            MovedNumber(dotted(named(after, path)), old, now, abs(now.mode - old.mode) / wide if wide else 0.0)
        )
    return tuple(sorted(found, key=lambda one: (-one.moved, one.path)))


def _ends(number: Number) -> tuple[float, float, float]:
    return number.low, number.mode, number.high
