"""Frontier of 1,200 outcomes: ours beside plain NumPy on the same list, and NegMAS's published 2.8 ms beside both.

Run: python benchmarks/bench_frontier.py
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from functools import partial

import numpy as np

from detente.models.bargaining.axiomatic import OutcomeList, egalitarian, kalai_smorodinsky, nash, welfare
from detente.models.bargaining.frontier import LinearIssues, pareto

OUTCOMES = 1200
LIMIT_MS = 0.3
NEGMAS_MS = 2.8  # NegMAS 0.16.0, 1,152 outcomes, on 2 shared cores, +-50 %


def outcomes(kind: str, seed: int = 0) -> np.ndarray:
    """Two parties' utilities: spread evenly, or of five issues traded against each other (a long frontier)."""
    rng = np.random.default_rng(seed)
    if kind == "even":
        return rng.random((OUTCOMES, 2))
    levels = rng.random((OUTCOMES, 5))
    weights = rng.dirichlet(np.ones(5), 2)
    return np.column_stack([levels @ weights[0], (1 - levels) @ weights[1]])


def plain_numpy(u: np.ndarray) -> np.ndarray:
    """Strike out what each survivor dominates, best sums first: the usual few lines of NumPy."""
    left = np.argsort(-u.sum(1))
    kept = []
    while len(left):
        kept.append(left[0])
        left = left[(u[left] > u[left[0]]).any(1)]
    return np.array(kept)


def all_points(u: np.ndarray) -> None:
    deals = OutcomeList(u)
    for solution in (nash, egalitarian, kalai_smorodinsky, welfare):
        solution(deals)


def best_ms(work: Callable[[], object], number: int) -> float:
    return min(timeit.repeat(work, number=number, repeat=7)) / number * 1e3


def main() -> None:
    for kind in ("even", "traded"):
        u = outcomes(kind)
        found = pareto(u)
        assert sorted(found) == sorted(plain_numpy(u))
        ours, plain = best_ms(partial(pareto, u), 300), best_ms(partial(plain_numpy, u), 50)
        points = best_ms(partial(all_points, u), 50)
        print(f"{kind}: {OUTCOMES} outcomes, {len(found)} on the frontier")
        print(f"  ours         {ours:8.3f} ms   {ours / LIMIT_MS:6.2f} of the limit of {LIMIT_MS} ms")
        print(f"  plain NumPy  {plain:8.3f} ms   {plain / ours:6.1f} times ours")
        print(f"  NegMAS       {NEGMAS_MS:8.3f} ms   {NEGMAS_MS / ours:6.1f} times ours (published, another run)")
        print(f"  frontier and all four points {points:.3f} ms")
    rng = np.random.default_rng(1)
    weights = rng.dirichlet(np.ones(8), 2) * np.array([[1.0], [-1.0]])
    knapsack = best_ms(lambda: LinearIssues(weights, (0.0, 1.0)), 300)
    issues = LinearIssues(weights, (0.0, 1.0))
    print(f"8 linear issues: frontier {knapsack:.3f} ms, Nash point {best_ms(lambda: nash(issues), 300):.3f} ms")


if __name__ == "__main__":
    main()
