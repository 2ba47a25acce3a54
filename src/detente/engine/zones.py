"""The zones that a block of futures went through: open or closed, why, and where their edges lay.

Kept beside the ensemble are, every 28 days, the minds of the parties and what they look at; from these the exact zones
are solved (`detente.models.zone_kernels`), while the futures themselves chose among candidate texts. In a deal the
front stands still, so that what war would be worth n weeks from now is the walk from today's place with n weeks less
until the change of support that the deal would bring (its stop of a scheduled issue), or that was announced.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.engine.keep import COMMON
from detente.engine.layout import Num, On, Party
from detente.engine.plan import Plan
from detente.engine.spaces import spaces
from detente.engine.state import Mind
from detente.engine.step import VIEW, Out
from detente.engine.zone_rows import survey_rows, worth_of_war
from detente.models.stakes import NO_VETO, Stakes
from detente.models.zone_kernels import Space

__all__ = ["AHEAD", "KINDS", "SurveyOut", "stakes_of", "survey", "whole_and_hull"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AHEAD = np.array([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0])
"""Dates at which floors are looked at: shares of the time until the change of support."""
KINDS = ("perceived", "ratifiable", "credible")
"""Zones with edges."""


class SurveyOut(NamedTuple):
    """What came of a survey of F futures at M views; K issues.

    Attributes
    ----------
    chosen : array of shape (F,)
        Which futures of the ensemble.
    gaps : array of shape (F, M, 4)
        Margins of the perceived, ratifiable, credible and fixed zones; NaN where somebody had won.
    alone, together : arrays of shape (F, M)
        As `detente.models.diagnosis.diagnose` returns them; -9 where there is none.
    cause : array of shape (F, M)
        Place in `detente.models.diagnosis.CAUSES`; -9 where there is none.
    edges : array of shape (F, M, 3, K, 2)
        Lowest and highest terms by kind and issue; NaN where closed, or not asked for.
    nash : array of shape (F, M, K)
        Terms near the Nash point of the credible zone, likewise.
    """

    chosen: Ints
    gaps: Floats
    alone: Ints
    together: Ints
    cause: Ints
    edges: Floats
    nash: Floats


def _after_deal(plan: Plan, common: Floats, stop: int, day: Ints) -> tuple[Floats, Floats]:
    """Support of the sides (N, 2) after a deal at a stop of the schedule, and the weeks until then."""
    parts = plan.parts
    after = common[:, 2:4].copy()
    leaves = int(parts["text_stop_day"][stop])
    if leaves < 0:
        return after, np.zeros(len(common))
    patron = int(parts["text_stop_patron"][stop])
    after[:, int(parts["patron_side"][patron])] -= common[:, COMMON + parts["vetoes"] + parts["patrons"] + patron]
    return after, np.maximum(0.0, leaves - day) / 7.0


def _common_mean(belief: Floats, side: Ints) -> Floats:
    """Mean of a belief (N, n) over the parties of each side, then over the sides, for every party."""
    mean = np.mean([belief[:, side == s].mean(axis=1) for s in np.unique(side)], axis=0)
    return np.repeat(mean[:, None], belief.shape[1], axis=1)


def _beliefs(minds: Floats, side: Ints) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Beliefs about who gains and that support lasts, each (N, n): the parties' own, and what they hold in common."""
    theta, lasts = minds[:, :, Mind.THETA], minds[:, :, Mind.LASTS]
    return (theta, lasts), (_common_mean(theta, side), _common_mean(lasts, side))


def _red_lines(plan: Plan, draw: Ints, common: Floats, day: Ints) -> tuple[Floats, Floats, Floats]:
    """Limits (N, lines, K) by red lines that bind on the day, a patron's while it lends support, and their ends."""
    parts = plan.parts
    lines, issues = len(parts["text_line_party"]), parts["text_x"].shape[2]
    shape = (len(draw), lines, issues)
    least, most, give = np.zeros(shape), np.ones(shape), np.zeros(shape)
    if not parts["on"][On.RED_LINES]:
        return least, most, give
    for a in range(lines):
        patron, k = int(parts["text_line_patron"][a]), int(parts["text_line_issue"][a])
        binds = day >= parts["text_line_from"][a]
        if patron >= 0:
            binds &= common[:, COMMON + parts["vetoes"] + patron] > 0.0
        bound, lower = parts["text_line_bound"][draw, a], parts["text_line_sense"][a] > 0.0
        give[:, a, k] = parts["text_line_lose"][draw, a]
        least[:, a, k] = np.where(binds & lower, bound, 0.0)
        most[:, a, k] = np.where(binds & ~lower, bound, 1.0)
    return least, most, give


def _war(
    plan: Plan, draw: Ints, common: Floats, after: Floats, left: Floats, theta: Floats, lasts: Floats
) -> tuple[Floats, Floats]:
    """What war is worth to each party in utility, and its chance of winning, each (N, n), under its beliefs (N, n).

    Parameters
    ----------
    common : array of shape (N, 8 or more)
        As the ensemble keeps it (`detente.engine.keep.Out`).
    after : array of shape (N, 2)
        Support of the sides after the change that is reckoned with.
    left : array of shape (N,)
        Weeks until that change (0: it has come).
    theta, lasts : arrays of shape (N, n)
        Beliefs about who gains, and that support lasts.
    """
    numbers, parts = plan.parts["numbers"][draw], plan.parts
    party, side = parts["party_numbers"][draw], np.asarray(parts["party_side"])
    grid = (plan.walk, parts["walk_weeks"], parts["walk_shift_low"], parts["walk_shift_step"], parts["walk_of"][draw])
    now = numbers[:, Num.G_Q] * (common[:, 3] - common[:, 2])
    then = numbers[:, Num.G_Q] * (after[:, 1] - after[:, 0])
    control, left = np.ascontiguousarray(common[:, 0]), np.maximum(0.0, left)
    value, win, found = np.empty(theta.shape), np.empty(theta.shape), np.empty((len(draw), 4))
    for i in range(theta.shape[1]):
        base = theta[:, i] + numbers[:, Num.G_S] * common[:, 1]
        trust = lasts[:, i] * float(parts["on"][On.TRUST_IN_PATRON])
        worth_of_war(*grid, left, now, then, base, control, trust, found)
        share = found[:, 0 if side[i] == 1 else 1] - party[:, i, Party.COST] / 52.0 * found[:, 2]
        lose, gain = party[:, i, Party.U_LOSE], party[:, i, Party.U_WIN]
        value[:, i] = lose + (gain - lose) * share
        win[:, i] = found[:, 3] if side[i] == 1 else 1.0 - found[:, 3]
    return value, win


def stakes_of(plan: Plan, draw: Ints, minds: Floats, common: Floats, day: Ints) -> tuple[Stakes, Floats]:
    """What floors are made of, for N states at once: arrays of `Stakes` have N in front, but those of places and stops.

    Parameters
    ----------
    plan
        Of the case.
    draw, day : arrays of shape (N,)
        Draw, and days from the start.
    minds : array of shape (N, n, len(Mind))
        The parties' states of mind.
    common : array of shape (N, 8 + J + 2A)
        As the ensemble keeps it.

    Returns
    -------
    block : Stakes
        Its ``discount`` is left at 0.
    discount : array of shape (N,)
        Weekly discounts.
    """
    parts, on = plan.parts, plan.parts["on"]
    count, n = minds.shape[:2]
    stops = len(parts["text_stop_issue"])
    war, win = np.empty((count, 2, n)), np.empty((count, 2, n))
    later, weeks = np.empty((count, max(1, stops), 2, n, len(AHEAD))), np.zeros((count, max(1, stops), len(AHEAD)))
    for info, belief in enumerate(_beliefs(minds, np.asarray(parts["party_side"]))):
        war[:, info], win[:, info] = _war(plan, draw, common, common[:, 4:6], common[:, 6], *belief)
        for g in range(max(1, stops)):
            after, until = _after_deal(plan, common, g, day) if stops else (common[:, 4:6], common[:, 6])
            for t, ahead in enumerate(AHEAD):
                weeks[:, g, t] = ahead * until if on[On.SHIFTING_POWER] else 0.0
                later[:, g, info, :, t], _ = _war(plan, draw, common, after, until - weeks[:, g, t], *belief)
    least, most, give = _red_lines(plan, draw, common, day)
    holds = (common[:, COMMON : COMMON + parts["vetoes"]] > 0.5) & bool(on[On.RATIFIERS])
    block = Stakes(
        war=war,
        later=later,
        win=np.where(parts["party_armed"], win, 1.0),
        lose=parts["party_numbers"][draw][:, :, Party.U_LOSE].copy(),
        relief=minds[:, :, Mind.RELIEF] * float(on[On.PRESSURE]),
        psi=minds[:, :, Mind.PSI] * float(on[On.ENFORCEMENT]),
        audience=minds[:, :, Mind.AUDIENCE] * float(on[On.AUDIENCE]),
        bottom=minds[:, :, Mind.BOTTOM_LINE].copy(),
        veto=np.where(holds, parts["text_veto_floor"][draw], NO_VETO),
        veto_of=np.asarray(parts["text_veto_of"], np.int64),
        at_least=least,
        at_most=most,
        give=give,
        line_of=np.asarray(parts["text_line_party"], np.int64),
        weeks=weeks,
        discount=0.0,
        pin=np.asarray(parts["text_stop_issue"], np.int64) if stops else np.full(1, -1),
        stop=np.asarray(parts["text_stop_value"], float) if stops else np.zeros(1),
    )
    return block, parts["numbers"][draw][:, Num.DISCOUNT] ** (1.0 / 52.0)


def whole_and_hull(plan: Plan) -> tuple[tuple[Space, ...], tuple[Space, ...]]:
    """Spaces of terms of each draw: as the issues are, and with turns taken on those that cannot be shared.

    With ``indivisibility`` switched off no issue is such, and both are the same.
    """
    hull = spaces(plan.sheet, convex=True)
    return spaces(plan.sheet, convex=False) if plan.parts["on"][On.INDIVISIBILITY] else hull, hull


def _nash_texts(plan: Plan, draw: Ints, asked: Floats, box: Floats, middle: Floats) -> Floats:
    """Terms (N, K) near the Nash point of each zone; NaN where it is closed.

    The candidate text inside it with the largest product of the parties' gains (a scheduled issue counts as its nearest
    stop); where the zone is too narrow to hold a candidate, its middle, the terms that stand highest above all floors.
    """
    parts, n = plan.parts, len(plan.sheet.parties)
    texts, pinned = parts["text_x"].copy(), np.asarray(parts["text_stop_issue"])
    for pin in np.unique(pinned):
        stops = np.asarray(parts["text_stop_value"])[pinned == pin]
        texts[:, :, pin] = stops[np.abs(texts[:, :, pin, None] - stops).argmin(axis=2)]
    found = middle.copy()
    for row in np.flatnonzero(~np.isnan(asked[:, 0])):
        d, x = draw[row], texts[draw[row]]
        u = np.vstack([parts["text_u"][d], parts["text_veto_u"][d]]).T
        inside = (u >= asked[row] - 1e-9).all(axis=1)
        inside &= ((x >= box[row, 0] - 1e-9) & (x <= box[row, 1] + 1e-9)).all(axis=1)
        if inside.any():
            product = np.prod(np.maximum(0.0, u[:, :n] - asked[row, :n]), axis=1)
            found[row] = x[np.where(inside, product, -1.0).argmax()]
    return found


def survey(
    plan: Plan, kept: Out, draw_of: Ints, *, futures: int = 1000, edges: int | None = None, threads: int | None = None
) -> SurveyOut:
    """Solve the zones of futures at every view.

    Parameters
    ----------
    plan
        The case, as the futures were played.
    kept
        Arrays of the ensemble, with its minds.
    draw_of : array of shape (F,)
        Draw of each future.
    futures
        How many futures are looked at, spread evenly over the ensemble.
    edges
        How many of those, spread evenly, also get the edges and the Nash points of their zones; a fifth by default.
    threads
        Default: as many as there are cores.
    """
    total, views = kept.common.shape[:2]
    chosen = np.unique(np.linspace(0, total - 1, min(futures, total)).astype(np.int64))
    lined = np.zeros(len(chosen), bool)
    some = min(len(chosen), -(-len(chosen) // 5) if edges is None else edges)
    lined[np.unique(np.linspace(0, len(chosen) - 1, some).astype(np.int64))] = True
    run, view = np.nonzero(kept.common[chosen, :, 7] == 1.0)
    common, minds = kept.common[chosen[run], view], kept.minds[chosen[run], view]
    draw = np.asarray(draw_of, np.int64)[chosen[run]]
    block, discount = stakes_of(plan, draw, minds, common, view * VIEW)
    wholes, turns = whole_and_hull(plan)
    issues, count = plan.parts["text_x"].shape[2], len(run)
    gaps, found = np.full((count, 4), np.nan), np.full((3, count), -9, np.int64)
    inner, asked = np.full((count, 3, issues, 2), np.nan), np.full((count, wholes[0].base.shape[1]), np.nan)
    box, middle = np.full((count, 2, issues), np.nan), np.full((count, issues), np.nan)
    told = (gaps, found[0], found[1], found[2], inner, asked, box, middle)

    def look(d: int) -> None:
        rows = np.flatnonzero(draw == d).astype(np.int64)
        survey_rows(wholes[d], turns[d], block, discount, rows, lined[run], *told)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        list(pool.map(look, np.unique(draw).tolist()))
    nash = _nash_texts(plan, draw, asked, box, middle)
    out = SurveyOut(
        chosen=chosen,
        gaps=np.full((len(chosen), views, 4), np.nan),
        alone=np.full((len(chosen), views), -9, np.int64),
        together=np.full((len(chosen), views), -9, np.int64),
        cause=np.full((len(chosen), views), -9, np.int64),
        edges=np.full((len(chosen), views, 3, issues, 2), np.nan),
        nash=np.full((len(chosen), views, issues), np.nan),
    )
    out.gaps[run, view], out.edges[run, view], out.nash[run, view] = gaps, inner, nash
    out.alone[run, view], out.together[run, view], out.cause[run, view] = found
    return out
