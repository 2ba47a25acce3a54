"""What fighting on is worth to each party: its floors, the texts that they leave, and how ready a table is."""

from __future__ import annotations

from detente.engine.front_step import support_of
from detente.engine.layout import Num, On, Party
from detente.engine.limits import PARTIES
from detente.engine.records import Floats, Future, Plan
from detente.engine.state import Aid, Count, Level, Mind
from detente.models.floors import (
    audience_weight,
    faded_bound,
    fading,
    keep_floor,
    party_floor,
    ratifiable_floor,
    standing,
    war_utility,
)
from detente.models.kernel import jitable
from detente.models.table import motivation, optimism, readiness
from detente.models.war import B0, B1, STEPS, WAIT, coarse_front, look_up, step_chance, worth

__all__ = [
    "allow_texts",
    "floors",
    "foresee",
    "ready",
    "wish",
]

_POINTS = (-1.7320508075688772, 0.0, 1.7320508075688772)
_WEIGHTS = (1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0)
"""Three-point Gauss-Hermite rule for a normal belief (Abramowitz & Stegun 1964, table 25.10)."""


@jitable
def _worth(
    p: Plan, f: Future, walk: Floats, theta: float, lasts: float, after: bool
) -> tuple[float, float, float, float]:
    """(B1, B0, Z, W) of fighting on under a belief about theta and about support lasting."""
    lv, numbers = f.level, p.numbers
    g_q = numbers[Num.G_Q]
    base = theta + numbers[Num.G_S] * lv[Level.LOG_STRENGTH]
    then = g_q * (lv[Level.AFTER_1] - lv[Level.AFTER_0])
    now = then if after else g_q * (lv[Level.SUPPORT_1] - lv[Level.SUPPORT_0])
    return worth(
        walk[p.walk_of],
        p.walk_weeks,
        p.walk_shift_low,
        p.walk_shift_step,
        lv[Level.UNTIL],
        now,
        then,
        base,
        coarse_front(lv[Level.CONTROL]),
        lasts if p.on[On.TRUST_IN_PATRON] else 0.0,
    )


@jitable
def _expected_after(p: Plan, f: Future, walk: Floats, theta: float, lasts: float) -> tuple[float, float, float]:
    """(B1, B0, Z) of fighting on after the announced change, by who believes with ``lasts`` that it does not come."""
    after = _worth(p, f, walk, theta, lasts, True)
    if lasts <= 0.0 or not p.on[On.TRUST_IN_PATRON] or not p.on[On.SHIFTING_POWER]:
        return after[B1], after[B0], after[WAIT]
    kept = _worth(p, f, walk, theta, 1.0, False)
    return (
        lasts * kept[B1] + (1.0 - lasts) * after[B1],
        lasts * kept[B0] + (1.0 - lasts) * after[B0],
        lasts * kept[WAIT] + (1.0 - lasts) * after[WAIT],
    )


@jitable
def _share(p: Plan, j: int, b1: float, b0: float, wait: float) -> float:
    """What party j's side gets from fighting on, V = B - c*Z, as a share of the prize (c is yearly, Z in weeks)."""
    b = b1 if p.party_side[j] == 1 else b0
    return b - p.party_numbers[j, Party.COST] / 52.0 * wait


@jitable
def floors(p: Plan, f: Future, walk: Floats) -> None:
    """Every party's floors, and what it reckons the others' to be."""
    public = 0.0
    count = p.parties
    for i in range(count):
        theta, lasts = f.mind[i, Mind.THETA], f.mind[i, Mind.LASTS]
        b1, b0, wait, win = _worth(p, f, walk, theta, lasts, False)
        c1, c0, later, _ = _worth(p, f, walk, theta, lasts, True)
        public += win / count
        for j in range(count):
            own_side = p.party_side[j] == 1
            wins = win if own_side else 1.0 - win
            stands = standing(wins, p.party_armed[j])
            lose, gain = p.party_numbers[j, Party.U_LOSE], p.party_numbers[j, Party.U_WIN]
            relief = f.mind[j, Mind.RELIEF] if p.on[On.PRESSURE] else 0.0
            v = _share(p, j, b1, b0, wait)
            w, r = war_utility(lose, gain, v), party_floor(lose, gain, v, relief)
            a = f.mind[j, Mind.AUDIENCE] if p.on[On.AUDIENCE] else 0.0
            f.believed[i, j, 0] = r
            f.believed[i, j, 1] = war_utility(lose, gain, _share(p, j, c1, c0, later))
            f.believed[i, j, 2] = ratifiable_floor(r, f.mind[j, Mind.BOTTOM_LINE], a, stands)
            if i == j:
                f.mind[i, Mind.WAR] = w
                f.mind[i, Mind.WIN] = wins
                f.mind[i, Mind.FLOOR] = r
                f.mind[i, Mind.RATIFIABLE] = f.believed[i, j, 2]
                f.mind[i, Mind.AUDIENCE_WEIGHT] = audience_weight(a, stands)
                f.mind[i, Mind.AFTER] = f.believed[i, j, 1]
                f.mind[i, Mind.VALUE] = v
                e1, e0, rest = _expected_after(p, f, walk, theta, lasts)
                f.mind[i, Mind.VALUE_AFTER] = _share(p, j, e1, e0, rest)
                psi = f.mind[i, Mind.PSI] if p.on[On.ENFORCEMENT] else 0.0
                f.mind[i, Mind.KEEP] = keep_floor(f.mind[i, Mind.RATIFIABLE], w, psi)
                f.mind[i, Mind.LOSS_IF_LEFT] = max(0.0, b1 - c1 if own_side else b0 - c0)
    f.level[Level.PUBLIC] = public


@jitable
def foresee(p: Plan, f: Future, walk: Floats) -> None:
    """What war would be worth once a deal's own schedule has had its patrons leave, or stay for good."""
    lv, numbers = f.level, p.numbers
    kept = lv[Level.SUPPORT_1] - lv[Level.SUPPORT_0]
    gone = kept
    for a in range(p.patrons):
        scheduled = False
        for stop in range(p.stops):
            scheduled = scheduled or p.text_stop_patron[stop] == a
        if scheduled and f.aid[a, Aid.LEVEL] > f.aid[a, Aid.AFTER]:
            share = 1.0 - f.aid[a, Aid.AFTER] / f.aid[a, Aid.LEVEL]
            inside = share * support_of(p, f, a, f.aid[a, Aid.LEVEL])
            gone += inside if p.patron_side[a] == 0 else -inside
    k = coarse_front(lv[Level.CONTROL])
    for i in range(p.parties):
        base = f.mind[i, Mind.THETA] + numbers[Num.G_S] * lv[Level.LOG_STRENGTH]
        for column in range(3, 5):
            logit = base + numbers[Num.G_Q] * (gone if column == 3 else kept)
            b1, b0, wait, _ = look_up(
                walk[p.walk_of], p.walk_weeks, p.walk_shift_low, p.walk_shift_step, 0.0, 0.0, logit, k
            )
            for j in range(p.parties):
                lose, gain = p.party_numbers[j, Party.U_LOSE], p.party_numbers[j, Party.U_WIN]
                f.believed[i, j, column] = war_utility(lose, gain, _share(p, j, b1, b0, wait))


@jitable
def wish(p: Plan, f: Future, i: int) -> float:
    """What party i wishes beside what the model knows: its type and a slow wave (strictly: never in favour)."""
    taste = f.mind[i, Mind.TYPE] + f.mind[i, Mind.WAVE]
    return min(0.0, taste) if p.on[On.STRICT_ACCEPTANCE] else taste


@jitable
def allow_texts(p: Plan, f: Future) -> None:
    """Which texts no red line and no ratifier forbids today, and whose line or ratifier it is that does."""
    day = f.count[Count.DAY]
    for c in range(p.texts):
        f.barred[c] = 0
    if p.on[On.RED_LINES]:
        for line in range(p.lines):
            if p.text_line_from[line] > day:
                continue
            patron = p.text_line_patron[line]
            if patron >= 0 and f.aid[patron, Aid.LEVEL] <= 0.0:
                continue
            party, issue = p.text_line_party[line], p.text_line_issue[line]
            stated, sense = p.text_line_bound[line], p.text_line_sense[line]
            stands = standing(f.mind[party, Mind.WIN], bool(p.party_armed[party]))
            bound = sense * faded_bound(stated, p.text_line_lose[line], stands)
            bound = min(bound, sense * stated)  # a line gives way, it never tightens
            bit = 1 << party if patron < 0 else 1 << (PARTIES + party)
            for c in range(p.texts):
                if sense * p.text_x[c, issue] - bound < -1e-9:
                    f.barred[c] |= bit
    if p.on[On.RATIFIERS]:
        for j in range(p.vetoes):
            if not f.office[j]:
                continue
            party = p.text_veto_of[j]
            floor = p.text_veto_floor[j] * fading(standing(f.mind[party, Mind.WIN], bool(p.party_armed[party])))
            for c in range(p.texts):
                if p.text_veto_u[j, c] < floor - 1e-9:
                    f.barred[c] |= 1 << (PARTIES + party)
    for c in range(p.texts):
        f.allowed[c] = f.barred[c] == 0
    for own in range(p.seat_texts):
        if f.tabled[own] == 0:
            f.allowed[p.texts - p.seat_texts + own] = False


@jitable
def _has_room(p: Plan, f: Future) -> bool:
    """Whether some text that nobody forbids gives every party what it needs."""
    for c in range(p.texts):
        if f.allowed[c]:
            enough = True
            for j in range(p.parties):
                if p.text_u[j, c] < f.need[j] - 1e-9:
                    enough = False
            if enough:
                return True
    return False


@jitable
def _open_zone(p: Plan, f: Future, walk: Floats, i: int, theta: float) -> bool:
    """Whether the credible zone is open as i sees it at one theta: sharing now, after the change, and across the two.

    For all parties u >= L now; u >= L after; and u_i >= (L_i(now) - (1 - D^n))/D^n where the others get L after (see
    `detente.models.zones`).
    """
    b1, b0, wait, win = _worth(p, f, walk, theta, f.mind[i, Mind.LASTS], False)
    c1, c0, later = _expected_after(p, f, walk, theta, f.mind[i, Mind.LASTS])
    passed = f.level[Level.PASSED]
    for which in range(p.parties + 2 if p.on[On.SHIFTING_POWER] else 1):
        for j in range(p.parties):
            wins = win if p.party_side[j] == 1 else 1.0 - win
            relief = f.mind[j, Mind.RELIEF] if p.on[On.PRESSURE] else 0.0
            a = f.mind[j, Mind.AUDIENCE] if p.on[On.AUDIENCE] else 0.0
            psi = f.mind[j, Mind.PSI] if p.on[On.ENFORCEMENT] else 0.0
            lose, gain = p.party_numbers[j, Party.U_LOSE], p.party_numbers[j, Party.U_WIN]
            v = _share(p, j, b1, b0, wait)
            stands, line = standing(wins, p.party_armed[j]), f.mind[j, Mind.BOTTOM_LINE]
            ratifiable = ratifiable_floor(party_floor(lose, gain, v, relief), line, a, stands)
            if which != 0 and which != j + 2:
                v = _share(p, j, c1, c0, later)
            f.need[j] = keep_floor(ratifiable, war_utility(lose, gain, v), psi)
            if which == j + 2:
                f.need[j] = (f.need[j] - (1.0 - passed)) / passed
        if not _has_room(p, f):
            return False
    return True


@jitable
def ready(p: Plan, f: Future, walk: Floats) -> float:
    """Readiness of the table: the lowest over parties of motive and hope (Pruitt 2005)."""
    if not p.on[On.READINESS]:
        return 1.0
    lowest = 1.0
    for i in range(p.parties):
        share = 0.0
        for point in range(3):
            theta = f.mind[i, Mind.THETA] + _POINTS[point] * f.mind[i, Mind.SD]
            if _open_zone(p, f, walk, i, theta):
                share += _WEIGHTS[point]
        expected = step_chance(
            f.mind[i, Mind.THETA],
            f.level[Level.LOG_STRENGTH],
            f.level[Level.SUPPORT_0],
            f.level[Level.SUPPORT_1],
            p.numbers[Num.G_S],
            p.numbers[Num.G_Q],
        )
        gain = 52.0 * p.numbers[Num.M] * (2.0 * expected - 1.0) / STEPS
        if p.party_side[i] == 0:
            gain = -gain
        motive = motivation(p.party_numbers[i, Party.COST], gain, p.numbers[Num.MOTIVE])
        hope = optimism(share, f.level[Level.TRUST])
        lowest = min(lowest, readiness(motive, hope, p.numbers[Num.MOTIVE_WEIGHT]))
    return lowest
