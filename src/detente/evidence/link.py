"""Ties a ledger of paraphrases to copies of its documents: for each statement the passage it stands for, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.evidence.alike import Comparer
from detente.evidence.dates import dates
from detente.evidence.passages import Passage, passages
from detente.evidence.quantities import quantities
from detente.evidence.readings import ReadDocument
from detente.evidence.statement import Statement

__all__ = ["DOUBTFUL", "MATCHED", "Cited", "Match", "affinity", "match"]

MATCHED, DOUBTFUL = 0.3, 0.16
"""Scores from which a passage counts as found, or is offered for review."""

_MARGIN, _LEAST, _TAKEN = 0.03, 0.12, 0.1
_UNHEARD = 0.5
"""Likeness of content from which a passage counts as found though another speaks there, or nobody that is told."""

_STRONG = ("refusal", "evasion", "denial", "threat", "demand", "commitment")
_WORDS = re.compile(r"[a-z]{3,}")
_NEAR_DAYS = 3


@dataclass(frozen=True, slots=True)
class Cited:
    """A document as a case cites it.

    Parameters
    ----------
    outlet, title
        As the case has them.
    day
        When it was published.
    """

    outlet: str
    title: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The passage that a statement stands for, as far as one was found.

    Parameters
    ----------
    statement
        Its id.
    passage
        The passage; None where nothing comes near.
    score
        How well it fits: likeness of content in [0, 1], plus what speaker, kind, numbers and dates add.
    state
        ``matched``, ``doubtful`` (a person should look) or ``missing``.
    why
        What speaks for it: ``content``, ``speaker``, ``kind``, ``numbers``, ``date``.
    """

    statement: str
    passage: Passage | None
    score: float
    state: str
    why: tuple[str, ...] = ()


def affinity(cited: Cited, statements: Sequence[Statement], read: ReadDocument) -> float:
    """Return how surely a file is a copy of a document that a case cites: above 1 it is taken as one.

    The day of publication gives most, then the outlet, then how many of its statements have a passage there.

    Parameters
    ----------
    cited
        The document.
    statements
        What the ledger has from it.
    read
        The file.
    """
    document, score = read.document, 0.0
    if cited.day and document.published:
        apart = abs((cited.day - document.published).days)
        score += 0.7 if apart == 0 else 0.3 if apart <= _NEAR_DAYS else -1.0
    named = set(_WORDS.findall(f"{document.outlet or ''} {document.id}".lower()))
    outlet = {word for word in _WORDS.findall(cited.outlet.lower()) if word not in ("the", "com", "org", "news")}
    score += 0.4 if outlet & named else 0.0
    titled = Comparer([cited.title, document.title or ""]).score(cited.title, document.title or "")
    found = [one for one in match(statements, read) if one.state == "matched"]
    share = len(found) / (len(statements) + 1)
    return score + 0.3 * titled + share


def match(statements: Sequence[Statement], read: ReadDocument) -> list[Match]:
    """Return for each statement the passage of a document that it stands for.

    Parameters
    ----------
    statements
        Paraphrases, of this document as far as is known.
    read
        The document.

    Examples
    --------
    >>> from detente.evidence.document import Document
    >>> from detente.evidence.reader import read_texts
    >>> text = "“Our troops leave by May,” said envoy Mara Voss. The harvest failed in four valleys."
    >>> paraphrase = Statement("S1", "d", "Post", date(2031, 3, 8), "The soldiers go by May.", speaker="Mara Voss")
    >>> found, = match([paraphrase], read_texts([Document("copy", text)])[0])
    >>> text[slice(*found.passage.spans[0])], found.state
    ('“Our troops leave by May,”', 'matched')
    """
    places = passages(read)
    comparer = Comparer(one.text for one in places)
    spoken = Counter(one.speaker.name for one in read.said if one.speaker.name)
    rated = [[_rate(one, place, comparer, spoken) for place in places] for one in statements]
    first = [_best(one, places, scores) for one, scores in zip(statements, rated, strict=True)]
    taken = [one.passage for one in first if one.state == "matched" and one.passage is not None]
    return [
        one if one.state == "matched" else _best(statement, places, _unless_taken(places, scores, taken))
        for statement, one, scores in zip(statements, first, rated, strict=True)
    ]


def _unless_taken(places: Sequence[Passage], scores: Sequence[Rating], taken: Sequence[Passage]) -> list[Rating]:
    """Return ratings that are lower where another statement surely stands for the passage."""
    return [
        rating if rating.total == 0 or not any(place.crosses(other) for other in taken)
        else replace(rating, total=rating.total - _TAKEN)
        for place, rating in zip(places, scores, strict=True)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rating:
    """How well a passage fits a statement, how near it is in content alone, whether the statement's speaker, or one of
    the hands it went through, is heard there, and what speaks for it."""

    total: float = 0.0
    content: float = 0.0
    heard: bool = False
    why: tuple[str, ...] = ()


def _rate(one: Statement, place: Passage, comparer: Comparer, spoken: Mapping[str, int]) -> Rating:
    content = comparer.score(one.content, place.text)
    voice = _speaker(one, place, spoken)
    kind = _kind(one, place)
    if not content and voice + kind < DOUBTFUL:
        return Rating()
    extras = {"speaker": voice, "kind": kind, "numbers": _numbers(one, place), "date": _date(one, place)}
    why = [name for name, extra in extras.items() if extra > 0]
    if content >= DOUBTFUL:
        why.insert(0, "content")
    return Rating(content + sum(extras.values()), content, voice > 0 or one.speaker is None, tuple(why))


def _speaker(one: Statement, place: Passage, spoken: Mapping[str, int]) -> float:
    """Rate who speaks: the ledger may name a person, a body, or the outlet; it tells more of whoever speaks seldom."""
    own = one.speaker is None or one.speaker == one.outlet or (one.kind == "report" and not one.chain)
    if own and not place.said:
        return 0.08
    if own and any(_same(one.outlet, hand) for said in place.said for hand in said.chain):
        return 0.08
    names = {said.speaker.name for said in place.said if said.speaker.name}
    if one.speaker is None:
        return 0.0
    mine = [name for name in names if _same(one.speaker, name)]
    if mine:
        return 0.08 + 0.14 / max(1, sum(count for name, count in spoken.items() if _same(one.speaker, name)))
    if any(_same(other, name) for other in one.chain for name in names):
        return 0.06
    return -0.06 if names and not own else 0.0


def _same(one: str, other: str) -> bool:
    """Tell whether two names are of one speaker: the same surname, or most of the same words."""
    first, second = ({*_WORDS.findall(name.lower())} - {"the", "and", "for", "another"} for name in (one, other))
    if not first or not second:
        return False
    last = [name.split()[-1].lower() for name in (one, other)]
    return last[0] == last[1] or len(first & second) >= 0.6 * min(len(first), len(second))


def _kind(one: Statement, place: Passage) -> float:
    kinds = {said.manner.kind for said in place.said}
    if one.kind in kinds:
        return 0.1 if one.kind in _STRONG else 0.03
    return -0.05 if one.kind in ("refusal", "evasion") else 0.0


def _numbers(one: Statement, place: Passage) -> float:
    mine = {(count.low, count.high) for count in quantities(one.content)}
    theirs = {(count.low, count.high) for count in quantities(place.text)}
    return 0.1 if mine & theirs else 0.0


def _date(one: Statement, place: Passage) -> float:
    mine = {day.first for day in dates(one.content, one.known) if day.precision == "day"}
    theirs = {day.first for day in dates(place.text, one.known) if day.precision == "day"}
    return 0.12 if (mine - {None}) & theirs else 0.0


def _best(one: Statement, places: Sequence[Passage], scores: Sequence[Rating]) -> Match:
    """Return the best passage, doubtful where another is nearly as good, the content far, or the speaker another."""
    order = sorted(range(len(places)), key=lambda i: (-scores[i].total, _length(places[i])))
    if not order or scores[order[0]].total < DOUBTFUL:
        return Match(one.id, None, round(scores[order[0]].total, 3) if order else 0.0, "missing")
    best, rating = places[order[0]], scores[order[0]]
    rival = next((scores[i].total for i in order if not places[i].crosses(best)), 0.0)
    sure = (
        rating.total >= MATCHED
        and rating.total - rival >= _MARGIN
        and (rating.content >= _LEAST if rating.heard else rating.content > _UNHEARD)
    )
    return Match(one.id, best, round(rating.total, 3), "matched" if sure else "doubtful", rating.why)


def _length(place: Passage) -> int:
    return sum(end - start for start, end in place.spans)


def summary(found: Iterable[Match]) -> dict[str, int]:
    """Count matches by state.

    >>> summary([Match("S1", None, 0.0, "missing")])
    {'matched': 0, 'doubtful': 0, 'missing': 1}
    """
    counts = {"matched": 0, "doubtful": 0, "missing": 0}
    for one in found:
        counts[one.state] += 1
    return counts
