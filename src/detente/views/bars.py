"""Bars of characters for tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["WIDTH", "nested_bar", "share_bar"]

WIDTH = 25
"""Characters of a bar; odd, so that the middle of a scale has one of its own."""

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def share_bar(share: float, width: int = WIDTH) -> str:
    """Draw a share of 0 to 1 as a bar, to an eighth of a character.

    Examples
    --------
    >>> share_bar(0.5, 4), share_bar(0.0, 4), share_bar(0.3125, 4)
    ('██  ', '    ', '█▎  ')
    """
    eighths = round(min(1.0, max(0.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def nested_bar(zones: Sequence[tuple[float, float] | None], mark: float | None = None, width: int = WIDTH) -> str:
    """Draw nested stretches of a scale from 0 to 1, widest first, each darker than the one before, and one mark.

    Examples
    --------
    >>> nested_bar([(0.0, 1.0), (0.25, 0.75), (0.5, 0.5)], 0.75, 5)
    '░▒█◆░'
    >>> nested_bar([None], None, 5)
    '·····'
    """
    cells = ["·"] * width
    for zone, shade in zip(zones, "░▒█", strict=False):
        if zone is None:
            continue
        first, last = (round(min(1.0, max(0.0, end)) * (width - 1)) for end in zone)
        cells[first : last + 1] = shade * (last - first + 1)
    if mark is not None:
        cells[round(min(1.0, max(0.0, mark)) * (width - 1))] = "◆"
    return "".join(cells)
