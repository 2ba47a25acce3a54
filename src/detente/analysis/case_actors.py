"""A table of actors from a case: positions, saliences and capabilities with their ranges, for collective choice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.analysis.actors_table import ActorsTable, Range
from detente.case.capability import capability, capability_basis
from detente.case.numbers import Number
from detente.case.problems import meant
from detente.case.schema import Case, Position
from detente.errors import InputError

__all__ = ["case_actors"]

_LEAST = 1e-6
"""Capability of an actor without any: models need a number above 0."""


def case_actors(case: Case, issues: Sequence[str] = ()) -> ActorsTable:
    """Make a table of everybody who has a position on some issues of a case.

    Parameters
    ----------
    case
        Cut at its date.
    issues
        Which (default: all on which anybody has a position), in any order; the table has them in the case's.

    Returns
    -------
    ActorsTable
        Actors and issues by their keys in the case, in its order. Positions on 0 to 1. Saliences are shares of all
        that an actor cares about, over all issues of the case. Capability is relative to the strongest party: see
        `detente.case.capability.capability`. Ranges are those of the case.

    Raises
    ------
    InputError
        For an issue that the case does not have, or on which fewer than two actors have a position.

    Examples
    --------
    >>> from detente.case.load import read_case
    >>> table = case_actors(read_case("aceh-2005"), ["revenue"])
    >>> table.actors, table.positions[:, 0].tolist(), len(table.ranges)
    (('government', 'dpr', 'gam'), [0.6, 0.5, 0.85], 9)
    """
    chosen = _chosen(case, issues)
    held = {(one.actor, one.issue): one for one in case.positions if one.issue in chosen}
    actors = tuple(key for key in case.actors if any((key, issue) in held for issue in chosen))
    shape = (len(actors), len(chosen))
    power, positions, saliences = np.zeros(shape), np.full(shape, np.nan), np.zeros(shape)
    ranges: list[Range] = []
    for i, actor in enumerate(actors):
        total = _cares(case, actor)
        able = _ends(capability(case, actor), floor=_LEAST)
        ranges += _range("capability", i, -1, able)
        for k, issue in enumerate(chosen):
            if (actor, issue) not in held:
                continue
            one = held[actor, issue]
            ideal, weight = _ends(one.ideal), _ends(one.salience, per=total)
            power[i, k], positions[i, k], saliences[i, k] = able[1], ideal[1], weight[1]
            ranges += _range("position", i, k, ideal) + _range("salience", i, k, weight)
    scale = np.tile([0.0, 1.0], (len(chosen), 1))
    source = f"{case.name} on {case.as_of}"
    return ActorsTable(
        source, actors, chosen, power, positions, saliences, scale, tuple(ranges), _notes(case, actors, chosen)
    )


def _chosen(case: Case, issues: Sequence[str]) -> tuple[str, ...]:
    """Issues to forecast, in the case's order, checked."""
    problems = [
        f"--issue {name}: no issue of {case.name}; {meant(name, case.issues)}"
        for name in dict.fromkeys(issues)
        if name not in case.issues
    ]
    placed = {name: _weighing(case, name) for name in case.issues}
    problems += [
        f"--issue {name}: expected two actors or more with a position on it, found {len(placed[name])}"
        for name in dict.fromkeys(issues)
        if name in placed and len(placed[name]) < 2
    ]
    chosen = tuple(name for name in case.issues if len(placed[name]) > 1 and (not issues or name in issues))
    if not chosen and not problems:
        problems.append(f"{case.name}: expected an issue on which two actors or more have a position, found none")
    if problems:
        raise InputError(*problems)
    return chosen


def _weighing(case: Case, issue: str) -> list[Position]:
    """Positions on an issue that weigh anything."""
    return [one for one in case.positions if one.issue == issue and one.salience.mode > 0.0]


def _cares(case: Case, actor: str) -> float:
    """Sum of an actor's saliences over all issues of the case, at the modes."""
    total = sum(one.salience.mode for one in case.positions if one.actor == actor)
    return total if total > 0.0 else 1.0


def _ends(number: Number, *, per: float = 1.0, floor: float = 0.0) -> tuple[float, float, float]:
    """Low, mode and high in another unit; what would leave 0 to 1 as a share of ``per`` ends there."""
    most = np.inf if floor else 1.0
    low, mode, high = (float(min(most, max(floor, end / per))) for end in (number.low, number.mode, number.high))
    return low, mode, high


def _range(kind: str, actor: int, issue: int, ends: tuple[float, float, float]) -> list[Range]:
    return [Range(kind, actor, issue, *ends)] if ends[0] < ends[2] else []


def _notes(case: Case, actors: tuple[str, ...], issues: tuple[str, ...]) -> tuple[str, ...]:
    """What the scales mean, and where the table came from."""
    scales = [(name, case.issues[name].scale) for name in issues]
    notes = [f"{name}: 0 is {scale[min(scale)]}, 1 is {scale[max(scale)]}" for name, scale in scales]
    notes.append("saliences are shares of all that an actor cares about; capability 1 is the strongest party's forces")
    assumed = [key for key in actors if capability_basis(case, key) == "assumed"]
    if assumed:
        notes.append(f"capability is only assumed for {', '.join(assumed)}")
    whole = [name for name in issues if case.issues[name].indivisible]
    if whole:
        notes.append(f"no middle exists on {', '.join(whole)}: a forecast between the stops says which way it leans")
    return tuple(notes)
