"""Where a group ends up, by each model of collective choice on one table: round by round, and who moved whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.analysis.actors_table import ActorsTable
from detente.errors import InputError
from detente.models.bargaining.collective import compromise, median
from detente.models.bargaining.exchange_model import ExchangeSettings, exchange
from detente.models.bargaining.expected_utility_model import expected_utility, reading_spread
from detente.models.bargaining.expected_utility_readings import CLOSEST, ExpectedUtilitySettings
from detente.models.bargaining.settings import as_mapping, describe, read_settings, suggestion
from detente.models.bargaining.spatial import spatial_model
from detente.models.bargaining.spatial_reference import Bargain
from detente.models.bargaining.spatial_settings import SpatialSettings

__all__ = [
    "MODELS",
    "NULL_MODEL",
    "Forecast",
    "Model",
    "Move",
    "Round",
    "forecast",
    "model_named",
    "numbers_of",
    "spatial_inputs",
]

Array = npt.NDArray[np.float64]
NULL_MODEL = "compromise"


@dataclass(frozen=True)
class Model:
    """A model by the name that people type: what it is, what can be set, and where it comes from."""

    name: str
    title: str
    settings: type[Any] | None
    source: str

    def options(self) -> list[dict[str, Any]]:
        """Rows of name, default, values and meaning of what can be set."""
        return describe(self.settings) if self.settings else []

    def read(self, given: Any) -> Any:
        """Settings of this model from names and values.

        Raises
        ------
        InputError
            For each unknown name or value out of place.
        """
        if self.settings is None:
            if given:
                raise InputError(*(f"settings: {name}: {self.name} has nothing to set" for name in given))
            return None
        return read_settings(self.settings, given)


MODELS = {
    model.name: model
    for model in (
        Model("compromise", "Weighted mean", None, "Van den Bos 1991"),
        Model("median", "Weighted median", None, "Black 1948"),
        Model("smp", "Spatial Model of Politics", SpatialSettings, "Wise, Lester and Efird 2015 (KTAB)"),
        Model("expected-utility", "Expected utility", ExpectedUtilitySettings, "Bueno de Mesquita 1985, 1994"),
        Model("exchange", "Exchange", ExchangeSettings, "Stokman and Van Oosten 1994"),
    )
}


def model_named(name: str) -> Model:
    """Look a model up.

    Raises
    ------
    InputError
        If there is none of that name.

    Examples
    --------
    >>> model_named("smp").title
    'Spatial Model of Politics'
    """
    if name not in MODELS:
        raise InputError(f"model: no model {name!r}; {suggestion(name, [*MODELS, 'all'])}")
    return MODELS[name]


@dataclass(frozen=True)
class Round:
    """Positions (n, K) after ``turn`` rounds, chances to win (n,) where a model has them, and the outcome (K,)."""

    turn: int
    positions: Array
    win_prob: Array | None
    outcome: Array


@dataclass(frozen=True)
class Move:
    """In round ``turn`` ``actor`` moved on ``issue`` from ``start`` to ``end``, in a deal with ``by``; indices."""

    turn: int
    actor: int
    by: int
    issue: int
    start: float
    end: float
    kind: str


@dataclass(frozen=True)
class Forecast:
    """What one model makes of a table.

    Attributes
    ----------
    model, settings
        Name, and names and values of what was set.
    outcome
        Shape (K,): the forecast, on each issue's scale.
    rounds
        The start and every round; one entry for models without rounds.
    moves
        Who moved whom; offers that nobody took are not moves.
    notes
        What was done to the table for this model.
    extra
        What only this model says, ready for JSON.
    """

    model: str
    settings: dict[str, Any]
    outcome: Array
    rounds: tuple[Round, ...]
    moves: tuple[Move, ...] = ()
    notes: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    def influence(self, n: int) -> Array:
        """(n, n) distance, summed over rounds and issues, that each actor (row) was moved in deals with each other."""
        total = np.zeros((n, n))
        for move in self.moves:
            total[move.actor, move.by] += abs(move.end - move.start)
        return total


def forecast(
    table: ActorsTable, model: str = NULL_MODEL, settings: Mapping[str, Any] | Any = None, *, seed: int = 0
) -> Forecast:
    """Play one model on a table.

    Parameters
    ----------
    table
        From :func:`~detente.analysis.actors_table.read_actors` or
        :func:`~detente.analysis.actors_table.actors_table`.
    model
        One of :data:`MODELS`.
    settings
        Names and values, or the model's settings object.
    seed
        Decides draws (stochastic transitions, ties of exchanges).

    Raises
    ------
    InputError
        If the model, a setting or the table does not fit.

    Examples
    --------
    >>> from detente.analysis.actors_table import actors_table
    >>> table = actors_table(["Ann", "Bob", "Eve"], [1, 1, 2], [0, 40, 100], [50, 50, 50])
    >>> forecast(table).outcome
    array([60.])
    >>> forecast(table, "median").outcome
    array([70.])
    """
    chosen = model_named(model).read(settings)
    players = {"smp": _spatial, "expected-utility": _expected_utility, "exchange": _exchange}
    if model in players:
        return players[model](table, chosen, seed)
    play = compromise if model == "compromise" else median
    outcome = play(*numbers_of(table))
    return Forecast(model, {}, outcome, (Round(0, table.positions, None, outcome),))


def numbers_of(table: ActorsTable) -> tuple[Array, Array, Array]:
    """Capability, positions and saliences (n, K), NaN where an actor takes no part."""
    capability = np.where(table.present, table.capability, np.nan)
    return capability, table.positions, np.where(table.present, table.saliences, np.nan)


def spatial_inputs(table: ActorsTable) -> tuple[Array, Array, Array, tuple[str, ...]]:
    """One capability (n,) per actor, positions and saliences (n, K) without gaps, and what was done to get them.

    An actor's capability is its mean over issues; where it takes no part it stands at the weighted mean with no
    salience; if some actor's saliences add up to more than 1, all are divided by the largest sum.
    """
    notes = []
    present = table.present
    capability = np.where(present, table.capability, 0.0).sum(axis=1) / np.maximum(present.sum(axis=1), 1)
    if (np.abs(table.capability - capability[:, None])[present] > 1e-12 * capability.max()).any():
        notes.append("capabilities differ by issue; this model takes each actor's mean")
    positions = table.positions
    if not present.all():
        positions = np.where(present, positions, compromise(*numbers_of(table)))
        notes.append("actors who take no part in an issue stand at its weighted mean, with no salience")
    total = table.saliences.sum(axis=1)
    idle = [table.actors[i] for i in np.flatnonzero(total == 0.0)]
    if idle:
        raise InputError(*(f"{table.source}: {name}: no salience on any issue; smp wants some" for name in idle))
    largest = float(total.max())
    if largest > 1.0 + 1e-9:
        notes.append(
            f"saliences were divided by {largest:g}, the largest sum, since this model wants sums of at most 1"
        )
    return capability, positions, table.saliences / max(largest, 1.0), tuple(notes)


def _spatial(table: ActorsTable, settings: SpatialSettings, seed: int) -> Forecast:
    capability, positions, saliences, notes = spatial_inputs(table)
    history = spatial_model(
        capability, positions, saliences, settings, seed=seed, actors=table.actors, scale=table.scale, full_salience=1.0
    )
    weight = capability[:, None] * saliences
    outcomes = (weight * history.positions).sum(axis=1) / weight.sum(axis=0)
    rounds = [Round(t, x, history.win_prob[t], outcomes[t]) for t, x in enumerate(history.positions)]
    moves, bargains = [], []
    for t, (offers, shares) in enumerate(zip(history.bargains, history.taken, strict=True)):
        for offer, taken in zip(offers, shares, strict=True):
            moves += _bargain_moves(t, history.positions[t], offer, taken)
            bargains.append(_bargain_row(table, t, offer, taken))
    extra = {"bargains": bargains, "risk": dict(zip(table.actors, history.risk[0].tolist(), strict=True))}
    return Forecast("smp", as_mapping(settings), history.forecast, tuple(rounds), tuple(moves), notes, extra)


def _bargain_moves(t: int, positions: Array, offer: Bargain, taken: Array) -> list[Move]:
    sides = (
        (offer.initiator, offer.receiver, offer.initiator_to, taken[0]),
        (offer.receiver, offer.initiator, offer.receiver_to, taken[1]),
    )
    moves = []
    for actor, other, to, share in sides:
        for k, (start, end) in enumerate(zip(positions[actor], to, strict=True)):
            step = float(share * (end - start))
            if step:
                moves.append(Move(t + 1, actor, other, k, float(start), float(start) + step, "bargain"))
    return moves


def _bargain_row(table: ActorsTable, t: int, offer: Bargain, taken: Array) -> dict[str, Any]:
    initiator, receiver = table.actors[offer.initiator], table.actors[offer.receiver]
    return {
        "turn": t + 1,
        "initiator": initiator,
        "receiver": receiver,
        "chance": offer.chance,
        "gain": offer.gain,
        "positions": {
            initiator: dict(zip(table.issues, offer.initiator_to.tolist(), strict=True)),
            receiver: dict(zip(table.issues, offer.receiver_to.tolist(), strict=True)),
        },
        "taken": {initiator: float(taken[0]), receiver: float(taken[1])},
    }


def _expected_utility(table: ActorsTable, settings: ExpectedUtilitySettings, seed: int) -> Forecast:
    n, K = table.positions.shape
    histories, members, spreads = [], [], {}
    for k in range(K):
        part = np.flatnonzero(table.present[:, k])
        numbers = table.capability[part, k], table.positions[part, k], table.saliences[part, k]
        ends = (float(table.scale[k, 0]), float(table.scale[k, 1]))
        histories.append(expected_utility(*numbers, settings, scale=ends, full_salience=1.0))
        members.append(part)
        named, everything = reading_spread(*numbers, settings, full_salience=1.0)
        low, mid, high = np.quantile(everything, [0.05, 0.5, 0.95])
        spreads[table.issues[k]] = {
            "readings": named, "family": {"readings": len(everything), "low": low, "mid": mid, "high": high},
        }  # fmt: skip
    turns = max(history.turns for history in histories)
    rounds = [Round(t, *_state(histories, members, t, (n, K))) for t in range(turns + 1)]
    moves = [
        Move(t + 1, int(members[k][deal.actor]), int(members[k][deal.partner]), k,
             float(history.positions[t, deal.actor]), deal.moved_to, deal.kind)
        for k, history in enumerate(histories) for t, deals in enumerate(history.deals) for deal in deals
    ]  # fmt: skip
    moves.sort(key=lambda move: (move.turn, move.issue, move.actor))
    outcome = np.array([history.forecast for history in histories])
    notes = ("each issue is played by itself",) if K > 1 else ()
    extra = {
        "reading": histories[0].reading._asdict(),
        "spread_over_readings": spreads,
        "closest_to_published": CLOSEST,
    }
    return Forecast("expected-utility", as_mapping(settings), outcome, tuple(rounds), tuple(moves), notes, extra)


def _state(histories: list[Any], members: list[Any], t: int, shape: tuple[int, int]) -> tuple[Array, Array, Array]:
    """Positions, chances and outcome in round t; an issue that has ended stays as it was.

    An actor's chance is the mean over those who stand elsewhere, over the issues in which it takes part.
    """
    positions, chances = np.full(shape, np.nan), np.full(shape, np.nan)
    outcome = np.empty(shape[1])
    for k, (history, part) in enumerate(zip(histories, members, strict=True)):
        now = min(t, history.turns)
        positions[part, k] = history.positions[now]
        outcome[k] = history.medians[now]
        if history.turns:
            p = history.win_prob[min(now, history.turns - 1)]
            others = np.maximum((p + p.T > 0.0).sum(axis=1), 1)
            chances[part, k] = p.sum(axis=1) / others
    known = ~np.isnan(chances)
    mean = np.where(known, chances, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return positions, mean, outcome


def _exchange(table: ActorsTable, settings: ExchangeSettings, seed: int) -> Forecast:
    if len(table.issues) < 2:
        raise InputError(f"{table.source}: exchange trades moves on two issues or more; this table has one")
    history = exchange(*numbers_of(table), settings, seed=seed, scale=table.scale, full_salience=1.0)
    rounds = [Round(t, x, None, history.outcomes[t]) for t, x in enumerate(history.voting)]
    moves, trades = [], []
    for t, offers in enumerate(history.exchanges):
        start = history.positions[t]
        for offer in offers:
            sides = ((offer.i, offer.j, offer.q, offer.move_i), (offer.j, offer.i, offer.p, offer.move_j))
            moves += [
                Move(t + 1, actor, other, k, float(start[actor, k]), float(start[actor, k] + step), "exchange")
                for actor, other, k, step in sides
            ]
            steps = [{"actor": table.actors[a], "issue": table.issues[k], "by": step} for a, _, k, step in sides]
            trades.append({"turn": t + 1, "gain": offer.gain, "moves": steps})
    weight = table.capability * table.saliences
    starts = np.nan_to_num(history.positions)
    kept = (weight * starts).sum(axis=1) / weight.sum(axis=0)
    extra = {"exchanges": trades, "mean_of_positions": dict(zip(table.issues, kept[-1].tolist(), strict=True))}
    notes = ("positions by round are those shown after the round's trades; part of each move stays for the next round",)
    return Forecast("exchange", as_mapping(settings), history.forecast, tuple(rounds), tuple(moves), notes, extra)
