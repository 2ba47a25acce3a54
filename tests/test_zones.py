"""The zones: against closed forms, another solver, exact paths, and the laws that they must keep."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from detente.models.bargaining.crisis import bargaining_range, credible_slack, fixed_terms_slack
from detente.models.floors import party_floor
from detente.models.simplex import max_min_lp
from detente.models.texts import _frontier
from detente.models.zone_kernels import boxes
from detente.models.zone_points import zone_points
from detente.models.zone_promises import credible_gap, fixed_floors
from detente.models.zones import daylight, max_min, path_gap, share_of_space, space_of, utilities, zone_edges

YEAR = 0.9
WEEK = YEAR ** (1 / 52)
PIE = space_of([[1.0], [0.0]], [[1.0], [1.0]])


def random_space(
    seed: int, rows: int, issues: int, *, parties: int | None = None, curved: bool = False, whole: int = 0
):
    """A random space; the last ``whole`` issues are indivisible. Returns it with its ideals and saliences."""
    rng = np.random.default_rng(seed)
    ideal = rng.uniform(0, 1, (rows, issues)).round(2)
    ideal[0, 0], ideal[1, 0] = 1.0, 0.0
    salience = rng.dirichlet(np.ones(issues), rows)
    exponent = rng.uniform(1, 3, (rows, issues)) if curved else np.ones((rows, issues))
    indivisible = {issues - 1 - k: (0.0, 1.0) for k in range(whole)}
    kept = space_of(ideal, salience, exponent, parties=parties, indivisible=indivisible)
    hull = space_of(ideal, salience, exponent, parties=parties, indivisible=indivisible, convex=True)
    return kept, hull, ideal, salience, exponent, rng


# --- closed forms


def test_fearons_range_through_the_zone() -> None:
    floors = [party_floor(0.0, 1.0, 0.6 - 0.1, 0.0), party_floor(0.0, 1.0, 0.4 - 0.15, 0.0)]
    edges = zone_edges(PIE, floors)
    assert edges is not None
    assert edges[0] == pytest.approx(bargaining_range(0.6, 0.1, 0.15), abs=1e-12)
    assert max_min(PIE, floors)[0] == pytest.approx((0.1 + 0.15) / 2, abs=1e-12)
    assert share_of_space(PIE, floors) == pytest.approx(0.25, abs=0.01)


def test_an_issue_held_at_a_value_is_left_out_of_the_space() -> None:
    space = space_of([[1, 1], [0, 0]], [[0.5, 0.5], [0.5, 0.5]])
    held = share_of_space(space, [0.5, 0.25], lo=[0.0, 0.5], hi=[1.0, 0.5])
    assert held == pytest.approx(0.5, abs=0.01), "x1/2 + 1/4 in [1/2, 3/4]"


def test_the_zone_without_costs_is_a_point_and_with_optimism_is_closed() -> None:
    assert max_min(PIE, [0.6, 0.4])[0] == pytest.approx(0.0, abs=1e-12)
    assert max_min(PIE, [0.7, 0.45])[0] == pytest.approx(-0.075, abs=1e-12)
    assert zone_edges(PIE, [0.7, 0.45]) is None


def test_two_rows_are_the_fractional_knapsack() -> None:
    """Two issues: A cares for the first, B for the second; each gives up what it cares least about, first."""
    space = space_of([[1, 1], [0, 0]], [[0.8, 0.2], [0.2, 0.8]])
    gap, x = max_min(space, [0.0, 0.0])
    assert gap == pytest.approx(0.8)
    assert x is not None
    assert x.tolist() == pytest.approx([1.0, 0.0])


def test_an_indivisible_issue_can_close_a_zone_that_lots_would_open() -> None:
    ideal, salience = [[1.0, 1.0], [0.0, 0.0]], [[0.1, 0.9], [0.1, 0.9]]
    whole = space_of(ideal, salience, indivisible={1: (0, 1)})
    lots = space_of(ideal, salience, indivisible={1: (0, 1)}, convex=True)
    assert max_min(whole, [0.4, 0.4])[0] < 0 < max_min(lots, [0.4, 0.4])[0]


def test_daylight_weighs_distance_by_both() -> None:
    assert daylight([[1, 0.5], [0, 0.25]], [[0.4, 0.6], [0.6, 0.4]]).tolist() == pytest.approx([0.5, 0.125])


# --- other solvers


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(1, 25), st.booleans())
def test_the_simplex_agrees_with_highs(seed: int, rows: int, segments: int, rounded: bool) -> None:
    rng = np.random.default_rng(seed)
    slope, gap = rng.normal(size=(rows, segments)), rng.normal(size=rows)
    if rounded:
        slope, gap = slope.round(), gap.round()
    weight = rng.uniform(0.2, 2, rows)
    lo = rng.uniform(0, 0.3, segments) * (rng.random(segments) < 0.3)
    hi = lo + rng.uniform(0, 1, segments) * (rng.random(segments) < 0.9)
    cost, y = rng.normal(size=segments), np.empty(segments)
    t = max_min_lp(slope, gap, weight, lo, hi, rows, cost, True, y)
    bounds = list(zip(lo, hi, strict=True))
    first = linprog(
        np.append(np.zeros(segments), -1.0), A_ub=np.c_[-slope, weight], b_ub=gap, bounds=[*bounds, (None, None)]
    )
    assert t == pytest.approx(-first.fun, abs=1e-7)
    if t >= 0:
        second = linprog(-cost, A_ub=-slope, b_ub=gap, bounds=bounds)
        assert cost @ y == pytest.approx(-second.fun, abs=1e-7)
        assert (gap + slope @ y >= -1e-8).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 4), st.booleans())
def test_the_gap_agrees_with_a_general_optimiser(seed: int, rows: int, issues: int, curved: bool) -> None:
    """On the true utilities: exact for linear losses, a chord's error for curved ones."""
    space, _, ideal, salience, exponent, rng = random_space(seed, rows, issues, curved=curved)
    floors = rng.uniform(0, 0.8, rows)
    gap, x = max_min(space, floors)
    assert x is not None
    assert (utilities(space, x) - floors).min() == pytest.approx(gap, abs=1e-9)

    against = np.where(np.arange(rows)[:, None] == 0, ideal[1], ideal[0])
    span = (salience * np.abs(against - ideal) ** exponent).sum(axis=1)
    span[span < 1e-9] = 1.0

    def true(terms: np.ndarray) -> np.ndarray:
        return 1 - (salience * np.abs(terms - ideal) ** exponent).sum(axis=1) / span - floors

    slack = 0.0
    for start in ([0.5] * issues, x):
        found = minimize(
            lambda v: -v[-1],
            np.append(start, true(np.asarray(start)).min()),
            constraints={"type": "ineq", "fun": lambda v: true(v[:-1]) - v[-1]},
            bounds=[(0, 1)] * issues + [(None, None)],
            method="SLSQP",
        )
        slack = max(slack, true(np.clip(found.x[:-1], 0, 1)).min() - gap)
    chord = (salience * exponent * (exponent - 1)).sum(axis=1) / 8 / 12**2 / span
    assert slack <= (2 * chord.max() if curved else 1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(0, 2))
def test_edges_contain_every_point_of_the_zone(seed: int, issues: int, whole: int) -> None:
    space, _, _, _, _, rng = random_space(seed, 3, issues, parties=2, whole=min(whole, issues - 1))
    floors = rng.uniform(0, 0.5, 3)
    edges = zone_edges(space, floors)
    terms = rng.uniform(0, 1, (3000, issues))
    for k in np.flatnonzero(space.held[0] >= 0):
        terms[:, k] = terms[:, k].round()
    inside = terms[(utilities(space, terms) >= floors).all(axis=1)]
    assert (edges is not None) == (max_min(space, floors)[0] >= 0)
    if len(inside):
        assert edges is not None
        assert (inside >= edges[:, 0] - 1e-9).all()
        assert (inside <= edges[:, 1] + 1e-9).all()


# --- credible


def schedules(seed: int, dates: int) -> tuple[np.ndarray, np.ndarray]:
    """Gradual schedules of floors for two who share one prize."""
    rng = np.random.default_rng(seed)
    walk = np.clip(rng.uniform(0.1, 0.7) + rng.normal(0, 0.12, dates).cumsum(), 0, 1)
    slack = rng.uniform(-0.02, 0.25, dates)
    return np.array([walk, np.clip(1 - walk - slack, 0, 1)]), np.arange(dates) * 13.0


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 6))
def test_one_prize_is_powells_condition_and_the_exact_path(seed: int, dates: int) -> None:
    least, weeks = schedules(seed, dates)
    discount = 0.9
    gap = credible_gap(PIE, least, weeks / 13.0, discount, np.empty(0), np.zeros(1), np.ones(1), np.empty(1))
    assert (gap >= -1e-12) == (credible_slack(least[0], least[1], discount) >= -1e-12)
    exact = path_gap(PIE, least, list(weeks / 13.0), discount)
    if abs(exact) > 1e-9:
        assert (gap >= 0) == (exact >= 0)
    floors = np.empty(2)
    fixed_floors(least, floors)
    fixed = max_min(PIE, floors)[0]
    assert (fixed >= 0) == (fixed_terms_slack(least[0], least[1]) >= 0)
    assert gap >= 0 or fixed < 0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 3), st.integers(2, 5))
def test_with_many_issues_the_conditions_never_close_what_a_path_opens(seed: int, parties: int, dates: int) -> None:
    _, hull, _, _, _, rng = random_space(seed, parties, 4)
    least = np.clip(rng.uniform(0.2, 0.7, (parties, 1)) + rng.normal(0, 0.1, (parties, dates)).cumsum(axis=1), 0, 1)
    weeks = np.arange(0.0, 26.0 * dates - 1, 26.0)
    gap = credible_gap(hull, least, weeks, WEEK, np.empty(0), np.zeros(4), np.ones(4), np.empty(4))
    if path_gap(hull, least, list(weeks), WEEK) >= 1e-7:
        assert gap >= -1e-9


@pytest.mark.parametrize("parties", [2, 3])
def test_how_far_the_conditions_are_from_exact_paths(parties: int) -> None:
    """On 150 random schedules with four issues they call the zone open wrongly in fewer than 1 of 50."""
    wrong = 0
    for seed in range(150):
        _, hull, _, _, _, rng = random_space(seed, parties, 4)
        high = 0.8 if parties == 2 else 0.6
        least = np.clip(rng.uniform(0.3, high, (parties, 1)) + rng.normal(0, 0.08, (parties, 4)).cumsum(axis=1), 0, 1)
        weeks = np.array([0.0, 13.0, 26.0, 52.0])
        gap = credible_gap(hull, least, weeks, WEEK, np.empty(0), np.zeros(4), np.ones(4), np.empty(4))
        wrong += gap >= 0 > path_gap(hull, least, list(weeks), WEEK) + 1e-9
    assert wrong <= 2


# --- points


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 3), st.integers(1, 4))
def test_points_are_what_their_axioms_say(seed: int, parties: int, issues: int) -> None:
    space, _, _, _, _, rng = random_space(seed, parties, issues)
    floors = rng.uniform(-0.2, 0.35, parties)
    points = zone_points(space, floors)
    gap, _ = max_min(space, floors)
    assert (points is None) == (gap < 0)
    if points is None:
        return
    egalitarian = points["egalitarian"].u - floors
    assert egalitarian.min() == pytest.approx(gap, abs=1e-8)
    product = np.prod(points["nash"].u - floors)
    best = 0.0
    for _ in range(3):
        found = minimize(
            lambda y: -np.log(np.maximum(1e-12, space.base[0] + space.slope @ y - floors)).sum(),
            rng.uniform(0, 1, len(space.width)) * space.width,
            bounds=[(0, w) for w in space.width],
            constraints={"type": "ineq", "fun": lambda y: space.base[0] + space.slope @ y - floors},
            method="SLSQP",
        )
        feasible = space.base[0] + space.slope @ found.x - floors
        best = max(best, np.prod(feasible) if (feasible >= -1e-9).all() else 0.0)
    assert product >= best - 1e-5
    for point in points.values():
        assert (point.u >= floors - 1e-7).all()


def test_nash_and_kalai_smorodinsky_of_a_split_pie() -> None:
    points = zone_points(PIE, [0.2, 0.3])
    assert points is not None
    assert points["nash"].x[0] == pytest.approx(0.45, abs=1e-6)
    assert points["kalai_smorodinsky"].x[0] == pytest.approx(0.45, abs=1e-9)


# --- laws


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 5))
def test_a_wider_bottom_line_never_shrinks_the_zone(seed: int, rows: int, issues: int) -> None:
    space, _, _, _, _, rng = random_space(seed, rows, issues)
    floors = rng.uniform(0, 0.8, rows)
    lower = floors - rng.uniform(0, 0.3, rows)
    assert max_min(space, lower)[0] >= max_min(space, floors)[0] - 1e-9
    narrow, wide = zone_edges(space, floors), zone_edges(space, lower)
    if narrow is not None:
        assert wide is not None
        assert (wide[:, 0] <= narrow[:, 0] + 1e-7).all()
        assert (wide[:, 1] >= narrow[:, 1] - 1e-7).all()
    assert share_of_space(space, lower, points=512) >= share_of_space(space, floors, points=512)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 5), st.booleans())
def test_flipping_a_scale_changes_nothing(seed: int, rows: int, issues: int, curved: bool) -> None:
    space, _, ideal, salience, exponent, rng = random_space(seed, rows, issues, curved=curved)
    floors, k = rng.uniform(0, 0.7, rows), int(rng.integers(issues))
    flipped = ideal.copy()
    flipped[:, k] = 1 - flipped[:, k]
    mirror = space_of(flipped, salience, exponent)
    assert max_min(mirror, floors)[0] == pytest.approx(max_min(space, floors)[0], abs=1e-9)
    here, there = zone_edges(space, floors), zone_edges(mirror, floors)
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert there[k] == pytest.approx(1 - here[k][::-1], abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_swapping_the_sides_mirrors_the_zone(seed: int, issues: int) -> None:
    space, _, ideal, salience, _, rng = random_space(seed, 2, issues)
    floors = rng.uniform(0, 0.7, 2)
    swapped = space_of(ideal[::-1], salience[::-1])
    assert max_min(swapped, floors[::-1])[0] == pytest.approx(max_min(space, floors)[0], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.data())
def test_the_order_of_rows_and_issues_changes_nothing(seed: int, issues: int, data: st.DataObject) -> None:
    space, _, ideal, salience, _, rng = random_space(seed, 4, issues)
    floors = rng.uniform(0, 0.7, 4)
    rows = data.draw(st.permutations(range(4)))
    columns = data.draw(st.permutations(range(issues)))
    against = np.where(np.arange(4)[:, None] == 0, ideal[1], ideal[0])
    other = space_of(ideal[rows][:, columns], salience[rows][:, columns], opposed=against[rows][:, columns])
    assert max_min(other, floors[rows])[0] == pytest.approx(max_min(space, floors)[0], abs=1e-8)


def test_red_lines_fade_towards_the_other_sides_ideal() -> None:
    lo, hi = np.empty(1), np.empty(1)
    for win, ceiling in ((0.9, 0.6), (0.5, 0.6), (0.25, 0.8), (0.0, 1.0)):
        boxes(np.zeros((1, 1)), np.array([[0.6]]), np.ones((1, 1)), np.array([win]), lo, hi)
        assert (lo[0], hi[0]) == pytest.approx((0.0, ceiling))
    boxes(np.array([[0.4]]), np.ones((1, 1)), np.zeros((1, 1)), np.array([0.25]), lo, hi)
    assert (lo[0], hi[0]) == pytest.approx((0.2, 1.0))
    boxes(np.array([[0.4]]), np.ones((1, 1)), np.ones((1, 1)), np.array([0.0]), lo, hi)
    assert lo[0] == pytest.approx(0.4), "a line that is not against the other side does not tighten as it fades"


def test_red_lines_that_exclude_each_other_leave_no_terms() -> None:
    gap, x = max_min(PIE, [0.0, 0.0], lo=[0.7], hi=[0.3])
    assert gap == -np.inf
    assert x is None


def test_compiled_and_plain_give_the_same_bits() -> None:
    plainly: Any = getattr(_frontier, "py_func", None)
    for seed in range(20):
        for rows in (2, 3):
            space, _, _, _, _, rng = random_space(seed, rows, 5, whole=1)
            given, lo, hi = rng.uniform(0, 0.8, (1, rows)), np.zeros(5), np.ones(5)
            plain, fast = np.empty((1, 5)), np.empty((1, 5))
            plainly(space, lo, hi, given, plain)
            _frontier(space, lo, hi, given, fast)
            assert plain.tolist() == fast.tolist()
