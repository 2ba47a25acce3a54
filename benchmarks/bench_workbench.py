"""The workbench in a real browser: from a moved slider, a lever or a struck statement to the chart on the screen.

Run: python benchmarks/bench_workbench.py [CASE]   (needs Chromium; CHROMIUM names it)

A repaint is counted from the event to the second frame after the charts took their rows. Beside it stands an empty
round trip between the same page and server, and the share of the repaint that the play of the futures takes.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LIMIT_MS = 150
STEPS = 24
PORT = 8797

_MOVE = """([selector, value]) => new Promise((done) => {
  const field = document.querySelector(selector), root = document.documentElement, before = root.dataset.ready;
  const look = () => {
    if (root.dataset.ready === before) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
  };
  const start = performance.now();
  if (field.type === 'range') { field.value = value; field.dispatchEvent(new Event('input', {bubbles: true})); }
  else field.click();
  look();
})"""
_EMPTY = "async () => { const s = performance.now(); await fetch('/here'); return performance.now() - s; }"


@contextmanager
def served(case: str) -> Iterator[str]:
    """A workbench of its own."""
    command = [sys.executable, "-c", "from detente.views.cli import main; main()", "serve", case, "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        address = next(word for line in server.stdout for word in line.split() if word.startswith("http"))
        yield address
    finally:
        server.terminate()
        server.wait(10)


def told(name: str, times: list[float], empty: float) -> None:
    middle, worst = statistics.median(times), max(times)
    share, trips = middle / LIMIT_MS, middle / empty
    print(f"  {name:<22} {middle:7.0f} ms   worst {worst:6.0f} ms", end="   ")
    print(f"{share:6.2f} of the {LIMIT_MS} ms allowed   {trips:6.1f} empty round trips", flush=True)


def played(case: str) -> tuple[float, int]:
    """Median time of the play by itself, in this process."""
    from detente.case.load import read_case
    from detente.engine.scenario import play_scenario
    from detente.views.web.desk import QUICK

    found, times = read_case(case), []
    for _ in range(7):
        start = time.perf_counter()
        play_scenario(found, runs=QUICK, seed=1, keep=True)
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times), QUICK


def measure(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=180_000)
    page.wait_for_selector("[data-follow]", state="detached", timeout=180_000)  # all that follows has come
    empty = statistics.median(page.evaluate(_EMPTY) for _ in range(30))
    print(f"  {'empty round trip':<22} {empty:7.1f} ms")
    first = page.locator(".sliders input[type=range]").first
    low, high = float(first.get_attribute("data-low")), float(first.get_attribute("data-high"))
    selector = f"[id='{first.get_attribute('id')}']"
    values = [low + (high - low) * (step + 0.5) / STEPS for step in range(STEPS)]
    told("slider", [page.evaluate(_MOVE, [selector, str(value)]) for value in values], empty)
    levers = [f"[id='{one.get_attribute('id')}']" for one in page.locator(".switches input").all()]
    times = []
    for one in levers:
        times.append(page.evaluate(_MOVE, [one, ""]))
        page.evaluate(_MOVE, [one, ""])
    told("lever", times, empty)
    state = "?" + "&".join(f"shown={name}" for name in _numbers_on_statements(page))
    page.goto(address + state)
    page.wait_for_selector("[data-follow]", state="detached", timeout=180_000)
    strikes = []
    while (button := page.locator("a[id^=strike-]:has-text('Strike')")).count() and len(strikes) < 12:
        strikes.append(page.evaluate(_MOVE, [f"[id='{button.first.get_attribute('id')}']", ""]))
    if strikes:
        told("strike", strikes, empty)


def _numbers_on_statements(page: Any) -> list[str]:
    """A number that rests on statements, so that the page offers to strike them."""
    from detente.case.load import read_case
    from detente.engine.sheet import make_sheet

    case = read_case(sys.argv[1] if len(sys.argv) > 1 else "afghanistan-2021")
    book = make_sheet(case, draws=2).book.numbers
    best = max(book, key=lambda name: sum(one in case.ledger for one in book[name].because))
    return [best, f"{best}&view.moved={best}"][1:]


def main() -> None:
    from playwright.sync_api import sync_playwright

    case = sys.argv[1] if len(sys.argv) > 1 else "afghanistan-2021"
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    middle, runs = played(case)
    print(f"{case}, {runs:,} futures, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"  {'the play alone':<22} {middle:7.0f} ms")
    with served(case) as address, sync_playwright() as play:
        started = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        measure(started.new_context(viewport={"width": 1280, "height": 900}).new_page(), address)
        started.close()


if __name__ == "__main__":
    main()
