"""What each kind of effect does to a case, once it has happened and is known."""

from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest

from detente.case.apply import apply
from detente.case.effects import SUBJECTS, Effect
from detente.case.load import read_case

CASE = read_case(Path(str(resources.files("detente"))) / "case" / "template")
DAY = CASE.as_of


def support(case):
    return case.theatre.support["union"]


def first_clause(case):
    return case.deals["accord_2030"].clauses[0]


def ideal(case):
    return next(one for one in case.positions if (one.actor, one.issue) == ("republic", "executive"))


EFFECTS = [
    ({"support": "union", "to": 0.3}, lambda c: support(c).level.mode, 0.3),
    ({"support": "union", "at_least": 0.9}, lambda c: support(c).level.mode, 0.9),
    ({"support": "union", "at_most": 0.2}, lambda c: support(c).level.high, 0.2),
    ({"support": "union", "ends": "2031-09-11"}, lambda c: support(c).ends, date(2031, 9, 11)),
    ({"support": "union", "lasts": True}, lambda c: support(c).ends, None),
    ({"support": "union", "purposes": {"evacuation": 1}}, lambda c: list(support(c).purposes), ["evacuation"]),
    ({"hostilities": ["front", "republic"], "to": "none"}, lambda c: len(c.theatre.hostilities), 1),
    ({"hostilities": ["front", "union"], "to": "war"}, lambda c: c.theatre.hostilities[-1].only, None),
    ({"president": "out_of_office"}, lambda c: c.actors["president"].in_office, False),
    ({"force": "front", "add": 5}, lambda c: c.theatre.forces["front"].strength.mode, 75),
    ({"cohesion": "republic", "add": -0.9}, lambda c: c.theatre.forces["republic"].cohesion.high, 0.01),
    ({"talks": "capital_talks", "to": "closed"}, lambda c: c.tables["capital_talks"].shut, True),
    ({"clause": "W1", "by": "2031-08-01"}, lambda c: first_clause(c).by, date(2031, 8, 1)),
    ({"clause": "W1", "status": "kept"}, lambda c: (first_clause(c).status, first_clause(c).done), ("kept", DAY)),
    ({"clause": "W1", "conditional": True}, lambda c: first_clause(c).conditional, True),
    ({"deal": "accord_2030", "status": "void"}, lambda c: c.deals["accord_2030"].void, True),
    ({"belief": "support_lasts", "of": "front", "set": 0.5}, lambda c: c.beliefs.support_lasts["front"].mode, 0.5),
    ({"belief": "support_lasts", "of": "republic", "add": 0}, lambda c: c.beliefs.support_lasts["republic"].mode, 0.8),
    ({"theta": "front", "add": 1}, lambda c: c.beliefs.theta["front"].mode, 1.0),
    ({"theta": "republic", "add": 1}, lambda c: c.beliefs.theta["republic"].mode, 1.0),
    ({"guarantee": "eastland", "of": "front", "commitment": 0.5, "penalty": 0.2},
     lambda c: c.actors["front"].numbers["psi"].mode, 0.15),
    ({"pressure": "eastland", "on": "front", "add": 0.1}, lambda c: c.actors["eastland"].numbers["pressure"].mode, 0.1),
    ({"red_line": "republic", "issue": "executive", "at_most": 0.3}, lambda c: ideal(c).red_line.at_most.mode, 0.3),
    ({"position": "republic", "issue": "executive", "set": 0.4}, lambda c: ideal(c).ideal.mode, 0.4),
    ({"truce": ["front", "republic"], "days": 1}, lambda c: c == CASE, True),
    ({"number": "phi", "set": 3}, lambda c: c.numbers["phi"].mode, 3),
    ({"number": "cost", "of": "front", "set": 0.2}, lambda c: c.actors["front"].numbers["cost"].mode, 0.2),
    ({"countryside": "challenger", "set": 0.7}, lambda c: c.theatre.countryside.mode, 0.7),
    ({"region": "adanville", "to": "front"}, lambda c: c.regions["adanville"].holder, "front"),
]  # fmt: skip


@pytest.mark.parametrize(("effect", "look", "expected"), EFFECTS, ids=[str(row[0]) for row in EFFECTS])
def test_an_effect_changes_what_it_names(effect, look, expected):
    changed, left = apply(CASE, Effect.model_validate(effect), DAY, DAY, DAY + timedelta(days=1))
    seen = look(changed)
    assert seen == (pytest.approx(expected) if isinstance(expected, float) else expected)
    assert left is None or {"at_least", "at_most"} & set(effect)  # which hold for good


def test_every_subject_is_tried():
    assert {Effect.model_validate(effect).subject for effect, _, _ in EFFECTS} == set(SUBJECTS) - {"sanctuary"}


def test_support_that_is_being_withdrawn_is_withdrawn_in_part():
    effect = Effect.model_validate({"support": "union", "to": 0, "over": 10})
    changed, left = apply(CASE, effect, DAY, DAY, DAY + timedelta(days=4))
    assert support(changed).level.mode == pytest.approx(0.6 * support(CASE).level.mode)
    assert left is not None
    assert left.over == 5  # from the next day on
    done, nothing = apply(CASE, effect, DAY, DAY, DAY + timedelta(days=10))
    assert (support(done).level.high, nothing) == (0, None)


def test_a_truce_that_still_holds_is_left_with_its_days():
    effect = Effect.model_validate({"truce": ["front", "republic"], "days": 30})
    _, left = apply(CASE, effect, DAY, DAY, DAY + timedelta(days=12))
    assert left is not None
    assert left.days == 18


@pytest.mark.parametrize(
    "more",
    [
        {"pressure": "eastland", "on": "republic"},
        {"pressure": "eastland", "on": "front", "public": True},
        {"sanctuary": "eastland", "to": "front"},
    ],
)
def test_what_no_number_holds_is_left_for_the_first_day(more):
    effect = Effect.model_validate({"add": 0.1, **more})
    changed, left = apply(CASE, effect, DAY, DAY, DAY)
    assert (changed, left) == (CASE, effect)
