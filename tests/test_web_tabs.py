"""Zones, Deals, Compare and Map: what each tab answers to a state."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from starlette.testclient import TestClient

from detente.analysis.front_paths import changes
from detente.analysis.side_by_side import moves
from detente.case.schema import Case
from detente.views.charts import LIGHT
from detente.views.web.desk import Desk
from detente.views.web.page import fragment
from detente.views.web.rail import names_of
from detente.views.web.state import State
from detente.views.web.tabs import compare, deals, tab_named, zones
from detente.views.web.tabs import map as fronts
from detente.views.web.tabs.deals_figures import breaks_figure, margins_figure
from web_factory import LEVER, OTHER, client, copied


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(copied(tmp_path_factory.mktemp("tabs") / "northfork"), runs=60, full=60)


@pytest.fixture
def page(desk: Desk) -> TestClient:
    return client(desk)


def shown(page: TestClient, query: str) -> str:
    answer = page.get(f"/panel?{query}")
    assert answer.status_code == 200, answer.text
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.text, flags=re.S)))


def island(page: TestClient, query: str, name: str) -> Any:
    text = page.get(f"/panel?{query}").text
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.S)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("query", ["tab=zones", "tab=deals&text.executive=0.5&settled=1", f"tab=compare&lever={LEVER}",
                                   "tab=map&region=adanville"])  # fmt: skip
def test_every_chart_has_its_place_its_label_and_its_colours(page: TestClient, query: str) -> None:
    text, charts = page.get(f"/panel?{query}").text, island(page, query, "charts")
    places = dict(re.findall(r'role="img" aria-label="([^"]+)" data-chart="([^"]+)"', text))
    assert set(places.values()) == set(charts)
    assert len(charts) >= 2
    assert all(len(label) > 20 for label in places)
    for spec in charts.values():
        look = json.dumps({key: value for key, value in spec.items() if key != "datasets"})
        assert set(re.findall(r"var\(--(\w+)\)", look)) <= {*LIGHT}
        assert not re.search(r'"#[0-9a-f]{6}"', look)
        assert set(re.findall(r'"data": {"name": "(\w+)"}', look)) <= set(spec["datasets"])


@pytest.mark.parametrize("query", ["tab=zones", "tab=deals&text.executive=0.5", f"tab=compare&lever={LEVER}", "tab=map",
                                   "tab=map&view.map=one"])  # fmt: skip
def test_nothing_is_called_likely(page: TestClient, query: str) -> None:
    said = shown(page, query).replace("5–95 %", "")
    assert not re.search(r"%|\bchances?\b|\blikely\b|\bprobab|\bodds\b|\bcertain\b", said)


# Zones


def test_one_date_moves_every_cursor_and_what_is_said(desk: Desk, page: TestClient) -> None:
    charts = island(page, "tab=zones&date=2031-06-01", "charts")
    days = {json.dumps(spec["datasets"]["cursor"]) for name, spec in charts.items() if "cursor" in spec["datasets"]}
    assert '[{"day": "2031-05-31"}]' in days
    assert {f"zone-{issue}" for issue in desk.case.issues} <= set(charts)
    said = shown(page, "tab=zones&date=2031-06-01")
    assert "On 31 May 2031, of 100 futures that nobody has won by then" in said
    assert "What holds on 31 May 2031" in said


def test_the_finding_is_the_table_of_zones(desk: Desk, page: TestClient) -> None:
    row = desk.context(State()).rows("zones", "order by day")[3]
    share = round(100 * row["credible"])
    assert f"{share} have terms that would be kept" in shown(page, f"tab=zones&date={row['day']}")


def test_a_closed_zone_has_its_nearest_miss_in_words(desk: Desk) -> None:
    from detente.analysis.zones import Today

    context = names_of(desk)
    gaps = {"perceived": 0.05, "ratifiable": -0.06, "credible": -0.1, "fixed": -0.1}
    nearest = dict.fromkeys(desk.case.issues, 0.5)
    today = Today(gaps, {}, {}, {}, "", nearest, "audience", ("audience",), ())
    told = zones.miss(context, 7, today)
    assert (told["closed"], told["short"]) == ("ratifiable", ".06")
    assert told["opens"] == "It would open without the audience at home."
    assert len(told["terms"]) == len(desk.case.issues)
    opened = Today(dict.fromkeys(gaps, 0.1), {}, {}, {"nash": nearest}, "credible", {}, "in reach", (), ())
    assert zones.miss(context, 7, opened)["closed"] is None


# Deals


def test_a_text_is_said_with_deaths_and_rights_beside_kept(page: TestClient) -> None:
    said = shown(page, "tab=deals&text.executive=0.3")
    for label in ("all parties sign", "still kept a year on", "signed and kept", "battle deaths, mean", "rights, mean"):
        assert label in said
    assert "The text on the table is signed in" in said


def test_the_red_line_of_a_group_without_a_seat_is_marked(tmp_path: Path) -> None:
    one = Desk(_with_women(copied(tmp_path / "northfork")), runs=20, full=20)
    page = client(one)
    plain = page.get("/panel?tab=deals&text.executive=0.3&text.schools=1").text
    assert 'class="crossing grave"' not in plain
    crossing = page.get("/panel?tab=deals&text.executive=0.3&text.schools=0").text
    assert 'class="crossing grave"' in crossing
    finding = re.search(r'id="finding">(.*?)</h2>', crossing, re.S)
    assert finding
    assert "Women of Northfork (not at the table)" in finding[1]
    left_open = page.get("/panel?tab=deals&text.executive=0.3").text
    filled = one.trial(State(text={"executive": 0.3}))
    assert filled is not None
    assert ("What the text leaves open" in left_open) == (filled.text["schools"] < 0.9)


def _with_women(folder: Path) -> Path:
    """Give the case a group that has a red line and no seat."""
    file = folder / "case.yaml"
    text = file.read_text(encoding="utf-8")
    women = "  women: {name: Women of Northfork, role: audience, absent: true, assumed: a test}\n"
    line = "{at_least: .9, assumed: a test}"
    position = f"  - {{actor: women, issue: schools, ideal: 1, salience: .1, red_line: {line}, assumed: a test}}\n"
    text = text.replace("\nactors:\n", f"\nactors:\n{women}").replace("\npositions:\n", f"\npositions:\n{position}")
    file.write_text(text, encoding="utf-8")
    return folder


def test_terms_lie_over_the_zones_and_indivisible_ones_have_stops(desk: Desk, page: TestClient) -> None:
    text = page.get("/panel?tab=deals&text.executive=0.3").text
    assert 'name="text.executive"' in text
    assert 'name="text.troops"' not in text
    assert 'class="perceived"' in text
    context, state = desk.context(State()), State(text={"executive": 0.3})
    edges = [{"issue": "executive", "kind": "perceived", "low": 0.1, "high": 0.9, "day": None}]
    found = {one.issue: one for one in deals.terms(context, state, None, edges)}
    assert found["executive"].zones == (("perceived", 0.1, 0.9),)
    assert found["executive"].value == 0.3
    assert found["troops"].value is None
    whole = desk.case.issues["troops"].model_copy(update={"indivisible": True})
    case = desk.case.model_copy(update={"issues": {**desk.case.issues, "troops": whole}})
    indivisible = {one.issue: one for one in deals.terms(_context(desk, case), state, None, [])}["troops"]
    assert indivisible.filled in {stop for stop, _ in indivisible.stops}


def _context(desk: Desk, case: Case) -> Any:
    from detente.views.context import Context

    return Context(desk.context(State()).result, case)


def test_levers_count_when_a_text_is_on_the_table(desk: Desk) -> None:
    text = {"executive": 0.3}
    alone, pulled = (desk.worded(State(levers=levers, text=text)) for levers in ((), (LEVER,)))
    assert [name for name, _ in pulled.plan.sheet.levers] == [LEVER]
    assert not (alone.out.held == pulled.out.held).all()
    trial = desk.trial(State(levers=(LEVER,), text=text))
    assert trial is not None
    assert trial.fatalities == pulled.whole("fatalities").mean()


def test_proposals_come_after_the_first_answer(tmp_path: Path) -> None:
    one = Desk(copied(tmp_path / "northfork"), runs=20, full=20)
    first = tab_named("deals").panel(one, State(tab="deals"))  # type: ignore[union-attr]
    assert first.follows
    assert "one by one" in first.said
    settled = tab_named("deals").panel(one, State(tab="deals", settled=True))  # type: ignore[union-attr]
    assert not settled.follows
    assert not tab_named("deals").panel(one, State(tab="deals")).follows  # type: ignore[union-attr]


def test_a_text_is_kept_among_the_proposals_and_taken_back(tmp_path: Path) -> None:
    one = Desk(copied(tmp_path / "northfork"), runs=20, full=20)
    page, file = client(one), one.folder / "case.yaml"
    before = file.read_text(encoding="utf-8")
    form = {"tab": "deals", "text.executive": "0.35", "save.name": "My council", "save.by": "front"}
    answer = page.post("/edit/proposal", data=form)
    assert answer.status_code == 200
    assert "Saved in case.yaml" in answer.text
    kept = yaml.safe_load(file.read_text(encoding="utf-8"))["proposals"]["my_council"]
    assert (kept["name"], kept["by"], kept["text"]) == ("My council", "front", {"executive": 0.35})
    assert one.case.proposals["my_council"].text["executive"].mode == 0.35
    page.post("/undo", data=form)
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"save.name": "x", "save.by": "front"}, "there is none on the table"),
        ({"text.executive": "0.3", "save.name": "  ", "save.by": "front"}, "give it a name"),
        ({"text.executive": "0.3", "save.name": "x", "save.by": "nobody"}, "who puts it forward"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_in_words(page: TestClient, form: dict[str, str], said: str) -> None:
    answer = page.post("/edit/proposal", data={"tab": "deals", **form})
    assert answer.headers["hx-retarget"] == "#notice"
    assert said in html.unescape(answer.text)


# Compare


def test_the_table_of_moves_is_drawn_as_it_was_counted(desk: Desk, page: TestClient) -> None:
    counts = moves(desk.baseline(), desk.played(State(levers=(LEVER,))))
    cells = island(page, f"tab=compare&lever={LEVER}", "charts")["moves"]["datasets"]["moves"]
    assert len(cells) == 36
    assert sum(one["share"] for one in cells) == pytest.approx(100, abs=0.1)
    assert sum(one["share"] for one in cells if one["same"]) == pytest.approx(100 * np.trace(counts) / 60, abs=0.1)


def test_a_difference_never_stands_without_its_range(page: TestClient) -> None:
    text = page.get(f"/panel?tab=compare&lever={LEVER}").text
    told = re.findall(r'class="differs"><td[^>]*><span class="vh">.*?</span>(.*?)</td>', text)
    assert len(told) > 8
    for one in told:
        assert "(" in one or one in ("no difference", "no clear difference") or "less than 1" in one or " of 100" in one


@pytest.mark.parametrize("against", ["", f"lever:{OTHER}", "text:council", f"lever={OTHER}&number.numbers.phi=20"])
def test_any_scenario_can_be_the_first(desk: Desk, page: TestClient, against: str) -> None:
    answer = page.get("/panel", params={"tab": "compare", "lever": LEVER, "against": against})
    assert answer.status_code == 200
    assert "Under B" in answer.text
    old = compare.first(desk, against)
    assert bool(old.changes or old.text) == bool(against)
    swapped = State(**{"tab": "compare", **compare._swapped(State(levers=(LEVER,)), old)})
    assert swapped.played == old.played
    assert compare.first(desk, swapped.against).played == State(levers=(LEVER,)).played


def test_the_same_scenario_twice_is_said_to_be_so(page: TestClient) -> None:
    assert "A and B are the same scenario" in shown(page, "tab=compare")


@pytest.mark.parametrize(
    ("against", "said"),
    [
        ("lever:extend_to_septembr", 'did you mean "extend_to_september"?'),
        ("text:counsil", 'did you mean "council"?'),
        ("nonsense", "is no scenario"),
        ("tab=zones", "is no scenario"),
    ],
)
def test_a_scenario_that_is_not_there_is_named(page: TestClient, against: str, said: str) -> None:
    answer = page.get("/panel", params={"tab": "compare", "against": against})
    assert answer.headers["hx-retarget"] == "#notice"
    assert said in html.unescape(answer.text)


# Map


def test_all_weeks_are_in_the_page_and_agree_with_the_list(desk: Desk, page: TestClient) -> None:
    weeks = island(page, "tab=map&date=2031-07-01", "map-weeks")
    played = desk.baseline()
    share = 100 * played.out.regions / played.runs
    assert np.allclose(weeks["share"], share, atol=0.06)
    assert weeks["days"][weeks["week"]] <= "2031-07-01" < weeks["days"][weeks["week"] + 1]
    rows = island(page, "tab=map&date=2031-07-01", "charts")["map"]["datasets"]["shares"]
    assert [row["share"] for row in rows] == pytest.approx(list(share[weeks["week"]]), abs=0.01)
    assert rows[0]["set"] == {"region": rows[0]["region"]}


def test_one_future_has_two_flat_colours(desk: Desk, page: TestClient) -> None:
    weeks = island(page, "tab=map&view.map=one&run=7", "map-weeks")
    assert {value for row in weeks["share"] for value in row} <= {0.0, 100.0}
    assert len(weeks["sides"]) == 2
    said = shown(page, "tab=map&view.map=one&run=7")
    assert "One future, not a forecast" in said
    assert "in future 7" in said


def test_typical_futures_end_as_they_are_said_to(desk: Desk) -> None:
    played = desk.baseline()
    context = names_of(desk)
    for run, name, _ in fronts._typical(context, played):
        outcome = desk.context(State()).rows("outcomes", f"where run = {run}")[0]["outcome"]
        assert context.outcome_names[outcome] == name


def test_a_region_is_told_by_what_goes_before_its_fall(desk: Desk, page: TestClient) -> None:
    found = {one.region: one for one in changes(desk.baseline())}
    one = next(one for one in found.values() if one.futures and not one.challenger)
    said = shown(page, f"tab=map&region={one.region}")
    assert "What threatens it" in said
    assert "after a neighbour’s fall in the 28 days before" in said
    told = fronts.about(names_of(desk), one, fronts.held_in_all(desk.baseline()))
    assert [words for words, _ in told["parts"]][2] == "without a fight"


def test_a_case_without_a_map_has_its_list(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = desk.case.model_copy(update={"geometry": None})
    monkeypatch.setattr(type(desk), "case", property(lambda self: bare))
    text = fragment(desk, State(tab="map"))
    assert "This case has no theatre.geojson" in text
    assert 'data-chart="map"' not in text
    assert len(re.findall(r'id="held-\d+"', text)) == len(bare.regions)


def test_a_future_beyond_the_last_is_the_last(page: TestClient) -> None:
    assert "in future 59" in shown(page, "tab=map&view.map=one&run=9999")


def test_what_breaks_first_is_drawn_by_its_share(desk: Desk) -> None:
    from dataclasses import replace

    trial = desk.trial(State(text={"executive": 0.3}))
    assert trial is not None
    causes = (("front", 0.5), ("T2", 0.3), *((f"cause {place}", 0.04) for place in range(5)))
    figure = breaks_figure(names_of(desk), replace(trial, first_break=causes))
    assert figure is not None
    rows = figure.drawings[0].spec["datasets"]["rows"]
    assert [row["share"] for row in rows] == [50, 30, 4, 4, 4, 4]
    assert figure.title == "First to break: River Front goes back to war, 50 of 100"
    assert figure.note == "1 rarer cause not shown."
    assert breaks_figure(names_of(desk), replace(trial, first_break=())) is None


def test_margins_say_whose_floors_a_text_clears(desk: Desk) -> None:
    from dataclasses import replace

    trial = desk.trial(State(text={"executive": 0.3}))
    assert trial is not None
    first, second = trial.margins
    clear = replace(first, over_war=(0.1, 0.2, 0.3), over_ratifiable=(0.05, 0.1, 0.2))
    short = replace(second, over_war=(-0.3, -0.2, 0.1), over_ratifiable=(-0.3, -0.25, 0.1))
    figure = margins_figure(names_of(desk), replace(trial, margins=(clear, short)))
    assert figure.title == "On the first day the text clears the floors of Government of Northfork alone"
    rows = figure.drawings[0].spec["datasets"]["rows"]
    assert [row["value"] for row in rows] == ["+20", "+10", "−20", "−25"]
    assert margins_figure(names_of(desk), replace(trial, margins=(clear, clear))).title.startswith(
        "On the first day the text clears every floor"
    )


def test_a_zone_that_is_closed_in_most_futures_has_no_edges() -> None:
    from detente.views.answers.zones import mostly_open

    row = {"day": "2031-03-08", "issue": "x", "kind": "credible", "low": 0.2, "high": 0.4, "nash": 0.3}
    assert mostly_open(row | {"share_open": 0.5})["low"] == 0.2
    shut = mostly_open(row | {"share_open": 0.49})
    assert (shut["low"], shut["high"], shut["nash"]) == (None, None, None)


def test_a_day_on_which_no_edges_were_solved_is_not_taken_for_one_without_a_zone(desk: Desk) -> None:
    context = desk.context(State())
    issue = next(iter(context.case.issues))
    row = {"issue": issue, "kind": "credible", "low": 0.2, "high": 0.4, "nash": 0.3, "share_open": 0.7}
    unsolved = row | {"day": date(2031, 5, 3), "low": None, "high": None, "nash": None}
    edges = [row | {"day": date(2031, 3, 8)}, row | {"day": date(2031, 4, 5)}, unsolved]
    (figure,) = zones.multiples(context, [issue], edges, date(2031, 3, 8))
    assert "no zone" not in figure.title
    assert len(figure.drawings[0].spec["datasets"]["edges"]) == 2
    shut = [*edges[:2], unsolved | {"share_open": 0.1}]
    assert "no zone" in zones.multiples(context, [issue], shut, date(2031, 3, 8))[0].title
