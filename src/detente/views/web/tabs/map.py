"""Map: who holds what, week by week, over all futures or in one; and what goes before a region's fall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from markupsafe import Markup

from detente.analysis.front_paths import NEAR_DAYS, Change, changes, holders
from detente.analysis.tables import OUTCOMES
from detente.engine.ensemble import Played
from detente.views import charts_map_share
from detente.views.charts_front import CLASSES
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key
from detente.views.history import credit
from detente.views.stories import typical
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Part, Pieces, drawn, island
from detente.views.web.rail import names_of
from detente.views.web.state import State
from detente.views.wording import hundred, in_hundred, long_date, plural

__all__ = ["Held", "about", "finding", "held_in_all", "held_in_one", "panel", "weeks"]


@dataclass(frozen=True)
class Held:
    """Who holds what over the weeks.

    Attributes
    ----------
    days
        First day of each week, W of them.
    share
        Futures of 100 in which the challenger holds a region, shape (W, R); 0 or 100 in one future.
    run
        The future, where it is only one.
    """

    days: tuple[date, ...]
    share: np.ndarray
    run: int | None = None

    def week(self, day: date | None) -> int:
        """Place of the last week that has begun by a day; the last one for none."""
        if day is None:
            return len(self.days) - 1
        return max(0, sum(one <= day for one in self.days) - 1)


def weeks(played: Played) -> tuple[date, ...]:
    """Dates on which the front is kept: every seventh day from the first."""
    start = played.plan.sheet.case.as_of
    return tuple(start + timedelta(days=7 * week) for week in range(played.out.held.shape[1]))


def held_in_all(played: Played) -> Held:
    """Return in how many futures of 100 the challenger holds each region, week by week."""
    return Held(weeks(played), 100.0 * played.out.regions / played.runs)


def held_in_one(played: Played, run: int) -> Held:
    """Return who holds each region in one future, week by week.

    Raises
    ------
    LookupError
        If there is no such future.
    """
    return Held(weeks(played), 100.0 * holders(played, run), run)


def panel(desk: Desk, state: State) -> Panel:
    """Return the map of a state on its date, over all its futures or in one of them."""
    context, played = names_of(desk), desk.played(state)
    alone = state.view.get("map") == "one"
    run = min(state.run or 0, played.runs - 1) if state.run is not None else _middle(played)
    every = held_in_all(played)
    held = held_in_one(played, run) if alone else every
    week = held.week(state.day)
    regions = list(desk.case.regions)
    order = sorted(range(len(regions)), key=lambda r: (-every.share[-1, r], regions[r]))
    figure = _map(context, desk, held, week, state.region) if desk.case.geometry else None
    known = desk.keep(("changes", state.played), lambda: {one.region: one for one in changes(played)})
    curve = _curve(context, every, week, state.region) if state.region else None
    return Panel(
        finding=finding(context, held, week, played),
        template="web/map.html",
        data={
            "map": figure, "days": [one.isoformat() for one in held.days], "place": week,
            "long": long_date(held.days[week]), "alone": alone, "run": run, "runs": played.runs,
            "rows": [_row(context, held, week, regions[r], r) for r in order],
            "who": context.side_name("challenger"), "typical": _typical(context, played),
            "island": _island(context, held, week, regions),
        },
        charts=drawn((figure, curve)),
        note=_note(context, played, held),
        why=Part("web/map-why.html", {
            "curve": curve, "region": state.region, "alone": alone,
            "about": about(context, known[state.region], every) if state.region else None,
            "told": _told(context, played, held, state.region),
        }),
        controls=frozenset({"date", "view.map", "run"} if alone else {"date", "view.map"}),
    )  # fmt: skip


def _island(context: Context, held: Held, week: int, regions: list[str]) -> Markup:
    """All weeks at once, so that the slider works without the server."""
    return island({
        "days": [one.isoformat() for one in held.days], "regions": regions, "week": week,
        "share": [[round(float(value), 1) for value in row] for row in held.share],
        "sides": None if held.run is None else [context.side_name("incumbent"), context.side_name("challenger")],
    })  # fmt: skip


def _middle(played: Played) -> int:
    """The typical future of the most frequent outcome."""
    outcome = played.whole("outcome")
    return _nearest(played, int(np.bincount(outcome).argmax()))


def _nearest(played: Played, outcome: int) -> int:
    """The future of an outcome that is nearest to its middle, by the rule of `detente.views.stories.typical`."""
    mine = np.flatnonzero(played.whole("outcome") == outcome)
    columns = {"fatalities": played.whole("fatalities"), "control": played.out.real[:, 0],
               "regions_lost": played.whole("regions_lost")}  # fmt: skip
    return typical([{"run": int(run)} | {name: float(one[run]) for name, one in columns.items()} for run in mine])


def _typical(context: Context, played: Played) -> list[tuple[int, str, str]]:
    """Return a typical future of each outcome that there is: its number, how it ends, how many do."""
    outcome = played.whole("outcome")
    counts = np.bincount(outcome, minlength=len(OUTCOMES))
    return [
        (
            _nearest(played, int(place)),
            context.outcome_names[OUTCOMES[place]],
            hundred(float(counts[place] / played.runs)),
        )
        for place in np.argsort(-counts, kind="stable")
        if counts[place]
    ]


def _row(context: Context, held: Held, week: int, region: str, place: int) -> dict[str, Any]:
    share = float(held.share[week, place])
    said = hundred(share / 100)
    if held.run is not None:
        said = context.side_name("challenger" if share else "incumbent")
    return {"key": region, "place": place, "name": context.region_name(region), "share": round(share, 1), "said": said}


def finding(context: Context, held: Held, week: int, played: Played) -> Pieces:
    """Say who holds how much on a day: most and least often held regions over all futures, or the count in one."""
    day, share, who = long_date(held.days[week]), held.share[week] / 100, context.side_name("challenger")
    count = len(share)
    if held.run is not None:
        outcome = OUTCOMES[int(played.whole("outcome")[held.run])]
        alike = float((played.whole("outcome") == played.whole("outcome")[held.run]).mean())
        return (
            ("One future, not a forecast: ", True),
            (f"in future {held.run}, {who} holds {int(share.sum())} of {plural(count, 'region')} on {day}. It ends in ",
             False),
            (context.outcome_names[outcome], True), (f", as {in_hundred(alike, of=True)} do.", False),
        )  # fmt: skip
    most, before = int((share > 0.5).sum()), int((held.share[0] > 50).sum())
    pieces = [(f"On {day}, {who} holds ", False), (f"{most} of {plural(count, 'region')}", True),
              (" in more than half of the explored futures", False)]  # fmt: skip
    if week:
        pieces.append((f", {before} on {long_date(held.days[0])}", False))
    return (*pieces, (".", False))


def _contrast(context: Context, held: Held, week: int) -> str:
    """Title the map: which regions are held most and least often, where they differ by 10 of 100 or more."""
    share, regions = held.share[week] / 100, list(context.case.regions)
    ranked = [int(place) for place in np.argsort(-share, kind="stable")]
    top, last = ranked[0], ranked[-1]
    high, low = hundred(float(share[top])), hundred(float(share[last]))
    if share[top] - share[last] < 0.1:
        return (
            f"No region stands out: {low if low == high else f'{low} to {high}'} of 100 on {long_date(held.days[week])}"
        )
    most, least = context.region_name(regions[top]), context.region_name(regions[last])
    return f"{long_date(held.days[week])}: most often {most} ({high} of 100), least often {least} ({low})"


def _note(context: Context, played: Played, held: Held) -> str:
    if held.run is not None:
        return "Two flat colours: who holds it. A side that has won holds every region from then on."
    return f"{plural(played.runs, 'future')}; a side that has won holds every region from then on"


def _map(context: Context, desk: Desk, held: Held, week: int, region: str | None) -> Figure:
    values = [{"region": key, "share": float(held.share[week, r])} for r, key in enumerate(desk.case.regions)]
    challenger, incumbent = context.side_name("challenger"), context.side_name("incumbent")
    keys = tuple(Key(f"{words} of 100", "bar", f"map{place}") for place, words in enumerate(CLASSES, 1))
    line = f"Share of explored futures in which {challenger} holds the region"
    title = _contrast(context, held, week)
    if held.run is not None:
        keys = (Key(incumbent, "bar", "map1"), Key(challenger, "bar", "map5"))
        count = int((held.share[week] > 50).sum())
        line = f"Future {held.run}, one of {desk.runs:,}"
        title = f"{long_date(held.days[week])}: {challenger} holds {count} of {plural(len(values), 'region')}"
    return Figure(
        line=line,
        title=title,
        drawings=(Drawing("map", charts_map_share.region_map(values, region)),),
        keys=keys,
        note=f"{credit(desk.case)}The list of regions beside it holds the same numbers.",
    )


def _curve(context: Context, every: Held, week: int, region: str) -> Figure:
    place = list(context.case.regions).index(region)
    rows = [{"day": day, "share": float(value)} for day, value in zip(every.days, every.share[:, place], strict=True)]
    name, end = context.region_name(region), every.share[-1, place] / 100
    domain = (every.days[0].isoformat(), every.days[-1].isoformat())
    return Figure(
        line=f"{name}: futures of 100 in which {context.side_name('challenger')} holds it",
        title=f"{name}: held in {in_hundred(float(end), of=True)} futures at the end",
        drawings=(Drawing("region-curve", charts_map_share.region_curve(rows, every.days[week].isoformat(), domain)),),
    )


def about(context: Context, one: Change, every: Held) -> dict[str, Any]:
    """Say what goes before a region's change of hands: counts of futures, and what threatens it most often.

    Parameters
    ----------
    one
        From `detente.analysis.front_paths.changes`.
    every
        Over all futures.
    """
    other = context.side_name("incumbent" if one.challenger else "challenger")
    share = one.futures / one.runs
    head = f"It goes to {other} in {in_hundred(share, one.runs, of=True)} explored futures"
    if not one.futures:
        return {"head": f"In none of {plural(one.runs, 'future')} is it taken.", "parts": []}
    day = every.days[0] + timedelta(days=round(one.middle))
    head += f", in half of these by {long_date(day)}."
    parts = [
        (f"after a neighbour’s fall in the {NEAR_DAYS} days before", one.neighbour),
        ("after support to its holder had ended", one.unsupported),
        ("without a fight", one.yielded),
        ("and taken back later", one.returned),
    ]
    return {"head": head, "parts": [(words, hundred(count / one.futures)) for words, count in parts]}


def _told(context: Context, played: Played, held: Held, region: str | None) -> str:
    """Say what becomes of the region in the one future that is shown."""
    if held.run is None or region is None:
        return ""
    mine = held.share[:, list(context.case.regions).index(region)] > 0
    turns = np.flatnonzero(mine[1:] != mine[:-1]) + 1
    sides = [context.side_name("challenger" if mine[at] else "incumbent") for at in (0, *turns)]
    if not len(turns):
        return f"In future {held.run} it stays with {sides[0]}."
    steps = [f"{who} from the week of {long_date(held.days[at])}" for who, at in zip(sides[1:], turns, strict=True)]
    return f"In future {held.run}: {sides[0]} at first; {'; '.join(steps[:4])}{'; and more' if len(steps) > 4 else ''}."
