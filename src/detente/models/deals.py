"""Deals: clauses that are kept, late or breached, how that is seen, and how long a settlement stands.

A clause is a promise with a date. Its obligor breaches when the gain of breach less the penalty beats what keeping is
worth; a clause that nobody is tempted to breach can still be late or forgotten (of 81 dated obligations few were met by
their date: docs/calibration/base_rates). Rates are hazards, so that nothing depends on the step. All functions are
scalar and total.
"""

from __future__ import annotations

import math

from detente.models.kernel import jitable

__all__ = [
    "BREACHED",
    "DISPUTED",
    "KEPT",
    "LATE",
    "NEVER",
    "PENDING",
    "WAIVED",
    "broken_share",
    "chance",
    "hazard",
    "lateness",
    "leaves",
    "reported_status",
    "settlement_break_hazard",
    "temptation",
]

PENDING, KEPT, LATE, BREACHED, DISPUTED, WAIVED = 0, 1, 2, 3, 4, 5
"""Codes of a clause's status, in the order of the case format."""

NEVER = -1.0
"""Lateness of what is never done."""


@jitable
def hazard(p_per_week: float) -> float:
    """Hazard per day of something that happens with chance p in a week: -ln(1 - p)/7.

    Parameters
    ----------
    p_per_week : float
        In [0, 1]; 1 counts as 1 - 1e-12.

    Examples
    --------
    >>> round(chance(hazard(0.2), 7.0), 12)
    0.2
    """
    return -math.log1p(-min(1.0 - 1e-12, max(0.0, p_per_week))) / 7.0


@jitable
def chance(hazard_per_day: float, days: float) -> float:
    """Chance that something with a constant hazard happens within so many days: 1 - exp(-h*days).

    Examples
    --------
    >>> two_days = chance(0.1, 2.0)
    >>> round(two_days, 6) == round(1 - (1 - chance(0.1, 1.0)) ** 2, 6)
    True
    """
    return -math.expm1(-max(0.0, hazard_per_day) * days)


@jitable
def temptation(gain: float, penalty: float, taste: float) -> float:
    """What breaching is worth over keeping: gain - penalty + taste; the obligor breaches iff > 0.

    Parameters
    ----------
    gain : float
        Expected utility of breach less that of keeping.
    penalty : float
        What breach costs it: standing, guarantors, what the other may then do; >= 0.
    taste : float
        A normal draw times the spread of what the model does not know, in utility.

    Examples
    --------
    >>> temptation(0.02, 0.05, 0.0) > 0
    False
    """
    return gain - penalty + taste


@jitable
def reported_status(breached: bool, misses: float, false_alarms: float, uniform: float) -> int:
    """What the verification says of a clause that is due.

    A breach is missed with chance ``misses`` (it then passes as kept); a kept clause raises a false alarm with chance
    ``false_alarms`` (it is then disputed: the sides disagree about a fact). Signal detection: Green & Swets (1966).

    Parameters
    ----------
    breached : bool
        The truth.
    misses, false_alarms : float
        In [0, 1].
    uniform : float
        A uniform draw in [0, 1).

    Examples
    --------
    >>> reported_status(True, 0.1, 0.02, 0.5) == BREACHED, reported_status(True, 0.1, 0.02, 0.05) == KEPT
    (True, True)
    >>> reported_status(False, 0.1, 0.02, 0.01) == DISPUTED
    True
    """
    if breached:
        return KEPT if uniform < misses else BREACHED
    return DISPUTED if uniform < false_alarms else KEPT


@jitable
def lateness(uniform: float, normal: float, on_time: float, never: float, median: float, shape: float) -> float:
    """Days by which an obligation that nobody is tempted to breach is late; 0 on time, NEVER if it is never met.

    On time with chance ``on_time``, never with chance ``never`` (scaled back if the two exceed 1), else lognormal.

    Parameters
    ----------
    uniform, normal : float
        Draws, uniform in [0, 1) and standard normal.
    on_time, never : float
        Shares of dated obligations.
    median : float
        Median lateness in days of what is met late, > 0.
    shape : float
        Standard deviation of the log of lateness, >= 0.

    Examples
    --------
    >>> lateness(0.1, 0.0, 0.18, 0.24, 120.0, 1.0), lateness(0.5, 0.0, 0.18, 0.24, 120.0, 1.0)
    (0.0, 120.0)
    >>> lateness(0.9, 0.0, 0.18, 0.24, 120.0, 1.0) == NEVER
    True
    """
    total = max(1.0, on_time + never)
    if uniform < on_time / total:
        return 0.0
    if uniform >= 1.0 - never / total:
        return NEVER
    return median * math.exp(min(50.0, max(-50.0, shape * normal)))


@jitable
def leaves(w: float, u: float, psi: float) -> bool:
    """Whether a party walks out of a settlement: its value of war exceeds u_i(x*) + psi_i.

    Examples
    --------
    >>> leaves(0.7, 0.5, 0.1), leaves(0.55, 0.5, 0.1)
    (True, False)
    """
    return w > u + psi


@jitable
def settlement_break_hazard(background: float, breaches: float, per_breach: float) -> float:
    """Hazard a week that a settlement breaks although nobody is better off at war: b + per_breach*open breaches.

    Parameters
    ----------
    background : float
        b, per week.
    breaches : float
        Clauses breached and not made good.
    per_breach : float
        What each of them adds, per week, >= 0.

    Examples
    --------
    >>> settlement_break_hazard(0.0006, 0.0, 0.01)
    0.0006
    """
    return max(0.0, background + breaches * per_breach)


@jitable
def broken_share(hazard_per_week: float, discount: float) -> float:
    """Discounted share of time after the break of a deal with a constant hazard: h/(h + rho), rho = -ln D.

    The present value of a flow u until an exponential break and w after it is (1 - s)*u + s*w with this s.

    Parameters
    ----------
    hazard_per_week : float
        Expected hazard of the break, >= 0.
    discount : float
        Weekly discount D in (0, 1).

    Examples
    --------
    >>> round(broken_share(0.002, 0.9 ** (1 / 52)), 4)
    0.4968
    """
    h = max(0.0, hazard_per_week)
    rho = -math.log(min(1.0 - 1e-12, max(1e-12, discount)))
    return h / (h + rho)
