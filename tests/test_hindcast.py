"""Hindcasts: what was known, what happened, and who forecast it better."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.analysis.hindcast import Hindcast, fallen_by_day, hindcast
from detente.case.load import read_case
from detente.engine.scenario import play_scenario
from detente.errors import InputError
from detente.views.cli import app
from detente.views.terminal import guarded

RUNS, DRAWS = 120, 24


@pytest.fixture(scope="module")
def august() -> Hindcast:
    return hindcast("afghanistan-2021", "2021-08-12", RUNS, draws=DRAWS)


def test_the_counts_that_happened_are_those_of_the_history(august: Hindcast) -> None:
    happened = {one.day: one.happened for one in august.counts}
    assert [happened[day] for day in (1, 2, 3)] == [18, 25, 33]


def test_rivals_stand_beside_and_growth_wins_the_last_days(august: Hindcast) -> None:
    assert set(august.counts[0].crps) == {
        "this model", "no change", "constant hazard", "neighbour contagion", "growth", "base rate",
    }  # fmt: skip
    assert august.counts[2].best == "growth"
    assert "growth" in august.beaten
    assert "no change" not in august.beaten
    assert august.design_case


def test_falls_by_day_agree_with_regions_held_by_week() -> None:
    played = play_scenario(read_case("afghanistan-2021"), runs=RUNS, seed=2, draws=DRAWS, keep=True)
    fallen = fallen_by_day(played, played.plan.days)
    assert (np.diff(fallen, axis=1) >= 0).mean() > 0.99
    ended = played.whole("ended_on")
    going = np.flatnonzero(ended < 0)
    assert len(going) > 0
    assert np.array_equal(fallen[going, -1], played.whole("regions_lost")[going])


def test_a_date_after_all_history_says_so() -> None:
    with pytest.raises(InputError, match="nothing after"):
        hindcast("afghanistan-2021", date(2022, 1, 15), RUNS, draws=DRAWS)


def test_events_are_scored_up_to_where_the_history_ends(august: Hindcast) -> None:
    assert august.until == date(2021, 9, 6) < august.horizon
    longer = read_case("afghanistan-2021", "2021-03-08")
    early = hindcast(longer, "2021-03-08", RUNS, draws=DRAWS)
    played = play_scenario(longer, runs=RUNS, seed=1, draws=DRAWS, keep=True)
    by_the_end = played.whole("capital_fell_on")
    shown = next(one.share for one in early.events if one.event == "the capital falls")
    assert shown == ((by_the_end >= 0) & (by_the_end <= (early.until - early.as_of).days)).mean()
    assert shown < (by_the_end >= 0).mean()


def test_rivals_that_come_closer_to_an_event_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["hindcast", "northern-ireland-1998", "--as-of", "1998-04-01", "--runs", "50"]
    found = hindcast("northern-ireland-1998", "1998-04-01", 50)
    closer = {name for name, score in found.events[0].brier.items() if score < found.events[0].brier["this model"]}
    assert closer
    assert guarded(lambda: app(arguments, standalone_mode=False)) == 0
    said = next(line for line in capsys.readouterr().out.splitlines() if "Closer to what happened" in line)
    assert set(said.partition(": ")[2].rstrip(".").replace(" and ", ", ").split(", ")) == closer
