"""What changed between two dates of a case, or between two results, and which statement did it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import hypot, sqrt
from typing import Any

from detente.analysis.changed_facts import Fact, MovedNumber, facts_between, moved_numbers
from detente.analysis.levers import Difference
from detente.analysis.ranges import parameter_range
from detente.analysis.strike_rank import DRAWS, RUNS, Ranking, Swing, rank_statements
from detente.analysis.tables import flags
from detente.analysis.zone_tables import zone_tables
from detente.analysis.zones import plain_rows
from detente.case.cut import cut
from detente.case.schema import Case
from detente.engine.scenario import play_scenario
from detente.errors import InputError
from detente.result import Result

__all__ = ["ALL_NEW", "Changed", "Look", "Moved", "changed", "compare_results", "look_of", "moved"]

ALL_NEW = "all new statements"
"""Name under which the new statements are struck together."""
_ZONES = 300
_MONTH, _VIEW = 30.4375, 28
Span = tuple[float, float, float]
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Look:
    """The answer at one date, or of one result.

    Attributes
    ----------
    as_of, horizon
        Dates.
    runs
        Futures.
    shares
        Outcome -> (low, mid, high).
    open
        Kind of zone -> share of futures in which it is open on the first day.
    months
        Kind of zone -> months to the horizon in which it is open, mean over futures.
    cause, cause_share
        What closes the credible zone most often on the first day (``in reach``: it is open), and in which share.
    floors
        (party, kind: r, R or L) -> 5, 50 and 95 % of its floor on the first day, in utility of terms.
    """

    as_of: date
    horizon: date
    runs: int
    shares: dict[str, Span]
    open: dict[str, float]
    months: dict[str, float]
    cause: str
    cause_share: float
    floors: dict[tuple[str, str], Span]


@dataclass(frozen=True)
class Moved:
    """A share at two looks, with the range of its difference.

    The looks do not share their luck (their futures start on different days), so that doubts add up in quadrature:
    those of the parameters' ranges and those that so many futures leave.
    """

    outcome: str
    was: Span
    now: Span
    low: float
    mid: float
    high: float


@dataclass(frozen=True)
class Changed:
    """What changed.

    Attributes
    ----------
    title
        Of the case.
    before, after
        The two looks.
    facts
        What became known, in order; None where no case was at hand to tell.
    numbers
        Numbers of the case that moved, furthest first; likewise.
    outcomes
        All outcomes, those that moved clearly first, then by size.
    statements
        What striking each new statement does at the later look, and all of them together (`ALL_NEW`), the largest swing
        first; empty where nothing says.
    """

    title: str
    before: Look
    after: Look
    facts: tuple[Fact, ...] | None
    numbers: tuple[MovedNumber, ...] | None
    outcomes: tuple[Moved, ...]
    statements: tuple[Swing, ...]


def changed(
    case: Case,
    start: date,
    end: date,
    *,
    runs: int = RUNS,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Changed:
    """Compare two cuts of a case; leave out each new statement in turn to see which of them did it.

    Parameters
    ----------
    case
        From `detente.read_case`, cut at any date, or whole.
    start, end
        Information dates, the earlier first.
    runs, draws, seed
        Of each play.
    progress
        Called with the number of plays done since the last call.

    Raises
    ------
    InputError
        For dates outside the case, or in the wrong order.
    """
    if start >= end:
        raise InputError(f"--from {start} --to {end}: the first date must be before the second; turn them round")
    whole = case.uncut or case
    before, after = cut(whole, start), cut(whole, end)
    looks = []
    for one in (before, after):
        looks.append(_look(one, runs, draws, seed))
        if progress:
            progress(1)
    facts = facts_between(before, after)
    new = tuple(fact.name for fact in facts if fact.kind == "statement")
    ranking = _leave_out(after, new, runs, draws, seed, progress)
    return Changed(
        title=case.title,
        before=looks[0],
        after=looks[1],
        facts=facts,
        numbers=moved_numbers(before, after),
        outcomes=moved(looks[0], looks[1]),
        statements=ranking.swings if ranking else (),
    )


def _leave_out(
    after: Case, new: tuple[str, ...], runs: int, draws: int, seed: int, progress: Callable[[int], None] | None
) -> Ranking | None:
    if not new:
        return None
    wanted: dict[str, tuple[str, ...]] = {name: (name,) for name in new}
    if len(new) > 1:
        wanted[ALL_NEW] = new
    return rank_statements(after, wanted, runs=runs, draws=draws, seed=seed, progress=progress)


def _look(case: Case, runs: int, draws: int, seed: int) -> Look:
    played = play_scenario(case, runs=runs, draws=draws, seed=seed, keep=True)
    shares = {name: parameter_range(values, played.draw_of) for name, values in flags(played).items()}
    tables = {name: plain_rows(table) for name, table in zone_tables(played, min(runs, _ZONES)).items()}
    return _looked(case.as_of, case.horizon, runs, shares, tables["zones"], tables["diagnosis"], tables["floors"])


def look_of(result: Result) -> Look:
    """Read the answer off a result."""
    rows = result.query("SELECT outcome, low, share, high FROM shares WHERE scenario = 'baseline'")
    zones = result.query("SELECT * FROM zones ORDER BY day")
    diagnosis = result.query("SELECT * FROM diagnosis ORDER BY day")
    floors = result.query("SELECT * FROM floors ORDER BY day")
    return _looked(
        date.fromisoformat(str(result.manifest["as_of"])[:10]),
        date.fromisoformat(str(result.manifest["horizon"])[:10]),
        int(result.manifest["runs"]),
        {row["outcome"]: (row["low"], row["share"], row["high"]) for row in rows},
        zones,
        diagnosis,
        floors,
    )


def _looked(
    as_of: date, horizon: date, runs: int, shares: dict[str, Span], zones: Rows, diagnosis: Rows, floors: Rows
) -> Look:
    """Sum zones, diagnosis and floors up."""
    kinds = ("perceived", "ratifiable", "credible")
    first = zones[0]
    whole = max(1, max(int(row["n"]) for row in zones))
    months = {}
    for kind in kinds:
        days = [min(_VIEW, max(0, (horizon - as_of).days - _VIEW * view)) for view in range(len(zones))]
        total = sum(float(row[kind]) * int(row["n"]) * each for row, each in zip(zones, days, strict=True))
        months[kind] = total / whole / _MONTH
    today = [row for row in diagnosis if row["day"] == diagnosis[0]["day"]]
    cause = max(today, key=lambda row: row["share"])
    return Look(
        as_of=as_of,
        horizon=horizon,
        runs=runs,
        shares=shares,
        open={kind: float(first[kind]) for kind in kinds},
        months=months,
        cause=str(cause["cause"]),
        cause_share=float(cause["share"]),
        floors={
            (str(row["party"]), str(row["kind"])): (float(row["q05"]), float(row["q50"]), float(row["q95"]))
            for row in floors
            if row["day"] == first["day"]
        },
    )


def moved(before: Look, after: Look) -> tuple[Moved, ...]:
    """Differences of shares between two looks, clear ones first, then by size."""
    found = []
    for outcome, was in before.shares.items():
        if outcome not in after.shares:
            continue
        now = after.shares[outcome]
        mid = now[1] - was[1]
        luck = hypot(*(_luck(look.shares[outcome][1], look.runs) for look in (before, after)))
        low = max(-1.0, mid - hypot(now[1] - now[0], was[2] - was[1], luck))
        high = min(1.0, mid + hypot(now[2] - now[1], was[1] - was[0], luck))
        found.append(Moved(outcome, was, now, low, mid, high))
    return tuple(sorted(found, key=lambda one: (one.low * one.high <= 0.0, -abs(one.mid))))


def _luck(share: float, runs: int) -> float:
    """Doubt about a share that a finite number of futures leaves: 1.645 standard errors."""
    return 1.645 * sqrt(share * (1.0 - share) / max(1, runs))


def compare_results(before: Result, after: Result, cases: tuple[Case, Case] | None = None) -> Changed:
    """Compare two results: of two dates, of two versions of a case, or of the program.

    Parameters
    ----------
    before, after
        Results.
    cases
        The cases from which they were played, if they are at hand, cut at the results' dates: they tell what is new.
        What striking new statements does to the later one is read off its table of strikes.
    """
    looks = look_of(before), look_of(after)
    new = set(cases[1].ledger) - set(cases[0].ledger) if cases else set()
    return Changed(
        title=str(after.manifest.get("title") or after.manifest["case"]),
        before=looks[0],
        after=looks[1],
        facts=facts_between(*cases) if cases else None,
        numbers=moved_numbers(*cases) if cases else None,
        outcomes=moved(*looks),
        statements=_struck_before(after, new),
    )


def _struck_before(result: Result, names: set[str]) -> tuple[Swing, ...]:
    """Swings of statements as a result holds them, the largest first."""
    if "strikes" not in result.tables or not names:
        return ()
    found = []
    for row in result.query("SELECT * FROM strikes WHERE leads ORDER BY swing DESC, abs(mid) DESC, statement"):
        if row["statement"] in names:
            name = row["statement"]
            told = {key: row[key] for key in ("outcome", "low", "mid", "high", "won", "lost")}
            leading = Difference(lever=f"struck:{name}", pairs=int(result.manifest["runs"]), **told)
            found.append(Swing(name, (name,), row["credibility"], (), (), (leading,), leading, row["clear"]))
    return tuple(found)
