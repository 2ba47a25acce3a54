"""Published and closed-form results that the engine must reproduce, in cases that leave out all but one thing."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case.schema import Case
from detente.engine.ensemble_arrays import new_future, new_out
from detente.engine.layout import Kind, Status
from detente.engine.state import Mind
from detente.engine.step import play_block
from detente.models.front import base_hazard, branching_number
from engine_factory import (
    SEED,
    alone,
    at_the_table,
    case_of,
    column,
    fixed,
    happened,
    near,
    plan_of,
    play,
    with_numbers,
    with_theatre,
)

ONLY_FRONT = {
    "contagion": False, "belief_feedback": False, "countryside": False, "cohesion": False, "surrender": False,
    "dormancy": False, "talks": False, "recruitment": False, "ceasefires": False,
}  # fmt: skip
FALLS = (Kind.FALL, Kind.SURRENDER)


def _front_alone(alpha: float, **numbers: float) -> Case:
    """All regions the Republic's and none of them the capital; strengths even, no losses; nothing is retaken."""
    case = with_numbers(
        alone(case_of("template")), None, alpha=alpha, retake_offset=20.0, b_d=0.0, b_f=0.0, g_h=0.0, b_y=0.0, b_p=0.0,
        xa=0.0, xi=0.0, **numbers,
    )  # fmt: skip
    regions = {
        key: region.model_copy(update={"holder": "republic", "capital": False}) for key, region in case.regions.items()
    }
    return case.model_copy(update={"regions": regions, "tables": {}})


def _first_falls(case: Case, switches: dict[str, bool], runs: int, days: int) -> np.ndarray:
    """Day of each region's first fall, (runs, R); ``days`` where it stands."""
    plan = plan_of(case, draws=1, days=days, switches=switches)
    out = play(plan, runs)
    first = np.full((runs, len(case.regions)), days)
    for run in range(runs):
        for day, region in reversed(happened(out, run, *FALLS)):
            first[run, region] = day
    return first


def test_without_contagion_and_belief_regions_fall_after_independent_exponential_times() -> None:
    runs, days = 3000, 200
    first = _first_falls(_front_alone(-5.0), ONLY_FRONT, runs, days)
    rate = base_hazard(-5.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for day in (20, 80, 180):  # the last region's fall ends a war, so that look at all but the last to fall is fair
        standing = first[:, :-1] >= day
        expected = np.exp(-rate * day)
        error = np.sqrt(expected * (1.0 - expected) / runs)
        assert np.abs(standing.mean(axis=0) - expected).max() < 4.5 * error
    together = np.atleast_2d(np.corrcoef((first < 80).T))
    assert np.abs(together[np.triu_indices(together.shape[0], 1)]).max() < 4.5 / np.sqrt(runs)


def test_exposure_clock_and_daily_coin_agree_in_law() -> None:
    runs, days, n_c, tau, alpha = 3000, 120, 1.5, 12.0, -6.0
    case = _front_alone(alpha, n_c=n_c, tau=tau, g_e=0.0)
    clock = (_first_falls(case, {**ONLY_FRONT, "contagion": True}, runs, days) < days).sum(axis=1)
    rng = np.random.default_rng(SEED)
    held, momentum = np.ones((runs, len(case.regions)), bool), np.zeros(runs)
    rate = base_hazard(alpha, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    contagion = branching_number(n_c, 0.0, 0.0, 0.0, 0.0) / tau
    for _ in range(days):
        hazard = rate + contagion * momentum / np.maximum(1, held.sum(axis=1))
        falls = held & (rng.random(held.shape) < -np.expm1(-hazard)[:, None])
        held &= ~falls
        momentum = (momentum + falls.sum(axis=1)) * np.exp(-1.0 / tau)
    coin = (~held).sum(axis=1)
    assert near(clock.astype(float), coin.astype(float))
    for count in (0, 2, len(case.regions)):
        assert near((clock <= count).astype(float), (coin <= count).astype(float)), count


def test_political_steps_of_one_seven_and_twenty_eight_days_settle_the_same_share() -> None:
    case = with_numbers(case_of("template"), taste_sd=0.2, p_round=0.05, p_close=0.0)
    case = at_the_table(case)
    runs = 1200
    shares = [
        column(play(plan_of(case, draws=20, step_days=days), runs), "ever_signed").astype(float) for days in (1, 7, 28)
    ]
    assert 0.02 < shares[1].mean() < 0.98
    assert near(shares[0], shares[1])
    assert near(shares[1], shares[2])


def test_without_uncertainty_shift_or_audience_the_mediator_has_the_nash_point_signed_at_once() -> None:
    case = with_numbers(
        alone(case_of("template")), {"audience": 0.0, "eta": 1.0, "cost": 0.1}, optimism_gap=0.0, taste_sd=0.0,
        theta_sd=0.01, alpha=-25.0, p_round=1.0, mediator_share=1.0,
    )  # fmt: skip
    plan = plan_of(
        at_the_table(case), days=40,
        switches={
            "expected_breach": False, "red_lines": False, "ratifiers": False, "mediator_report": False,
            "readiness": False,
        },
    )  # fmt: skip
    out = play(plan, 40)
    assert (column(out, "signed_on") == 6).all()
    for run in range(0, 40, 10):
        draw, floors = run // 10, out.minds[run, 0, :, Mind.FLOOR]
        u = plan.parts["text_u"][draw]
        gains = np.maximum(0.0, u - floors[:, None]).prod(axis=0)
        assert gains[column(out, "text")[run]] == pytest.approx(gains.max(), rel=0.02)


def test_war_without_talks_flow_or_costs_is_gamblers_ruin() -> None:
    case = with_numbers(alone(case_of("template")), theta=0.3, theta_sd=0.01, optimism_gap=0.0, g_s=0.0)
    case = with_theatre(case, countryside=fixed(0.5))
    out = play(plan_of(case, draws=1, days=3), 1)
    q, k = 1.0 / (1.0 + np.exp(-0.3)), 20.0 * out.common[0, 0, 0]
    ratio = (1.0 - q) / q
    expected = [(1.0 - ratio**step) / (1.0 - ratio**20) for step in (np.floor(k), np.ceil(k))]
    wins = {party: out.minds[0, 0, i, Mind.WIN] for i, party in enumerate(("republic", "front"))}
    assert wins["front"] == pytest.approx(np.interp(k, (np.floor(k), np.ceil(k)), expected), abs=2e-3)
    assert wins["front"] + wins["republic"] == pytest.approx(1.0, abs=1e-9)


def test_when_all_clauses_are_certain_the_announced_calendar_holds_day_by_day() -> None:
    case = with_numbers(case_of("template"), on_time=1.0, never=0.0, breach_taste=0.0)
    deal = case.deals["accord_2030"]
    clauses = tuple(
        one.model_copy(update={"gain": fixed(-0.1), "penalty": fixed(0.1), "review": False}) for one in deal.clauses
    )
    case = case.model_copy(
        update={"deals": {"accord_2030": deal.model_copy(update={"clauses": clauses})}, "events": ()}
    )
    plan = plan_of(case, switches={"front_review": False, "talks": False})
    out = play(plan, 20)
    due = plan.parts["clause_due"]
    assert (due >= 0).any()
    for run in range(20):
        if column(out, "ended_on")[run] >= 0:
            continue
        kept = {who: day for day, who in happened(out, run, Kind.CLAUSE_KEPT)}
        assert [kept[int(at)] for at in np.flatnonzero(due >= 0)] == due[due >= 0].tolist()
        assert (out.clause[run, due >= 0, 0] == Status.KEPT).all()
        ends = plan.parts["patron_ends"][0]
        assert [day for day, _ in happened(out, run, Kind.SUPPORT)] == [ends]


def test_same_seed_gives_the_same_bytes_in_any_blocks_and_order() -> None:
    plan, runs = plan_of(case_of("afghanistan-2021"), days=120), 24
    whole = play(plan, runs)
    pieces = new_out(plan, runs, events=True, minds=True)
    shared = {"regions": pieces.regions}
    for first, last in ((17, 24), (0, 5), (16, 17), (5, 16)):
        rows = pieces._replace(**{k: v[first:last] for k, v in pieces._asdict().items() if k not in shared})
        play_block(plan.records, new_future(), plan.walk, SEED, first, last, 6, rows, first)
    for field, one, other in zip(whole._fields, whole, pieces, strict=True):
        assert one.tobytes() == other.tobytes(), field


def test_another_seed_gives_other_futures() -> None:
    plan = plan_of(case_of("afghanistan-2021"), days=120)
    assert play(plan, 8).held.tobytes() != play(plan, 8, seed=SEED + 1).held.tobytes()
