"""The same war in other words, units or years, or with what does not matter added: the same futures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from detente.case.load import read_case
from detente.case.numbers import Number
from detente.case.schema import Case, Clause, Issue
from detente.engine.keep import WHOLE, Out
from engine_factory import TEMPLATE, alone, case_of, column, fixed, near, plan_of, play, with_numbers, with_theatre
from test_engine_mirror import busy

LEVER, RUNS = "president_steps_down", 400


@cache
def _case() -> Case:
    return busy(case_of("template"))


def _play(case: Case, **options: bool) -> Out:
    return play(plan_of(case, LEVER, draws=4, switches=options), RUNS)


@cache
def _as_told() -> Out:
    return _play(_case())


def _same(one: Out, other: Out, *left_out: str) -> None:
    for at, name in enumerate(WHOLE):
        if name not in left_out:
            np.testing.assert_array_equal(one.whole[:, at], other.whole[:, at], err_msg=name)
    np.testing.assert_allclose(one.real[:, :2], other.real[:, :2], atol=1e-9)


def _doubled(case: Case) -> Case:
    """Strength counted in halves of the unit."""

    def twice(number: Number) -> Number:
        return number.model_copy(update={"low": 2 * number.low, "mode": 2 * number.mode, "high": 2 * number.high})

    forces = {key: one.model_copy(update={"strength": twice(one.strength)}) for key, one in case.theatre.forces.items()}
    return with_theatre(case, forces=forces)


def _idle(case: Case) -> Case:
    """A neighbour who does nothing, named first of all."""
    idle = case.actors["eastland"].model_copy(update={"name": "Farland", "leans": None})
    return case.model_copy(update={"actors": {"farland": idle, **case.actors}})


def _about_nothing(case: Case) -> Case:
    """An issue on which the parties want the opposite and which matters to nobody."""
    issue = Issue.model_validate({"question": "Which anthem?", "scale": {0: "the old one", 1: "a new one"}})
    wants = tuple(
        one.model_copy(update={"issue": "anthem", "ideal": fixed(float(at)), "salience": fixed(0.0), "red_line": None})
        for at, one in enumerate(one for one in case.positions if one.issue == "schools")
    )
    return case.model_copy(update={"issues": {**case.issues, "anthem": issue}, "positions": (*case.positions, *wants)})


def _with_clause(case: Case, days: int) -> Case:
    """Before all other clauses one that changes nothing and pays nobody."""
    clause = Clause.model_validate(
        {
            "id": "W0", "owes": "front", "to": "republic", "text": "a word", "assumed": "a test",
            "by": case.as_of + timedelta(days=days),
        }
    )  # fmt: skip
    deal = case.deals["accord_2030"]
    return case.model_copy(
        update={"deals": {"accord_2030": deal.model_copy(update={"clauses": (clause, *deal.clauses)})}}
    )


def _turned_about(case: Case) -> Case:
    """Regions, issues and positions listed the other way round."""
    return case.model_copy(
        update={
            "regions": dict(reversed(case.regions.items())),
            "issues": dict(reversed(case.issues.items())),
            "positions": tuple(reversed(case.positions)),
        }
    )


@pytest.mark.parametrize("retold", [_doubled, _idle, _about_nothing, _turned_about])
def test_what_does_not_matter_changes_no_future(retold: Callable[[Case], Case]) -> None:
    _same(_as_told(), _play(retold(_case())), "text")


def test_a_promise_that_falls_due_after_all_is_told_changes_no_future() -> None:
    _same(_as_told(), _play(_with_clause(_case(), 2000)))


def test_a_promise_about_nothing_moves_trust_alone_and_trust_moves_readiness_alone() -> None:
    off = {"readiness": False, "dormancy": False}
    one, other = _play(_case(), **off), _play(_with_clause(_case(), 30), **off)
    _same(one, other)
    assert (one.real[:, 2] != other.real[:, 2]).mean() > 0.5


def test_two_years_later_the_same_war_has_the_same_course(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    shutil.copytree(TEMPLATE, folder)
    for path in folder.iterdir():
        if path.suffix in (".yaml", ".csv", ".jsonl"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"\b20(29|30|31)(?=-\d\d)", lambda year: f"20{int(year[1]) + 2}", text), "utf-8")
    later = read_case(str(folder))
    assert later.as_of.year == _case().as_of.year + 2
    _same(_as_told(), _play(busy(later)))


def test_the_order_of_the_parties_moves_futures_only_by_the_texts_that_are_looked_at() -> None:
    other = _play(_case().model_copy(update={"actors": dict(reversed(_case().actors.items()))}))
    for name in ("outcome", "ever_signed", "rounds", "leaks", "fatalities"):
        assert (column(_as_told(), name) != column(other, name)).mean() < 0.03, name


def test_a_region_told_as_two_equal_halves_falls_half_as_far_twice_as_often() -> None:
    off = dict.fromkeys(
        ("contagion", "cohesion", "belief_feedback", "recruitment", "countryside", "talks", "dormancy"), False
    )
    whole = with_numbers(alone(case_of("template")), alpha=-6.5, retake_offset=0.0, b_d=0.0, xa=0.0, xi=0.0)
    regions = {
        f"{key}_{half}": region.model_copy(
            update={"name": f"{key} {half}", "weight": region.weight / 2, "neighbours": (), "capital": False}
        )
        for key, region in whole.regions.items()
        for half in ("north", "south")
    }
    whole = whole.model_copy(
        update={"regions": {k: r.model_copy(update={"capital": False}) for k, r in whole.regions.items()}}
    )
    halves = whole.model_copy(update={"regions": regions})
    one, other = (play(plan_of(case, draws=4, switches=off), 1500) for case in (whole, halves))
    assert near(one.real[:, 0], other.real[:, 0])
    assert other.real[:, 0].var() < 0.8 * one.real[:, 0].var()
    assert near(2.0 * column(one, "regions_lost"), column(other, "regions_lost").astype(float))
