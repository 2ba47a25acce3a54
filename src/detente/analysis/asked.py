"""What somebody asks of the analyses from Python, checked before anything is played."""

from __future__ import annotations

from operator import index
from typing import Any

from detente.case.problems import show
from detente.case.schema import Case
from detente.errors import InputError

__all__ = ["check_asked"]

_LEAST = {"runs": 1, "draws": 1, "seed": 0}


def check_asked(case: Case, **numbers: int) -> None:
    """Check that a case is one, and that ``runs``, ``draws`` and ``seed`` are whole numbers that can be played.

    Raises
    ------
    InputError
        With all that is wrong at once.

    Examples
    --------
    >>> check_asked("mine", runs=0, seed=1)
    Traceback (most recent call last):
    ...
    detente.errors.InputError: case: expected a case, got "mine"; read it first, as in detente.read_case("mine")
    runs: expected a whole number from 1 up, got 0
    """
    given: Any = case
    problems = []
    if not isinstance(given, Case):
        read = f"detente.read_case({show(str(given))})" if given else "detente.read_case(NAME)"
        problems.append(f"case: expected a case, got {show(given)}; read it first, as in {read}")
    for name, number in numbers.items():
        try:
            right = index(number) >= _LEAST[name]
        except TypeError:
            right = False
        if not right:
            problems.append(f"{name}: expected a whole number from {_LEAST[name]} up, got {show(number)}")
    if problems:
        raise InputError(*problems)
