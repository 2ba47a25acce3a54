"""Futures: how many stand where over time, and which they are that turn within a range of dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from detente.analysis.turns import Turn, turns
from detente.engine.ensemble import Played
from detente.views.answers import front
from detente.views.answers.deals import OUTCOME_COLOURS
from detente.views.charts_futures import brushed
from detente.views.context import Context
from detente.views.figures import Figure
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, drawn
from detente.views.web.state import State
from detente.views.wording import in_hundred, long_date, number, plural, short_date

__all__ = ["MOST", "panel", "span_of"]

SINCE, UNTIL, TO = "view.from", "view.until", "view.to"
"""Controls: the range of dates, and the state that futures turn to."""
MOST = 40
"""Futures that are listed; a narrower range lists others."""


def panel(desk: Desk, state: State) -> Panel:
    """Return the states over time, and the futures that turn within the range that is chosen."""
    context, played = desk.context(state), desk.played(state)
    first, last = span_of(state, context.as_of, context.horizon)
    to = state.view.get("to", "")
    to = to if to in OUTCOME_COLOURS else ""
    found = turns(played, first, last, to or None)
    figure = front.states(context)
    asked = (first, last) != (context.as_of, context.horizon)
    figures = (_brushed(figure, (first, last) if asked else None),) if figure else ()
    names = context.outcome_names
    return Panel(
        finding=_heading(names, played, found, (first, last), to),
        note=f"{plural(played.runs, 'future')}, looked at once a week",
        template="web/futures.html",
        data={
            "figures": figures, "first": first.isoformat(), "last": last.isoformat(), "to": to, "asked": asked or to,
            "least": context.as_of.isoformat(), "most": context.horizon.isoformat(),
            "outcomes": list(names.items()),
            "rows": _rows(context, played, found[:MOST]), "left": max(0, len(found) - MOST),
            "stakes": _stakes(played, found),
        },
        charts=drawn(figures),
        controls=frozenset({SINCE, UNTIL, TO}),
    )  # fmt: skip


def span_of(state: State, first: date, last: date) -> tuple[date, date]:
    """Read the range of dates from a state: within the case's, and the earlier day first; nonsense is the whole.

    Examples
    --------
    >>> state = State(view={"from": "2031-09-01", "until": "2031-05-01"})
    >>> [day.isoformat() for day in span_of(state, date(2031, 3, 8), date(2031, 12, 31))]
    ['2031-05-01', '2031-09-01']
    """
    found = []
    for name, otherwise in (("from", first), ("until", last)):
        try:
            day = date.fromisoformat(state.view.get(name, ""))
        except ValueError:
            day = otherwise
        found.append(min(max(day, first), last))
    return min(found), max(found)


def _brushed(figure: Figure, chosen: tuple[date, date] | None) -> Figure:
    (one,) = figure.drawings
    note = "Drag over the drawing to choose dates, or set them below."
    return replace(figure, drawings=(replace(one, spec=brushed(one.spec, chosen)),), note=note)


def _heading(names: dict[str, str], played: Played, found: Sequence[Turn], span: tuple[date, date], to: str) -> str:
    """Say how many futures turn to the state that is asked for, within the range."""
    share = in_hundred(len(found) / played.runs, played.runs, of=True)
    what = {"": "change state", "war_goes_on": "go back to war"}.get(to) or f"turn to: {names[to]}"
    return f"Between {long_date(span[0])} and {long_date(span[1])}, {share} futures {what}"


def _rows(context: Context, played: Played, found: Sequence[Turn]) -> list[dict[str, Any]]:
    names = context.outcome_names
    ends = context.rows("outcomes", _among(found), "run, outcome, fatalities, regions_lost")
    by_run = {row["run"]: row for row in ends}
    return [
        {
            "run": one.run, "day": one.day, "short": short_date(one.day), "from": names[one.before],
            "to": names[one.after], "colour": OUTCOME_COLOURS[one.after], "end": names[by_run[one.run]["outcome"]],
            "deaths": number(by_run[one.run]["fatalities"]), "lost": by_run[one.run]["regions_lost"],
        }
        for one in found
    ]  # fmt: skip


def _among(found: Sequence[Turn]) -> str:
    runs = ", ".join(str(one.run) for one in found) or "-1"
    return f"where scenario = 'baseline' and run in ({runs})"


def _stakes(played: Played, found: Sequence[Turn]) -> str:
    """Say what stands beside the ends: deaths and rights in these futures, and in all."""
    if not found:
        return ""
    runs = [one.run for one in found]
    deaths = played.whole("fatalities")
    here, everywhere = number(round(float(deaths[runs].mean()))), number(round(float(deaths.mean())))
    text = f"Battle deaths, mean: {here} in these futures, {everywhere} in all"
    rights = played.out.real[:, 1]
    if not np.isnan(rights).any():
        here, everywhere = number(float(rights[runs].mean())), number(float(rights.mean()))
        text += f"; rights, of 0 to 1: {here} in these, {everywhere} in all"
    return f"{text}."
