"""Documents cut into windows of word pieces: what the tagger reads, in training and in use alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from detente.evidence.quotations import Reading

__all__ = ["LONGEST", "REACH", "Pieces", "Window", "around", "cut", "offsets", "pack"]

LONGEST = 256
"""Word pieces that a window holds at most, with its marks of beginning and end."""

REACH = 96
"""Word pieces away from a cue up to which distance is told apart."""

_PARAGRAPH = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_COLON = 1024
_LOWER, _CAPITAL, _CAPITALS, _DIGIT = range(4)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one paragraph (or of a part of one that is too long for a window).

    Parameters
    ----------
    ids
        Entries of the vocabulary, shape (n,).
    starts, ends
        Characters of the document that each piece covers, shape (n,).
    letters
        How each piece is written (0 lower case, 1 one capital, 2 capitals, 3 digits), shape (n,).
    quotes
        Whether each piece stands outside a quotation (0), inside (1), or is its mark (2), shape (n,).
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    letters: NDArray[np.int64]
    quotes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive paragraphs that are read together.

    Parameters
    ----------
    ids, letters, quotes
        As in ``Pieces``, with the marks of beginning ([CLS]) and of every paragraph's end ([SEP]), shape (n,).
    starts, ends
        Characters of the document, -1 at marks, shape (n,).
    paragraph
        Number of the paragraph within the window, shape (n,).
    """

    ids: NDArray[np.int64]
    letters: NDArray[np.int64]
    quotes: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    paragraph: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


def cut(reading: Reading, tokenizer: Tokenizer) -> list[Pieces]:
    """Cut a document's paragraphs into word pieces.

    Parameters
    ----------
    reading
        The document with its quotation marks understood.
    tokenizer
        Whose offsets count characters.
    """
    text, states = reading.text, reading.states()
    spans = [match.span() for match in _PARAGRAPH.finditer(text) if match.group().strip()]
    encoded = tokenizer.encode_batch([text[start:end] for start, end in spans], add_special_tokens=False)
    parts = []
    for (begin, _), one in zip(spans, encoded, strict=True):
        if not one.ids:
            continue
        offsets = np.asarray(one.offsets, dtype=np.int64) + begin
        starts, ends = offsets[:, 0], offsets[:, 1]
        letters = np.fromiter((_letters(text[s:e]) for s, e in offsets), np.int64, len(offsets))
        quotes = states[starts].astype(np.int64)
        whole = Pieces(np.asarray(one.ids, dtype=np.int64), starts, ends, letters, quotes)
        parts.extend(_split(whole, text))
    return parts


def _letters(word: str) -> int:
    if word.islower() or not word[:1].isalnum():
        return _LOWER
    if word[0].isdigit():
        return _DIGIT
    if word[0].isupper():
        return _CAPITALS if len(word) > 1 and word.isupper() else _CAPITAL
    return _LOWER


def _split(whole: Pieces, text: str, longest: int = LONGEST - 2) -> Iterator[Pieces]:
    """Cut what is longer than a window after its last full stop, else its last space, that fits."""
    begin = 0
    while len(whole) - begin > longest:
        stop = begin + longest
        spaced = [i for i in range(begin + longest // 2, stop) if whole.starts[i] > whole.ends[i - 1]]
        full = [i for i in spaced if text[whole.ends[i - 1] - 1] in '.!?”"']
        stop = (full or spaced or [stop])[-1]
        yield _slice(whole, begin, stop)
        begin = stop
    yield _slice(whole, begin, len(whole))


def _slice(whole: Pieces, begin: int, stop: int) -> Pieces:
    part = slice(begin, stop)
    return Pieces(whole.ids[part], whole.starts[part], whole.ends[part], whole.letters[part], whole.quotes[part])


def pack(parts: Sequence[Pieces], first: int, separator: int, longest: int = LONGEST) -> Iterator[Window]:
    """Pack consecutive paragraphs into windows, as many as fit in each.

    Parameters
    ----------
    parts
        Paragraphs in the order of the document.
    first, separator
        The vocabulary's entries for [CLS] and [SEP].
    longest
        Word pieces in a window at most, marks included.
    """
    group: list[Pieces] = []
    size = 1
    for part in parts:
        if group and size + len(part) + 1 > longest:
            yield _join(group, first, separator)
            group, size = [], 1
        group.append(part)
        size += len(part) + 1
    if group:
        yield _join(group, first, separator)


def _join(group: list[Pieces], first: int, separator: int) -> Window:
    def lay(name: str, head: int, tail: int) -> NDArray[np.int64]:
        rows = [np.array([head])]
        for part in group:
            rows += [getattr(part, name), np.array([tail])]
        return np.concatenate(rows).astype(np.int64)

    numbers = np.concatenate([[0], *(np.full(len(part) + 1, i) for i, part in enumerate(group))]).astype(np.int64)
    return Window(
        lay("ids", first, separator),
        lay("letters", 0, 0),
        lay("quotes", 0, 0),
        lay("starts", -1, -1),
        lay("ends", -1, -1),
        numbers,
    )


def around(window: Window, cue: int) -> tuple[int, int]:
    """Return the pieces that are read again with a cue in mind: its paragraph, and the next one after a colon.

    Parameters
    ----------
    window
        The window.
    cue
        Its piece at which the cue begins.
    """
    begin, stop = np.searchsorted(window.paragraph, [window.paragraph[cue], window.paragraph[cue] + 1])
    if stop < len(window) and stop - begin >= 2 and window.ids[stop - 2] == _COLON:
        stop = np.searchsorted(window.paragraph, window.paragraph[cue] + 2)
    return int(begin), int(stop)


def offsets(begin: int, stop: int, cue: int) -> NDArray[np.int64]:
    """Return the pieces' places counted from the cue's, cut at ``REACH`` on both sides and raised by it."""
    return np.clip(np.arange(begin, stop) - cue, -REACH, REACH) + REACH
