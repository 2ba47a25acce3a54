"""``detente forecast`` as people use it: every model, JSON, pages, spread and sensitivity, and its messages."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest

from detente.analysis.actors_table import actors_table, read_actors
from detente.analysis.forecast import MODELS, forecast
from detente.analysis.forecast_spread import sensitivity, spread
from detente.views.cli import app
from detente.views.terminal import guarded

PEERS = Path(__file__).parent / "data" / "peers"
DUMMY = PEERS / "smp_dummy_7x3" / "input_actors.csv"
RANGED = (
    "actor,capability,pos:Tax,pos:Tax:low,pos:Tax:high,sal:Tax,pos:Aid,sal:Aid\n"
    "Ann,5,20,10,60,60,80,20\nBob,9,70,,,50,10,50\nEve,4,95,90,100,30,40,60\n"
)


def _run(*arguments: str) -> int:
    return guarded(lambda: app(["forecast", *arguments], standalone_mode=False))


def _document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert _run(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("model", list(MODELS))
def test_json_has_the_form_of_the_interface(capsys: pytest.CaptureFixture[str], model: str) -> None:
    found = _document(capsys, str(DUMMY), "--model", model, "--no-sensitivity")
    assert found["model"] == model
    assert set(found["forecast"]) == {"Pstn1", "Pstn2", "Pstn3"}
    assert [one["turn"] for one in found["rounds"]] == list(range(len(found["rounds"])))
    start = found["rounds"][0]["positions"]
    assert start["SActor-00"] == {"Pstn1": 75.79, "Pstn2": pytest.approx(6.37), "Pstn3": 70.45}
    assert found["null_model"]["model"] == "compromise"
    if model == "smp":
        assert found["settings"]["VotingRule"] == "Prop"
        assert found["settings"]["stop"] == {"min_iter": 2, "max_iter": 100, "min_delta_ratio": 0.02}
        assert len(found["rounds"]) == 11
        assert found["rounds"][1]["win_prob"]["SActor-00"] == pytest.approx(0.6059, abs=1e-3)


def test_a_single_issue_has_a_number_as_forecast(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(PEERS / "bdm_emissions_1994" / "input_actors.csv")
    assert _document(capsys, path, "--model", "compromise")["forecast"] == pytest.approx(7.389955686853766, abs=1e-12)
    assert _document(capsys, path, "--model", "median")["forecast"] == 7.0
    chosen = ("--set", "reading=ScholzCode", "--set", "rounds=7", "--no-sensitivity")
    found = _document(capsys, path, "--model", "expected-utility", *chosen)
    assert found["forecast"] == pytest.approx(8.82459385526, abs=1e-9)
    assert found["closest_to_published"] == "ScholzCode"
    assert found["spread_over_readings"]["position"]["family"]["readings"] == 144


def test_settings_come_from_a_file_and_from_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "settings.json"
    given.write_text((PEERS / "smp_dummy_7x3" / "params.json").read_text())
    options = (
        "--model",
        "smp",
        "--settings",
        str(given),
        "--set",
        "stop.max_iter=4",
        "--set",
        "PCEModel=markovuniform",
    )
    found = _document(capsys, str(DUMMY), *options, "--no-sensitivity")
    assert found["settings"]["PCEModel"] == "MarkovUniform"
    assert found["settings"]["stop"]["max_iter"] == 4
    assert len(found["rounds"]) <= 5


def test_all_models_side_by_side_with_their_spread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(RANGED)
    found = _document(capsys, str(path), "--runs", "60", "--seed", "4")
    assert list(found["forecast"]) == list(MODELS)
    for part in found["models"]:
        assert part["spread"]["runs"] == 60
        for issue in ("Tax", "Aid"):
            assert part["spread"]["low"][issue] <= part["spread"]["mid"][issue] <= part["spread"]["high"][issue]
    by_name = {part["model"]: part["spread"] for part in found["models"]}
    assert by_name["compromise"]["low"]["Tax"] < by_name["compromise"]["high"]["Tax"]
    assert by_name["compromise"]["low"]["Aid"] == by_name["compromise"]["high"]["Aid"]
    again = _document(capsys, str(path), "--runs", "60", "--seed", "4")
    assert again == found


def test_drawn_chance_does_not_depend_on_how_runs_are_cut() -> None:
    table = read_actors(DUMMY)
    chosen = {"StateTransitions": "Stochastic", "stop": {"max_iter": 3}}
    few, many = (spread(table, "smp", chosen, runs=runs, seed=1).outcomes for runs in (30, 130))
    np.testing.assert_array_equal(few, many[:30])
    assert len(np.unique(many[:, 0])) > 20


def test_sensitivity_of_the_mean_is_what_calculus_says() -> None:
    table = actors_table(["Ann", "Bob"], [1.0, 3.0], [20.0, 60.0], [50.0, 50.0])
    swings = {(one.kind, one.actor): one for one in sensitivity(table, forecast(table))}
    assert len(swings) == 6
    moved = swings["position", 1]
    assert (moved.low, moved.high) == (50.0, 70.0)
    assert float(moved.outcome_high[0] - moved.outcome_low[0]) == pytest.approx(0.75 * 20.0)
    heavier = swings["capability", 0]
    assert float(heavier.outcome_high[0]) == pytest.approx((1.25 * 20.0 + 3.0 * 60.0) / 4.25)


def test_moves_add_up_to_where_actors_end() -> None:
    table = read_actors(DUMMY)
    played = forecast(table, "smp")
    ends = played.rounds[0].positions.copy()
    for move in played.moves:
        ends[move.actor, move.issue] += move.end - move.start
    np.testing.assert_allclose(ends, played.rounds[-1].positions, atol=1e-9)
    assert played.influence(7).sum() > 0.0
    assert np.diag(played.influence(7)).sum() == 0.0


def test_a_folder_gets_a_page_json_and_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(RANGED)
    folder = tmp_path / "out"
    assert _run(str(path), "--runs", "20", "--sensitivity", "--out", str(folder)) == 0
    names = {"forecast.json", "forecast.html", "positions.csv", "moves.csv", "sensitivity.csv", "draws.csv"}
    assert {file.name for file in folder.iterdir()} == names
    page = (folder / "forecast.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="?https?:|<script|url\(https?:|@import', page)
    assert page.count("<svg") >= 6
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for title in (
        "Weighted mean",
        "Spatial Model of Politics",
        "Who moved whom",
        "What it hangs on",
        "23.0 against 26.8",
    ):
        assert title in page
    rows = list(csv.DictReader((folder / "positions.csv").read_text().splitlines()))
    whole = json.loads((folder / "forecast.json").read_text())
    assert {row["model"] for row in rows} == set(whole["forecast"])
    assert len(list(csv.DictReader((folder / "draws.csv").read_text().splitlines()))) == 20 * 2 * len(MODELS)
    assert "wrote" in capsys.readouterr().err


def test_people_see_rounds_movers_and_the_null_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(str(DUMMY), "--model", "smp", "--set", "stop.max_iter=3") == 0
    said = capsys.readouterr().out
    for words in ("null model", "r0", "outcome", "Moved", "What it hangs on", "mean absolute error"):
        assert words in said


def test_in_a_pipe_sentences_stay_whole(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert _run(str(DUMMY), "--model", "expected-utility", "--set", "rounds=1") == 0
    said = capsys.readouterr().out.splitlines()
    assert "Expected utility, 1 round" in said
    assert any(line.startswith("On 351 issues") and line.endswith("owes a reason.") for line in said)


def test_the_list_names_models_and_settings(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--list") == 0
    said = capsys.readouterr().out
    assert "VictoryProbModel" in said
    assert "[actor, other," in said
    models = {one["model"]: one for one in json.loads((_run("--list", "--json"), capsys.readouterr().out)[1])["models"]}
    assert set(models) == set(MODELS)
    assert {row["name"] for row in models["exchange"]["settings"]} >= {"rounds", "salience_weight", "fixed_weight"}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ((str(DUMMY), "--model", "smpp"), 1, "did you mean smp?"),
        ((str(DUMMY), "--model", "smp", "--set", "VotingRul=Prop"), 1, "did you mean VotingRule?"),
        ((str(DUMMY), "--set", "VotingRul=Prop"), 1, "no model has this setting"),
        ((str(DUMMY), "--model", "smp", "--set", "VotingRule"), 1, "expected KEY=VALUE"),
        ((str(DUMMY), "--model", "median", "--set", "a=1"), 1, "has nothing to set"),
        ((str(DUMMY), "--scale", "9", "1"), 1, "scale: expected (low, high)"),
        ((str(PEERS / "none.csv"),), 1, "no such file"),
        ((str(PEERS),), 1, "case.yaml:1:1: no such file; every case has one"),
        ((str(PEERS / "bdm_emissions_1994" / "input_actors.csv"), "--model", "exchange"), 1, "two issues or more"),
        ((str(DUMMY), "--model", "smp", "--settings", str(DUMMY)), 1, "not JSON"),
        ((), 2, "expected a table"),
        ((str(DUMMY), "--runs", "1"), 2, "--runs"),
    ],
)
def test_mistakes_get_a_message_and_a_status(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int, message: str
) -> None:
    assert _run(*arguments) == status
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""


@pytest.mark.parametrize(("cell", "says"), [("1e308", "is too large; expected 1e+12 at most"), ("1e400", "a number")])
def test_a_number_beyond_all_units_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cell: str, says: str
) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(f"actor,capability,pos:Tax,sal:Tax\nAnn,{cell},0,50\nBob,1,20,0\n")
    assert _run(str(path)) == 1
    assert says in capsys.readouterr().err


def test_all_leaves_out_what_the_table_does_not_suit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "actors.csv"
    path.write_text("actor,capability,pos:Tax,sal:Tax\nAnn,1,0,50\nBob,1,20,0\nEve,2,100,90\n")
    found = _document(capsys, str(path))
    assert list(found["forecast"]) == ["compromise", "median", "expected-utility"]
    assert [text.split()[0] for text in found["left_out"]] == ["smp", "exchange"]
    assert _run(str(path), "--model", "smp") == 1
    assert "Bob: no salience on any issue" in capsys.readouterr().err
