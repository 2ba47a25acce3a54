"""Clauses and settlements: breach, lateness, verification, breaking; reviews and beliefs of patrons and clients."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.models.deals import (
    BREACHED,
    DISPUTED,
    KEPT,
    NEVER,
    broken_share,
    chance,
    hazard,
    lateness,
    leaves,
    reported_status,
    settlement_break_hazard,
    temptation,
)
from detente.models.patrons import (
    CONDITION,
    EXTEND,
    KEEP,
    LEAVE,
    civilians_out,
    keeping_utility,
    lasting_belief,
    leaving_utility,
    review,
    review_chances,
    staying_utility,
)
from detente.models.table import priced_utility

share = st.floats(0, 1)
logit = st.floats(-5, 5)


@given(st.floats(0, 0.999), st.integers(1, 60))
def test_hazards_do_not_depend_on_the_step(weekly: float, pieces: int) -> None:
    rate = hazard(weekly)
    survived = (1 - chance(rate, 7 / pieces)) ** pieces
    assert 1 - survived == pytest.approx(weekly, abs=1e-9)


@given(share, share, st.floats(-0.2, 0.2))
def test_a_penalty_never_tempts(gain: float, penalty: float, taste: float) -> None:
    assert temptation(gain, penalty + 0.1, taste) < temptation(gain, penalty, taste)


def test_lateness_has_the_shares_and_the_median_that_it_is_given() -> None:
    rng = np.random.default_rng(2)
    days = np.array(
        [
            lateness(u, n, 0.18, 0.24, 120.0, 1.2)
            for u, n in zip(rng.random(20_000), rng.normal(size=20_000), strict=True)
        ]
    )
    assert (days == 0).mean() == pytest.approx(0.18, abs=0.01)
    assert (days == NEVER).mean() == pytest.approx(0.24, abs=0.01)
    late = days[days > 0]
    assert np.median(late) == pytest.approx(120, rel=0.05)
    assert np.log(late).std() == pytest.approx(1.2, rel=0.03)


def test_all_certain_is_the_calendar() -> None:
    """On time for sure, no misses, no alarms, no taste: kept on its day."""
    for u in (0.0, 0.5, 0.999):
        assert lateness(u, 3.0, 1.0, 0.0, 120.0, 1.0) == 0.0
        assert reported_status(False, 0.0, 0.0, u) == KEPT
        assert reported_status(True, 0.0, 0.0, u) == BREACHED


def test_verification_misses_and_raises_false_alarms_as_often_as_said() -> None:
    draws = np.random.default_rng(3).random(20_000)
    seen = np.array([reported_status(True, 0.1, 0.02, u) for u in draws])
    assert (seen == KEPT).mean() == pytest.approx(0.1, abs=0.01)
    seen = np.array([reported_status(False, 0.1, 0.02, u) for u in draws])
    assert (seen == DISPUTED).mean() == pytest.approx(0.02, abs=0.005)


def test_a_settlement_breaks_when_war_pays_and_sooner_with_open_breaches() -> None:
    assert leaves(0.7, 0.5, 0.15)
    assert not leaves(0.64, 0.5, 0.15)
    assert settlement_break_hazard(0.0006, 2, 0.01) == pytest.approx(0.0206)


@given(st.floats(0.0001, 0.2), st.floats(0.9, 0.9999), share, share)
def test_the_price_of_breaking_is_the_present_value(h: float, discount: float, u: float, w: float) -> None:
    """Against the integral of the discounted flow with an exponential break."""
    rho = -np.log(discount)
    t = np.linspace(0, 60 / (rho + h), 20_001)
    stands = np.exp(-h * t)
    flow = rho * np.exp(-rho * t) * (stands * u + (1 - stands) * w)
    exact = np.trapezoid(flow, t) + np.exp(-rho * t[-1]) * w
    assert priced_utility(u, w, broken_share(h, discount)) == pytest.approx(exact, abs=2e-4)


@given(logit, logit, logit, logit, st.booleans())
def test_a_review_is_a_softmax(stay: float, date: float, now: float, condition: float, here: bool) -> None:
    chances = review_chances(stay, date, now, condition, here)
    assert sum(chances) == pytest.approx(1)
    assert chances[CONDITION] / chances[EXTEND] == pytest.approx(np.exp(condition))
    assert chances[EXTEND] / chances[KEEP] == pytest.approx(np.exp(stay - date))
    assert (chances[LEAVE] == 0) == here
    drawn = [review(*chances[:3], u) for u in np.linspace(0, 0.9999, 2001)]
    for option in (KEEP, EXTEND, CONDITION, LEAVE):
        assert drawn.count(option) / 2001 == pytest.approx(chances[option], abs=2e-3)


@given(st.floats(-3.0, 0.0), st.floats(0.0, 0.2), st.floats(0.0, 3.0), st.floats(0.0, 2.0))
def test_going_later_puts_a_loss_off_and_costs_until_then(
    leave: float, cost: float, weight: float, years: float
) -> None:
    later = keeping_utility(leave, cost, weight, years, 0.9)
    assert keeping_utility(leave, cost, weight, 0.0, 0.9) == leave
    assert keeping_utility(leave, 0.0, weight, years, 0.9) >= leave
    assert later <= keeping_utility(leave, 0.0, weight, years, 0.9)


def test_a_longer_war_brings_patrons_home_and_a_looming_loss_keeps_them() -> None:
    def stays(years: float, loss: float) -> float:
        go = leaving_utility(loss, 0.0, 2.0, 0.5)
        _, extend, condition, _ = review_chances(staying_utility(0.03, years, 1.0, -1.8), go, go, 0.0, True)
        return extend + condition

    assert stays(20, 0.3) < stays(2, 0.3)
    assert stays(20, 0.8) > stays(20, 0.3)
    assert leaving_utility(0.5, 0.4, 2.0, 1.0) < leaving_utility(0.5, 0.0, 2.0, 1.0)


@given(st.floats(0.01, 0.99), share)
def test_a_trusting_client_believes_longer(belief: float, gone: float) -> None:
    rival, client = lasting_belief(belief, gone, 0.9), lasting_belief(belief, gone, 0.3)
    assert rival <= client <= belief + 1e-9
    assert lasting_belief(lasting_belief(belief, gone, 0.3), -gone, 0.3) == pytest.approx(belief, abs=1e-6)


def test_people_leave_only_while_somebody_takes_them() -> None:
    assert civilians_out(500, 0.0, 7) == 0
    assert civilians_out(500, 1.0, 7) == 3500
