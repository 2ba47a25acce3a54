"""The shelf: a case's documents as far as they are at hand, and every statement of them, accepted or not."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import RLock
from weakref import WeakKeyDictionary

from detente.case.draft.folder import DOCUMENTS, copy_name
from detente.case.load import read_whole
from detente.case.schema import Case
from detente.errors import InputError
from detente.evidence.document import Document, read_document
from detente.evidence.ledger import Ledger, read_ledger
from detente.evidence.links import FILE, Link, digest, read_links
from detente.evidence.reader import ReadDocument, Readings, Said, read_texts
from detente.evidence.sentences import overlap
from detente.evidence.statement import Span, Statement
from detente.views.web.desk import Desk

__all__ = ["DOCUMENTS", "REVIEW", "Held", "Line", "Shelf", "code", "shelf_of"]

REVIEW = "ledger.review.jsonl"
"""What was read and is not in the ledger: for review, or rejected (reviewed, with a credibility of 0)."""

_REJECTED = "# rejected: "


def code(name: str) -> str:
    """Return what stands for a document in addresses, which hold no names of documents.

    >>> code("talks")
    'dffe3715d'
    """
    return "d" + hashlib.sha256(name.encode(errors="replace")).hexdigest()[:8]


@dataclass(frozen=True)
class Line:
    """A statement as the tab lists it.

    Parameters
    ----------
    statement
        As the ledger has it, or as it was read.
    standing
        ``accepted`` (in the ledger, reviewed), ``ledger`` (in the ledger, not reviewed), ``read`` (by machine, in no
        ledger) or ``rejected``.
    spans
        Where it stands in the copy at hand; empty where no passage is known.
    said
        What was read there, if it was.
    link
        What ties a paraphrase to the passage.
    """

    statement: Statement
    standing: str
    spans: tuple[Span, ...] = ()
    said: Said | None = None
    link: Link | None = None

    @property
    def reviewed(self) -> bool:
        """Whether a person has judged it."""
        return self.standing in ("accepted", "rejected")


@dataclass(frozen=True)
class Held:
    """A document of the case, or one that was dropped in.

    Parameters
    ----------
    key
        Its id.
    title, outlet, day
        As the case, or the file, has them.
    level
        How far it may be shared.
    read
        Its text and what was read in it; None where no copy is at hand.
    lines
        Its statements, in the order of the text where there is one.
    dropped
        Whether its copy lies in the case's folder of documents.
    """

    key: str
    title: str
    outlet: str
    day: str
    level: str
    read: ReadDocument | None
    lines: tuple[Line, ...]
    dropped: bool = False

    @property
    def code(self) -> str:
        """What stands for it in addresses."""
        return code(self.key)

    @property
    def unreviewed(self) -> int:
        """How many statements nobody has judged."""
        return sum(not one.reviewed for one in self.lines)


class Shelf:
    """A desk's documents: files are read again when they change; ``problems`` says which of them cannot be."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = RLock()
        self._read: tuple[object, Readings] | None = None
        self._held: tuple[object, tuple[Held, ...]] | None = None
        self.problems: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where dropped documents lie."""
        return self._desk.folder / DOCUMENTS

    def files(self) -> list[Path]:
        """Return the dropped documents, by name; links that lead elsewhere are passed over."""
        if self.folder.is_symlink() or not self.folder.is_dir():
            return []
        return sorted(
            one for one in self.folder.iterdir()
            if one.is_file() and not one.is_symlink() and not one.name.startswith(".")
        )  # fmt: skip

    def held(self) -> tuple[Held, ...]:
        """Return all documents, those with a text first."""
        with self._lock:
            folder = self._desk.folder
            files = [*self.files(), *(folder / name for name in ("case.yaml", "ledger.jsonl", REVIEW, FILE))]
            signature = tuple((str(one), one.stat().st_mtime_ns, one.stat().st_size) for one in files if one.is_file())
            if self._held is None or self._held[0] != signature:
                last = self._held[1] if self._held else ()
                try:
                    self._held, self.problems = (signature, self._make()), ()
                except InputError as error:  # the last good reading stays, as on the other tabs
                    self._held, self.problems = (signature, last), error.problems
            return self._held[1]

    def find(self, name: str) -> Held | None:
        """Return the document that a code stands for; the first one where it stands for none."""
        held = self.held()
        return next((one for one in held if one.code == name), held[0] if held else None)

    def readings(self, documents: Iterable[Document], case: Case) -> Readings:
        """Return what is read in some documents, kept as long as they stay the same."""
        documents = list(documents)
        speakers = {actor.name: key for key, actor in case.actors.items()}
        speakers |= {name: speaker.speaks_for for name, speaker in case.speakers.items()}
        key = tuple((one.id, digest(one.text)) for one in documents), tuple(sorted(speakers.items()))
        if self._read is None or self._read[0] != key:
            self._read = key, read_texts(documents, speakers=speakers)
        return self._read[1]

    def _make(self) -> tuple[Held, ...]:
        case = read_whole(self._desk.folder)
        links = {one.statement: one for one in read_links(self._desk.folder / FILE)}
        documents = self._documents(case, links)
        readings = self.readings(documents.values(), case)
        statements = iter(readings.statements())
        read = {
            one.document.id: (one, [(said, next(statements)) for said in one.said] if not one.document.copy_of else [])
            for one in readings
        }
        judged = self._judged()
        rejected = self._struck_out()
        names = dict.fromkeys([*read, *case.documents, *(one.document for one in case.ledger.values())])
        held = []
        for name in names:
            text, found = read.get(name, (None, []))
            lines = _lines(case.ledger, name, text, found, links, judged, rejected)
            held.append(_held(case, name, text, lines, dropped=self._is_dropped(text)))
        return tuple(sorted(held, key=lambda one: (one.read is None, one.day, one.key)))

    def _is_dropped(self, read: ReadDocument | None) -> bool:
        path = read.document.path if read else None
        return path is not None and Path(path).parent == self.folder

    def _documents(self, case: Case, links: Mapping[str, Link]) -> dict[str, Document]:
        """Return the copies at hand under their keys: linked ones as what they are copies of, others by their names.

        A linked file outside of the case's folder is only taken if its text is exactly what was linked.
        """
        folder = self._desk.folder
        votes: dict[Path, Counter[str]] = {}
        digests: dict[Path, set[str]] = {}
        for name, link in links.items():
            if link.file and link.digest and name in case.ledger and link.state != "rejected":
                path = (folder / link.file).resolve()
                votes.setdefault(path, Counter())[case.ledger[name].document] += 1
                digests.setdefault(path, set()).add(link.digest)
        dropped = {one.resolve() for one in self.files()}
        cited = {copy_name(name): name for name in case.documents}
        found: dict[str, Document] = {}
        for path in dict.fromkeys([*sorted(dropped), *votes]):
            key = votes[path].most_common(1)[0][0] if path in votes else cited.get(path.stem, path.stem)
            try:
                document = read_document(path, id=key)
            except (InputError, OSError):
                continue
            if path not in dropped and digest(document.text) not in digests[path]:
                continue
            path_shown = str(self.folder / path.name) if path in dropped else str(path)
            found.setdefault(key, replace(document, path=path_shown, published=_day(case, key, document)))
        return found

    def _judged(self) -> Ledger:
        path = self._desk.folder / REVIEW
        return read_ledger(path) if path.is_file() else Ledger()

    def _struck_out(self) -> dict[str, Statement]:
        """Return the statements that were rejected in the ledger: their lines stay there as comments."""
        path, found = self._desk.folder / "ledger.jsonl", {}
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
        for line in text.split("\n"):
            if line.startswith(_REJECTED):
                try:
                    one = Statement.from_record(json.loads(line.removeprefix(_REJECTED)))
                except (ValueError, InputError):
                    continue
                found[one.id] = one
        return found


_SHELVES: WeakKeyDictionary[Desk, Shelf] = WeakKeyDictionary()


def shelf_of(desk: Desk) -> Shelf:
    """Return the desk's shelf."""
    return _SHELVES.setdefault(desk, Shelf(desk))


def _day(case: Case, key: str, document: Document) -> date | None:
    cited = case.documents.get(key)
    return document.published or (cited.date if cited else None)


def _held(case: Case, name: str, read: ReadDocument | None, lines: tuple[Line, ...], *, dropped: bool) -> Held:
    cited = case.documents.get(name)
    document = read.document if read else None
    published = cited.date if cited else document.published if document else None
    return Held(
        key=name,
        title=(cited.title if cited and cited.title else "") or (document.title if document else "") or name,
        outlet=(cited.outlet if cited else "") or (document.outlet if document else "") or name,
        day=published.isoformat() if published else "",
        level=(cited.sharing if cited else None) or case.sharing,
        read=read,
        lines=lines,
        dropped=dropped,
    )


def _lines(
    ledger: Ledger,
    name: str,
    read: ReadDocument | None,
    found: list[tuple[Said, Statement]],
    links: Mapping[str, Link],
    judged: Ledger,
    rejected: Mapping[str, Statement],
) -> tuple[Line, ...]:
    """Return a document's statements: those of the ledger, then what the machine read and nobody has taken in."""
    by_id = {statement.id: said for said, statement in found}
    lines = []
    for one in ledger.values():
        if one.document == name:
            link = links.get(one.id)
            spans = _spans(one, link, read)
            own = by_id.get(one.id) if link is None or not link.offsets else None
            said = own or _said_at(found, spans)
            lines.append(Line(one, "accepted" if one.reviewed else "ledger", spans, said, link))
    taken = [span for line in lines for span in line.spans]
    for said, one in found:
        if one.id in ledger:
            continue
        if one.id in rejected:
            lines.append(Line(rejected[one.id], "rejected", one.offsets or (), said))
        elif not _covered(one.offsets or (), taken):
            own = judged.get(one.id, one)
            out = own.reviewed and own.credibility == 0
            lines.append(Line(own, "rejected" if out else "read", own.offsets or one.offsets or (), said))
    return tuple(sorted(lines, key=lambda line: line.spans[0] if line.spans else (1 << 60, 0)))


def _spans(one: Statement, link: Link | None, read: ReadDocument | None) -> tuple[Span, ...]:
    """Return where a statement of the ledger stands in the copy at hand."""
    if read is None:
        return ()
    length = len(read.document.text)
    if link is not None and link.offsets and link.state != "rejected" and link.digest == digest(read.document.text):
        return tuple(span for span in link.offsets if span[1] <= length)
    return tuple(span for span in one.offsets or () if span[1] <= length)


def _said_at(found: Iterable[tuple[Said, Statement]], spans: tuple[Span, ...]) -> Said | None:
    """Return what was read where most of a passage stands, so that its source and cue can be shown."""
    best, shared = None, 0
    for said, one in found:
        common = sum(overlap(left, right) for left in spans for right in one.offsets or ())
        if common > shared:
            best, shared = said, common
    whole = sum(end - start for start, end in spans)
    return best if shared and 3 * shared >= whole else None


def _covered(spans: tuple[Span, ...], taken: list[Span]) -> bool:
    """Tell whether more than half of a passage belongs to statements that the ledger has already."""
    whole = sum(end - start for start, end in spans)
    shared = sum(max((overlap(one, other) for other in taken), default=0) for one in spans)
    return bool(whole) and 2 * shared > whole
