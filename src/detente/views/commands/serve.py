"""``detente serve``: the workbench in the browser, on this machine only."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import InputError
from detente.views.options import AsOf, CaseName, OpenIt, Seed
from detente.views.terminal import err, say

if TYPE_CHECKING:
    from detente.views.web.desk import Desk
    from detente.views.web.guard import App

__all__ = ["serve"]

_HOST, _PORT = "127.0.0.1", 8765
_WARMING = "baseline"
_REST = 0.1
"""Seconds between what is made ahead, so that whoever asks meanwhile hardly waits."""


def serve(
    case: CaseName,
    new: Annotated[
        bool, typer.Option("--new", help="Make the case first, from documents that you drop into the page.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="Where the workbench listens.")
    ] = _PORT,
    as_of: AsOf = None,
    seed: Seed = 1,
    open_it: OpenIt = False,
) -> None:
    """Open a case's workbench: levers, numbers and statements to change, and the answer as they change.

    It listens on this machine's own address and nowhere else; Ctrl-C ends it.

    Example: detente serve afghanistan-2021 --open; from your own clippings: detente serve northfork-2031 --new --open
    """
    from detente.case.load import find_case
    from detente.views.web.app import make_app
    from detente.views.web.desk import Desk

    closing = threading.Event()
    if new:
        from detente.views.web.start import Start, make_start

        start = Start(Path(case), lambda made: make_app(_warmed(Desk(made, as_of, seed=seed), closing)))
        try:
            _run(make_start(start), f"{start.folder.name}, to be made from documents", _listen(port, case), open_it)
        finally:
            start.close()
    else:
        folder, _ = find_case(case)
        desk = Desk(folder, as_of, seed=seed)
        listening = _listen(port, case)
        _run(make_app(_warmed(desk, closing)), desk.case.title, listening, open_it)
    closing.set()
    _leave()


def _listen(port: int, case: str) -> socket.socket:
    """Return a socket on this machine's own address.

    Raises
    ------
    InputError
        If the port is taken; the next free one is named.
    """
    made = _bound(port)
    if made is not None:
        return made
    for other in range(port + 1, min(port + 100, 65536)):
        if found := _bound(other):
            found.close()
            raise InputError(
                f"--port {port}: something else listens there, perhaps another workbench; "
                f"detente serve {case} --port {other}"
            )
    raise InputError(f"--port {port}: it is taken, and so are the next hundred; give another")


def _bound(port: int) -> socket.socket | None:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this would let two servers share a port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((_HOST, port))
        made.listen(64)
    except OSError:
        made.close()
        return None
    return made


def _warmed(desk: Desk, closing: threading.Event) -> Desk:
    """Have the case played as it stands, in the background, so that the first page need not wait."""
    from detente.engine.ensemble import compiled_before
    from detente.views.web.desk import stop
    from detente.views.web.rail import sliders
    from detente.views.web.state import State

    if not compiled_before():
        err.print("Compiling the engine, once on this machine and version; the page answers when it is done.")

    def warm() -> None:
        stop.set(closing)
        with contextlib.suppress(Exception):  # what is wrong with the case is said on the page
            sliders(desk, State())
            # A full collection walks everything that was loaded, which takes longer than an answer may: leave it out.
            gc.collect()
            gc.freeze()
            for name in desk.case.ledger:  # so that a sentence, once struck, is only played
                if closing.wait(_REST):
                    break
                desk.prepare(State(struck=(name,)))
        gc.freeze()

    threading.Thread(target=warm, daemon=True, name=_WARMING).start()
    return desk


def _run(app: App, title: str, listening: socket.socket, open_it: bool) -> None:
    """Answer until somebody presses Ctrl-C."""
    import asyncio

    import uvicorn

    config = uvicorn.Config(app, access_log=False, log_level="warning", lifespan="off", server_header=False,
                            timeout_graceful_shutdown=1, ws="none")  # fmt: skip
    address = f"http://{_HOST}:{listening.getsockname()[1]}/"
    say(f"{title}: {address}")
    err.print("On this machine only. Ctrl-C ends it; the page's address keeps your settings.")
    if open_it:
        webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))
    err.print("Closed. What was saved is in the case's files.")


def _leave() -> None:
    """End although the engine may still be compiling, which cannot be interrupted and writes its files whole."""
    for one in threading.enumerate():
        if one.name == _WARMING:
            one.join(1)
            if one.is_alive():
                sys.stdout.flush()
                os._exit(0)
