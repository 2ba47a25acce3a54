"""What the pages promise of reviews, clauses, red lines, tested texts and ceasefires, in small cases that tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from detente.analysis.simulate import simulate
from detente.case.schema import Case, Clause, Event, Lever, RedLine
from detente.engine.layout import Kind, Patron, Status
from detente.engine.limits import PARTIES
from detente.engine.obligations import _decide, clauses_due  # pyright: ignore[reportPrivateUsage]
from detente.engine.reference import play_plainly
from detente.engine.state import Aid, Count, Leave, Level, Mind
from detente.engine.values import allow_texts, floors
from detente.engine.zones import stakes_of, survey
from detente.models.stakes import limits
from engine_factory import SEED, alone, at_the_table, case_of, column, fixed, happened, plan_of, play, with_numbers
from second_watch import Call, copy_of, watching
from test_second_version import three_parties


def _state(case: Case, days: int = 8, **options: Any) -> tuple[Any, Any, np.ndarray]:
    """Plan record, future some days on, and tables of the walk."""
    plan = plan_of(case, draws=1, days=days, **options)
    seen: list[Call] = []
    with watching("values", ("floors",), seen, lambda f: True):
        play_plainly(plan, SEED, 0, 1, 1)
    return copy_of(plan.records.view(np.recarray)[0]), seen[-1].after, plan.walk


@pytest.mark.parametrize("left", [3, 27, 200])
def test_a_patron_that_leaves_at_once_never_stays_for_longer(left: int) -> None:
    p, f, _ = _state(case_of("template"))
    day = int(f.count[Count.DAY])
    f.leave[0, Leave.ENDS], f.clause[0, 1] = day + left, day + left
    p.patron_numbers[0, Patron.STAY_INTERCEPT], p.patron_numbers[0, Patron.A_STAY] = -50.0, 50.0
    p.patron_numbers[0, Patron.OWN_COST] = 5.0  # neither staying nor waiting for the date is worth it
    f.mind[:, Mind.LOSS_IF_LEFT] = 0.0
    _decide(p, f, 0, 0, False)
    assert f.event_kind[f.events - 1] == Kind.REVIEW_LEAVE or left <= 3
    assert f.leave[0, Leave.ENDS] <= day + min(left, 28)
    assert f.clause[0, 1] <= day + min(left, 28)


def test_a_red_line_gives_way_in_defeat_and_never_tightens() -> None:
    case = at_the_table(case_of("template"))
    line = RedLine.model_validate({"at_least": 0.2})  # the Front wants .4 or so: more than the Republic insists on
    positions = tuple(
        one.model_copy(update={"red_line": line}) if (one.actor, one.issue) == ("republic", "schools") else one
        for one in case.positions
        if one.actor not in ("president",)
    )
    p, f, _ = _state(case.model_copy(update={"positions": positions}))
    schools = 2
    assert p.text_line_lose[0] != p.text_line_bound[0]
    low = np.flatnonzero((p.text_x[: p.texts, schools] > 0.2) & (p.text_x[: p.texts, schools] < 0.3))
    c = int(low[0]) if len(low) else 0
    p.text_x[c, schools] = 0.25
    f.mind[:, Mind.WIN] = 0.0
    allow_texts(p, f)
    assert f.barred[c] & 1 == 0


@pytest.mark.parametrize("armed", [True, False])
def test_a_war_that_is_lost_lets_off_those_alone_who_fight_in_it(armed: bool) -> None:
    case = with_numbers(three_parties(armed=armed), {"audience": 0.6, "bottom_line": 0.7}, theta=-1.0)
    p, f, walk = _state(case)
    republic, front, league = range(3)
    p.text_line_party[0], p.text_line_issue[0], p.text_line_sense[0] = league, 0, 1.0
    p.text_line_bound[0], p.text_line_lose[0] = 0.6, 0.1
    p.text_x[: p.texts, 0] = 0.5  # a little less than the League's line
    p.text_veto_of[0] = league
    p.text_veto_floor[0], p.text_veto_u[0, : p.texts] = 0.4, 0.3  # a little less than its ratifier asks
    f.office[0] = 1
    floors(p, f, walk)
    allow_texts(p, f)
    win, weight = f.mind[:, Mind.WIN], f.mind[:, Mind.AUDIENCE_WEIGHT]
    assert max(win[front], win[league]) < 0.1
    assert weight[republic] == pytest.approx(0.6)
    assert weight[front] == pytest.approx(1.2 * win[front])
    assert weight[league] == pytest.approx(1.2 * win[league] if armed else 0.6)
    barred = f.barred[: p.texts]
    assert ((barred >> league & 1) == (not armed)).all()
    assert ((barred >> (PARTIES + league) & 1) == (not armed)).all()


@pytest.mark.parametrize("dated", ["event", "lever"])
def test_a_clause_that_is_declared_breached_sets_off_what_its_breach_permits_once(dated: str) -> None:
    case = case_of("template")
    parts: dict[str, Any] = {"assumed": "a test"}
    days = [case.as_of + timedelta(days=on) for on in (5, 9)]
    change = [{"clause": "W2", "status": "breached"}]
    events = tuple(
        Event.model_validate({"date": day, "known": case.as_of, "what": "a breach", "effects": change, **parts})
        for day in days
    )
    levers = {
        f"told_{at}": Lever.model_validate({"who": "front", "from": day, "change": change, **parts})
        for at, day in enumerate(days)
    }
    told = {"events": events if dated == "event" else (), "levers": levers if dated == "lever" else {}}
    case = with_numbers(case.model_copy(update=told), break_hazard=0.0)
    plan = plan_of(case, *(levers if dated == "lever" else ()), draws=1, days=14)
    seen: list[Call] = []
    with watching("effects_step", ("timeline",), seen, lambda f: True):
        play_plainly(plan, SEED, 0, 1, 1)
    union = int(np.flatnonzero(plan.parts["patron_side"] == 0)[0])
    fights = {int(call.after.count[Count.DAY]): int(call.after.leave[union, Leave.FIGHT]) for call in seen}
    assert [fights[day] for day in (4, 5, 9)] == [0, 1, 1], "the right to fight comes back on the day"
    last = seen[-1].after
    kinds = last.event_kind[: last.events].tolist()
    assert kinds.count(Kind.CLAUSE_BREACHED) == 1
    assert last.clause[1, 0] == Status.BREACHED
    assert last.clause[0, 0] == Status.WAIVED, "it released W1"


def test_a_breach_that_nobody_saw_passes_as_kept_and_teaches_as_such() -> None:
    p, f, _ = _state(case_of("template"))
    day, trust = int(f.count[Count.DAY]), float(f.level[Level.TRUST])
    at = 2  # what the Front owes the Republic
    f.clause[at] = Status.PENDING, day, 0
    f.count[Count.NEXT_DUE] = day
    p.clause_gain[at], p.clause_penalty[at], p.clause_misses[at] = 5.0, 0.0, 1.0
    p.clause_waits[:] = False
    clauses_due(p, f)
    assert f.clause[at, 0] == Status.KEPT
    assert f.level[Level.TRUST] > trust
    assert f.count[Count.QUEUED] == 0
    assert f.event_kind[f.events - 1] == Kind.CLAUSE_KEPT


@pytest.mark.parametrize("due", [-5, 0, 5])
def test_a_clause_waits_while_what_it_hangs_on_is_still_owed_however_late(due: int) -> None:
    p, f, _ = _state(case_of("template"))
    day = int(f.count[Count.DAY])
    f.clause[1] = Status.PENDING, day, 0
    f.clause[2] = Status.PENDING, day + due, 0
    p.clause_waits[:] = False
    p.clause_waits[1, 2] = p.clause_waits[2, 0] = True  # and that one waits as well
    f.clause[0] = Status.LATE, day + 50, 1
    f.count[Count.NEXT_DUE] = day
    clauses_due(p, f)
    assert f.clause[1, 0] == Status.PENDING
    assert f.clause[2, 0] == Status.PENDING


def _held() -> Case:
    """The template with a war that nobody wants, no ratifier, and a promise to leave that has no review."""
    case = at_the_table(case_of("template"))
    quiet = with_numbers(
        case,
        {"psi": 5.0, "audience": 0.0, "cost": 1.0, "eta": 0.0},
        p_round=1.0,
        p_close=0.0,
        on_time=1.0,
        never=0.0,
        break_hazard=0.0,
        alpha=-25.0,
    )
    deal = quiet.deals["accord_2030"]
    first = deal.clauses[0].model_copy(
        update={"review": False, "by": quiet.as_of + timedelta(days=60), "penalty": fixed(1.0)}
    )
    deals = {"accord_2030": deal.model_copy(update={"clauses": (first, *deal.clauses[1:])})}
    actors = {**quiet.actors, "president": quiet.actors["president"].model_copy(update={"in_office": False})}
    positions = tuple(one.model_copy(update={"red_line": None}) for one in quiet.positions)
    return quiet.model_copy(update={"deals": deals, "events": (), "positions": positions, "actors": actors})


@pytest.mark.parametrize("stays", [True, False])
def test_terms_take_the_place_of_any_promise_that_dated_a_patrons_exit(stays: bool) -> None:
    forced = {"executive": 0.5, "troops": 1.0 if stays else 0.0, "schools": 0.8}
    out = play(plan_of(_held(), draws=1, days=200, forced=forced), 20)
    signed = np.flatnonzero(column(out, "signed_on") == 0)
    assert len(signed)
    level = out.common[signed, :, 2]
    assert (level[:, -1] > 0).all() if stays else (level[:, -1] == 0).all()


def test_a_table_that_closed_over_a_tested_text_can_open_again() -> None:
    case = at_the_table(alone(case_of("template")))
    case = with_numbers(case, {"audience": 5.0, "bottom_line": 0.95}, p_close=1.0, p_open=1.0, p_round=1.0)
    forced = {"executive": 0.0, "troops": 1.0, "schools": 1.0}
    plan = plan_of(case, days=200, forced=forced, switches={"readiness": False})
    out = play(plan, 10)
    assert all(len(happened(out, run, Kind.TABLE_CLOSED)) > 1 for run in range(10))
    assert (column(out, "rounds") > 2).all()


def test_clauses_are_told_as_they_stand_at_the_horizon(tmp_path: Any) -> None:
    case = _held()
    late = Clause.model_validate(
        {
            "id": "W9", "owes": "front", "to": "republic", "text": "maps of mines", "assumed": "a test",
            "by": case.as_of + timedelta(days=120), "penalty": {"value": 1.0, "assumed": "a test"},
        }
    )  # fmt: skip
    deal = case.deals["accord_2030"]
    deals = {"accord_2030": deal.model_copy(update={"clauses": (*deal.clauses, late)})}
    case = case.model_copy(update={"deals": deals, "horizon": case.as_of + timedelta(days=100)})
    forced = {"executive": 0.5, "troops": 1.0, "schools": 0.8}
    out = play(plan_of(case, draws=1, forced=forced), 20)
    assert (column(out, "ever_signed") == 1).any()
    assert (out.clause[:, -1, 0] == Status.PENDING).all()
    assert (column(out, "kept_a_year")[column(out, "ever_signed") == 1] >= 0).all()  # played on until it is known
    result = simulate(case, runs=40, seed=3, out=tmp_path / "played")
    last = case.horizon.isoformat()
    kinds = {
        row["kind"] for row in result.query("SELECT DISTINCT kind FROM events WHERE day >= CAST(? AS DATE)", [last])
    }
    assert kinds <= {"broken", "term_kept", "term_late", "term_breached"}
    assert {row["status"] for row in result.query("SELECT status FROM clause_dates WHERE clause = 'W9'")} == {"pending"}


def test_who_trusts_a_patron_does_not_price_its_exit_into_a_ceasefire() -> None:
    p, f, walk = _state(case_of("template"))
    f.level[Level.SUPPORT_0], f.level[Level.AFTER_0], f.level[Level.UNTIL] = 0.9, 0.0, 3.0
    f.aid[0, Aid.LEVEL] = 0.9
    f.mind[:2, Mind.LASTS] = 1.0
    floors(p, f, walk)
    np.testing.assert_allclose(f.mind[:2, Mind.VALUE_AFTER], f.mind[:2, Mind.VALUE], atol=1e-12)
    f.mind[:2, Mind.LASTS] = 0.5
    floors(p, f, walk)
    assert f.mind[0, Mind.VALUE_AFTER] < f.mind[0, Mind.VALUE]


def test_zones_take_each_stop_for_one_of_its_own_issue() -> None:
    case = case_of("template")
    troops, schools = case.issues["troops"], case.issues["schools"]
    also = schools.model_copy(update={"schedule": {0.0: troops.schedule[0.0], 1.0: troops.schedule[1.0]}})
    plan = plan_of(case.model_copy(update={"issues": {**case.issues, "schools": also}}), draws=1, days=30)
    out = play(plan, 2)
    draw, day = np.zeros(2, np.int64), np.zeros(2, np.int64)
    block, _ = stakes_of(plan, draw, out.minds[:, 0], out.common[:, 0], day)
    fields = {
        name: getattr(block, name)
        if name in ("veto_of", "line_of", "discount", "pin", "stop")
        else getattr(block, name)[0]
        for name in block._fields
    }
    assert block.pin.tolist() == [1, 1, 1, 2, 2]
    for g, (issue, value) in enumerate(zip(block.pin, block.stop, strict=True)):
        lo, hi = np.empty(3), np.empty(3)
        limits(block._replace(**fields), g, 0, lo, hi)
        assert lo[issue] == hi[issue] == value
        assert lo[3 - issue] < hi[3 - issue]


def test_the_nash_point_that_is_told_is_the_best_candidate_inside_the_zone() -> None:
    case = with_numbers(_held(), theta=0.0, optimism_gap=0.0)
    plan = plan_of(case, draws=1, days=30)
    out = play(plan, 6)
    found = survey(plan, out, np.zeros(6, np.int64), futures=6, edges=6, threads=1)
    assert (found.gaps[:, 0, 2] > 0.05).all()  # wide open
    told = found.nash[:, 0]
    texts, u = plan.records["text_x"][0, : plan.records["texts"][0], :3], plan.records["text_u"][0, :2].T
    near = np.abs(told[:, None, [0, 2]] - texts[None, :, [0, 2]]).sum(axis=2).min(axis=1)
    assert (near < 1e-9).all()
    assert (u.min(axis=1) > 0.0).any()
