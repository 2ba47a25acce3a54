"""What if: the answer to a state, what moved it, and the page around it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.analysis.levers import difference
from detente.views.web.desk import Desk, Stopped, stop
from detente.views.web.page import fragment, whole
from detente.views.web.rail import sliders, switches
from detente.views.web.state import State
from detente.views.web.tabs import whatif
from detente.views.web.tabs.whatif import panel
from detente.views.web.tabs.whatif_why import column
from detente.views.wording import nearest_hundred
from web_factory import LEVER, OTHER, client, copied


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(copied(tmp_path_factory.mktemp("whatif") / "northfork"), runs=100, full=200)


def _island(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="charts">(.*?)</script>', text, re.S)
    assert found
    return json.loads(found[1])


def test_the_finding_says_the_difference_on_the_same_luck(desk: Desk) -> None:
    state = State(levers=(OTHER,), settled=2)
    shown = panel(desk, state)
    assert shown.said.startswith("With one lever changed, the parties settle in ")
    moved = {one.outcome: one for one in difference(desk.baseline(200), desk.full(state))}["settlement"]
    if moved.low <= 0 <= moved.high:
        assert "no clear difference from the baseline" in shown.said
    else:
        assert f"{nearest_hundred(abs(moved.mid))} {'more' if moved.mid > 0 else 'fewer'} than" in shown.said
    assert re.search(r"The war .* in (fewer than )?\S+, (no clear difference|less than 1|\d+ (more|fewer))", shown.said)
    assert "%" not in shown.said
    assert shown.note.startswith("200 futures, same luck as the baseline")


def test_the_finding_tells_the_truce_in_which_most_futures_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = 100
    ends = {"settlement": 0.0, "ceasefire": 0.7, "low_activity": 0.0, "war_goes_on": 0.3, "challenger_victory": 0.0,
            "incumbent_victory": 0.0}  # fmt: skip
    found = {name: (np.arange(runs) < share * runs).astype(float) for name, share in ends.items()}
    monkeypatch.setattr(whatif, "flags", lambda _: found)
    said = panel(desk, State()).said
    none = r"none of \d+ explored futures \(fewer than 1 in \d+\)"
    truce = "A ceasefire holds without a settlement in 70"
    assert re.fullmatch(rf"As the case stands, the parties settle in {none}\. {truce}\.", said), said


def test_nothing_changed_is_no_difference(desk: Desk) -> None:
    shown = panel(desk, State())
    assert shown.said.startswith("As the case stands, the parties settle in ")
    assert "baseline" not in shown.said
    rows = shown.charts["ends"]["datasets"]["rows"]
    assert all(row["share"] == row["was"] for row in rows)
    assert sum(row["share"] for row in rows) == pytest.approx(100, abs=0.01)


def test_what_takes_longer_follows(tmp_path: Path) -> None:
    desk = Desk(copied(tmp_path / "northfork"), runs=40, full=80)
    state = State(levers=(OTHER,))
    first = panel(desk, state)
    assert first.follows
    assert first.data["slots"]["zone"] is None
    second = panel(desk, state.but(settled=1))
    assert second.follows
    assert second.data["slots"]["zone"] is not None
    third = panel(desk, state.but(settled=2))
    assert not third.follows
    assert "80 futures" in third.note
    assert panel(desk, state).data["slots"]["zone"] is not None  # it is at hand now


def test_the_parts_and_what_is_left_over_make_the_whole(desk: Desk) -> None:
    state = State(levers=(OTHER, "president_steps_down"), numbers={"numbers.phi": 25.0})
    moved = {one.outcome: one for one in difference(desk.baseline(), desk.played(state))}
    shown = column(desk, state, moved, rests=True)["changes"]
    assert [row["name"] for row in shown["rows"]][:2] == ["Air support stays", "The president steps down"]
    value = lambda text: int(text.replace("−", "-").replace("±", "").replace("+", ""))
    total = sum(value(row["by"]) for row in shown["rows"]) + value(shown["together"][1])
    largest = max(abs(one.mid) for name, one in moved.items() if name not in ("ever_signed", "kept_a_year"))
    assert abs(abs(total) - 100 * largest) <= 2.5  # four numbers were rounded
    assert "inside the case’s range: 5 to 30" in shown["rows"][2]["inside"]


def test_switches_say_who_decides_and_what_they_exclude(desk: Desk) -> None:
    found = {one.key: one for one in switches(desk, State(levers=(OTHER,)))}
    assert found[LEVER].against == ("Air support stays",)
    assert found[LEVER].over == (LEVER,)
    assert found[OTHER].against == ()
    assert found[OTHER].decided == "decided by The Union · from 1 May"


def test_sliders_hold_the_range_and_reach_beyond_it(desk: Desk) -> None:
    state = State(numbers={"numbers.phi": 44.0}, shown=("numbers.tau",))
    found = {one.key: one for one in sliders(desk, state)}
    assert {"numbers.phi", "numbers.tau"} <= set(found)
    one = found["numbers.phi"]
    assert (one.low, one.mode, one.high) == (5, 12, 30)
    assert one.least < one.low
    assert one.high < one.most
    assert one.said == "44, was 12, outside the range in the case"
    assert not found["numbers.tau"].changed


def test_the_page_holds_nothing_that_its_policy_forbids(desk: Desk) -> None:
    desk.baseline()
    sliders(desk, State())
    text = whole(desk, [("lever", OTHER), ("struck", "S1")])
    scripts = re.findall(r"<script[^>]*>", text)
    assert all('src="/assets/' in one or 'type="application/json"' in one for one in scripts)
    assert not re.search(r"<[^>]+\s(on\w+|style)=", text)
    assert not re.search(r'(src|href)="(https?:)?//', text)


def test_a_case_cannot_write_into_the_page(tmp_path: Path) -> None:
    desk = Desk(copied(tmp_path / "northfork"), runs=20, full=20)
    path = desk.folder / "case.yaml"
    evil = "</script><img src=x onerror=alert(1)>"
    text = path.read_text(encoding="utf-8")
    text = text.replace("title: Northfork, spring 2031", f"title: '{evil}'")
    text = text.replace("name: Air support stays", f"name: '{evil}'").replace(
        "{name: River Front,", f"{{name: '{evil}',"
    )
    path.write_text(text, encoding="utf-8")
    desk.refresh()
    assert desk.problems == ()
    page = whole(desk, []) + fragment(desk, State(levers=(OTHER,), settled=1))
    assert "<img" not in page
    assert any(evil in row["name"] for row in _island(fragment(desk, State()))["ends"]["datasets"]["rows"])


def test_without_a_map_regions_are_lines(tmp_path: Path) -> None:
    folder = copied(tmp_path / "northfork")
    path = folder / "case.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(one for one in lines if "theatre.geojson" not in one), encoding="utf-8")
    desk = Desk(folder, runs=40, full=40)
    shown = panel(desk, State())
    assert "no theatre.geojson" in shown.data["slots"]["front"].note
    assert "control" in shown.charts["front"]["datasets"]


def test_a_page_that_nobody_waits_for_ends_its_play(desk: Desk) -> None:
    from threading import Event

    gone = Event()
    gone.set()
    token = stop.set(gone)
    try:
        with pytest.raises(Stopped):
            desk.played(State(numbers={"numbers.phi": 7.77}))
    finally:
        stop.reset(token)
    assert not desk.has(State(numbers={"numbers.phi": 7.77}))


def test_wrong_states_are_told_beside_the_last_answer(desk: Desk) -> None:
    page = client(desk)
    answer = page.get(f"/panel?lever={OTHER}&lever={LEVER}")
    assert answer.status_code == 200
    assert answer.headers["hx-retarget"] == "#notice"
    assert answer.headers["hx-replace-url"] == "false"
    assert "they exclude each other" in answer.text
    assert "The answer below is the last good one" in answer.text


def test_the_first_page_comes_before_the_first_play(tmp_path: Path) -> None:
    desk = Desk(copied(tmp_path / "northfork"), runs=20, full=20)
    text = client(desk).get(f"/?lever={OTHER}").text
    assert "Playing the case as it stands" in text
    assert f'hx-get="/panel?lever={OTHER}"' in text
    assert not desk.has(State())


def test_an_answer_brings_its_charts(desk: Desk) -> None:
    text = client(desk).get("/panel").text
    assert set(_island(text)) >= {"ends", "front"}
