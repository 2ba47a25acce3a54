"""The exchange model against DECIDE's first round, its plain reference, and the laws that it should obey."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.models.bargaining import exchange_reference
from detente.models.bargaining.collective import compromise, median
from detente.models.bargaining.exchange_model import exchange

COP21 = Path(__file__).parent / "data" / "peers" / "cop21"
Table = tuple[np.ndarray, np.ndarray, np.ndarray]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((COP21 / name).read_text().splitlines()))


def _cop21() -> tuple[list[str], list[str], Table]:
    rows = _rows("input.csv")
    actors, issues = (list(dict.fromkeys(row[name] for row in rows)) for name in ("actor", "issue"))
    table = np.full((3, len(actors), len(issues)), np.nan)
    for row in rows:
        place = actors.index(row["actor"]), issues.index(row["issue"])
        table[(slice(None), *place)] = [float(row[name]) for name in ("power", "position", "salience")]
    return actors, issues, (table[0], table[1], table[2])


def test_weighted_means_of_the_paris_talks() -> None:
    _, issues, table = _cop21()
    expected = {row["issue"]: float(row["compromise_mean"]) for row in _rows("expected_compromise.csv")}
    for issue, mean in zip(issues, compromise(*table), strict=True):
        assert mean == pytest.approx(expected[issue], abs=1e-9)


def test_first_exchanges_of_the_paris_talks() -> None:
    actors, issues, table = _cop21()
    made = exchange(*table, {"rounds": 1}, full_salience=1.0).exchanges[0]
    for offer, row in zip(made, _rows("decide_equalgain_round1_top_exchanges.csv"), strict=False):
        assert (actors[offer.i], issues[offer.q]) == (row["actor_i"], row["supply_i"])
        assert (actors[offer.j], issues[offer.p]) == (row["actor_j"], row["supply_j"])
        assert offer.gain == pytest.approx(float(row["gain_i"]), abs=1e-6)
        assert offer.move_i == pytest.approx(float(row["move_i"]), abs=1e-6)
        assert offer.move_j == pytest.approx(float(row["move_j"]), abs=1e-6)


def _random_table(seed: int, n: int = 6, K: int = 4) -> Table:
    rng = np.random.default_rng(seed)
    return rng.uniform(1.0, 10.0, n), rng.uniform(0.0, 100.0, (n, K)), rng.uniform(5.0, 95.0, (n, K))


@pytest.mark.parametrize("cap", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_kernel_equals_the_plain_reference(seed: int, cap: bool) -> None:
    capability, positions, saliences = _random_table(seed)
    positions = positions.round(-1) if seed % 2 else positions
    s = saliences / 100.0
    weight = capability[:, None] * s
    draws = np.random.Generator(np.random.Philox(key=[seed, 0])).random(15 * 6)
    y, made = exchange_reference.play_round(weight, positions, s, cap, draws)
    history = exchange(capability, positions, saliences, {"rounds": 1, "cap_at_demand": cap}, seed=seed)
    np.testing.assert_allclose(history.voting[1], y, atol=1e-9)
    np.testing.assert_allclose(np.array(history.exchanges[0]), np.array(made), atol=1e-9)
    kept = 0.4 * (1.0 - s) + 0.1
    np.testing.assert_allclose(history.positions[1], positions + kept * (y - positions), atol=1e-9)


seeds = st.integers(0, 10_000)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_both_sides_gain_alike_and_no_outcome_passes_its_buyer(seed: int) -> None:
    capability, x, saliences = _random_table(seed)
    s = saliences / 100.0
    weight = capability[:, None] * s
    share, outcome = weight / weight.sum(axis=0), compromise(capability, x, saliences)
    for offer in exchange(capability, x, saliences, {"rounds": 1}).exchanges[0]:
        i, j, p, q = offer.i, offer.j, offer.p, offer.q
        dp, dq = offer.move_j * share[j, p], offer.move_i * share[i, q]
        gain_i = (abs(x[i, p] - outcome[p]) - abs(x[i, p] - outcome[p] - dp)) * s[i, p] - abs(dq) * s[i, q]
        gain_j = (abs(x[j, q] - outcome[q]) - abs(x[j, q] - outcome[q] - dq)) * s[j, q] - abs(dp) * s[j, p]
        assert gain_i == pytest.approx(offer.gain, abs=1e-9)
        assert gain_j == pytest.approx(offer.gain, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(seeds, st.floats(0.01, 100.0))
def test_order_mirror_capability_and_hull(seed: int, factor: float) -> None:
    capability, x, s = _random_table(seed)
    plain = exchange(capability, x, s)
    order = np.random.default_rng(seed).permutation(len(x))
    np.testing.assert_allclose(exchange(capability[order], x[order], s[order]).forecast, plain.forecast, atol=1e-6)
    np.testing.assert_allclose(exchange(capability, 100.0 - x, s).forecast, 100.0 - plain.forecast, atol=1e-6)
    np.testing.assert_allclose(exchange(capability * factor, x, s).forecast, plain.forecast, atol=1e-6)
    assert (plain.voting >= x.min(axis=0) - 1e-9).all()
    assert (plain.voting <= x.max(axis=0) + 1e-9).all()


def test_twins_trade_equally_often_when_ties_are_drawn() -> None:
    """Only one of two twins can have the partner, so the law of equal actors holds over draws, not in each."""
    table = [2.0, 1.0, 1.0], [[0.0, 0.0], [100.0, 100.0], [100.0, 100.0]], [[90.0, 20.0], [30.0, 80.0], [30.0, 80.0]]
    first = [exchange(*table, {"rounds": 1}, seed=seed).exchanges[0][0] for seed in range(400)]
    partners = np.array([max(offer.i, offer.j) for offer in first])
    assert (partners == 1).sum() == pytest.approx(200, abs=4.0 * 10.0)
    again = exchange(*table, {"rounds": 1}, seed=7).exchanges[0][0]
    assert again == first[7]


def test_absent_actors_neither_trade_nor_count() -> None:
    capability, x, s = _random_table(1)
    x[2, 0] = np.nan
    history = exchange(capability, x, s, {"rounds": 1})
    assert np.isnan(history.voting[1][2, 0])
    assert not [o for o in history.exchanges[0] if 2 in (o.i, o.j) and 0 in (o.p, o.q)]
    assert np.isfinite(history.forecast).all()


@settings(max_examples=40, deadline=None)
@given(seeds, st.floats(0.01, 100.0))
def test_mean_and_median_keep_the_laws(seed: int, factor: float) -> None:
    capability, x, s = _random_table(seed, n=5, K=2)
    x = x.round(-1)
    order = np.random.default_rng(seed).permutation(len(x))
    for model in (compromise, median):
        result = model(capability, x, s)
        np.testing.assert_allclose(model(capability[order], x[order], s[order]), result, atol=1e-9)
        np.testing.assert_allclose(model(capability, 100.0 - x, s), 100.0 - result, atol=1e-9)
        np.testing.assert_allclose(model(capability * factor, x, s), result, atol=1e-9)
        assert (result >= x.min(axis=0) - 1e-9).all()
        assert (result <= x.max(axis=0) + 1e-9).all()


def test_median_takes_the_middle_of_an_even_split() -> None:
    assert median([1.0, 1.0], [0.0, 50.0], [1.0, 1.0]).tolist() == [25.0]
    assert median([1.0, 1.0, 1.0], [0.0, 50.0, 90.0], [1.0, 1.0, 0.0]).tolist() == [25.0]


def test_wrong_tables_are_named() -> None:
    with pytest.raises(InputError, match="two issues or more"):
        exchange([1.0, 1.0], [0.0, 1.0], [1.0, 1.0])
    with pytest.raises(InputError, match="at most 1"):
        exchange([1.0, 1.0], [[0.0, 1.0], [1.0, 0.0]], [[50.0, 1.0], [1.0, 1.0]], full_salience=1.0)
    with pytest.raises(InputError, match="did you mean rounds"):
        exchange([1.0, 1.0], [[0.0, 1.0], [1.0, 0.0]], [[50.0, 1.0], [1.0, 1.0]], {"round": 3})
    with pytest.raises(InputError, match="no actor with a position"):
        compromise([1.0, 1.0], [0.0, 1.0], [0.0, 0.0])
