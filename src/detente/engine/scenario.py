"""One scenario of a case, from its numbers to its futures."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case.schema import Case
from detente.engine.build import build_plan
from detente.engine.draws import Held
from detente.engine.ensemble import Advance, Played, fitting_draws, play_ensemble
from detente.engine.plan import Plan
from detente.engine.sheet import find_levers, make_sheet
from detente.engine.warm import compile_kernels

__all__ = ["DRAWS", "plan_scenario", "play_scenario"]

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
    plan = plan_scenario(
        case, levers, runs=runs, seed=seed, draws=draws, switches=switches, forced=forced, held=held
    )  # fmt: skip
    return play_ensemble(plan, runs, seed, scenario=scenario, events=keep, minds=keep, advance=advance, threads=threads)


def plan_scenario(
    case: Case,
    levers: Sequence[str] = (),
    *,
    runs: int,
    seed: int,
    draws: int = DRAWS,
    switches: dict[str, bool] | None = None,
    forced: dict[str, float] | None = None,
    held: Held | None = None,
) -> Plan:
    """Build the plan that `play_scenario` plays; what takes long in it is kept for the next that shares it."""
    count, _ = fitting_draws(runs, draws)
    sheet = make_sheet(case, find_levers(case, levers), draws=count, seed=seed, held=held)
    return build_plan(sheet, switches=switches, forced=forced)
