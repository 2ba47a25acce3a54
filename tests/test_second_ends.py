"""How futures end, against a second version of it: victory, the dead, what stands at the horizon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

import second_ends
from detente.case.schema import Case
from detente.engine import front_step, keep, step
from detente.engine.keep import WHOLE, Out
from detente.engine.layout import Num, On, Outcome
from detente.engine.plan import Plan
from detente.engine.reference import play_plainly
from detente.engine.state import Count, Level
from engine_factory import SEED, at_the_table, case_of, plan_of, with_numbers
from second_minds import control
from second_watch import Call, copy_of, differences, watching
from test_second_version import plan_opened


def watched(plan: Plan, runs: int) -> tuple[list[Call], Out]:
    """All calls that count or end something, in order, and what was kept."""
    seen: list[Call] = []
    with (
        watching("step", ("_set_out", "_bury", "_tally"), seen, lambda f: True),
        watching("keep", ("state_of", "keep_horizon"), seen, lambda f: True),
    ):
        return seen, play_plainly(plan, SEED, 0, runs, 1)


def tallied(call: Call) -> list[str]:
    """How the end of a day differs."""
    mine, theirs = copy_of(call.before), copy_of(call.after)
    second_ends.tally(plan_opened(call.plan), mine)
    mine.deaths[:] = theirs.deaths[:] = 0.0
    return differences(mine, theirs)


def kept(call: Call, out: Out, row: int, dead: second_ends.Dead) -> dict[str, tuple[Any, Any]]:
    """What is kept at the horizon, and what should be."""
    p, f = plan_opened(call.plan), call.before
    outcome = second_ends.state(f, dead.year())
    held = f.holder[: p.regions] == 1
    should = {
        "outcome": outcome, "fatalities": sum(dead.weeks.values()), "ended_on": f.count[Count.ENDED_ON],
        "regions_lost": int((held & (p.holder[: p.regions] == 0)).sum()),
        "capital_fell_on": f.count[Count.CAPITAL_FELL], "civilians_out": f.count[Count.CIVILIANS],
        "rounds": f.count[Count.ROUNDS],
    }  # fmt: skip
    found = {name: (out.whole[row, WHOLE.index(name)], value) for name, value in should.items()}
    found |= {
        "control": (out.real[row, 0], control(p, f)),
        "rights": (out.real[row, 1], second_ends.rights(p, f, outcome)),
    }
    return found


def wins(case: Case, alpha: float, retake: float) -> Case:
    """A war that somebody wins soon."""
    return with_numbers(case, alpha=alpha, retake_offset=retake, v_y=0.05)


def quiet(case: Case) -> Case:
    """A war that falls asleep, and its dead with it; it has hardly more than a year."""
    asleep = with_numbers(case, {"cost": 0.6, "psi": 0.0}, p_dorm=0.5, p_wake=0.01, phi=0.3, alpha=-20.0, p_pause=0.02)
    return asleep.model_copy(update={"horizon": case.as_of + timedelta(days=400), "tables": {}})


def signed(case: Case) -> Case:
    """A war in which deals are signed, and broken now and then."""
    numbers = {"psi": 0.2, "audience": 0.0, "eta": 0.0, "cost": 0.5}
    eager = with_numbers(at_the_table(case), numbers, p_round=0.9, p_open=0.5, break_hazard=0.02, optimism_gap=0.0)
    positions = tuple(one.model_copy(update={"red_line": None}) for one in eager.positions if one.actor != "president")
    return eager.model_copy(update={"positions": positions})


FUTURES: list[tuple[Callable[[], Case], int | None, dict[str, bool]]] = [
    (lambda: wins(case_of("template"), -3.0, 0.0), 200, {}),
    (lambda: wins(case_of("template"), -6.0, -5.0), 200, {"countryside": False}),
    (lambda: quiet(case_of("template")), None, {}),
    (lambda: signed(case_of("template")), 250, {}),
    (lambda: case_of("afghanistan-2021"), 118, {}),
]


@pytest.mark.parametrize("at", range(len(FUTURES)))
def test_whole_futures_end_as_the_pages_say(at: int) -> None:
    make, days, switches = FUTURES[at]
    plan = plan_of(make(), draws=3, days=days, switches=switches)
    calls, out = watched(plan, 3)
    dead, met = second_ends.Dead(0.0), set()
    for call in calls:
        f = call.before
        where = f"{call.name}, day {int(f.count[Count.DAY])} of {int(f.run)}"
        match call.name:
            case "_set_out":
                p, after = plan_opened(call.plan), call.after
                weekly = p.numbers[Num.PHI] * second_ends.border(p, after) * after.level[Level.AT_WAR]
                dead = second_ends.Dead(7 * float(weekly))
            case "_bury":
                more = second_ends.dead_since(plan_opened(call.plan), f)
                assert more == call.after.count[Count.DEATHS] - f.count[Count.DEATHS], where
                dead.bury(int(f.count[Count.DAY]), more)
            case "state_of":
                assert f.deaths.sum() == pytest.approx(dead.year()), where
                assert call.result == second_ends.state(f, dead.year()), where
                met.add(int(call.result))
            case "_tally":
                assert not tallied(call), (where, tallied(call))
            case _:
                for name, (found, should) in kept(call, out, int(f.run), dead).items():
                    assert np.isclose(found, should, atol=1e-9, equal_nan=True), (where, name, found, should)
    assert met - {Outcome.WAR_GOES_ON}


@cache
def at_large() -> Any:
    """Plan and future of the template."""
    seen: list[Call] = []
    plan = plan_of(case_of("template"), draws=1, days=30)
    with watching("step", ("_tally",), seen, lambda f: True):
        play_plainly(plan, SEED, 0, 1, 1)
    return seen[-1]


@pytest.mark.parametrize("seed", range(80))
def test_any_day_is_closed_alike(seed: int) -> None:
    luck, call = np.random.default_rng(seed), at_large()
    p, f = copy_of(call.plan), copy_of(call.before)
    p.on[On.COUNTRYSIDE] = luck.random() < 0.7
    p.capital = luck.choice([-1, 0, 2])
    p.holder[: p.regions] = luck.integers(0, 2) if luck.random() < 0.5 else luck.integers(0, 2, p.regions)
    f.holder[: p.regions] = luck.integers(0, 2) if luck.random() < 0.8 else luck.integers(0, 2, p.regions)
    f.level[Level.COUNTRYSIDE] = luck.choice([0.02, 0.05, 0.06, 0.5, 0.94, 0.95, 0.97])
    day = 800
    signed_on = day - luck.choice([364, 365, 366, 700])
    f.count[[Count.DAY, Count.SIGNED_ON]] = day, signed_on
    f.count[Count.EVER_SIGNED], f.count[Count.KEPT] = luck.random() < 0.9, luck.choice([-1, -1, 0])
    f.count[Count.SETTLED] = f.count[Count.EVER_SIGNED] * luck.integers(0, 2)
    f.count[Count.KEPT] = -1 if f.count[Count.SETTLED] else f.count[Count.KEPT]
    stood = luck.choice([3, 364, 365, 366])
    f.count[Count.BROKE_ON] = -1 if f.count[Count.SETTLED] else min(day, signed_on + stood)
    f.level[[Level.FOUGHT, Level.LULL]] = luck.uniform(0.0, 5.0, 2)
    front_step._survey(p, f)  # pyright: ignore[reportPrivateUsage]
    after = copy_of(f)
    with np.errstate(all="ignore"):
        step._tally(p, after, 3)  # pyright: ignore[reportPrivateUsage]
    assert not tallied(Call("_tally", p, f, after, (3,), None))
    f.deaths[:], f.count[Count.CEASEFIRE_UNTIL] = 0.0, day + luck.integers(-1, 2)
    f.deaths[3] = luck.choice([24.0, 25.0, 26.0])
    assert keep.state_of(f) == second_ends.state(f, float(f.deaths.sum()))
