"""The small CSV tables of a case: regions, neighbours, history."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path as FilePath
from typing import Any, get_args

from detente.case.problems import Problem, Problems, meant, show
from detente.case.theatre import HistoryRow, Region

__all__ = ["Row", "read_history", "read_neighbours", "read_regions", "read_table"]

_TRUE = {"true", "yes", "1", "x"}
_FALSE = {"false", "no", "0", ""}
_MOST = 1e12
"""Weight of a region at most: more than there are people, in any unit."""
_OTHER = {";": "semicolons", "\t": "tabs", "|": "bars"}
"""What some spreadsheets put between cells where we and most others put commas."""
_KINDS: tuple[str, ...] = get_args(HistoryRow.model_fields["kind"].annotation)


@dataclass(frozen=True)
class Row:
    """A row: its cells by column, where each starts, and how to report what is wrong with one."""

    file: str
    line: int
    cells: dict[str, str]
    columns: dict[str, int]
    problems: Problems
    name: str = ""

    def wrong(self, column: str, message: str) -> None:
        """Report a cell."""
        path = f"{self.name}.{column}" if self.name else column
        self.problems.add(Problem(self.file, self.line, self.columns.get(column, 1), path, message))

    def text(self, column: str, *, needed: bool = False) -> str:
        """The cell's text, trimmed."""
        value = self.cells.get(column, "").strip()
        if needed and not value:
            self.wrong(column, "empty; every row has one")
        return value

    def number(self, column: str, default: float | None = None) -> float | None:
        """The cell's number; ``default`` where it is empty; None, and reported, where it is no number."""
        value = self.text(column)
        if not value:
            if default is None:
                self.wrong(column, "empty; expected a number")
            return default
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if number != number or abs(number) == float("inf"):
            self.wrong(column, f"expected a number, got {show(value)}")
            return None
        return number

    def truth(self, column: str) -> bool:
        """Whether the cell says yes; an empty cell says no."""
        value = self.text(column).lower()
        if value not in _TRUE | _FALSE:
            self.wrong(column, f"expected true or false, got {show(value)}")
        return value in _TRUE

    def day(self, column: str, default: date | None = None) -> date | None:
        """The cell's date."""
        value = self.text(column)
        if not value and default is not None:
            return default
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.wrong(column, f"expected a date like 2031-03-08, got {show(value)}")
            return None

    def names(self, column: str) -> tuple[str, ...]:
        """The cell's names, parted by blanks, commas or semicolons."""
        return tuple(self.text(column).replace(",", " ").replace(";", " ").split())


def read_table(
    path: FilePath, file: str, needed: Sequence[str], optional: Sequence[str], problems: Problems
) -> Iterator[Row]:
    """Yield the rows of a CSV file; other columns and wrong lengths are reported. Lines that start with # are notes."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.add(Problem(file, 1, 1, "", f"no such file; it has the columns {', '.join((*needed, *optional))}"))
        return
    except UnicodeDecodeError as error:
        problems.add(Problem(file, 1, 1, "", f"byte {error.start + 1}: not UTF-8; save the file as UTF-8"))
        return
    header: list[str] = []
    for line, source, cells in _records(text, file, problems):
        starts = _starts(source, len(cells))
        if not header:
            header = [cell.strip() for cell in cells]
            if not _header_is_right(file, line, header, starts, needed, optional, problems):
                return
            continue
        if len(cells) != len(header):
            message = f"expected {len(header)} cells as in the first line, got {len(cells)}"
            problems.add(Problem(file, line, 1, "", f'{message}; put text that holds a comma in "quotation marks"'))
            continue
        columns = dict(zip(header, starts, strict=False))
        yield Row(file, line, dict(zip(header, cells, strict=True)), columns, problems, cells[0].strip())
    if not header:
        problems.add(Problem(file, 1, 1, "", f"empty; expected a first line {','.join(needed)}"))


def _records(text: str, file: str, problems: Problems) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each record's first line, the text of that line, and the cells."""
    lines = text.splitlines(keepends=True)
    kept = ["\n" if line.startswith("#") else line for line in lines]
    reader = csv.reader(io.StringIO("".join(kept)), strict=True)
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield line, lines[line - 1] if line <= len(lines) else "", cells
    except csv.Error as error:
        problems.add(Problem(file, reader.line_num, 1, "", f"not CSV: {error}; close the quotation marks"))


def _starts(source: str, count: int) -> list[int]:
    """Column at which each cell of a line starts, from 1."""
    starts, quoted = [1], False
    for position, character in enumerate(source, 1):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            starts.append(position + 1)
    return starts + [1] * (count - len(starts))


def _header_is_right(file: str, line: int, header: list[str], starts: list[int], needed: Sequence[str],
                     optional: Sequence[str], problems: Problems) -> bool:  # fmt: skip
    known = (*needed, *optional)
    if other := next((one for one in _OTHER if len(header) == 1 and one in header[0]), None):
        message = f"cells are parted by {_OTHER[other]}; save the file with commas between them"
        problems.add(Problem(file, line, starts[0] + header[0].index(other), "", message))
        return False
    for name, start in zip(header, starts, strict=False):
        if name not in known:
            problems.add(Problem(file, line, start, name, f"unknown column; {meant(name, known)}"))
        elif header.count(name) > 1:
            problems.add(Problem(file, line, start, name, "the column is there twice; keep one of the two"))
    missing = [name for name in needed if name not in header]
    if missing:
        message = f"the column{'s' * (len(missing) > 1)} {', '.join(missing)} {'are' if len(missing) > 1 else 'is'}"
        problems.add(Problem(file, line, 1, "", f"{message} missing; the first line names the columns"))
    return not missing and len(set(header)) == len(header)


def read_regions(path: FilePath, file: str, problems: Problems) -> tuple[dict[str, Region], dict[str, Row]]:
    """Read regions.csv; regions by key, and the row of each for later checks."""
    regions: dict[str, Region] = {}
    rows: dict[str, Row] = {}
    needed = ("region", "weight", "holder")
    optional = ("name", "defensibility", "capital", "neighbours", "because", "note")
    for row in read_table(path, file, needed, optional, problems):
        key, weight = row.text("region", needed=True), row.number("weight")
        defensibility, holder = row.number("defensibility", 0.0), row.text("holder", needed=True)
        if weight is not None and not 0 <= weight <= _MOST:
            row.wrong("weight", f"{weight:g} is out of range; expected from 0 to {_MOST:g}")
            weight = 0.0
        if not key:
            continue
        if key in regions:
            row.wrong("region", f"the region {show(key)} is there twice, first in line {rows[key].line}")
            continue
        rows[key] = row
        regions[key] = Region(
            key=key,
            name=row.text("name") or key,
            weight=weight or 0.0,
            holder=holder,
            defensibility=defensibility or 0.0,
            capital=row.truth("capital"),
            neighbours=row.names("neighbours"),
            note=row.text("note"),
            because=row.names("because"),
        )
    return regions, rows


def read_neighbours(path: FilePath, file: str, regions: Sequence[str], problems: Problems) -> set[tuple[str, str]]:
    """Read neighbours.csv (a, b): each pair once, or all of them both ways; pairs come back both ways."""
    pairs: dict[tuple[str, str], Row] = {}
    for row in read_table(path, file, ("a", "b"), ("km", "note"), problems):
        pair = (row.text("a", needed=True), row.text("b", needed=True))
        for column, name in zip(("a", "b"), pair, strict=True):
            if name and name not in regions:
                row.wrong(column, f"{show(name)} is not a region; {meant(name, regions)}")
        if pair[0] == pair[1]:
            row.wrong("b", f"{show(pair[1])} cannot be its own neighbour; delete the row")
        elif pair in pairs:
            row.wrong("b", f"this pair is there twice, first in line {pairs[pair].line}; delete one")
        else:
            pairs[pair] = row
    if any((b, a) in pairs for a, b in pairs):
        for (a, b), row in pairs.items():
            if (b, a) not in pairs:
                row.wrong("b", f"{a},{b} is listed, {b},{a} is not, although others are listed both ways; add it")
    return {(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}


def read_history(path: FilePath, file: str, problems: Problems) -> tuple[tuple[HistoryRow, ...], list[Row]]:
    """Read history.csv, in the order of the dates; what has no ``known`` became known the day after."""
    found: list[tuple[HistoryRow, Row]] = []
    for row in read_table(path, file, ("date", "kind", "subject"), ("known", "value", "note", "source"), problems):
        day, kind, subject = row.day("date"), row.text("kind", needed=True), row.text("subject", needed=True)
        value = row.number("value") if row.text("value") else None
        if kind and kind not in _KINDS:
            row.wrong("kind", f"{show(kind)} is not a kind; {meant(kind, _KINDS)}")
        if kind == "fall" and value not in (None, 0.0, 1.0):
            row.wrong("value", f"expected 1 (fell to the challenger) or 0 (taken back), got {value:g}")
        if day is None:
            continue
        known = row.day("known", day + timedelta(days=1))
        if known is not None and known < day:
            row.wrong("known", f"{known} is before {day}, when it happened; nobody can have known")
        if known is None or kind not in _KINDS or not subject:
            continue
        fields: dict[str, Any] = {"date": day, "known": known, "kind": kind, "subject": subject, "value": value}
        found.append((HistoryRow(**fields, note=row.text("note"), source=row.text("source")), row))
    found.sort(key=lambda pair: (pair[0].date, pair[0].known))
    return tuple(history for history, _ in found), [row for _, row in found]
