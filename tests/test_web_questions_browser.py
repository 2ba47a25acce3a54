"""Questions in a real browser: needs Chromium (or CHROMIUM)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.views.web.desk import Desk
from detente.views.web.tabs import questions
from test_web_browser import CHROMIUM, Server, browser, opened  # noqa: F401
from test_web_questions import NUMBER, asked_of, loosen
from web_factory import copied

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]
SLUG = NUMBER.replace(".", "-")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    desk = Desk(copied(tmp_path_factory.mktemp("web") / "northfork"), runs=40, full=40)
    loosen(desk)
    desk.baseline()
    questions._LISTS[desk] = asked_of("positions.republic.executive.salience", NUMBER)
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
