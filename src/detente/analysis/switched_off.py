"""What the model's parts do to an answer: each switched off alone, and the case's variants, on the same luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.analysis.levers import Difference, difference
from detente.case.schema import Case
from detente.case.switches import SWITCHES
from detente.engine.draws import Held
from detente.engine.scenario import play_scenario

__all__ = ["Part", "parts_of", "switch_off"]

RUNS, DRAWS = 1_000, 50


@dataclass(frozen=True)
class Part:
    """A part of the model that was switched off, or a variant of it that the case names.

    Attributes
    ----------
    name
        The switch, or the variant's name.
    words
        What the part does: "losses and lost support wear an army down"; the name for a variant.
    variant
        Whether the case names it.
    differences
        To the baseline, outcome by outcome.
    """

    name: str
    words: str
    variant: bool
    differences: tuple[Difference, ...]

    def of(self, outcome: str) -> Difference:
        """Return the difference in an outcome."""
        return next(one for one in self.differences if one.outcome == outcome)


def parts_of(case: Case) -> dict[str, tuple[str, bool, dict[str, bool]]]:
    """Return what can be switched: name -> words, whether a variant, and the switches; variants of the case first.

    A part that is off unless a variant asks for it (its words say so) is switched on only by a variant.
    """
    found = {one.name: (one.name, True, dict(one.switches)) for one in case.variants}
    return found | {
        name: (words, False, {name: False}) for name, words in SWITCHES.items() if "off unless" not in words
    }


def switch_off(
    case: Case,
    *,
    runs: int = RUNS,
    draws: int = DRAWS,
    seed: int = 1,
    levers: Sequence[str] = (),
    held: Held | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[Part, ...]:
    """Switch every part of the model off by itself and play on with the same luck.

    Parameters
    ----------
    case
        Cut at its date.
    runs, draws, seed
        Futures, draws of the numbers, luck.
    levers, held
        Levers that are pulled and numbers that are held throughout.
    progress
        Called with the number of parts that are done since the last call.

    Returns
    -------
    tuple of Part
        In the order of `parts_of`.
    """
    common: dict[str, Any] = {"levers": levers, "held": held, "runs": runs, "draws": draws, "seed": seed}
    baseline = play_scenario(case, **common)
    found = []
    for name, (words, variant, switches) in parts_of(case).items():
        other = play_scenario(case, switches=switches, scenario=f"without:{name}", **common)
        found.append(Part(name, words, variant, difference(baseline, other)))
        if progress:
            progress(1)
    return tuple(found)
