"""What the draft found: one fact of a peace process each, with the statement that it rests on."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

__all__ = ["Finding", "Kind", "count_in", "day_in", "days_named"]

Kind = Literal[
    "patron",
    "deadline",
    "precondition",
    "proposal",
    "stance",
    "ceasefire",
    "truce",
    "deal",
    "captures",
    "countryside",
    "neighbour",
    "mediator",
    "absent",
    "public",
    "length",
    "talks",
]


@dataclass(frozen=True)
class Finding:
    """One thing that the texts say and a case can hold.

    Parameters
    ----------
    kind
        What it is.
    statement
        The statement that says it.
    words
        What it would put into the case, in a sentence for review.
    known
        When it became known.
    data
        What it holds, by kind: ``patron``, ``day``, ``review`` of a deadline, and so on.
    """

    kind: Kind
    statement: str
    words: str
    known: date
    data: Mapping[str, Any] = field(default_factory=dict)


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(calendar.month_name[1:])
_DAY = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
    rf"|(?P<m3>{_MONTH}))(?:,?\s+(?P<year>(?:19|20)\d\d))?\b"
)
_SMALL = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a dozen": 12, "dozen": 12, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}


def count_in(word: str) -> int | None:
    """Read a whole number that is written in digits or in words.

    Examples
    --------
    >>> count_in("10"), count_in("Four"), count_in("1,200"), count_in("several")
    (10, 4, 1200, None)
    """
    plain = " ".join(word.lower().split())
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d+", plain):
        return int(plain.replace(",", ""))
    return _SMALL.get(plain)


def days_named(text: str, near: date) -> list[tuple[date, bool, tuple[int, int]]]:
    """Return the days that a text names, whether the day of the month was given, and where.

    Where no year is given it is the one that makes the day the next from a month before ``near`` on.

    Examples
    --------
    >>> text = "by a May 1 deadline, by June, or by the end of April"
    >>> [day.isoformat() for day, _, _ in days_named(text, date(2031, 3, 8))]
    ['2031-05-01', '2031-06-01', '2031-04-30']
    """
    found = []
    for match in _DAY.finditer(text):
        month = _MONTHS[(match["m1"] or match["m2"] or match["m3"]).lower()]
        told = match["d1"] or match["d2"]
        year, before = int(match["year"]) if match["year"] else None, text[: match.start()]
        ends, middle = re.search(r"\bend\s+of\s+$", before), re.search(r"\bmid(?:dle\s+of\s+|-)$", before)
        day = day_in(year, month, int(told) if told else 15 if middle else 1, near)
        if day is not None and ends and not told:
            day = day.replace(day=calendar.monthrange(day.year, month)[1])
        if day is not None:
            found.append((day, bool(told or ends), match.span()))
    return found


def day_in(year: int | None, month: int, day: int, near: date) -> date | None:
    """Return a day of the calendar; without a year, the first such day later than a month before ``near``."""
    years = [year] if year else [near.year - 1, near.year, near.year + 1]
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year or (found - near).days > -31:
            return found
    return None
