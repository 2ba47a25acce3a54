"""``detente forecast CASE``: the models of collective choice on the issues of a case."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detente.analysis.actors_table import draw_tables
from detente.analysis.case_actors import case_actors
from detente.analysis.forecast import forecast
from detente.case.capability import capability
from detente.case.load import read_case
from detente.case.numbers import Number
from detente.case.schema import Case
from detente.engine.sheet import make_sheet
from detente.errors import InputError
from detente.views.cli import app
from detente.views.terminal import guarded

FLAGSHIP = "afghanistan-2021"


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(FLAGSHIP)


def _run(*arguments: str) -> int:
    return guarded(lambda: app(["forecast", *arguments], standalone_mode=False))


def _with_capability(case: Case, actor: str, *ends: float) -> Case:
    low, mode, high = ends
    number = Number(low=low, mode=mode, high=high, assumed="a test")
    one = case.actors[actor]
    changed = one.model_copy(update={"numbers": {**one.numbers, "capability": number}})
    return case.model_copy(update={"actors": {**case.actors, actor: changed}})


def test_the_table_holds_everybody_with_a_position(case: Case) -> None:
    table = case_actors(case, ["rights", "executive"])
    assert table.issues == ("executive", "rights")
    placed = {one.actor for one in case.positions if one.issue in table.issues}
    assert table.actors == tuple(key for key in case.actors if key in placed)
    i = table.actors.index("pakistan")
    assert table.positions[i, 0] == 0.7
    assert np.isnan(table.positions[i, 1])
    assert table.capability[i].tolist() == [0.3, 0.0]
    assert case_actors(case).issues == tuple(case.issues)


def test_ranges_are_the_case_s(case: Case) -> None:
    table = case_actors(case, ["executive"])
    i = table.actors.index("taliban")
    found = {one.kind: (one.low, one.mode, one.high) for one in table.ranges if one.actor == i}
    assert found["position"] == (0.8, 0.95, 1.0)
    total = sum(one.salience.mode for one in case.positions if one.actor == "taliban")
    assert found["salience"] == pytest.approx((0.2 / total, 0.25 / total, 0.3 / total))
    strongest = 180 * 0.6
    assert found["capability"] == pytest.approx((55 * 0.8 / strongest, 65 * 0.9 / strongest, 85 * 0.95 / strongest))
    for drawn, end in zip(draw_tables(table, 50, 3)[1:], (1.0, 1.0), strict=True):
        assert np.nanmin(drawn) >= 0.0
        assert np.nanmax(drawn) <= end


def test_saliences_are_shares_whatever_their_unit(case: Case) -> None:
    def tenfold(number: Number) -> Number:
        return Number(low=10 * number.low, mode=10 * number.mode, high=10 * number.high)

    positions = tuple(one.model_copy(update={"salience": tenfold(one.salience)}) for one in case.positions)
    scaled = case_actors(case.model_copy(update={"positions": positions}))
    np.testing.assert_allclose(scaled.saliences, case_actors(case).saliences, atol=1e-12)


def test_a_capability_of_the_case_comes_first(case: Case) -> None:
    for actor in ("pakistan", "taliban"):
        changed = _with_capability(case, actor, 1.5, 2.0, 2.5)
        assert capability(changed, actor).mode == 2.0
        before, after = (forecast(case_actors(one, ["executive"]), "compromise").outcome[0] for one in (case, changed))
        assert after > before + 0.05  # both stand nearer to the Emirate than the mean


def test_a_capability_changes_no_other_number_s_luck(case: Case) -> None:
    one = make_sheet(case, draws=8, seed=3)
    other = make_sheet(_with_capability(case, "taliban", 0.5, 1.0, 2.0), draws=8, seed=3)
    assert other.capability("taliban").std() > 0.0
    assert one.capability("pakistan").std() > 0.0
    product = one["forces.taliban.strength"] * one["forces.taliban.cohesion"]
    np.testing.assert_allclose(one.capability("taliban"), product / (180 * 0.6))
    for name, values in one.values.items():
        if not name.endswith(".capability"):
            np.testing.assert_array_equal(values, other.values[name], err_msg=name)


def test_unknown_issues_are_all_named_with_what_was_meant(case: Case) -> None:
    with pytest.raises(InputError) as caught:
        case_actors(case, ["executve", "right"])
    assert [problem.split("; ")[1] for problem in caught.value.problems] == [
        'did you mean "executive"?',
        'did you mean "rights"?',
    ]


def test_an_issue_with_one_actor_is_refused(case: Case) -> None:
    few = tuple(one for one in case.positions if one.issue != "head" or one.actor == "ghani")
    alone = case.model_copy(update={"positions": few})
    with pytest.raises(InputError, match="--issue head: expected two actors or more with a position on it, found 1"):
        case_actors(alone, ["head"])
    assert "head" not in case_actors(alone).issues


@pytest.mark.parametrize("model", ["compromise", "median", "smp", "expected-utility", "exchange"])
def test_every_model_plays_a_case(case: Case, model: str) -> None:
    table = case_actors(case, ["executive", "withdrawal", "rights"])
    outcome = forecast(table, model).outcome
    assert (outcome >= np.nanmin(table.positions, axis=0) - 1e-9).all()
    assert (outcome <= np.nanmax(table.positions, axis=0) + 1e-9).all()


def test_the_command_answers_as_for_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ("--issue", "executive", "--issue", "rights", "--model", "compromise", "--runs", "40")
    assert _run(FLAGSHIP, *chosen, "--out", str(tmp_path), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["forecast"]) == {"executive", "rights"}
    assert found["spread"]["low"]["executive"] < found["forecast"]["executive"] < found["spread"]["high"]["executive"]
    assert {one["number"] for one in found["sensitivity"]} == {"capability", "position", "salience"}
    assert "executive: 0 is the Republic alone, 1 is the Emirate alone" in found["notes"]
    assert {"positions.csv", "sensitivity.csv"} < {path.name for path in tmp_path.iterdir()}


def test_as_of_cuts_the_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(FLAGSHIP, "--issue", "executive", "--model", "median", "--as-of", "2021-08-12", "--runs", "10") == 0
    assert _run(FLAGSHIP, "--as-of", "2001-01-01") == 1
    assert "as_of" in capsys.readouterr().err


def test_a_folder_and_its_file_are_a_case(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    for where in (case.folder, case.folder / "case.yaml"):
        assert _run(str(where), "--issue", "rights", "--model", "median", "--runs", "10", "--json") == 0
        assert json.loads(capsys.readouterr().out)["forecast"] > 0.5


def test_options_of_the_other_kind_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "actors.csv"
    table.write_text("actor,capability,position,salience\nAnn,1,0,50\nBob,2,100,80\n")
    for arguments in ((str(table), "--issue", "Tax"), (str(table), "--as-of", "2021-01-01")):
        assert _run(*arguments) == 2
    assert _run(FLAGSHIP, "--scale", "0", "1") == 2
    assert "is for a case" in capsys.readouterr().err
    assert _run("afganistan-2021") == 1
    assert 'did you mean "afghanistan-2021"?' in capsys.readouterr().err
