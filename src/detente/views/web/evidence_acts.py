"""What a person does with statements and documents: accept, reject, edit, link (all can be undone), drop in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from detente.case.load import read_whole
from detente.case.locate import compose_yaml
from detente.case.schema import Case
from detente.errors import InputError
from detente.evidence.document import ENDINGS, read_document
from detente.evidence.ledger import Ledger
from detente.evidence.link import Cited
from detente.evidence.links import FILE, Link, digest, read_links, tie
from detente.evidence.statement import CHANNELS, KINDS, SHARING, STATES, Statement
from detente.views.web.desk import Desk
from detente.views.web.shelf import DOCUMENTS, REVIEW, Held, Line, shelf_of

__all__ = ["accept", "add_document", "drop", "edit", "file_name", "link_to", "put_away", "reject"]

_MOST_FILES = 40
_NAME = re.compile(r"[^\w .()&+,-]", re.UNICODE)
_LONGEST_NAME, _LONGEST_TEXT = 120, 2_000
_CHOICES = {"kind": KINDS, "channel": CHANNELS, "sharing": SHARING}


def accept(desk: Desk, held: Held, line: Line) -> None:
    """Take a statement into the ledger as reviewed, or mark it there."""
    one = line.statement
    if line.standing == "ledger":
        desk.edits.accept(one.id)
    elif line.standing == "accepted":
        raise InputError(f"{one.id}: it is accepted already")
    else:
        credit = None if one.credibility == 0 else one.credibility
        _append(desk, replace(one, reviewed=True, credibility=credit), f"{one.id} accepted")


def reject(desk: Desk, held: Held, line: Line) -> None:
    """Take a statement out of the ledger, or note that it is not to come in: a later reading leaves it out too."""
    one = line.statement
    if line.standing in ("ledger", "accepted"):
        desk.edits.reject(one.id)
        return
    if line.standing == "rejected":
        raise InputError(f"{one.id}: it is rejected already")
    record = json.dumps(replace(one, reviewed=True, credibility=0.0).to_record(), ensure_ascii=False)

    def noted(text: str) -> str:
        kept = [row for row in text.split("\n") if row.strip() and _id(row) != one.id]
        return "\n".join([*kept, record]) + "\n"

    desk.edits.change(REVIEW, f"{one.id} rejected", noted)


def edit(desk: Desk, held: Held, line: Line, given: Mapping[str, str], issues: Sequence[str]) -> None:
    """Change what a statement says of itself; it is then reviewed, and in the ledger.

    Parameters
    ----------
    given
        Fields of ``detente.views.web.evidence_card.FIELDS``, as typed.
    issues
        Keys of the issues that it bears on.

    Raises
    ------
    InputError
        With every field that will not do.
    """
    fields = _fields(line.statement, given) | {"issues": list(issues)}
    if line.standing in ("ledger", "accepted"):
        desk.edits.edit(line.statement.id, fields | {"issues": list(issues) or None})
        return
    record = {key: value for key, value in (line.statement.to_record() | fields).items() if value not in ("", None, [])}
    _append(desk, replace(Statement.from_record(record), reviewed=True), f"{line.statement.id} edited and accepted")


def _fields(one: Statement, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed, as a ledger has it; problems all at once."""
    problems, fields = [], {}
    for name in ("speaker", "content", "note"):
        text = " ".join(given.get(name, "").split())
        if len(text) > _LONGEST_TEXT:
            problems.append(f"{name}: longer than {_LONGEST_TEXT} characters; a paraphrase fits on a line")
        fields[name] = text or None
    if not fields["content"]:
        problems.append("content: missing; say in a line what was said")
    for name, allowed in {**_CHOICES, "state": STATES}.items():
        value = given.get(name, "")
        if value not in allowed:
            problems.append(f"{name}: {value!r} is not one of {', '.join(allowed)}")
        elif name == "state":
            verification = one.to_record().get("verification", {})
            fields["verification"] = {**verification, "state": value}
        else:
            fields[name] = value
    typed = given.get("credibility", "").strip()
    try:
        fields["credibility"] = float(typed) if typed else None
        if typed and not 0 <= float(typed) <= 1:
            raise ValueError
    except ValueError:
        problems.append(f"credibility: expected a number from 0 to 1, or nothing, got {typed!r}")
    if problems:
        raise InputError(*problems)
    return fields


def link_to(desk: Desk, held: Held, line: Line, span: tuple[int, int]) -> None:
    """Say where in the copy at hand a statement stands.

    Raises
    ------
    InputError
        For places outside of the text, or a statement that is in no ledger yet.
    """
    if held.read is None or held.read.document.path is None:
        raise InputError(f"{line.statement.id}: no copy of its document is at hand; drop it in first")
    text = held.read.document.text
    start, end = span
    if not 0 <= start < end <= len(text):
        raise InputError(f"characters {start} to {end}: the text has {len(text)}; select words of it")
    if line.standing not in ("ledger", "accepted"):
        raise InputError(f"{line.statement.id}: accept it first; a link leads from the ledger to the text")
    path = Path(os.path.relpath(held.read.document.path, desk.folder)).as_posix()
    made = Link(line.statement.id, "matched", path, digest(text), (span,), reviewed=True).sealed()

    def linked(before: str) -> str:
        rows = [row for row in before.split("\n") if row.strip() and _id(row, "statement") != made.statement]
        return "\n".join([*rows, json.dumps(made.to_record(), ensure_ascii=False)]) + "\n"

    desk.edits.change(FILE, f"{line.statement.id} linked", linked)


def drop(desk: Desk, files: Sequence[tuple[str, bytes]]) -> str | None:
    """Put documents into the case's folder and find out what they are copies of; returns the first one's key.

    A copy of a document that the case cites is linked to the statements that paraphrase it; any other is named in
    case.yaml. Their statements count for nothing until somebody accepts them.

    Raises
    ------
    InputError
        With every file that will not do; the others are taken.
    """
    if not desk.edits.allowed:
        raise InputError(f"{desk.case.name} ships with Detente and is left as it is; copy its folder, and serve that")
    if len(files) > _MOST_FILES:
        raise InputError(f"{len(files)} files at once; drop at most {_MOST_FILES}")
    problems, taken = [], []
    for name, body in files:
        try:
            taken.append(_store(desk, name, body))
        except InputError as error:
            problems += error.problems
    first = _placed(desk, taken) if taken else None
    if problems:
        raise InputError(*problems)
    return first


def file_name(name: str) -> tuple[str, str]:
    """Return the stem and ending under which an uploaded file is kept: no folder, nothing that a disk would mind.

    Raises
    ------
    InputError
        If it is no kind of document that can be read.

    Examples
    --------
    >>> file_name("..\\\\mail/Talks: day 2.TXT")
    ('Talks- day 2', '.txt')
    """
    plain = _NAME.sub("-", Path(name.replace("\\", "/")).name).strip(" .-")[-_LONGEST_NAME:]
    stem, ending = Path(plain).stem, Path(plain).suffix.lower()
    if not stem or ending not in ENDINGS:
        raise InputError(f"{plain or 'a file'}: not a document that can be read; give one of {', '.join(ENDINGS)}")
    return stem, ending


def _store(desk: Desk, name: str, body: bytes) -> Path:
    """Write one file below the case's folder; one that cannot be read is taken away again."""
    stem, ending = file_name(name)
    plain = stem + ending
    folder = desk.folder / DOCUMENTS
    if folder.is_symlink():
        raise InputError(f"{DOCUMENTS}: it leads out of the case's folder; make it a folder of its own")
    folder.mkdir(exist_ok=True)
    there = {one.stem: one for one in shelf_of(desk).files()}
    if stem in there:
        if there[stem].read_bytes() == body:
            return there[stem]
        raise InputError(f"{plain}: another document of this name is here already; rename the new one")
    path = folder / f"{stem}{ending}"
    draft = folder / f".{stem}{ending}"
    draft.write_bytes(body)
    try:
        read_document(draft)
        os.replace(draft, path)
    except InputError as error:
        draft.unlink(missing_ok=True)
        raise InputError(*(problem.replace(str(draft), plain) for problem in error.problems)) from None
    return path


def _placed(desk: Desk, paths: Sequence[Path]) -> str | None:
    """Link what is a copy of a cited document, name the rest in case.yaml; return the key of the first."""
    case = read_whole(desk.folder)
    shelf = shelf_of(desk)
    keys: dict[Path, str] = {path: path.stem for path in paths}
    unknown = [path for path in paths if path.stem not in case.documents]
    if unknown:
        paraphrased = Ledger(one for one in case.ledger.values() if one.offsets is None)
        documents = [read_document(path) for path in unknown]
        old = read_links(desk.folder / FILE)
        tied = tie(paraphrased, _cited(case, paraphrased), shelf.readings(documents, case).documents, desk.folder,
                   old=[one for one in old if one.statement in paraphrased])  # fmt: skip
        keys |= {Path(file): key for file, key, sure in tied.copies if sure >= 1}
        copies = {key for _, key, sure in tied.copies if sure >= 1}
        if copies:
            mine = {name for name, one in paraphrased.items() if one.document in copies}
            fresh = [one for one in tied.links if one.statement in mine]
            rest = [one for one in old if one.statement not in mine]
            text = "".join(json.dumps(one.to_record(), ensure_ascii=False) + "\n" for one in [*rest, *fresh])
            desk.edits.change(FILE, f"{len(copies)} document{'s' * (len(copies) > 1)} linked", lambda _: text)
    for path in unknown if case.documents else ():  # a case that lists no documents takes any
        if keys[path] == path.stem:
            _named(desk, path)
    return keys[paths[0]]


def _named(desk: Desk, path: Path) -> None:
    from detente.evidence.readings import changed

    document = read_document(path)
    day = document.published or changed(str(path))
    fields = {"outlet": document.outlet or path.stem, "date": day.isoformat(), "title": (document.title or "")[:100]}
    desk.edits.change("case.yaml", f"{path.name} added", lambda text: add_document(text, path.stem, fields))


def put_away(desk: Desk, held: Held) -> None:
    """Take a dropped copy out of the case's folder; what was accepted from it stays in the ledger. Can be undone."""
    path = Path(held.read.document.path) if held.read and held.read.document.path else None
    if path is None or not held.dropped:
        raise InputError(f"{held.title}: its copy does not lie in the case's folder; it is left where it is")
    desk.edits.take_away(path, f"The copy {path.name} is out of the case’s folder")


def add_document(text: str, key: str, fields: Mapping[str, str]) -> str:
    """Return case.yaml with one more document; all else stays as it is written.

    Examples
    --------
    >>> text = "title: T\\ndocuments:\\n  a: {outlet: A, date: 2031-03-08}   # kept\\nissues: {}\\n"
    >>> print(add_document(text, "b", {"outlet": "Post", "date": "2031-03-09", "title": ""}), end="")
    title: T
    documents:
      a: {outlet: A, date: 2031-03-08}   # kept
      "b": {outlet: "Post", date: 2031-03-09}
    issues: {}
    """
    said = ", ".join(
        f"{name}: {value if name == 'date' else json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
        if value
    )
    entry = f"{json.dumps(key, ensure_ascii=False)}: {{{said}}}"
    root = compose_yaml(text)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    node = next((value for name, value in pairs if name.value == "documents"), None)
    if node is None:
        return f"{text.rstrip()}\n\ndocuments:\n  {entry}\n"
    if not isinstance(node, yaml.MappingNode) or not node.value:
        raise InputError("case.yaml: documents: write one document there by hand first, as NAME: {outlet: …, date: …}")
    if node.flow_style:
        at = node.end_mark.index - 1
        return f"{text[:at].rstrip()}, {entry}{text[at:]}"
    last = node.value[-1][1]
    at = text.find("\n", last.end_mark.index - (not last.flow_style if hasattr(last, "flow_style") else 0))
    at = len(text) if at < 0 else at
    return f"{text[:at].rstrip()}\n{' ' * node.start_mark.column}{entry}{text[at:] or chr(10)}"


def _append(desk: Desk, one: Statement, what: str) -> None:
    """Add a line to the ledger."""
    record = json.dumps(one.to_record(), ensure_ascii=False)
    desk.edits.change(
        "ledger.jsonl", what, lambda text: (text.rstrip("\n") + "\n" if text.strip() else "") + record + "\n"
    )


def _id(row: str, name: str = "id") -> str | None:
    """Return the id that a line of JSON holds."""
    try:
        record = json.loads(row)
    except ValueError:
        return None
    return record.get(name) if isinstance(record, dict) else None


def _cited(case: Case, ledger: Ledger) -> dict[str, Cited]:
    """Return the documents that statements without a passage paraphrase."""
    named = {one.document: one for one in ledger.values()}
    return {
        key: Cited(case.documents[key].outlet, case.documents[key].title, case.documents[key].date)
        if key in case.documents
        else Cited(one.outlet, day=one.published)
        for key, one in named.items()
    }


Act = Callable[[Desk, Held, Line], None]
ACTS: Mapping[str, Act] = {"accept": accept, "reject": reject}
"""What is done with a statement at a key."""
