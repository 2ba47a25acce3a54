"""Patrons: at a review they keep a date, extend it, make it conditional or leave; what clients believe of them.

Both ways cost something at home: staying in an old and costly war, and leaving with a loss to follow. The choice is a
softmax over the four options (McFadden 1974, conditional logit):

    leave (go now)             -a_leave*loss - a_just*rights
    keep (go in t years)       delta^t*(the same) - a_stay*own cost*t
    extend by the stated span  intercept - a_stay*(yearly own cost + years so far/20)
    make conditional           the same + condition weight

The patron's approval of staying is the log-odds of the last two against the first two. Audience costs of backing out
and of staying in are Fearon (1994), American Political Science Review 88(3); Snyder & Borghard (2011), American
Political Science Review 105(3). Weights are assumptions with ranges.
"""

from __future__ import annotations

import math

from detente.models.kernel import jitable
from detente.models.table import sigmoid

__all__ = [
    "CONDITION",
    "EXTEND",
    "KEEP",
    "LEAVE",
    "civilians_out",
    "keeping_utility",
    "lasting_belief",
    "leaving_utility",
    "review",
    "review_chances",
    "staying_utility",
]

KEEP, EXTEND, CONDITION, LEAVE = 0, 1, 2, 3
"""Codes of a review's outcomes: the date stands, moves by the stated span, becomes conditional, or is now."""

BELIEF_SLOPE = 8.0
"""Log-odds that support lasts, lost per unit of support withdrawn by a fully attentive client (assumed)."""


@jitable
def staying_utility(own_cost: float, years: float, a_stay: float, intercept: float) -> float:
    """Logit utility of staying: intercept - a_stay*(yearly own cost + years so far/20).

    Parameters
    ----------
    own_cost : float
        Share of the patron's own prize a year.
    years : float
        Length of the engagement.
    a_stay, intercept : float
        Weight and constant, in logits.

    Examples
    --------
    >>> staying_utility(0.0, 20.0, 1.0, -1.8)
    -2.8
    """
    return intercept - a_stay * (own_cost + years / 20.0)


@jitable
def leaving_utility(control_loss: float, rights_loss: float, a_leave: float, a_just: float) -> float:
    """Logit utility of leaving: -a_leave*(expected loss of control after leaving) - a_just*(rights lost).

    Parameters
    ----------
    control_loss : float
        Share of the prize that its side is expected to lose by its leaving, in [0, 1].
    rights_loss : float
        Expected loss on the issues that are rights, in [0, 1].
    a_leave, a_just : float
        Weights, in logits.

    Examples
    --------
    >>> leaving_utility(0.5, 0.2, 2.0, 0.5)
    -1.1
    """
    return -a_leave * control_loss - a_just * rights_loss


@jitable
def keeping_utility(leave: float, own_cost: float, a_stay: float, years_left: float, discount: float) -> float:
    """Logit utility of going when announced: the loss comes later and counts for less, and staying costs until then.

    Parameters
    ----------
    leave : float
        `leaving_utility` of going now.
    own_cost, a_stay : float
        As in `staying_utility`.
    years_left : float
        Until the announced date, >= 0.
    discount : float
        A year's discount, in (0, 1].

    Examples
    --------
    >>> keeping_utility(-1.0, 0.1, 1.0, 0.0, 0.9)
    -1.0
    >>> much_to_lose, little = (keeping_utility(loss, 0.1, 1.0, 0.5, 0.9) - loss for loss in (-2.0, -0.1))
    >>> much_to_lose > 0.0 > little
    True
    """
    return discount**years_left * leave - a_stay * own_cost * years_left


@jitable
def review_chances(
    stay: float, leave_at_date: float, leave_now: float, condition_weight: float, at_the_date: bool
) -> tuple[float, float, float, float]:
    """Chances of keep, extend, condition, leave: a softmax.

    Parameters
    ----------
    stay : float
        `staying_utility`.
    leave_at_date, leave_now : float
        `leaving_utility` of going when announced and of going now.
    condition_weight : float
        Logit of making support conditional against extending it.
    at_the_date : bool
        Whether the announced date is here: keeping it and leaving are then one act, counted once (as keep).

    Examples
    --------
    >>> [round(p, 3) for p in review_chances(-1.0, -1.0, -1.0, 0.0, False)]
    [0.25, 0.25, 0.25, 0.25]
    >>> [round(p, 3) for p in review_chances(-1.0, -1.0, -1.0, 0.0, True)]
    [0.333, 0.333, 0.333, 0.0]
    """
    top = max(max(stay, stay + condition_weight), max(leave_at_date, leave_now))
    keep = math.exp(max(-700.0, leave_at_date - top))
    extend = math.exp(max(-700.0, stay - top))
    condition = math.exp(max(-700.0, stay + condition_weight - top))
    leave = 0.0 if at_the_date else math.exp(max(-700.0, leave_now - top))
    total = keep + extend + condition + leave
    return keep / total, extend / total, condition / total, leave / total


@jitable
def review(keep: float, extend: float, condition: float, uniform: float) -> int:
    """Outcome of a review from the chances of `review_chances` and a uniform draw in [0, 1).

    Examples
    --------
    >>> review(0.4, 0.3, 0.2, 0.5) == EXTEND, review(0.4, 0.3, 0.2, 0.95) == LEAVE
    (True, True)
    """
    if uniform < keep:
        return KEEP
    if uniform < keep + extend:
        return EXTEND
    if uniform < keep + extend + condition:
        return CONDITION
    return LEAVE


@jitable
def lasting_belief(belief: float, withdrawn: float, credulity: float) -> float:
    """Belief that support lasts, after a withdrawal: logit b falls by 8*cr per unit of support.

    Parameters
    ----------
    belief : float
        b_i in (0, 1).
    withdrawn : float
        Support withdrawn since the last look, in units of e_a (negative: support that came back).
    credulity : float
        cr_i: how far i lets facts move it; about .9 for a rival, .3 for a trusting client.

    Examples
    --------
    >>> round(lasting_belief(0.9, 0.5, 0.9), 3), round(lasting_belief(0.9, 0.5, 0.3), 3)
    (0.197, 0.731)
    """
    b = min(1.0 - 1e-9, max(1e-9, belief))
    return sigmoid(math.log(b / (1.0 - b)) - BELIEF_SLOPE * credulity * withdrawn)


@jitable
def civilians_out(rate: float, evacuating: float, days: float) -> float:
    """Civilians taken out in a step: rate a day, times the support that is there to evacuate.

    Parameters
    ----------
    rate : float
        People a day at full evacuation support.
    evacuating : float
        Support whose purpose is evacuation, in [0, 1].
    days : float
        Length of the step.

    Examples
    --------
    >>> civilians_out(500.0, 0.5, 7.0)
    1750.0
    """
    return rate * min(1.0, max(0.0, evacuating)) * days
