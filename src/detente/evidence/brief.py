"""A briefing from documents alone: who said what to whom, what is due, where accounts differ, who is not heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.evidence.absent import SpokenAbout, Tally, spoken_about, tallies
from detente.evidence.addressee import addressee
from detente.evidence.conditions import Condition, conditions
from detente.evidence.contradictions import Account, Rivalry, rivalries
from detente.evidence.deadlines import Deadline, deadlines
from detente.evidence.ledger import Ledger
from detente.evidence.names import Registry
from detente.evidence.quantities import quantities
from detente.evidence.readings import ReadDocument, Readings, Said
from detente.evidence.sentences import overlap, sentences, unwrapped
from detente.evidence.statement import Span, Statement
from detente.evidence.timeline import Moment, timeline
from detente.evidence.voices import Voice, voice_of

__all__ = ["ACTS", "Brief", "Entry", "brief_of"]

ACTS = ("commitment", "demand", "threat", "denial", "refusal", "evasion")
"""Kinds of statements that do something, in the order in which a briefing lists them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement of a briefing.

    Parameters
    ----------
    number
        From 1, in the order of the documents.
    statement
        As the reader wrote it, or as a person has reviewed it.
    voice
        Who speaks, told without a name.
    to
        To whom, as the text has it; None where it does not say.
    source
        The words that the text has for the source, in characters of the document.
    due, conditions
        Deadlines and conditions in its content.
    within
        Number of the entry in whose words it stands, if it does.
    """

    number: int
    statement: Statement
    voice: Voice
    to: str | None = None
    source: tuple[Span, ...] = ()
    due: tuple[Deadline, ...] = ()
    conditions: tuple[Condition, ...] = ()
    within: int | None = None

    @property
    def reviewed(self) -> bool:
        """Whether a person has reviewed it."""
        return self.statement.reviewed

    @property
    def hearsay(self) -> bool:
        """Whether somebody else tells it for its speaker."""
        return bool(self.statement.chain)


@dataclass(frozen=True)
class Brief:
    """What some documents say, put in order for a person.

    Parameters
    ----------
    documents
        As read, copies included.
    entries
        The statements.
    rivalries
        Pairs of accounts that differ; keys are a document's id and an entry's number, or minus a sentence's first
        character and 1 for the document's own voice.
    tallies, spoken_about
        Who is heard how often; of whom they speak.
    timeline
        What is dated.
    problems
        Files that could not be read.
    """

    documents: tuple[ReadDocument, ...]
    entries: tuple[Entry, ...]
    rivalries: tuple[Rivalry, ...]
    tallies: tuple[Tally, ...]
    spoken_about: tuple[SpokenAbout, ...]
    timeline: tuple[Moment, ...]
    problems: tuple[str, ...] = ()

    @property
    def unreviewed(self) -> int:
        """How many statements no person has reviewed."""
        return sum(not one.reviewed for one in self.entries)

    def text(self, document: str) -> str:
        """Return a document's text."""
        return next(unwrapped(one.document.text) for one in self.documents if one.document.id == document)

    def acting(self, kind: str) -> tuple[Entry, ...]:
        """Return the statements of a kind."""
        return tuple(one for one in self.entries if one.statement.kind == kind)


def brief_of(readings: Readings, ledger: Ledger | None = None) -> Brief:
    """Put what was read in order.

    Parameters
    ----------
    readings
        What ``detente.evidence.reader.read_documents`` gives.
    ledger
        Statements that a person has reviewed or edited: they replace what the reader made of the same passages, and
        those that the reader did not find are added.

    Examples
    --------
    >>> from detente.evidence.document import Document
    >>> from detente.evidence.reader import read_texts
    >>> text = "“We will stay until a council sits,” envoy Mara Voss told reporters. Voss declined to comment on dates."
    >>> brief = brief_of(read_texts([Document("talks", text)]))
    >>> [(one.voice.role, one.statement.kind, one.to) for one in brief.entries]
    [('envoy', 'commitment', 'reporters'), ('envoy', 'refusal', None)]
    >>> brief.text("talks")[slice(*brief.entries[0].conditions[0].span)]
    'until a council sits'
    """
    kept = [one for one in readings if one.document.copy_of is None]
    texts = {one.document.id: unwrapped(one.document.text) for one in kept}
    registry = Registry(texts.values(), known=readings.speakers)
    entries = _entries(readings, kept, list(texts.values()), registry, ledger or Ledger())
    apart = {one.document.id: one.inspected.apart for one in kept}
    heard = [(one.voice.side, one.hearsay, not one.voice.person and not one.voice.body, bool(one.voice.woman))
             for one in entries if one.voice.name]  # fmt: skip
    spoke = [(f"{one.voice.name} {one.voice.role} {one.voice.body}", one.hearsay)
             for one in entries if one.voice.name]  # fmt: skip
    return Brief(
        documents=readings.documents,
        entries=entries,
        rivalries=rivalries(_accounts(kept, entries)),
        tallies=tallies(heard),
        spoken_about=spoken_about(texts, spoke, registry, apart),
        timeline=timeline([one.document for one in kept], apart),
        problems=readings.problems,
    )


def _entries(
    readings: Readings, kept: Sequence[ReadDocument], texts: Sequence[str], registry: Registry, ledger: Ledger
) -> tuple[Entry, ...]:
    statements = iter(readings.statements())
    entries: list[Entry] = []
    for read in kept:
        first = len(entries) + 1
        for said in read.said:
            one = _judged(next(statements), ledger)
            entries.append(_entry(len(entries) + 1, first, one, read, said, texts, registry))
    known = {one.statement.id for one in entries}
    by_id = {one.document.id: one for one in kept}
    for one in ledger.values():
        read = by_id.get(one.document)
        if one.by_hand and one.id not in known and read is not None:
            how = "full name" if one.speaker in registry.people else "body"
            voice = voice_of(one.speaker, how, texts, registry)
            entries.append(_with_clauses(Entry(len(entries) + 1, one, voice), read))
    return tuple(entries)


def _judged(read: Statement, ledger: Ledger) -> Statement:
    """Return a statement as a person left it in the ledger, or as it was read."""
    judged = ledger.get(read.id)
    if judged is None or not judged.by_hand or judged.document != read.document:
        return read
    return judged if judged.offsets else replace(judged, offsets=read.offsets)


def _entry(
    number: int, first: int, one: Statement, read: ReadDocument, said: Said, texts: Sequence[str], registry: Registry
) -> Entry:
    attribution = said.attribution
    how = said.speaker.how
    if one.speaker != said.speaker.name:
        how = "full name" if one.speaker in registry.people else "body"
    voice = voice_of(one.speaker, how, texts, registry, read.quoted(attribution.source))
    entry = Entry(
        number=number,
        statement=one,
        voice=voice,
        to=addressee(unwrapped(read.document.text), attribution),
        source=attribution.source,
        within=first + attribution.nested_in if attribution.nested_in is not None else None,
    )
    return _with_clauses(entry, read)


def _with_clauses(entry: Entry, read: ReadDocument) -> Entry:
    """Return the entry with the deadlines and conditions of its content."""
    spans = entry.statement.offsets
    if not spans:
        return entry
    text, published = unwrapped(read.document.text), read.document.published
    return replace(entry, due=deadlines(text, published, spans), conditions=conditions(text, spans))


def _accounts(kept: Sequence[ReadDocument], entries: Iterable[Entry]) -> list[Account]:
    """Return statements, and the documents' own sentences that count something or set a date, for comparison."""
    entries = list(entries)
    accounts = []
    for read in kept:
        text, said = unwrapped(read.document.text), []
        for one in entries:
            spans = one.statement.offsets
            if one.statement.document != read.document.id or not spans:
                continue
            said += spans
            content = " ".join(text[slice(*span)] for span in spans)
            whole = spans[0][0], spans[-1][1]
            key = read.document.id, one.number
            counts = tuple(quantities(content))
            statement, speaker = one.statement, one.voice.name
            accounts.append(Account(key, content, whole, speaker, statement.kind, counts, one.due, statement.chain))
        accounts += _own(read, said)
    return accounts


def _own(read: ReadDocument, said: Sequence[Span]) -> list[Account]:
    """Return what a document counts or sets a date for in its own voice."""
    text, own = unwrapped(read.document.text), []
    for span in sentences(text):
        if any(overlap(span, other) for other in (*said, *read.inspected.apart)):
            continue
        counts = tuple(quantities(text[slice(*span)]))
        due = deadlines(text, read.document.published, [span])
        if counts or due:
            own.append(Account((read.document.id, -span[0] - 1), text[slice(*span)], span, None, "report", counts, due))
    return own
