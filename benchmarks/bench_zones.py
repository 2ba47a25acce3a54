"""Time the zones: microseconds for one answer, beside the same linear program solved by HiGHS (scipy).

Run: python benchmarks/bench_zones.py
"""

from __future__ import annotations

from time import perf_counter

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.optimize import linprog

from detente.models.zone_kernels import Space, zone_gap
from detente.models.zones import space_of

Array = NDArray[np.float64]
ISSUES, ROUNDS = 8, 2_000
AIMS = {2: 2.0, 3: 10.0, 4: 15.0}
"""Microseconds that a future can spare, by how many rows bind."""


@njit
def _many(space: Space, floors: Array, lo: Array, hi: Array, x: Array) -> float:
    total = 0.0
    for n in range(floors.shape[0]):
        total += zone_gap(space, floors[n], floors.shape[1], lo, hi, x)
    return total


def _by_highs(space: Space, floors: Array) -> float:
    segments = len(space.start)
    solved = linprog(
        np.append(np.zeros(segments), -1.0),
        A_ub=np.column_stack([-space.slope, np.ones(len(floors))]),
        b_ub=space.base[0] - floors,
        bounds=[*((0.0, width) for width in space.width), (None, None)],
    )
    return -float(solved.fun)


def _setting(rows: int, seed: int) -> tuple[Space, Array]:
    """Linear losses over eight issues, with floors around where a zone closes."""
    rng = np.random.default_rng(seed)
    ideal, salience = rng.uniform(0, 1, (rows, ISSUES)), rng.dirichlet(np.ones(ISSUES), rows)
    return space_of(ideal, salience), rng.uniform(0.1, 0.7, (ROUNDS, rows))


def main() -> None:
    """Print a row for two, three and four parties."""
    lo, hi = np.zeros(ISSUES), np.ones(ISSUES)
    print(f"{'parties':>8}{'segments':>10}{'here, us':>10}{'HiGHS, us':>11}{'faster':>9}{'of the aim':>12}")
    for rows, aim in AIMS.items():
        space, floors = _setting(rows, rows)
        x = np.empty(ISSUES)
        _many(space, floors[:2], lo, hi, x)
        best, total = np.inf, 0.0
        for _ in range(5):
            start = perf_counter()
            total = _many(space, floors, lo, hi, x)
            best = min(best, (perf_counter() - start) / ROUNDS)
        few = floors[:50]
        start = perf_counter()
        peer = sum(_by_highs(space, one) for one in few)
        slow = (perf_counter() - start) / len(few)
        assert abs(peer - _many(space, few, lo, hi, x)) < 1e-6, "the two solvers disagree"
        assert np.isfinite(total)
        mine, others = 1e6 * best, 1e6 * slow
        print(f"{rows:>8}{len(space.start):>10}{mine:>10.2f}{others:>11.0f}{others / mine:>8.0f}x{mine / aim:>11.2f}x")


if __name__ == "__main__":
    main()
