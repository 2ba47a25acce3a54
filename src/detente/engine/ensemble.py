"""Many futures of a plan, in blocks over threads; the same bytes for any number of threads and any order."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.engine.ensemble_arrays import new_future, new_out
from detente.engine.plan import Plan
from detente.engine.step import WHOLE, Out, play_block
from detente.models.kernel import cache_folder

__all__ = ["Advance", "Played", "compiled_before", "fitting_draws", "play_ensemble"]

Advance = Callable[[int], None]
"""Called with the number of futures that were finished since the last call."""

BLOCK = 100
"""Futures a thread plays before it reports; small enough that an interrupt is quick."""


@dataclass(frozen=True)
class Played:
    """An ensemble of one scenario.

    Attributes
    ----------
    scenario
        Its name.
    plan
        What was played.
    out
        What came out; see `detente.engine.step.Out`.
    seed, runs, per_draw
        Luck, number of futures, futures per draw of the numbers.
    """

    scenario: str
    plan: Plan
    out: Out
    seed: int
    runs: int
    per_draw: int

    @property
    def draw_of(self) -> NDArray[np.int64]:
        """Draw of each future, shape (runs,)."""
        return np.arange(self.runs) // self.per_draw

    def whole(self, name: str) -> NDArray[np.int32]:
        """A column of whole numbers by name, shape (runs,)."""
        return self.out.whole[:, WHOLE.index(name)]


def compiled_before() -> bool:
    """Whether the kernels of this version lie compiled on disk."""
    folder = cache_folder()
    return folder.is_dir() and any(folder.glob("**/step.play_block*.nbc"))


def fitting_draws(runs: int, draws: int) -> tuple[int, int]:
    """Draws and futures per draw for a number of futures: at most ``draws``, and none empty.

    Examples
    --------
    >>> fitting_draws(10_000, 200)
    (200, 50)
    >>> fitting_draws(50, 200)
    (50, 1)
    >>> fitting_draws(150, 100)
    (75, 2)
    """
    per_draw = -(-runs // min(draws, runs))
    return -(-runs // per_draw), per_draw


def play_ensemble(
    plan: Plan,
    runs: int,
    seed: int,
    *,
    scenario: str = "baseline",
    events: bool = False,
    minds: bool = False,
    threads: int | None = None,
    advance: Advance | None = None,
) -> Played:
    """Play the futures of a plan.

    Parameters
    ----------
    plan
        With one record per draw.
    runs
        Futures, spread evenly over the draws.
    seed
        Of the luck; together with the future's number it fixes every draw.
    scenario
        Name for the result.
    events, minds
        Whether to keep dated events and the parties' states of mind.
    threads
        Default: as many as there are cores.
    advance
        Told how many futures are done.

    Returns
    -------
    Played
    """
    draws = len(plan.records)
    per_draw = -(-runs // draws)
    out = new_out(plan, runs, events=events, minds=minds)
    workers = threads or os.cpu_count() or 1
    counts = [np.zeros_like(out.regions) for _ in range(workers)]
    futures = [new_future() for _ in range(workers)]
    free = list(range(workers))

    def play(first: int, last: int, worker: int) -> tuple[int, int]:
        part = _rows(out, first, last)._replace(regions=counts[worker])
        play_block(plan.records, futures[worker], plan.walk, seed, first, last, per_draw, part, first)
        return last - first, worker

    blocks = iter([(first, min(runs, first + BLOCK)) for first in range(0, runs, BLOCK)])
    with ThreadPoolExecutor(workers) as pool:
        pending: set[Future[tuple[int, int]]] = set()
        more = True
        while more or pending:
            while free and (block := next(blocks, None)) is not None:
                pending.add(pool.submit(play, *block, free.pop()))
            more = False
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            for one in done:
                finished, worker = one.result()
                free.append(worker)
                more = True
                if advance:
                    advance(finished)
    out.regions[:] = sum(counts)
    return Played(scenario, plan, out, seed, runs, per_draw)


def _rows(out: Out, first: int, last: int) -> Out:
    """The part of the arrays that belongs to some futures (views, not copies)."""
    shared = {"regions"}
    return Out(*(value if name in shared else value[first:last] for name, value in out._asdict().items()))
