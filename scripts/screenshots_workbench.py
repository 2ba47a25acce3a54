"""Take the pictures of the workbench in the README and the documentation, with headless Chromium.

    python scripts/screenshots_workbench.py docs/images

Needs Chromium on the path (`apt-get install chromium`), or its place in the variable CHROMIUM. The cases that ship are
served on this machine while the pictures are taken.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from detente.case.load import find_case
from detente.views.web.app import make_app
from detente.views.web.desk import Desk

_LEVER = "lever=conditions_based_exit"
SHOTS: tuple[tuple[str, str, str, int, int, str], ...] = (
    # name, case, state of the page, width, height, colour scheme
    ("workbench-whatif", "afghanistan-2021", _LEVER, 1280, 1000, "light"),
    ("workbench-whatif-phone", "afghanistan-2021", _LEVER, 400, 900, "light"),
    ("workbench-deals", "aceh-2005", "tab=deals", 1280, 1000, "light"),
    ("workbench-hangs", "aceh-2005", "tab=hangs", 1280, 1000, "light"),
    ("workbench-replay", "afghanistan-2021", "tab=replay", 1280, 1000, "light"),
)


def main() -> int:
    """Take every picture; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--only", help="names that hold these letters")
    wanted = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not on the path; install it, or say in CHROMIUM where it is")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shots = [one for one in SHOTS if (wanted.only or "") in one[0]]
        for case in dict.fromkeys(one[1] for one in shots):
            with _served(case) as address:
                for name, _, state, width, height, scheme in (one for one in shots if one[1] == case):
                    options = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
                    _shoot(
                        browser.new_context(**options).new_page(), f"{address}?{state}", wanted.folder / f"{name}.png"
                    )
        browser.close()
    return 0


@contextmanager
def _served(case: str) -> Iterator[str]:
    """Serve a case on a free port of this machine."""
    import uvicorn

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = make_app(Desk(find_case(case)[0]))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
    run = server.serve(sockets=[listening])
    thread = threading.Thread(target=lambda: asyncio.run(run), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = server.force_exit = True
    thread.join(10)


def _shoot(page: Any, address: str, goal: Path) -> None:
    """Open a state, wait until all that follows has come, and keep what stands in the window."""
    page.set_default_timeout(600_000)
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector("#finding:not(:has-text('Playing'))")
    page.wait_for_selector("[data-follow]", state="detached")
    page.wait_for_timeout(1_500)
    page.screenshot(path=str(goal))


if __name__ == "__main__":
    sys.exit(main())
