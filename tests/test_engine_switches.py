"""Every mechanism has a switch, and taking it out changes futures."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from detente.case.schema import Case, Event, Precondition
from detente.engine.keep import Out
from detente.engine.switches import SWITCHES, switch_array
from engine_factory import at_the_table, case_of, column, plan_of, play, with_numbers

RUNS, DRAWS = 240, 12
LEVERS = {
    "sanctuary": ("guarantors_and_region",),
    "evacuation_news": ("evacuation_only",),
}


def _afghanistan() -> Case:
    """The flagship with a livelier table, so that few futures show what a mechanism of the talks does."""
    return with_numbers(case_of("afghanistan-2021"), p_round=0.6, p_close=0.2, sigma=2.0, p_dorm=0.05)


def _dealing() -> Case:
    """The template without its precondition: deals are signed, carried out and broken."""
    case = with_numbers(case_of("template"), {"eta": 0.8, "audience": 0.3}, p_round=0.6, p_close=0.1, break_hazard=0.01)
    return at_the_table(case)


def _preconditions() -> Case:
    """The flagship's talks with the ultimatum of August in force from the start."""
    case = _afghanistan()
    ultimatum = Precondition.model_validate(
        {"by": "taliban", "with": "government", "while": {"office": "ghani", "is": "in_office"}, "assumed": "a test"}
    )
    table = case.tables["doha"].model_copy(update={"preconditions": (ultimatum,)})
    return case.model_copy(update={"tables": {"doha": table}})


def _scheduled() -> Case:
    """The flagship with an event that is known to come."""
    case = _afghanistan()
    comes = Event.model_validate(
        {
            "date": case.as_of + timedelta(days=30),
            "known": case.as_of,
            "what": "a column deserts",
            "effects": [{"force": "government", "add": {"value": -30, "assumed": "a test"}}],
            "assumed": "a test",
        }
    )
    return case.model_copy(update={"events": (*case.events, comes)})


SPECIAL = {"preconditions": _preconditions, "events": _scheduled}


def _same(one: Out, other: Out) -> bool:
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one[:5], other[:5], strict=True))


@pytest.fixture(scope="module")
def baselines() -> dict[str, Out]:
    return {}


def _changes(case: Case, name: str, key: str, baselines: dict[str, Out], levers: tuple[str, ...] = ()) -> bool:
    key += "+".join(levers)
    if key not in baselines:
        baselines[key] = play(plan_of(case, *levers, draws=DRAWS), RUNS)
    default = bool(switch_array()[list(SWITCHES).index(name)])
    return not _same(baselines[key], play(plan_of(case, *levers, draws=DRAWS, switches={name: not default}), RUNS))


@pytest.mark.parametrize("name", list(SWITCHES))
def test_a_switch_changes_futures(name: str, baselines: dict[str, Out]) -> None:
    if name in SPECIAL:
        assert _changes(SPECIAL[name](), name, name, baselines)
        return
    assert _changes(_afghanistan(), name, "flagship", baselines, LEVERS.get(name, ())) or _changes(
        _dealing(), name, "template", baselines
    )


NAMED = [
    ("contagion", "regions_lost", -1),
    ("support", "regions_lost", 1),
    ("talks", "ever_signed", -1),
    ("spoilers", "attacks", -1),
    ("leaks", "leaks", -1),
    ("holding_out", "ever_signed", 1),
    ("audience", "ever_signed", 1),
    ("strict_acceptance", "ever_signed", -1),
]


@pytest.mark.parametrize(("name", "outcome", "sense"), NAMED)
def test_a_switch_moves_a_named_outcome_the_way_it_must(
    name: str, outcome: str, sense: int, baselines: dict[str, Out]
) -> None:
    for key, case in (("flagship", _afghanistan()), ("template", _dealing())):
        _changes(case, name, key, baselines)
        default = bool(switch_array()[list(SWITCHES).index(name)])
        changed = play(plan_of(case, draws=DRAWS, switches={name: not default}), RUNS)
        moved = sense * (column(changed, outcome).mean() - column(baselines[key], outcome).mean())
        if moved > 0.0:
            return
    pytest.fail(f"{name} did not move {outcome} in either case")


def test_events_switched_off_leave_levers_and_what_stands_at_the_start() -> None:
    case = case_of("afghanistan-2021")
    off = {"events": False}
    one = play(plan_of(case, draws=DRAWS, switches=off), RUNS)
    other = play(plan_of(case, "air_support_stays", draws=DRAWS, switches=off), RUNS)
    assert not _same(one, other)


def test_a_wrong_switch_is_named() -> None:
    with pytest.raises(ValueError, match="no switch is called 'magic'"):
        switch_array({"magic": True})
