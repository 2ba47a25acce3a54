"""One future day by day: who holds which region, in the few numbers from which a page can show any day of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

__all__ = ["LATELY", "Playback", "playback"]

LATELY = 14
"""Days for which a region counts as having changed hands lately."""
_TO = {"fall": 1, "surrender": 1, "retaken": 0, "retaken_surrender": 0}
_SIDES = ("incumbent", "challenger")


@dataclass(frozen=True)
class Playback:
    """One future.

    Attributes
    ----------
    start, days
        The first day, and how many days there are after it.
    regions
        Region and the side that holds it at first (0 incumbent, 1 challenger).
    changes
        Day, place of the region, side that takes it; in order. A victory takes whatever is left.
    """

    start: date
    days: int
    regions: tuple[tuple[str, int], ...]
    changes: tuple[tuple[int, int, int], ...]

    def day(self, when: date | None) -> int:
        """Return the number of a day, within what is played; the last one for None."""
        return self.days if when is None else min(max((when - self.start).days, 0), self.days)

    def date(self, day: int) -> date:
        """Return the date of a day."""
        return self.start + timedelta(days=day)

    def holders(self, day: int) -> list[dict[str, Any]]:
        """Return rows of region, side and whether it changed hands in the last fourteen days, as of a day.

        Examples
        --------
        >>> two = Playback(date(2031, 3, 8), 60, (("a", 0), ("b", 0)), ((5, 1, 1), (30, 0, 1)))
        >>> [(row["side"], row["lately"]) for row in two.holders(32)]
        [('challenger', True), ('challenger', False)]
        """
        side = [first for _, first in self.regions]
        since = [-LATELY - 1] * len(side)
        for when, place, to in self.changes:
            if when <= day:
                side[place], since[place] = to, when
        return [
            {"region": key, "side": _SIDES[side[place]], "lately": day - since[place] < LATELY}
            for place, (key, _) in enumerate(self.regions)
        ]

    def document(self, day: int) -> dict[str, Any]:
        """Return what the page's script needs, opened on a day."""
        return {"start": self.start.isoformat(), "days": self.days, "day": day, "lately": LATELY,
                "regions": self.regions, "changes": self.changes, "sides": _SIDES}  # fmt: skip


def playback(
    start: date, horizon: date, regions: Mapping[str, int], events: Iterable[tuple[int, str, str | None]]
) -> Playback:
    """Gather the changes of hands of one future.

    Parameters
    ----------
    start, horizon
        First and last day.
    regions
        Region -> side that holds it at first.
    events
        Day, kind and subject, in order: kinds as in the table of events; a victory's subject is ``challenger`` or
        ``incumbent``.
    """
    days = (horizon - start).days
    places = {key: place for place, key in enumerate(regions)}
    side = list(regions.values())
    found: list[tuple[int, int, int]] = []

    def take(day: int, place: int, to: int) -> None:
        if side[place] != to:
            side[place] = to
            found.append((day, place, to))

    for day, kind, subject in events:
        if day > days:
            break
        if kind in _TO and subject in places:
            take(day, places[subject], _TO[kind])
        elif kind == "victory":
            for place in range(len(side)):
                take(day, place, _SIDES.index(subject or ""))
    return Playback(start, days, tuple(regions.items()), tuple(found))
