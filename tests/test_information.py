"""Talk, signals, mediators, trust and cascades: published numbers, no profitable lie, limits; compiled cores."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.models.bargaining import crisis, offers, trust
from detente.models.bargaining.information import cheap_talk, costly_signal, threshold_cascade
from detente.models.bargaining.trust import (
    attack_pays,
    mediator_bias_range,
    mediator_credibility,
    trust_after,
    trust_threshold,
)

shares = st.floats(0.0, 1.0)


# Cheap talk


def test_crawford_sobel() -> None:
    talk = cheap_talk(1 / 20)
    assert talk.messages == 3
    assert talk.cuts == pytest.approx((0.133333, 0.466667), abs=1e-6)


@given(st.floats(0.001, 0.6))
def test_a_sender_at_a_cut_does_not_care_which_message_it_sends(bias: float) -> None:
    talk = cheap_talk(bias)
    for cut, below, above in zip(talk.cuts, talk.actions, talk.actions[1:], strict=False):
        assert (below - cut - bias) ** 2 == pytest.approx((above - cut - bias) ** 2, abs=1e-9)
    assert list(talk.cuts) == sorted(talk.cuts)
    edges = (0.0, *talk.cuts, 1.0)
    left = sum((high - low) ** 3 / 12 for low, high in itertools.pairwise(edges))
    assert talk.residual_variance == pytest.approx(left, abs=1e-9)
    more = talk.messages + 1
    assert 2 * more * (more - 1) * bias >= 1 - 1e-9
    mirrored = cheap_talk(-bias)
    assert mirrored.cuts == pytest.approx([1 - cut for cut in reversed(talk.cuts)])


def test_too_large_a_bias_is_babbling() -> None:
    assert cheap_talk(0.25).messages == cheap_talk(3.0).messages == 1
    assert cheap_talk(0.2499).messages == 2


# Costly signals


@given(shares, st.floats(0.01, 1), st.floats(0.1, 2), st.floats(0.05, 1), st.floats(0, 3), st.floats(0, 3))
def test_nobody_gains_by_another_signal(q: float, line: float, high: float, part: float, m: float, a: float) -> None:
    low = high * part
    found = costly_signal(q, line, high, low, sunk=m, tied=a)
    worth_high = found.yields * high - m
    worth_low = found.yields * low - m - (1 - found.yields) * a
    if found.kind == "needless":
        assert q >= line
        return
    if found.kind == "separating":
        assert worth_high >= -1e-12
        assert low - m <= 1e-12  # a bluff would be believed, and still not pay
    if found.kind == "partly":
        assert worth_low == pytest.approx(0.0, abs=1e-9)  # the unresolved mix, so they do not care
        assert worth_high >= -1e-9
        assert 0 <= found.unresolved_sends <= 1
        sent = q * found.resolved_sends + (1 - q) * found.unresolved_sends
        assert q * found.resolved_sends / sent == pytest.approx(found.belief)
        assert found.belief == pytest.approx(line)  # the other side mixes, so it does not care either
    if found.kind == "none":
        assert m > high or q == 0 or (m == 0 and a == 0)


def test_dearer_signals_carry_further_up_to_what_they_are_worth() -> None:
    kinds = [costly_signal(0.2, 0.5, 1.0, 0.4, sunk=m).kind for m in (0.0, 0.2, 0.4, 1.0, 1.1)]
    assert kinds == ["none", "partly", "separating", "separating", "none"]
    bluffs = [costly_signal(0.2, 0.5, 1.0, 0.4, tied=a).yields for a in (0.1, 1.0, 10.0)]
    assert bluffs == sorted(bluffs)


# Mediators

COSTS = {"cost_unresolved": 0.3, "cost_resolved": 0.1}


@given(st.floats(0.001, 0.6), st.floats(0.001, 2.0), st.floats(0, 0.3))
def test_a_mediator_without_bias_moves_nothing_if_any_risk_is_left(risk: float, stake: float, wrong: float) -> None:
    low, high = mediator_bias_range(stake, risk, **COSTS, false_alarm=wrong)
    assert not low <= 0.0 <= high
    assert mediator_credibility(0.0, stake, risk, **COSTS, false_alarm=wrong) == 0.0


def test_without_any_risk_an_unbiased_mediator_has_no_reason_to_lie() -> None:
    low, high = mediator_bias_range(0.2, 0.0, **COSTS, false_alarm=0.0)
    assert low <= 0.0 <= high
    assert mediator_credibility(0.0, 0.2, 0.0, **COSTS, false_alarm=0.0) == 1.0


def lie_pays(bias: float, stake: float, risk: float, wrong: float) -> bool:
    """Compare what a believed mediator gets from each report, whichever of the two it has learned (p = .5)."""
    p = 0.5
    for resolved in (risk, 1 - wrong):
        press = bias * ((1 - resolved) * (p + COSTS["cost_unresolved"]) + resolved * p) - resolved * stake
        hold = bias * (p + COSTS["cost_resolved"])
        lie, truth = (hold, press) if resolved == risk else (press, hold)
        if lie > truth + 1e-12:
            return True
    return False


@given(st.floats(-1, 3), st.floats(0, 2), st.floats(0, 0.6), st.floats(0, 0.6))
def test_a_mediator_in_the_range_tells_the_truth(bias: float, stake: float, risk: float, wrong: float) -> None:
    assume(risk < 1 - wrong)
    low, high = mediator_bias_range(stake, risk, **COSTS, false_alarm=wrong)
    assume(abs(bias - low) > 1e-9 and abs(bias - high) > 1e-9)
    assert (low <= bias <= high) == (not lie_pays(bias, stake, risk, wrong))


def test_credibility_is_the_share_of_stakes_at_which_truth_pays() -> None:
    rng = np.random.default_rng(8)
    for bias, mean, risk, wrong in (
        (0.3, 0.2, 0.1, 0.0),
        (0.5, 1.0, 0.2, 0.5),
        (1.5, 0.3, 0.3, 0.6),
        (-0.3, 0.2, 0.1, 0),
    ):
        stakes = rng.exponential(mean, 20_000)
        honest = [
            lo <= bias <= hi for lo, hi in (mediator_bias_range(s, risk, **COSTS, false_alarm=wrong) for s in stakes)
        ]
        claimed = mediator_credibility(bias, mean, risk, **COSTS, false_alarm=wrong)
        assert claimed == pytest.approx(np.mean(honest), abs=0.012)


@given(st.floats(0, 2), st.floats(0, 1), st.floats(0.01, 2), st.floats(0, 1), st.floats(0.01, 0.6))
def test_friends_are_believed_more_and_interested_ones_less(
    bias: float, more: float, stake: float, dearer: float, risk: float
) -> None:
    plain = mediator_credibility(bias, stake, risk, **COSTS, false_alarm=0.0)
    assert mediator_credibility(bias + more, stake, risk, **COSTS, false_alarm=0.0) >= plain
    assert mediator_credibility(bias, stake + dearer, risk, **COSTS, false_alarm=0.0) <= plain
    assert mediator_credibility(-bias - 0.01, stake, risk, **COSTS, false_alarm=0.0) == 0.0


# Trust and spoilers


@given(shares, st.floats(0.01, 3), st.floats(0.01, 3), st.floats(-2, 2))
def test_trust_threshold_is_where_cooperation_pays(t: float, risk: float, reward: float, base: float) -> None:
    c, d, s, temptation = base + reward, base, base - risk, base
    threshold = trust_threshold(c, d, s, temptation)
    assert threshold == pytest.approx((d - s) / ((d - s) + (c - temptation)), abs=1e-9)
    assume(abs(t - threshold) > 1e-6)
    assert (t >= threshold) == (t * c + (1 - t) * s > t * temptation + (1 - t) * d)


def test_trust_threshold_without_a_dilemma() -> None:
    assert trust_threshold(3, 1, 2, 0) == 0.0
    assert trust_threshold(1, 1, 0, 3) == math.inf


@given(shares, shares, shares)
def test_what_an_attack_teaches(t: float, control: float, rate: float) -> None:
    assert trust_after(t, True, 0.0, 1.0, rate) == pytest.approx(t)
    assert trust_after(t, True, control, 0.0, rate) == pytest.approx(t)
    if t < 1:
        assert trust_after(t, True, 1.0, 1.0, rate) == 0.0
    assert trust_after(t, True, control, 1.0, rate) <= t + 1e-12 <= trust_after(t, False, control, 1.0, rate) + 2e-12


@given(st.floats(0.01, 0.99), shares, shares, st.floats(0.01, 0.99))
def test_trust_is_a_martingale(t: float, control: float, effort: float, rate: float) -> None:
    attack = t * rate * (1 - control * effort) + (1 - t) * rate
    expected = attack * trust_after(t, True, control, effort, rate)
    expected += (1 - attack) * trust_after(t, False, control, effort, rate)
    assert expected == pytest.approx(t, abs=1e-9)


def test_extremists_attack_when_it_can_wreck_the_deal() -> None:
    assert attack_pays(0.6, 0.5, control=0.5, effort=1.0)
    assert not attack_pays(0.4, 0.5, control=0.5, effort=1.0)
    assert not attack_pays(0.95, 0.5, control=0.5, effort=1.0)
    assert not attack_pays(0.6, 0.5, control=0.0, effort=1.0)


# Cascades


def test_granovetter() -> None:
    assert threshold_cascade(range(100)).final == 100
    assert threshold_cascade([0, 2, *range(2, 100)]).final == 1
    assert threshold_cascade(range(100)).path == tuple(range(101))


@given(st.lists(st.integers(0, 30), max_size=30), st.integers(0, 5))
def test_a_cascade_ends_where_nobody_more_wants_to_join(thresholds, start: int) -> None:
    found = threshold_cascade(thresholds, start)
    assert found.final == sum(t <= found.final + start for t in thresholds)
    acting = 0
    while (joined := sum(t <= acting + start for t in thresholds)) > acting:
        acting = joined
    assert acting == found.final
    assert threshold_cascade(thresholds[::-1], start) == found
    assert threshold_cascade(thresholds, start + 1).final >= found.final


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cheap_talk(0.0), "bias: expected a number other than 0"),
        (lambda: costly_signal(0.2, 0.5, 0.4, 1.0), "gain_resolved: expected at least gain_unresolved"),
        (lambda: costly_signal(0.2, 0.0, 1.0, 0.4), "threshold: expected a number above 0"),
        (lambda: threshold_cascade([-1]), "thresholds"),
        (lambda: mediator_credibility(0.1, -1, 0.1, 0.3, 0.1, 0), "stake: expected a number that is not negative"),
        (lambda: trust_after(1.2, True, 0.5, 1, 0.1), "trust: expected a number from 0 to 1"),
    ],
)
def test_wrong_arguments_say_what_would_be_right(call, words: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert words in str(caught.value)


# Compiled


def compiled_cases() -> list[tuple]:
    schedule = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.3, 0.6])
    return [
        (crisis.audience_floor_core, (0.4, 0.5, 0.7)),
        (crisis.bargaining_range_core, (0.6, 0.1, 0.15)),
        (crisis.shift_brings_war_core, (0.3, 0.8, 0.5, 0.9)),
        (crisis.peaceful_two_period_core, (0.6, 0.5, 0.9, 1.0)),
        (crisis.credible_slack_core, (*schedule, 0.9)),
        (crisis.fixed_terms_slack_core, schedule),
        (offers.rubinstein_core, (0.9, 0.8, 0.1, 0.7, 0.2, 0.1)),
        (offers.stahl_core, (0.9, 0.8, 0.1, 0.2, 0.2, 0.1, 0.0, 0.0, 7)),
        (offers.waits_for_deadline_core, (0.9, 0.2)),
        (trust.attack_pays_core, (0.6, 0.5, 0.5, 1.0)),
        (trust.mediator_bias_range_core, (0.2, 0.1, 0.3, 0.1, 0.0)),
        (trust.mediator_credibility_core, (0.3, 0.2, 0.1, 0.3, 0.1, 0.5)),
        (trust.trust_after_core, (0.6, False, 0.5, 1.0, 0.3)),
        (trust.trust_threshold_core, (1.0, 0.0, -1.0, 0.5)),
    ]


def test_every_core_compiles_and_gives_the_same_numbers() -> None:
    from numba import njit

    for core, arguments in compiled_cases():
        compiled = njit(core)
        assert compiled(*arguments) == pytest.approx(core(*arguments), abs=1e-15), core.__name__
