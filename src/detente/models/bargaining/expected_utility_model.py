"""Bueno de Mesquita's expected-utility model of group decisions, in all the readings that its sources allow."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.errors import InputError
from detente.models.bargaining.collective import check_table, unit_scale, weighted_median
from detente.models.bargaining.expected_utility_readings import (
    OPTIONS,
    READINGS,
    ExpectedUtilitySettings,
    Reading,
    family,
    resolve,
)
from detente.models.bargaining.expected_utility_reference import KINDS
from detente.models.bargaining.settings import read_settings

__all__ = ["Deal", "ExpectedUtilityHistory", "expected_utility", "reading_spread"]

Array = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Deal:
    """What moved ``actor`` in a round: ``kind`` is confrontation, compromise or capitulation, with ``partner``."""

    actor: int
    partner: int
    kind: str
    moved_to: float


@dataclasses.dataclass(frozen=True)
class ExpectedUtilityHistory:
    """Rounds on one issue; index 0 of the first axis is the start.

    Attributes
    ----------
    positions
        Shape (rounds + 1, n), on the scale given.
    medians, means
        Shape (rounds + 1,): weighted median and mean of the positions.
    exponents
        Shape (rounds, n): exponents of risk, 0.5 (accepts risk) to 2 (avoids it).
    win_prob
        Shape (rounds, n, n): chance that i's position beats j's, by the votes of all; 0 for the same position.
    gains
        Shape (rounds, n, n): what i expects from challenging j, in utility (-4 to 4).
    deals
        For each round, what moved whom.
    reading
        The reading played.
    forecast
        The last median: the position that no other beats.
    """

    positions: Array
    medians: Array
    means: Array
    exponents: Array
    win_prob: Array
    gains: Array
    deals: tuple[tuple[Deal, ...], ...]
    reading: Reading
    forecast: float

    @property
    def turns(self) -> int:
        """Rounds in which somebody moved."""
        return len(self.positions) - 1


def expected_utility(
    capability: npt.ArrayLike,
    positions: npt.ArrayLike,
    saliences: npt.ArrayLike,
    settings: ExpectedUtilitySettings | Mapping[str, Any] | None = None,
    *,
    scale: tuple[float, float] | None = None,
    full_salience: float = 100.0,
) -> ExpectedUtilityHistory:
    r"""Play the expected-utility model on one issue.

    Actor i weighs challenging j against leaving things as they are:

    .. math:: E^i_{ij} = s_j (P_{ij} U_s + (1 - P_{ij}) U_f) + (1 - s_j) U_s - Q U_q - (1 - Q)(T U_b + (1 - T) U_w)

    with :math:`U_s = 2 - 4(.5 - .5 d_{ij})^{r}`, :math:`U_f = 2 - 4(.5 + .5 d_{ij})^{r}`, :math:`U_q = 2 - 4(.5)^r`
    and :math:`U_{b,w} = 2 - 4(.5 \mp .25(|x_i - \mu| + d_{ij}))^r`. An actor facing one who expects more from a
    challenge than itself loses a confrontation, compromises or capitulates, by the signs and sizes of both gains.

    Parameters
    ----------
    capability
        Shape (n,), above 0.
    positions
        Shape (n,), any scale.
    saliences
        Shape (n,), 0 to ``full_salience``: chance that an actor resists a challenge.
    settings
        An :class:`ExpectedUtilitySettings` or a mapping of its names; ``reading`` names one of
        :data:`~detente.models.bargaining.expected_utility_readings.READINGS`.
    scale
        Ends of the scale; needed by the option ``range`` ``Scale`` only.
    full_salience
        The salience of an actor who cares about nothing else.

    Returns
    -------
    ExpectedUtilityHistory
        Positions, chances, gains and deals of every round, and the median as the forecast.

    Raises
    ------
    InputError
        If the table or a setting is wrong.

    Examples
    --------
    Car emissions (Bueno de Mesquita 1994, p. 78); an open port of the program of Scholz, Calbert and Smith gets the
    medians 7, 8.41593, 9.61086, 9.96198:

    >>> history = expected_utility(
    ...     [8, 8, 3, 16, 16, 16, 16, 5, 5, 8], [4, 7, 4, 4, 10, 10, 10, 7, 4, 7],
    ...     [80, 40, 20, 80, 60, 60, 90, 10, 100, 70], {"reading": "ScholzCode", "rounds": 3})
    >>> history.medians.round(5)
    array([7.     , 8.41593, 9.61086, 9.96198])
    """
    chosen = read_settings(ExpectedUtilitySettings, settings)
    c, x, s = _table(capability, positions, saliences, full_salience)
    return _play(c, x, s, resolve(chosen), chosen, scale)


def reading_spread(
    capability: npt.ArrayLike,
    positions: npt.ArrayLike,
    saliences: npt.ArrayLike,
    settings: ExpectedUtilitySettings | Mapping[str, Any] | None = None,
    *,
    full_salience: float = 100.0,
) -> tuple[dict[str, float], Array]:
    """Forecasts of the named readings, and of every combination of options: how far the model's name settles anything.

    Parameters
    ----------
    capability, positions, saliences, settings, full_salience
        As for :func:`expected_utility`; of the settings only ``q``, ``t`` and ``rounds`` count.

    Returns
    -------
    dict, Array
        Forecast by named reading; forecasts (144,) of the family, sorted.

    Raises
    ------
    InputError
        If the table or a setting is wrong.

    Examples
    --------
    >>> named, everything = reading_spread([1, 1, 3], [0, 50, 100], [50, 50, 50])
    >>> sorted(named) == sorted(READINGS), len(everything)
    (True, 144)
    """
    chosen = read_settings(ExpectedUtilitySettings, settings)
    c, x, s = _table(capability, positions, saliences, full_salience)
    named = {name: _play(c, x, s, reading, chosen, None).forecast for name, reading in READINGS.items()}
    return named, np.sort([_play(c, x, s, reading, chosen, None).forecast for reading in family()])


def _table(
    capability: npt.ArrayLike, positions: npt.ArrayLike, saliences: npt.ArrayLike, full: float
) -> tuple[Array, Array, Array]:
    table = check_table(capability, positions, saliences, gaps=False)
    if table.positions.shape[1] != 1:
        raise InputError("positions: this model takes one issue at a time, shape (n,)")
    c, x, s = (np.ascontiguousarray(part[:, 0]) for part in table)
    if (s > full * (1.0 + 1e-9)).any():
        raise InputError(f"saliences: expected at most {full:g}, got {s.max():g}")
    return c, x, s / full


def _play(
    c: Array,
    x: Array,
    s: Array,
    reading: Reading,
    settings: ExpectedUtilitySettings,
    scale: tuple[float, float] | None,
) -> ExpectedUtilityHistory:
    from detente.models.bargaining.expected_utility_kernel import play

    n, rounds = len(x), settings.rounds
    low, width = float(x.min()), float(np.ptp(x)) or 1.0
    span = 1.0
    if reading.range == "Scale":
        if scale is None:
            raise InputError("scale: the option range=Scale needs the ends of the scale")
        span = float(unit_scale(scale, 1)[1][0]) / width
    xs = np.empty((rounds + 1, n))
    xs[0] = (x - low) / width
    exponents, deals = np.empty((rounds, n)), np.empty((rounds, n, 2))
    chances, gains = np.empty((rounds, n, n)), np.empty((rounds, n, n))
    turns = play(_choices(reading, settings), c * s, s, span, xs, exponents, chances, gains, deals)
    ends = low + width * xs[: turns + 1]
    weight = c * s
    middles = np.array([weighted_median(row, weight) for row in ends])
    return ExpectedUtilityHistory(
        positions=ends,
        medians=middles,
        means=ends @ weight / weight.sum(),
        exponents=exponents[:turns],
        win_prob=chances[:turns],
        gains=gains[:turns],
        deals=tuple(_deals(deals[t], ends[t + 1]) for t in range(turns)),
        reading=reading,
        forecast=float(middles[-1]),
    )


def _choices(reading: Reading, settings: ExpectedUtilitySettings) -> Any:
    from detente.models.bargaining.expected_utility_kernel import Choices

    return Choices(
        probability=OPTIONS["probability"].index(reading.probability),
        neutral_votes=reading.votes == "Neutral",
        positions=reading.security == "Positions",
        each=reading.perspective == "Each",
        choice=OPTIONS["choice"].index(reading.choice),
        capitulation=reading.capitulation == "Yes",
        current_range=reading.range == "Current",
        q=settings.q,
        t=settings.t,
    )


def _deals(rows: Array, ends: Array) -> tuple[Deal, ...]:
    return tuple(
        Deal(i, int(partner), KINDS[int(kind)], float(ends[i])) for i, (kind, partner) in enumerate(rows) if kind > 0
    )
