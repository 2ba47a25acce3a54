"""The Spatial Model of Politics in plain NumPy: slow, and what the compiled kernel must equal.

Numbers in comments are the steps of the algorithm as ``docs/models/smp.md`` lists them. Positions are on [0, 1], and
saliences are in [0, 1] and add up to at most 1 for an actor.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from detente.models.bargaining.pce import KTAB_TOLERANCE, challenge_equilibrium, victory_probabilities
from detente.models.bargaining.spatial_settings import RISK_SHARES, SpatialSettings

__all__ = ["Bargain", "Turn", "distance", "play", "take_turn", "utility", "vote"]

Array = npt.NDArray[np.float64]

COALITION_FLOOR = 1e-8
CONTEST_FLOOR = 1e-10
LEAST_GAIN = 1e-5
BARGAIN_FLOOR = 1e-6
TIE = 1e-6
STILL = 1e-8
SAME_PLACE = 1e-9
ONE_POSITION = 1e-3
SAME = 1e-10


@dataclasses.dataclass(frozen=True)
class Bargain:
    """One offer: ``initiator`` moves to ``initiator_to`` (K,) and ``receiver`` to ``receiver_to`` (K,)."""

    initiator: int
    receiver: int
    chance: float
    gain: float
    initiator_to: Array
    receiver_to: Array


@dataclasses.dataclass(frozen=True)
class Turn:
    """What one turn made of positions (n, K): win probability and risk (n,), bargains, and where all stand next."""

    win_prob: Array
    risk: Array
    bargains: list[Bargain]
    positions: Array


def distance(ideals: Array, positions: Array, saliences: Array) -> Array:
    """Step 1: (n, m) distances from each actor's ideal to m positions, weighted by the actor's saliences."""
    gap = saliences[:, None, :] * (ideals[:, None, :] - positions[None, :, :])
    return np.sqrt((gap**2).sum(axis=2) / (saliences**2).sum(axis=1)[:, None])


def utility(d: Array, risk: Array | float) -> Array:
    """Step 2: (1 - d)(1 + d R), continued past d = 1 as KTAB does."""
    return (1.0 - d) * (1.0 + np.minimum(d, 1.0) * risk)


def vote(settings: SpatialSettings, weight: Array | float, difference: Array) -> Array:
    """Step 3: votes of a weight for a difference in utility; negative votes are for the other option.

    Where ties are to be shared, differences that rounding could have made move nobody.
    """
    if settings.ties == "Shared":
        difference = np.where(np.abs(difference) <= STILL, 0.0, difference)
    binary = np.clip(difference / 1e-8, -1.0, 1.0)
    forms = {
        "Prop": difference,
        "Cubic": difference**3,
        "PropCbc": 0.5 * difference + 0.5 * difference**3,
        "Binary": binary,
        "PropBin": 0.8 * difference + 0.2 * binary,
        "ASymProsp": np.where(difference > 0.0, 2.0 / 3.0 * difference, difference),
    }
    return weight * forms[settings.voting]


def coalitions(settings: SpatialSettings, capability: Array, u: Array) -> Array:
    """Step 4: (m, m) strength of those for option i against j, given u (n, m)."""
    votes = vote(settings, capability[:, None, None], u[:, :, None] - u[:, None, :])
    backing = COALITION_FLOOR + np.maximum(votes, 0.0).sum(axis=0)
    if settings.ties == "Shared":
        return backing
    against = COALITION_FLOOR + np.maximum(-votes, 0.0).sum(axis=0).T
    # KTAB compares each pair once, as the later option against the earlier; it matters for ASymProsp only.
    return np.where(np.tri(len(backing), k=-1, dtype=bool), backing, against)


def equilibrium(settings: SpatialSettings, capability: Array, u: Array) -> Array:
    """Steps 4 to 6: how often each of m options would stand."""
    strength = coalitions(settings, capability, u)
    beats = victory_probabilities(strength, settings.victory)
    return challenge_equilibrium(beats, settings.equilibrium, strength, KTAB_TOLERANCE[settings.equilibrium])


def risk_attitudes(p: Array, span: str) -> Array:
    """Step 7: those who win often are said to avoid risk; all are neutral when all win equally often."""
    low, high = p.min(), p.max()
    if high - low < SAME:
        return np.zeros_like(p)
    if span == "Mid":
        return (3.0 * p - (high + 2.0 * low)) / (2.0 * (high - low))
    if span == "Min":
        return (p - low) / (high - low)
    return (2.0 * p - high - low) / (high - low)


def win_probabilities(settings: SpatialSettings, capability: Array, u: Array, x: Array) -> Array:
    """How often each actor's position would stand, (n,): actors who share a position share its number.

    Positions nearer than .001 count as one, as in KTAB: an actor joins the latest of those that it is near to.
    """
    reach = SAME_PLACE if settings.ties == "Shared" else ONE_POSITION
    near = np.sqrt(((x[:, None, :] - x[None, :, :]) ** 2).sum(axis=2)) < reach
    distinct: list[int] = []
    for i in range(len(x)):
        if not near[i, distinct].any():
            distinct.append(i)
    p = equilibrium(settings, capability, u[:, distinct])
    return np.array([p[np.flatnonzero(near[i, distinct])[-1]] for i in range(len(x))])


def perceived_risk(own: float, others: Array, adjustment: str) -> Array:
    """Step 8: what an actor of risk attitude ``own`` takes the others' to be."""
    share = RISK_SHARES[adjustment]
    return (1.0 - share) * own + share * others


def contests(settings: SpatialSettings, weight: Array, total: Array, u: Array, i: int) -> tuple[Array, Array]:
    """Step 9 in the eyes that see utilities u (n, n): chance and expected gain of i against every j, both (n,)."""
    n = len(u)
    own = vote(settings, weight[i], u[i, i] - u[i])
    theirs = vote(settings, weight, u[:, i] - np.diag(u))
    a = CONTEST_FLOOR + np.maximum(own, 0.0) + np.maximum(theirs, 0.0)
    b = CONTEST_FLOOR + np.maximum(-own, 0.0) + np.maximum(-theirs, 0.0)
    if settings.commitment == "SemiCommit":
        uni, unj, unn = u[:, i][:, None], u, np.diag(u)[:, None]
        direct = vote(settings, weight[:, None], uni - unj)
        joined = a + np.maximum(direct, 0.0)
        pin = joined / (joined + b + np.maximum(-direct, 0.0))
        left = pin * (2.0 * uni + unn) + (1.0 - pin) * 3.0 * unj
        right = pin * 3.0 * uni + (1.0 - pin) * (2.0 * unj + unn)
        third = vote(settings, weight[:, None], left - right)
        third[i, :] = 0.0
        third[np.arange(n), np.arange(n)] = 0.0
        a, b = a + np.maximum(third, 0.0).sum(axis=0), b + np.maximum(-third, 0.0).sum(axis=0)
    chance = a / (a + b)
    contest = chance * 2.0 * u[i, i] + (1.0 - chance) * 2.0 * u[i]
    gain = (1.0 - total) * 2.0 * u[i, i] + total * contest - (u[i, i] + u[i])
    gain[i] = -np.inf
    return chance, gain


def interpolate(
    settings: SpatialSettings, chance: float, xi: Array, si: Array, xj: Array, sj: Array
) -> tuple[Array, Array]:
    """Step 10: where i and j would meet, dimension by dimension."""
    if settings.interpolation == "S2PMax":
        di, dj = max(0.0, 1.0 - 2.0 * chance), max(0.0, 2.0 * chance - 1.0)
        ti = di * sj**2 / (di * sj**2 + BARGAIN_FLOOR + (1.0 - di) * si**2)
        tj = dj * si**2 / (dj * si**2 + BARGAIN_FLOOR + (1.0 - dj) * sj**2)
        return xi + ti * (xj - xi), xj + tj * (xi - xj)
    power = 2 if settings.interpolation == "S2P2" else 1
    wi, wj = si**power * chance**power, sj**power * (1.0 - chance) ** power
    total = wi + BARGAIN_FLOOR + wj
    to_i = ((wi + BARGAIN_FLOOR) * xi + wj * xj) / total
    to_j = (wi * xi + (wj + BARGAIN_FLOOR) * xj) / total
    if settings.ties == "Shared":
        return to_i, to_j
    return np.floor(0.5 + to_i * 10_000.0) / 10_000.0, np.floor(0.5 + to_j * 10_000.0) / 10_000.0


def _offers(
    settings: SpatialSettings,
    i: int,
    j: int,
    mine: tuple[float, float],
    theirs: float,
    state: tuple[Array, Array, Array],
) -> list[Bargain]:
    x, s, weight = state
    chance, gain = mine
    first = interpolate(settings, chance, x[i], s[i], x[j], s[j])
    if settings.bargain == "InitOnlyInterp":
        return [Bargain(i, j, chance, gain, *first)]
    second = interpolate(settings, theirs, x[i], s[i], x[j], s[j])
    if settings.bargain == "InitRcvrInterp":
        return [Bargain(i, j, chance, gain, *first), Bargain(i, j, theirs, gain, *second)]
    total = weight[i] + weight[j]
    both = [(weight[i] * p + weight[j] * q) / total for p, q in zip(first, second, strict=True)]
    return [Bargain(i, j, chance, gain, both[0], both[1])]


def _bargains(
    settings: SpatialSettings, weight: Array, total: Array, d: Array, risk: Array, x: Array, s: Array
) -> list[Bargain]:
    views = [utility(d, perceived_risk(own, risk, settings.risk_adjustment)[:, None]) for own in risk]
    result: list[Bargain] = []
    for i in range(len(x)):
        chance, gain = contests(settings, weight, total, views[i], i)
        best = gain.max()
        if best <= LEAST_GAIN:
            continue
        shared = settings.ties == "Shared"
        targets = np.flatnonzero((gain > LEAST_GAIN) & (gain >= best - TIE)) if shared else [int(gain.argmax())]
        for j in targets:
            theirs = contests(settings, weight, total, views[j], i)
            received = float(theirs[0][j] if settings.receiver_view == "Probability" else theirs[1][j])
            result += _offers(settings, i, int(j), (float(chance[j]), float(gain[j])), received, (x, s, weight))
    return result


def take_turn(settings: SpatialSettings, capability: Array, s: Array, x: Array, ideals: Array, draws: Array) -> Turn:
    """One turn: risk, challenges, bargains, and each actor's choice among those that it is party to."""
    total = s.sum(axis=1)
    d = distance(ideals, x, s)
    risk = risk_attitudes(equilibrium(settings, capability, utility(d, 0.0)), settings.risk_range)
    stands = utility(d, risk[:, None])
    win_prob = win_probabilities(settings, capability, stands, x)
    bargains = _bargains(settings, total * capability, total, d, risk, x, s)
    moved = x.copy()
    for k in range(len(x)):
        queue = [b for b in bargains if k in (b.initiator, b.receiver)]
        if queue:
            moved[k] = _choice(settings, capability, (ideals, s, risk), stands, queue, k, x[k], float(draws[k]))
    return Turn(win_prob, risk, bargains, moved)


def _choice(
    settings: SpatialSettings,
    capability: Array,
    actors: tuple[Array, Array, Array],
    stands: Array,
    queue: list[Bargain],
    k: int,
    status_quo: Array,
    draw: float,
) -> Array:
    """Step 11: the option that the group would let k have; (K,)."""
    ideals, s, risk = actors
    n = len(stands)
    u = np.empty((n, 1 + len(queue)))
    u[:, 0] = stands.mean(axis=1)
    for m, b in enumerate(queue, start=1):
        parts = utility(distance(ideals, np.stack([b.initiator_to, b.receiver_to]), s), risk[:, None])
        rest = stands.sum(axis=1) - stands[:, b.initiator] - stands[:, b.receiver]
        u[:, m] = (rest + parts.sum(axis=1)) / n
    p = equilibrium(settings, capability, u)
    mine = np.stack([status_quo] + [b.initiator_to if b.initiator == k else b.receiver_to for b in queue])
    if settings.transitions == "Stochastic":
        return mine[min(int(np.searchsorted(p.cumsum(), draw, side="right")), len(mine) - 1)]
    if settings.ties == "Shared":
        return mine[p >= p.max() - TIE].mean(axis=0)
    return mine[int(p.argmax())]


def play(
    settings: SpatialSettings,
    capability: Array,
    positions: Array,
    saliences: Array,
    ideals: Array,
    adjustment: Array,
    draws: Array,
) -> list[Turn]:
    """All turns until moves die down (step 13); the last entry has no bargains and holds the final positions.

    ``draws`` (max_iter, n) on [0, 1) decide stochastic transitions; ``adjustment`` (n, n) moves ideals (step 12).
    """
    x, g = positions.copy(), ideals.copy()
    turns: list[Turn] = []
    first = 0.0
    for t in range(settings.max_iter):
        turn = take_turn(settings, capability, saliences, x, g, draws[t])
        turns.append(turn)
        moved = float(np.sqrt(((turn.positions - x) ** 2).sum(axis=1)).sum())
        first = moved if t == 0 else first
        x = turn.positions
        g = adjustment @ x + (1.0 - np.minimum(adjustment.sum(axis=1), 1.0))[:, None] * g
        if t + 1 >= settings.min_iter and moved / (first + 1e-4) < settings.min_delta_ratio:
            break
    d = distance(g, x, saliences)
    risk = risk_attitudes(equilibrium(settings, capability, utility(d, 0.0)), settings.risk_range)
    turns.append(Turn(win_probabilities(settings, capability, utility(d, risk[:, None]), x), risk, [], x))
    return turns
