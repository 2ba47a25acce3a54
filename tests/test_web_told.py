"""Agreements, Futures and Replay: what each tab answers to a state."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from detente.analysis.front_paths import holders
from detente.analysis.turns import turns, weeks_of
from detente.engine.layout import Outcome, Status
from detente.views.charts import LIGHT
from detente.views.web.desk import Desk
from detente.views.web.state import State
from detente.views.web.tabs import agreements, futures, replay
from web_factory import LEVER, client, copied

QUERIES = ("tab=agreements", "tab=futures", "tab=replay")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(copied(tmp_path_factory.mktemp("told") / "northfork"), runs=60, full=60)


@pytest.fixture
def page(desk: Desk) -> TestClient:
    return client(desk)


def text_of(page: TestClient, query: str) -> str:
    answer = page.get(f"/panel?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def shown(page: TestClient, query: str) -> str:
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", text_of(page, query), flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", plain))


def island(page: TestClient, query: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text_of(page, query), re.S)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("query", QUERIES)
def test_every_chart_has_its_place_its_label_and_its_colours(page: TestClient, query: str) -> None:
    text, charts = text_of(page, query), island(page, query, "charts")
    places = dict(re.findall(r'role="img" aria-label="([^"]+)" data-chart="([^"]+)"', text))
    assert set(places.values()) == set(charts)
    assert all(len(label) > 20 for label in places)
    for spec in charts.values():
        look = json.dumps({key: value for key, value in spec.items() if key != "datasets"})
        assert set(re.findall(r"var\(--(\w+)\)", look)) <= {*LIGHT}
        assert set(re.findall(r'"data": {"name": "(\w+)"}', look)) <= set(spec["datasets"])


@pytest.mark.parametrize("query", [*QUERIES, "tab=replay&run=3", f"tab=agreements&lever={LEVER}"])
def test_nothing_is_called_likely_and_numbers_stand_under_every_drawing(page: TestClient, query: str) -> None:
    said = shown(page, query).replace("5–95 %", "")
    assert not re.search(r"%|\bchances?\b|\blikely\b|\bprobab|\bodds\b|\bcertain\b", said)
    assert text_of(page, query).count("<summary>The numbers</summary>") >= len(island(page, query, "charts"))


# Agreements


def test_what_comes_of_a_clause_is_what_the_futures_hold(desk: Desk) -> None:
    played = desk.baseline()
    clauses = [one.id for deal in desk.case.deals.values() for one in deal.clauses]
    for at, clause in enumerate(clauses):
        found = agreements.fates(played, clause)
        assert sum(mean for _, _, mean, _ in found) == pytest.approx(1.0)
        for status, low, mean, high in found:
            assert mean == np.mean(played.out.clause[:, at, 0] == Status[status.upper()])
            assert low <= mean + 1e-9
            assert mean <= high + 1e-9
    with pytest.raises(LookupError):
        agreements.fates(played, "nothing")


def test_terms_are_shares_of_the_futures_that_sign(desk: Desk) -> None:
    signed, found = agreements.term_fates(desk.baseline())
    assert signed == int((desk.baseline().whole("ever_signed") == 1).sum())
    assert all(sum(shares.values()) <= 1.0 + 1e-9 for shares in found.values())


def test_pledges_are_cut_down_by_status_and_obligor(desk: Desk, page: TestClient) -> None:
    every = [one for deal in desk.case.deals.values() for one in deal.clauses]
    status, owes = every[0].status, every[0].owes
    mine = [one.id for one in every if one.status == status and one.owes == owes]
    text = text_of(page, f"tab=agreements&view.status={status}&view.owes={owes}")
    assert re.findall(r'id="clause-([^"]+)" class="pledge"', text) == mine


def test_a_chosen_clause_says_whom_it_binds_and_what_it_rests_on(page: TestClient) -> None:
    said = shown(page, "tab=agreements&view.clause=W2")
    assert "W2: River Front: no attacks on the Union" in said
    for words in ("its breach releases", "10 of 100 breaches go unseen", "breach gains", "accord-2030"):
        assert words in said
    assert "settled by the information date" in shown(page, "tab=agreements&view.clause=W3")
    spec = next(one for name, one in island(page, "tab=agreements", "charts").items() if name.startswith("pledges-"))
    assert [row["set"] for row in spec["datasets"]["pledges"]] == [{"view.clause": one} for one in ("W1", "W2", "W3")]


def test_a_pulled_lever_is_set_against_the_baseline(page: TestClient) -> None:
    assert "baseline" in shown(page, f"tab=agreements&view.clause=W1&lever={LEVER}")
    assert " baseline" not in shown(page, "tab=agreements&view.clause=W1")


# Futures


def test_turns_are_those_of_the_states_week_by_week(desk: Desk) -> None:
    played = desk.played(State(numbers={"forces.front.strength": 200.0}))  # so that it wins more than once
    days = weeks_of(played)
    found = turns(played, days[0], days[-1], "challenger_victory")
    won = (played.out.state == Outcome.CHALLENGER_VICTORY).any(axis=1)
    assert {one.run for one in found} == set(np.flatnonzero(won))
    for one in found:
        week = days.index(one.day)
        assert played.out.state[one.run, week] == Outcome.CHALLENGER_VICTORY
        assert played.out.state[one.run, week - 1] == Outcome[one.before.upper()]
    assert [one.day for one in found] == sorted(one.day for one in found)
    early = turns(played, days[0], found[0].day, "challenger_victory")
    assert 0 < len(early) < len(found)
    assert len(turns(played, days[0], days[-1])) >= len(found)


def test_a_range_and_a_state_list_the_futures_with_links_to_replay(desk: Desk, page: TestClient) -> None:
    first, last = desk.case.as_of, desk.case.horizon
    state = State(view={"from": last.isoformat(), "until": first.isoformat()})
    assert futures.span_of(state, first, last) == (first, last)
    assert futures.span_of(State(view={"from": "soon"}), first, last) == (first, last)
    found = turns(desk.baseline(), first, last, "challenger_victory")
    text = text_of(page, "tab=futures&view.to=challenger_victory")
    runs = re.findall(r'id="run-(\d+)" href="/\?tab=replay&amp;date=([\d-]+)&amp;run=(\d+)"', text)
    assert [int(run) for run, _, _ in runs] == [one.run for one in found][: futures.MOST]
    assert runs[0][1] == found[0].day.isoformat()


def test_chosen_dates_are_brushed(page: TestClient) -> None:
    spec = island(page, "tab=futures&view.from=2031-04-01&view.until=2031-06-01", "charts")["states"]
    (brush,) = [one for layer in spec["layer"] for one in layer.get("params", ())]
    assert [date.fromtimestamp(end / 1000) for end in brush["value"]["x"]] == [date(2031, 4, 1), date(2031, 6, 1)]
    plain = island(page, "tab=futures", "charts")["states"]
    assert all("value" not in one for layer in plain["layer"] for one in layer.get("params", ()))


# Replay


def test_the_film_holds_what_the_futures_hold(desk: Desk, page: TestClient) -> None:
    for run in (0, 7, 23):
        film = island(page, f"tab=replay&run={run}", "film")
        side = dict(film["regions"])
        names = [name for name, _ in film["regions"]]
        expected, at = holders(desk.baseline(), run), 0
        for week, row in enumerate(expected):
            while at < len(film["changes"]) and film["changes"][at][0] <= 7 * week:
                side[names[film["changes"][at][1]]] = film["changes"][at][2]
                at += 1
            assert [bool(side[name]) for name in names] == row.tolist()


def test_a_day_is_shown_as_the_address_says(page: TestClient) -> None:
    text = text_of(page, "tab=replay&run=3&date=2031-05-01")
    assert 'name="date" id="replay-date" value="2031-05-01"' in text
    later = re.findall(r'<li class="[^"]* later" data-day="(\d+)"', text)
    assert all(int(day) > (date(2031, 5, 1) - date(2031, 3, 8)).days for day in later)


def test_a_future_is_told_as_one_with_how_many_are_like_it(desk: Desk, page: TestClient) -> None:
    rows = desk.context(State()).rows("outcomes", "order by run")
    said = shown(page, "tab=replay&run=5")
    assert said.count("Future 5: ") == 1
    assert "One future, not a forecast." in said
    like = sum(replay.kind_of(row) == replay.kind_of(rows[5]) for row in rows)
    assert f"{round(100 * like / len(rows))} of 100." in said or "<1 of 100." in said
    assert re.search(r"drawn \.\d", said)


def test_typical_futures_are_of_the_kind_that_they_stand_for(desk: Desk) -> None:
    context = desk.context(State())
    rows = context.rows("outcomes", "order by run")
    offered = replay.choices(context, rows)
    assert 1 <= len(offered) <= 6
    kinds = [replay.kind_of(rows[one.run]) for one in offered]
    assert len(set(kinds)) == len(kinds)


def test_no_such_future_is_said(page: TestClient) -> None:
    assert "there is no future 60; they are numbered from 0 to 59" in html.unescape(
        page.get("/panel?tab=replay&run=60").text
    )


def test_the_margin_crosses_zero_where_a_party_breaks_its_deal(desk: Desk, page: TestClient) -> None:
    rows = desk.context(State()).rows("outcomes", "order by run")
    broken = [row["run"] for row in rows if row["broke_on"]]
    assert broken
    titles = [shown(page, f"tab=replay&run={run}") for run in broken[:6]]
    assert any("and no longer on" in one or "the deal breaks by itself" in one or "never paid" in one for one in titles)


def test_what_came_of_each_term_adds_up_to_all_futures_that_sign(desk: Desk) -> None:
    played = desk.played(State())
    found = agreements.terms_owed(desk.context(State()), played)
    assert found is not None
    assert found["table"].columns[-1] == "open at the end"
    signed, fates = agreements.term_fates(played)
    for row, share in zip(found["table"].rows, fates.values(), strict=True):
        if signed < 20:
            assert set(row[2:]) == {"–"}
            continue
        assert sum(int(cell.replace("<", "")) for cell in row[2:]) == pytest.approx(100, abs=2)
        assert share
