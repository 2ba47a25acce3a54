"""Refusals to comment, which say nothing and yet tell much: "Price declined to comment on the letter"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.evidence.sentences import strip
from detente.evidence.sources import unheld
from detente.evidence.statement import Span

if TYPE_CHECKING:
    from detente.evidence.attribution import Attribution

__all__ = ["REFUSING", "parted", "refusals"]

_TELLING = (
    r"(?:comment|say|answer|discuss|respond|elaborate|speculate|confirm|disclose|reveal|name|identify|specify|expand|"
    r"be\s+(?:interviewed|named|identified)|give\s+(?:an?\s+(?:idea|answer|account)|"
    r"details)|provide\s+details|go\s+into\s+(?:details?|specifics)|be\s+drawn|"
    r"speak\s+(?:of|about)|talk\s+about|be\s+quoted\s+on|offer\s+(?:any\s+)?details|tell\s+reporters)"
)
REFUSING = re.compile(
    rf"\b(?:(?:has|have|had)\s+)?(?:repeatedly\s+|pointedly\s+|also\s+)?(?:"
    rf"(?:declined|declines|declining|refused|refuses|refusing|was\s+unwilling|were\s+unwilling)\s+"
    rf"(?:to\s+(?:further\s+)?{_TELLING}|(?:all\s+|any\s+)?comment|an?\s+(?:interview|request\s+for))"
    rf"|(?:would\s+not|wouldn[’']t|will\s+not|won[’']t)\s+(?:immediately\s+)?(?!say\s+(?:that|so)\b){_TELLING}"
    rf"|(?:did\s+not|didn[’']t)\s+(?:want|wish|care|agree)\s+to\s+{_TELLING}"
    r"|(?:did\s+not|didn[’']t)\s+(?:immediately\s+)?(?:respond|reply|return|answer)\s*(?:to\s+(?:an?\s+|the\s+|several\s+|repeated\s+)?"
    r"(?:requests?|questions?|messages?|calls?))?"
    r"|(?:(?:would|will|could)\s+)?neither\s+"
    r"(?:confirm(?:ed)?\s+nor\s+den(?:y|ied)|den(?:y|ied)\s+nor\s+confirm(?:ed)?)"
    r"|(?:had|made|gave|offered)\s+no\s+(?:immediate\s+)?(?:comment|answer|reply|response)|could\s+not\s+be\s+reached"
    r")\b"
)
_NOR = re.compile(
    r",?\s+nor\s+(?:did|would|will|has)\s+((?:he|she|they|it)|(?:[A-Z]\w+\s?)+?|the\s+\w+)\s+(?:say|comment|explain|tell)\b"
)
_BUT = re.compile(r"(?<=\w),?\s+(?:but|and|though)\s+$")
_COMPLEMENT_END = re.compile(
    r",\s+(?:which|who|saying|citing|adding|and|but|nor|though|although|because|after|while)\b|;|\s+because\b"
)


def refusals(text: str, found: Sequence[Attribution], apart: Sequence[Span]) -> list[Attribution]:
    """Return refusals to comment that no attribution of ``found`` has as its cue.

    Parameters
    ----------
    text
        The document.
    found
        What the tagger found.
    apart
        Paragraphs that belong to another article.
    """
    from detente.evidence.attribution import Attribution

    new: list[Attribution] = []
    for _, cue, source, stop in unheld(text, REFUSING, found, apart):
        new.append(Attribution((source,), (cue,), _complement(text, cue[1], stop), rule="refusal"))
        new += _nor(text, cue[1], stop, source)
    return new


def parted(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return attributions with refusals told as such, and those that a content runs on into set apart ("confirmed A but
    would not say B").

    Parameters
    ----------
    text
        The document.
    found
        What the tagger found.
    """
    from detente.evidence.attribution import Attribution

    new: list[Attribution] = []
    for one in found:
        if one.source and REFUSING.match(text, one.cue[0][0]):  # plainer to the rule than to the tagger
            new.append(replace(one, scores=(), rule="refusal"))
            continue
        start, end = one.content[-1] if one.content and one.source else (0, 0)
        match = next((m for m in REFUSING.finditer(text, start, end) if _BUT.search(text, start, m.start())), None)
        if match is None or one.cue[0][0] > start or any(mark in text[start : match.end()] for mark in '“”"'):
            new.append(one)
            continue
        before = strip(text, start, _BUT.search(text, start, match.start()).start(), ",")  # type: ignore[union-attr]
        new.append(replace(one, content=(*one.content[:-1], before)))
        new.append(Attribution(one.source, (match.span(),), _complement(text, match.end(), end), rule="refusal"))
    return new


def _complement(text: str, start: int, stop: int) -> tuple[Span, ...]:
    """Return what the refusal is about, up to the clause's end."""
    end = _COMPLEMENT_END.search(text, start, stop)
    span = strip(text, start, end.start() if end else stop, ".,;:!?")
    return (span,) if span[0] < span[1] else ()


def _nor(text: str, start: int, stop: int, source: Span) -> list[Attribution]:
    """The second half of "he did not want to say ..., nor did he say ..."."""
    from detente.evidence.attribution import Attribution

    match = _NOR.search(text, start, stop)
    if match is None:
        return []
    cue = strip(text, *match.span(), also=",")
    pronoun = match.span(1)
    first = Attribution((pronoun,), ((cue[0], pronoun[0] - 1), (pronoun[1] + 1, cue[1])), (), rule="refusal")
    return [replace(first, content=_complement(text, cue[1], stop))]
