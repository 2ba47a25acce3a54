"""Differences of amounts in words: deaths, days, regions; shares of futures are in ``wording``."""

from __future__ import annotations

from detente.views.wording import number

__all__ = ["amount_against"]


def amount_against(low: float, mid: float, high: float, digits: int = 0) -> str:
    """Say a difference of an amount with its range; no direction where the range holds zero.

    Parameters
    ----------
    low, mid, high
        Difference and its range, in the amount's own unit.
    digits
        Decimals that are printed.

    Examples
    --------
    >>> amount_against(120, 340, 560), amount_against(-0.12, -0.08, -0.04, 2)
    ('340 more (120 to 560)', '.08 less (.04 to .12)')
    >>> amount_against(-12, 3, 40), amount_against(0, 0, 0)
    ('no clear difference (−12 to 40)', 'no difference')
    >>> amount_against(0.001, 0.003, 0.006, 2), amount_against(-0.4, -0.2, -0.1)
    ('less than .01 more', 'less than 1 fewer')
    """
    if low == mid == high == 0:
        return "no difference"
    near, middle, far = (number(round(value, digits), digits) for value in (low, mid, high))
    if low <= 0 <= high:
        return f"no clear difference ({near} to {far})" if near != far else "no clear difference"
    ends = [number(round(value, digits), digits) for value in sorted((abs(low), abs(high)))]
    less = "fewer" if digits == 0 else "less"
    if middle == "0":
        return f"less than {number(10**-digits, digits)} {'more' if mid > 0 else less}"
    return f"{middle.lstrip('−')} {'more' if mid > 0 else less} ({' to '.join(dict.fromkeys(ends))})"
