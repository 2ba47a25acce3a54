"""Compile all kernels but the one that plays futures.

A process of its own does so (`detente.engine.warm`); to start at once this module imports no more than they need.
"""

from __future__ import annotations

import numpy as np

from detente.engine.zone_rows import survey_rows, worth_of_war
from detente.models.stakes import Stakes
from detente.models.texts import candidate_texts
from detente.models.war import walk_tables
from detente.models.zones import space_of

__all__ = ["compile_others"]


def compile_others() -> None:
    """Compile everything else, by asking about no state at all: the walk of war, texts and zones."""
    space = space_of([[1.0], [0.0]], [[1.0], [1.0]])
    candidate_texts(space, count=4)
    walk = walk_tables(0.5, 0.5)
    none, nobody = np.empty(0), np.empty(0, np.int64)
    grid = (walk.table[None], walk.weeks, walk.shift_low, walk.shift_step)
    worth_of_war(*grid, nobody, none, none, none, none, none, none, np.empty((0, 4)))
    each, lines = np.empty((0, 2)), np.empty((0, 0, 1))
    stakes = Stakes(
        war=np.empty((0, 2, 2)), later=np.empty((0, 1, 2, 2, 1)), win=np.empty((0, 2, 2)), lose=each, relief=each,
        psi=each, audience=each, bottom=each, veto=each, veto_of=nobody, at_least=lines, at_most=lines, give=lines,
        line_of=nobody, weeks=np.empty((0, 1, 1)), discount=0.0, pin=nobody, stop=none,
    )  # fmt: skip
    survey_rows(
        space, space, stakes, none, nobody, np.empty(0, np.bool_), np.empty((0, 4)), nobody, nobody, nobody,
        np.empty((0, 3, 1, 2)), each, np.empty((0, 2, 1)), np.empty((0, 1)),
    )  # fmt: skip
