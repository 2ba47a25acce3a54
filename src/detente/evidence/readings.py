"""What a reading gave: documents, what is said in each, and the statements that go into a ledger."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from detente.evidence.attribution import Attribution
from detente.evidence.cleaned import joined
from detente.evidence.confidence import THRESHOLD
from detente.evidence.damage import Inspected
from detente.evidence.document import Document
from detente.evidence.kinds import Manner
from detente.evidence.ledger import Ledger
from detente.evidence.papers import Paper
from detente.evidence.provenance import Channel
from detente.evidence.sentences import containing, sentences
from detente.evidence.speakers import Speaker
from detente.evidence.statement import Confidence, Span, Statement, Verification

__all__ = ["ReadDocument", "Readings", "Said", "changed"]

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
