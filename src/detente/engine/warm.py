"""Compile the kernels the first time that a machine needs them: two processes, each with its half of the work.

The kernel that plays futures takes about as long to compile as all others together. Numba compiles under one lock, so
that threads do not help; a second process compiles the others into the same folder meanwhile.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from typing import Any, cast

import numpy as np
from numba.core import config

from detente.engine.ensemble import compiled_before
from detente.engine.ensemble_arrays import new_future, new_out
from detente.engine.plan import Plan
from detente.engine.records import Plan as PlanRecord
from detente.engine.records import dtype_of
from detente.engine.step import play_block

__all__ = ["compile_kernels"]

_COUNTS = ("regions", "parties", "patrons", "vetoes", "clauses", "terms")


@cache
def compile_kernels() -> None:
    """Compile every kernel that is not compiled yet; at once where they all are.

    The other process is left alone if it fails: what it would have compiled is compiled when it is asked for.
    """
    if getattr(config, "DISABLE_JIT", 0) or compiled_before():
        return
    work = "from detente.engine.compile_others import compile_others; compile_others()"
    quiet = subprocess.DEVNULL
    with subprocess.Popen([sys.executable, "-c", work], stdin=quiet, stdout=quiet, stderr=quiet) as other:
        try:
            _compile_play()
            other.wait()
        finally:
            other.terminate()


def _compile_play() -> None:
    """Compile the kernel that plays futures, by playing none."""
    records = np.zeros(1, dtype_of(PlanRecord))
    plan = Plan(records, np.zeros((1, 1, 1, 1, 1, 4)), cast(Any, None), dict.fromkeys(_COUNTS, 1))
    play_block(records, new_future(), plan.walk, 1, 0, 0, 1, new_out(plan, 1, events=True, minds=True), 0)
