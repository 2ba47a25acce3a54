"""Laws that no case may break."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from detente.case.load import read_case
from detente.case.schema import Case
from detente.engine import names
from detente.engine.build import build_plan
from detente.engine.keep import Out
from detente.engine.layout import Outcome
from detente.engine.names import luck_words
from detente.engine.sheet import make_sheet
from engine_factory import (
    SEED,
    TEMPLATE,
    alone,
    at_the_table,
    case_of,
    column,
    fixed,
    near,
    plan_of,
    play,
    with_numbers,
    with_theatre,
)


def _same(one: Out, other: Out, *fields: str) -> None:
    for field in fields or one._fields:
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field), err_msg=field)


def test_renaming_an_actor_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "renamed"
    shutil.copytree(TEMPLATE, folder)
    for name in ("case.yaml", "regions.csv", "ledger.jsonl"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(re.sub(r"\brepublic\b", "zz_somebody", text), encoding="utf-8")
    renamed = read_case(str(folder))
    assert "zz_somebody" in renamed.actors
    old = make_sheet(case_of("template"), draws=4, seed=SEED)
    # The luck of numbers hangs on their names, so the renamed actor's are held at the draws that they had.
    held = {re.sub(r"\brepublic\b", "zz_somebody", name): values for name, values in old.values.items()}
    sheet = make_sheet(renamed, draws=4, seed=SEED, held=held)
    assert set(sheet.values) == set(held)
    # So does the luck of parties in a future, which is looked up as before.
    monkeypatch.setattr(names, "luck_words", lambda name: luck_words("republic" if name == "zz_somebody" else name))
    _same(play(build_plan(old), 80), play(build_plan(sheet), 80))


def _flipped(case: Case, issue: str) -> Case:
    """The case with an issue's scale read from the other end."""

    def turn(number):
        update = {"low": 1 - number.high, "mode": 1 - number.mode, "high": 1 - number.low}
        return number.model_copy(update=update)

    def line(red):
        if red is None:
            return None
        ends = {"at_most": red.at_least and turn(red.at_least), "at_least": red.at_most and turn(red.at_most)}
        return red.model_copy(update=ends)

    old = case.issues[issue]
    scale = {round(1 - place, 12): words for place, words in sorted(old.scale.items(), reverse=True)}
    schedule = {round(1 - place, 12): stop for place, stop in old.schedule.items()}
    turned = old.model_copy(update={"scale": scale, "schedule": schedule})
    return case.model_copy(
        update={
            "issues": {key: turned if key == issue else one for key, one in case.issues.items()},
            "positions": tuple(
                one.model_copy(update={"ideal": turn(one.ideal), "red_line": line(one.red_line)})
                if one.issue == issue
                else one
                for one in case.positions
            ),
            "proposals": {
                key: one.model_copy(update={"text": {k: turn(v) if k == issue else v for k, v in one.text.items()}})
                for key, one in case.proposals.items()
            },
        }
    )


def test_flipping_a_scale_changes_no_share() -> None:
    case = at_the_table(with_numbers(case_of("template"), p_round=0.5, p_close=0.1))
    runs, draws = 800, 20
    one, other = (play(plan_of(version, draws=draws), runs) for version in (case, _flipped(case, "executive")))
    for name in ("ever_signed", "kept_a_year", "fatalities", "regions_lost"):
        assert near(column(one, name).astype(float), column(other, name).astype(float)), name
    assert near(one.real[:, 0], other.real[:, 0])


def test_support_kept_longer_at_the_same_level_never_helps_the_challenger_on_average() -> None:
    case = case_of("afghanistan-2021")
    won = []
    for levers in (("keep_1_may",), ("extend_to_september",), ("no_announced_exit",)):
        out = play(plan_of(case, *levers, draws=20), 400)
        won.append(float((column(out, "outcome") == Outcome.CHALLENGER_VICTORY).mean()))
    assert won[0] >= won[1] - 0.02
    assert won[1] >= won[2] - 0.02
    assert won[0] > won[2]


def _even(case: Case) -> Case:
    """A war whose sides are each other's mirror image, on a line of six equal regions, three each, with no capital."""
    case = with_numbers(
        alone(case), {"cost": 0.03, "audience": 0.6, "bottom_line": 0.6, "psi": 0.05, "eta": 0.6, "credulity": 0.6},
        theta=0.0, retake_offset=0.0, alpha=-5.0, b_d=0.0, n_c=0.8,
    )  # fmt: skip
    regions = {
        key: region.model_copy(
            update={"weight": 1 / 6, "holder": "republic" if at % 2 else "front", "capital": False, "neighbours": ()}
        )
        for at, (key, region) in enumerate(case.regions.items())
    }
    theatre = case.theatre
    forces = {
        key: force.model_copy(update={"strength": fixed(100.0), "cohesion": fixed(0.7), "recruits": fixed(0.1)})
        for key, force in theatre.forces.items()
    }
    case = with_theatre(case, forces=forces, countryside=fixed(0.5))
    return case.model_copy(update={"regions": regions, "tables": {}})


def test_mirrored_sides_fare_alike() -> None:
    out = play(plan_of(_even(case_of("template")), draws=1), 2000)
    control, lost = out.real[:, 0], out.held[:, -1].astype(float)
    assert control.std() > 0.01
    assert near(control, 1.0 - control)
    assert near(lost, 1.0 - lost)
    wins = [(column(out, "outcome") == one).astype(float) for one in (3, 4)]
    assert near(*wins)
    assert near(out.minds[:, 0, 0, 4], out.minds[:, 0, 1, 4])


def test_shares_add_up() -> None:
    out = play(plan_of(case_of("afghanistan-2021"), draws=8), 160)
    assert sum((column(out, "outcome") == outcome).sum() for outcome in Outcome) == 160
    assert set(np.unique(out.state)) <= {int(outcome) for outcome in Outcome}
    assert (out.regions.max(axis=1) <= 160).all()
    assert ((out.held >= 0) & (out.held <= 1 + 1e-6)).all()
    signed = column(out, "ever_signed") == 1
    assert (column(out, "kept_a_year")[~signed] == -1).all()
    assert (column(out, "kept_a_year")[signed] >= 0).all()
    assert (column(out, "text")[signed] >= 0).all()
    assert (column(out, "signed_on")[~signed] == -1).all()
