"""The page of ``detente forecast``: what each model says, how it got there, who moved whom, and what it hangs on."""

from __future__ import annotations

import html
import json
import math
from pathlib import Path
from typing import Any

from detente.analysis.actors_table import ActorsTable
from detente.analysis.forecast import MODELS, NULL_MODEL
from detente.files import write_whole
from detente.views.forecast_document import Answer, Answers, as_csv, document, draw_span, movers, setting_text, shown
from detente.views.leaflet import figure, leaflet, table
from detente.views.wording import joined, plural

__all__ = ["TRUST", "finding", "write_forecast"]

TRUST = (
    "On 351 issues of EU decision-making the plain weighted mean came closer to what was decided than the challenge "
    "model (mean absolute error 23.0 against 26.8): a model that says something else owes a reason."
)
_PAIRS, _SWINGS, _ISSUES_OPEN = 15, 10, 4


def finding(found: Answers) -> str:
    """Return the page's title: how far the models agree, or how far one is from the weighted mean."""
    spans = found.table.scale[:, 1] - found.table.scale[:, 0]
    if len(found.answers) > 1:
        outcomes = [answer.forecast.outcome for answer in found.answers]
        widths = [max(o[k] for o in outcomes) - min(o[k] for o in outcomes) for k in range(len(spans))]
        k = max(range(len(spans)), key=lambda place: widths[place] / spans[place])
        values = [float(outcome[k]) for outcome in outcomes]
        low, high = shown(found.table, k, min(values)), shown(found.table, k, max(values))
        if low == high:
            return f"{plural(len(outcomes), 'model')} agree: {found.table.issues[k]} at {low}" + _most(found)
        return f"{plural(len(outcomes), 'model')} put {found.table.issues[k]} between {low} and {high}" + _most(found)
    played = next(iter(found.answers)).forecast
    gaps = abs(played.outcome - found.null) / spans
    k = int(gaps.argmax())
    value, null = (shown(found.table, k, float(part[k])) for part in (played.outcome, found.null))
    issue, title = found.table.issues[k], MODELS[played.model].title
    if played.model == NULL_MODEL:
        return f"{title}: {issue} at {value}"
    return f"{title} puts {issue} at {value}; the weighted mean is {null}" + _most(found)


def _most(found: Answers) -> str:
    others = len(found.table.issues) - 1
    return f" (of {plural(others + 1, 'issue')}, the one with the widest gap)" if others else ""


def write_forecast(found: Answers, folder: Path) -> list[Path]:
    """Write forecast.json, CSV tables and forecast.html into a folder, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document(found), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    written = [write_whole(folder / "forecast.json", text)]
    written += [write_whole(folder / name, body) for name, body in as_csv(found).items()]
    return [*written, write_whole(folder / "forecast.html", _page(found))]


def _page(found: Answers) -> str:
    source = f"{plural(len(found.table.actors), 'actor')} of {Path(found.table.source).name}"
    parts = [_notes(found), "<h2>What each model says</h2>", _summary(found)]
    for number, answer in enumerate(found.answers):
        if len(answer.forecast.rounds) > 1 or answer.swings:
            parts.append(_model(found, answer, f"m{number}"))
    parts.append(f"<h2>How far to trust this</h2><p>{html.escape(TRUST)}</p>")
    sources = [f"<li>{html.escape(MODELS[a.forecast.model].title)}: {html.escape(MODELS[a.forecast.model].source)}</li>"
               for a in found.answers]  # fmt: skip
    parts.append(f"<p>The models are those of</p><ul>{''.join(sources)}</ul>")
    return leaflet(finding(found), source, "\n".join(parts))


def _notes(found: Answers) -> str:
    notes = [*found.table.notes, *found.left_out]
    return f'<p class="quiet">{html.escape(joined(notes)[:1].upper() + joined(notes)[1:])}.</p>' if notes else ""


def _summary(found: Answers) -> str:
    """Rows of issues, columns of models; with draws, the span of 90 of 100 below each number."""
    titles = [MODELS[answer.forecast.model].title for answer in found.answers]
    extra = [] if any(a.forecast.model == NULL_MODEL for a in found.answers) else ["Weighted mean"]
    rows = []
    for k, issue in enumerate(found.table.issues):
        cells = [shown(found.table, k, float(answer.forecast.outcome[k])) for answer in found.answers]
        if extra:
            cells.append(shown(found.table, k, float(found.null[k])))
        rows.append([issue, *cells])
        if any(answer.spread is not None for answer in found.answers):
            rows.append(
                [
                    "90 of 100 draws",
                    *[draw_span(found.table, answer.spread, k) for answer in found.answers],
                    *[""] * len(extra),
                ]
            )
    return table(["Issue", *titles, *extra], rows)


def _model(found: Answers, answer: Answer, name: str) -> str:
    played = answer.forecast
    parts = [f"<h2>{html.escape(MODELS[played.model].title)}</h2>"]
    if played.notes:
        said = "; ".join(played.notes)
        parts.append(f'<p class="quiet">{html.escape(said[:1].upper() + said[1:])}.</p>')
    if len(played.rounds) > 1:
        issues = _by_movement(found.table, answer)
        figures = [_rounds(found, answer, k, f"{name}i{k}") for k in issues]
        parts += ["<h3>Where the actors stand, round by round</h3>", *figures[:_ISSUES_OPEN]]
        if figures[_ISSUES_OPEN:]:
            rest = "".join(figures[_ISSUES_OPEN:])
            more = plural(len(figures) - _ISSUES_OPEN, "more issue")
            parts.append(f"<details><summary>{more}, less moved</summary>{rest}</details>")
    parts.append(_moved(found, answer))
    parts.append(_readings(found, answer))
    if answer.swings:
        parts.append(_hangs_on(found, answer, f"{name}s"))
    return "\n".join(parts)


def _by_movement(actors: ActorsTable, answer: Answer) -> list[int]:
    """Issues, the one on which actors moved most first."""
    span = actors.scale[:, 1] - actors.scale[:, 0]
    moved = [0.0] * len(actors.issues)
    for move in answer.forecast.moves:
        moved[move.issue] += abs(move.end - move.start) / float(span[move.issue])
    return sorted(range(len(moved)), key=lambda k: -moved[k])


def _rounds(found: Answers, answer: Answer, k: int, name: str) -> str:
    from detente.views.charts_forecast import positions_by_round
    from detente.views.stills import still

    actors, rounds = found.table, answer.forecast.rounds
    rows = [
        {"actor": actor, "turn": one.turn, "position": float(one.positions[i, k])}
        for one in rounds for i, actor in enumerate(actors.actors) if not math.isnan(one.positions[i, k])
    ]  # fmt: skip
    outcomes = [{"turn": one.turn, "position": float(one.outcome[k])} for one in rounds]
    ends = (float(actors.scale[k, 0]), float(actors.scale[k, 1]))
    drawing = still(positions_by_round(rows, outcomes, ends, rounds[-1].turn), name)
    turns = [one for one in rounds if one.turn in _turns_shown(rounds[-1].turn)]
    paths = [(actor, [float(one.positions[i, k]) for one in turns]) for i, actor in enumerate(actors.actors)]
    paths.append(("outcome", [float(one.outcome[k]) for one in turns]))
    header = ["Actor", *(f"round {one.turn}" for one in turns)]
    numbers = table(header, [[label, *(shown(actors, k, x) for x in path)] for label, path in paths])
    last = shown(actors, k, float(rounds[-1].outcome[k]))
    said = f"{actors.issues[k]}: from {shown(actors, k, float(rounds[0].outcome[k]))} to {last}"
    words = f"{actors.issues[k]}, from {ends[0]:g} to {ends[1]:g}; thick: the outcome that the positions amount to"
    return figure(said, words, drawing, numbers)


def _turns_shown(last: int, most: int = 9) -> list[int]:
    """The start, the end, and evenly spaced rounds between."""
    if last < most:
        return list(range(last + 1))
    return sorted({round(place * last / (most - 1)) for place in range(most)})


def _moved(found: Answers, answer: Answer) -> str:
    pairs = movers(found, answer, _PAIRS)
    if not pairs:
        return ""
    rows = [[who, by, f"{distance:.1f}", str(times)] for who, by, distance, times in pairs]
    head = ["Moved", "in deals with", "hundredths of the scale", "moves"]
    return "<h3>Who moved whom</h3>" + table(head, rows, words=2)


def _readings(found: Answers, answer: Answer) -> str:
    """The spread over readings of the expected-utility model."""
    spreads: dict[str, Any] = answer.forecast.extra.get("spread_over_readings", {})
    if not spreads:
        return ""
    sample = next(iter(spreads.values()))
    names = list(sample["readings"])
    rows = []
    for k, (issue, part) in enumerate(spreads.items()):
        values = [shown(found.table, k, part["readings"][name]) for name in names]
        low, high = (shown(found.table, k, part["family"][end]) for end in ("low", "high"))
        rows.append([issue, *values, f"{low} to {high}"])
    closest = answer.forecast.extra["closest_to_published"]
    words = (
        f"The sources leave the model open in places. {closest} comes closest to its published rounds; the last column "
        f"spans 90 of 100 of all {sample['family']['readings']} combinations."
    )
    return f"<h3>The same model as others read it</h3><p>{words}</p>" + table(["Issue", *names, "all readings"], rows)


def _hangs_on(found: Answers, answer: Answer, name: str) -> str:
    from detente.views.charts_forecast import swings
    from detente.views.stills import still

    actors = found.table
    span = actors.scale[:, 1] - actors.scale[:, 0]
    widest = max(answer.swings, key=lambda one: one.width(actors.scale))
    if widest.width(actors.scale) == 0.0:
        return "<h3>What it hangs on</h3><p>No number of the table, moved by itself, changes this forecast.</p>"
    k = int((abs(widest.outcome_high - widest.outcome_low) / span).argmax())
    order = sorted(answer.swings, key=lambda one: -abs(float(one.outcome_high[k] - one.outcome_low[k])))[:_SWINGS]
    rows, cells = [], []
    for y, swing in enumerate(order):
        title, low, high = setting_text(actors, swing)
        ends = sorted((float(swing.outcome_low[k]), float(swing.outcome_high[k])))
        rows.append({"y": y, "name": f"{title}, {low} to {high}", "low": ends[0], "high": ends[1]})
        values = [shown(actors, k, float(part[k])) for part in (swing.outcome_low, swing.outcome_high)]
        cells.append([title, low, high, *values])
    base = float(answer.forecast.outcome[k])
    low_end, high_end = min([base, *(r["low"] for r in rows)]), max([base, *(r["high"] for r in rows)])
    room = 0.05 * (high_end - low_end) or 0.5
    drawing = still(swings(rows, (low_end - room, high_end + room), base), name)
    said = f"{actors.issues[k]} hangs most on {rows[0]['name']}"
    words = f"Forecast of {actors.issues[k]} as one number at a time goes from low to high; rule: the forecast"
    numbers = table(["Number", "low", "high", "forecast at low", "at high"], cells)
    return "<h3>What it hangs on</h3>" + figure(said, words, drawing, numbers)
