"""Tables that people keep in CSV or Excel, read as text with each cell's place, so that messages can name it."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case.problems import Problem, Problems, show
from detente.errors import InputError

__all__ = ["LARGEST", "Sheet", "read_sheet", "refuse"]

_SEPARATORS = (",", ";", "\t")
_MOST_SHOWN = 25
LARGEST = 1e12
"""Size of a number at most: models multiply and add them, and larger ones leave no digits for the others."""


@dataclass(frozen=True)
class Sheet:
    """A table: a header and rows as wide as it.

    Attributes
    ----------
    file
        As the user named it.
    header
        Column names, trimmed.
    rows
        Cells as text, trimmed, one tuple a row.
    lines
        Where each row stands in the file, from 1.
    header_line
        Where the header stands.
    decimal_comma
        Whether numbers may be written 0,5 (a CSV file whose cells are parted by semicolons).
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    header_line: int = 1
    decimal_comma: bool = False

    def number(self, row: int, column: int, problems: Problems) -> float:
        """Return a cell's number, at most `LARGEST` in size; nan, and a problem, where it is none."""
        text = self.rows[row][column]
        plain = text.replace(",", ".") if self.decimal_comma and text.count(",") == 1 else text
        try:
            value = float(plain) if "_" not in plain else math.nan
        except ValueError:
            value = math.nan
        if not abs(value) <= LARGEST:
            wrong = f"expected a number, got {show(text)}" if text else "empty; expected a number"
            if math.isfinite(value):
                wrong = f"{show(text)} is too large; expected {LARGEST:g} at most, in a larger unit"
            problems.add(Problem(self.file, self.lines[row], column + 1, self.header[column], wrong))
            return math.nan
        return value


def read_sheet(path: Path, problems: Problems) -> Sheet:
    """Read a CSV file (cells parted by commas, semicolons or tabs) or the first sheet of an Excel workbook.

    Columns are counted in cells. Blank rows are passed over. Rows of another length than the header, and columns
    without a name or with another's, are added to `problems`, as ``file:row:column: message``, and such rows left out;
    raise them with `refuse` after checking the rest, so that the user sees all at once.

    Raises
    ------
    InputError
        If the file is not a table at all: not text, not a workbook, not CSV, empty.
    OSError
        If the file can not be opened.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "deals.csv"
    ...     _ = file.write_text("deal;u_a;u_b\\nfirst;0,5;1\\n", encoding="utf-8")
    ...     sheet = read_sheet(file, Problems())
    >>> sheet.header, sheet.rows, sheet.decimal_comma
    (('deal', 'u_a', 'u_b'), (('first', '0,5', '1'),), True)
    """
    raw = path.read_bytes()
    file = str(path)
    if raw[:4] == b"PK\x03\x04":
        records, comma = list(_workbook(raw, file)), False
    elif raw[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError(f"{file}:1:1: an old Excel file (.xls); save it as .xlsx or as CSV")
    else:
        records, comma = _text(raw, file)
    filled = [(line, cells) for line, cells in records if any(cells)]
    if not filled:
        raise InputError(f"{file}:1:1: empty; expected a header and rows")
    (header_line, named), *body = filled
    header = tuple(_trimmed(named))
    for k, name in enumerate(header):
        if not name:
            problems.add(Problem(file, header_line, k + 1, "", "a column without a name"))
        elif name in header[:k]:
            problems.add(Problem(file, header_line, k + 1, "", f"the column name {show(name)} is taken; rename one"))
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    for line, cells in body:
        kept = cells if any(cells[len(header) :]) else cells[: len(header)]  # spreadsheets add empty cells
        if len(kept) == len(header):
            rows.append(tuple(kept))
            lines.append(line)
            continue
        message = f"expected {len(header)} cells as in the header, got {len(kept)}"
        hint = '; put text that holds a comma in "quotation marks"' if len(kept) > len(header) else ""
        problems.add(Problem(file, line, min(len(kept), len(header)) + 1, "", message + hint))
    return Sheet(file, header, tuple(rows), tuple(lines), header_line, comma)


def refuse(problems: Problems) -> None:
    """Raise the problems, if there are any: the first 25, and how many more there are."""
    try:
        problems.raise_all()
    except InputError as error:
        beyond = len(error.problems) - _MOST_SHOWN
        if beyond <= 0:
            raise
        raise InputError(*error.problems[:_MOST_SHOWN], f"... and {beyond} more like these") from None


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    last = max((k for k, cell in enumerate(cells) if cell), default=-1)
    return list(cells[: last + 1])


def _text(raw: bytes, file: str) -> tuple[list[tuple[int, list[str]]], bool]:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"{file}:{line}:1: not UTF-8 text; save the file as 'CSV UTF-8' or as .xlsx") from None
    if "\0" in text:
        raise InputError(f"{file}:1:1: not a table but binary data; expected CSV or .xlsx")
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=lambda mark: (head.count(mark), -_SEPARATORS.index(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            records.append((before + 1, [cell.strip() for cell in cells]))
            before = reader.line_num
    except csv.Error as error:
        raise InputError(f"{file}:{before + 1}:1: not readable as CSV ({error}); check its quotation marks") from None
    return records, separator == ";"


def _workbook(raw: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    import warnings
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that do not concern the cells
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            sheets = book.worksheets
            if not sheets:
                raise InputError(f"{file}:1:1: a workbook without a sheet of cells")
            rows = [
                (i + 1, [_cell(value) for value in row]) for i, row in enumerate(sheets[0].iter_rows(values_only=True))
            ]
    except (BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, EOFError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{file}:1:1: not a whole Excel workbook; open it in Excel and save it again as .xlsx"
        ) from None
    yield from rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    return re.sub(r"\s+", " ", str(value)).strip()
