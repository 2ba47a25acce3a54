"""Talk and action as news: cheap talk, costly signals, threshold cascades."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from detente.errors import InputError
from detente.models.bargaining.domain import NONNEGATIVE, POSITIVE, REAL, SHARE, check

__all__ = ["Cascade", "CheapTalk", "CostlySignal", "cheap_talk", "costly_signal", "threshold_cascade"]


@dataclass(frozen=True)
class CheapTalk:
    """The most informative equilibrium of talk that costs nothing.

    Attributes
    ----------
    messages
        N: how many things can be told apart; 1 is babbling.
    cuts
        Where the sender's knowledge is cut, N - 1 numbers in (0, 1).
    actions
        What the receiver does after each message: the middle of its interval.
    residual_variance
        Mean squared error that is left to the receiver; 1/12 without talk.
    """

    messages: int
    cuts: tuple[float, ...]
    actions: tuple[float, ...]
    residual_variance: float


def cheap_talk(bias: float) -> CheapTalk:
    r"""Crawford and Sobel's uniform-quadratic case.

    The sender knows m, uniform on [0, 1]; the receiver takes action y and loses (y - m)^2, the sender
    (y - m - b)^2. N is the largest whole number with :math:`2N(N-1)b < 1`, the cuts are

    .. math:: a_i = \frac{i}{N} + 2 b\, i (i - N).

    Parameters
    ----------
    bias
        b, by how much the sender wants more than the receiver; a negative bias is the mirror image.

    Raises
    ------
    InputError
        If b is 0 (then everything is told) or not finite.

    References
    ----------
    Crawford and Sobel (1982), Econometrica 50: 1431-1451, section 4.

    Examples
    --------
    >>> talk = cheap_talk(1 / 20)
    >>> talk.messages, [round(cut, 6) for cut in talk.cuts]
    (3, [0.133333, 0.466667])
    """
    b = abs(check("bias", bias, REAL))
    if b == 0.0:
        raise InputError("bias: expected a number other than 0; without a bias the sender tells everything")
    n = max(math.ceil(-0.5 + 0.5 * math.sqrt(1.0 + 2.0 / b)), 1)
    while n > 1 and 2.0 * n * (n - 1) * b >= 1.0 - 1e-12:
        n -= 1
    cuts = [i / n + 2.0 * b * i * (i - n) for i in range(1, n)]
    if bias < 0:
        cuts = [1.0 - cut for cut in reversed(cuts)]
    edges = [0.0, *cuts, 1.0]
    actions = tuple((low + high) / 2.0 for low, high in pairwise(edges))
    return CheapTalk(n, tuple(cuts), actions, 1.0 / (12.0 * n * n) + b * b * (n * n - 1) / 3.0)


@dataclass(frozen=True)
class CostlySignal:
    """Who sends a costly signal, and what it achieves.

    Attributes
    ----------
    kind
        ``"needless"`` (the other side yields anyway), ``"separating"``, ``"partly"`` or ``"none"``.
    resolved_sends, unresolved_sends
        Chance that each type sends the signal.
    yields
        Chance that the other side yields to the signal (without it: 1 if needless, else 0).
    belief
        The other side's belief, after the signal, that the sender is resolved (the prior if nobody sends it).
    """

    kind: str
    resolved_sends: float
    unresolved_sends: float
    yields: float
    belief: float


def costly_signal(
    prior: float,
    threshold: float,
    gain_resolved: float,
    gain_unresolved: float,
    *,
    sunk: float = 0.0,
    tied: float = 0.0,
) -> CostlySignal:
    r"""Signal resolve by sinking costs or by tying hands.

    A sender is resolved with chance q. The other side yields iff it believes so with at least the threshold. Being
    yielded to is worth g_H to a resolved sender and g_L to an unresolved one (a sender that is not yielded to gets 0:
    the resolved fights, the unresolved backs down). The signal costs both `sunk`, whatever follows, and an unresolved
    sender that has to back down another `tied` (its audience). An unresolved sender gains from bluffing iff
    :math:`y g_L - m - (1-y) a > 0` where y is the chance that the other side yields:

    - q at least the threshold: no signal is needed.
    - m >= g_L (and m <= g_H): only the resolved send it, and are believed.
    - m < g_L: the unresolved bluff just so often that the belief is the threshold, and the other side yields with
      chance (m + a)/(g_L + a). Tied hands alone never separate completely here, but yield most of it cheaply.
    - m > g_H: nobody sends it; nor does anybody if the signal is free (m = a = 0), which is cheap talk.

    Parameters
    ----------
    prior
        q, in [0, 1].
    threshold
        Belief from which the other side yields, in (0, 1].
    gain_resolved, gain_unresolved
        g_H >= g_L > 0, in the unit of the costs.
    sunk, tied
        m and a, from 0.

    References
    ----------
    Fearon (1997), Journal of Conflict Resolution 41: 68-90; Spence (1973), Quarterly Journal of Economics 87: 355-374.

    Examples
    --------
    >>> costly_signal(0.2, 0.5, 1.0, 0.4, sunk=0.5).kind
    'separating'
    >>> signal = costly_signal(0.2, 0.5, 1.0, 0.4, sunk=0.1)
    >>> signal.kind, round(signal.unresolved_sends, 6), round(signal.yields, 6)
    ('partly', 0.25, 0.25)
    """
    q, line = check("prior", prior, SHARE), check("threshold", threshold, SHARE)
    high, low = check("gain_resolved", gain_resolved, POSITIVE), check("gain_unresolved", gain_unresolved, POSITIVE)
    m, a = check("sunk", sunk, NONNEGATIVE), check("tied", tied, NONNEGATIVE)
    if high < low:
        raise InputError("gain_resolved: expected at least gain_unresolved, or the wrong type would signal")
    if line == 0.0:
        raise InputError("threshold: expected a number above 0")
    if q >= line:
        return CostlySignal("needless", 0.0, 0.0, 1.0, q)
    if m > high or q == 0.0 or (m == 0.0 and a == 0.0):
        return CostlySignal("none", 0.0, 0.0, 0.0, q)
    if m >= low:
        return CostlySignal("separating", 1.0, 0.0, 1.0, 1.0)
    bluff = q * (1.0 - line) / ((1.0 - q) * line)
    return CostlySignal("partly", 1.0, bluff, (m + a) / (low + a), line)


@dataclass(frozen=True)
class Cascade:
    """A threshold cascade.

    Attributes
    ----------
    final
        How many act in the end.
    path
        How many act after each round, from the start.
    """

    final: int
    path: tuple[int, ...]


def threshold_cascade(thresholds: ArrayLike, start: int = 0) -> Cascade:
    """Granovetter's threshold model: each acts once at least as many as its threshold do.

    Parameters
    ----------
    thresholds
        Shape (n,): how many must act before each joins, from 0.
    start
        How many others act from the beginning, from outside the group (leaders, an army that changes sides).

    Returns
    -------
    Cascade
        Numbers count members of the group, not the outsiders.

    References
    ----------
    Granovetter (1978), American Journal of Sociology 83: 1420-1443.

    Examples
    --------
    A hundred people with thresholds 0, 1, ..., 99 all act in the end; with 2 in the place of 1, one does.

    >>> threshold_cascade(range(100)).final
    100
    >>> threshold_cascade([0, 2, *range(2, 100)]).final
    1
    """
    ordered = np.sort(np.asarray(thresholds, dtype=float))
    if ordered.ndim != 1 or not np.isfinite(ordered).all() or (ordered < 0).any():
        raise InputError("thresholds: expected a list of numbers that are not negative")
    outside = check("start", start, NONNEGATIVE)
    path = [0]
    while (acting := int(np.searchsorted(ordered, path[-1] + outside, side="right"))) > path[-1]:
        path.append(acting)
    return Cascade(path[-1], tuple(path))
