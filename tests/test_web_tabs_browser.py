"""Zones, Deals, Compare and Map in a real browser: needs Chromium (`apt-get install chromium`, or CHROMIUM)."""

from __future__ import annotations

from typing import Any

import pytest

from detente.views.web.page import fragment
from detente.views.web.state import State
from test_web_browser import CHROMIUM, Server, browser, changed, finding, opened, rested, server  # noqa: F401
from web_factory import LEVER

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


@pytest.fixture(scope="module", autouse=True)
def compiled(server: Server) -> None:  # noqa: F811
    """Solve the zones once before anybody waits for a page: on a new machine that compiles for a while."""
    fragment(server.desk, State(tab="zones"))


def drawn(page: Any) -> None:
    """Every chart of the page is a drawing that screen readers pass over."""
    missing = page.evaluate(
        "[...document.querySelectorAll('[data-chart]')].filter(one => !one.closest('details:not([open])')"
        " && !one.querySelector('svg[aria-hidden=true]')).map(one => one.dataset.chart)"
    )
    assert missing == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_slider_moves_the_date_of_all_zones(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=zones", 400, color_scheme="dark")
    before = finding(page)
    drawn(page)
    slider = page.locator("#date-slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "5 April 2031"
    assert changed(page, before).startswith("On 5 April 2031")
    assert "date=2031-04-05" in page.url
    assert page.locator("#why h3").first.inner_text() == "What holds on 5 April 2031"
    drawn(page)


def test_a_text_is_written_term_by_term(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=deals")
    rested(page)
    before = finding(page)
    page.get_by_role("link", name="Put a term on Executive").click()
    said = changed(page, before)
    assert said.startswith("The text on the table is signed in ")
    slider = page.locator("#term-executive")
    slider.focus()
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "the Republic alone"
    page.locator("output[for=term-executive]", has_text="the Republic alone").wait_for()
    page.wait_for_url("**text.executive=0*")
    assert page.locator(".facts-row dt").all_inner_texts()[-2:] == ["battle deaths, mean", "rights, mean of 0 to 1"]
    rested(page)
    drawn(page)
    page.locator(".editor li").filter(has_text="Executive").get_by_role("link").click()
    page.wait_for_url("**/?tab=deals")


def test_two_scenarios_change_places(opened: Any) -> None:  # noqa: F811
    page = opened(f"?tab=compare&lever={LEVER}")
    rested(page)
    drawn(page)
    page.locator("#figure-moves summary").click()
    cells = page.locator("#figure-moves td.n").all_inner_texts
    before = cells()
    page.get_by_role("link", name="Swap A and B").click()
    page.wait_for_url("**against=lever*")
    rested(page)
    after = cells()
    assert [after[6 * j + i] for i in range(6) for j in range(6)] == before
    page.get_by_label("A", exact=True).select_option(f"lever:{LEVER}")
    page.wait_for_url("**against=lever%3A*")


def test_the_map_slides_without_the_server_and_a_region_opens(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=map&date=2031-03-08")
    drawn(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    slider, first = page.locator("#date-slider"), page.locator(".regions tbody .amount span").nth(2)
    start = first.inner_text()
    slider.evaluate("one => { one.value = one.max; one.dispatchEvent(new Event('input', {bubbles: true})) }")
    assert first.inner_text() != start
    assert page.locator("#finding.stale").count() == 1
    assert asked == []
    slider.dispatch_event("change")
    page.wait_for_url("**date=2031-12-27*")
    assert page.locator("#finding.stale").count() == 0
    box = page.locator("[data-chart=map]").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7)
    page.locator("#why h3", has_text="What threatens it").wait_for()
    assert "region=" in page.url
    chosen = page.locator(".regions a[aria-current]").inner_text()
    other = page.locator(".regions a:not([aria-current])").first
    name = other.inner_text()
    other.focus()
    page.keyboard.press("Enter")
    page.locator(".regions a[aria-current]", has_text=name).wait_for()
    assert chosen != name


_UNTIL_FOUR_WEEKS = """() => new Promise((done) => {
  const began = performance.now();
  const look = () => document.getElementById("date-slider").value >= 4
    ? done(performance.now() - began) : requestAnimationFrame(look);
  document.getElementById("map-play").click();
  look();
})"""


def test_the_map_plays_four_weeks_a_second_unless_motion_is_unwanted(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=map&date=2031-03-08")
    took = page.evaluate(_UNTIL_FOUR_WEEKS)
    assert took > 900  # milliseconds; a busy machine only makes it slower
    page.locator("#map-play").click()
    page.wait_for_url(lambda address: "date=2031-03-08" not in address)
    still = opened("?tab=map", reduced_motion="reduce")
    assert still.locator("#map-play").is_hidden()


def test_space_plays_the_map_unless_something_else_has_the_focus(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=map&date=2031-03-08")
    play = page.locator("#map-play")
    page.locator(f"[id='lever-{LEVER}']").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**lever=*")
    assert page.locator(f"[id='lever-{LEVER}']").is_checked()
    assert play.get_attribute("aria-pressed") == "false"
    page.locator("input[name='view.map'][value=all]").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#finding", has_text="One future, not a forecast").wait_for()
    page.locator("#answer").focus()
    page.keyboard.press("Space")
    assert play.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Space")
    assert play.get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize("query", ["tab=zones", "tab=deals&text.executive=0.4", "tab=map&region=adanville",
                                   f"tab=compare&lever={LEVER}&kept=lever%3D{LEVER}"])  # fmt: skip
def test_no_rule_of_accessibility_is_broken(opened: Any, query: str) -> None:  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    page = opened(f"?{query}")
    rested(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
