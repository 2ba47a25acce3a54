"""What somebody could decide: levers compared with the baseline on the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.analysis.asked import check_asked
from detente.analysis.ranges import parameter_range
from detente.analysis.tables import flags
from detente.case.schema import Case
from detente.engine.ensemble import Advance, Played
from detente.engine.scenario import DRAWS, play_scenario

__all__ = ["Difference", "compare", "difference", "levers_table"]


@dataclass(frozen=True)
class Difference:
    """How a lever changes the share of an outcome, future by future on the same luck.

    Attributes
    ----------
    lever, outcome
        Names.
    low, mid, high
        Difference in shares: mean, and 5-95 % over draws of the numbers with the doubt about the mean.
    won, lost, pairs
        Futures that gained the outcome, that lost it, and all.
    """

    lever: str
    outcome: str
    low: float
    mid: float
    high: float
    won: int
    lost: int
    pairs: int


def difference(baseline: Played, other: Played) -> tuple[Difference, ...]:
    """Differences between a scenario and the baseline, outcome by outcome.

    Raises
    ------
    ValueError
        If the two were not played on the same luck.
    """
    if (baseline.seed, baseline.runs, baseline.per_draw) != (other.seed, other.runs, other.per_draw):
        raise ValueError("scenarios are compared on the same luck: the same seed, futures and draws")
    before, after = flags(baseline), flags(other)
    found = []
    for outcome, old in before.items():
        change = after[outcome] - old
        low, mid, high = parameter_range(change, baseline.draw_of, sampling=True)
        won, lost = int(np.sum(change > 0)), int(np.sum(change < 0))
        found.append(Difference(other.scenario, outcome, low, mid, high, won, lost, baseline.runs))
    return tuple(found)


def levers_table(baseline: Played, pulled: Sequence[Played]) -> dict[str, Any]:
    """Differences of all levers as columns."""
    rows = [one for other in pulled for one in difference(baseline, other)]
    return {name: [getattr(row, name) for row in rows] for name in Difference.__dataclass_fields__}


def compare(
    case: Case,
    levers: Sequence[str] | None = None,
    runs: int = 10_000,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Advance | None = None,
) -> tuple[Difference, ...]:
    """Compare levers with the baseline on the same luck.

    Parameters
    ----------
    case
        From `detente.read_case`.
    levers
        Names, ``a+b`` for two together; all of the case's if None.
    runs, draws, seed
        Futures, draws of the numbers, luck.

    Returns
    -------
    tuple of Difference

    Raises
    ------
    InputError
        For an unknown lever.
    """
    check_asked(case, runs=runs, draws=draws, seed=seed)
    chosen = tuple(case.levers) if levers is None else (levers,) if isinstance(levers, str) else tuple(levers)
    baseline = play_scenario(case, runs=runs, seed=seed, draws=draws, advance=progress)
    found: list[Difference] = []
    for name in chosen:
        other = play_scenario(case, [name], runs=runs, seed=seed, draws=draws, scenario=name, advance=progress)
        found += difference(baseline, other)
    return tuple(found)
