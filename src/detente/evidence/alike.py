"""How near two short texts are in meaning: their words meet by embedding, rare words count more, numbers must agree."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.evidence.lexicon import COMMON
from detente.evidence.suggest import direction

__all__ = ["Comparer", "telling"]

_WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\d.,]*")
_NEAR = 0.35


@lru_cache(maxsize=20_000)
def telling(text: str) -> tuple[str, ...]:
    """Return the words of a text that say what it is about, in small letters, each once.

    Examples
    --------
    >>> telling("The Front will leave the two towns of Northfork.")
    ('front', 'leave', 'towns', 'northfork')
    """
    words = (word.lower().strip("’'-.,").removesuffix("’s").removesuffix("'s") for word in _WORD.findall(text))
    return tuple(dict.fromkeys(word for word in words if (len(word) > 3 and word not in COMMON) or word.isdigit()))


class Comparer:
    """Compares short texts that come from the same few documents.

    Each telling word of one text meets the word of the other that it is nearest to (late interaction, as in Khattab &
    Zaharia 2020, ColBERT); words count by how rare they are in the documents (inverse document frequency, Spärck Jones
    1972). The score is the harmonic mean of both directions, so that a short text does not match whatever is long.

    Parameters
    ----------
    texts
        The passages that are compared: how often a word stands in them says how much it tells.

    Examples
    --------
    >>> texts = ["The last soldiers leave by autumn.", "Schools for girls stay open.", "The army withdraws in August."]
    >>> comparer = Comparer(texts)
    >>> comparer.score(texts[0], texts[2]) > comparer.score(texts[0], texts[1])
    True
    >>> round(comparer.score(texts[0], texts[0]), 2)
    1.0
    """

    def __init__(self, texts: Iterable[str]) -> None:
        texts = list(texts)
        self._count = max(len(texts), 1)
        self._holding = Counter(word for text in texts for word in telling(text))

    def weight(self, word: str) -> float:
        """Return how much a word tells, above 0."""
        return math.log(1 + (self._count + 1) / (self._holding[word] + 1))

    def score(self, one: str, other: str) -> float:
        """Return how near two texts are, in [0, 1]."""
        first, second = telling(one), telling(other)
        if not first or not second:
            return 0.0
        met = np.clip((_directions(first) @ _directions(second).T - _NEAR) / (1 - _NEAR), 0, 1)
        there, back = self._mean(first, met.max(1)), self._mean(second, met.max(0))
        near = 2 * there * back / (there + back) if there + back else 0.0
        return round(near, 9)  # sums of numbers differ in their last bits from one processor to the next

    def _mean(self, words: Sequence[str], met: NDArray[np.float64]) -> float:
        weights = np.array([self.weight(word) for word in words])
        return float(weights @ met / weights.sum())


@lru_cache(maxsize=5_000)
def _directions(words: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([direction(word) for word in words])
