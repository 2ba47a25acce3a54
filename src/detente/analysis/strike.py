"""Strike statements out of a case: what rests on them goes back to where it stood before they were read.

What a number rests on supports it with ``1 - (1 - w)(1 - w')...``: a statement with its credibility, a document or a
data file as a confirmed statement, a stated assumption as a contested one. A struck number goes the share of its
support that is lost of the way to the range before (`detente.analysis.strike_before.before`). What is there or not,
and not a number, goes once nothing else that it rests on is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Any

from detente.analysis.strike_before import before
from detente.case.cut import cut
from detente.case.numbers import Evidenced, Number
from detente.case.problems import Path, dotted, meant
from detente.case.schema import Case, Clause, Event, Hostility, Position, Signal, Table
from detente.case.theatre import Support
from detente.case.walk import named, numbers_of, rewrite, rewrite_numbers
from detente.errors import InputError
from detente.evidence.ledger import Ledger
from detente.evidence.statement import starting_credibility

__all__ = ["Change", "Struck", "strike", "strike_out", "support"]

DATA = starting_credibility("confirmed", "public", 0)
"""What a document or a data file supports a number with."""
ASSUMPTION = starting_credibility("contested", "public", 0)
"""What a stated assumption supports a number with: nobody says whether it would have been made without the rest."""
_NOTHING = Number(low=0.0, mode=0.0, high=0.0, assumed="the statement is struck")
_DECISIONS = ("levers", "proposals")
_TOLD_AS_THINGS = (*_DECISIONS, "signals", "events")


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise once statements are struck.

    Attributes
    ----------
    path
        Where it stands in the case, with names in place of numbers in lists: ``theatre.support.us.level``.
    was, now
        Numbers, or words; empty where it is gone.
    """

    path: str
    was: Number | str
    now: Number | str


@dataclass(frozen=True)
class Struck:
    """A case without some statements.

    Attributes
    ----------
    case
        Cut at the same date.
    statements
        Ids of those that were struck, in the order of the ledger.
    changes
        What is otherwise, in the order of the case.
    unsupported
        What stays although nothing is left of what it rests on: who takes part, on what, where, what a settlement
        would carry, what somebody could decide. Without these there would be no question to ask.
    """

    case: Case
    statements: tuple[str, ...]
    changes: tuple[Change, ...]
    unsupported: tuple[str, ...]


def strike(case: Case, ids: str | Iterable[str]) -> Case:
    """Return a case in which nothing rests on some statements; see ``strike_out``."""
    return _taken_out(case, _known(case, ids))


def strike_out(case: Case, ids: str | Iterable[str]) -> Struck:
    """Strike statements out of a case.

    Events that are over by the case's date are undone too: the case is struck whole and cut again. A case that was
    changed after it was read is struck as it stands.

    Parameters
    ----------
    case
        From `detente.read_case`.
    ids
        Of statements of its ledger; their order does not matter.

    Raises
    ------
    InputError
        For ids that the ledger does not hold.

    Examples
    --------
    >>> import detente
    >>> found = strike_out(detente.read_case("afghanistan-2021", "2021-08-12"), "S51")
    >>> [(change.path, change.was, change.now) for change in found.changes]
    [('tables.doha.preconditions', 'taliban not with government', ''), ('signals.13.S51', 'bottom_line', '')]
    """
    wanted = _known(case, ids)
    struck = _taken_out(case, wanted)
    order = tuple(name for name in case.ledger if name in wanted)
    return Struck(struck, order, _changes(case, struck), _unsupported(case, wanted))


def support(case: Case, names: Iterable[str], assumed: str = "") -> float:
    """How far evidence supports what rests on it: ``1 - (1 - w)(1 - w')...``, in [0, 1].

    Examples
    --------
    >>> import detente
    >>> case = detente.read_case("afghanistan-2021")
    >>> round(support(case, ["S1"]), 3), round(support(case, ["S1", "forces.csv"]), 4), support(case, [], "a guess")
    (0.95, 0.9975, 0.5)
    """
    weights = [case.ledger[name].weight if name in case.ledger else DATA for name in names]
    return 1.0 - prod(1.0 - weight for weight in (*weights, *([ASSUMPTION] if assumed else [])))


def _taken_out(case: Case, wanted: frozenset[str]) -> Case:
    """Strike the whole case and cut it again; a case that was changed after it was read, as it stands."""
    whole = case.uncut if case.uncut is not None and cut(case.uncut, case.as_of) == case else None
    return _without(case, wanted) if whole is None else cut(_without(whole, wanted), case.as_of)


def _known(case: Case, ids: str | Iterable[str]) -> frozenset[str]:
    wanted = frozenset((ids,) if isinstance(ids, str) else ids)
    problems = []
    for name in sorted(wanted - set(case.ledger)):
        later = case.uncut.ledger.get(name) if case.uncut else None
        advice = f"it became known on {later.known}" if later else meant(name, case.ledger) or "the ledger is empty"
        problems.append(f"{name}: no statement of {case.name} on {case.as_of}; {advice}")
    if problems:
        raise InputError(*problems)
    return wanted


def _without(case: Case, struck: frozenset[str]) -> Case:
    """Strike statements out of a case as it stands."""

    def gone(block: Evidenced) -> bool:
        return bool(block.because) and struck.issuperset(block.because)

    def changed(path: Path, number: Number) -> Number:
        return number if path[0] in _DECISIONS else _taken_back(case, path, number, struck)

    left = rewrite_numbers(case, changed)
    theatre = left.theatre
    left = left.model_copy(
        update={
            "ledger": Ledger(one for name, one in case.ledger.items() if name not in struck),
            "positions": tuple(
                _unlined(one, was, struck) for one, was in zip(left.positions, case.positions, strict=True)
            ),
            "tables": {name: _table(one, struck) for name, one in left.tables.items()},
            "deals": {
                name: deal.model_copy(
                    update={
                        "void": deal.void or (gone(deal) and all(map(gone, deal.clauses))),
                        "clauses": tuple(_clause(one) if gone(one) else one for one in deal.clauses),
                    }
                )
                for name, deal in left.deals.items()
            },
            "proposals": {name: one for name, one in left.proposals.items() if not gone(one)},
            "signals": tuple(_signal(one) if one.statement in struck or gone(one) else one for one in left.signals),
            "events": tuple(_event(one) if gone(one) else one for one in left.events),
            "history": tuple(row for row in case.history if not _said_by(row.source, struck, case)),
            "theatre": theatre.model_copy(
                update={
                    "support": {name: _support(one) if gone(one) else one for name, one in theatre.support.items()},
                    "hostilities": tuple(one for one in theatre.hostilities if not gone(one) or _the_war(one, case)),
                }
            ),
        }
    )
    return rewrite(left, lambda block: _unciting(block, struck))


def _taken_back(case: Case, path: Path, number: Number, struck: frozenset[str]) -> Number:
    """The number, the share of its support that is lost of the way back to the range before."""
    if not struck.intersection(number.because):
        return number
    rest = tuple(name for name in number.because if name not in struck)
    full = support(case, number.because, number.assumed)
    lost = 1.0 - support(case, rest, number.assumed) / full if full else float(not rest and not number.assumed)
    earlier = before(case, path, number, struck)
    if lost == 1.0:
        return earlier.model_copy(update={"assumed": f"before {', '.join(sorted(struck & set(number.because)))}"})
    ends = {key: (1.0 - lost) * getattr(number, key) + lost * getattr(earlier, key) for key in ("low", "mode", "high")}
    ends["mode"] = min(max(ends["mode"], ends["low"]), ends["high"])
    return number.model_copy(update={**ends, "because": rest})


def _unlined(position: Position, was: Position, struck: frozenset[str]) -> Position:
    """Drop bounds that only struck statements told of."""
    line = was.red_line
    if line is None or position.red_line is None:
        return position
    bounds = {"at_most": line.at_most, "at_least": line.at_least}
    told = [key for key, one in bounds.items() if one is not None and _only(one, struck)]
    left = position.red_line.model_copy(update=dict.fromkeys(told))
    return position.model_copy(update={"red_line": left if left.at_most or left.at_least else None})


def _only(number: Number, struck: frozenset[str]) -> bool:
    alone = bool(number.because) and struck.issuperset(number.because)
    return alone and not number.assumed and number.before is None


def _table(table: Table, struck: frozenset[str]) -> Table:
    kept = tuple(one for one in table.preconditions if not one.because or not struck.issuperset(one.because))
    opened = table.open and not (table.because and struck.issuperset(table.because))
    return table.model_copy(update={"preconditions": kept, "open": opened})


def _clause(clause: Clause) -> Clause:
    """A clause of whose fate nobody is believed: disputed, where something was said of it."""
    if clause.status == "pending":
        return clause
    return clause.model_copy(update={"status": "disputed", "done": None})


def _signal(signal: Signal) -> Signal:
    """Keep the place in the list, so that the luck of the others stays theirs."""
    return signal.model_copy(update={"strength": _NOTHING})


def _event(event: Event) -> Event:
    return event.model_copy(update={"kind": "struck", "effects": ()})


def _support(lent: Support) -> Support:
    return lent.model_copy(update={"ends": None})


def _the_war(hostility: Hostility, case: Case) -> bool:
    """Whether both sides' parties fight: the question itself."""
    return all(case.actors[name].role == "party" for name in hostility.between)


def _said_by(source: str, struck: frozenset[str], case: Case) -> bool:
    """Whether a row of the history names statements for its source, and all of them are struck."""
    cited = {word for word in source.replace(",", " ").replace(";", " ").split() if word in case.ledger}
    return bool(cited) and cited <= struck


def _unciting(block: Evidenced, struck: frozenset[str]) -> Evidenced:
    if not struck.intersection(block.because):
        return block
    return block.model_copy(update={"because": tuple(name for name in block.because if name not in struck)})


def _changes(case: Case, struck: Case) -> tuple[Change, ...]:
    now = dict(numbers_of(struck))
    found = []
    for path, number in numbers_of(case):
        other = now.get(path)
        if path[0] not in _TOLD_AS_THINGS and other is not None and _ends(other) != _ends(number):
            found.append(Change(dotted(named(case, path)), number, other))
    said = _said(case), _said(struck)
    found += [Change(path, was, said[1].get(path, "")) for path, was in said[0].items() if said[1].get(path, "") != was]
    return tuple(found)


def _ends(number: Number) -> tuple[Any, ...]:
    return number.low, number.mode, number.high, number.distribution


def _said(case: Case) -> dict[str, str]:
    """What is there or not, in words, by where it stands."""
    theatre, said = case.theatre, {}
    for name, lent in theatre.support.items():
        said[f"theatre.support.{name}.ends"] = lent.ends.isoformat() if lent.ends else ""
    for one in theatre.hostilities:
        said[f"theatre.hostilities.{'.'.join(one.between)}"] = one.only or "war"
    for key, region in case.regions.items():
        said[f"regions.{key}.holder"] = region.holder
    for one in case.positions:
        line = one.red_line
        for bound in ("at_most", "at_least"):
            number = getattr(line, bound) if line else None
            said[f"positions.{one.actor}.{one.issue}.red_line.{bound}"] = "red line" if number else ""
    for name, table in case.tables.items():
        said[f"tables.{name}.open"] = "open" if table.open else "closed"
        asked = (f"{one.by} not with {one.with_}" for one in table.preconditions)
        said[f"tables.{name}.preconditions"] = "; ".join(asked)
    for name, deal in case.deals.items():
        said[f"deals.{name}"] = "void" if deal.void else "in force"
        said |= {f"deals.{name}.{clause.id}.status": clause.status for clause in deal.clauses}
    said |= {f"proposals.{name}": proposal.name or name for name, proposal in case.proposals.items()}
    for one in case.events:  # what is under way stands there twice: first as what happened
        said.setdefault(f"events.{one.what}", "" if one.kind == "struck" else "happened")
    for index, signal in enumerate(case.signals):
        silent = signal.strength.assumed == _NOTHING.assumed
        said[f"signals.{index}.{signal.statement}"] = "" if silent else signal.about
    return said


def _unsupported(case: Case, struck: frozenset[str]) -> tuple[str, ...]:
    blocks: list[tuple[str, Iterable[str]]] = []
    for group in ("actors", "issues", "levers"):
        blocks += [(f"{group}.{name}", one.because) for name, one in getattr(case, group).items()]
    blocks += [(f"regions.{name}", one.because) for name, one in case.regions.items()]
    blocks += [(f"terms.{one.id}", one.because) for one in case.terms]
    blocks += [(f"theatre.hostilities.{'.'.join(one.between)}", one.because) for one in case.theatre.hostilities
               if _the_war(one, case)]  # fmt: skip
    return tuple(path for path, because in blocks if because and struck.issuperset(because))
