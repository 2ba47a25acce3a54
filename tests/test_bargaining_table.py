"""Two at a table: alternating offers, deadlines and the axiomatic points, against published numbers and their laws."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.models.bargaining import egalitarian, kalai_smorodinsky, nash, rubinstein
from detente.models.bargaining.axiomatic import welfare
from detente.models.bargaining.frontier import Curve, LinearIssues
from detente.models.bargaining.offers import optimistic_deadline, stahl, waits_for_deadline

shares = st.floats(0.0, 1.0)
discounts = st.tuples(st.floats(0.0, 0.99), st.floats(0.0, 0.99))


def pairs_below_one() -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(shares, shares).map(lambda pair: (pair[0] / 2, pair[1] / 2))


# Alternating offers


def test_rubinstein_1982() -> None:
    assert rubinstein((0.9, 0.8)).share == pytest.approx(0.714286, abs=1e-6)
    assert rubinstein((0.9, 0.8)).share == pytest.approx((1 - 0.8) / (1 - 0.72), abs=1e-12)


def test_outside_option_binds_only_above_its_threshold() -> None:
    free = rubinstein((0.9, 0.8))
    assert free.thresholds[1] == pytest.approx(0.285714, abs=1e-6)
    assert rubinstein((0.9, 0.8), outside=(0, 0.2857)).share == free.share
    assert rubinstein((0.9, 0.8), outside=(0, 0.7)).share == pytest.approx(0.3, abs=1e-9)
    assert rubinstein((0.9, 0.8), outside=(0, 0.7)).binds == (False, True)


@given(discounts, pairs_below_one(), pairs_below_one())
def test_rubinstein_solves_its_two_equations(d, w, b) -> None:
    found = rubinstein(d, w, b)
    x, y = found.share, 1 - found.share_if_second
    assert x == pytest.approx(1 - max((1 - d[1]) * b[1] + d[1] * y, w[1]), abs=1e-9)
    assert y == pytest.approx(1 - max((1 - d[0]) * b[0] + d[0] * x, w[0]), abs=1e-9)


@given(discounts, pairs_below_one(), pairs_below_one(), shares)
def test_an_outside_option_below_the_threshold_changes_nothing(d, w, b, part) -> None:
    found = rubinstein(d, w, b)
    low = rubinstein(d, (w[0], 0.0), b)
    same = rubinstein(d, (w[0], min(part * low.thresholds[1], 1 - w[0])), b)
    assert same.share == pytest.approx(low.share, abs=1e-12)
    assert found.share <= low.share + 1e-12


@given(discounts, pairs_below_one(), pairs_below_one(), st.tuples(shares, shares), st.integers(1, 40))
def test_finite_horizon_closes_in_on_the_infinite_game(d, w, b, end, horizon) -> None:
    far = rubinstein(d, w, b)
    ends = (end[0] / 2, end[1] / 2)
    error = abs(stahl(d, 2 * horizon + 1, w, b, ends) - far.share)
    assert error <= (d[0] * d[1]) ** horizon + 1e-9


def test_stahl() -> None:
    expected = {1: 1.0, 2: 0.1, 5: 0.8371, 8: 0.299754}
    for horizon, share in expected.items():
        assert stahl((0.9, 0.9), horizon) == pytest.approx(share, abs=5e-7)


@given(st.floats(0.0, 0.99), st.floats(-1.0, 1.0))
def test_yildiz_two_periods(d: float, optimism: float) -> None:
    half = (1 + optimism) / 2
    assume(abs(d * (1 + optimism) - 1) > 1e-9)
    bargain = optimistic_deadline(d, [[0.5, 0.5], [half, half]])
    assert waits_for_deadline(d, optimism) == (d * (1 + optimism) > 1) == (bargain.date == 1)


@given(st.floats(0.0, 0.99), st.integers(1, 12))
def test_a_common_prior_brings_agreement_at_once(d: float, dates: int) -> None:
    bargain = optimistic_deadline(d, [[0.3, 0.7]] * dates)
    assert bargain.date == 0
    assert sum(bargain.values[0]) == pytest.approx(1.0)


def test_optimism_that_lasts_brings_agreement_early_and_optimism_at_the_end_does_not() -> None:
    # Yildiz (2003): persistent optimism is no reason to wait; optimism about the last date alone is.
    assert optimistic_deadline(0.95, [[0.7, 0.7]] * 40).date == 0
    assert optimistic_deadline(0.99, [[0.5, 0.5], [1.0, 1.0]]).date == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rubinstein((1.0, 1.0)), "at least one must be below 1"),
        (lambda: rubinstein((0.9, 1.2)), "discounts[1]: expected a number from 0 to 1"),
        (lambda: rubinstein((0.9, 0.9), outside=(0.6, 0.6)), "exceed the prize"),
        (lambda: rubinstein((0.9,)), "expected two numbers"),
        (lambda: stahl((0.9, 0.9), 0), "horizon: expected a whole number from 1"),
        (lambda: optimistic_deadline(0.9, [[0.5, 1.5]]), "from 0 to 1"),
        (lambda: optimistic_deadline(0.9, [0.5]), "a row of two beliefs"),
        (lambda: waits_for_deadline(float("nan"), 0.1), "discount"),
    ],
)
def test_wrong_arguments_say_what_would_be_right(call, words: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert words in str(caught.value)


# Axiomatic points on curves and chains

LINE = Curve(lambda u: 1 - u, 0.0, 1.0)
ROOT = Curve(lambda u: sqrt(max(1 - u, 0.0)), 0.0, 1.0)


def test_weighted_nash_on_a_line() -> None:
    found = nash(LINE, disagreement=(0.2, 0.3), weights=(0.7, 0.3))
    assert found is not None
    assert found.utilities[0] == pytest.approx(0.55, abs=1e-6)


def test_nash_and_kalai_smorodinsky_with_a_risk_averse_party() -> None:
    first, second = nash(ROOT), kalai_smorodinsky(ROOT)
    assert first is not None
    assert second is not None
    assert first.utilities[0] == pytest.approx(2 / 3, abs=1e-6)
    assert second.utilities[0] == pytest.approx((sqrt(5) - 1) / 2, abs=1e-9)


def test_out_of_reach() -> None:
    for solution in (nash, egalitarian, kalai_smorodinsky):
        assert solution(LINE, disagreement=(0.6, 0.5)) is None
        assert solution(LinearIssues([[1.0], [-1.0]], (0, 1)), disagreement=(0.6, 0.5)) is None
        assert solution([[0.5, 0.5]], disagreement=(0.6, 0.5)) is None


coefficients = st.lists(st.tuples(st.floats(0.01, 1.0), st.floats(-1.0, -0.01)), min_size=1, max_size=6)


def issues_of(pairs) -> LinearIssues:
    return LinearIssues(np.array(pairs).T, (0.0, -float(sum(b for _, b in pairs))))


@given(coefficients, shares, shares)
def test_linear_issues_agree_with_the_same_frontier_as_a_curve(pairs, first, second) -> None:
    issues = issues_of(pairs)
    xs, ys = issues.vertices.T
    curve = Curve(lambda u: float(np.interp(u, xs, ys)), float(xs[0]), float(xs[-1]))
    d = (0.4 * first * xs[-1], 0.4 * second * ys[0])
    for solution in (nash, egalitarian, kalai_smorodinsky):
        exact, searched = solution(issues, disagreement=d), solution(curve, disagreement=d)
        assert (exact is None) == (searched is None)
        if exact is not None and searched is not None:
            assert exact.utilities == pytest.approx(searched.utilities, abs=2e-6)
            assert np.asarray(issues.weights) @ exact.terms + issues.constants == pytest.approx(exact.utilities)


@given(coefficients, st.data())
def test_the_chain_is_the_frontier_of_all_terms(pairs, data) -> None:
    issues = issues_of(pairs)
    x = np.array(data.draw(st.lists(shares, min_size=len(pairs), max_size=len(pairs))))
    u = np.asarray(issues.weights) @ x + issues.constants
    best = np.interp(u[0], *issues.vertices.T)
    assert u[1] <= best + 1e-9
    assert welfare(issues).utilities[0] + welfare(issues).utilities[1] >= u.sum() - 1e-9


@given(coefficients, st.floats(0.1, 5.0), st.floats(-3.0, 3.0))
def test_nash_and_kalai_smorodinsky_ignore_the_unit_of_utility(pairs, scale, shift) -> None:
    issues = issues_of(pairs)
    moved = LinearIssues(
        np.asarray(issues.weights) * [[scale], [1.0]], (scale * issues.constants[0] + shift, issues.constants[1])
    )
    for solution in (nash, kalai_smorodinsky):
        before, after = solution(issues, disagreement=(0, 0)), solution(moved, disagreement=(shift, 0))
        assert before is not None
        assert after is not None
        assert scale * before.utilities[0] + shift == pytest.approx(after.utilities[0], abs=1e-6)
        assert before.utilities[1] == pytest.approx(after.utilities[1], abs=1e-6)


@given(coefficients)
def test_names_of_parties_and_direction_of_scales_do_not_matter(pairs) -> None:
    issues = issues_of(pairs)
    w, c = np.asarray(issues.weights), np.asarray(issues.constants)
    swapped = LinearIssues(w[::-1], tuple(c[::-1]))
    mirrored = LinearIssues(-w, tuple(c + w.sum(axis=1)))
    for solution in (nash, egalitarian, kalai_smorodinsky):
        here, there, mirror = solution(issues), solution(swapped), solution(mirrored)
        assert here is not None
        assert there is not None
        assert mirror is not None
        assert here.utilities == pytest.approx(there.utilities[::-1], abs=1e-9)
        assert here.utilities == pytest.approx(mirror.utilities, abs=1e-9)


@given(st.floats(0.3, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_kalai_smorodinsky_is_monotone(power: float, lift: float, part: float) -> None:
    """A frontier raised for the second party, its own best and the first's range unchanged, never costs the second."""
    small = Curve(lambda u: (1 - u) ** power * (1 - lift * part * u * (1 - u)), 0.0, 1.0)
    large = Curve(lambda u: (1 - u) ** power, 0.0, 1.0)
    before, after = kalai_smorodinsky(small), kalai_smorodinsky(large)
    assert before is not None
    assert after is not None
    assert after.utilities[1] >= before.utilities[1] - 1e-12


def test_linear_issues_with_common_ground_settle_it_first() -> None:
    issues = LinearIssues([[1.0, 0.5, 0.0], [1.0, -0.5, -1.0]])
    assert issues.vertices.tolist() == [[1.0, 1.0], [1.5, 0.5]]
    assert issues.terms[:, 0].tolist() == [1.0, 1.0]
    assert issues.terms[:, 2].tolist() == [0.0, 0.0]


def test_one_point_frontiers() -> None:
    issues = LinearIssues([[1.0], [1.0]])
    for solution in (nash, egalitarian, kalai_smorodinsky):
        found = solution(issues)
        assert found is not None
        assert found.utilities == (1.0, 1.0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: nash(LINE, weights=(0, 0)), "not all zero"),
        (lambda: nash([[1, 2]], reserve=(1,)), "expected 2 finite numbers"),
        (lambda: nash([[1, float("nan")]]), "expected finite numbers"),
        (lambda: nash([[1]]), "two or more utilities"),
        (lambda: kalai_smorodinsky([[1, 2]], measure="none"), '"spread" or "maxmin"'),
        (lambda: nash(LINE, reserve=(0, 0), disagreement=(0, 0)), "not both"),
        (lambda: Curve(lambda u: u, 1.0, 0.0), "ascending order"),
        (lambda: LinearIssues([[1.0], [float("inf")]]), "finite"),
        (lambda: LinearIssues.between([[1], [0]], [[1], [-1]]), "not negative"),
    ],
)
def test_axiomatic_points_refuse_what_they_can_not_use(call, words: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert words in str(caught.value)
