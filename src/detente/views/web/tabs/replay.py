"""Replay: one future, day by day, with what decided each of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.analysis.trace import Trace, trace
from detente.engine.layout import Kind
from detente.errors import InputError
from detente.views import charts_replay
from detente.views.answers.deals import OUTCOME_COLOURS
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.history import credit
from detente.views.playback import LATELY, Playback, playback
from detente.views.reason_words import why
from detente.views.stories import Story, tell, typical
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Part, drawn
from detente.views.web.state import State
from detente.views.web.tabs.replay_margins import margins
from detente.views.wording import clock, hundred, short_date

__all__ = ["Choice", "choices", "kind_of", "panel"]

_STEPS = 60
_SELDOM = 0.005
_SHOWN = 6
_COLUMNS = "run, outcome, signed_on, broke_on, first_break, capital_fell_on, fatalities, control, regions_lost"


@dataclass(frozen=True)
class Choice:
    """A future to choose: its number, what it does in a word or two, and what it stands for."""

    run: int
    brief: str
    stands_for: str
    colour: str


def panel(desk: Desk, state: State) -> Panel:
    """Return one future: its map on a day, what keeping pays in it, and its story."""
    context, played = desk.context(state), desk.played(state)
    rows = desk.keep(("replay", state.played), lambda: context.rows("outcomes", "order by run", _COLUMNS))
    offered = desk.keep(("offered", state.played), lambda: choices(context, rows))
    run = offered[0].run if state.run is None else state.run
    if run >= played.runs:
        raise InputError(f"address: run: there is no future {run}; they are numbered from 0 to {played.runs - 1}")
    found: Trace = desk.keep(("trace", state.played, run), lambda: trace(played, run))
    events = _told(context, found, run)
    story = tell(context, run, rows, events, _STEPS)
    film = _film(context, found, events)
    day = film.day(state.day or _first_look(film, story))
    alike = [row for row in rows if kind_of(row) == kind_of(rows[run])]
    figures = tuple(one for one in (_map(context, film, day), margins(context, found, film.date(day))) if one)
    names = {side: context.side_name(side) for side in charts_replay.HOLDERS}
    return Panel(
        finding=f"Future {run}: {story.head}",
        note=_like(context, rows[run], len(alike) / len(rows)),
        template="web/replay.html",
        data={
            "map": figures[0] if context.case.geometry else None, "figures": figures,
            "film": film.document(day) | {"names": names, "span": _span(film, figures)},
            "day": day, "date": film.date(day), "credit": credit(context.case), "said": _said(context, film, day),
            "held": None if context.case.geometry else _held(context, film, day), "run": run,
        },
        charts=drawn(figures),
        rail=Part("web/replay-rail.html", {
            "offered": offered, "run": run, "runs": played.runs, "other": (run * 7919 + 101) % played.runs,
            "levers": [(key, context.lever_name(key), _pulled(state, key)) for key in context.case.levers],
        }),
        why=Part("web/replay-story.html", {"story": story, "film": film, "day": day}),
        controls=frozenset({"date", "run"}),
    )  # fmt: skip


def kind_of(row: dict[str, Any]) -> tuple[str, str]:
    """Return what a future is like: how far its last deal came, and how it ends."""
    deal = "no deal" if not row["signed_on"] else "signed, then broken" if row["broke_on"] else "signed"
    return deal, row["outcome"]


def choices(context: Context, rows: Sequence[dict[str, Any]]) -> list[Choice]:
    """Return a typical future of each kind, the most frequent first: nearest to the middle of its kind, by rule."""
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(kind_of(row), []).append(row)
    ranked = sorted(kinds, key=lambda kind: -len(kinds[kind]))
    often = [kind for kind in ranked if len(kinds[kind]) >= _SELDOM * len(rows)]
    signed = [kind for kind in often if kind[0] != "no deal"]
    chosen = [kind for kind in often if kind[0] == "no deal"][: _SHOWN - min(3, len(signed))] + signed[:3]
    found = []
    for kind in sorted(chosen or ranked[:1], key=ranked.index):
        run = typical(kinds[kind])
        row = next(row for row in kinds[kind] if row["run"] == run)
        name = context.outcome_names[kind[1]]
        what = f"near miss: {kind[0]}" if kind[0] == "signed, then broken" else f"typical: {name}"
        share = hundred(len(kinds[kind]) / len(rows))
        found.append(Choice(run, _brief(context, row), f"{what}, {share} of 100", OUTCOME_COLOURS[kind[1]]))
    return found


def _brief(context: Context, row: dict[str, Any]) -> str:
    if row["signed_on"] and row["broke_on"]:
        lasted = clock((row["broke_on"] - row["signed_on"]).days)
        return f"a deal of {short_date(row['signed_on'], year=False)} lasts {lasted}"
    if row["signed_on"]:
        return f"signs on {short_date(row['signed_on'])}"
    if row["capital_fell_on"]:
        return f"the capital falls, {short_date(row['capital_fell_on'])}"
    return context.outcome_names[row["outcome"]].lower() if "ictory" not in row["outcome"] else "one side wins"


def _like(context: Context, row: dict[str, Any], share: float) -> str:
    deal, outcome = kind_of(row)
    name = context.outcome_names[outcome]
    words = f"{deal}; {name if 'ictory' in name else name.lower()}"
    return f"One future, not a forecast. Futures like it ({words}): {hundred(share)} of 100."


def _told(context: Context, found: Trace, run: int) -> list[dict[str, Any]]:
    """Return the rows of a future's events, each with what decided it."""
    sheet_names = [key for key, actor in context.case.actors.items() if actor.role == "party"]
    names = [context.actor_name(key) for key in (*sheet_names, *context.case.theatre.support)]
    rows = context.rows("events", f"where run = {int(run)}")
    return [row | {"why": why(row["kind"], event.reason, names)} for row, event in zip(rows, found.events, strict=True)]


def _film(context: Context, found: Trace, events: Sequence[dict[str, Any]]) -> Playback:
    case = context.case
    sides = {key: 1 if actor.side == "challenger" else 0 for key, actor in case.actors.items()}
    regions = {key: sides.get(region.holder, 0) for key, region in case.regions.items()}
    told = [
        (event.day, row["kind"], _winner(event.who) if event.kind == Kind.VICTORY else row["subject"])
        for event, row in zip(found.events, events, strict=True)
    ]
    return playback(case.as_of, case.horizon, regions, told)


def _winner(side: int) -> str:
    return "challenger" if side == 1 else "incumbent"


def _first_look(film: Playback, story: Story) -> date:
    """Open where something is to be seen: on the day of the first deal, or else halfway to the last change of hands."""
    signed = [step.day for step in story.steps if step.mark == "sett"]
    if signed:
        return signed[0]
    return film.date(film.changes[len(film.changes) // 2][0] if film.changes else film.days // 2)


def _pulled(state: State, key: str) -> tuple[str, ...]:
    """Return the levers with one more, or one less."""
    return tuple(one for one in state.levers if one != key) if key in state.levers else (*state.levers, key)


def _map(context: Context, film: Playback, day: int) -> Figure | None:
    if not context.case.geometry:
        return None
    who = {side: context.side_name(side) for side in charts_replay.HOLDERS}
    rows = film.holders(day)
    cells = tuple(
        (context.region_name(row["region"]), who[row["side"]], "yes" if row["lately"] else "") for row in rows
    )
    return Figure(
        line="Who holds each region",
        title=_said(context, film, day),
        drawings=(Drawing("holders", charts_replay.holder_map(rows, [])),),
        keys=(*(Key(f"{who[side]} holds", "bar", colour) for side, colour in charts_replay.HOLDERS.items()),
              Key(f"changed hands in the last {LATELY} days", "outlined")),
        table=Table(("Region", "held by", f"changed hands in the last {LATELY} days"), cells, "On the day shown"),
    )  # fmt: skip


def _span(film: Playback, figures: Sequence[Figure]) -> list[int]:
    """Return the first and last day, from the start, between which the chart of margins has room for the day's rule."""
    frame = [row for figure in figures for one in figure.drawings for row in one.spec["datasets"].get("frame", ())]
    return [(date.fromisoformat(row["day"]) - film.start).days for row in frame]


def _held(context: Context, film: Playback, day: int) -> list[tuple[str, str]]:
    """Return who holds each region, for cases without a map."""
    return [(context.region_name(row["region"]), context.side_name(row["side"])) for row in film.holders(day)]


def _said(context: Context, film: Playback, day: int) -> str:
    """Say who holds how much on a day; the page's script says it likewise for other days."""
    rows = film.holders(day)
    held = sum(row["side"] == "challenger" for row in rows)
    lately = sum(row["lately"] for row in rows)
    tail = f", {lately} changed hands lately" if lately else ""
    who = context.side_name("challenger")
    return f"{short_date(film.date(day))}: {who} holds {held} of {len(rows)} regions{tail}"
