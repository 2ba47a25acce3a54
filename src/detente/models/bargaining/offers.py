"""Alternating offers: without end, with a last date, with options on the side, and with optimism before a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detente.errors import InputError
from detente.models.bargaining.domain import COUNT, DISCOUNT, NONNEGATIVE, SHARE, check, checked
from detente.models.kernel import jitable

__all__ = [
    "AlternatingOffers",
    "DeadlineBargaining",
    "optimistic_deadline",
    "rubinstein",
    "rubinstein_core",
    "stahl",
    "stahl_core",
    "waits_for_deadline",
    "waits_for_deadline_core",
]

Pair = tuple[float, float]


@jitable
def rubinstein_core(d1: float, d2: float, w1: float, w2: float, b1: float, b2: float) -> tuple[float, float]:
    """Solve x1 = 1 - max((1-d2) b2 + d2 y2, w2) and y2 = 1 - max((1-d1) b1 + d1 x1, w1) in closed form.

    d: discounts per offer in [0, 1], not both 1; w: outside options, b: inside options, each pair adding up to at
    most 1. Returns (x1, y2), each proposer's own share. Both maxima have a slope below 1, so exactly one of the four
    cases (whose outside option binds) is consistent; the one with the smallest residual is taken.
    """
    r1 = (1.0 - d1) * b1
    r2 = (1.0 - d2) * b2
    best_x, best_y, best = 0.0, 0.0, 1e300
    for case in range(4):
        if case == 0:
            x = (1.0 - r2 - d2 + d2 * r1) / (1.0 - d1 * d2)
            y = 1.0 - r1 - d1 * x
        elif case == 1:
            x = 1.0 - w2
            y = 1.0 - r1 - d1 * x
        elif case == 2:
            y = 1.0 - w1
            x = 1.0 - r2 - d2 * y
        else:
            x = 1.0 - w2
            y = 1.0 - w1
        residual = abs(x - 1.0 + max(r2 + d2 * y, w2)) + abs(y - 1.0 + max(r1 + d1 * x, w1))
        if residual < best:
            best_x, best_y, best = x, y, residual
    return best_x, best_y


@jitable
def stahl_core(
    d1: float, d2: float, w1: float, w2: float, b1: float, b2: float, e1: float, e2: float, horizon: int
) -> float:
    """Share of the first mover (player 1) with `horizon` >= 1 offers, by backward induction.

    e: what each gets, one period after the last refusal. The other symbols are those of `rubinstein_core`.
    """
    next1, next2 = e1, e2
    share1 = 0.0
    for t in range(horizon - 1, -1, -1):
        if t % 2 == 0:
            share1 = 1.0 - max((1.0 - d2) * b2 + d2 * next2, w2)
        else:
            share1 = max((1.0 - d1) * b1 + d1 * next1, w1)
        next1, next2 = share1, 1.0 - share1
    return share1


@dataclass(frozen=True)
class AlternatingOffers:
    """The agreement, reached at the first offer.

    Attributes
    ----------
    share
        Player 1's share of the prize when 1 makes the first offer.
    share_if_second
        Player 1's share when 2 makes the first offer.
    thresholds
        For each player, the outside option up to which it changes nothing, the other's being what it is.
    binds
        For each player, whether its outside option exceeds its threshold.
    """

    share: float
    share_if_second: float
    thresholds: Pair
    binds: tuple[bool, bool]


def _pairs(
    discounts: Sequence[float], outside: Sequence[float], inside: Sequence[float]
) -> tuple[float, float, float, float, float, float]:
    for name, pair in (("discounts", discounts), ("outside", outside), ("inside", inside)):
        if len(pair) != 2:
            raise InputError(f"{name}: expected two numbers, one a player, got {len(pair)}")
        for i, value in enumerate(pair):
            check(f"{name}[{i}]", value, SHARE if name == "discounts" else NONNEGATIVE)
    for name, pair in (("outside", outside), ("inside", inside)):
        if sum(pair) > 1.0 + 1e-12:
            raise InputError(f"{name}: {pair[0]} and {pair[1]} exceed the prize of 1, so there is nothing to agree on")
    (d1, d2), (w1, w2), (b1, b2) = (tuple(map(float, pair)) for pair in (discounts, outside, inside))
    return d1, d2, w1, w2, b1, b2


def rubinstein(
    discounts: Sequence[float], outside: Sequence[float] = (0.0, 0.0), inside: Sequence[float] = (0.0, 0.0)
) -> AlternatingOffers:
    r"""Alternating offers without end over a prize of 1.

    .. math:: x_1 = 1 - \max\{(1-d_2) b_2 + d_2 y_2,\; w_2\}, \qquad y_2 = 1 - \max\{(1-d_1) b_1 + d_1 x_1,\; w_1\}

    A responder who refuses either waits, drawing its flow b until its own offer is taken, or leaves for its outside
    option w. An outside option below what waiting is worth is an empty threat and changes nothing; an inside option
    (fighting while talking) always moves the split.

    Parameters
    ----------
    discounts
        (d1, d2) per offer, each in [0, 1], not both 1.
    outside
        (w1, w2), shares of the prize obtained by leaving for good; at most 1 together.
    inside
        (b1, b2), shares of the prize's flow obtained while no deal is made; at most 1 together.

    Returns
    -------
    AlternatingOffers

    Raises
    ------
    InputError
        If a number is outside its domain.

    References
    ----------
    Rubinstein (1982), Econometrica 50: 97-109. Binmore, Shaked and Sutton (1989), Quarterly Journal of Economics 104:
    753-770 (outside options). Muthoo (1999), Bargaining Theory with Applications, chapters 5 and 6 (both).

    Examples
    --------
    >>> round(rubinstein((0.9, 0.8)).share, 6)
    0.714286
    >>> round(rubinstein((0.9, 0.8)).thresholds[1], 6)
    0.285714
    >>> round(rubinstein((0.9, 0.8), outside=(0.0, 0.7)).share, 6)
    0.3
    """
    d1, d2, w1, w2, b1, b2 = _pairs(discounts, outside, inside)
    if d1 * d2 >= 1.0:
        raise InputError("discounts: at least one must be below 1, or waiting costs nobody anything")
    x1, y2 = rubinstein_core(d1, d2, w1, w2, b1, b2)
    alone1, _ = rubinstein_core(d1, d2, 0.0, w2, b1, b2)
    _, alone2 = rubinstein_core(d1, d2, w1, 0.0, b1, b2)
    thresholds = ((1 - d1) * b1 + d1 * alone1, (1 - d2) * b2 + d2 * alone2)
    return AlternatingOffers(x1, 1.0 - y2, thresholds, (w1 > thresholds[0], w2 > thresholds[1]))


def stahl(
    discounts: Sequence[float],
    horizon: int,
    outside: Sequence[float] = (0.0, 0.0),
    inside: Sequence[float] = (0.0, 0.0),
    end: Sequence[float] = (0.0, 0.0),
) -> float:
    """Alternating offers with a last date: the first mover's share, by backward induction.

    Parameters
    ----------
    discounts, outside, inside
        As in `rubinstein`.
    horizon
        Number of offers, from 1; player 1 makes the first, third, ...
    end
        What each gets one period after the last refusal; at most 1 together.

    Returns
    -------
    float
        Player 1's share. It tends to `rubinstein(...).share` as the horizon grows.

    References
    ----------
    Stahl (1972), Bargaining Theory, Stockholm School of Economics.

    Examples
    --------
    >>> [round(stahl((0.9, 0.9), horizon), 6) for horizon in (1, 2, 5, 8)]
    [1.0, 0.1, 0.8371, 0.299754]
    """
    d1, d2, w1, w2, b1, b2 = _pairs(discounts, outside, inside)
    check("horizon", horizon, COUNT)
    e1, e2 = _pairs(discounts, end, inside)[2:4]
    return stahl_core(d1, d2, w1, w2, b1, b2, e1, e2, int(horizon))


@jitable
def waits_for_deadline_core(discount: float, optimism: float) -> bool:
    """Whether two parties rather wait for the deadline than agree today: d (1 + y) > 1.

    The prize, worth 1 today, is worth d at the deadline, where one party makes a last offer and takes all. Each
    believes that it will be the one with a chance that adds up to 1 + y over the two, y being their optimism.

    Parameters
    ----------
    discount
        d in [0, 1].
    optimism
        y in [-1, 1]; 0 when the two agree on who will have the last word.

    References
    ----------
    Yildiz (2004), Quarterly Journal of Economics 119: 223-258, the two-period form; Yildiz (2003), Econometrica 71:
    793-811.

    Examples
    --------
    >>> waits_for_deadline(0.9, 0.2), waits_for_deadline(0.9, 0.1)
    (True, False)
    """
    return discount * (1.0 + optimism) > 1.0


waits_for_deadline = checked(waits_for_deadline_core, discount=SHARE)


@dataclass(frozen=True)
class DeadlineBargaining:
    """What two optimists do before a deadline.

    Attributes
    ----------
    agree
        By date, whether the two would agree if they got there.
    date
        The first such date: when the deal is made.
    values
        Shape (T, 2): each party's own expectation at each date, before the proposer is known, in shares of the prize.
    """

    agree: tuple[bool, ...]
    date: int
    values: tuple[Pair, ...]


def optimistic_deadline(discount: float, recognition: ArrayLike) -> DeadlineBargaining:
    r"""Bargaining over a prize of 1 with random proposers, beliefs that differ and a last date.

    With :math:`S_{t+1}` the sum of the two parties' own expectations for date t+1, they agree at t iff
    :math:`d\,S_{t+1} \le 1`; then the proposer keeps :math:`1 - d V_{j,t+1}` and
    :math:`V_{i,t} = p_{i,t}(1 - d V_{j,t+1}) + (1 - p_{i,t}) d V_{i,t+1}`; else :math:`V_{i,t} = d V_{i,t+1}`.
    After the last date nothing is left.

    Parameters
    ----------
    discount
        d per date, in [0, 1).
    recognition
        Shape (T, 2): each party's own belief that it will make the offer at each date, in [0, 1]; rows add up to 1
        plus the optimism of that date.

    Returns
    -------
    DeadlineBargaining

    References
    ----------
    Yildiz (2003), Econometrica 71: 793-811, section 3.

    Examples
    --------
    >>> optimistic_deadline(0.9, [[0.5, 0.5], [0.6, 0.6]]).date
    1
    >>> optimistic_deadline(0.9, [[0.5, 0.5], [0.55, 0.55]]).date
    0
    """
    check("discount", discount, DISCOUNT)
    beliefs = np.asarray(recognition, dtype=float)
    if beliefs.ndim != 2 or beliefs.shape[1] != 2 or not len(beliefs):
        raise InputError(f"recognition: expected a row of two beliefs per date, got an array of shape {beliefs.shape}")
    if not ((beliefs >= 0) & (beliefs <= 1)).all():
        raise InputError("recognition: expected numbers from 0 to 1")
    v1 = v2 = 0.0
    agree: list[bool] = []
    values: list[Pair] = []
    for p1, p2 in beliefs[::-1].tolist():
        w1, w2 = discount * v1, discount * v2
        deal = w1 + w2 <= 1.0
        v1 = p1 * (1.0 - w2) + (1.0 - p1) * w1 if deal else w1
        v2 = p2 * (1.0 - w1) + (1.0 - p2) * w2 if deal else w2
        agree.append(deal)
        values.append((v1, v2))
    agree.reverse()
    values.reverse()
    return DeadlineBargaining(tuple(agree), agree.index(True), tuple(values))
