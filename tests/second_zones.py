"""The zones and what closes them, once more: linear programs over the terms themselves, floors from a future's state.

As in `second_minds`. The engine cuts issues into segments; here a loss is a variable above all its tangents or chords.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
from scipy.optimize import linprog

from detente.engine.layout import Party
from detente.engine.sheet import Sheet
from detente.engine.state import Aid, Count, Level, Mind
from second_minds import N, faded, in_force, number, on, read_walk

Record = Any
Array = Any
CHORDS = 36
OBSTACLES = {"indivisibility": 1, "information": 2, "audience": 4, "commitment": 8}


@dataclass(frozen=True)
class Terms:
    """What terms are worth to every row (parties, then ratifiers); arrays (rows, issues), ``whole``: allowed values."""

    ideal: Array
    salience: Array
    exponent: Array
    span: Array
    parties: int
    whole: dict[int, Sequence[float]]

    @classmethod
    def of(cls, ideal: Array, salience: Array, exponent: Array, against: Array, parties: int, whole: Any) -> Terms:
        """Utilities are 1 at one's own ideal and 0 at that of the principal one is up against."""
        weight = salience / salience.sum(axis=1, keepdims=True)
        span = (weight * np.abs(against - ideal) ** exponent).sum(axis=1)
        return cls(ideal, weight, exponent, span, parties, whole)

    def lines(self, i: int, k: int) -> tuple[Array, Array]:
        """Slopes and intercepts of the lines that a loss lies above; turns between allowed values count as the mean."""
        a, e, s = self.ideal[i, k], self.exponent[i, k], self.salience[i, k] / self.span[i]
        x = np.unique([0.0, 1.0, a, *(np.linspace(0.0, 1.0, CHORDS + 1) if e > 1 else ())])
        x = np.unique(self.whole[k]) if k in self.whole else x
        y = s * np.abs(x - a) ** e
        slope = np.diff(y) / np.diff(x)
        return slope, y[:-1] - slope * x[:-1]

    def losses(self, spells: int) -> tuple[Array, Array, Array]:
        """Which losses there are (spell, row, issue); and that each lies above its lines, as rows and their limits."""
        rows, issues = self.ideal.shape
        used = [(g, i, k) for g in range(spells) for i in range(rows) for k in range(issues) if self.salience[i, k] > 0]
        matrix, right = [], []
        for at, (g, i, k) in enumerate(used):
            slope, intercept = self.lines(i, k)
            block = np.zeros((len(slope), spells * issues + len(used) + 1))
            block[:, g * issues + k], block[:, spells * issues + at] = slope, -1.0
            matrix.append(block)
            right.append(-intercept)
        return np.array(used), np.vstack(matrix), np.concatenate(right)

    def solve(self, need: Array, gain: Array, weights: Array, lo: Array, hi: Array) -> float:
        """Most of t with sum over spells of weights*u - need >= gain*t in every row; -inf where there is no such path.

        ``weights`` (conditions, spells, rows) say what counts; ``need`` and ``gain`` (conditions,); terms of every
        spell lie between ``lo`` and ``hi``. Maximised is t; with no gain at all, whether there is a path.
        """
        spells, issues = weights.shape[1], len(lo)
        if (lo > hi + 1e-12).any():
            return -np.inf
        losses, above, limit = self.losses(spells)
        size = above.shape[1]
        asked = np.zeros((len(need), size))
        asked[:, spells * issues : -1] = weights[:, losses[:, 0], losses[:, 1]]
        asked[:, -1] = gain
        low, high = np.full(size, -np.inf), np.full(size, np.inf)
        low[: spells * issues], high[: spells * issues], high[-1] = np.tile(lo, spells), np.tile(hi, spells), 9.0
        solved = linprog(
            -np.eye(size)[-1],
            A_ub=np.vstack([above, asked]),
            b_ub=np.append(limit, weights.sum(axis=(1, 2)) - need),
            bounds=np.column_stack([low, high]),
        )
        return -float(solved.fun) if solved.status == 0 else -np.inf

    def boxes(self, lo: Array, hi: Array, hull: bool) -> list[tuple[Array, Array]]:
        """Limits with every combination of the values of indivisible issues; in the hull anything between will do."""
        found, whole = [], {} if hull else self.whole
        for values in product(*whole.values()):
            low, high = lo.copy(), hi.copy()
            for k, value in zip(whole, values, strict=True):
                low[k], high[k] = max(low[k], value), min(high[k], value)
            found.append((low, high))
        return found

    def gap(self, floors: Array, lo: Array, hi: Array, hull: bool = False) -> float:
        """Largest margin over the floors of the first rows."""
        rows = len(floors)
        weights = np.eye(rows, len(self.ideal))[:, None, :]
        return max(self.solve(floors, np.ones(rows), weights, *box) for box in self.boxes(lo, hi, hull))

    def most(self, i: int, others: Array, lo: Array, hi: Array) -> float:
        """The most that party i can have in the hull when every other party gets what it must."""
        weights = np.eye(self.parties, len(self.ideal))[:, None, :]
        mine = np.arange(self.parties) == i
        return self.solve(np.where(mine, 0.0, others), mine.astype(float), weights, lo, hi)

    def path(self, least: Array, ratify: Array, weeks: Array, d: float, lo: Array, hi: Array) -> float:
        """Margin of the best path of terms that nobody leaves, and that ratifiers say yes to on average."""
        dates, rows = len(weeks), len(self.ideal)
        spell = np.append(1 - d ** np.diff(weeks), 1.0)
        weights, need = [], []
        for g in range(dates):
            later = np.where(np.arange(dates) >= g, d ** np.maximum(0.0, weeks - weeks[g]) * spell, 0.0)
            asked = [(i, least[i, g]) for i in range(self.parties)]
            asked += [(self.parties + j, one) for j, one in enumerate(ratify)] if g == 0 else []
            for i, one in asked:
                weights.append(np.outer(later, np.arange(rows) == i))
                need.append(one)
        return self.solve(np.array(need), np.ones(len(need)), np.array(weights), lo, hi)

    def conditions(self, least: Array, weeks: Array, d: float, lo: Array, hi: Array) -> float:
        """Least slack of L_i(t) <= (1 - D^n)*M_i + D^n*phi_i(L_-i(t + n))."""
        slack = np.inf
        for i in range(self.parties):
            best = self.most(i, np.full(self.parties, -9.0), lo, hi)
            for h in range(len(weeks)):
                phi = self.most(i, least[:, h], lo, hi)
                for g in range(h + 1):
                    passed = d ** (weeks[h] - weeks[g])
                    slack = min(slack, (1 - passed) * best + passed * phi - least[i, g])
        return slack


@dataclass(frozen=True)
class Stop:
    """What the terms of one stop of a schedule bring: floors by kind, L at the dates, limits."""

    perceived: Array
    floors: Array
    least: Array
    weeks: Array
    lo: Array
    hi: Array
    pinned: tuple[Array, Array]


@dataclass(frozen=True)
class Answer:
    """Whether a zone is open: surely, surely not, or too near to tell."""

    margin_if_open: float
    margin_if_closed: float

    def sure(self, tolerance: float) -> bool | None:
        """Open, closed, or None."""
        if self.margin_if_open >= tolerance:
            return True
        return False if self.margin_if_closed < -tolerance else None


def credible(terms: Terms, stop: Stop, d: float, hull: bool) -> Answer:
    """A path that nobody leaves opens it; a condition that fails, or no ratifiable terms, close it."""
    ratifiable = terms.gap(stop.floors, stop.lo, stop.hi, hull)
    if ratifiable < 0:
        return Answer(ratifiable, ratifiable)
    exact = terms.path(stop.least, stop.floors[terms.parties :], stop.weeks, d, stop.lo, stop.hi)
    needed = exact if exact >= 0 else terms.conditions(stop.least, stop.weeks, d, stop.lo, stop.hi)
    return Answer(min(ratifiable, exact), min(ratifiable, needed))


def cause(asked: Any) -> tuple[set[int], set[int]] | None:
    """All obstacles that alone reopen the zone, and the first pair that does; None where it is too near to tell.

    ``asked`` says of a sum of obstacles whether the zone without them is open.
    """
    if asked(0) is not False:
        return (set(), set()) if asked(0) else None
    alone = {one: asked(one) for one in OBSTACLES.values()}
    if None in alone.values():
        return None
    if any(alone.values()):
        return {one for one, opens in alone.items() if opens}, set()
    for pair in combinations(OBSTACLES.values(), 2):
        opens = asked(sum(pair))
        if opens is None:
            return None
        if opens:
            return set(), set(pair)
    return set(), {0}


# From a future's state --------------------------------------------------------------------------------------------


def terms_of(sheet: Sheet, draw: int) -> Terms:
    """Terms of a draw as the case tells of them."""
    case, rows = sheet.case, (*sheet.parties, *sheet.ratifiers)
    ideal = np.full((len(rows), len(sheet.issues)), 0.5)
    salience, exponent, against = np.zeros_like(ideal), np.ones_like(ideal), np.zeros_like(ideal)
    for i, actor in enumerate(rows):
        side = sheet.side(actor if actor in sheet.parties else str(case.actors[actor].of))
        for k, issue in enumerate(sheet.issues):
            stem = f"positions.{actor}.{issue}"
            if any((one.actor, one.issue) == (actor, issue) for one in case.positions):
                ideal[i, k], salience[i, k], exponent[i, k] = (
                    sheet[f"{stem}.{name}"][draw] for name in ("ideal", "salience", "exponent")
                )
            against[i, k] = sheet[f"positions.{sheet.principal(1 - side)}.{issue}.ideal"][draw]
    whole = {k: tuple(one.scale) for k, one in enumerate(case.issues.values()) if one.indivisible}
    return Terms.of(ideal, salience, exponent, against, len(sheet.parties), whole)


def common(p: Record, held: Array) -> Array:
    """What the sides hold in common: the mean over a side's parties, then over the sides."""
    sides = np.asarray(p.party_side[: p.parties])
    return np.full(p.parties, np.mean([held[sides == side].mean() for side in (0, 1)]))


def worth(p: Record, f: Record, walk: Array, theta: float, lasts: float, after: Array, until: float) -> Array:
    """B1, B0, Z and W with one change of support so many weeks from now, as one who believes theta and b sees it.

    The front is where it stood at the last political step.
    """
    k = min(N - 0.5, max(0.5, N * float(f.level[Level.CONTROL])))
    rest = theta + number(p, "G_S") * f.level[Level.LOG_STRENGTH]
    g, today = number(p, "G_Q"), f.level[[Level.SUPPORT_0, Level.SUPPORT_1]]
    now, then = rest + g * (today[1] - today[0]), rest + g * (after[1] - after[0])
    trust = lasts if on(p, "TRUST_IN_PATRON") else 0.0
    stays = read_walk(p, walk, now, 0.0, 0.0, k)
    return trust * stays + (1 - trust) * read_walk(p, walk, then, now - then, until, k)


def value(p: Record, i: int, found: Array) -> float:
    """War in utility of terms."""
    lose, win = p.party_numbers[i, Party.U_LOSE], p.party_numbers[i, Party.U_WIN]
    share = found[1 - p.party_side[i]] - p.party_numbers[i, Party.COST] / 52 * found[2]
    return float(lose + (win - lose) * share)


def limits(p: Record, f: Record, issues: int, fade: Array) -> tuple[Array, Array]:
    """Red lines of today; they give way in defeat and never tighten."""
    lo, hi = np.zeros(issues), np.ones(issues)
    for line in range(p.lines) if on(p, "RED_LINES") else ():
        patron, k = int(p.text_line_patron[line]), int(p.text_line_issue[line])
        if f.count[Count.DAY] < p.text_line_from[line] or (patron >= 0 and f.aid[patron, Aid.LEVEL] == 0):
            continue
        stated, gives = p.text_line_bound[line], p.text_line_lose[line]
        bound = gives + fade[int(p.text_line_party[line])] * (stated - gives)
        if p.text_line_sense[line] > 0:
            lo[k] = max(lo[k], min(bound, stated))
        else:
            hi[k] = min(hi[k], max(bound, stated))
    return lo, hi


def stops(p: Record, f: Record, walk: Array, terms: Terms, off: int) -> list[Stop]:
    """Floors, L and limits of a future's day, by stop of the schedule, with some obstacles taken away."""
    n, issues, mind = int(p.parties), terms.ideal.shape[1], f.mind
    theta, lasts = mind[:n, Mind.THETA], mind[:n, Mind.LASTS]
    if off & OBSTACLES["information"]:
        theta, lasts = common(p, theta), common(p, lasts)
    plain = f.level[[Level.AFTER_0, Level.AFTER_1]], float(f.level[Level.UNTIL])
    found = [worth(p, f, walk, theta[i], lasts[i], *plain) for i in range(n)]
    win = np.array([found[i][3] if p.party_side[i] == 1 else 1 - found[i][3] for i in range(n)])
    relief = mind[:n, Mind.RELIEF] * on(p, "PRESSURE")
    lose = p.party_numbers[:n, Party.U_LOSE]
    r = np.maximum(lose, [value(p, i, found[i]) - relief[i] for i in range(n)])
    fade = np.array([faded(p, i, win[i]) for i in range(n)])
    z, heard = mind[:n, Mind.BOTTOM_LINE], mind[:n, Mind.AUDIENCE] * on(p, "AUDIENCE") * fade
    public = not off & OBSTACLES["audience"]
    ratifiable = np.where((z > r) & public, (r + heard * z) / (1 + heard), r)
    veto = [
        p.text_veto_floor[j] * fade[int(p.text_veto_of[j])] if f.office[j] and on(p, "RATIFIERS") else -9.0
        for j in range(p.vetoes)
    ]
    floors = np.concatenate([ratifiable, veto]) if public else ratifiable
    lines = limits(p, f, issues, fade) if public else (np.zeros(issues), np.ones(issues))
    out = []
    for stop in range(max(1, int(p.stops))):
        (lo, hi), (free_lo, free_hi) = (one.copy() for one in lines), (np.zeros(issues), np.ones(issues))
        after, until = plain
        if p.stops:
            k, patron, day = (int(one[stop]) for one in (p.text_stop_issue, p.text_stop_patron, p.text_stop_day))
            lo[k], hi[k] = max(lo[k], p.text_stop_value[stop]), min(hi[k], p.text_stop_value[stop])
            free_lo[k] = free_hi[k] = p.text_stop_value[stop]
            after, until = f.level[[Level.SUPPORT_0, Level.SUPPORT_1]].copy(), 0.0
            if day >= 0:
                levels = (float(f.aid[patron, Aid.LEVEL]), float(f.aid[patron, Aid.AFTER]))
                goes = in_force(p, f, patron, levels[0]) - in_force(p, f, patron, levels[1])
                after[p.patron_side[patron]] -= max(0.0, goes)
                until = max(0, day - int(f.count[Count.DAY])) / 7
        weeks = until * np.arange(4) / 3
        later = [
            [value(p, i, worth(p, f, walk, theta[i], lasts[i], after, until - t)) for t in weeks] for i in range(n)
        ]
        psi = (mind[:n, Mind.PSI] * on(p, "ENFORCEMENT"))[:, None]
        least = np.maximum(ratifiable[:, None], np.array(later) - psi)
        if off & OBSTACLES["commitment"]:
            least = np.repeat(ratifiable[:, None], 4, axis=1)
        out.append(Stop(r, floors, least, weeks, lo, hi, (free_lo, free_hi)))
    return out
