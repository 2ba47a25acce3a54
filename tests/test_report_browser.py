"""The report as a browser shows it: needs Chromium (`apt-get install chromium`, or CHROMIUM with its path)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from case_factory import northfork
from detente.views.report import write_report
from result_factory import tables, write

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]
READY = "document.documentElement.dataset.ready == 'yes'"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("browser")
    case = northfork(folder=folder)
    later = "date,known,kind,subject,value,note,source\n2031-06-01,2031-06-02,fall,r1,1,,\n"
    (folder / "history.csv").write_text(later, encoding="utf-8")
    result = write(folder / "result", case, tables(case, runs=120, draws=6))
    return write_report(result, case, folder / "report.html", regions=True).as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def _opened(browser: Any, address: str, width: int, **options: Any) -> tuple[Any, list[str], list[str]]:
    page = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    if options.get("java_script_enabled", True):
        page.wait_for_function(READY, timeout=60_000)
    return page, said, asked


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_all_is_drawn_without_a_word_on_the_console_or_a_request(
    browser: Any, address: str, width: int, scheme: str
) -> None:
    page, said, asked = _opened(browser, address, width, color_scheme=scheme)
    undrawn = page.evaluate(
        "[...document.querySelectorAll('.drawing')].filter(one => !one.closest('details:not([open])')"
        " && one.dataset.drawn != 'yes').map(one => one.dataset.chart)"
    )
    assert undrawn == []
    assert said == []
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_folded_figures_are_drawn_when_they_are_opened(browser: Any, address: str) -> None:
    page, said, _ = _opened(browser, address, 1280)
    page.locator("details.more > summary").first.click()
    page.wait_for_selector("details.more .drawing[data-drawn='yes']", state="attached", timeout=30_000)
    assert said == []


def test_a_link_into_something_folded_opens_it(browser: Any, address: str) -> None:
    page, _, _ = _opened(browser, address, 1280)
    page.locator("#hangs-on details summary").click()
    page.locator("#hangs-on a").first.click()
    assert page.evaluate("document.querySelector(':target').id").startswith("s-S")


def test_hindsight_waits_to_be_asked_for(browser: Any, address: str) -> None:
    page, _, _ = _opened(browser, address, 1280)
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--happened').trim()"
    assert page.evaluate(colour) == "transparent"
    assert not page.locator(".happened.finding").is_visible()
    assert page.locator(".happened:visible").count() == 0
    page.check("#hindsight")
    assert page.evaluate(colour) != "transparent"
    assert page.locator(".happened.finding").is_visible()


def test_without_scripts_the_stills_are_there(browser: Any, address: str) -> None:
    page, _, _ = _opened(browser, address, 700, java_script_enabled=False)
    stills = page.locator(".still svg:visible")
    assert stills.count() > 15


def test_print_is_light_and_opens_what_is_folded(browser: Any, address: str) -> None:
    page, _, _ = _opened(browser, address, 1280, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator(".live svg:visible").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 5


def test_the_keyboard_reaches_the_questions_the_tables_and_the_statements(browser: Any, address: str) -> None:
    page, _, _ = _opened(browser, address, 1280)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('nav, summary, label, .skip')?.tagName ?? ''"))
    assert {"NAV", "SUMMARY", "A"} <= reached


def test_a_narrow_table_stands_beside_its_drawing_in_print(browser: Any, address: str) -> None:
    page, _, _ = _opened(browser, address, 688)  # what A4 leaves between the report's margins
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    places = page.evaluate(
        """() => [...document.querySelectorAll("figure:has(> .drawing):has(> details .slim)")]
          .filter((figure) => !figure.closest(".folds"))
          .map((figure) => [".drawing", ".slim table"].map((one) => figure.querySelector(one).getBoundingClientRect()))
          .map(([drawing, table]) => [table.left - drawing.right, table.right])"""
    )
    assert len(places) >= 3
    assert all(gap > 0 and right <= 688 for gap, right in places), places
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
