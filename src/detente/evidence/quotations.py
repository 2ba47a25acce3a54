"""Quotation marks read by their context: what opens, what closes, what is missing, whatever glyph is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Quotation", "Reading", "read_quotations"]

DOUBLE = '“”"„‟«»″＂'
SINGLE = "‘’'‚‛‹›′＇"
_OPENING, _CLOSING = "“„‟«‘‚‛‹", "”»’›"
_MARK = re.compile(f"``|''|[{re.escape(DOUBLE + SINGLE)}]")
_PARAGRAPH = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_SENTENCE = re.compile(r"[.?!…]+[”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z])")
SAYING = (
    "said|says|say|told|tells|wrote|writes|added|adds|asked|asks|argued|argues|claimed|claims|continued|continues|"
    "declared|explained|explains|insisted|insists|noted|notes|replied|replies|responded|stated|states|tweeted|warned|"
    "warns|acknowledged|announced|testified|recalled|concluded|quipped|joked|urged|observed|remarked|commented|posted"
)
_WHO = (
    r"(?:(?!(?:I|We|You)\s)(?:he|she|they|it|who|(?:the|its|his|her|their)\s+[\w\s’-]{1,30}?(?:,\s+[A-Z][\w\s.’'-]{2,40}?,)?|"
    r"(?:[A-Z][\w.’'-]*\s+){0,4}?[A-Z][\w.’'-]*))"
)
_SAID_NEXT = re.compile(
    rf"\s*(?:(?:[a-z]+\s+){{1,3}}(?=[A-Z]))?(?:{_WHO}\s+(?:(?:had|has|also|then|later|once)\s+)?(?:{SAYING})\b|(?:{SAYING})\s+\w)"
)
_SAID_CLAUSE = re.compile(
    rf"[,?!.](\s+)(?:{_WHO}\s+(?:(?:had|has|also|then|later)\s+)?(?:{SAYING})\b(?!\s+that)"
    rf"|The\s+[\w\s’'-]{{1,40}}?(?:,\s+[A-Z][\w\s.’'-]{{2,40}}?,)?\s+(?:(?:had|has|also|then|later)\s+)?"
    rf"(?:{SAYING}|denied|denies|confirmed|rejected|rejects|declined)\b"
    r"|(?:He|She|They)\s+(?:declined|refused|denied|denies|confirmed|rejected|accused|would\s+not|did\s+not|has\s+not)\b"
    rf"|(?:{SAYING})\s+(?:[A-Z]|he\b|she\b|the\b))"
)
_SAID_AFTER = re.compile(
    rf"\s+[A-Z][^“”\"\n]{{8,300}}?(?:[,?!.—]\s?[“”‘’\"']|[“”\"],)\s?(?:{_WHO}\s+(?:(?:had|has|also|then|later)\s+)?(?:{SAYING})\b"
    rf"|(?:{SAYING})\s+[A-Z])|\s+[A-Z][^“”\"\n]{{8,300}}?[,?!.]“(?=\s|$)"
)
_CONTRACTED = re.compile(r"['’](?:s|t|re|ve|ll|d|m|em|cause|til|tis|twas|n|\d0s)\b", re.IGNORECASE)

_OUT, _IN_DOUBLE, _IN_SINGLE = range(3)
_SURELY = 0.3
"""Cost of closing up to which a mark of the other sort closes as well: a "he said" follows it."""
_OPEN, _CLOSE, _SKIP, _MISSED_OPEN = "open", "close", "skip", "missed-open"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted passage with its marks.

    Parameters
    ----------
    start, end
        Characters of the document, marks included.
    damage
        What is wrong with its marks in this copy, in words.
    """

    start: int
    end: int
    damage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document whose quotation marks are understood.

    Parameters
    ----------
    text
        As long as the document, character by character, with every mark that opens as “ and every one that closes
        as ”; a missing one takes the place of a space, a spurious one becomes a space.
    quotations
        In order; they do not overlap.
    spurious
        Places of marks that neither open nor close anything.
    """

    text: str
    quotations: tuple[Quotation, ...]
    spurious: tuple[int, ...]

    def states(self) -> NDArray[np.uint8]:
        """Return for each character whether it is outside a quotation (0), inside (1), or its mark (2)."""
        states = np.zeros(len(self.text), np.uint8)
        for one in self.quotations:
            states[one.start : one.end] = 1
            for place in (one.start, one.end - 1):
                states[place] = 2 if self.text[place] in "“”" else 1
        return states


@dataclass(slots=True)
class _Draft:
    """A quotation while it is being read."""

    start: int
    damage: list[str] = field(default_factory=list)
    searched: int = 0
    """Up to where no "he said" was found."""


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    glyph: str
    double: bool
    opens: float
    closes: float
    skips: float


def read_quotations(text: str) -> Reading:
    """Pair a document's quotation marks by paragraphs, at the least cost (Viterbi over open, close, spurious).

    A mark's cost of opening or closing comes from what stands before and after it; its glyph is one hint among them.

    Examples
    --------
    >>> text = "“We stay, “said Voss. She called it ‘our duty ‘ and left."
    >>> [text[q.start : q.end] for q in read_quotations(text).quotations]
    ['“We stay, “', '‘our duty ‘']
    """
    drawn = list(text)
    quotations: list[Quotation] = []
    spurious: list[int] = []
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    for number, (begin, stop) in enumerate(paragraphs):
        marks = _marks(text, begin, stop)
        if not marks:
            continue
        follows = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else len(text)
        goes_on = bool(_MARK.match(text[follows:].lstrip()[:2]))
        acts = _pair(marks, goes_on)
        found, skipped = _lay(text, begin, stop, marks, acts)
        quotations += found
        for mark in skipped:
            if mark.double:
                spurious.append(mark.start)
                drawn[mark.start : mark.end] = " " * (mark.end - mark.start)
        _draw(drawn, text, found)
    return Reading("".join(drawn), tuple(quotations), tuple(spurious))


def _marks(text: str, begin: int, stop: int) -> list[_Mark]:
    marks = []
    for match in _MARK.finditer(text, begin, stop):
        start, end = match.span()
        glyph = match.group()
        before = text[start - 1] if start > begin else ""
        after = text[end] if end < stop else ""
        double = glyph in DOUBLE or len(glyph) == 2
        if not double and before.isalnum() and after.isalnum():
            continue
        opens = _opening_cost(text, start, glyph, before, after)
        closes = _closing_cost(text, end, stop, glyph, before, text[max(begin, start - 2) : start], after)
        marks.append(
            _Mark(start, end, glyph, double, opens, closes, _skipping_cost(text, start, double, before, after))
        )
    return marks


def _opening_cost(text: str, start: int, glyph: str, before: str, after: str) -> float:
    cost = 0.0 if glyph in _OPENING or glyph == "``" else 1.5 if glyph in _CLOSING else 0.4
    if before and not before.isspace() and before not in "([{—–-/“‘\"'":
        cost += 2.0
    if not after:
        cost += 6.0
    elif after.isspace():
        cost += 1.4
    elif not (after.isalnum() or after in "[($€£¥#@“‘\"'…-–—¡¿."):
        cost += 2.5
    if re.search(rf"(?:{SAYING}|that|:),?\s+$", text[max(0, start - 16) : start]):
        cost -= 0.7
    if before in ".?!" and before and _SAID_AFTER.match(text, start + 1, start + 330):
        cost -= 3.0  # a mark glued to the sentence before its own
    return cost


def _closing_cost(text: str, end: int, stop: int, glyph: str, before: str, two: str, after: str) -> float:
    wrong_glyph = 1.1 if after else 0.3
    cost = 0.0 if glyph in _CLOSING or glyph == "''" else wrong_glyph if glyph in _OPENING else min(0.4, wrong_glyph)
    if not before:
        cost += 6.0
    elif before.isspace():
        cost += 0.5 if two[:1] and two[0] in ",.?!…" else 1.4
    said = bool(_SAID_NEXT.match(text[end : min(stop, end + 70)]))
    if after.isalnum():
        cost += 0.3 if said else 1.8
    elif after and after in "([“‘":
        cost += 1.5
    if said and two.rstrip()[-1:] in tuple(",?!.—–-…"):
        cost -= 1.8
    return cost


def _skipping_cost(text: str, start: int, double: bool, before: str, after: str) -> float:
    if double:
        digits = before.isdigit() and not after.isalnum()
        opening = before.isspace() and after.isalnum()
        return 1.6 if digits else 2.6 if after and not opening else 3.3
    if _CONTRACTED.match(text, start) or (before.isalpha() and not after.isalnum()):
        return 0.2
    starts_sentence = before.isspace() and after.isupper() and text[start] in _OPENING
    return 1.0 if before.isalnum() or before in "." else 3.2 if starts_sentence else 2.0


def _pair(marks: list[_Mark], goes_on: bool) -> list[str]:
    """Choose what each mark does; states are outside, inside double marks, inside single marks."""
    cost = {_OUT: 0.0}
    back: list[dict[int, tuple[int, str]]] = []
    for mark in marks:
        new: dict[int, float] = {}
        step: dict[int, tuple[int, str]] = {}
        for state, spent in cost.items():
            for after, act, price in _moves(mark, state):
                if spent + price < new.get(after, float("inf")):
                    new[after], step[after] = spent + price, (state, act)
        cost = new
        back.append(step)
    left_open = 0.3 if goes_on else 2.6
    state = min(cost, key=lambda s: cost[s] + (left_open if s else 0.0))
    acts = []
    for step in reversed(back):
        state, act = step[state]
        acts.append(act)
    return acts[::-1]


def _moves(mark: _Mark, state: int) -> list[tuple[int, str, float]]:
    inside = _IN_DOUBLE if mark.double else _IN_SINGLE
    if state == _OUT:
        opens = mark.opens + (0.0 if mark.double else 0.4)
        missed = mark.closes + (2.2 if mark.double else 3.5)
        return [(inside, _OPEN, opens), (_OUT, _SKIP, mark.skips), (_OUT, _MISSED_OPEN, missed)]
    if state == inside:
        again = max(0.8, min(mark.skips, 1.2 + mark.opens)) if mark.double else mark.skips
        return [(_OUT, _CLOSE, mark.closes), (inside, _SKIP, again)]
    nested = 0.1 if state == _IN_DOUBLE else 0.9
    other = 1.7 if mark.closes > _SURELY else 0.9
    return [(_OUT, _CLOSE, mark.closes + other), (state, _SKIP, nested)]


def _lay(text: str, begin: int, stop: int, marks: list[_Mark], acts: list[str]) -> tuple[list[Quotation], list[_Mark]]:
    """Turn what the marks do into quotations; return also the marks that do nothing outside of nesting."""
    found: list[Quotation] = []
    skipped: list[_Mark] = []
    draft: _Draft | None = None
    for mark, act in zip(marks, acts, strict=True):
        if act == _OPEN:
            draft = _Draft(mark.start, _odd_glyph(mark, opens=True))
        elif act == _CLOSE and draft is not None:
            found.append(Quotation(draft.start, mark.end, tuple(draft.damage + _odd_glyph(mark, opens=False))))
            draft = None
        elif act == _MISSED_OPEN:
            start = _missing_start(text, found[-1].end if found else begin, mark.start, first=not found)
            found.append(Quotation(start, mark.end, ("opening mark missing", *_odd_glyph(mark, opens=False))))
        elif draft is None:
            skipped.append(mark)
        elif mark.double and text[draft.start] in DOUBLE + "`":
            draft, closed = _reopen(text, draft, mark)
            found += closed
            if not closed:
                skipped.append(mark)
    if draft is not None:
        end = _missing_end(text, draft.start, stop)
        found.append(Quotation(draft.start, end, (*draft.damage, "closing mark missing")))
    return [one for one in found if one.end > one.start], skipped


def _odd_glyph(mark: _Mark, *, opens: bool) -> list[str]:
    wrong = _CLOSING if opens else _OPENING
    return [f"{'opening' if opens else 'closing'} mark printed as {mark.glyph}"] if mark.glyph in wrong else []


def _reopen(text: str, draft: _Draft, mark: _Mark) -> tuple[_Draft, list[Quotation]]:
    """A mark that opens inside a quotation: another begins if a "he said" stood between, else the mark is spurious."""
    said = _SAID_CLAUSE.search(text, max(draft.start + 2, draft.searched), mark.start)
    if said is None:
        draft.searched = mark.start - 1
        if "spurious mark inside" not in draft.damage:
            draft.damage.append("spurious mark inside")
        return draft, []
    return _Draft(mark.start), [Quotation(draft.start, said.start(1), (*draft.damage, "closing mark missing"))]


def _missing_start(text: str, after: int, close: int, *, first: bool) -> int:
    """Where a quotation without opening mark begins: the paragraph, or the sentence after the last quotation's."""
    start = after
    if not first:
        sentence = _SENTENCE.search(text, after, close)
        start = sentence.end() if sentence else after
    while start < close and text[start].isspace():
        start += 1
    return start


def _missing_end(text: str, start: int, stop: int) -> int:
    """Where a quotation without closing mark ends: before "he said", else with the paragraph."""
    said = _SAID_CLAUSE.search(text, start + 2, stop)
    end = said.start(1) if said else stop
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _draw(drawn: list[str], text: str, found: list[Quotation]) -> None:
    """Write canonical marks over a quotation's own, or over the space where one is missing."""
    for one in found:
        if _MARK.match(text, one.start):
            drawn[one.start] = "“"
        elif one.start and drawn[one.start - 1].isspace() and drawn[one.start - 1] != "\n":
            drawn[one.start - 1] = "“"
        last = one.end - 1
        if text[last] in DOUBLE + SINGLE and last > one.start:
            drawn[last] = "”"
        elif one.end < len(text) and text[one.end] in " \t":
            drawn[one.end] = "”"
