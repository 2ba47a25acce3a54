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
    'happens below .04; drawn .03'
    >>> why("refusal", Reason((Weighed(1, 0.44, 0.47, 0.0),)), ["North", "South"])
    'worth .44 to South, which needs .47'
    >>> why("broken", Reason((Weighed(0, 0.29, 0.31, 0.02),)), ["North", "South"])
    'to North breaking is worth .31, keeping .29, of that .02 its own wish'
    """
    if reason.weighed:
        return _weighed(kind, reason, names)
    if math.isnan(reason.drawn):
        return ""
    if reason.over > 0.0:
        over, under, drawn = _apart(reason.over, reason.under, reason.drawn)
        return f"happens between {over} and {under}; drawn {drawn}"
    under, drawn = _apart(reason.under, reason.drawn)
    return f"happens below {under}; drawn {drawn}"


def _weighed(kind: str, reason: Reason, names: Sequence[str]) -> str:
    first = reason.weighed[0]
    who = names[first.party] if first.party < len(names) else "its obligor"
    worth, needs = _apart(first.worth, first.needs)
    if kind in _OWED:
        return f"to {who} breach is worth {worth} and costs {needs}{_wish(first)}"
    if kind == "broken":
        return f"to {who} breaking is worth {needs}, keeping {worth}{_wish(first)}"
    if kind == "signed":
        pairs = [_apart(one.worth, one.needs) for one in reason.weighed]
        given = [f"{pair[0]} to {names[one.party]}" for pair, one in zip(pairs, reason.weighed, strict=True)]
        return f"worth {joined(given)}; needed {joined([pair[1] for pair in pairs])}"
    if reason.forbidden:
        return "a red line or a ratifier forbids it"
    return f"worth {worth} to {who}, which needs {needs}{_wish(first)}"


def _wish(one: Weighed) -> str:
    return f", of that {number(one.wish)} its own wish" if abs(one.wish) >= 0.005 else ""


def _apart(*values: float) -> list[str]:
    """Print numbers with as many digits as it takes to tell them apart, two at least and five at most.

    Examples
    --------
    >>> _apart(0.641, 0.644), _apart(0.04, 0.0312), _apart(0.00065, 0.00053)
    (['.641', '.644'], ['.04', '.03'], ['.0006', '.0005'])
    """
    said: list[str] = []
    for digits in range(2, 6):
        said = [number(value, digits) for value in values]
        if len(set(said)) == len(set(values)) and ("0" not in said or 0.0 in values):
            break
    return said
