"""What the numbers of a case rest on: statements, data tables, or assumption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from detente.case.numbers import Evidenced, Number
from detente.case.schema import Case

__all__ = ["Coverage", "coverage"]


@dataclass(frozen=True)
class Coverage:
    """How many numbers rest on what, and which ones on each statement (paths in the case)."""

    statements: int
    data: int
    assumed: int
    by_statement: dict[str, tuple[str, ...]]

    @property
    def total(self) -> int:
        """All numbers that the case gives."""
        return self.statements + self.data + self.assumed


def coverage(case: Case) -> Coverage:
    """Count the numbers that a case gives by what they rest on.

    A number without a ``because`` of its own has that of the part it stands in. Numbers that the case leaves at the
    model's defaults are not counted: they are the model's, not the case's.
    """
    counts = {"statements": 0, "data": 0, "assumed": 0}
    by_statement: dict[str, list[str]] = {}
    for path, because in _numbers(case, "", ()):
        cited = [one for one in because if one in case.ledger]
        counts["statements" if cited else "data" if because else "assumed"] += 1
        for one in cited:
            by_statement.setdefault(one, []).append(path)
    return Coverage(**counts, by_statement={name: tuple(paths) for name, paths in by_statement.items()})


def _numbers(part: Any, path: str, because: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the path of each given number and what it rests on."""
    if isinstance(part, Number):
        yield path, part.because or because
    elif isinstance(part, BaseModel):
        if isinstance(part, Evidenced):
            because = part.because or because
            path = f"{path}.{part_name}" if (part_name := _about(part)) else path
        for name in type(part).model_fields:
            if name in part.model_fields_set and name not in ("regions", "ledger", "history", "geometry"):
                yield from _numbers(getattr(part, name), f"{path}.{name}".lstrip("."), because)
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _numbers(value, f"{path}.{key}", because)
    elif isinstance(part, tuple):
        for value in part:
            yield from _numbers(value, path, because)


def _about(part: Evidenced) -> str:
    """Name what a list's member is about: its actor and issue."""
    found = [getattr(part, name, None) for name in ("actor", "issue")]
    return ".".join(value for value in found if isinstance(value, str))
