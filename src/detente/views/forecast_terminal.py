"""The answer of ``detente forecast`` on a terminal: forecasts, positions by round, who moved whom, what it hangs on."""

from __future__ import annotations

import math

from rich.measure import Measurement
from rich.table import Table

from detente.analysis.actors_table import ActorsTable
from detente.analysis.forecast import MODELS, NULL_MODEL, Forecast
from detente.views.forecast_document import Answer, Answers, draw_span, movers, setting_text, shown
from detente.views.forecast_page import TRUST, finding
from detente.views.terminal import out, say
from detente.views.wording import plural

__all__ = ["show_forecast"]

_TURNS, _PAIRS, _SWINGS, _ISSUES = 7, 8, 8, 3
_STRIP, _NARROW = 41, 13
"""Characters of the strip at most and at least."""


def show_forecast(found: Answers) -> None:
    """Print what was found, for people."""
    say(lead=finding(found))
    notes = [*found.table.notes, *found.left_out]
    if notes:
        say("; ".join(notes), style="dim")
    out.print()
    out.print(_summary(found))
    drawn = "; drawn: where 90 of 100 draws lie" if any(a.spread is not None for a in found.answers) else ""
    say(f"{NULL_MODEL}, the weighted mean, is the null model{drawn}", style="dim")
    for answer in found.answers:
        if len(answer.forecast.rounds) > 1 or answer.swings:
            _show_model(found, answer, alone=len(found.answers) == 1)
    out.print()
    say(TRUST, style="dim")


def _table(header: list[str], words: int = 1) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, name in enumerate(header):
        table.add_column(name, justify="left" if place < words else "right", no_wrap=place >= words)
    return table


def _summary(found: Answers) -> Table:
    """Rows of issues, columns of models, the null model first; rows of both where the columns would be cut."""
    table = _side_by_side(found)
    if Measurement.get(out, out.options.update(max_width=1_000), table).maximum <= out.width:
        return table
    table = _table(["Forecast", "model", "", "drawn"], words=2)
    null = not any(answer.forecast.model == NULL_MODEL for answer in found.answers)
    for k, issue in enumerate(found.table.issues):
        rows = [(NULL_MODEL, shown(found.table, k, float(found.null[k])), "")] if null else []
        for answer in found.answers:
            drawn = draw_span(found.table, answer.spread, k, "..") if answer.spread is not None else ""
            rows.append((answer.forecast.model, shown(found.table, k, float(answer.forecast.outcome[k])), drawn))
        for place, row in enumerate(rows):
            table.add_row("" if place else issue, *row)
    return table


def _side_by_side(found: Answers) -> Table:
    """Rows of issues, columns of models."""
    names = [answer.forecast.model for answer in found.answers]
    beside = [] if NULL_MODEL in names else [NULL_MODEL]
    table = _table(["Forecast", *beside, *names])
    drawn = [answer for answer in found.answers if answer.spread is not None]
    for k, issue in enumerate(found.table.issues):
        cells = [shown(found.table, k, float(answer.forecast.outcome[k])) for answer in found.answers]
        table.add_row(issue, *[shown(found.table, k, float(found.null[k])) for _ in beside], *cells)
        if drawn:
            spans = [draw_span(found.table, answer.spread, k, "..") for answer in found.answers]
            table.add_row("  drawn", *["" for _ in beside], *spans, style="dim")
    return table


def _show_model(found: Answers, answer: Answer, *, alone: bool) -> None:
    played = answer.forecast
    out.print()
    rounds = f", {plural(len(played.rounds) - 1, 'round')}" if len(played.rounds) > 1 else ""
    say(lead=f"{MODELS[played.model].title}{rounds}")
    for note in played.notes:
        say(note, style="dim")
    if len(played.rounds) > 1:
        order = _issues_by_movement(found.table, played)
        for k in order[: _ISSUES if alone else 1]:
            out.print()
            out.print(_rounds(found.table, played, k))
        rest = len(order) - (_ISSUES if alone else 1)
        if rest > 0:
            out.print(f"and {plural(rest, 'more issue')}: --json or --out", style="dim")
    pairs = movers(found, answer, _PAIRS if alone else 3)
    if pairs:
        table = _table(["Moved", "in deals with", "hundredths of the scale", "moves"], words=2)
        for who, by, distance, times in pairs:
            table.add_row(who, by, f"{distance:.1f}", str(times))
        out.print()
        out.print(table)
    if answer.swings:
        out.print()
        out.print(_hangs_on(found, answer))


def _issues_by_movement(table: ActorsTable, played: Forecast) -> list[int]:
    moved = [0.0] * len(table.issues)
    for move in played.moves:
        moved[move.issue] += abs(move.end - move.start) / float(table.scale[move.issue, 1] - table.scale[move.issue, 0])
    return sorted(range(len(moved)), key=lambda k: -moved[k])


def _rounds(actors: ActorsTable, played: Forecast, k: int) -> Table:
    """Positions on one issue at some rounds, and a strip from the scale's low end to its high end, as wide as fits."""
    last = played.rounds[-1].turn
    low, high = (float(end) for end in actors.scale[k])
    number = max(len(shown(actors, k, end)) for end in (low, high)) + 2
    name = min(max(len(actor) for actor in (*actors.actors, actors.issues[k], "outcome")), 24) + 2
    room = max(out.width, 40) - name
    count = max(2, min(_TURNS, last + 1, (room - _NARROW) // number))
    turns = sorted({round(place * last / (count - 1)) for place in range(count)})
    width = min(_STRIP, room - number * len(turns) - 1)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(actors.issues[k], no_wrap=True, max_width=name - 2, overflow="ellipsis")
    for turn in turns:
        table.add_column(f"r{turn}", justify="right", no_wrap=True)
    if width >= _NARROW:
        table.add_column(f"{low:g}{f'{high:g}'.rjust(width - len(f'{low:g}'))}", no_wrap=True)
    rows = [(actor, [one.positions[i, k] for one in played.rounds], None) for i, actor in enumerate(actors.actors)]
    for label, path, style in [*rows, ("outcome", [one.outcome[k] for one in played.rounds], "bold")]:
        if math.isnan(path[0]):
            continue
        cells = [shown(actors, k, float(path[turn])) for turn in turns]
        strip = [_strip(float(path[0]), float(path[-1]), low, high, width)] if width >= _NARROW else []
        table.add_row(label, *cells, *strip, style=style)
    return table


def _strip(start: float, end: float, low: float, high: float, width: int) -> str:
    """A line of the scale: o where an actor starts, * where it ends, - between.

    Examples
    --------
    >>> _strip(0.0, 50.0, 0.0, 100.0, 11)
    'o----*     '
    """
    at = [round((value - low) / (high - low) * (width - 1)) for value in (start, end)]
    a, b = (min(max(place, 0), width - 1) for place in at)
    cells = [" "] * width
    for place in range(min(a, b), max(a, b) + 1):
        cells[place] = "-"
    cells[a], cells[b] = "o", "*"
    return "".join(cells)


def _hangs_on(found: Answers, answer: Answer) -> Table:
    """The widest swings, on the issue that moves most."""
    actors = found.table
    span = actors.scale[:, 1] - actors.scale[:, 0]
    table = _table(["What it hangs on", "from", "to", "issue", "forecast from", "to"])
    for swing in answer.swings[:_SWINGS]:
        k = int((abs(swing.outcome_high - swing.outcome_low) / span).argmax())
        title, low, high = setting_text(actors, swing)
        ends = [shown(actors, k, float(part[k])) for part in (swing.outcome_low, swing.outcome_high)]
        table.add_row(title, low, high, actors.issues[k], *ends)
    return table
