"""How long futures take, against only drawing the random numbers that a naive model would draw.

Prints in one run: the flagship case (10,000 futures of 300 days, 34 regions) against one uniform per future, day and
region (102 million) from the engine's own counter-addressed generator and from NumPy's; and a one-line toy front, a
daily coin per region, against only drawing its coins. All on the same threads, machine code warm.

    python benchmarks/bench_engine.py [FUTURES]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detente.case.load import read_case
from detente.engine.build import build_plan
from detente.engine.ensemble import play_ensemble
from detente.engine.random import uniform
from detente.engine.sheet import make_sheet

DAYS, REGIONS, THREADS, DRAWS, LIMIT, TOY_LIMIT = 300, 34, 2, 200, 5.0, 1.5


@njit(nogil=True)
def draw_only(first: int, last: int, days: int, regions: int) -> float:
    """One number per future, day and region, and nothing done with it but a sum."""
    total = 0.0
    for run in range(first, last):
        for day in range(days):
            for region in range(regions):
                total += uniform(1, run, 1, region, day)
    return total


@njit(nogil=True)
def toy_front(first: int, last: int, days: int, regions: int) -> float:
    """A region falls on a day when its coin says so."""
    fallen = 0
    held = np.empty(regions, np.bool_)
    for run in range(first, last):
        held[:] = True
        for day in range(days):
            for region in range(regions):
                falls = uniform(1, run, 1, region, day) < 0.001
                fallen += held[region] and falls
                held[region] = held[region] and not falls
    return float(fallen)


def numpy_draw(first: int, last: int, days: int, regions: int) -> float:
    """The same count of numbers from NumPy's default generator, in blocks of one future."""
    rng, block = np.random.default_rng(first), np.empty(days * regions)
    return float(sum(rng.random(out=block)[0] for _ in range(first, last)))


def on_threads(work: Callable[..., float], futures: int) -> float:
    """Seconds that a kernel takes over all futures, split over the threads."""
    edges: NDArray[np.int64] = np.linspace(0, futures, THREADS + 1).astype(np.int64)
    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda pair: work(int(pair[0]), int(pair[1]), DAYS, REGIONS), pairwise(edges)))
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    futures = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    plan = build_plan(make_sheet(read_case("afghanistan-2021"), draws=DRAWS, seed=1))
    plan.records["days"] = DAYS
    play_ensemble(plan, DRAWS, 1, threads=THREADS)
    for kernel in (draw_only, toy_front):
        kernel(0, 1, DAYS, REGIONS)
    seconds = {}
    cpu = time.process_time()
    start = time.perf_counter()
    play_ensemble(plan, futures, 1, threads=THREADS)
    seconds["flagship"], cpu = time.perf_counter() - start, time.process_time() - cpu
    for name, work in (("draws", draw_only), ("numpy", numpy_draw), ("toy", toy_front)):
        seconds[name] = on_threads(work, futures)
    numbers = futures * DAYS * REGIONS / 1e6
    print(f"{futures:,} futures x {DAYS} days of the flagship: {seconds['flagship']:.2f} s on {THREADS} threads")
    print(f"  processor time {cpu / futures * 1e6:.0f} microseconds a future")
    drawn, by_numpy = seconds["draws"], seconds["numpy"]
    print(f"only drawing {numbers:.0f} million numbers: {drawn:.2f} s (NumPy's generator {by_numpy:.2f} s)")
    ratio, toy = seconds["flagship"] / seconds["draws"], seconds["toy"] / seconds["draws"]
    plain = seconds["flagship"] / seconds["numpy"]
    print(f"  ratio {ratio:.2f} (limit {LIMIT:g}); against NumPy's generator {plain:.2f}")
    print(f"one-line toy front: {seconds['toy']:.2f} s, {toy:.2f} times its drawing (limit {TOY_LIMIT:g})")


if __name__ == "__main__":
    main()
