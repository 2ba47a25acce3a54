"""Spoilers and trust: attacks while a table is open, and what attacks and clauses teach.

An attack teaches by Bayes' rule in the set-up of Kydd & Walter (2002), "Sabotaging the Peace: The Politics of Extremist
Violence", International Organization 56(2): 263-296: trustworthy moderates try to stop it and succeed with the share
that they control, others let it pass. If they control nothing an attack teaches nothing; with full control it teaches
everything. All functions are scalar and total.
"""

from __future__ import annotations

from detente.models.kernel import jitable

__all__ = ["attack_hazard", "trust_after_attack", "trust_after_clause"]


@jitable
def attack_hazard(sigma: float, u_war: float, u_text: float, table_open: bool) -> float:
    """Hazard a week of a spoiler's attack: sigma*max(0, u_j(war) - u_j(text on the table)) while a table is open.

    Parameters
    ----------
    sigma : float
        Per week and unit of utility, >= 0.
    u_war, u_text : float
        The spoiler's utility of war going on and of the text.
    table_open : bool
        Whether there is anything to spoil.

    Examples
    --------
    >>> attack_hazard(0.3, 0.5, 0.1, True), attack_hazard(0.3, 0.5, 0.1, False), attack_hazard(0.3, 0.1, 0.5, True)
    (0.12, 0.0, 0.0)
    """
    return sigma * max(0.0, u_war - u_text) if table_open else 0.0


@jitable
def _odds_update(p: float, if_trustworthy: float, if_not: float) -> float:
    """Bayes' rule for a share p, from the chances of what was seen under both types."""
    if if_not <= 0.0 and if_trustworthy <= 0.0:
        return p
    top, bottom = p * if_trustworthy, p * if_trustworthy + (1.0 - p) * if_not
    return top / bottom if bottom > 0.0 else p


@jitable
def trust_after_attack(trust: float, control: float) -> float:
    """Trust after an attack that trustworthy moderates would have stopped with chance ``control``.

        t' = t*(1 - c)/(t*(1 - c) + 1 - t)

    Parameters
    ----------
    trust : float
        t, belief that the other side's moderates are trustworthy, in [0, 1].
    control : float
        c, share of attacks that they could have prevented with full effort, in [0, 1].

    Examples
    --------
    >>> trust_after_attack(0.4, 0.0), trust_after_attack(0.4, 1.0)
    (0.4, 0.0)
    >>> round(trust_after_attack(0.5, 0.5), 6)
    0.333333
    """
    return _odds_update(trust, 1.0 - control, 1.0)


@jitable
def trust_after_clause(trust: float, kept: bool, keeps_if_trustworthy: float, keeps_if_not: float) -> float:
    """Trust after a clause is seen kept or breached, by Bayes' rule.

    Parameters
    ----------
    trust : float
        In [0, 1].
    kept : bool
        What was seen.
    keeps_if_trustworthy, keeps_if_not : float
        Chances that a clause is seen kept under either type, in [0, 1].

    Examples
    --------
    >>> round(trust_after_clause(0.5, True, 0.8, 0.4), 6), round(trust_after_clause(0.5, False, 0.8, 0.4), 6)
    (0.666667, 0.25)
    """
    if kept:
        return _odds_update(trust, keeps_if_trustworthy, keeps_if_not)
    return _odds_update(trust, 1.0 - keeps_if_trustworthy, 1.0 - keeps_if_not)
