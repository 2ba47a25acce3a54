"""Signals, spoilers and trust: Bayes' rule, tempered by who speaks and how it reached the hearer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.load import read_case
from detente.engine.build_effects import _as_told
from detente.engine.sheet import make_sheet
from detente.models.bargaining.trust import trust_threshold
from detente.models.signals import (
    chain_credibility,
    close_gap,
    evidence_weight,
    log_odds,
    public_audience,
    public_bottom_line,
    update,
)
from detente.models.spoilers import attack_hazard, trust_after_attack, trust_after_clause

belief = st.floats(0.01, 0.99)
share = st.floats(0, 1)


@given(belief, st.floats(-4, 4))
def test_a_fully_believed_source_is_bayes_rule(p: float, log_lr: float) -> None:
    ratio = math.exp(log_lr)
    assert update(p, 1.0, log_lr) == pytest.approx(p * ratio / (p * ratio + 1 - p))


@given(belief, share, st.floats(-4, 4))
def test_statements_add_up_in_any_order_and_refusals_move_nothing(p: float, rho: float, log_lr: float) -> None:
    there = update(update(p, rho, log_lr), 0.5, 1.0)
    back = update(update(p, 0.5, 1.0), rho, log_lr)
    assert there == pytest.approx(back, abs=1e-9)
    assert update(p, rho, 0.0) == pytest.approx(p, abs=1e-9)


@given(belief, share, share, st.floats(0, 4))
def test_hearsay_moves_less_than_its_weakest_teller(p: float, a: float, b: float, log_lr: float) -> None:
    told = chain_credibility(np.array([a, b]))
    assert told <= min(a, b) + 1e-12
    assert update(p, told, log_lr) <= update(p, min(a, b), log_lr) + 1e-12


def test_a_confirmed_leak_moves_more_than_an_unconfirmed_one() -> None:
    confirmed, bare = evidence_weight(0.8, 1.0, 0.86), evidence_weight(0.8, 1.0, 0.54)
    assert update(0.7, confirmed, -1.0) < update(0.7, bare, -1.0) < 0.7


def test_the_flagships_signals_weigh_what_the_ledger_says() -> None:
    """The same source weighs less for the same hearer where the statement is less verified or passed through hands."""
    case = read_case("afghanistan-2021")
    sheet = make_sheet(case, draws=3)
    source = np.full(3, 0.8)
    weights = {signal.statement: _as_told(sheet, signal.statement, "government", source)[0] for signal in case.signals}
    for name, weight in weights.items():
        assert weight <= 0.8 * case.ledger[name].weight + 1e-12
    assert len({round(weight, 6) for weight in weights.values()}) > 1, "statements of several states weigh differently"


@given(belief, share, st.floats(0, 3))
def test_going_public_ties_the_speaker(z: float, rho: float, strength: float) -> None:
    assert public_bottom_line(z, rho, strength) >= z - 1e-9
    assert public_audience(0.6, rho, strength) >= 0.6
    assert log_odds(public_bottom_line(z, rho, strength)) == pytest.approx(log_odds(z) + rho * strength, abs=1e-6)


@given(st.floats(-2, 2), st.floats(-2, 2), share)
def test_a_believed_report_closes_its_share_of_the_gap(one: float, other: float, mu: float) -> None:
    gap = abs(close_gap(one, other, mu) - close_gap(other, one, mu))
    assert gap == pytest.approx((1 - mu) * abs(one - other), abs=1e-12)


@given(belief, share)
def test_an_attack_teaches_as_kydd_and_walter_say(trust: float, control: float) -> None:
    after = trust_after_attack(trust, control)
    assert after <= trust + 1e-12
    assert trust_after_attack(trust, 0.0) == pytest.approx(trust), "nothing, if moderates control nothing"
    assert trust_after_attack(trust, 1.0) == 0.0, "everything, with full control and full effort"
    assert after == pytest.approx(trust * (1 - control) / (trust * (1 - control) + 1 - trust))


def test_attacks_can_push_trust_below_what_cooperation_needs() -> None:
    threshold = trust_threshold(cooperation=4.0, defection=1.0, sucker=0.0, temptation=3.0)
    assert trust_after_attack(0.6, 0.5) < threshold <= 0.6


@given(belief, belief, belief)
def test_clauses_teach_by_bayes_rule(trust: float, good: float, bad: float) -> None:
    high, low = max(good, bad), min(good, bad)
    kept, breached = trust_after_clause(trust, True, high, low), trust_after_clause(trust, False, high, low)
    assert breached - 1e-9 <= trust <= kept + 1e-9
    expected = (trust * high + (1 - trust) * low) * kept + (trust * (1 - high) + (1 - trust) * (1 - low)) * breached
    assert expected == pytest.approx(trust, abs=1e-9), "what one expects to learn is nothing"


def test_spoilers_strike_at_what_threatens_them() -> None:
    assert attack_hazard(0.3, 0.6, 0.7, True) == 0.0
    assert attack_hazard(0.3, 0.6, 0.2, False) == 0.0
    assert attack_hazard(0.3, 0.6, 0.2, True) == pytest.approx(0.12)
