"""Work that takes too long for an answer: done one after another behind the page, at low priority, and kept.

What nobody has asked for lately makes way for what somebody waits for, and is begun anew when it is asked for again.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from detente.errors import InputError
from detente.views.web.desk import Desk, Stopped

__all__ = ["Job", "Jobs", "Tell", "job"]

_log = logging.getLogger(__name__)
T = TypeVar("T")
Tell = Callable[[int, int], None]
"""Told how many steps are done, and of how many."""
_NICE = 5
_LATELY = 4.0
"""Seconds: a page that waits asks more often."""


class _MakesWay(Exception):
    """Somebody waits for something else, and nobody for this."""


class Job(Generic[T]):
    """One piece of work: how far it is, and what came of it.

    Attributes
    ----------
    done, total
        Steps; a total of 0 while nobody knows.
    value
        What came of it; None until it is finished.
    problem
        Why nothing came of it; empty otherwise.
    """

    def __init__(self, work: Callable[[Tell], T]) -> None:
        self._work = work
        self.done, self.total = 0, 0
        self.value: T | None = None
        self.problem = ""
        self.asked = time.monotonic()
        self.begun = False
        self._over = threading.Event()

    @property
    def wanted(self) -> bool:
        """Whether somebody has asked for it lately."""
        return time.monotonic() - self.asked < _LATELY

    @property
    def finished(self) -> bool:
        """Whether it is over, well or not."""
        return self._over.is_set()

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return 1.0 if self.finished else min(1.0, self.done / self.total) if self.total else 0.0

    def wait(self, seconds: float) -> bool:
        """Wait for it to be over; whether it is."""
        return self._over.wait(seconds)

    def run(self, makes_way: Callable[[], bool] = lambda: False) -> None:
        """Do it, unless it is to make way: then it is as if it had not begun."""

        def tell(done: int, total: int) -> None:
            if makes_way():
                raise _MakesWay
            self.done, self.total = done, total

        try:
            self.value = self._work(tell)
        except _MakesWay:
            self.done, self.begun = 0, False
            return
        except Stopped:
            self.problem = "The case has changed since."
        except InputError as error:
            self.problem = "; ".join(error.problems)
        except Exception as error:
            _log.error("%s behind the page", type(error).__name__, exc_info=error)
            self.problem = "It ended with a fault; the terminal that runs detente serve says more."
        self._over.set()


class Jobs:
    """A queue with one thread, which ends when there is nothing to do."""

    def __init__(self) -> None:
        self._waiting: list[Job[Any]] = []
        self._lock = threading.Lock()
        self._busy = False

    def add(self, one: Job[T]) -> Job[T]:
        """Ask for a job: it is put at the end of the queue, unless it stands there, is under way or over."""
        with self._lock:
            one.asked = time.monotonic()
            if one.begun or one.finished:
                return one
            one.begun = True
            self._waiting.append(one)
            if not self._busy:
                self._busy = True
                threading.Thread(target=self._work, name="jobs", daemon=True).start()
        return one

    def _work(self) -> None:
        _stand_back()
        while True:
            with self._lock:
                if not self._waiting:
                    self._busy = False
                    return
                one = self._next()
            one.run(lambda one=one: not one.wanted and self._somebody_waits())

    def _next(self) -> Job[Any]:
        """Take the first that somebody waits for, and let go of the others; the first of all if nobody waits."""
        if wanted := [one for one in self._waiting if one.wanted]:
            for one in self._waiting:
                one.begun = one in wanted
            self._waiting = wanted
        return self._waiting.pop(0)

    def _somebody_waits(self) -> bool:
        with self._lock:
            return any(one.wanted for one in self._waiting)


def _stand_back() -> None:
    """Lower this thread's priority, and so that of the threads it starts, where the system knows such a thing."""
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
    except (AttributeError, OSError):
        return  # then it competes with the page as an equal


def job(desk: Desk, name: Any, work: Callable[[Tell], T], queue: str = "in turn") -> Job[T]:
    """Return a desk's job of a name, begun when it is first asked for; it stops once the case has changed.

    Parameters
    ----------
    desk
        Whose case it is about.
    name
        What it is kept under.
    work
        Told how to tell how far it is.
    queue
        Jobs of one queue wait for each other.
    """
    case = desk.case
    jobs: Jobs = desk.keep(("jobs", queue), Jobs)

    def guarded(tell: Tell) -> T:
        def told(done: int, total: int) -> None:
            if desk.case is not case:
                raise Stopped
            tell(done, total)

        return work(told)

    return jobs.add(desk.keep(("job", name), lambda: Job(guarded)))
