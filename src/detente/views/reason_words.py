"""What decided an event, in words: what was weighed, or the draw and what it was held against."""

from __future__ import annotations

import math
from collections.abc import Sequence

from detente.analysis.reasons import Reason, Weighed
from detente.views.wording import joined, number

__all__ = ["why"]

_OWED = ("clause_kept", "clause_breached", "term_kept", "term_breached")


def why(kind: str, reason: Reason, names: Sequence[str]) -> str:
    """Say what decided an event; empty where it follows from the case's own calendar.

    Parameters
    ----------
    kind
        As in the table of events.
    reason
        From `detente.analysis.trace.trace`.
    names
        Of parties, then of patrons, by their places.

    Examples
    --------
    >>> why("fall", Reason(under=0.04, drawn=0.031), [])
    'comes below .04; drawn .031'
    >>> why("refusal", Reason((Weighed(1, 0.44, 0.47, 0.0),)), ["North", "South"])
    'worth .44 to South, which needs .47'
    >>> why("broken", Reason((Weighed(0, 0.29, 0.31, 0.02),)), ["North", "South"])
    'to North breaking is worth .31, keeping .29, of that .02 its own wish'
    """
    if reason.weighed:
        return _weighed(kind, reason, names)
    if math.isnan(reason.drawn):
        return ""
    drawn = _fine(reason.drawn)
    if reason.over > 0.0:
        return f"comes between {_fine(reason.over)} and {_fine(reason.under)}; drawn {drawn}"
    return f"comes below {_fine(reason.under)}; drawn {drawn}"


def _weighed(kind: str, reason: Reason, names: Sequence[str]) -> str:
    first = reason.weighed[0]
    who = names[first.party] if first.party < len(names) else "its obligor"
    if kind in _OWED:
        return f"to {who} breach is worth {number(first.worth)} and costs {number(first.needs)}{_wish(first)}"
    if kind == "broken":
        return f"to {who} breaking is worth {number(first.needs)}, keeping {number(first.worth)}{_wish(first)}"
    if kind == "signed":
        worth = joined([f"{number(one.worth)} to {names[one.party]}" for one in reason.weighed])
        return f"worth {worth}; needed {joined([number(one.needs) for one in reason.weighed])}"
    if reason.forbidden:
        return "a red line or a ratifier forbids it"
    return f"worth {number(first.worth)} to {who}, which needs {number(first.needs)}{_wish(first)}"


def _wish(one: Weighed) -> str:
    return f", of that {number(one.wish)} its own wish" if abs(one.wish) >= 0.005 else ""


def _fine(value: float) -> str:
    """Print a draw with two digits that count.

    Examples
    --------
    >>> [_fine(one) for one in (0.5, 0.031, 0.0012, 0.999)]
    ['.5', '.031', '.0012', '.999']
    """
    digits = 2 if value >= 0.1 else 2 - math.floor(math.log10(max(value, 1e-6))) - 1
    return number(value, 3 if value > 0.99 else digits)
