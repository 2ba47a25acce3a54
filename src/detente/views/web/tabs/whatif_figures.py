"""The four figures of What if: how the futures end, the front on a date, a zone, the texts on the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from detente.analysis.levers import Difference
from detente.analysis.ranges import parameter_range
from detente.analysis.tables import flags
from detente.engine.ensemble import Played
from detente.views import charts_front, titles
from detente.views.answers import deals
from detente.views.answers.deals import OUTCOME_COLOURS
from detente.views.answers.zones import zone as zone_of
from detente.views.charts import Spec, plain
from detente.views.charts_whatif import against_baseline
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.web.desk import Desk
from detente.views.web.rail import names_of
from detente.views.web.state import State
from detente.views.wording import hundred, in_hundred, long_date, moved, short_date, span

__all__ = ["dates", "ends", "front", "issue_of", "texts", "zone"]


def ends(desk: Desk, played: Played, before: Played, differs: dict[str, Difference]) -> Figure:
    """Return how the futures end, against the baseline."""
    rows, cells = [], []
    found, old = flags(played), flags(before)
    for outcome, name in names_of(desk).outcome_names.items():
        low, share, high = parameter_range(found[outcome], played.draw_of)
        was, by = float(old[outcome].mean()), differs[outcome].mid
        value = f"{hundred(share)} in 100" if share > 0 else "none"
        if played is not before:
            value += f" ({moved(by)})"
        rows.append({
            "outcome": outcome, "name": name, "colour": OUTCOME_COLOURS[outcome], "value": value,
            "share": 100 * share, "low": 100 * low, "high": 100 * high, "was": 100 * was,
        })  # fmt: skip
        cells.append((name, in_hundred(share, played.runs), span(low, high), hundred(was), moved(by)))
    return Figure(
        line=f"By {long_date(desk.case.horizon)}",
        title="How the futures end",
        drawings=(Drawing("ends", against_baseline(rows)),),
        keys=(Key("baseline", "dashed-box"), Key("5–95 % over parameter ranges", "line")),
        table=Table(("Outcome", "futures", "parameter range", "baseline", "change"), tuple(cells),
                    "Share of explored futures, per 100", (1, 2, 3, 4)),
    )  # fmt: skip


def dates(desk: Desk, state: State, played: Played) -> dict[str, Any]:
    """Return the slider over weeks: how many there are, which one is shown, and its date in words."""
    weeks = played.out.regions.shape[0] - 1
    at = _week(desk, state, weeks)
    return {"weeks": weeks, "week": at, "said": short_date(_day(desk, at))}


def _day(desk: Desk, week: int) -> date:
    return desk.case.as_of + timedelta(days=7 * week)


def _week(desk: Desk, state: State, weeks: int) -> int:
    """Return the week of the chosen date; the middle of what lies ahead by default."""
    if state.day is None:
        return weeks // 2
    return min(max(round((state.day - desk.case.as_of).days / 7), 0), weeks)


def front(desk: Desk, state: State, played: Played) -> Figure:
    """Return who holds what on the chosen date: a map, or lines and a table without one."""
    case, words = desk.case, names_of(desk)
    weeks = played.out.regions.shape[0]
    at = _week(desk, state, weeks - 1)
    day = _day(desk, at)
    share = played.out.regions / played.runs
    keys = list(case.regions)
    who = words.side_name("challenger")
    ranked = np.argsort(-share[at], kind="stable")
    rows = tuple((words.region_name(keys[k]), hundred(share[0, k]), hundred(share[at, k])) for k in ranked)
    table = Table(("Region", short_date(case.as_of), short_date(day)), rows,
                  f"Futures in which {who} holds the region, of 100", (1, 2))  # fmt: skip
    line = f"Share of futures in which {who} holds the region"
    if not case.geometry:
        drawn = _lines(desk, share, keys)
        note = "This case has no theatre.geojson, so regions are shown as lines and in the table."
        return Figure(line, f"The front up to {long_date(case.horizon)}", (Drawing("front", drawn),), note=note,
                      table=table)  # fmt: skip
    spec = _map()
    shares = plain([{"region": key, "share": float(100 * share[at, k])} for k, key in enumerate(keys)])
    return Figure(
        line=line,
        title=f"The front on {long_date(day)}",
        drawings=(Drawing("front", {**spec, "datasets": {"shares": shares, "geo": []}}),),
        keys=tuple(Key(words, "bar", f"map{place}") for place, words in enumerate(charts_front.CLASSES, 1)),
        table=table,
    )


@lru_cache(maxsize=1)
def _map() -> Spec:
    """Return the map without rows: the same for every answer."""
    return charts_front.share_map([], [], height=250)


def _lines(desk: Desk, share: np.ndarray, keys: list[str]) -> Spec:
    """Return lines of the regions that move most."""
    words = names_of(desk)
    most = np.argsort(-(share[-1] - share[0]), kind="stable")[:6]
    rows = [
        {"day": _day(desk, week), "region": keys[k], "name": words.region_name(keys[k]),
         "share": float(100 * share[week, k])}
        for k in sorted(most) for week in range(share.shape[0])
    ]  # fmt: skip
    domain = (desk.case.as_of.isoformat(), _day(desk, share.shape[0] - 1).isoformat())
    return charts_front.share_lines(rows, [], domain)


def issue_of(desk: Desk, state: State) -> str:
    """Return the issue whose zone is shown: the chosen one, or of those that can be split that which matters most."""
    issues = desk.case.issues
    return state.issue or min(names_of(desk).salience, key=lambda issue: issues[issue].indivisible)


def zone(desk: Desk, state: State) -> Figure:
    """Return the zone of the chosen issue over time; where it is closed throughout, what closes it."""
    context, issue = desk.context(state), issue_of(desk, state)
    edges = context.rows("zone_edges", "order by day")
    figure = zone_of(context, issue, edges)
    spec = figure.drawings[0].spec
    found = deals.causes(context)
    why = f"{titles.obstacles(found)}." if found else ""
    return replace(figure, drawings=(Drawing("zone", spec),), note=f"{figure.note} {why}".strip())


def texts(desk: Desk, state: State) -> Figure | None:
    """Return the case's texts by how often they are signed and kept; where hardly any is signed, what is in the way."""
    context = desk.context(state)
    told = deals.texts(context)
    if not told or max(row["signed"] for row in told) < titles.HARDLY:
        figure = deals.obstacles(context)
        return figure and replace(figure, note="One cause for each future and month; the tab Zones shows the months.")
    return deals.sign_and_keep(context, told)
