"""Short answers to what was said before: "The army disputes this", "The witness denied it", "Oru rejected that"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.evidence.sentences import overlap, sentences, strip
from detente.evidence.sources import subject_before
from detente.evidence.statement import Span

if TYPE_CHECKING:
    from detente.evidence.attribution import Attribution

__all__ = ["denials"]

_DENYING = re.compile(
    r"\b(?:(?:has|have|had)\s+)?(?:repeatedly\s+|also\s+|flatly\s+|\w+ly\s+)?"
    r"(?:den(?:ied|ies|y)|disput(?:ed|es|e)|reject(?:ed|s)|dismiss(?:ed|es)|contradict(?:ed|s)|confirm(?:ed|s))"
    r"\s+(?P<what>it|this|that|any\s+such\s+\w+|the\s+(?:claims?|reports?|charges?|allegations?|accusations?|accounts?|story))"
    r"(?=\s*(?:[.,;]|$|\s(?:on|in|at|and|but|as)\b))"
)


def denials(text: str, found: Sequence[Attribution], apart: Sequence[Span]) -> list[Attribution]:
    """Return denials and confirmations of what was said before that no attribution of ``found`` holds.

    Parameters
    ----------
    text
        The document.
    found
        What was found already.
    apart
        Paragraphs that belong to another article.
    """
    from detente.evidence.attribution import Attribution

    new: list[Attribution] = []
    for begin, stop in sentences(text):
        for match in _DENYING.finditer(text, begin, stop):
            cue = strip(text, match.start(), match.start("what"))
            held = any(overlap(cue, span) for one in found for span in (*one.cue, *one.content))
            source = subject_before(text, begin, cue[0])
            if held or source is None or any(overlap(cue, span) for span in apart):
                continue
            new.append(Attribution((source,), (cue,), (match.span("what"),), rule="denial"))
    return new
