"""What if in a real browser: needs Chromium (`apt-get install chromium`, or CHROMIUM with its path)."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.views.web.app import make_app
from detente.views.web.desk import Desk
from detente.views.web.guard import App
from web_factory import LEVER, OTHER, copied

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


class Server:
    """The workbench of a desk, or another application, on a thread: it can be stopped and started on the same port."""

    def __init__(self, desk: Desk | None, port: int = 0, app: App | None = None) -> None:
        import uvicorn

        assert desk is not None or app is not None

        self.desk: Any = desk
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", port))
        self.socket.listen()  # from now on whoever comes waits until the thread takes him in
        self.port = self.socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        config = uvicorn.Config(app or make_app(self.desk), log_level="critical", lifespan="off", ws="none")
        self.server = uvicorn.Server(config)
        run = self.server.serve(sockets=[self.socket])
        self.thread = threading.Thread(target=lambda: asyncio.run(run), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(10)
        self.socket.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    desk = Desk(copied(tmp_path_factory.mktemp("web") / "northfork"), runs=40, full=80)
    desk.baseline()
    made = Server(desk)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser: Any, server: Server) -> Iterator[Any]:
    """Open a page; at the end, nothing was said on its console and nothing asked of another machine."""
    said: list[str] = []
    asked: list[str] = []
    contexts: list[Any] = []

    def open_(path: str = "", width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # the first of everything loads and compiles
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server.address + path)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    open_.said = said  # type: ignore[attr-defined]
    yield open_
    for context in contexts:
        context.close()
    assert said == []
    assert [one for one in asked if not one.startswith((server.address, "data:", "blob:"))] == []


def rested(page: Any) -> None:
    """Wait until all that follows has come."""
    page.wait_for_selector("[data-follow]", state="detached")


def finding(page: Any) -> str:
    return page.locator("#finding").inner_text()


def changed(page: Any, before: str) -> str:
    """Wait until the finding is another one."""
    page.locator("#finding", has_not_text=before).wait_for()
    return finding(page)


def test_a_lever_changes_the_answer_and_the_address_and_survives_a_reload(opened: Any) -> None:
    page = opened()
    before = finding(page)
    assert before.startswith("As the case stands, the parties settle in ")
    page.locator(f"[id='lever-{OTHER}']").check()
    after = changed(page, before)
    assert after.startswith("With one lever changed")
    assert f"lever={OTHER}" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert finding(page) == after
    assert page.locator(f"[id='lever-{OTHER}']").is_checked()
    rested(page)
    assert page.locator("#moved dd").first.inner_text() != ""
    assert "S1" not in page.url


@pytest.mark.parametrize("status", [413, 500])
def test_an_answer_that_could_not_be_given_says_why_and_leaves_the_last_one(opened: Any, status: int) -> None:
    page = opened()
    before = finding(page)
    page.route("**/panel*", lambda route: route.fulfill(status=status, content_type="text/plain", body="Too much."))
    page.locator(f"[id='lever-{OTHER}']").check()
    page.locator("#notice .wrong", has_text="Too much.").wait_for()
    page.wait_for_timeout(300)
    assert page.locator("#notice .wrong").inner_text() == "Too much."
    assert finding(page) == before
    assert all(f"status of {status}" in one for one in opened.said)
    opened.said.clear()


def test_levers_that_exclude_each_other_switch_over(opened: Any) -> None:
    page = opened(f"?lever={OTHER}")
    excluded = page.locator(f"[id='lever-{LEVER}']")
    assert excluded.is_disabled()
    page.get_by_role("link", name="Switch over").click()
    page.locator(f"[id='lever-{OTHER}']:disabled").wait_for()
    assert excluded.is_checked()
    assert f"lever={LEVER}" in page.url
    page.go_back()
    page.locator(f"[id='lever-{LEVER}']:disabled").wait_for()


def test_a_slider_speaks_by_key_and_says_when_it_is_outside(opened: Any) -> None:
    page = opened()
    before = finding(page)
    slider = page.locator(".sliders input[type=range]").first
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    changed(page, before)
    assert ", was " in slider.get_attribute("aria-valuetext")
    assert "number." in page.url
    page.keyboard.press("End")
    page.locator(".sliders li.outside").wait_for()
    assert slider.get_attribute("aria-valuetext").endswith("outside the range in the case")
    assert page.evaluate("document.activeElement.type") == "range"
    rested(page)
    assert "outside the case’s range" in page.locator("#moved").inner_text()
    page.locator("#reset").click()
    page.locator("#finding", has_text="As the case stands").wait_for()
    assert "number." not in page.url


def test_charts_are_fed_and_not_drawn_anew(opened: Any) -> None:
    page = opened()
    rested(page)
    before = finding(page)
    page.evaluate("document.querySelectorAll('[data-chart] svg').forEach(one => one.dataset.same = 'yes')")
    page.locator(f"[id='lever-{OTHER}']").check()
    changed(page, before)
    rested(page)
    drawn = page.evaluate("[...document.querySelectorAll('[data-chart] svg')].map(one => one.dataset.same)")
    assert len(drawn) >= 3
    assert drawn.count("yes") >= 2
    assert page.locator("[data-chart] svg:not([aria-hidden])").count() == 0


def test_the_answer_is_said_once_it_rests(opened: Any) -> None:
    page = opened()
    before = finding(page)
    page.locator(f"[id='lever-{OTHER}']").check()
    changed(page, before)
    rested(page)
    page.locator("#said", has_text="With one lever changed").wait_for(state="attached")
    assert page.locator("#said").get_attribute("aria-live") == "polite"


def test_a_statement_is_struck_and_restored(opened: Any) -> None:
    page = opened("?struck=S1")
    assert finding(page).startswith("With one statement struck")
    page.locator("#restore-S1").click()
    page.locator("#finding", has_text="As the case stands").wait_for()
    assert "struck" not in page.url


def test_wrong_input_leaves_an_answer_and_says_what_is_wrong(opened: Any) -> None:
    page = opened("?lever=air_support_stay")
    assert 'did you mean "air_support_stays"?' in page.locator("#notice").inner_text()
    assert finding(page).startswith("As the case stands")
    both = opened(f"?lever={OTHER}&lever={LEVER}")
    assert "exclude each other" in both.locator("#notice").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_400_pixels(opened: Any, scheme: str) -> None:
    page = opened("?lever=" + OTHER, 400, color_scheme=scheme)
    rested(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar = page.locator(".bar")
    assert bar.is_visible()
    assert "settle" in bar.inner_text()
    bar.get_by_role("link").click()
    assert page.locator("#rail").bounding_box()["y"] < 900


def test_a_scenario_is_kept_opened_and_compared(opened: Any) -> None:
    page = opened(f"?lever={OTHER}")
    rested(page)
    with_lever = finding(page)
    page.locator("#keep-scenario").click()
    page.locator(".rail .scenarios .on").wait_for()
    assert "kept=lever" in page.url
    page.locator("#scenario-0").click()
    plain = changed(page, with_lever)
    assert plain.startswith("As the case stands")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    rested(page)
    page.locator("#scenario-1").click()
    assert changed(page, plain) == with_lever
    page.get_by_role("link", name="Compare them").click()
    page.locator("#scenarios-head").wait_for()
    assert page.locator(".answer .scenarios tbody tr").count() == 2


def test_what_takes_long_is_shown_and_can_be_stopped(opened: Any) -> None:
    page = opened()
    rested(page)
    before = finding(page)

    page.route("**/panel?*", lambda route: None)  # an answer that does not come
    page.locator(f"[id='lever-{OTHER}']").check()
    page.locator("#busy").wait_for()
    assert page.locator("#bench.slow").count() == 1
    assert finding(page) == before
    assert page.locator("#doing").inner_text() == "Working"
    told = {"content_type": "application/json", "body": '{"done": 620, "total": 1000}'}
    page.route("**/progress?*", lambda route: route.fulfill(**told))
    page.locator("#doing", has_text="Playing 1,000 futures: 62 %").wait_for()
    page.locator("#stop").click()
    page.locator("#busy").wait_for(state="hidden")
    assert finding(page) == before
    assert not page.locator(f"[id='lever-{OTHER}']").is_checked()


def test_keys_open_tabs_and_can_be_switched_off(opened: Any) -> None:
    page = opened()
    page.keyboard.press("?")
    page.locator("#keys").wait_for()
    page.keyboard.press("Escape")
    page.locator("#keys").wait_for(state="hidden")
    page.keyboard.press("2")
    page.locator("#tab-zones[aria-current]").wait_for()
    assert "tab=zones" in page.url
    page.locator("#keys-open").click()
    page.locator("#letters").uncheck()
    page.locator("#keys-close").click()
    page.keyboard.press("1")
    assert page.locator("#tab-zones[aria-current]").count() == 1


def test_keys_work_before_a_closed_dialog_gives_the_focus_back(opened: Any) -> None:
    page = opened()
    left = """() => {
        const keys = document.getElementById("keys");
        keys.showModal();
        keys.close();
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "2", bubbles: true }));
        return document.activeElement.closest("dialog") !== null;
    }"""
    assert page.evaluate(left)
    page.locator("#tab-zones[aria-current]").wait_for()


def test_two_tabs_share_the_case_and_not_their_settings(opened: Any, server: Server) -> None:
    one, other = opened("?number.numbers.phi=20"), opened(f"?lever={OTHER}")
    one.locator("[id='keep-numbers.phi']").click()
    one.locator("#saved").wait_for()
    assert "[5, 20, 30]" in (server.desk.folder / "case.yaml").read_text(encoding="utf-8")
    assert other.locator(f"[id='lever-{OTHER}']").is_checked()
    other.locator("[id='lever-president_steps_down']").check()
    other.locator("#undo").wait_for()
    other.locator("#undo").click()
    other.locator("#saved").wait_for(state="detached")
    assert "[5, 12, 30]" in (server.desk.folder / "case.yaml").read_text(encoding="utf-8")


def test_a_server_that_goes_and_comes_back(browser: Any, tmp_path: Path) -> None:
    desk = Desk(copied(tmp_path / "northfork"), runs=40, full=40)
    desk.baseline()
    first = Server(desk)
    page = browser.new_context().new_page()
    page.goto(first.address)
    page.wait_for_selector("html[data-ready]", state="attached")
    rested(page)
    before = finding(page)
    first.stop()
    page.locator(f"[id='lever-{OTHER}']").check()
    page.locator("#gone").wait_for()
    assert "detente serve northfork" in page.locator("#gone").inner_text()
    assert finding(page) == before
    second = Server(desk, first.port)
    try:
        page.locator("#gone").wait_for(state="hidden")
        assert changed(page, before).startswith("With one lever changed")
    finally:
        page.close()
        second.stop()
