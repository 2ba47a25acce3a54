"""A case as it was known on a date: nothing that became known later is left in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from detente.case.apply import apply, permitted, put
from detente.case.effects import Effect
from detente.case.numbers import Evidenced
from detente.case.schema import Case, Clause, Deal, Event, HistoryRow, Lever, Table
from detente.case.walk import rewrite
from detente.errors import InputError

__all__ = ["cut", "known_on"]

_DAY = timedelta(days=1)
_E = TypeVar("_E", bound=Evidenced)


def cut(case: Case, as_of: date) -> Case:
    """Cut a whole case at a date.

    The case's own ``as_of`` is the date from which it is coded: its data are as known then. Effects of events dated
    and known by the cut come on top of them, in the order of their dates, and falls in history.csv that became known
    between the two dates change holders; events known but not yet due are kept for the engine, and so, dated the day
    after the cut, is what of an effect is still under way. What became known later is dropped: statements, history,
    events, proposals, deals, preconditions, the later status of clauses, documents.
    Levers that start between the two dates are dropped, since nobody can decide them any more; those that start by the
    case's own date are histories that might have been, and stay.

    Raises
    ------
    InputError
        If the date is before the case's own, or not before its horizon.
    """
    if as_of < case.as_of:
        raise InputError(f"as_of {as_of}: {case.name} is coded from {case.as_of}; choose that date or a later one")
    if as_of >= case.horizon:
        raise InputError(f"as_of {as_of}: not before the horizon, {case.horizon}; choose an earlier date")
    own, whole = case.as_of, case
    case = _without_later(case, as_of)
    case = _played(case, own, as_of)
    case = _consistent(case)
    return case.model_copy(update={"as_of": as_of, "uncut": whole})


def known_on(event: Event) -> date:
    """The date on which an event became known: the day after it happened, unless the case says otherwise."""
    return event.known or event.date + _DAY


def _without_later(case: Case, as_of: date) -> Case:
    """Drop what became known after the cut."""
    ledger = case.ledger.as_known_on(as_of)
    deals = {
        name: deal.model_copy(update={"clauses": tuple(_as_then(clause, case.as_of, as_of) for clause in deal.clauses)})
        for name, deal in case.deals.items()
        if deal.signed <= as_of
    }
    levers = {
        name: lever
        for name, lever in case.levers.items()
        if (lever.from_ > as_of or lever.from_ <= case.as_of) and (lever.known is None or lever.known <= as_of)
    }
    later = set(case.ledger) - set(ledger)
    case = case.model_copy(
        update={
            "ledger": ledger,
            "documents": {name: one for name, one in case.documents.items() if one.date <= as_of},
            "speakers": {name: one for name, one in case.speakers.items() if not one.from_ or one.from_ <= as_of},
            "deals": deals,
            "proposals": {name: one for name, one in case.proposals.items() if one.known <= as_of},
            "signals": tuple(one for one in case.signals if one.statement not in later),
            "events": tuple(one for one in case.events if known_on(one) <= as_of),
            "history": tuple(row for row in case.history if row.known <= as_of),
            "levers": levers,
            "tables": {name: _as_told(table, as_of) for name, table in case.tables.items()},
        }
    )
    return rewrite(case, lambda block: _without_statements(block, later)) if later else case


def _without_statements(block: _E, later: set[str]) -> _E:
    if not later.intersection(block.because):
        return block
    return block.model_copy(update={"because": tuple(name for name in block.because if name not in later)})


def _as_told(table: Table, as_of: date) -> Table:
    kept = tuple(one for one in table.preconditions if one.known is None or one.known <= as_of)
    return table.model_copy(update={"preconditions": kept})


def _as_then(clause: Clause, own: date, as_of: date) -> Clause:
    """The clause with the status that was known at the cut."""
    known = clause.known or (clause.done + _DAY if clause.done else own)
    if clause.status == "pending" or known <= as_of:
        return clause
    return clause.model_copy(update={"status": "pending", "done": None, "known": None})


def _played(case: Case, own: date, as_of: date) -> Case:
    """Play effects that are due, and falls that became known after the case's own date, in the order of their dates."""
    happened: list[tuple[date, int, HistoryRow | int]] = [
        (row.date, 0, row) for row in case.history if row.kind == "fall" and row.known > own
    ]
    happened += [
        (event.date, 1, index) for index, event in enumerate(case.events) if event.effects and event.date <= as_of
    ]
    events = list(case.events)
    coming: list[Event] = []
    for _, _, what in sorted(happened, key=lambda one: one[:2]):
        if isinstance(what, HistoryRow):
            case = _fallen(case, what)
            continue
        event, left, broken = events[what], [], set[str | None]()
        todo = list(event.effects)
        for effect in todo:
            if _concerns(effect, case):
                if (more := permitted(case, effect)) and effect.clause not in broken:
                    broken.add(effect.clause)
                    todo += more
                case, rest = apply(case, effect, event.date, known_on(event), as_of)
                left += [rest] if rest is not None else []
        events[what] = event.model_copy(update={"effects": ()})
        if left:
            begun = {"date": as_of + _DAY, "kind": "standing", "effects": tuple(left)}
            coming.append(event.model_copy(update=begun))
    coming += _standing(case, as_of)
    return case.model_copy(update={"events": (*events, *coming)})


def _standing(case: Case, as_of: date) -> list[Event]:
    """What holds at the start by a decree that the engine knows as an effect: told to it on the first day."""
    effects = [Effect(talks=name, to="closed") for name, table in case.tables.items() if table.shut]
    for name, deal in case.deals.items():
        effects += [Effect(deal=name, status="void")] if deal.void else []
        effects += [Effect(clause=one.id, conditional=True) for one in deal.clauses if one.conditional]
    if not effects:
        return []
    return [
        Event(date=as_of + _DAY, known=as_of, what="What holds at the start", kind="standing", effects=tuple(effects))
    ]


def _fallen(case: Case, row: HistoryRow) -> Case:
    if row.subject not in case.regions:
        return case
    side = "incumbent" if row.value == 0 else "challenger"
    holder = next(key for key, actor in case.actors.items() if actor.principal and actor.side == side)
    return put(case, ("regions", row.subject, "holder"), holder)


def _clauses(case: Case) -> set[str]:
    return {clause.id for deal in case.deals.values() for clause in deal.clauses}


def _concerns(effect: Effect, case: Case) -> bool:
    """Whether what an effect changes is still in the case."""
    if effect.clause is not None:
        return effect.clause in _clauses(case)
    return effect.deal is None or effect.deal in case.deals


def _consistent(case: Case) -> Case:
    """Drop what hangs on something that was dropped."""
    clauses = _clauses(case)

    def lever_stays(lever: Lever) -> bool:
        return all(_concerns(effect, case) for effect in lever.change)

    def event_left(event: Event) -> Event:
        effects = tuple(effect for effect in event.effects if _concerns(effect, case))
        return event if effects == event.effects else event.model_copy(update={"effects": effects})

    def deal_left(deal: Deal) -> Deal:
        kept = [one.model_copy(update={"releases": tuple(name for name in one.releases if name in clauses)})
                for one in deal.clauses]  # fmt: skip
        return deal.model_copy(update={"clauses": tuple(kept)})

    def table_left(table: Table) -> Table:
        kept = tuple(one for one in table.preconditions if one.while_.clause in (None, *clauses))
        return table.model_copy(update={"preconditions": kept})

    levers = {name: lever for name, lever in case.levers.items() if lever_stays(lever)}
    levers = {
        name: lever.model_copy(update={"excludes": tuple(other for other in lever.excludes if other in levers)})
        for name, lever in levers.items()
    }
    return case.model_copy(
        update={
            "levers": levers,
            "events": tuple(map(event_left, case.events)),
            "deals": {name: deal_left(deal) for name, deal in case.deals.items()},
            "tables": {name: table_left(table) for name, table in case.tables.items()},
        }
    )
