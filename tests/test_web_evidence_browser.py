"""Evidence in a real browser: drop, judge by keys, edit, link selected words, take back; nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.evidence.ledger import read_ledger
from detente.evidence.links import read_links
from detente.views.web.desk import Desk
from test_web_browser import CHROMIUM, Server
from test_web_evidence import EASTLAND, VALLEY
from web_factory import copied

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]
_SERIOUS = ("serious", "critical")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "northfork")


@pytest.fixture
def page(folder: Path) -> Iterator[Any]:
    """Open the tab; at the end, nothing was said on its console, nothing was asked of another machine."""
    from playwright.sync_api import sync_playwright

    desk = Desk(folder, runs=10, full=10)
    desk.baseline()
    server = Server(desk)
    said: list[str] = []
    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=False)
        page.set_default_timeout(20_000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server.address}?tab=evidence")
        page.wait_for_selector("#dropped")
        yield page
        browser.close()
    server.stop()
    assert said == []
    assert all(one.startswith((server.address, "data:")) for one in asked)
    assert not any(word in one for one in asked for word in ("harbour", "Marten", "bridge", "Somebody"))


def drop(page: Any, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with page.expect_response("**/upload/documents"):
        page.set_input_files("#dropped", str(tmp_path / name))
    page.wait_for_selector("#received")


def press(page: Any, key: str) -> None:
    with page.expect_response("**/evidence"):
        page.keyboard.press(key)


def test_from_a_clipping_to_the_ledger_by_keys(page: Any, folder: Path, tmp_path: Path) -> None:
    drop(page, tmp_path, "2031-03-22-valley.txt", VALLEY)
    assert page.evaluate("location.search").startswith("?tab=evidence&view.doc=d")
    first = page.inner_text(".judged h3 >> nth=0").split()[0]
    press(page, "a")
    page.wait_for_selector("#evidence-saved")
    assert read_ledger(folder / "ledger.jsonl")[first].reviewed
    second = page.inner_text(".judged h3 >> nth=0").split()[0]
    assert second != first
    press(page, "x")
    page.wait_for_selector(f"#evidence-saved:has-text('{second} rejected')")
    assert second not in read_ledger(folder / "ledger.jsonl")
    with page.expect_response("**/evidence"):
        page.click("#evidence-undo")
    page.wait_for_selector(f"#card-{second}")
    page.keyboard.press("j")
    page.wait_for_selector(f"#card-{second}", state="detached")
    page.keyboard.press("e")
    page.fill("[name=speaker]", "Somebody else")
    page.wait_for_timeout(200)
    assert "Somebody" not in page.url
    third = page.inner_text(".judged h3 >> nth=0").split()[0]
    with page.expect_response("**/evidence"):
        page.click("button[value=edit]")
    page.wait_for_selector(f"#evidence-saved:has-text('{third} edited')")
    assert read_ledger(folder / "ledger.jsonl")[third].speaker == "Somebody else"


def test_selected_words_become_the_passage(page: Any, folder: Path, tmp_path: Path) -> None:
    drop(page, tmp_path, "2031-03-20-northfork-herald.txt", EASTLAND)
    words = "Snow closed the pass"
    page.evaluate(
        """words => {
          for (const piece of document.querySelectorAll("#received [data-at]")) {
            const at = piece.textContent.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(piece.firstChild, at);
            range.setEnd(piece.firstChild, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
          }
        }""",
        words,
    )
    page.wait_for_function("document.querySelector('[data-default-start]').value !== ''")
    with page.expect_response("**/evidence"):
        page.click("[data-link]")
    (link,) = [one for one in read_links(folder / "links.jsonl") if one.reviewed]
    assert EASTLAND[slice(*link.offsets[0])] == words


def test_it_reads_well_for_everybody(page: Any, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    drop(page, tmp_path, "2031-03-22-valley.txt", VALLEY)
    page.keyboard.press("e")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in _SERIOUS] == []
    page.set_viewport_size({"width": 400, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
