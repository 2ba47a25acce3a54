"""Take the pictures of the README and the documentation from a real report, with headless Chromium.

    python scripts/screenshots.py results/afghanistan-2021/report.html docs/images

Needs Chromium on the path (`apt-get install chromium`), or its place in the variable CHROMIUM.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

READY = "document.documentElement.dataset.ready == 'yes'"
SHOTS: tuple[tuple[str, int, int, str], ...] = (
    # name, width, height, colour scheme
    ("report-1280", 1280, 1180, "light"),
    ("report-dark", 1280, 1180, "dark"),
    ("report-phone", 400, 900, "light"),
)


def main() -> int:
    """Take every picture; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path, help="a report.html as detente run writes it")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    wanted = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not on the path; install it, or say in CHROMIUM where it is")
    if not wanted.report.is_file():
        sys.exit(f"{wanted.report}: no such file; make it with: detente run CASE")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width, height, scheme in SHOTS:
            options = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
            _shoot(browser.new_context(**options).new_page(), wanted.report, wanted.folder / f"{name}.png")
        browser.close()
    return 0


def _shoot(page: Any, report: Path, goal: Path) -> None:
    """Open the report, wait until all is drawn, and keep what stands in the window."""
    page.goto(report.resolve().as_uri())
    page.wait_for_function(READY, timeout=60_000)
    page.screenshot(path=str(goal))
    print(goal)


if __name__ == "__main__":
    sys.exit(main())
