"""Crisis bargaining: the range that war leaves, power that shifts, sharing that nobody would leave, audience costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError
from detente.models.bargaining.domain import DISCOUNT, NONNEGATIVE, REAL, SHARE, check, checked
from detente.models.floors import ratifiable_floor
from detente.models.kernel import jitable

__all__ = [
    "audience_floor",
    "audience_floor_core",
    "bargaining_range",
    "bargaining_range_core",
    "credible_slack",
    "credible_slack_core",
    "fixed_terms_slack",
    "fixed_terms_slack_core",
    "peaceful_two_period",
    "peaceful_two_period_core",
    "sharing_path",
    "shift_brings_war",
    "shift_brings_war_core",
]

Array = NDArray[np.float64]


@jitable
def bargaining_range_core(p: float, cost_a: float, cost_b: float) -> tuple[float, float]:
    r"""A's shares that both sides like at least as well as war: [p - c_A, p + c_B], within [0, 1].

    War is a lottery that A wins with chance p, for a prize of 1, at costs c_A and c_B; utility is linear.

    Parameters
    ----------
    p
        A's chance of winning, in [0, 1].
    cost_a, cost_b
        Costs of war in shares of the prize, from 0.

    Returns
    -------
    tuple of float
        (lowest, highest) share of A; never empty, as wide as the costs together unless the prize's ends cut it.

    References
    ----------
    Fearon (1995), International Organization 49: 379-414, pp. 386-390.

    Examples
    --------
    >>> low, high = bargaining_range(0.6, 0.1, 0.15)
    >>> round(low, 6), round(high, 6)
    (0.5, 0.75)
    """
    return max(p - cost_a, 0.0), min(p + cost_b, 1.0)


bargaining_range = checked(bargaining_range_core, p=SHARE, cost_a=NONNEGATIVE, cost_b=NONNEGATIVE)


@jitable
def shift_brings_war_core(p1: float, p2: float, cost_b: float, discount: float) -> bool:
    r"""Whether B fights now rather than face an A that will be stronger.

    Set-up (Fearon's). Each period a flow of 1 is shared: A offers B a share, at most all of it; B accepts, and the game
    goes on, or fights. War is fought once, costs B c_B (in units of one period's flow) and gives the winner the whole
    flow from that period on, for ever; A wins with chance p1 in the first period and p2 in every later one. From the
    second period on A holds B down to the value of war, (1 - p2)/(1 - d) - c_B, or to nothing if that is negative. In
    the first, B can be given 1 at most. So B fights iff

    .. math:: \frac{1-p_1}{1-d} - c_B \;>\; 1 + d \max\Bigl\{\frac{1-p_2}{1-d} - c_B,\, 0\Bigr\},

    which, while the later value of war is not negative, is Fearon's :math:`d p_2 - p_1 > c_B (1-d)^2`.

    Parameters
    ----------
    p1, p2
        A's chance of winning now and for ever after, in [0, 1].
    cost_b
        B's cost of war, from 0, in units of one period's flow.
    discount
        d per period, in [0, 1).

    References
    ----------
    Fearon (1995), International Organization 49: 379-414, pp. 404-408.

    Examples
    --------
    >>> shift_brings_war(0.3, 0.8, cost_b=0.5, discount=0.9), shift_brings_war(0.3, 0.32, cost_b=0.5, discount=0.9)
    (True, False)
    """
    war_now = (1.0 - p1) / (1.0 - discount) - cost_b
    war_later = (1.0 - p2) / (1.0 - discount) - cost_b
    if war_later >= 0.0:
        return discount * p2 - p1 > cost_b * (1.0 - discount) * (1.0 - discount)
    return war_now > 1.0


shift_brings_war = checked(shift_brings_war_core, p1=SHARE, p2=SHARE, cost_b=NONNEGATIVE, discount=DISCOUNT)


@jitable
def peaceful_two_period_core(minmax_now: float, minmax_next: float, discount: float, total: float) -> bool:
    r"""Whether a peaceful path exists over two periods: :math:`M_1(t) + d\,M_2(t+1) \le B(t)`.

    Party 1 must get at least M_1(t), what it can lock in by fighting now; party 2 must get at least M_2(t+1) from the
    next period on. Where the two together exceed all that there is to share from t on, one of them fights.

    Parameters
    ----------
    minmax_now
        M_1(t): what the party that is about to weaken can secure now, same units as `total`.
    minmax_next
        M_2(t+1): what the rising party can secure a period later.
    discount
        d in [0, 1).
    total
        B(t): value of everything to be shared from t on.

    References
    ----------
    Powell (2006), International Organization 60: 169-203, pp. 180-184 (the general inefficiency condition).

    Examples
    --------
    >>> peaceful_two_period(0.6, 0.5, 0.9, 1.0), peaceful_two_period(0.5, 0.5, 0.9, 1.0)
    (False, True)
    """
    return minmax_now + discount * minmax_next <= total


peaceful_two_period = checked(
    peaceful_two_period_core, minmax_now=REAL, minmax_next=REAL, discount=DISCOUNT, total=REAL
)


@jitable
def credible_slack_core(least_1: Array, least_2: Array, discount: float) -> float:
    """One pass backwards over L_1 and L_2; see `credible_slack`. Shapes (T,), d in [0, 1)."""
    most_1, most_2, slack = 0.0, 0.0, 1.0
    for t in range(len(least_1) - 1, -1, -1):
        most_1 = max(least_1[t], discount * most_1)
        most_2 = max(least_2[t], discount * most_2)
        slack = min(slack, 1.0 - (most_1 + most_2))
    return slack


def _schedules(least_1: ArrayLike, least_2: ArrayLike) -> tuple[Array, Array]:
    first, second = np.asarray(least_1, dtype=float), np.asarray(least_2, dtype=float)
    if first.ndim != 1 or first.shape != second.shape or not len(first):
        raise InputError(
            f"least_1, least_2: expected two schedules of one length, got shapes {first.shape}, {second.shape}"
        )
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise InputError("least_1, least_2: expected finite numbers")
    return first, second


def credible_slack(least_1: ArrayLike, least_2: ArrayLike, discount: float) -> float:
    r"""Room left for a sharing over time that nobody would leave; not negative iff there is one.

    With :math:`U_i(t) = (1-d) x_i(t) + d\,U_i(t+1)` and shares x of one prize, each side must get
    :math:`U_i(t) \ge L_i(t)` at all t; the last entry of L holds for ever after. A path exists iff

    .. math:: L_i(t) + d^n L_j(t+n) \le 1 \quad\text{for all } t,\; n \ge 0 \text{ and both labellings}.

    One pass backwards does: with :math:`M_i(t) = \max\{L_i(t), 0, d\,M_i(t+1)\}`, that is :math:`M_1(t) + M_2(t) \le 1`
    for all t. Looking one step ahead (n = 1) is not enough when power shifts gradually.

    Parameters
    ----------
    least_1, least_2
        L, shape (T,): the least that keeps each in at each t, in shares of the prize.
    discount
        d per step, in [0, 1).

    Returns
    -------
    float
        1 - max over t of M_1(t) + M_2(t).

    References
    ----------
    Powell (2006), International Organization 60: 169-203, the two-period case; over many periods by backward induction.

    Examples
    --------
    The first must be given .5 now and the second .8 four steps on; one step ahead nothing is wrong.

    >>> least_1, least_2 = [0.5, 0.3, 0.2, 0.1, 0.0], [0.1, 0.2, 0.4, 0.6, 0.8]
    >>> round(credible_slack(least_1, least_2, discount=0.9), 6)
    -0.02488
    """
    check("discount", discount, DISCOUNT)
    return float(credible_slack_core(*_schedules(least_1, least_2), float(discount)))


@jitable
def fixed_terms_slack_core(least_1: Array, least_2: Array) -> float:
    """Return 1 - max L_1 - max L_2; see `fixed_terms_slack`. Shapes (T,)."""
    most_1, most_2 = 0.0, 0.0
    for t in range(len(least_1)):
        most_1 = max(most_1, least_1[t])
        most_2 = max(most_2, least_2[t])
    return 1.0 - (most_1 + most_2)


def fixed_terms_slack(least_1: ArrayLike, least_2: ArrayLike) -> float:
    """Room left for one division for all time: 1 - max L_1 - max L_2, not more than the room for a path.

    Parameters
    ----------
    least_1, least_2
        As in `credible_slack`.

    Examples
    --------
    >>> round(fixed_terms_slack([0.5, 0.3, 0.2], [0.1, 0.4, 0.6]), 6)
    -0.1
    """
    return float(fixed_terms_slack_core(*_schedules(least_1, least_2)))


def sharing_path(least_1: ArrayLike, least_2: ArrayLike, discount: float, share: float = 0.5) -> Array | None:
    """Find a sharing over time that nobody would leave, or None when there is none.

    Parameters
    ----------
    least_1, least_2, discount
        As in `credible_slack`.
    share
        Who gets the room that is left at the start: 0 the second side, 1 the first.

    Returns
    -------
    numpy.ndarray or None
        Shape (T,): the first side's share of the flow at each t, in [0, 1]; the last holds for ever after.

    Examples
    --------
    A fixed division is out of reach, a phased one is not:

    >>> fixed_terms_slack([0.6, 0.2], [0.1, 0.6]) < 0
    True
    >>> sharing_path([0.6, 0.2], [0.1, 0.6], discount=0.5).round(3).tolist()
    [0.9, 0.4]
    """
    first, second = _schedules(least_1, least_2)
    check("discount", discount, DISCOUNT)
    check("share", share, SHARE)
    periods = len(first)
    low, high = np.zeros(periods), np.ones(periods)
    for t in range(periods - 1, -1, -1):
        after_low, after_high = (low[t + 1], high[t + 1]) if t + 1 < periods else (0.0, 1.0)
        low[t] = max(first[t], discount * after_low)
        high[t] = min(1.0 - second[t], 1.0 - discount + discount * after_high)
        if low[t] > high[t]:
            return None
    path = np.empty(periods)
    value = low[0] + share * (high[0] - low[0])
    for t in range(periods - 1):
        if discount == 0.0:
            path[t] = value
            value = low[t + 1] + share * (high[t + 1] - low[t + 1])
            continue
        # The next value must lie in its interval and within reach of a share from 0 to 1.
        reach_low = max(low[t + 1], (value - (1.0 - discount)) / discount)
        reach_high = min(high[t + 1], value / discount)
        after = min(max(value, reach_low), reach_high)
        path[t] = (value - discount * after) / (1.0 - discount)
        value = after
    path[-1] = value
    return np.clip(path, 0.0, 1.0)


@jitable
def audience_floor_core(floor: float, audience: float, line: float) -> float:
    r"""The floor r raised by a public bottom line z: (r + a z)/(1 + a) if z > r, else r.

    Accepting x below z costs a*(z - x) at home, so x - a (z - x) must be at least r. (The engine lets a fade as defeat
    nears: `detente.models.floors.ratifiable_floor`.)

    Parameters
    ----------
    floor
        r: the least that a party would accept in private, in its utility.
    audience
        a: what each unit short of the line costs it at home, from 0.
    line
        z: the bottom line that it has drawn in public, in its utility.

    References
    ----------
    Fearon (1994), American Political Science Review 88: 577-592; Leventoglu and Tarar (2005), American Political
    Science Review 99: 419-433 (public commitment in bargaining).

    Examples
    --------
    >>> round(audience_floor(0.4, 0.5, 0.7), 6)
    0.5
    """
    return ratifiable_floor(floor, line, audience, 1.0)


audience_floor = checked(audience_floor_core, floor=REAL, audience=NONNEGATIVE, line=REAL)
