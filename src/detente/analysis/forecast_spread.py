"""How far a forecast moves with its inputs: drawn from their ranges, and one number at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.analysis.actors_table import ActorsTable, draw_tables
from detente.analysis.forecast import Forecast, forecast, model_named, numbers_of, spatial_inputs
from detente.models.bargaining.exchange_model import exchange
from detente.models.bargaining.expected_utility_model import expected_utility
from detente.models.bargaining.spatial import spatial_ensemble

__all__ = ["Spread", "Swing", "numbers_moved", "sensitivity", "spread"]

Array = npt.NDArray[np.float64]
Advance = Callable[[int], object]
_BLOCK = 100


@dataclass(frozen=True)
class Spread:
    """Forecasts (runs, K) over draws of uncertain inputs, and of chance where the model has any."""

    model: str
    seed: int
    outcomes: Array
    drawn: int
    """How many numbers of the table were drawn from ranges."""

    @property
    def quantiles(self) -> Array:
        """Shape (3, K): 5, 50 and 95 of 100."""
        return np.quantile(self.outcomes, [0.05, 0.5, 0.95], axis=0)


@dataclass(frozen=True)
class Swing:
    """Forecasts (K,) with one number at its low and at its high; ``issue`` -1: the number counts for all issues."""

    kind: str
    actor: int
    issue: int
    low: float
    high: float
    outcome_low: Array
    outcome_high: Array

    def width(self, scale: Array) -> float:
        """Largest change over issues, as a share of each issue's scale."""
        return float(np.max(np.abs(self.outcome_high - self.outcome_low) / (scale[:, 1] - scale[:, 0])))


def spread(
    table: ActorsTable,
    model: str,
    settings: Any = None,
    *,
    runs: int = 1000,
    seed: int = 0,
    advance: Advance | None = None,
) -> Spread:
    """Play a model on tables drawn from the ranges.

    Raises
    ------
    InputError
        If the model, a setting or the table does not fit.

    Examples
    --------
    >>> from detente.analysis.actors_table import Range, actors_table
    >>> table = actors_table(["Ann", "Bob"], [1, 1], [0, 100], [50, 50])
    >>> table = replace(table, ranges=(Range("position", 0, 0, 0.0, 10.0, 20.0),))
    >>> drawn = spread(table, "compromise", runs=200)
    >>> bool((drawn.outcomes >= 50.0).all() and (drawn.outcomes <= 60.0).all())
    True
    """
    capability, positions, saliences = draw_tables(table, runs, seed)
    outcomes = [
        _play_many(table, (capability[part], positions[part], saliences[part]), model, settings, seed, part.start)
        for part in _blocks(runs, advance)
    ]
    return Spread(model, seed, np.concatenate(outcomes), len(table.ranges))


def _blocks(runs: int, advance: Advance | None) -> Any:
    for start in range(0, runs, _BLOCK):
        part = slice(start, min(start + _BLOCK, runs))
        yield part
        if advance is not None:
            advance(part.stop - part.start)


def _play_many(
    table: ActorsTable, numbers: tuple[Array, Array, Array], model: str, settings: Any, seed: int, first: int
) -> Array:
    """Forecasts (runs, K) of tables that differ from ``table`` in their numbers, each (runs, n, K)."""
    tables = [
        replace(table, capability=c, positions=x, saliences=s, ranges=()) for c, x, s in zip(*numbers, strict=True)
    ]
    if model != "smp":
        chosen = model_named(model).read(settings)
        seeds = [int(np.random.SeedSequence([seed, first + r]).generate_state(1)[0]) for r in range(len(tables))]
        return np.stack([_outcome(one, model, chosen, own) for one, own in zip(tables, seeds, strict=True)])
    inputs = [spatial_inputs(one)[:3] for one in tables]
    stacked = [np.stack([part[place] for part in inputs]) for place in range(3)]
    ends = spatial_ensemble(
        *(stacked[0], stacked[1], stacked[2], settings),
        first=first,
        seed=seed,
        actors=table.actors,
        scale=table.scale,
        full_salience=1.0,
    )
    return ends.forecast


def _outcome(table: ActorsTable, model: str, settings: Any, seed: int) -> Array:
    """The forecast alone, without what only a single run needs."""
    if model == "exchange":
        return exchange(*numbers_of(table), settings, seed=seed, scale=table.scale, full_salience=1.0).forecast
    if model != "expected-utility":
        return forecast(table, model, settings, seed=seed).outcome
    outcome = np.empty(len(table.issues))
    for k in range(len(outcome)):
        part = table.present[:, k]
        numbers = table.capability[part, k], table.positions[part, k], table.saliences[part, k]
        ends = (float(table.scale[k, 0]), float(table.scale[k, 1]))
        outcome[k] = expected_utility(*numbers, settings, scale=ends, full_salience=1.0).forecast
    return outcome


def sensitivity(table: ActorsTable, played: Forecast, *, seed: int = 0, advance: Advance | None = None) -> list[Swing]:
    """Move one number of the table at a time from low to high, the others at their modes; widest swing first.

    The ends are those of the number's range; where the table has no ranges at all, capability goes from 4/5 to 5/4 of
    its value, a salience .1 and a position a tenth of its scale either way. Chance is switched off: transitions are
    deterministic and ties fall as in the run that was played.
    """
    settings = dict(played.settings)
    if played.model == "smp":
        settings["StateTransitions"] = "Deterministic"
    ends = [(one.kind, one.actor, one.issue, one.low, one.high) for one in table.ranges] or _default_ends(table)
    outcomes = []
    for part in _blocks(2 * len(ends), advance):
        variants = [_with(table, *ends[place // 2], high=bool(place % 2)) for place in range(part.start, part.stop)]
        numbers = tuple(
            np.stack([getattr(one, name) for one in variants]) for name in ("capability", "positions", "saliences")
        )
        block = (numbers[0], numbers[1], numbers[2])
        if played.model == "smp":
            outcomes.append(_play_many(table, block, "smp", settings, seed, 0))
        else:
            chosen = model_named(played.model).read(settings)
            outcomes.append(np.stack([_outcome(one, played.model, chosen, seed) for one in variants]))
    found = np.concatenate(outcomes) if outcomes else np.empty((0, len(table.issues)))
    swings = [Swing(*one, found[2 * place], found[2 * place + 1]) for place, one in enumerate(ends)]
    return sorted(swings, key=lambda swing: -swing.width(table.scale))


def numbers_moved(table: ActorsTable) -> int:
    """How many numbers :func:`sensitivity` moves."""
    return len(table.ranges) or len(_default_ends(table))


def _default_ends(table: ActorsTable) -> list[tuple[str, int, int, float, float]]:
    ends: list[tuple[str, int, int, float, float]] = []
    for i in range(len(table.actors)):
        issues = [int(k) for k in np.flatnonzero(table.present[i])]
        ends += [("capability", i, -1, 0.8, 1.25)] if issues else []
        for k in issues:
            low, high = (float(end) for end in table.scale[k])
            x, s, step = float(table.positions[i, k]), float(table.saliences[i, k]), (high - low) / 10.0
            ends.append(("position", i, k, max(low, x - step), min(high, x + step)))
            ends.append(("salience", i, k, max(0.01, s - 0.1), min(1.0, s + 0.1)))
    return ends


def _with(
    table: ActorsTable, kind: str, actor: int, issue: int, low: float, high_end: float, *, high: bool
) -> ActorsTable:
    """The table with one number at an end; capability for all issues is a factor where the table has no ranges."""
    value = high_end if high else low
    name = {"capability": "capability", "position": "positions", "salience": "saliences"}[kind]
    array = getattr(table, name).copy()
    if issue >= 0:
        array[actor, issue] = value
    elif table.ranges:
        array[actor] = np.where(table.present[actor], value, 0.0)
    else:
        array[actor] *= value
    return replace(table, **{name: array})
