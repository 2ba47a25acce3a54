"""What groups, states, governments and posts are called in English news: the patterns that `cast` reads by."""

from __future__ import annotations

import re

from detente.evidence.lexicon import ROLES

__all__ = [
    "ACRONYM",
    "ADJECTIVE",
    "CALLED_CHALLENGER",
    "CALLED_INCUMBENT",
    "CHALLENGER",
    "COMMON",
    "DELEGATION",
    "ENDS_GROUP",
    "GROUP_WORDS",
    "HEAD",
    "HELD",
    "INCUMBENT",
    "KINDS",
    "LEADERS",
    "LED",
    "LED_BY",
    "NEAR",
    "NEEDS_THE",
    "NO_GROUP",
    "OF_GROUP",
    "OF_STATE",
    "PAST",
    "PEOPLES",
    "SHORT_FOR",
    "STATE_OF",
    "THE",
    "TITLE",
]


def _words(text: str) -> list[str]:
    return text.split()


CHALLENGER, INCUMBENT = "*challenger", "*incumbent"

GROUP_WORDS = (
    r"(?:Front|Movement|Union|Alliance|Coalition|Republic|Army|Brotherhood|Militia|Federation|League|Kingdom|"
    r"Resistance|Liberation|Rebels|Forces?|Command|Emirate|Confederation|Junta|Council|Brigades?|Faction|Congress)"
)
ENDS_GROUP = re.compile(rf"\b{GROUP_WORDS}$")
CALLED_CHALLENGER = re.compile(
    r"\b(?:(?:militant|rebel|insurgent|armed|guerrilla|separatist)\s+(?:group|movement|force|army|leaders?|fighters?|"
    r"commanders?)|[Rr]ebels|[Ii]nsurgents|[Gg]uerrillas|[Ss]eparatists|[Mm]ilitants|insurgency)\b"
)
HEAD = r"(?:President|Prime\s+Minister|Premier|King|Queen|Chancellor|Emir|Sultan)"
CALLED_INCUMBENT = re.compile(
    rf"\b{HEAD}\s+(?:[A-Z]\w+\s+){{0,2}}[A-Z]\w+[’']s\s+(?:government|cabinet|army|administration)\b|"
    r"\b[Tt]he\s+(?!last|next|previous)(?:[a-z]+\s+)?(?:central\s+|federal\s+)?(?:government|regime|junta)\b(?![’'])"
)
STATE_OF = re.compile(
    r"\b(?P<one>[A-Z]\w{3,})[’']s\s+(?:\w+\s+)?(?:government|(?:prime\s+|foreign\s+|defence\s+)?minist(?:er|ry)|(?:vice-)?president|"
    r"Prime\s+Minister|President|ambassador|army|parliament)\b"
    r"|\b(?:government|president|army|minister|borders|in\s+the\s+(?:north|south|east|west)|(?:Republic|Kingdom|Emirate|Sultanate|Duchy|State))\s+(?:of|in)\s+(?P<two>[A-Z]\w{3,})\b(?!\s+City)"
    r"|\b[Nn]eighbou?ring\s+(?P<four>[A-Z]\w{3,})\b"
    r"|\b(?P<five>[A-Z]\w{3,})[’']s\s+(?:\w+\s+){0,3}(?:troops|soldiers|peacekeepers)\b"
    r"|\b(?:troops|soldiers|peacekeepers)\s+from\s+(?P<six>[A-Z]\w{3,})\b"
    r"|\b(?P<three>[A-Z]\w{3,})\s+(?:foreign|defen[cs]e|interior)\s+minist(?:ry|er)\b"
)
OF_STATE = re.compile(r"(?:Republic|Kingdom|Emirate|Sultanate|Duchy|State)\s+of\s+(?=[A-Z])")
DELEGATION = re.compile(r"\b(?P<one>[A-Z]\w{2,})\s+(?:delegation|negotiators?|rebels|fighters|insurgents|militants)\b")
PEOPLES = re.compile(
    rf"\b(?:[A-Z]\w+\s+){{0,3}}(?:People|Workers|Peasants|Farmers|Women)[’']s?\s+(?:[A-Z]\w+\s+){{0,2}}{GROUP_WORDS}\b"
)
OF_GROUP = re.compile(r"\s+(?:of|from|in|with)\s+(?:the\s+)?")
SHORT_FOR = re.compile(
    r"\b(?:[Tt]he\s+)?(?P<long>(?!The\s)[A-Z][\w’'-]+\s+(?:(?:[A-Z][\w’'-]+|of|for|and|the|in)\s+){0,5}[A-Z][\w-]+)\s+"
    r"\((?:the\s+)?(?P<short>[A-Z][A-Z0-9-]{1,6})\)"
)
THE = re.compile(r"\b[Tt]he\s+\[?(?P<one>[A-Z]\w{2,})\b(?!\s+(?:[A-Z]|administration|government|team))(?!-)")
ACRONYM = re.compile(r"\b[A-Z]{2}[A-Z0-9-]{1,5}\b")
NO_GROUP = frozenset(
    _words("""
Bridge Valley River Hall Institute Harbour Harbor Center Centre Street Road Mountain Lake Bay Sea Coast Island
House Senate Congress Parliament Ministry Department Office Court Herald Post Times Gazette Journal Tribune
Agency Radio News Council Internet Constitution Bible Koran Quran Holocaust Covid Commission Board Bank Church
Pope Queen King Prime First Second Third North South East West Gulf Christmas Easter Ramadan Games Cup
Olympics Reds Blues Premier World CNN BBC AFP AP Reuters TOLO Tolo NPR CBS ABC NBC
""")
)
NEEDS_THE = frozenset(_words("Council League Army Forces Force Union Congress"))
"""Last words of groups that are named with an article."""
KINDS = frozenset(
    _words("Rebels Forces Force Insurgents Guerrillas Separatists Militants Fighters Faction Congress Brigade")
)
"""What only says of which kind a group is."""
COMMON = frozenset(_words("army forces force command republic kingdom junta rebels emirate"))
"""In small letters these stand for the other side as well, or for both."""
LED_BY = re.compile(r"^\w+-(?:led|backed|based|dominated)\s+")
ADJECTIVE = r"(?:n|an|ian|i|ese|ish)"
_ROLE = "|".join(map(re.escape, ROLES))
TITLE = re.compile(
    rf"\b(?P<role>{_ROLE})\b(?:\s+(?P<link>of|for|to|on|from)\s+(?P<rest>[^,;:.]{{2,60}}?))?\s*,?\s*$", re.IGNORECASE
)
NEAR = re.compile(r"^(?:[’']s?)?\s*(?:[\w’'-]+\s+){0,3}$")
HELD = re.compile(rf"\b(?:{_ROLE})\b", re.IGNORECASE)
PAST = re.compile(r"\b(?:former|retired|ex-|ousted|late|deposed|onetime|exiled)\b", re.IGNORECASE)
LED = re.compile(r"\s+(?:administration|government|team)\b")
LEADERS = re.compile(
    r"\b(?P<one>[A-Z][a-z]{2,})\s+(?:administration|team)\b|\b[Tt]he\s+(?P<two>[A-Z][a-z]{2,})\s+government\b"
)
