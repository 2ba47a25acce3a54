"""Spatial Model of Politics: ours beside its plain NumPy reference on the same tables, and KTAB's published times.

Tables are synthetic, seeded, of the shapes that KTAB's example data have. Run: python benchmarks/bench_smp.py
"""

from __future__ import annotations

import os
import timeit
from functools import partial

import numpy as np

from detente.models.bargaining import spatial_reference
from detente.models.bargaining.spatial import spatial_ensemble, spatial_model
from detente.models.bargaining.spatial_settings import SpatialSettings

SHAPES = {(7, 3): (0.06, None), (13, 2): (0.42, 20.0), (26, 1): (1.6, None), (34, 1): (6.9, 20.0)}
"""Seconds of KTAB's whole process (the lower end; 2 shared cores, +-50 %), and how many times faster we aim to be."""

RUNS = 1000
Table = tuple[np.ndarray, np.ndarray, np.ndarray]


def table(n: int, K: int, seed: int = 0) -> Table:
    """Capabilities, and positions and saliences on 0-1."""
    rng = np.random.default_rng(seed)
    saliences = rng.dirichlet(np.ones(K), n) * rng.uniform(0.3, 0.95, (n, 1))
    return rng.uniform(10.0, 200.0, n), rng.uniform(0.0, 1.0, (n, K)), saliences


def plain_numpy(numbers: Table) -> list[spatial_reference.Turn]:
    capability, x, s = numbers
    chosen, n = SpatialSettings(), len(capability)
    return spatial_reference.play(chosen, capability, x, s, x, np.eye(n), np.zeros((chosen.max_iter, n)))


def single_runs() -> None:
    for (n, K), (ktab, aim) in SHAPES.items():
        numbers = table(n, K)
        ours = partial(spatial_model, *numbers, scale=(0.0, 1.0), full_salience=1.0)
        history, turns = ours(), plain_numpy(numbers)
        assert history.turns == len(turns) - 1
        assert np.allclose(history.positions[-1], turns[-1].positions, atol=1e-9)
        seconds = min(timeit.repeat(ours, number=3, repeat=5)) / 3
        plain = min(timeit.repeat(partial(plain_numpy, numbers), number=1, repeat=2))
        against = ktab / seconds
        verdict = "" if aim is None else f"   {against / aim:5.1f} of the aim of {aim:g} times"
        print(f"{n:3d} actors x {K} issues, {history.turns} turns")
        print(f"  ours         {seconds * 1e3:9.3f} ms")
        print(f"  plain NumPy  {plain * 1e3:9.3f} ms   {plain / seconds:7.1f} times ours")
        print(f"  KTAB         {ktab * 1e3:9.3f} ms   {against:7.1f} times ours (published){verdict}")


def ensembles() -> None:
    numbers = table(26, 1, seed=1)
    play = partial(
        spatial_ensemble, *numbers, {"StateTransitions": "Stochastic"}, runs=RUNS, scale=(0.0, 1.0), full_salience=1.0
    )
    one, two = (min(timeit.repeat(partial(play, threads=count), number=1, repeat=2)) for count in (1, 2))
    busy = os.getloadavg()[0]
    print(f"{RUNS} stochastic runs of 26 actors: 1 thread {one:.2f} s, 2 threads {two:.2f} s: {one / two:.2f} times")
    print(f"  aim 1.6 times where two cores are free; load while measured {busy:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    single_runs()
    ensembles()
