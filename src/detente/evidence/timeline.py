"""A timeline: what documents say happened, was said, or is due on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.evidence.dates import Mention, dates
from detente.evidence.deadlines import Deadline, deadlines
from detente.evidence.document import Document
from detente.evidence.sentences import containing, overlap, sentences
from detente.evidence.statement import Span

__all__ = ["Moment", "timeline"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline.

    Parameters
    ----------
    first, last
        The first and last day that it may be; both None where the year cannot be told.
    what
        ``happened`` (or was said), ``due``, or ``published``.
    words
        The date as the text has it; empty for a publication.
    document
        The document's id.
    sentence
        The sentence that names the date, in characters of the document; None for a publication.
    status
        Of a deadline, as in ``detente.evidence.deadlines``; else empty.
    """

    first: date | None
    last: date | None
    what: str
    words: str
    document: str
    sentence: Span | None = None
    status: str = ""


def timeline(documents: Iterable[Document], apart: Mapping[str, Sequence[Span]] | None = None) -> tuple[Moment, ...]:
    """Return what the documents date, the earliest first; what cannot be dated stands at the end.

    Parameters
    ----------
    documents
        With their days of publication, from which weekdays and days without a year are reckoned.
    apart
        Paragraphs of other articles, by document.

    Examples
    --------
    >>> text = "The council met on 3 March. Voss said Monday that troops leave by 1 May."
    >>> for one in timeline([Document("talks", text, published=date(2031, 3, 12))]):
    ...     print(*filter(None, (one.first, one.what, one.words)))
    2031-03-03 happened 3 March
    2031-03-10 happened Monday
    2031-03-12 published
    2031-05-01 due 1 May
    """
    moments: list[Moment] = []
    for document in documents:
        skip = (apart or {}).get(document.id, ())
        if document.published:
            moments.append(Moment(document.published, document.published, "published", "", document.id))
        due = {one.span: one for one in deadlines(document.text, document.published)}
        moments += [
            _moment(document, mention, due.get(mention.span))
            for mention in dates(document.text, document.published)
            if not any(overlap(mention.span, span) for span in skip)
        ]
    return tuple(sorted(dict.fromkeys(moments), key=_order))


def _moment(document: Document, mention: Mention, due: Deadline | None) -> Moment:
    sentence = containing(sentences(document.text), mention.span[0]) or mention.span
    if due is not None:
        return Moment(due.first, due.last, "due", due.words, document.id, sentence, due.status)
    return Moment(mention.first, mention.last, "happened", mention.words, document.id, sentence)


def _order(one: Moment) -> tuple[date, date, str, Span]:
    far = date.max
    return one.first or far, one.last or far, one.document, one.sentence or (0, 0)
