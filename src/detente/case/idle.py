"""Levers that would leave everything as it is: mostly a slip, and else worth knowing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from detente.case.apply import apply
from detente.case.effects import Effect
from detente.case.numbers import Number
from detente.case.schema import Case, Lever

__all__ = ["idle_levers"]

_WHEN = {"since", "done", "known"}
"""Dates of a state, which do not make it another one."""
_LONG = timedelta(days=40_000)


def idle_levers(case: Case) -> tuple[str, ...]:
    """Return the levers that set only what is so already on the case's information date.

    Examples
    --------
    >>> from importlib import resources
    >>> from detente.case.load import read_case
    >>> case = read_case(str(resources.files("detente") / "case" / "template"))
    >>> idle_levers(case)
    ()
    """
    return tuple(name for name, lever in case.levers.items() if _is_idle(case, lever))


def _is_idle(case: Case, lever: Lever) -> bool:
    after = case
    for effect in lever.change:
        if _comes_back(case, effect, lever):
            return False
        after, rest = apply(after, effect, lever.from_, lever.from_, lever.from_ + _LONG)
        if rest is not None or effect.subject in ("truce", "pressure"):  # which stand in no number of the case
            return False
    return _same(after, case)


def _comes_back(case: Case, effect: Effect, lever: Lever) -> bool:
    """Whether an effect sets support that will have ended by then."""
    ends = case.theatre.support[effect.support].ends if effect.support in case.theatre.support else None
    return ends is not None and ends <= lever.from_


def _same(one: Any, other: Any) -> bool:
    """Whether two parts of a case say the same, whatever they rest on and since when it is so."""
    if one is other:
        return True
    if isinstance(one, Number) and isinstance(other, Number):
        return (one.low, one.mode, one.high) == (other.low, other.mode, other.high)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(held, other[key]) for key, held in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    fields = getattr(type(one), "model_fields", None)
    if fields and type(one) is type(other):
        return all(_same(getattr(one, name), getattr(other, name)) for name in fields if name not in _WHEN)
    return one == other
