"""Small cases for tests of the engine: the template's country, with numbers set and parts left out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import detente
from detente.case.load import read_case
from detente.case.numbers import Number
from detente.case.schema import Case
from detente.engine.build import build_plan
from detente.engine.ensemble_arrays import new_future, new_out
from detente.engine.keep import Out
from detente.engine.layout import Kind
from detente.engine.plan import Plan
from detente.engine.sheet import find_levers, make_sheet
from detente.engine.step import WHOLE, play_block

TEMPLATE = str(Path(detente.__file__).parent / "case" / "template")
SEED = 7


@cache
def case_of(name: str) -> Case:
    """A case, read once."""
    return read_case(TEMPLATE if name == "template" else name)


def fixed(value: float) -> Number:
    """A number without a range."""
    return Number(low=value, mode=value, high=value, assumed="set by a test")


def with_numbers(case: Case, actors: dict[str, float] | None = None, **numbers: float) -> Case:
    """A case with numbers of the registry set: case-wide ones by name, those of all parties in ``actors``."""
    changes: dict[str, Any] = {"numbers": {**case.numbers, **{name: fixed(value) for name, value in numbers.items()}}}
    if actors:
        changes["actors"] = {
            key: actor.model_copy(
                update={"numbers": {**actor.numbers, **{name: fixed(value) for name, value in actors.items()}}}
            )
            if actor.role == "party"
            else actor
            for key, actor in case.actors.items()
        }
    return case.model_copy(update=changes)


def with_theatre(case: Case, **changes: Any) -> Case:
    """A case with parts of its theatre replaced."""
    return case.model_copy(update={"theatre": case.theatre.model_copy(update=changes)})


def alone(case: Case) -> Case:
    """The war alone: no patron, no promises, no events."""
    bare = case.model_copy(
        update={"deals": {}, "terms": (), "events": (), "levers": {}, "signals": (), "proposals": {}}
    )
    issues = {key: issue.model_copy(update={"schedule": {}}) for key, issue in bare.issues.items()}
    return with_theatre(bare.model_copy(update={"issues": issues}), support={})


def plan_of(case: Case, *levers: str, draws: int = 4, days: int | None = None, **options: Any) -> Plan:
    """Plan of a case, cut short after so many days."""
    plan = build_plan(make_sheet(case, find_levers(case, levers), draws=draws, seed=SEED), **options)
    if days is not None:
        plan.records["days"] = days
    return plan


def play(plan: Plan, runs: int, seed: int = SEED) -> Out:
    """Play futures of a plan in one block."""
    out = new_out(plan, runs, events=True, minds=True)
    per_draw = -(-runs // len(plan.records))
    play_block(plan.records, new_future(), plan.walk, seed, 0, runs, per_draw, out, 0)
    return out


def at_the_table(case: Case) -> Case:
    """A case whose tables are open, with no preconditions."""
    tables = {key: table.model_copy(update={"preconditions": (), "open": True}) for key, table in case.tables.items()}
    return case.model_copy(update={"tables": tables})


def column(out: Out, name: str) -> np.ndarray:
    """A column of whole numbers by name."""
    return out.whole[:, WHOLE.index(name)]


def happened(out: Out, run: int, *kinds: Kind) -> list[tuple[int, int]]:
    """Days and subjects of the events of some kinds in one future."""
    rows = out.events[run, : out.event_count[run]]
    return [(int(day), int(who)) for day, kind, who in rows if not kinds or kind in kinds]


def near(one: np.ndarray, other: np.ndarray, errors: float = 4.0) -> bool:
    """Whether the means of two independent samples agree within so many standard errors."""
    error = np.sqrt(one.var() / one.size + other.var() / other.size)
    return bool(abs(one.mean() - other.mean()) <= errors * error + 1e-12)
