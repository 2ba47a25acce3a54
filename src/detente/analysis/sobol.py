"""Which numbers the answer hangs on when all move at once: Sobol's indices, on the same luck.

Two sets of draws, A and B, of the numbers that matter most are played, and for every number A with that number's draws
taken from B. All sets are played on the same luck and with the same draws of all other numbers, so that f differs
between them by the numbers asked about alone. A number's first-order index is the share of the variance of f that it
makes by itself, its total index the share that it makes by itself and with others (Saltelli et al. 2010, Computer
Physics Communications 181(2): 259-270, table 2, rows b and f; `scipy.stats.sobol_indices`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.hangs_on import leading_outcome, rests_on, screen
from detente.analysis.ranges import by_draw
from detente.analysis.tables import flags
from detente.case.numbers import Number
from detente.case.schema import Case
from detente.engine.draws import pert_quantile
from detente.engine.ensemble import Advance
from detente.engine.scenario import play_scenario
from detente.errors import InputError

__all__ = ["Sobol", "SobolIndex", "futures_of", "sobol"]

MOST, BASE, EACH = 8, 128, 16
"""Numbers, draws in a set, futures of a draw."""
_SCREENED, _SCREEN_DRAWS = 2_000, 200
_RESAMPLES, _LEVEL = 300, 0.9

Floats = NDArray[np.float64]
Span = tuple[float, float, float]


@dataclass(frozen=True)
class SobolIndex:
    """Shares of the variance that a number makes.

    Attributes
    ----------
    number
        Its path.
    first, total
        By itself, and with others: low, estimate, high (90 of 100 resamples of the draws); estimates may fall a
        little below 0 or above 1.
    rests_on
        ``statement``, ``data`` or ``assumed``.
    because
        Statements and files.
    """

    number: str
    first: Span
    total: Span
    rests_on: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Sobol:
    """Indices of the numbers that matter most for an outcome.

    Attributes
    ----------
    outcome
        Whose share is asked about.
    share
        Its mean.
    luck
        Share of the variance of f that is not made by these numbers: luck, and all others.
    indices
        The largest total first; empty where the outcome never varies, or no number stands out.
    draws, each
        Draws in a set, futures of a draw.
    """

    outcome: str
    share: float
    luck: float
    indices: tuple[SobolIndex, ...]
    draws: int
    each: int


def futures_of(most: int = MOST, base: int = BASE, each: int = EACH) -> int:
    """How many futures are played at most.

    Examples
    --------
    >>> futures_of(8, 128, 16)
    20480
    """
    return (most + 2) * base * each


def sobol(
    case: Case,
    outcome: str | None = None,
    *,
    most: int = MOST,
    base: int = BASE,
    each: int = EACH,
    seed: int = 1,
    progress: Advance | None = None,
) -> Sobol:
    """Estimate Sobol's indices of the numbers on which an outcome hangs most.

    Parameters
    ----------
    case
        From `detente.read_case`, cut at its date.
    outcome
        Of `detente.analysis.tables.flags`; the leading one if None.
    most
        Numbers to ask about: the first by rank correlation over draws.
    base
        Draws in a set, a power of 2.
    each
        Futures of a draw.
    seed
        Of luck and draws.
    progress
        Called with the number of futures done since the last call.

    Raises
    ------
    InputError
        For an unknown outcome, or a number of draws that is not a power of 2.
    """
    from scipy.stats import qmc

    screened = play_scenario(case, runs=_SCREENED, draws=_SCREEN_DRAWS, seed=seed)
    known = flags(screened)
    if outcome is not None and outcome not in known:
        raise InputError(f'outcome: no outcome is called "{outcome}"; the outcomes are {", ".join(known)}')
    if base < 2 or base & (base - 1):
        raise InputError(f"draws: expected a power of 2, got {base}; {1 << max(1, base.bit_length() - 1)} is near")
    asked = outcome or leading_outcome(screened)
    names = [name for name, _ in screen(screened, asked)[:most]]
    if not names:
        return Sobol(asked, float(known[asked].mean()), 1.0, (), base, each)
    book = screened.plan.sheet.book.numbers
    points = qmc.Sobol(2 * len(names), rng=seed).random(base)
    sets = [
        np.column_stack([pert_quantile(book[name], half[:, at]) for at, name in enumerate(names)])
        for half in (points[:, : len(names)], points[:, len(names) :])
    ]

    def play(values: Floats) -> Floats:
        held = dict(zip(names, np.ascontiguousarray(values.T), strict=True))
        played = play_scenario(case, runs=base * each, draws=base, seed=seed, held=held, advance=progress)
        return by_draw(flags(played)[asked], played.draw_of)

    mixed = []
    for at in range(len(names)):
        values = sets[0].copy()
        values[:, at] = sets[1][:, at]
        mixed.append(play(values))
    shares = [play(values) for values in sets]
    return _indices(case, asked, names, shares, np.array(mixed), seed, each, [book[name] for name in names])


def _indices(
    case: Case,
    outcome: str,
    names: Sequence[str],
    shares: list[Floats],
    mixed: Floats,
    seed: int,
    each: int,
    numbers: Sequence[Number],
) -> Sobol:
    from scipy.stats import sobol_indices

    a, b = shares
    whole = float(np.var(np.concatenate(shares)))
    if whole == 0.0:
        return Sobol(outcome, float(np.mean(shares)), 1.0, (), len(a), each)
    evaluated = {"f_A": a[None], "f_B": b[None], "f_AB": mixed[:, None, :]}
    found = sobol_indices(func=evaluated, n=len(a), rng=seed)
    again = found.bootstrap(confidence_level=_LEVEL, n_resamples=_RESAMPLES)

    def spans(values: Floats, resampled: object) -> list[Span]:
        ends = resampled.confidence_interval  # type: ignore[attr-defined]
        rows = zip(np.ravel(ends.low), np.ravel(values), np.ravel(ends.high), strict=True)
        return [(float(low), float(middle), float(high)) for low, middle, high in rows]

    rows = zip(
        names, numbers, spans(found.first_order, again.first_order), spans(found.total_order, again.total_order),
        strict=True,
    )  # fmt: skip
    indices = [
        SobolIndex(name, first, total, rests_on(case, number), number.because) for name, number, first, total in rows
    ]
    return Sobol(
        outcome=outcome,
        share=float(np.mean(shares)),
        luck=float(np.clip(1.0 - 0.5 * np.mean((a - b) ** 2) / whole, 0.0, 1.0)),
        indices=tuple(sorted(indices, key=lambda one: -one.total[1])),
        draws=len(a),
        each=each,
    )
