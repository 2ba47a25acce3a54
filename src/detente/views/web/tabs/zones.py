"""Zones: where a deal has room, issue by issue and month by month, and what holds on one date."""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.analysis.zone_days import typical_day, view_of, views
from detente.analysis.zones import Today
from detente.views import charts_zones, titles
from detente.views.answers.zones import (
    ZONE_KEYS,
    diagnosis,
    domain,
    edge_words,
    fought,
    marks,
    mostly_open,
    open_zones,
    terms,
    traced,
)
from detente.views.charts_cursor import with_cursor, with_cursors
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Part, Pieces, drawn
from detente.views.web.state import State
from detente.views.web.terms import scale_words
from detente.views.wording import CAUSES, hundred, joined, long_date, number, plural, short_date

__all__ = ["finding", "miss", "multiples", "panel"]

_HEIGHT = 150
"""Pixels of a small multiple."""
_KIND_WORDS = {
    "perceived": "worth more to all than fighting on",
    "ratifiable": "that all could sell at home",
    "credible": "that would be kept, if they may move over time",
    "fixed": "that would be kept as they stand",
}
_CAUSE_WORDS = {
    "information": "the belief of both that they would win",
    "audience": "the audience at home",
    "commitment": "the doubt whether it is kept",
    "indivisibility": "the issue that cannot be split",
}


def panel(desk: Desk, state: State) -> Panel:
    """Return the zones of a state, with the cursor on its date."""
    context, played = desk.context(state), desk.played(state)
    days = views(played)
    view = view_of(days, state.day)
    day = days[view]
    edges = context.rows("zone_edges", "order by day")
    row = context.rows("zones", "order by day")[view]
    issues = [issue for issue in context.salience if issue in context.case.issues]
    lines = desk.keep(("zone lines", state.played), lambda: (open_zones(context), diagnosis(context)))
    over_time = tuple(with_cursors(one, day) for one in lines if one)
    today = desk.keep(("zone terms", state.played, view), lambda: terms(context, issues, edges, day))
    small = multiples(context, issues, edges, day)
    typical = desk.keep(("typical", state.played, view), lambda: typical_day(played, view))
    causes = [one for one in context.rows("diagnosis", "order by day") if one["day"] == day]
    return Panel(
        finding=finding(row, causes, day),
        template="web/zones.html",
        data={
            "days": [one.isoformat() for one in days], "place": view, "day": day, "long": long_date(day),
            "over_time": over_time, "today": today, "small": small,
            "uprights": [f"{short_date(mark['day'])}: {mark['label']}" for mark in marks(context)],
            "keys": (*ZONE_KEYS, Key("Nash point", "dash"), Key(f"the date looked at: {long_date(day)}", "upright")),
        },
        charts=drawn((*over_time, today, *small)),
        note=f"{plural(int(row['n']), 'surveyed future')} that nobody has won by then, of {played.runs:,} played; "
        "zones are solved every 28 days",
        why=Part("web/zones-why.html", {
            "long": long_date(day), "shares": _shares(row), "causes": _causes(causes),
            "middle": None if typical is None else miss(context, *typical),
        }),
        controls=frozenset({"date"}),
    )  # fmt: skip


def finding(row: dict[str, Any], causes: list[dict[str, Any]], day: date) -> Pieces:
    """Say what holds on a day: how many futures have terms that would be kept, and what stands in the way.

    Examples
    --------
    >>> row = {"perceived": 0.43, "ratifiable": 0.2, "credible": 0.03, "fixed": 0.02, "n": 100}
    >>> causes = [{"cause": "in reach", "share": 0.03}, {"cause": "audience", "share": 0.5}]
    >>> "".join(text for text, _ in finding(row, causes, date(2031, 4, 5))).split("; ")[0]
    'On 5 April 2031, of 100 futures that nobody has won by then, 3 have terms that would be kept'
    >>> "".join(text for text, _ in finding(row | {"n": 0}, [], date(2031, 4, 5)))
    'By 5 April 2031 every surveyed future has been won or settled.'
    """
    if not row["n"]:
        return ((f"By {long_date(day)} every surveyed future has been won or settled.", False),)
    start = (f"On {long_date(day)}, of 100 futures that nobody has won by then, ", False)
    share = (hundred(row["credible"]) if row["credible"] else "none", True)
    have = " have terms that would be kept" if row["credible"] else " has terms that would be kept"
    blocks = [one for one in causes if one["cause"] != "in reach" and one["share"] > 0]
    if not blocks:
        return start, share, (f"{have}.", False)
    top = max(blocks, key=lambda one: one["share"])
    what = titles.obstacle(top["cause"])
    return (
        start,
        share,
        (f"{have}; most often in the way: ", False),
        (what, True),
        (f", in {hundred(top['share'])}.", False),
    )


def _shares(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f"Terms {words}", hundred(row[kind])) for kind, words in _KIND_WORDS.items()]


def _causes(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    order = {cause: place for place, cause in enumerate(CAUSES)}
    shown = [one for one in rows if one["share"] > 0]
    return [(CAUSES[one["cause"]], hundred(one["share"])) for one in sorted(shown, key=lambda one: order[one["cause"]])]


def multiples(context: Context, issues: list[str], edges: list[dict[str, Any]], day: date) -> tuple[Figure, ...]:
    """Return the zone over time of each issue, all on the same axes, with the cursor.

    Parameters
    ----------
    issues
        In the order in which they are shown.
    edges
        The table ``zone_edges``, by day.
    day
        Where the cursor stands.
    """
    left_over = fought(context)
    if len(left_over) < 2:
        return ()  # nothing moves over time; the terms of the date are shown
    uprights = [{**mark, "label": ""} for mark in marks(context)]
    edges = [row for row in edges if row["day"] in left_over]
    found = []
    for issue in issues:
        mine = [mostly_open(row) for row in edges if row["issue"] == issue and traced(row)]
        left, right = context.scale_ends(issue)
        shown = [
            {"day": row["day"], "kind": row["kind"]}
            | {key: None if row[key] is None else 100 * row[key] for key in ("low", "high", "nash")}
            for row in mine
            if row["kind"] in charts_zones.KINDS
        ]
        spec = charts_zones.zone_over_time(shown, uprights, domain(context)) | {"height": _HEIGHT}
        name = context.issue_name(issue)
        inner = [row for row in mine if row["kind"] == "credible"]
        found.append(Figure(
            line=f"{name}: 0 = {left}, 100 = {right}",
            title=titles.zone(inner, right),
            drawings=(Drawing(f"zone-{issue}", with_cursor(spec, day)),),
            table=_numbers(name, mine),
        ))  # fmt: skip
    return tuple(found)


def _numbers(name: str, rows: list[dict[str, Any]]) -> Table:
    by = {(row["day"], row["kind"]): row for row in rows}
    cells = tuple(
        (short_date(day), *(edge_words(by.get((day, kind))) for kind in charts_zones.KINDS),
         hundred((by.get((day, "credible")) or {}).get("nash")))
        for day in dict.fromkeys(row["day"] for row in rows)
    )  # fmt: skip
    heads = ("Date", *charts_zones.KINDS, "Nash point")
    return Table(heads, cells, f"Edges of the zone on {name}, 0 to 100", (1, 2, 3, 4))


def miss(context: Context, future: int, today: Today) -> dict[str, Any]:
    """Say how things stand in one future: the terms inside the innermost zone, or the nearest miss and what blocks.

    Parameters
    ----------
    context
        Names and scales.
    future, today
        From `detente.analysis.zone_days.typical_day`.
    """
    kinds = ("perceived", "ratifiable", "credible")
    closed = next((kind for kind in kinds if today.gaps[kind] < 0), None)
    alone = [_CAUSE_WORDS[cause] for cause in today.alone if cause in _CAUSE_WORDS]
    together = [_CAUSE_WORDS[cause] for cause in today.together if cause in _CAUSE_WORDS]
    opens = f"It would open without {joined(alone, 'or')}." if alone else ""
    if together and not alone:
        opens = f"It would open without {joined(together)} together."
    at = today.nearest if closed else today.points.get("nash", {})
    return {
        "future": future,
        "closed": closed,
        "words": _KIND_WORDS[closed or "credible"],
        "short": number(-today.gaps[closed], 2) if closed else "",
        "opens": opens,
        "terms": [(context.issue_name(issue), number(at[issue], 2), scale_words(context, issue, at[issue]))
                  for issue in context.salience if issue in at],
    }  # fmt: skip
