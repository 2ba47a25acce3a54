"""Links from a ledger's statements to passages in the analyst's own copies, kept as JSON Lines beside the ledger."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from detente.errors import InputError
from detente.evidence.document import read_document
from detente.evidence.ledger import Ledger
from detente.evidence.link import Cited, Match, affinity, match
from detente.evidence.readings import ReadDocument
from detente.evidence.statement import Span, Statement
from detente.files import write_whole

__all__ = ["FILE", "Link", "Tied", "digest", "read_links", "stands", "tie", "write_links"]

FILE = "links.jsonl"
"""The file's name in a case's folder."""

STATES = ("matched", "doubtful", "missing", "rejected")
_SURE_COPY, _COPY = 1.0, 0.6
_LINE = 160


def digest(text: str) -> str:
    """Return what tells a document's text from any other: 16 hexadecimal digits of its SHA-256.

    >>> digest("Talks resumed.")
    'e6351357d301fcfa'
    """
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a statement stands in a copy of its document.

    Parameters
    ----------
    statement
        Its id in the ledger.
    state
        ``matched``, ``doubtful`` (for review), ``missing`` (no passage in the copies at hand), or ``rejected`` (a
        person says that it does not stand there).
    file
        The copy, relative to the folder of the links.
    digest
        Of the copy's text, so that a changed copy is noticed.
    offsets
        Characters of the copy's text.
    score, why
        How well the passage fits, and what speaks for it; see ``detente.evidence.link``.
    quote
        The passage, at most a line; only where its level of sharing is open.
    reviewed
        Whether a person has confirmed it.
    note
        Free text.
    seal
        Digest of what was written; it no longer fits once somebody has edited the line by hand.
    """

    statement: str
    state: str
    file: str | None = None
    digest: str | None = None
    offsets: tuple[Span, ...] = ()
    score: float = 0.0
    why: tuple[str, ...] = ()
    quote: str | None = None
    reviewed: bool = False
    note: str = ""
    seal: str | None = None

    @property
    def by_hand(self) -> bool:
        """Whether a person wrote, edited or confirmed it, so that a later run must leave it alone."""
        return self.reviewed or self.seal != self._digest()

    def sealed(self) -> Link:
        """Return the link with the digest that shows later whether somebody edited it."""
        return replace(self, seal=self._digest())

    def _digest(self) -> str:
        record = {name: value for name, value in self.to_record().items() if name not in ("seal", "reviewed")}
        return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]

    def to_record(self) -> dict[str, Any]:
        """Return the link as JSON types; what is empty is left out."""
        record = asdict(self)
        record["offsets"] = [list(span) for span in self.offsets]
        record["why"] = list(self.why)
        return {name: value for name, value in record.items() if value or name in ("statement", "state")}


@dataclass(frozen=True)
class Tied:
    """What was found for a ledger.

    Parameters
    ----------
    links
        One for each statement, in the ledger's order.
    copies
        For each file the document of the case that it was taken for, and how surely.
    unknown
        Files that are copies of no document of the case.
    """

    links: tuple[Link, ...]
    copies: tuple[tuple[str, str, float], ...]
    unknown: tuple[str, ...]

    def count(self, state: str) -> int:
        """Return how many links are in a state."""
        return sum(one.state == state for one in self.links)


def tie(
    ledger: Ledger,
    cited: Mapping[str, Cited],
    read: Sequence[ReadDocument],
    folder: Path,
    *,
    old: Iterable[Link] = (),
    may_quote: Callable[[Statement], bool] = lambda one: False,
) -> Tied:
    """Find for every statement the passage that it stands for.

    Parameters
    ----------
    ledger, cited
        The case's statements, and its documents by their keys.
    read
        The copies, as read; each is taken for the one document of the case that it is most like.
    folder
        Where the links will stand: files are named relative to it.
    old
        Earlier links: those that a person has written, edited or confirmed are kept; the others are found anew if
        their document is among the copies, and kept if not.
    may_quote
        Which statements' passages may be copied into the links, at most a line.
    """
    kept = {one.statement: one for one in old}
    copies, unknown = _copies(ledger, cited, [one for one in read if one.document.copy_of is None])
    found: dict[str, Link] = {}
    for key, (one, sure) in copies.items():
        statements = [statement for statement in ledger.values() if statement.document == key]
        for statement, hit in zip(statements, match(statements, one), strict=True):
            found[statement.id] = _link(hit, one, folder, sure, may_quote(statement))
    links = []
    for name in ledger:
        before = kept.get(name)
        new = found.get(name) or Link(name, "missing", note="no copy of its document among the files").sealed()
        stays = before is not None and (before.by_hand or name not in found)
        links.append(before if before is not None and stays else new)
    named = tuple(
        (str(one.document.path or one.document.id), key, round(sure, 2)) for key, (one, sure) in copies.items()
    )
    return Tied(tuple(links), named, unknown)


def _copies(
    ledger: Ledger, cited: Mapping[str, Cited], read: Sequence[ReadDocument]
) -> tuple[dict[str, tuple[ReadDocument, float]], tuple[str, ...]]:
    """Return for documents of the case the copy that is most like each, with how surely it is one."""
    by_document: dict[str, list[Statement]] = {}
    for one in ledger.values():
        by_document.setdefault(one.document, []).append(one)
    rated = sorted(
        (
            (affinity(about, by_document[key], one), key, number)
            for number, one in enumerate(read)
            for key, about in cited.items()
            if key in by_document
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    copies: dict[str, tuple[ReadDocument, float]] = {}
    taken: set[int] = set()
    for score, key, number in rated:
        if score >= _COPY and key not in copies and number not in taken:
            copies[key] = read[number], score
            taken.add(number)
    left = (str(one.document.path or one.document.id) for number, one in enumerate(read) if number not in taken)
    return copies, tuple(left)


def _link(hit: Match, read: ReadDocument, folder: Path, sure: float, quoted: bool) -> Link:
    document = read.document
    if hit.passage is None:
        return Link(hit.statement, "missing", _relative(document.path, folder), digest(document.text)).sealed()
    quote = " ".join(read.quoted(hit.passage.spans).split()) if quoted else None
    if quote and len(quote) > _LINE:
        quote = quote[: _LINE - 1].rsplit(" ", 1)[0] + "…"
    state = "doubtful" if sure < _SURE_COPY else hit.state
    return Link(
        statement=hit.statement,
        state=state,
        file=_relative(document.path, folder),
        digest=digest(document.text),
        offsets=hit.passage.spans,
        score=hit.score,
        why=hit.why,
        quote=quote,
    ).sealed()


def _relative(path: str | None, folder: Path) -> str | None:
    """Return a file's path seen from the links' folder, with slashes."""
    return None if path is None else Path(os.path.relpath(Path(path).resolve(), folder.resolve())).as_posix()


def stands(one: Link, folder: Path) -> str:
    """Tell whether a link's copy is as it was: ``same``, ``changed``, or ``gone`` (or unreadable).

    Parameters
    ----------
    one
        The link.
    folder
        Where the links stand.
    """
    path = folder / (one.file or "")
    try:
        return "same" if digest(read_document(path).text) == one.digest else "changed"
    except (InputError, OSError):
        return "gone"


def write_links(links: Iterable[Link], path: str | os.PathLike[str]) -> None:
    """Write links as JSON Lines, by rename."""
    lines = (json.dumps(one.to_record(), ensure_ascii=False) + "\n" for one in links)
    write_whole(Path(path), "".join(lines))


def read_links(path: str | os.PathLike[str]) -> tuple[Link, ...]:
    """Read links; none where there is no such file.

    Raises
    ------
    InputError
        With every bad line at once, each as ``file:line:column: field: what is wrong; what would be right``.
    """
    path = Path(path)
    if not path.is_file():
        return ()
    problems, links = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            links.append(_decoded(json.loads(line)))
        except json.JSONDecodeError as error:
            problems.append(f"{path}:{number}:{error.colno}: not JSON: {error.msg.lower()}; every line is one object")
        except ValueError as error:
            problems.append(f"{path}:{number}:1: {error}")
    if problems:
        raise InputError(*problems)
    return tuple(links)


def _decoded(record: Any) -> Link:
    """Build a link from JSON types; ValueError says what is wrong."""
    if not isinstance(record, dict):
        raise ValueError(f"expected a JSON object, got {type(record).__name__}")
    known = {field.name for field in fields(Link)}
    if unknown := sorted(set(record) - known):
        raise ValueError(f"{unknown[0]}: unknown field; one of {', '.join(sorted(known))}")
    if not isinstance(record.get("statement"), str):
        raise ValueError("statement: missing; give the id of a statement of the ledger")
    if record.get("state") not in STATES:
        raise ValueError(f"state: {record.get('state')!r} is not a state; one of {', '.join(STATES)}")
    offsets = record.get("offsets", [])
    pairs = isinstance(offsets, list) and all(
        isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span) and 0 <= span[0] < span[1]
        for span in offsets
    )
    if not pairs:
        raise ValueError(f"offsets: expected spans like [[10, 42]], got {offsets!r}")
    texts = [name for name in ("file", "digest", "quote", "note", "seal") if not isinstance(record.get(name, ""), str)]
    if texts:
        raise ValueError(f"{texts[0]}: expected text, got {record[texts[0]]!r}")
    why = record.get("why", [])
    if not isinstance(why, list) or not all(isinstance(part, str) for part in why):
        raise ValueError(f"why: expected a list of words, got {why!r}")
    score, reviewed = record.get("score", 0.0), record.get("reviewed", False)
    if isinstance(score, bool) or not isinstance(score, int | float) or not isinstance(reviewed, bool):
        raise ValueError("score is a number, and reviewed is true or false")
    return Link(**{**record, "offsets": tuple((start, end) for start, end in offsets), "why": tuple(why)})
