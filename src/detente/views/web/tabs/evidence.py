"""Evidence: the documents as they came, what was read in them, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.case.load import read_whole
from detente.errors import InputError
from detente.views.web import evidence_acts as acts
from detente.views.web.desk import Desk
from detente.views.web.edits import Edit
from detente.views.web.evidence_card import FIELDS, card, source_of
from detente.views.web.evidence_text import laid_out
from detente.views.web.panel import Panel, Part
from detente.views.web.shelf import Held, Line, Shelf, shelf_of
from detente.views.web.state import State
from detente.views.wording import plural, short_date

__all__ = ["panel", "routes"]

_STANDING = {
    "accepted": "in the ledger, reviewed",
    "ledger": "in the ledger, not reviewed",
    "read": "read by machine, not reviewed",
    "rejected": "rejected",
}
_MOST_FILES, _MOST_FIELDS = 40, 60


def panel(desk: Desk, state: State) -> Panel:
    """Return a document's text, its statements, and all about the one that is chosen."""
    shelf = shelf_of(desk)
    every = shelf.held()
    held = _held(shelf, state)
    if held is None:
        return _nothing(desk, state)
    line = _chosen(held, state.view.get("said") or state.view.get("statement", ""))
    text, cut = laid_out(held.read, held.lines, line) if held.read else ((), False)
    case = desk.keep("whole case", lambda: read_whole(desk.folder))
    shared = {"held": held, "chosen": line, "address": state.address(), "edits": desk.edits, "standing": _STANDING,
              "problems": shelf.problems}  # fmt: skip
    others = tuple(name for name in state.struck if line is None or name != line.statement.id)
    struck = {"state_struck": state.struck, "others_struck": others,
              "with_struck": (*others, line.statement.id) if line else others}  # fmt: skip
    steps = _steps(held, line)
    return Panel(
        finding=_finding(held),
        note=_facts(held),
        template="web/evidence.html",
        data={**shared, "text": text, "cut": cut, "at": _pointer(held)},
        rail=Part("web/evidence-rail.html", {**shared, "at": _pointer(held), "every": every, "steps": steps,
                                             "listed": _listed(held), "brief": _brief, "source": source_of}),
        why=None if line is None else
            Part("web/evidence-why.html", {**shared, **struck, **card(desk, case, held, line, every)}),
    )  # fmt: skip


def _held(shelf: Shelf, state: State) -> Held | None:
    """Return the document that is looked at: the one named, or the one that a statement of another tab stands in."""
    name = state.view.get("statement", "")
    if name and "doc" not in state.view:
        found = (one for one in shelf.held() if any(line.statement.id == name for line in one.lines))
        return next(found, shelf.find(""))
    return shelf.find(state.view.get("doc", ""))


def _nothing(desk: Desk, state: State) -> Panel:
    shared = {"held": None, "chosen": None, "address": state.address(), "edits": desk.edits, "standing": _STANDING,
              "problems": shelf_of(desk).problems}  # fmt: skip
    rail = {
        **shared,
        "every": (),
        "steps": (None, None),
        "listed": [],
        "at": None,
        "brief": _brief,
        "source": source_of,
    }
    return Panel(
        finding="This case holds no documents and no statements yet.",
        note="Drop reports here: they are read on this machine, and nothing counts before you accept it.",
        template="web/evidence.html",
        data={**shared, "text": (), "cut": False, "at": None},
        rail=Part("web/evidence-rail.html", rail),
    )


def _chosen(held: Held, name: str) -> Line | None:
    """Return the statement of an id, else the first that nobody has judged, else the first."""
    by_id = {line.statement.id: line for line in held.lines}
    first = next((line for line in held.lines if not line.reviewed), held.lines[0] if held.lines else None)
    return by_id.get(name, first)


def _steps(held: Held, line: Line | None) -> tuple[str | None, str | None]:
    """Return the ids of the next and the previous statement."""
    names = [one.statement.id for one in held.lines]
    if line is None or len(names) < 2:
        return None, None
    place = names.index(line.statement.id)
    return names[(place + 1) % len(names)], names[place - 1]


def _pointer(held: Held) -> Callable[[str], dict[str, str]]:
    """Return what makes of a statement's id the view in which it is chosen."""
    return lambda name: {"doc": held.code, "said": name}


def _listed(held: Held) -> list[tuple[str, list[Line]]]:
    """Return the statements that are in or might come in, and those that were rejected."""
    groups = {"": [one for one in held.lines if one.standing != "rejected"]}
    groups["Rejected"] = [one for one in held.lines if one.standing == "rejected"]
    return [(name, lines) for name, lines in groups.items() if lines]


def _brief(line: Line) -> str:
    """Say in some words what a statement is: for the list."""
    one = line.statement
    told = [one.kind, f"hearsay, chain of {len(one.chain)}" if one.chain else ""]
    told.append(
        "no passage" if not line.spans else "doubtful passage" if line.link and line.link.state == "doubtful" else ""
    )
    return " · ".join(part for part in told if part)


def _finding(held: Held) -> str:
    accepted = sum(line.standing == "accepted" for line in held.lines)
    waiting = held.unreviewed
    told = f"{plural(len(held.lines), 'statement')} in this document: {accepted} accepted"
    return f"{told}, {waiting} not reviewed." if waiting else f"{told}."


def _facts(held: Held) -> str:
    parts = [
        held.outlet if held.outlet != held.key else "",
        short_date(held.day) if held.day else "",
        "" if held.level == "open" else held.level,
    ]
    if held.read is None:
        parts.append("no copy at hand")
    else:
        parts.append("text as received, offsets kept")
        parts += [f"a copy of {held.read.document.copy_of}"] if held.read.document.copy_of else []
        parts += list(held.read.document.notes)
    return " · ".join(part for part in parts if part)


def routes(desk: Desk) -> list[Route]:
    """Return what the tab answers besides its panel: one address for statements, one for documents."""
    return [
        Route("/evidence", partial(_act, desk), methods=["POST"]),
        Route("/upload/documents", partial(_drop, desk), methods=["POST"]),
    ]


async def _act(desk: Desk, request: Request) -> Response:
    """Do something with a statement, then show what is next."""
    from detente.views.web.app import shown

    async with request.form(max_fields=_MOST_FIELDS) as form:
        given = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        issues = [value for name, value in form.multi_items() if name == "issue" and isinstance(value, str)]
    return await shown(desk, request, lambda: _done(desk, given, issues))


def _done(desk: Desk, given: dict[str, str], issues: list[str]) -> State:
    """Change the case's files as asked, and return the state to show: the next statement once one is judged."""
    state = desk.state(parse_qsl(given.get("where", "")))
    do = given.get("do", "")
    if do == "undo":
        return _back_to(desk, state, desk.edits.undo())
    held = shelf_of(desk).find(given.get("doc", ""))
    line = next((one for one in held.lines if one.statement.id == given.get("id")), None) if held else None
    if held is not None and do == "away":
        acts.put_away(desk, held)
        return state.but(view={})
    if held is None or line is None:
        raise InputError("This statement is not there any more: the documents or the ledger have changed.")
    if do in acts.ACTS:
        acts.ACTS[do](desk, held, line)
        return state.but(view={"doc": held.code, **_after(held, line)})
    if do == "edit":
        acts.edit(desk, held, line, {name: given.get(name, "") for name in FIELDS}, issues)
    elif do == "link":
        acts.link_to(desk, held, line, (_place(given, "start"), _place(given, "end")))
    else:
        raise InputError("Choose what to do with the statement: accept, reject, edit or link.")
    return state.but(view={"doc": held.code, "said": line.statement.id})


def _back_to(desk: Desk, state: State, undone: Edit) -> State:
    """Return the state in which the statement or the document is chosen of which a change was taken back."""
    name = undone.what.split(" ")[0]
    for held in shelf_of(desk).held():
        if held.read is not None and held.read.document.path == str(undone.path):
            return state.but(view={"doc": held.code})
        if any(line.statement.id == name for line in held.lines):
            return state.but(view={"doc": held.code, "said": name})
    return state


def _after(held: Held, line: Line) -> dict[str, str]:
    """Return the next statement that nobody has judged, as part of the view; this one where there is none."""
    names = list(held.lines)
    place = names.index(line)
    waiting = [one for one in (*names[place + 1 :], *names[:place]) if not one.reviewed]
    return {"said": (waiting[0] if waiting else line).statement.id}


def _place(given: dict[str, str], name: str) -> int:
    value = given.get(name, "")
    if not value.isdigit() or len(value) > 9:
        raise InputError("Select the words in the text first, then link.")
    return int(value)


async def _drop(desk: Desk, request: Request) -> Response:
    """Take documents in, and show the first of them."""
    from detente.views.web.app import shown

    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
        files = [(one.filename or "", await one.read()) for one in _files(form)]
        given: Any = form.get("where")
    query = given if isinstance(given, str) else ""

    def make() -> State:
        if not files:
            raise InputError("No file came along; choose one or drop one.")
        state = desk.state(parse_qsl(query))
        key = acts.drop(desk, files)
        held = next((one for one in shelf_of(desk).held() if one.key == key), None)
        return state.but(tab="evidence", view={"doc": held.code} if held else {})

    return await shown(desk, request, make)


def _files(form: FormData) -> list[UploadFile]:
    return [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
