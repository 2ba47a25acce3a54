"""Documents to statements: what is read in each, who says it, how it reached us, how far it is verified."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from detente.errors import InputError
from detente.evidence.attribution import Attribution, Tag, attribute
from detente.evidence.cleaned import BROKEN, cleaned, joined
from detente.evidence.confidence import THRESHOLD, confidence_of
from detente.evidence.damage import Damage, Inspected
from detente.evidence.document import Document, find_files, mark_copies, named_apart, read_document
from detente.evidence.kinds import Manner, evades, manner_of
from detente.evidence.ledger import Ledger
from detente.evidence.names import Registry
from detente.evidence.placed import joined_parts, moved, parts
from detente.evidence.provenance import Channel, Paper, channel_of, papers, verification_of
from detente.evidence.sentences import containing, sentences
from detente.evidence.speakers import Speaker, resolve
from detente.evidence.statement import Confidence, Span, Statement, Verification

__all__ = ["ReadDocument", "Readings", "Said", "changed", "read_documents", "read_texts"]

_LINE = 160
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b(?!\s+(?:night|morning|afternoon|evening)?\s*(?:will|would))")


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution with all that is known about it.

    Parameters
    ----------
    attribution
        Its spans, type and damage.
    speaker, manner, channel, verification, confidence
        Who, what it does, how it reached us, how far it is verified, how sure the reader is.
    chain
        Names through whom it reached us, nearest first.
    author, bearer
        Of the paper that it stands in, if it stands in one.
    """

    attribution: Attribution
    speaker: Speaker
    manner: Manner
    channel: Channel
    verification: Verification
    confidence: Confidence
    chain: tuple[str, ...] = ()
    author: str | None = None
    bearer: str | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document and what is said in it.

    Parameters
    ----------
    document
        The text and what is known about it.
    said
        Attributions in order, nested ones after those that they stand in.
    inspected
        Its quotations and damage.
    papers
        Letters, drafts and the like that it is about.
    """

    document: Document
    said: tuple[Said, ...]
    inspected: Inspected
    papers: tuple[Paper, ...]

    def to_record(self) -> dict[str, Any]:
        """Return the line of ``detente read --json``: the text, and attributions with offsets into it."""
        document = self.document
        return {
            "id": document.id,
            "title": document.title,
            "outlet": document.outlet,
            "published": document.published.isoformat() if document.published else None,
            "copy_of": document.copy_of,
            "notes": list(document.notes),
            "text": document.text,
            "attributions": [self._attribution(one) for one in self.said],
            "papers": [_paper(one) for one in self.papers],
            "damage": [{"kind": d.kind, "span": [d.start, d.end], "note": d.note} for d in self.inspected.damage],
        }

    def _attribution(self, said: Said) -> dict[str, Any]:
        one, state = said.attribution, said.verification
        paper = said.channel.paper
        return {
            "source": [list(span) for span in one.source],
            "cue": [list(span) for span in one.cue],
            "content": [list(span) for span in one.content],
            "type": one.type,
            "kind": said.manner.kind,
            "negated": said.manner.negated,
            "hedged": said.manner.hedged,
            "speaker": said.speaker.name,
            "speaker_by": said.speaker.how,
            "author": said.author,
            "bearer": said.bearer,
            "chain": list(said.chain),
            "nested_in": one.nested_in,
            "channel": said.channel.name,
            "verification": {
                "state": state.state,
                "by": list(state.by),
                "declined": list(state.declined),
                "first_published_by": paper.publisher if paper else None,
                "passage": [list(span) for span in state.passage],
            },
            "confidence": {"attribution": said.confidence.attribution, "speaker": said.confidence.speaker},
            "damage": list(one.damage),
        }

    def quoted(self, spans: Sequence[Span]) -> str:
        """Return the text of spans, with an ellipsis where something stands between."""
        return " … ".join(self.document.text[start:end] for start, end in spans)


@dataclass(frozen=True)
class Readings(Sequence[ReadDocument]):
    """What was read.

    Parameters
    ----------
    documents
        In the order given.
    problems
        Files that could not be read, each with the reason and the way out.
    speakers
        The case's speakers and the actors whom they speak for.
    """

    documents: tuple[ReadDocument, ...]
    problems: tuple[str, ...] = ()
    speakers: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, number: Any) -> Any:
        return self.documents[number]

    def __len__(self) -> int:
        return len(self.documents)

    def ledger(self, threshold: float = THRESHOLD) -> Ledger:
        """Return the statements whose speaker and chain are at least so sure; copies of a document count once."""
        return Ledger(one for one in self.statements() if one.confidence and one.confidence.speaker >= threshold)

    def for_review(self, threshold: float = THRESHOLD) -> Ledger:
        """Return the statements that a person should look at first: less sure, or without a speaker."""
        return Ledger(one for one in self.statements() if one.confidence and one.confidence.speaker < threshold)

    def statements(self) -> list[Statement]:
        """Return all statements, each with an id that a new reading of the same document gives again."""
        taken: dict[str, int] = {}
        return [
            _statement(one, said, self.speakers, taken)
            for one in self.documents
            if one.document.copy_of is None
            for said in one.said
        ]


def read_documents(
    sources: Iterable[str | os.PathLike[str]],
    *,
    speakers: Mapping[str, str] | None = None,
    tag: Tag | None = None,
    advance: Callable[[int], None] = lambda n: None,
) -> Readings:
    """Read files, folders and globs; a file that cannot be read is named in ``problems`` and stops nothing.

    Parameters
    ----------
    sources
        Plain text, HTML, PDF, .docx, .eml.
    speakers
        Names of a case's speakers, and the actors whom they speak for.
    tag
        Instead of the shipped tagger.
    advance
        Called with 1 after each document.

    Raises
    ------
    InputError
        If a name stands for no file, or no file could be read.
    """
    files = find_files(sources)
    documents, problems = [], []
    for path, name in zip(files, named_apart(files), strict=True):
        try:
            documents.append(read_document(path, id=name))
        except InputError as error:
            problems += error.problems
    if not documents:
        raise InputError(*problems)
    return read_texts(documents, speakers=speakers, tag=tag, advance=advance, problems=problems)


def read_texts(
    documents: Sequence[Document],
    *,
    speakers: Mapping[str, str] | None = None,
    tag: Tag | None = None,
    advance: Callable[[int], None] = lambda n: None,
    problems: Iterable[str] = (),
) -> Readings:
    """Read documents that are at hand already; see ``read_documents``.

    Examples
    --------
    >>> text = "“We will stay until a council sits,” said envoy Mara Voss. Voss declined to comment on dates."
    >>> for one in read_texts([Document("talks", text)])[0].said:
    ...     print(one.speaker.name, "|", one.manner.kind)
    Mara Voss | commitment
    Mara Voss | refusal
    """
    if tag is None:
        from detente.evidence.tagger import shipped

        tag = shipped().tag
    documents = mark_copies(documents)
    registry = Registry([cleaned(one.text).text for one in documents], known=speakers or {})
    read = []
    for document in documents:
        read.append(_read(document, registry, tag))
        advance(1)
    return Readings(tuple(read), tuple(problems), dict(speakers or {}))


def _read(document: Document, registry: Registry, tag: Tag) -> ReadDocument:
    """Read a document, a long one in parts; spans stand where they do in the document as it came."""
    made = cleaned(document.text)
    pieces = [(begin, _read_part(document, made.text[begin:end], registry, tag)) for begin, end in parts(made.text)]
    read = pieces[0][1] if len(pieces) == 1 else joined_parts(pieces)
    if not made.edits:
        return read
    read = moved(read, made.on_page)
    wrong = [
        Damage("broken word" if note == BROKEN else "misread characters", *span, note) for span, note in made.edits
    ]
    damage = sorted((*read.inspected.damage, *wrong), key=lambda one: (one.start, one.end, one.note))
    return replace(read, inspected=replace(read.inspected, damage=tuple(damage)))


def _read_part(document: Document, text: str, registry: Registry, tag: Tag) -> ReadDocument:
    found, inspected = attribute(text, tag)
    told = resolve(text, found, registry, inspected.apart)
    found, told = _without_echoes(found, told)
    about = papers(text, found, told, registry)
    told = [_written(who, about) for who in told]
    spans = sentences(text)
    manners = [_manner(text, one, containing(spans, one.cue[0][0])) for one in found]
    others = [(one, who, manner.kind) for one, who, manner in zip(found, told, manners, strict=True)]
    said: list[Said] = []
    for one, who, manner in zip(found, told, manners, strict=True):
        outer = said[one.nested_in] if one.nested_in is not None else None
        channel = channel_of(text, one, who, about) if outer is None else outer.channel
        paper = channel.paper
        said.append(
            Said(
                attribution=one,
                speaker=who,
                manner=manner,
                channel=channel,
                verification=verification_of(text, one, channel, others),
                confidence=confidence_of(one, who, outer.confidence if outer else None),
                chain=_chain(outer, paper),
                author=paper.author if paper else None,
                bearer=paper.bearer if paper else None,
            )
        )
    return ReadDocument(document, tuple(said), inspected, tuple(about))


def _written(who: Speaker, about: Sequence[Paper]) -> Speaker:
    """Return the author where a paper speaks and the document says who wrote it."""
    paper = next((one for one in about if one.noun == who.document and one.author), None)
    return replace(who, name=paper.author) if paper is not None else who


def _without_echoes(found: list[Attribution], told: list[Speaker]) -> tuple[list[Attribution], list[Speaker]]:
    """Leave out nested attributions that are no hearsay: of the outer speaker's own self, or of nobody."""
    new_place: dict[int, int] = {}
    kept: list[tuple[Attribution, Speaker]] = []
    for number, (one, who) in enumerate(zip(found, told, strict=True)):
        if one.nested_in is not None and (who.name is None or who.name == told[one.nested_in].name):
            continue
        new_place[number] = len(kept)
        nested_in = new_place.get(one.nested_in) if one.nested_in is not None else None
        kept.append((replace(one, nested_in=nested_in), who))
    return [one for one, _ in kept], [who for _, who in kept]


def _manner(text: str, one: Attribution, sentence: Span | None) -> Manner:
    cue = " ".join(text[slice(*span)] for span in one.cue)
    content = " ".join(text[slice(*span)] for span in one.content)
    begin = max(sentence[0] if sentence else 0, one.cue[0][0] - 24)
    manner = manner_of(cue, content, lead=text[begin : one.cue[0][0]], rule=one.rule)
    if sentence and manner.kind in ("statement", "assessment") and evades(text[slice(*sentence)], content):
        return Manner("evasion", manner.negated, manner.hedged)
    return manner


def _chain(outer: Said | None, paper: Paper | None) -> tuple[str, ...]:
    if outer is not None:
        return (*((outer.speaker.name,) if outer.speaker.name else ()), *outer.chain)
    return (paper.publisher,) if paper is not None and paper.publisher else ()


def _statement(read: ReadDocument, said: Said, speakers: Mapping[str, str], taken: dict[str, int]) -> Statement:
    document, one = read.document, said.attribution
    spans = one.content or one.cue
    content = read.quoted(spans)
    published = document.published
    notes = [said.speaker.note] if said.speaker.note else []
    if published is None:
        notes.append("date unknown: known since the file was last changed")
    return Statement(
        id=_id(document.id, f"{one.nested_in is not None}|{content}", taken),
        document=document.id,
        outlet=document.outlet or document.id,
        known=published or changed(document.path),
        content=_line(content),
        said=_said_on(document.text, one, published),
        published=published,
        speaker=said.speaker.name,
        actor=_actor(said.speaker.name, speakers),
        author=said.author,
        bearer=said.bearer,
        chain=said.chain,
        kind=said.manner.kind,
        channel=said.channel.name,
        channel_passage=said.channel.passage,
        verification=said.verification,
        quote=one.type == "direct",
        offsets=spans,
        negated=said.manner.negated,
        hedged=said.manner.hedged,
        confidence=said.confidence,
        damage=one.damage,
        note="; ".join(notes),
    ).sealed()


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "noun": paper.noun,
        "author": paper.author,
        "bearer": paper.bearer,
        "first_published_by": paper.publisher,
        "confirmed_by": paper.confirmed,
        "denied_by": paper.denied,
        "declined_by": paper.declined,
        "leaked": paper.leaked,
        "passages": [list(span) for span in paper.passages],
    }


def _id(document: str, key: str, taken: dict[str, int]) -> str:
    """Return a name made from the words alone, so that it stays when the speaker is told better another day."""
    digest = "S" + hashlib.sha256(f"{document}|{' '.join(key.split())}".encode(errors="replace")).hexdigest()[:8]
    taken[digest] = taken.get(digest, 0) + 1
    return digest if taken[digest] == 1 else f"{digest}-{taken[digest]}"


def _line(content: str) -> str:
    """Return a quotation of at most a line."""
    content = " ".join(joined(content).split()) or "(nothing quoted)"
    return content if len(content) <= _LINE else content[: _LINE - 1].rsplit(" ", 1)[0] + "…"


def changed(path: str | None) -> date:
    """Return the day on which a file was last changed: by then, what it says was known."""
    if path is None or not Path(path).exists():
        return datetime.now(tz=UTC).date()
    return datetime.fromtimestamp(Path(path).stat().st_mtime, tz=UTC).date()


def _said_on(text: str, one: Attribution, published: date | None) -> date | None:
    """Return the last such day before publication that the telling names ("Khan said Wednesday")."""
    sentence = containing(sentences(text), one.cue[0][0])
    if published is None or sentence is None:
        return None
    for match in _WEEKDAY.finditer(text, *sentence):
        if not any(start <= match.start() < end for start, end in one.content):
            back = (published.weekday() - _WEEKDAYS.index(match.group())) % 7
            return published - timedelta(days=back)
    return None


def _actor(name: str | None, speakers: Mapping[str, str]) -> str | None:
    if name is None:
        return None
    plain = {key.lower().removeprefix("the "): actor for key, actor in speakers.items()}
    return plain.get(name.lower().removeprefix("the "))
