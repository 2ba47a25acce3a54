"""A third party's stance in somebody's words: "as long as Adan stays, [the Front] will not talk", Oru said.

The speaker is the messenger; the demand is the Front's, and reached us through him.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.evidence.outlets import quoted_in
from detente.evidence.sentences import overlap, strip
from detente.evidence.statement import Span

if TYPE_CHECKING:
    from detente.evidence.attribution import Attribution

__all__ = ["relayed"]

_NAME = r"(?:[A-Z][\w’'-]+(?:\s+(?:of\s+|for\s+|the\s+)?[A-Z][\w’'-]+){0,4})"
_PARTY = (
    rf"\[?(?:(?:[Tt]he|[Ii]ts|[Tt]heir)\s+(?:\w+\s+){{0,2}}?)?{_NAME}\]?"
    r"(?:\s+(?:leaders|leadership|commanders|negotiators))?"
)
_CONDITION = re.compile(
    r"\b(?:as\s+long\s+as|so\s+long\s+as|unless|until|only\s+(?:if|when|after)|on\s+condition\s+that|while|before)\b",
    re.IGNORECASE,
)
_STANCE = re.compile(
    rf"(?P<who>{_PARTY})\s+(?P<cue>(?:will|would|does|do|did)\s+not|won[’']t|wouldn[’']t|refuses?\s+to|refused\s+to|"
    r"will\s+(?:only|never)|would\s+(?:only|never))\s+(?P<what>[^.?!;”\"]{6,})"
)
_GROUP = r"[Tt]he\s+(?:[a-z][\w-]+\s+)?[a-z][\w-]+"
_TOLD_BY = re.compile(
    r"\b(?P<cue>(?:had|has|have|was|were)\s+(?:been\s+|also\s+|never\s+)*(?:told|assured|warned|promised|informed|advised))\s+by\s+"
    rf"(?P<who>{_PARTY}|(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|both|all|two|three)\s+(?:[a-z][\w-]+\s+)?[a-z][\w-]+)\s+(?P<what>that\s+[^.?!;”\"]{{6,}})"
)
_JOINS = r"(?:he|she|they|it|we|I|because|that|who|which|whom|if|when|and|as|while|where|whether|than|of|in|by)\b"
_HAD_TOLD = re.compile(
    rf"(?P<who>(?:[Tt]he\s+)?{_NAME}|(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s+(?:(?!{_JOINS})[A-Za-z][\w-]+\s+){{0,2}}?(?!{_JOINS})[a-z][\w-]+)(?:,\s+[^,.;]{{3,40}},)?\s+"
    r"(?P<cue>(?:had|has|have)\s+(?:also\s+|once\s+|\w+ly\s+)?(?:told|informed|assured|promised|warned|replied|demanded|asked|"
    r"offered|threatened|insisted))\s+(?:[^.?!;,:”\"“]{0,60}?\s)??(?P<what>(?:that|for|to)\s+[^.?!;]{6,})"
)
_GAP = 30
"""Characters of a content that may be left out between two of its spans."""
_ULTIMATUM = re.compile(
    rf"(?P<who>{_PARTY}|{_GROUP})\s+(?P<cue>(?:has|have|had|gave|issued|set|made|laid\s+down|put\s+forward|presented)\s+"
    r"(?:set\s+|made\s+|issued\s+|given\s+(?:\w+\s+)?)?"
    r"(?:an?\s+|its\s+|their\s+|new\s+|one\s+|two\s+)*(?:ultimatum|ultimatums|conditions?|preconditions?|demands?|red\s+lines?|"
    r"threats?|deadlines?))(?P<what>:?\s+[^.?!;”\"]{6,})?"
)


def relayed(text: str, outer: Attribution, inner: Sequence[Attribution]) -> list[Attribution]:
    """Return demands and conditional refusals of others that an attribution's content relays.

    Parameters
    ----------
    text
        The document.
    outer
        Whose content is searched.
    inner
        Attributions already found in it, which are not found twice.
    """
    found = quoted_in(text, outer)
    for start, end in _near(outer.content, (*outer.source, *outer.cue)):
        for match in _ULTIMATUM.finditer(text, start, end):
            what = match.span("what") if match.group("what") else match.span("cue")
            found.append(_attribution(text, match, what))
        for pattern in (_TOLD_BY, _HAD_TOLD):
            found += [
                _attribution(text, match, match.span("what"), "hearsay") for match in pattern.finditer(text, start, end)
            ]
        for match in _STANCE.finditer(text, start, end):
            clause = _clause(text, start, end, match)
            if _CONDITION.search(text, *clause):
                found.append(_attribution(text, match, clause))
    known = [span for one in (*inner, outer) for span in one.cue]
    return [
        one for one in found if one.source[0][0] < one.source[0][1] and not any(overlap(one.cue[0], k) for k in known)
    ]


def _near(content: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Return a content's spans, those joined between which a few words were left out."""
    joined: list[Span] = []
    for start, end in content:
        gap = (joined[-1][1], start) if joined else (0, start)
        if joined and gap[1] - gap[0] <= _GAP and not any(overlap(gap, span) for span in others):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _attribution(text: str, match: re.Match[str], content: Span, rule: str = "relayed") -> Attribution:
    from detente.evidence.attribution import Attribution

    source, cue = strip(text, *match.span("who"), also="[]"), match.span("cue")
    return Attribution((source,), (cue,), (strip(text, *content, also='“”‘’",'),), rule=rule)


def _clause(text: str, start: int, end: int, match: re.Match[str]) -> Span:
    """Return the whole sentence, within the content, around a stance: its condition may stand first."""
    before = max((place + 1 for place in range(start, match.start()) if text[place] in ".?!;"), default=start)
    after = next((place for place in range(match.end("cue"), end) if text[place] in ".?!;"), end)
    return before, after
