"""Who said what in one document: the tagger's spans, made whole, typed, and read again inside for nested sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from detente.evidence.damage import Inspected, inspect
from detente.evidence.denials import denials
from detente.evidence.nested import nested
from detente.evidence.outlets import quoting
from detente.evidence.quotations import Quotation, Reading
from detente.evidence.refusals import parted, refusals
from detente.evidence.relayed import relayed
from detente.evidence.sentences import after_dateline, containing, overlap, paragraphs, sentences, strip, whole_words
from detente.evidence.sources import filled
from detente.evidence.statement import Span
from detente.evidence.tagger import Tagged
from detente.evidence.transcript import outside, turns

__all__ = ["Attribution", "Tag", "attribute"]

Tag = Callable[[Reading], list[Tagged]]
"""The tagger, or whatever stands in for it in a test."""

_SHORTEST_QUOTATION = 4
_RECEIVING = re.compile(r"\b(?:been|was|were)\s+(?:told|assured|informed|promised|warned|advised)$")
_OWN_CUE = re.compile(r",\s+(?:he|she|they)\s+(?:said|says|added|adds|told\s+\w+),")
"""Who says it, where a mark that closed before it is lost."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source, cue and content, in characters of the document.

    Parameters
    ----------
    source, cue, content
        Spans in order; ``source`` may be empty.
    type
        ``direct`` (quoted), ``indirect``, or ``mixed``.
    nested_in
        Index, in the document's list, of the attribution inside whose content this one stands.
    damage
        What is wrong with the passage in this copy, in words.
    scores
        What the tagger's confidence is computed from; empty where a rule found it.
    rule
        The rule that found it; empty where the tagger did.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: str = "indirect"
    nested_in: int | None = None
    damage: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    rule: str = ""

    @property
    def start(self) -> int:
        """First character."""
        return min(span[0] for span in (*self.source, *self.cue, *self.content))


def attribute(text: str, tag: Tag) -> tuple[list[Attribution], Inspected]:
    """Find the attributions of a document.

    Parameters
    ----------
    text
        The document.
    tag
        The tagger.

    Returns
    -------
    attributions
        In order; those nested in another follow it.
    inspected
        The document's quotations and damage.
    """
    inspected = inspect(text)
    spoken = turns(text)
    quotations = [one for one in inspected.reading.quotations if len(text[one.start : one.end].split()) >= 3]
    found = [
        _whole(text, one, quotations) for one in tag(inspected.reading if spoken else _without_towns(inspected.reading))
    ]
    found = [_beside(text, one, inspected.apart) for one in found]
    found = [one for one in found if not any(overlap(one.cue[0], apart) for apart in inspected.apart)]
    found = filled(text, _with_followers(text, found, quotations))
    found = [_beside(text, one, inspected.apart) for one in quoting(text, parted(text, found))]
    found += refusals(text, found, inspected.apart)
    found += denials(text, found, inspected.apart)
    found = [
        *outside(found, spoken),
        *(one for turn in spoken if (one := _beside(text, turn, inspected.apart)).content),
    ]
    found.sort(key=lambda one: one.start)
    ordered: list[Attribution] = []
    for one in found:
        ordered.append(one)
        outer = len(ordered) - 1
        inner = [] if one.rule == "quoted" else [two for two in nested(text, one, tag) if not _receives(text, two)]
        inner += relayed(text, one, inner)
        escaped = [two for two in inner if _begins_anew(text, one, two, quotations)]
        if escaped:
            ordered[outer] = _cut(text, one, min(two.start for two in escaped))
            inner = [two for two in inner if two not in escaped]
        ordered += [replace(two, nested_in=outer) for two in sorted(inner, key=lambda two: two.start)]
        ordered += sorted(escaped, key=lambda two: two.start)
    return [_finished(text, one, inspected) for one in ordered], inspected


def _without_towns(reading: Reading) -> Reading:
    """Return a reading with spaces for towns before a colon ("ARAWA: Landowners say ..."), which would be speakers."""
    letters = list(reading.text)
    for begin, stop in paragraphs(reading.text):
        after = after_dateline(reading.text, begin, stop)[0]
        if reading.text[begin:after].rstrip().endswith(":"):
            letters[begin:after] = " " * (after - begin)
    return replace(reading, text="".join(letters))


def _whole(text: str, one: Tagged, quotations: Sequence[Quotation]) -> Attribution:
    """Extend a content over the quotations that it covers by more than half."""
    spans = list(one.content)
    for quotation in quotations:
        quoted = quotation.start, quotation.end
        shared = sum(overlap(span, quoted) for span in spans)
        if 2 * shared > quotation.end - quotation.start:
            spans.append(quoted)
    spans = _united(text, spans)
    for hole in (*one.source, *one.cue):
        spans = [part for span in spans for part in _without(text, span, hole)]
    return Attribution(one.source, one.cue, tuple(spans), scores=one.scores)


def _beside(text: str, one: Attribution, apart: Sequence[Span]) -> Attribution:
    """Return an attribution whose source and content leave headlines of other articles out."""
    source, content = one.source, one.content
    for hole in apart:
        source, content = (
            tuple(part for span in run for part in _without(text, span, hole)) for run in (source, content)
        )
    return replace(one, source=source, content=content)


def _united(text: str, spans: Sequence[Span]) -> list[Span]:
    """Join spans that overlap or have only white space between them."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and (start <= united[-1][1] or text[united[-1][1] : start].isspace()):
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def _without(text: str, span: Span, hole: Span) -> list[Span]:
    if not overlap(span, hole):
        return [span]
    parts = (strip(text, span[0], min(span[1], hole[0])), strip(text, max(span[0], hole[1]), span[1]))
    return [part for part in parts if part[0] < part[1]]


def _with_followers(text: str, found: list[Attribution], quotations: Sequence[Quotation]) -> list[Attribution]:
    """Give a quotation that nobody was found for to the last speaker of its paragraph, if somebody is quoted there."""
    found = sorted(found, key=lambda one: one.start)
    all_paragraphs = paragraphs(text)
    for quotation in quotations:
        span = quotation.start, quotation.end
        words = len(text[slice(*span)].split())
        if words < _SHORTEST_QUOTATION or any(overlap(part, span) for one in found for part in one.content):
            continue
        home = containing(all_paragraphs, quotation.start)
        before = [i for i, one in enumerate(found) if home is not None and home[0] <= one.start < quotation.start]
        quoted = any(
            overlap(part, (other.start, other.end)) for i in before for part in found[i].content for other in quotations
        )
        if quoted and _stands_alone(text, span) and not _OWN_CUE.search(text, *span):
            i = before[-1]
            found[i] = replace(found[i], content=tuple(_united(text, [*found[i].content, span])))
    return found


def _receives(text: str, one: Attribution) -> bool:
    """Tell whether a source is told something rather than tells it ("Oru had been told that ...")."""
    return _RECEIVING.search(" ".join(text[slice(*span)] for span in one.cue)) is not None


def _begins_anew(text: str, outer: Attribution, inner: Attribution, quotations: Sequence[Quotation]) -> bool:
    """Tell whether what stands in a content opens a sentence of the report's own, outside of quotations."""
    home = containing(sentences(text), inner.start)
    cue = containing(sentences(text), outer.cue[0][0])
    if outer.rule == "turn" or home is None or cue is None or inner.start > home[0] + 1 or home[0] <= cue[0]:
        return False
    return not any(one.start <= inner.start < one.end for one in quotations)


def _cut(text: str, one: Attribution, place: int) -> Attribution:
    """Return an attribution whose content ends before a place."""
    spans = (strip(text, start, min(end, place)) for start, end in one.content if start < place)
    return replace(one, content=tuple(span for span in spans if span[0] < span[1]))


def _stands_alone(text: str, span: Span) -> bool:
    """Tell whether a quotation makes up whole sentences, rather than a phrase inside somebody else's."""
    before = text[: span[0]].rstrip()[-1:]
    inner = text[slice(*span)].strip("“”\"‘’' ")
    return before in ("", ".", "?", "!", "…", "”", '"', "’") and inner[:1].isupper()


def _finished(text: str, one: Attribution, inspected: Inspected) -> Attribution:
    """Add the type and the damage; leave white space out at the borders of spans."""
    source, cue, content = (
        tuple(span for span in (whole_words(text, *after_dateline(text, *raw)) for raw in run) if span[0] < span[1])
        for run in (one.source, one.cue, one.content)
    )
    if not one.rule and _receives(text, one):
        source = ()
    damage = [note for span in content for note in inspected.at(*span)]
    return replace(
        one,
        source=source,
        cue=cue,
        content=content,
        type=_type(text, content, inspected.reading.quotations),
        damage=tuple(dict.fromkeys(damage)),
    )


def _type(text: str, content: Sequence[Span], quotations: Sequence[Quotation]) -> str:
    letters = quoted = 0
    for start, end in content:
        inside = [
            (max(start, one.start), min(end, one.end))
            for one in quotations
            if overlap((start, end), (one.start, one.end))
        ]
        letters += sum(map(str.isalnum, text[start:end]))
        quoted += sum(sum(map(str.isalnum, text[s:e])) for s, e in inside)
    if quoted == 0:
        return "indirect"
    return "direct" if quoted >= 0.97 * letters else "mixed"
