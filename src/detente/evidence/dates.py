"""Dates in a text: the days, months and stretches of time that its words name, reckoned from when it was published."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.evidence.sentences import unwrapped
from detente.evidence.statement import Span

__all__ = ["Mention", "Term", "dates", "terms"]

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name: number for number, name in enumerate(calendar.month_abbr) if name} | {"Sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAYS = tuple(calendar.day_name)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PART = r"(?P<part>early|mid|late|the (?:start|beginning|middle|end) of|end of|start of)[ -]"
_FORMS = (
    ("day", rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    ("day", rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b\.?(?:,? {_YEAR}\b)?"),
    ("day", rf"\b(?P<month>{_MONTH})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:|,?\d|\.\d)(?:,? {_YEAR}\b)?"),
    ("month", rf"\b(?:{_PART})?(?P<month>{_MONTH})\b\.?(?:,? (?:of )?{_YEAR}\b)?"),
    ("year", rf"\b(?:{_PART})(?:(?P<which>this|next|last|the) year\b|{_YEAR}\b)"),
    ("year", rf"(?<![\d,.$€£-])\b{_YEAR}\b(?![\d%]|[,.]\d|-\d)"),
    ("weekday", rf"\b(?:(?P<which>last|next|this) )?(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!s\b)"),
    ("near", r"\b(?P<near>today|tonight|yesterday|tomorrow)\b"),
    ("stretch", r"\b(?P<which>this|next|last|the coming) (?P<stretch>week|month|year)\b"),
)
_PATTERNS = tuple(
    (kind, re.compile(form, re.IGNORECASE if kind in ("near", "stretch") else 0)) for kind, form in _FORMS
)
_NEVER_MONTH = re.compile(r"(?:May|March|Mar|Sun|Dec|Sep|Jan|Jun)$")
_PREPOSITION = re.compile(
    r"\b(?:by|in|since|until|till|before|after|from|through|during|of|this|next|last|to|between|late|early|mid|"
    r"every|on)[ -]$",
    re.IGNORECASE,
)
_UNITS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30.4375, "year": 365.25}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBERS |= {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "eighteen": 18, "twenty": 20}
_NUMBERS |= {"thirty": 30, "forty": 40, "sixty": 60, "ninety": 90, "a hundred": 100}
_TERM = re.compile(
    r"\b(?P<how>within|for|in|over|during|after|another|every)(?: the)?(?: next| coming| last| past| another)? "
    rf"(?P<count>\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[ -]"
    rf"(?P<unit>{'|'.join(_UNITS)})s?\b(?P<ago> ago| later)?",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    rf"\b(?P<count>\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})-(?P<unit>{'|'.join(_UNITS)})-?"
    r"(?= (?:ceasefire|truce|pause|deadline|ultimatum|extension|reduction|plan|window|period|transition|term))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a day or a stretch of days.

    Parameters
    ----------
    span
        Where they stand, in characters of the text.
    words
        As the text has them.
    first, last
        The first and last day that they may mean; both None where the year cannot be told.
    precision
        ``day``, ``week``, ``month`` or ``year``.
    reckoned
        Whether the day, or its year, was reckoned from the day of publication.
    """

    span: Span
    words: str
    first: date | None
    last: date | None
    precision: str
    reckoned: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time: "within 135 days", "for ninety days", "a 90-day pause".

    Parameters
    ----------
    span, words
        Where it stands, and as the text has it.
    days
        Its length.
    how
        ``within`` (something is due by then), ``for`` (something lasts), or ``after``.
    """

    span: Span
    words: str
    days: float
    how: str


def dates(text: str, published: date | None = None) -> tuple[Mention, ...]:
    """Return the dates that a text names, in its order.

    A day without a year is taken to be the nearest such day to the day of publication; ``detente.evidence.deadlines``
    looks ahead instead where something is due. Weekdays are the last such day up to publication, or the next one where
    the text says "next" or "by".

    Parameters
    ----------
    text
        Any text.
    published
        When it was published; without it only dates with a year are told.

    Examples
    --------
    >>> for one in dates("Signed on 29 February 2020; the last soldier leaves by May 1.", date(2021, 3, 8)):
    ...     print(one.words, one.first, one.reckoned)
    29 February 2020 2020-02-29 False
    May 1 2021-05-01 True
    """
    text, found = unwrapped(text), []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < one.span[1] and one.span[0] < match.end() for one in found):
                continue
            mention = _mention(text, kind, match, published)
            if mention is not None:
                found.append(mention)
    return tuple(sorted(found, key=lambda one: one.span))


def _mention(text: str, kind: str, match: re.Match[str], published: date | None) -> Mention | None:
    parts = match.groupdict()
    words = match.group().rstrip(".")
    span = match.start(), match.start() + len(words)
    reckoned = not parts.get("year")
    if kind == "day":
        found = _day(parts, published)
    elif kind == "month":
        bare = not (parts.get("part") or parts.get("year"))
        if bare and (_NEVER_MONTH.match(words) or len(words) <= 4) and not _PREPOSITION.search(text[: span[0]][-12:]):
            return None
        found = _month(parts, published)
    elif kind == "year":
        found = _year(parts, published)
    else:
        found = _near(text[: span[0]], parts, published)
    if found is None:
        return None
    precision = {"weekday": "day", "near": "day", "stretch": parts.get("stretch") or "week"}.get(kind, kind)
    return Mention(span, words, *found, precision, reckoned)


Stretch = tuple[date | None, date | None]


def _day(parts: dict[str, str | None], published: date | None) -> Stretch | None:
    month = int(parts["number"] or 0) if parts.get("number") else _MONTHS[parts["month"] or ""]
    day = int(parts["day"] or 0)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    if parts.get("year"):
        whole = _safe(int(parts["year"] or 0), month, day)
        return (whole, whole) if whole else None
    if published is None:
        return None, None
    near = [one for year in _around(published) if (one := _safe(year, month, day))]
    nearest = min(near, key=lambda one: abs((one - published).days), default=None)
    return (nearest, nearest) if nearest else None


def _around(published: date) -> tuple[int, int, int]:
    return published.year - 1, published.year, published.year + 1


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(parts: dict[str, str | None], published: date | None) -> Stretch:
    month = _MONTHS[parts["month"] or ""]
    if parts.get("year"):
        year = int(parts["year"] or 0)
    elif published is None:
        return None, None
    else:
        away = {year: abs((year - published.year) * 12 + month - published.month) for year in _around(published)}
        year = min(away, key=lambda one: away[one])
    return _part(parts.get("part"), date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _part(part: str | None, first: date, last: date) -> Stretch:
    """Return the early, middle or late third of a stretch, or all of it."""
    third = (last - first).days // 3
    word = (part or "").lower()
    if word.startswith(("early", "the start", "the beginning", "start")):
        return first, first + timedelta(third)
    if word.startswith(("mid", "the middle")):
        return first + timedelta(third), last - timedelta(third)
    if word.startswith(("the end", "end")):
        return last, last
    return (last - timedelta(third), last) if word.startswith("late") else (first, last)


def _year(parts: dict[str, str | None], published: date | None) -> Stretch | None:
    if parts.get("year"):
        year = int(parts["year"] or 0)
    elif published is None:
        return None, None
    else:
        year = published.year + {"next": 1, "last": -1}.get(parts.get("which") or "", 0)
    return _part(parts.get("part"), date(year, 1, 1), date(year, 12, 31))


def _near(before: str, parts: dict[str, str | None], published: date | None) -> Stretch | None:
    """Return the day or stretch that "Monday", "tomorrow" or "next month" means on the day of publication."""
    if published is None:
        return None, None
    if near := (parts.get("near") or "").lower():
        day = published + timedelta({"yesterday": -1, "tomorrow": 1}.get(near, 0))
        return day, day
    which = (parts.get("which") or "").lower()
    if weekday := parts.get("weekday"):
        back = (published.weekday() - _WEEKDAYS.index(weekday)) % 7
        due = re.search(r"\b(?:by|until|before|no later than)(?: the)? $", before[-16:], re.IGNORECASE)
        back = back - 7 if which == "next" or (due and back) else back + 7 if which == "last" and not back else back
        day = published - timedelta(back)
        return day, day
    ahead = {"next": 1, "the coming": 1, "last": -1}.get(which, 0)
    if parts["stretch"] == "week":
        monday = published + timedelta(7 * ahead - published.weekday())
        return monday, monday + timedelta(6)
    if parts["stretch"] == "year":
        return date(published.year + ahead, 1, 1), date(published.year + ahead, 12, 31)
    year, month = divmod(published.year * 12 + published.month - 1 + ahead, 12)
    return date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def terms(text: str) -> Iterator[Term]:
    """Yield the lengths of time that a text sets, in its order; not those that only tell the past ("two days ago").

    Examples
    --------
    >>> [(one.words, one.days, one.how) for one in terms("A 90-day pause; five bases closed within 135 days.")]
    [('90-day', 90, 'for'), ('within 135 days', 135, 'within')]
    """
    text = unwrapped(text)
    found = [*_TERM.finditer(text), *_ADJECTIVE.finditer(text)]
    for match in sorted(found, key=lambda one: one.start()):
        parts = match.groupdict()
        if parts.get("ago") or re.search(r"\b(?:last|past)\b", match.group(), re.IGNORECASE):
            continue
        count = parts["count"].lower()
        days = (int(count) if count.isdigit() else _NUMBERS[count]) * _UNITS[parts["unit"].lower()]
        how = (parts.get("how") or "for").lower()
        how = {"in": "within", "over": "within", "during": "within", "another": "for", "every": "for"}.get(how, how)
        yield Term(match.span(), match.group(), round(days), how)
