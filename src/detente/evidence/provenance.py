"""Where a statement comes from: its channel, and who confirmed or denied it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.evidence.attribution import Attribution
from detente.evidence.papers import OPEN, Paper, in_writing, outside
from detente.evidence.sentences import containing, overlap, sentences
from detente.evidence.speakers import Speaker
from detente.evidence.statement import Span, Verification

__all__ = ["Channel", "channel_of", "verification_of"]

_UNCHECKED = re.compile(
    r"(?:could\s+not|couldn[’']t|cannot|can[’']t|was\s+unable\s+to|were\s+unable\s+to|has\s+not|have\s+not)\s+(?:be\s+|been\s+)?"
    r"(?:immediately\s+|independently\s+)*(?:verif\w+|confirm\w*)|\bunverified\b|\bunconfirmed\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:the|this|that|these|those|their|his|her|its)\s+(?:\w+\s+)?(?:claims?|reports?|statements?|accounts?|figures?|numbers?|"
    r"allegations?|accusations?|assertions?)\s+(?:could\s+not|cannot|can\s+not|has\s+not|have\s+not)\s+be(?:en)?\s+(?:\w+ly\s+)*"
    r"(?:verified|confirmed|checked)",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:told\s+reporters|told\s+journalists|news\s+conference|press\s+(?:conference|briefing|release)|briefing|televised|"
    r"interview|speech|address(?:ed)?|tweet\w*|posted|in\s+a\s+statement|on\s+television|podcast|rally|debate|testif\w+|"
    r"during\s+an?\s+event|at\s+an?\s+event|panel|op-ed|published\s+a\s+statement|publicly|told\s+(?:[A-Z]\w+\s?){1,3})\b"
)
_PRIVATE = re.compile(
    r"\b(?:privately|in\s+private|behind\s+closed\s+doors|on\s+condition\s+of\s+anonymity|not\s+authori[sz]ed|background|"
    r"private\s+(?:meeting|conversation|call|talks|letter)|confidential(?:ly)?|closed-door)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Channel:
    """On which channel something was said, and the passage that shows it."""

    name: str
    passage: tuple[Span, ...] = ()
    paper: Paper | None = None


def channel_of(text: str, one: Attribution, speaker: Speaker, about: Sequence[Paper]) -> Channel:
    """Return the channel of an attribution: that of the paper it stands in, else what its sentence shows."""
    sentence = containing(sentences(text), one.cue[0][0]) or (one.start, one.cue[-1][1])
    for paper in about:
        written = paper.author is not None and speaker.name == paper.author and in_writing(text, one, sentence)
        if speaker.document == paper.noun or written:
            name = "leaked" if paper.leaked else "public" if paper.noun in OPEN[:4] else "unknown"
            return Channel(name, tuple(dict.fromkeys(paper.passages)), paper)
    telling = outside(text, sentence, one.content)
    private = _PRIVATE.search(telling)
    if private or speaker.how == "unnamed":
        at = (
            (sentence[0] + private.start(), sentence[0] + private.end())
            if private
            else one.source[0]
            if one.source
            else sentence
        )
        return Channel("private" if private else "unknown", (at,))
    public = _PUBLIC.search(telling)
    if public:
        return Channel("public", ((sentence[0] + public.start(), sentence[0] + public.end()),))
    return Channel(
        "public"
        if speaker.how in ("full name", "surname", "body", "pronoun", "role") and one.type != "indirect"
        else "unknown"
    )


def verification_of(
    text: str, one: Attribution, channel: Channel, others: Sequence[tuple[Attribution, Speaker, str]]
) -> Verification:
    """Return how far a statement is verified: by its paper's state, by doubt in its sentence, by denials elsewhere.

    Parameters
    ----------
    text
        The document.
    one, channel
        The attribution and its channel.
    others
        The document's attributions, who spoke them, and their kinds.
    """
    if channel.paper is not None:
        return channel.paper.verification()
    sentence = containing(sentences(text), one.cue[0][0]) or (one.start, one.cue[-1][1])
    telling = outside(text, sentence, one.content)
    unchecked = _UNCHECKED.search(telling)
    if unchecked:
        at = sentence[0] + unchecked.start(), sentence[0] + unchecked.end()
        return Verification("unverified", passage=(at,))
    following = containing(sentences(text), _after(text, sentence[1]))
    doubted = _DOUBTED.search(text, *following) if following else None
    if doubted:
        return Verification("unverified", passage=(doubted.span(),))
    denied = [
        (speaker.name, span)
        for other, speaker, kind in others
        if kind == "denial" and other is not one and speaker.name and _same_matter(text, one, other)
        for span in other.cue[:1]
    ]
    if denied:
        names = tuple(dict.fromkeys(name for name, _ in denied if name))
        passage = tuple(span for _, span in denied)
        return Verification("denied" if len(names) == 1 else "contested", names, passage=passage)
    return Verification()


def _after(text: str, place: int) -> int:
    """Return the first place from here on that is not white space."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _same_matter(text: str, one: Attribution, other: Attribution) -> bool:
    """Tell whether two contents share most of their telling words."""
    from detente.evidence.lexicon import COMMON

    first, second = (
        {word[:6] for span in x.content for word in re.findall(r"[a-z]{4,}", text[slice(*span)].lower())} - COMMON
        for x in (one, other)
    )
    apart = not any(overlap(a, b) for a in one.content for b in other.content)
    return apart and len(first & second) >= max(3, 0.5 * min(len(first), len(second)))
