"""Forms that the words for a source take, as far as they tell who is meant."""

from __future__ import annotations

import re

from detente.evidence.lexicon import DOCUMENTS

__all__ = [
    "ADJECTIVE",
    "AND",
    "ARTICLE",
    "ASTRAY",
    "BODY_OF",
    "BRACKETS",
    "CLOCK",
    "COMPATRIOT",
    "DEFINITE",
    "HEADED",
    "LINKING",
    "MEANWHILE",
    "NEAR",
    "NOUN_BEHIND",
    "OFFICE_OF",
    "OF_PLACE",
    "OWNED",
    "OWNER",
    "PAIR",
    "PARTICLE",
    "PRONOUN",
    "PRONOUN_FIRST",
    "RELATIVE",
    "SELF_NAMED",
    "STATE_BODY",
    "TAIL",
    "THEIRS",
    "THING",
    "TITLE_ALONE",
    "TO",
    "WRITTEN_BY",
]

PRONOUN = re.compile(r"^(?:he|she|they|it|i|we|you|who|which|that|his|her|their|this|those|these|one)$", re.IGNORECASE)
PRONOUN_FIRST = re.compile(r"^(he|she|they|it|we|i)\s+[a-z]+$")
RELATIVE = re.compile(r"^(?:which|whom|whose|that)\s")
COMPATRIOT = re.compile(r"^[Tt]he\s+(?!Vatican|Balkan)[A-Z][a-z]+(?:ian|ean|ican|gan)$")
"""Someone told by the country alone: "the Ethiopian said"."""
BRACKETS = re.compile(r"\s*\([^()]*(?:\)|$)")
CLOCK = re.compile(r"^\d{1,2}\s+(?=[A-Z])")
SELF_NAMED = re.compile(
    r",\s+(?:who\s+)?(?:goes|went|going)\s+by\s+(?:the\s+name(?:\s+of)?\s+)?(?P<a>[A-Z][^,.;]+)"
    r"|\b(?:g[ai]ve|giving)\s+(?:his|her|their)\s+(?:first\s+)?name\s+(?:only\s+)?as\s+(?:only\s+)?(?P<b>[A-Z][^,.;]+)"
    r"|\b(?:identified|named|known)\s+only\s+as\s+(?P<c>[A-Z][^,.;]+)"
    r"|^[^,]+,\s+known\s+(?:\w+\s+){0,3}?as\s+(?P<d>[A-Z][^,.;]+)"
)
STATE_BODY = re.compile(
    r"^(?!(?:The|Its|His|Her|Their|This|That|One|Both|Each|Our)\b)[A-Z][a-z]{2,}(?:\s[a-z]+){1,2}$"
)  # "State television", "Turkish parliament"
MEANWHILE = re.compile(r"\s+(?:over|in|at|on|during|after|before|from|near|outside|inside|by)\b")
TITLE_ALONE = re.compile(r"^[Tt]he\s+(?:[A-Z][\w-]*\s+){0,3}[A-Z][\w-]*$")
ASTRAY = re.compile(
    r"^(?:(?:[A-Z][\w-]+\s+){1,2}(?=the\s+[A-Z])|(?:an?|one|two|three|several|some|\d+)\s+(?:hours?|days?|weeks?|months?|years?)\s+"
    r"(?:after|before)\s+)"
)
"""What stands before a source and is no part of it: "[In] Tbilisi the State Ministry", "two days after both sides"."""
THEIRS = re.compile(r"^(his|her|its|their)\s+([a-z][\w\s-]{2,40})$", re.IGNORECASE)
DEFINITE = re.compile(r"^[Tt]he\s+(?:(?P<what>[a-z][a-z-]+)\s+)?(?P<noun>[a-z][a-z-]+)$")
THING = re.compile(r"\s+[a-z]+,")
PAIR = re.compile(r"(?:Both\s+)?(?P<one>[A-Z][\w’-]+\s[A-Z][\w’-]+)\s+and\s+(?P<other>[A-Z][\w’-]+\s[A-Z][\w’-]+)$")
AND = re.compile(r"\s+and\s+(?:(?:the\s+)?[a-z][\w\s-]*\s)?")
OWNER = re.compile(r"^[^,]+?(?:[’']s|(?<=s)[’'])\s+")
HEADED = re.compile(
    rf"(?:an?|the|its|their|his|her|this|that|another)\s+(?:[\w’-]+\s+){{0,3}}?(?P<noun>{'|'.join(DOCUMENTS)})\b"
    r"(?P<rest>(?:\s+(?:of|on|for|by|from|in)\s+[^,]*?[A-Z][^,]*?)(?=,|$|\s+(?:first|seen|obtained|published|leaked|reviewed|sent|signed|read)\b))",
    re.IGNORECASE,
)
ADJECTIVE = re.compile(
    r"\s+(?!(?:of|on|for|by|from|in|to|at|about|with|that|which|\w+ed|seen|drawn|sent|\w+ten)\b)[a-z]"
)
WRITTEN_BY = re.compile(
    rf"\b(?:{'|'.join(DOCUMENTS)})\b[^,]*,?\s+(?:posted|written|signed|issued|penned|drafted|authored)\s+by\s+(?P<who>[^,]+)"
)
OFFICE_OF = re.compile(
    r"(?:[Tt]he\s+)?(?:office|team|campaign|family|cabinet|government|administration|lawyers?|aides?)\s+of\s"
)
OF_PLACE = re.compile(r"\s+of\s+[A-Z][\w-]+\s*$")
BODY_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(?=[A-Z])")
NOUN_BEHIND = re.compile(r"\s+(?!(?:of|for|from|in|at|to|on|by|with|and|who|which|that|also)\b|\w+ly\b)[a-z]{3,}$")
PARTICLE = re.compile(r"\s+[a-z]{1,3}\s+(?=[A-Z])")
NEAR = 450
"""Characters after a place within which an office's holder is looked for."""
ARTICLE = re.compile(r"^(?:an?|another|one)\s", re.IGNORECASE)
TO = re.compile(r"\b(?:of|for|to|with)\s+(?:the|an?|his|her|its|their)\s+")
LINKING = re.compile(r"\b(?:of|for|to|in|at|from|and|who)\b")
OWNED = re.compile(r"^(?P<owner>[^,]+?)(?:[’']s|(?<=s)[’'])\s+(?P<thing>[a-zA-Z][\w\s-]*)$")
TAIL = re.compile(
    r",?\s+(?:who|which|that|whose|during|speaking|told|after|in (?:an?|its|his|her|their)|at an?|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?)\b"
)
