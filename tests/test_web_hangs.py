"""Hangs on: work behind the page, what it finds, and strikes."""

from __future__ import annotations

import html
import json
import re
import threading
import time
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from detente.analysis.levers import Difference, difference
from detente.analysis.switched_off import parts_of, switch_off
from detente.analysis.tables import flags
from detente.case.switches import SWITCHES
from detente.engine.scenario import play_scenario
from detente.errors import InputError
from detente.evidence.ledger import Ledger
from detente.views.web.desk import Desk, Reading
from detente.views.web.jobs import Job, Jobs, Tell, job
from detente.views.web.state import State
from detente.views.web.tabs import hangs, hangs_figures
from web_factory import LEVER, client, copied


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    """A desk, and what the tab shows when it is first opened."""
    one = Desk(copied(tmp_path_factory.mktemp("hangs") / "northfork"), runs=60, full=60)
    return one, client(one).get("/panel?tab=hangs").text


@pytest.fixture(scope="module")
def desk(begun: tuple[Desk, str]) -> Desk:
    """The desk once all is worked out."""
    one, _ = begun
    for each in (State(), State(struck=("S1",))):
        found = hangs.tasks(one, each)
        for work in (found.numbers, found.statements, found.models, found.groups, found.struck):
            assert work is None or work.wait(120)
    return one


@pytest.fixture
def page(desk: Desk) -> TestClient:
    return client(desk)


def shown(page: TestClient, query: str) -> str:
    answer = page.get(f"/panel?{query}")
    assert answer.status_code == 200, answer.text
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.text, flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", plain))


# Jobs


def test_jobs_are_done_in_turn_and_tell_how_far_they_are() -> None:
    jobs, order, go = Jobs(), [], threading.Event()

    def slow(tell: Tell) -> str:
        tell(1, 4)
        go.wait(10)
        order.append("slow")
        return "done"

    first, second = jobs.add(Job(slow)), jobs.add(Job(lambda tell: order.append("second")))
    for _ in range(500):
        if first.share:
            break
        time.sleep(0.01)
    assert (first.share, first.finished, second.finished) == (0.25, False, False)
    go.set()
    assert second.wait(10)
    assert (order, first.value, first.share) == (["slow", "second"], "done", 1.0)


def test_a_job_that_goes_wrong_says_so_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    jobs = Jobs()

    def wrong(tell: Tell) -> None:
        raise InputError("a: is wrong")

    def fault(tell: Tell) -> None:
        raise KeyError("inside")

    one, two, three = (jobs.add(Job(work)) for work in (wrong, fault, lambda tell: 3))
    assert three.wait(10)
    assert one.problem == "a: is wrong"
    assert two.problem.startswith("It ended with a fault")
    assert "KeyError" in caplog.text
    assert (three.value, three.problem) == (3, "")


def test_what_nobody_asks_for_any_more_makes_way_and_can_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, begun, go, tries = Jobs(), threading.Event(), threading.Event(), []

    def long(tell: Tell) -> int:
        tries.append(1)
        tell(1, 3)
        begun.set()
        assert go.wait(10)
        tell(2, 3)
        return 1

    left, behind = jobs.add(Job(long)), jobs.add(Job(lambda tell: 3))
    assert begun.wait(10)
    now = time.monotonic()
    monkeypatch.setattr("detente.views.web.jobs.time.monotonic", lambda: now + 60)
    asked = jobs.add(Job(lambda tell: 2))
    go.set()
    assert asked.wait(10)
    assert asked.value == 2
    assert (left.finished, left.share, behind.finished) == (False, 0.0, False)
    assert jobs.add(left).wait(10)
    assert (left.value, len(tries), behind.finished) == (1, 2, False)


def test_a_job_ends_once_the_case_has_changed(tmp_path: Path) -> None:
    one = Desk(copied(tmp_path / "northfork"), runs=20, full=20)
    begun, go = threading.Event(), threading.Event()

    def long(tell: Tell) -> int:
        tell(0, 2)
        begun.set()
        go.wait(10)
        tell(1, 2)
        return 1

    work = job(one, "long", long)
    assert job(one, "long", long) is work
    assert begun.wait(10)
    file = one.folder / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    one.refresh()
    go.set()
    assert work.wait(10)
    assert (work.value, work.problem) == (None, "The case has changed since.")
    assert job(one, "long", lambda tell: 2) is not work


# The model's parts


def test_every_switch_and_variant_is_tried_on_the_same_luck(desk: Desk) -> None:
    parts = parts_of(desk.case)
    assert {name for name, (_, variant, _) in parts.items() if not variant} == {
        name for name, words in SWITCHES.items() if "off unless" not in words
    }
    steps: list[int] = []
    found = switch_off(desk.case, runs=40, draws=8, seed=3, progress=steps.append)
    assert [one.name for one in found] == list(parts)
    assert sum(steps) == len(parts)
    baseline = play_scenario(desk.case, runs=40, draws=8, seed=3)
    other = play_scenario(desk.case, runs=40, draws=8, seed=3, switches={"talks": False}, scenario="without:talks")
    talks = next(one for one in found if one.name == "talks")
    assert talks.differences == difference(baseline, other)
    assert talks.of("ever_signed").mid <= 0.0


# The tab


def test_work_under_way_is_shown_and_asked_for_again(begun: tuple[Desk, str], page: TestClient) -> None:
    text = begun[1]
    assert "<progress" in text
    assert 'hx-trigger="every 1200ms"' in text
    done = page.get("/panel?tab=hangs").text
    assert "<progress" not in done
    assert "hx-trigger" not in done.split('id="answer"')[1]


def test_statements_stand_with_what_striking_each_moves(desk: Desk, page: TestClient) -> None:
    ranking = hangs.tasks(desk, State()).statements.value
    assert ranking is not None
    said = shown(page, "tab=hangs")
    text = page.get("/panel?tab=hangs").text
    for one in ranking.swings:
        if one.changes:
            assert f'id="strike-{one.name}" href="/?tab=hangs&amp;struck={one.name}"' in text
    idle = [one.name for one in ranking.swings if not one.changes]
    assert all(name in said.partition("Nothing rests on")[2] for name in idle)
    assert "Statements that stand or fall together" in said
    assert "parts move it clearly" in said or "No part of the model moves it clearly" in said
    assert not re.search(r"%|\bchances?\b|\blikely\b|\bprobab|\bodds\b", said.replace("5–95 %", ""))


def test_a_struck_statement_can_be_restored_and_says_what_is_taken_back(desk: Desk, page: TestClient) -> None:
    said = shown(page, "tab=hangs&struck=S1")
    assert "Without S1, " in said or "Nothing rests on S1" in said
    assert "Struck: S1" in said
    assert "What is taken back" in said
    text = page.get("/panel?tab=hangs&struck=S1").text
    assert 'id="strike-S1" href="/?tab=hangs"' in text
    assert 'class="button on"' in text


def test_levers_and_moved_numbers_hold_in_all_that_is_worked_out(desk: Desk, page: TestClient) -> None:
    query = f"lever={LEVER}&number.theatre.countryside=0.9"
    state = desk.state(parse_qsl(query))
    assert "The case with 1 lever and 1 moved number · 60 futures" in shown(page, f"tab=hangs&{query}")
    found = hangs.tasks(desk, state)
    for work in (found.numbers, found.statements, found.models, found.groups):
        while not work.wait(1):
            hangs.tasks(desk, state)  # as the page asks again
    assert found.numbers.value is not None
    assert "theatre.countryside" not in found.numbers.value["number"]
    assert found.statements.value is not None
    played = play_scenario(desk.case, [LEVER], runs=60, draws=50, seed=desk.seed, held={"theatre.countryside": 0.9})
    assert found.statements.value.shares["settlement"][1] == flags(played)["settlement"].mean()
    plain = hangs.tasks(desk, State()).statements.value
    assert plain is not None
    assert plain.shares != found.statements.value.shares


def test_every_chart_has_its_place_and_its_table(page: TestClient) -> None:
    text = page.get("/panel?tab=hangs").text
    charts = json.loads(re.search(r'<script type="application/json" id="charts">(.*?)</script>', text, re.S)[1])  # type: ignore[index]
    assert set(charts) == set(re.findall(r'data-chart="([^"]+)"', text))
    assert "models" in charts
    assert text.count('<details class="numbers">') >= len(charts)


def test_a_case_without_statements_says_so(tmp_path: Path) -> None:
    one = Desk(copied(tmp_path / "northfork"), runs=20, full=20)
    silent = one.case.model_copy(update={"ledger": Ledger()})
    one._reading = Reading(silent, one._reading.signature)
    assert "This case holds no statements." in shown(client(one), "tab=hangs")


@pytest.mark.parametrize(("mid", "said"), [(-0.006, "57 (−<1)"), (0.0, "58 (no change)"), (0.05, "63 (+5)")])
def test_a_share_that_moves_by_less_than_one_is_not_said_to_stand_still(mid: float, said: str) -> None:
    moved = Difference("S1", "kept_a_year", mid - 0.02, mid, mid + 0.02, 1, 2, 1000)
    assert hangs_figures.shifted("S1", moved, 0.577)["value"] == said
