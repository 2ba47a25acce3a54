"""Two-level games: what both negotiators could have ratified at home, and how a tight hand at home helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.errors import InputError
from detente.models.bargaining.domain import SHARE, check

__all__ = ["TwoLevelGame", "two_level_game", "win_set"]

Pair = tuple[float, float]


def win_set(ideal: float, status_quo: float) -> Pair:
    """All points of [0, 1] that a ratifier likes at least as well as no agreement, on one issue with linear loss.

    Parameters
    ----------
    ideal
        What the ratifier (the pivotal voter at home) wants, in [0, 1].
    status_quo
        What holds without an agreement, in [0, 1].

    Returns
    -------
    tuple of float
        (lowest, highest).

    Examples
    --------
    >>> low, high = win_set(0.7, 0.4)
    >>> round(low, 6), round(high, 6)
    (0.4, 1.0)
    """
    distance = abs(check("ideal", ideal, SHARE) - check("status_quo", status_quo, SHARE))
    return max(ideal - distance, 0.0), min(ideal + distance, 1.0)


@dataclass(frozen=True)
class TwoLevelGame:
    """What two negotiators can agree on and have ratified.

    Attributes
    ----------
    joint
        (lowest, highest) of the terms in every win-set, or None when there are none.
    nash
        The Nash point in it, as terms in [0, 1], or None.
    """

    joint: Pair | None
    nash: float | None


def two_level_game(
    win_sets: Sequence[Sequence[float]], high: int = 0, low: int = 1, disagreement: Sequence[float] | None = None
) -> TwoLevelGame:
    r"""Putnam's two-level game on one issue, on [0, 1].

    The joint win-set is [max of lows, min of highs]. Of the two principals, `high` wants 1 and `low` wants 0, with
    linear utilities x and 1 - x. The Nash point lies halfway between what each gets without a deal, moved to the
    nearest terms that can be ratified. By default no deal is worth what the least attractive ratifiable terms are worth
    to the principal's own side, so a smaller win-set at home (while the joint one is not empty) gives more abroad.

    Parameters
    ----------
    win_sets
        One (lowest, highest) per ratifying actor, within [0, 1].
    high, low
        Which of them belong to the principals that want 1 and 0.
    disagreement
        The principals' own utilities without a deal, (of `high`, of `low`); default: the edges of their win-sets.

    Raises
    ------
    InputError
        If a win-set is empty or leaves [0, 1].

    References
    ----------
    Putnam (1988), International Organization 42: 427-460; Schelling (1960), The Strategy of Conflict, pp. 28-29.

    Examples
    --------
    >>> game = two_level_game([(0.3, 1.0), (0.0, 0.7)])
    >>> game.joint, game.nash
    ((0.3, 0.7), 0.5)
    >>> two_level_game([(0.5, 1.0), (0.0, 0.7)]).nash
    0.6
    """
    if len(win_sets) < 2 or any(len(pair) != 2 for pair in win_sets):
        raise InputError(f"win_sets: expected two or more pairs (lowest, highest), got {win_sets!r}")
    for i, (bottom, top) in enumerate(win_sets):
        if check(f"win_sets[{i}][0]", bottom, SHARE) > check(f"win_sets[{i}][1]", top, SHARE):
            raise InputError(f"win_sets[{i}]: expected (lowest, highest), got ({bottom}, {top})")
    if high == low or not {high, low} <= set(range(len(win_sets))):
        raise InputError(f"high, low: expected two different numbers from 0 to {len(win_sets) - 1}, got {high}, {low}")
    if disagreement is not None and len(disagreement) != 2:
        raise InputError(f"disagreement: expected two utilities, of high and of low, got {disagreement!r}")
    bottom, top = max(pair[0] for pair in win_sets), min(pair[1] for pair in win_sets)
    if bottom > top:
        return TwoLevelGame(None, None)
    if disagreement is None:
        least_of_high, most_of_low = win_sets[high][0], win_sets[low][1]
    else:
        least_of_high, most_of_low = float(disagreement[0]), 1.0 - float(disagreement[1])
        if least_of_high > most_of_low:
            return TwoLevelGame((bottom, top), None)
    return TwoLevelGame((bottom, top), min(max((least_of_high + most_of_low) / 2.0, bottom), top))
