"""Scores in a result: the case against its own history, forecaster by forecaster."""

from __future__ import annotations

from datetime import date

import pytest

from detente.analysis.hindcast import CountScore, EventScore, Hindcast
from detente.analysis.scoreboard import board, scores_table
from detente.case.load import read_case
from detente.views.answers.trust import _beaten


def _found(ours: float) -> Hindcast:
    counts = tuple(
        CountScore(day, 3, {}, {"this model": ours * day, "no change": 1.0 * day, "growth": 2.0 * day})
        for day in (1, 3)
    )
    brier, log = {"this model": 0.04, "base rate": 0.01}, {"this model": 0.2, "base rate": 0.1}
    event = EventScore("a settlement is signed", False, 0.2, 0.1, brier, log)
    day = date(2031, 3, 8)
    return Hindcast("x", day, date(2031, 12, 31), date(2031, 6, 1), 10, 1, True, False, counts, (event,))


def test_the_board_begins_with_ours_and_goes_on_by_score() -> None:
    rows = board(_found(1.5))
    assert [row["forecaster"] for row in rows] == ["this model", "no change", "growth", "base rate"]
    assert rows[0]["crps"] == pytest.approx(3.0)
    assert (rows[0]["days"], rows[0]["events"]) == (2, 1)
    assert rows[-1]["crps"] is None
    assert rows[-1]["brier"] == pytest.approx(0.01)


def test_the_title_names_who_did_better() -> None:
    assert _beaten(board(_found(1.5))) == "On this process, “no change” did better"
    assert _beaten(board(_found(0.5))) == "On this process, no simple rival did better"


def test_a_case_is_scored_where_its_history_goes_on_and_only_there() -> None:
    told = scores_table(read_case("afghanistan-2021", "2021-08-12"), runs=60, seed=1)
    assert told["forecaster"][0] == "this model"
    assert {"no change", "growth", "base rate", "equal shares"} <= set(told["forecaster"])
    assert set(told["until"]) == {date(2021, 9, 6)}
    silent = scores_table(read_case("afghanistan-2021", "2021-09-07"), runs=60, seed=1)
    assert silent["forecaster"] == []
