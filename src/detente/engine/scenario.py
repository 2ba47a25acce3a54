"""One scenario of a case, from its numbers to its futures."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case.schema import Case
from detente.engine.build import build_plan
from detente.engine.draws import Held
from detente.engine.ensemble import Advance, Played, fitting_draws, play_ensemble
from detente.engine.sheet import find_levers, make_sheet
from detente.engine.warm import compile_kernels

__all__ = ["DRAWS", "play_scenario"]

DRAWS = 200
"""Draws of the numbers in an ensemble, unless told otherwise."""


def play_scenario(
    case: Case,
    levers: Sequence[str] = (),
    *,
    runs: int,
    seed: int,
    draws: int = DRAWS,
    scenario: str = "baseline",
    switches: dict[str, bool] | None = None,
    forced: dict[str, float] | None = None,
    held: Held | None = None,
    keep: bool = False,
    advance: Advance | None = None,
    threads: int | None = None,
) -> Played:
    """Play one scenario of a case.

    Parameters
    ----------
    case
        Cut at its date.
    levers
        Pulled together.
    switches, forced, held
        Mechanisms switched; a text that is on the table at every round; numbers held at a value, or at one per draw.
    keep
        Whether to keep events and states of mind.
    """
    compile_kernels()
    count, _ = fitting_draws(runs, draws)
    sheet = make_sheet(case, find_levers(case, levers), draws=count, seed=seed, held=held)
    plan = build_plan(sheet, switches=switches, forced=forced)
    return play_ensemble(plan, runs, seed, scenario=scenario, events=keep, minds=keep, advance=advance, threads=threads)
