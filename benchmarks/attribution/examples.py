# pyright: reportMissingImports=false
"""Labelled windows from a corpus in the form of the PolNeAR scorer (JSON Lines of text and attributions)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from network import ROLES
from numpy.typing import NDArray
from spoil import spoil
from tokenizers import Tokenizer
from torch import Tensor

from detente.evidence.quotations import read_quotations
from detente.evidence.windows import Pieces, Window, around, cut, offsets, pack


@dataclass(frozen=True)
class Article:
    """A document, cut, with its attributions as sets of word pieces, numbered through the document."""

    parts: list[Pieces]
    attributions: list[dict[str, frozenset[int]]]


@dataclass(frozen=True)
class Batch:
    """Windows padded to one length, and what should be read in them."""

    inputs: tuple[Tensor, Tensor, Tensor, Tensor]
    tags: Tensor
    cues: list[tuple[int, int, int, int]]
    """Window, piece at which the cue begins, first piece around it, the one after the last."""
    roles: Tensor
    """Shape (cues, 3, longest surroundings), 1 where a piece belongs to the role, -100 where nothing is asked."""


def prepare(record: dict[str, Any], tokenizer: Tokenizer, damage: random.Random | None = None) -> Article:
    """Cut one record and lay its spans over the word pieces; ``damage`` spoils its quotation marks first."""
    text = spoil(record["text"], damage) if damage else record["text"]
    parts = cut(read_quotations(text), tokenizer)
    starts = np.concatenate([part.starts for part in parts])
    ends = np.concatenate([part.ends for part in parts])

    def cover(spans: Sequence[Sequence[int]]) -> frozenset[int]:
        return frozenset(
            int(i)
            for start, end in spans
            for i in range(np.searchsorted(ends, start, "right"), np.searchsorted(starts, end, "left"))
        )

    attributions = [{role: cover(one[role]) for role in ROLES} for one in record["attributions"]]
    return Article(parts, [one for one in attributions if one["cue"]])


def windows(article: Article, rng: random.Random | None) -> Iterator[tuple[Window, NDArray[np.int64]]]:
    """Yield windows with each piece's number in its document (-1 at marks); where they begin varies with ``rng``."""
    first = rng.randrange(len(article.parts)) if rng else 0
    number = 0
    for group in (article.parts[:first], article.parts[first:]):
        for window in pack(group, FIRST, SEPARATOR):
            numbers = np.full(len(window), -1)
            inside = window.starts >= 0
            numbers[inside] = np.arange(number, number + inside.sum())
            number += int(inside.sum())
            yield window, numbers


FIRST, SEPARATOR = 101, 102


def label(
    window: Window, numbers: NDArray[np.int64], article: Article
) -> tuple[NDArray[np.int64], list[int], list[NDArray[np.float32]]]:
    """Return tags (n, 3), the pieces at which cues begin, and for each the roles of all pieces (3, n)."""
    at = {int(number): place for place, number in enumerate(numbers) if number >= 0}
    tags = np.zeros((len(window), 3), np.int64)
    cues, links = [], []
    for one in article.attributions:
        head = min(one["cue"])
        for r, role in enumerate(ROLES):
            for number in one[role]:
                if number in at:
                    place = at[number]
                    tags[place, r] = 2 if number - 1 in one[role] else 1
        if head in at:
            rows = np.zeros((3, len(window)), np.float32)
            for r, role in enumerate(ROLES):
                rows[r, [at[number] for number in one[role] if number in at]] = 1
            cues.append(at[head])
            links.append(rows)
    return tags, cues, links


def collate(items: Sequence[tuple[Window, NDArray[np.int64], Article]]) -> Batch:
    """Pad windows to one length; piece labels are -100 at marks and padding."""
    length = max(len(window) for window, _, _ in items)
    names = ("ids", "letters", "quotes")
    inputs = {name: np.zeros((len(items), length), np.int64) for name in names}
    mask = np.zeros((len(items), length), np.float32)
    tags = np.full((len(items), length, 3), -100)
    cues, wanted = [], []
    for b, (window, numbers, article) in enumerate(items):
        n = len(window)
        for name in names:
            inputs[name][b, :n] = getattr(window, name)
        mask[b, :n] = 1
        mine, heads, rows = label(window, numbers, article)
        tags[b, :n][window.starts >= 0] = mine[window.starts >= 0]
        for head, row in zip(heads, rows, strict=True):
            begin, stop = around(window, head)
            cues.append((b, head, begin, stop))
            wanted.append(np.where(window.starts >= 0, row, -100)[:, begin:stop])
    width = max((row.shape[1] for row in wanted), default=1)
    roles = np.full((len(wanted), 3, width), -100, np.float32)
    for i, row in enumerate(wanted):
        roles[i, :, : row.shape[1]] = row
    ids, letters, quotes = (torch.from_numpy(inputs[name]) for name in names)
    return Batch((ids, letters, quotes, torch.from_numpy(mask)), torch.from_numpy(tags), cues, torch.from_numpy(roles))


def surroundings(hidden: Tensor, cues: Sequence[tuple[int, int, int, int]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Gather what the network's second part reads: pieces around each cue, the cue, offsets, mask."""
    width = max(stop - begin for _, _, begin, stop in cues)
    place = torch.zeros(len(cues), width, dtype=torch.long)
    offset, mask = place.clone(), torch.zeros(len(cues), width)
    for i, (_, cue, begin, stop) in enumerate(cues):
        place[i, : stop - begin] = torch.arange(begin, stop)
        offset[i, : stop - begin] = torch.from_numpy(offsets(begin, stop, cue))
        mask[i, : stop - begin] = 1
    rows = torch.tensor([b for b, _, _, _ in cues])
    heads = torch.tensor([cue for _, cue, _, _ in cues])
    return hidden[rows[:, None], place], hidden[rows, heads], offset, mask


def batches(articles: Sequence[Article], size: int, rng: random.Random) -> Iterator[Batch]:
    """Yield one epoch in random order, windows of like length together so that little is padded."""
    items = [(window, numbers, article) for article in articles for window, numbers in windows(article, rng)]
    rng.shuffle(items)
    pool = 32 * size
    groups = []
    for begin in range(0, len(items), pool):
        chunk = sorted(items[begin : begin + pool], key=lambda item: len(item[0]))
        groups += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    rng.shuffle(groups)
    for group in groups:
        yield collate(group)
