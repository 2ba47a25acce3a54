"""How long an answer takes after a slider has moved, against only playing its futures.

Prints in one run, for 1,000 futures over 50 draws of the flagship and for 2,000 over 100: the numbers, the plan, the
playing, the zones of 150 futures; then a whole answer, after a number of the war has moved and after an actor's ideal
has (which also moves the texts that may be on the table). Kernels warm, each time the least of several tries, every try
with a value that was not seen before. Stops with status 1 where an answer takes more than LIMIT times its playing.

    python benchmarks/bench_answer.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from detente.analysis.zone_tables import zone_tables
from detente.case.load import read_case
from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.case.schema import Case
from detente.engine.build import build_plan
from detente.engine.ensemble import play_ensemble
from detente.engine.scenario import play_scenario
from detente.engine.sheet import make_sheet

TRIES, ZONES, LIMIT = 7, 150, 2.0
_values = count(1)


def other(number: Number) -> Number:
    """The number with its mode a little elsewhere, never twice the same."""
    share = 0.2 + 0.6 * (next(_values) * 0.618 % 1.0)
    return number.model_copy(update={"mode": number.low + share * (number.high - number.low)})


def moved(case: Case, name: str) -> Case:
    """The case with one of its case-wide numbers moved."""
    number = case.numbers.get(name, REGISTRY[name].default)
    return case.model_copy(update={"numbers": {**case.numbers, name: other(number)}})


def ideal_moved(case: Case) -> Case:
    """The case with an actor's ideal moved."""
    first, *others = case.positions
    return case.model_copy(update={"positions": (first.model_copy(update={"ideal": other(first.ideal)}), *others)})


def least(work: Callable[[Any], object], prepare: Callable[[], Any]) -> float:
    """Least of several times in seconds, without what is prepared."""
    times = []
    for _ in range(TRIES):
        given = prepare()
        start = time.perf_counter()
        work(given)
        times.append(time.perf_counter() - start)
    return min(times)


def measure(case: Case, runs: int, draws: int) -> dict[str, float]:
    """Seconds by what is done."""
    sheet = partial(make_sheet, draws=draws, seed=1)
    answer = partial(play_scenario, runs=runs, draws=draws, seed=1)
    kept = answer(case, keep=True)
    zone_tables(kept, ZONES)
    return {
        "numbers": least(sheet, lambda: moved(case, "alpha")),
        "plan": least(build_plan, lambda: sheet(moved(case, "alpha"))),
        "plan, texts moved": least(build_plan, lambda: sheet(ideal_moved(case))),
        "plan, walk moved": least(build_plan, lambda: sheet(moved(case, "m"))),
        "playing": least(lambda plan: play_ensemble(plan, runs, 1), lambda: build_plan(sheet(moved(case, "alpha")))),
        f"zones of {ZONES}": least(lambda played: zone_tables(played, ZONES), lambda: kept),
        "answer": least(answer, lambda: moved(case, "alpha")),
        "answer, texts moved": least(answer, lambda: ideal_moved(case)),
    }


def main() -> None:
    """Measure and print."""
    case, worst = read_case("afghanistan-2021"), 0.0
    for runs, draws in ((1_000, 50), (2_000, 100)):
        seconds = measure(case, runs, draws)
        print(f"{runs:,} futures over {draws} draws, milliseconds:")
        for name, value in seconds.items():
            print(f"  {name:<20}{1000 * value:7.1f}   {value / seconds['playing']:5.2f} of the playing")
        worst = max(worst, seconds["answer"] / seconds["playing"])
    print(f"an answer takes at most {worst:.2f} times its playing (limit {LIMIT:g})")
    if worst > LIMIT:
        sys.exit(1)


if __name__ == "__main__":
    main()
