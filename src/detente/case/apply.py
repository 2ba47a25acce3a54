"""What an effect that has happened does to a case's data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import exp, log
from typing import Any, TypeVar

from detente.case.effects import Effect
from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.case.problems import Path
from detente.case.schema import Case, Clause, Hostility, Position, RedLine

__all__ = ["apply", "combine", "permitted", "put"]

_T = TypeVar("_T")


def apply(case: Case, effect: Effect, day: date, known: date, as_of: date) -> tuple[Case, Effect | None]:
    """Return the case after an effect, and what of the effect is still to come.

    Parameters
    ----------
    case
        Settled; its numbers say what they rest on.
    effect
        Of something dated ``day`` that became known on ``known``, both by ``as_of``.
    as_of
        The cut. Support that is withdrawn over some days is withdrawn in part; a truce may still hold.
    """
    return _APPLY[effect.subject](case, effect, day, known, as_of)


def put(value: _T, path: Path, new: Any) -> _T:
    """Return a copy of nested blocks, mappings and tuples with one node replaced or added."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    holder: Any = value
    if isinstance(holder, dict):
        return {**holder, first: put(holder.get(first), rest, new)}  # type: ignore[return-value]
    if isinstance(holder, tuple):
        return tuple(put(part, rest, new) if index == first else part for index, part in enumerate(holder))  # type: ignore[return-value]
    return holder.model_copy(update={str(first): put(getattr(holder, str(first)), rest, new)})


def combine(
    one: Number, other: Number, how: Callable[[float, float], float], bounds: tuple[float, float] = (-1e12, 1e12)
) -> Number:
    """Combine two numbers end by end; the result rests on what both rest on and stays within ``bounds``.

    Examples
    --------
    >>> total = combine(Number(low=0, mode=0.1, high=0.2), Number(low=0.5, mode=0.5, high=0.5), lambda x, y: x + y)
    >>> total.low, total.mode, total.high
    (0.5, 0.6, 0.7)
    """
    ends = [how(getattr(one, end), getattr(other, end)) for end in ("low", "mode", "high")]
    low, mode, high = sorted(min(max(end, bounds[0]), bounds[1]) for end in ends)
    because = tuple(dict.fromkeys((*one.because, *other.because)))
    assumed = "; ".join(dict.fromkeys(text for text in (one.assumed, other.assumed) if text))
    return Number(low=low, mode=mode, high=high, because=because, assumed=assumed)


def _add(x: float, y: float) -> float:
    return x + y


def _logit_add(share: float, shift: float) -> float:
    odds = min(max(share, 1e-6), 1 - 1e-6)
    return 1 / (1 + exp(-(log(odds / (1 - odds)) + shift)))


_SHARE = (0.0, 1.0)
_Step = tuple[Case, Effect | None]


def _support(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    patron = effect.support
    assert patron is not None
    old = case.theatre.support[patron]
    new, level = old, old.level
    if effect.level is not None and effect.ends is None:
        level = effect.level
    if effect.at_least is not None:
        level = combine(level, effect.at_least, max, _SHARE)
    if effect.at_most is not None:
        level = combine(level, effect.at_most, min, _SHARE)
    gone, rest = (as_of - day).days, None
    if effect.over and effect.ends is None and gone < effect.over:
        share = gone / effect.over
        left = {"over": effect.over - gone - 1 or None, "level": level, "purposes": None}  # from tomorrow on
        rest = effect.model_copy(update=left)
        level = combine(old.level, level, lambda x, y: x + share * (y - x), _SHARE)
    elif effect.at_least is not None or effect.at_most is not None:  # which hold for good, whatever comes later
        rest = Effect(support=patron, at_least=effect.at_least, at_most=effect.at_most)
    new = new.model_copy(update={"level": level})
    if effect.purposes is not None:
        new = new.model_copy(update={"purposes": effect.purposes})
    if effect.ends is not None or effect.lasts:
        new = new.model_copy(update={"ends": None if effect.lasts else effect.ends})
        if effect.level is not None:
            new = new.model_copy(update={"after": effect.level})
        if effect.over is not None:
            new = new.model_copy(update={"over": effect.over})
    return put(case, ("theatre", "support", patron), new), rest


def _hostilities(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    pair = effect.hostilities
    assert pair is not None
    rest = tuple(one for one in case.theatre.hostilities if set(one.between) != set(pair))
    since = next((one.since for one in case.theatre.hostilities if set(one.between) == set(pair)), day)
    if effect.to != "none":
        only = "defence" if effect.to == "defence" else None
        rest = (*rest, Hostility(between=pair, since=since, only=only))
    return put(case, ("theatre", "hostilities"), rest), None


def _truce(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    left = (day + timedelta(days=effect.days or 0) - as_of).days
    return case, effect.model_copy(update={"days": left}) if left > 0 else None


def _office(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    return put(case, ("actors", effect.office or "", "in_office"), effect.to != "out_of_office"), None


def _force(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    assert effect.force is not None
    assert effect.add is not None
    old = case.theatre.forces[effect.force].strength
    return put(case, ("theatre", "forces", effect.force, "strength"), combine(old, effect.add, _add, (0, 1e12))), None


def _cohesion(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    assert effect.cohesion is not None
    assert effect.add is not None
    old = case.theatre.forces[effect.cohesion].cohesion
    new = combine(old, effect.add, _add, (0.01, 1))
    return put(case, ("theatre", "forces", effect.cohesion, "cohesion"), new), None


def _sanctuary(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    return case, effect  # the engine adds it to what is recruited at home


def _talks(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    assert effect.talks is not None
    opened = effect.to != "closed"
    case = put(case, ("tables", effect.talks, "open"), opened)
    return put(case, ("tables", effect.talks, "shut"), not opened), None


def permitted(case: Case, effect: Effect) -> tuple[Effect, ...]:
    """Return what the breach of a clause permits, if the effect says that there was one; it happens beside it."""
    told = [one for deal in case.deals.values() for one in deal.clauses if one.id == effect.clause]
    return told[0].permits if _breaks(told, effect) else ()


def _breaks(told: Sequence[Clause], effect: Effect) -> bool:
    return effect.status == "breached" and any(one.status != "breached" for one in told)


def _released(clause: Clause) -> Clause:
    owed = clause.status == "pending" or (clause.status == "late" and clause.done is None)
    return clause.model_copy(update={"status": "waived"}) if owed else clause


def _clause(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    freed: tuple[str, ...] = ()
    for name, deal in case.deals.items():
        for index, clause in enumerate(deal.clauses):
            if clause.id != effect.clause:
                continue
            changes: dict[str, Any] = {}
            if effect.by is not None:
                changes |= {"by": effect.by, "moved": True}
            if effect.conditional is not None:
                changes["conditional"] = effect.conditional
            if effect.status is not None:
                freed = clause.releases if _breaks((clause,), effect) else ()
                done = day if effect.status in ("kept", "late", "breached") else None
                changes |= {"status": effect.status, "done": done, "known": known}
            case = put(case, ("deals", name, "clauses", index), clause.model_copy(update=changes))
    for name, deal in case.deals.items() if freed else ():
        clauses = tuple(_released(one) if one.id in freed else one for one in deal.clauses)
        case = put(case, ("deals", name, "clauses"), clauses)
    return case, None


def _deal(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    return put(case, ("deals", effect.deal or "", "void"), True), None


def _belief(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    assert effect.of is not None
    old = case.beliefs.support_lasts.get(effect.of)
    new = effect.set
    if new is None and effect.add is not None:
        start = old or Number(low=0.5, mode=0.5, high=0.5, assumed="even odds where nothing is known")
        new = combine(start, effect.add, _logit_add, _SHARE)
    return put(case, ("beliefs", "support_lasts", effect.of), new or old), None


def _theta(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    assert effect.theta is not None
    assert effect.add is not None
    old = case.beliefs.theta.get(effect.theta)
    new = effect.add if old is None else combine(old, effect.add, _add)
    return put(case, ("beliefs", "theta", effect.theta), new), None


def _guarantee(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    assert effect.of is not None
    one = Number(low=1, mode=1, high=1)
    worth = combine(effect.commitment or one, effect.penalty or one, lambda x, y: x * y)
    return _add_number(case, effect.of, "psi", worth), None


def _pressure(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    assert effect.pressure is not None
    assert effect.add is not None
    if effect.public or effect.on not in (None, case.actors[effect.pressure].leans):
        return case, effect  # what stands in no number of the case is left for the engine's first day
    return _add_number(case, effect.pressure, "pressure", effect.add), None


def _add_number(case: Case, actor: str, name: str, add: Number) -> Case:
    old = case.actors[actor].numbers.get(name) or REGISTRY[name].default
    new = combine(old, add, _add, (REGISTRY[name].lower, REGISTRY[name].upper))
    return put(case, ("actors", actor, "numbers", name), new)


def _red_line(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    line = RedLine(at_most=effect.at_most, at_least=effect.at_least)
    return _on_position(case, effect.red_line, effect.issue, {"red_line": line}), None


def _position(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    return _on_position(case, effect.position, effect.issue, {"ideal": effect.set}), None


def _on_position(case: Case, actor: str | None, issue: str | None, change: dict[str, Any]) -> Case:
    def changed(one: Position) -> Position:
        return one.model_copy(update=change) if (one.actor, one.issue) == (actor, issue) else one

    return case.model_copy(update={"positions": tuple(map(changed, case.positions))})


def _number(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    assert effect.number is not None
    where: Path = ("actors", effect.of, "numbers") if effect.of else ("numbers",)
    return put(case, (*where, effect.number), effect.set), None


def _countryside(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    return put(case, ("theatre", "countryside"), effect.set), None


def _region(case: Case, effect: Effect, day: date, known: date, as_of: date) -> _Step:
    return put(case, ("regions", effect.region or "", "holder"), effect.to), None


_APPLY: dict[str, Callable[[Case, Effect, date, date, date], _Step]] = {
    "support": _support,
    "hostilities": _hostilities,
    "office": _office,
    "force": _force,
    "cohesion": _cohesion,
    "talks": _talks,
    "clause": _clause,
    "deal": _deal,
    "belief": _belief,
    "theta": _theta,
    "guarantee": _guarantee,
    "pressure": _pressure,
    "sanctuary": _sanctuary,
    "red_line": _red_line,
    "position": _position,
    "truce": _truce,
    "number": _number,
    "countryside": _countryside,
    "region": _region,
}
