"""What the answer hangs on: numbers screened over the draws, then moved one at a time on the same luck."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.stats import rankdata

from detente.analysis.ranges import by_draw
from detente.analysis.tables import flags
from detente.case.numbers import Number
from detente.case.schema import Case
from detente.engine.draws import Held, pert_quantile
from detente.engine.ensemble import Played
from detente.engine.scenario import play_scenario

__all__ = ["MOST", "hangs_on_table", "leading_outcome", "rests_on", "screen"]

MOST = 12
"""Numbers that are moved one at a time."""
_RUNS, _DRAWS = 1_000, 50
_ENDS = (0.05, 0.95)


def rests_on(case: Case, number: Number) -> str:
    """What a number rests on: a statement of the ledger, data, or an assumption."""
    if any(name in case.ledger for name in number.because):
        return "statement"
    return "data" if number.because else "assumed"


def screen(played: Played, outcome: str, least: float = 2.0) -> list[tuple[str, float]]:
    """Numbers by the rank correlation (Spearman) between draws of theirs and the share of an outcome, largest first.

    Only correlations beyond ``least`` times their standard error under no effect, 1/sqrt(D - 1), are kept.
    """
    share = rankdata(by_draw(flags(played)[outcome], played.draw_of))
    sheet = played.plan.sheet
    if share.std() == 0.0:
        return []
    found = []
    for name, number in sheet.book.numbers.items():
        value = rankdata(sheet.values[name])
        if not number.fixed and value.std() > 0.0:  # some are held at one value
            correlation = float(np.corrcoef(value, share)[0, 1])
            if abs(correlation) > least / np.sqrt(max(2, sheet.draws) - 1):
                found.append((name, correlation))
    return sorted(found, key=lambda one: -abs(one[1]))


def leading_outcome(played: Played) -> str:
    """The outcome to ask about: keeping a deal if it varies enough, else the most common uncertain one."""
    means = {name: float(value.mean()) for name, value in flags(played).items()}
    if 0.05 <= means["kept_a_year"] <= 0.95:
        return "kept_a_year"
    return max((name for name in means if name != "kept_a_year"), key=lambda name: means[name] * (1 - means[name]))


def hangs_on_table(
    case: Case,
    baseline: Played,
    *,
    seed: int,
    most: int = MOST,
    levers: Sequence[str] = (),
    held: Held | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Range bars: the share of an outcome with one number at the ends (5, 95 %) of its range, the rest as drawn.

    ``levers`` and ``held`` are those of ``baseline``; ``progress`` is told how many numbers are done, and of how many.
    """
    outcome = leading_outcome(baseline)
    sheet = baseline.plan.sheet
    runs = min(_RUNS, baseline.runs)
    common: dict[str, Any] = {"levers": levers, "runs": runs, "seed": seed, "draws": min(_DRAWS, runs)}
    fixed = dict(held or {})
    middle = float(flags(play_scenario(case, held=fixed, **common))[outcome].mean())
    rows = []
    screened = screen(baseline, outcome)[: 2 * most]
    for done, (name, _) in enumerate(screened):
        if progress:
            progress(done, len(screened))
        number = sheet.book.numbers[name]
        low, high = (float(end) for end in pert_quantile(number, np.array(_ENDS)))
        ends = [play_scenario(case, held=fixed | {name: value}, **common) for value in (low, high)]
        at = [float(flags(played)[outcome].mean()) for played in ends]
        if at[0] == at[1]:
            continue
        rows.append((name, low, high, *at, middle, outcome, rests_on(case, number), json.dumps(list(number.because))))
    rows = sorted(rows, key=lambda row: -abs(row[4] - row[3]))[:most]
    names = (
        "number", "low_value", "high_value", "at_low", "at_high", "baseline", "outcome", "rests_on", "because",
    )  # fmt: skip
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
