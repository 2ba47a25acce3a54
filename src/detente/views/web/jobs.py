"""Work that takes too long for an answer: done one after another behind the page, at low priority, and kept."""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
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
        self._over = threading.Event()

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

    def run(self) -> None:
        """Do it."""
        try:
            self.value = self._work(self._tell)
        except Stopped:
            self.problem = "The case has changed since."
        except InputError as error:
            self.problem = "; ".join(error.problems)
        except Exception as error:
            _log.error("%s behind the page", type(error).__name__, exc_info=error)
            self.problem = "It ended with a fault; the terminal that runs detente serve says more."
        finally:
            self._over.set()

    def _tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class Jobs:
    """A queue with one thread, which ends when there is nothing to do."""

    def __init__(self) -> None:
        self._waiting: deque[Job[Any]] = deque()
        self._lock = threading.Lock()
        self._busy = False

    def add(self, one: Job[T]) -> Job[T]:
        """Put a job at the end of the queue."""
        with self._lock:
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
                one = self._waiting.popleft()
            one.run()


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

    return desk.keep(("job", name), lambda: jobs.add(Job(guarded)))
