"""Domains of arguments: one place where a model's public face says what it takes and refuses the rest."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from detente.errors import InputError

__all__ = ["COUNT", "DISCOUNT", "NONNEGATIVE", "POSITIVE", "REAL", "SHARE", "Domain", "check", "checked"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Domain:
    """A set of numbers, in words and as a test.

    Parameters
    ----------
    words
        How a message describes the set, for instance "a number from 0 to 1".
    holds
        Whether a finite float belongs to it.
    """

    words: str
    holds: Callable[[float], bool]


REAL = Domain("a finite number", lambda v: True)
SHARE = Domain("a number from 0 to 1", lambda v: 0.0 <= v <= 1.0)
DISCOUNT = Domain("a number from 0 up to, not including, 1", lambda v: 0.0 <= v < 1.0)
NONNEGATIVE = Domain("a number that is not negative", lambda v: v >= 0.0)
POSITIVE = Domain("a number above 0", lambda v: v > 0.0)
COUNT = Domain("a whole number from 1", lambda v: v >= 1 and v == int(v))


def check(name: str, value: float, domain: Domain) -> float:
    """Return `value` as a float, or say which argument is outside its domain.

    Raises
    ------
    InputError
        If `value` is not a finite number of the domain.

    Examples
    --------
    >>> check("discount", 0.9, DISCOUNT)
    0.9
    >>> check("discount", 1.2, DISCOUNT)
    Traceback (most recent call last):
        ...
    detente.errors.InputError: discount: expected a number from 0 up to, not including, 1, got 1.2
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError(f"{name}: expected {domain.words}, got {value!r}") from None
    if not math.isfinite(number) or not domain.holds(number):
        raise InputError(f"{name}: expected {domain.words}, got {value!r}")
    return number


def checked(core: Callable[P, R], **domains: Domain) -> Callable[P, R]:
    """Give a total scalar function a public face that refuses arguments outside their domains.

    Compiled kernels call `core`, which raises nothing; people call the result, which checks first.

    Examples
    --------
    >>> def half(share: float) -> float:
    ...     return share / 2
    >>> checked(half, share=SHARE)(0.5)
    0.25
    """
    signature = inspect.signature(core)

    @functools.wraps(core)
    def public(*args: P.args, **kwargs: P.kwargs) -> R:
        bound: dict[str, Any] = signature.bind(*args, **kwargs).arguments
        for name, domain in domains.items():
            if name in bound:
                check(name, bound[name], domain)
        return core(*args, **kwargs)

    public.__name__ = core.__name__.removesuffix("_core")
    public.__qualname__ = public.__name__
    return public
