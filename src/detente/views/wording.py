"""Numbers in words: the one place that turns shares, differences and dates into text.

A share of futures is counted per hundred and never called a chance, since nobody has yet checked it against what
happens. Ranges are 5 to 95 of 100 parameter draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import floor, log10

__all__ = [
    "CAUSES",
    "OUTCOMES",
    "as_day",
    "change",
    "clock",
    "decimal",
    "difference",
    "fewer_than",
    "hundred",
    "in_hundred",
    "joined",
    "long_date",
    "mean_deaths",
    "moved",
    "nearest_hundred",
    "none_means",
    "number",
    "plural",
    "readable",
    "short_date",
    "sized",
    "span",
    "with_span",
]

OUTCOMES = {
    "settlement": "Settlement",
    "ceasefire": "Ceasefire without settlement",
    "low_activity": "Low activity, no deal",
    "war_goes_on": "War goes on",
    "challenger_victory": "Challenger victory",
    "incumbent_victory": "Incumbent victory",
}
"""Outcomes in the order in which every view shows them."""

CAUSES = {
    "in reach": "A deal is in reach",
    "commitment": "Commitment: signed, not kept",
    "information": "Information: beliefs too far apart",
    "audience": "Audience: cannot be sold at home",
    "indivisibility": "Indivisible: one issue blocks",
    "two together": "Two of these together",
    "no common gain": "No common gain from any deal",
}
"""What closes the zone, in the order in which views show it."""

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
MINUS, DASH = "\u2212", "\u2013"
LARGE = 5
"""Futures per hundred from which a mean difference is told although its range holds zero."""


_SAYING = 6
"""Futures from which the rule of three bounds a share at all: below 1 in 2."""


def as_day(value: date | datetime | str) -> date:
    """Return a day from a date, a datetime or ISO text.

    Examples
    --------
    >>> as_day("2031-03-08T00:00:00")
    datetime.date(2031, 3, 8)
    """
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def long_date(day: date | str) -> str:
    """Write a date out.

    Examples
    --------
    >>> long_date("2031-03-08")
    '8 March 2031'
    """
    day = as_day(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date | str, year: bool = True) -> str:
    """Write a date with its month cut to three letters.

    Examples
    --------
    >>> short_date("2031-03-08"), short_date("2031-09-01", year=False)
    ('8 Mar 2031', '1 Sep')
    """
    day = as_day(day)
    text = f"{day.day} {_MONTHS[day.month - 1][:3]}"
    return f"{text} {day.year}" if year else text


def clock(days: float) -> str:
    """Say how long: days below ten weeks, else months.

    Examples
    --------
    >>> clock(61), clock(180), clock(1)
    ('61 days', '6 months', '1 day')
    """
    if days < 70:
        return plural(round(days), "day")
    return plural(round(days / 30.44), "month")


def plural(count: int, noun: str, several: str | None = None) -> str:
    """Count a noun.

    Examples
    --------
    >>> plural(1, "future"), plural(1200, "future"), plural(2, "party", "parties")
    ('1 future', '1,200 futures', '2 parties')
    """
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def nearest_hundred(share: float) -> int:
    """Round a share to whole futures per hundred, halves up.

    Examples
    --------
    >>> nearest_hundred(0.145), nearest_hundred(0.005)
    (15, 1)
    """
    return floor(100 * share + 0.5 + 1e-9)


def sized(difference: float) -> int:
    """Return the size of a difference in whole futures per hundred; 0 where a share would be "fewer than 1".

    Examples
    --------
    >>> sized(-0.0094), sized(0.0096), sized(-0.015)
    (0, 1, 2)
    """
    return 0 if abs(difference) < 0.0095 else nearest_hundred(abs(difference))


def hundred(share: float | None) -> str:
    """Return a share as a bare number per hundred, for axes, bars and tables.

    Examples
    --------
    >>> [hundred(s) for s in (0.144, 0.004, 0, 0.996, 1, None)]
    ['14', '<1', '0', '>99', '100', '–']
    """
    if share is None:
        return DASH
    if 0 < share < 0.0095:
        return "<1"
    if 0.9905 < share < 1:
        return ">99"
    return str(nearest_hundred(share))


def fewer_than(runs: int) -> str:
    """Say what none of so many futures allows: fewer than 3 in so many (rule of three, Hanley and Lippman-Hand 1983).

    Examples
    --------
    >>> fewer_than(10_000), fewer_than(200)
    ('fewer than 1 in 3,300', 'fewer than 1 in 66')
    """
    bound = max(runs / 3, 1)
    step = 10 ** max(floor(log10(bound)) - 1, 0)
    return f"fewer than 1 in {int(bound // step * step):,}"


def none_means(runs: int) -> str:
    """Say in a sentence what none of so many futures allows; of a few it says nothing.

    Examples
    --------
    >>> none_means(2000), none_means(1)
    ('None of 2,000 means fewer than 1 in 660, if the model is right.', 'None of 1 says nothing: these are too few.')
    """
    if runs < _SAYING:
        return f"None of {runs} says nothing: these are too few."
    return f"None of {runs:,} means {fewer_than(runs)}, if the model is right."


def in_hundred(share: float, runs: int | None = None, of: bool = False) -> str:
    """Say a share of futures in words.

    Parameters
    ----------
    share
        0 to 1.
    runs
        How many futures were played: printed where none or all of them do it.
    of
        "14 of 100" in place of "14 in 100".

    Examples
    --------
    >>> in_hundred(0.144), in_hundred(0.144, of=True), in_hundred(0.004)
    ('14 in 100', '14 of 100', 'fewer than 1 in 100')
    >>> in_hundred(0, 10_000)
    'none of 10,000 (fewer than 1 in 3,300)'
    >>> in_hundred(1, 2000), in_hundred(0.995)
    ('all of 2,000', 'more than 99 in 100')
    """
    if share <= 0 and runs:
        return f"none of {runs:,} ({fewer_than(runs) if runs >= _SAYING else 'too few to say more'})"
    if share >= 1 and runs:
        return f"all of {runs:,}"
    if 0 < share < 0.0095:
        return "fewer than 1 in 100"
    if 0.9905 < share < 1:
        return "more than 99 in 100"
    return f"{nearest_hundred(share)} {'of' if of else 'in'} 100"


def span(low: float | None, high: float | None) -> str:
    """Return a range of shares as "8–22" per hundred.

    Examples
    --------
    >>> span(0.081, 0.22), span(0.1, 0.1), span(0.7, 0.998), span(None, None)
    ('8–22', '10', '70 to >99', '–')
    """
    if low is None or high is None:
        return DASH
    ends = hundred(low), hundred(high)
    between = " to " if {"<", ">"} & set("".join(ends)) else DASH
    return ends[0] if ends[0] == ends[1] else between.join(ends)


def with_span(share: float | None, low: float | None, high: float | None) -> str:
    """Return a share with its range, unbroken across lines.

    Examples
    --------
    >>> with_span(0.14, 0.08, 0.22), with_span(None, None, None)
    ('14\\xa0(8–22)', '–')
    """
    if share is None or low is None or high is None:
        return hundred(share)
    return f"{hundred(share)} ({span(low, high)})".replace(" ", "\u00a0")


def _signed(share: float, plus: str = "") -> str:
    value = nearest_hundred(abs(share))
    return f"{MINUS if share < 0 and value else plus if value else ''}{value}"


def change(share: float) -> str:
    """Return a difference as a signed number per hundred (U+2212 for minus).

    Examples
    --------
    >>> change(0.051), change(-0.05), change(0.001)
    ('+5', '−5', '0')
    """
    return _signed(share, plus="+")


def moved(share: float) -> str:
    """Return a difference to stand in brackets after a share; a small one is not called none.

    Examples
    --------
    >>> moved(0.051), moved(-0.004), moved(0.0)
    ('+5', '−<1', 'no change')
    """
    if sized(share):
        return change(share)
    return "no change" if abs(share) < 1e-9 else f"{'+' if share > 0 else MINUS}<1"


def difference(low: float, mid: float, high: float) -> str:
    """Say a difference with its range; no direction where the range holds zero.

    There the mean is told too if it is large: then the draws of the numbers differ much in what happens.

    Examples
    --------
    >>> difference(0.07, 0.11, 0.15), difference(-0.15, -0.11, -0.07)
    ('11 more of 100 (7 to 15)', '11 fewer of 100 (7 to 15)')
    >>> difference(-0.02, 0.01, 0.03)
    'no clear difference (−2 to 3)'
    >>> difference(-0.83, -0.38, 0.01)
    'no clear difference (mean −38; −83 to 1)'
    >>> difference(0.001, 0.002, 0.004)
    'less than 1 of 100 more'
    """
    if low <= 0 <= high:
        ends = tuple(dict.fromkeys((_signed(low), _signed(high))))
        mean = f"mean {_signed(mid)}; " if sized(mid) >= LARGE else ""
        return f"no clear difference ({mean}{' to '.join(ends)})"
    word = "more" if mid > 0 else "fewer"
    size = sized(mid)
    if not size:
        return f"less than 1 of 100 {word}"
    around = dict.fromkeys(str(nearest_hundred(end)) for end in sorted((abs(low), abs(high))))
    tail = f" ({' to '.join(around)})" if len(around) > 1 else ""
    return f"{size} {word} of 100{tail}"


def number(value: float | None, digits: int = 2) -> str:
    """Print a number without a leading zero or needless decimals.

    Examples
    --------
    >>> number(0.25), number(-0.5), number(12345.0), number(3.14159), number(None)
    ('.25', '−.5', '12,345', '3.14', '–')
    """
    if value is None:
        return DASH
    if abs(value) >= 100 or float(value).is_integer():
        text = f"{abs(value):,.0f}"
    else:
        text = f"{abs(value):.{digits}f}".rstrip("0").rstrip(".")
        text = text[1:] if text.startswith("0.") else text
    return f"{MINUS}{text}" if value < 0 and text.strip("0,.") else text or "0"


def mean_deaths(mean: float | None) -> str:
    """Print a mean number of battle deaths: whole ones, and tenths only where there are few.

    Examples
    --------
    >>> mean_deaths(7204.6), mean_deaths(67.21), mean_deaths(2.46), mean_deaths(None)
    ('7,205', '67', '2.5', '–')
    """
    return number(mean if mean is None or mean < 10 else round(mean), 1)


def decimal(value: float | None, digits: int = 2) -> str:
    """Print a number from 0 to 1 with all its decimals, so that those of a column stand under each other.

    Examples
    --------
    >>> decimal(0.2), decimal(1.0), decimal(None)
    ('.20', '1.00', '–')
    """
    return DASH if value is None else f"{value:.{digits}f}".removeprefix("0")


def joined(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def readable(key: str) -> str:
    """Turn a key into words.

    Examples
    --------
    >>> readable("air_support_stays"), readable("W1")
    ('Air support stays', 'W1')
    """
    text = key.replace("_", " ").replace("-", " ").strip()
    return text[:1].upper() + text[1:]
