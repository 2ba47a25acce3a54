"""Every statement struck alone, or groups of them together, against the baseline on the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from detente.analysis.levers import Difference
from detente.analysis.ranges import mean_range, parameter_range
from detente.analysis.strike import Change, Struck, strike_out
from detente.analysis.tables import flags
from detente.case.schema import Case
from detente.engine.draws import Held
from detente.engine.ensemble import Advance, Played
from detente.engine.scenario import play_scenario

__all__ = ["LEADING", "Ranking", "Span", "Swing", "ZoneTimes", "rank_statements", "strikes_table", "zone_times"]

LEADING = ("kept_a_year", "ever_signed", "settlement", "challenger_victory", "incumbent_victory")
"""Outcomes by which swings are measured."""
RUNS, DRAWS = 1_000, 50
Span = tuple[float, float, float]
_MONTH = 30.4375
_LEAST = 0.05
"""Months by which a zone must be open longer or shorter to be told: less is printed as 0."""


@dataclass(frozen=True)
class ZoneTimes:
    """How long the zones are open, and what closes the credible one at first.

    Attributes
    ----------
    months
        Kind (``ratifiable``, ``credible``) -> months to the horizon in which it is open, mean over the futures (once
        somebody has won it is closed), each future's in ``by_future``, shape (F,).
    closes
        Kind -> the first day (of every four weeks) from which on it is open in fewer than half of the futures in which
        it was open at its best; None if it stays open to the last.
    cause
        What closes the credible zone in most futures on the first day; ``in reach`` where it is open in most.
    draw_of
        Draw of each of the futures, shape (F,).
    """

    months: dict[str, float]
    closes: dict[str, date | None]
    cause: str
    by_future: dict[str, Any] = field(repr=False, compare=False)
    draw_of: Any = field(repr=False, compare=False)


@dataclass(frozen=True)
class Swing:
    """What striking statements does to the answer.

    Attributes
    ----------
    name
        The statement's id, or the group's name.
    statements
        Which are struck.
    credibility
        That nothing of it is wrong: the product of the statements' weights (one statement: its weight).
    changes, unsupported
        As `detente.analysis.strike.Struck` has them.
    differences
        To the baseline, outcome by outcome: changes of the shares with the doubt about them (5 to 95 %).
    leading
        The outcome of `LEADING` that moves most among those that move clearly, else most; None if nothing moves.
    clear
        Whether the leading difference clears its range.
    months
        Kind of zone -> difference of the months in which it is open (low, mid, high).
    zones
        How long the zones are open once it is struck.
    """

    name: str
    statements: tuple[str, ...]
    credibility: float
    changes: tuple[Change, ...]
    unsupported: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    leading: Difference | None = None
    clear: bool = False
    months: dict[str, Span] = field(default_factory=dict)
    zones: ZoneTimes | None = None

    @property
    def swing(self) -> float:
        """Size of the leading difference, in shares; 0 where none is clear."""
        return abs(self.leading.mid) if self.leading and self.clear else 0.0

    @property
    def zone(self) -> tuple[str, Span] | None:
        """The zone that is clearly open for longer or shorter, and by how many months; the larger of two."""
        spans = self.months.items()
        clear = [(kind, span) for kind, span in spans if span[0] * span[2] > 0.0 and abs(span[1]) >= _LEAST]
        return max(clear, key=lambda one: abs(one[1][1]), default=None)

    @property
    def worth(self) -> float:
        """Expected move of the answer if it were checked: see `detente.analysis.verify`."""
        return (1.0 - self.credibility) * self.swing


@dataclass(frozen=True)
class Ranking:
    """Swings, the largest first.

    Attributes
    ----------
    case, as_of
        Name, and the date whose knowledge was used.
    runs, draws, seed
        Futures, draws of the numbers, luck.
    shares
        Outcome -> (low, mid, high) of the baseline.
    zones
        How long the zones are open in the baseline, if asked for.
    swings
        Clear ones by size, then those that clearly move a zone, then the others; those that nothing rests on last.
    """

    case: str
    as_of: date
    runs: int
    draws: int
    seed: int
    shares: dict[str, Span]
    zones: ZoneTimes | None
    swings: tuple[Swing, ...]


def rank_statements(
    case: Case,
    chosen: Mapping[str, Iterable[str]] | None = None,
    *,
    runs: int = RUNS,
    draws: int = DRAWS,
    seed: int = 1,
    zones: int = 0,
    levers: Sequence[str] = (),
    held: Held | None = None,
    threads: int | None = None,
    progress: Advance | None = None,
) -> Ranking:
    """Strike statements, one group at a time, and play on with the same luck.

    Parameters
    ----------
    case
        From `detente.read_case`, cut at its date.
    chosen
        Name -> ids that are struck together; every statement by itself if None.
    runs, draws, seed
        Futures, draws of the numbers, luck.
    zones
        Futures whose zones are solved too; 0 for none.
    levers, held
        Levers that are pulled and numbers that are held throughout, in the baseline too.
    threads
        Default: as many as there are cores.
    progress
        Called with the number of groups that are done since the last call.

    Raises
    ------
    InputError
        For ids that the ledger does not hold.
    """
    wanted = {name: (name,) for name in case.ledger} if chosen is None else chosen
    struck = {name: strike_out(case, ids) for name, ids in wanted.items()}
    common: dict[str, Any] = {
        "levers": levers, "held": held, "runs": runs, "draws": draws, "seed": seed, "keep": zones > 0,
        "threads": threads,
    }  # fmt: skip
    baseline = play_scenario(case, **common)
    times = zone_times(baseline, zones) if zones else None
    swings = []
    for name, one in struck.items():
        swings.append(_swing(case, name, one, baseline, times, common, zones))
        if progress:
            progress(1)
    found = flags(baseline)
    return Ranking(
        case=case.name,
        as_of=case.as_of,
        runs=runs,
        draws=baseline.plan.sheet.draws,
        seed=seed,
        shares={outcome: parameter_range(values, baseline.draw_of) for outcome, values in found.items()},
        zones=times,
        swings=tuple(sorted(swings, key=_order)),
    )


def _order(one: Swing) -> tuple[Any, ...]:
    zone = abs(one.zone[1][1]) if one.zone else 0.0
    return (-one.swing, -zone, -abs(one.leading.mid) if one.leading else 0.0, not one.changes)


def _swing(
    case: Case,
    name: str,
    struck: Struck,
    baseline: Played,
    times: ZoneTimes | None,
    common: dict[str, Any],
    zones: int,
) -> Swing:
    credibility = float(np.prod([case.ledger[one].weight for one in struck.statements]))
    told = Swing(name, struck.statements, credibility, struck.changes, struck.unsupported, zones=times)
    if not struck.changes:
        return told
    played = play_scenario(struck.case, scenario=f"struck:{name}", **common)
    differences = _differences(baseline, played)
    leading, clear = _leading(differences)
    months: dict[str, Span] = {}
    after = None
    if times is not None:
        after = zone_times(played, zones)
        for kind, open_for in times.by_future.items():
            months[kind] = mean_range(after.by_future[kind] - open_for, times.draw_of)
    return Swing(
        name, struck.statements, credibility, struck.changes, struck.unsupported, differences, leading, clear, months,
        after,
    )  # fmt: skip


def _differences(baseline: Played, played: Played) -> tuple[Difference, ...]:
    """Changes of the shares, future by future on the same luck, with the doubt about each.

    Not with its spread over the draws, as a lever has it: the draws of a struck number are spread because the statement
    no longer narrows them, and what is asked is how far the answer moves.
    """
    before, after = flags(baseline), flags(played)
    found = []
    for outcome, old in before.items():
        change = after[outcome] - old
        won, lost = int(np.sum(change > 0)), int(np.sum(change < 0))
        spread = mean_range(change, baseline.draw_of)
        found.append(Difference(played.scenario, outcome, *spread, won, lost, baseline.runs))
    return tuple(found)


def _leading(differences: Sequence[Difference]) -> tuple[Difference | None, bool]:
    """The difference that leads, and whether it is clear."""
    asked = [one for one in differences if one.outcome in LEADING and one.won + one.lost]
    clear = [one for one in asked if one.low * one.high > 0.0]
    most = max(clear or asked, key=lambda one: abs(one.mid), default=None)
    return most, bool(clear)


def zone_times(played: Played, futures: int) -> ZoneTimes:
    """How long the ratifiable and the credible zone are open in an ensemble that keeps states of mind."""
    from detente.engine.step import VIEW
    from detente.engine.zones import survey
    from detente.models.diagnosis import CAUSES

    found = survey(played.plan, played.out, played.draw_of, futures=futures, edges=0)
    case = played.plan.sheet.case
    views = found.gaps.shape[1]
    days = np.minimum(VIEW, (case.horizon - case.as_of).days - VIEW * np.arange(views)).clip(min=0)
    by_future, closes = {}, {}
    for kind, column in (("ratifiable", 1), ("credible", 2)):
        opened = found.gaps[:, :, column] >= 0.0
        by_future[kind] = (opened * days).sum(axis=1) / _MONTH
        closes[kind] = _closing(opened.mean(axis=0), case.as_of, VIEW)
    first = found.cause[:, 0]
    first = first[first >= 0]
    cause = CAUSES[int(np.bincount(first).argmax())] if len(first) else "in reach"
    return ZoneTimes(
        months={kind: float(values.mean()) for kind, values in by_future.items()},
        closes=closes,
        cause=cause,
        by_future=by_future,
        draw_of=np.unique(played.draw_of[found.chosen], return_inverse=True)[1],
    )


def _closing(share: np.ndarray, start: date, step: int) -> date | None:
    """First day from which on a zone is open in fewer than half of the futures in which it was at its best."""
    open_views = np.flatnonzero(share >= 0.5 * share.max()) if share.max() > 0.0 else np.array([-1])
    last = int(open_views[-1])
    return None if last == len(share) - 1 else start + timedelta(days=step * (last + 1))


def strikes_table(ranking: Ranking) -> dict[str, Any]:
    """A ranking as columns: a row for every statement that something rests on, and outcome."""
    rows = [
        {
            "statement": swing.name,
            "outcome": one.outcome,
            "share": ranking.shares[one.outcome][1],
            "struck": ranking.shares[one.outcome][1] + one.mid,
            "low": one.low,
            "mid": one.mid,
            "high": one.high,
            "won": one.won,
            "lost": one.lost,
            "leads": one == swing.leading,
            "clear": swing.clear,
            "swing": swing.swing,
            "credibility": swing.credibility,
            "worth": swing.worth,
            "moved": len(swing.changes),
        }
        for swing in ranking.swings
        for one in swing.differences
    ]
    names = (
        "statement", "outcome", "share", "struck", "low", "mid", "high", "won", "lost", "leads", "clear", "swing",
        "credibility", "worth", "moved",
    )  # fmt: skip
    return {name: [row[name] for row in rows] for name in names}
