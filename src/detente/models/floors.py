"""Floors: the least that a party signs, can get ratified, and stays in for, each in utility of terms.

Conceding is always open, so a floor is never below u_i(x_lose), the utility of the other side's ideal:

    w_i = u_i(x_lose) + (u_i(x_win) - u_i(x_lose))*E_i[V_side]             what fighting on is worth
    r_i = max(u_i(x_lose), w_i - relief_i)                                  relief: pressure of neighbours and patrons
    R_i = (r_i + a'_i*z_i)/(1 + a'_i) if z_i > r_i else r_i                 audience costs
    a'_i = a_i*min(1, 2*P_i(win))
    L_i(t) = max(R_i, w_i(t) - psi_i)                                       the least that keeps i in at t

The bargaining range between such floors is Fearon (1995), "Rationalist Explanations for War", International
Organization 49(3): 379-414; audience costs are Fearon (1994), American Political Science Review 88(3): 577-592, in the
linear form in which backing down from a stated z costs a per unit given up, so that a deal at u is worth
u - a*max(0, z - u) and matches r at R. They fade as defeat nears: nobody holds a losing government to its boasts. A
party without forces of its own has no defeat at the front to near, and stays bound (`standing`).
`L` holds a future value of war against what keeps a party in a deal: Powell (2006), "War as a Commitment Problem",
International Organization 60(1): 169-203. All functions are scalar and total.
"""

from __future__ import annotations

from detente.models.kernel import jitable

__all__ = [
    "audience_weight",
    "enforcement",
    "faded_bound",
    "fading",
    "going_on",
    "keep_floor",
    "party_floor",
    "ratifiable_floor",
    "standing",
    "war_utility",
]


@jitable
def war_utility(u_lose: float, u_win: float, expected_v: float) -> float:
    """Value of fighting on in utility of terms: w_i = u_i(x_lose) + (u_i(x_win) - u_i(x_lose))*E_i[V_side].

    Parameters
    ----------
    u_lose, u_win : float
        Utility of the other side's and of the own side's declared principal's ideal.
    expected_v : float
        What i expects its side to get from fighting on, as a share of the prize (may be negative: costs).

    Examples
    --------
    >>> war_utility(0.0, 1.0, 0.375)
    0.375
    """
    return u_lose + (u_win - u_lose) * expected_v


@jitable
def party_floor(u_lose: float, u_win: float, expected_v: float, relief: float) -> float:
    """Floor r_i = max(u_i(x_lose), w_i - relief): the least that i would rather sign than fight on.

    Parameters
    ----------
    u_lose, u_win, expected_v : float
        As in `war_utility`.
    relief : float
        By how much the pressure of neighbours and patrons lowers the floor (utility; negative raises it).

    Examples
    --------
    Fearon (1995): with p = .6 and a cost of .1, A's floor is p - c.

    >>> party_floor(0.0, 1.0, 0.6 - 0.1, 0.0)
    0.5
    >>> party_floor(0.0, 1.0, -0.2, 0.1)
    0.0
    """
    return max(u_lose, war_utility(u_lose, u_win, expected_v) - relief)


@jitable
def fading(p_win: float) -> float:
    """How far public commitments still bind: min(1, 2*P_i(win)), 1 for a party that may well win, 0 in defeat.

    Examples
    --------
    >>> fading(0.7), fading(0.1)
    (1.0, 0.2)
    """
    return min(1.0, max(0.0, 2.0 * p_win))


@jitable
def standing(p_win: float, armed: bool) -> float:
    """Chance of winning with which a party's public commitments fade: its own, or 1 if it has no forces at the front.

    Who has no army cannot be beaten on the field, so that how the war goes does not let it off what it told its public.

    Parameters
    ----------
    p_win : float
        The chance that the party's side wins, in [0, 1].
    armed : bool
        Whether the party has forces of its own at the front.

    Examples
    --------
    >>> standing(0.1, True), standing(0.1, False)
    (0.1, 1.0)
    """
    return p_win if armed else 1.0


@jitable
def audience_weight(a: float, p_win: float) -> float:
    """Weight a'_i = a_i*min(1, 2*P_i(win)) of the audience behind a bottom line.

    Parameters
    ----------
    a : float
        Utility lost at home per unit of utility conceded below the bottom line, >= 0.
    p_win : float
        The party's own chance of winning, in [0, 1], from `standing`.

    Examples
    --------
    >>> audience_weight(0.6, 0.25)
    0.3
    """
    return max(0.0, a) * fading(p_win)


@jitable
def ratifiable_floor(r: float, z: float, a: float, p_win: float) -> float:
    """Floor R_i that survives at home: (r + a'*z)/(1 + a') if z > r else r.

    Parameters
    ----------
    r : float
        Floor of `party_floor`.
    z : float
        Bottom line told to the public, in utility.
    a, p_win : float
        As in `audience_weight`.

    Examples
    --------
    >>> ratifiable_floor(0.4, 0.7, 0.5, 1.0)
    0.5
    >>> ratifiable_floor(0.4, 0.7, 0.5, 0.0)
    0.4
    """
    if z <= r:
        return r
    weight = audience_weight(a, p_win)
    return (r + weight * z) / (1.0 + weight)


@jitable
def keep_floor(ratifiable: float, w: float, psi: float) -> float:
    """Least that keeps i in a deal at t: L_i(t) = max(R_i, w_i(t) - psi_i).

    Parameters
    ----------
    ratifiable : float
        R_i, from today's `ratifiable_floor`.
    w : float
        What fighting on will be worth at t, from `war_utility`.
    psi : float
        Enforcement, from `enforcement`.

    Examples
    --------
    >>> keep_floor(0.5, 0.8, 0.1)
    0.7000000000000001
    """
    return max(ratifiable, w - psi)


@jitable
def enforcement(total: float, commitment: float, penalty: float) -> float:
    """One guarantor more behind a party's word: psi_i <- psi_i + commitment*penalty.

    Parameters
    ----------
    total : float
        Enforcement by the others, in utility.
    commitment : float
        How sure it is that the guarantor acts, in [0, 1].
    penalty : float
        What its acting takes from the party that leaves, in utility, >= 0.

    Examples
    --------
    >>> enforcement(0.05, 0.5, 0.2)
    0.15000000000000002
    """
    return total + commitment * penalty


@jitable
def faded_bound(bound: float, lose: float, p_win: float) -> float:
    """Red line on an issue, faded: it moves from the bound to the opposing principal's ideal as min(1, 2P) falls.

    Parameters
    ----------
    bound : float
        The stated limit on x_k, in [0, 1].
    lose : float
        The opposing principal's ideal on the issue, in [0, 1].
    p_win : float
        The party's own chance of winning, from `standing`.

    Examples
    --------
    >>> faded_bound(0.6, 1.0, 0.5), faded_bound(0.6, 1.0, 0.25), faded_bound(0.6, 1.0, 0.0)
    (0.6, 0.8, 1.0)
    """
    return lose + (bound - lose) * fading(p_win)


@jitable
def going_on(r: float, eta: float, nash: float) -> float:
    """What talking on is worth: r_i + eta*max(0, Nash_i - r_i), an inside option that moves the split, not the zone.

    Binmore, Shaked & Sutton (1989), Quarterly Journal of Economics 104(4): an outside option is a floor, what one
    gets while bargaining moves the share.

    Parameters
    ----------
    r : float
        Floor of `party_floor`.
    eta : float
        Share of the gain over its floor that the party holds out for, in [0, 1].
    nash : float
        Its utility at the Nash point of the zone.

    Examples
    --------
    >>> going_on(0.4, 0.5, 0.6)
    0.5
    """
    return r + eta * max(0.0, nash - r)
