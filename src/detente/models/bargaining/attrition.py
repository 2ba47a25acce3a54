"""Attrition: Lanchester's square law, in closed form."""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.models.bargaining.domain import NONNEGATIVE, POSITIVE, check

__all__ = ["Battle", "lanchester_at", "lanchester_square"]


@dataclass(frozen=True)
class Battle:
    """How a fight to the finish ends.

    Attributes
    ----------
    winner
        0 for the first side, 1 for the second, None when both melt away together.
    survivors
        Of the winner, in the unit of the forces; 0 when both melt away.
    duration
        Until the loser is gone, in the rates' unit of time; infinite when both melt away.
    """

    winner: int | None
    survivors: float
    duration: float


def _numbers(first: float, second: float, rate_first: float, rate_second: float) -> tuple[float, float, float, float]:
    return (
        check("first", first, NONNEGATIVE),
        check("second", second, NONNEGATIVE),
        check("rate_first", rate_first, POSITIVE),
        check("rate_second", rate_second, POSITIVE),
    )


def lanchester_square(first: float, second: float, rate_first: float, rate_second: float) -> Battle:
    r"""Aimed fire: A' = -b B, B' = -a A, fought until one side is gone.

    :math:`a A^2 - b B^2` does not change, so the first side wins iff :math:`a A_0^2 > b B_0^2` and keeps
    :math:`\sqrt{A_0^2 - (b/a) B_0^2}`. Numbers count squared, quality once.

    Parameters
    ----------
    first, second
        A_0 and B_0, from 0, any unit of force.
    rate_first, rate_second
        a and b: losses that one unit of the first (second) side inflicts per unit of time, above 0.

    References
    ----------
    Lanchester (1916), Aircraft in Warfare, chapter 5.

    Examples
    --------
    >>> battle = lanchester_square(1000, 800, 0.01, 0.012)
    >>> battle.winner, round(battle.survivors, 3)
    (0, 481.664)
    """
    n, m, a, b = _numbers(first, second, rate_first, rate_second)
    strength_first, strength_second = a * n * n, b * m * m
    if strength_first == strength_second:
        return Battle(None, 0.0, math.inf)
    winner = 0 if strength_first > strength_second else 1
    ratio = math.sqrt(min(strength_first, strength_second) / max(strength_first, strength_second))
    left = (n if winner == 0 else m) * math.sqrt(1.0 - ratio * ratio)
    return Battle(winner, left, math.atanh(ratio) / math.sqrt(a * b))


def lanchester_at(
    time: float, first: float, second: float, rate_first: float, rate_second: float
) -> tuple[float, float]:
    r"""Forces after some time: :math:`A = A_0\cosh wt - B_0\sqrt{b/a}\sinh wt`, :math:`w=\sqrt{ab}`, and likewise B.

    After the loser is gone the forces stay as they are. Arguments as in `lanchester_square`, `time` from 0.

    Examples
    --------
    >>> [round(v, 3) for v in lanchester_at(10.0, 1000, 800, 0.01, 0.012)]
    [909.814, 704.605]
    """
    n, m, a, b = _numbers(first, second, rate_first, rate_second)
    end = lanchester_square(n, m, a, b)
    if check("time", time, NONNEGATIVE) >= end.duration:
        return (end.survivors, 0.0) if end.winner == 0 else (0.0, end.survivors)
    grow, fade = math.cosh(math.sqrt(a * b) * time), math.sinh(math.sqrt(a * b) * time)
    return n * grow - m * math.sqrt(b / a) * fade, m * grow - n * math.sqrt(a / b) * fade
