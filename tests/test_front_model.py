"""The front against closed forms and laws, and the shipped posterior against its tables."""

from __future__ import annotations

import hashlib
import json
import math
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from numpy.testing import assert_allclose
from scipy import stats

from detente.models import forces, front

ROOT = Path(__file__).parents[1]
share = st.floats(0.0, 1.0)
effect = st.floats(0.0, 8.0)


@njit
def exposure_clock(rate: np.ndarray, draws: np.ndarray, exponentials: np.ndarray, contagion: float) -> None:
    """Days of the falls when region r falls once its summed hazard passes a unit exponential."""
    runs, regions = draws.shape
    for i in range(runs):
        summed = np.zeros(regions)
        momentum = 0.0
        day = 0
        left = regions
        draws[i] = -1.0
        while left and day < 5000:
            momentum = front.momentum_decay(momentum, 1.0, 10.0)
            total = front.contagion_total(contagion, 10.0, momentum)
            held = float(left)
            for r in range(regions):
                if draws[i, r] < 0:
                    summed[r] += rate[r] + front.contagion_share(total, 1.0, held)
            for r in range(regions):
                if draws[i, r] < 0 and summed[r] >= exponentials[i, r]:
                    draws[i, r] = day
                    momentum += 1.0
                    left -= 1
            day += 1


@njit
def daily_coin(rate: np.ndarray, draws: np.ndarray, rng: np.random.Generator, contagion: float) -> None:
    """The same front with a coin for every region and day."""
    runs, regions = draws.shape
    for i in range(runs):
        momentum = 0.0
        day = 0
        left = regions
        draws[i] = -1.0
        while left and day < 5000:
            momentum = front.momentum_decay(momentum, 1.0, 10.0)
            total = front.contagion_total(contagion, 10.0, momentum)
            held = float(left)
            fallen = 0
            for r in range(regions):
                if draws[i, r] < 0:
                    hazard = rate[r] + front.contagion_share(total, 1.0, held)
                    if rng.random() < front.fall_probability(hazard, 1.0):
                        draws[i, r] = day
                        fallen += 1
            momentum += fallen
            left -= fallen
            day += 1


def same_law(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two samples pass Kolmogorov and Smirnov's test at one in ten thousand."""
    found: Any = stats.ks_2samp(one, other)
    return bool(found.pvalue > 1e-4)


@pytest.fixture(scope="module")
def rates() -> np.ndarray:
    difficulty = np.linspace(-1.5, 1.5, 6)
    return np.array([front.base_hazard(-4.0, 0.3, 0.5, 0.0, 0.5, d, 2.0, 1.0, 1.0, 1.0, 0.7) for d in difficulty])


def test_without_contagion_falls_are_independent_exponential_waiting_times(rates):
    rng = np.random.default_rng(1)
    days = np.empty((20_000, len(rates)))
    exposure_clock(rates, days, rng.exponential(size=days.shape), 0.0)
    # Region r falls on day D when D*rate < E <= (D+1)*rate: a geometric number of whole days.
    assert_allclose(days.mean(axis=0), 1.0 / np.expm1(rates), rtol=0.03)
    assert_allclose(days.std(axis=0), days.mean(axis=0), rtol=0.05)
    correlation = np.asarray(np.corrcoef(days.T))[np.triu_indices(len(rates), 1)]
    assert np.abs(correlation).max() < 4.0 / math.sqrt(len(days))


@pytest.mark.parametrize("contagion", [0.0, 0.6, 4.0])
def test_exposure_clock_and_daily_coin_are_the_same_law(rates, contagion):
    rng = np.random.default_rng(2)
    clock, coin = np.empty((6000, len(rates))), np.empty((6000, len(rates)))
    exposure_clock(rates, clock, rng.exponential(size=clock.shape), contagion)
    daily_coin(rates, coin, rng, contagion)
    for r in range(len(rates)):
        assert same_law(clock[:, r], coin[:, r])
    assert same_law(clock.max(axis=1), coin.max(axis=1))


@given(st.floats(0.0, 50.0), st.lists(st.floats(-3.0, 3.0), min_size=1, max_size=40), st.floats(0.0, 2.0))
def test_contagion_is_conserved_when_it_is_shared_out(total, difficulty, b_d):
    weight = [front.contagion_weight(d, 0.0, b_d, 0.0) for d in difficulty]
    shares = [front.contagion_share(total, w, sum(weight)) for w in weight]
    assert_allclose(sum(shares), total, atol=1e-9)


def test_one_fall_brings_the_branching_number_of_falls():
    branching, tau, step = 0.8, 12.0, 0.01
    days = np.arange(0.0, 300.0, step)
    brought = sum(front.contagion_total(branching, tau, front.momentum_decay(1.0, float(d), tau)) * step for d in days)
    assert_allclose(brought, branching, rtol=1e-3)


def test_a_cascade_below_one_dies_out_at_the_known_size():
    rng = np.random.default_rng(3)
    branching, runs, first = 0.5, 20_000, 1
    size = np.full(runs, first)
    alive = np.full(runs, first)
    while alive.any():
        alive = rng.poisson(branching * alive)
        size += alive
    assert_allclose(size.mean(), first / (1.0 - branching), rtol=0.03)


@pytest.mark.parametrize("n_c", [3.0, 6.0, 11.0])
def test_full_support_keeps_the_branching_number_below_one(n_c):
    assert front.branching_number(n_c, 0.0, 1.0, 1.5, 3.0) < 1.0
    assert front.branching_number(n_c, 0.0, 0.0, 1.5, 3.0) > 1.0


@given(share, share, share, effect, effect, st.floats(-3.0, 3.0))
def test_more_support_never_makes_a_region_fall_faster(y, low, high, b_y, b_e, d):
    low, high = sorted((low, high))
    hazard = [front.base_hazard(-11.0, y, e, 0.0, 0.5, d, b_y, b_e, 1.0, 1.0, 0.7) for e in (low, high)]
    assert hazard[1] <= hazard[0]
    spread = [front.branching_number(6.0, 0.0, e, 1.5, b_e) for e in (low, high)]
    assert spread[1] <= spread[0]


@given(share, share, st.floats(0.0, 1.0), st.integers(1, 60))
def test_the_countryside_stays_inside_and_does_not_depend_on_the_step(y, q, v_y, days):
    once = front.countryside_step(y, q, v_y, 0.0, 0.0, float(days))
    daily = y
    for _ in range(days):
        daily = front.countryside_step(daily, q, v_y, 0.0, 0.0, 1.0)
    assert 0.0 <= once <= 1.0
    assert_allclose(daily, once, atol=1e-9)


def test_the_countryside_follows_its_drift():
    y, q, v_y, dt = 0.3, 0.8, 0.05, 1e-5
    numeric = (front.countryside_step(y, q, v_y, 0.0, 0.0, dt) - y) / dt
    assert_allclose(numeric, front.countryside_drift(y, q, v_y), rtol=1e-4)


@given(st.floats(0.01, 1.0), st.floats(0.01, 1.0), share, share, st.floats(0.0, 400.0), effect, effect, share)
def test_cohesion_stays_a_share(h, h0, lost, gone, days, kappa, zeta, rec):
    assert 0.0 < forces.cohesion_step(h, h0, lost, gone, days, kappa, zeta, rec) <= 1.0


def test_cohesion_recovers_to_its_rest_and_never_past_it():
    h = [forces.cohesion_step(0.4, 0.8, 0.0, 0.0, float(days), 0.5, 0.3, 0.02) for days in (1, 50, 1000)]
    assert 0.4 < h[0] < h[1] < h[2] <= 0.8
    assert_allclose(h[2], 0.8, atol=1e-6)


@given(share, share, share)
def test_a_loss_announced_and_then_delivered_counts_once(announced, credibility, part):
    news = forces.support_lost(announced, 0.0, credibility)
    rest = forces.support_lost(0.0, announced * part, credibility) + forces.support_lost(
        0.0, announced * (1.0 - part), credibility
    )
    assert_allclose(news + rest, announced, atol=1e-12)


@given(share, share, share, st.booleans(), st.booleans())
def test_forbidding_never_adds_support(level, defence, offence, may_fight, may_defend):
    offence = min(offence, 1.0 - defence)
    training = 1.0 - defence - offence
    full = forces.support_in_force(level, defence, offence, training, True, True)
    some = forces.support_in_force(level, defence, offence, training, may_fight, may_defend)
    assert some <= full + 1e-12
    assert_allclose(full, level, atol=1e-9)


@given(
    *[st.floats(-1e6, 1e6) for _ in range(5)],
    st.floats(-10.0, 10.0),
)
def test_no_number_makes_the_front_fail(alpha, y, support, strength, belief, d):
    hazard = front.base_hazard(alpha, y, support, strength, belief, d, 5.0, 2.0, 1.0, 1.0, 0.7)
    assert 0.0 < hazard < math.inf
    assert 0.0 <= front.fall_probability(hazard, 1.0) <= 1.0
    assert math.isfinite(forces.log_strength_ratio(abs(alpha), 0.5, 0.0, 0.0))
    assert math.isfinite(front.momentum_decay(1.0, abs(alpha), 0.0))


def test_a_dormant_front_and_an_even_front():
    assert front.dormancy_hazard(0.01, 0.5) == 0.01
    assert front.dormancy_hazard(0.01, 0.9) < front.dormancy_hazard(0.01, 0.6)
    awake, asleep = (front.fatality_mean(0.5, 0.3, 1.0, dormant, 1.0) for dormant in (False, True))
    assert_allclose(asleep / awake, front.DORMANT_FACTOR)
    # However hot the war was, a year on a dormant front almost surely stays below UCDP's 25 deaths.
    assert stats.poisson.sf(24, front.fatality_mean(500.0, 1.0, 1.0, True, 365.0)) < 0.002


def test_the_posterior_that_ships_was_fitted_to_the_tables_in_this_checkout():
    text = resources.files("detente.models").joinpath("front_posterior.json").read_text(encoding="utf-8")
    posterior = json.loads(text)
    tables = b"".join(path.read_bytes() for path in sorted((ROOT / "data" / "front").glob("*.csv")))
    assert posterior["inputs_sha256"] == hashlib.sha256(tables).hexdigest()
    for row in posterior["parameters"].values():
        assert row["low"] < row["mode"] < row["high"]
        ratio = row["sd_over_prior_sd"]
        assert row["verdict"] == (
            "estimated" if ratio < 0.5 else "weakly estimated" if ratio < 0.8 else "not identified"
        )
