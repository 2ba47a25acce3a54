"""Told futures: one future as a dated story, and which ones to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from detente.views.answers.deals import OUTCOME_COLOURS, text_name
from detente.views.context import Context
from detente.views.wording import (
    as_day,
    clock,
    decimal,
    hundred,
    in_hundred,
    joined,
    long_date,
    plural,
    short_date,
)

__all__ = ["Step", "Story", "steps", "tell", "told", "typical"]

_TAKEN, _RETAKEN = ("fall", "surrender"), ("retaken", "retaken_surrender")
_SELDOM = 0.02
_LONG = 366
"""Days of delay beyond which a drawn delay is told no more exactly: nothing that follows is played."""
MOST = 16
"""Steps of a story, where a page has no more room for one."""
_MIDDLE = ("fatalities", "control", "regions_lost")


@dataclass(frozen=True)
class Step:
    """One dated step of a story: what happens, and the number or choice behind it.

    ``parts`` are the day, what, and number of each of several falls told together.
    """

    day: date
    text: str
    note: str = ""
    mark: str = "ring"
    parts: tuple[tuple[date, str, str], ...] = ()


@dataclass(frozen=True)
class Story:
    """One future: its number, what it stands for, and its steps in order."""

    run: int
    outcome: str
    colour: str
    head: str
    like: str
    steps: tuple[Step, ...]


def typical(rows: Sequence[dict[str, Any]]) -> int:
    """Return the future nearest to the middle of its kind, by rule and not by hand.

    The distance is the sum over battle deaths, control and regions lost of the distance to the median, in interquartile
    ranges; ties go to the lowest number.

    Parameters
    ----------
    rows
        Futures of one outcome: run and the three numbers.

    Examples
    --------
    >>> futures = [dict(run=i, fatalities=f, control=.1, regions_lost=1) for i, f in enumerate((100, 500, 900))]
    >>> typical(futures)
    1
    """
    middle, width = {}, {}
    for key in _MIDDLE:
        values = sorted(row[key] for row in rows)
        middle[key] = values[len(values) // 2]
        width[key] = (values[3 * len(values) // 4] - values[len(values) // 4]) or 1.0

    def distance(row: dict[str, Any]) -> float:
        return sum(abs(row[key] - middle[key]) / width[key] for key in _MIDDLE)

    return min(rows, key=lambda row: (round(distance(row), 9), row["run"]))["run"]


def told(context: Context, most: int = 3) -> list[Story]:
    """Return a typical future of each of the most frequent outcomes; a settled one is among them if there is any."""
    if "events" not in context.result.tables:
        return []
    columns = f"run, outcome, signed_on, broke_on, first_break, kept_a_year, capital_fell_on, {', '.join(_MIDDLE)}"
    rows = context.rows("outcomes", "where scenario = 'baseline' order by run", columns)
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row["outcome"], []).append(row)
    ranked = sorted(kinds, key=lambda name: -len(kinds[name]))
    chosen = [name for name in ranked[:most] if len(kinds[name]) >= _SELDOM * len(rows)] or ranked[:1]
    if "settlement" in kinds and "settlement" not in chosen:
        chosen = [*chosen[: most - 1], "settlement"]
    return [tell(context, typical(kinds[name]), rows) for name in chosen]


def tell(
    context: Context,
    run: int,
    outcomes: Sequence[dict[str, Any]] | None = None,
    events: Sequence[dict[str, Any]] | None = None,
    most: int = MOST,
) -> Story:
    """Tell one future of the baseline.

    Parameters
    ----------
    context
        Of the result.
    run
        The future.
    outcomes, events
        Rows of its tables, if they are at hand; events may say what decided them (``why``).
    most
        Steps that are told.

    Raises
    ------
    LookupError
        Where there is no such future.
    """
    if outcomes is None:
        outcomes = context.rows("outcomes", "where scenario = 'baseline'")
    mine = next((row for row in outcomes if row["run"] == run), None)
    if mine is None:
        raise LookupError(f"no future {run}; they are numbered from 0 to {context.runs - 1}")
    alike = sum(row["outcome"] == mine["outcome"] for row in outcomes) / len(outcomes)
    name = context.outcome_names[mine["outcome"]]
    if events is None:
        events = context.rows("events", f"where run = {int(run)} order by day")
    return Story(
        run=run,
        outcome=name,
        colour=OUTCOME_COLOURS[mine["outcome"]],
        head=_head(context, mine),
        like=f"{name}: {in_hundred(alike, of=True)} futures end so",
        steps=tuple(steps(context, events, mine, most)),
    )


def _head(context: Context, row: dict[str, Any]) -> str:
    """Say a future in one sentence."""
    parts = []
    if row["signed_on"]:
        parts.append(f"a deal is signed on {long_date(row['signed_on'])}")
    broken, later = "", False
    if row["broke_on"] and row["signed_on"]:
        days = (as_day(row["broke_on"]) - as_day(row["signed_on"])).days
        what = f" (first: {context.clause_name(row['first_break'])})" if row["first_break"] else ""
        broken, later = f"it breaks after {clock(days)}{what}", as_day(row["broke_on"]) > context.horizon
    if broken and not later:
        parts.append(broken)
    if row["capital_fell_on"]:
        parts.append(f"the capital falls on {long_date(row['capital_fell_on'])}")
    ends = {
        "settlement": f"the deal stands on {long_date(context.horizon)}" if later else "the deal stands at the end",
        "ceasefire": "a ceasefire holds at the end",
        "low_activity": "the fighting dies down without a deal",
        "war_goes_on": "the war goes on to the end",
        "challenger_victory": f"{context.side_name('challenger')} takes it all",
        "incumbent_victory": f"{context.side_name('incumbent')} takes it all",
    }
    parts.append(ends[row["outcome"]])
    if later:
        parts.append(broken)
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def steps(
    context: Context, events: Sequence[dict[str, Any]], end: dict[str, Any] | None, most: int = MOST
) -> list[Step]:
    """Return the dated steps of a future: falls of a fortnight together, small steps left out where there are many.

    Without ``end``, the row of its outcome, the story is left where its events end.
    """
    made: list[Step] = []
    falls: list[dict[str, Any]] = []

    def close() -> None:
        if falls:
            made.append(_falls(context, falls))
            falls.clear()

    lent: dict[str, str] = {}
    for event in events:
        if event["kind"] == "support":
            level = hundred(event["value"])
            if lent.get(event["subject"]) == level:
                continue  # a change too small to be seen in what is printed
            lent[event["subject"]] = level
        if event["kind"] in _TAKEN + _RETAKEN:
            apart = falls and (
                (event["kind"] in _RETAKEN) != (falls[0]["kind"] in _RETAKEN)
                or (as_day(event["day"]) - as_day(falls[0]["day"])).days > 14
            )
            if apart:
                close()
            falls.append(event)
            continue
        step = _step(context, event)
        if step:
            close()
            made.append(step)
    close()
    made = _thinned(made, most)
    if end is None:
        return made
    deaths = plural(int(end["fatalities"]), "battle death")
    won = [as_day(event["day"]) for event in events if event["kind"] == "victory"]
    last = won[-1] if won else context.horizon
    ending = _ending(context, end["outcome"])
    later = [step for step in made if step.day > last]
    if not later:
        return [*made, Step(last, f"The story ends: {ending}.", deaths, "dot")]
    seen = Step(
        last, f"The time looked at ends: {ending}. The deal is followed for a year from its signing.", deaths, "dot"
    )
    return [*(step for step in made if step.day <= last), seen, *later, *_a_year_on(end)]


def _a_year_on(end: dict[str, Any]) -> list[Step]:
    """Say whether a deal that stood at the horizon was still kept a year after its signing."""
    if not end["signed_on"] or not end.get("kept_a_year"):
        return []
    return [
        Step(as_day(end["signed_on"]) + timedelta(365), "A year after its signing the deal is still kept.", "", "sett")
    ]


def _ending(context: Context, outcome: str) -> str:
    name = context.outcome_names[outcome]
    return name if "ictory" in name else name.lower()


def _thinned(made: list[Step], most: int) -> list[Step]:
    """Leave out refusals and offers first, then the small ones in the middle."""
    if len(made) <= most:
        return made
    weight = {"minor": 0, "ring": 1, "chal": 2, "inc": 2, "sett": 3, "alarm": 3, "dot": 3}
    ranked = sorted(range(len(made)), key=lambda place: (-weight.get(made[place].mark, 1), place))
    kept = sorted(ranked[:most])
    return [made[place] for place in kept]


def _falls(context: Context, falls: list[dict[str, Any]]) -> Step:
    first, last = as_day(falls[0]["day"]), as_day(falls[-1]["day"])
    names = [context.region_name(event["subject"]) if context.regions else "A region" for event in falls]
    verb, mark = ("are retaken", "inc") if falls[0]["kind"] in _RETAKEN else ("fall", "chal")
    if len(names) == 1:
        verb = "falls" if verb == "fall" else "is retaken"
        return Step(first, f"{names[0][:1].upper()}{names[0][1:]} {verb}.", _noted(_how(falls), falls[0]), mark)
    listed = joined(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"
    until = f" by {short_date(last, year=False)}" if last > first else ""
    if not context.regions:
        return Step(first, f"{len(names)} regions {verb}{until}.", _how(falls), mark)
    text = f"{listed} {verb}{until}." if len(names) <= 4 else f"{len(names)} regions {verb}{until}: {listed}."
    text = f"{text[:1].upper()}{text[1:]}"
    known = any(event.get("why") for event in falls)
    parts = [(as_day(event["day"]), name, _noted(_how([event]), event))
             for name, event in zip(names, falls, strict=True)]  # fmt: skip
    return Step(first, text, _how(falls), mark, tuple(parts) if known else ())


def _noted(note: str, event: dict[str, Any]) -> str:
    """Add to the number behind an event what decided it, where that is known (``why``)."""
    return "; ".join(part for part in (note, event.get("why", "")) if part)


def _how(falls: list[dict[str, Any]]) -> str:
    """Say how regions changed hands: by surrender or by assault."""
    surrendered = sum(event["kind"].endswith("surrender") for event in falls)
    if len(falls) == 1:
        return "by surrender" if surrendered else "by assault"
    parts = ((surrendered, "by surrender"), (len(falls) - surrendered, "by assault"))
    return ", ".join(f"{count} {how}" for count, how in parts if count)


_SAID: dict[str, tuple[str, str, str]] = {
    "offer": ("{actor} makes an offer.", "", "minor"),
    "refusal": ("{actor} refuses what is on the table.", "", "minor"),
    "signed": ("All parties sign{text}.", "", "sett"),
    "broken": ("The deal breaks{clause}.", "", "alarm"),
    "table_opened": ("The table opens.", "readiness {level}", "ring"),
    "table_closed": ("{actor} walks out; the table closes.", "", "ring"),
    "review_keep": ("{actor} keeps its date at the review.", "readiness to stay {level}", "ring"),
    "review_extend": ("{actor} extends its stay at the review.", "readiness to stay {level}", "ring"),
    "review_condition": ("{actor} makes its stay conditional at the review.", "readiness to stay {level}", "ring"),
    "review_leave": ("{actor} decides to leave at the review.", "readiness to stay {level}", "ring"),
    "support": ("The support that {actor} lends changes.", "to {hundred} of 100 of what it could give", "ring"),
    "ceasefire": ("A ceasefire begins.", "", "sett"),
    "ceasefire_broken": ("The ceasefire breaks.", "", "alarm"),
    "attack": ("{actor} attacks while the table is open.", "trust falls to {level}", "minor"),
    "dormant": ("The front falls quiet.", "", "ring"),
    "woken": ("The front wakes.", "", "ring"),
    "clause_kept": ("Kept{clause}.", "", "ring"),
    "clause_late": ("Not met on its date{clause}.", "comes {late} late", "ring"),
    "clause_breached": ("Breached{clause}.", "", "alarm"),
    "clause_disputed": ("Disputed{clause}.", "", "ring"),
    "clause_never": ("Not carried out{clause}.", "", "alarm"),
    "clause_waived": ("No longer owed{clause}.", "", "minor"),
    "term_kept": ("A term of the deal is carried out{clause}.", "", "ring"),
    "term_late": ("A term of the deal is not met on its date{clause}.", "comes {late} late", "ring"),
    "term_breached": ("A term of the deal is breached{clause}.", "", "alarm"),
    "capital_fell": ("The capital falls.", "", "chal"),
    "leak": ("A text refused in private leaks out.", "", "ring"),
    "leaked": ("A text refused in private leaks out.", "", "ring"),
    "report": ("The mediator’s report is believed.", "closes {hundred} of 100 of the gap in beliefs", "minor"),
}
"""Events in words: text, the number behind it, and the mark."""


def _unproposed(subject: str) -> str:
    """Name a text that is no proposal: one that others formed, or any that the table found."""
    return (
        " a text that the table found" if subject in ("", "a text of the table") else f": {subject}".replace("'", "’")
    )


def _step(context: Context, event: dict[str, Any]) -> Step | None:
    """Put one event into words; None for kinds that tell nothing by themselves."""
    day, subject, value = as_day(event["day"]), event["subject"] or "", event["value"]
    if event["kind"] not in _SAID:
        told_by_itself = event["kind"] == "effect" and len(subject) > 3 and " " in subject
        return Step(day, f"{subject[:1].upper()}{subject[1:].rstrip('.')}.") if told_by_itself else None
    text, note, mark = _SAID[event["kind"]]
    if event["kind"] == "table_closed" and not subject:
        text = "A condition for sitting fails; the table closes."
    if event["kind"] == "ceasefire" and context.paused and day <= context.as_of + timedelta(1):
        text = "A ceasefire from before holds."
    words = {
        "actor": context.actor_name(subject) if subject else "A party",
        "text": f": {text_name(context, subject)}" if subject in context.case.proposals else _unproposed(subject),
        "clause": f": {context.clause_name(subject)}" if subject else "",
        "level": decimal(value),
        "hundred": hundred(value),
        "late": clock(value or 0.0) if (value or 0.0) <= _LONG else "more than a year",
    }
    said = note.format(**words) if value is not None else ""
    return Step(day, text.format(**words), _noted(said, event), mark)
