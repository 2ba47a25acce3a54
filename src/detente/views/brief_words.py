"""The words of a briefing, with or without the names of persons: one place that decides who may be named."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from detente.evidence.brief import Brief, Entry
from detente.evidence.contradictions import Account, Rivalry
from detente.evidence.names import Registry
from detente.evidence.papers import Paper
from detente.evidence.statement import SHARING, Span
from detente.evidence.timeline import Moment
from detente.evidence.voices import UNREVIEWED, Voice, voice_of
from detente.views.wording import joined, short_date

__all__ = ["Words", "around", "clear", "days_of", "one_line", "sourced"]

_NOT_OF = r"(?! (?:government|administration|presidency|era|years)\b)"  # "the Biden government" is no person
_LINE = 160
_WHOLE = 420


def one_line(text: str, most: int = _LINE) -> str:
    """Return text on one line, cut at a word.

    >>> one_line("They will  leave\\nby May", 14)
    'They will…'
    """
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def clear(text: str) -> str:
    """Return text in which nothing steers a terminal."""
    return "".join(char if char.isprintable() or char == " " else "�" for char in text)


def around(text: str, start: int, end: int, most: int = _LINE) -> str:
    """Return text on one line, cut at words so that the characters from ``start`` to ``end`` are in it.

    >>> around("Voss said, after a long day, that troops leave by 1 May at the latest", 50, 55, 26)
    '… troops leave by 1 May at…'
    """
    if len(text) <= most or start < most * 2 // 3:
        return one_line(text, most)
    begin = text.find(" ", max(0, start - most * 2 // 3))
    return "… " + one_line(text[begin:], most)


def days_of(one: Moment) -> str:
    """Return the day, month, year or days of an entry of a timeline.

    >>> from datetime import date
    >>> [days_of(Moment(date(2031, 5, 1), last, "due", "May", "d")) for last in (date(2031, 5, 1), date(2031, 5, 31))]
    ['1 May 2031', 'May 2031']
    """
    first, last = one.first, one.last
    if first is None or last is None:
        return f"{one.words} (year unknown)"
    if first == last:
        return short_date(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    whole = last.day == monthrange(last.year, last.month)[1] and first.day == 1
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B} {first.year}"
    return f"{short_date(first, year=first.year != last.year)} to {short_date(last)}"


def sourced(words: Words, paper: Paper) -> list[str]:
    """Return in words who wrote, carried, published, confirmed, denied a paper, or would not comment on it."""
    told = []
    one = {"by {}": paper.author, "carried by {}": paper.bearer, "first published by {}": paper.publisher}
    for sentence, name in one.items():
        told += [sentence.format(words.names([name])[0])] if name else []
    several = {
        "confirmed by {}": paper.confirmed,
        "denied by {}": paper.denied,
        "{} declined to comment": paper.declined,
    }
    for sentence, names in several.items():
        told += [sentence.format(joined(words.names(names)))] if names else []
    return told


@dataclass
class Words:
    """What is shown of a briefing.

    Parameters
    ----------
    brief
        What is shown.
    named
        Whether persons are named whom only the machine has read as speakers: on the analyst's own screen they are,
        marked; on a page that is written they are not.
    include
        The highest level of sharing that is shown, one of ``SHARING``.
    """

    brief: Brief
    named: bool = False
    include: str = "open"
    _registry: Registry = field(init=False, repr=False)
    _voices: dict[str, Voice] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        texts = [one.document.text for one in self.brief.documents]
        self._registry = Registry(texts)
        self._texts = texts
        self._voices = {one.voice.name: one.voice for one in self.brief.entries if one.voice.name}

    @property
    def entries(self) -> list[Entry]:
        """The statements that may be shown at this level of sharing."""
        most = SHARING.index(self.include)
        return [one for one in self.brief.entries if SHARING.index(one.statement.sharing) <= most]

    @property
    def held_back(self) -> int:
        """How many statements are held back for their level of sharing."""
        return len(self.brief.entries) - len(self.entries)

    def speaker(self, one: Entry) -> str:
        """Return who spoke."""
        if self.named or one.reviewed:
            return one.voice.name or (one.statement.note or "unresolved").split(";")[0]
        return self._safe(one.voice.unnamed)

    def names(self, names: Iterable[str], reviewed: bool = False) -> list[str]:
        """Return names of those who carried, confirmed, denied or declined."""
        return [name if self.named or reviewed else self._safe(self._voice(name).unnamed) for name in names]

    def _voice(self, name: str) -> Voice:
        if name not in self._voices:
            how = "full name" if name in self._registry.people else "unnamed" if " " in name else "single name"
            self._voices[name] = voice_of(name, how, self._texts, self._registry)
        return self._voices[name]

    def content(self, one: Entry, most: int = _WHOLE) -> str:
        """Return what was said: of what nobody has reviewed, without the names of those whom it quotes in turn."""
        text = self.brief.text(one.statement.document)
        if not one.statement.offsets:
            return one_line(one.statement.content, most)
        inner = [two for two in self.brief.entries if two.within == one.number and not two.reviewed]
        parts = [self._masked(text, span, inner) for span in one.statement.offsets]
        return one_line(" … ".join(parts), most)

    def _masked(self, text: str, span: Span, inner: Sequence[Entry]) -> str:
        """Return a span with the sources of unreviewed statements inside it replaced, unless persons may be named."""
        holes = sorted(
            (start, end, one.voice.alias)
            for one in inner
            if one.voice.person and not self.named
            for start, end in one.source
            if span[0] <= start and end <= span[1]
        )
        made, place = "", span[0]
        for start, end, alias in holes:
            if start >= place:
                made += text[place:start] + alias
                place = end
        return made + text[place : span[1]]

    def sentence(self, document: str, span: Span, most: int = _LINE, holding: str = "") -> str:
        """Return a sentence of a document, cut so that it holds some words; persons stay unnamed until reviewed."""
        said = self.brief.text(document)[slice(*span)]
        here = self.inside(document, span)
        if not self.named and not (here and all(one.reviewed for one in here)):
            said = self._safe(said)
        place = max(said.find(holding), 0)
        return around(said, place, place + len(holding), most)

    def account(self, one: Account) -> str:
        """Return what an account says."""
        entry = self._entry(one)
        return self.content(entry) if entry else self.sentence(one.key[0], one.span, _WHOLE)

    def whose(self, one: Account) -> str:
        """Return whose account it is: the speaker, or the document's own."""
        entry = self._entry(one)
        if entry is not None:
            return self.speaker(entry)
        document = next(read.document for read in self.brief.documents if read.document.id == one.key[0])
        return f"{document.outlet or document.title or document.id}, in its own voice"

    def _entry(self, one: Account) -> Entry | None:
        return self.brief.entries[one.key[1] - 1] if one.key[1] > 0 else None

    @property
    def timeline(self) -> list[Moment]:
        """The entries of the timeline, without those that a statement which is held back stands in."""
        held = {one.number for one in self.brief.entries} - {one.number for one in self.entries}
        return [
            one
            for one in self.brief.timeline
            if one.sentence is None or not held & {entry.number for entry in self.inside(one.document, one.sentence)}
        ]

    def inside(self, document: str, span: Span) -> list[Entry]:
        """Return the statements whose content touches a span of a document."""
        return [
            one for one in self.brief.entries if one.statement.document == document
            and any(start < span[1] and span[0] < end for start, end in one.statement.offsets or ())
        ]  # fmt: skip

    @property
    def rivalries(self) -> list[Rivalry]:
        """The rival accounts that may be shown at this level of sharing."""
        kept = {one.number for one in self.entries}
        return [
            pair
            for pair in self.brief.rivalries
            if all(account.key[1] < 0 or account.key[1] in kept for account in (pair.one, pair.other))
        ]

    def told(self, one: Entry) -> list[str]:
        """Return in words through whom, on which channel, how far verified, and what marks it carries."""
        statement, state = one.statement, one.statement.verification
        told = [statement.kind]
        told += ["the saying is negated"] if statement.negated else []
        told += ["hedged"] if statement.hedged else []
        through = self.names(statement.chain, one.reviewed)
        told += [f"through {', '.join(through)}"] if through else []
        told += [statement.channel] if statement.channel != "unknown" else []
        by = self.names(state.by, one.reviewed)
        told += [state.state + (f" by {' and '.join(by)}" if by else "")]
        declined = [name for name in state.declined if name not in state.by]
        told += [f"{' and '.join(self.names(declined, one.reviewed))} declined to comment"] if declined else []
        return told

    def _safe(self, text: str) -> str:
        """Return text without the names of persons whom the machine alone has read as speakers."""
        for pattern, alias in self._hidden:
            text = pattern.sub(alias, text)
        return text

    @cached_property
    def _hidden(self) -> list[tuple[re.Pattern[str], str]]:
        """The names of those persons, the longest first, and what stands for them."""
        reviewed = {one.voice.name for one in self.brief.entries if one.reviewed}
        made = []
        for name, voice in sorted(self._speakers().items(), key=lambda pair: -len(pair[0])):
            if name in reviewed:
                continue
            surname = name.split()[-1]
            titled = rf"(?:{re.escape(voice.role)}\s+)?" if voice.role else ""
            initials = r"(?:[A-Z][\w.]*\s+)?" if surname != name else ""
            alias = voice.alias.removeprefix("the ") if voice.role else "a named person"
            names = rf"\b{titled}(?:{re.escape(name)}|{initials}{re.escape(surname)})\b{_NOT_OF}"
            made.append((re.compile(names), alias.replace("\\", r"\\")))
        return made

    def _speakers(self) -> dict[str, Voice]:
        """Return the persons to whom statements are attributed, by name."""
        told = [one.voice for one in self.brief.entries]
        told += [self._voice(name) for one in self.brief.entries for name in one.statement.chain]
        owners = [re.split(r"[’']s? ", voice.name, maxsplit=1)[0] for voice in told if voice.person and voice.name]
        return {name: self._voice(name) for name in owners if self._voice(name).person}

    def somebody(self, name: str, what: str) -> str:
        """Return the name of somebody who is spoken about; persons only where they may be named."""
        if what != "person" or self.named:
            return name
        voice = self._voice(name)
        return voice.role or UNREVIEWED

    def somebody_side(self, side: str) -> str:
        """Return the name of a side: where it is called by a person's name, it is told without that."""
        return side if self.named else self._safe(side)
