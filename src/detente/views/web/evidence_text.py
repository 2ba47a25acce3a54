"""A document's text as it was received, in pieces: the chosen statement in colour, others as lines, damage boxed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from detente.evidence.damage import Damage
from detente.evidence.reader import ReadDocument
from detente.evidence.sentences import overlap, paragraphs
from detente.evidence.statement import Span
from detente.views.web.shelf import Line

__all__ = ["Paragraph", "Piece", "laid_out"]

_LONGEST, _AROUND = 60_000, 25_000
"""Characters of a text that is shown whole, and how many are shown around a statement of a longer one."""

_ROLES = ("content", "source", "cue")
Marked = tuple[Span, str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters that look alike.

    Parameters
    ----------
    text, at
        The characters, and the place of the first one in the document.
    roles
        What of the chosen statement they are: ``source``, ``cue``, ``content``; ``outer`` ones of the statement in
        which it stands.
    opens
        Roles whose span begins here: they are named.
    statement
        Id of another statement whose content they are; empty where they are none.
    damaged
        Whether they are boxed.
    note
        What is wrong, said after them.
    """

    text: str
    at: int
    roles: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    statement: str = ""
    damaged: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``apart`` where it is a headline of another article, in which nothing is attributed."""

    pieces: tuple[Piece, ...]
    apart: bool = False
    at: int = field(default=0)


def laid_out(read: ReadDocument, lines: Sequence[Line], chosen: Line | None) -> tuple[tuple[Paragraph, ...], bool]:
    """Return the paragraphs of a document, and whether it is too long to be shown whole.

    Parameters
    ----------
    read
        The document.
    lines
        Its statements.
    chosen
        The one that is shown in colour.
    """
    text = read.document.text
    middle = chosen.spans[0][0] if chosen and chosen.spans else 0
    cut = len(text) > _LONGEST
    marks = list(_marks(read, lines, chosen))
    boxes = list(_boxes(read))
    made = []
    for begin, stop in paragraphs(text):
        if cut and not middle - _AROUND <= begin <= middle + _AROUND:
            continue
        here = [mark for mark in marks if overlap((begin, stop), mark[0])]
        boxed = [box for box in boxes if begin <= box[0][0] < stop]
        ends = (edge for span, *_ in (*here, *boxed) for edge in span)
        edges = sorted({begin, stop, *(min(max(edge, begin), stop) for edge in ends)})
        apart = any(overlap((begin, stop), span) for span in read.inspected.apart)
        pieces = tuple(_piece(text, left, right, here, boxed) for left, right in pairwise(edges))
        made.append(Paragraph(pieces, apart, begin))
    return tuple(made), cut


def _marks(read: ReadDocument, lines: Iterable[Line], chosen: Line | None) -> Iterable[Marked]:
    """Yield spans with what they are: roles of the chosen statement and of the one around it, contents of others."""
    for line in lines:
        if line is not chosen:
            for span in line.spans:
                yield span, "other", line.statement.id
    if chosen is None:
        return
    for span in chosen.spans:
        yield span, "content", ""
    if chosen.said is None:
        return
    for role in ("source", "cue"):
        for span in getattr(chosen.said.attribution, role):
            yield span, role, ""
    outer = chosen.said.attribution.nested_in
    if outer is not None:
        for role in ("source", "cue"):
            for span in getattr(read.said[outer].attribution, role):
                yield span, f"outer {role}", ""


def _boxes(read: ReadDocument) -> Iterable[Marked]:
    """Yield the damaged places: of a quotation only the mark that is wrong."""
    text = read.document.text
    length = len(text)
    for one in read.inspected.damage:
        if one.kind == "headline set apart" or one.note == "spurious mark inside":
            continue
        start, end = (min(place, length) for place in _place(one))
        yield (start, end), "damaged", ""
        while 0 < end < length and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        yield (start, end), "note", one.note  # said after the word


def _place(one: Damage) -> Span:
    if one.kind != "quotation mark" or one.end - one.start == 1:
        return one.start, one.end
    if re.search(r"\bclosing\b", one.note):
        return one.end - 1, one.end
    return one.start, one.start + 1


def _piece(text: str, left: int, right: int, marks: Sequence[Marked], boxes: Sequence[Marked]) -> Piece:
    over = [(span, role, name) for span, role, name in marks if span[0] <= left and right <= span[1]]
    boxed = [(span, role, note) for span, role, note in boxes if span[0] <= left and right <= span[1]]
    roles = tuple(dict.fromkeys(role for _, role, _ in over if role != "other"))
    opens = tuple(dict.fromkeys(role for span, role, _ in over if role != "other" and span[0] == left))
    other = next((name for _, role, name in over if role == "other"), "")
    notes = dict.fromkeys(note for span, role, note in boxed if role == "note" and span[1] == right)
    damaged = any(role == "damaged" for _, role, _ in boxed)
    return Piece(text[left:right], left, roles, opens, "" if roles else other, damaged, "; ".join(notes))
