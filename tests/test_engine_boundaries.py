"""What lies exactly on a line: on which side of it the engine puts it, and its second version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

import second_deals
import second_effects
import second_ends
import second_minds
import second_politics
from detente.case.schema import Event
from detente.engine.ceasefire_step import propose_pause
from detente.engine.effects_step import timeline
from detente.engine.keep import state_of
from detente.engine.layout import Outcome
from detente.engine.obligations import front_review
from detente.engine.reference import play_plainly
from detente.engine.state import Count, Level, Mind
from detente.engine.values import floors
from detente.models.war import coarse_front
from engine_factory import SEED, case_of, plan_of
from second_watch import Call, copy_of, watching

Step = Callable[..., Any]
DAYS = 8


def a_week_on(**changes: Any) -> tuple[Any, Any, Any]:
    """Plan, its record and a future of the template on its eighth day."""
    plan = plan_of(case_of("template").model_copy(update=changes), draws=1, days=DAYS)
    seen: list[Call] = []
    with watching("values", ("floors",), seen, lambda f: True):
        play_plainly(plan, SEED, 0, 1, 1)
    return plan, copy_of(plan.records.view(np.recarray)[0]), copy_of(seen[-1].after)


@pytest.mark.parametrize("side", [0, 1])
def test_a_side_that_holds_all_has_not_won_in_anybodys_eyes(side: int) -> None:
    plan, p, f = a_week_on()
    f.holder[: p.regions] = side
    f.level[[Level.COUNTRYSIDE, Level.CONTROL]] = float(side)
    mine, theirs = copy_of(f), copy_of(f)
    assert second_minds.place(p, mine) == coarse_front(float(side)) == (0.5, 19.5)[side]
    second_minds.floors(p, mine, plan.walk)
    floors(p, theirs, plan.walk)
    np.testing.assert_allclose(mine.mind[: p.parties], theirs.mind[: p.parties], atol=1e-9)
    assert (theirs.mind[: p.parties, Mind.WIN] > 0.0).all()
    assert (theirs.mind[: p.parties, Mind.WIN] < 1.0).all()


@pytest.mark.parametrize("review", [front_review, second_deals.front_review])
def test_five_of_a_hundred_regions_are_not_more_than_five(review: Step) -> None:
    for regions, fell in ((20, 1), (40, 2), (60, 3), (100, 5)):
        for falls, called in ((fell, False), (fell + 1, True)):
            _, p, f = a_week_on()
            p.regions = regions
            f.falls[:] = 0
            f.falls[0] = falls
            before = f.count[Count.REVIEW_CALLED]
            review(p, f)
            assert (f.count[Count.REVIEW_CALLED] > before) == called, (regions, falls)


@pytest.mark.parametrize("propose", [propose_pause, second_politics.propose_pause])
@pytest.mark.parametrize(("until", "agreed"), [(1, False), (0, False), (-1, True)])
def test_nobody_proposes_a_ceasefire_on_the_day_on_which_one_ends(propose: Step, until: int, agreed: bool) -> None:
    _, p, f = a_week_on()
    day = int(f.count[Count.DAY])
    f.mind[:, Mind.TYPE] = 50.0  # whatever it is worth, they want it
    f.count[Count.CEASEFIRE_UNTIL] = day + until
    assert bool(propose(p, f, -1, -1)) == agreed
    assert (f.count[Count.CEASEFIRE_UNTIL] > day + 1) == agreed


@pytest.mark.parametrize("at_the_end", [state_of, lambda f: second_ends.state(f, 1000.0)])
def test_a_ceasefire_is_over_on_the_day_on_which_it_ends(at_the_end: Step) -> None:
    _, _, f = a_week_on()
    f.deaths[:] = 1000.0
    f.count[Count.SETTLED], f.count[Count.OUTCOME] = 0, Outcome.WAR_GOES_ON
    for left, found in ((1, Outcome.CEASEFIRE), (0, Outcome.WAR_GOES_ON)):
        f.count[Count.CEASEFIRE_UNTIL] = f.count[Count.DAY] + left
        assert at_the_end(f) == found


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize(("stands_for", "still_theirs"), [(11, True), (10, True), (9, False)])
def test_a_truce_that_ends_no_later_leaves_a_ceasefire_to_those_who_agreed_on_it(
    second: bool, stands_for: int, still_theirs: bool
) -> None:
    case = case_of("template")
    day = 7
    truce = {"truce": ["republic", "front"], "days": 10}
    told = {"date": case.as_of + timedelta(days=day), "known": case.as_of, "what": "a truce", "effects": [truce]}
    plan, p, f = a_week_on(events=(Event.model_validate({**told, "assumed": "a test"}),), signals=())
    f.count[Count.DAY], f.count[Count.NEXT_TIME], f.count[Count.QUEUED] = day, 0, 0
    f.count[Count.CEASEFIRE_UNTIL], f.count[Count.PAUSE_AGREED] = day + stands_for, 1
    if second:
        second_effects.timeline(second_effects.Told(plan.sheet, 0), p, f)
    else:
        timeline(p, f)
    assert f.count[Count.CEASEFIRE_UNTIL] == day + max(10, stands_for)
    assert f.count[Count.PAUSE_AGREED] == still_theirs
