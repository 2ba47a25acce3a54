"""Neighbours, patrons and mediators form a common text by the compromise model, and the mediator puts it down."""

from __future__ import annotations

import numpy as np

from detente.case.capability import capability
from detente.case.schema import Case
from detente.engine.layout import On
from detente.engine.switches import SWITCHES
from detente.models.bargaining import compromise
from engine_factory import case_of, column, plan_of, play, with_numbers

AROUND = ("neighbour", "patron", "mediator")


def _text(case: Case, which: int) -> np.ndarray:
    return plan_of(case, draws=1).parts["text_x"][0, which]


def _mean(case: Case, roles: tuple[str, ...], issue: str) -> float | None:
    total = {
        key: sum(one.salience.mode for one in case.positions if one.actor == key)
        for key, actor in case.actors.items()
        if actor.role in roles
    }
    held = [one for one in case.positions if one.issue == issue and one.actor in total]
    if not held:
        return None
    power = [capability(case, one.actor).mode for one in held]
    shares = [one.salience.mode / total[one.actor] for one in held]
    return float(compromise(power, [one.ideal.mode for one in held], shares)[0])


def test_switches_stand_in_one_order() -> None:
    assert [name.upper() for name in SWITCHES] == [one.name for one in On]


def test_the_common_text_is_the_compromise_of_those_around() -> None:
    for name in ("afghanistan-2021", "aceh-2005"):
        case = case_of(name)
        own = plan_of(case, draws=1).parts["text_own"]
        assert own[-1] == len(case.proposals)
        for k, (issue, one) in enumerate(case.issues.items()):
            there = _mean(case, AROUND, issue)
            expected = _mean(case, ("party",), issue) if there is None else there
            assert expected is not None
            if one.indivisible:
                stops = np.array(sorted(one.scale))
                expected = float(stops[np.abs(stops - expected).argmin()])
            assert abs(_text(case, own[-1])[k] - expected) < 1e-9, (name, issue)


def test_issues_left_to_the_table_take_the_parties_compromise() -> None:
    case = case_of("aceh-2005")
    place = list(case.proposals).index("peace_zones")
    k = list(case.issues).index("revenue")
    expected = _mean(case, ("party",), "revenue")
    assert expected is not None
    assert abs(_text(case, place)[k] - expected) < 1e-9


def test_fewer_than_two_form_no_stance() -> None:
    case = case_of("aceh-2005")
    one = case.model_copy(update={"positions": tuple(p for p in case.positions if p.actor != "donors")})
    assert plan_of(one, draws=1).parts["text_own"].tolist() == []


def test_a_forced_text_stays_before_the_common_one() -> None:
    case = case_of("aceh-2005")
    plan = plan_of(case, draws=1, forced={"status": 0.7})
    assert plan.parts["text_forced"] == len(case.proposals)
    assert plan.parts["text_own"].tolist() == [len(case.proposals) + 1]
    assert plan.parts["text_x"][0, len(case.proposals), 0] == 0.7


def test_without_the_stance_its_text_is_gone_and_futures_differ() -> None:
    case = with_numbers(case_of("aceh-2005"), p_round=0.6, p_close=0.2)
    common = len(case.proposals)
    on, off = (play(plan_of(case, draws=8, switches={"common_stance": which}), 160) for which in (True, False))
    assert plan_of(case, draws=1, switches={"common_stance": False}).parts["text_own"].tolist() == []
    assert (column(on, "text") == common).sum() > 10
    assert not np.array_equal(on.whole, off.whole)
