"""Problems of a case: where each is, what is wrong, and what would be right. All are reported at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from detente.errors import InputError

__all__ = ["Path", "Problem", "Problems", "dotted", "meant", "show"]

Path = tuple[str | int | float, ...]
"""Keys and indices from the top of a file to a node."""

_NAMES_LISTED = 12


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake: file as the user named it, line and column from 1, the node's path, and the message."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


@dataclass
class Problems:
    """Collects problems; raises them together, in the order of files and lines."""

    found: dict[str, tuple[tuple[str, int, int], str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, problem: Problem) -> None:
        """Keep a problem; the same one twice is kept once."""
        self.found.setdefault(str(problem), ((problem.file, problem.line, problem.column), str(problem)))

    def extend(self, file: str, messages: Iterable[str]) -> None:
        """Keep messages that already name their place in ``file`` as ``file:line:column: ...``."""
        for message in messages:
            line, column = _place(message.removeprefix(file + ":"))
            self.found.setdefault(message, ((file, line, column), message))

    def raise_all(self) -> None:
        """Raise every problem at once.

        Raises
        ------
        InputError
            If there are any.
        """
        if self.found:
            ordered = sorted(self.found.values(), key=lambda one: (not _is_yaml(one[0][0]), one[0]))
            raise InputError(*(message for _, message in ordered))


def _is_yaml(file: str) -> bool:
    return file.endswith(".yaml")


def _place(rest: str) -> tuple[int, int]:
    parts = rest.split(":", 2)
    numbers = [int(part) if part.strip().isdigit() else 0 for part in parts[:2]]
    return numbers[0], numbers[1] if len(numbers) > 1 else 0


def dotted(path: Path) -> str:
    """Write a path as people read it.

    Examples
    --------
    >>> dotted(("positions", 3, "ideal"))
    'positions[3].ideal'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else str(part)
    return text


def show(value: Any) -> str:
    """Write a value as it would stand in a file, cut at 60 characters.

    Examples
    --------
    >>> show("strong"), show([1, None])
    ('"strong"', '[1, null]')
    """
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


def meant(word: Any, names: Iterable[Any]) -> str:
    """Say which of ``names`` was meant, or list them; an empty string if there are none.

    Examples
    --------
    >>> meant("talban", ["taliban", "republic"])
    'did you mean "taliban"?'
    >>> meant("x", ["taliban", "republic"])
    'one of taliban, republic'
    """
    texts = list(dict.fromkeys(str(name) for name in names))
    lower = {text.lower(): text for text in reversed(texts)}
    close = get_close_matches(str(word).lower(), lower, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{lower[close[0]]}"?'
    if len(texts) > _NAMES_LISTED:
        return f"one of {', '.join(texts[:_NAMES_LISTED])} and {len(texts) - _NAMES_LISTED} more"
    return f"one of {', '.join(texts)}" if texts else ""
