"""Voting power, division by majority and cabinet shares: published numbers, brute force, equilibrium, laws."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from detente.errors import InputError
from detente.models.bargaining import banzhaf, baron_ferejohn, power, shapley_shubik
from detente.models.bargaining.coalitions import council, gamson, portfolios
from detente.models.bargaining.power import power_indices

# Power


def test_a_large_shareholder() -> None:
    assert shapley_shubik([50, 49, 1], 51) == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=1e-12)
    assert banzhaf([50, 49, 1], 51) == pytest.approx([3 / 5, 1 / 5, 1 / 5], abs=1e-12)


def test_un_security_council() -> None:
    found = power_indices([1] * 15, 9, vetoes=range(5))
    assert found.shapley_shubik == (Fraction(421, 2145),) * 5 + (Fraction(4, 2145),) * 10
    by_weights = power_indices([7] * 5 + [1] * 10, 39)
    assert by_weights == found


def test_council_of_the_european_union_after_nice() -> None:
    """Treaty of Nice: 345 votes of 27 members, 255 pass; the largest members have .0867, the smallest .0082."""
    votes = [29] * 4 + [27] * 2 + [14, 13] + [12] * 5 + [10] * 3 + [7] * 5 + [4] * 5 + [3]
    found = power_indices(votes, 255)
    assert sum(found.shapley_shubik) == 1
    assert float(found.shapley_shubik[0]) == pytest.approx(0.0867, abs=5e-5)
    assert float(found.shapley_shubik[-1]) == pytest.approx(0.0082, abs=5e-5)


games = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.integers(0, 6), min_size=n, max_size=n), min_size=1, max_size=2),
        st.lists(st.floats(0.05, 1.0), min_size=2, max_size=2),
        st.sets(st.integers(0, n - 1), max_size=2),
    )
)


def playable(game) -> tuple[np.ndarray, np.ndarray, list[int]] | None:
    rows, parts, vetoes = game
    weights = np.array(rows, dtype=float)
    if (weights.sum(axis=1) == 0).any():
        return None
    quota = np.maximum(np.ceil(weights.sum(axis=1) * parts[: len(rows)]), 1)
    return weights, quota, sorted(vetoes)


def wins(game, members) -> bool:
    weights, quota, vetoes = game
    return bool((weights[:, list(members)].sum(axis=1) >= quota).all()) and set(vetoes) <= set(members)


@settings(max_examples=60, deadline=None)
@given(games)
def test_power_is_what_counting_orders_and_coalitions_gives(drawn) -> None:
    game = playable(drawn)
    if game is None:
        return
    n = game[0].shape[1]
    pivots, swings, orders = [0] * n, [0] * n, 0
    for order in permutations(range(n)):
        orders += 1
        pivots[next(order[k] for k in range(n) if wins(game, order[: k + 1]))] += 1
    for size in range(n):
        for i in range(n):
            for others in combinations([j for j in range(n) if j != i], size):
                swings[i] += wins(game, (*others, i)) and not wins(game, others)
    found = power_indices(*game)
    assert found.shapley_shubik == tuple(Fraction(p, orders) for p in pivots)
    assert found.banzhaf == tuple(Fraction(s, sum(swings)) for s in swings)
    assert found.penrose == tuple(Fraction(s, 2 ** (n - 1)) for s in swings)


@settings(max_examples=60, deadline=None)
@given(games, st.randoms(use_true_random=False), st.sampled_from([0.1, 3.0, 1 / 3]))
def test_names_units_and_dummies(drawn, random, scale: float) -> None:
    game = playable(drawn)
    if game is None:
        return
    weights, quota, vetoes = game
    found = shapley_shubik(*game)
    assert found.sum() == pytest.approx(1.0, abs=1e-12)
    order = random.sample(range(weights.shape[1]), weights.shape[1])
    moved = shapley_shubik(weights[:, order], quota, [order.index(v) for v in vetoes])
    assert moved == pytest.approx(found[order], abs=1e-12)
    assert shapley_shubik(weights * scale, quota * scale, vetoes) == pytest.approx(found, abs=1e-12)
    with_dummy = np.column_stack([weights, np.zeros(len(weights))])
    assert shapley_shubik(with_dummy, quota, vetoes) == pytest.approx([*found, 0.0], abs=1e-12)
    assert banzhaf(with_dummy, quota, vetoes)[-1] == 0.0


@settings(max_examples=40, deadline=None)
@given(games)
def test_listing_and_generating_functions_count_the_same(drawn) -> None:
    game = playable(drawn)
    if game is None:
        return
    rules, quotas = power._rules(*game)
    kinds, members = power._kinds(rules)
    arguments = rules[:, [m[0] for m in members]], quotas, np.array([len(m) for m in members])
    assert len(kinds) == game[0].shape[1]
    assert (power._by_listing(*arguments) == power._by_generating_function(*arguments)).all()


def test_many_players_and_several_rules_at_once() -> None:
    rng = np.random.default_rng(0)
    votes = rng.integers(1, 100, 40)
    assert shapley_shubik(votes, votes.sum() * 0.7).sum() == pytest.approx(1.0)
    population = rng.random(18)
    found = shapley_shubik([np.ones(18), population], [11, 0.65 * population.sum()], vetoes=[2])
    assert found.sum() == pytest.approx(1.0)
    assert found[2] == found.max()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: shapley_shubik([1, 2], 4), "even all players together fall short"),
        (lambda: shapley_shubik([1, 2], 0), "expected a number above 0"),
        (lambda: shapley_shubik([1, -2], 1), "not negative"),
        (lambda: shapley_shubik([1, 2], [1, 1]), "a quota per rule"),
        (lambda: shapley_shubik([1, 2], 2, vetoes=[2]), "player numbers from 0 to 1"),
        (lambda: shapley_shubik(np.sqrt(np.arange(1, 40)), 90.0), "too many different coalitions"),
        (lambda: baron_ferejohn(3, 1.1), "discount: expected a number from 0 to 1"),
        (lambda: baron_ferejohn(3, 0.9, [0.5, 0.5]), "recognition: expected 3 numbers"),
        (lambda: baron_ferejohn(3, 0.9, quota=4), "at most 3 votes"),
        (lambda: gamson([0, 0]), "the coalition brings none"),
        (lambda: gamson([1, 2], [2]), "member numbers from 0 to 1"),
        (lambda: portfolios([0.5, 0.5], 0), "posts: expected a whole number from 1"),
    ],
)
def test_wrong_arguments_say_what_would_be_right(call, words: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert words in str(caught.value)


# Division by majority


def test_baron_ferejohn_1989() -> None:
    assert baron_ferejohn(3, 0.9).proposer_share == pytest.approx([0.7] * 3, abs=1e-9)


@given(st.integers(0, 12).map(lambda k: 2 * k + 1), st.floats(0.0, 1.0))
def test_proposer_among_equals(n: int, discount: float) -> None:
    found = baron_ferejohn(n, discount)
    assert found.proposer_share == pytest.approx([1 - discount * (n - 1) / (2 * n)] * n, abs=1e-9)
    assert found.value == pytest.approx([1 / n] * n)


def mixing_exists(price: np.ndarray, included: np.ndarray, p: np.ndarray, quota: int) -> bool:
    """Whether proposers can choose among cheapest coalitions so that each is included as often as claimed."""
    n = len(price)
    bounds = []
    for j in range(n):
        dearest = np.sort(np.delete(price, j))[: quota - 1].max(initial=-1.0)
        for i in range(n):
            never, always = i == j or price[i] > dearest + 1e-9, price[i] < dearest - 1e-9
            bounds.append((0, 0) if never else (1, 1) if always else (0, 1))
    rows = np.kron(np.eye(n), np.ones(n))
    columns = np.kron(p, np.eye(n))
    target = np.concatenate([np.full(n, quota - 1), included])
    return linprog(np.zeros(n * n), A_eq=np.vstack([rows, columns]), b_eq=target, bounds=bounds).status == 0


def test_stationary_equilibrium_on_random_councils() -> None:
    rng = np.random.default_rng(4)
    for _ in range(150):
        n = int(rng.integers(2, 9))
        quota, discount = int(rng.integers(1, n + 1)), float(rng.choice([rng.uniform(0.05, 1), 1.0]))
        p = rng.dirichlet([rng.choice([0.3, 1.0, 5.0])] * n)
        found = baron_ferejohn(n, discount, p.tolist(), quota)
        cheapest = [np.sort(np.delete(found.price, i))[: quota - 1].sum() for i in range(n)]
        assert found.proposer_share == pytest.approx(1 - np.array(cheapest), abs=1e-9)
        assert found.value == pytest.approx(p * found.proposer_share + found.included * found.price, abs=1e-9)
        assert found.value.sum() == pytest.approx(1.0, abs=1e-9)
        assert mixing_exists(found.price, found.included, p, quota)


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=7), st.floats(0.0, 1.0), st.randoms(use_true_random=False))
def test_members_names_do_not_matter_and_equals_fare_alike(p, discount: float, random) -> None:
    order = random.sample(range(len(p)), len(p))
    here, there = baron_ferejohn(len(p), discount, p), baron_ferejohn(len(p), discount, [p[i] for i in order])
    assert here.value[order] == pytest.approx(there.value, abs=1e-9)
    twice = baron_ferejohn(2 * len(p), discount, p + p)
    assert twice.value[: len(p)] == pytest.approx(twice.value[len(p) :], abs=1e-9)


def test_members_who_never_propose() -> None:
    patient = baron_ferejohn(3, 1.0, [1.0, 0.0, 0.0])
    assert patient.value == pytest.approx([1, 0, 0], abs=1e-9)


# Cabinet shares and a council


def test_gamson_and_posts() -> None:
    assert gamson([40, 30, 20, 10], (0, 2)) == pytest.approx([2 / 3, 0, 1 / 3, 0])
    assert portfolios([0.53, 0.24, 0.23], 7).tolist() == [3, 2, 2]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any), st.integers(1, 40))
def test_posts_are_whole_add_up_and_never_go_against_seats(seats, posts: int) -> None:
    held = portfolios(gamson(seats), posts)
    assert held.sum() == posts
    for i, j in combinations(range(len(seats)), 2):
        if seats[i] > seats[j]:
            assert held[i] >= held[j]


def test_an_interim_council() -> None:
    found = council([6, 6, 3], 10, vetoes=(0,), posts=5)
    assert found.shapley_shubik == pytest.approx([0.5, 0.5, 0.0])
    assert found.posts.sum() == 5
    assert found.spoils is None
    equal = council([1, 1, 1], 2, discount=0.9)
    assert equal.spoils == pytest.approx([1 / 3] * 3)
