"""Values of an issue in the words of its scale."""

from __future__ import annotations

from detente.views.context import Context

__all__ = ["scale_words"]

_AT_STOP = 0.03
"""How near to a stop of the scale a value must lie to be called by it."""


def scale_words(context: Context, issue: str, value: float) -> str:
    """Say a value of an issue by the stop of its scale that it lies at, or else by the two that it lies between."""
    about = context.case.issues[issue]
    stops = sorted(about.scale)
    near = min(stops, key=lambda stop: abs(stop - value))
    if abs(near - value) <= _AT_STOP or about.indivisible:
        return about.scale[near]
    below = max((stop for stop in stops if stop <= value), default=stops[0])
    above = min((stop for stop in stops if stop >= value), default=stops[-1])
    return f"between “{about.scale[below]}” and “{about.scale[above]}”"
