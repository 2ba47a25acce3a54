"""A case played into a result: what the tables promise, on the starting case of `detente new`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.analysis.levers import compare, difference
from detente.analysis.ranges import parameter_range
from detente.analysis.simulate import simulate
from detente.analysis.tables import OUTCOMES
from detente.analysis.trial import parse_text, read_texts, try_text
from detente.analysis.zones import zones
from detente.case.load import read_case
from detente.case.schema import Case
from detente.engine.ensemble import compiled_before
from detente.engine.scenario import play_scenario
from detente.errors import InputError
from detente.models.kernel import cache_folder
from detente.result import Result

TEMPLATE = Path(__file__).parents[1] / "src" / "detente" / "case" / "template"
RUNS, DRAWS = 240, 24


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(TEMPLATE)


@pytest.fixture(scope="module")
def result(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Result:
    levers = tuple(case.levers)[:2]
    return simulate(case, RUNS, draws=DRAWS, seed=3, levers=levers, out=tmp_path_factory.mktemp("result"))


def _hashes(result: Result) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(result.folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes_for_any_number_of_threads(
    case: Case, result: Result, tmp_path: Path
) -> None:
    levers = tuple(case.levers)[:2]
    again = simulate(case, RUNS, draws=DRAWS, seed=3, levers=levers, out=tmp_path, threads=1)
    assert _hashes(again) == _hashes(result)


def test_another_seed_gives_other_futures(case: Case, result: Result) -> None:
    one = play_scenario(case, runs=RUNS, seed=3, draws=DRAWS)
    other = play_scenario(case, runs=RUNS, seed=4, draws=DRAWS)
    assert not np.array_equal(one.out.held, other.out.held)


def test_outcomes_add_up_to_one_in_every_scenario(result: Result) -> None:
    names = ", ".join(f"'{name}'" for name in OUTCOMES)
    rows = result.query(f"SELECT scenario, sum(share) AS total FROM shares WHERE outcome IN ({names}) GROUP BY 1")
    assert len(rows) == 3
    assert all(row["total"] == pytest.approx(1.0) for row in rows)


def test_states_of_every_week_add_up_to_one(result: Result) -> None:
    rows = result.query("SELECT scenario, day, sum(share) AS total FROM states GROUP BY 1, 2")
    assert all(row["total"] == pytest.approx(1.0) for row in rows)


def test_shares_are_means_of_the_outcomes_table(result: Result) -> None:
    for row in result.query("SELECT * FROM shares WHERE scenario = 'baseline'"):
        if row["outcome"] in OUTCOMES:
            counted = result.query(
                "SELECT avg((outcome = ?)::INT) AS share FROM outcomes WHERE scenario = 'baseline'", [row["outcome"]]
            )
            assert counted[0]["share"] == pytest.approx(row["share"])
        assert row["low"] - 1e-9 <= row["share"] <= row["high"] + 1e-9 or row["share"] in (0.0, 1.0) or row["low"] >= 0


def test_zones_nest(result: Result) -> None:
    rows = result.query("SELECT * FROM zones")
    assert rows
    assert all(row["credible"] <= row["ratifiable"] + 1e-9 <= row["perceived"] + 2e-9 for row in rows)


def test_a_signed_deal_has_its_day_and_terms_and_no_other_has(result: Result) -> None:
    rows = result.query("SELECT * FROM outcomes WHERE scenario = 'baseline'")
    issues = [name for name in rows[0] if name.startswith("x_")]
    for row in rows:
        assert (row["signed_on"] is not None) == row["ever_signed"]
        assert all((row[issue] is not None) == row["ever_signed"] for issue in issues)
        assert row["kept_a_year"] is None or row["ever_signed"]


def test_every_event_lies_within_the_run_and_falls_name_regions(case: Case, result: Result) -> None:
    rows = result.query("SELECT day, kind, subject FROM events")
    assert rows
    assert all(row["day"] >= case.as_of for row in rows)
    assert all(row["subject"] in case.regions for row in rows if row["kind"] in ("fall", "surrender", "retaken"))


def test_a_lever_compared_with_itself_changes_nothing(case: Case) -> None:
    one = play_scenario(case, runs=RUNS, seed=3, draws=DRAWS)
    assert all((row.mid, row.won, row.lost) == (0.0, 0, 0) for row in difference(one, one))


def test_levers_are_compared_on_the_same_luck_only(case: Case) -> None:
    one = play_scenario(case, runs=RUNS, seed=3, draws=DRAWS)
    other = play_scenario(case, runs=RUNS, seed=4, draws=DRAWS)
    with pytest.raises(ValueError, match="same luck"):
        difference(one, other)


def test_an_unknown_lever_gets_a_hint(case: Case) -> None:
    name = next(iter(case.levers))
    with pytest.raises(InputError, match=f'did you mean "{name}"'):
        compare(case, [name[:-1]], 10)


def test_the_parameter_range_grows_with_what_draws_disagree_about() -> None:
    luck = np.random.default_rng(1)
    draw = np.repeat(np.arange(100), 50)
    chances = luck.beta(2, 2, 100)
    low, mean, high = parameter_range((luck.random(5000) < chances[draw]).astype(float), draw)
    expected = np.quantile(chances, (0.05, 0.95))
    assert abs(low - expected[0]) < 0.06
    assert abs(high - expected[1]) < 0.06
    assert abs(mean - chances.mean()) < 0.02


def test_a_party_gains_by_its_own_wishes_what_the_other_loses(case: Case) -> None:
    names = [name for name, one in case.issues.items() if not one.indivisible]
    sides = {one.side: key for key, one in case.actors.items() if one.role == "party"}
    trials = {}
    for side, party in sides.items():
        wished = {one.issue: one.ideal.mode for one in case.positions if one.actor == party and one.issue in names}
        trials[side] = try_text(case, str(side), wished, runs=RUNS, draws=DRAWS, seed=3)
    for side, party in sides.items():
        own = next(one for one in trials[side].margins if one.party == party)
        other = next(
            one for name, trial in trials.items() if name != side for one in trial.margins if one.party == party
        )
        assert own.utility > 0.8 > 0.3 > other.utility
        assert own.would_sign > other.would_sign
        assert own.over_war[0] > other.over_war[2] or own.over_war[1] > 0.0 > other.over_war[1]
        assert own.over_ratifiable[1] <= own.over_war[1]


def test_texts_are_read_with_all_their_mistakes_at_once(case: Case, tmp_path: Path) -> None:
    issue = next(iter(case.issues))
    with pytest.raises(InputError) as caught:
        parse_text(case, f"{issue[:-1]}=.5,{issue}=2,nonsense")
    assert len(caught.value.problems) == 3
    assert f'did you mean "{issue}"' in caught.value.problems[0]
    file = tmp_path / "texts.yaml"
    file.write_text(f"half: {{{issue}: .5}}\nall: {issue}=1\n")
    texts = read_texts(case, file)
    assert texts["half"] == {issue: 0.5}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("bad:\n  ISSUE: big\n", "texts.yaml:2: | bad: ISSUE: expected a number from 0 to 1"),
        ("a: {ISSUE: .5}\nb: {ISSUEX: .5}\n", 'texts.yaml:2: | b: no issue is called "ISSUEX"; did you mean "ISSUE"?'),
        ("a: {ISSUE: .5}\na: {ISSUE: .6}\n", 'texts.yaml:2:1: a: the key "a" is there twice'),
        ("a: [1,", "not YAML: | a bracket or brace is not closed"),
        ("a: {ISSUE: [1, 2]}", "texts.yaml:1:"),
        ("a: {}", "the text is empty"),
        ("a: ", "expected NAME: {ISSUE: VALUE, ...}"),
        ("", "expected NAME: {ISSUE: VALUE, ...}"),
        ("- ISSUE=.5", "expected NAME: {ISSUE: VALUE, ...} at the top"),
        ("\ufeffa: {ISSUE: 7}\r\n", "outside [0, 1]"),
    ],
)
def test_a_file_of_texts_is_told_where_it_is_wrong(written: str, said: str, case: Case, tmp_path: Path) -> None:
    issue, file = next(iter(case.issues)), tmp_path / "texts.yaml"
    file.write_bytes(written.replace("ISSUE", issue).encode())
    with pytest.raises(InputError) as caught:
        read_texts(case, file)
    told = "\n".join(caught.value.problems)
    told = told.replace(issue, "ISSUE")
    assert all(part in told for part in said.split(" | ")), told
    assert "Errno" not in told


def test_a_file_of_texts_that_is_not_there_is_said_in_words(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or directory; check the path"):
        read_texts(case, tmp_path / "none.yaml")
    with pytest.raises(InputError, match="is a directory; check the path"):
        read_texts(case, tmp_path)


def test_after_a_run_the_engine_is_known_to_be_compiled(result: Result) -> None:
    assert result.manifest["runs"] == RUNS
    assert cache_folder() == cache_folder()
    assert compiled_before()


def test_ranges_hold_their_mean_and_few_futures_are_no_certainty() -> None:
    import numpy as np

    from detente.analysis.ranges import parameter_range

    rare = np.zeros(400)
    rare[:2] = 1.0
    low, mean, high = parameter_range(rare, np.repeat(np.arange(40), 10))
    assert low <= mean <= high
    low, mean, high = parameter_range((np.arange(200) % 10 == 0).astype(float), np.arange(200))
    assert 0.0 < low < mean < high < 0.2


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20])
def test_a_few_futures_that_all_agree_are_no_certainty(count: int) -> None:
    import numpy as np

    from detente.analysis.ranges import mean_range, parameter_range

    draws, all_of_them = np.arange(count), np.ones(count)
    low, mean, high = parameter_range(all_of_them, draws)
    assert (low, mean, high) == (pytest.approx(max(0.0, 1 - 3 / count)), 1.0, 1.0)
    assert parameter_range(0 * all_of_them, draws) == (0.0, 0.0, pytest.approx(min(1.0, 3 / count)))
    low, mean, high = mean_range(0 * all_of_them, draws)
    assert low < 0.0 < high
    if count == 2:  # two differences of months that happen to be near each other say little
        low, mean, high = mean_range(np.array([1.0, 1.5]), draws)
        assert low < 0.0 < high


@pytest.mark.parametrize("ask", [simulate, compare, zones])
def test_what_is_asked_from_python_is_checked_before_anything_is_played(ask: Any, case: Case) -> None:
    with pytest.raises(InputError) as caught:
        ask("afghanistan-2021", runs=0, seed=-1)
    told = caught.value.problems
    assert 'read it first, as in detente.read_case("afghanistan-2021")' in told[0]
    assert [one.split(":")[0] for one in told] == ["case", "runs", "seed"]
    for wrong in ({"runs": 2.5}, {"draws": 0}, {"seed": "one"}):
        with pytest.raises(InputError, match=next(iter(wrong))):
            ask(case, **wrong)


def test_one_lever_may_be_given_by_its_name(case: Case) -> None:
    name = next(iter(case.levers))
    assert compare(case, name, runs=20, draws=5) == compare(case, [name], runs=20, draws=5)
