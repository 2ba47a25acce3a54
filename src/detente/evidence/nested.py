"""Hearsay: who is said, inside somebody's words, to have said something ("Oru said the Front had told him ...")."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.evidence.quotations import Reading, read_quotations
from detente.evidence.sentences import strip
from detente.evidence.statement import Span
from detente.evidence.tagger import Tagged

if TYPE_CHECKING:
    from detente.evidence.attribution import Attribution

__all__ = ["nested"]

_SHORTEST = 24
_SURE = 0.6
"""Share of the cue's beginning from which an inner cue counts; the tagger was not trained on nesting."""

_TELLING = re.compile(
    r"\b(?:said|says?|saying|told|tells?|claim\w*|warn\w*|threat\w*|promis\w*|pledg\w*|vow\w*|agreed|demand\w*|"
    r"den(?:y|ied|ies)|confirm\w*|refus\w*|insist\w*|assur\w*|announc\w*|wrote|writes|report\w*|suggest\w*|"
    r"propos\w*|offer\w*|urg\w*|"
    r"ask(?:ed|s) (?:for|to|that)|repl(?:ied|ies)|inform\w*|answer\w*|"
    r"call\w* (?:for|on)|according|ultimatums?|conditions?)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^\W*(?:and\s+)?(?:I|you|we|it|that|this|who|which|what|one|people|everyone|everybody|nobody|no one|"
    r"someone|anyone|"
    r"those|these|some|they|them|him|does it)\b",
    re.IGNORECASE,
)


def nested(text: str, outer: Attribution, tag: Callable[[Reading], list[Tagged]]) -> list[Attribution]:
    """Return what the tagger finds in each part of a content, read as a document of its own.

    Only words of telling count, and only sources that somebody could be: "I" and "you" in a quotation are no hearsay.

    Parameters
    ----------
    text
        The document.
    outer
        Whose content is read again.
    tag
        The tagger.
    """
    from detente.evidence.attribution import Attribution

    inner = []
    for start, end in outer.content:
        begin, stop = strip(text, start, end, "“”\"‘’',;:")
        part = text[begin:stop]
        if len(part) < _SHORTEST or not _TELLING.search(part):
            continue
        for one in tag(read_quotations(part)):
            if not one.source or one.scores[0] < _SURE:
                continue
            telling = _TELLING.search(" ".join(part[slice(*span)] for span in one.cue))
            if telling and not _NOBODY.match(part[slice(*one.source[0])]):
                source, cue, content = (_moved(run, begin) for run in (one.source, one.cue, one.content))
                inner.append(Attribution(source, cue, content, scores=one.scores))
    return inner


def _moved(run: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    return tuple((start + by, end + by) for start, end in run)
