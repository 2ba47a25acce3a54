"""The workbench's questions: worked out behind the page, answered into case.yaml, undone."""

from __future__ import annotations

import html
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.analysis.questions import ANSWERED, Question
from detente.case.load import read_whole
from detente.case.schema import Case
from detente.views.web.desk import Desk
from detente.views.web.state import State
from detente.views.web.tabs import questions
from web_factory import client, copied

NUMBER = "positions.republic.schools.salience"


def asked_of(*numbers: str) -> tuple[Question, ...]:
    """Questions about numbers, as if they had been worked out."""
    more: tuple[Any, ...] = (((0.0, "not"), (1.0, "much")), 0.1, 0.2, 0.3, 0.0, 1.0, "so", "settlement", 0.1, 0.25)
    return tuple(Question(number, ("positions", 2, "salience"), "How much does it care?", *more) for number in numbers)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(questions, "questions", lambda case, **given: asked_of(NUMBER))
    one = Desk(copied(tmp_path / "northfork"), runs=60, full=60)
    settled(one)
    return one


def settled(desk: Desk) -> None:
    """Wait until the questions of the case as it is now are worked out."""
    questions.panel(desk, State())
    assert questions._work(desk).wait(60)


@pytest.fixture
def page(desk: Desk) -> TestClient:
    return client(desk)


def words(text: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<script.*?</script>|<[^>]+>", " ", text, flags=re.S)))


def loosen(desk: Desk) -> None:
    """Give the number a range, so that it is open."""
    file = desk.folder / "case.yaml"
    text = file.read_text(encoding="utf-8")
    line = "{actor: republic, issue: schools, ideal: [.8, .9, 1], salience: .2, assumed: as its constitution says}"
    assert line in text
    text = text.replace(line, line.replace("salience: .2", "salience: [.1, .2, .3]"))
    other = "salience: [.4, .5, .6], red_line: {at_most: .6}, because: [S3]"
    assert other in text
    text = text.replace(other, "salience: {value: [.4, .5, .6], assumed: so}, red_line: {at_most: .6}, because: [S3]")
    file.write_text(text, encoding="utf-8")
    desk.refresh()
    settled(desk)


def test_questions_are_worked_out_behind_the_page(tmp_path: Path) -> None:
    one = Desk(copied(tmp_path / "northfork"), runs=60, full=60)
    first = questions.panel(one, State())
    work = questions._work(one)
    assert work.wait(120)
    assert work.problem == ""
    told = questions.panel(one, State())
    assert told.said.startswith(("Answer th", "No assumed number"))
    assert first.template == told.template
    assert len(told.data["lines"]) <= 7


def test_an_answer_goes_into_the_case_and_can_be_undone(desk: Desk, page: TestClient) -> None:
    loosen(desk)
    before = (desk.folder / "case.yaml").read_text(encoding="utf-8")
    shown = page.get("/panel?tab=questions")
    assert "How much does it care?" in words(shown.text)
    assert "At the low end 10, at the high end 25 of 100 explored futures" in words(shown.text)
    given = {"where": "tab=questions", "do": NUMBER, f"low|{NUMBER}": ".2", f"mode|{NUMBER}": ",25",
             f"high|{NUMBER}": "0.4", f"why|{NUMBER}": 'two "reports" agree: #1'}  # fmt: skip
    answer = page.post("/answer", data=given)
    assert answer.status_code == 200
    assert re.search("No assumed number|All of these are answered", words(answer.text))
    number = read_whole(desk.folder).positions[2].salience
    assert (number.low, number.mode, number.high) == (0.2, 0.25, 0.4)
    assert number.assumed == f'{ANSWERED}: two "reports" agree: #1'
    assert "reports" not in answer.headers["hx-replace-url"]
    page.post("/answer", data={"where": "tab=questions", "do": "undo"})
    assert (desk.folder / "case.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("low", "mode", "high", "message"),
    [
        ("", "", "", "give the value that fits best"),
        ("", "much", "", "expected a number, as in .4, got 'much'"),
        (".5", ".4", ".6", "expected least <= middle <= most"),
        ("", "7", "", "7 is out of range; expected from 0 to 1"),
        ("", ".95", "", "is far from the present range, 0.1 to 0.3: is it on this scale?"),
        ("nan", ".2", "inf", "expected least <= middle <= most"),
    ],
)
def test_a_wrong_answer_is_said_and_changes_nothing(
    low: str, mode: str, high: str, message: str, desk: Desk, page: TestClient
) -> None:
    loosen(desk)
    before = (desk.folder / "case.yaml").read_text(encoding="utf-8")
    given = {"do": NUMBER, f"low|{NUMBER}": low, f"mode|{NUMBER}": mode, f"high|{NUMBER}": high}
    answer = page.post("/answer", data={"where": "tab=questions", **given})
    assert answer.headers["hx-retarget"] == "#notice"
    assert message in words(answer.text)
    assert (desk.folder / "case.yaml").read_text(encoding="utf-8") == before


def test_a_question_that_is_not_open_is_refused(desk: Desk, page: TestClient) -> None:
    answer = page.post("/answer", data={"where": "tab=questions", "do": "numbers.phi", "mode|numbers.phi": "3"})
    assert "not open any more" in words(answer.text)


def test_questions_follow_what_is_changed_in_the_case(
    desk: Desk, page: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    loosen(desk)
    assert "How much does it care?" in words(page.get("/panel?tab=questions").text)
    go, other = threading.Event(), "positions.front.schools.salience"

    def slow(case: Case, **given: Any) -> tuple[Question, ...]:
        given["advance"](1)
        assert go.wait(60)
        return asked_of(other)

    monkeypatch.setattr(questions, "questions", slow)
    file = desk.folder / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed elsewhere\n", encoding="utf-8")
    meanwhile = page.get("/panel?tab=questions").text
    assert f'value="{NUMBER}"' in meanwhile, "what was asked stays until the new questions are there"
    assert "The case has changed: what matters most now" in words(meanwhile)
    go.set()
    settled(desk)
    after = page.get("/panel?tab=questions").text
    assert f'value="{other}"' in after
    assert f'value="{NUMBER}"' not in after
    assert "The case has changed" not in words(after)
