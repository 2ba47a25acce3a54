"""Agreements, Futures, Hangs on, Replay and Take a seat in a real browser: needs Chromium (or CHROMIUM)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from test_web_browser import CHROMIUM, browser, changed, finding, opened, rested, server  # noqa: F401
from test_web_tabs_browser import drawn

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


def test_a_pledge_opens_by_a_click_on_its_drawing_or_by_the_keyboard(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=agreements", 400, color_scheme="dark")
    drawn(page)
    page.locator("[data-chart^=pledges-] svg text", has_text="talks begin").nth(1).click()
    page.wait_for_url("**view.clause=W3*")
    page.locator("#chosen-clause", has_text="W3").wait_for()
    page.locator("#clause-W2").focus()
    page.keyboard.press("Enter")
    page.locator("#chosen-clause", has_text="W2").wait_for()
    page.locator("[name='view.status']").select_option("late")
    page.wait_for_url("**view.status=late*")
    page.locator("#clause-W2").wait_for(state="detached")
    assert page.locator(".pledge").all_inner_texts() == ["W3"]
    drawn(page)


def test_dates_are_dragged_open_or_typed_and_lead_to_one_future(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=futures")
    before = finding(page)
    drawn(page)
    box = page.locator("[data-chart=states] svg").bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.45 * box["width"], box["y"] + 90, steps=4)
    page.mouse.move(box["x"] + 0.97 * box["width"], box["y"] + 90, steps=4)
    page.mouse.up()
    said = changed(page, before)
    assert "view.from=2031-0" in page.url
    page.locator("#brush-from").fill("2031-03-08")
    changed(page, said)
    run = page.locator(".runs tbody a").first
    number = run.inner_text()
    run.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**run={number}*")
    page.locator("#finding", has_text=f"Future {number}: ").wait_for()


def test_one_future_is_played_by_the_keyboard(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=replay&run=3&date=2031-05-01")
    drawn(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    day = page.locator("#day-said")
    assert day.inner_text() == "1 May 2031, day 54"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert day.inner_text() == "9 May 2031, day 62"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    page.locator("#day-said", has_text=re.compile(r"day (6[4-9]|[7-9]\d|\d{3})$")).wait_for()
    page.keyboard.press("Space")
    stopped = day.inner_text()
    assert page.locator("#play").get_attribute("aria-pressed") == "false"
    page.wait_for_url(f"**date={datetime.strptime(stopped.split(',')[0], '%d %b %Y').date()}*")
    assert day.inner_text() == stopped
    page.locator("#day").focus()
    page.keyboard.press("Home")
    assert day.inner_text() == "8 Mar 2031, day 0"
    assert page.locator("#story li:not(.later)").count() <= page.locator("#story li").count()
    page.locator("#story a").last.click()
    assert page.locator("#story li.later").count() == 0
    assert [one for one in asked if "/panel" in one] == []
    assert page.locator("#figure-holders tbody tr").count() > 2
    drawn(page)


def test_a_statement_is_struck_and_restored_and_other_tabs_hear_of_it(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=hangs")
    rested(page)
    drawn(page)
    strike = page.locator(".strikes a", has_text="Strike").first
    name = strike.get_attribute("id").removeprefix("strike-")
    strike.click()
    page.wait_for_url(f"**struck={name}*")
    page.locator("#why h3", has_text=f"Struck: {name}").wait_for()
    rested(page)
    assert f"Without {name}" in finding(page) or f"Nothing rests on {name}" in finding(page)
    page.locator("#see-whatif").click()
    page.wait_for_url(f"**/?struck={name}")
    page.locator(f"#restore-{name}").wait_for()
    page.go_back()
    page.locator("#restore-all").click()
    page.wait_for_url("**/?tab=hangs")


def test_a_seat_is_taken_answered_and_taken_back(opened: Any) -> None:  # noqa: F811
    page = opened("?tab=seat", 400)
    page.locator("#seat-front").click()
    page.wait_for_url("**view.seat=front*")
    first = changed(page, "Take a seat at the table")
    drawn(page)
    if page.locator("#answer-2").count():
        page.locator("#answer-2").click()
    else:
        page.locator("#put-nothing").click()
    page.wait_for_url("**view.said=*")
    changed(page, first)
    page.go_back()
    page.locator("#finding", has_text=first).wait_for()
    page.locator("#seat-end").click()
    page.wait_for_url("**view.done=1*")
    page.locator("#why h3", has_text="What happened (known later)").wait_for()
    drawn(page)
    page.locator("#seat-other").click()
    page.locator("#finding", has_text="Take a seat at the table").wait_for()
