"""Proper scores, and the rival forecasts' published quality on the capitals of August 2021."""

from __future__ import annotations

import csv
import math
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from detente.analysis.baselines import BASELINES, FallHistory, rival_forecasts
from detente.analysis.scores import brier, category_log_score, compare, crps, log_score, mean_score

FRONT = Path(__file__).parents[1] / "data" / "front"


@pytest.fixture(scope="module")
def capitals_known_on_12_august() -> FallHistory:
    """Ten capitals known: the nine up to 11 August, and Ghazni, reported the same morning."""
    with open(FRONT / "afghanistan_2021_falls.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with open(FRONT / "afghanistan_2021_neighbours.csv", encoding="utf-8") as file:
        pairs = [(row["unit_a"], row["unit_b"]) for row in csv.DictReader(file)]
    fell = {row["unit"]: date.fromisoformat(row["fell_on"]) for row in rows}
    today = date(2021, 8, 12)
    return FallHistory.known([row["unit"] for row in rows], fell, pairs, today, known_on={"Ghazni": today})


# Mean absolute quality 1, 2 and 3 days ahead; the tolerance is the half digit of the published numbers, and for growth
# the sampling error of an ensemble of about a thousand on top (its exact values are 2.52, 2.53, 1.60).
PUBLISHED = {
    "no change": ((8.0, 15.0, 23.0), 1e-9),
    "constant hazard": ((6.3, 12.0, 18.8), 0.06),
    "neighbour contagion": ((5.9, 11.1, 17.5), 0.06),
    "growth": ((2.5, 2.4, 1.5), 0.16),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_rivals_have_the_published_quality_from_12_august(name, capitals_known_on_12_august):
    history = capitals_known_on_12_august
    assert history.count == 10
    ensemble = BASELINES[name](history, 3, 20_000, 7)
    expected, tolerance = PUBLISHED[name]
    assert_allclose(crps(ensemble.T, [18.0, 25.0, 33.0]), expected, atol=tolerance)


def test_scores_are_those_of_the_reference_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)  # with which it would compile for seconds what is not called here
    import scoringrules

    luck = np.random.default_rng(3)
    members, truth = luck.normal(size=(40, 30)).round(1), luck.normal(size=40).round(1)
    reference = np.asarray(scoringrules.crps_ensemble(truth, members, backend="numpy"))
    assert_allclose(crps(members, truth), reference, rtol=1e-12)
    share, happened = luck.random(50), luck.integers(0, 2, 50)
    assert_allclose(brier(share, happened), scoringrules.brier_score(happened, share, backend="numpy"), rtol=1e-12)
    shrunk = (share * 200 + 0.5) / 201
    assert_allclose(
        log_score(share, happened, futures=200),
        scoringrules.log_score(happened, shrunk, backend="numpy"),
        rtol=1e-12,
    )


def test_crps_of_many_normal_draws_is_the_closed_form():
    draws = stats.norm.ppf((np.arange(4000) + 0.5) / 4000)
    for y in (-1.0, 0.0, 2.5):
        closed = y * (2 * stats.norm.cdf(y) - 1) + 2 * stats.norm.pdf(y) - 1 / math.sqrt(math.pi)
        assert_allclose(crps(draws, y), closed, atol=2e-4)


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_honesty_pays_under_brier_and_log_score(truth, said):
    def expected(score, share):
        return truth * float(score(share, 1)) + (1 - truth) * float(score(share, 0))

    exact_log = lambda share, y: log_score(share, y, futures=10**9)
    assert expected(brier, truth) <= expected(brier, said) + 1e-12
    assert expected(exact_log, truth) <= expected(exact_log, said) + 1e-8


def test_no_future_at_all_is_not_certainty():
    assert_allclose(log_score(0.0, 1, futures=99), math.log(200.0))
    assert_allclose(category_log_score([0, 99], 0), math.log(200.0))


def test_the_interval_grows_when_scores_hang_together():
    rng = np.random.default_rng(3)
    common = np.repeat(rng.normal(size=20), 10)
    alone = mean_score(common)
    clustered = mean_score(common, clusters=[int(i // 10) for i in range(200)])
    assert clustered.sd > 2.0 * alone.sd
    assert clustered.clusters == 20
    assert clustered.mean == alone.mean


def test_the_bootstrap_covers_the_true_mean_about_as_often_as_it_says():
    rng = np.random.default_rng(11)
    inside = 0
    for seed in range(200):
        score = mean_score(rng.normal(size=40), resamples=400, seed=seed)
        inside += score.low <= 0.0 <= score.high
    assert 0.82 <= inside / 200 <= 0.96


def test_one_cluster_has_no_interval():
    score = mean_score([1.0, 2.0], clusters=["a", "a"])
    assert score.mean == 1.5
    assert math.isnan(score.low)
    assert math.isnan(score.sd)


def test_a_difference_is_paired():
    rival = np.linspace(0.0, 5.0, 30)
    difference = compare(rival - 0.5, rival)
    assert_allclose([difference.mean, difference.low, difference.high], -0.5)


@pytest.mark.parametrize(
    "call",
    [
        lambda: crps([[1.0, 2.0]], 1.0),
        lambda: crps([math.nan], 1.0),
        lambda: brier(1.2, 1),
        lambda: brier([0.1, 0.2], [1]),
        lambda: log_score(0.2, 0.5, futures=10),
        lambda: log_score(0.2, 1, futures=0),
        lambda: category_log_score([1, 2], 2),
        lambda: mean_score([]),
        lambda: mean_score([1.0], clusters=["a", "b"]),
        lambda: compare([1.0], [1.0, 2.0]),
        lambda: rival_forecasts(FallHistory.known(["A"], {}, [], date(2021, 1, 1)), horizon=0),
        lambda: FallHistory.known(["A"], {"B": date(2021, 1, 1)}, [], date(2021, 1, 1)),
    ],
)
def test_wrong_input_is_refused(call):
    with pytest.raises(ValueError, match=r"\w"):
        call()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_rival_is_a_possible_path(data):
    size = data.draw(st.integers(2, 12))
    ages = data.draw(st.lists(st.integers(-1, 20), min_size=size, max_size=size))
    edges = data.draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=15))
    border = np.zeros((size, size), dtype=bool)
    for a, b in edges:
        border[a, b] = border[b, a] = a != b
    history = FallHistory(np.array(ages), border, date(2021, 8, 12))
    for name, ensemble in rival_forecasts(history, horizon=6, runs=20, seed=data.draw(st.integers(0, 99))).items():
        assert ensemble.shape == (20, 6), name
        assert (np.diff(ensemble) >= 0).all(), name
        assert ensemble.min() >= history.count, name
        assert ensemble.max() <= size, name


def test_nothing_that_became_known_later_is_used():
    fell = {"A": date(2021, 8, 6), "B": date(2021, 8, 11), "C": date(2021, 8, 12)}
    units, pairs = ["A", "B", "C", "D"], [("A", "B"), ("C", "D")]
    before = FallHistory.known(units, fell, pairs, date(2021, 8, 11))
    without = FallHistory.known(units, {"A": fell["A"]}, pairs, date(2021, 8, 11))
    assert before.count == 1
    for name, ensemble in rival_forecasts(before, 5, 50, seed=4).items():
        assert (ensemble == rival_forecasts(without, 5, 50, seed=4)[name]).all(), name
