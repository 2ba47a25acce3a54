"""The expected-utility model against published rounds, its plain reference, and the laws that it should obey."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.models.bargaining import expected_utility_reference as plain
from detente.models.bargaining.collective import compromise, median
from detente.models.bargaining.expected_utility_model import expected_utility, reading_spread
from detente.models.bargaining.expected_utility_readings import CLOSEST, OPTIONS, READINGS, family

CASE = Path(__file__).parent / "data" / "peers" / "bdm_emissions_1994"
Table = tuple[np.ndarray, np.ndarray, np.ndarray]


def _emissions() -> tuple[Table, dict]:
    rows = list(csv.DictReader((CASE / "input_actors.csv").read_text().splitlines()))
    names = ("capability", "position", "salience_0_100")
    capability, positions, saliences = (np.array([float(row[name]) for row in rows]) for name in names)
    return (capability, positions, saliences), json.loads((CASE / "expected.json").read_text())


def test_mean_and_median_of_the_start() -> None:
    table, expected = _emissions()
    assert compromise(*table)[0] == pytest.approx(expected["hand_check"]["round0_weighted_mean"], abs=1e-12)
    assert median(*table)[0] == expected["hand_check"]["round0_weighted_median"]


def test_equals_the_open_port_in_every_round() -> None:
    table, expected = _emissions()
    history = expected_utility(*table, {"reading": "ScholzCode", "rounds": 7})
    np.testing.assert_allclose(history.medians, expected["jmckib_q1"]["median_r0_to_r7"], rtol=1e-10)
    np.testing.assert_allclose(history.means, expected["jmckib_q1"]["mean_r0_to_r7"], rtol=1e-10)


def test_which_reading_comes_closest_to_the_published_rounds() -> None:
    table, expected = _emissions()
    published = np.array(expected["published_scholz_table2"]["median"])
    errors = {}
    for name in READINGS:
        medians = expected_utility(*table, {"reading": name, "rounds": 8}).medians
        medians = np.concatenate([medians, np.full(9 - len(medians), medians[-1])])
        errors[name] = np.abs(medians[1:] - published).mean()
    assert min(errors, key=lambda name: errors[name]) == CLOSEST
    assert errors[CLOSEST] < 0.09
    named, everything = reading_spread(*table)
    assert everything[0] == 4.0
    assert everything[-1] == 10.0
    assert named["Text"] == 10.0


def _random_table(seed: int, n: int = 6) -> Table:
    rng = np.random.default_rng(seed)
    return rng.uniform(0.1, 1.0, n), rng.uniform(0.0, 100.0, n), rng.uniform(5.0, 95.0, n)


FAMILY = family()


@pytest.mark.parametrize("place", range(0, len(FAMILY), 4))
def test_kernel_equals_the_plain_reference(place: int) -> None:
    reading = FAMILY[place]._replace(range="Current" if place % 8 else "Start")
    capability, positions, saliences = _random_table(place)
    q = 1.0 if place % 3 else 0.7
    options = {"rounds": 1, "q": q, "t": 0.3, **reading._asdict()}
    history = expected_utility(capability, positions, saliences, options)
    low, width = positions.min(), np.ptp(positions)
    weight, s = capability * saliences / 100.0, saliences / 100.0
    moved, exponent, p, own, deals = plain.play_round(reading, weight, (positions - low) / width, s, 1.0, q, 0.3)
    if history.turns == 0:
        np.testing.assert_allclose(moved, (positions - low) / width, atol=1e-12)
        return
    np.testing.assert_allclose(history.positions[1], low + width * moved, atol=1e-8)
    np.testing.assert_allclose(history.exponents[0], exponent, atol=1e-9)
    np.testing.assert_allclose(history.win_prob[0], p, atol=1e-9)
    np.testing.assert_allclose(history.gains[0], own, atol=1e-9)
    kinds = [(deal.actor, deal.partner, plain.KINDS.index(deal.kind)) for deal in history.deals[0]]
    assert kinds == [(i, int(j), int(kind)) for i, (kind, j) in enumerate(deals) if kind > 0]


LAWFUL = [name for name in READINGS if name != "ScholzCode"]
seeds, readings = st.integers(0, 10_000), st.sampled_from(LAWFUL)


@settings(max_examples=60, deadline=None)
@given(seeds, readings, st.floats(0.01, 100.0), st.booleans())
def test_order_mirror_capability_and_hull(seed: int, reading: str, factor: float, coarse: bool) -> None:
    c, x, s = _random_table(seed)
    x = x.round(-1) if coarse else x
    chosen = {"reading": reading, "rounds": 2}
    result = expected_utility(c, x, s, chosen).positions
    order = np.random.default_rng(seed).permutation(len(x))
    np.testing.assert_allclose(
        expected_utility(c[order], x[order], s[order], chosen).positions, result[:, order], atol=1e-5
    )
    np.testing.assert_allclose(expected_utility(c, 100.0 - x, s, chosen).positions, 100.0 - result, atol=1e-5)
    np.testing.assert_allclose(expected_utility(c * factor, x, s, chosen).positions, result, atol=1e-5)
    assert (result >= x.min() - 1e-9).all()
    assert (result <= x.max() + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(seeds, st.sampled_from(list(READINGS)))
def test_equal_actors_move_alike(seed: int, reading: str) -> None:
    c, x, s = (np.concatenate([part, part[:1]]) for part in _random_table(seed))
    positions = expected_utility(c, x, s, {"reading": reading}).positions
    np.testing.assert_allclose(positions[:, 0], positions[:, -1], atol=1e-6)


def test_the_port_that_prefers_low_positions_breaks_the_mirror() -> None:
    """``LowestCompromise`` looks at where a compromise lies, not at how far it is: said in the docs, shown here."""
    (c, x, s), _ = _emissions()
    plain_run = expected_utility(c, x, s, {"reading": "ScholzCode"}).positions
    mirrored = expected_utility(c, 14.0 - x, s, {"reading": "ScholzCode"}).positions
    rounds = min(len(plain_run), len(mirrored))
    assert np.abs(14.0 - mirrored[:rounds] - plain_run[:rounds]).max() > 1.0


def test_actors_who_agree_have_nothing_to_play() -> None:
    history = expected_utility([1.0, 2.0], [30.0, 30.0], [50.0, 50.0])
    assert (history.turns, history.forecast) == (0, 30.0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reading": "Schols"}, "did you mean Scholz"),
        ({"q": 2}, "q: expected a number from 0.0 to 1.0"),
        ({"choice": "Least"}, "did you mean LeastMove"),
        ({"range": "Scale"}, "needs the ends of the scale"),
    ],
)
def test_wrong_settings_are_named(wrong: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        expected_utility([1.0, 2.0], [30.0, 60.0], [50.0, 50.0], wrong)
    assert set(OPTIONS) == {"probability", "votes", "security", "perspective", "choice", "capitulation", "range"}
