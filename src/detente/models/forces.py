"""Forces: the strength of a side, the support that stands behind it, its cohesion, and what a fall costs it.

Strength is force times cohesion, S_s = F_s*h_s. Support in force E_s sums, over a side's patrons, the support whose
purpose is permitted today. That armies come apart by desertion once soldiers doubt that the others will go on fighting
is McLauchlin (2015), "Desertion and Collective Action in Civil Wars", International Studies Quarterly 59. The simplest
linear forms are used for it; the sizes of kappa, zeta, rec, xi and xa are assumptions with ranges, not estimates
(docs/calibration/front.md). All functions are scalar and total.
"""

from __future__ import annotations

import math

from detente.models.front import bounded_exp
from detente.models.kernel import jitable

__all__ = [
    "cohesion_step",
    "garrison_loss",
    "log_strength_ratio",
    "recruitment",
    "support_in_force",
    "support_lost",
    "surrender_probability",
]


@jitable
def log_strength_ratio(force_q: float, cohesion_q: float, force_s: float, cohesion_s: float) -> float:
    """Relative strength ln(S_q/S_s) of the attacker, with S = force * cohesion.

    Parameters
    ----------
    force_q, force_s : float
        Fighters (any common unit) of the attacker and of the defender, >= 0; below 1e-9 counts as 1e-9.
    cohesion_q, cohesion_s : float
        Cohesion in (0, 1].

    Examples
    --------
    >>> log_strength_ratio(60.0, 1.0, 120.0, 0.5)
    0.0
    """
    strength_q = max(1e-9, force_q * cohesion_q)
    strength_s = max(1e-9, force_s * cohesion_s)
    return math.log(strength_q / strength_s)


@jitable
def support_in_force(
    level: float, defence: float, offence: float, training: float, may_fight: bool, may_defend: bool
) -> float:
    """What one patron's support adds to E_s today: its level times the share whose purpose is permitted.

    The hostility matrix decides: without leave to fight, offence is forbidden, and so is defence unless a deal allows
    it; training is never fighting. Support for evacuation has no share here: it adds nothing at the front.

    Parameters
    ----------
    level : float
        Support supplied, e_a in [0, 1].
    defence, offence, training : float
        Shares of that support by purpose, in [0, 1], adding up to at most 1.
    may_fight : bool
        Whether the patron may fight the other side today, H[a, q].
    may_defend : bool
        Whether a deal permits defence although the patron may not fight.

    Examples
    --------
    >>> support_in_force(1.0, 0.5, 0.2, 0.3, True, False)
    1.0
    >>> support_in_force(1.0, 0.5, 0.2, 0.3, False, True)
    0.8
    >>> support_in_force(1.0, 0.5, 0.2, 0.3, False, False)
    0.3
    """
    share = training
    if may_fight or may_defend:
        share += defence
    if may_fight:
        share += offence
    return level * min(1.0, share)


@jitable
def support_lost(announced: float, delivered: float, credibility: float) -> float:
    """Loss of support that cohesion feels: on announcement by its credibility, the remainder when it is delivered.

    The same loss announced and then delivered counts once.

    Parameters
    ----------
    announced, delivered : float
        Support announced to go today and support that went today, in units of e_a.
    credibility : float
        How far the army believes the announcement, in [0, 1].

    Examples
    --------
    >>> support_lost(0.6, 0.0, 0.3) + support_lost(0.0, 0.6, 0.3)
    0.6
    """
    return credibility * announced + (1.0 - credibility) * delivered


@jitable
def cohesion_step(
    cohesion: float,
    resting: float,
    lost_share: float,
    support_loss: float,
    days: float,
    kappa: float,
    zeta: float,
    rec: float,
) -> float:
    """Cohesion after a step: h - kappa*h*(falls lost/R) - zeta*h*(support lost) + (h0 - h)*(1 - exp(-rec*days)).

    The losses act as factors exp(-kappa*...) so that cohesion stays in (0, 1] however many regions fall at once, and
    the recovery is the exact solution of dh/dt = rec*(h0 - h).

    Parameters
    ----------
    cohesion : float
        h_s in (0, 1].
    resting : float
        h0_s, where cohesion returns to, in (0, 1].
    lost_share : float
        Regions lost in the step over all regions, in [0, 1].
    support_loss : float
        From `support_lost`.
    days : float
        Length of the step.
    kappa, zeta : float
        Effects of falls and of support lost, >= 0.
    rec : float
        Recovery per day.

    Examples
    --------
    >>> round(cohesion_step(0.8, 0.8, 0.25, 0.0, 1.0, 0.5, 0.3, 0.0), 6)
    0.705998
    >>> cohesion_step(0.8, 0.8, 0.0, 0.0, 1.0, 0.5, 0.3, 0.002)
    0.8
    """
    after = cohesion * bounded_exp(-kappa * lost_share - zeta * support_loss)
    after += (resting - after) * -math.expm1(-rec * days)
    return min(1.0, max(1e-6, after))


@jitable
def surrender_probability(cohesion: float) -> float:
    """Chance that a fall is a surrender rather than an assault: 1 - h_s.

    Examples
    --------
    >>> surrender_probability(0.25)
    0.75
    """
    return min(1.0, max(0.0, 1.0 - cohesion))


@jitable
def garrison_loss(force: float, weight: float, share: float) -> float:
    """Force lost with a region: share*(F_s*w_r), the share being xi for a surrender (it joins the other side) or xa
    for an assault (it is destroyed).

    Parameters
    ----------
    force : float
        F_s, fighters of the losing side.
    weight : float
        w_r, the region's share of the population, so that F_s*w_r is its garrison.
    share : float
        xi or xa, in [0, 1].

    Examples
    --------
    >>> garrison_loss(1000.0, 0.05, 0.3)
    15.0
    """
    return min(force, max(0.0, force * weight * share))


@jitable
def recruitment(rate: float, population_held: float, days: float) -> float:
    """Fighters raised in a step: r_s a year for the whole population, in proportion to the share that is held.

    Examples
    --------
    >>> recruitment(3650.0, 0.5, 1.0)
    5.0
    """
    return rate * population_held * days / 365.0
