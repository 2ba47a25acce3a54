"""Questions in a real browser: needs Chromium (or CHROMIUM)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.analysis.questions import Question
from detente.case.schema import Case
from detente.views.web.desk import Desk
from detente.views.web.tabs import questions
from test_web_browser import CHROMIUM, Server, browser, opened  # noqa: F401
from test_web_questions import NUMBER, asked_of, loosen
from web_factory import copied

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]
SLUG = NUMBER.replace(".", "-")


OTHER = "positions.republic.executive.salience"
GO = threading.Event()
"""Until it is set, what to ask is being worked out."""


def worked_out(case: Case, **given: Any) -> tuple[Question, ...]:
    given["advance"](1)
    assert GO.wait(60)
    return asked_of(OTHER, NUMBER)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    GO.set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions, "questions", worked_out)
        desk = Desk(copied(tmp_path_factory.mktemp("web") / "northfork"), runs=40, full=40)
        loosen(desk)
        desk.baseline()
        made = Server(desk)
        yield made
        made.stop()


@pytest.mark.parametrize("width", [1280, 400])
def test_an_answer_is_typed_kept_and_undone(opened: Any, server: Server, width: int) -> None:  # noqa: F811
    page = opened("?tab=questions", width)
    file: Path = server.desk.folder / "case.yaml"
    before, address = file.read_text(encoding="utf-8"), page.url
    page.locator(f"#mode-{SLUG}").fill(".25")
    page.locator(f"#why-{SLUG}").fill("a secret source")
    page.wait_for_timeout(200)
    assert page.url == address, "what is typed must not get into the address"
    page.keyboard.press("Enter")
    page.locator("#answer-saved").wait_for()
    assert "a secret source" in file.read_text(encoding="utf-8")
    assert "secret" not in page.url
    assert page.locator(".question").count() == 1
    assert [one.input_value() for one in page.locator(".question input").all()] == ["", "", "", ""]
    page.locator("#answer-undo").click()
    page.locator(f"#mode-{SLUG}").wait_for()
    assert file.read_text(encoding="utf-8") == before


def test_what_is_typed_stays_while_the_questions_are_worked_out_anew(opened: Any, server: Server) -> None:  # noqa: F811
    page = opened("?tab=questions")
    page.locator(f"#mode-{SLUG}").wait_for()
    GO.clear()
    try:
        file: Path = server.desk.folder / "case.yaml"
        file.write_text(file.read_text(encoding="utf-8") + "\n# changed elsewhere\n", encoding="utf-8")
        page.locator("#tab-questions").click()
        page.locator(".working").wait_for()
        page.locator(f"#low-{SLUG}").fill(".15")
        page.locator(f"#mode-{SLUG}").fill(".25")
        page.wait_for_timeout(1500)  # the page asks again meanwhile
        assert page.locator(f"#low-{SLUG}").input_value() == ".15"
    finally:
        GO.set()
    page.locator(".working").wait_for(state="detached")
    assert page.locator(f"#low-{SLUG}").input_value() == ".15"
    assert page.locator(f"#mode-{SLUG}").input_value() == ".25"
