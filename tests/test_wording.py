from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.views import titles
from detente.views.wording import change, difference, fewer_than, hundred, in_hundred, nearest_hundred, number, span

SHARES = st.floats(0, 1)
UNSAID = re.compile(r"%|probab|likel|chance|odds|certain|never", re.IGNORECASE)


@given(SHARES, st.integers(1, 1_000_000))
def test_a_share_is_said_per_hundred_and_never_as_a_probability(share: float, runs: int) -> None:
    said = in_hundred(share, runs)
    assert not UNSAID.search(said)
    assert said.startswith(("none of", "all of", "fewer than 1 in 100", "more than 99 in 100")) or re.fullmatch(
        r"\d+ in 100", said
    )


@given(SHARES)
def test_rounding_stays_within_half_a_future(share: float) -> None:
    text = hundred(share)
    if text not in ("<1", ">99"):
        assert abs(int(text) - 100 * share) <= 0.5 + 1e-6
    else:
        assert 0 < share < 1


@given(st.tuples(*[st.floats(-1, 1)] * 3).map(sorted))
def test_a_difference_has_a_direction_only_if_its_range_clears_zero(ends: list[float]) -> None:
    low, mid, high = ends
    said = difference(low, mid, high)
    if low <= 0 <= high:
        assert said.startswith("no clear difference")
        assert "more" not in said
        assert "fewer" not in said
    else:
        assert ("more" if low > 0 else "fewer") in said


@given(st.integers(1, 10**9))
def test_none_of_so_many_never_claims_more_than_the_rule_of_three(runs: int) -> None:
    bound = int(fewer_than(runs).rsplit(" ", 1)[1].replace(",", ""))
    assert 1 <= bound <= max(runs / 3, 1)
    assert bound >= 0.9 * runs / 3 - 1


@given(st.floats(-1, 1))
def test_changes_carry_a_true_minus(share: float) -> None:
    text = change(share)
    assert "-" not in text
    assert text.startswith(("+", "\u2212")) or text == "0"


@given(st.floats(-1e6, 1e6))
def test_numbers_are_short_and_signed_right(value: float) -> None:
    text = number(value)
    read = float(text.replace("\u2212", "-").replace(",", ""))
    assert abs(read - value) <= max(0.00501, 0.501 * (abs(value) >= 100))


def test_ends_of_a_range_that_print_alike_are_printed_once() -> None:
    assert span(0.101, 0.104) == "10"


TEXT = {"letter": "A", "signed": 0.2, "signed_low": 0.15, "signed_high": 0.25, "kept": 0.5, "kept_low": 0.4,
        "kept_high": 0.6, "both": 0.1, "both_low": 0.08, "both_high": 0.12}  # fmt: skip


def _text(letter: str, **changes: float) -> dict:
    return TEXT | {"letter": letter} | changes


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ([_text("A"), _text("B")], "No deal stands out"),
        (
            [_text("A"), _text("F", signed=0.5, signed_low=0.4, kept=0.1, kept_low=0.05, kept_high=0.15)],
            "F is signed most and kept least",
        ),
        (
            [_text("A"), _text("E", both=0.3, both_low=0.2),
             _text("F", signed=0.5, signed_low=0.4, kept=0.1, kept_low=0.05, kept_high=0.15)],
            "F is signed most and kept least; E is most often signed and kept",
        ),
        ([_text("A"), _text("B", signed=0.5, signed_low=0.4)], "B is signed most; none stands out once kept"),
    ],
)  # fmt: skip
def test_a_title_takes_the_largest_contrast_that_clears_its_range(texts: list[dict], title: str) -> None:
    assert titles.deals(texts) == title


def test_no_lever_is_praised_within_its_range() -> None:
    rows = [{"name": "Wait", "outcome": "kept", "low": -0.01, "mid": 0.3, "high": 0.6}]
    assert titles.levers(rows, "victory") == "No lever makes a clear difference"


def test_a_settlement_nobody_reaches_is_said_so() -> None:
    rows = {"settlement": {"share": 0.0, "low": 0.0, "high": 0.0, "base": 0.28}}
    assert titles.ends(rows, {"settlement": "Settlement"}).endswith("where the base rate says 28")


@given(SHARES, SHARES)
def test_the_finding_names_a_hardly_signed_deal(signed: float, kept: float) -> None:
    said = titles.finding(signed, min(kept, signed), "commitment")
    assert ("hardly" in said) == (signed < titles.HARDLY)
    assert nearest_hundred(signed) >= 0
