"""Functions that are plain Python when called from Python and machine code when called from a kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba.extending import register_jitable

__all__ = ["jitable"]

F = TypeVar("F", bound=Callable[..., Any])


def jitable(function: F) -> F:
    """Mark a scalar function so that compiled kernels can call it; from Python it stays what it is.

    One source serves both: the reference reads and steps through it, the engine compiles it. The function must keep
    to the subset of Python that Numba compiles and must be total (checks belong to public wrappers).

    Examples
    --------
    >>> @jitable
    ... def double(x: float) -> float:
    ...     return 2.0 * x
    >>> double(1.5)
    3.0
    """
    return cast(F, register_jitable(function))
