"""The front: how regions fall, by a base hazard and by contagion from recent falls; the countryside; deaths; dormancy.

A region r held by side s and threatened by q = 1 - s falls at the rate (per day)

    lambda_r = exp(alpha_s + b_y*y_q - b_e*E_s + b_f*ln(S_q/S_s) + b_p*(pi_q - 1/2) - b_d*d_r)      base
               + G_q * M_q * omega_r / (sum of omega over the regions still held by s)              contagion

The base hazard is a proportional-hazards rate (Cox 1972, J. R. Stat. Soc. B 34, eq. 9, with a constant baseline). The
contagion is a self-exciting process with an exponential kernel (Hawkes 1971, Biometrika 58, 83-90) whose intensity is
shared out over what is left to take: G sets how many regions fall, omega which. Both terms are needed: a momentum term
inside the exponent cannot give a long quiet and a cascade with one set of numbers (docs/calibration/front.md).

Every function here is scalar, cheap and total: exponents are clipped to +-50, shares to their range, so that a compiled
kernel never meets an exception. Ranges are checked where a case is loaded. The armies (strength, support, cohesion,
losses) are in `detente.models.forces`; estimates of the numbers in ``front_posterior.json``.
"""

from __future__ import annotations

import math

from detente.models.kernel import jitable

__all__ = [
    "DORMANT_DEATHS",
    "DORMANT_FACTOR",
    "base_hazard",
    "bounded_exp",
    "branching_number",
    "contagion_share",
    "contagion_total",
    "contagion_weight",
    "countryside_drift",
    "countryside_step",
    "dormancy_hazard",
    "fall_probability",
    "fatality_mean",
    "momentum_decay",
]

DORMANT_FACTOR = 0.05
"""What a dormant front leaves of the base hazard and of the fatalities (share, assumed)."""
DORMANT_DEATHS = 12.0
"""Deaths a year on a dormant front at most: a front that is called dormant is one below UCDP's 25 a year."""


@jitable
def bounded_exp(exponent: float) -> float:
    """Exponential of an exponent clipped to [-50, 50], so that no kernel overflows.

    Examples
    --------
    >>> bounded_exp(0.0)
    1.0
    >>> bounded_exp(1e9) == bounded_exp(50.0)
    True
    """
    return math.exp(min(50.0, max(-50.0, exponent)))


@jitable
def base_hazard(
    alpha: float,
    countryside: float,
    support: float,
    log_strength: float,
    belief: float,
    difficulty: float,
    b_y: float,
    b_e: float,
    b_f: float,
    b_p: float,
    b_d: float,
) -> float:
    """Base rate a day: exp(alpha + b_y*y_q - b_e*E_s + b_f*ln(S_q/S_s) + b_p*(pi_q - 1/2) - b_d*d_r).

    Parameters
    ----------
    alpha : float
        Log rate per day with y = 0, no support, equal strength, pi = 1/2 and d = 0.
    countryside : float
        The attacker's hold of the countryside, y_q in [0, 1].
    support : float
        Support in force behind the defender, E_s >= 0.
    log_strength : float
        ln(S_q/S_s).
    belief : float
        The public's belief that the attacker wins, pi_q in [0, 1].
    difficulty : float
        Defensibility d_r; higher is harder to take (in standard deviations).
    b_y, b_e, b_f, b_p, b_d : float
        Their effects on the log rate.

    Examples
    --------
    >>> rate = base_hazard(-11.4, 0.2, 1.0, 0.0, 0.5, 0.0, 5.0, 2.0, 1.0, 1.0, 0.7)
    >>> f"{rate:.2e}"
    '4.12e-06'
    """
    return bounded_exp(
        alpha + b_y * countryside - b_e * support + b_f * log_strength + b_p * (belief - 0.5) - b_d * difficulty
    )


@jitable
def branching_number(n_c: float, strength_change: float, support: float, g_h: float, g_e: float) -> float:
    """Further falls that one fall brings: n_c*exp(g_h*[ln(S_q/S_s) - its start] - g_e*E_s).

    Below 1 a cascade dies out, above 1 it runs until nothing is left (Hawkes & Oakes 1974, J. Appl. Prob. 11, 493-503).

    Parameters
    ----------
    n_c : float
        Further falls per fall without support and at the strengths of the start, >= 0.
    strength_change : float
        ln(S_q/S_s) today less its value at the start.
    support : float
        Support in force behind the defender, E_s >= 0.
    g_h, g_e : float
        Effects of strength and of support on the log of contagion.

    Examples
    --------
    >>> branching_number(6.0, 0.0, 0.0, 1.5, 3.0)
    6.0
    >>> branching_number(6.0, 0.0, 1.0, 1.5, 3.0) < 1.0
    True
    """
    return n_c * bounded_exp(g_h * strength_change - g_e * support)


@jitable
def momentum_decay(momentum: float, days: float, tau: float) -> float:
    """Momentum M_q after some days without a fall: M*exp(-days/tau); each fall to q adds 1.

    Examples
    --------
    >>> round(momentum_decay(2.0, 10.0, 10.0), 6)
    0.735759
    """
    return momentum * bounded_exp(-days / max(1e-9, tau))


@jitable
def contagion_total(branching: float, tau: float, momentum: float) -> float:
    """Falls a day brought by contagion in the whole theatre: G_q*M_q with G_q = branching/tau.

    Integrated over the fading of one fall's momentum it gives the branching number.

    Parameters
    ----------
    branching : float
        Branching number today (`branching_number`).
    tau : float
        Days in which momentum fades by a factor e, > 0.
    momentum : float
        M_q, recent falls to q weighted by their age.

    Examples
    --------
    >>> contagion_total(6.0, 12.0, 3.0)
    1.5
    """
    return branching / max(1e-9, tau) * momentum


@jitable
def contagion_weight(difficulty: float, neighbour_share: float, b_d: float, b_n: float) -> float:
    """How strongly contagion falls on one region: omega = exp(-b_d*d + b_n*n).

    Parameters
    ----------
    difficulty : float
        Defensibility d_r (standard deviations).
    neighbour_share : float
        Share of the region's neighbours held by the attacker, n_r in [0, 1].
    b_d, b_n : float
        Effects on the log weight.

    Examples
    --------
    >>> contagion_weight(0.0, 0.5, 0.7, 0.0)
    1.0
    """
    return bounded_exp(b_n * neighbour_share - b_d * difficulty)


@jitable
def contagion_share(total: float, weight: float, weight_sum: float) -> float:
    """One held region's share of the total contagion, per day: total*omega_r/(sum of omega over what is held).

    Examples
    --------
    >>> contagion_share(1.5, 1.0, 3.0) + contagion_share(1.5, 2.0, 3.0)
    1.5
    >>> contagion_share(1.5, 0.0, 0.0)
    0.0
    """
    if weight_sum <= 0.0:
        return 0.0
    return total * weight / weight_sum


@jitable
def fall_probability(hazard: float, days: float) -> float:
    """Chance that a region at a constant hazard falls within some days: 1 - exp(-hazard*days).

    Examples
    --------
    >>> round(fall_probability(0.1, 7.0), 6)
    0.503415
    """
    return -math.expm1(-max(0.0, hazard) * max(0.0, days))


@jitable
def countryside_drift(countryside: float, gain_chance: float, v_y: float) -> float:
    """Drift of the challenger's hold of the countryside per day: v_y*(2Q - 1)*y*(1 - y), a logistic spread.

    Parameters
    ----------
    countryside : float
        y in [0, 1].
    gain_chance : float
        Q, the challenger's chance of gaining the next step of the walk of war, in [0, 1].
    v_y : float
        Speed per day.

    Examples
    --------
    >>> countryside_drift(0.5, 1.0, 0.04)
    0.01
    >>> countryside_drift(0.5, 0.5, 0.04)
    0.0
    """
    return v_y * (2.0 * gain_chance - 1.0) * countryside * (1.0 - countryside)


@jitable
def countryside_step(
    countryside: float, gain_chance: float, v_y: float, noise_sd: float, normal: float, days: float
) -> float:
    """The countryside some days on: the drift solved exactly in log-odds, plus noise of sd noise_sd*y*(1 - y) a day.

    logit y moves by v_y*(2Q - 1)*days + noise_sd*sqrt(days)*normal, so that y stays inside (0, 1) and a week of daily
    steps equals one weekly step. y at 0 or 1 stays there.

    Parameters
    ----------
    countryside : float
        y in [0, 1].
    gain_chance : float
        Q in [0, 1], at the true theta.
    v_y : float
        Speed per day.
    noise_sd : float
        Standard deviation of the log-odds per root day (.016 in the trial).
    normal : float
        A standard normal draw.
    days : float
        Length of the step.

    Examples
    --------
    >>> round(countryside_step(0.5, 1.0, 0.04, 0.0, 0.0, 10.0), 6)
    0.598688
    >>> countryside_step(1.0, 0.2, 0.04, 0.016, -3.0, 1.0)
    1.0
    """
    if countryside <= 0.0:
        return 0.0
    if countryside >= 1.0:
        return 1.0
    change = v_y * (2.0 * gain_chance - 1.0) * days + noise_sd * math.sqrt(max(0.0, days)) * normal
    odds = countryside / (1.0 - countryside) * bounded_exp(change)
    return odds / (1.0 + odds)


@jitable
def fatality_mean(phi: float, contested_border: float, at_war: float, dormant: bool, days: float) -> float:
    """Mean of the Poisson count of battle deaths: phi*(contested border)*(share of H at war)*days.

    Parameters
    ----------
    phi : float
        Deaths a day with the whole border contested and everyone at war.
    contested_border : float
        Population-weighted share of neighbouring pairs held by different sides, in [0, 1].
    at_war : float
        Share of the hostility matrix's pairs across the sides that may fight today, in [0, 1].
    dormant : bool
        A dormant front has `DORMANT_FACTOR` of the deaths, and at most `DORMANT_DEATHS` a year: of a war with
        thousands of deaths a twentieth would still be a war by UCDP's count.
    days : float
        Length of the step.

    Examples
    --------
    >>> fatality_mean(40.0, 0.5, 1.0, False, 1.0)
    20.0
    >>> round(fatality_mean(40.0, 0.5, 1.0, True, 365.0), 6), round(fatality_mean(0.5, 0.5, 1.0, True, 365.0), 6)
    (12.0, 4.5625)
    """
    mean = phi * contested_border * at_war * days
    return min(mean * DORMANT_FACTOR, DORMANT_DEATHS / 365.0 * days) if dormant else mean


@jitable
def dormancy_hazard(p_dorm: float, gain_chance: float) -> float:
    """Hazard a week that an undecided front goes dormant while no table is open: p_dorm*exp(-|2Q - 1|/.2).

    Examples
    --------
    >>> dormancy_hazard(0.02, 0.5)
    0.02
    >>> round(dormancy_hazard(0.02, 0.6), 6)
    0.007358
    """
    return p_dorm * bounded_exp(-abs(2.0 * gain_chance - 1.0) / 0.2)
