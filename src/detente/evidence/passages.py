"""Passages of a document that a paraphrase may stand for: what was said, sentences, and neighbouring sentences."""

from __future__ import annotations

from dataclasses import dataclass

from detente.evidence.readings import ReadDocument, Said
from detente.evidence.sentences import containing, overlap, paragraphs, sentences
from detente.evidence.statement import Span

__all__ = ["Passage", "passages"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a document.

    Parameters
    ----------
    spans
        What a link points at, in characters of the document.
    text
        Its words, with those around them that tell who speaks.
    said
        What was read there; empty where the document speaks itself.
    """

    spans: tuple[Span, ...]
    text: str
    said: tuple[Said, ...] = ()

    def crosses(self, other: Passage) -> bool:
        """Tell whether two passages share characters."""
        return any(overlap(one, two) for one in self.spans for two in other.spans)


def passages(read: ReadDocument) -> tuple[Passage, ...]:
    """Return the passages of a document, in no order that means anything.

    Examples
    --------
    >>> from detente.evidence.document import Document
    >>> from detente.evidence.reader import read_texts
    >>> found = passages(read_texts([Document("d", "The bridge fell. “We stay,” said envoy Mara Voss.")])[0])
    >>> sorted({one.text for one in found}, key=len)[:3]
    ['“We stay,”', 'The bridge fell.', '“We stay,” said envoy Mara Voss.']
    """
    text = read.document.text
    apart = read.inspected.apart
    whole = [span for span in sentences(text) if not any(overlap(span, other) for other in apart)]
    homes = paragraphs(text)
    found = []
    for one in read.said:
        spans = one.attribution.content or one.attribution.cue
        found.append(Passage(tuple(spans), read.quoted(spans), (one,)))
    for number, span in enumerate(whole):
        found.append(Passage((span,), text[slice(*span)], _said(read, span)))
        following = whole[number + 1] if number + 1 < len(whole) else None
        if following and containing(homes, span[0]) == containing(homes, following[0]):
            both = span[0], following[1]
            found.append(Passage((both,), text[slice(*both)], _said(read, both)))
    return tuple(found)


def _said(read: ReadDocument, span: Span) -> tuple[Said, ...]:
    """Return what was read in a span."""
    return tuple(
        one
        for one in read.said
        if any(overlap(span, part) for part in (*one.attribution.content, *one.attribution.cue))
    )
