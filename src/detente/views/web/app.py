"""The workbench's server: one page, the fragment that answers a change, and its own files."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import json
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.errors import InputError
from detente.views.web.assets import asset
from detente.views.web.desk import Desk, Stopped, stop
from detente.views.web.guard import FAULT, Guard, Refused
from detente.views.web.page import fragment, notice, whole
from detente.views.web.progress import progress_of, watched
from detente.views.web.state import State
from detente.views.web.tabs import TABS

__all__ = ["answered", "asset_response", "make_app", "refusals", "shown"]

_T = TypeVar("_T")
_LOOK = 0.02
"""Seconds between looks at whether somebody still waits."""


def make_app(desk: Desk) -> Guard:
    """Return the workbench of a desk as an ASGI application.

    Routes: ``/`` the page, ``/panel`` what changes of it, ``/assets/...`` its files, ``/theatre.json`` the map,
    ``/here`` nothing (for pages that wait for a server to come back), ``/progress`` how far a play is, ``/edit/...``
    and ``/undo`` changes to the case's files, and those that tabs add by a function ``routes(desk)`` in their module.
    """
    if importlib.util.find_spec("pandas"):
        importlib.import_module("pandas")  # DuckDB would in one thread, while Altair in another meets half of it
    routes = [
        Route("/", partial(_page, desk)),
        Route("/panel", partial(_panel, desk)),
        Route("/assets/{name}", asset_response),
        Route("/theatre.json", partial(_theatre, desk)),
        Route("/here", _here),
        Route("/progress", _progress),
        Route("/edit/number", partial(_edit, desk, _keep_number), methods=["POST"]),
        Route("/edit/statement", partial(_edit, desk, _keep_statement), methods=["POST"]),
        Route("/undo", partial(_edit, desk, lambda desk, state, asked: desk.edits.undo()), methods=["POST"]),
    ]
    for tab in TABS:
        routes += tab.routes(desk)
    return Guard(Starlette(routes=routes, exception_handlers=refusals()))


def refusals() -> dict[Any, Any]:
    """Return what answers a request that is refused, leads nowhere or fails: one plain line."""
    return {Refused: _refused, HTTPException: _refused, Exception: _fault}


async def answered(request: Request, work: Callable[[], _T]) -> _T:
    """Do some work in a thread, and end its plays once nobody waits for it.

    Raises
    ------
    Stopped
        When the browser has gone.
    """
    gone = Event()
    token = stop.set(gone)
    try:
        with watched(request.headers.get("x-page", "")):
            task = asyncio.ensure_future(run_in_threadpool(work))
            while not (await asyncio.wait({task}, timeout=_LOOK))[0]:
                if not gone.is_set() and await request.is_disconnected():
                    gone.set()
        return task.result()
    finally:
        gone.set()  # also where the server is shutting down
        stop.reset(token)


async def _refused(request: Request, error: Refused | HTTPException) -> Response:
    status = error.status if isinstance(error, Refused) else error.status_code
    said = str(error) if isinstance(error, Refused) else f"{error.detail}: the workbench has no such page."
    return Response(f"{said}\n", status, media_type="text/plain")


async def _fault(request: Request, error: Exception) -> Response:
    return Response(f"{FAULT}\n", 500, media_type="text/plain")


async def _page(desk: Desk, request: Request) -> Response:
    return await _answer(request, lambda: whole(desk, request.query_params.multi_items()))


async def _panel(desk: Desk, request: Request) -> Response:
    """Answer a change: the fragment, and the address that stands for it."""
    pairs = request.query_params.multi_items()
    by_link = request.headers.get("hx-source", "").startswith("a")
    return await shown(desk, request, lambda: desk.state(pairs), push=by_link)


async def shown(desk: Desk, request: Request, make: Callable[[], State], *, push: bool = False) -> Response:
    """Answer with what a state shows, in place of what the page shows; with what is wrong where it cannot be shown.

    Parameters
    ----------
    make
        Called in a thread, after the case was read again if its files changed.
    push
        Whether the browser's way back leads to what was shown before.
    """

    def work() -> tuple[str, str]:
        desk.refresh()
        state = make()
        return fragment(desk, state), state.address()

    try:
        text, address = await answered(request, work)
    except Stopped:
        return Response(status_code=204)
    except InputError as error:
        headers = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML", "HX-Replace-Url": "false"}
        return _html(notice(error.problems), headers)
    return _html(text, {"HX-Push-Url" if push else "HX-Replace-Url": f"/?{address}" if address else "/"})


async def _edit(desk: Desk, change: Callable[[Desk, State, dict[str, str]], Any], request: Request) -> Response:
    """Change the case's files, then answer with the state that the page is in."""
    pairs = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    asked = dict(request.query_params)

    def make() -> State:
        change(desk, desk.state(pairs), asked)
        return desk.state(pairs)

    return await shown(desk, request, make)


def _keep_number(desk: Desk, state: State, asked: dict[str, str]) -> None:
    name = asked.get("name", "")
    if name not in state.numbers:
        raise InputError(f"{name}: it stands where the case has it; move it first")
    desk.edits.number(name, state.numbers[name])


def _keep_statement(desk: Desk, state: State, asked: dict[str, str]) -> None:
    """Accept or reject a statement."""
    name, do = asked.get("id", ""), asked.get("do", "")
    if do == "accept":
        desk.edits.accept(name)
    elif do == "reject":
        desk.edits.reject(name)
    else:
        raise InputError(f"{do or 'nothing'}: expected accept or reject")


async def _answer(request: Request, work: Callable[[], str]) -> Response:
    try:
        return _html(await answered(request, work))
    except Stopped:
        return Response(status_code=204)


def _html(text: str, headers: dict[str, str] | None = None) -> Response:
    return Response(text, media_type="text/html", headers={"cache-control": "no-store", **(headers or {})})


async def asset_response(request: Request) -> Response:
    """Answer with one of the page's own files."""
    found = await run_in_threadpool(asset, request.path_params["name"])
    if found is None:
        return Response("No such file.\n", 404, media_type="text/plain")
    headers = {"etag": found.tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == found.tag:
        return Response(status_code=304, headers=headers)
    return Response(found.body, media_type=found.media, headers=headers)


async def _theatre(desk: Desk, request: Request) -> Response:
    """The map's regions, wound and rounded for drawing."""
    from detente.views.maps import features

    text = json.dumps(desk.keep("theatre", lambda: features(desk.case.geometry)), separators=(",", ":"))
    return Response(text, media_type="application/json", headers={"cache-control": "no-store"})


async def _progress(request: Request) -> Response:
    """How many futures of the play that a page waits for are done."""
    now = progress_of(request.query_params.get("page", ""))
    text = json.dumps({"done": now.done, "total": now.total} if now else {"done": 0, "total": 0})
    return Response(text, media_type="application/json", headers={"cache-control": "no-store"})


async def _here(request: Request) -> Response:
    return Response(status_code=204, headers={"cache-control": "no-store"})
