"""The engine against a second version of its politics that was written from the documentation alone.

Every function of a step is watched while futures are played, and its second version is asked, from the state that it
was given, what should have come of it; so whole futures agree, day by day. Then both are given states and plans that no
future would come to.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import second_deals
import second_minds
import second_politics
from detente.case.schema import Case
from detente.engine.layout import Num
from detente.engine.plan import Plan
from detente.engine.reference import play_plainly
from detente.engine.state import Count, Level, Mind
from engine_factory import SEED, alone, at_the_table, case_of, fixed, plan_of, with_numbers, with_theatre
from second_states import stirred, stirred_plan
from second_watch import Call, copy_of, differences, opened, watching

WATCHED = {
    "step": ("_start_support",),
    "front_step": ("start_front",),
    "politics": ("start_minds", "support_today", "learn", "schedule", "quieten"),
    "values": ("floors", "foresee", "allow_texts", "ready"),
    "judging": ("priced", "need", "would_sign", "accepts", "best_text"),
    "table_step": ("table_step", "put", "spoil", "may_sit"),
    "ceasefire_step": ("pause_step", "propose_pause", "_margin"),
    "settlement": ("settlement_step",),
    "obligations": ("clauses_due", "standing_clauses", "_decide", "_comply", "front_review"),
}
NOT_COMPARED = (
    *(Level[name] for name in ("GAIN", "BRANCHING_0", "BRANCHING_1", "OMEGA_0", "OMEGA_1", "NEXT_0", "NEXT_1")),
    *(Level.BORDER, Level.COHESION_START_0, Level.COHESION_START_1),
)
"""Levels of the front, which has its own second version (`test_engine_front`)."""


def second(name: str) -> Callable[..., Any]:
    """The second version of a function."""
    return next(getattr(one, name) for one in (second_minds, second_politics, second_deals) if hasattr(one, name))


def compare(call: Call) -> list[str]:
    """How the engine's answer differs from the second version's."""
    mine, theirs = copy_of(call.before), copy_of(call.after)
    result = second(call.name)(plan_opened(call.plan), mine, *call.rest)
    for record in (mine, theirs):
        record.need[:] = 0.0
        record.level[list(NOT_COMPARED)] = 0.0
        record.count[[Count.NEXT_DUE, Count.NEXT_SUPPORT]] = 0  # when to look again, not what is found
        record.mind[:, [Mind.GUESS, Mind.GUESS_SD]] = record.mind[:, [Mind.GUESS, Mind.GUESS_SD]].round(5)
    found = differences(mine, theirs)
    if call.result is not None and not np.allclose(
        np.asarray(result, float), np.asarray(call.result, float), atol=1e-9
    ):
        found.append(f"{result} here, {call.result} there")
    return [f"{call.name}, day {int(call.before.count[Count.DAY])} of {int(call.before.run)}: {one}" for one in found]


@cache
def _opened(content: bytes, kind: np.dtype[Any]) -> SimpleNamespace:
    return opened(np.frombuffer(content, kind)[0])


def plan_opened(plan: Any) -> SimpleNamespace:
    """A plan whose fields are quick to read."""
    return _opened(np.asarray(plan).tobytes(), plan.dtype)


def watched(plan: Plan, runs: int, per_draw: int) -> list[Call]:
    """All calls of what is watched, in some futures."""
    seen: list[Call] = []

    def play(left: list[str]) -> None:
        if not left:
            play_plainly(plan, SEED, 0, runs, per_draw)
            return
        with watching(left[0], WATCHED[left[0]], seen, lambda f: True):
            play(left[1:])

    play(list(WATCHED))
    return seen


def busy(case: Case) -> Case:
    """A case in which much happens at the table."""
    return at_the_table(
        with_numbers(
            case, p_round=0.6, p_close=0.3, p_open=0.3, p_leak=0.5, p_pause=0.2, sigma=3.0, break_hazard=0.02,
            p_dorm=0.1,
        )
    )  # fmt: skip


def without_an_end(case: Case) -> Case:
    """A case whose patrons have announced nothing."""
    support = {key: one.model_copy(update={"ends": None}) for key, one in case.theatre.support.items()}
    return with_theatre(case, support=support)


def three_parties(*, armed: bool = True) -> Case:
    """The template with a second party among the challengers, which wants something else, and has forces or none."""
    case = case_of("template")
    front = case.actors["front"].model_copy(update={"principal": True})
    league = case.actors["front"].model_copy(update={"key": "league", "name": "The League", "principal": False})
    wants = tuple(
        one.model_copy(update={"actor": "league", "ideal": fixed(0.6), "salience": fixed(1.0 + at)})
        for at, one in enumerate(one for one in case.positions if one.actor == "front")
    )
    force = case.theatre.forces["front"].model_copy(update={"strength": fixed(10.0)})
    tables = {
        key: table.model_copy(update={"parties": (*table.parties, "league")}) for key, table in case.tables.items()
    }
    case = case.model_copy(
        update={
            "actors": {**case.actors, "front": front, "league": league},
            "positions": (*case.positions, *wants),
            "tables": tables,
        }
    )
    return with_theatre(case, forces={**case.theatre.forces, "league": force}) if armed else case


FUTURES: list[tuple[Callable[[], Case], tuple[str, ...], dict[str, bool], int]] = [
    (lambda: case_of("template"), (), {}, 200),
    (lambda: busy(case_of("template")), ("president_steps_down",), {}, 200),
    (
        lambda: without_an_end(busy(case_of("template"))),
        ("air_support_stays",), {"strict_acceptance": True, "refusals": False}, 150,
    ),
    (lambda: busy(alone(case_of("template"))), (), {"news": False, "readiness": False}, 150),
    (lambda: busy(three_parties()), ("president_steps_down",), {}, 120),
    (lambda: busy(with_numbers(three_parties(armed=False), theta=-0.5)), (), {}, 60),
    (lambda: case_of("afghanistan-2021"), (), {"shifting_power": False}, 150),
    (
        lambda: busy(with_numbers(case_of("afghanistan-2021"), alpha=-20.0)),
        ("conditions_based_exit", "guarantors_and_region"), {}, 100,
    ),
    (lambda: busy(case_of("aceh-2005")), (), {}, 200),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(FUTURES)))
def test_every_step_of_whole_futures_is_what_the_pages_say(at: int) -> None:
    make, levers, switches, days = FUTURES[at]
    plan = plan_of(make(), *levers, draws=2, days=days, switches=switches)
    seen = watched(plan, 2, 1)
    assert {call.name for call in seen} >= {"learn", "schedule", "floors", "allow_texts", "table_step", "clauses_due"}
    found = [line for call in seen for line in compare(call)]
    assert not found, "\n".join(found[:5])


def test_tables_are_the_walk_solved_by_linear_equations_and_played_back_week_by_week() -> None:
    plan = plan_of(case_of("template"), draws=2, days=10)
    m = float(plan.records["numbers"][0, Num.M])
    d = float(np.median(plan.records["numbers"][:, Num.DISCOUNT])) ** (1 / 52)
    logits = np.linspace(-4.0, 4.0, 129)
    for weeks, shift, logit in [(0, 0, 0), (0, 4, 64), (3, 8, 40), (7, 2, 90), (15, 6, 128), (11, 0, 12)]:
        values = second_minds.forever(second_minds.squash(logits[logit]), m, d)
        moved = plan.records["walk_shift_low"][0] + shift * plan.records["walk_shift_step"][0]
        for _ in range(int(plan.records["walk_weeks"][0, weeks])):
            values = second_minds.a_week_before(values, second_minds.squash(logits[logit] + moved), m, d)
        np.testing.assert_allclose(plan.walk[0, weeks, shift, logit], values, atol=1e-9)


# States that no future comes to -----------------------------------------------------------------------------------

ASKED = [
    ("politics", "schedule", ()),
    ("values", "floors", ("walk",)),
    ("values", "foresee", ("walk",)),
    ("politics", "learn", ("days",)),
    ("politics", "support_today", ()),
    ("values", "allow_texts", ()),
    ("values", "ready", ("walk",)),
    ("table_step", "may_sit", ()),
    ("table_step", "_report", ()),
    ("table_step", "_offer", ()),
    ("table_step", "table_step", ("walk", "days")),
    ("table_step", "put", ("text", "proposer")),
    ("table_step", "spoil", ("days",)),
    ("ceasefire_step", "pause_step", ("days",)),
    ("settlement", "settlement_step", ("days",)),
    ("obligations", "clauses_due", ()),
    ("obligations", "standing_clauses", ("days",)),
    ("obligations", "front_review", ()),
]


@cache
def started(at: int) -> tuple[Plan, Any]:
    """A plan and one of its futures some weeks on."""
    plan = plan_of(FUTURES[at][0](), *FUTURES[at][1], draws=2, days=40)
    seen: list[Call] = []
    with watching("values", ("floors",), seen, lambda f: True):
        play_plainly(plan, SEED, 0, 1, 1)
    return plan, seen[-1].after


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), at=st.sampled_from([0, 4, 7]))
def test_any_state_is_answered_alike(seed: int, at: int) -> None:
    luck = np.random.default_rng(seed)
    plan, future = started(at)
    p = stirred_plan(plan, luck)
    f = stirred(future, p, luck)
    second_minds.allow_texts(p, f)
    given_ = {
        "walk": plan.walk, "days": float(luck.integers(1, 8)), "text": int(luck.integers(0, p.texts)),
        "proposer": int(luck.integers(-1, p.parties)),
    }  # fmt: skip
    if p.text_line_from[:1].size and given_["proposer"] >= 0 and f.barred[given_["text"]]:
        given_["proposer"] = -1  # nobody puts down what somebody forbids
    for module, name, names in ASKED:
        before, after = copy_of(f), copy_of(f)
        rest = tuple(given_[one] for one in names)
        with np.errstate(all="ignore"):
            result = getattr(importlib.import_module(f"detente.engine.{module}"), name)(p, after, *rest)
        found = compare(Call(name, p, before, after, rest, result))
        assert not found, "\n".join(found[:5])
