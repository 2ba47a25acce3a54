"""The same futures in plain Python: every function of the step run by the interpreter, none of it compiled.

Each function that the kernel compiles is ordinary Python as well (`detente.models.kernel.jitable`). Run so, a plan and
a future are NumPy records and the step is read line by line, or stopped in a debugger. It is some thousand times
slower and gives the same numbers, future by future, to the last bit: the tests hold the two against each other.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from detente.engine.ensemble_arrays import new_future, new_out
from detente.engine.keep import Out
from detente.engine.plan import Plan
from detente.engine.step import play_block

__all__ = ["play_plainly"]


def play_plainly(plan: Plan, seed: int, first: int, last: int, per_draw: int) -> Out:
    """Play futures first..last-1 of an ensemble without compiling anything.

    Parameters
    ----------
    plan
        As `detente.engine.build.build_plan` makes it.
    seed, first, last, per_draw
        As in `detente.engine.step.play_block`.

    Returns
    -------
    Out
        With dated events and minds; its first row is future ``first``.
    """
    out = new_out(plan, last - first, events=True, minds=True)
    plainly = cast(Any, play_block).py_func
    records, future = plan.records.view(np.recarray), new_future().view(np.recarray)
    with np.errstate(all="ignore"):
        plainly(records, future, plan.walk, seed, first, last, per_draw, out, first)
    return out
