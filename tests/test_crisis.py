"""Crisis bargaining: closed forms against backward induction, two-level games, attrition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.integrate import solve_ivp

from detente.errors import InputError
from detente.models.bargaining.attrition import lanchester_at, lanchester_square
from detente.models.bargaining.crisis import (
    audience_floor,
    bargaining_range,
    credible_slack,
    fixed_terms_slack,
    peaceful_two_period,
    sharing_path,
    shift_brings_war,
)
from detente.models.bargaining.twolevel import two_level_game, win_set

shares = st.floats(0.0, 1.0)


# Fearon


def test_the_range_that_war_leaves() -> None:
    low, high = bargaining_range(0.6, 0.1, 0.15)
    assert (low, high) == pytest.approx((0.5, 0.75), abs=1e-12)
    assert high - low == pytest.approx(0.1 + 0.15)


@given(shares, st.floats(0, 2), st.floats(0, 2))
def test_costly_war_always_leaves_a_range(p: float, cost_a: float, cost_b: float) -> None:
    low, high = bargaining_range(p, cost_a, cost_b)
    assert 0 <= low <= p <= high <= 1
    mirrored = bargaining_range(1 - p, cost_b, cost_a)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)


def margin_of_war(p1: float, p2: float, cost: float, d: float, periods: int) -> float:
    """War less the best peace for B in the first period of Fearon's game, by backward induction from a far last one.

    In each period A, who makes the offers, gives the least share in [0, 1] that B accepts; B fights if even the whole
    is too little. After the last period nothing is left.
    """
    war = (1 - p2) / (1 - d) - cost
    value = 0.0
    for _ in range(periods):
        least = min(max(war - d * value, 0.0), 1.0)
        value = max(war, least + d * value)
    return (1 - p1) / (1 - d) - cost - (1 + d * value)


def test_shifting_power_against_backward_induction() -> None:
    rng = np.random.default_rng(5)
    wars = interior = 0
    for _ in range(3000):
        p1, p2 = rng.uniform(0, 0.6), rng.uniform(0.2, 1.0)
        d, cost = rng.uniform(0.05, 0.95), rng.exponential(0.7)
        margin = margin_of_war(p1, p2, cost, d, periods=400)
        if abs(margin) < 1e-6:
            continue
        assert shift_brings_war(p1, p2, cost_b=cost, discount=d) == (margin > 0)
        wars += margin > 0
        if (1 - p2) / (1 - d) >= cost:  # Fearon's printed inequality holds on this domain
            interior += 1
            assert (margin > 0) == (d * p2 - p1 > cost * (1 - d) ** 2)
    assert 300 < wars < 2700
    assert interior > 1000


# Powell


@given(shares, shares, st.floats(0.0, 0.99))
def test_two_periods(m1: float, m2: float, d: float) -> None:
    assert peaceful_two_period(m1, m2, d, 1.0) == (m1 + d * m2 <= 1.0)


def exact_path_exists(first: np.ndarray, second: np.ndarray, d: float) -> bool:
    """Backward induction over the interval of the first side's values that a path can reach."""
    low, high = 0.0, 1.0
    for a, b in zip(first[::-1], second[::-1], strict=True):
        low, high = max(a, d * low), min(1 - b, 1 - d + d * high)
        if low > high:
            return False
    return True


def gradual_schedules(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, float]:
    periods = int(rng.integers(2, 40))
    drift = np.cumsum(rng.normal(0, 0.12, periods)) + rng.uniform(0.1, 0.6)
    war = np.clip(drift, -0.1, 0.98)
    surplus = rng.uniform(0.02, 0.5)
    return war, 1 - war - surplus, float(rng.uniform(0.3, 0.99))


def test_many_periods_against_exact_feasibility() -> None:
    rng = np.random.default_rng(6)
    feasible = one_step_misses = fixed = 0
    for _ in range(2000):
        first, second, d = gradual_schedules(rng)
        truth = exact_path_exists(first, second, d)
        slack = credible_slack(first, second, d)
        if abs(slack) < 1e-12:
            continue
        assert (slack > 0) == truth
        pairs = [(x[t] + d**n * y[t + n]) for x, y in ((first, second), (second, first))
                 for t in range(len(x)) for n in range(len(x) - t)]  # fmt: skip
        alone = max(0.0, first.max(), second.max())
        assert truth == (max(*pairs, alone) <= 1)
        path = sharing_path(first, second, d)
        assert (path is not None) == truth
        ahead = [(x[t] + d * y[t + 1]) for x, y in ((first, second), (second, first)) for t in range(len(x) - 1)]
        one_step_misses += max(ahead) <= 1 and not truth
        if fixed_terms_slack(first, second) >= 0:
            fixed += 1
            assert truth  # the zone of fixed terms is empty at least as often
        feasible += truth
    assert 200 < fixed < feasible < 1800
    assert one_step_misses > 10


def test_paths_keep_everybody_in_at_all_times() -> None:
    rng = np.random.default_rng(7)
    checked = 0
    for _ in range(400):
        first, second, d = gradual_schedules(rng)
        path = sharing_path(first, second, d, share=float(rng.random()))
        if path is None:
            continue
        checked += 1
        assert ((path >= 0) & (path <= 1)).all()
        value = path[-1]
        for t in range(len(path) - 1, -1, -1):
            value = path[t] if t == len(path) - 1 else (1 - d) * path[t] + d * value
            assert value >= first[t] - 1e-9
            assert 1 - value >= second[t] - 1e-9
    assert checked > 50


schedules = st.integers(1, 8).flatmap(
    lambda n: st.tuples(arrays(float, n, elements=shares), arrays(float, n, elements=shares))
)


@given(schedules, st.floats(0.0, 0.99))
def test_room_does_not_hang_on_names_and_fixed_terms_need_more(pair, d: float) -> None:
    first, second = pair
    assert credible_slack(first, second, d) == credible_slack(second, first, d)
    assert fixed_terms_slack(first, second) <= credible_slack(first, second, d) + 1e-12


# Audience costs


def test_audience_costs() -> None:
    assert audience_floor(0.4, 0.5, 0.7) == pytest.approx(0.5, abs=1e-12)


@given(shares, st.floats(0, 5), shares)
def test_a_bottom_line_lifts_the_floor_towards_itself(floor: float, audience: float, line: float) -> None:
    lifted = audience_floor(floor, audience, line)
    assert min(floor, lifted) == floor
    assert lifted <= max(floor, line) + 1e-12
    if line > floor:
        assert lifted - audience * (line - lifted) == pytest.approx(floor, abs=1e-9)


# Two-level games


def test_joint_win_set() -> None:
    game = two_level_game([(0.2, 0.9), (0.1, 0.8), (0.3, 1.0)], high=0, low=1)
    assert game.joint == (0.3, 0.8)
    assert two_level_game([(0.6, 1.0), (0.0, 0.5)]).joint is None


@given(shares, shares, shares, shares)
def test_a_tighter_hand_at_home_never_gives_less_abroad(low: float, high: float, tighter: float, d: float) -> None:
    assume(low <= high and tighter <= high)
    tight = max(low, tighter)
    loose, held = two_level_game([(low, 1.0), (0.0, high)]), two_level_game([(tight, 1.0), (0.0, high)])
    assert loose.nash is not None
    assert held.nash is not None
    assert held.nash >= loose.nash
    own = (min(d, low), 0.0)
    loose, held = (two_level_game([(x, 1.0), (0.0, high)], disagreement=own) for x in (low, tight))
    assert loose.nash is not None
    assert held.nash is not None
    assert held.nash >= loose.nash


@given(shares, shares)
def test_a_win_set_is_what_beats_no_agreement(ideal: float, status_quo: float) -> None:
    low, high = win_set(ideal, status_quo)
    assert low - 1e-12 <= min(ideal, status_quo) <= max(ideal, status_quo) <= high + 1e-12
    for x in np.linspace(0, 1, 21):
        better = abs(x - ideal) <= abs(status_quo - ideal)
        assert better == (low <= x <= high) or math.isclose(abs(x - ideal), abs(status_quo - ideal), abs_tol=1e-9)


# Attrition


def test_lanchester() -> None:
    battle = lanchester_square(1000, 800, 0.01, 0.012)
    assert battle.winner == 0
    assert battle.survivors == pytest.approx(481.664, abs=5e-4)


@given(st.floats(1, 1000), st.floats(1, 1000), st.floats(0.01, 1), st.floats(0.01, 1))
def test_the_square_does_not_change_and_sides_are_alike(a: float, b: float, alpha: float, beta: float) -> None:
    assume(abs(alpha * a * a / (beta * b * b) - 1) > 1e-6)
    battle = lanchester_square(a, b, alpha, beta)
    assert lanchester_square(b, a, beta, alpha).survivors == pytest.approx(battle.survivors)
    x, y = lanchester_at(0.4 * battle.duration, a, b, alpha, beta)
    assert alpha * x * x - beta * y * y == pytest.approx(alpha * a * a - beta * b * b, rel=1e-6, abs=1e-6)
    assert max(lanchester_at(battle.duration, a, b, alpha, beta)) == battle.survivors


def test_lanchester_against_integration() -> None:
    solved = solve_ivp(lambda t, v: [-0.012 * v[1], -0.01 * v[0]], (0, 40), [1000, 800], rtol=1e-10, atol=1e-8)
    assert lanchester_at(40, 1000, 800, 0.01, 0.012) == pytest.approx(solved.y[:, -1], rel=1e-6)


def test_equal_forces_melt_away_together() -> None:
    assert lanchester_square(100, 100, 0.1, 0.1).winner is None


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: bargaining_range(1.2, 0.1, 0.1), "p: expected a number from 0 to 1, got 1.2"),
        (lambda: shift_brings_war(0.1, 0.2, cost_b=-1, discount=0.5), "cost_b: expected a number that is not negative"),
        (lambda: shift_brings_war(0.1, 0.2, 0.1, 1.0), "discount: expected a number from 0 up to"),
        (lambda: credible_slack([0.1, 0.2], [0.1], 0.5), "two schedules of one length"),
        (lambda: credible_slack([float("nan")], [0.1], 0.5), "finite"),
        (lambda: two_level_game([(0.6, 0.4), (0, 1)]), "expected (lowest, highest)"),
        (lambda: two_level_game([(0.6, 0.7)]), "two or more pairs"),
        (lambda: two_level_game([(0, 1), (0, 1)], high=2), "high, low: expected two different numbers from 0 to 1"),
        (lambda: two_level_game([(0, 1), (0, 1)], disagreement=[0]), "disagreement: expected two utilities"),
        (lambda: lanchester_square(1, 1, 0, 1), "rate_first: expected a number above 0"),
        (lambda: audience_floor("high", 0.1, 0.2), "floor: expected a finite number, got"),  # pyright: ignore
    ],
)
def test_wrong_arguments_say_what_would_be_right(call, words: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert words in str(caught.value)
