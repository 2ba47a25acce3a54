"""Looks at the engine while the interpreter plays futures: what each function was given, and what it made of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np


@dataclass
class Call:
    """One call: the plan, the future before and after, the other arguments, and what was returned."""

    name: str
    plan: Any
    before: Any
    after: Any
    rest: tuple[Any, ...]
    result: Any


def copy_of(record: Any) -> Any:
    """A record of its own with the same content."""
    one = np.recarray(1, dtype=record.dtype)
    one[0] = record
    return one[0]


@contextmanager
def watching(module: str, names: tuple[str, ...], seen: list[Call], keep: Callable[[Any], bool]) -> Iterator[None]:
    """Record calls of functions of an engine module, wherever they are called from, as long as ``keep`` says so."""
    source = sys.modules[f"detente.engine.{module}"]
    replaced: list[tuple[Any, str, Any]] = []
    for name in names:
        original = getattr(source, name)

        def spy(*arguments: Any, original: Any = original, name: str = name) -> Any:
            f = next(one for one in arguments[:2] if getattr(one.dtype, "names", None) and "mind" in one.dtype.names)
            if not keep(f):
                return original(*arguments)
            before = copy_of(f)
            result = original(*arguments)
            plan = arguments[0] if arguments[0] is not f else None
            rest = arguments[2:] if plan is not None else arguments[1:]
            seen.append(Call(name, plan, before, copy_of(f), rest, result))
            return result

        for key, other in list(sys.modules.items()):
            if key.startswith("detente.engine"):
                for attribute, value in list(vars(other).items()):
                    if value is original:
                        replaced.append((other, attribute, original))
                        setattr(other, attribute, spy)
    try:
        yield
    finally:
        for other, attribute, original in replaced:
            setattr(other, attribute, original)


def opened(record: Any) -> SimpleNamespace:
    """A record's fields as plain attributes, quick to read; numbers are copies."""
    return SimpleNamespace(**{name: record[name] for name in record.dtype.names})


def differences(one: Any, other: Any) -> list[str]:
    """Fields in which two futures differ by more than rounding."""
    found = []
    for name in one.dtype.names:
        if np.asarray(one[name]).tobytes() == np.asarray(other[name]).tobytes():
            continue
        a, b = np.asarray(one[name], dtype=float), np.asarray(other[name], dtype=float)
        far = ~np.isclose(a, b, rtol=1e-9, atol=1e-10, equal_nan=True)
        if far.any():
            where = [tuple(int(x) for x in at) for at in np.argwhere(far)[:6]]
            found.append(f"{name}{where}: {a[far][:6]} here, {b[far][:6]} there")
    return found
