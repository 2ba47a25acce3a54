"""The answer of ``detente forecast`` as JSON and CSV, and the numbers that every view of it shares."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.analysis.actors_table import ActorsTable
from detente.analysis.forecast import MODELS, NULL_MODEL, Forecast
from detente.analysis.forecast_spread import Spread, Swing

__all__ = ["Answer", "Answers", "as_csv", "digits", "document", "draw_span", "movers", "setting_text", "shown"]


@dataclass(frozen=True)
class Answer:
    """One model's forecast, and, where they were asked for, its spread over draws and its sensitivity."""

    forecast: Forecast
    spread: Spread | None = None
    swings: tuple[Swing, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What the models make of one table; ``asked`` is what the user typed, ``left_out`` says why some lack."""

    table: ActorsTable
    asked: str
    answers: tuple[Answer, ...]
    null: npt.NDArray[np.float64]
    left_out: tuple[str, ...] = ()
    seed: int = 0


def document(found: Answers) -> dict[str, Any]:
    """Return the JSON document; for several models, one document each under ``models``."""
    parts = [_one(found, answer) for answer in found.answers]
    if found.asked != "all":
        return parts[0]
    return {
        "model": "all",
        "settings": {part["model"]: part["settings"] for part in parts},
        "forecast": {part["model"]: part["forecast"] for part in parts},
        "null_model": {"model": NULL_MODEL, "forecast": _by_issue(found.table, found.null)},
        "left_out": list(found.left_out),
        "notes": list(found.table.notes),
        "models": parts,
    }


def _one(found: Answers, answer: Answer) -> dict[str, Any]:
    table, played = found.table, answer.forecast
    part: dict[str, Any] = {
        "model": played.model,
        "settings": played.settings,
        "seed": found.seed,
        "forecast": _by_issue(table, played.outcome),
        "null_model": {"model": NULL_MODEL, "forecast": _by_issue(table, found.null)},
        "rounds": [
            {
                "turn": one.turn,
                "positions": _positions(table, one.positions),
                "win_prob": {} if one.win_prob is None else _by_actor(table, one.win_prob),
                "outcome": _by_issue(table, one.outcome),
            }
            for one in played.rounds
        ],
        "moves": [
            {
                "turn": move.turn,
                "actor": table.actors[move.actor],
                "by": table.actors[move.by],
                "issue": table.issues[move.issue],
                "from": move.start,
                "to": move.end,
                "kind": move.kind,
            }
            for move in played.moves
        ],
        **played.extra,
        "notes": [*table.notes, *played.notes],
        "source": MODELS[played.model].source,
    }
    if answer.spread is not None:
        low, mid, high = answer.spread.quantiles
        part["spread"] = {
            "runs": len(answer.spread.outcomes),
            "numbers_drawn": answer.spread.drawn,
            "low": _by_issue(table, low),
            "mid": _by_issue(table, mid),
            "high": _by_issue(table, high),
        }
    if answer.swings:
        part["sensitivity"] = [_swing(table, swing) for swing in answer.swings]
    return part


def _swing(table: ActorsTable, swing: Swing) -> dict[str, Any]:
    return {
        "actor": table.actors[swing.actor],
        "number": swing.kind,
        "issue": None if swing.issue < 0 else table.issues[swing.issue],
        "unit": "times its value" if _is_factor(table, swing) else "",
        "low": swing.low,
        "high": swing.high,
        "forecast_low": _by_issue(table, swing.outcome_low),
        "forecast_high": _by_issue(table, swing.outcome_high),
        "width": swing.width(table.scale),
    }


def _is_factor(table: ActorsTable, swing: Swing) -> bool:
    return swing.issue < 0 and not table.ranges


def _by_issue(table: ActorsTable, values: npt.NDArray[np.float64]) -> float | dict[str, float]:
    if len(table.issues) == 1:
        return float(values[0])
    return dict(zip(table.issues, map(float, values), strict=True))


def _by_actor(table: ActorsTable, values: npt.NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(table.actors, map(float, values), strict=True))


def _positions(table: ActorsTable, positions: npt.NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """Positions by actor and issue; issues in which an actor takes no part are left out."""
    return {
        actor: {issue: float(x) for issue, x in zip(table.issues, row, strict=True) if not math.isnan(x)}
        for actor, row in zip(table.actors, positions, strict=True)
    }


def as_csv(found: Answers) -> dict[str, str]:
    """Return the tables to write, by file name: positions, moves, and sensitivity and spread where there are any."""
    table = found.table
    rounds, moves, swings, draws = [], [], [], []
    for answer in found.answers:
        played = answer.forecast
        for one in played.rounds:
            for i, actor in enumerate(table.actors):
                chance = "" if one.win_prob is None else repr(float(one.win_prob[i]))
                rounds += [
                    (played.model, one.turn, actor, issue, repr(float(x)), chance)
                    for issue, x in zip(table.issues, one.positions[i], strict=True)
                    if not math.isnan(x)
                ]
        moves += [
            (
                played.model,
                m.turn,
                table.actors[m.actor],
                table.actors[m.by],
                table.issues[m.issue],
                m.start,
                m.end,
                m.kind,
            )
            for m in played.moves
        ]
        for swing in answer.swings:
            place = "" if swing.issue < 0 else table.issues[swing.issue]
            head = (played.model, table.actors[swing.actor], swing.kind, place, swing.low, swing.high)
            ends = zip(table.issues, swing.outcome_low, swing.outcome_high, strict=True)
            swings += [(*head, issue, float(low), float(high)) for issue, low, high in ends]
        if answer.spread is not None:
            for run, row in enumerate(answer.spread.outcomes):
                draws += [(played.model, run, issue, float(x)) for issue, x in zip(table.issues, row, strict=True)]
    files = {
        "positions.csv": _csv(("model", "turn", "actor", "issue", "position", "win_prob"), rounds),
        "moves.csv": _csv(("model", "turn", "actor", "by", "issue", "from", "to", "kind"), moves),
    }
    if swings:
        header = ("model", "actor", "number", "number_issue", "low", "high", "issue", "forecast_low", "forecast_high")
        files["sensitivity.csv"] = _csv(header, swings)
    if draws:
        files["draws.csv"] = _csv(("model", "run", "issue", "forecast"), draws)
    return files


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def digits(table: ActorsTable, issue: int) -> int:
    """Decimals to show on an issue's scale: three figures of its span.

    Examples
    --------
    >>> from detente.analysis.actors_table import actors_table
    >>> digits(actors_table(["Ann", "Bob"], [1, 1], [0, 100], [50, 50]), 0)
    1
    """
    span = float(table.scale[issue, 1] - table.scale[issue, 0])
    return max(0, 3 - math.ceil(math.log10(span))) if span > 0.0 else 2


def shown(table: ActorsTable, issue: int, value: float) -> str:
    """Write a position as people read it; a dash where there is none."""
    return "-" if math.isnan(value) else f"{value:.{digits(table, issue)}f}"


def draw_span(table: ActorsTable, drawn: Spread | None, issue: int, between: str = " to ") -> str:
    """Write where 90 of 100 draws lie; nothing where none were made."""
    if drawn is None:
        return ""
    low, _, high = drawn.quantiles
    return f"{shown(table, issue, float(low[issue]))}{between}{shown(table, issue, float(high[issue]))}"


def setting_text(table: ActorsTable, swing: Swing) -> tuple[str, str, str]:
    """Name of the number that was moved, and what it was set to at both ends."""
    actor, many = table.actors[swing.actor], len(table.issues) > 1
    place = f" on {table.issues[swing.issue]}" if many and swing.issue >= 0 else ""
    if _is_factor(table, swing):
        return f"{actor}: {swing.kind}{place}", f"x {swing.low:g}", f"x {swing.high:g}"
    return f"{actor}: {swing.kind}{place}", f"{swing.low:.3g}", f"{swing.high:.3g}"


def movers(found: Answers, answer: Answer, most: int) -> list[tuple[str, str, float, int]]:
    """Who was moved, by whom, how far in sum (shares of the scale, per hundred), and how often; furthest first."""
    table = found.table
    span = table.scale[:, 1] - table.scale[:, 0]
    total: dict[tuple[int, int], list[float]] = {}
    for move in answer.forecast.moves:
        entry = total.setdefault((move.actor, move.by), [0.0, 0.0])
        entry[0] += 100.0 * abs(move.end - move.start) / float(span[move.issue])
        entry[1] += 1.0
    ranked = sorted(total.items(), key=lambda item: -item[1][0])[:most]
    return [(table.actors[i], table.actors[j], distance, int(times)) for (i, j), (distance, times) in ranked]
