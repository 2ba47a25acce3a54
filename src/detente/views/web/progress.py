"""How far the play is that a page waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["Progress", "begin", "progress_of", "step", "watched"]

_LONGEST = 64


@dataclass
class Progress:
    """Futures of the present play: how many there are, and how many are done."""

    total: int = 0
    done: int = 0


_present: ContextVar[Progress | None] = ContextVar("progress", default=None)
_BY_PAGE: dict[str, Progress] = {}


@contextmanager
def watched(page: str) -> Iterator[Progress]:
    """Let a page be told how far the plays are that are begun inside; ``page`` is the name that it gave itself.

    Examples
    --------
    >>> with watched("a-page") as now:
    ...     begin(200)
    ...     step(50)
    ...     progress_of("a-page")
    Progress(total=200, done=50)
    >>> progress_of("a-page") is None
    True
    """
    now = Progress()
    token = _present.set(now)
    named = bool(page) and len(page) <= _LONGEST
    if named:
        _BY_PAGE[page] = now
    try:
        yield now
    finally:
        _present.reset(token)
        if named and _BY_PAGE.get(page) is now:
            del _BY_PAGE[page]


def progress_of(page: str) -> Progress | None:
    """Return how far the play is that a page waits for; None where it waits for none."""
    return _BY_PAGE.get(page)


def begin(total: int) -> None:
    """Note that a play of so many futures begins."""
    now = _present.get()
    if now is not None:
        now.total, now.done = total, 0


def step(done: int) -> None:
    """Note that so many more futures are done."""
    now = _present.get()
    if now is not None:
        now.done = min(now.done + done, now.total)
