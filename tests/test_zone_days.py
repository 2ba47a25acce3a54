"""One day of an ensemble in full."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from detente.analysis.zone_days import middle_future, typical_day, view_of, views
from detente.analysis.zones import zones
from detente.engine.ensemble import Played
from detente.engine.scenario import play_scenario
from detente.engine.state import Mind
from engine_factory import case_of


@pytest.fixture(scope="module")
def played() -> Played:
    return play_scenario(case_of("template"), runs=80, seed=3, draws=20, keep=True)


def test_days_are_those_on_which_minds_are_kept(played: Played) -> None:
    days = views(played)
    assert len(days) == played.out.minds.shape[1]
    assert days[0] == case_of("template").as_of
    assert view_of(days, days[-1] + timedelta(days=400)) == len(days) - 1
    assert [view_of(days, day) for day in days] == list(range(len(days)))


def test_the_middle_future_is_at_war_and_nearest_to_the_medians(played: Played) -> None:
    last = len(views(played)) - 1
    for view in (0, last):
        future = middle_future(played, view)
        assert future is not None
        assert played.out.common[future, view, 7] == 1.0
        at_war = played.out.common[:, view, 7] == 1.0
        floors = played.out.minds[:, view, 0, Mind.FLOOR]
        spread = np.quantile(floors[at_war], 0.9) - np.quantile(floors[at_war], 0.1)
        assert abs(floors[future] - np.median(floors[at_war])) <= spread


def test_a_day_is_solved_like_the_first_day_of_the_question_about_zones() -> None:
    case = case_of("template")
    at_modes = play_scenario(case, runs=1, draws=1, seed=5, keep=True)
    found = typical_day(at_modes, 0)
    assert found == (0, zones(case, runs=4, draws=2, seed=5).today)


def test_gaps_nest_and_a_miss_is_named_where_a_zone_is_closed(played: Played) -> None:
    for view in range(0, len(views(played)), 3):
        found = typical_day(played, view)
        assert found is not None
        today = found[1]
        gaps = [today.gaps[kind] for kind in ("perceived", "ratifiable", "credible")]
        assert gaps == sorted(gaps, reverse=True)
        assert bool(today.edges.get("credible")) == (gaps[-1] >= 0.0)
        assert set(today.nearest) in (set(), set(case_of("template").issues))
