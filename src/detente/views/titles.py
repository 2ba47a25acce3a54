"""Titles: each figure's finding as a sentence, from a template over numbers.

A template takes the largest contrast that clears its parameter range; where none does, it says that nothing stands out.
Shares are 0 to 1 here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from detente.views.wording import (
    CAUSES,
    as_day,
    hundred,
    in_hundred,
    joined,
    nearest_hundred,
    plural,
    short_date,
    sized,
)

__all__ = [
    "HARDLY",
    "NONE_STANDS_OUT",
    "deals",
    "diagnosis",
    "ends",
    "finding",
    "front",
    "hangs_on",
    "leading_lever",
    "levers",
    "obstacle",
    "obstacles",
    "open_zones",
    "pledges",
    "survival",
    "zone",
]

Row = Mapping[str, Any]

HARDLY = 0.05
"""Below 5 signed of 100 futures a plot of signed against kept would hold dots in a corner."""

NONE_STANDS_OUT = "No deal stands out"

_GAIN = 0.02
"""Kept deals below this many of all futures more do not make a title while another outcome moves further."""

_SHORT = {cause: words.split(":")[0].lower() for cause, words in CAUSES.items()} | {
    "indivisibility": "an indivisible issue",
    "commitment": "commitment",
    "information": "disagreement about who would win",
    "audience": "the audience at home",
    "two together": "two obstacles at once",
    "no common gain": "the lack of a common gain",
}


_HARDLY = {
    "in reach": "hardly a deal, though one is in reach",
    "commitment": "hardly a deal, and none that would be kept",
    "information": "hardly a deal, while both sides expect to win",
    "audience": "hardly a deal that could be sold at home",
    "indivisibility": "hardly a deal, while one issue blocks",
    "two together": "hardly a deal, and two obstacles at once",
    "no common gain": "hardly a deal, and none that both gain by",
}


def finding(signed: float, kept: float, obstacle: str | None) -> str:
    """Say the one-clause finding of a report: what becomes of deals in the baseline.

    Parameters
    ----------
    signed, kept
        Shares of all futures in which a deal is signed, and signed and still kept a year on.
    obstacle
        What closes the zone most often; ``in reach`` where hardly anything does.

    Examples
    --------
    >>> finding(0.6, 0.1, None), finding(0.6, 0.5, None)
    ('a deal is easier to sign than to keep', 'what is signed is mostly kept')
    >>> finding(0.2, 0.19, None)
    'most futures sign nothing; what is signed is mostly kept'
    >>> finding(0.02, 0.0, "commitment")
    'hardly a deal, and none that would be kept'
    """
    if signed < HARDLY:
        return _HARDLY.get(obstacle or "", "hardly a deal is signed")
    if kept < 0.6 * signed:
        return "a deal is easier to sign than to keep"
    return f"{'' if signed >= 0.5 else 'most futures sign nothing; '}what is signed is mostly kept"


def deals(texts: Sequence[Row]) -> str:
    """Title sign and keep: rows of letter, signed, kept, both, each with _low and _high.

    Examples
    --------
    >>> one = dict(letter="A", signed=.1, signed_low=.05, signed_high=.2, kept=.6, kept_low=.5, kept_high=.7, both=.06,
    ...            both_low=.03, both_high=.1)
    >>> deals([one])
    'A is signed in 10 of 100 futures and still kept in 6'
    >>> deals([one | dict(signed=.01), one | dict(letter="B", signed=0)])
    'None of 2 texts is signed in more than 1 of 100 futures'
    >>> deals([one, one | dict(letter="B", both=.2, both_low=.15, both_high=.25)])
    'B is most often signed and kept'
    >>> deals([one, one | dict(letter="B")])
    'No deal stands out'
    """
    most_signed = max(row["signed"] for row in texts)
    if most_signed < HARDLY and len(texts) > 1:
        if most_signed < 0.0095:
            return f"None of {len(texts)} texts is signed in as many as 1 of 100 futures"
        return f"None of {len(texts)} texts is signed in more than {in_hundred(most_signed, of=True)} futures"
    if len(texts) == 1:
        only = texts[0]
        signed, both = in_hundred(only["signed"], of=True), nearest_hundred(only["both"])
        then = f" and still kept in {both}" if only["signed"] >= 0.0095 else ""
        return f"{only['letter']} is signed in {signed} futures{then}"
    most = _leader(texts, "signed")
    best = _leader(texts, "both")
    least = _leader(texts, "kept", lowest=True)
    if most and most is least:
        start = f"{most['letter']} is signed most and kept least"
        return f"{start}; {best['letter']} is most often signed and kept" if best and best is not most else start
    if best:
        return f"{best['letter']} is most often signed and kept"
    return f"{most['letter']} is signed most; none stands out once kept" if most else NONE_STANDS_OUT


def _leader(rows: Sequence[Row], key: str, lowest: bool = False) -> Row | None:
    """Return the row that leads beyond every other's range, if there is one."""
    known = [row for row in rows if row.get(key) is not None]
    if len(known) < 2:
        return None
    ranked = sorted(known, key=lambda row: row[key], reverse=not lowest)
    first, others = ranked[0], ranked[1:]
    if lowest:
        return first if all(first[f"{key}_high"] < row[f"{key}_low"] for row in others) else None
    return first if all(first[f"{key}_low"] > row[f"{key}_high"] for row in others) else None


def ends(shares: Mapping[str, Row], names: Mapping[str, str]) -> str:
    """Title the outcomes: the one that leads beyond all ranges; the base rate where the settlements' range misses it.

    Examples
    --------
    >>> rows = {"settlement": dict(share=.1, low=.05, high=.15, base=.28)}
    >>> rows |= {"war_goes_on": dict(share=.6, low=.5, high=.7)}
    >>> ends(rows, {"settlement": "Settlement", "war_goes_on": "War goes on"})
    'War goes on in 60 of 100; settlement in 10, where the base rate says 28'
    """
    present = {name: row for name, row in shares.items() if name in names}
    ranked = sorted(present, key=lambda name: -present[name]["share"])
    first = present[ranked[0]]
    clear = all(first["low"] > present[name]["high"] for name in ranked[1:])
    count = in_hundred(first["share"], of=True) if first["share"] < 1 else "all explored futures"
    lead = f"{names[ranked[0]]} in {count}" if clear else "No end stands out"
    settled = present.get("settlement")
    if settled is None:
        return lead
    base, tail = settled.get("base"), ""
    if base is not None and not settled["low"] <= base <= settled["high"]:
        tail = f", where the base rate says {nearest_hundred(base)}"
    if clear and ranked[0] == "settlement":
        return lead + tail
    share = settled["share"]
    said = "none" if share == 0 else "fewer than 1" if share < 0.0095 else str(nearest_hundred(share))
    said = said if clear or share == 0 else f"{said} of 100"
    return f"{lead}; settlement in {said}{tail}"


def obstacle(cause: str) -> str:
    """Return what closes a zone as a noun that fits into a sentence.

    Examples
    --------
    >>> obstacle("information")
    'disagreement about who would win'
    """
    return _SHORT[cause]


def obstacles(rows: Sequence[tuple[str, float]], signed: float | None = None) -> str:
    """Title what closed the zone: rows of cause and share, over all months; signed: share of futures with a deal.

    Examples
    --------
    >>> obstacles([("in reach", .1), ("commitment", .6), ("audience", .3)])
    'What stands in the way is mostly commitment: 60 of 100'
    >>> obstacles([("in reach", .51), ("information", .48)], signed=.02)
    'A deal is in reach in 51 of 100, yet hardly ever signed; most of the rest is disagreement about who would win'
    >>> obstacles([("in reach", .81), ("information", .15)], signed=.16)
    'A deal is in reach in 81 of 100, yet signed in 16; most of the rest is disagreement about who would win'
    """
    blocks = [(cause, share) for cause, share in rows if cause != "in reach"]
    if not blocks or max(share for _, share in blocks) <= 0:
        return "A deal is in reach in every future"
    cause, share = max(blocks, key=lambda item: item[1])
    reach = sum(part for name, part in rows if name == "in reach")
    if signed is not None and reach > share:
        often = "hardly ever signed" if signed < HARDLY else f"signed in {hundred(signed)}"
        many = f"A deal is in reach in {in_hundred(reach, of=True)}, yet {often}"
        rest = f"; {'most' if share > 0.5 * (1 - reach) else 'much'} of the rest is {_SHORT[cause]}"
        return many + rest * (share >= 0.0095)
    word = "mostly" if share >= 0.5 else "most often"
    return f"What stands in the way is {word} {_SHORT[cause]}: {in_hundred(share, of=True)}"


def zone(points: Sequence[Row], right: str) -> str:
    """Title one issue's zone: rows of day, low, high (None where closed in most futures) of its innermost zone.

    Examples
    --------
    >>> at = lambda day, low, high: dict(day=date(2031, day, 1), low=low, high=high)
    >>> zone([at(3, .3, .5), at(9, .7, .8)], "the Front alone")
    'The zone moves 35 points towards “the Front alone”'
    >>> zone([at(3, .3, .5), at(9, None, None)], "the Front alone")
    'After 1 Mar 2031 most futures have no zone that would be kept'
    >>> zone([at(3, None, None)], "x")
    'At no date do most futures have a zone that would be kept'
    >>> zone([at(3, None, None), at(9, .7, .8)], "x")
    'From 1 Sep 2031 on most futures have a zone that would be kept, before that few'
    >>> zone([at(3, None, None), at(6, .7, .8), at(9, None, None)], "x")
    'Only from 1 Jun to 1 Jun 2031 do most futures have a zone that would be kept'
    """
    opened = [row for row in points if row["low"] is not None]
    if not opened:
        return "At no date do most futures have a zone that would be kept"
    first, last = opened[0], opened[-1]
    if len(points) == 1:
        return f"On {short_date(first['day'])}, the one date with a zone, it reaches from {_edges(first)}"
    late, ends_ = points[0]["low"] is None, points[-1]["low"] is None
    if late and ends_:
        since = short_date(first["day"], year=as_day(first["day"]).year != as_day(last["day"]).year)
        return f"Only from {since} to {short_date(last['day'])} do most futures have a zone that would be kept"
    if ends_:
        return f"After {short_date(last['day'])} most futures have no zone that would be kept"
    if late:
        return f"From {short_date(first['day'])} on most futures have a zone that would be kept, before that few"
    move = (last["low"] + last["high"] - first["low"] - first["high"]) / 2
    narrower = (first["high"] - first["low"]) - (last["high"] - last["low"])
    if abs(move) >= 0.05 and abs(move) >= abs(narrower):
        direction = f"towards “{right}”" if move > 0 else f"away from “{right}”"
        return f"The zone moves {nearest_hundred(abs(move))} points {direction}"
    if abs(narrower) >= 0.05:
        return f"The zone {'narrows' if narrower > 0 else 'widens'} by {nearest_hundred(abs(narrower))} points"
    return "The zone hardly moves"


def _edges(row: Row) -> str:
    return f"{nearest_hundred(row['low'])} to {nearest_hundred(row['high'])}"


def terms(share: float) -> str:
    """Title one day's terms by the share of futures that have some that would be kept.

    Examples
    --------
    >>> terms(0.0), terms(0.005)
    ('No terms would be kept', 'In fewer than 1 in 100 futures some terms would be kept: these')
    >>> terms(1.0)
    'In every future some terms would be kept: these'
    """
    if share <= 0:
        return "No terms would be kept"
    if share >= 1:
        return "In every future some terms would be kept: these"
    return f"In {in_hundred(share, of=True)} futures some terms would be kept: these"


def open_zones(first: Row, last: Row, least: float = 1.0) -> str:
    """Title the open zones by what most futures have at the first and at the last date; ``least`` in between.

    Examples
    --------
    >>> open_zones(dict(perceived=1, credible=.5), dict(perceived=.6, credible=.02))
    'Terms that would be kept: in 50 of 100 futures at first, in 2 at the end'
    """
    start, end = first["credible"], last["credible"]
    if start <= 0 and end <= 0:
        gap = nearest_hundred(first["perceived"])
        return f"Terms that all would gain by: in {gap} of 100 futures at first; terms that would be kept: in none"
    last_words = "none" if end <= 0 else "fewer than 1" if end < 0.0095 else str(nearest_hundred(end))
    if min(start, end, least) > 0.995:
        return "Terms that would be kept exist in all futures throughout"
    first_words = "none of the" if start <= 0 else in_hundred(start, of=True)
    return f"Terms that would be kept: in {first_words} futures at first, in {last_words} at the end"


def diagnosis(rows: Sequence[Row]) -> str:
    """Title the diagnosis by month: which obstacle leads at first, and from when another does.

    Examples
    --------
    >>> def at(m, **by):
    ...     return [dict(day=date(2031, m, 1), cause=c, share=s) for c, s in by.items()]
    >>> diagnosis(at(3, commitment=.2, information=.5) + at(6, commitment=.6, information=.1))
    'The main obstacle: disagreement about who would win at first, from Jun 2031 commitment'
    >>> diagnosis(at(3, commitment=.5) + at(6, commitment=.6))
    'Throughout, the main obstacle is commitment'
    >>> diagnosis(at(3, commitment=.01))
    'A deal is nearly always in reach'
    """
    by_day: dict[date, dict[str, float]] = {}
    for row in rows:
        if row["cause"] != "in reach":
            by_day.setdefault(row["day"], {})[row["cause"]] = row["share"]
    leaders = [(day, max(causes, key=lambda cause: causes[cause])) for day, causes in sorted(by_day.items())
               if max(causes.values()) >= HARDLY]  # fmt: skip
    if not leaders:
        never = all(share <= 0 for causes in by_day.values() for share in causes.values())
        return "A deal is in reach throughout" if never else "A deal is nearly always in reach"
    first, last = leaders[0][1], leaders[-1][1]
    if first == last:
        return f"Throughout, the main obstacle is {_SHORT[first]}"
    since = leaders[-1][0]
    for day, cause in reversed(leaders):
        if cause != last:
            break
        since = day
    month = short_date(since).split(" ", 1)[1]
    return f"The main obstacle: {_SHORT[first]} at first, from {month} {_SHORT[last]}"


def levers(rows: Sequence[Row], victory: str) -> str:
    """Title the levers: the largest difference that clears its range, gains in kept deals first if they are worth it.

    Parameters
    ----------
    rows
        name, outcome (kept, won), low, mid, high.
    victory
        What the second outcome is called.

    Examples
    --------
    >>> a = dict(name="A review", outcome="kept", low=.03, mid=.06, high=.09)
    >>> levers([a, a | dict(outcome="won", low=-.12, mid=-.09, high=-.05)], "Front victory")
    'With “A review” 6 more of 100 futures hold a kept deal, and 9 fewer end in Front victory'
    >>> levers([a | dict(low=.001, mid=.002), dict(name="B", outcome="won", low=-.3, mid=-.2, high=-.1)], "victory")
    'With “B” 20 fewer of 100 futures end in victory'
    >>> small = a | dict(low=.005, mid=.013)
    >>> levers([small, dict(name="B", outcome="won", low=-.9, mid=-.67, high=-.1)], "victory")
    'With “B” 67 fewer of 100 futures end in victory'
    >>> levers([a | dict(low=-.1)], "x")
    'No lever makes a clear difference'
    """
    top, clear = leading_lever(rows), _clear(rows)
    if top is None:
        return "No lever makes a clear difference"
    mine = [row for row in clear if row["name"] == top["name"] and (sized(row["mid"]) or row is top)]
    said = {
        row["outcome"]: f"{sized(row['mid']) or 'less than 1'} {'more' if row['mid'] > 0 else 'fewer'}" for row in mine
    }
    start = f"With “{top['name']}” "
    if "kept" in said:
        tail = f", and {said['won']} end in {victory}" if "won" in said else ""
        return f"{start}{said['kept']} of 100 futures hold a kept deal{tail}"
    return f"{start}{said['won']} of 100 futures end in {victory}"


def _clear(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["low"] > 0 or row["high"] < 0]


def leading_lever(rows: Sequence[Row]) -> Row | None:
    """Return the row that the title of the levers speaks of, None where no difference is clear."""
    clear = _clear(rows)
    gains = [row for row in clear if row["outcome"] == "kept" and row["mid"] >= _GAIN]
    return max(gains or clear, key=lambda row: abs(row["mid"]), default=None)


def hangs_on(rows: Sequence[Row]) -> str:
    """Title what the forecast hangs on: how many of the widest swings rest on assumption.

    Examples
    --------
    >>> hangs_on([dict(rests="assumed"), dict(rests="statement")])
    'The number that matters most is assumed'
    >>> hangs_on([dict(rests="statement"), dict(rests="assumed"), dict(rests="data")])
    'The second most important number is assumed'
    """
    words = ("number that matters most", "second most important number", "third most important number")
    for row, word in zip(rows, words, strict=False):
        if row["rests"] == "assumed":
            return f"The {word} is assumed"
    if any(row["rests"] == "assumed" for row in rows):
        return "The three numbers that matter most rest on evidence"
    return "Every number shown here rests on evidence"


def front(median: float, low: float, high: float, who: str, most: float = 1.0) -> str:
    """Title the fan: where the median ends, and what 80 of 100 futures hold.

    Examples
    --------
    >>> front(.45, .2, .9, "River Front")
    'In the median future 45 of 100 people end up under River Front; 80 of 100 futures lie between 20 and 90'
    >>> front(1.0, 1.0, 1.0, "River Front")
    'In at least 80 of 100 futures everybody ends up under River Front'
    """
    if most < 0.01:
        return f"In 95 of 100 futures fewer than 1 of 100 people come under {who}"
    ends_ = f"{nearest_hundred(low)} and {nearest_hundred(high)}"
    middle = nearest_hundred(median)
    if nearest_hundred(low) == nearest_hundred(high):
        if middle == 100:
            return f"In at least 80 of 100 futures everybody ends up under {who}"
        return f"In at least 80 of 100 futures {middle} of 100 people end up under {who}"
    return f"In the median future {middle} of 100 people end up under {who}; 80 of 100 futures lie between {ends_}"


def pledges(statuses: Sequence[str]) -> str:
    """Title a deal's pledges by how many stand how, up to the information date.

    Examples
    --------
    >>> pledges(["kept", "late", "late", "breached", "pending"])
    'Of 5 pledges 1 was kept, 2 came late, 1 was breached and 1 is pending'
    >>> pledges(["breached", "breached"])
    'Both pledges were breached'
    """
    verbs = {"kept": ("was kept", "were kept"), "late": ("came late", "came late"), "breached": ("was breached",
             "were breached"), "disputed": ("is disputed", "are disputed"), "waived": ("was waived", "were waived"),
             "pending": ("is pending", "are pending")}  # fmt: skip
    if len(statuses) == 2 and statuses[0] == statuses[1] and statuses[0] in verbs:
        return f"Both pledges {verbs[statuses[0]][1]}"
    counts = [(statuses.count(status), one, many) for status, (one, many) in verbs.items() if status in statuses]
    said = joined([f"{count} {one if count == 1 else many}" for count, one, many in counts])
    return f"Of {plural(len(statuses), 'pledge')} {said}"


def survival(after_year: float, base: float | None) -> str:
    """Title the survival of a deal.

    Examples
    --------
    >>> survival(.7, .9)
    'Of 100 signed, 70 are still kept a year on; the base rate says 90'
    """
    tail = f"; the base rate says {nearest_hundred(base)}" if base is not None else ""
    return f"Of 100 signed, {nearest_hundred(after_year)} are still kept a year on{tail}"
