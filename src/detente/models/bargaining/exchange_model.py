"""Exchange model: two actors trade moves on two issues that matter differently to them, and both gain alike.

Stokman and Van Oosten (1994, "The exchange of voting positions", in Bueno de Mesquita and Stokman, *European Community
Decision Making*); Arregui, Stokman and Thomson (2006, in Thomson et al., *The European Union Decides*). The rules on
rounds are those of the open program DECIDE.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.errors import InputError
from detente.models.bargaining.collective import check_table, unit_scale
from detente.models.bargaining.exchange_reference import Offer
from detente.models.bargaining.settings import option, read_settings

__all__ = ["ExchangeHistory", "ExchangeSettings", "exchange"]

Array = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class ExchangeSettings:
    """How many rounds of trade, how much of a move stays, and whether a trade may push an outcome past its buyer."""

    rounds: int = option("rounds", 10, "rounds of trade at most", low=1, high=1000)
    salience_weight: float = option(
        "salience_weight", 0.4, "share of a move that stays for the next round, times 1 - salience", low=0.0, high=1.0
    )
    fixed_weight: float = option(
        "fixed_weight", 0.1, "share of a move that stays for the next round anyhow", low=0.0, high=1.0
    )
    cap_at_demand: bool = option("cap_at_demand", True, "a move stops where the outcome reaches the other's position")


@dataclasses.dataclass(frozen=True)
class ExchangeHistory:
    """Rounds of trade; index 0 of the first axis is the start.

    Attributes
    ----------
    positions
        Shape (rounds + 1, n, K): where actors stand at the start of each round, on the scale given.
    voting
        Shape (rounds + 1, n, K): positions shown after the trades of a round; row 0 is the start.
    outcomes
        Shape (rounds + 1, K): weighted means of the voting positions.
    exchanges
        For each round, the trades made, largest gain first; moves on the scale given, gains in salience (0-1) times
        hundredths of the scale.
    forecast
        Shape (K,): the last row of ``outcomes``.
    """

    positions: Array
    voting: Array
    outcomes: Array
    exchanges: tuple[tuple[Offer, ...], ...]
    forecast: Array

    @property
    def turns(self) -> int:
        """Rounds played."""
        return len(self.positions) - 1


def exchange(
    capability: npt.ArrayLike,
    positions: npt.ArrayLike,
    saliences: npt.ArrayLike,
    settings: ExchangeSettings | Mapping[str, Any] | None = None,
    *,
    seed: int = 0,
    scale: tuple[float, float] | npt.ArrayLike = (0.0, 100.0),
    full_salience: float = 100.0,
) -> ExchangeHistory:
    r"""Play the exchange model.

    Actors i and j stand on either side of the expected outcome :math:`O = \sum csx / \sum cs` on both of two issues;
    i cares relatively more for p, j for q. They trade a move of j on p for a move of i on q, which shift the outcomes
    by dp and dq with :math:`dp\,(s_{ip} + s_{jp}) = dq\,(s_{iq} + s_{jq})`, so that both gain
    :math:`dp\,s_{ip} - dq\,s_{iq}`. The largest gain goes first; trades in conflict with it are dropped; and so on. The
    next round starts from :math:`(1 - w)x + wy` with :math:`w = .4(1 - s) + .1`.

    Parameters
    ----------
    capability
        Shape (n,) or (n, K), above 0.
    positions
        Shape (n, K) with K of 2 or more, on ``scale``; NaN where an actor takes no part.
    saliences
        Shape (n, K), 0 to ``full_salience``.
    settings
        An :class:`ExchangeSettings` or a mapping of its names.
    seed
        Decides which of several exchanges with equal gain goes first; without ties it has no effect.
    scale
        Lowest and highest position, one pair or (K, 2).
    full_salience
        The salience of an issue that matters as much as anything can.

    Returns
    -------
    ExchangeHistory
        Positions, voting positions, outcomes and trades of every round.

    Raises
    ------
    InputError
        If the table or a setting is wrong.

    Examples
    --------
    Two actors, each giving way on what matters less to it:

    >>> history = exchange([1, 1], [[0, 0], [100, 100]], [[90, 10], [10, 90]], {"rounds": 1})
    >>> history.voting[1]
    array([[  0., 100.],
           [  0., 100.]])
    >>> history.outcomes.round(1)
    array([[ 10.,  90.],
           [  0., 100.]])
    """
    chosen = read_settings(ExchangeSettings, settings)
    table = check_table(capability, positions, saliences)
    K = table.positions.shape[1]
    if K < 2:
        raise InputError("positions: trade needs two issues or more, shape (n, K)")
    s = table.saliences / full_salience
    if (s > 1.0 + 1e-9).any():
        raise InputError(f"saliences: expected at most {full_salience:g}, got {table.saliences.max():g}")
    low, span = unit_scale(scale, K)
    x = 100.0 * (np.nan_to_num(table.positions, nan=0.0) - low) / span
    weight = table.capability * s
    starts, voting, trades = _rounds(chosen, weight, x, s, seed)
    absent = np.isnan(table.positions)
    outcomes = low + span * ((weight * voting).sum(axis=1) / weight.sum(axis=0)) / 100.0
    return ExchangeHistory(
        positions=np.where(absent, np.nan, low + span * starts / 100.0),
        voting=np.where(absent, np.nan, low + span * voting / 100.0),
        outcomes=outcomes,
        exchanges=tuple(tuple(_on_scale(offer, span) for offer in made) for made in trades),
        forecast=outcomes[-1],
    )


def _rounds(
    chosen: ExchangeSettings, weight: Array, x: Array, s: Array, seed: int
) -> tuple[Array, Array, list[list[Offer]]]:
    """Positions at the start, voting positions and trades, round by round until nobody trades any more."""
    stays = chosen.salience_weight * (1.0 - s) + chosen.fixed_weight
    starts, votes, trades = [x], [x], []
    for number, draws in enumerate(_draws(x.shape[0], x.shape[1], seed, chosen.rounds)):
        y, made = _round(weight, starts[number], s, chosen.cap_at_demand, draws)
        if not made:
            break
        starts.append(starts[number] + stays * (y - starts[number]))
        votes.append(y)
        trades.append(made)
    return np.stack(starts), np.stack(votes), trades


def _draws(n: int, K: int, seed: int, rounds: int) -> list[Array]:
    room = n * (n - 1) * K * (K - 1) // 4
    return [np.random.Generator(np.random.Philox(key=[seed, number])).random(room) for number in range(rounds)]


def _round(weight: Array, x: Array, s: Array, cap: bool, draws: Array) -> tuple[Array, list[Offer]]:
    from detente.models.bargaining.exchange_kernel import FIELDS, offers, settle

    rows, made, y = np.empty((len(draws) + 1, FIELDS)), np.empty((x.size, FIELDS)), x.copy()
    found = offers(weight, x, s, cap, rows)
    order = np.argsort(-rows[:found, 6], kind="stable")
    moved, given = np.zeros(x.shape, bool), np.zeros(x.shape, bool)
    count = settle(rows, order, draws, moved, given, made, y)
    return y, [_offer(row) for row in made[:count]]


def _offer(row: Array) -> Offer:
    i, j, p, q = (int(value) for value in row[:4])
    return Offer(i, j, p, q, float(row[4]), float(row[5]), float(row[6]))


def _on_scale(offer: Offer, span: Array) -> Offer:
    move_i, move_j = (float(m * span[k] / 100.0) for m, k in ((offer.move_i, offer.q), (offer.move_j, offer.p)))
    return offer._replace(move_i=move_i, move_j=move_j)
