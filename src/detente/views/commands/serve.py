"""``detente serve``: the workbench in the browser, on this machine only."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from detente.errors import InputError
from detente.views.terminal import err, out

__all__ = ["serve"]

_HOST, _PORT = "127.0.0.1", 8765


def serve(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case's folder, or the name of a case that ships.")],
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="Where the workbench listens.")
    ] = _PORT,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Work from what was known then, as 2031-03-08.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Where the luck comes from.")] = 1,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Open a case's workbench: levers, numbers and statements to change, and the answer as they change.

    It listens on this machine's own address and nowhere else; Ctrl-C ends it.

    Example: detente serve afghanistan-2021 --open
    """
    from detente.case.load import find_case
    from detente.views.web.desk import Desk

    folder, _ = find_case(case)
    desk = Desk(folder, as_of, seed=seed)
    listening = _listen(port, case)
    address = f"http://{_HOST}:{listening.getsockname()[1]}/"
    _run(desk, listening, address, open_it)


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
    free = next(
        (other for other in range(port + 1, min(port + 100, 65536)) if (found := _bound(other)) and not found.close()),
        None,
    )
    advice = f"detente serve {case} --port {free}" if free else "give another with --port"
    raise InputError(f"--port {port}: something else listens there, perhaps another workbench; {advice}")


def _bound(port: int) -> socket.socket | None:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((_HOST, port))
        made.listen(64)
    except OSError:
        made.close()
        return None
    return made


def _run(desk: object, listening: socket.socket, address: str, open_it: bool) -> None:
    import asyncio
    import threading
    import webbrowser

    import uvicorn

    from detente.engine.ensemble import compiled_before
    from detente.views.web.app import make_app
    from detente.views.web.desk import Desk

    assert isinstance(desk, Desk)
    if not compiled_before():
        err.print("Compiling the engine: once on this machine and version. The page answers when it is done.")
    threading.Thread(target=desk.baseline, daemon=True, name="baseline").start()
    config = uvicorn.Config(make_app(desk), access_log=False, log_level="warning", lifespan="off", server_header=False,
                            timeout_graceful_shutdown=1, ws="none")  # fmt: skip
    server = uvicorn.Server(config)
    out.print(f"{desk.case.title}: {address}", markup=False, soft_wrap=True)
    err.print("On this machine only. Ctrl-C ends it; the page's address keeps your settings.")
    if open_it:
        webbrowser.open(address)
    asyncio.run(server.serve(sockets=[listening]))
