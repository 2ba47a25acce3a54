"""Expected-utility model, 10 actors and 7 rounds: ours beside plain NumPy, and the published time of an open port.

Run: python benchmarks/bench_bdm.py
"""

from __future__ import annotations

import timeit
from functools import partial

import numpy as np

from detente.models.bargaining.expected_utility_model import expected_utility
from detente.models.bargaining.expected_utility_readings import READINGS, Reading
from detente.models.bargaining.expected_utility_reference import play_round

ROUNDS = 7
LIMIT_MS = 1.0
PORT_S = 3.3  # an open port, 10 actors and 7 rounds, on 2 shared cores, +-50 %
CAPABILITY = np.array([8, 8, 3, 16, 16, 16, 16, 5, 5, 8], dtype=float)
POSITIONS = np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7], dtype=float)
SALIENCES = np.array([80, 40, 20, 80, 60, 60, 90, 10, 100, 70], dtype=float)
"""Car emissions, Bueno de Mesquita 1994, p. 78."""


def plain_numpy(reading: Reading) -> np.ndarray:
    x, s = (POSITIONS - 4.0) / 6.0, SALIENCES / 100.0
    for _ in range(ROUNDS):
        x = play_round(reading, CAPABILITY * s, x, s, 1.0, 1.0, 0.5)[0]
    return 4.0 + 6.0 * x


def main() -> None:
    for name in ("ScholzCode", "Scholz", "Text"):
        ours = partial(expected_utility, CAPABILITY, POSITIONS, SALIENCES, {"reading": name, "rounds": ROUNDS})
        plain = partial(plain_numpy, READINGS[name])
        assert np.allclose(ours().positions[-1], plain(), atol=1e-8)
        seconds = min(timeit.repeat(ours, number=20, repeat=5)) / 20
        slow = min(timeit.repeat(plain, number=1, repeat=3))
        print(f"{name}: {len(POSITIONS)} actors, {ROUNDS} rounds")
        print(
            f"  ours         {seconds * 1e3:10.3f} ms   {seconds * 1e3 / LIMIT_MS:8.2f} of the limit of {LIMIT_MS:g} ms"
        )
        print(f"  plain NumPy  {slow * 1e3:10.3f} ms   {slow / seconds:8.1f} times ours")
        print(f"  open port    {PORT_S * 1e3:10.3f} ms   {PORT_S / seconds:8.1f} times ours (published)")


if __name__ == "__main__":
    main()
