"""The end of a seat: one's own path beside the engine's on the same luck, how many are like it, and what happened."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.analysis.seat import Question, Seat, Sitting, Story
from detente.case.schema import Case
from detente.views import charts_seat
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.history import happened
from detente.views.playback import playback
from detente.views.stories import Step, steps
from detente.views.web.tabs.replay import kind_of
from detente.views.web.tabs.seat_ask import asked_words, taken_words
from detente.views.wording import DASH, as_day, hundred, in_hundred, joined, nearest_hundred, number, short_date

__all__ = ["Ending", "ending", "later"]

_STEPS = 30
_TOLD = {
    "capital_falls": "The capital falls.",
    "ceasefire": "A ceasefire.",
    "settlement": "A settlement is signed.",
}


@dataclass(frozen=True)
class Ending:
    """What the end shows: a sentence, the data of its template, figures, what happened, and where that is from."""

    finding: str
    data: dict[str, Any]
    figures: tuple[Figure, ...]
    happened: list[Step]
    sources: tuple[str, ...]


def ending(context: Context, futures: Context, seat: Seat, sitting: Sitting, alone: Story) -> Ending:
    """Set one's own path beside the engine's and history's.

    Parameters
    ----------
    context
        Names of the case.
    futures
        The explored futures, to count those like it.
    seat, sitting, alone
        The seat, where it stands after the last answer, and the ordinary future on its luck.
    """
    mine, names = sitting.rest, futures.outcome_names
    figure = _paths(context, mine, alone)
    rows = futures.rows("outcomes", "order by run", "run, outcome, signed_on, broke_on")
    like = sum(kind_of(row) == kind_of(mine.outcome) for row in rows)
    data = {
        "figure": figure, "beside": _beside(futures, mine, alone), "decisions": _decisions(context, mine.asked),
        "mine": steps(futures, mine.events, mine.outcome, _STEPS),
        "engine": steps(futures, alone.events, alone.outcome, _STEPS),
        "like": in_hundred(like / len(rows), len(rows), of=True),
        "kind": f"{kind_of(mine.outcome)[0]}; {names[mine.outcome['outcome']]}",
        "same": mine.outcome["outcome"] == alone.outcome["outcome"],
    }  # fmt: skip
    known, sources = later(context.case, context)
    return Ending(_finding(names, mine, alone), data, (figure,), known, sources)


def _finding(names: dict[str, str], mine: Story, alone: Story) -> str:
    one, other = (names[story.outcome["outcome"]] for story in (mine, alone))
    if one == other:
        return f"Your path ends like the engine’s own: {one}"
    return f"Your path ends in: {one}. The engine’s own, on the same luck: {other}"


def _beside(context: Context, mine: Story, alone: Story) -> Table:
    """Set the ends beside each other, with deaths and rights."""

    def cells(story: Story) -> tuple[str, ...]:
        row = story.outcome
        return (
            context.outcome_names[row["outcome"]],
            short_date(row["signed_on"]) if row["signed_on"] else DASH,
            short_date(row["broke_on"]) if row["broke_on"] else DASH,
            number(row["fatalities"]), str(row["regions_lost"]), number(row["rights"]),
        )  # fmt: skip

    heads = ("What came of it", "yours", "the engine’s own")
    lines = ("ends in", "a deal is signed", "it breaks", "battle deaths", "regions lost", "rights, of 0 to 1")
    both = zip(lines, cells(mine), cells(alone), strict=True)
    return Table(heads, tuple(both), "Two paths on the same luck", (1, 2), unfolded=True)


def _decisions(context: Context, asked: Sequence[Question]) -> Table:
    """Return every decision with what the engine's own party would have done there."""
    cells = tuple(
        (short_date(one.day), asked_words(context, one, short=True), taken_words(one.taken), taken_words(one.engine))
        for one in asked
    )
    return Table(("Date", "asked to", "you", "the engine’s own party there"), cells, "Your decisions", unfolded=True)


def _paths(context: Context, mine: Story, alone: Story) -> Figure:
    """Draw the population under the challenger along both paths, and as it happened."""
    case = context.case
    who = context.side_name("challenger")
    rows = _steps(context, mine, "yours", "yours") + _steps(context, alone, "engine", "the engine’s own")
    later_rows = happened(case, case.as_of, case.horizon)
    rows += [{"day": row["day"], "path": "happened", "name": "what happened", "share": row["share"]}
             for row in later_rows]  # fmt: skip
    rows = list({(row["path"], row["day"]): row for row in rows}.values())
    ends = {path: [row for row in rows if row["path"] == path][-1]["share"] for path in ("yours", "engine")}
    one, other = (nearest_hundred(ends[path] / 100) for path in ("yours", "engine"))
    title = f"{one} of 100 people end up under {who}; {other} on the engine’s own path"
    keys = [Key("your path", "line"), Key("the engine’s own, on the same luck", "dash", "bar")]
    if later_rows:
        keys.append(Key("what happened (known later)", "line-dotted", "alarm"))
    cells = tuple((short_date(row["day"]), row["name"], hundred(row["share"] / 100)) for row in rows)
    spec = charts_seat.paths(rows, (case.as_of.isoformat(), case.horizon.isoformat()))
    return Figure(
        line=f"Population under {who}, of 100 people", title=title, drawings=(Drawing("paths", spec),),
        keys=tuple(keys), table=Table(("Date", "path", "of 100 people"), cells, "Each change", (2,)),
    )  # fmt: skip


def _steps(context: Context, story: Story, path: str, name: str) -> list[dict[str, Any]]:
    """Return the steps of one path: the share of the population under the challenger after each change of hands."""
    case = context.case
    sides = {key: 1 if actor.side == "challenger" else 0 for key, actor in case.actors.items()}
    regions = {key: sides.get(region.holder, 0) for key, region in case.regions.items()}
    whole = sum(region.weight for region in case.regions.values()) or 1.0
    weight = [region.weight / whole for region in case.regions.values()]
    told = [
        (
            (as_day(row["day"]) - case.as_of).days,
            row["kind"],
            ("challenger" if sides.get(row["subject"]) else "incumbent")
            if row["kind"] == "victory"
            else row["subject"],
        )
        for row in story.events
    ]
    film = playback(case.as_of, case.horizon, regions, told)
    share = sum(part for part, (_, side) in zip(weight, film.regions, strict=True) if side)
    rows = [{"day": case.as_of, "path": path, "name": name, "share": 100 * share}]
    for day, place, side in film.changes:
        share += weight[place] if side else -weight[place]
        rows.append({"day": film.date(day), "path": path, "name": name, "share": 100 * min(max(share, 0.0), 1.0)})
    return [*rows, rows[-1] | {"day": case.horizon}]


def later(case: Case, context: Context) -> tuple[list[Step], tuple[str, ...]]:
    """Return what became known after the information date, up to the horizon, from history.csv; and its sources."""
    path = case.folder / "history.csv"
    if not path.is_file():
        return [], ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if _is_later(row, case)]
    found: list[Step] = []
    falls: list[tuple[date, str]] = []
    for row in sorted(rows, key=lambda one: one["date"]):
        day = date.fromisoformat(row["date"])
        if row["kind"] == "fall" and row["subject"] in case.regions:
            falls.append((day, context.region_name(row["subject"])))
        elif row["kind"] in _TOLD:
            found.append(Step(day, _TOLD[row["kind"]], row.get("note") or "", "alarm"))
        elif row["kind"] == "other":
            found.append(Step(day, _sentence(row), row.get("note") or ""))
    found += _by_week(falls)
    sources = dict.fromkeys(row["source"] for row in rows if row.get("source"))
    return sorted(found, key=lambda step: step.day), tuple(sources)


def _is_later(row: dict[str, str], case: Case) -> bool:
    known = date.fromisoformat(row.get("known") or row["date"])
    return known > case.as_of and date.fromisoformat(row["date"]) <= case.horizon


def _sentence(row: dict[str, str]) -> str:
    """Say what a row of kind "other" says: its subject, and its value where it counts something."""
    value = float(row.get("value") or 1)
    subject = row["subject"][:1].upper() + row["subject"][1:]
    return f"{subject}: {number(value)}." if value not in (0.0, 1.0) else f"{subject}."


def _by_week(falls: Sequence[tuple[date, str]]) -> list[Step]:
    """Tell the falls of a week together."""
    found: list[Step] = []
    group: list[tuple[date, str]] = []
    for day, name in [*falls, (date.max, "")]:
        if group and (day == date.max or (day - group[0][0]).days > 7):
            names = [one for _, one in group]
            shown = joined(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"
            verb = "falls" if len(names) == 1 else "fall"
            until = f" by {short_date(group[-1][0], year=False)}" if group[-1][0] > group[0][0] else ""
            found.append(Step(group[0][0], f"{shown} {verb}{until}.", "", "chal"))
            group = []
        group.append((day, name))
    return found
