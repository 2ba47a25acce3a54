"""Signals: what statements do to beliefs.

A hearer moves by Bayes' rule in log-odds, tempered by the credibility of the source for that hearer:

    log-odds += rho*log LR

rho = 1 is Bayes' rule with a source that is fully believed, rho = 0 moves nothing (the linear-in-log-odds form of Good
1950, Probability and the Weighing of Evidence, weights of evidence). Hearsay multiplies the credibilities along its
chain. A refusal to comment has no likelihood ratio other than 1: it moves nothing. All functions are total.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from detente.models.kernel import jitable
from detente.models.table import sigmoid

__all__ = [
    "chain_credibility",
    "close_gap",
    "evidence_weight",
    "log_odds",
    "public_audience",
    "public_bottom_line",
    "update",
]


@jitable
def log_odds(p: float) -> float:
    """Log-odds ln(p/(1 - p)), with p clipped to [1e-9, 1 - 1e-9].

    Examples
    --------
    >>> log_odds(0.5)
    0.0
    """
    q = min(1.0 - 1e-9, max(1e-9, p))
    return math.log(q / (1.0 - q))


@jitable
def update(p: float, credibility: float, log_lr: float) -> float:
    """Belief after a statement: log-odds += credibility*log LR.

    Parameters
    ----------
    p : float
        Belief in (0, 1).
    credibility : float
        rho in [0, 1].
    log_lr : float
        Log likelihood ratio that the statement would have if its source were fully believed.

    Examples
    --------
    >>> round(update(0.5, 1.0, math.log(3.0)), 6), update(0.5, 0.0, 5.0)
    (0.75, 0.5)
    """
    return sigmoid(log_odds(p) + credibility * log_lr)


@jitable
def chain_credibility(credibilities: NDArray[np.float64]) -> float:
    """Credibility of hearsay: the product along its chain.

    Parameters
    ----------
    credibilities : array of shape (n,)
        Each teller's, in [0, 1]; no tellers: 1.

    Examples
    --------
    >>> float(chain_credibility(np.array([0.8, 0.5])))
    0.4
    """
    product = 1.0
    for i in range(credibilities.shape[0]):
        product *= min(1.0, max(0.0, credibilities[i]))
    return product


@jitable
def evidence_weight(source: float, chain: float, verification: float) -> float:
    """rho of a statement: credibility of its source for the hearer, of its chain, and of its verification state.

    Parameters
    ----------
    source, chain, verification : float
        In [0, 1]. Verification is the ledger's: a confirmed leak counts more than an unconfirmed one.

    Examples
    --------
    >>> evidence_weight(0.8, 0.5, 0.95) > evidence_weight(0.8, 0.5, 0.6)
    True
    """
    return min(1.0, max(0.0, source * chain * verification))


@jitable
def public_bottom_line(bottom_line: float, credibility: float, strength: float) -> float:
    """Bottom line z after going public: its log-odds rise by credibility*strength.

    Parameters
    ----------
    bottom_line : float
        z_i in (0, 1), in utility.
    credibility, strength : float
        As in `update`; strength 0 changes nothing.

    Examples
    --------
    >>> public_bottom_line(0.6, 1.0, 1.0) > 0.6
    True
    """
    return update(bottom_line, credibility, strength)


@jitable
def public_audience(audience: float, credibility: float, strength: float) -> float:
    """Audience weight a after going public: a*exp(credibility*strength); audience costs grow as a crisis is escalated
    in public (Fearon 1994, American Political Science Review 88(3)).

    Examples
    --------
    >>> public_audience(0.5, 1.0, 0.0)
    0.5
    """
    return audience * math.exp(min(50.0, max(-50.0, credibility * strength)))


@jitable
def close_gap(own: float, other: float, share: float) -> float:
    """Belief about theta after a believed report: it closes share mu of the gap, half from either side.

    Parameters
    ----------
    own, other : float
        Means of the two beliefs, in logits.
    share : float
        mu in [0, 1].

    Examples
    --------
    >>> close_gap(0.4, -0.4, 1.0), close_gap(-0.4, 0.4, 0.5)
    (0.0, -0.2)
    """
    return own + 0.5 * share * (other - own)
