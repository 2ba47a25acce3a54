"""Short answers to what was said before: "The army disputes this", "The witness denied it", "Oru rejected that"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.evidence.sources import unheld
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
    for match, cue, source, _ in unheld(text, _DENYING, found, apart, upto="what"):
        new.append(Attribution((source,), (cue,), (match.span("what"),), rule="denial"))
    return new
