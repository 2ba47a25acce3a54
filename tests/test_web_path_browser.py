"""The whole path in a real browser: clippings, judgements, a case, its evidence, and a sentence struck."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.case.load import read_case
from detente.views.web.app import make_app
from detente.views.web.desk import Desk
from detente.views.web.start import Start, make_start
from test_web_browser import CHROMIUM, Server, browser, finding, rested  # noqa: F401  browser is a fixture

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]
TEXTS = Path(__file__).parent / "texts"
LAGOON = [TEXTS / "draft-lagoon-2034-02-10.txt", TEXTS / "draft-lagoon-2034-06-02.txt"]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    folder = tmp_path / "lagoon"
    start = Start(folder, lambda made: make_app(Desk(made, runs=40, full=80)))
    server = Server(None, app=make_start(start))
    yield server, folder
    server.stop()
    start.close()


@pytest.fixture
def page(browser: Any, served: tuple[Server, Path]) -> Iterator[Any]:  # noqa: F811
    """A page on which nothing is said on the console, and nothing asked of another machine."""
    said: list[str] = []
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    made.set_default_timeout(60_000)
    made.on("console", lambda message: said.append(message.text))
    made.on("pageerror", lambda error: said.append(str(error)))
    made.on("request", lambda request: asked.append(request.url))
    made.goto(served[0].address)
    yield made
    context.close()
    assert said == []
    assert [one for one in asked if not one.startswith((served[0].address, "data:", "blob:"))] == []


def test_from_clippings_to_a_struck_sentence(page: Any, served: tuple[Server, Path]) -> None:
    folder = served[1]
    page.set_input_files("#file", LAGOON)
    page.get_by_role("button", name="Read them").click()
    page.locator("main section p strong").first.wait_for()
    while page.locator("input[value=accept]").count():
        for choice in page.locator("input[value=accept]").all():
            choice.check()
        page.get_by_role("button", name="Keep these judgements").click()
        page.wait_for_load_state()
    assert not folder.exists()
    page.get_by_role("button", name="Make the case").click()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector("#finding:has-text('As the case stands')")
    case = read_case(str(folder), "2034-06-02")
    refusal = case.tables["talks"].preconditions[0].because[0]
    page.goto(f"{served[0].address}?tab=evidence&view.statement={refusal}")
    page.wait_for_selector(f"#card-{refusal}")
    assert "Ines Carrow" in page.inner_text(".why")
    page.click(f"#strike-{refusal}")
    page.wait_for_selector(f".rail:has-text('{refusal}')")
    rested(page)
    assert f"struck={refusal}" in page.url
    assert "Carrow" not in page.url
    before = finding(page)
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert finding(page) == before


def test_a_case_is_drafted_with_the_keyboard_alone(page: Any, served: tuple[Server, Path]) -> None:
    page.set_input_files("#file", LAGOON[:1])  # the system's own dialogue chooses files
    page.keyboard.press("Tab")
    page.locator("#file").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("main section p strong").first.wait_for()
    page.locator(".judged input[value='']").first.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.locator("input[value=accept]").first.is_checked()
    page.get_by_role("button", name="Make the case").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#finding:has-text('As the case stands')")
    assert sum(one.reviewed for one in read_case(str(served[1])).ledger.values()) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_drafting_page_reads_well_for_everybody(browser: Any, served: tuple[Server, Path], scheme: str) -> None:  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 400, "height": 800}, color_scheme=scheme)
    try:
        made = context.new_page()
        made.goto(served[0].address)
        made.set_input_files("#file", LAGOON[:1])
        made.get_by_role("button", name="Read them").click()
        made.locator("main section p strong").first.wait_for()
        assert made.evaluate("document.documentElement.scrollWidth") <= 400
        found = Axe().run(made).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    finally:
        context.close()
