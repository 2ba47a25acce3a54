"""A copy's text made readable at equal length: lines joined, words broken at a line's end and misread marks made whole.

What is left over stands as spaces after the word, so that every other character keeps its place; ``on_page`` tells
where a span of the cleaned text stands in the text as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from detente.evidence.sentences import unwrapped
from detente.evidence.statement import Span

__all__ = ["Cleaned", "cleaned", "joined"]

BROKEN, MISREAD = "word broken at a line's end", "characters misread"
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010][ \t]*\r?\n[ \t]*(?=[a-zà-ÿ])")
_KEPT_HYPHEN = re.compile(r"(?<=[^\W\d_]-)[ \t]*\r?\n[ \t]*(?=[A-ZÀ-Þ])")
_GOES_ON = "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
_FOREIGN = re.compile(f"[\u00c2-\u00df]{_GOES_ON}|[\u00e0-\u00ef]{_GOES_ON}{{2}}")
_LOST_END = re.compile(f"â€(?!{_GOES_ON})")


Edit = tuple[Span, str, str]
"""Where a text is changed, what to, and what was wrong."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text of the same length in which broken words and misread characters are whole.

    Parameters
    ----------
    text
        As long as the text that it was made from.
    edits
        Where that text was changed, and what was wrong, in words.
    starts, ends
        For characters of ``text`` that moved: where the one that they stand for begins and ends in the other.

    Examples
    --------
    >>> made = cleaned("The gov-\\nernment said noâ€™s.")
    >>> made.text, made.on_page((4, 14))
    ('The government   said no’s.  ', (4, 16))
    """

    text: str
    edits: tuple[tuple[Span, str], ...]
    starts: MappingProxyType[int, int]
    ends: MappingProxyType[int, int]

    def on_page(self, span: Span) -> Span:
        """Return where a span of the cleaned text stands in the text that it was made from."""
        start, end = span
        return self.starts.get(start, start), self.ends.get(end - 1, end)


def joined(text: str) -> str:
    """Return a passage with words whole that were broken at a line's end.

    >>> joined("a cease-\\nfire of nine\\ndays, said al-\\nHassan")
    'a ceasefire of nine\\ndays, said al-Hassan'
    """
    return _KEPT_HYPHEN.sub("", _HYPHEN.sub("", text))


@lru_cache(maxsize=64)
def cleaned(text: str) -> Cleaned:
    """Return a text in which lines broken at a width, words broken at lines' ends and misread characters are whole."""
    plain = unwrapped(text)
    edits = [(match.span(), "", BROKEN) for broken in (_HYPHEN, _KEPT_HYPHEN) for match in broken.finditer(text)]
    edits += [(match.span(), whole, MISREAD) for match in _FOREIGN.finditer(text) if (whole := _reread(match.group()))]
    edits += [(match.span(), "”", MISREAD) for match in _LOST_END.finditer(text)]
    edits.sort()
    letters = list(plain)
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    unit: Span | None = None
    inside: list[Edit] = []
    for edit in edits:
        word = _word(text, *edit[0])
        if unit is not None and word[0] < unit[1]:
            unit = unit[0], max(unit[1], word[1])
        else:
            _rewrite(text, unit, inside, letters, starts, ends)
            unit, inside = word, []
        inside.append(edit)
    _rewrite(text, unit, inside, letters, starts, ends)
    return Cleaned(
        "".join(letters),
        tuple((span, note) for span, _, note in edits),
        MappingProxyType(starts),
        MappingProxyType(ends),
    )


def _word(text: str, start: int, end: int) -> Span:
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _rewrite(
    text: str,
    unit: Span | None,
    edits: list[Edit],
    letters: list[str],
    starts: dict[int, int],
    ends: dict[int, int],
) -> None:
    """Write a word whole, spaces behind it, and note where each of its characters comes from."""
    if unit is None:
        return
    pieces: list[tuple[str, int, int]] = []
    place = unit[0]
    for (start, end), new, _ in edits:
        pieces += [(text[at], at, at + 1) for at in range(place, start)]
        pieces += [(char, start, end) for char in new]
        place = end
    pieces += [(text[at], at, at + 1) for at in range(place, unit[1])]
    for number, at in enumerate(range(*unit)):
        char, start, end = pieces[number] if number < len(pieces) else (" ", unit[1], unit[1])
        letters[at], starts[at], ends[at] = char, start, end


def _reread(run: str) -> str | None:
    """Return what UTF-8 said that was read as Windows-1252, or None if it was not.

    >>> _reread("â€œ"), _reread("Ã©"), _reread("ß»")
    ('“', 'é', None)
    """
    try:
        whole = b"".join(bytes([ord(char)]) if ord(char) <= 0xFF else char.encode("cp1252") for char in run).decode()
    except UnicodeError:
        return None
    return whole if "\u00a0" <= whole <= "\u024f" or "\u2010" <= whole <= "\u20ac" else None
