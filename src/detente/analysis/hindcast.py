"""Hindcasts: play from what was known then, score against what happened, beside simple rivals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.analysis.asked import check_asked
from detente.analysis.baselines import FallHistory, rival_forecasts
from detente.analysis.outside import nearest_base_rate
from detente.analysis.scores import brier, crps, log_score
from detente.case.load import read_case
from detente.case.schema import Case, HistoryRow
from detente.engine.ensemble import Advance, Played
from detente.engine.layout import Kind
from detente.engine.scenario import DRAWS, play_scenario
from detente.errors import InputError

__all__ = ["AHEAD", "OURS", "CountScore", "EventScore", "Hindcast", "fallen_by_day", "hindcast"]

AHEAD = (1, 2, 3, 4, 7, 14, 28, 56, 91, 182, 364)
"""Days ahead on which the number of regions lost is scored."""
OURS = "this model"
"""What our own forecast is called among its rivals."""


@dataclass(frozen=True)
class CountScore:
    """CRPS of the number of regions lost, some days ahead (in regions; lower is better).

    Attributes
    ----------
    day
        Days after the information date.
    happened
        Regions lost by then.
    ranges
        By forecast: 5, 50, 95 % of the ensemble.
    crps
        By forecast.
    """

    day: int
    happened: int
    ranges: dict[str, tuple[float, float, float]]
    crps: dict[str, float]

    @property
    def best(self) -> str:
        """The forecast with the lowest score."""
        return min(self.crps, key=lambda name: self.crps[name])


@dataclass(frozen=True)
class EventScore:
    """Brier and logarithmic score of whether something came about by the horizon.

    Attributes
    ----------
    event
        What.
    happened
        Whether it did.
    share, base
        Share of futures, and the nearest base rate (None: there is none).
    brier, log
        By forecast; lower is better.
    """

    event: str
    happened: bool
    share: float
    base: float | None
    brier: dict[str, float]
    log: dict[str, float]


@dataclass(frozen=True)
class Hindcast:
    """Scores of one case from one date.

    Attributes
    ----------
    case, as_of, horizon, runs, seed, hindsight, design_case
        What was played. The design case counts for nothing as validation.
    until
        The last day that the history tells of, at most the horizon: what had not happened by then is not known to
        have failed to happen later, so events are scored up to this day.
    counts, events
        Scores.
    """

    case: str
    as_of: date
    horizon: date
    until: date
    runs: int
    seed: int
    hindsight: bool
    design_case: bool
    counts: tuple[CountScore, ...]
    events: tuple[EventScore, ...]

    @property
    def beaten(self) -> tuple[str, ...]:
        """Rivals whose mean CRPS is lower than ours, best first."""
        if not self.counts:
            return ()
        names = [name for name in self.counts[0].crps if name != OURS]
        mean = {name: float(np.mean([one.crps[name] for one in self.counts])) for name in (*names, OURS)}
        return tuple(sorted((name for name in names if mean[name] < mean[OURS]), key=lambda name: mean[name]))


def fallen_by_day(played: Played, days: int) -> NDArray[np.int64]:
    """Regions that the incumbent's side has lost by day 1, 2, ..., shape (runs, days)."""
    parts, out = played.plan.parts, played.out
    start = int(np.sum(parts["holder"] == 1))
    change = np.zeros((played.runs, days + 1), np.int64)
    kept = np.arange(out.events.shape[1])[None, :] < out.event_count[:, None]
    run, place = np.nonzero(kept)
    day, kind = out.events[run, place, 0], out.events[run, place, 1]
    taken = (kind == Kind.FALL) | (kind == Kind.SURRENDER)
    back = (kind == Kind.RETAKEN) | (kind == Kind.RETAKEN_SURRENDER)
    step = np.where(taken, 1, np.where(back, -1, 0))
    use = (step != 0) & (day < days)
    np.add.at(change, (run[use], day[use] + 1), step[use])
    return start + np.cumsum(change, axis=1)[:, 1:]


def _fell_on(history: tuple[HistoryRow, ...], regions: set[str]) -> dict[str, HistoryRow]:
    return {row.subject: row for row in history if row.kind == "fall" and row.value != 0 and row.subject in regions}


def _counts(case: Case, truth: tuple[HistoryRow, ...], played: Played, seed: int) -> tuple[CountScore, ...]:
    """Score the number of regions lost, where history says when they fell."""
    regions = list(case.regions)
    fell = _fell_on(truth, set(regions))
    horizon = (case.horizon - case.as_of).days
    last = max(((row.known - case.as_of).days for row in truth), default=0)
    days = [day for day in AHEAD if day <= min(horizon, max(last, 1))]
    if not fell or not days:
        return ()
    pairs = [(a, b) for a, one in case.regions.items() for b in one.neighbours if a < b]
    known = {name: row.known for name, row in fell.items()}
    history = FallHistory.known(regions, {name: row.date for name, row in fell.items()}, pairs, case.as_of, known)
    ensembles = {OURS: fallen_by_day(played, days[-1]), **rival_forecasts(history, days[-1], 2_000, seed)}
    scores = []
    for day in days:
        until = case.as_of + timedelta(days=day)
        happened = sum(row.date <= until for row in fell.values())
        members = {name: one[:, day - 1] for name, one in ensembles.items()}
        ranges = {name: tuple(float(q) for q in np.quantile(one, (0.05, 0.5, 0.95))) for name, one in members.items()}
        points = {name: float(crps(one[None, :], [happened])[0]) for name, one in members.items()}
        scores.append(CountScore(day, happened, ranges, points))  # type: ignore[arg-type]
    return tuple(scores)


def _events(case: Case, until: date, truth: tuple[HistoryRow, ...], played: Played) -> tuple[EventScore, ...]:
    """Score whether a settlement was signed and whether the capital fell by the last day that the history tells of."""
    days = (until - case.as_of).days
    years = days / 365.25
    later = [row for row in truth if case.as_of < row.date <= until]
    talks = any(table.open for table in case.tables.values())
    asked = {
        "a settlement is signed": (
            _by(played, "signed_on", days),
            any(row.kind == "settlement" and row.value != 0 for row in later),
            nearest_base_rate("ever_signed", years, talks).share,
        ),
        "the capital falls": (
            _by(played, "capital_fell_on", days),
            any(row.kind == "capital_falls" for row in later),
            nearest_base_rate("challenger_victory", years, talks).share,
        ),
    }
    if not any(region.capital for region in case.regions.values()):
        del asked["the capital falls"]
    scores = []
    for event, (found, happened, base) in asked.items():
        shares = {OURS: float(found.mean()), "base rate": base, "no change": 0.0, "equal shares": 0.5}
        scores.append(
            EventScore(
                event,
                happened,
                shares[OURS],
                base,
                {name: float(brier([share], [happened])[0]) for name, share in shares.items()},
                {name: float(log_score([share], [happened], played.runs)[0]) for name, share in shares.items()},
            )
        )
    return tuple(scores)


def _by(played: Played, what: str, days: int) -> NDArray[np.bool_]:
    """Whether something dated had come by a day, future by future, shape (runs,)."""
    day = played.whole(what)
    return (day >= 0) & (day <= days)


def hindcast(
    where: str | Path | Case,
    as_of: date | str,
    runs: int = 4_000,
    *,
    seed: int = 1,
    draws: int = DRAWS,
    advance: Advance | None = None,
) -> Hindcast:
    """Play a case from what was known on a date and score it against its history.

    Parameters
    ----------
    where
        A case's folder, the name of a case that ships, or a case.
    as_of
        Information date.
    runs, seed, draws
        Of the ensemble.

    Raises
    ------
    InputError
        If the case's history says nothing about the time after the date.
    """
    folder = where.folder if isinstance(where, Case) else where
    case = read_case(folder, as_of)
    check_asked(case, runs=runs, draws=draws, seed=seed)
    truth = read_case(folder, case.horizon - timedelta(days=1)).history
    if not any(row.date > case.as_of for row in truth):
        raise InputError(
            f"{case.name}/history.csv: nothing after {case.as_of} to score against; choose an earlier date, or "
            "write down what happened since"
        )
    until = min(case.horizon, max(row.date for row in truth))
    played = play_scenario(case, runs=runs, seed=seed, draws=draws, keep=True, advance=advance)
    return Hindcast(
        case.name,
        case.as_of,
        case.horizon,
        until,
        runs,
        seed,
        case.hindsight,
        case.design_case,
        _counts(case, truth, played, seed),
        _events(case, until, truth, played),
    )
