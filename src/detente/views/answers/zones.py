"""Question 2: is there a zone of agreement, and what closes it?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from detente.views import charts_zones, titles
from detente.views.context import Context
from detente.views.figures import Answer, Drawing, Figure, Key, Row, Stack, Table, prose
from detente.views.wording import CAUSES, DASH, as_day, clock, hundred, long_date, short_date, with_span

__all__ = [
    "answer",
    "diagnosis",
    "domain",
    "edge_words",
    "fought",
    "marks",
    "mostly_open",
    "open_zones",
    "terms",
    "traced",
    "zone",
]

ZONE_KEYS = (
    Key("perceived: worth more than fighting on", "area-1", "sett"),
    Key("ratifiable: can be sold at home", "area-2", "sett"),
    Key("credible: would still be kept", "area-3", "sett"),
)

FOLDED = 180
"""Height of the folded charts in pixels: three stand beside each other on a printed page, two above each other."""


def answer(context: Context) -> Answer:
    """Return zones over time by issue, shares of futures with an open zone, the diagnosis and the terms."""
    edges = context.rows("zone_edges", "order by day")
    question = "Is there a zone of agreement, and what closes it?"
    issues = [issue for issue in context.salience if any(row["issue"] == issue for row in edges)]
    if not edges and not context.rows("zones", "limit 1"):
        return Answer(
            "zones", "Is there a zone", question, missing="This result holds no zones: it was played without them."
        )
    if len(fought(context)) < 2:
        return Answer("zones", "Is there a zone", question, _one_day(context, issues, edges))
    parts_first = sorted(issues, key=lambda issue: context.case.issues[issue].indivisible)  # what has a middle can move
    drawn = [zone(context, issue, edges, folded=place > 0) for place, issue in enumerate(parts_first)]
    month = diagnosis(context)
    rows = []
    left = tuple(block for block in (drawn[0] if drawn else None, open_zones(context)) if block)
    columns = (*((Stack(left),) if left else ()), *((month,) if month else ()))
    rows.append(Row(columns, "uneven" if len(columns) > 1 else "one"))
    if issues:
        rows.append(Row((terms(context, issues, edges),)))
    floors = _floors(context)
    folded = (*((floors,) if floors else ()), *drawn[1:])
    if folded:
        rows.append(Row((Stack(folded),)))
    return Answer("zones", "Is there a zone", question, tuple(rows))


def _one_day(context: Context, issues: list[str], edges: list[dict[str, Any]]) -> tuple[Row, ...]:
    """Return what is known of zones where they have one date alone: nothing moves over time."""
    said = f"Zones have one date alone here, {long_date(context.as_of)}.{_none_left(context)}"
    month = diagnosis(context)
    rows = [Row((prose(said), month), "uneven") if month else Row((prose(said),))]
    return (*rows, Row((terms(context, issues, edges),))) if issues else tuple(rows)


def marks(context: Context, last: date | None = None, most: int = 3) -> list[dict[str, Any]]:
    """Return the uprights of time charts: the information date, then pledges due later, nearest first.

    Labels stand on lines of their own (``top``, in pixels), and to the left of their line in the right third.
    """
    last = last or context.horizon
    due: dict[date, list[str]] = {}
    for deal in context.case.deals.values():
        for clause in deal.clauses:
            if clause.by and context.as_of < clause.by < last and clause.status == "pending":
                due.setdefault(clause.by, []).append(clause.text or clause.id)
    labels = [(context.as_of, "known to here")]
    labels += [(day, f"due: {_cut(texts[0])}") for day, texts in sorted(due.items())[: most - 1]]
    whole = max((last - context.as_of).days, 1)
    return [
        {"day": day, "label": label, "top": 2 + 15 * line,
         "side": "right" if (day - context.as_of).days > 0.6 * whole else "left"}
        for line, (day, label) in enumerate(labels)
    ]  # fmt: skip


def _cut(text: str, most: int = 30) -> str:
    """Cut a pledge's text at its first pause, before a word that leads on, or else at any word.

    Examples
    --------
    >>> _cut("all foreign troops out within fourteen months"), _cut("prisoners go free, at once")
    ('all foreign troops out', 'prisoners go free')
    >>> _cut("an independent electoral commission established")
    'an independent electoral …'
    """
    text = text.split(";")[0].split(",")[0].strip().rstrip(".")
    if len(text) <= most:
        return text
    whole = [text[: found.start()] for found in _LEADS_ON.finditer(text) if 12 <= found.start() <= most]
    return whole[-1] if whole else text[:most].rsplit(" ", 1)[0] + " …"


_LEADS_ON = re.compile(r" (?:within|by|before|after|until|under|with|against|from|in|at|as|for|and) ")


def fought(context: Context) -> set[date]:
    """Return the days on which some surveyed future is still undecided: on others no share can be said."""
    there = "zones" in context.result.tables  # the diagnosis may be all that a result holds
    rows = context.rows("zones", "where n > 0", "day") if there else context.rows("diagnosis", "", "distinct day")
    return {as_day(row["day"]) for row in rows}


def _none_left(context: Context) -> str:
    """Say from when somebody has won every surveyed future, if such a day comes."""
    days, left = [as_day(row["day"]) for row in context.rows("zones", "order by day", "day")], fought(context)
    gone = next((day for day in days if day not in left), None)
    return f" By {long_date(gone)} somebody has won every surveyed future." if gone else ""


def domain(context: Context) -> tuple[str, str]:
    """Return the time axis of what lies ahead."""
    return context.as_of.isoformat(), context.horizon.isoformat()


def zone(context: Context, issue: str, edges: list[dict[str, Any]], folded: bool = False) -> Figure:
    """Return one issue's zones over time, from rows of ``zone_edges``."""
    left_over = fought(context)
    mine = [
        mostly_open(row) for row in edges if row["issue"] == issue and traced(row) and as_day(row["day"]) in left_over
    ]
    left, right = context.scale_ends(issue)
    keys = ("low", "high", "nash")
    drawn = [
        {"day": row["day"], "kind": row["kind"]} | {key: None if row[key] is None else 100 * row[key] for key in keys}
        for row in mine
        if row["kind"] in charts_zones.KINDS
    ]
    inner = [row for row in mine if row["kind"] == "credible"] or mine
    days = list(dict.fromkeys(row["day"] for row in mine))
    by = {(row["day"], row["kind"]): row for row in mine}
    cells = tuple(
        (short_date(day), *(edge_words(by.get((day, kind))) for kind in charts_zones.KINDS),
         hundred((by.get((day, "credible")) or {}).get("nash")))
        for day in days
    )  # fmt: skip
    name = context.issue_name(issue)
    chart = charts_zones.zone_over_time(drawn, marks(context), domain(context)) | ({"height": FOLDED} if folded else {})
    return Figure(
        line=f"{name}: {context.case.issues[issue].question.rstrip('?')}? 0 = {left}, 100 = {right}",
        title=titles.zone(inner, right),
        drawings=(Drawing(f"zone-{issue}", chart),),
        keys=(*ZONE_KEYS, Key("Nash point", "dash")),
        note="Edges are medians over the futures where the zone is open; a gap means that it is closed in most.",
        table=Table(("Date", *charts_zones.KINDS, "Nash point"), cells, f"Edges of the zone on {name}, 0 to 100",
                    (1, 2, 3, 4)),
        folded=folded,
    )  # fmt: skip


def traced(row: dict[str, Any]) -> bool:
    """Whether it is known where a zone's edges lie: they are solved for some of the surveyed futures only.

    Examples
    --------
    >>> traced({"share_open": 0.7, "low": None}), traced({"share_open": 0.2, "low": None})
    (False, True)
    """
    return row["low"] is not None or row["share_open"] < 0.5


def mostly_open(row: dict[str, Any]) -> dict[str, Any]:
    """Return the edges of a zone; none on days on which it is closed in most futures."""
    if row["share_open"] >= 0.5:
        return row
    return row | dict.fromkeys(("low", "high", "nash"))


def edge_words(row: dict[str, Any] | None) -> str:
    """Say where a zone's edges lie, 0 to 100; "closed" where it mostly is, a dash where they were not solved."""
    if row is None:
        return DASH
    if row["low"] is None:
        return "closed"
    return f"{round(100 * row['low'])}–{round(100 * row['high'])}"


def open_zones(context: Context) -> Figure | None:
    """Return the shares of futures in which each zone is open, over time; None without two dates to draw a line."""
    rows = context.rows("zones", "where n > 0 order by day")
    if len(rows) < 2:
        return None
    kinds = ("perceived", "ratifiable", "credible", "fixed")
    drawn = [{"day": row["day"]} | {kind: 100 * (row.get(kind) or 0.0) for kind in kinds} for row in rows]
    cells = tuple((short_date(row["day"]), *(hundred(row.get(kind)) for kind in kinds)) for row in rows)
    names = (
        Key("perceived", "line-dotted", "sett"), Key("ratifiable", "line-dashed", "sett"),
        Key("credible, if terms may move over time", "line-thick", "sett"),
        Key("credible with fixed terms", "line-thin", "sett"),
    )  # fmt: skip
    return Figure(
        line="Futures with an open zone, of 100 that nobody has won by then",
        title=titles.open_zones(rows[0], rows[-1], min(row["credible"] for row in rows)),
        drawings=(Drawing("open-zones", charts_zones.open_zones(drawn, marks(context), domain(context))),),
        keys=names,
        note="The space between the two credible lines is what phasing a deal would be worth." + _none_left(context),
        table=Table(("Date", *kinds), cells, "Futures in which the zone is open, of 100", (1, 2, 3, 4)),
    )


def diagnosis(context: Context) -> Figure | None:
    """Return what closes the zone, month by month; None where no zone was solved."""
    left = fought(context)
    rows = [row for row in context.rows("diagnosis", "order by day") if as_day(row["day"]) in left]
    if not rows:
        return None
    days = sorted({row["day"] for row in rows})
    shown = days[:: -(-len(days) // 10)]
    share = {(row["day"], row["cause"]): row["share"] for row in rows}
    present = [cause for cause in CAUSES if any(share.get((day, cause)) for day in shown)]
    drawn = [
        {"day": day, "cause": cause, "name": CAUSES[cause], "share": 100 * share.get((day, cause), 0.0),
         "value": hundred(share.get((day, cause), 0.0))}
        for cause in present for day in shown
    ]  # fmt: skip
    cells = tuple((CAUSES[c], *(hundred(share.get((day, c), 0.0)) for day in shown)) for c in present)
    heads = ("Cause", *(short_date(day, year=False) for day in shown))
    absent = [CAUSES[cause].split(":")[0].lower() for cause in CAUSES if cause not in present]
    every = f", every {clock((shown[1] - shown[0]).days)}" if len(shown) > 1 else ""
    return Figure(
        line=f"Why there is no deal, of 100 futures that nobody has won by then{every}",
        title=titles.diagnosis(rows),
        drawings=(Drawing("diagnosis", charts_zones.diagnosis(drawn)),),
        note="One cause for each future and date, in the order of tests: indivisible issue, information, audience, "
        "commitment; then pairs; else no common gain."
        + (f" In none: {', '.join(absent)}." if absent else "")
        + _none_left(context),
        table=Table(heads, cells, "What closes the zone, of 100 futures", tuple(range(1, len(heads)))),
    )


def terms(context: Context, issues: list[str], edges: list[dict[str, Any]], day: date | None = None) -> Figure:
    """Return the zones of one day, issue by issue: of the first day if none is named."""
    day = day or min(as_day(row["day"]) for row in edges)
    solved = [row for row in edges if as_day(row["day"]) == day]
    today = [row for row in solved if row["low"] is not None]
    nash = {row["issue"]: row["nash"] for row in today if row["kind"] == "credible"}
    names = []
    for issue in issues:
        left, right = context.scale_ends(issue)
        suffix = " (indivisible)" if context.case.issues[issue].indivisible else ""
        names.append({"issue": issue, "name": context.issue_name(issue) + suffix, "left": left, "right": right,
                      "nash": nash.get(issue)})  # fmt: skip
    ideals, lines = _wishes(context, issues)
    drawing = Drawing("terms", charts_zones.terms(names, today, ideals, lines))
    by = {(row["issue"], row["kind"]): row for row in solved if traced(row)}
    said = _said(context, (*ideals, *lines))
    cells = tuple(
        (row["name"], f"“{row['left']}” to “{row['right']}”",
         *(edge_words(by.get((row["issue"], kind))) for kind in charts_zones.KINDS), hundred(row["nash"]),
         *said.get(row["issue"], (DASH, DASH)))
        for row in names
    )  # fmt: skip
    share = max((row["share_open"] for row in solved if row["kind"] == "credible"), default=0.0)
    title = titles.terms(share) if nash or not share else titles.terms(share).removesuffix(": these")
    keys = [*(Key(kind, f"area-{place}", "sett") for place, kind in enumerate(charts_zones.KINDS, 1)),
            Key(f"{context.side_name('incumbent')}: ideal", "square", "inc"),
            Key(f"{context.side_name('challenger')}: ideal", "circle", "chal")]  # fmt: skip
    if any(line["side"] != "alarm" for line in lines):
        keys.append(Key("red line, pointing to what is acceptable", "red-line", "inc"))
    if any(line["side"] == "alarm" for line in lines):
        keys.append(Key("red line of a group that is not at the table", "red-line", "alarm"))
    return Figure(
        line=f"Terms on {long_date(day)}, issue by issue; the zone’s edges are medians over futures where it is open",
        title=title,
        drawings=(drawing,),
        keys=(*keys, Key("Nash point", "diamond-hollow")),
        table=Table(("Issue", "from 0 to 100", *charts_zones.KINDS, "Nash point", "ideals", "red lines"), cells,
                    "Zones by issue, 0 to 100", (2, 3, 4, 5)),
    )  # fmt: skip


def _said(context: Context, wishes: Sequence[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Return ideals and red lines by issue in words: whose, and where."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for one in wishes:
        ideals, lines = found.setdefault(one["issue"], ([], []))
        at, who = hundred(one["at"]), context.actor_name(one["actor"])
        if "dir" in one:
            lines.append(f"{who} at {'most' if one['dir'] == '<' else 'least'} {at}")
        else:
            ideals.append(f"{who} {at}")
    return {issue: ("; ".join(ideals) or DASH, "; ".join(lines) or DASH) for issue, (ideals, lines) in found.items()}


def _wishes(context: Context, issues: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the principals' ideals and everybody's red lines, by issue."""
    actors = context.case.actors
    principals = [context.principal(side) for side in ("incumbent", "challenger")]
    ideals, lines = [], []
    for one in context.case.positions:
        side = context.side_of(one.actor)
        if one.issue not in issues:
            continue
        if actors.get(one.actor) in principals:
            ideals.append({"issue": one.issue, "actor": one.actor, "side": side, "at": one.ideal.mode})
        limit = one.red_line
        actor = actors.get(one.actor)
        side = "alarm" if actor and actor.absent else side
        if limit and side != "bar":
            for value, way in ((limit.at_most, "<"), (limit.at_least, ">")):
                if value is not None:
                    lines.append({"issue": one.issue, "actor": one.actor, "side": side, "at": value.mode, "dir": way})
    return ideals, lines


def _floors(context: Context) -> Figure | None:
    rows = context.rows("floors", "where kind = 'r' order by day")
    if not rows:
        return None
    drawn = [
        {"day": row["day"], "party": row["party"], "name": context.actor_name(row["party"]),
         "side": context.side_of(row["party"]), "low": 100 * row["q05"], "mid": 100 * row["q50"],
         "high": 100 * row["q95"]}
        for row in rows
    ]  # fmt: skip
    top = max(row["high"] for row in drawn)
    parties = list(dict.fromkeys(row["party"] for row in rows))
    said: dict[str, dict[str, str]] = {}
    for row in drawn:
        words = with_span(row["mid"] / 100, row["low"] / 100, row["high"] / 100)
        said.setdefault(short_date(row["day"]), {})[row["party"]] = words
    cells = tuple((day, *(by.get(party, DASH) for party in parties)) for day, by in said.items())
    first = {row["party"]: row for row in reversed(rows)}
    last = {row["party"]: row for row in rows}
    party = max(first, key=lambda key: abs(last[key]["q50"] - first[key]["q50"]))
    move = last[party]["q50"] - first[party]["q50"]
    way = "rises" if move > 0 else "falls"
    title = (
        f"Waiting pays: the floor of {context.actor_name(party)} {way} by {round(100 * abs(move))} points"
        if move >= 0.03
        else f"The floor of {context.actor_name(party)} {way} by {round(100 * abs(move))} points"
        if abs(move) >= 0.03
        else "What fighting on is worth hardly changes"
    )
    chart = charts_zones.floors(drawn, marks(context), domain(context)) | {"height": FOLDED}
    names = [context.actor_name(party) for party in parties]
    return Figure(
        line="What each party can have without a deal (its floor): 0 = the other side’s wish, 100 = its own",
        title=title,
        drawings=(Drawing("floors", chart),),
        note="Line: median over futures that nobody has won by then; band: 5 to 95 of 100 of them."
        + (" Floors above 100 are cut off: nothing on the table is worth as much." if top > 100 else ""),
        table=Table(("Date", *names), cells, "Floors, 0 to 100: median (5–95 of 100 futures)",
                    tuple(range(1, len(names) + 1))),
        folded=True,
    )  # fmt: skip
