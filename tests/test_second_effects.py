"""The engine's calendar against a second version of it, which reads the case's own words.

Whole futures of the shipped cases under each of their levers, and states and effects that no case would come to.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import second_effects
from detente.case.schema import Case, Event
from detente.engine.effects_step import timeline
from detente.engine.layout import Kind
from detente.engine.plan import Plan
from detente.engine.reference import play_plainly
from detente.engine.state import Count, Level
from engine_factory import SEED, case_of, plan_of
from second_states import stirred, stirred_plan
from second_watch import Call, copy_of, differences, watching
from test_second_version import NOT_COMPARED, plan_opened, three_parties

CALENDAR = (Count.NEXT_DUE, Count.NEXT_SUPPORT, Count.READY_ON, Count.NEXT_TIME)
"""When to look again, not what is found."""


def happened_since(f: Any, first: int) -> list[tuple[int, int, float]]:
    """Take the dated events out of a future; tell those from the first on, but for notes that an effect was played."""
    new = slice(first, int(f.events))
    told = zip(f.event_kind[new].tolist(), f.event_who[new].tolist(), f.event_value[new].round(9).tolist(), strict=True)
    found = [one for one in told if one[0] != Kind.EFFECT]
    f.events = 0
    f.event_day[:] = f.event_kind[:] = f.event_who[:] = 0
    f.event_value[:] = 0.0
    return found


def compare(plan: Plan, draw: int, call: Call) -> list[str]:
    """How the engine's calendar differs from the second version's."""
    mine, theirs, first = copy_of(call.before), copy_of(call.after), int(call.before.events)
    if theirs.events > first:
        assert theirs.count[Count.READY_ON] == theirs.count[Count.NEXT_SUPPORT] == 0, "looked at again at once"
    if (call.before.clause != call.after.clause).any():
        assert theirs.count[Count.NEXT_DUE] <= call.before.count[Count.DAY], "clauses too"
    second_effects.timeline(second_effects.Told(plan.sheet, draw), plan_opened(call.plan), mine)
    one, other = happened_since(mine, first), happened_since(theirs, first)
    for record in (mine, theirs):
        record.count[list(CALENDAR)] = 0
        record.level[[*NOT_COMPARED, Level.LOG_STRENGTH]] = 0.0
        held = record.level[Level.COHESION_0 : Level.COHESION_1 + 1]
        held[:] = held.clip(1e-5)  # the engine leaves a millionth
        record.omega[:] = record.threshold[:] = 0.0
        record.queue[:] = 0
    found = differences(mine, theirs) + ([] if one == other else [f"events: {one} here, {other} there"])
    return [f"day {int(call.before.count[Count.DAY])}: {line}" for line in found]


FUTURES = [
    *[("template", lever, 70) for lever in ("", "extend_to_september", "president_steps_down")],
    *[("aceh-2005", "+".join(pair), 60) for pair in (("monitors", "truce"), ("donors_press", "no_talks"))],
    *[("afghanistan-2021", lever, 60) for lever in ("keep_1_may", "air_support_stays", "no_announced_exit+no_talks")],
    *[
        ("afghanistan-2021", lever, 90)
        for lever in ("conditions_based_exit", "guarantors_and_region+interim_power_sharing+evacuation_only")
    ],
]


@pytest.mark.parametrize(("name", "levers", "days"), FUTURES)
def test_the_calendar_of_whole_futures_is_what_the_case_says(name: str, levers: str, days: int) -> None:
    plan = plan_of(case_of(name), *([levers] if levers else []), draws=2, days=days)
    seen: list[Call] = []
    with watching("effects_step", ("timeline",), seen, lambda f: True):
        play_plainly(plan, SEED, 0, 2, 1)
    found = [line for call in seen for line in compare(plan, int(call.before.run), call)]
    assert not found, "\n".join(found[:5])
    assert any(call.after.events > call.before.events for call in seen)


# Effects and states that no future comes to -----------------------------------------------------------------------


def effect_of(case: Case, luck: np.random.Generator) -> dict[str, Any]:
    """Some effect on some part of a case."""
    pick = lambda of: str(luck.choice(list(of)))
    number = lambda low=0.0, high=1.0: round(float(luck.uniform(low, high)), 3)
    parties = [key for key, actor in case.actors.items() if actor.role == "party"]
    clauses = [one.id for deal in case.deals.values() for one in deal.clauses]
    day = lambda: case.as_of + timedelta(days=int(luck.integers(-3, 200)))
    patron = pick(case.theatre.support) if case.theatre.support else None
    statuses = ("pending", "kept", "late", "breached", "disputed", "waived")
    found: list[dict[str, Any]] = [
        {"force": pick(parties), "add": number(-60, 20)},
        {"cohesion": pick(parties), "add": number(-0.02, 0.6)},
        {"talks": pick(case.tables), "to": pick(("open", "closed"))},
        {"deal": pick(case.deals), "status": "void"},
        {"clause": pick(clauses), "by": day()},
        {"clause": pick(clauses), "conditional": True},
        {"clause": pick(clauses), "status": pick(statuses)},
        {"clause": pick(clauses), "status": "breached"},
        {"clause": pick(clauses), "by": day(), "status": pick(("pending", "late"))},
        {"belief": "support_lasts", "of": pick(parties), "set": number()},
        {"belief": "support_lasts", "of": pick(parties), "add": number(-2, 2)},
        {"theta": pick(parties), "add": number(-1, 1)},
        {"guarantee": pick(case.actors), "of": pick(parties), "commitment": number(), "penalty": number()},
        {"pressure": pick(case.actors), "on": pick(parties), "add": number(), "public": bool(luck.random() < 0.5)},
        {"sanctuary": pick(case.actors), "to": pick(parties), "add": number(-0.3, 0.3)},
        {"truce": luck.choice(parties, 2, replace=False).tolist(), "days": int(luck.integers(1, 60))},
        {"countryside": "challenger", "set": number()},
        {"region": pick(case.regions), "to": pick(parties)},
        {"hostilities": luck.choice(parties, 2, replace=False).tolist(), "to": pick(("war", "none"))},
        {"office": pick(case.actors), "to": pick(("in_office", "out_of_office"))},
    ]
    if patron:
        found += [
            {"hostilities": [patron, pick(parties)], "to": pick(("war", "none", "defence"))},
            {"support": patron, "to": number()},
            {"support": patron, "to": number(), "over": int(luck.integers(1, 60))},
            {"support": patron, "ends": day()},
            {"support": patron, "ends": day(), "over": int(luck.integers(1, 120)), "to": number()},
            {"support": patron, "lasts": True},
            {"support": patron, "at_least": number()},
            {"support": patron, "at_most": number()},
            {"support": patron, "to": number(), "purposes": {"defence": 0.4, "evacuation": number(0, 0.6)}},
        ]
    return found[int(luck.integers(len(found)))]


@cache
def base(at: int) -> tuple[Case, Any]:
    """A case, and one of its futures some weeks on."""
    case = (case_of("template"), three_parties(), case_of("afghanistan-2021"))[at]
    seen: list[Call] = []
    with watching("values", ("floors",), seen, lambda f: True):
        play_plainly(plan_of(case, draws=2, days=40), SEED, 0, 1, 1)
    return case, seen[-1].after


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32 - 1), at=st.sampled_from([0, 1, 2]))
def test_any_effect_does_to_any_state_what_the_pages_say(seed: int, at: int) -> None:
    luck = np.random.default_rng(seed)
    case, future = base(at)
    day = int(luck.integers(1, 40))
    today = {"date": case.as_of + timedelta(days=day), "known": case.as_of, "what": "what happens", "assumed": "a test"}
    events = tuple(
        Event.model_validate({**today, "kind": str(at), "effects": [effect_of(case, luck) for _ in range(5)]})
        for at in range(4)
    )
    plan = plan_of(case.model_copy(update={"events": events, "signals": ()}), draws=1)
    p = stirred_plan(plan, luck)
    f = stirred(future, p, luck)
    f.count[Count.DAY], f.count[Count.NEXT_TIME], f.events = day, 0, 0
    f.hostile[: p.parties, : p.parties] = luck.random((p.parties, p.parties)) < 0.7
    f.holder[: p.regions] = luck.integers(0, 2, p.regions)
    f.falls[:] = luck.integers(0, 2, len(f.falls))
    f.level[[Level.FORCE_0, Level.FORCE_1]] = luck.uniform(1.0, 80.0, 2)
    f.count[Count.DORMANT], f.count[Count.CEASEFIRE_UNTIL] = luck.integers(0, 2), day + luck.integers(-5, 50)
    f.level[Level.AT_WAR] = second_effects.at_war(p, f)
    for _ in range(int(luck.integers(0, 3))):
        c = int(luck.integers(p.clauses))
        kept = bool(luck.random() < 0.5)
        first, last = (
            (p.clause_keep_from[c], p.clause_keep_to[c]) if kept else (p.clause_breach_from[c], p.clause_breach_to[c])
        )
        if last > first:
            f.queue[f.count[Count.QUEUED]] = first, last
            f.count[Count.QUEUED] += 1
    before, after = copy_of(f), copy_of(f)
    with np.errstate(all="ignore"):
        timeline(p, after)
    found = compare(plan, 0, Call("timeline", p, before, after, (), None))
    told = [effect.model_dump(exclude_unset=True) for event in events for effect in event.effects]
    assert not found, "\n".join([*map(str, told), *found[:5]])
