"""Spans of what was read moved to where they stand in the whole document, and long documents cut into parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from detente.evidence.damage import Inspected
from detente.evidence.quotations import Reading
from detente.evidence.sentences import paragraphs
from detente.evidence.statement import Span

if TYPE_CHECKING:
    from detente.evidence.readings import ReadDocument, Said

__all__ = ["joined_parts", "moved", "parts"]

_PART = 40_000
"""Characters of a document that are read at a time: what is meant by "he" stands in the paragraphs just before."""


def parts(text: str, size: int = _PART) -> Iterator[Span]:
    """Yield the parts in which a text is read: whole paragraphs, of a size at most unless one paragraph is longer.

    Examples
    --------
    >>> list(parts("One.\\n\\nTwo.\\n\\nThree.", 12))
    [(0, 12), (12, 18)]
    """
    begin = 0
    for start, end in paragraphs(text):
        if start > begin and end - begin > size:
            yield begin, start
            begin = start
    yield begin, len(text)


def moved(read: ReadDocument, move: Callable[[Span], Span]) -> ReadDocument:
    """Return what was read with all its spans moved."""

    def each(spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(map(move, spans))

    inspected = read.inspected
    damage = [(one, move((one.start, one.end))) for one in inspected.damage]
    quotations = [(one, move((one.start, one.end))) for one in inspected.reading.quotations]
    spurious = tuple(move((place, place + 1))[0] for place in inspected.reading.spurious)
    return replace(
        read,
        said=tuple(_said(one, each) for one in read.said),
        inspected=Inspected(
            replace(
                inspected.reading,
                quotations=tuple(replace(one, start=span[0], end=span[1]) for one, span in quotations),
                spurious=spurious,
            ),
            tuple(replace(one, start=span[0], end=span[1]) for one, span in damage),
            each(inspected.apart),
        ),
        papers=tuple(replace(one, passages=[*each(one.passages)]) for one in read.papers),
    )


def _said(one: Said, each: Callable[[Iterable[Span]], tuple[Span, ...]]) -> Said:
    old = one.attribution
    return replace(
        one,
        attribution=replace(old, source=each(old.source), cue=each(old.cue), content=each(old.content)),
        channel=replace(one.channel, passage=each(one.channel.passage)),
        verification=replace(one.verification, passage=each(one.verification.passage)),
    )


def joined_parts(read: Sequence[tuple[int, ReadDocument]]) -> ReadDocument:
    """Return one document made of its parts, each given with the character that it begins at.

    Parameters
    ----------
    read
        At least one part; the first one's document stands for the whole.
    """
    whole = [moved(one, lambda span, by=begin: (span[0] + by, span[1] + by)) for begin, one in read]
    said: list[Said] = []
    for one in whole:
        before = len(said)
        for each in one.said:
            inner = each.attribution.nested_in
            nested_in = None if inner is None else inner + before
            said.append(replace(each, attribution=replace(each.attribution, nested_in=nested_in)))
    readings = [one.inspected.reading for one in whole]
    return replace(
        whole[0],
        said=tuple(said),
        inspected=Inspected(
            Reading(
                "".join(one.text for one in readings),
                tuple(chain.from_iterable(one.quotations for one in readings)),
                tuple(chain.from_iterable(one.spurious for one in readings)),
            ),
            tuple(chain.from_iterable(one.inspected.damage for one in whole)),
            tuple(chain.from_iterable(one.inspected.apart for one in whole)),
        ),
        papers=tuple(chain.from_iterable(one.papers for one in whole)),
    )
