"""Outside views against the tables they come from, and the estimators behind them against closed forms."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from detente.analysis import outside
from detente.analysis.survival import brier_weights, cluster_bootstrap, grouped_folds, kaplan_meier, ridge_cox
from detente.errors import InputError

DATA = Path(__file__).parents[1] / "data"


def read(name: str) -> list[dict[str, str]]:
    with open(DATA / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_what_ships_was_written_from_the_tables_in_this_checkout():
    files = sorted((DATA / "base_rates").glob("*")) + sorted((DATA / "ucdp").glob("*"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    shipped = json.loads(resources.files("detente.analysis").joinpath("base_rates.json").read_text(encoding="utf-8"))
    assert shipped["inputs_sha256"] == digest


def test_settlement_with_and_without_talks_is_the_tables_row():
    table = read("base_rates/settlement_hazard.csv")
    rows = {
        row["state"]: row
        for row in table
        if (row["talks_source"], row["talks_seen"], row["period"]) == ("pad", "one to five years before", "1990-2020")
    }
    for talks, state in ((True, "talks on"), (False, "no talks")):
        view = outside.full_agreement(1, talks)
        assert_allclose(view.share, float(rows[state]["p_full_agreement_signed"]), atol=1e-3)
        assert view.cases == int(rows[state]["conflict_years"])
        assert view.low < view.share < view.high


def test_endings_are_those_of_wars_not_of_all_dyads():
    row = next(
        r
        for r in read("base_rates/endings_by_period.csv")
        if r["set"].startswith("episodes that reached war") and r["period_of_end"] == "1990-2020"
    )
    assert_allclose(outside.war_ending("settlement").share, float(row["peace agreement"]), atol=1e-3)
    assert_allclose(outside.war_ending("challenger_victory").share, float(row["rebel victory"]), atol=1e-3)
    assert outside.war_ending("low_activity").cases == 74


def test_lateness_counts_by_hand():
    status = [row["status"] for row in read("base_rates/obligation_lateness.csv")]
    known = [status.count(s) for s in ("on time or early", "late", "not met")]
    view = outside.obligation_lateness()
    assert_allclose([view.on_time.share, view.late.share, view.never.share], np.array(known) / sum(known), atol=1e-4)
    assert view.on_time.cases == sum(known) == 72


def test_lateness_quantiles_run_from_on_time_to_never():
    view = outside.obligation_lateness()
    grid = np.linspace(0.0, 1.0, 101)
    days = np.array([view.quantile(float(q)) for q in grid])
    assert (np.diff(days[np.isfinite(days)]) >= 0).all()
    assert_allclose(np.mean(days == 0.0), view.on_time.share, atol=0.02)
    assert_allclose(np.mean(np.isinf(days)), view.never.share, atol=0.02)
    middle = view.on_time.share + view.late.share / 2
    assert_allclose(view.quantile(middle), view.median_days[1])


@given(st.floats(0.01, 40.0))
def test_states_of_a_war_add_up_and_the_war_goes_on_ever_less(years):
    views = outside.state_after(years)
    assert_allclose(sum(view.share for view in views.values()), 1.0)
    later = outside.state_after(years + 1.0)
    assert later["war_goes_on"].share < views["war_goes_on"].share
    for view in views.values():
        assert 0.0 <= view.low <= view.share <= view.high <= 1.0


def test_two_years_are_two_years():
    once, twice = outside.full_agreement(1, True), outside.full_agreement(2, True)
    assert_allclose(1 - twice.share, (1 - once.share) ** 2)


@given(st.floats(0.01, 14.0), st.sampled_from(["any", "full", "partial", "process"]))
def test_agreements_only_ever_fail(years, kind):
    now, later = outside.agreement_standing(years, kind), outside.agreement_standing(years + 1.0, kind)
    assert 0.0 < later.share <= now.share <= 1.0
    assert now.low <= now.share <= now.high


def test_every_outcome_of_the_engine_has_a_nearest_base_rate():
    outcomes = ["settlement", "ceasefire", "low_activity", "challenger_victory", "incumbent_victory", "war_goes_on"]
    for outcome in [*outcomes, "ever_signed", "kept_a_year"]:
        view = outside.nearest_base_rate(outcome, 1.0, talks=True)
        assert view.source
        assert view.caveat
        assert "of 100" in view.words()


@pytest.mark.parametrize(
    "call",
    [
        lambda: outside.full_agreement(0, True),
        lambda: outside.state_after(math.nan),
        lambda: outside.war_ending("draw"),
        lambda: outside.war_recurs("peace"),
        lambda: outside.agreement_standing(30.0),
        lambda: outside.agreement_standing(1.0, "secret"),
        lambda: outside.comprehensive_deal(4),
        lambda: outside.nearest_base_rate("collapse", 1.0, True),
        lambda: outside.obligation_lateness().quantile(1.5),
    ],
)
def test_a_view_that_does_not_exist_is_refused_in_words(call):
    with pytest.raises(InputError, match=r"expected|data end"):
        call()


def test_kaplan_meier_of_exponential_spells_is_the_exponential():
    rng = np.random.default_rng(5)
    life, watched = rng.exponential(4.0, 20_000), rng.uniform(0.0, 12.0, 20_000)
    at = np.array([1.0, 3.0, 6.0])
    curve = kaplan_meier(np.minimum(life, watched), life <= watched, at)
    assert_allclose(curve, np.exp(-at / 4.0), atol=0.015)


def test_ridge_cox_finds_the_hazard_ratios_and_the_baseline():
    rng = np.random.default_rng(6)
    x = rng.normal(size=(4000, 3)) * [1.0, 2.0, 0.5]
    true = np.array([0.6, -0.3, 0.0])
    life, watched = rng.exponential(5.0 * np.exp(-x @ true)), rng.uniform(1.0, 20.0, 4000)
    years, failed = np.minimum(life, watched), life <= watched
    model = ridge_cox(x, years, failed, penalty=0.0)
    assert_allclose(model.coefficients / model.spread, true, atol=0.06)
    assert_allclose(model.survival(np.zeros((1, 3)), 5.0), math.exp(-1.0), atol=0.03)
    shrunk = ridge_cox(x, years, failed, penalty=1e6)
    assert np.abs(shrunk.coefficients).max() < 0.01


def test_censoring_weights_leave_the_brier_score_of_a_true_forecast_alone():
    rng = np.random.default_rng(7)
    life, watched = rng.exponential(8.0, 60_000), rng.uniform(0.0, 15.0, 60_000)
    outcome, weight = brier_weights(np.minimum(life, watched), life <= watched, at=5.0)
    truth = 1.0 - math.exp(-5.0 / 8.0)
    assert_allclose(np.mean(weight * (truth - outcome) ** 2), truth * (1.0 - truth), atol=0.006)


def test_folds_never_split_a_conflict():
    groups = [f"c{i % 7}" for i in range(50)]
    seen = []
    for train, test in grouped_folds(groups, 3, seed=1):
        assert not {groups[i] for i in train} & {groups[i] for i in test}
        seen += test.tolist()
    assert sorted(seen) == list(range(50))


def test_whole_conflicts_are_drawn():
    value = np.repeat([0.0, 1.0, 2.0], 4)
    draws = cluster_bootstrap(lambda rows: value[rows].mean(), np.repeat([0, 1, 2], 4).tolist(), 400, seed=2)
    assert set(np.round(draws * 3).astype(int)) <= set(range(7))
    assert_allclose(draws * 3, np.round(draws * 3), atol=1e-12)
