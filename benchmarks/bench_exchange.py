"""Exchange model on the table of the Paris talks: ours beside plain NumPy, and the published time of DECIDE.

Run: python benchmarks/bench_exchange.py
"""

from __future__ import annotations

import timeit
from functools import partial
from pathlib import Path

import numpy as np

from detente.analysis.actors_table import ActorsTable, read_actors
from detente.analysis.forecast import numbers_of
from detente.models.bargaining.exchange_model import exchange
from detente.models.bargaining.exchange_reference import play_round

COP21 = Path(__file__).parents[1] / "tests" / "data" / "peers" / "cop21" / "input.csv"
ROUNDS = 10
DECIDE_S = 28.0  # DECIDE, 10 rounds, model only, on 2 shared cores, +-50 %
AIM = 100.0


def plain_numpy(table: ActorsTable) -> np.ndarray:
    s = table.saliences
    weight, x = table.capability * s, np.nan_to_num(table.positions)
    stays = 0.4 * (1.0 - s) + 0.1
    n, K = x.shape
    y = x
    for number in range(ROUNDS):
        draws = np.random.Generator(np.random.Philox(key=[0, number])).random(n * (n - 1) * K * (K - 1) // 4)
        y, _ = play_round(weight, x, s, True, draws)
        x = x + stays * (y - x)
    return (weight * y).sum(axis=0) / weight.sum(axis=0)


def main() -> None:
    table = read_actors(COP21)
    ours = partial(exchange, *numbers_of(table), {"rounds": ROUNDS}, full_salience=1.0)
    assert np.allclose(ours().forecast, plain_numpy(table), atol=1e-6)
    seconds = min(timeit.repeat(ours, number=5, repeat=5)) / 5
    plain = min(timeit.repeat(partial(plain_numpy, table), number=1, repeat=2))
    n, K = table.positions.shape
    print(f"{n} actors x {K} issues, {ROUNDS} rounds")
    print(f"  ours         {seconds * 1e3:10.2f} ms")
    print(f"  plain NumPy  {plain * 1e3:10.2f} ms   {plain / seconds:8.1f} times ours")
    against = DECIDE_S / seconds
    print(f"  DECIDE       {DECIDE_S * 1e3:10.2f} ms   {against:8.1f} times ours (published)")
    print(f"  {against / AIM:.1f} of the aim of {AIM:g} times")


if __name__ == "__main__":
    main()
