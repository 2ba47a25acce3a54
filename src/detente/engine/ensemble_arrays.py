"""Arrays that blocks of futures write into."""

from __future__ import annotations

import numpy as np

from detente.engine.keep import COMMON
from detente.engine.limits import EVENTS_KEPT
from detente.engine.plan import Plan
from detente.engine.records import Future, dtype_of
from detente.engine.state import Mind
from detente.engine.step import REAL, VIEW, WHOLE, Out

__all__ = ["new_future", "new_out"]


def new_out(plan: Plan, futures: int, *, events: bool, minds: bool) -> Out:
    """Make empty arrays for so many futures of a plan."""
    weeks = (plan.days + 6) // 7
    parts = plan.parts
    views = (plan.days + VIEW - 1) // VIEW if minds else 0
    kept = futures if events else 0
    return Out(
        whole=np.full((futures, len(WHOLE)), -1, np.int32),
        real=np.zeros((futures, len(REAL))),
        held=np.zeros((futures, weeks), np.float32),
        countryside=np.zeros((futures, weeks), np.float32),
        state=np.zeros((futures, weeks), np.int8),
        regions=np.zeros((weeks, parts["regions"]), np.int64),
        minds=np.zeros((futures if minds else 0, views, parts["parties"], len(Mind))),
        common=np.zeros((futures if minds else 0, views, COMMON + parts["vetoes"] + 2 * parts["patrons"])),
        clause=np.zeros((futures, parts["clauses"], 2), np.int32),
        term=np.zeros((futures, parts["terms"]), np.int32),
        events=np.zeros((kept, EVENTS_KEPT if events else 0, 3), np.int32),
        event_value=np.zeros((kept, EVENTS_KEPT if events else 0), np.float32),
        event_count=np.zeros(kept, np.int32),
    )


def new_future() -> np.ndarray:
    """One record to play futures in."""
    return np.zeros(1, dtype_of(Future))
