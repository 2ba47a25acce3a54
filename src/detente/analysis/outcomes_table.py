"""A list of outcomes with each party's utility, from CSV or Excel, and the points that its frontier holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.analysis.sheets import Sheet, read_sheet, refuse
from detente.case.problems import Problem, Problems, meant
from detente.errors import InputError
from detente.models.bargaining.axiomatic import (
    Agreement,
    OutcomeList,
    egalitarian,
    kalai_smorodinsky,
    nash,
    welfare,
)

__all__ = ["POINTS", "Frontier", "Outcomes", "find_frontier", "read_outcomes"]

Array = NDArray[np.float64]
POINTS = ("nash", "egalitarian", "kalai_smorodinsky", "welfare")


@dataclass(frozen=True)
class Outcomes:
    """A list of outcomes.

    Attributes
    ----------
    file
        Where it came from.
    parties
        Column names of the utilities.
    utilities
        Shape (m, n).
    labels
        What each outcome is: the other columns' cells, in order.
    columns
        Names of those columns.
    lines
        Where each outcome stands in the file, from 1.
    """

    file: str
    parties: tuple[str, ...]
    utilities: Array
    labels: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    lines: tuple[int, ...]

    def label(self, row: int) -> str:
        """Return an outcome in words: its other cells, or else its line."""
        return ", ".join(cell for cell in self.labels[row] if cell) or f"line {self.lines[row]}"


def read_outcomes(path: Path, columns: Sequence[str] = ()) -> Outcomes:
    """Read a row per outcome; utilities stand in the columns whose names start with ``u_``, or in those named.

    Parameters
    ----------
    path
        CSV or .xlsx.
    columns
        Names of the utility columns, two or more; default: all that start with ``u_``.

    Raises
    ------
    InputError
        With every problem at once, as ``file:row:column: column: message``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "deals.csv"
    ...     _ = file.write_text("deal,u_a,u_b\\nfirst,1,4\\nsecond,3,2\\n", encoding="utf-8")
    ...     outcomes = read_outcomes(file)
    >>> outcomes.parties, outcomes.utilities.tolist(), outcomes.label(1)
    (('u_a', 'u_b'), [[1.0, 4.0], [3.0, 2.0]], 'second')
    """
    problems = Problems()
    sheet = read_sheet(path, problems)
    places = _utility_columns(sheet, columns, problems)
    values = [[sheet.number(row, place, problems) for place in places] for row in range(len(sheet.rows))]
    refuse(problems)
    if not sheet.rows:
        raise InputError(
            f"{sheet.file}:{sheet.header_line + 1}:1: no outcomes; expected a row for each below the header"
        )
    others = [k for k in range(len(sheet.header)) if k not in places]
    return Outcomes(
        sheet.file,
        tuple(sheet.header[k] for k in places),
        np.array(values),
        tuple(tuple(row[k] for k in others) for row in sheet.rows),
        tuple(sheet.header[k] for k in others),
        sheet.lines,
    )


def _utility_columns(sheet: Sheet, columns: Sequence[str], problems: Problems) -> list[int]:
    """Where the utilities stand; what is wrong with that is added to `problems`."""

    def wrong(message: str) -> None:
        problems.add(Problem(sheet.file, sheet.header_line, 1, "", message))

    if columns:
        for name in columns:
            if name not in sheet.header:
                wrong(f"no column {name!r}; {meant(name, sheet.header)}")
        if len(set(columns)) < max(len(columns), 2):
            wrong("expected two or more different utility columns")
        return [sheet.header.index(name) for name in columns if name in sheet.header]
    found = [k for k, name in enumerate(sheet.header) if name.lower().startswith("u_")]
    if len(found) < 2:
        has = ", ".join(sheet.header)
        wrong(
            f"expected two or more columns of utilities named u_..., like u_a and u_b; the header has {has} "
            "(name others with --utility COLUMN)"
        )
    return found


@dataclass(frozen=True)
class Frontier:
    """The frontier of a list of outcomes and what each solution picks from it.

    Attributes
    ----------
    outcomes
        The list.
    rows
        The frontier, in ascending order of the first party's utility; the first of equal outcomes stands for all.
    disagreement
        Shape (n,): what each party gets without a deal.
    reserve
        Shape (n,): the least each would sign, if given.
    points
        By name (``POINTS``); None where no outcome gives each party its reserve.
    """

    outcomes: Outcomes
    rows: NDArray[np.intp]
    disagreement: Array
    reserve: Array | None
    points: dict[str, Agreement | None]

    def acceptable(self, row: int) -> bool:
        """Whether an outcome gives every party at least its reserve (or what it gets without a deal)."""
        least = self.disagreement if self.reserve is None else self.reserve
        return bool((self.outcomes.utilities[row] >= least).all())


def find_frontier(
    outcomes: Outcomes, reserve: Sequence[float] | None = None, disagreement: Sequence[float] | None = None
) -> Frontier:
    """Find the frontier and its points; see `detente.models.bargaining.axiomatic` for the arguments."""
    u = outcomes.utilities
    for name, given in (("reserve", reserve), ("disagreement", disagreement)):
        if given is not None and len(given) != u.shape[1]:
            raise InputError(f"--{name}: expected {u.shape[1]} numbers, one a party, got {len(given)}")
    deals = OutcomeList(u, reserve, disagreement)
    return Frontier(
        outcomes,
        deals.efficient,
        deals.d,
        None if reserve is None else np.asarray(reserve, dtype=float),
        {
            "nash": nash(deals),
            "egalitarian": egalitarian(deals),
            "kalai_smorodinsky": kalai_smorodinsky(deals),
            "welfare": welfare(deals),
        },
    )
