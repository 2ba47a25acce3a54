"""What is wrong with a copy of a report: marks, glued words, false sentence ends, headlines of other articles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.evidence.language import other_language
from detente.evidence.quotations import SAYING, Reading, read_quotations

__all__ = ["Damage", "Inspected", "inspect"]

_PARAGRAPH = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_ENDED = re.compile(r"[.?!:;…,—–][\s”’\"')\]]*$|[”\"]\s*$|\]\s*$")
_SAID = re.compile(rf"\b(?:{SAYING})\b")
_PRESENT = re.compile(r"\b(?:says|tells|writes|adds|asks|argues|claims|warns|urges|insists|notes|announces)\b")
_BEGINS = re.compile(
    r"[.?!…][”’\"')\]]*[ \t]+(?P<line>(?:How|Why|What|Inside|Meet|Watch|See|Two|Three|Four|Five|Six|Seven|Eight|Nine|"
    r"Ten|Eleven|Twelve|Twenty|Best|Top|\d{1,3})\s)"
)
_NEXT_SAYS = re.compile(
    r"(?<=[a-z]) (?P<who>(?:[A-Z][\w-]*[’']s\s+[a-z]+|(?:The|A|An)\s+[a-z]+|[A-Z][\w.-]*(?:\s[A-Z][\w.-]*){0,3}|He|She|"
    rf"They)\s+(?:has\s+|had\s+|also\s+|later\s+)?(?:{SAYING})\b)"
)
_BREAKS = re.compile(
    r"[,;:“”\"()]|[.?!]\s|\b(?:that|who|which|when|as|if|while|because|and|but|or|of|for|to|in|with|by|from|than|before|after|"
    r"since|until|where|whom|what|how|why|the|a|an|his|her|their|its|on|at|into|about|against|between)$"
)
_RUNS_INTO = re.compile(
    r"[.?!…][”’\"')\]]*[ \t]+(?P<line>(?!(?:He|She|They|It)\b)[A-Z][\w’'-]*(?:,? [\w’'-]+){3,11}(?<=[a-z]))"
    r"(?= (?:The|But|He|She|They|Its|In an?|On) [a-z])"
)
"""A headline without a stop that a sentence follows: "Port posts record quarter The group has promised"."""
_GLUED_CASE = re.compile(r"(?<=[a-z]{2})[.,;!?](?=[A-Z][a-z])|(?<=[a-z]{3})(?=[A-Z][a-z]{2,})")
_STRAY = re.compile(r"(?<=[.,;!?])\s+[.,;](?=\s|$)|(?<=\w)\s+[.,;](?=\s|$)|[“\"‘]\s*[”\"’](?=\s|$)")
_FALSE_END = re.compile(r"(?<=[a-z]{2})\.\s+(?=[a-z]{2})")
_SHORT = re.compile(
    r"\b(?:vs|etc|approx|dept|est|inc|jr|sr|no|cf|al|ca|fig|gov|sen|rep|gen|lt|col|mr|mrs|ms|dr|st|am|pm)$", re.I
)
_CREDIT = re.compile(r"\d|@|https?:|www\.|\||©|^\s*[-•*–—]|[—–-]\s+[A-Z]")


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged place.

    Parameters
    ----------
    kind
        ``quotation mark``, ``glued words``, ``stray punctuation``, ``false sentence end``, ``broken word``,
        ``misread characters``, ``headline set apart`` or ``other language``.
    start, end
        Characters of the document.
    note
        What is wrong, in words.
    """

    kind: str
    start: int
    end: int
    note: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """A document whose quotation marks are understood and whose damage is known.

    Parameters
    ----------
    reading
        The quotation marks.
    damage
        In the order of the text.
    apart
        Paragraphs that belong to another article or are in another language: nothing in them is attributed to anybody.
    """

    reading: Reading
    damage: tuple[Damage, ...]
    apart: tuple[tuple[int, int], ...]

    def at(self, start: int, end: int) -> tuple[str, ...]:
        """Return in words what is wrong in a span, each thing once."""
        return tuple(dict.fromkeys(one.note for one in self.damage if one.start < end and start < one.end))


def inspect(text: str) -> Inspected:
    """Read a document's quotation marks and flag its damage; the text itself is left as it is.

    Examples
    --------
    >>> text = "Talks go on in Riverton.\\n\\nSix gardens to see before the summer\\n\\nVoss called them ‘open ‘. ."
    >>> for one in inspect(text).damage:
    ...     print(one.kind, "|", one.note)
    headline set apart | a line without a sentence's end between paragraphs: a headline of something else
    quotation mark | closing mark printed as ‘
    stray punctuation | stray punctuation
    """
    reading = read_quotations(text)
    run_in = _run_in(text)
    foreign = _foreign(text)
    headlines = [span for span in _headlines(text) if span not in foreign]
    apart = tuple(sorted((*headlines, *run_in)))
    damage = [
        Damage(
            "headline set apart",
            *span,
            "words that run into the sentence after them: a headline of something else"
            if span in run_in
            else "a line without a sentence's end between paragraphs: a headline of something else",
        )
        for span in apart
    ]
    damage += [
        Damage("other language", *span, f"seems to be in {language}: the reader reads English only")
        for span, language in foreign.items()
    ]
    apart = tuple(sorted((*apart, *foreign)))
    for one in reading.quotations:
        damage += [Damage("quotation mark", one.start, one.end, note) for note in one.damage]
    damage += [Damage("quotation mark", at, at + 1, "mark that opens and closes nothing") for at in reading.spurious]
    damage += [Damage("stray punctuation", *match.span(), "stray punctuation") for match in _STRAY.finditer(text)]
    damage += _glued(text) + _glued_marks(text, reading) + _false_ends(text)
    return Inspected(reading, tuple(sorted(damage, key=lambda one: (one.start, one.end, one.note))), apart)


def _foreign(text: str) -> dict[tuple[int, int], str]:
    """Return paragraphs that are in another language, and which."""
    spans = [match.span() for match in _PARAGRAPH.finditer(text) if match.group().strip()]
    told = {span: other_language(text[slice(*span)]) for span in spans}
    return {span: language for span, language in told.items() if language is not None}


def _headlines(text: str) -> tuple[tuple[int, int], ...]:
    """Return paragraphs between others that are short, end no sentence and quote nobody."""
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text) if match.group().strip()]
    apart = []
    for number, (begin, stop) in enumerate(paragraphs[1:-1], 1):
        line = text[begin:stop].strip()
        words = line.split()
        neighbours = (text[slice(*paragraphs[number + step])].strip() for step in (-1, 1))
        if (
            not 4 <= len(words) <= 25
            or _ENDED.search(line)
            or _CREDIT.search(line)
            or "“" in line
            or not line[0].isupper()
        ):
            continue
        if _SAID.search(line) and not _PRESENT.search(line):
            continue
        if all(_ENDED.search(other) or len(other.split()) > 25 for other in neighbours):
            apart.append((begin, stop))
    return tuple(apart)


def _run_in(text: str) -> tuple[tuple[int, int], ...]:
    """Return headlines inside of paragraphs: a sentence that begins as headlines do, without an end or a verb of
    saying, up to a name or a pronoun that says something."""
    found = []
    for match in _BEGINS.finditer(text):
        follows = _NEXT_SAYS.search(text, match.end(), min(len(text), match.end() + 160))
        if follows is None:
            continue
        line = text[match.start("line") : follows.start("who")].strip()
        words = line.split()
        if 5 <= len(words) <= 25 and not _SAID.search(line) and not _BREAKS.search(line):
            found.append((match.start("line"), match.start("line") + len(line)))
    for match in _RUNS_INTO.finditer(text):
        if not re.search(r"\b(?:said|that|told)\b", match["line"]) and match.span("line") not in found:
            found.append(match.span("line"))
    return tuple(sorted(found))


def _glued(text: str) -> list[Damage]:
    """Words run together: "talks.The", "reportersThe"; not names such as McMaster or iPhone."""
    found = []
    for match in _GLUED_CASE.finditer(text):
        start = match.start()
        while start and not text[start - 1].isspace():
            start -= 1
        word = re.match(r"\S+", text[start:])
        glued = word.group() if word else ""
        plain = re.fullmatch(r"\W*[a-z]{3,}[.,;!?]?[A-Z][a-z]+\W*", glued) or re.search(
            r"[a-z]{2}[.!?][A-Z][a-z]+", glued
        )
        if plain and "@" not in glued and "/" not in glued and not re.search(r"\.(com|org|net|gov)\b", glued, re.I):
            found.append(Damage("glued words", start, start + len(glued), "glued words"))
    return list(dict.fromkeys(found))


def _glued_marks(text: str, reading: Reading) -> list[Damage]:
    """Marks that stand at the wrong side of their space: at the end of one word, or at the start of the next."""
    found = []
    for one in reading.quotations:
        if one.start and text[one.start - 1].isalnum() and reading.text[one.start] == "“":
            found.append(Damage("glued words", one.start - 1, one.start + 1, "mark glued to the word before"))
        if one.end < len(text) and text[one.end].isalnum() and reading.text[one.end - 1] == "”":
            found.append(Damage("glued words", one.end - 1, one.end + 1, "mark glued to the next word"))
    return found


def _false_ends(text: str) -> list[Damage]:
    """Full stops inside of sentences: the next word is small and no abbreviation stands before."""
    return [
        Damage("false sentence end", match.start(), match.end(), "false sentence end")
        for match in _FALSE_END.finditer(text)
        if not _SHORT.search(text[max(0, match.start() - 6) : match.start()])
    ]
