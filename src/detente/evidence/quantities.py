"""Counts in a text: how many of what ("10 provincial capitals", "at least 20 people were killed")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.evidence.lexicon import COMMON
from detente.evidence.sentences import containing, sentences
from detente.evidence.statement import Span

__all__ = ["Quantity", "disjoint", "quantities"]

_SMALL = ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
          "eighteen nineteen twenty")  # fmt: skip
_WORDS = {word: number for number, word in enumerate(_SMALL.split(), 1) if number > 1}
_WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_NUMBER = re.compile(
    r"(?P<about>\b(?:at least|more than|over|no fewer than|up to|at most|fewer than|less than|nearly|almost|about|"
    r"around|some|roughly|as many as|under)\s+)?"
    rf"(?<![\w.,/:$€£-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
    r"(?![\d%/:]|,\d|\.\d|st\b|nd\b|rd\b|th\b)"
    rf"(?:\s+(?P<scale>{'|'.join(_SCALE)}))?(?P<hyphen>-\w+)?",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+$|"
    r"^\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
)
_TIME = re.compile(
    r"^[\s-]+(?:second|minute|hour|day|week|month|year|decade|time|o[’']clock|a\.?m|p\.?m)", re.IGNORECASE
)
_PART_OF = re.compile(
    rf"\b(?:\d+|{'|'.join(_WORDS)})\s+(?:out\s+)?of\s+(?:(?:the|its|their|all|some)\s+)*$", re.IGNORECASE
)
"""What stands before a whole of which a part is counted: "six of the 22 towns" counts six."""
_CLASSES = (
    ("deaths", r"kill|dead|death|died|die$|dies|slain|lives|fatalit|casualt|victim"),
    ("injuries", r"wound|injur|hurt"),
    ("soldiers", r"troop|soldier|forces|personnel|servicem|fighter|militant|insurgent"),
    ("towns", r"capital|town|cities|city|provinc|district|village|center|centre"),
    ("prisoners", r"prison|detaine|captive|hostage"),
    ("displaced", r"displac|refugee|fled|flee"),
    ("bases", r"bases?$|outpost|post$|posts$"),
    ("people", r"people|person|civilian|residents|women|children|men$"),
)
_CLASS = tuple((name, re.compile(rf"^(?:{pattern})")) for name, pattern in _CLASSES)
_BESIDE = 6
_ELSEWHERE = frozenset(
    ("in", "at", "near", "from", "by", "with", "for", "to", "on", "since", "after", "before", "when", "while", "and")
) | {"but", "that", "who", "which", "during", "around", "across", "under", "into", "through", "as", "if", "than"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count of something.

    Parameters
    ----------
    span, words
        Where the number stands with what it counts, and as the text has it.
    low, high
        What it may be: "at least 20" has no upper end (infinity).
    units
        What is counted, as stems or classes ("deaths", "soldiers"), the class first.
    sentence
        The sentence that it stands in.
    """

    span: Span
    words: str
    low: float
    high: float
    units: tuple[str, ...]
    sentence: Span


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the counts that a text gives; no years, dates, shares of 100 or lengths of time.

    Examples
    --------
    >>> text = "At least 20 villagers were killed in 3 towns on 4 May."
    >>> [(one.words, one.low, one.high, one.units[0]) for one in quantities(text)]
    [('At least 20 villagers were killed', 20.0, inf, 'deaths'), ('3 towns', 3.0, 3.0, 'towns')]
    >>> [(one.low, one.units[0]) for one in quantities("Six of the 22 towns fell.")]
    [(6.0, 'towns')]
    """
    for match in _NUMBER.finditer(text):
        value = _value(match)
        after, before = text[match.end() : match.end() + 60], text[max(0, match.start() - 40) : match.start()]
        year = match["number"].isdigit() and 1900 <= value <= 2100 and not match["scale"]
        if (
            year
            or match["hyphen"]
            or _PART_OF.search(before)
            or _MONTH.search(before)
            or _MONTH.search(after)
            or _TIME.match(after)
        ):
            continue
        sentence = containing(sentences(text), match.start("number")) or match.span()
        units, end = _units(text, match.end(), sentence)
        if units:
            low, high = _ends(value, (match["about"] or "").strip().lower())
            words = " ".join(text[match.start() : end].split())
            yield Quantity((match.start(), end), words, low, high, units, sentence)


def _value(match: re.Match[str]) -> float:
    word = match["number"].lower().replace(",", "")
    value = float(_WORDS[word]) if word in _WORDS else float(word)
    return value * _SCALE.get((match["scale"] or "").lower(), 1)


def _ends(value: float, about: str) -> tuple[float, float]:
    """Return the least and the most that a number with "at least" or "about" before it may be."""
    if about in ("at least", "more than", "over", "no fewer than"):
        return value, float("inf")
    if about in ("up to", "at most", "fewer than", "less than", "under", "as many as"):
        return 0.0, value
    if about:
        return 0.85 * value, 1.15 * value
    return value, value


def _units(text: str, place: int, sentence: Span) -> tuple[tuple[str, ...], int]:
    """Return what is counted, and where the first noun that counts it ends."""
    words = list(re.finditer(r"[A-Za-z][\w’'-]*|[.,;:“”]", text[place : sentence[1]]))[:_BESIDE]
    stems, classes, end = [], [], place
    for word in words:
        lower = word.group().lower()
        if not lower[0].isalpha() or lower in _ELSEWHERE:
            break
        found = next((name for name, pattern in _CLASS if pattern.match(lower)), None)
        if found and found not in classes:
            classes.append(found)
        if len(lower) > 3 and lower not in COMMON and not found:
            stems.append(lower[:6])
        if found or (not classes and len(stems) <= 2 and len(lower) > 3):
            end = place + word.end()
    order = sorted(classes, key=[name for name, _ in _CLASS].index)
    return (*order, *stems), end


def disjoint(one: Quantity, other: Quantity) -> bool:
    """Tell whether two counts cannot both be right, where they count the same.

    >>> ten, twelve, least = quantities("10 towns fell. 12 towns fell. At least 11 towns fell.")
    >>> disjoint(ten, twelve), disjoint(twelve, least), disjoint(ten, least)
    (True, False, True)
    """
    return one.high < other.low or other.high < one.low
