"""From the tagger's logits to sources, cues and contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.evidence.windows import Window, around

__all__ = ["SETTINGS", "Found", "Settings", "candidates", "decode", "runs", "segments", "spans"]

Logits = NDArray[np.float32]
_NEVER = -19.0
"""Logits at which nothing is asked: other paragraphs, marks of beginning and end."""
_SOURCE, _CUE, _CONTENT = range(3)


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds, chosen on articles held out from training (benchmarks/attribution/tune.py).

    Parameters
    ----------
    cue
        Share from which a piece begins a cue.
    switch
        Cost, in logits, of every beginning and every end of a run, by role: fewer, longer spans when higher.
    lean
        Added to the logits of each role's pieces: more pieces when higher.
    blend
        Weight of the content tag that each piece has by itself, beside the one seen from the cue.
    """

    cue: float = 0.4
    switch: tuple[float, float, float] = (1.0, 1.0, 1.5)
    lean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    blend: float = 0.3


SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution of a window, in pieces of it: runs from the first to the one after the last.

    Parameters
    ----------
    source, cue, content
        Runs; the source may have none.
    scores
        What the confidence is computed from: the share of the cue's beginning, then the mean and the least share
        over the pieces of cue, source and content, and the largest share of a source piece that was left out; then
        what the pieces' own tags say, without the cue in mind: the mean share of source pieces tagged as source, of
        content as content, of cue as cue, and the share of the source's first piece to begin one.
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    scores: tuple[float, ...]


def candidates(tags: Logits, settings: Settings = SETTINGS) -> NDArray[np.int64]:
    """Return the pieces at which cues may begin, from tags of shape (n, 9)."""
    return np.flatnonzero(_softmax(tags[:, 3:6])[:, 1] > settings.cue)


def decode(
    tags: Logits,
    heads: NDArray[np.int64],
    roles: Sequence[Logits],
    window: Window,
    settings: Settings = SETTINGS,
) -> list[Found]:
    """Read the attributions of one window.

    Parameters
    ----------
    tags
        Shape (n, 9): outside, begins, inside for source, cue, content.
    heads
        The candidates, in order.
    roles
        For each of them, logits of shape (3, stop - begin) over the pieces ``around`` it: source, cue, content.
    window
        The pieces, n of them.
    """
    rows = np.full((3, len(heads), len(window)), -20.0)
    for i, (head, logits) in enumerate(zip(heads, roles, strict=True)):
        begin, stop = around(window, int(head))
        rows[:, i, begin:stop] = logits
        rows[_CONTENT, i, begin:stop] += settings.blend * _content_logit(tags[begin:stop])
    keep = _first_pieces(heads, rows[_CUE])
    heads, rows = heads[keep], rows[:, keep]
    shares = np.stack([_softmax(tags[:, 3 * role : 3 * role + 3]) for role in range(3)])
    rows += np.asarray(settings.lean)[:, None, None]
    rows[:, :, window.starts < 0] = -20.0
    rows[_CUE, np.arange(len(heads)), heads] = 20.0
    rows[_CONTENT], rows[_CUE] = _compete(rows[_CONTENT]), _compete(rows[_CUE])
    found = [_read(shares, int(head), rows[:, i], settings) for i, head in enumerate(heads)]
    return [one for one in found if one.content]


def _read(shares: NDArray[np.float64], head: int, rows: NDArray[np.float64], settings: Settings) -> Found:
    """Read one cue's attribution from its rows, shape (3, n): the cue first, then the source, then the content."""
    cue = segments(rows[_CUE], settings.switch[_CUE])
    rows[_SOURCE, cue] = rows[_CONTENT, cue] = -20.0
    source = _best_run(rows[_SOURCE], settings.switch[_SOURCE])
    rows[_CONTENT, source] = -20.0
    content = segments(rows[_CONTENT], settings.switch[_CONTENT])
    scores = _scores(float(shares[_CUE, head, 1]), rows, source, cue, content)
    return Found(runs(source), runs(cue), runs(content), (*scores, *_agreement(shares, source, cue, content)))


def _first_pieces(heads: NDArray[np.int64], rows: NDArray[np.float64]) -> list[int]:
    """Return which heads begin a cue of their own; the second part of an earlier one ("called ... a") does not."""
    keep: list[int] = []
    for i, head in enumerate(heads):
        if not any(rows[earlier, head] > 0 for earlier in keep):
            keep.append(i)
    return keep


def _softmax(logits: Logits) -> NDArray[np.float64]:
    raised = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def _content_logit(tags: Logits) -> NDArray[np.float64]:
    share = np.clip(_softmax(tags[:, 6:9])[:, 0], 1e-4, 1 - 1e-4)
    return np.log((1 - share) / share)


def _compete(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Leave each piece to the cue that claims it most."""
    best = rows.max(0, initial=-20.0)
    return np.where(rows >= best, rows, np.minimum(rows, -4.0))


def segments(logits: NDArray[np.float64], switch: float) -> NDArray[np.bool_]:
    """Choose the pieces with the largest sum of logits, less ``switch`` for every border (two-state Viterbi).

    Examples
    --------
    >>> segments(np.array([-3.0, 2.0, -0.5, 2.0, -3.0]), 1.0).tolist()
    [False, True, True, True, False]
    >>> segments(np.array([-3.0, 1.0, -3.0]), 1.0).tolist()
    [False, False, False]
    """
    chosen = np.zeros(len(logits), np.bool_)
    asked = np.flatnonzero(logits > _NEVER)
    if len(asked):
        part = slice(asked[0], asked[-1] + 1)
        chosen[part] = _viterbi(logits[part], switch)
    return chosen


def _viterbi(logits: NDArray[np.float64], switch: float) -> NDArray[np.bool_]:
    n = len(logits)
    came = np.zeros((n, 2), np.bool_)
    out, inside = 0.0, -switch
    for i, logit in enumerate(logits.tolist()):
        enter, leave = out - switch, inside - switch
        if i:
            came[i] = leave > out, enter > inside
            out, inside = max(out, leave), max(inside, enter)
        inside += logit
    state = inside - switch > out
    chosen = np.zeros(n, np.bool_)
    for i in range(n - 1, -1, -1):
        chosen[i] = state
        if came[i, int(state)]:
            state = not state
    return chosen


def _best_run(logits: NDArray[np.float64], switch: float) -> NDArray[np.bool_]:
    """Choose the one run with the largest sum of logits, if any pays for its two borders."""
    chosen = segments(logits, switch)
    candidates = runs(chosen)
    if len(candidates) > 1:
        best = max(candidates, key=lambda run: float(logits[run[0] : run[1]].sum()))
        chosen[:] = False
        chosen[best[0] : best[1]] = True
    return chosen


def runs(chosen: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Return the runs of True, each from its first place to the one after its last.

    Examples
    --------
    >>> runs(np.array([True, False, True, True]))
    ((0, 1), (2, 4))
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    return tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _scores(begin: float, rows: NDArray[np.float64], *chosen: NDArray[np.bool_]) -> tuple[float, ...]:
    share = 1 / (1 + np.exp(-np.clip(rows, -20, 20)))
    parts = [begin]
    for role, mine in enumerate(chosen):
        values = share[role, mine]
        parts += [float(values.mean()), float(values.min())] if len(values) else [0.0, 0.0]
    left_out = share[_SOURCE, ~chosen[_SOURCE]]
    return (*parts, float(left_out.max(initial=0.0)))


def _agreement(shares: NDArray[np.float64], *chosen: NDArray[np.bool_]) -> tuple[float, ...]:
    """Return how far the tags of shape (3, n, 3) bear out what was read with the cue in mind."""
    inside = 1 - shares[:, :, 0]
    means = [float(inside[role, mine].mean()) if mine.any() else 0.0 for role, mine in enumerate(chosen)]
    source = np.flatnonzero(chosen[_SOURCE])
    begins = float(shares[_SOURCE, source[0], 1]) if len(source) else 0.0
    return means[_SOURCE], means[_CONTENT], means[_CUE], begins


def spans(run: tuple[tuple[int, int], ...], window: Window) -> Iterator[tuple[int, int]]:
    """Yield the characters that runs of pieces cover."""
    for begin, stop in run:
        yield int(window.starts[begin]), int(window.ends[stop - 1])
