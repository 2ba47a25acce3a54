"""Which of a case's issues a statement may bear on: suggestions for a person to accept, never written into a case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.evidence.ledger import Ledger
from detente.evidence.lexicon import COMMON, NOT_NAMES
from detente.evidence.tagger import shipped

__all__ = ["direction", "suggest_issues", "with_issues"]

_WORD = re.compile(r"[A-Za-z][\w’'-]{2,}")
_LEAST = 0.3
_MOST = 3
_BEST = 2


def suggest_issues(text: str, issues: Mapping[str, str], most: int = _MOST) -> list[tuple[str, float]]:
    """Rank issues by how near the statement's words come to theirs.

    Each word of the issue meets the word of the statement that it is nearest to (late interaction, as in Khattab &
    Zaharia 2020, ColBERT); the score is the mean over the two words that are met best. Nearness is the cosine of word
    embeddings, from which the mean of common words is taken away, since they share one direction (Arora, Liang & Ma
    2017).

    Parameters
    ----------
    text
        The statement's content.
    issues
        Keys, and words on what is at issue ("When do the Union's troops leave? now, by September").
    most
        How many at most.

    Returns
    -------
    ranked
        Keys with scores of at least 0.3, best first.

    Examples
    --------
    >>> issues = {"troops": "When do the Union's troops leave?", "schools": "Do girls go to school?"}
    >>> [key for key, _ in suggest_issues("the last soldiers would withdraw before autumn", issues)]
    ['troops']
    """
    said = _directions(text)
    scores = {}
    for key, words in issues.items():
        asked = _directions(f"{key.replace('_', ' ')} {words}")
        if len(said) and len(asked):
            met = np.sort((asked @ said.T).max(1))
            scores[key] = round(float(met[-_BEST:].mean()), 3)
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    return [(key, score) for key, score in ranked[:most] if score >= _LEAST]


def _directions(text: str) -> NDArray[np.float64]:
    """Return the telling words' embeddings, less that of common words, of length 1 each, shape (words, width)."""
    words = dict.fromkeys(word.lower() for word in _WORD.findall(text) if len(word) > 3)
    return np.array([direction(word) for word in words if word not in COMMON])


@lru_cache(maxsize=20_000)
def direction(word: str) -> NDArray[np.float64]:
    """Return a word's embedding less that of common words, of length 1."""
    row = _embedding(word) - _common()
    return row / max(float(np.linalg.norm(row)), 1e-9)


@lru_cache(maxsize=20_000)
def _embedding(word: str) -> NDArray[np.float64]:
    return shipped().embed(word).astype(np.float64).mean(0)


@cache
def _common() -> NDArray[np.float64]:
    return np.mean([_embedding(word.lower()) for word in sorted(COMMON | NOT_NAMES)], axis=0)


def with_issues(ledger: Ledger, issues: Mapping[str, str]) -> Ledger:
    """Return the ledger with suggested issues for statements that no hand has touched and that have none yet."""
    return Ledger(
        one
        if one.by_hand or one.issues
        else replace(one, issues=tuple(key for key, _ in suggest_issues(one.content, issues)), seal=None).sealed()
        for one in ledger.values()
    )
