"""The ledger: statements by their ids, kept as JSON Lines that a person reads and git diffs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from detente.errors import InputError
from detente.evidence.statement import (
    CHANNELS,
    KINDS,
    SHARING,
    STATES,
    Confidence,
    Span,
    Statement,
    Verification,
    starting_credibility,
)
from detente.files import write_whole

__all__ = [
    "CHANNELS",
    "KINDS",
    "SHARING",
    "STATES",
    "Confidence",
    "Ledger",
    "Span",
    "Statement",
    "Verification",
    "read_ledger",
    "starting_credibility",
    "write_ledger",
]


class Ledger(Mapping[str, Statement]):
    """Statements by id, in the order in which they were written. It does not change once it is made.

    Parameters
    ----------
    statements
        With ids that differ.

    Raises
    ------
    InputError
        Where two statements have the same id.

    Examples
    --------
    >>> first = Statement(id="S1", document="d1", outlet="River Post", known=date(2031, 3, 8), content="We stay.")
    >>> later = Statement(id="S2", document="d2", outlet="River Post", known=date(2031, 5, 1), content="We go.")
    >>> ledger = Ledger((first, later))
    >>> list(ledger), ledger["S2"].content
    (['S1', 'S2'], 'We go.')
    >>> list(ledger.as_known_on(date(2031, 4, 1)))
    ['S1']
    """

    __slots__ = ("_by_id",)

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._by_id: dict[str, Statement] = {}
        double = []
        for one in statements:
            if one.id in self._by_id:
                double.append(f"{one.id}: two statements have this id; ids must differ")
            self._by_id[one.id] = one
        if double:
            raise InputError(*dict.fromkeys(double))

    def __getitem__(self, name: str) -> Statement:
        return self._by_id[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __repr__(self) -> str:
        return f"Ledger({len(self)} statements)"

    def as_known_on(self, day: date) -> Ledger:
        """Return what was known at the end of ``day``: nothing that became known later."""
        return Ledger(one for one in self.values() if one.known <= day)

    def merge(self, other: Ledger, *, reread: Iterable[str] = ()) -> Ledger:
        """Return both ledgers' statements; what a person wrote, edited or reviewed is kept as it stands.

        Parameters
        ----------
        other
            The newer one. Its statements replace those of this one that no hand has touched, in their places; its
            new ones follow at the end.
        reread
            Documents that ``other`` read anew: untouched statements of theirs that it no longer holds are dropped.

        Raises
        ------
        InputError
            Where both hold a statement under one id that hands have written differently: each is named.

        Examples
        --------
        >>> made = Statement(id="S1", document="d", outlet="o", known=date(2031, 3, 8), content="We stay.").sealed()
        >>> from dataclasses import replace
        >>> edited = replace(made, speaker="Mara Voss")
        >>> Ledger([edited]).merge(Ledger([made]), reread=["d"])["S1"].speaker
        'Mara Voss'
        """
        gone, clashes, merged = set(reread), [], {}
        for name, mine in self.items():
            theirs = other.get(name)
            if theirs is None:
                if mine.by_hand or mine.document not in gone:
                    merged[name] = mine
                continue
            if mine.by_hand and theirs.by_hand and mine != theirs:
                clashes.append(f"{name}: edited by hand in both ledgers, and not alike; keep one of the two")
            merged[name] = mine if mine.by_hand else theirs
        if clashes:
            raise InputError(*clashes)
        new = (one for name, one in other.items() if name not in self)
        return Ledger([*merged.values(), *new])


def read_ledger(path: str | os.PathLike[str]) -> Ledger:
    """Read a ledger from JSON Lines: one statement a line, blank lines and lines that start with # passed over.

    Raises
    ------
    InputError
        With every bad line at once, each as ``file:line:column: field: what is wrong; what would be right``.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start + 1}: not UTF-8; save the ledger as UTF-8") from None
    problems: list[str] = []
    statements: dict[str, tuple[int, Statement]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            one = _statement(line)
        except InputError as error:
            problems += [f"{path}:{number}:{problem}" for problem in error.problems]
            continue
        if one.id in statements:
            problems.append(
                f"{path}:{number}:1: id: {one.id!r} is taken by line {statements[one.id][0]}; ids must differ"
            )
        else:
            statements[one.id] = number, one
    if problems:
        raise InputError(*problems)
    return Ledger(one for _, one in statements.values())


def _statement(line: str) -> Statement:
    """Read one line; problems start with their column."""
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{error.colno}: not JSON: {error.msg.lower()}; every line holds one JSON object") from None
    if not isinstance(record, dict):
        raise InputError(f"1: expected a JSON object, got {type(record).__name__}")
    try:
        return Statement.from_record(record)
    except InputError as error:
        raise InputError(*(f"{_column(line, problem)}: {problem}" for problem in error.problems)) from None


def _column(line: str, problem: str) -> int:
    """Column of the field that a problem names, counted from 1; 1 where the line does not have it."""
    return max(line.find(f'"{problem.split(":")[0]}"'), 0) + 1


def write_ledger(ledger: Ledger | Iterable[Statement], path: str | os.PathLike[str]) -> None:
    """Write a ledger as JSON Lines, by rename: whoever reads the file sees the old ledger or the new one, whole."""
    statements = ledger.values() if isinstance(ledger, Ledger) else ledger
    text = "".join(json.dumps(one.to_record(), ensure_ascii=False) + "\n" for one in statements)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
