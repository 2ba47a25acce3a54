"""What stands between the workbench and other pages: host and origin checks, bounds on bodies, headers."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

__all__ = ["BODY", "FAULT", "HEADERS", "UPLOAD", "Guard", "Refused"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY = 256 * 1024
"""Bytes of an ordinary request's body."""
UPLOAD = 32 * 1024 * 1024
"""Bytes of a request that brings documents."""
_TOO_LARGE = "The request is larger than {:,} kB, which is all that is taken at once. Go back, and send less."
_NAMES = frozenset({"127.0.0.1", "localhost"})
_SAFE = frozenset({"GET", "HEAD"})

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Sent with every answer: only the workbench's own files are loaded or run, and no other page frames or reads it."""

FAULT = (
    "An internal fault: ours, not yours. What was written before is whole. The terminal of detente serve names the "
    "place; DETENTE_DEBUG=1 there tells all."
)
_log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that is not answered: status and, in words, why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Guard:
    """ASGI middleware around the workbench.

    A page elsewhere cannot use the server: a name that was rebound to this machine fails the check of ``Host``, a form
    or script of another origin that of ``Origin`` and ``Sec-Fetch-Site``. Bodies are bounded while they are read. What
    the application does not catch ends as a plain page, and in the log without the address that was asked for.

    Parameters
    ----------
    app
        What is guarded.
    uploads
        Beginning of the paths that may bring documents.
    """

    def __init__(self, app: App, uploads: str = "/upload") -> None:
        self._app = app
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        begun = False

        async def headed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name.lower() for name, _ in message["headers"]}
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in own]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        try:
            _check(scope)
            await self._app(scope, self._bounded(scope, receive), headed)
        except Refused as refused:
            if not begun:
                await _plain(headed, refused.status, str(refused))
        except Exception as error:
            _told(error, scope["path"])
            if not begun:
                await _plain(headed, 500, FAULT)

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """Count a body's bytes as they come; a length that is announced is checked first."""
        most = UPLOAD if scope["path"].startswith(self._uploads) else BODY
        announced = _header(scope, b"content-length") or "0"
        if not announced.isdigit() or int(announced) > most:
            raise Refused(413, _TOO_LARGE.format(most // 1024))
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise Refused(413, _TOO_LARGE.format(most // 1024))
            return message

        return counted


def _told(error: Exception, path: str) -> None:
    """Note where something went wrong; neither queries, nor bodies, nor what an error says, which may quote them."""
    if os.environ.get("DETENTE_DEBUG"):
        _log.error("%s", path, exc_info=error)
        return
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    _log.error("%s: %s in %s", path, type(error).__name__, place)


def _header(scope: Scope, name: bytes) -> str | None:
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if len(found) == 1 else None


def _check(scope: Scope) -> None:
    """Refuse requests that do not come from the workbench's own page, or from somebody who typed its address."""
    host = _header(scope, b"host") or ""
    try:
        parts = urlsplit(f"//{host}")
        name, port = parts.hostname or "", parts.port or 80
    except ValueError:
        name, port = "", 0
    server = scope.get("server")
    if name not in _NAMES or host.split(":")[0] != name or (server and port != server[1]):
        raise Refused(421, "This address is not the workbench's. Open the one that detente serve printed.")
    origin, site = _header(scope, b"origin"), _header(scope, b"sec-fetch-site")
    if origin is not None and origin != f"http://{host}":
        raise Refused(403, "Another page asked for this; only the workbench's own page may.")
    if scope["method"] not in _SAFE:
        if origin is None and site != "same-origin":
            raise Refused(403, "Changes are taken from the workbench's own page only.")
        return
    opened = scope["path"] == "/" and _header(scope, b"sec-fetch-dest") in ("document", None)
    if site not in (None, "same-origin", "none") and not opened:
        raise Refused(403, "Another page asked for this; only the workbench's own page may.")


async def _plain(send: Send, status: int, text: str) -> None:
    """Answer with one readable line."""
    body = (text + "\n").encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()),
               (b"cache-control", b"no-store")]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
