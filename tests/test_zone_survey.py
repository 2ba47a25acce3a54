"""The zones of played futures, and the commands that show them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from detente.analysis.zones import daylight, solve_day, zones
from detente.case.load import read_case
from detente.case.schema import Case
from detente.engine.ensemble import Played
from detente.engine.layout import Party
from detente.engine.scenario import play_scenario
from detente.engine.spaces import spaces
from detente.engine.state import Mind
from detente.engine.zones import stakes_of, survey
from detente.models.diagnosis import CAUSES
from detente.models.floors import party_floor
from detente.views.cli import app
from detente.views.terminal import INPUT_WRONG, guarded
from engine_factory import fixed
from test_second_zones import contested

CASES = ("aceh-2005", "afghanistan-2021")


@pytest.fixture(scope="module", params=CASES)
def played(request: pytest.FixtureRequest):
    return play_scenario(read_case(request.param), runs=24, draws=6, seed=3, keep=True)


def test_zones_nest_and_the_diagnosis_agrees(played) -> None:
    found = survey(played.plan, played.out, played.draw_of, futures=24, edges=24)
    gaps = found.gaps[~np.isnan(found.gaps[:, :, 0])]
    assert len(gaps) > 24
    assert (gaps[:, 1:] <= gaps[:, :-1] + 1e-12).all()
    at_war = ~np.isnan(found.gaps[:, :, 0])
    assert ((found.cause[at_war] == 0) == (gaps[:, 2] >= 0)).all()
    assert set(np.unique(found.cause[at_war])) <= set(range(len(CAUSES)))
    assert (found.cause[~at_war] == -9).all()


def test_edges_stand_in_order_and_only_where_a_zone_is_open(played) -> None:
    found = survey(played.plan, played.out, played.draw_of, futures=24, edges=24)
    for kind in range(3):
        is_open = found.gaps[:, :, kind] >= 0
        edges = found.edges[:, :, kind]
        assert np.isnan(edges[~is_open]).all()
        assert (edges[is_open][:, :, 0] <= edges[is_open][:, :, 1] + 1e-9).all()
    inner = found.gaps[:, :, 2] >= 0
    nash, low, high = found.nash[inner], found.edges[inner][:, 2, :, 0], found.edges[inner][:, 2, :, 1]
    assert ((nash >= low - 1e-6) & (nash <= high + 1e-6)).all()


def test_the_survey_sees_the_floors_that_the_futures_had(played) -> None:
    """Floors from the kept minds are those that the engine worked out: to the digit on the first day, when nothing
    has happened since; later up to what the rest of the day brought (falls, reports, reviews).
    """
    plan, out = played.plan, played.out
    run, view = np.nonzero(out.common[:, :, 7] == 1.0)
    draw = played.draw_of[run]
    block, _ = stakes_of(plan, draw, out.minds[run, view], out.common[run, view], 28 * view)
    minds = out.minds[run, view]
    numbers = plan.parts["party_numbers"][draw]
    first = view == 0
    assert first.sum() == played.runs
    for i in range(minds.shape[1]):
        war, win = block.war[:, 0, i], block.win[:, 0, i]
        assert war[first] == pytest.approx(minds[first, i, Mind.WAR], abs=1e-9)
        assert win[first] == pytest.approx(minds[first, i, Mind.WIN], abs=1e-9)
        assert np.median(np.abs(war - minds[:, i, Mind.WAR])) < 0.005
        for at in np.flatnonzero(first):
            lose, gain = numbers[at, i, Party.U_LOSE], numbers[at, i, Party.U_WIN]
            floor = party_floor(lose, gain, (war[at] - lose) / (gain - lose), block.relief[at, i])
            assert floor == pytest.approx(minds[at, i, Mind.FLOOR], abs=1e-9)


def test_spaces_hold_parties_then_ratifiers(played) -> None:
    sheet = played.plan.sheet
    whole, hull = spaces(sheet, convex=False), spaces(sheet, convex=True)
    assert len(whole) == sheet.draws
    assert whole[0].base.shape[1] == len(sheet.parties) + len(sheet.ratifiers)
    assert whole[0].parties == len(sheet.parties)
    assert len(hull[0].base) == 1


def test_without_indivisibility_zones_are_those_of_an_issue_that_can_be_shared() -> None:
    case = contested()
    at_the_ends = tuple(  # where all want one end or the other, a turn each is worth what the middle is
        one.model_copy(update={"ideal": fixed(float(one.actor != "republic")), "exponent": fixed(1.0)})
        if one.issue == "schools"
        else one
        for one in case.positions
    )
    case = case.model_copy(update={"positions": at_the_ends})
    shared = {key: issue.model_copy(update={"indivisible": False}) for key, issue in case.issues.items()}

    def play(case: Case, **switches: bool) -> Played:
        return play_scenario(
            case, switches={"common_stance": False, **switches}, runs=12, draws=4, seed=3, keep=True
        )  # fmt: skip

    switched, plain, whole = (
        play(case, indivisibility=False), play(case.model_copy(update={"issues": shared})), play(case)
    )  # fmt: skip
    one, other, closed = (survey(it.plan, it.out, it.draw_of, futures=12, edges=12) for it in (switched, plain, whole))
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-9)
    assert (closed.gaps[:, 0, 0] < one.gaps[:, 0, 0] - 1e-6).any()
    today, wanted = solve_day(switched, 0, 0), solve_day(plain, 0, 0)
    assert today.gaps == pytest.approx(wanted.gaps)
    assert (today.edges, today.cause) == (wanted.edges, wanted.cause)


def test_zones_in_python() -> None:
    found = zones(read_case("aceh-2005"), runs=8, draws=4)
    assert found.today.gaps["credible"] <= found.today.gaps["ratifiable"] <= found.today.gaps["perceived"]
    assert {row["cause"] for row in found.diagnosis} == set(CAUSES)
    for day in {row["day"] for row in found.diagnosis}:
        shares = [row["share"] for row in found.diagnosis if row["day"] == day]
        assert sum(shares) == pytest.approx(1.0) or sum(shares) == 0.0
    for row in found.over_time:
        assert row["credible"] <= row["ratifiable"] <= row["perceived"]
    if found.today.points:
        low_high = found.today.edges[found.today.point_zone]
        for point in found.today.points.values():
            for issue, value in point.items():
                assert low_high[issue][0] - 1e-6 <= value <= low_high[issue][1] + 1e-6


def test_daylight_in_python() -> None:
    pairs = daylight(read_case("afghanistan-2021"), draws=20)
    assert [pair.total[1] for pair in pairs] == sorted((pair.total[1] for pair in pairs), reverse=True)
    for pair in pairs:
        assert 0 <= pair.total[0] <= pair.total[1] <= pair.total[2] <= 1
    sides = next(pair for pair in pairs if {pair.a, pair.b} == {"government", "taliban"})
    assert sides.issues["executive"][1] > 0.05


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = guarded(lambda: app([*arguments], standalone_mode=False))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_the_zones_command(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = call(capsys, "zones", "aceh-2005", "--runs", "6")
    assert status == 0
    for word in ("perceived", "ratifiable", "credible", "◆", "explored futures"):
        assert word in text
    assert "%" not in text
    status, text, _ = call(capsys, "zones", "aceh-2005", "--runs", "6", "--json")
    held = json.loads(text)
    assert status == 0
    assert held["case"] == "aceh-2005"
    assert set(held["today"]["gaps"]) == {"perceived", "ratifiable", "credible", "fixed"}


def test_the_daylight_command(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = call(capsys, "daylight", "afghanistan-2021", "--as-of", "2021-08-12", "--draws", "10")
    assert status == 0
    assert "12 August 2021" in text
    status, text, _ = call(capsys, "daylight", "afghanistan-2021", "--between", "taliban", "--draws", "10", "--json")
    assert status == 0
    assert all("taliban" in (pair["a"], pair["b"]) for pair in json.loads(text)["pairs"])
    status, _, error = call(capsys, "daylight", "afghanistan-2021", "--between", "talliban")
    assert status == INPUT_WRONG
    assert 'did you mean "taliban"' in error
