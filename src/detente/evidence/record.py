"""Checks one JSON record of a ledger, all problems at once, and turns it into a statement's fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from typing import Any

from detente.errors import InputError
from detente.evidence.statement import CHANNELS, KINDS, SHARING, STATES, Confidence, Statement, Verification

__all__ = ["decode"]

_REQUIRED = ("id", "document", "outlet", "content")


class _Wrong(Exception):
    """What is wrong with one value, in words."""


def decode(record: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of ``Statement`` for a JSON record.

    ``known`` may be left out where ``published`` or ``said`` is given.

    Raises
    ------
    InputError
        With every problem at once.

    Examples
    --------
    >>> decode({"id": "S1", "document": "d", "outlet": "o", "content": "c", "said": "2031-03-07"})["known"]
    datetime.date(2031, 3, 7)
    >>> decode({"id": "S1", "document": "d", "outlet": "o", "content": "c", "known": "2031-03-07", "kind": "thread"})
    Traceback (most recent call last):
    detente.errors.InputError: kind: 'thread' is not a kind; did you mean 'threat'?
    """
    names = [field.name for field in fields(Statement)]
    problems, values = [], {}
    for name, raw in record.items():
        if name not in names:
            problems.append(f"{name}: unknown field; {_meant(name, names)}")
            continue
        try:
            values[name] = _DECODERS.get(name, _text)(raw)
        except _Wrong as wrong:
            problems.append(f"{name}: {wrong}")
    problems += [f"{name}: missing; every statement has one" for name in _REQUIRED if not record.get(name)]
    if values.get("known") is None and not any(problem.startswith("known") for problem in problems):
        values["known"] = values.get("published") or values.get("said")
        if values["known"] is None:
            problems.append("known: missing; give the date on which it became known, as known, published or said")
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return {name: value for name, value in values.items() if value is not None or name in ("known", "speaker")}


def _meant(word: str, names: list[str] | tuple[str, ...]) -> str:
    close = get_close_matches(word.lower(), names, n=1)
    return f"did you mean {close[0]!r}?" if close else f"one of {', '.join(names)}"


def _text(raw: Any) -> str | None:
    if raw is None or isinstance(raw, str):
        return raw
    raise _Wrong(f"expected text, got {raw!r}")


def _date(raw: Any) -> date | None:
    if raw is None:
        return None
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise _Wrong(f"expected a date like 2031-03-08, got {raw!r}") from None


def _truth(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    raise _Wrong(f"expected true or false, got {raw!r}")


def _share(raw: Any) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw <= 1:
        raise _Wrong(f"expected a number from 0 to 1, got {raw!r}")
    return float(raw)


def _one_of(kind: str, names: tuple[str, ...]) -> Callable[[Any], str]:
    def choose(raw: Any) -> str:
        if isinstance(raw, str) and raw in names:
            return raw
        raise _Wrong(f"{raw!r} is not a {kind}; {_meant(str(raw), names)}")

    return choose


def _names(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, list) and all(isinstance(part, str) for part in raw):
        return tuple(raw)
    raise _Wrong(f"expected a list of names, got {raw!r}")


def _spans(raw: Any) -> tuple[tuple[int, int], ...] | None:
    if raw is None:
        return None
    if isinstance(raw, list) and all(_is_span(part) for part in raw):
        return tuple((part[0], part[1]) for part in raw)
    raise _Wrong(f"expected spans like [[10, 42]], got {raw!r}")


def _is_span(part: Any) -> bool:
    whole = isinstance(part, list) and len(part) == 2 and all(type(end) is int for end in part)
    return whole and 0 <= part[0] < part[1]


def _object(raw: Any, allowed: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _Wrong(f"expected an object with {', '.join(allowed)}, got {raw!r}")
    for name in raw:
        if name not in allowed:
            raise _Wrong(f"unknown field {name!r}; {_meant(name, allowed)}")
    return raw


def _verification(raw: Any) -> Verification:
    if isinstance(raw, str):
        raw = {"state": raw}
    raw = _object(raw, ("state", "by", "declined", "passage"))
    state = _one_of("state of verification", STATES)(raw.get("state", "asserted"))
    by, declined = _names(raw.get("by", [])), _names(raw.get("declined", []))
    return Verification(state, by, declined, _spans(raw.get("passage", [])) or ())


def _confidence(raw: Any) -> Confidence | None:
    if raw is None:
        return None
    raw = _object(raw, ("attribution", "speaker"))
    shares = _share(raw.get("attribution")), _share(raw.get("speaker"))
    if shares[0] is None or shares[1] is None:
        raise _Wrong("attribution and speaker are both needed, each a number from 0 to 1")
    return Confidence(shares[0], shares[1])


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "known": _date,
    "said": _date,
    "published": _date,
    "chain": _names,
    "issues": _names,
    "damage": _names,
    "kind": _one_of("kind", KINDS),
    "channel": _one_of("channel", CHANNELS),
    "sharing": _one_of("level of sharing", SHARING),
    "channel_passage": _spans,
    "offsets": _spans,
    "verification": _verification,
    "confidence": _confidence,
    "credibility": _share,
    "quote": _truth,
    "negated": _truth,
    "hedged": _truth,
    "reviewed": _truth,
}
