"""A seat at the table: one party's decisions from outside, on one future's luck."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from detente.analysis.seat import Answer, Question, Seat, Sitting, open_seat
from detente.analysis.tables import outcome_tables
from detente.engine.reference import play_plainly
from detente.engine.scenario import play_scenario
from detente.engine.seat import play_seat, seat_plan
from detente.engine.state import Count
from detente.errors import InputError
from engine_factory import case_of

RUNS, DRAWS, SEED = 40, 8, 1
PARTIES = ("government", "gam")


def _seat(run: int, party: str = "gam") -> Seat:
    return open_seat(case_of("aceh-2005"), party, run=run, runs=RUNS, draws=DRAWS, seed=SEED)


def _play(seat: Seat, decide: Callable[[Sitting], Answer], most: int = 30) -> tuple[Sitting, list[Answer]]:
    """Answer question by question."""
    answers: list[Answer] = []
    sitting = seat.play(answers)
    while sitting.question is not None and len(answers) < most:
        answers.append(decide(sitting))
        sitting = seat.play(answers)
    return sitting, answers


def _no(sitting: Sitting) -> Answer:
    assert sitting.question is not None
    return "pass" if sitting.question.asked == "propose" else False


def _same(one: Any, other: Any) -> None:
    for field, a, b in zip(one._fields, one, other, strict=True):
        np.testing.assert_array_equal(a, b, err_msg=field)


@pytest.mark.parametrize("party", PARTIES)
def test_a_seat_without_answers_or_with_the_engines_own_plays_the_ordinary_future(party: str) -> None:
    case = case_of("aceh-2005")
    ordinary = play_scenario(case, runs=RUNS, seed=SEED, draws=DRAWS, keep=True)
    rows = {name: np.asarray(column) for name, column in outcome_tables([ordinary], {})["outcomes"].items()}
    asked = 0
    for run in range(0, RUNS, 7):
        plan = seat_plan(case, run=run, runs=RUNS, draws=DRAWS, seed=SEED)
        place = plan.sheet.parties.index(party)
        alone, free = (play_seat(plan, one, (), run=run, seed=SEED) for one in (-1, place))
        _same(alone.out, free.out)
        for field in ("whole", "real", "held", "minds", "clause", "event_count"):
            np.testing.assert_array_equal(getattr(alone.out, field)[0], getattr(ordinary.out, field)[run], field)
        questions = int(free.future[0]["count"][Count.ASKED])
        own = [int(row[4]) for row in free.future[0]["asked"][:questions]]
        _same(alone.out, play_seat(plan, place, own, run=run, seed=SEED).out)
        assert _seat(run, party).alone().outcome["fatalities"] == rows["fatalities"][run]
        asked += questions
    assert asked > 3


@pytest.mark.parametrize("party", PARTIES)
def test_who_refuses_everything_never_signs(party: str) -> None:
    for run in range(12):
        sitting, answers = _play(_seat(run, party), _no)
        assert sitting.question is None
        assert not sitting.rest.outcome["ever_signed"]
        assert [one.taken for one in sitting.asked] == answers


def test_signing_what_the_engine_would_refuse_changes_the_future() -> None:
    for run in range(2 * RUNS):
        seat = _seat(run % RUNS, PARTIES[run // RUNS])
        refused = next((q for q in seat.play([]).rest.asked if q.asked == "sign" and q.engine is False), None)
        if refused is None:
            continue
        before: list[Answer] = [one.engine for one in seat.play([]).rest.asked[: refused.number]]
        signed = seat.play([*before, True])
        if not signed.rest.outcome["ever_signed"]:
            continue  # the other side refused as well
        assert signed.rest.outcome["signed_on"] == refused.day
        assert seat.alone().outcome["signed_on"] != refused.day
        assert signed.rest.events != seat.alone().events
        return
    pytest.fail("no future in which the engine refuses what the other side signs")


def _proposing(party: str, most: int) -> list[tuple[Seat, Sitting, list[Answer]]]:
    """Seats that are asked to propose, after refusing all before."""
    found = []
    for run in range(RUNS):
        seat = _seat(run, party)
        answers: list[Answer] = []
        sitting = seat.play(answers)
        while sitting.question is not None and sitting.question.asked != "propose":
            answers.append(_no(sitting))
            sitting = seat.play(answers)
        if sitting.question is not None:
            found.append((seat, sitting, answers))
        if len(found) == most:
            return found
    raise AssertionError("nobody was asked to propose")


@pytest.mark.parametrize("party", PARTIES)
def test_a_text_of_its_own_is_put_down_and_signed_where_it_is_generous(party: str) -> None:
    case, signed = case_of("aceh-2005"), 0
    for seat, sitting, answers in _proposing(party, 6):
        free = [one for one in sitting.prospects if not one.barred]
        gift = max(free, key=lambda one: one.hope).terms
        given = seat.play([*answers, gift]).rest
        assert sitting.question is not None
        if given.outcome["signed_on"] == sitting.question.day:
            signed += 1
            assert given.outcome["proposer"] == party
            assert {issue: given.outcome[f"x_{issue}"] for issue in gift} == pytest.approx(gift, abs=1e-6)
        greedy = seat.play([*answers, {one.issue: one.ideal.mode for one in case.positions if one.actor == party}])
        assert greedy.rest.outcome["signed_on"] != sitting.question.day
        assert [one.taken for one in greedy.asked][:-1] == answers
    assert signed >= 3


def test_a_text_unknown_to_all_until_it_is_put_down_changes_nothing_before() -> None:
    seat, sitting, answers = _proposing("gam", 1)[0]
    with_text = seat.play([*answers, {"status": 0.5}])
    assert with_text.asked[:-1] == seat.play(answers).asked
    day = sitting.question.day if sitting.question else None
    before = [event for event in with_text.rest.events if event["day"] < day]
    assert before == [event for event in sitting.rest.events if event["day"] < day]


def test_a_party_sees_its_own_mind_and_no_later_day() -> None:
    _, sitting, _ = _proposing("government", 1)[0]
    sight = sitting.sight
    assert sight is not None
    assert sitting.question is not None
    assert sight.day == sitting.question.day
    assert all(event["day"] <= sight.day for event in sight.events)
    assert [one.party for one in sight.others] == ["gam"]
    assert set(sight.holders) == set(case_of("aceh-2005").regions)
    free = [one for one in sitting.prospects if not one.barred]
    assert len(free) > 10
    assert all(0.0 <= one.hope <= 1.0 for one in free)
    if isinstance(sitting.question.engine, int):
        best = next(one for one in sitting.prospects if one.number == sitting.question.engine)
        assert best.margin >= 0.0
        assert not best.barred


def test_an_offer_is_signed_by_the_engine_where_its_margin_is_not_below_zero() -> None:
    seen: set[bool] = set()
    for run in range(20):
        sitting = _seat(run, "government").play([])
        question: Question | None = sitting.question
        if question is None or question.asked != "sign":
            continue
        assert sitting.sight is not None
        assert sitting.sight.offer is not None
        if "government" not in sitting.sight.offer.barred:
            assert question.engine == (sitting.sight.offer.margin >= -1e-9)
            seen.add(bool(question.engine))
    assert seen


def test_answers_that_do_not_fit_are_named() -> None:
    seat, _, answers = _proposing("gam", 1)[0]
    with pytest.raises(InputError, match="expected a text"):
        seat.play([*answers, True])
    with pytest.raises(InputError, match="there is no text 900"):
        seat.play([*answers, 900])
    with pytest.raises(InputError, match="magic"):
        seat.play([*answers, {"magic": 0.5}])
    with pytest.raises(InputError, match="this future asks"):
        seat.play([False] * 60)
    with pytest.raises(InputError, match='no party is called "nobody"'):
        open_seat(case_of("aceh-2005"), "nobody")


def test_kernel_and_interpreter_agree_on_a_seat() -> None:
    case = case_of("aceh-2005")
    plan = seat_plan(case, run=1, runs=RUNS, draws=DRAWS, seed=SEED)
    plan.records["days"] = 120
    seated = play_seat(plan, 1, (0, 1), run=1, seed=SEED, texts=[{"status": 0.4}])
    plain = play_plainly(seated.plan, SEED, 1, 2, 2)
    _same(seated.out, plain)
