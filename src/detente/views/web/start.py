"""From clippings to a case in the browser: documents in, statements judged, the case made, the workbench opened."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.case.draft.folder import check_place, write_case
from detente.case.draft.parties import candidates
from detente.case.draft.review import Review, dated, undated
from detente.case.draft.scene import Scene
from detente.errors import InputError
from detente.evidence.document import read_document
from detente.evidence.reader import Readings, read_documents
from detente.views.web.app import asset_response, refusals
from detente.views.web.evidence_acts import file_name
from detente.views.web.guard import App, Guard, Receive, Scope, Send

__all__ = ["Start", "make_start"]

_MOST_FILES, _MOST_FIELDS = 40, 4_000
_MOST_GROUPS = 9


class Start:
    """A case that is being drafted: its documents, and a person's judgements so far; nothing is kept before it is made.

    Parameters
    ----------
    folder
        Where the case is to be; nothing may be there.
    opened
        Called with the folder once the case is made; returns the workbench that answers from then on.
    reviewer
        Whose judgements these are.

    Raises
    ------
    InputError
        If no case can be made there.
    """

    def __init__(self, folder: Path, opened: Callable[[Path], App], reviewer: str = "") -> None:
        check_place(folder)
        self.folder = folder
        self.reviewer = reviewer
        self.readings: Readings | None = None
        self.review: Review | None = None
        self.problems: tuple[str, ...] = ()
        self.bench: App | None = None
        self._opened = opened
        self._scratch = tempfile.TemporaryDirectory(prefix="detente-")
        self._days: dict[str, date] = {}

    @property
    def documents(self) -> Path:
        """Where the documents lie until the case is made: a folder that only this user can read."""
        return Path(self._scratch.name)

    def take(self, files: list[tuple[str, bytes]]) -> None:
        """Take documents in and read them; what cannot be read is said, and the rest is kept."""
        problems = []
        for name, body in files:
            try:
                stem, ending = file_name(name)
            except InputError as error:
                problems += error.problems
                continue
            path = self.documents / f"{stem}{ending}"
            before = path.read_bytes() if path.exists() else None
            path.write_bytes(body)
            try:
                read_document(path)
            except InputError as error:
                problems += [problem.replace(f"{self.documents}/", "") for problem in error.problems]
                path.unlink() if before is None else path.write_bytes(before)
        here = sorted(str(path) for path in self.documents.iterdir())
        self.readings = read_documents(here) if here else None
        if not files:
            problems.append("No file came along; choose one or more.")
        self._begin(None)
        self.problems = (*problems, *self.problems)

    def name_parties(self, incumbent: str, challenger: str) -> None:
        """Say who holds the state and who fights it, where the texts do not show it."""
        if not incumbent or not challenger:
            self.problems = ("Name both: who holds the state, and who fights it.",)
            return
        self._begin((incumbent, challenger))

    def _begin(self, named: tuple[str, str] | None) -> None:
        """Begin the review of what was read."""
        self.problems, self.review = (), None
        if self.readings is None:
            return
        try:
            self.review = Review(dated(self.readings, self._days), reviewer=self.reviewer, named=named)
        except InputError as error:
            self.problems = error.problems

    def date(self, days: dict[str, str]) -> None:
        """Take the days on which documents were published, where they do not say so; the review begins anew."""
        problems = []
        for name, said in days.items():
            try:
                self._days[name] = date.fromisoformat(said)
            except ValueError:
                problems.append(f"{name}: {said} is no date; write it as 2031-03-08")
        self._begin(self.review.named if self.review else None)
        self.problems = (*problems, *self.problems)

    def judge(self, accepted: list[str], rejected: list[str]) -> None:
        """Accept and reject statements; those that are left wait."""
        assert self.review is not None
        here = {item.statement.id for item in self.review.items()}
        self.review.accept(name for name in accepted if name in here)
        self.review.reject(name for name in rejected if name in here)

    def make(self) -> None:
        """Write the case, put the documents beside it, and let the workbench answer from now on.

        Raises
        ------
        InputError
            If something has come to lie at its place meanwhile.
        """
        assert self.review is not None
        write_case(self.review.sketch, self.folder, [one.document for one in self.review.readings])
        self.bench = self._opened(self.folder)
        self.close()

    def close(self) -> None:
        """Throw away the copies of documents that were taken in."""
        self._scratch.cleanup()


class _Switch:
    """An ASGI application that becomes another one once the case is made."""

    def __init__(self, start: Start, app: App) -> None:
        self._start, self._app = start, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._start.bench or self._app)(scope, receive, send)


def make_start(start: Start) -> App:
    """Return the pages on which a case is drafted, and after that its workbench, as one ASGI application.

    Routes: ``/`` the page, ``/upload/documents`` takes documents in, ``/dates``, ``/parties`` and
    ``/review`` a person's judgements; the last of them makes the case. Plain forms: no script runs on these pages.
    """
    routes = [
        Route("/", partial(_page, start)),
        Route("/assets/{name}", asset_response),
        Route("/upload/documents", partial(_drop, start), methods=["POST"]),
        Route("/dates", partial(_dates, start), methods=["POST"]),
        Route("/parties", partial(_parties, start), methods=["POST"]),
        Route("/review", partial(_review, start), methods=["POST"]),
    ]
    inner = Starlette(routes=routes, exception_handlers={**refusals(), HTTPException: _elsewhere})
    return _Switch(start, Guard(inner))


async def _elsewhere(request: Request, error: Exception) -> Response:
    """Lead what is asked of a workbench that is not there yet to the page that makes it."""
    return RedirectResponse("/", 303)


async def _page(start: Start, request: Request) -> Response:
    from detente.views.web.page import environment

    text = await run_in_threadpool(lambda: environment().get_template("web/start.html").render(**_shown(start)))
    # Under the workbench's own "no-referrer" a browser hides the origin of a plain form, which the guard asks for.
    headers = {"cache-control": "no-store", "referrer-policy": "same-origin"}
    return Response(text, media_type="text/html", headers=headers)


def _shown(start: Start) -> dict[str, Any]:
    """Return what the page shows."""
    from detente.views.wording import long_date

    review, readings = start.review, start.readings
    sketch = review.sketch if review else None
    in_it = sorted({one.words for one in sketch.findings if sketch.scene.accepted(one.statement)}) if sketch else []
    scene = review.scene if review else Scene(readings) if readings else None
    known = [one for one in candidates(scene) if not one.startswith("*")] if scene else []
    sides = [sketch.parties.incumbent, sketch.parties.challenger, *sketch.parties.patrons] if sketch else []
    return {
        "name": start.folder.name,
        "groups": known[:_MOST_GROUPS],
        "problems": start.problems,
        "documents": [one.document.id for one in readings.documents] if readings else [],
        "unplaced": review.unplaced() if review else [],
        "sides": [(group, sketch.name(group)) for group in sides] if sketch else [],
        "undated": undated(review.readings) if review and not in_it else [],
        "review": review,
        "sketch": sketch,
        "items": review.items() if review else [],
        "in_it": in_it,
        "long_date": long_date,
    }


async def _drop(start: Start, request: Request) -> Response:
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
        found = [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
        files = [(one.filename or "", await one.read()) for one in found]
    return await _then(partial(start.take, files))


async def _parties(start: Start, request: Request) -> Response:
    given = await _given(request)
    return await _then(lambda: start.name_parties(_text(given, "incumbent"), _text(given, "challenger")))


async def _dates(start: Start, request: Request) -> Response:
    given = await _given(request)
    days = {name.removeprefix("day."): _text(given, name) for name in given if name.startswith("day.")}
    return await _then(lambda: start.date({name: said for name, said in days.items() if said}))


async def _review(start: Start, request: Request) -> Response:
    """Take the page's judgements; then make the case, or show what is left."""
    given = await _given(request)

    def work() -> None:
        if start.review is None:
            return
        start.problems = ()
        if _text(given, "do") == "swap":
            start.review.swap_sides()
            return
        if _text(given, "do") == "place":
            _place(start.review, given)
            return
        verdicts = {name.removeprefix("judge."): said for name, said in given.items() if name.startswith("judge.")}
        accepted, rejected = ([name for name, said in verdicts.items() if said == one] for one in ("accept", "reject"))
        start.judge(accepted, rejected)
        if _text(given, "do") == "make":
            start.make()

    return await _then(lambda: _saying(start, work))


def _place(review: Review, given: FormData) -> None:
    """Take for whom persons speak of whom no text says it."""
    parties = review.sketch.parties
    groups = {parties.incumbent, parties.challenger, *parties.patrons}
    for person in review.unplaced():
        if (group := _text(given, f"speaks.{person}")) in groups:
            review.place(person, group)


def _saying(start: Start, work: Callable[[], None]) -> None:
    """Do some work; what is wrong with it is said on the page."""
    try:
        work()
    except InputError as error:
        start.problems = error.problems


async def _given(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=_MOST_FIELDS)


def _text(given: FormData, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""


async def _then(work: Callable[[], None]) -> Response:
    """Do some work in a thread, then show the page anew, so that a reload does not do it again."""
    await run_in_threadpool(work)
    return RedirectResponse("/", 303)
