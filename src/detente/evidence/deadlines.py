"""Deadlines in a text: what is due when, whether the date is under review, put off or passed, and where that stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.evidence.dates import Mention, Term, dates, terms
from detente.evidence.sentences import containing, sentences, unwrapped
from detente.evidence.statement import Span

__all__ = ["STATUSES", "Deadline", "deadlines"]

STATUSES = ("set", "under review", "put off", "passed")

_BEFORE = re.compile(
    r"\b(?:by|until|till|before|no later than|not later than|deadline (?:of|is|was|on|for .{1,40}? is)|"
    r"due (?:on|by|in)|"
    r"expires?(?: on| in)?|expired(?: on| in)?|ends?(?: on| in)?|runs? out (?:on|in)|as of|date of|up to)"
    r"(?: the)?(?: end of)?(?: the)? ?$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^(?:,? \d{4})?[ -](?:deadline|cut-?off|ultimatum|target|date for|expiry)\b", re.IGNORECASE)
_REVIEW = re.compile(
    r"\b(?:(?:under |continu\w+ (?:to )?|still |being )?review(?:s|ed|ing)?|reconsider\w*|reassess\w*|"
    r"weigh(?:s|ed|ing)?|"
    r"consider(?:s|ed|ing)? (?:whether|if|an extension|extending|delaying)|undecided|not (?:yet )?(?:been )?decided|"
    r"no decision|whether (?:or not )?to (?:meet|keep|honou?r|respect|withdraw|leave|extend)|"
    r"(?:may|might|could) (?:not )?(?:be )?(?:slip|moved?|miss(?:ed)?|extend(?:ed)?|delay(?:ed)?|pushed back|put off)|"
    r"in doubt|open question|tentative(?:ly)?|provisional(?:ly)?|hard to meet|tough to meet)\b",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\b(?:(?:was|were|is|has been|have been|had been) (?:put off|postponed|extended|delayed|moved|pushed back)|"
    r"postpone[sd]|put off|extended (?:to|until|by)|new deadline|instead of)\b",
    re.IGNORECASE,
)
_PASSED = re.compile(
    r"\b(?:missed|expired|lapsed|ran out|passed without|has passed|had passed|overdue|failed to meet|"
    r"deadline (?:passed|came and went)|blew past)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due on a day, within a month, or some days after a start.

    Parameters
    ----------
    span
        Where the date stands, in characters of the text.
    words
        As the text has it.
    sentence
        The sentence that it stands in: what is due, by whom.
    first, last
        The first and last day that it may mean; None where the year cannot be told, or only a length is given.
    days
        For a length ("within 135 days"): how many days after its start, which the text may not name.
    status
        One of ``STATUSES``.
    passage
        The words that show a status other than ``set``.
    reckoned
        Whether the year or the day was reckoned from the day of publication.
    """

    span: Span
    words: str
    sentence: Span
    first: date | None = None
    last: date | None = None
    days: float | None = None
    status: str = "set"
    passage: Span | None = None
    reckoned: bool = False


def deadlines(text: str, published: date | None = None, within: Sequence[Span] = ()) -> tuple[Deadline, ...]:
    """Return what is due when, in the order of the text.

    Parameters
    ----------
    text
        Any text.
    published
        When it was published. A day without a year is the first such day from then on, or the last one before it
        where the sentence says that the date has passed.
    within
        Only dates inside these spans, such as a statement's content; none means the whole text.

    Examples
    --------
    >>> text = "The Union is still reviewing whether to leave by a May 1 deadline. Five bases close within 135 days."
    >>> for one in deadlines(text, date(2031, 3, 8)):
    ...     print(one.words, one.last, one.days, one.status)
    May 1 2031-05-01 None under review
    within 135 days None 135 set
    """
    text = unwrapped(text)
    found: list[Deadline] = []
    for mention in dates(text, published):
        sentence = containing(sentences(text), mention.span[0]) or mention.span
        if _due(text, sentence, mention):
            found.append(_dated(text, sentence, mention, published))
    for term in terms(text):
        sentence = containing(sentences(text), term.span[0]) or term.span
        if term.how == "within" and _is_due(text, term):
            status, passage = _status(text, sentence)
            found.append(Deadline(term.span, term.words, sentence, days=term.days, status=status, passage=passage))
    if within:
        found = [one for one in found if any(_cross(one.span, span) for span in within)]
    return tuple(sorted(found, key=lambda one: one.span))


def _cross(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _due(text: str, sentence: Span, mention: Mention) -> bool:
    """Tell whether something is due then: "by", "until", "a May 1 deadline"."""
    before = text[sentence[0] : mention.span[0]][-40:]
    after = text[mention.span[1] : sentence[1]][:40]
    if not (_BEFORE.search(before) or _AFTER.match(after)):
        return False
    return mention.precision != "year" or not re.search(r"\b(?:up to|as of|date of)(?: the)? $", before)


def _is_due(text: str, term: Term) -> bool:
    """Tell whether "in three days" sets a time rather than tells how long something took."""
    before = text[max(0, term.span[0] - 60) : term.span[0]]
    within = term.words.lower().startswith("within")
    told = re.search(r"\b(?:fell|took|taken|seized|killed|died|captured|lost|grew|rose|third|second|first)\b", before)
    ahead = re.search(r"\b(?:will|would|shall|must|should|to|due|promise\w*|agree\w*|pledge\w*|plan\w*)\b", before)
    return not told and (within or bool(ahead))


def _dated(text: str, sentence: Span, mention: Mention, published: date | None) -> Deadline:
    status, passage = _status(text, sentence)
    first, last = mention.first, mention.last
    yearless = mention.reckoned and published and first and last and mention.precision in ("day", "month")
    named = re.search(r"[A-Z][a-z]{2}", mention.words) and not re.search(r"day\b", mention.words)
    if yearless and named and first and last and published:
        step = -1 if status == "passed" and first > published else 1 if status != "passed" and last < published else 0
        first, last = _years_on(first, step), _years_on(last, step)
    return Deadline(
        mention.span, mention.words, sentence, first, last, status=status, passage=passage, reckoned=mention.reckoned
    )


def _years_on(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 28 where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _status(text: str, sentence: Span) -> tuple[str, Span | None]:
    for status, pattern in (("passed", _PASSED), ("put off", _PUT_OFF), ("under review", _REVIEW)):
        match = pattern.search(text, *sentence)
        if match:
            return status, match.span()
    return "set", None
