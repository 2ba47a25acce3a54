"""Walks over every number of a case, and hands down what a block rests on to the numbers in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel

from detente.case.numbers import Evidenced, Number
from detente.case.problems import Path
from detente.case.schema import CaseFile, Lever

__all__ = ["hand_down", "named", "numbers_of", "rewrite", "rewrite_numbers"]

_C = TypeVar("_C", bound=CaseFile)
_ELSEWHERE = {"regions", "ledger", "history", "geometry", "folder", "name", "uncut"}
_DECIDED = "what the lever decides"


def numbers_of(value: Any, path: Path = (), *, given: bool = True) -> Iterator[tuple[Path, Number]]:
    """Yield every number below ``value`` with its path; with ``given``, only those that the case itself gives."""
    if isinstance(value, Number):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            if name not in _ELSEWHERE and (not given or name in value.model_fields_set):
                yield from numbers_of(getattr(value, name), (*path, field.alias or name), given=given)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from numbers_of(part, (*path, key), given=given)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from numbers_of(part, (*path, index), given=given)


def named(case: CaseFile, path: Path) -> Path:
    """Put names in a number's path where it has places in lists: actor and issue, a clause's id.

    Examples
    --------
    ``("positions", 3, "ideal")`` becomes ``("positions", "taliban", "executive", "ideal")``.
    """
    match path:
        case ("positions", int(index), *rest):
            return ("positions", case.positions[index].actor, case.positions[index].issue, *rest)
        case ("deals", str(name), "clauses", int(index), *rest):
            return ("deals", name, case.deals[name].clauses[index].id, *rest)
        case ("signals", int(index), *rest):
            return ("signals", case.signals[index].statement, *rest)
        case ("events", int(index), *rest):
            return ("events", case.events[index].date.isoformat(), *rest)
    return path


def hand_down(case: _C) -> _C:
    """Let numbers that say nothing of what they rest on rest on what their block does.

    A lever's numbers are decisions: they rest on the lever.
    """
    return _hand(case, (), "")


def _hand(value: Any, because: tuple[str, ...], assumed: str) -> Any:
    if isinstance(value, Number):
        if value.rests or not (because or assumed):
            return value
        return value.model_copy(update={"because": because, "assumed": assumed})
    if isinstance(value, Evidenced) and (value.because or value.assumed):
        because, assumed = value.because, value.assumed
    elif isinstance(value, Lever):
        because, assumed = (), _DECIDED
    return _rebuild(value, lambda part: _hand(part, because, assumed))


def rewrite(case: _C, change: Callable[[Evidenced], Evidenced]) -> _C:
    """Return the case with ``change`` applied to every number and every other block that rests on something."""

    def visit(value: Any) -> Any:
        rebuilt = _rebuild(value, visit) if not isinstance(value, Number) else value
        return change(rebuilt) if isinstance(rebuilt, Evidenced) else rebuilt

    return visit(case)


def rewrite_numbers(case: _C, change: Callable[[Path, Number], Number]) -> _C:
    """Return the case with ``change`` applied to every number that it gives and its path, as of ``numbers_of``."""

    def visit(value: Any, path: Path) -> Any:
        if isinstance(value, Number):
            return change(path, value)
        if isinstance(value, BaseModel):
            fields = type(value).model_fields
            own = {name: getattr(value, name) for name in fields if name in value.model_fields_set - _ELSEWHERE}
            new = {name: visit(part, (*path, fields[name].alias or name)) for name, part in own.items()}
            update = {name: part for name, part in new.items() if part is not own[name]}
            return value.model_copy(update=update) if update else value
        if isinstance(value, dict):
            parts = {key: visit(part, (*path, key)) for key, part in value.items()}
            return parts if any(parts[key] is not value[key] for key in value) else value
        if isinstance(value, tuple):
            items = tuple(visit(part, (*path, index)) for index, part in enumerate(value))
            return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
        return value

    return visit(case, ())


def _rebuild(value: Any, visit: Callable[[Any], Any]) -> Any:
    """Apply ``visit`` to the parts of a value; the value itself comes back where none of them changes."""
    if isinstance(value, BaseModel):
        changed = {}
        for name in type(value).model_fields:
            if name in _ELSEWHERE or name not in value.model_fields_set:
                continue
            old = getattr(value, name)
            new = visit(old)
            if new is not old:
                changed[name] = new
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, dict):
        parts = {key: visit(part) for key, part in value.items()}
        return parts if any(parts[key] is not value[key] for key in value) else value
    if isinstance(value, tuple):
        items = tuple(visit(part) for part in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value
