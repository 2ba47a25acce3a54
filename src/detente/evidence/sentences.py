"""Sentences and paragraphs of a document, as spans of characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from detente.evidence.statement import Span

__all__ = [
    "after_dateline",
    "containing",
    "overlap",
    "own_names",
    "paragraphs",
    "sentences",
    "strip",
    "unwrapped",
    "whole_words",
]

_PARAGRAPH = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_BORDER = re.compile(r"(?<=[.?!…])(?:[”’\"'»)\]]|\s?[“‘](?=\s))*\s+(?=[“‘\"'«(\[]?[A-Z0-9])")
_DATELINE = re.compile(
    r"[A-Z][A-Z’'. -]{0,60}[A-Z](?:,\s+[A-Z][\w. ]{1,24}?)?"
    r"(?:,?\s+(?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2})?(?:,\s+\d{4})?)?"
    r"\s*(?:\([^()\n]{2,40}\)\s*)?[-–—]{1,2}\s+"
)
_OTHER_DATELINE = re.compile(
    r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,2}(?:,\s+[\w. ]{1,24}?)?\s*\([^()\n]{2,40}\)\s*[-–—]{1,2}\s+"
    r"|[A-Z][A-Z’'. -]{2,30}:\s+(?=[A-Z][a-z]|[“\"‘])|[A-Z][A-Z’'/ -]{3,40}\.\s+(?=[A-Z][a-z])"
)
_IN_BRACKETS = re.compile(r"\(([^()\n]+)\)")
_ENDED = re.compile(r"[.?!…:]\W*$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Prof|Rev|St|Jr|Sr|No|vs|etc|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)"
    r"|\b[A-Z](?:\.[A-Z])*)\.$"
)


_NARROWEST, _WIDEST = 40, 140
"""Columns at which lines of plain text are wrapped."""
_HEAD_LINE = re.compile(
    r"\s*(?:(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Fwd|MIME-Version|Content-[\w-]+):\s|[-_=*]{4,})"
)
"""What stands in the heads of messages, also forwarded ones."""
_MANY, _ODD = 10, 3
"""Of so many lines broken at a width, so many others may stand between them: a signature, a letter's head."""


@lru_cache(maxsize=256)
def unwrapped(text: str) -> str:
    """Return a text whose lines were broken at a width, with spaces for those breaks; every character keeps its place.

    A break counts as one of width if the next line's first word would not have fitted any more, or goes on in small
    letters after a long line; and only where nearly all breaks inside of blocks are such or end a sentence in a line
    that has room left (a paragraph's end), most of them in a sentence.

    Examples
    --------
    >>> text = ("Ferries to the islands sail again from\\n" "Thursday on, as the minister of transport\\n"
    ...         "told a crowd in the port of Sable today.\\n\\nFishermen doubt it.")
    >>> unwrapped(text).count("\\n"), len(unwrapped(text)) == len(text)
    (2, True)
    """
    lines = list(re.finditer(r"([^\r\n]*)(\r?\n|\Z)", text))
    inner = [
        (line, after) for line, after in pairwise(lines) if line.group(1).strip() and after.group(1).strip()
        and not _HEAD_LINE.match(line.group(1)) and not _HEAD_LINE.match(after.group(1))
    ]  # fmt: skip
    width = max((len(line.group(1).rstrip()) for line, _ in inner), default=0)
    inner = [pair for pair in inner if max(len(line.group(1)) for line in pair) >= width / 2]  # "Best,", "Jan"
    if not _NARROWEST <= width <= _WIDEST:
        return text
    full = [line for line, after in inner if _runs_on(line.group(1).rstrip(), after.group(1).lstrip(), width)]
    torn = sum(not _ENDED.search(line.group(1).rstrip()) for line in full)
    taken = {line.start() for line in full}
    rest = [line for line, _ in inner if line.start() not in taken]
    ended = {line.start() for line in rest if _ENDED.search(line.group(1).rstrip())}
    odd = len(inner) - len(full) - len(ended)
    if len(full) < 2 or odd > max(0.1 * len(inner), _ODD if len(full) >= _MANY else 0) or 2 * torn < len(full):
        return text
    letters = list(text)
    long = [line for line in rest if line.start() not in ended and len(line.group(1)) >= 0.75 * width]
    for line in full + long:
        for place in range(line.start(2), line.end(2)):
            letters[place] = " "
    return "".join(letters)


def _runs_on(line: str, after: str, width: int) -> bool:
    """Tell whether a line was broken for want of room."""
    fits = len(line) + 1 + len(after.split()[0]) <= width
    return not fits or (after[0].islower() and 2 * len(line) >= width)


@lru_cache(maxsize=256)
def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs that hold more than white space.

    Examples
    --------
    >>> paragraphs("One.\\n\\nTwo.")
    ((0, 4), (6, 10))
    """
    return tuple(match.span() for match in _PARAGRAPH.finditer(unwrapped(text)) if not match.group().isspace())


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of all paragraphs, white space at their borders left out.

    Examples
    --------
    >>> text = "Gen. Adan left. “We stay.” Voss agreed"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Gen. Adan left.', '“We stay.”', 'Voss agreed']
    """
    found = []
    for begin, stop in paragraphs(text):
        start = begin
        for match in _BORDER.finditer(text, begin, stop):
            if _ABBREVIATED.search(text[max(begin, match.start() - 8) : match.start()]):
                continue
            found.append(strip(text, start, match.end()))
            start = match.end()
        found.append(strip(text, start, stop))
    return tuple(one for one in found if one[0] < one[1])


def strip(text: str, start: int, end: int, also: str = "") -> Span:
    """Return the span without white space, or any of the characters ``also``, at its ends."""
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return start, end


def after_dateline(text: str, start: int, end: int) -> Span:
    """Return the span without the dateline, or the part of one, that it begins with.

    >>> text = "PORT KESSLER, March 3 (Newswire) - Rebels said no."
    >>> text[slice(*after_dateline(text, 0, 41))]
    'Rebels'
    """
    line = text.rfind("\n", 0, start) + 1
    match = _DATELINE.match(text, line) or _OTHER_DATELINE.match(text, line)
    return (match.end(), end) if match and start < match.end() < end else (start, end)


def own_names(outlet: str | None, text: str) -> frozenset[str]:
    """Return what a report's own outlet is called, as far as it is stated or the dateline shows.

    >>> sorted(own_names("River Post", "SARNO, 14 March (Northern Press) - Rebels said no."))
    ['Northern Press', 'River Post']
    """
    line = _DATELINE.match(text) or _OTHER_DATELINE.match(text)
    shown = _IN_BRACKETS.search(line.group()) if line else None
    return frozenset(filter(None, (outlet, shown and shown.group(1))))


def whole_words(text: str, start: int, end: int) -> Span:
    """Return the span without white space at its ends, and with the whole of the words that it cuts.

    >>> whole_words("stop the shelling now", 4, 14)
    (5, 17)
    """
    start, end = strip(text, start, end)
    while start < end and start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while start < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def containing(spans: Sequence[Span], place: int) -> Span | None:
    """Return the one of ordered, disjoint spans that holds a character, if one does."""
    number = bisect_right(spans, (place, 1 << 62)) - 1
    return spans[number] if number >= 0 and spans[number][0] <= place < spans[number][1] else None


def overlap(one: Span, other: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
