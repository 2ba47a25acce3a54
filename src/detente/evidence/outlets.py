"""Words that one outlet takes from another: "Radio Vela quoted Oru as saying", "Oru, quoted by Radio Vela, said"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.evidence.sentences import overlap, sentences, strip

if TYPE_CHECKING:
    from detente.evidence.attribution import Attribution

__all__ = ["carrier", "quoted_in", "quoting"]

_STOP = r"(?=(?:[”“\"’][.]|[.][”“\"’]?)[A-Z]|$)"
"""Where a sentence ends, also where the space after it is lost."""
_SO = (
    r"(?P<cue>as\s+(?:saying|telling\s+\w+|warning|adding|calling|describing))\b(?:\s+that\b)?:?\s+"
    rf"(?P<what>\S.{{5,}}?){_STOP}"
)
_AS_SAYING = re.compile(rf"\s*(?P<who>[^“”\":;]{{3,120}}?),?\s+{_SO}", re.DOTALL)
_SAYING_SO = re.compile(rf"\s*{_SO}", re.DOTALL)
_SO_ON = rf"as\s+(?:saying|telling|warning|adding|calling|describing)\b.{{5,}}?{_STOP}"
_OUTLET = r"(?P<outlet>[^“”\".,:;]{2,60}?)"
_ACTIVE = re.compile(
    rf"{_OUTLET}\s+(?P<cue>(?:has\s+|had\s+|also\s+)*quot(?:ed|es))\s+(?!by\b)(?P<so>(?P<who>[^“”\":;]{{3,120}}?),?\s+{_SO_ON})",
    re.DOTALL,
)
_PASSIVE = re.compile(
    r"(?P<who>[^“”\":;]{3,120}?),?\s+(?P<cue>(?:has\s+been|had\s+been|was|were|is)\s+(?:also\s+)?quoted\s+by)\s+"
    rf"{_OUTLET},?\s+(?P<so>{_SO_ON})",
    re.DOTALL,
)
_SAID_BY = re.compile(
    r"(?P<what>\S.{5,}?),?\s+(?P<who>(?:(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Aa]n?)\s[^,“”]{3,60},\s+)?[A-Z][^,“”]{2,50}?),?\s+"
    r"(?P<cue>(?:was|were|is|are)\s+quoted\s+(?:\w+day\s+)?as\s+(?:saying|telling|warning))\b",
    re.DOTALL,
)
_BY = re.compile(r"\s+by\s+(?:the\s+)?(?P<who>[^,.;“”]{3,60})")
_QUOTED_BY = re.compile(
    r",\s+(?:as\s+)?(?:quoted|cited)\s+(?:\w+\s+)?by\s+(?:the\s+)?(?P<who>[^,.;]{3,60}?)(?:\s+on\s+\w+day)?,?\s*$"
)
_QUOTING = re.compile(r"\b(?:quot|cit)(?:es?|ed|ing)\b")


def quoting(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, those of a sentence that quotes from another outlet told by its form.

    "Radio Vela quoted the governor as saying ..." and "The governor was quoted by Radio Vela as saying ..." are the
    radio's, with the governor's words inside.

    Parameters
    ----------
    text
        The document.
    found
        Its attributions.
    """
    from detente.evidence.attribution import Attribution

    kept = list(found)
    for begin, stop in sentences(text):
        if "quot" not in text[begin:stop]:
            continue
        match = _PASSIVE.match(text, begin, stop) or _ACTIVE.match(text, begin, stop)
        last = _SAID_BY.match(text, begin, stop) if match is None else None
        if last is not None:
            kept = [one for one in kept if not any(overlap(span, last.span()) for span in one.cue)]
            content = strip(text, *last.span("what"), also=",")
            kept.append(Attribution((last.span("who"),), (last.span("cue"),), (content,), rule="quoted"))
        if match is None:
            continue
        cue, so = match.span("cue"), match.span("so")
        kept = [one for one in kept if not any(overlap(span, cue) or overlap(span, so) for span in one.cue)]
        passive = match.start("who") < cue[0]
        content = (match.span("who"), so) if passive else (so,)
        kept.append(Attribution((match.span("outlet"),), (cue,), content, rule="quoted"))
    return kept


def carrier(text: str, one: Attribution) -> tuple[str, ...]:
    """Return the outlet that a source stands quoted by ("Voss, quoted by Radio Vela, said ..."), if one does.

    Parameters
    ----------
    text
        The document.
    one
        The attribution.
    """
    if not one.source or one.cue[0][0] < one.source[0][0]:
        return ()
    match = _QUOTED_BY.search(text, one.source[0][0], one.cue[0][0])
    match = match or (_BY.match(text, one.cue[-1][1]) if one.rule == "quoted" else None)
    return (" ".join(match["who"].split()),) if match else ()


def quoted_in(text: str, outer: Attribution) -> list[Attribution]:
    """Return whom an attribution quotes: in "Radio Vela quoted the governor as saying ..." the governor.

    Parameters
    ----------
    text
        The document.
    outer
        The attribution.
    """
    from detente.evidence.attribution import Attribution

    if not outer.content or not _QUOTING.search(" ".join(text[slice(*span)] for span in outer.cue)):
        return []
    who, *rest = outer.content
    if outer.rule and rest:  # "the governor was quoted by Radio Vela as saying ..."
        match = _SAYING_SO.match(text, *rest[0])
        return [Attribution((who,), (match.span("cue"),), (match.span("what"),), rule="quoted")] if match else []
    match = _AS_SAYING.match(text, outer.content[0][0], outer.content[-1][1])
    if match is None:
        return []
    return [Attribution((match.span("who"),), (match.span("cue"),), (match.span("what"),), rule="quoted")]
