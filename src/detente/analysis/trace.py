"""One future looked at while it is played: what keeping a deal pays day by day, and what decided each event.

The same step that the kernel compiles is run by the interpreter (`detente.engine.reference`), in a record that tells of
each new day and of each event as it is written down. So nothing about the future changes, and whatever decided an event
can be read off the state of that moment; the draws are those of the luck, which can be drawn again
(`detente.engine.random`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np

from detente.analysis.reasons import Moment, Reason, keeping, reason
from detente.engine.ensemble import Played
from detente.engine.ensemble_arrays import new_future, new_out
from detente.engine.layout import Kind
from detente.engine.state import Count, Level, Mind
from detente.engine.step import HURRY, play_block
from detente.engine.values import allow_texts

__all__ = ["Margin", "Noted", "Trace", "trace"]


@dataclass(frozen=True)
class Noted:
    """An event as it was written down: its day, kind, whose or what, value, and what decided it."""

    day: int
    kind: Kind
    who: int
    value: float
    reason: Reason


@dataclass(frozen=True)
class Margin:
    """By how much one choice pays a party (by its place) more than another, on a day (utility)."""

    day: int
    party: int
    margin: float


@dataclass(frozen=True)
class Trace:
    """One future.

    Attributes
    ----------
    run
        Its number.
    events
        In the order in which they happened; as many as the ensemble keeps.
    margins
        What keeping the deal in force pays over breaking it: at its signature, after each political step, and at its
        breach.
    reach
        With no deal in force, after each political step: what the text that comes nearest gives each party over its
        ratifiable floor. That text has the largest least such margin of those that no red line and no ratifier forbids.
    """

    run: int
    events: tuple[Noted, ...]
    margins: tuple[Margin, ...]
    reach: tuple[Margin, ...]


class _Watched:
    """A future's record that tells of each new day and each event; everything else passes through."""

    def __init__(self, record: Any, day: Callable[[], None], event: Callable[[], None]) -> None:
        object.__setattr__(self, "_seen", [record, -1, day, event])

    def __getattr__(self, name: str) -> Any:
        seen = object.__getattribute__(self, "_seen")
        record = seen[0]
        today = int(record.count[Count.DAY])
        if today > seen[1]:
            seen[1] = today
            seen[2]()
        return getattr(record, name)

    def __setattr__(self, name: str, value: Any) -> None:
        seen = object.__getattribute__(self, "_seen")
        setattr(seen[0], name, value)
        if name == "events" and value:
            seen[3]()


@dataclass
class _Watch:
    """What is noted of a future while it is played."""

    p: Any
    f: Any
    clocks: tuple[float, float] = (0.0, 0.0)
    left: Any = None
    omega: Any = None
    step: int = 0
    events: list[Noted] = field(default_factory=list)
    margins: list[Margin] = field(default_factory=list)
    reach: list[Margin] = field(default_factory=list)

    def day(self) -> None:
        """A day begins: the last one's state stands as it was left."""
        f, yesterday = self.f, int(self.f.count[Count.DAY]) - 1
        if self._political(yesterday):
            self.step = yesterday
            if f.count[Count.SETTLED] == 1:
                self._weigh(yesterday)
            elif yesterday < self.p.days and f.count[Count.ENDED_ON] < 0:
                self._nearest(yesterday)
        self.clocks = float(f.level[Level.CLOCK_0]), float(f.level[Level.CLOCK_1])
        regions = int(self.p.regions)
        self.omega = np.array(f.omega[:regions])
        self.left = np.array(f.threshold[:regions]) - np.array(self.clocks)[f.holder[:regions]]

    def event(self) -> None:
        """An event was written down."""
        f, at = self.f, int(self.f.events) - 1
        if at >= len(f.event_day):
            return
        day, kind, who = int(f.event_day[at]), Kind(int(f.event_kind[at])), int(f.event_who[at])
        moment = Moment(self.p, f, day, day - self.step, self.clocks, self.left, self.omega)
        value = float(f.event_value[at])
        self.events.append(Noted(day, kind, who, value, reason(moment, kind, who, value)))
        if kind in (Kind.SIGNED, Kind.BROKEN):
            self._weigh(day)

    def _political(self, day: int) -> bool:
        return day >= 0 and (
            day == 0 or (day + 1) % self.p.step_days == 0 or self.f.count[Count.RECENT] > HURRY * self.p.regions
        )

    def _weigh(self, day: int) -> None:
        self.margins += [Margin(day, i, keeping(self.p, self.f, i).margin) for i in range(self.p.parties)]

    def _nearest(self, day: int) -> None:
        """Find the text that falls least short. (The engine asks anew which are allowed whenever it needs to know.)"""
        p, f, n = self.p, self.f, int(self.p.parties)
        allow_texts(p, f)
        allowed = np.flatnonzero(f.allowed[: p.texts])
        if allowed.size:
            wishes = f.mind[:n, Mind.TYPE] + f.mind[:n, Mind.WAVE]
            over = p.text_u[:n][:, allowed] + (wishes - f.mind[:n, Mind.RATIFIABLE])[:, None]
            best = over[:, over.min(axis=0).argmax()]
            self.reach += [Margin(day, i, float(best[i])) for i in range(n)]


def trace(played: Played, run: int) -> Trace:
    """Play one future of an ensemble again, watched.

    It takes some milliseconds for each day of it, a thousand times as long as the kernel, and gives the same future to
    the last bit.

    Parameters
    ----------
    played
        The ensemble.
    run
        Which of its futures.

    Raises
    ------
    LookupError
        If there is no such future.
    """
    if not 0 <= run < played.runs:
        raise LookupError(f"no future {run}; they are numbered from 0 to {played.runs - 1}")
    plans, record = played.plan.records.view(np.recarray), new_future().view(np.recarray)[0]
    watch = _Watch(plans[run // played.per_draw], record)
    watched = _Watched(record, watch.day, watch.event)
    out = new_out(played.plan, 1, events=True, minds=False)
    plainly = cast(Any, play_block).py_func
    with np.errstate(all="ignore"):
        plainly(plans, (watched,), played.plan.walk, played.seed, run, run + 1, played.per_draw, out, run)
    return Trace(run, tuple(watch.events), tuple(watch.margins), tuple(watch.reach))
