"""Which numbers the answer hangs on when all move at once: Sobol's indices, on the same luck.

Two sets of draws, A and B, of the numbers that matter most are played, and for every number A with that number's draws
taken from B. All sets are played on the same luck and with the same draws of all other numbers, so that f differs
between them by the numbers asked about alone. A number's first-order index is the share of the variance of f that it
makes by itself, its total index the share that it makes by itself and with others (Saltelli et al. 2010, Computer
Physics Communications 181(2): 259-270, table 2, rows b and f; `scipy.stats.sobol_indices`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.hangs_on import leading_outcome, rests_on, screen
from detente.analysis.ranges import by_draw
from detente.analysis.tables import flags
from detente.case.numbers import Number
from detente.case.schema import Case
from detente.engine.draws import pert_quantile
from detente.engine.ensemble import Advance, Played
from detente.engine.scenario import play_scenario
from detente.errors import InputError

__all__ = ["Sobol", "SobolIndex", "futures_of", "sobol"]

MOST, BASE, EACH = 8, 256, 16
"""Numbers, draws in a set, futures of a draw."""
_SCREENED, _SCREEN_DRAWS = 2_000, 200
_CANDIDATES, _AGAIN, _EACH_AGAIN = 32, 100, 8
"""Numbers that are drawn anew one at a time, in so many draws, and futures of each."""
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
    >>> futures_of(8, 256, 16)
    40960
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
        Numbers to ask about: of the first 32 by rank correlation over draws, those that move the outcome most if they
        alone are drawn anew.
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
    names = _that_move(case, screened, asked, seed)[:most]
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

    shares = [play(values) for values in sets]
    mixed: dict[str, Floats] = {}
    for at, name in enumerate(names):
        values = sets[0].copy()
        values[:, at] = sets[1][:, at]
        played = play(values)
        if np.any(played != shares[0]):
            mixed[name] = played
    return _indices(case, asked, {name: book[name] for name in mixed}, shares, list(mixed.values()), seed, each)


def _that_move(case: Case, screened: Played, outcome: str, seed: int) -> list[str]:
    """Numbers that move an outcome if they alone are drawn anew, the furthest first.

    Among so many numbers some correlate with the outcome by luck; these move nothing, and drop out.
    """
    common: dict[str, Any] = {"runs": _AGAIN * _EACH_AGAIN, "draws": _AGAIN, "seed": seed}
    start = play_scenario(case, **common)
    shares, values = by_draw(flags(start)[outcome], start.draw_of), start.plan.sheet.values
    moved = {}
    for name, _ in screen(screened, outcome)[:_CANDIDATES]:
        other = play_scenario(case, held={name: np.roll(values[name], _AGAIN // 2)}, **common)
        moved[name] = float(np.mean((by_draw(flags(other)[outcome], other.draw_of) - shares) ** 2))
    return sorted((name for name, far in moved.items() if far > 0.0), key=lambda name: -moved[name])


def _indices(
    case: Case,
    outcome: str,
    numbers: Mapping[str, Number],
    shares: list[Floats],
    mixed: list[Floats],
    seed: int,
    each: int,
) -> Sobol:
    from scipy.stats import sobol_indices

    a, b = shares
    whole = float(np.var(np.concatenate(shares)))
    if whole == 0.0 or not mixed:
        return Sobol(outcome, float(np.mean(shares)), 1.0, (), len(a), each)
    rows = np.array(mixed if len(mixed) > 1 else 2 * mixed)  # SciPy (to 1.18) cannot index a single number
    evaluated = {"f_A": a[None], "f_B": b[None], "f_AB": rows[:, None, :]}
    found = sobol_indices(func=evaluated, n=len(a), rng=seed)
    again = found.bootstrap(confidence_level=_LEVEL, n_resamples=_RESAMPLES)

    def spans(values: Floats, resampled: Any) -> list[Span]:
        ends = resampled.confidence_interval
        told = zip(np.ravel(ends.low), np.ravel(values), np.ravel(ends.high), strict=True)
        return [(float(low), float(middle), float(high)) for low, middle, high in told][: len(mixed)]

    first, total = spans(found.first_order, again.first_order), spans(found.total_order, again.total_order)
    indices = [
        SobolIndex(name, alone, among, rests_on(case, number), number.because)
        for (name, number), alone, among in zip(numbers.items(), first, total, strict=True)
    ]
    return Sobol(
        outcome=outcome,
        share=float(np.mean(shares)),
        luck=float(np.clip(1.0 - 0.5 * np.mean((a - b) ** 2) / whole, 0.0, 1.0)),
        indices=tuple(sorted(indices, key=lambda one: -one.total[1])),
        draws=len(a),
        each=each,
    )
