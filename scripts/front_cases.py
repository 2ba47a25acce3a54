"""The dated collapses as arrays: who was at risk when, what fell, support, countryside, steps from the capital."""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[1] / "data" / "front"
NEVER = 1_000_000

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Collapse:
    """One theatre, day by day from `start` (day 0); all arrays are as the likelihood wants them."""

    key: str
    name: str
    start: date
    units: tuple[str, ...]
    capital: int
    neighbours: Floats  # (R, R) row-normalised: share of a unit's neighbours
    difficulty: Floats  # (R,) minus the standardised steps from the capital
    fell: Ints  # (R,) day of the fall counted by the likelihood, NEVER if none
    leaves: Ints  # (R,) first day on which the unit is no longer at risk though it did not fall
    recorded: Ints  # (R,) day of the fall as recorded, surrender included: what forecasts are scored against
    support: Floats  # (T,)
    countryside: Floats  # (T,)

    @property
    def days(self) -> int:
        """Days in the window."""
        return len(self.support)

    def fallen_by(self, day: int) -> int:
        """Units lost to the challenger by the end of a day."""
        return int((self.recorded <= day).sum())


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a table in data/front."""
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def step_function(points: list[tuple[date, float]], start: date, days: int, before: float) -> Floats:
    """The last known value on every day: nothing is interpolated towards a later report."""
    values = np.full(days, before)
    for when, value in sorted(points):
        values[max(0, (when - start).days) :] = value
    return values


def steps_from(capital: int, adjacent: NDArray[np.bool_]) -> Floats:
    """Steps of every unit from the capital over shared borders (breadth first)."""
    steps = np.full(len(adjacent), -1.0)
    steps[capital] = 0.0
    queue = deque([capital])
    while queue:
        here = queue.popleft()
        for there in np.flatnonzero(adjacent[here]):
            if steps[there] < 0:
                steps[there] = steps[here] + 1
                queue.append(int(there))
    if (steps < 0).any():
        raise ValueError("the units are not connected")
    return steps


def fall_days(table: list[dict[str, str]], units: list[str], start: date, alternative: bool) -> Ints:
    """Day of every fall, or of the other reported date where there is one."""
    out = np.full(len(units), NEVER)
    for row in table:
        if row["unit"] in units and row["status"] == "fell":
            text = row["alternative_date"] if alternative and row["alternative_date"] else row["fell_on"]
            out[units.index(row["unit"])] = (date.fromisoformat(text) - start).days
    return out


def read_collapse(meta: dict[str, str], alternative: bool = False) -> Collapse:
    """One case of cases.csv; `alternative` takes the other reported dates."""
    key, start = meta["case"], date.fromisoformat(meta["start"])
    days = (date.fromisoformat(meta["end"]) - start).days + 1
    table = rows(f"{key}_falls.csv")
    dropped = "Halabja" if meta["left_out"] == "Halabja" else None
    units = [row["unit"] for row in table if row["unit"] != dropped]
    adjacent = np.zeros((len(units), len(units)), dtype=bool)
    for row in rows(f"{key}_neighbours.csv"):
        if row["certain"] == "yes" and row["unit_a"] in units and row["unit_b"] in units:
            a, b = units.index(row["unit_a"]), units.index(row["unit_b"])
            adjacent[a, b] = adjacent[b, a] = True
    capital = units.index(meta["capital"])
    steps = steps_from(capital, adjacent)

    recorded = fall_days(table, units, start, alternative)
    counted_to = (date.fromisoformat(meta["counted_to"]) - start).days
    recorded[recorded > counted_to] = NEVER
    fell, leaves = recorded.copy(), np.full(len(units), NEVER)
    for row in table:
        if row["status"] == "left to a third party":
            leaves[units.index(row["unit"])] = (date.fromisoformat(row["fell_on"]) - start).days
    for unit in units:
        i = units.index(unit)
        if unit == meta["left_out"] or (meta["left_out"] == "*" and fell[i] >= days - 1 and i != capital):
            leaves[i], fell[i] = min(leaves[i], days - 1), NEVER  # one event with the capital's fall, not another
    districts = rows(f"{key}_districts.csv") if (DATA / f"{key}_districts.csv").exists() else []
    held = [(date.fromisoformat(r["date"]), float(r["taliban_control"]) / float(r["total"])) for r in districts]
    support = [(date.fromisoformat(r["date"]), float(r["level"])) for r in rows("support.csv") if r["case"] == key]
    return Collapse(
        key=key,
        name=meta["name"],
        start=start,
        units=tuple(units),
        capital=capital,
        neighbours=adjacent / adjacent.sum(axis=1, keepdims=True),
        difficulty=-(steps - steps.mean()) / steps.std(),
        fell=fell,
        leaves=leaves,
        recorded=recorded,
        support=step_function(support, start, days, support[0][1]),
        countryside=step_function(held, start, days, held[0][1] if held else 0.0),
    )


def read_collapses(alternative: bool = False) -> tuple[Collapse, ...]:
    """All cases of cases.csv."""
    return tuple(read_collapse(meta, alternative) for meta in rows("cases.csv"))
