"""The tables of a result, from the arrays of its ensembles. Columns are described in docs/reference/result.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from detente.analysis.ranges import parameter_range
from detente.engine.ensemble import Played
from detente.engine.layout import Kind, Outcome, Status
from detente.engine.limits import TEXTS
from detente.engine.sheet import Sheet

__all__ = ["OUTCOMES", "Columns", "baseline_tables", "first_break_name", "flags", "outcome_tables"]

Columns = dict[str, Any]
OUTCOMES = tuple(outcome.name.lower() for outcome in Outcome)
COMMON_TEXT = "the neighbours' common text"
"""What events call the text that neighbours, patrons and mediators form together."""
_KINDS = [kind.name.lower() for kind in Kind]
_BACKGROUND = "no clause: the background hazard"


def _days(sheet: Sheet, days: NDArray[Any]) -> pa.Array:
    """Dates from days since as_of; below 0 is null."""
    start = np.datetime64(sheet.case.as_of)
    whole = np.asarray(days, np.int64)
    return pa.array(start + np.maximum(whole, 0).astype("timedelta64[D]"), mask=whole < 0)


def _words(index: NDArray[Any], words: Sequence[str]) -> pa.Array:
    """Words by place; below 0 is null."""
    place = np.asarray(index, np.int64)
    return pa.DictionaryArray.from_arrays(
        pa.array(place.astype(np.int32), mask=(place < 0) | (place >= len(words))), pa.array(list(words), pa.string())
    ).cast(pa.string())


def first_break_name(sheet: Sheet) -> list[str]:
    """Names of what can break a settlement: parties, terms, and neither."""
    return [*sheet.parties, *(term.id for term in sheet.case.terms), _BACKGROUND]


def flags(played: Played) -> dict[str, NDArray[np.float64]]:
    """Per-future 0/1 of every outcome, of ever signing and of keeping a deal for a year."""
    outcome = played.whole("outcome")
    found = {name: (outcome == place).astype(float) for place, name in enumerate(OUTCOMES)}
    found["ever_signed"] = (played.whole("ever_signed") == 1).astype(float)
    found["kept_a_year"] = (played.whole("kept_a_year") == 1).astype(float)
    return found


def outcome_tables(ensembles: Sequence[Played], base: dict[str, float]) -> dict[str, Columns]:
    """Tables with a row or more for every scenario: outcomes, shares, control, front, states."""
    parts: dict[str, list[Columns]] = {name: [] for name in ("outcomes", "shares", "control", "front", "states")}
    for played in ensembles:
        parts["outcomes"].append(_outcomes(played))
        parts["shares"].append(_shares(played, base))
        parts["control"].append(_control(played))
        parts["front"].append(_front(played))
        parts["states"].append(_states(played))
    return {name: _joined(rows) for name, rows in parts.items()}


def _joined(parts: list[Columns]) -> Columns:
    """Stack columns of the same names; a column that a part lacks is null there."""
    names = list(dict.fromkeys(name for part in parts for name in part))
    out: Columns = {}
    for name in names:
        arrays = [part.get(name) for part in parts]
        kind = next(pa.array(one).type for one in arrays if one is not None)
        sizes = [len(next(iter(part.values()))) for part in parts]
        out[name] = pa.chunked_array(
            [
                pa.nulls(size, kind) if one is None else pa.array(one).cast(kind)
                for one, size in zip(arrays, sizes, strict=True)
            ]
        )
    return out


def _outcomes(played: Played) -> Columns:
    sheet, whole = played.plan.sheet, played.whole
    signed = whole("ever_signed") == 1
    text, draw = whole("text"), played.draw_of
    terms = played.plan.parts["text_x"][draw, np.maximum(text, 0)]
    kept = whole("kept_a_year")
    return {
        "scenario": pa.array([played.scenario] * played.runs),
        "run": np.arange(played.runs, dtype=np.int32),
        "draw": draw.astype(np.int32),
        "outcome": _words(whole("outcome"), OUTCOMES),
        "ever_signed": signed,
        "signed_on": _days(sheet, whole("signed_on")),
        "broke_on": _days(sheet, whole("broke_on")),
        "first_break": _words(whole("first_break"), first_break_name(sheet)),
        "kept_a_year": pa.array(kept == 1, mask=(kept < 0) | ~signed),
        "fatalities": whole("fatalities"),
        "civilians_out": whole("civilians_out"),
        "regions_lost": whole("regions_lost"),
        "control": played.out.real[:, 0].astype(np.float32),
        "rights": pa.array(played.out.real[:, 1].astype(np.float32), mask=np.isnan(played.out.real[:, 1])),
        "capital_fell_on": _days(sheet, whole("capital_fell_on")),
        "proposer": _words(np.where(signed, whole("proposer") + 1, -1), ("the mediator", *sheet.parties)),
        "rounds": whole("rounds"),
        "attacks": whole("attacks"),
        "leaks": whole("leaks"),
        **{
            f"x_{issue}": pa.array(terms[:, k].astype(np.float32), mask=~signed) for k, issue in enumerate(sheet.issues)
        },
    }


def _shares(played: Played, base: dict[str, float]) -> Columns:
    rows = [(name, *parameter_range(values, played.draw_of)) for name, values in flags(played).items()]
    return {
        "scenario": [played.scenario] * len(rows),
        "outcome": [row[0] for row in rows],
        "share": [row[2] for row in rows],
        "low": [row[1] for row in rows],
        "high": [row[3] for row in rows],
        "base": pa.array([base.get(row[0]) for row in rows], pa.float64()),
    }


def _weekly(played: Played) -> list[Any]:
    start = played.plan.sheet.case.as_of
    return [start + timedelta(days=7 * week) for week in range(played.out.held.shape[1])]


def _control(played: Played) -> Columns:
    regions, days = list(played.plan.sheet.case.regions), _weekly(played)
    share = played.out.regions / played.runs
    return {
        "scenario": [played.scenario] * share.size,
        "day": [day for day in days for _ in regions],
        "region": regions * len(days),
        "share": share.ravel(),
    }


def _front(played: Played) -> Columns:
    names = {"q025": 0.025, "q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9, "q975": 0.975}
    days = _weekly(played)
    quantiles = np.quantile(played.out.held, list(names.values()), axis=0)
    return {
        "scenario": [played.scenario] * len(days),
        "day": days,
        **dict(zip(names, quantiles, strict=True)),
        "countryside": np.median(played.out.countryside, axis=0),
    }


def _states(played: Played) -> Columns:
    days = _weekly(played)
    share = np.stack([(played.out.state == place).mean(axis=0) for place in range(len(OUTCOMES))], axis=1)
    return {
        "scenario": [played.scenario] * share.size,
        "day": [day for day in days for _ in OUTCOMES],
        "outcome": list(OUTCOMES) * len(days),
        "share": share.ravel(),
    }


def baseline_tables(played: Played) -> dict[str, Columns]:
    """Tables of the baseline alone: events, clauses, terms, first_break, numbers."""
    return {
        "events": _events(played),
        "clauses": _clauses(played),
        "clause_dates": _clause_dates(played),
        "first_break": _first_break(played),
        "numbers": _numbers(played),
    }


def _named_texts(played: Played) -> list[str]:
    """Names of the first texts of a draw: proposals, a forced text, the neighbours' common text."""
    names, own = list(played.plan.sheet.case.proposals), played.plan.parts["text_own"]
    if len(own) and own[-1] >= len(names):
        return [*names, *["a text of the table"] * int(own[-1] - len(names)), COMMON_TEXT]
    return names


def _subjects(played: Played, kind: NDArray[Any], who: NDArray[Any]) -> pa.Array:
    """Who or what an event is about, in the words of the case."""
    sheet = played.plan.sheet
    case = sheet.case
    clauses = [one.id for deal in case.deals.values() for one in deal.clauses]
    terms = [term.id for term in case.terms]
    parties, patrons, regions = list(sheet.parties), list(sheet.patrons), list(case.regions)
    texts = _named_texts(played)
    lists: dict[int, list[str]] = {}
    for one in (Kind.FALL, Kind.RETAKEN, Kind.SURRENDER, Kind.RETAKEN_SURRENDER, Kind.CAPITAL_FELL):
        lists[one] = regions
    for one in (Kind.SUPPORT, Kind.REVIEW_KEEP, Kind.REVIEW_EXTEND, Kind.REVIEW_CONDITION, Kind.REVIEW_LEAVE):
        lists[one] = patrons
    for one in (Kind.REFUSAL, Kind.TABLE_CLOSED, Kind.CEASEFIRE, Kind.LEAKED):
        lists[one] = parties
    for one in (
        Kind.CLAUSE_KEPT,
        Kind.CLAUSE_LATE,
        Kind.CLAUSE_BREACHED,
        Kind.CLAUSE_DISPUTED,
        Kind.CLAUSE_NEVER,
        Kind.CLAUSE_WAIVED,
    ):
        lists[one] = clauses
    for one in (Kind.TERM_LATE, Kind.TERM_BREACHED, Kind.TERM_KEPT):
        lists[one] = terms
    lists[Kind.BROKEN] = first_break_name(sheet)
    lists[Kind.ATTACK] = list(sheet.spoilers)
    lists[Kind.VICTORY] = [sheet.principal(0), sheet.principal(1)]
    lists[Kind.SIGNED] = [*texts, *["a text of the table"] * (TEXTS - len(texts))]
    words: list[str] = []
    start: dict[int, int] = {}
    for one, names in lists.items():
        start[one] = len(words)
        words += names
    size = np.array([len(lists.get(one, ())) for one in range(len(_KINDS))])
    offset = np.array([start.get(one, 0) for one in range(len(_KINDS))])
    known = (who >= 0) & (who < size[kind])
    return _words(np.where(known, offset[kind] + who, -1), words)


_OF_A_DEAL = (Kind.BROKEN, Kind.TERM_LATE, Kind.TERM_BREACHED, Kind.TERM_KEPT)
"""What is told of the time after the horizon, through which a deal that stands there is played on."""


def _events(played: Played) -> Columns:
    out, sheet = played.out, played.plan.sheet
    horizon = (sheet.case.horizon - sheet.case.as_of).days
    kept = np.arange(out.events.shape[1])[None, :] < out.event_count[:, None]
    kept &= (out.events[:, :, 0] < horizon) | np.isin(out.events[:, :, 1], _OF_A_DEAL)
    events, values = out.events[kept], out.event_value[kept]
    return {
        "run": np.nonzero(kept)[0].astype(np.int32),
        "day": _days(sheet, events[:, 0]),
        "kind": _words(events[:, 1], _KINDS),
        "subject": _subjects(played, events[:, 1], events[:, 2]),
        "value": values,
    }


_DECIDED = {
    Kind.CLAUSE_KEPT: Status.KEPT,
    Kind.CLAUSE_LATE: Status.LATE,
    Kind.CLAUSE_BREACHED: Status.BREACHED,
    Kind.CLAUSE_DISPUTED: Status.DISPUTED,
    Kind.CLAUSE_NEVER: Status.NEVER,
    Kind.CLAUSE_WAIVED: Status.WAIVED,
}


def _clauses(played: Played) -> Columns:
    sheet, out = played.plan.sheet, played.out
    ids = [one.id for deal in sheet.case.deals.values() for one in deal.clauses]
    decided = _decided(played)
    rows: list[tuple[str, str, float, Any]] = []
    for at, name in enumerate(ids):
        for status in Status:
            share = float((out.clause[:, at, 0] == status).mean())
            if share > 0.0:
                days = decided[(decided[:, 0] == at) & (decided[:, 1] == status), 2]
                rows.append((name, status.name.lower(), share, int(np.median(days)) if len(days) else -1))
    return {
        "clause": [row[0] for row in rows],
        "status": [row[1] for row in rows],
        "share": [row[2] for row in rows],
        "median_day": _days(sheet, np.array([row[3] for row in rows], np.int64)),
    }


def _decided(played: Played) -> np.ndarray:
    """Clause, status and day of every decision on a clause by which a future's clause still stands, (N, 3)."""
    out = played.out
    run, place = np.nonzero(np.arange(out.events.shape[1])[None, :] < out.event_count[:, None])
    day, kind, clause = (out.events[run, place, column].astype(np.int64) for column in range(3))
    as_status = np.full(len(_KINDS), -1)
    for one, status in _DECIDED.items():
        as_status[one] = status
    status = as_status[kind]
    run, day, clause, status = (column[status >= 0] for column in (run, day, clause, status))
    stands = out.clause[run, clause, 0] == status
    return np.stack([clause, status, day], axis=1)[stands]


def _clause_dates(played: Played) -> Columns:
    sheet, out = played.plan.sheet, played.out
    ids = [one.id for deal in sheet.case.deals.values() for one in deal.clauses]
    runs, count = played.runs, len(ids)
    return {
        "run": np.repeat(np.arange(runs, dtype=np.int32), count),
        "clause": _words(np.tile(np.arange(count), runs), ids or [""]),
        "status": _words(out.clause[:, :, 0].ravel(), [status.name.lower() for status in Status]),
    }


def _first_break(played: Played) -> Columns:
    broke = played.whole("first_break")
    broke = broke[broke >= 0]
    names = first_break_name(played.plan.sheet)
    counts = np.bincount(broke, minlength=len(names))[: len(names)]
    order = [place for place in np.argsort(-counts, kind="stable") if counts[place]]
    return {
        "what": pa.array([names[place] for place in order], pa.string()),
        "share": pa.array([float(counts[place] / max(1, len(broke))) for place in order], pa.float64()),
    }


def _numbers(played: Played) -> Columns:
    values = played.plan.sheet.values
    draws = played.plan.sheet.draws
    return {
        "draw": np.tile(np.arange(draws, dtype=np.int32), len(values)),
        "name": [name for name in values for _ in range(draws)],
        "value": np.concatenate(list(values.values())),
    }
