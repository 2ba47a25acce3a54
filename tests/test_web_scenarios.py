"""Scenarios that are kept in the page's address, and how far a play is."""

from __future__ import annotations

import html
import re
import threading
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from detente.errors import InputError
from detente.views.web.desk import Desk
from detente.views.web.progress import progress_of, watched
from detente.views.web.rail import names_of
from detente.views.web.scenarios import kept, may_keep, side_by_side
from detente.views.web.state import MOST_KEPT, State
from detente.views.web.tabs.compare import choices
from web_factory import LEVER, OTHER, client, copied


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(copied(tmp_path_factory.mktemp("scenarios") / "northfork"), runs=60, full=60)


@pytest.fixture
def page(desk: Desk) -> TestClient:
    return client(desk)


def shown(page: TestClient, query: str) -> str:
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", page.get(f"/panel?{query}").text, flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", text))


def link(page: TestClient, query: str, words: str) -> str:
    """Return where a link with some words leads."""
    text = page.get(f"/panel?{query}").text
    for target, said in re.findall(r'<a [^>]*href="/\?([^"]*)"[^>]*>(.*?)</a>', text, re.S):
        if html.unescape(re.sub(r"<[^>]+>", "", said)).startswith(words):
            return html.unescape(target)
    raise AssertionError(words)


def test_what_is_played_is_kept_in_the_address_and_opened_again(desk: Desk, page: TestClient) -> None:
    first = link(page, f"lever={LEVER}", "Keep as a scenario")
    assert parse_qsl(first) == [("lever", LEVER), ("kept", f"lever={LEVER}")]
    assert "Keep as a scenario" not in shown(page, first), "it is kept already"
    second = link(page, f"kept=lever%3D{LEVER}&lever={OTHER}&number.numbers.theta=0.2&struck=S1", "Keep as a scenario")
    state = desk.state(parse_qsl(second))
    assert state.kept == (f"lever={LEVER}", f"lever={OTHER}&number.numbers.theta=0.2&struck=S1")
    assert desk.state(parse_qsl(state.address())) == state
    said = shown(page, second)
    assert "Scenarios kept The case as it stands" in said
    assert "and 2 more changes" in said
    back = desk.state(parse_qsl(link(page, second, kept(desk, names_of(desk), state)[1].name)))
    assert (back.levers, dict(back.numbers), back.struck, back.kept) == ((LEVER,), {}, (), state.kept)
    assert desk.state(parse_qsl(link(page, second, "Forget"))).kept == state.kept[1:]


def test_four_are_compared_at_most(desk: Desk, page: TestClient) -> None:
    scenarios = tuple(f"number.numbers.theta={value}" for value in (0.1, 0.2, 0.25, 0.28))
    state = State(numbers={"numbers.theta": 0.15}, kept=scenarios[:MOST_KEPT])
    assert not may_keep(state)
    assert may_keep(state.but(kept=scenarios[:2]))
    assert not may_keep(State(kept=scenarios[:1]))
    assert "forget one to keep this one" in shown(page, state.address())
    assert desk.state([("kept", one) for one in scenarios]).kept == scenarios[:MOST_KEPT]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("tab=zones", "is no scenario"),
        ("lever=extend_to_septembr", "did you mean"),
        ("number.numbers.theta=x", "expected a number"),
    ],
)
def test_a_kept_scenario_that_is_none_is_named(desk: Desk, query: str, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        desk.state([("kept", query)])


def test_kept_scenarios_stand_side_by_side_on_the_same_luck(desk: Desk, page: TestClient) -> None:
    query = f"tab=compare&lever={OTHER}&kept=lever%3D{LEVER}&kept=lever%3D{OTHER}"
    state = desk.state(parse_qsl(query))
    table = side_by_side(desk, names_of(desk), state, desk.runs)
    assert table is not None
    assert [row["kept"].query for row in table["rows"]] == ["", f"lever={LEVER}", f"lever={OTHER}"]
    assert [row["kept"].shown for row in table["rows"]] == [False, False, True]
    assert [bool(row["against"]) for row in table["rows"]] == [False, True, True]
    said = shown(page, query)
    assert "The scenarios that you kept, each against the case" in said
    assert "(now B)" in said
    assert f"lever={LEVER}" in dict(choices(names_of(desk), None, kept(desk, names_of(desk), state)))
    assert side_by_side(desk, names_of(desk), State(), desk.runs) is None


# How far a play is


def test_a_page_is_told_how_far_its_play_is(tmp_path: Path) -> None:
    one = Desk(copied(tmp_path / "northfork"), runs=1_000, full=1_000)
    seen: list[tuple[int, int]] = []
    with watched("mine") as now:
        one.played(State(levers=(LEVER,)))
        assert (now.done, now.total) == (1_000, 1_000)
        assert progress_of("mine") is now
        thread = threading.Thread(target=lambda: seen.append((one.played(State()).runs, now.total)))
        thread.start()
        thread.join(60)
    assert seen == [(1_000, 1_000)]
    assert progress_of("mine") is None


def test_a_page_that_waits_for_nothing_is_told_so(page: TestClient) -> None:
    answer = page.get("/progress?page=nobody", headers={"x-page": "x" * 200})
    assert answer.json() == {"done": 0, "total": 0}
    assert answer.headers["cache-control"] == "no-store"
    assert page.get(f"/panel?lever={LEVER}", headers={"x-page": "mine"}).status_code == 200
    assert progress_of("mine") is None
