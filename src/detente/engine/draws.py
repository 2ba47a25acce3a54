"""The numbers of a case, drawn from their ranges on luck that hangs on their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from detente.case.numbers import Number
from detente.engine.names import luck_words
from detente.engine.random import uniforms

__all__ = ["NUMBER_LUCK", "Book", "Held", "pert_quantile", "shares"]

NUMBER_LUCK = 0
"""Mechanism word under which parameters are drawn; the engine's mechanisms count from 1."""
Held = Mapping[str, float | NDArray[np.float64]]
"""Numbers by name, held at one value or at one per draw, shape (D,)."""
Floats = NDArray[np.float64]
_KEPT_NUMBERS, _KEPT_DRAWS = 4096, 1000


def pert_quantile(number: Number, share: Floats) -> Floats:
    """Quantiles of a number's distribution.

    PERT (Malcolm et al. 1959): a beta on [low, high] with shapes 1 + 4*(mode - low)/(high - low) and
    1 + 4*(high - mode)/(high - low); its mean is (low + 4*mode + high)/6.

    Parameters
    ----------
    number
        With low, mode, high.
    share
        Shares in [0, 1], any shape.

    Examples
    --------
    >>> from detente.case.numbers import as_number
    >>> pert_quantile(as_number([0, 1, 2]), np.array([0.0, 0.5, 1.0])).round(6).tolist()
    [0.0, 1.0, 2.0]
    """
    span = number.high - number.low
    if span == 0.0:
        return np.full(np.shape(share), number.mode)
    if number.distribution == "uniform":
        return number.low + span * np.asarray(share)
    a = 1.0 + 4.0 * (number.mode - number.low) / span
    b = 1.0 + 4.0 * (number.high - number.mode) / span
    return number.low + span * betaincinv(a, b, share)


def shares(names: Sequence[str], seed: int, draws: int) -> Floats:
    """Shares in (0, 1) by which numbers are drawn, shape (names, D); each row hangs on its name alone.

    Examples
    --------
    >>> bool((shares(["a", "b"], 1, 3)[1] == shares(["b"], 1, 3)[0]).all())
    True
    """
    words = np.array([luck_words(name) for name in names], np.uint64).reshape(-1, 2)
    return uniforms(seed, np.arange(draws)[None, :], NUMBER_LUCK, words[:, :1], words[:, 1:])


@lru_cache(maxsize=4)
def _kept(seed: int, draws: int) -> dict[tuple[str, float, float, float, str], Floats]:
    """Draws by name and range; a changed number leaves all others as they were, and they need not be drawn again."""
    return {}


def _drawn(numbers: Mapping[str, Number], seed: int, draws: int) -> dict[str, Floats]:
    """Draws of numbers that have a range, each (D,) and read-only."""
    kept = _kept(seed, draws) if draws <= _KEPT_DRAWS else {}
    if len(kept) > _KEPT_NUMBERS:
        kept.clear()
    keys = {name: (name, one.low, one.mode, one.high, one.distribution) for name, one in numbers.items()}
    found = {name: kept.get(key) for name, key in keys.items()}
    new = [name for name, values in found.items() if values is None]
    for name, share in zip(new, shares(new, seed, draws), strict=True):
        values = pert_quantile(numbers[name], share)
        values.setflags(write=False)
        kept[keys[name]] = found[name] = values
    return {name: values for name, values in found.items() if values is not None}


@dataclass
class Book:
    """Numbers by name; a number's luck hangs on its name, not on what else is written down."""

    numbers: dict[str, Number] = field(default_factory=dict)

    def add(self, name: str, number: Number) -> str:
        """Write a number down (once) and return its name.

        Raises
        ------
        ValueError
            Where the name stands for another number already.
        """
        if self.numbers.setdefault(name, number) != number:
            raise ValueError(f"two numbers are called {name}")
        return name

    def draw(self, seed: int, draws: int, *, held: Held | None = None) -> dict[str, Floats]:
        """Draw every number.

        Parameters
        ----------
        seed
            Of the ensemble.
        draws
            D; 1 gives the modes (a central case).
        held
            Numbers held at a value, or at one per draw, shape (D,); they do not change the others' luck.

        Returns
        -------
        dict
            Name -> shape (D,), in the order of the book; not to be written to.

        Examples
        --------
        >>> from detente.case.numbers import as_number
        >>> one, two = (Book({name: as_number([0, 1, 2]) for name in names}) for names in ("ab", "b"))
        >>> bool((one.draw(1, 5)["b"] == two.draw(1, 5)["b"]).all())
        True
        """
        held = held or {}
        ranged = {
            name: number for name, number in self.numbers.items() if not (number.fixed or draws == 1 or name in held)
        }
        values = _drawn(ranged, seed, draws)
        for name, number in self.numbers.items():
            if name not in values:
                values[name] = np.full(draws, held.get(name, number.mode), float)
        return {name: values[name] for name in self.numbers}
