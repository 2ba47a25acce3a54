"""Named options of a model: one frozen dataclass each, read from what people write, with every mistake named."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from detente.errors import InputError

__all__ = ["as_mapping", "describe", "option", "read_settings", "suggestion"]

S = TypeVar("S")


def option(
    name: str,
    default: Any,
    meaning: str,
    *,
    choices: tuple[str, ...] = (),
    low: float | None = None,
    high: float | None = None,
) -> Any:
    """Declare a field of a settings class: the name that people write, its default and what it may be.

    A name with a dot (``stop.max_iter``) is a key inside a nested mapping.
    """
    metadata = {"name": name, "meaning": meaning, "choices": choices, "low": low, "high": high}
    return dataclasses.field(default=default, metadata=metadata)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Say what was probably meant, or what there is.

    Examples
    --------
    >>> suggestion("VotingRul", ["VotingRule", "PCEModel"])
    'did you mean VotingRule?'
    >>> suggestion("x", ["VotingRule", "PCEModel"])
    'known: PCEModel, VotingRule'
    """
    names = {name.lower(): name for name in known}
    cut = [name for name in names if word and (word.lower().startswith(name) or name.startswith(word.lower()))]
    close = cut or difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {names[close[0]]}?"
    return f"known: {', '.join(sorted(names.values()))}"


def read_settings(kind: type[S], given: S | Mapping[str, Any] | None, where: str = "settings") -> S:
    """Build a settings object from a mapping of names to values.

    Parameters
    ----------
    kind
        The settings dataclass.
    given
        None for the defaults, an object of that class (returned as it is), or a mapping; values may be strings.
    where
        What to call the source of the mapping in messages.

    Raises
    ------
    InputError
        One message for each unknown name and each value that is out of place.
    """
    if given is None:
        return kind()
    if isinstance(given, kind):
        return given
    if not isinstance(given, Mapping):
        raise InputError(f"{where}: expected names and values, got {type(given).__name__}")
    fields = {field.metadata["name"]: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, value in _flat(given, fields):
        field = fields.get(name)
        if field is None:
            problems.append(f"{where}: {name}: no such setting; {suggestion(name, fields)}")
            continue
        try:
            values[field.name] = _value(field, value)
        except ValueError as error:
            problems.append(f"{where}: {name}: {error}")
    if problems:
        raise InputError(*problems)
    return kind(**values)


def _flat(given: Mapping[str, Any], known: Iterable[str], prefix: str = "") -> list[tuple[str, Any]]:
    groups = {name.split(".")[0] for name in known if "." in name}
    pairs: list[tuple[str, Any]] = []
    for key, value in given.items():
        if isinstance(value, Mapping) and not prefix and key in groups:
            pairs += _flat(value, known, f"{key}.")
        else:
            pairs.append((f"{prefix}{key}", value))
    return pairs


def _value(field: dataclasses.Field[Any], value: Any) -> Any:
    choices, default = field.metadata["choices"], field.default
    if choices:
        by_lower = {choice.lower(): choice for choice in choices}
        if not isinstance(value, str) or value.lower() not in by_lower:
            raise ValueError(f"expected one of {', '.join(choices)}, got {value!r}; {suggestion(str(value), choices)}")
        return by_lower[value.lower()]
    if isinstance(default, bool):
        truth = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if str(value).lower() not in truth:
            raise ValueError(f"expected true or false, got {value!r}")
        return truth[str(value).lower()]
    if isinstance(default, int | float):
        return _number(field, value)
    return _frozen(value)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list | tuple) else value


def _number(field: dataclasses.Field[Any], value: Any) -> int | float:
    low, high, whole = field.metadata["low"], field.metadata["high"], isinstance(field.default, int)
    wanted = "a whole number" if whole else "a number"
    if low is not None or high is not None:
        wanted += f" from {low} up" if high is None else f" from {low} to {high}"
    try:
        if isinstance(value, bool):
            raise ValueError
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"expected {wanted}, got {value!r}") from None
    inside = (low is None or number >= low) and (high is None or number <= high)
    if not inside or (whole and number != int(number)):
        raise ValueError(f"expected {wanted}, got {value!r}")
    return int(number) if whole else number


def as_mapping(settings: Any) -> dict[str, Any]:
    """Names and values of a settings object, nested where a name has a dot: what :func:`read_settings` reads."""
    result: dict[str, Any] = {}
    for field in dataclasses.fields(settings):
        value = getattr(settings, field.name)
        group, _, rest = field.metadata["name"].partition(".")
        if rest:
            result.setdefault(group, {})[rest] = value
        else:
            result[group] = _thawed(value)
    return result


def _thawed(value: Any) -> Any:
    return [_thawed(part) for part in value] if isinstance(value, tuple) else value


def describe(kind: type[Any]) -> list[dict[str, Any]]:
    """Rows of name, default, values that are allowed, and meaning, for lists and help."""
    rows = []
    for field in dataclasses.fields(kind):
        meta = field.metadata
        if meta["choices"]:
            allowed = ", ".join(meta["choices"])
        elif meta["low"] is not None:
            allowed = f"{meta['low']} up" if meta["high"] is None else f"{meta['low']} to {meta['high']}"
        else:
            allowed = "see meaning"
        rows.append({"name": meta["name"], "default": field.default, "values": allowed, "meaning": meta["meaning"]})
    return rows
