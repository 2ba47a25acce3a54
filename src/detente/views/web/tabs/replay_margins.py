"""What keeping a deal pays over breaking it in one future, party by party; before one, how near the nearest text is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from detente.analysis.trace import Margin, Noted, Trace
from detente.engine.layout import Kind
from detente.views import charts_replay
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.wording import number, short_date

__all__ = ["margins", "span"]


def margins(context: Context, found: Trace, today: date) -> Figure | None:
    """Draw what keeping pays over breaking where a deal is signed, else what the nearest text gives over the floors."""
    parties = [key for key, actor in context.case.actors.items() if actor.role == "party"]
    signed = bool(found.margins)
    rows = _rows(context, parties, found.margins if signed else found.reach)
    if not rows:
        return None
    first, last = span(rows)
    marks = _marks(context, found, first, last)
    now = [{"day": min(max(today, first), last), "outside": not first <= today <= last}]
    spec = charts_replay.margins(rows, marks, now, (first.isoformat(), last.isoformat()))
    line, title = _kept(context, parties, found) if signed else _near(context, parties, found)
    names = {row["party"]: (row["name"], row["colour"]) for row in rows}
    return Figure(
        line=line,
        title=title,
        drawings=(Drawing("margins", spec),),
        keys=(*(Key(name, "line", colour) for name, colour in names.values()), Key("the day shown", "upright")),
        note="Below the line it does not pay." if signed else "The nearest text changes from week to week.",
        table=_table(parties, rows, names),
    )  # fmt: skip


def span(rows: Sequence[dict[str, Any]]) -> tuple[date, date]:
    """Return the days that the chart shows: those with something weighed, and a little room around them."""
    first, last = rows[0]["day"], rows[-1]["day"]
    room = timedelta(max(3, (last - first).days // 12))
    return first - room, last + room


def _rows(context: Context, parties: Sequence[str], found: Sequence[Margin]) -> list[dict[str, Any]]:
    """Return rows of the chart; where nothing was weighed for a month, the line is broken."""
    rows: list[dict[str, Any]] = []
    before: dict[int, int] = {}
    for one in found:
        key = parties[one.party]
        row = {"party": key, "name": context.actor_name(key), "colour": context.side_of(key)}
        last = before.get(one.party)
        if last is not None and one.day - last > 31:
            rows.append(row | {"day": context.as_of + timedelta(last + 1), "margin": None})
        rows.append(row | {"day": context.as_of + timedelta(one.day), "margin": one.margin})
        before[one.party] = one.day
    return rows


def _marks(context: Context, found: Trace, first: date, last: date) -> list[dict[str, Any]]:
    said = {Kind.SIGNED: "signed", Kind.BROKEN: "breaks"}
    marks = []
    for event in found.events:
        day = context.as_of + timedelta(event.day)
        if event.kind in said and first <= day <= last:
            side = "right" if event.kind == Kind.BROKEN else "left"
            marks.append({"day": day, "label": said[event.kind], "side": side, "top": 0})
    return marks


def _kept(context: Context, parties: Sequence[str], found: Trace) -> tuple[str, str]:
    line = "What keeping the deal pays over breaking it, in utility, since the signature"
    broken = next((event for event in reversed(found.events) if event.kind == Kind.BROKEN), None)
    if broken is None:
        least = min(found.margins, key=lambda one: one.margin)
        name = context.actor_name(parties[least.party])
        if least.margin < 0:
            return (
                line,
                f"{name} would gain by breaking, at worst {_gain(-least.margin)}, and is not asked that day",
            )
        return line, f"Keeping pays all throughout; least, {name} gains {_gain(least.margin)} by it"
    return line, _crossed(context, parties, found, broken)


def _gain(margin: float) -> str:
    """Print a margin with as many digits as tell it from zero."""
    return number(margin, 2 if margin >= 0.1 else 3)


def _crossed(context: Context, parties: Sequence[str], found: Trace, broken: Noted) -> str:
    """Say for whom keeping stopped paying, and when; or that nobody gained and the deal broke by itself."""
    day = short_date(context.as_of + timedelta(broken.day))
    if not broken.reason.weighed:
        return f"Keeping still pays all on {day}; the deal breaks by itself"
    who = broken.reason.weighed[0].party
    mine = [one for one in found.margins if one.party == who and one.margin >= 0 and one.day < broken.day]
    name = context.actor_name(parties[who])
    if not mine:
        return f"Keeping never paid {name}; the deal breaks on {day}"
    last = short_date(context.as_of + timedelta(mine[-1].day))
    return f"Keeping still pays {name} on {last} and no longer on {day}, when the deal breaks"


def _near(context: Context, parties: Sequence[str], found: Trace) -> tuple[str, str]:
    line = "What the text that comes nearest gives each party over the least it could sign and sell, in utility"
    by_day: dict[int, list[Margin]] = {}
    for one in found.reach:
        by_day.setdefault(one.day, []).append(one)
    least = {day: min(rows, key=lambda one: one.margin) for day, rows in by_day.items()}
    best = max(least.values(), key=lambda one: one.margin)
    when = short_date(context.as_of + timedelta(best.day))
    if best.margin < 0:
        name = context.actor_name(parties[best.party])
        return (
            line,
            f"No text is ever enough for all: the nearest miss, on {when}, leaves {name} {number(-best.margin)} short",
        )
    opened = sum(one.margin >= 0 for one in least.values())
    return line, f"A text is within reach of all in {opened} of {len(least)} weeks, and none is signed"


def _table(parties: Sequence[str], rows: Sequence[dict[str, Any]], names: dict[str, tuple[str, str]]) -> Table:
    days = list(dict.fromkeys(row["day"] for row in rows if row["margin"] is not None))
    at = {(row["day"], row["party"]): row["margin"] for row in rows}
    shown = [key for key in parties if key in names]
    every = max(1, len(days) // 20)
    chosen = [day for place, day in enumerate(days) if place % every == 0 or place >= len(days) - 2]
    cells = tuple((short_date(day), *(number(at.get((day, key)), 3) for key in shown)) for day in chosen)
    return Table(("Date", *(names[key][0] for key in shown)), cells, "Utility; below 0 it does not pay",
                 tuple(range(1, len(shown) + 1)))  # fmt: skip
