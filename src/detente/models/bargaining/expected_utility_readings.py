"""What the sources of the expected-utility model leave open, as named options, and readings that settle all of them.

Bueno de Mesquita (1985, American Political Science Review 79; 1994, in Bueno de Mesquita and Stokman, *European
Community Decision Making*, ch. 4) prints the equations of utilities, risk and challenges, but not enough to get his
rounds again. Scholz, Calbert and Smith (2011, Journal of Theoretical Politics 23; ICAART 2011, pp. 18-30) rebuilt them,
and two open programs read Scholz differently.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import NamedTuple

from detente.models.bargaining.settings import option

__all__ = ["CLOSEST", "OPTIONS", "READINGS", "ExpectedUtilitySettings", "Reading", "family", "resolve"]

OPTIONS: dict[str, tuple[str, ...]] = {
    "probability": ("Share", "Net", "AllPairs"),
    "votes": ("Own", "Neutral"),
    "security": ("Others", "Positions"),
    "perspective": ("Own", "Each"),
    "choice": ("LeastMove", "Strongest", "LowestCompromise"),
    "capitulation": ("Yes", "No"),
    "range": ("Start", "Scale", "Current"),
}


class Reading(NamedTuple):
    """One way to settle what the sources leave open; each field holds one of :data:`OPTIONS`.

    * ``probability`` that i beats j: votes for i over all votes in their contest (``Share``); the surplus of votes for
      i, if there is one, over all (``Net``); votes for i over the votes of all contests (``AllPairs``, small numbers).
    * ``votes`` bend with each voter's attitude to risk (``Own``), or not (``Neutral``).
    * ``security``, from which attitudes to risk come, is compared with the others' (``Others``), or with what the actor
      would have at the others' positions (``Positions``).
    * ``perspective``: i judges j's challenge with i's own exponent of risk (``Own``), or with j's (``Each``).
    * ``choice`` among offers: lost confrontations, then compromises, then capitulations, the least move in the first
      that there is (``LeastMove``); the offer of the actor with most to gain (``Strongest``); as the first, but the
      compromise with the lowest weighted position (``LowestCompromise``, so that a mirrored scale matters).
    * ``capitulation``: whether an actor gives in where it has more to lose than the other to gain.
    * ``range`` of positions that distances are shares of: at the start, the scale's, or that of each round.
    """

    probability: str
    votes: str
    security: str
    perspective: str
    choice: str
    capitulation: str
    range: str


READINGS: dict[str, Reading] = {
    "Text": Reading("Share", "Own", "Positions", "Own", "LeastMove", "Yes", "Start"),
    "TextOthers": Reading("Share", "Own", "Others", "Own", "LeastMove", "Yes", "Start"),
    "Scholz": Reading("AllPairs", "Own", "Others", "Own", "LeastMove", "Yes", "Start"),
    "ScholzCode": Reading("AllPairs", "Own", "Others", "Own", "LowestCompromise", "No", "Start"),
    "Masad": Reading("Net", "Neutral", "Others", "Each", "Strongest", "Yes", "Start"),
}
"""``Text``: the words of 1985 and 1994. ``TextOthers``: the same with security compared among actors. ``Scholz``: the
paper of 2011. ``ScholzCode``: the same as an open port of its authors' program runs it. ``Masad``: another open port.
"""

CLOSEST = "ScholzCode"
"""The reading that comes closest to the rounds that Scholz, Calbert and Smith print (``tests`` measure it)."""


def _open(name: str, meaning: str) -> str:
    return option(name, "AsReading", meaning, choices=("AsReading", *OPTIONS[name]))


@dataclasses.dataclass(frozen=True)
class ExpectedUtilitySettings:
    """A reading by name, options that differ from it, and the numbers of the model."""

    reading: str = option("reading", "Scholz", "settles all that is left open", choices=tuple(READINGS))
    probability: str = _open("probability", "how votes decide who prevails")
    votes: str = _open("votes", "whether votes bend with attitudes to risk")
    security: str = _open("security", "what an actor's security is compared with")
    perspective: str = _open("perspective", "whose exponent of risk an actor uses for others")
    choice: str = _open("choice", "which offer an actor takes")
    capitulation: str = _open("capitulation", "whether actors give in when they have more to lose")
    range: str = _open("range", "what distances are shares of")
    q: float = option("q", 1.0, "how surely, unchallenged, nothing changes", low=0.0, high=1.0)
    t: float = option("t", 0.5, "how surely a change, if one comes, is for the better", low=0.0, high=1.0)
    rounds: int = option("rounds", 10, "rounds at most; play ends when nobody moves", low=1, high=1000)


def resolve(settings: ExpectedUtilitySettings) -> Reading:
    """The reading that the settings describe.

    Examples
    --------
    >>> resolve(ExpectedUtilitySettings(reading="Scholz", probability="Share")).probability
    'Share'
    """
    asked = {name: getattr(settings, name) for name in OPTIONS}
    return READINGS[settings.reading]._replace(**{k: v for k, v in asked.items() if v != "AsReading"})


def family() -> list[Reading]:
    """All combinations of options except the range: 144 readings that some reader could defend.

    Examples
    --------
    >>> len(family())
    144
    """
    return [Reading(*parts, range="Start") for parts in itertools.product(*list(OPTIONS.values())[:-1])]
