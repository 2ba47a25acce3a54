"""To whom something was said: "told reporters", "wrote to the president", "urged both sides"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.evidence.attribution import Attribution
from detente.evidence.sentences import containing, sentences
from detente.evidence.statement import Span

__all__ = ["addressee"]

_TELLING = re.compile(
    r"\b(?:told|tells?|informed|assured|reassured|reminded|promised|asked|urged|pressed|advised|warned|ordered|"
    r"called (?:on|upon)|appealed to|pleaded with|instructed|demanded (?:of|from)|thanked|begged)\s+$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:said|wrote|writes?|says|spoke|spoken|speaking|stressed|explained|conveyed|announced|addressed|letter|message|"
    r"memo|statement|offer(?:ed)?|proposal|pledged|promised|suggested|proposed)\b[^.“”\"]{0,40}?\bto\s+$",
    re.IGNORECASE,
)
_WHOM = re.compile(
    r"(?P<whom>(?:(?:the|a|an|his|her|its|their|both|all|several|some|any|these|those|two|three|four|other)\s+)?"
    r"(?:[A-Z][\w’'-]*|[a-z][\w-]*)(?:\s+(?:of|in|from|and|at|of the|and the)(?=\s+\w)|\s+(?:[A-Z][\w’'-]*|"
    r"(?!the\b|an?\b|his\b|her\b|its\b|their\b|that\b|to\b|on\b|in\b|if\b|whether\b|what\b|how\b|he\b|she\b|it\b|they\b|we\b|there\b|after\b|before\b|during\b|"
    r"about\b|at\b|for\b|not\b|by\b|as\b|when\b|while\b|because\b|last\b|yesterday\b|with\b|was\b|were\b|is\b|are\b|had\b|"
    r"has\b|have\b|would\b|will\b|could\b|should\b|said\b|and\b|or\b|who\b|which\b|of\b)[a-z][\w-]*)){0,5})"
)
_NEAR = 10
_NOBODY = re.compile(
    r"^(?:that|to|on|in|if|whether|what|how|he|she|it|they|we|i|there|not|by|as|when|about|against|of|for|be|have|go|"
    r"everything|something|nothing|questions?|comment|do|the \w+ing|end|stop|share|help|keep|leave|\w+ly)\b(?! side)",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*$|[’']s$")


def addressee(text: str, one: Attribution) -> str | None:
    """Return to whom an attribution says that its words were said, as the text has it; None where it does not say.

    Parameters
    ----------
    text
        The document.
    one
        The attribution.

    Examples
    --------
    >>> text = "Voss told reporters that talks go on."
    >>> addressee(text, Attribution(((0, 4),), ((5, 9),), ((20, 36),)))
    'reporters'
    """
    sentence = containing(sentences(text), one.cue[0][0]) or (one.start, one.cue[-1][1])
    for start, end in one.cue:
        for place in _places(text, (start, max(end, start)), sentence):
            match = _WHOM.match(text, place)
            if match is None or _NOBODY.match(match["whom"]):
                continue
            span = match.span("whom")
            inside = [part for part in one.content if part[0] <= span[0] < part[1]]
            urged = inside and text[max(0, place - 12) : place].strip().endswith(("urged", "on", "upon", "asked"))
            if inside and not urged and not _both(text, one.content, span):
                continue
            whom = _DAYS.sub("", " ".join(match["whom"].split()))
            return whom or None
    return None


def _places(text: str, cue: Span, sentence: Span) -> list[int]:
    """Return where the words that name the listener may begin: right after a verb of telling, or after "to"."""
    places = []
    for match in re.finditer(r"\s+", text[cue[0] : min(cue[1] + 60, sentence[1])]):
        place = cue[0] + match.end()
        before = text[max(sentence[0], cue[0] - 30) : place]
        if (_TELLING.search(before) and place - cue[1] <= _NEAR) or _TO.search(before):
            places.append(place)
    return places


def _both(text: str, content: Sequence[Span], span: Span) -> bool:
    """Tell whether a content begins with the listener: "[urged] both sides to stop"."""
    return any(start == span[0] and re.match(r"\s+(?:to|that|not)\b", text[span[1] : end]) for start, end in content)
