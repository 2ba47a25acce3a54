"""The estimate of the front: what is counted in each collapse, and the compiled likelihood against a plain one."""

from __future__ import annotations

import math
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

SCRIPTS = Path(__file__).parents[1] / "scripts"


@pytest.fixture(scope="module")
def scripts() -> Any:
    sys.path.insert(0, str(SCRIPTS))
    try:
        yield import_module("front_cases"), import_module("front_kernel"), import_module("front_inference")
    finally:
        sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="module")
def collapses(scripts) -> dict[str, Any]:
    return {case.key: case for case in scripts[0].read_collapses()}


def test_the_surrender_order_is_one_event(collapses, scripts):
    vietnam, never = collapses["south_vietnam_1975"], scripts[0].NEVER
    last = vietnam.days - 1
    assert vietnam.start.fromordinal(vietnam.start.toordinal() + last) == date(1975, 4, 30)
    fell_on_the_last_day = [u for u, day in zip(vietnam.units, vietnam.fell, strict=True) if day == last]
    assert fell_on_the_last_day == ["Gia Dinh"]
    assert (vietnam.fell < never).sum() == 24
    assert vietnam.fallen_by(last) == 38
    assert vietnam.fallen_by(last + 1) == 44


def test_running_counts_are_those_reported(collapses):
    afghanistan = collapses["afghanistan_2021"]
    counts = [afghanistan.fallen_by((date(2021, 8, d) - afghanistan.start).days) for d in (5, 11, 12, 13, 14, 15)]
    assert counts == [0, 9, 12, 18, 25, 33]


def test_a_unit_taken_by_a_third_party_is_no_fall(collapses, scripts):
    iraq = collapses["iraq_2014"]
    kirkuk = iraq.units.index("Kirkuk")
    assert iraq.fell[kirkuk] == scripts[0].NEVER
    assert iraq.leaves[kirkuk] == (date(2014, 6, 12) - iraq.start).days
    assert iraq.fallen_by(iraq.days - 1) == 2


def test_nothing_reported_later_moves_the_countryside(collapses):
    afghanistan = collapses["afghanistan_2021"]
    day = (date(2021, 7, 9) - afghanistan.start).days
    assert_allclose(afghanistan.countryside[day], 105 / 407)
    assert_allclose(afghanistan.countryside[day + 1], 204 / 407)


def plain_log_likelihood(case: Any, p: np.ndarray, days: range) -> float:
    """The shared-out form over some days, written from its equation without the model's functions."""
    alpha, b_y, b_e, b_d, b_n, tau, n_c, g_e, acc = p
    regions, total = len(case.units), 0.0
    for t in days:
        at_risk = [r for r in range(regions) if case.fell[r] >= t and case.leaves[r] > t]
        lost = np.array([case.fell[r] < t for r in range(regions)])
        momentum = sum(math.exp(-(t - day) / tau) for day in case.fell if day < t)
        weight = np.exp(-b_d * case.difficulty + b_n * (case.neighbours @ lost))
        branching = n_c * math.exp(acc * lost.sum() / regions - g_e * case.support[t])
        for r in at_risk:
            base = math.exp(alpha + b_y * case.countryside[t] - b_e * case.support[t] - b_d * case.difficulty[r])
            hazard = base + branching / tau * momentum * weight[r] / weight[at_risk].sum()
            total += math.log(-math.expm1(-hazard)) if case.fell[r] == t else -hazard
    return total


def test_the_compiled_likelihood_is_the_equation(collapses, scripts):
    p = np.array([-9.0, 4.0, 3.0, 0.6, 1.2, 7.0, 3.0, 2.0, 0.8])
    for case in collapses.values():
        compiled = scripts[2].case_log_likelihood(scripts[2].SHIPPED, p, case)
        first = int(case.recorded.min())
        for days in (range(40), range(first - 10, min(case.days, first + 120))):
            assert_allclose(compiled[days.start : days.stop].sum(), plain_log_likelihood(case, p, days), rtol=1e-9)


def test_futures_without_contagion_fall_at_the_base_rate(collapses, scripts):
    kernel, case = scripts[1], collapses["iraq_2014"]
    p = np.array([-5.0, 0.0, 0.0, 0.0, 0.0, 10.0, 0.0, 0.0, 0.0])
    where = (case.capital, case.recorded, case.leaves, case.neighbours, case.difficulty, case.support, case.countryside)
    days = kernel.futures(kernel.SHARED, np.tile(p, (6000, 1)), np.random.default_rng(1), 10, 20, *where)
    capital_stands = math.exp(-19 * math.exp(-5.0))
    share = 1.0 - math.exp(-20 * math.exp(-5.0))
    expected = len(case.units) * share
    assert expected < days[:, -1].mean() < expected + len(case.units) * (1.0 - capital_stands)
    assert_allclose(days[:, 0].mean(), len(case.units) * -math.expm1(-math.exp(-5.0)), rtol=0.1)
