"""The numbers of a case, drawn from their ranges on counter-addressed luck."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from detente.case.numbers import Number
from detente.engine.random import uniform

__all__ = ["NUMBER_LUCK", "Book", "pert_quantile"]

NUMBER_LUCK = 0
"""Mechanism word under which parameters are drawn; the engine's mechanisms count from 1."""


def pert_quantile(number: Number, share: NDArray[np.float64]) -> NDArray[np.float64]:
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


@dataclass
class Book:
    """Numbers by name, in the order in which they were written down; the same order means the same luck."""

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

    def draw(
        self, seed: int, draws: int, *, held: dict[str, float] | None = None, series: int = 0
    ) -> dict[str, NDArray[np.float64]]:
        """Draw every number.

        Parameters
        ----------
        seed
            Of the ensemble.
        draws
            D; 1 gives the modes (a central case).
        held
            Numbers held at a value, for sensitivity; they do not change the others' luck.
        series
            Books of one case have luck of their own: what is written in one changes nothing in another.

        Returns
        -------
        dict
            Name -> shape (D,).
        """
        values: dict[str, NDArray[np.float64]] = {}
        for index, (name, number) in enumerate(self.numbers.items()):
            if held and name in held:
                values[name] = np.full(draws, held[name])
            elif number.fixed or draws == 1:
                values[name] = np.full(draws, number.mode)
            else:
                share = np.array([uniform(seed, draw, NUMBER_LUCK, index, series) for draw in range(draws)])
                values[name] = pert_quantile(number, share)
        return values
