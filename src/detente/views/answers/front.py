"""Question 5: where and when would the front move?"""

from __future__ import annotations

from datetime import date
from typing import Any

from detente.views import charts_front, titles
from detente.views.answers.deals import OUTCOME_COLOURS
from detente.views.answers.zones import marks
from detente.views.context import Context
from detente.views.figures import Answer, Drawing, Figure, Key, Note, Row, Table, prose
from detente.views.history import credit, happened, held_so_far
from detente.views.sharing import REGIONS_LEFT_OUT
from detente.views.wording import (
    DASH,
    as_day,
    hundred,
    in_hundred,
    joined,
    long_date,
    short_date,
    span,
)

__all__ = ["answer", "states"]

_INKS = {"settlement": "onsett", "low_activity": "onlow", "war_goes_on": "onwar", "incumbent_victory": "oninc"}


def answer(context: Context) -> Answer:
    """Return maps at four dates (or lines, without a map), the fan of population held, and states over time."""
    question, short = "Where and when would the front move?", "Where and when"
    regions = _regions(context)
    rows = [Row((regions,))] if regions else []
    blocks = tuple(block for block in (_fan(context), states(context)) if block)
    if blocks:
        rows.append(Row(blocks, "even" if len(blocks) > 1 else "one"))
    if not rows:
        return Answer("front", short, question, missing="This result holds no account of the front.")
    return Answer("front", short, question, tuple(rows))


def _four(days: list[date]) -> list[date]:
    """Pick four dates, evenly spread, the last one included."""
    last = len(days) - 1
    return list(dict.fromkeys(days[round(last * part / 4)] for part in range(1, 5)))


def _regions(context: Context) -> Figure | Note | None:
    rows = context.rows("control", "where scenario = 'baseline' order by day")
    if not rows:
        return None
    if not context.regions:
        return prose(REGIONS_LEFT_OUT)
    days = list(dict.fromkeys(row["day"] for row in rows))
    four = _four(days)
    share = {(row["day"], row["region"]): row["share"] for row in rows}
    keys = [key for key in context.case.regions if (days[0], key) in share]
    challenger = context.side_name("challenger")
    ranked = sorted(keys, key=lambda key: -share[four[-1], key])
    still = all(abs(share[day, key] - share[days[0], key]) < 0.01 for day in days for key in keys)
    cells = tuple((context.region_name(key), *(hundred(share[day, key]) for day in four)) for key in ranked)
    table = Table(("Region", *(short_date(day) for day in four)), cells,
                  f"Futures in which the region is held by {challenger}, of 100", tuple(range(1, 5)))  # fmt: skip
    line = f"Share of explored futures in which the region is held by {challenger}"
    title = _where(context, {key: (share[days[0], key], share[four[-1], key]) for key in keys})
    if still:
        return prose("No region changes hands in 1 of 100 futures or more.", line=line)
    if not context.case.geometry:
        shown = sorted({*ranked[:3], *ranked[-3:]}, key=keys.index)
        drawn = [{"day": row["day"], "region": row["region"], "name": context.region_name(row["region"]),
                  "share": 100 * row["share"]} for row in rows if row["region"] in shown]  # fmt: skip
        chart = charts_front.share_lines(drawn, [], (str(as_day(days[0])), str(as_day(days[-1]))))
        note = "This case has no theatre.geojson, so regions are shown as lines and in the table."
        return Figure(line, title, (Drawing("regions", chart),), note=note, table=table)
    drawings = tuple(
        Drawing(f"map-{place}", charts_front.share_map(
            [{"region": key, "share": 100 * share[day, key]} for key in keys], []), short_date(day))
        for place, day in enumerate(four, 1)
    )  # fmt: skip
    return Figure(
        line=line, title=title, drawings=drawings,
        keys=tuple(Key(f"{words} of 100", "bar", f"map{place}") for place, words in enumerate(charts_front.CLASSES, 1)),
        note=f"{credit(context.case)}Small or crowded regions are best read in the table.", table=table,
    )  # fmt: skip


def _where(context: Context, ends: dict[str, tuple[float, float]]) -> str:
    """Title the maps: which regions are most and least at risk, where they differ by 20 of 100 or more."""
    at_risk = {key: last for key, (first, last) in ends.items() if first < 0.5} or {k: v[1] for k, v in ends.items()}
    ranked = sorted(at_risk, key=lambda key: -at_risk[key])
    top, bottom = at_risk[ranked[0]], at_risk[ranked[-1]]
    if top - bottom < 0.2 or len(ranked) < 2:
        return f"No region stands out: {span(bottom, top)} of 100 by the end"
    first = joined([context.region_name(key) for key in ranked[:2] if at_risk[key] - bottom >= 0.2])
    last = context.region_name(ranked[-1])
    return f"Most often lost by the end: {first} ({hundred(top)} of 100); least often: {last} ({hundred(bottom)})"


def _fan(context: Context) -> Figure | None:
    rows = context.rows("front", "where scenario = 'baseline' order by day")
    if not rows:
        return None
    names = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
    drawn = [{"day": row["day"]} | {name: 100 * row[name] for name in names} for row in rows]
    past = held_so_far(context.case, context.as_of)
    later = happened(context.case, context.as_of, context.horizon)
    if not past and not later and max(row["q975"] for row in rows) < 0.01:
        return None  # an empty drawing; that no region changes hands is said in words
    first = as_day(past[0]["day"]) if past else context.as_of
    domain = (first.isoformat(), context.horizon.isoformat())
    who = context.side_name("challenger")
    last = rows[-1]
    cells = [
        (short_date(row["day"]), hundred(row["q50"]), span(row["q25"], row["q75"]), span(row["q10"], row["q90"]),
         span(row["q025"], row["q975"]))
        for row in rows[:: max(1, len(rows) // 12)]
    ]  # fmt: skip
    start = len(cells)
    cells += [(f"{short_date(row['day'])}: what happened", hundred(row["share"] / 100), "", "", "") for row in later]
    keys = [Key("median", "line", "chal"), Key("50", "area-c3", "chal"), Key("80", "area-c2", "chal"),
            Key("95 of 100 futures", "area-c1", "chal")]  # fmt: skip
    if past:
        keys.append(Key("up to the information date", "line"))
    if later:
        keys.append(Key("what happened (known later)", "line-dotted", happened=True))
    return Figure(
        line=f"Population under {who}, of 100 people",
        title=titles.front(last["q50"], last["q10"], last["q90"], who, most=max(row["q975"] for row in rows)),
        drawings=(Drawing("fan", charts_front.fan(drawn, past, later, marks(context), domain)),),
        keys=tuple(keys),
        table=Table(("Date", "median", "50 of 100", "80 of 100", "95 of 100 futures"), tuple(cells),
                    f"Share of the population under {who}, per 100", (1, 2, 3, 4),
                    frozenset(range(start, len(cells)))),
        happened=_hindsight(rows, later),
    )  # fmt: skip


def _hindsight(rows: list[dict[str, Any]], later: list[dict[str, Any]]) -> str:
    """Say when what happened left the 95 of 100 futures, if it did."""
    if not later:
        return ""
    by_day = sorted((as_day(row["day"]), row["q025"], row["q975"]) for row in rows)
    for row in later:
        day = as_day(row["day"])
        band = [one for one in by_day if one[0] <= day]
        if band and not band[-1][1] - 0.005 <= row["share"] / 100 <= band[-1][2] + 0.005:
            return f"What happened lies outside 95 of 100 futures from {long_date(day)}."
    return "What happened stays within 95 of 100 futures."


def states(context: Context) -> Figure | None:
    """Draw the futures' states over time, stacked to 100."""
    rows = context.rows("states", "where scenario = 'baseline' order by day")
    if not rows:
        return None
    names = context.outcome_names
    days = list(dict.fromkeys(row["day"] for row in rows))
    share = {(row["day"], row["outcome"]): row["share"] for row in rows}
    order = [
        {"outcome": outcome, "colour": OUTCOME_COLOURS[outcome], "ink": _INKS.get(outcome, "onfill"),
         "name": f"{_inside(outcome, name)} {hundred(share.get((days[-1], outcome)))}"}
        for outcome, name in _stacking(names)
        if any(share.get((day, outcome)) for day in days)
    ]  # fmt: skip
    drawn = [row | {"share": 100 * row["share"]} for row in rows]
    present = [row["outcome"] for row in order]
    cells = tuple(
        (short_date(day), *(hundred(share.get((day, outcome), 0.0)) for outcome in present))
        for day in days[:: max(1, len(days) // 12)]
    )
    domain = (str(as_day(days[0])), str(as_day(days[-1])))
    return Figure(
        line="Explored futures by their state on each day, of 100",
        title=_when(context, days, share),
        drawings=(Drawing("states", charts_front.states(drawn, order, domain)),),
        keys=tuple(Key(names[row["outcome"]], "bar", row["colour"]) for row in order),
        table=Table(("Date", *(names[outcome] for outcome in present)), cells, "Futures in each state, of 100",
                    tuple(range(1, len(present) + 1))),
    )  # fmt: skip


def _stacking(names: dict[str, str]) -> list[tuple[str, str]]:
    order = ("settlement", "ceasefire", "low_activity", "war_goes_on", "incumbent_victory", "challenger_victory")
    return [(outcome, names[outcome]) for outcome in order]


def _inside(outcome: str, name: str) -> str:
    return {"ceasefire": "ceasefire", "low_activity": "low activity"}.get(
        outcome, name if "ictory" in name else name.lower()
    )


def _when(context: Context, days: list[Any], share: dict[tuple[Any, str], float]) -> str:
    """Title the states: when the war is over in half of the futures, or in how many it still goes on."""
    war = [share.get((day, "war_goes_on"), 0.0) for day in (days[1:] if context.paused else days)]
    end = in_hundred(war[-1], context.runs, of=True)
    if war[0] > 0.5 > war[-1]:
        day = next(day for day, part in zip(days[-len(war) :], war, strict=True) if part < 0.5)
        return f"By {long_date(day)} the war has ended or paused in half of the futures"
    top = max((name for name in OUTCOME_COLOURS), key=lambda name: share.get((days[-1], name), 0.0))
    if top == "war_goes_on":
        return f"At the end the war still goes on in {end} futures"
    most = share.get((days[-1], top), 0.0)
    inside = _inside(top, context.outcome_names[top])
    name = context.outcome_names[top].lower() if top == "ceasefire" else inside
    return f"At the end: {name} in {in_hundred(most, context.runs, of=True)} futures" if most else DASH
