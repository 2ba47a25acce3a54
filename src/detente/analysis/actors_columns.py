"""Which columns of a sheet hold actors' numbers, and the numbers with their places, wide or long."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.analysis.sheets import Sheet
from detente.case.problems import Problem, Problems, meant, show

__all__ = ["Cell", "Grid", "read_cells"]

_ACTOR = ("actor", "actors", "name", "stakeholder", "player", "party")
_CAPABILITY = ("capability", "power", "influence", "clout", "capabilities")
_POSITION = ("position", "pos")
_SALIENCE = ("salience", "sal")
_ISSUE = ("issue", "dimension")
_ENDS = ("low", "mode", "high")


@dataclass(frozen=True)
class Cell:
    """A number, or its mode, low and high in this order, with the columns and the line that they stand in."""

    numbers: tuple[float, ...]
    columns: tuple[int, ...]
    names: tuple[str, ...]
    line: int

    @property
    def mode(self) -> float:
        """The number itself."""
        return self.numbers[0]

    @property
    def ordered(self) -> tuple[float, ...]:
        """Low, mode, high; or just the number."""
        return (self.numbers[1], self.numbers[0], self.numbers[2]) if len(self.numbers) == 3 else self.numbers


@dataclass
class Grid:
    """Numbers by (kind, actor, issue); ``full_salience`` where a column's name says what its top is."""

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    wide: bool
    full_salience: float | None
    cells: dict[tuple[str, int, int], Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class _Columns:
    """Where a quantity stands: the column of its mode and, if there are any, of its low and high ends."""

    mode: int
    low: int | None
    high: int | None


def read_cells(sheet: Sheet, problems: Problems) -> Grid:
    """Find the columns of a sheet, wide or long, and read the numbers; what is wrong is added to `problems`."""
    named = {_plain(name): k for k, name in enumerate(sheet.header)}
    long = any(name in named for name in _ISSUE) and not any(_issue_of(name) for name in sheet.header)
    full = next((float(m[1]) for name in named if (m := re.fullmatch(r"sal(?:ience)?_0_(1|100)", name))), None)
    named = {re.sub(r"^(sal(?:ience)?)_0_1(?:00)?$", r"\1", name): k for name, k in named.items()}
    return _read_long(sheet, named, full, problems) if long else _read_wide(sheet, named, full, problems)


def _plain(name: str) -> str:
    """A column's name as it is compared: lower case, and ends of ranges after a colon."""
    text = re.sub(r"\s+", " ", name.strip().lower())
    return re.sub(r"[ _:.](low|mode|high)$", r":\1", text)


def _issue_of(name: str) -> re.Match[str] | None:
    return re.fullmatch(
        r"\s*(pos|position|sal|salience)\s*:\s*(.+?)(?:\s*:\s*(low|mode|high))?\s*", name, re.IGNORECASE
    )


def _wrong(sheet: Sheet, message: str, problems: Problems, column: int = 0) -> None:
    problems.add(Problem(sheet.file, sheet.header_line, column + 1, "", message))


def _find(sheet: Sheet, named: dict[str, int], words: tuple[str, ...], problems: Problems) -> _Columns | None:
    """Columns of a quantity that goes by one of several words; a problem if there is none."""
    for word in words:
        mode = named.get(word, named.get(f"{word}:mode"))
        if mode is not None:
            return _with_ends(sheet, mode, named.get(f"{word}:low"), named.get(f"{word}:high"), problems)
    header = [name for name in sheet.header if name]
    guess = meant(words[0], header)
    hint = (
        f"; is it {guess.removeprefix('did you mean ')}"
        if guess.startswith("did")
        else f"; the header has {', '.join(header)}"
    )
    _wrong(sheet, f"no column {show(words[0])}{hint}", problems)
    return None


def _with_ends(sheet: Sheet, mode: int, low: int | None, high: int | None, problems: Problems) -> _Columns:
    if (low is None) != (high is None):
        there = sheet.header[high if low is None else low]  # type: ignore[index]
        _wrong(sheet, f"{show(there)} needs its other end; a range has a low and a high", problems, mode)
        return _Columns(mode, None, None)
    return _Columns(mode, low, high)


def _read(sheet: Sheet, row: int, where: _Columns, problems: Problems) -> Cell:
    places = [where.mode]
    if where.low is not None and where.high is not None:
        given = [bool(sheet.rows[row][k]) for k in (where.low, where.high)]
        if all(given):
            places += [where.low, where.high]
        elif any(given):
            empty = where.low if not given[0] else where.high
            name = sheet.header[empty]
            problems.add(Problem(sheet.file, sheet.lines[row], empty + 1, name, "empty; a range has a low and a high"))
    numbers = tuple(sheet.number(row, k, problems) for k in places)
    return Cell(numbers, tuple(places), tuple(sheet.header[k] for k in places), sheet.lines[row])


def _keep(grid: Grid, kind: str, i: int, k: int, cell: Cell) -> None:
    if not any(math.isnan(number) for number in cell.numbers):
        grid.cells[kind, i, k] = cell


def _names(sheet: Sheet, column: int, problems: Problems) -> Iterator[tuple[int, str]]:
    for row, cells in enumerate(sheet.rows):
        if cells[column]:
            yield row, cells[column]
        else:
            name = sheet.header[column]
            problems.add(Problem(sheet.file, sheet.lines[row], column + 1, name, "empty; expected a name"))


def _read_wide(sheet: Sheet, named: dict[str, int], full: float | None, problems: Problems) -> Grid:
    actor = _find(sheet, named, _ACTOR, problems)
    capability = _find(sheet, named, _CAPABILITY, problems)
    issues = _wide_issues(sheet, named, problems)
    if actor is None or capability is None or not issues:
        return Grid((), (), True, full)
    rows = list(_names(sheet, actor.mode, problems))
    grid = Grid(tuple(name for _, name in rows), tuple(issues), True, full)
    first: dict[str, int] = {}
    for i, (row, name) in enumerate(rows):
        if name in first:
            wrong = f"{show(name)} stands in line {sheet.lines[first[name]]} too; one row for each actor"
            problems.add(Problem(sheet.file, sheet.lines[row], actor.mode + 1, sheet.header[actor.mode], wrong))
        first.setdefault(name, row)
        strength = _read(sheet, row, capability, problems)
        for k, (position, salience) in enumerate(issues.values()):
            empty = [not sheet.rows[row][where.mode] for where in (position, salience)]
            if all(empty):
                continue
            _keep(grid, "capability", i, k, strength)
            _keep(grid, "position", i, k, _read(sheet, row, position, problems))
            _keep(grid, "salience", i, k, _read(sheet, row, salience, problems))
    return grid


def _wide_issues(sheet: Sheet, named: dict[str, int], problems: Problems) -> dict[str, tuple[_Columns, _Columns]]:
    """Columns of position and salience by issue, in the order in which positions stand in the header."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for column, name in enumerate(sheet.header):
        match = _issue_of(name)
        if match:
            kind = "pos" if match[1].lower().startswith("pos") else "sal"
            found.setdefault(match[2], {})[kind, (match[3] or "mode").lower()] = column
    if not found:
        if not any(word in named for word in (*_POSITION, *(f"{word}:mode" for word in _POSITION))):
            has = ", ".join(sheet.header)
            _wrong(
                sheet, f"no columns pos:ISSUE and sal:ISSUE, nor position and salience; the header has {has}", problems
            )
            return {}
        position, salience = _find(sheet, named, _POSITION, problems), _find(sheet, named, _SALIENCE, problems)
        return {"position": (position, salience)} if position and salience else {}
    issues = {}
    for issue, columns in found.items():
        missing = [kind for kind in ("pos", "sal") if (kind, "mode") not in columns]
        others = [name for name in found if name != issue]
        for kind in missing:
            hint = meant(issue, others)
            extra = f" ({hint})" if hint.startswith("did") else ""
            at = min(columns.values())
            _wrong(sheet, f"issue {show(issue)} has no column {kind}:{issue}{extra}", problems, at)
        if not missing:
            parts = (
                _with_ends(
                    sheet, columns[kind, "mode"], columns.get((kind, "low")), columns.get((kind, "high")), problems
                )
                for kind in ("pos", "sal")
            )
            issues[issue] = (next(parts), next(parts))
    return issues


def _read_long(sheet: Sheet, named: dict[str, int], full: float | None, problems: Problems) -> Grid:
    words = (_ACTOR, _ISSUE, _CAPABILITY, _POSITION, _SALIENCE)
    actor, issue, *rest = (_find(sheet, named, options, problems) for options in words)
    if actor is None or issue is None or any(where is None for where in rest):
        return Grid((), (), False, full)
    rows = [(row, name) for row, name in _names(sheet, actor.mode, problems)]
    actors = tuple(dict.fromkeys(name for _, name in rows))
    titles = dict(_names(sheet, issue.mode, problems))
    issues = tuple(dict.fromkeys(titles.values()))
    grid = Grid(actors, issues, False, full)
    first: dict[tuple[str, str], int] = {}
    for row, name in rows:
        if row not in titles:
            continue
        pair = name, titles[row]
        if pair in first:
            wrong = f"{name} on {titles[row]} stands in line {sheet.lines[first[pair]]} too; one row for each pair"
            problems.add(Problem(sheet.file, sheet.lines[row], actor.mode + 1, sheet.header[actor.mode], wrong))
        first.setdefault(pair, row)
        for kind, where in zip(("capability", "position", "salience"), rest, strict=True):
            if where is not None:
                _keep(grid, kind, actors.index(name), issues.index(titles[row]), _read(sheet, row, where, problems))
    return grid
