"""How futures end, and what is told of them at the horizon, once more: as in `second_minds`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import poisson

from detente.engine.layout import Kind, Luck, Outcome
from detente.engine.state import Count, Level
from second_minds import control, note, number, on
from second_politics import luck

Record = Any


def winner(p: Record, f: Record) -> int | None:
    """A side that took the other's capital; or that holds all regions, .95 of control and .95 of the countryside."""
    if p.capital >= 0 and f.holder[p.capital] != p.holder[p.capital]:
        return int(f.holder[p.capital])
    held = set(f.holder[: p.regions].tolist())
    if len(held) > 1:
        return None
    side = held.pop()
    if not on(p, "COUNTRYSIDE"):  # regions are all there is: who took the last of them has won
        return side if (p.holder[: p.regions] != side).any() else None
    share, villages = control(p, f), float(f.level[Level.COUNTRYSIDE])
    share, villages = (share, villages) if side == 1 else (1 - share, 1 - villages)
    return side if share >= 0.95 and villages >= 0.95 else None


def border(p: Record, f: Record) -> float:
    """Half the population-weighted share of neighbouring pairs that are contested, and half 4y(1 - y)."""
    apart = total = 0.0
    for r in range(p.regions):
        for at in range(p.near_start[r], p.near_start[r + 1]):
            total += p.pair_weight[at]
            apart += p.pair_weight[at] * (f.holder[r] != f.holder[p.near[at]])
    y = f.level[Level.COUNTRYSIDE]
    return 0.5 * (apart / total if total else 0.0) + 2 * y * (1 - y)


def dead_since(p: Record, f: Record) -> int:
    """Battle deaths of the days since the last count: phi*border a day of fighting, a twentieth of it in a lull.

    And no more than 12 a year there.
    """
    daily = number(p, "PHI") * border(p, f)
    mean = daily * f.level[Level.FOUGHT] + min(daily / 20, 12 / 365) * f.level[Level.LULL]
    if mean <= 0:
        return 0
    u = luck(f, Luck.FATALITIES)
    if mean <= 30:
        return int(poisson.ppf(u, mean))
    wave = math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * luck(f, Luck.FATALITIES, 1))
    return max(0, round(mean + math.sqrt(mean) * wave))


@dataclass
class Dead:
    """The dead of a future, by week; before it began as many as its first day says."""

    weekly: float
    weeks: dict[int, int] = field(default_factory=dict)

    def bury(self, day: int, dead: int) -> None:
        """Count some more."""
        self.weeks[day // 7] = self.weeks.get(day // 7, 0) + dead

    def year(self) -> float:
        """Of the last 52 weeks that were counted."""
        last = max(self.weeks)
        return sum(self.weeks.get(week, 0.0) if week >= 0 else self.weekly for week in range(last - 51, last + 1))


def state(f: Record, dead: float) -> Outcome:
    """Which of the six a future is in: asked in this order."""
    if f.count[Count.OUTCOME] in (Outcome.CHALLENGER_VICTORY, Outcome.INCUMBENT_VICTORY):
        return Outcome(int(f.count[Count.OUTCOME]))
    if f.count[Count.SETTLED]:
        return Outcome.SETTLEMENT
    if f.count[Count.CEASEFIRE_UNTIL] > f.count[Count.DAY]:
        return Outcome.CEASEFIRE
    return Outcome.LOW_ACTIVITY if dead < 25 else Outcome.WAR_GOES_ON


def tally(p: Record, f: Record) -> None:
    """A settlement that has stood for 365 days is kept, one that broke before is not; then victory."""
    count, day = f.count, int(f.count[Count.DAY])
    if count[Count.EVER_SIGNED] and count[Count.KEPT] < 0:
        until = day if count[Count.SETTLED] else int(count[Count.BROKE_ON])
        if until - count[Count.SIGNED_ON] >= 365:
            count[Count.KEPT] = 1
        elif not count[Count.SETTLED]:
            count[Count.KEPT] = 0
    side = winner(p, f)
    if side is None:
        return
    count[Count.DEATHS] += dead_since(p, f)
    f.level[[Level.FOUGHT, Level.LULL]] = 0.0
    count[Count.OUTCOME] = (Outcome.INCUMBENT_VICTORY, Outcome.CHALLENGER_VICTORY)[side]
    count[Count.ENDED_ON] = day
    f.level[Level.CONTROL] = control(p, f)
    if count[Count.SETTLED]:
        count[Count.SETTLED], count[Count.BROKE_ON] = 0, day
        count[Count.KEPT] = max(0, int(count[Count.KEPT]))
    note(f, Kind.VICTORY, side, float(f.level[Level.CONTROL]))


def rights(p: Record, f: Record, outcome: Outcome) -> float:
    """Mean over issues that are rights: the terms under a settlement, else ideals weighted by control."""
    share = {Outcome.CHALLENGER_VICTORY: 1.0, Outcome.INCUMBENT_VICTORY: 0.0}.get(outcome, control(p, f))
    ideals = [p.text_ideal[p.party_principal[side]] for side in (0, 1)]
    found = [
        f.terms[k] if outcome == Outcome.SETTLEMENT else (1 - share) * ideals[0][k] + share * ideals[1][k]
        for k in range(p.issues)
        if p.text_rights[k]
    ]
    return float(np.mean(found)) if found else math.nan
