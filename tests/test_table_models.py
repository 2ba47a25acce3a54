"""The table's pure functions: laws in time, limits, and the meaning of each number."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.models.table import (
    acceptance_chance,
    acceptance_margin,
    after_refusal,
    deadline_pressure,
    motivation,
    opening_hazard,
    optimism,
    pause_margin,
    pause_value,
    priced_utility,
    proposal_value,
    readiness,
    taste_step,
)

share = st.floats(0, 1)


@given(share, share, st.floats(0, 20))
def test_a_costlier_war_and_a_smaller_gain_raise_the_motive(cost: float, gain: float, slope: float) -> None:
    motive = motivation(cost, gain, slope)
    assert 0 < motive < 1
    assert motivation(cost + 0.1, gain, slope) >= motive >= motivation(cost, gain + 0.1, slope)


@given(share, share, share)
def test_readiness_lies_between_motive_and_hope_and_vanishes_without_hope(m: float, h: float, g: float) -> None:
    ready = readiness(m, h, g)
    assert min(m, h) - 1e-9 <= ready <= max(m, h) + 1e-9
    assert readiness(m, 0.0, 0.5) == 0.0
    assert optimism(1.0, 0.0) == 0.0


def test_a_table_stays_shut_while_a_precondition_fails() -> None:
    assert opening_hazard(0.02, 0.9, False) == 0.0
    assert opening_hazard(0.02, 0.9, True) == pytest.approx(0.018)


@given(st.floats(-0.5, 0.5), st.floats(0.01, 200), st.floats(1, 300))
def test_a_wish_fades_the_same_in_one_step_or_in_many(taste: float, weeks: float, half_life: float) -> None:
    once = taste_step(taste, 0.0, 0.1, half_life, weeks)
    many = taste
    for _ in range(7):
        many = taste_step(many, 0.0, 0.1, half_life, weeks / 7)
    assert many == pytest.approx(once, abs=1e-12)


def test_wishes_have_one_spread_at_any_step() -> None:
    """Variance after a step from rest: sd^2 in all, rho between neighbours, whatever the step."""
    rng = np.random.default_rng(1)
    for weeks in (1 / 7, 1.0, 4.0):
        now = rng.normal(0, 0.1, 40_000)
        then = np.array(
            [taste_step(a, n, 0.1, 52.0, weeks) for a, n in zip(now, rng.normal(size=now.size), strict=True)]
        )
        assert then.std() == pytest.approx(0.1, rel=0.02)
        assert np.corrcoef(now, then)[0, 1] == pytest.approx(2 ** (-weeks / 52), abs=0.01)


@given(st.floats(-1, 1), st.floats(0.01, 1))
def test_the_chance_of_a_yes_is_the_share_of_wishes_that_say_yes(margin: float, sd: float) -> None:
    points = np.linspace(-6, 6, 4001)
    density = np.exp(-(points**2) / 2) / math.sqrt(2 * math.pi)
    yes = density[margin + sd * points > 0].sum() / density.sum()
    assert acceptance_chance(margin, sd) == pytest.approx(yes, abs=2e-3)


def test_who_is_indifferent_signs() -> None:
    assert acceptance_chance(0.0, 0.0) == 1.0
    assert acceptance_margin(0.5, max(0.4, 0.5), 0.0) == 0.0
    assert acceptance_margin(0.0, -0.1, 0.0) == 0.1  # pressed below the worst terms


@given(share, share, share)
def test_expected_values_are_mixtures(u: float, other: float, chance: float) -> None:
    assert min(u, other) - 1e-12 <= proposal_value(u, other, chance) <= max(u, other) + 1e-12
    assert priced_utility(u, other, 1 - chance) == pytest.approx(proposal_value(u, other, chance))


@given(share, share, st.floats(0.9, 0.9999), st.floats(0.1, 60))
def test_only_those_who_would_lose_by_fighting_pause(held: float, value: float, discount: float, weeks: float) -> None:
    """With the flow, a pause is worth more than war iff holding is worth more than war: a rising party refuses."""
    lasting = 1.0 - discount**weeks
    margin = pause_margin(pause_value(held, value, 1.0, discount, weeks), value, 0.0, lasting)
    if abs(held - value) > 1e-9:
        assert (margin > 0) == (held > value)


def test_a_rising_party_pauses_until_the_patron_has_gone() -> None:
    """It refuses a pause that changes nothing, and takes one during which its rival's support ends."""
    assert pause_margin(pause_value(0.4, 0.6, 1.0, 0.998, 8), 0.6, 0.0, 0.016) < 0
    assert pause_margin(pause_value(0.4, 0.8, 1.0, 0.998, 8), 0.6, 0.0, 0.016) > 0


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(0.01, 0.3), st.floats(1, 26))
def test_a_wish_weighs_on_a_pause_as_on_terms_of_the_same_worth(
    held: float, value: float, taste: float, weeks: float
) -> None:
    """Ground held with a wish beside it is a pause exactly where terms worth as much, with that wish, beat the war."""
    lasting = 1.0 - 0.998**weeks
    margin = pause_margin(pause_value(held, value, 1.0, 0.998, weeks), value, taste, lasting)
    assert margin == pytest.approx(lasting * (held + taste - value), abs=1e-12)


@given(st.floats(-0.1, 0.1), st.floats(0.02, 0.2), st.floats(-0.3, 0.3))
def test_a_refusal_cuts_off_the_wishes_that_would_have_signed(mean: float, sd: float, margin: float) -> None:
    wishes = mean + sd * np.random.default_rng(3).standard_normal(200_000)
    left = wishes[wishes < -margin]
    after, spread = after_refusal(mean, sd, margin)
    assert after <= mean
    assert spread <= sd
    if len(left) > 2_000:
        assert after == pytest.approx(left.mean(), abs=5 * sd / np.sqrt(len(left)))
        assert spread == pytest.approx(left.std(), rel=0.1)


def test_nothing_is_left_to_hold_out_for_on_the_last_day() -> None:
    left = [deadline_pressure(weeks, 4.0) for weeks in (8.0, 4.0, 2.0, 0.5)]
    assert left == [1.0, 1.0, 0.5, 0.125]
