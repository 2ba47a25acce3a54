"""The documents as the draft sees them: sentences, who is named in them, and which statement carries which words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from detente.case.draft.cast import INCUMBENT, Cast, Mention
from detente.case.draft.findings import Finding, Kind
from detente.case.draft.gazetteer import states
from detente.evidence.ledger import Ledger
from detente.evidence.readings import ReadDocument, Readings, changed
from detente.evidence.sentences import overlap, sentences
from detente.evidence.statement import Confidence, Span, Statement

__all__ = ["Passage", "Scene"]

_LINE = 160
_TOLD = Confidence(0.9, 0.9)
"""Of what a report tells in its own voice: assumed, since the corpus labels no such sentences."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a document, with the groups that it names."""

    document: str
    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]

    def absolute(self, start: int, end: int) -> Span:
        """Where a part of the sentence stands in the document."""
        return self.start + start, self.start + end


class Scene:
    """Readings, the groups and persons in them, and the statements that passages rest on.

    Parameters
    ----------
    readings
        Of `detente.evidence.reader`.

    Attributes
    ----------
    cast
        Groups and persons.
    passages
        Sentences of all documents that are no copies, without headlines of other articles.
    statements
        By id: the reader's, and those that the draft adds for what a report tells in its own voice.
    """

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self.documents: dict[str, ReadDocument] = {
            one.document.id: one for one in readings if one.document.copy_of is None
        }
        self.cast = Cast.of([_without(one.document.text, one.inspected.apart) for one in self.documents.values()])
        self.statements = {one.id: one for one in readings.statements()}
        self._judged: Ledger = Ledger()
        self.incumbent: str | None = None
        self.passages: tuple[Passage, ...] = ()
        self.see()

    def see(self) -> None:
        """Cut the documents into sentences with the groups that they name; again after groups were united."""
        self.passages = tuple(self._cut())

    def _cut(self) -> Iterator[Passage]:
        for name, one in self.documents.items():
            text = one.document.text
            for start, end in sentences(text):
                if any(overlap((start, end), other) for other in one.inspected.apart):
                    continue
                yield Passage(name, start, end, text[start:end], tuple(self.cast.mentions(text, start, end)))

    def known(self, document: str) -> date:
        """The day on which a document became known: when it was published, or else when its file was last changed."""
        one = self.documents[document].document
        return one.published or changed(one.path)

    def called(self, group: str) -> str:
        """Return a group as it stands in a sentence: "the Taliban", "the Afghan government", "Pakistan"."""
        if group == INCUMBENT:
            return "the government"
        if group == self.incumbent and self.cast.is_state(group):
            return f"the {states()[group].adjective} government" if group in states() else f"the government of {group}"
        bare = self.cast.is_state(group) and not group.startswith(("United", "Central", "Netherlands", "Philippines"))
        return group if bare or (group.isupper() and self.cast.is_organisation(group)) else f"the {group}"

    def judge(self, ledger: Ledger) -> None:
        """Take a person's word for statements: those in the ledger replace what the reader made."""
        self._judged = ledger

    def statement(self, name: str) -> Statement:
        """Return a statement: as a person left it, else as it was read."""
        return self._judged.get(name) or self.statements[name]

    def finding(self, kind: Kind, name: str, words: str, **data: object) -> Finding:
        """What a statement says, known since the statement is."""
        return Finding(kind, name, words, self.statement(name).known, data)

    def accepted(self, name: str) -> bool:
        """Whether a person has looked at a statement and kept it."""
        return self.statement(name).reviewed

    def quoted(self, passage: Passage) -> bool:
        """Whether somebody is said to have said something in a passage."""
        said = self.documents[passage.document].said
        return any(overlap(part, (passage.start, passage.end)) for one in said for part in one.attribution.content)

    def carrier(self, passage: Passage, span: Span | None = None) -> str:
        """Return the statement that carries some words of a passage (offsets into the document).

        Of several, the one that came through the most hands, then the shortest, since nested ones lie in longer ones.
        Where nobody is said to have said it, the report itself is the source.
        """
        start, end = span or (passage.start, passage.end)
        found = []
        for one in self.statements.values():
            if one.document != passage.document or one.kind == "refusal" or one.offsets is None:
                continue
            shared = sum(overlap(part, (start, end)) for part in one.offsets)
            if shared >= 0.5 * (end - start):
                found.append(one)
        if all(one.speaker is None and one.note.startswith("no source") for one in found):
            return self._told(passage)
        resolved = [one for one in found if one.speaker] or found
        best = min(resolved, key=lambda one: (-len(one.chain), sum(e - s for s, e in one.offsets or ())))
        return best.id

    def _told(self, passage: Passage) -> str:
        """Return the statement that a report makes in its own voice, made on first use."""
        document = self.documents[passage.document].document
        content = " ".join(passage.text.split())
        digest = hashlib.sha256(f"{document.id}|report|{content}".encode(errors="replace")).hexdigest()[:8]
        name = f"S{digest}"
        if name not in self.statements:
            self.statements[name] = Statement(
                id=name,
                document=document.id,
                outlet=document.outlet or document.id,
                known=self.known(document.id),
                published=document.published,
                content=content if len(content) <= _LINE else content[: _LINE - 1].rsplit(" ", 1)[0] + "…",
                speaker=document.outlet,
                kind="report",
                channel="public",
                offsets=((passage.start, passage.end),),
                confidence=_TOLD,
                note="told by the report in its own voice",
            ).sealed()
        return name

    def ledger(self, names: Iterable[str], actors: Mapping[str, str]) -> Ledger:
        """Return statements by id, as they stand, in the order of the documents, each with its speaker's actor.

        Parameters
        ----------
        names
            Ids of statements.
        actors
            Keys of the case's actors by group or person.
        """
        wanted = set(names)
        order = {name: place for place, name in enumerate(self.documents)}
        kept = [self._spoken_for(self.statement(name), actors) for name in self.statements if name in wanted]
        kept.sort(key=lambda one: (order.get(one.document, 0), one.offsets[0][0] if one.offsets else 0))
        return Ledger(kept)

    def _spoken_for(self, one: Statement, actors: Mapping[str, str]) -> Statement:
        actor = actors.get(one.speaker or "") or actors.get(self.cast.group_in(one.speaker) or "")
        if one.by_hand:
            return replace(one, actor=one.actor or actor)
        return replace(one, actor=actor, seal=None).sealed()


def _without(text: str, apart: Iterable[Span]) -> str:
    """Blank out paragraphs of other articles, so that offsets stay."""
    for start, end in apart:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
