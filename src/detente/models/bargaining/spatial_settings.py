"""Settings of the Spatial Model of Politics, under the names and values that KTAB gives them."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.errors import InputError
from detente.models.bargaining.settings import option, suggestion

__all__ = [
    "BARGAIN_MODELS",
    "COMMITMENTS",
    "EQUILIBRIA",
    "INTERPOLATIONS",
    "RISK_RANGES",
    "RISK_SHARES",
    "VICTORIES",
    "VOTING_RULES",
    "SpatialSettings",
    "adjustment_matrix",
]

VICTORIES = ("Linear", "Square", "Quartic", "Octic", "Binary")
VOTING_RULES = ("Prop", "Cubic", "PropCbc", "Binary", "PropBin", "ASymProsp")
EQUILIBRIA = ("Conditional", "MarkovUniform", "MarkovIncentive")
RISK_RANGES = ("Min", "Mid", "Max")
RISK_SHARES = {"Full": 1.0, "TwoThirds": 2.0 / 3.0, "Half": 0.5, "OneThird": 1.0 / 3.0, "No": 0.0}
"""Weight of the other's own attitude to risk in what one thinks it is."""
COMMITMENTS = ("SemiCommit", "FullCommit", "NoCommit")
INTERPOLATIONS = ("S1P1", "S2P2", "S2PMax")
BARGAIN_MODELS = ("InitOnlyInterp", "InitRcvrInterp", "PWCompInterp")


@dataclasses.dataclass(frozen=True)
class SpatialSettings:
    """How actors vote, judge risk, challenge, bargain and move; defaults are KTAB's for a table in CSV.

    Two settings are not KTAB's. ``Ties``: KTAB gives ties to the lowest index and rounds every bargain half-up, so
    its forecast can depend on the order of actors; ``Shared`` goes to all tied targets, moves to the mean of tied
    bargains, does not round and measures capability against its mean, so that no law of symmetry is broken.
    ``ReceiverView``: the version of a bargain that the receiver puts forward uses the receiver's estimate of the
    initiator's chance; KTAB's code takes the initiator's expected gain there.
    """

    victory: str = option(
        "VictoryProbModel", "Linear", "how coalitions' strength decides who prevails", choices=VICTORIES
    )
    voting: str = option("VotingRule", "Prop", "votes cast for a difference in utility", choices=VOTING_RULES)
    equilibrium: str = option("PCEModel", "Conditional", "who prevails among many options", choices=EQUILIBRIA)
    transitions: str = option(
        "StateTransitions",
        "Deterministic",
        "take the leading bargain, or draw one",
        choices=("Deterministic", "Stochastic"),
    )
    risk_range: str = option("BigRRange", "Mid", "span of attitudes to risk", choices=RISK_RANGES)
    risk_adjustment: str = option(
        "BigRAdjust",
        "OneThird",
        "weight of the other's own attitude in what one thinks it is",
        choices=tuple(RISK_SHARES),
    )
    commitment: str = option("ThirdPartyCommit", "SemiCommit", "what third parties stake", choices=COMMITMENTS)
    interpolation: str = option(
        "InterVecBrgn", "S2P2", "powers of salience and of prevailing in a bargain", choices=INTERPOLATIONS
    )
    bargain: str = option(
        "BargnModel", "InitOnlyInterp", "whose version of a bargain is queued", choices=BARGAIN_MODELS
    )
    ideal_adjustment: str | tuple[Any, ...] = option(
        "ideal_adjustment", "identity", '"identity" or a list of [actor, other, weight]: how ideals follow positions'
    )
    min_iter: int = option("stop.min_iter", 2, "turns played at least", low=1)
    max_iter: int = option("stop.max_iter", 100, "turns played at most", low=1, high=10_000)
    min_delta_ratio: float = option(
        "stop.min_delta_ratio", 0.02, "stop when all moves of a turn add up to this share of the first turn's", low=0.0
    )
    ties: str = option("Ties", "LowestIndex", "as KTAB, or treat equals equally", choices=("LowestIndex", "Shared"))
    receiver_view: str = option(
        "ReceiverView",
        "Probability",
        "what the receiver's version of a bargain rests on",
        choices=("Probability", "Gain"),
    )


def adjustment_matrix(adjustment: Any, actors: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """Weights a of ``ideal' = sum_j a_ij position'_j + (1 - sum_j a_ij) ideal``, from what the settings say.

    Parameters
    ----------
    adjustment
        ``"identity"``, or rows of [actor, other, weight]; an actor is a name or an index, weights are in [0, 1] and
        an actor's add up to at most 1. Actors not listed keep the identity: their ideal is where they stand.
    actors
        Names, in the order of the table.

    Returns
    -------
    Array
        Shape (n, n).

    Raises
    ------
    InputError
        For an unknown actor, or weights out of range.

    Examples
    --------
    >>> adjustment_matrix([["Ann", "Bob", 0.25]], ("Ann", "Bob"))
    array([[0.  , 0.25],
           [0.  , 1.  ]])
    """
    n = len(actors)
    weights = np.eye(n)
    if adjustment is None or adjustment == "identity":
        return weights
    if isinstance(adjustment, str) or not isinstance(adjustment, list | tuple):
        raise InputError(
            f'ideal_adjustment: expected "identity" or a list of [actor, other, weight], got {adjustment!r}'
        )
    index = {name: i for i, name in enumerate(actors)}
    problems: list[str] = []
    listed: set[int] = set()
    for number, row in enumerate(adjustment):
        where = f"ideal_adjustment[{number}]"
        if not isinstance(row, list | tuple) or len(row) != 3:
            problems.append(f"{where}: expected [actor, other, weight], got {row!r}")
            continue
        found = [_index_of(who, index, n) for who in row[:2]]
        problems += [
            f"{where}: no actor {who!r}; {suggestion(str(who), actors)}"
            for who, i in zip(row, found, strict=False)
            if i is None
        ]
        weight = row[2]
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0.0 <= weight <= 1.0:
            problems.append(f"{where}: expected a weight from 0 to 1, got {weight!r}")
            continue
        if found[0] is None or found[1] is None:
            continue
        if found[0] not in listed:
            listed.add(found[0])
            weights[found[0]] = 0.0
        weights[found[0], found[1]] += weight
    heavy = np.flatnonzero(weights.sum(axis=1) > 1.0 + 1e-10)
    problems += [f"ideal_adjustment: weights of {actors[i]} add up to more than 1" for i in heavy]
    if problems:
        raise InputError(*problems)
    return weights


def _index_of(who: Any, index: dict[str, int], n: int) -> int | None:
    if isinstance(who, str):
        return index.get(who)
    return who if isinstance(who, int) and not isinstance(who, bool) and 0 <= who < n else None
