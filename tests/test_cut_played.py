"""What happened by the cut leaves a future where the same, decided on the first day, would have left it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from detente.case.cut import cut
from detente.case.schema import Case, Event, Lever
from detente.engine.layout import Status
from detente.engine.reference import play_plainly
from detente.engine.state import Aid, Count, Leave, Level, Mind
from engine_factory import SEED, case_of, plan_of
from second_watch import Call, watching
from test_second_version import three_parties

DAY = timedelta(days=1)
START = case_of("template").as_of
HAPPENED: list[dict[str, Any]] = [
    {"support": "union", "to": 0.3},
    {"support": "union", "at_least": 0.9},
    {"support": "union", "at_most": 0.2},
    {"support": "union", "ends": START + 40 * DAY},
    {"support": "union", "ends": START + 40 * DAY, "over": 20, "to": 0.25},
    {"support": "union", "lasts": True},
    {"support": "union", "to": 0.3, "purposes": {"training": 0.5, "evacuation": 0.5}},
    {"hostilities": ["front", "republic"], "to": "none"},
    {"hostilities": ["front", "union"], "to": "war"},
    {"office": "president", "to": "out_of_office"},
    {"force": "front", "add": 5},
    {"cohesion": "league", "add": 0.05},
    {"talks": "capital_talks", "to": "closed"},
    {"talks": "capital_talks", "to": "open"},
    {"clause": "W1", "by": START + 60 * DAY},
    {"clause": "W1", "by": START + 10 * DAY},
    {"clause": "W1", "conditional": True},
    {"clause": "W3", "conditional": True},
    {"clause": "W3", "by": START + 60 * DAY},
    *({"clause": "W1", "status": status} for status in ("kept", "disputed", "waived")),
    {"clause": "W2", "status": "breached"},
    {"clause": "W3", "status": "pending", "by": START + 60 * DAY},
    {"deal": "accord_2030", "status": "void"},
    {"belief": "support_lasts", "of": "front", "set": 0.5},
    {"theta": "front", "add": 1},
    {"theta": "league", "add": -0.4},
    {"guarantee": "eastland", "of": "front", "commitment": 0.5, "penalty": 0.2},
    {"pressure": "eastland", "on": "republic", "add": 0.1, "public": True},
    {"sanctuary": "eastland", "to": "league", "add": 0.1},
    {"truce": ["front", "republic"], "days": 30},
    {"countryside": "challenger", "set": 0.7},
]


SAME: dict[str, list[int]] = {
    "mind": [Mind.THETA, Mind.PSI, Mind.RELIEF, Mind.BOTTOM_LINE, Mind.AUDIENCE],
    "aid": [one for one in Aid if one not in (Aid.SEEN, Aid.ANNOUNCED, Aid.GOAL)],
    "leave": [*Leave],
    "clause": [0, 1],
    "level": [Level.FORCE_0, Level.FORCE_1, Level.RECRUIT_0, Level.RECRUIT_1, Level.COUNTRYSIDE],
    "count": [Count.TABLE, Count.TABLE_SHUT, Count.PAUSE_AGREED],
}
"""What is the same but for two days of recruits; beliefs and cohesion but for what support that goes does to them."""


def two_days_on(case: Case, *levers: str) -> Any:
    """A future at the end of its second day."""
    seen: list[Call] = []
    with watching("step", ("_tally",), seen, lambda f: True):
        play_plainly(
            plan_of(case, *levers, draws=1, days=3, switches=dict.fromkeys(("signals", "news"), False)), SEED, 0, 1, 1
        )
    return seen[1].after


@pytest.mark.parametrize("effect", HAPPENED, ids=lambda one: "-".join(map(str, one.values())))
def test_an_effect_before_the_cut_is_one_on_the_first_day(effect: dict[str, Any]) -> None:
    case = three_parties()
    held = case.theatre.support["union"].model_copy(update={"ends": START + 30 * DAY, "over": 10})
    case = case.model_copy(
        update={"events": (), "theatre": case.theatre.model_copy(update={"support": {"union": held}})}
    )
    parts: dict[str, Any] = {"assumed": "a test"}
    event = Event.model_validate({"date": START, "known": START, "what": "it", "effects": [effect], **parts})
    lever = Lever.model_validate({"who": "union", "from": START, "change": [effect], **parts})
    one = two_days_on(cut(case.model_copy(update={"events": (event,)}), START))
    other = two_days_on(case.model_copy(update={"levers": {"it": lever}}), "it")
    for f in (one, other):
        f.clause[f.clause[:, 0] == Status.WAIVED, 1] = -1  # a day on which nothing is due
    for name, columns in SAME.items():
        here, there = (np.asarray(getattr(f, name))[..., columns] for f in (one, other))
        assert here == pytest.approx(there, abs=1e-2 if name == "level" else 1e-9), name
    assert (one.hostile == other.hostile).all()
    assert (one.office == other.office).all()
    assert abs(one.count[Count.CEASEFIRE_UNTIL] - other.count[Count.CEASEFIRE_UNTIL]) <= 1
    assert one.clause[0, 2] == other.clause[0, 2] or one.clause[0, 1] < 0, "reviewed again"
    if "support" not in effect:
        here, there = (f.level[[Level.COHESION_0, Level.COHESION_1]] for f in (one, other))
        assert here == pytest.approx(there, abs=1e-4)
        assert one.mind[:3, Mind.LASTS] == pytest.approx(other.mind[:3, Mind.LASTS], abs=1e-9)
