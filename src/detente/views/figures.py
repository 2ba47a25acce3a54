"""What a view is made of: figures that state a finding, their keys and tables, and answers to questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Answer", "Cell", "Drawing", "Figure", "Key", "Link", "Note", "Row", "Stack", "Table", "prose"]


@dataclass(frozen=True)
class Link:
    """Text that leads to a place in the page (``to``: an anchor without #)."""

    text: str
    to: str


_BESIDE = 34
"""Letters of all numbers in a row, at most, that a printed page has room for beside a drawing."""

Cell = str | Sequence[Link | str]
"""What a table's cell holds: text, or pieces of text and links."""


@dataclass(frozen=True)
class Table:
    """Numbers under a figure. The first column names the row; ``numeric`` columns are set to the right.

    ``happened`` marks the rows that hold what became known later, by index: the page hides them until asked.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    numeric: tuple[int, ...] = ()
    happened: frozenset[int] = frozenset()
    unfolded: bool = False
    heading: str = "The numbers"

    @property
    def slim(self) -> bool:
        """Whether it is narrow enough for print to set it beside its drawing."""
        if len(self.columns) > 5 or len(self.numeric) < len(self.columns) - 1:
            return False
        return sum(max((len(str(cell)) for cell in column), default=0) for column in self._numbers()) <= _BESIDE

    def _numbers(self) -> list[list[Cell]]:
        return [[row[at] for row in self.rows if at < len(row)] for at in self.numeric]


@dataclass(frozen=True)
class Key:
    """A word of the legend with its glyph (``bar``, ``area``, ``line``, ``circle`` ...: a macro of ``glyphs.html``)."""

    word: str
    glyph: str
    colour: str = "ink"
    happened: bool = False


@dataclass(frozen=True)
class Drawing:
    """One chart of a figure: the name of its element and its spec, with a caption where a figure has several."""

    name: str
    spec: Mapping[str, Any]
    caption: str = ""


@dataclass(frozen=True)
class Figure:
    """A drawing with its finding.

    Attributes
    ----------
    line
        What is measured and in what unit (small, above the title).
    title
        The finding, from a template.
    drawings
        One or several charts, side by side.
    note
        What must be known to read it.
    happened
        A sentence about what became known later, shown when asked for.
    folded
        Shown closed, with the line as its handle.
    """

    line: str
    title: str
    drawings: tuple[Drawing, ...]
    keys: tuple[Key, ...] = ()
    note: str = ""
    table: Table | None = None
    happened: str = ""
    folded: bool = False
    kind: str = "figure"

    @property
    def label(self) -> str:
        """What a screen reader says for the drawing: the finding, then what is measured."""
        return f"{self.title}. {self.line}."


@dataclass(frozen=True)
class Note:
    """A block that is not a figure: ``kind`` names its template (blocks/KIND.html), ``data`` what it shows."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    folded: bool = False


def prose(text: str, *, line: str = "", title: str = "") -> Note:
    """Return a paragraph, under a title if one is given."""
    return Note("prose", {"text": text, "line": line, "title": title})


@dataclass(frozen=True)
class Stack:
    """Blocks under each other in one column of a row."""

    blocks: tuple[Figure | Note, ...]
    kind: str = "stack"

    @property
    def folded(self) -> bool:
        """Whether all of them are."""
        return all(block.folded for block in self.blocks)


@dataclass(frozen=True)
class Row:
    """Blocks side by side: ``layout`` is one, even (two alike), or uneven (a wide one and a narrow one)."""

    blocks: tuple[Figure | Note | Stack, ...]
    layout: str = "one"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures of the row."""
        parts = [one for block in self.blocks for one in (block.blocks if isinstance(block, Stack) else (block,))]
        return tuple(one for one in parts if isinstance(one, Figure))


@dataclass(frozen=True)
class Answer:
    """The answer to one of the report's questions; ``missing`` says in a sentence why there is none."""

    anchor: str
    short: str
    question: str
    rows: tuple[Row, ...] = ()
    missing: str = ""
