"""Voting power: Shapley-Shubik and Banzhaf, exact, with vetoes and several rules at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial, prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError

__all__ = ["PowerIndices", "banzhaf", "power_indices", "shapley_shubik"]

Array = NDArray[np.float64]
MOST_LISTED = 1 << 22  # coalitions, when they are listed one by one
MOST_CELLS = 1 << 24  # of the array of counts, when they are counted by size and weight
SLACK = 1e-12  # of the total weight: .1 + .2 meets a quota of .3


@dataclass(frozen=True)
class PowerIndices:
    """Each player's power, as exact fractions.

    Attributes
    ----------
    shapley_shubik
        Share of the orders of joining in which the player is the one that makes the coalition win; adds up to 1.
    banzhaf
        Share of all swings (winning coalitions that lose without the player); adds up to 1.
    penrose
        Chance that the player is decisive when everybody else tosses a coin (the absolute Banzhaf index).
    """

    shapley_shubik: tuple[Fraction, ...]
    banzhaf: tuple[Fraction, ...]
    penrose: tuple[Fraction, ...]


def power_indices(weights: ArrayLike, quota: ArrayLike, vetoes: Sequence[int] = ()) -> PowerIndices:
    """Return all three indices of a weighted voting game. See `shapley_shubik` for the arguments.

    Examples
    --------
    The UN Security Council: five permanent members with a veto, nine votes of fifteen.

    >>> council = power_indices([1] * 15, 9, vetoes=range(5)).shapley_shubik
    >>> str(council[0]), council[5] == Fraction(4, 2145)
    ('421/2145', True)
    """
    rules, quotas = _rules(weights, quota, vetoes)
    kinds, members = _kinds(rules)
    swings = _swings(rules[:, [m[0] for m in members]], quotas, np.array([len(m) for m in members]))
    players = rules.shape[1]
    orders = [Fraction(factorial(k) * factorial(players - k - 1), factorial(players)) for k in range(players)]
    by_kind = [[int(v) for v in row] for row in swings]
    shapley = [sum((n * w for n, w in zip(row, orders, strict=True)), Fraction(0)) for row in by_kind]
    counts = [sum(row) for row in by_kind]
    total = sum(counts[kind] for kind in kinds)
    return PowerIndices(
        tuple(shapley[kind] for kind in kinds),
        tuple(Fraction(counts[kind], total) for kind in kinds),
        tuple(Fraction(counts[kind], 2 ** (players - 1)) for kind in kinds),
    )


def shapley_shubik(weights: ArrayLike, quota: ArrayLike, vetoes: Sequence[int] = ()) -> Array:
    """Return the Shapley-Shubik power of each player.

    Parameters
    ----------
    weights
        Shape (n,), or (R, n) for R rules that a coalition must all meet (votes, members, population, ...). Not
        negative, any unit.
    quota
        A number, or R of them: the total weight that a coalition needs, at least, in the units of `weights`.
    vetoes
        Players (from 0) without whom no coalition wins.

    Returns
    -------
    numpy.ndarray
        Shape (n,), adds up to 1. `power_indices` gives exact fractions.

    Raises
    ------
    InputError
        If a number is outside its domain, if nobody or everybody (even the empty coalition) wins, or if the game is
        too large to count exactly: about 22 players all different by listing coalitions; with whole weights many more,
        as long as the product of the rules' total weights and the number of players stays below some 16 million.

    References
    ----------
    Shapley and Shubik (1954), American Political Science Review 48: 787-792. Counting by generating functions: Mann and
    Shapley (1962), RAND RM-3158.

    Examples
    --------
    >>> shapley_shubik([50, 49, 1], 51).round(6).tolist()
    [0.666667, 0.166667, 0.166667]
    """
    return np.array([float(v) for v in power_indices(weights, quota, vetoes).shapley_shubik])


def banzhaf(weights: ArrayLike, quota: ArrayLike, vetoes: Sequence[int] = (), *, absolute: bool = False) -> Array:
    """Return the Banzhaf power of each player; arguments as in `shapley_shubik`.

    Parameters
    ----------
    weights, quota, vetoes
        As in `shapley_shubik`.
    absolute
        Give the chance of being decisive (Penrose) instead of shares that add up to 1.

    References
    ----------
    Penrose (1946), Journal of the Royal Statistical Society 109: 53-57; Banzhaf (1965), Rutgers Law Review 19: 317-343.

    Examples
    --------
    >>> banzhaf([50, 49, 1], 51).tolist()
    [0.6, 0.2, 0.2]
    """
    indices = power_indices(weights, quota, vetoes)
    return np.array([float(v) for v in (indices.penrose if absolute else indices.banzhaf)])


def _rules(weights: ArrayLike, quota: ArrayLike, vetoes: Sequence[int]) -> tuple[Array, Array]:
    """Weights (R, n) and quotas (R,), the vetoes as one more rule: a coalition needs every holder of a veto."""
    rules = np.atleast_2d(np.asarray(weights, dtype=float))
    quotas = np.atleast_1d(np.asarray(quota, dtype=float))
    if rules.ndim != 2 or quotas.shape != (len(rules),) or not rules.shape[1]:
        raise InputError(
            f"weights, quota: expected a row of weights and a quota per rule, got {rules.shape}, {quotas.shape}"
        )
    if not np.isfinite(rules).all() or (rules < 0).any() or not np.isfinite(quotas).all():
        raise InputError("weights, quota: expected finite numbers, weights not negative")
    holders = sorted(set(vetoes))
    if holders and not 0 <= holders[0] <= holders[-1] < rules.shape[1]:
        raise InputError(f"vetoes: expected player numbers from 0 to {rules.shape[1] - 1}, got {holders}")
    if holders:
        rules = np.vstack([rules, np.isin(np.arange(rules.shape[1]), holders).astype(float)])
        quotas = np.append(quotas, float(len(holders)))
    totals = rules.sum(axis=1)
    quotas = quotas - SLACK * totals
    if (totals < quotas).any():
        raise InputError("quota: even all players together fall short of it")
    if (quotas <= 0).all():
        raise InputError("quota: even no player at all meets it; expected a number above 0")
    return rules, quotas


def _kinds(rules: Array) -> tuple[list[int], list[list[int]]]:
    """Players with the same weights under every rule are interchangeable: each one's kind, and each kind's members."""
    _, kinds = np.unique(rules, axis=1, return_inverse=True)
    kinds = kinds.ravel().tolist()
    return kinds, [[i for i, kind in enumerate(kinds) if kind == k] for k in range(max(kinds) + 1)]


def _swings(weights: Array, quotas: Array, sizes: NDArray[np.int64]) -> NDArray[np.object_]:
    """Per kind and size of coalition: how many coalitions of others lose, and win with one member of the kind.

    weights: (R, kinds). Returns (kinds, n), exact integers.
    """
    n = int(sizes.sum())
    whole = (weights == np.round(weights)).all()
    cells = prod(int(total) + 1 for total in weights @ sizes) * (n + 1) if whole else MOST_CELLS + 1
    if prod((sizes + 1).tolist()) <= min(MOST_LISTED, 16 * cells):
        return _by_listing(weights, quotas, sizes)
    if cells <= MOST_CELLS and n <= 62:
        return _by_generating_function(weights, quotas, sizes)
    raise InputError(f"weights: too many different coalitions of {n} players to count exactly")


def _by_listing(weights: Array, quotas: Array, sizes: NDArray[np.int64]) -> NDArray[np.object_]:
    """List every composition (how many of each kind); each stands for a product of binomials of coalitions."""
    n, kinds = int(sizes.sum()), len(sizes)
    steps = np.concatenate([[1], np.cumprod(sizes + 1)]).astype(np.int64)
    states = int(steps[-1])
    size = np.zeros(states, dtype=np.int16)
    short = np.zeros(states, dtype=bool)
    for k in range(kinds):
        size += _digit(steps, sizes, k).astype(np.int16)
    for rule, quota in zip(weights, quotas, strict=True):
        total = np.zeros(states)
        for k in range(kinds):
            total += rule[k] * _digit(steps, sizes, k)
        short |= total < quota
    result = np.zeros((kinds, n), dtype=object)
    for k in range(kinds):
        before = np.flatnonzero(short)
        before = before[(before // steps[k]) % (sizes[k] + 1) < sizes[k]]
        before = before[~short[before + steps[k]]]
        for key, amount in _multiplicities(before, steps, sizes, k, size[before]).items():
            result[k, key] += amount
    return result


def _digit(steps: NDArray[np.int64], sizes: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """How many of kind k are in each composition, numbered in mixed radix."""
    block = np.repeat(np.arange(sizes[k] + 1), steps[k])
    return np.tile(block, int(steps[-1] // steps[k + 1]))


def _multiplicities(
    states: NDArray[np.int64], steps: NDArray[np.int64], sizes: NDArray[np.int64], k: int, coalition: NDArray[np.int16]
) -> dict[int, int]:
    """By size of coalition, how many coalitions without a given member of kind k the compositions stand for."""
    if (sizes == 1).all():
        counts = np.bincount(coalition)
        return {s: int(c) for s, c in enumerate(counts) if c}
    amount = np.ones(len(states), dtype=object)
    for other, m in enumerate(sizes.tolist()):
        free = m - (other == k)
        table = np.array([comb(free, c) for c in range(m + 1)], dtype=object)
        amount *= table[(states // steps[other]) % (m + 1)]
    result: dict[int, int] = {}
    for s, a in zip(coalition.tolist(), amount, strict=True):
        result[s] = result.get(s, 0) + a
    return result


def _by_generating_function(weights: Array, quotas: Array, sizes: NDArray[np.int64]) -> NDArray[np.object_]:
    """Coefficients of prod_i (1 + z prod_r x_r^w_ir) count coalitions by size and weights; divide one factor out."""
    n = int(sizes.sum())
    whole = np.round(weights).astype(np.int64)
    shape = (n + 1, *(int(total) + 1 for total in whole @ sizes))
    counts = np.zeros(shape, dtype=np.int64)
    counts[(0,) * len(shape)] = 1
    shifts = [(1, *whole[:, k].tolist()) for k in range(len(sizes))]
    for shift, m in zip(shifts, sizes.tolist(), strict=True):
        for _ in range(m):
            counts[_from(shift)] += counts[_upto(shift, shape)].copy()
    sums = np.ix_(*(np.arange(length) for length in shape[1:]))
    result = np.zeros((len(sizes), n), dtype=object)
    for k, shift in enumerate(shifts):
        others = counts.copy()
        for size in range(1, n + 1):  # divide by (1 + z x^w): a recursion in the size of the coalition
            others[(size, *_from(shift[1:]))] -= others[(size - 1, *_upto(shift[1:], shape[1:]))]
        loses, wins = np.zeros(shape[1:], dtype=bool), np.ones(shape[1:], dtype=bool)
        for total, quota, weight in zip(sums, quotas, whole[:, k].tolist(), strict=True):
            loses |= total < quota
            wins &= total + weight >= quota
        result[k] = others[:n, loses & wins].sum(axis=1).astype(object)
    return result


def _from(shift: Sequence[int]) -> tuple[slice, ...]:
    return tuple(slice(s, None) for s in shift)


def _upto(shift: Sequence[int], shape: Sequence[int]) -> tuple[slice, ...]:
    return tuple(slice(0, length - s) for s, length in zip(shift, shape, strict=True))
