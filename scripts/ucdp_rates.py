"""Base rates counted anew from the shipped UCDP tables: from one text to the next, and how wars ended in two periods.

Both tables are cut at a date (agreements as known at the end of 2004, endings as known at the end of 1999), so that
conflicts that saw no further text by then count as not having seen one yet (Kaplan and Meier 1958).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[1] / "data" / "ucdp"
KNOWN = date(2004, 12, 31)
FULL, PARTIAL, PROCESS = 1, 2, 3
WAR, INTRASTATE = "2", ("3", "4")
Spell = tuple[int, bool]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spells(ends: Iterable[int]) -> dict[str, list[Spell]]:
    """Days from each partial or process agreement to the conflict's next text of a type in ``ends``, by conflict.

    A text of the same day counts for an end in a full agreement only; False: none was seen by the end of 2004.
    """
    by_conflict: dict[str, list[tuple[date, int]]] = {}
    for row in _rows("peace_agreements_known_at_2004.csv"):
        by_conflict.setdefault(row["conflict_id"], []).append((date.fromisoformat(row["pa_date"]), int(row["pa_type"])))
    wanted, found = set(ends), {}
    least = 0 if wanted == {FULL} else 1
    for conflict, texts in by_conflict.items():
        texts.sort()
        for at, (day, kind) in enumerate(texts):
            if kind == FULL:
                continue
            gaps = [(other - day).days for other, which in texts[at + 1 :] if which in wanted]
            gap = next((one for one in gaps if one >= least), None)
            spell = ((KNOWN - day).days, False) if gap is None else (gap, True)
            found.setdefault(conflict, []).append(spell)
    return found


def curve(days: Sequence[int], seen: Sequence[bool], weight: Sequence[float]) -> tuple[NDArray, NDArray]:
    """Days on which something was seen, and the share that had not seen it after each (Kaplan-Meier, weighted)."""
    t, e, w = np.asarray(days), np.asarray(seen, bool), np.asarray(weight, float)
    when = np.unique(t[e])
    still = [1.0 - w[(t == day) & e].sum() / w[t >= day].sum() for day in when]
    return when, np.cumprod(still)


def _curve_of(conflicts: Sequence[list[Spell]], alike: bool) -> tuple[NDArray, NDArray]:
    rows = [(*spell, 1.0 / len(one) if alike else 1.0) for one in conflicts for spell in one]
    days, seen, weight = zip(*rows, strict=True)
    return curve(days, seen, weight)


@cache
def next_full_agreement(years: int, seed: int = 1, again: int = 400) -> tuple[float, float, float]:
    """Share of wars that sign a full agreement so many years after a partial or process agreement.

    Conflicts weigh alike, however many texts they saw; 5 to 95 % over conflicts drawn again.
    """
    conflicts = list(spells({FULL}).values())

    def share(chosen: Sequence[list[Spell]]) -> float:
        when, still = _curve_of(chosen, alike=True)
        passed = still[when <= round(365.25 * years)]
        return 1.0 - float(passed[-1]) if passed.size else 0.0

    rng = np.random.default_rng(seed)
    drawn = [share([conflicts[i] for i in rng.integers(len(conflicts), size=len(conflicts))]) for _ in range(again)]
    low, high = np.quantile(drawn, (0.05, 0.95))
    return share(conflicts), float(low), float(high)


def next_text_days(shares: Sequence[float] = (0.25, 0.5, 0.75)) -> list[int]:
    """Days after a partial or process agreement within which a share of conflicts signs its next text of any type."""
    when, still = _curve_of(list(spells({FULL, PARTIAL, PROCESS}).values()), alike=False)
    return [int(when[np.argmax(still <= 1.0 - share)]) for share in shares]


def endings(first: int, last: int) -> tuple[int, dict[str, float]]:
    """How many wars (1,000 deaths in a year) ended in the years first..last, and the share of each way of ending."""
    found = Counter(
        row["outcome"]
        for row in _rows("conflict_endings_known_at_1999.csv")
        if first <= int(row["year"]) <= last and row["intensity_level"] == WAR and row["type_of_conflict"] in INTRASTATE
    )
    total = sum(found.values())
    return total, {name: count / total for name, count in found.items()}


if __name__ == "__main__":
    print("days to the next text, quartiles:", next_text_days())
    for years in (1, 2, 5):
        print("a full agreement within", years, "years:", [round(value, 3) for value in next_full_agreement(years)])
    for first, last in ((1946, 1989), (1990, 1999)):
        print(first, last, endings(first, last))
