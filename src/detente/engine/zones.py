"""The zones that a block of futures went through: open or closed, why, and where their edges lay.

Kept beside the ensemble are, every 28 days, the minds of the parties and what they look at; from these the exact zones
are solved (`detente.models.zone_kernels`), while the futures themselves chose among candidate texts. In a deal the
front stands still, so that what war would be worth n weeks from now is the walk from today's place with n weeks less
until the announced change of support.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.engine.build_texts import positions
from detente.engine.layout import Mind, Num, On, Party, Patron
from detente.engine.plan import Plan
from detente.engine.sheet import Sheet
from detente.engine.step import VIEW, Out
from detente.models.compiled import compiled
from detente.models.diagnosis import cause_of, diagnose, zone_gaps
from detente.models.floors import war_utility
from detente.models.kernel import jitable
from detente.models.stakes import Stakes, zone_limits
from detente.models.war import B0, B1, WAIT, WIN, coarse_front, look_up
from detente.models.zone_kernels import Space, edge_terms
from detente.models.zone_points import nash_terms
from detente.models.zones import space_of

__all__ = ["AHEAD", "KINDS", "SurveyOut", "spaces", "stakes_at", "survey", "worth"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AHEAD = (0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0)
"""Dates at which floors are looked at: shares of the time until the announced change of support."""
KINDS = ("perceived", "ratifiable", "credible")
"""Zones with edges."""


class SurveyOut(NamedTuple):
    """What came of a survey of F futures at M views; K issues.

    Attributes
    ----------
    gaps : array of shape (F, M, 4)
        Margins of the perceived, ratifiable, credible and fixed zones; NaN where the future had ended or was at peace.
    alone, together : arrays of shape (F, M)
        As `detente.models.diagnosis.diagnose` returns them; -9 where there is none.
    cause : array of shape (F, M)
        Place in `detente.models.diagnosis.CAUSES`; -1 where there is none.
    edges : array of shape (F, M, 3, K, 2)
        Lowest and highest terms by kind and issue; NaN where closed, or not asked for.
    nash : array of shape (F, M, K)
        Nash point of the credible zone, likewise.
    """

    gaps: Floats
    alone: Ints
    together: Ints
    cause: Ints
    edges: Floats
    nash: Floats


def spaces(sheet: Sheet, *, convex: bool) -> list[Space]:
    """Space of terms of each draw, parties first, then ratifiers; ``convex`` lets turns be taken on all issues."""
    rows = (*sheet.parties, *sheet.ratifiers)
    ideal, salience, exponent = positions(sheet, rows)
    sides = [sheet.side(key if key in sheet.parties else str(sheet.case.actors[key].of)) for key in rows]
    opposed = ideal[:, [rows.index(sheet.principal(1 - side)) for side in sides], :]
    whole = {k: tuple(issue.scale) for k, issue in enumerate(sheet.case.issues.values()) if issue.indivisible}
    return [
        space_of(
            ideal[d],
            salience[d],
            exponent[d],
            opposed=opposed[d],
            parties=len(sheet.parties),
            indivisible=whole,
            convex=convex,
        )
        for d in range(sheet.draws)
    ]


@jitable
def worth(
    plan: Plan, d: int, common: Floats, after: Floats, left: float, theta: float, lasts: float
) -> tuple[float, float, float, float]:
    """(B1, B0, Z, W) of fighting on, with the front where it is today.

    Parameters
    ----------
    plan : Plan
    d : int
        Draw.
    common : array of shape (8,)
        Control, log strength, support of the two sides now, after the announced change, weeks until it.
    after : array of shape (2,)
        Support of the sides after the change that is reckoned with.
    left : float
        Weeks until that change; 0: it has come.
    theta, lasts : float
        Belief about who gains, and that support lasts.
    """
    numbers = plan.numbers
    table, weeks = plan.walk_table[plan.walk_of[d]], plan.walk_weeks
    low, step = plan.walk_shift_low, plan.walk_shift_step
    g_q, k = numbers[d, Num.G_Q], coarse_front(common[0])
    base = theta + numbers[d, Num.G_S] * common[1]
    now, then = g_q * (common[3] - common[2]), g_q * (after[1] - after[0])
    if now == then or left <= 0.0:
        announced = look_up(table, weeks, low, step, 0.0, 0.0, base + then, k)
    else:
        announced = look_up(table, weeks, low, step, left, now - then, base + then, k)
    if now == then or lasts <= 0.0 or not plan.on[On.TRUST_IN_PATRON]:
        return announced
    kept = look_up(table, weeks, low, step, 0.0, 0.0, base + now, k)
    return (
        lasts * kept[B1] + (1.0 - lasts) * announced[B1],
        lasts * kept[B0] + (1.0 - lasts) * announced[B0],
        lasts * kept[WAIT] + (1.0 - lasts) * announced[WAIT],
        lasts * kept[WIN] + (1.0 - lasts) * announced[WIN],
    )


@jitable
def _common_mean(plan: Plan, minds: Floats, what: int) -> float:
    """Mean of a belief over the parties of each side, then over the sides."""
    total = 0.0
    for side in range(2):
        held, count = 0.0, 0
        for i in range(plan.parties.side.size):
            if plan.parties.side[i] == side:
                held += minds[i, what]
                count += 1
        total += 0.5 * held / max(1, count)
    return total


@jitable
def _after_deal(plan: Plan, d: int, common: Floats, stop: int, day: int, after: Floats) -> float:
    """Support of the sides after a deal at a stop of the schedule (-1: as announced); returns the weeks until then."""
    after[0], after[1] = common[4], common[5]
    if stop < 0:
        return common[6]
    patron = plan.texts.stop_patron[stop]
    side = plan.patrons.side[patron]
    after[0], after[1] = common[2], common[3]
    if plan.texts.stop_day[stop] < 0:
        return 0.0
    total, left = 0.0, 0.0
    for a in range(plan.patrons.side.size):
        if plan.patrons.side[a] == side:
            level = plan.patrons.numbers[d, a, Patron.LEVEL]
            total += level
            left += min(level, plan.patrons.numbers[d, a, Patron.AFTER]) if a == patron else level
    after[side] = common[2 + side] * (left / total if total > 0.0 else 1.0)
    return max(0.0, plan.texts.stop_day[stop] - day) / 7.0


@jitable
def _vetoes(plan: Plan, d: int) -> Floats:
    """Ratifiers' floors; far below everything for those without office."""
    veto = np.full(plan.texts.veto_of.size, -1e3)
    for j in range(veto.size):
        if plan.texts.in_office[j] and plan.on[On.RATIFIERS]:
            veto[j] = plan.texts.veto_floor[d, j]
    return veto


@jitable
def _red_lines(plan: Plan, d: int, common: Floats, day: int, least: Floats, most: Floats, give: Floats) -> None:
    """Red lines that bind on a day; a patron's while its side has support."""
    texts = plan.texts
    for a in range(texts.line_party.size):
        patron = texts.line_patron[a]
        backed = patron < 0 or common[2 + plan.patrons.side[patron]] > 0.0
        if not plan.on[On.RED_LINES] or texts.line_from[a] > day or not backed:
            continue
        k = texts.line_issue[a]
        give[a, k] = texts.line_lose[d, a]
        if texts.line_sense[a] > 0.0:
            least[a, k] = texts.line_bound[d, a]
        else:
            most[a, k] = texts.line_bound[d, a]


@jitable
def stakes_at(plan: Plan, d: int, minds: Floats, common: Floats, day: int) -> Stakes:
    """What floors are made of, in one future at one date.

    Parameters
    ----------
    plan : Plan
    d, day : int
        Draw, and days from the start.
    minds : array of shape (n, len(Mind))
        The parties' state of mind.
    common : array of shape (8,)
        As in `worth`.
    """
    n, numbers, on = plan.parties.side.size, plan.parties.numbers, plan.on
    dates, stops = len(AHEAD), max(1, plan.texts.stop_issue.size)
    war, win = np.empty((2, n)), np.empty((2, n))
    later, weeks = np.empty((stops, 2, n, dates)), np.zeros((stops, dates))
    relief, psi, audience, after = np.zeros(n), np.zeros(n), np.zeros(n), np.empty(2)
    stop, pin = np.zeros(stops), -1
    for i in range(n):
        relief[i] = minds[i, Mind.RELIEF] if on[On.PRESSURE] else 0.0
        psi[i] = minds[i, Mind.PSI] if on[On.ENFORCEMENT] else 0.0
        audience[i] = minds[i, Mind.AUDIENCE] if on[On.AUDIENCE] else 0.0
    for g in range(-1, stops):
        deal = g if plan.texts.stop_issue.size else -1
        until = _after_deal(plan, d, common, deal, day, after)
        if deal >= 0:
            pin, stop[g] = plan.texts.stop_issue[g], plan.texts.stop_value[g]
        for t in range(dates if g >= 0 else 1):
            ahead = AHEAD[t] * until if on[On.SHIFTING_POWER] else 0.0
            if g >= 0:
                weeks[g, t] = ahead
            for info in range(2):
                for i in range(n):
                    theta = minds[i, Mind.THETA] if info == 0 else _common_mean(plan, minds, Mind.THETA)
                    lasts = minds[i, Mind.LASTS] if info == 0 else _common_mean(plan, minds, Mind.LASTS)
                    b1, b0, wait, wins = worth(plan, d, common, after, until - ahead, theta, lasts)
                    challenger = plan.parties.side[i] == 1
                    value = (b1 if challenger else b0) - numbers[d, i, Party.COST] / 52.0 * wait
                    w = war_utility(numbers[d, i, Party.U_LOSE], numbers[d, i, Party.U_WIN], value)
                    if g >= 0:
                        later[g, info, i, t] = w
                    else:
                        war[info, i] = w
                        win[info, i] = wins if challenger else 1.0 - wins
    shape = (plan.texts.line_party.size, plan.texts.x.shape[2])
    least, most, give = np.zeros(shape), np.ones(shape), np.zeros(shape)
    _red_lines(plan, d, common, day, least, most, give)
    return Stakes(
        war=war,
        later=later,
        win=win,
        lose=numbers[d, :, Party.U_LOSE].copy(),
        relief=relief,
        psi=psi,
        audience=audience,
        bottom=minds[:, Mind.BOTTOM_LINE].copy(),
        veto=_vetoes(plan, d),
        veto_of=plan.texts.veto_of,
        at_least=least,
        at_most=most,
        give=give,
        line_of=plan.texts.line_party,
        weeks=weeks,
        discount=_weekly(plan, d),
        pin=pin,
        stop=stop,
    )


@jitable
def _weekly(plan: Plan, d: int) -> float:
    """Weekly discount of a draw."""
    return plan.numbers[d, Num.DISCOUNT] ** (1.0 / 52.0)


@compiled
def _survey_draw(
    plan: Plan,
    d: int,
    space: Space,
    hull: Space,
    runs: Ints,
    edged: Ints,
    minds: Floats,
    common: Floats,
    out: SurveyOut,
) -> None:
    """Survey the futures of one draw; ``edged`` of them also get their edges and points."""
    issues = space.origin.size
    lo, hi, floors = np.empty(issues), np.empty(issues), np.empty(space.base.shape[1])
    for run in runs:
        for view in range(minds.shape[1]):
            if common[run, view, 7] != 1.0:
                continue
            stakes = stakes_at(plan, d, minds[run, view], common[run, view], view * VIEW)
            g = zone_gaps(space, hull, stakes, out.gaps[run, view])
            alone, together = diagnose(space, hull, stakes)
            out.alone[run, view], out.together[run, view] = alone, together
            out.cause[run, view] = cause_of(alone, together)
            if edged[run] == 0:
                continue
            for kind in range(3):
                if out.gaps[run, view, kind] >= 0.0:
                    terms = hull if kind == 2 else space
                    rows = zone_limits(terms, stakes, g, kind, lo, hi, floors)
                    edge_terms(terms, floors, rows, lo, hi, out.edges[run, view, kind])
                    if kind == 2:
                        nash_terms(terms, floors, rows, lo, hi, out.nash[run, view])


def survey(sheet: Sheet, plan: Plan, kept: Out, draw_of: Ints, *, edges: int = 400) -> SurveyOut:
    """Solve the zones of every future at every view.

    Parameters
    ----------
    sheet, plan
        The case, as the futures were played.
    kept
        Arrays of the ensemble, with its minds.
    draw_of : array of shape (F,)
        Draw of each future.
    edges
        How many futures, spread evenly, also get the edges and the Nash points of their zones.
    """
    futures, views = kept.common.shape[:2]
    issues = plan.texts.x.shape[2]
    out = SurveyOut(
        gaps=np.full((futures, views, 4), np.nan),
        alone=np.full((futures, views), -9, np.int64),
        together=np.full((futures, views), -9, np.int64),
        cause=np.full((futures, views), -1, np.int64),
        edges=np.full((futures, views, 3, issues, 2), np.nan),
        nash=np.full((futures, views, issues), np.nan),
    )
    edged = np.zeros(futures, np.int64)
    edged[np.linspace(0, futures - 1, min(edges, futures)).astype(np.int64)] = 1
    wholes, turns = spaces(sheet, convex=False), spaces(sheet, convex=True)
    for d in range(sheet.draws):
        runs = np.flatnonzero(draw_of == d).astype(np.int64)
        if runs.size:
            _survey_draw(plan, d, wholes[d], turns[d], runs, edged, kept.minds, kept.common, out)
    return out
