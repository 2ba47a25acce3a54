"""Pydantic's errors in the words of a case: what is wrong, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from detente.case.locate import DAY, as_day
from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.case.problems import Path, meant, show

__all__ = ["describe", "explain", "type_at"]


def explain(error: Mapping[str, Any], top: type[BaseModel]) -> tuple[str, bool]:
    """Put one error in words; also whether it stands at the key rather than at the value.

    Parameters
    ----------
    error
        As in ``ValidationError.errors()``.
    top
        The model that was validated.
    """
    kind, given, loc = error["type"], error.get("input"), tuple(error["loc"])
    context = error.get("ctx") or {}
    names = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    match kind:
        case "extra_forbidden":
            return f"unknown key; {_meant(loc[-1], _keys(type_at(top, loc[:-1])))}", True
        case "missing":
            wanted = type_at(top, loc[:-1])
            return f"missing; expected {describe(_field(wanted, loc[-1]))}", False
        case "value_error":
            return str(context.get("error", error["msg"])), False
        case "literal_error" if names and isinstance(given, str):
            listed = f"expected one of {', '.join(names)}, got {show(given)}"
            close = meant(given, names)
            return f"{listed}; {close}" if close.startswith("did") else listed, False
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"{error['msg'].replace('Input should be', 'expected a number')}, got {show(given)}", loc[
                -1
            ] == "[key]"
        case "too_long" | "too_short":
            length = context.get("max_length", context.get("min_length"))
            return f"expected {length} entries, got {context.get('actual_length')}", False
    wanted = type_at(top, loc)
    if wanted is date and isinstance(given, str) and DAY.fullmatch(given) and isinstance(as_day(given), str):
        return f"there is no {given} in the calendar", False
    return f"expected {describe(wanted)}, got {show(given)}", False


def _meant(word: Any, keys: Mapping[str, Any]) -> str:
    """Advice on a key; where numbers of the registry may stand too, one of them may have been meant."""
    close = meant(word, [*keys, *REGISTRY] if "numbers" in keys else keys)
    return close if close.startswith("did") else meant(word, keys)


def describe(annotation: Any) -> str:
    """Say in words what a type wants.

    Examples
    --------
    >>> describe(date | None)
    'a date like 2031-03-08'
    """
    kind = _plain(annotation)
    if isinstance(kind, type) and issubclass(kind, Number):
        return "a number or [low, mode, high]"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        own = [key for key in _keys(kind) if key not in ("because", "assumed")]
        return f"keys with values ({', '.join(own[:4])} ...)"
    if kind in _WORDS:
        return _WORDS[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ("one of " if len(arguments) > 1 else "") + ", ".join(map(str, arguments))
    if origin is dict:
        return "keys with values"
    if origin is tuple and len(arguments) == 2 and arguments[1] is not Ellipsis:
        return "a list of two names"
    if origin is tuple:
        return "a list"
    return "something else"


_WORDS: dict[Any, str] = {
    str: "text",
    bool: "true or false",
    float: "a number",
    int: "a whole number",
    date: "a date like 2031-03-08",
}


def type_at(top: Any, loc: Path) -> Any:
    """Return the type of what stands at a location; None where the location does not say."""
    kind, keys = top, None
    for part in loc:
        kind = _plain(kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if part == "[key]":
            return _plain(keys)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = _field(kind, part)
        elif origin is dict:
            keys, kind = arguments
        elif origin is tuple:
            ends = [one for one in arguments if one is not Ellipsis]
            kind = ends[part] if isinstance(part, int) and len(ends) > part else ends[-1]
        else:
            return None
    return _plain(kind)


def _plain(annotation: Any) -> Any:
    """Strip what surrounds a type: annotations and None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, UnionType):
        rest = [one for one in get_args(annotation) if one is not NoneType]
        return _plain(rest[0]) if rest else None
    return annotation


def _keys(kind: Any) -> dict[str, Any]:
    """The keys that a model takes, as they are written."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {}
    return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}


def _field(kind: Any, name: Any) -> Any:
    return _keys(kind).get(str(name))
