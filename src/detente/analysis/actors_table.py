"""A table of actors for models of collective choice: names, capability, and a position and a salience per issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from detente.analysis.actors_columns import Grid, read_cells
from detente.analysis.sheets import read_sheet, refuse
from detente.case.problems import Problem, Problems
from detente.errors import InputError
from detente.models.bargaining.collective import check_table, unit_scale

__all__ = ["ActorsTable", "Range", "actors_table", "draw_tables", "read_actors"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Range:
    """A number given as low, mode, high: ``kind`` is capability, position or salience; ``issue`` -1 for all issues."""

    kind: str
    actor: int
    issue: int
    low: float
    mode: float
    high: float


@dataclass(frozen=True)
class ActorsTable:
    """What models of collective choice need.

    Attributes
    ----------
    source
        Where it came from.
    actors, issues
        Names, n and K of them.
    capability
        Shape (n, K), above 0, any unit; 0 where an actor takes no part in an issue.
    positions
        Shape (n, K), on ``scale``; NaN where an actor takes no part.
    saliences
        Shape (n, K), in [0, 1]; 0 where an actor takes no part.
    scale
        Shape (K, 2): lowest and highest position of each issue.
    ranges
        Numbers that are uncertain, with the table holding their modes.
    notes
        How the table was understood, in sentences.
    """

    source: str
    actors: tuple[str, ...]
    issues: tuple[str, ...]
    capability: Array
    positions: Array
    saliences: Array
    scale: Array
    ranges: tuple[Range, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def present(self) -> npt.NDArray[np.bool_]:
        """Shape (n, K): who takes part in what."""
        return ~np.isnan(self.positions)


def actors_table(
    names: Sequence[str],
    capability: npt.ArrayLike,
    positions: npt.ArrayLike,
    saliences: npt.ArrayLike,
    *,
    issues: Sequence[str] = (),
    scale: tuple[float, float] | npt.ArrayLike = (0.0, 100.0),
    full_salience: float = 100.0,
    source: str = "actors",
) -> ActorsTable:
    """Make a table from arrays.

    Parameters
    ----------
    names
        Of the actors, n.
    capability
        Shape (n,) or (n, K), above 0.
    positions, saliences
        Shape (n,) or (n, K); NaN positions where an actor takes no part.
    issues
        Names, K (default: ``issue``, or ``issue 1`` and so on).
    scale
        Ends of the positions' scale, one pair or (K, 2).
    full_salience
        The salience of an issue that matters as much as anything can.
    source
        What to call the table.

    Raises
    ------
    InputError
        With every problem found.

    Examples
    --------
    >>> table = actors_table(["Ann", "Bob"], [1, 2], [0, 100], [50, 80])
    >>> table.issues, table.saliences.tolist()
    (('issue',), [[0.5], [0.8]])
    """
    checked = check_table(capability, positions, saliences)
    n, K = checked.positions.shape
    low, span = unit_scale(scale, K)
    titles = tuple(issues) or (("issue",) if K == 1 else tuple(f"issue {k + 1}" for k in range(K)))
    problems = []
    if len(names) != n or len(set(names)) != n:
        raise InputError(f"{source}: expected {n} different names of actors, got {len(set(names))} among {len(names)}")
    if len(titles) != K:
        problems.append(f"{source}: expected {K} names of issues, got {len(titles)}")
    outside = (checked.positions < low - 1e-9) | (checked.positions > low + span + 1e-9)
    problems += [f"{source}: {names[i]}: a position outside the scale" for i in _rows(outside)]
    heavy = checked.saliences > full_salience * (1.0 + 1e-9)
    problems += [f"{source}: {names[i]}: a salience above {full_salience:g}" for i in _rows(heavy)]
    if problems:
        raise InputError(*problems)
    ends = np.stack([low, low + span], axis=1)
    saliences = checked.saliences / full_salience
    return ActorsTable(source, tuple(names), titles, checked.capability, checked.positions, saliences, ends)


def _rows(wrong: npt.NDArray[np.bool_]) -> list[int]:
    return [int(i) for i in np.flatnonzero(wrong.any(axis=1))]


def read_actors(path: Path, scale: tuple[float, float] | None = None) -> ActorsTable:
    """Read a table of actors from CSV or .xlsx.

    Wide: a row per actor with ``actor, capability, pos:ISSUE, sal:ISSUE, ...``; for a single issue also ``position``
    and ``salience``. Long: a row per actor and issue with ``actor, issue, position, salience, power``. ``power``,
    ``influence`` and ``clout`` are other words for capability. A number is uncertain where two more columns give its
    range: ``pos:ISSUE:low`` and ``pos:ISSUE:high`` in a wide table, ``position_low`` and ``position_high`` in a long
    one, with the mode in the column itself.

    Parameters
    ----------
    path
        The file.
    scale
        Ends of all positions' scale. Default: 0 to 1 if all positions are, else 0 to 100 if all are, else each issue's
        own lowest and highest.

    Returns
    -------
    ActorsTable
        Saliences are brought to [0, 1]: a table in which one is above 1 is taken to be in hundredths.

    Raises
    ------
    InputError
        With every problem at once, as ``file:row:column: column: message``.
    OSError
        If the file can not be opened.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "actors.csv"
    ...     _ = file.write_text("actor,capability,pos:Tax,sal:Tax\\nAnn,5,20,80\\nBob,9,70,50\\n")
    ...     table = read_actors(file)
    >>> table.actors, table.issues, table.positions.tolist()
    (('Ann', 'Bob'), ('Tax',), [[20.0], [70.0]])
    """
    problems = Problems()
    grid = read_cells(read_sheet(path, problems), problems)
    full = _full_salience(grid)
    ends, scale_note = _scale(grid, scale)
    _check_numbers(grid, ends, full, str(path), problems)
    refuse(problems)
    if len(grid.actors) < 2:
        raise InputError(f"{path}:1:1: expected two actors or more, found {len(grid.actors)}")
    n, K = len(grid.actors), len(grid.issues)
    capability, positions, saliences = np.zeros((n, K)), np.full((n, K), np.nan), np.zeros((n, K))
    for (kind, i, k), cell in grid.cells.items():
        target = {"capability": capability, "position": positions, "salience": saliences}[kind]
        target[i, k] = cell.mode
    capability[np.isnan(positions)] = 0.0
    notes = [f"saliences read as 0 to {full:g}", scale_note]
    gaps = int(np.isnan(positions).sum())
    if gaps:
        notes.append(f"{gaps} of {n * K} pairs of actor and issue are empty: the actor takes no part there")
    table = ActorsTable(
        str(path), grid.actors, grid.issues, capability, positions, saliences / full, ends, _ranges(grid, full),
        tuple(notes),
    )  # fmt: skip
    _check_weight(table)
    return table


def _full_salience(grid: Grid) -> float:
    if grid.full_salience is not None:
        return grid.full_salience
    highest = max((max(cell.numbers) for (kind, _, _), cell in grid.cells.items() if kind == "salience"), default=0.0)
    return 100.0 if highest > 1.0 else 1.0


def _scale(grid: Grid, given: tuple[float, float] | None) -> tuple[Array, str]:
    if given is not None:
        low, span = unit_scale(given, len(grid.issues))
        return np.stack([low, low + span], axis=1), f"positions are on {given[0]:g} to {given[1]:g}"
    found = [[np.inf, -np.inf] for _ in grid.issues]
    for (kind, _, k), cell in grid.cells.items():
        if kind == "position":
            found[k] = [min(found[k][0], *cell.numbers), max(found[k][1], *cell.numbers)]
    ends = np.array(found).reshape(-1, 2)
    if not np.isfinite(ends).all() or not len(ends):  # cells that could not be read are problems already
        return np.tile([-np.inf, np.inf], (len(ends), 1)), ""
    for top in (1.0, 100.0):
        if ends.min() >= 0.0 and ends.max() <= top:
            return np.tile(
                [0.0, top], (len(ends), 1)
            ), f"positions taken to be on 0 to {top:g} (--scale says otherwise)"
    ends[ends[:, 0] == ends[:, 1], 1] += 1.0
    return ends, "each issue's scale runs from its lowest to its highest position (--scale says otherwise)"


def _check_numbers(grid: Grid, ends: Array, full: float, file: str, problems: Problems) -> None:
    for (kind, _, k), cell in grid.cells.items():
        low, high = (0.0, np.inf) if kind == "capability" else (0.0, full) if kind == "salience" else ends[k]
        for number, column, name in zip(cell.numbers, cell.columns, cell.names, strict=True):
            if kind == "capability" and number <= 0.0:
                wrong = f"expected a number above 0, got {number:g}"
            elif not low <= number <= high:
                wrong = f"expected {low:g} to {high:g}, got {number:g}"
            else:
                continue
            problems.add(Problem(file, cell.line, column + 1, name, wrong))
        if not all(a <= b for a, b in zip(cell.ordered, cell.ordered[1:], strict=False)):
            shown = " ".join(f"{number:g}" for number in cell.ordered)
            message = f"expected low, mode, high in ascending order, got {shown}"
            problems.add(Problem(file, cell.line, cell.columns[0] + 1, cell.names[0], message))


def _ranges(grid: Grid, full: float) -> tuple[Range, ...]:
    found = []
    shared: set[int] = set()
    for (kind, i, k), cell in grid.cells.items():
        if len(cell.numbers) < 3 or cell.ordered[0] == cell.ordered[-1]:
            continue
        whole = kind == "capability" and grid.wide
        if whole and i in shared:
            continue
        if whole:
            shared.add(i)
        low, mode, high = (value / (full if kind == "salience" else 1.0) for value in cell.ordered)
        found.append(Range(kind, i, -1 if whole else k, low, mode, high))
    return tuple(found)


def _check_weight(table: ActorsTable) -> None:
    total = (table.capability * table.saliences).sum(axis=0)
    idle = [table.issues[k] for k in np.flatnonzero(total == 0.0)]
    if idle:
        raise InputError(*(f"{table.source}:1:1: sal:{name}: nobody has any salience on this issue" for name in idle))


def draw_tables(table: ActorsTable, runs: int, seed: int) -> tuple[Array, Array, Array]:
    """Draw tables from the ranges: PERT distributions, independent of one another.

    Returns
    -------
    capability, positions, saliences
        Each (runs, n, K). The draws of a range depend on the seed and its place only, not on the number of runs.
    """
    shape = (runs, *table.positions.shape)
    drawn = {
        "capability": np.broadcast_to(table.capability, shape).copy(),
        "position": np.broadcast_to(table.positions, shape).copy(),
        "salience": np.broadcast_to(table.saliences, shape).copy(),
    }
    for number, one in enumerate(table.ranges):
        random = np.random.Generator(np.random.Philox(key=[seed, number]))
        width = one.high - one.low
        a, b = 1.0 + 4.0 * (one.mode - one.low) / width, 1.0 + 4.0 * (one.high - one.mode) / width
        uniform = random.random(runs)
        values = one.low + width * _beta_quantile(a, b, uniform)
        issues = slice(None) if one.issue < 0 else one.issue
        part = drawn[one.kind][:, one.actor, issues]
        takes_part = table.present[one.actor, issues]
        spread = values[:, None] if one.issue < 0 else values
        drawn[one.kind][:, one.actor, issues] = np.where(takes_part, spread, part)
    return drawn["capability"], drawn["position"], drawn["salience"]


def _beta_quantile(a: float, b: float, uniform: Array) -> Array:
    from scipy.special import betaincinv

    return betaincinv(a, b, uniform)
