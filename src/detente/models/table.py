"""The table: when parties come to it, what they put on it, what they accept.

Readiness to negotiate as motivation times optimism is Pruitt (2007), "Readiness Theory and the Northern Ireland
Conflict", American Behavioral Scientist 50(11): 1520-1541, after Zartman's ripeness; the compensating (geometric) form
is the simplest one in which neither replaces the other wholly. All functions are scalar and total; rates are hazards
per week.
"""

from __future__ import annotations

import math

from detente.models.kernel import jitable

__all__ = [
    "acceptance_chance",
    "acceptance_margin",
    "after_refusal",
    "deadline",
    "deadline_pressure",
    "motivation",
    "opening_hazard",
    "optimism",
    "pause_margin",
    "pause_value",
    "priced_utility",
    "proposal_value",
    "readiness",
    "sigmoid",
    "taste_step",
]


@jitable
def sigmoid(x: float) -> float:
    """Logistic function 1/(1 + exp(-x)), clipped at +-50.

    Examples
    --------
    >>> sigmoid(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-min(50.0, max(-50.0, x))))


@jitable
def motivation(cost: float, gain: float, m1: float) -> float:
    """Motive to end a costly war: sigmoid(m1*(yearly cost of fighting - yearly gain that the party expects)).

    Parameters
    ----------
    cost, gain : float
        Shares of the prize a year.
    m1 : float
        Slope, per share of the prize a year, >= 0.

    Examples
    --------
    >>> motivation(0.1, 0.1, 8.0)
    0.5
    """
    return sigmoid(m1 * (cost - gain))


@jitable
def optimism(open_share: float, trust: float) -> float:
    """Hope that talks can lead somewhere: the share of a party's beliefs with an open credible zone, times trust.

    Parameters
    ----------
    open_share, trust : float
        In [0, 1].

    Examples
    --------
    >>> optimism(0.5, 0.4)
    0.2
    """
    return open_share * trust


@jitable
def readiness(motive: float, hope: float, weight: float) -> float:
    """Readiness motivation^g * optimism^(1-g), in [0, 1]; the table's is the lowest over parties.

    Parameters
    ----------
    motive, hope : float
        From `motivation` and `optimism`.
    weight : float
        g in [0, 1]. At g = 1 hope does not matter, at g = 0 the motive does not.

    Examples
    --------
    >>> round(readiness(0.5, 0.02, 0.5), 6)
    0.1
    >>> readiness(0.5, 0.0, 0.5)
    0.0
    """
    return max(0.0, motive) ** weight * max(0.0, hope) ** (1.0 - weight)


@jitable
def opening_hazard(p_open: float, ready: float, permitted: bool) -> float:
    """Hazard a week that a closed table opens: p_open*Readiness, zero while a precondition fails or a host says no.

    Examples
    --------
    >>> opening_hazard(0.02, 0.5, True), opening_hazard(0.02, 0.5, False)
    (0.01, 0.0)
    """
    return p_open * ready if permitted else 0.0


@jitable
def priced_utility(u: float, w: float, broken_share: float) -> float:
    """Terms priced with their expected breach: (1 - s)*u + s*w.

    Parameters
    ----------
    u, w : float
        Utility of the terms kept, and of being back at war.
    broken_share : float
        Discounted share of time after the break, from `detente.models.deals.broken_share`.

    Examples
    --------
    >>> priced_utility(0.8, 0.4, 0.25)
    0.7000000000000001
    """
    return (1.0 - broken_share) * u + broken_share * w


@jitable
def acceptance_margin(u: float, least: float, taste: float) -> float:
    """By how much a text is better than the alternatives: u~_i(x) - max(R_i, going on_i) + taste_i; accept iff > 0.

    Parameters
    ----------
    u : float
        The text's utility, priced with its expected breach.
    least : float
        What it must get: the higher of `detente.models.floors.ratifiable_floor` and `going_on`; below 0 for a party so
        pressed that it would sign what it likes least.
    taste : float
        What the model does not know about the party's wishes: its type plus a slow wave (`taste_step`).

    Examples
    --------
    >>> round(acceptance_margin(0.6, max(0.5, 0.55), -0.1), 6)
    -0.05
    """
    return u - least + taste


@jitable
def deadline(until: float, closing: float) -> float:
    """Weeks until the nearer of two deadlines: an announced change of support, a day on which the table closes.

    Parameters
    ----------
    until, closing : float
        Weeks; 0 or less: there is none of that kind.

    Returns
    -------
    float
        Weeks; 0 if there is neither.

    Examples
    --------
    >>> deadline(9.0, 2.0), deadline(9.0, 0.0), deadline(0.0, 2.0), deadline(0.0, 0.0)
    (2.0, 9.0, 2.0, 0.0)
    """
    if until <= 0.0 or 0.0 < closing < until:
        return max(0.0, closing)
    return until


@jitable
def deadline_pressure(weeks: float, soon: float) -> float:
    """Share of what talking on promises that is left when a deadline is so many weeks away: min(1, weeks/soon).

    What one gets while bargaining goes on is worth nothing once there is no time left: on a finite horizon the last
    offer stands against the outside option alone (Stahl 1972, Bargaining theory), and agreements crowd before deadlines
    (Roth, Murnighan & Schoumaker 1988, American Economic Review 78(4): 806-823).

    Parameters
    ----------
    weeks : float
        Until the deadline (`deadline`); 0 or less: there is none.
    soon : float
        Weeks within which it presses, > 0.

    Examples
    --------
    >>> deadline_pressure(0.0, 4.0), deadline_pressure(1.0, 4.0), deadline_pressure(9.0, 4.0)
    (1.0, 0.25, 1.0)
    """
    return 1.0 if weeks <= 0.0 else min(1.0, weeks / soon)


@jitable
def taste_step(taste: float, normal: float, sd: float, half_life: float, dt: float) -> float:
    """Taste after dt weeks: a*rho + sd*sqrt(1 - rho^2)*N, rho = 2^(-dt/half-life).

    Exact for any step (Ornstein-Uhlenbeck process sampled at dt; Uhlenbeck & Ornstein 1930, Phys. Rev. 36), so that a
    political step of a day or of a week means the same; the law at rest is N(0, sd^2).

    Parameters
    ----------
    taste : float
        Now, in utility.
    normal : float
        A standard normal draw.
    sd : float
        Standard deviation at rest, in utility.
    half_life, dt : float
        Weeks; half_life > 0.

    Examples
    --------
    >>> taste_step(0.1, 0.0, 0.1, 52.0, 52.0)
    0.05
    >>> taste_step(0.1, 0.0, 0.1, 52.0, 0.0)
    0.1
    """
    rho = math.exp(-math.log(2.0) * dt / half_life)
    return taste * rho + sd * math.sqrt(max(0.0, 1.0 - rho * rho)) * normal


@jitable
def acceptance_chance(margin: float, sd: float) -> float:
    """Chance, as another party sees it, that somebody accepts: Phi(margin/sd) with a normal taste.

    Parameters
    ----------
    margin : float
        `acceptance_margin` at taste 0, computed with the beliefs of the one who asks.
    sd : float
        Standard deviation of the other's taste; 0 makes it a step (accept at margin >= 0: who is indifferent signs).

    Examples
    --------
    >>> acceptance_chance(0.0, 0.1), acceptance_chance(0.0, 0.0), acceptance_chance(-0.01, 0.0)
    (0.5, 1.0, 0.0)
    >>> round(acceptance_chance(0.1, 0.1), 4)
    0.8413
    """
    if sd <= 0.0:
        return 1.0 if margin >= 0.0 else 0.0
    return 0.5 * math.erfc(-margin / (sd * math.sqrt(2.0)))


@jitable
def proposal_value(u: float, going: float, chance: float) -> float:
    """What a proposer expects from a text: chance*u(x) + (1 - chance)*going on.

    Parameters
    ----------
    u : float
        Its own (priced) utility of the text.
    going : float
        What it gets if the text is refused.
    chance : float
        That all others accept: the product of `acceptance_chance` over them.

    Examples
    --------
    >>> proposal_value(0.8, 0.4, 0.5)
    0.6000000000000001
    """
    return chance * u + (1.0 - chance) * going


@jitable
def pause_value(holding: float, value_after: float, flow: float, discount: float, weeks: float) -> float:
    """Value of a ceasefire of L weeks: (1 - D^L)*phi_f*f + D^L*V, flow without cost or moves, then war again.

    Parameters
    ----------
    holding : float
        Share of the prize that the party holds, f in [0, 1].
    value_after : float
        Value V of fighting on when the pause is over (its patron may have left by then).
    flow : float
        phi_f, what holding ground is worth while no deal is made.
    discount : float
        Weekly discount D.
    weeks : float
        Length L.

    Examples
    --------
    >>> pause_value(0.5, 0.5, 1.0, 0.998, 8.0)
    0.5
    """
    passed = discount**weeks
    return (1.0 - passed) * flow * holding + passed * value_after


@jitable
def pause_margin(pause: float, war: float, taste: float, lasting: float) -> float:
    """Accept a ceasefire iff > 0: value of pausing less value of fighting on, plus the taste of it while it lasts.

    A rising party refuses. A wish is in utility of terms for good: of a pause that takes the share 1 - D^L of what is
    to come it is felt in that share.

    Parameters
    ----------
    pause, war : float
        From `pause_value`; value of fighting on.
    taste : float
        What the party wishes beside what the model knows, in utility of terms.
    lasting : float
        1 - D^L, in [0, 1].

    Examples
    --------
    >>> rising = pause_margin(pause_value(0.3, 0.8, 1.0, 0.998, 8.0), 0.8, 0.0, 0.016)
    >>> falling = pause_margin(pause_value(0.7, 0.2, 1.0, 0.998, 8.0), 0.2, 0.0, 0.016)
    >>> rising < 0 < falling
    True
    """
    return pause - war + lasting * taste


@jitable
def after_refusal(mean: float, sd: float, margin: float) -> tuple[float, float]:
    """What others reckon a party's wish to be once it refused a text: the normal belief cut off at -margin.

    Who signs iff margin + wish >= 0 has shown by refusing that its wish is below -margin: bargainers who wanted little
    have signed, those left want more (the skimming property: Fudenberg, Levine & Tirole 1985, in Roth, ed.,
    Game-theoretic models of bargaining). Mean and standard deviation are those of the normal distribution truncated
    from above (Johnson, Kotz & Balakrishnan 1994, Continuous univariate distributions 1, section 10.1).

    Parameters
    ----------
    mean, sd : float
        Belief about the wish before, in utility; sd 0: nothing is left to learn.
    margin : float
        By how much the text beats what the party must get, at wish 0, as the others reckon.

    Returns
    -------
    tuple of float
        Mean and sd after. The mean never rises.

    Examples
    --------
    >>> mean, sd = after_refusal(0.0, 0.1, 0.0)
    >>> round(mean, 4), round(sd, 4)
    (-0.0798, 0.0603)
    >>> after_refusal(0.0, 0.1, -10.0)
    (0.0, 0.1)
    >>> mean, sd = after_refusal(0.0, 0.1, 2.0)  # a refusal that nobody expected
    >>> round(mean, 4), round(sd, 4)
    (-2.005, 0.005)
    """
    if sd <= 0.0:
        return mean, sd
    z = min(8.0, max(-30.0, (-margin - mean) / sd))
    below = 0.5 * math.erfc(-z / math.sqrt(2.0))
    tilt = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi) / below
    if tilt < 1e-9:
        return mean, sd
    return mean - sd * tilt, sd * math.sqrt(max(1e-6, 1.0 - z * tilt - tilt * tilt))
