"""How reports call those whom they do not name: "a senior official", "the interior ministry", "farmers by the sea"."""

from __future__ import annotations

import re

from detente.evidence.lexicon import DOCUMENTS

__all__ = [
    "ANY",
    "CARRIED",
    "COMMON_OWNER",
    "DOCUMENT",
    "INSTITUTION",
    "NOBODY",
    "NUMBER",
    "OFFICE",
    "PLACED",
    "SEVERAL",
    "SOME",
    "UNNAMED",
    "lowered",
]

COUNTED = (
    r"an?|another|one|two|three|four|several|some|many|most|senior|other|unnamed|anonymous|former|current|both|few|"
    r"multiple|various|these|those"
)
UNNAMED = re.compile(
    rf"^(?:(?:{COUNTED}|the|western|local|government|security|military|diplomatic|intelligence|police|administration|"
    r"[A-Z][\w.’'-]*|[A-Z][\w.’'-]*\s+and|[A-Z][\w.’'-]*\s+[a-z]{4,12}(?=\s+[a-z]+s\b))\s+)*"
    r"(?:officials?|sources?|diplomats?|aides?|advis[eo]rs?|person|people|witness(?:es)?|"
    r"residents?|analysts?|experts?|commanders?|negotiators?|critics|supporters|observers|insiders?|lawmakers?|soldiers?|"
    r"officers?|activists?|reporters?|spokes(?:man|woman|person)|members?|voters?|men|women|leaders?|figures?|delegates?|"
    r"scholars?|police|monitors?|authorities|prosecutors?|medics|doctors|rescuers|workers|families)\b"
)
INSTITUTION = re.compile(
    r"^the\s+(?:[a-z][\w’'-]*\s+){0,3}(?:army|navy|air force|military|police|government|administration|cabinet|"
    r"ministry|parliament|presidency|palace|court|council|committee|commission|agency|authority|service|command|junta|embassy|"
    r"delegation|opposition|party|union|movement|alliance|coalition|bloc|company|bank|hospital|mission|secretariat|headquarters|"
    r"office|campaign|group|channel|network|newspaper|paper|school|firm|bureau|desk|department|panel|board|federation|association|"
    r"television|radio|media|tv|organi[sz]ation|league|front|faction|brigade|militia|regiment|station|fund|foundation|university|institute|family|church)"
    r"(?:\s+(?:of|for|on)\s+(?:the\s+)?[a-z][\w’'-]*(?:\s+[a-z][\w’'-]*)?)?$",
    re.IGNORECASE,
)
SEVERAL = re.compile(r"^[A-Z][a-z’'-]+(?:\s+[a-z][\w’'-]+){1,3}(?<=[a-z]s|le|ce|en|ia)$")
PLACED = re.compile(
    r"^(?!(?:Hi|Thi|It|Hers|Theirs)\b)[A-Z][a-z’'-]+s\s+(?:in|of|from|at|near|on|for|with|around|along|across|outside|inside|by|living|loyal|close)\s+"
    r"(?:(?:the|old|new|his|her|its|their)\s+)*[\w’'-]+(?:\s+[\w’'-]+){0,4}$"
)
COMMON_OWNER = re.compile(
    r"^the\s+(?:[a-z][\w-]*\s+){0,2}[a-z][\w-]*(?:[’']s|(?<=s)[’'])(?:\s+[a-z][\w-]*){1,3}$", re.IGNORECASE
)
DOCUMENT = re.compile(rf"\b(?:{'|'.join(DOCUMENTS)})\b", re.IGNORECASE)
CARRIED = re.compile(
    rf"^([^,]*\b(?:{'|'.join(DOCUMENTS)}))(?:\s+(?:of|on|for|by|from)\s+[^,]{{2,60}})?"
    r"(?:,\s+(?:first\s+)?\w+|\s+(?:first\s+|originally\s+)?(?:sent|delivered|carried|handed|"
    r"presented|conveyed|seen|obtained|reviewed|leaked|shared|published|reported|revealed|posted|issued|signed|written|drafted))\s+(?:\w+\s+){0,4}?(?:by|to)\b",
    re.IGNORECASE,
)
SOME = re.compile(
    r"^(?:one|two|three|both|some|many|most|several|others?|neither|another)(?:\s+of\s+(?:them|these|those|(?:the|his|her|its|their)\s+[a-z][\w’-]*(?:\s+[a-z][\w’-]*)?))?$",
    re.IGNORECASE,
)
ANY = re.compile(
    r"^(?:[Aa]n?|[Aa]nother)\s+(?:[a-z][\w’'-]*\s+){0,3}?[a-z][\w’'-]*(?:\s+(?:of|at|in|for|from|with|on|near|to)\b|$)"
)
NOBODY = re.compile(r"^(?:no|nobody|none)\b", re.IGNORECASE)
OFFICE = re.compile(
    r"^the\s+(?:[a-z][\w-]*\s+){0,2}(?:president|premier|minister|chancellor|king|queen|governor|mayor|ambassador|envoy|"
    r"secretary|secretary[ -]general|chief|chief\s+of\s+staff|commander|general|colonel|marshal|admiral|speaker|emir|"
    r"sultan|pope|prefect|préfet|prosecutor|judge|chair|chairman|facilitator|rapporteur|consul|witness|archbishop|bishop|moderator|mediators?)$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"One|Two|Three|Four|Five|Six|Several|Neither|Both")


def lowered(phrase: str) -> str:
    """Return a phrase without its article, or with its first word small where that is no name.

    >>> lowered("The Interior Ministry"), lowered("A senior officer"), lowered("Farmers in the hills")
    ('Interior Ministry', 'a senior officer', 'Farmers in the hills')
    """
    phrase = re.sub(r"^(?:The|the)\s+", "", phrase)
    first = phrase.split(" ", 1)[0]
    counted = re.fullmatch(COUNTED, first.lower()) or UNNAMED.match(first.lower())
    return phrase[0].lower() + phrase[1:] if counted else phrase
