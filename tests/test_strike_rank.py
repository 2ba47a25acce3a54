"""Swings on the same luck, checks worth making, Sobol's indices, what changed; and the two commands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import detente
from case_factory import northfork
from detente.analysis.changed import ALL_NEW, changed, compare_results, moved
from detente.analysis.changed_facts import facts_between, moved_numbers
from detente.analysis.sobol import sobol
from detente.analysis.strike import strike
from detente.analysis.strike_rank import LEADING, Ranking, rank_statements, strikes_table
from detente.analysis.verify import next_checks, witnesses
from detente.case.load import read_whole
from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.case.schema import Case
from detente.case.walk import rewrite_numbers
from detente.engine.scenario import play_scenario
from detente.errors import InputError
from detente.evidence.ledger import Ledger
from detente.views.cli import app
from detente.views.terminal import guarded
from engine_factory import TEMPLATE, case_of, fixed
from result_factory import tables, write

RUNS, DRAWS = 200, 20
Said = tuple[int, str, str]


@cache
def ranking() -> Ranking:
    return rank_statements(case_of("template"), runs=RUNS, draws=DRAWS, seed=3, zones=40)


@cache
def with_idle() -> Case:
    """The small case with one more statement, on which nothing rests."""
    case = case_of("template")
    idle = replace(case.ledger["S4"], id="S9", content="It rained.")
    return case.model_copy(update={"ledger": Ledger([*case.ledger.values(), idle])})


def test_a_statement_on_which_nothing_rests_moves_nothing_to_the_bit() -> None:
    case = with_idle()
    plays = [play_scenario(one, runs=100, draws=10, seed=3, keep=True) for one in (case, strike(case, "S9"))]
    for name, one, other in zip(plays[0].out._fields, plays[0].out, plays[1].out, strict=True):
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), name
    found = rank_statements(case, {"S9": ["S9"]}, runs=50, draws=10)
    assert found.swings[0].leading is None
    assert found.swings[0].swing == found.swings[0].worth == 0.0


def test_a_statement_on_which_much_rests_moves_the_outcome() -> None:
    by_name = {one.name: one for one in ranking().swings}
    first = by_name["S4"]  # what the Front wants
    assert first.leading is not None
    assert first.leading.outcome in LEADING
    assert first.leading.won + first.leading.lost > 0
    assert all(one.low <= one.mid <= one.high for one in first.differences)
    assert sum(one.mid for one in first.differences[:6]) == pytest.approx(0, abs=1e-12)


def test_only_what_hangs_on_a_strike_is_drawn_anew() -> None:
    """Numbers that do not rest on it keep their draws, whatever else goes."""
    case = case_of("template")
    sheets = [play_scenario(one, runs=40, draws=10, seed=3).plan.sheet for one in (case, strike(case, "S4"))]
    same = {name for name, values in sheets[0].values.items() if np.array_equal(values, sheets[1].values[name])}
    other = set(sheets[0].values) - same
    assert other == {f"positions.front.{place}" for place in (
        "executive.ideal", "executive.salience", "troops.ideal", "troops.salience")}  # fmt: skip


def test_swings_come_clear_ones_first_then_by_size() -> None:
    swings = ranking().swings
    assert [one.swing for one in swings] == sorted((one.swing for one in swings), reverse=True)
    table = strikes_table(ranking())
    moving = [one for one in swings if one.changes]
    assert set(table["statement"]) == {one.name for one in moving}
    assert len(table["mid"]) == 8 * len(moving)
    for share, struck, mid in zip(table["share"], table["struck"], table["mid"], strict=True):
        assert struck == pytest.approx(share + mid)
        assert -1e-12 <= struck <= 1 + 1e-12


def test_zones_are_open_for_some_months_and_never_longer_than_the_horizon() -> None:
    times = ranking().zones
    assert times is not None
    assert 0 <= times.months["credible"] <= times.months["ratifiable"] <= 9.8
    for one in ranking().swings:
        assert set(one.months) == (set() if not one.changes else {"ratifiable", "credible"})


def test_checks_are_worth_doubt_times_swing() -> None:
    case = case_of("template")
    checks = next_checks(case, ranking().swings)
    by_name = {one.name: one for one in ranking().swings}
    for one in checks:
        swing = by_name[one.statement]
        assert one.worth == pytest.approx((1 - case.ledger[one.statement].weight) * swing.swing)
        assert swing.clear
    assert [one.worth for one in checks] == sorted((one.worth for one in checks), reverse=True)
    certain = Ledger(replace(one, credibility=1.0) for one in case.ledger.values())
    sure = case.model_copy(update={"ledger": certain})
    assert not next_checks(sure, rank_statements(sure, {"S4": ["S4"]}, runs=60, draws=10).swings)


def test_witnesses_of_the_flagship() -> None:
    ledger = detente.read_case("afghanistan-2021", "2021-08-12").ledger
    assert witnesses(ledger["S51"])[0] == ("Taliban leaders", "is said to have said it")
    assert ("Imran Khan", "carried it") in witnesses(ledger["S51"])
    assert [who for who, _ in witnesses(ledger["S41"])] == ["White House", "Joe Biden"]


def test_a_precondition_by_hearsay_keeps_the_delegations_apart_in_the_flagship() -> None:
    """Without the ultimatum that Pakistan's prime minister passed on they sit down again."""
    case = detente.read_case("afghanistan-2021", "2021-08-12")
    as_read, struck, beside = (
        play_scenario(one, runs=200, draws=20, seed=1).whole("rounds").sum()
        for one in (case, strike(case, "S51"), strike(case, "S60"))
    )
    assert struck > 1.2 * as_read
    assert beside == as_read


def only(name: str, number: Number) -> Case:
    """The small case with every number at its mode but one of the case's own."""
    case = rewrite_numbers(case_of("template"), lambda path, one: fixed(one.mode))
    numbers = {key: fixed(one.default.mode) for key, one in REGISTRY.items() if one.scope == "case"} | case.numbers
    actors = {}
    for key, actor in case.actors.items():
        own = {key: fixed(one.default.mode) for key, one in REGISTRY.items() if one.scope != "case"} | actor.numbers
        actors[key] = actor.model_copy(update={"numbers": own})
    return case.model_copy(update={"numbers": numbers | {name: number}, "actors": actors, "uncut": None})


def test_sobol_gives_all_that_is_not_luck_to_the_one_number_that_varies() -> None:
    case = only("alpha", Number(low=-10, mode=-6, high=-3, assumed="wide"))
    found = sobol(case, "challenger_victory", base=256, each=8, seed=2)
    assert [one.number for one in found.indices] == ["numbers.alpha"]
    first, total = found.indices[0].first, found.indices[0].total
    assert first[0] <= first[1] <= first[2]
    assert total[1] > 0.5
    assert total[1] + found.luck == pytest.approx(1, abs=0.2)
    assert first[1] == pytest.approx(total[1], abs=0.25)
    with pytest.raises(InputError, match="power of 2"):
        sobol(case, base=100)
    with pytest.raises(InputError, match="no outcome is called"):
        sobol(case, "peace")


def test_sobol_of_a_case_without_ranges_is_all_luck() -> None:
    found = sobol(only("alpha", fixed(-6)), "challenger_victory", base=2, each=1)
    assert (found.indices, found.luck) == ((), 1.0)


def test_facts_and_numbers_that_are_new() -> None:
    march, may = detente.read_case(TEMPLATE), detente.read_case(TEMPLATE, "2031-04-20")
    found = facts_between(march, may)
    told = [(one.kind, one.name) for one in found if one.kind not in ("event", "place")]
    assert told == [("precondition", "capital_talks"), ("statement", "S5"), ("statement", "S6")]
    assert [(one.name, one.text) for one in found if one.kind == "place"] == [("lowfield", "front")]
    assert [one.text for one in found if one.kind == "event"] == [
        "The Front names its condition", "The Union moves its date to September",
    ]  # fmt: skip
    assert facts_between(may, may) == moved_numbers(may, may) == ()


def test_what_changed_names_the_statement_that_did_it() -> None:
    found = changed(read_whole(TEMPLATE), date(2031, 3, 8), date(2031, 4, 20), runs=RUNS, draws=DRAWS, seed=3)
    assert {one.name for one in found.statements} == {"S5", "S6", ALL_NEW}
    assert (found.before.as_of, found.after.as_of) == (date(2031, 3, 8), date(2031, 4, 20))
    assert sum(now[1] for name, now in found.after.shares.items() if name not in ("ever_signed", "kept_a_year")) == (
        pytest.approx(1)
    )
    for one in found.outcomes:
        assert one.low <= one.mid <= one.high
        assert one.mid == pytest.approx(one.now[1] - one.was[1])
    assert {kind for _, kind in found.before.floors} == {"r", "R", "L"}
    assert all(0 <= share <= 1 for share in found.after.open.values())
    same = moved(found.before, found.before)
    assert all(one.mid == 0 and one.low <= 0 <= one.high for one in same)


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(InputError, match="must be before"):
        changed(read_whole(TEMPLATE), date(2031, 4, 20), date(2031, 3, 8))


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    monkeypatch.setenv("COLUMNS", "120")

    def called(*arguments: str) -> Said:
        status = guarded(lambda: app([*arguments], standalone_mode=False))
        caught = capsys.readouterr()
        return status, caught.out, caught.err

    return called


def test_strike_ranks_and_says_it_in_sentences(call: Callable[..., Said]) -> None:
    status, said, _ = call("strike", TEMPLATE, "--runs", "100")
    assert status == 0
    assert "Northfork, spring 2031" in said
    assert "100 explored futures each" in said
    assert not {"%", "probab", "likely"} & set(said.split())
    status, said, _ = call("strike", TEMPLATE, "--runs", "100", "--json")
    document = json.loads(said)
    assert status == 0
    assert {one["name"] for one in document["strikes"]} == {"S1", "S2", "S3", "S4", "leaked", "unreviewed"}
    assert document["sobol"] is None
    assert {"path", "was", "now"} == set(document["strikes"][0]["changes"][0])


def test_two_futures_make_no_empty_table_and_no_difference_beyond_all(call: Callable[..., Said]) -> None:
    status, said, _ = call("strike", TEMPLATE, "--runs", "2")
    assert (status, "Struck together" in said) == (0, False)
    assert not re.search(r"struck +of 100 futures[^\n]*\n\s*\n", said)
    ends = json.loads(call("changed", TEMPLATE, "--to", "2031-05-02", "--runs", "2", "--json")[1])["outcomes"]
    assert ends
    assert all(-1 <= one["low"] <= one["mid"] <= one["high"] <= 1 for one in ends)


def test_strike_shows_what_a_statement_takes_back(call: Callable[..., Said]) -> None:
    status, said, _ = call("strike", TEMPLATE, "-s", "S1", "-s", "S4", "-g", "leaked", "--runs", "60")
    assert status == 0
    for wanted in ("S1+S4", "leaked", "River Front: where it would settle on", ".9 (0 to 1)"):
        assert wanted in said


def test_strike_reports_all_that_is_wrong_at_once(call: Callable[..., Said]) -> None:
    status, said, wrong = call("strike", TEMPLATE, "--statement", "S5", "--statement", "S0", "--group", "hearsy")
    assert (status, said) == (1, "")
    assert len(wrong.strip().splitlines()) == 3
    assert "became known on 2031-03-20" in wrong
    assert "--group hearsy: no such group" in wrong
    assert call("strike", "nowhere")[0] == 1
    assert call("strike", TEMPLATE, "--runs", "0")[0] == 2


def test_changed_prints_sentences_and_one_document(call: Callable[..., Said], tmp_path) -> None:
    dates = ("--from", "2031-03-08", "--to", "2031-04-20", "--runs", "60")
    status, said, _ = call("changed", TEMPLATE, *dates)
    assert status == 0
    assert "from 8 March 2031 to 20 April 2031" in said
    assert "New: 2 statements, 2 events, 1 precondition and 1 place in other hands." in said
    left = re.findall(r"(\d) statements? (?:that moved less|left out in turn)", said)
    assert all(int(count) <= 2 for count in left)
    assert " in 0 of 100 explored" not in said
    document = json.loads(call("changed", TEMPLATE, *dates, "--json")[1])
    assert [one["name"] for one in document["facts"] if one["kind"] == "statement"] == ["S5", "S6"]


def test_changed_compares_results(call: Callable[..., Said], tmp_path: Path) -> None:
    """Results whose case is not at hand are compared without facts."""
    case = northfork()
    before, after = (
        write(tmp_path / str(signed), case, tables(case, signed=signed)) for signed in (0.2, 0.6)
    )  # fmt: skip
    found = compare_results(before, after)
    assert found.facts is None
    assert found.numbers is None
    signed = next(one for one in found.outcomes if one.outcome == "ever_signed")
    rows = [
        one.query("SELECT share FROM shares WHERE scenario = 'baseline' AND outcome = 'ever_signed'")
        for one in (before, after)
    ]
    assert signed.mid == pytest.approx(rows[1][0]["share"] - rows[0][0]["share"])
    assert signed.low > 0.1
    status, said, _ = call("changed", str(before.folder), str(after.folder))
    assert status == 0
    assert "two results of 8 March 2031" in said
    assert "a deal is signed" in said.lower()


def test_changed_says_what_is_missing(call: Callable[..., Said], tmp_path) -> None:
    assert call("changed", TEMPLATE)[0] == 1
    status, _, wrong = call("changed", TEMPLATE, "--from", "2031-04-20", "--to", "2031-03-08")
    assert (status, "must be before" in wrong) == (1, True)
    status, _, wrong = call("changed", str(tmp_path), str(tmp_path), "--to", "2031-03-08")
    assert (status, "dates of their own" in wrong) == (1, True)
    status, _, wrong = call("changed", str(tmp_path), str(tmp_path))
    assert (status, "no result here" in wrong) == (1, True)
    status, _, wrong = call("changed", TEMPLATE, "--to", "2031-13-01")
    assert (status, "as_of: expected a date" in wrong) == (1, True)


def test_two_results_of_one_case_tell_facts_and_the_statement_that_did_it(tmp_path: Path) -> None:
    cases = detente.read_case(TEMPLATE), detente.read_case(TEMPLATE, "2031-04-20")
    strikes = [
        {"statement": name, "outcome": "ever_signed", "low": 0.01, "mid": mid, "high": 0.2, "won": 9, "lost": 1,
         "leads": True, "clear": True, "swing": mid, "credibility": 0.7}
        for name, mid in (("S5", 0.1), ("S6", 0.15), ("S1", 0.4))
    ]  # fmt: skip
    rows = tables(northfork())
    before, after = (write(tmp_path / one.as_of.isoformat(), one, rows | {"strikes": strikes}) for one in cases)
    found = compare_results(before, after, cases=cases)
    assert [one.name for one in found.statements] == ["S6", "S5"]
    assert found.facts == facts_between(*cases)
    assert compare_results(before, after).statements == ()
