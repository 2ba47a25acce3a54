"""Floors: what a party signs, gets ratified, stays in for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.models.floors import (
    enforcement,
    faded_bound,
    going_on,
    keep_floor,
    party_floor,
    ratifiable_floor,
    war_utility,
)

share = st.floats(0, 1)
weight = st.floats(0, 5)


def test_the_published_audience_cost() -> None:
    assert ratifiable_floor(0.4, 0.7, 0.5, 1.0) == pytest.approx(0.5, abs=1e-12)


def test_floors_are_fearons_reservation_values() -> None:
    """p = .6, costs .1 and .15 on a scale from the other side's ideal (0) to the own one (1)."""
    assert party_floor(0.0, 1.0, 0.6 - 0.1, 0.0) == pytest.approx(0.5)
    assert party_floor(0.0, 1.0, 0.4 - 0.15, 0.0) == pytest.approx(0.25)


@given(share, share, share, share)
def test_conceding_is_always_open(u_lose: float, gap: float, value: float, relief: float) -> None:
    assert party_floor(u_lose, u_lose + gap, value, relief) >= u_lose
    assert party_floor(u_lose, u_lose + gap, value, relief) <= max(u_lose, war_utility(u_lose, u_lose + gap, value))


@given(share, share, weight, share)
def test_an_audience_only_raises_a_floor_and_not_above_what_was_said(r: float, z: float, a: float, p: float) -> None:
    raised = ratifiable_floor(r, z, a, p)
    assert r <= raised <= max(r, z) + 1e-12
    assert raised <= ratifiable_floor(r, z, a, min(1.0, p + 0.1)) + 1e-12


@given(share, share, share)
def test_the_audience_makes_accepting_at_the_floor_worth_it(r: float, z: float, p: float) -> None:
    """At R what the party gets less what backing down costs it at home is what it would get in private."""
    a = 0.8
    raised = ratifiable_floor(r, z, a, p)
    cost = a * min(1.0, 2 * p) * max(0.0, z - raised)
    assert raised - cost == pytest.approx(r, abs=1e-9)


def test_enforcement_lets_a_rising_party_be_kept_for_less() -> None:
    psi = enforcement(enforcement(0.0, 0.5, 0.2), 1.0, 0.05)
    assert psi == pytest.approx(0.15)
    assert keep_floor(0.4, 0.7, psi) == pytest.approx(0.55)
    assert keep_floor(0.6, 0.7, psi) == pytest.approx(0.6), "never below what can be ratified"


@pytest.mark.parametrize(("bound", "lose"), [(0.6, 1.0), (0.4, 0.0)])
def test_a_red_line_gives_way_in_step_with_defeat(bound: float, lose: float) -> None:
    assert faded_bound(bound, lose, 0.5) == faded_bound(bound, lose, 0.9) == pytest.approx(bound)
    assert faded_bound(bound, lose, 0.25) == pytest.approx((bound + lose) / 2)
    assert faded_bound(bound, lose, 0.0) == pytest.approx(lose)


@given(share, share, share)
def test_holding_out_lies_between_the_floor_and_the_nash_point(r: float, eta: float, nash: float) -> None:
    assert r <= going_on(r, eta, nash) <= max(r, nash) + 1e-12
