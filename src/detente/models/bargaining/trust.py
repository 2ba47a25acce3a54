"""Whom to believe: a mediator with a bias (Kydd), moderates who may or may not hold their extremists (Kydd-Walter).

The functions whose names end in ``_core`` are total and may be called from compiled kernels.
"""

from __future__ import annotations

import math

from detente.models.bargaining.domain import NONNEGATIVE, REAL, SHARE, checked
from detente.models.kernel import jitable
from detente.models.spoilers import trust_after_attack, trust_after_clause

__all__ = [
    "attack_pays",
    "attack_pays_core",
    "mediator_bias_range",
    "mediator_bias_range_core",
    "mediator_credibility",
    "mediator_credibility_core",
    "trust_after",
    "trust_after_core",
    "trust_threshold",
    "trust_threshold_core",
]


@jitable
def mediator_bias_range_core(
    stake: float, war_risk: float, cost_unresolved: float, cost_resolved: float, false_alarm: float
) -> tuple[float, float]:
    r"""Biases towards the listener with which a mediator tells it the truth; low > high if there are none.

    Set-up, a two-type form of Kydd's. The listener does not know whether its opponent is resolved (cost of war c_R) or
    not (c_U > c_R). The mediator privately learns which, with errors, and says so. Believed, "unresolved" makes the
    listener ask for p + c_U, which a resolved opponent answers with war; "resolved" makes it ask for p + c_R, which
    both take. The mediator gets b times the listener's share of the prize, less s if there is war. Told the truth means

    .. math:: b\,[(1-\rho) c_U - c_R] \ge \rho s \quad\text{and}\quad b\,[(1-\sigma) c_U - c_R] \le \sigma s,

    with rho the risk of war left after it has learned "unresolved", sigma the chance that the opponent is indeed
    resolved after it has learned "resolved". Without a bias (b = 0) and with any rho > 0 and s > 0, it always says
    "resolved" and its word moves nothing: only a friend who counsels restraint is believed.

    Parameters
    ----------
    stake
        s: what war costs the mediator, from 0, in shares of the prize.
    war_risk
        rho, in [0, 1].
    cost_unresolved, cost_resolved
        c_U > c_R >= 0, in shares of the prize.
    false_alarm
        1 - sigma, in [0, 1].

    References
    ----------
    Kydd (2003), American Journal of Political Science 47: 597-611.

    Examples
    --------
    >>> costs = dict(cost_unresolved=0.3, cost_resolved=0.1)
    >>> low, high = mediator_bias_range(stake=0.2, war_risk=0.1, **costs, false_alarm=0.0)
    >>> round(low, 6), high
    (0.117647, inf)
    """
    gain = (1.0 - war_risk) * cost_unresolved - cost_resolved
    loss = war_risk * stake
    if gain > 0.0:
        low = loss / gain
    elif loss <= 0.0 and gain == 0.0:
        low = -math.inf
    else:
        low = math.inf  # its information is too poor to be worth acting on
    temptation = false_alarm * cost_unresolved - cost_resolved
    high = (1.0 - false_alarm) * stake / temptation if temptation > 0.0 else math.inf
    return low, high


mediator_bias_range = checked(
    mediator_bias_range_core,
    stake=NONNEGATIVE,
    war_risk=SHARE,
    cost_unresolved=NONNEGATIVE,
    cost_resolved=NONNEGATIVE,
    false_alarm=SHARE,
)


@jitable
def mediator_credibility_core(
    bias: float,
    stake: float,
    war_risk: float,
    cost_unresolved: float,
    cost_resolved: float,
    false_alarm: float,
) -> float:
    r"""Chance that a mediator tells a listener the truth, when the listener knows only the mean of its stake.

    The stake s of `mediator_bias_range` is exponential with the given mean (the least informative law with that mean):

    .. math:: \Pr\Bigl[\frac{\max(0, b B)}{\sigma} \le s \le \frac{b A}{\rho}\Bigr],
              \quad A = (1-\rho) c_U - c_R, \quad B = (1-\sigma) c_U - c_R .

    So it rises with the bias *towards the listener*, falls with the stake in any deal, is 0 for a mediator without bias
    if any risk of war is left, and falls again when the mediator is so partial that it would cry "unresolved" at
    everything (only if it is often wrong, B > 0).

    Parameters
    ----------
    bias
        b: weight of the listener's share of the prize for the mediator; negative if it leans to the other side.
    stake
        Mean of s, from 0.
    war_risk, cost_unresolved, cost_resolved, false_alarm
        As in `mediator_bias_range`.

    Returns
    -------
    float
        In [0, 1].

    Examples
    --------
    >>> friend = dict(war_risk=0.1, cost_unresolved=0.3, cost_resolved=0.1, false_alarm=0.0)
    >>> round(mediator_credibility(bias=0.3, stake=0.2, **friend), 6)
    0.921918
    >>> mediator_credibility(bias=0.0, stake=0.2, **friend)
    0.0
    """
    worth = (1.0 - war_risk) * cost_unresolved - cost_resolved
    gain = bias * worth
    temptation = bias * (false_alarm * cost_unresolved - cost_resolved)
    loses = worth < 0.0 or gain < 0.0 or (gain == 0.0 and war_risk > 0.0 and stake > 0.0)
    lies = temptation > 0.0 and (stake <= 0.0 or false_alarm >= 1.0)
    if loses or lies:
        return 0.0
    if stake <= 0.0:
        return 1.0
    beyond = math.exp(-gain / (war_risk * stake)) if war_risk > 0.0 else 0.0
    from_here = math.exp(-temptation / ((1.0 - false_alarm) * stake)) if temptation > 0.0 else 1.0
    return max(from_here - beyond, 0.0)


mediator_credibility = checked(
    mediator_credibility_core,
    bias=REAL,
    stake=NONNEGATIVE,
    war_risk=SHARE,
    cost_unresolved=NONNEGATIVE,
    cost_resolved=NONNEGATIVE,
    false_alarm=SHARE,
)


@jitable
def trust_threshold_core(cooperation: float, defection: float, sucker: float, temptation: float) -> float:
    r"""Trust from which a trustworthy government cooperates: (D - S)/((D - S) + (C - T)).

    The other side keeps the deal if trustworthy (chance t), breaks it if not. Cooperating is worth tC + (1-t)S,
    defecting tT + (1-t)D.

    Parameters
    ----------
    cooperation, defection, sucker, temptation
        C > T (it would rather keep a kept deal) and D > S (rather not be the only one to keep it), in any one unit.
        Otherwise the threshold is 0 (always cooperate) or infinite (never).

    References
    ----------
    Kydd and Walter (2002), International Organization 56: 263-296.

    Examples
    --------
    >>> round(trust_threshold(cooperation=1.0, defection=0.0, sucker=-1.0, temptation=0.5), 6)
    0.666667
    """
    risk, reward = defection - sucker, cooperation - temptation
    if risk <= 0.0:
        return 0.0 if reward >= 0.0 else math.inf
    if reward <= 0.0:
        return math.inf if reward < 0.0 else 1.0
    return risk / (risk + reward)


trust_threshold = checked(trust_threshold_core, cooperation=REAL, defection=REAL, sucker=REAL, temptation=REAL)


@jitable
def trust_after_core(trust: float, attacked: bool, control: float, effort: float, attack_rate: float) -> float:
    r"""Trust in the moderates after a spell with or without an attack by their extremists.

    Extremists get an attack through with chance a if nobody stops them. Trustworthy moderates, who control a share k of
    them and make effort e, prevent a share k e of attacks; untrustworthy ones make none. By Bayes,

    .. math:: t' = \frac{t (1 - k e)}{t (1 - k e) + 1 - t} \text{ after an attack}, \qquad
              t' = \frac{t (1 - a(1 - k e))}{t (1 - a(1 - k e)) + (1 - t)(1 - a)} \text{ after none.}

    An attack teaches nothing if the moderates control nothing, everything under full control and full effort.

    Parameters
    ----------
    trust
        t: chance that the moderates are trustworthy, in [0, 1].
    attacked
        Whether there was an attack.
    control, effort
        k and e, in [0, 1].
    attack_rate
        a, in [0, 1]. Used only when there was no attack.

    References
    ----------
    Kydd and Walter (2002), International Organization 56: 263-296.

    Examples
    --------
    >>> round(trust_after(0.6, True, control=0.5, effort=1.0, attack_rate=0.3), 6)
    0.428571
    >>> trust_after(0.6, True, control=0.0, effort=1.0, attack_rate=0.3)
    0.6
    """
    stopped = control * effort
    if attacked:
        return trust_after_attack(trust, stopped)
    return trust_after_clause(trust, True, 1.0 - attack_rate * (1.0 - stopped), 1.0 - attack_rate)


trust_after = checked(trust_after_core, trust=SHARE, control=SHARE, effort=SHARE, attack_rate=SHARE)


@jitable
def attack_pays_core(trust: float, threshold: float, control: float, effort: float) -> bool:
    """Whether an attack can wreck the deal: trust is enough before it and not enough after it.

    Extremists who want no deal attack just then; below the threshold the deal is dead anyway.

    Parameters
    ----------
    trust, threshold
        Trust before the attack, and `trust_threshold`.
    control, effort
        As in `trust_after`.

    References
    ----------
    Kydd and Walter (2002), International Organization 56: 263-296.

    Examples
    --------
    >>> attack_pays(0.6, 0.5, control=0.5, effort=1.0), attack_pays(0.9, 0.5, control=0.5, effort=1.0)
    (True, False)
    """
    return trust >= threshold > trust_after_core(trust, True, control, effort, 0.0)


attack_pays = checked(attack_pays_core, trust=SHARE, control=SHARE, effort=SHARE)
