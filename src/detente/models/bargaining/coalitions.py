"""Coalitions: a prize divided by majority (Baron-Ferejohn), cabinet posts (Gamson), a council seen by every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError
from detente.models.bargaining.domain import COUNT, SHARE, check
from detente.models.bargaining.power import banzhaf, shapley_shubik

__all__ = ["Council", "Legislature", "baron_ferejohn", "council", "gamson", "portfolios"]

Array = NDArray[np.float64]
PATIENT = 1.0 - 1e-12  # a discount of 1 is read as its limit: at 1 itself a member who never proposes has any price


@dataclass(frozen=True)
class Legislature:
    """The stationary equilibrium: the first proposal passes.

    Attributes
    ----------
    proposer_share
        Shape (n,): what each keeps when it proposes.
    price
        Shape (n,): what each is paid for its vote, discount times its value.
    value
        Shape (n,): what each expects before the proposer is known; adds up to 1.
    included
        Shape (n,): how often each is paid in a proposal by another (over all dates and proposers).
    """

    proposer_share: Array
    price: Array
    value: Array
    included: Array


def baron_ferejohn(
    n: int, discount: float = 1.0, recognition: Sequence[float] | None = None, quota: int | None = None
) -> Legislature:
    r"""Divide a prize of 1 by majority, one vote each, with random proposers and no amendments (closed rule).

    A proposer pays the quota - 1 cheapest others their price :math:`\delta v_j`. In the stationary equilibrium members
    fall into three groups by recognition: the cheap, always paid; a middle group with one common value w, paid now and
    then; the dear, never paid. With l cheap members, P_L their recognition, :math:`v_j = k p_j` for the cheap,

    .. math:: k(1-\delta+\delta P_L) + \delta (q-l) w = 1, \qquad
              m w = P_M((1-\delta) k + \delta w) + \delta w (q-1-l+P_L),

    and the groups are the ones for which prices and inclusions come out in order. Everybody alike:
    the proposer keeps :math:`1 - \delta (q-1)/n`.

    Parameters
    ----------
    n
        Members, from 1.
    discount
        delta in [0, 1]; 1 is read as the limit.
    recognition
        Chance of each to propose; scaled to add up to 1. Default: equal.
    quota
        Votes that pass a proposal, the proposer's included; default the smallest majority.

    Returns
    -------
    Legislature

    Raises
    ------
    InputError
        If a number is outside its domain.

    References
    ----------
    Baron and Ferejohn (1989), American Political Science Review 83: 1181-1206, proposition 3; Eraslan (2002), Journal
    of Economic Theory 103: 11-30 (unequal recognition, any quota: payoffs are unique).

    Examples
    --------
    >>> round(float(baron_ferejohn(3, 0.9).proposer_share[0]), 6)
    0.7
    >>> baron_ferejohn(3, 0.9, recognition=[0.6, 0.3, 0.1]).value.round(4).tolist()
    [0.4521, 0.274, 0.274]
    """
    n = int(check("n", n, COUNT))
    check("discount", discount, SHARE)
    p = np.full(n, 1.0 / n) if recognition is None else np.asarray(recognition, dtype=float)
    if p.shape != (n,) or not np.isfinite(p).all() or (p < 0).any() or p.sum() <= 0:
        raise InputError(
            f"recognition: expected {n} numbers that are not negative and not all zero, got {recognition!r}"
        )
    p = p / p.sum()
    votes = n // 2 + 1 if quota is None else int(check("quota", quota, COUNT))
    if votes > n:
        raise InputError(f"quota: expected at most {n} votes, got {votes}")
    order = np.argsort(p, kind="stable")
    value = np.empty(n)
    included = np.empty(n)
    value[order], included[order] = _equilibrium(p[order], min(float(discount), PATIENT), votes)
    price = discount * value
    ranked = np.sort(price)
    cheapest = np.concatenate([[0.0], np.cumsum(ranked)])
    # What the quota - 1 cheapest others cost: a member among the quota cheapest does not pay itself.
    cost = np.where(price <= ranked[votes - 1], cheapest[votes] - price, cheapest[votes - 1])
    return Legislature(1.0 - cost, price, value, included)


def _equilibrium(p: Array, discount: float, quota: int) -> tuple[Array, Array]:
    """Values and inclusions for recognition in ascending order."""
    n = len(p)
    if quota == n or quota == 1 or discount < 1.0 - PATIENT:
        return p.copy(), 1.0 - p if quota == n else np.zeros(n)
    best = np.inf
    value = received = np.zeros(n)
    for cheap in range(quota):
        for middle in range(quota - cheap, n - cheap + 1):
            candidate = _candidate(p, discount, quota, cheap, middle)
            strain = _strain(p, discount, *candidate, cheap, middle)
            if strain < best:
                best, (value, received) = strain, candidate
            if best <= 0.0:
                break
    if best > 1e-9:
        raise ArithmeticError(f"no stationary equilibrium found: {p.tolist()}, {discount}, {quota}")
    price = discount * value
    included = np.divide(received, price, out=1.0 - p, where=price > 0)  # a vote that costs nothing is always taken
    return value, np.clip(included, 0.0, 1.0 - p)


def _candidate(p: Array, discount: float, quota: int, cheap: int, middle: int) -> tuple[Array, Array]:
    """Values, and what each gets from others' proposals, if the first `cheap` are always paid and the next share w."""
    low, mid = p[:cheap].sum(), p[cheap : cheap + middle].sum()
    system = np.array(
        [
            [1.0 - discount + discount * low, discount * (quota - cheap)],
            [-mid * (1.0 - discount), middle - discount * mid - discount * (quota - 1 - cheap + low)],
        ]
    )
    k, w = np.linalg.solve(system, [1.0, 0.0])
    keeps = (1.0 - discount) * k + discount * w  # what a proposer outside the cheap group keeps
    value = np.concatenate([k * p[:cheap], np.full(middle, w), p[cheap + middle :] * keeps])
    received = np.zeros(len(p))
    received[:cheap] = (1.0 - p[:cheap]) * discount * value[:cheap]
    received[cheap : cheap + middle] = w - p[cheap : cheap + middle] * keeps
    return value, received


def _strain(p: Array, discount: float, value: Array, received: Array, cheap: int, middle: int) -> float:
    """By how much a candidate breaks the order of values or pays a member less than never or more than always."""
    w = value[cheap]
    group = slice(cheap, cheap + middle)
    always = (1.0 - p[group]) * discount * w
    breaches = np.concatenate(
        [value[:cheap] - w, w - value[cheap + middle :], -received[group], received[group] - always]
    )
    return float(np.maximum(breaches - 1e-14, 0.0).max(initial=0.0))


def gamson(seats: ArrayLike, coalition: Sequence[int] | None = None) -> Array:
    """Cabinet shares in proportion to the seats that each member brings to the coalition (Gamson's law).

    Parameters
    ----------
    seats
        Shape (n,): seats (or forces, votes, ...), not negative.
    coalition
        Members (from 0); default all.

    Returns
    -------
    numpy.ndarray
        Shape (n,): shares that add up to 1; 0 outside the coalition.

    References
    ----------
    Gamson (1961), American Sociological Review 26: 373-382. In parliaments small partners get somewhat more (Warwick
    and Druckman 2006, European Journal of Political Research 45: 635-665).

    Examples
    --------
    >>> gamson([40, 30, 20, 10], coalition=(0, 2)).round(6).tolist()
    [0.666667, 0.0, 0.333333, 0.0]
    """
    held = np.asarray(seats, dtype=float)
    if held.ndim != 1 or not np.isfinite(held).all() or (held < 0).any():
        raise InputError("seats: expected numbers that are not negative")
    members = range(len(held)) if coalition is None else coalition
    if any(not 0 <= i < len(held) for i in members):
        raise InputError(f"coalition: expected member numbers from 0 to {len(held) - 1}, got {list(members)}")
    brought = np.where(np.isin(np.arange(len(held)), list(members)), held, 0.0)
    if brought.sum() <= 0:
        raise InputError("seats: the coalition brings none")
    return brought / brought.sum()


def portfolios(shares: ArrayLike, posts: int) -> NDArray[np.int64]:
    """Turn shares into whole posts by Webster and Sainte-Lague: the next post to the largest share/(2 held + 1).

    The rule favours neither large nor small members (Balinski and Young 1982, Fair Representation). Equals: the earlier
    member.

    Examples
    --------
    >>> portfolios(gamson([53, 24, 23]), 7).tolist()
    [3, 2, 2]
    """
    share = np.asarray(shares, dtype=float)
    if share.ndim != 1 or not np.isfinite(share).all() or (share < 0).any() or share.sum() <= 0:
        raise InputError("shares: expected numbers that are not negative and not all zero")
    held = np.zeros(len(share), dtype=np.int64)
    for _ in range(int(check("posts", posts, COUNT))):
        held[int(np.argmax(share / (2 * held + 1)))] += 1
    return held


@dataclass(frozen=True)
class Council:
    """An interim council under each rule that the field would use; one number per member.

    Attributes
    ----------
    seats
        Shares of seats.
    shapley_shubik, banzhaf
        Shares of voting power (see `power`).
    spoils
        Expected shares of a prize divided under the quota (Baron-Ferejohn); None unless all have as many votes and
        nobody a veto, which is what that model assumes.
    posts
        Cabinet shares if all sit in it (Gamson), as whole posts where their number is given, else as shares.
    """

    seats: Array
    shapley_shubik: Array
    banzhaf: Array
    spoils: Array | None
    posts: NDArray[np.int64] | Array


def council(
    seats: Sequence[float],
    quota: float,
    vetoes: Sequence[int] = (),
    *,
    posts: int | None = None,
    discount: float = 1.0,
) -> Council:
    """What a proposed council would give each side: seats, voting power, spoils and posts side by side.

    Parameters
    ----------
    seats
        Votes of each member or bloc.
    quota
        Votes that pass a decision.
    vetoes
        Members (from 0) without whom nothing passes.
    posts
        Number of cabinet posts, to give them out whole.
    discount
        Patience in the division of spoils, in [0, 1].

    Examples
    --------
    Two sides with five of twelve seats each and a third with two; eight votes pass: the third side is never needed.

    >>> council([5, 5, 2], 8).shapley_shubik.tolist()
    [0.5, 0.5, 0.0]
    """
    shares = gamson(seats)
    alike = len(set(seats)) == 1 and not vetoes
    spoils = None
    if alike:
        needed = int(np.ceil(quota / float(seats[0]) - 1e-9))
        spoils = baron_ferejohn(len(seats), discount, quota=max(needed, 1)).value
    return Council(
        shares,
        shapley_shubik(seats, quota, vetoes),
        banzhaf(seats, quota, vetoes),
        spoils,
        shares if posts is None else portfolios(shares, posts),
    )
