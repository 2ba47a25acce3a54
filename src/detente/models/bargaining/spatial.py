"""Spatial Model of Politics (SMP): actors challenge, bargain and move on one or many issues until moves die down.

The model is KAPSARC's (KTAB, "KAPSARC Toolkit for Behavioral Analysis"; Wise, Lester and Efird 2015), an open
descendant of Bueno de Mesquita's expected-utility model. ``docs/models/smp.md`` lists the algorithm step by step.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.errors import InputError
from detente.models.bargaining import spatial_settings as names
from detente.models.bargaining.collective import check_table, unit_scale
from detente.models.bargaining.settings import read_settings
from detente.models.bargaining.spatial_reference import Bargain
from detente.models.bargaining.spatial_settings import SpatialSettings, adjustment_matrix

__all__ = ["SpatialEnsemble", "SpatialHistory", "spatial_ensemble", "spatial_model"]

Array = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class SpatialHistory:
    """Everything that happened in one run; index 0 of the first axis is the start.

    Attributes
    ----------
    positions
        Shape (turns + 1, n, K), on the scale of the positions given.
    win_prob
        Shape (turns + 1, n), in [0, 1]: how often each actor's position would stand; actors who share a position
        share its number.
    risk
        Shape (turns + 1, n): attitudes to risk, about -0.5 to 1 for ``BigRRange`` ``Mid``; higher is more cautious.
    bargains
        For each turn, the bargains offered in it (positions on the scale given).
    taken
        For each turn, rows (initiator's, receiver's) of the share that a bargain had in what they chose: 0 or 1, or
        between when ties are shared.
    forecast
        Shape (K,): mean of the final positions, weighted by capability times salience.
    """

    positions: Array
    win_prob: Array
    risk: Array
    bargains: tuple[tuple[Bargain, ...], ...]
    taken: tuple[Array, ...]
    forecast: Array

    @property
    def turns(self) -> int:
        """Turns played."""
        return len(self.positions) - 1


@dataclasses.dataclass(frozen=True)
class SpatialEnsemble:
    """Ends of many runs: positions (runs, n, K), win_prob (runs, n), turns (runs,), forecast (runs, K)."""

    positions: Array
    win_prob: Array
    turns: npt.NDArray[np.int64]
    forecast: Array


def spatial_model(
    capability: npt.ArrayLike,
    positions: npt.ArrayLike,
    saliences: npt.ArrayLike,
    settings: SpatialSettings | Mapping[str, Any] | None = None,
    *,
    seed: int = 0,
    ideals: npt.ArrayLike | None = None,
    actors: Sequence[str] = (),
    scale: tuple[float, float] | npt.ArrayLike = (0.0, 100.0),
    full_salience: float = 100.0,
) -> SpatialHistory:
    """Play the Spatial Model of Politics once.

    Parameters
    ----------
    capability
        Shape (n,), above 0.
    positions
        Shape (n,) or (n, K), on ``scale``.
    saliences
        Shape (n,) or (n, K), 0 to ``full_salience``; an actor's add up to at most ``full_salience`` and to more than 0.
    settings
        A :class:`SpatialSettings`, or a mapping with KTAB's names and values, ``{"VotingRule": "PropCbc"}``.
    seed
        Decides the draws of ``StateTransitions`` ``Stochastic``; without effect otherwise.
    ideals
        Shape of ``positions``; where actors would like to be at the start (default: where they stand).
    actors
        Names, for ``ideal_adjustment``.
    scale
        Lowest and highest position of the scale, one pair or (K, 2); distances are shares of it.
    full_salience
        The salience of an actor who cares about nothing else.

    Returns
    -------
    SpatialHistory
        Positions, win probabilities, attitudes to risk and bargains, turn by turn.

    Raises
    ------
    InputError
        If the table or a setting is wrong; every problem is named.

    Examples
    --------
    >>> history = spatial_model([100, 60, 40], [10, 50, 90], [60, 50, 80])
    >>> history.turns
    3
    >>> history.positions[-1, :, 0].round(1)
    array([48.4, 49.3, 49.3])
    """
    chosen = read_settings(SpatialSettings, settings)
    low, span = unit_scale(scale, _issues(positions))
    table = _unit_table(capability, positions, saliences, low, span, full_salience)
    relative = table[0] / table[0].mean() if chosen.ties == "Shared" else table[0]
    start = table[1] if ideals is None else (_columns(ideals) - low) / span
    n, K = table[1].shape
    adjustment = adjustment_matrix(chosen.ideal_adjustment, tuple(actors) or tuple(str(i) for i in range(n)))
    xs, wins, risks, rows = _turns(chosen, (relative, *table[1:], start), adjustment, _draws(chosen, seed, 0, n))
    weight = table[0][:, None] * table[2]
    return SpatialHistory(
        positions=low + span * xs,
        win_prob=wins,
        risk=risks,
        bargains=tuple(tuple(_bargain(row, K, low, span) for row in part) for part in rows),
        taken=tuple(part[:, 4:6].copy() for part in rows),
        forecast=(weight * (low + span * xs[-1])).sum(axis=0) / weight.sum(axis=0),
    )


def _turns(
    chosen: SpatialSettings, table: tuple[Array, Array, Array, Array], adjustment: Array, draws: Array
) -> tuple[Array, Array, Array, list[Array]]:
    """Positions, win probabilities, attitudes to risk and rows of bargains, turn by turn."""
    from detente.models.bargaining.spatial_kernel import OFFER_HEAD, offers_room, play

    rules = _rules(chosen)
    n, K = table[1].shape
    T, room = chosen.max_iter, int(offers_room(rules, n))
    xs, wins, risks = np.empty((T + 2, n, K)), np.empty((T + 1, n)), np.empty((T + 1, n))
    offers, counts = np.empty((T, room, OFFER_HEAD + 2 * K)), np.zeros(T, np.int64)
    turns = play(rules, *table, adjustment, draws, xs, wins, risks, offers, counts)
    rows = [offers[t, : counts[t]] for t in range(turns)]
    return xs[: turns + 1], wins[: turns + 1], risks[: turns + 1], rows


def spatial_ensemble(
    capability: npt.ArrayLike,
    positions: npt.ArrayLike,
    saliences: npt.ArrayLike,
    settings: SpatialSettings | Mapping[str, Any] | None = None,
    *,
    runs: int | None = None,
    first: int = 0,
    seed: int = 0,
    actors: Sequence[str] = (),
    scale: tuple[float, float] | npt.ArrayLike = (0.0, 100.0),
    full_salience: float = 100.0,
    threads: int | None = None,
) -> SpatialEnsemble:
    """Play the Spatial Model of Politics many times, on all cores, keeping where each run ends.

    Parameters
    ----------
    capability, positions, saliences
        As for :func:`spatial_model`, with a first axis of runs: (runs, n), (runs, n, K), (runs, n, K). A table without
        that axis is the same in every run.
    settings, actors, scale, full_salience
        As for :func:`spatial_model`.
    runs
        Number of runs where no table has an axis of runs.
    first
        Number of the first run, for ensembles played in parts.
    seed
        Run r of a seed draws the same numbers whatever the number of runs or threads.
    threads
        Threads to use (default: one for each core).

    Returns
    -------
    SpatialEnsemble
        Final positions, win probabilities, turns and forecasts of every run.

    Raises
    ------
    InputError
        If a table or a setting is wrong.

    Examples
    --------
    >>> ends = spatial_ensemble([100, 60, 40], [10, 50, 90], [60, 50, 80], {"StateTransitions": "Stochastic"}, runs=8)
    >>> ends.positions.shape
    (8, 3, 1)
    """
    chosen = read_settings(SpatialSettings, settings)
    c, x, s = (np.asarray(part, dtype=float) for part in (capability, positions, saliences))
    count = next((len(part) for part, axes in ((c, 2), (x, 3), (s, 3)) if part.ndim == axes), runs or 1)
    low, span = unit_scale(scale, x.shape[2] if x.ndim == 3 else _issues(x))
    c, x, s = _repeat(c, count, 1), _repeat(x, count, 2), _repeat(s, count, 2)
    for r in (0,) if count == 1 else range(count):
        _unit_table(c[r], x[r], s[r], low, span, full_salience)
    unit = np.ascontiguousarray((x - low) / span)
    n = x.shape[1]
    adjustment = adjustment_matrix(chosen.ideal_adjustment, tuple(actors) or tuple(str(i) for i in range(n)))
    relative = np.ascontiguousarray(c / c.mean(axis=1, keepdims=True) if chosen.ties == "Shared" else c)
    arguments = (_rules(chosen), relative, unit, np.ascontiguousarray(s / full_salience))
    finals, wins, turns = _run_blocks(arguments, adjustment, lambda run: _draws(chosen, seed, first + run, n), threads)
    ends = low + span * finals
    weight = c[:, :, None] * s
    return SpatialEnsemble(ends, wins, turns, (weight * ends).sum(axis=1) / weight.sum(axis=1))


def _run_blocks(
    arguments: tuple[Any, Array, Array, Array],
    adjustment: Array,
    draws: Callable[[int], Array],
    threads: int | None,
) -> tuple[Array, Array, npt.NDArray[np.int64]]:
    """Split runs into blocks, small enough that threads end together; the kernel holds no interpreter lock."""
    from detente.models.bargaining.spatial_kernel import OFFER_HEAD, offers_room, play

    rules, c, x, s = arguments
    count, n, K = x.shape
    finals, wins, turns = np.empty((count, n, K)), np.empty((count, 1, n)), np.empty(count, np.int64)
    workers = threads or os.cpu_count() or 1
    size = max(1, min(32, count // (2 * workers)))

    def block(start: int) -> None:
        ends, risks = np.empty((2, n, K)), np.empty((1, n))
        offers, counts = np.empty((1, int(offers_room(rules, n)), OFFER_HEAD + 2 * K)), np.empty(1, np.int64)
        for r in range(start, min(start + size, count)):
            turns[r] = play(rules, c[r], x[r], s[r], x[r], adjustment, draws(r), ends, wins[r], risks, offers, counts)
            finals[r] = ends[1]

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(block, range(0, count, size)))
    return finals, wins[:, 0], turns


def _rules(chosen: SpatialSettings) -> Any:
    from detente.models.bargaining.spatial_kernel import Rules

    return Rules(
        victory=names.VICTORIES.index(chosen.victory),
        voting=names.VOTING_RULES.index(chosen.voting),
        equilibrium=names.EQUILIBRIA.index(chosen.equilibrium),
        risk_range=names.RISK_RANGES.index(chosen.risk_range),
        risk_share=names.RISK_SHARES[chosen.risk_adjustment],
        commitment=names.COMMITMENTS.index(chosen.commitment),
        interpolation=names.INTERPOLATIONS.index(chosen.interpolation),
        bargain=names.BARGAIN_MODELS.index(chosen.bargain),
        stochastic=chosen.transitions == "Stochastic",
        shared=chosen.ties == "Shared",
        gain_view=chosen.receiver_view == "Gain",
        min_iter=chosen.min_iter,
        max_iter=chosen.max_iter,
        ratio=float(chosen.min_delta_ratio),
    )


def _draws(chosen: SpatialSettings, seed: int, run: int, n: int) -> Array:
    """Uniform draws (turns, n) keyed by seed and run; zeros where nothing is drawn."""
    if chosen.transitions != "Stochastic":
        return np.zeros((chosen.max_iter, n))
    return np.random.Generator(np.random.Philox(key=[seed, run])).random((chosen.max_iter, n))


def _issues(positions: npt.ArrayLike) -> int:
    shape = np.shape(positions)
    return shape[-1] if len(shape) > 1 else 1


def _columns(table: npt.ArrayLike) -> Array:
    array = np.asarray(table, dtype=float)
    return array[:, None] if array.ndim == 1 else array


def _repeat(part: Array, runs: int, axes: int) -> Array:
    """Give a table an axis of runs; positions or saliences of shape (n,) become (n, 1) first."""
    if axes == 2 and part.ndim == 1:
        part = part[:, None]
    return np.broadcast_to(part, (runs, *part.shape)) if part.ndim == axes else part


def _unit_table(
    capability: npt.ArrayLike, positions: npt.ArrayLike, saliences: npt.ArrayLike, low: Array, span: Array, full: float
) -> tuple[Array, Array, Array]:
    """Capability (n,), positions and saliences (n, K) on unit scales."""
    if np.ndim(capability) != 1:
        raise InputError("capability: this model wants one number for each actor, shape (n,)")
    table = check_table(capability, positions, saliences, gaps=False)
    x, s = (table.positions - low) / span, table.saliences / full
    total = s.sum(axis=1)
    problems = [
        f"saliences[{i}]: add up to 0; an actor must care about something" for i in np.flatnonzero(total == 0.0)
    ]
    problems += [
        f"saliences[{i}]: add up to {total[i] * full:g}, more than {full:g}; divide all actors' by the same number"
        for i in np.flatnonzero(total > 1.0 + 1e-9)
    ]
    outside = np.flatnonzero(((x < -1e-9) | (x > 1.0 + 1e-9)).any(axis=1))
    problems += [f"positions[{i}]: outside the scale" for i in outside]
    if problems:
        raise InputError(*problems)
    return np.ascontiguousarray(table.capability[:, 0]), np.ascontiguousarray(x), np.ascontiguousarray(s)


def _bargain(row: Array, K: int, low: Array, span: Array) -> Bargain:
    parts = row[-2 * K :].reshape(2, K)
    return Bargain(int(row[0]), int(row[1]), float(row[2]), float(row[3]), low + span * parts[0], low + span * parts[1])
