"""The diagnosis: each obstacle alone, pairs, none; and what taking obstacles away can never do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.models.diagnosis import CAUSES, best_stop, cause_of, diagnose, gap_without, names_of, zone_gaps
from detente.models.stakes import AUDIENCE, COMMITMENT, INDIVISIBILITY, INFORMATION, Stakes
from detente.models.zones import space_of

WEEK = 0.9 ** (1 / 52)
PIE = space_of([[1.0], [0.0]], [[1.0], [1.0]])


def stakes(now: Any, later: Any = None, common: Any = None, common_later: Any = None, **others: Any) -> Stakes:
    """Two parties: values of war now and a year on, by their own beliefs and by the common mean."""
    own = np.array([now, later if later is not None else now], float).T
    mean = np.array([common if common is not None else now, now], float)
    mean[1] = common_later if common_later is not None else (common if common is not None else own[:, 1])
    n, issues = own.shape[0], others.pop("issues", 1)
    found: dict[str, Any] = {
        "war": np.array([own[:, 0], mean[0]]),
        "later": np.array([[own, mean.T]]),
        "win": np.full((2, n), 0.5),
        "lose": np.zeros(n),
        "relief": np.zeros(n),
        "psi": np.zeros(n),
        "audience": np.zeros(n),
        "bottom": np.zeros(n),
        "veto": np.empty(0),
        "veto_of": np.empty(0, np.int64),
        "at_least": np.zeros((0, issues)),
        "at_most": np.ones((0, issues)),
        "give": np.zeros((0, issues)),
        "line_of": np.empty(0, np.int64),
        "weeks": np.array([[0.0, 52.0]]),
        "discount": WEEK,
        "pin": np.full(1, -1),
        "stop": np.zeros(1),
    }
    return Stakes(**(found | others))


def cause(space: Any, hull: Any, held: Stakes) -> str:
    return CAUSES[cause_of(*diagnose(space, hull, held))]


def test_costs_of_war_leave_a_deal_in_reach() -> None:
    assert cause(PIE, PIE, stakes([0.5, 0.25])) == "in reach"


def test_opposed_beliefs_close_it_and_the_common_mean_reopens_it() -> None:
    held = stakes([0.6, 0.55], common=[0.5, 0.4])
    assert diagnose(PIE, PIE, held) == (INFORMATION, -1)


def test_a_coming_shift_of_power_closes_it() -> None:
    held = stakes([0.3, 0.5], later=[0.9, 0.05])
    assert diagnose(PIE, PIE, held) == (COMMITMENT, -1)
    kept = held._replace(psi=np.array([0.45, 0.0]))
    assert cause(PIE, PIE, kept) == "in reach", "a guarantee that the riser will be held to it reopens it"


def test_an_audience_closes_it() -> None:
    held = stakes([0.4, 0.4], audience=np.array([5.0, 0.0]), bottom=np.array([0.7, 0.0]))
    assert diagnose(PIE, PIE, held) == (AUDIENCE, -1)
    faded = held._replace(win=np.array([[0.02, 0.98], [0.02, 0.98]]))
    assert cause(PIE, PIE, faded) == "in reach", "who is beaten is not held to its boasts"


def test_red_lines_and_ratifiers_are_the_audience() -> None:
    lines = {"at_most": np.array([[0.3]]), "at_least": np.zeros((1, 1)), "give": np.ones((1, 1))}
    assert diagnose(PIE, PIE, stakes([0.5, 0.4], line_of=np.ones(1, np.int64), **lines)) == (AUDIENCE, -1)
    space = space_of([[1.0], [0.0], [0.0]], [[1.0]] * 3, parties=2)
    vetoed = stakes([0.5, 0.4], veto=np.array([0.7]), veto_of=np.ones(1, np.int64))
    assert diagnose(space, space, vetoed) == (AUDIENCE, -1)


def test_an_indivisible_stake_closes_it() -> None:
    issues: Any = ([[1.0], [0.0]], [[1.0], [1.0]])
    whole, lots = space_of(*issues, indivisible={0: (0, 1)}), space_of(*issues, indivisible={0: (0, 1)}, convex=True)
    assert diagnose(whole, lots, stakes([0.4, 0.4])) == (INDIVISIBILITY, -1)


def test_several_that_would_each_do_are_all_named_and_the_charts_take_the_first() -> None:
    held = stakes([0.52, 0.52], common=[0.45, 0.45], audience=np.zeros(2))
    both = held._replace(audience=np.array([1.0, 1.0]), bottom=np.array([0.6, 0.6]), war=np.array([[0.45, 0.5]] * 2))
    alone, together = diagnose(PIE, PIE, both._replace(later=np.array([[[[0.45, 0.45], [0.5, 0.5]]] * 2])))
    assert names_of(alone) == ("audience",)
    assert together == -1
    assert CAUSES[cause_of(INFORMATION + COMMITMENT, -1)] == "information"
    assert CAUSES[cause_of(INDIVISIBILITY + AUDIENCE, -1)] == "indivisibility"


def test_two_obstacles_that_only_together_open_it() -> None:
    held = stakes([0.6, 0.5], later=[0.9, 0.3], common=[0.5, 0.4], common_later=[0.9, 0.3])
    alone, together = diagnose(PIE, PIE, held)
    assert alone == 0
    assert names_of(together) == ("information", "commitment")
    assert cause(PIE, PIE, held) == "two together"


def test_floors_that_nothing_lowers_leave_no_common_gain() -> None:
    assert cause(PIE, PIE, stakes([0.6, 0.6])) == "no common gain"


def random_stakes(seed: int) -> tuple[Any, Any, Stakes]:
    rng = np.random.default_rng(seed)
    ideal = rng.uniform(0, 1, (3, 3)).round(2)
    ideal[0, 0], ideal[1, 0] = 1.0, 0.0
    salience = rng.dirichlet(np.ones(3), 3)
    parts: dict[str, Any] = {"parties": 2, "indivisible": {2: (0, 1)}}
    now, later = rng.uniform(0.2, 0.6, 2), rng.uniform(0.1, 0.7, 2)
    held = stakes(
        now, later, now * rng.uniform(0.7, 1, 2), later * rng.uniform(0.7, 1, 2), issues=3,
        audience=rng.uniform(0, 2, 2), bottom=rng.uniform(0.2, 0.8, 2), psi=rng.uniform(0, 0.2, 2),
        veto=rng.uniform(0, 0.5, 1), veto_of=np.ones(1, np.int64), win=rng.uniform(0, 1, (2, 2)),
        at_least=np.zeros((1, 3)), at_most=rng.uniform(0.3, 1, (1, 3)), give=np.ones((1, 3)),
        line_of=np.ones(1, np.int64),
    )  # fmt: skip
    return space_of(ideal, salience, **parts), space_of(ideal, salience, convex=True, **parts), held


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 15))
def test_taking_away_audience_shift_or_indivisibility_never_closes_a_zone(seed: int, off: int) -> None:
    space, hull, held = random_stakes(seed)
    before = gap_without(space, hull, held, off)
    for switch in (AUDIENCE, COMMITMENT, INDIVISIBILITY):
        if before >= 0:
            assert gap_without(space, hull, held, off | switch) >= 0


@settings(max_examples=60)
@given(st.integers(0, 10_000))
def test_each_zone_lies_within_the_one_before_and_agrees_with_the_diagnosis(seed: int) -> None:
    space, hull, held = random_stakes(seed)
    gaps = np.empty((1, 4))
    zone_gaps(space, hull, held, gaps)
    assert (np.diff(gaps[0]) <= 1e-12).all()
    assert (gaps[0, 2] >= 0) == (cause(space, hull, held) == "in reach")


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_a_schedule_unites_the_zones_of_its_stops(seed: int) -> None:
    space, hull, held = random_stakes(seed)
    rng = np.random.default_rng(seed)
    later = np.concatenate([held.later, np.clip(held.later + rng.normal(0, 0.1, held.later.shape), 0, 1)])
    both = held._replace(
        later=later, weeks=np.repeat(held.weeks, 2, axis=0), pin=np.ones(2, np.int64), stop=np.array([0.2, 0.9])
    )
    united, single = np.empty((2, 4)), np.empty((2, 4))
    zone_gaps(space, hull, both, united)
    for g in range(2):
        one = both._replace(later=later[g : g + 1], weeks=held.weeks, stop=both.stop[g : g + 1])
        zone_gaps(space, hull, one, single[g : g + 1])
    assert united.tolist() == single.tolist()
    assert (gap_without(space, hull, both, 0) >= 0) == (single[:, 2].max() >= 0)
    depth = (single >= 0).sum(axis=1)
    assert depth[best_stop(single)] == depth.max()


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_more_enforcement_never_closes_the_credible_zone(seed: int) -> None:
    space, hull, held = random_stakes(seed)
    firm = held._replace(psi=held.psi + 0.1)
    if gap_without(space, hull, held, 0) >= 0:
        assert gap_without(space, hull, firm, 0) >= 0


@pytest.mark.parametrize("off", [0, INFORMATION, AUDIENCE + COMMITMENT])
def test_two_parties_are_served_alike(off: int) -> None:
    """Swapping the sides mirrors the gap."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        ideal, salience = rng.uniform(0, 1, (2, 3)), rng.dirichlet(np.ones(3), 2)
        now, later = rng.uniform(0.2, 0.6, 2), rng.uniform(0.1, 0.8, 2)
        one = stakes(now, later, issues=3)
        other = stakes(now[::-1], later[::-1], issues=3)
        space, mirror = space_of(ideal, salience), space_of(ideal[::-1], salience[::-1])
        here, there = gap_without(space, space, one, off), gap_without(mirror, mirror, other, off)
        assert here == pytest.approx(there, abs=1e-9)
