"""Conditions in a text: what somebody makes their word depend on ("as long as", "unless", "in exchange for")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.evidence.sentences import sentences, strip
from detente.evidence.statement import Span

__all__ = ["Condition", "conditions"]

_OPENING = re.compile(
    r"\b(?P<word>(?:only )?if(?! any\b| not\b| possible\b)|even if|unless|(?:as|so) long as|provided(?: that)?|"
    r"on (?:the )?condition (?:that|of(?! anonymity))|"
    r"conditional (?:on|upon)|in (?:exchange|return) for|only (?:after|when|once)|not (?:before|until)|until|once|"
    r"(?:the |our |their |its )?(?:only )?(?:pre)?conditions? (?:is|are|was|were)(?: that)?|subject to|contingent on|"
    r"depend(?:s|ing)? on|hinges? on)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[;:”\"]|[.?!](?:\s|$)|,(?=\s)|\s(?:but|and)\s(?=(?:he|she|they|we|it|the)\b)")
_ASKED = re.compile(
    r"\b(?:asked|asks|wondered|see|know|sure|unclear|doubt(?:s|ed)?|question(?:s|ed)?|say|said)\s+$", re.IGNORECASE
)
_DAY = re.compile(
    r"^(?:until|once|not until|not before)\s+(?:the\s+)?(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|now|then|"
    r"recently|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|last\b|this\b|\w+ (?:ago|again)|again|more|upon)",
    re.IGNORECASE,
)
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """A clause on which something depends.

    Parameters
    ----------
    span
        The clause, with the word that opens it, in characters of the text.
    word
        The word that opens it, in small letters.
    """

    span: Span
    word: str


def conditions(text: str, within: Sequence[Span] = ()) -> tuple[Condition, ...]:
    """Return the conditions that a text states, in its order; none inside another.

    Parameters
    ----------
    text
        Any text.
    within
        Only those that begin inside these spans; none means the whole text.

    Examples
    --------
    >>> text = "“As long as Adan holds office, the Front will not talk,” Oru said. They met until Friday."
    >>> [text[slice(*one.span)] for one in conditions(text)]
    ['As long as Adan holds office']
    """
    found = _all(text)
    if within:
        found = tuple(one for one in found if any(start <= one.span[0] < end for start, end in within))
    return found


@lru_cache(maxsize=64)
def _all(text: str) -> tuple[Condition, ...]:
    found: list[Condition] = []
    for sentence in sentences(text):
        for match in _OPENING.finditer(text, *sentence):
            if found and match.start() < found[-1].span[1]:
                continue
            word = match["word"].lower()
            if word == "if" and _ASKED.search(text[max(sentence[0], match.start() - 20) : match.start()]):
                continue
            end = _END.search(text, match.end() + 1, sentence[1])
            span = strip(text, match.start(), end.start() if end else sentence[1], ',.;:”"’“ ')
            if len(text[match.end() : span[1]].split()) >= _SHORTEST and not _DAY.match(text[slice(*span)]):
                found.append(Condition(span, word))
    return tuple(found)
