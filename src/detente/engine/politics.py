"""The political step: news, what fighting on is worth, floors, which texts are allowed, readiness."""

from __future__ import annotations

import math

from detente.engine.front_step import note, refresh, sides_support, support_of, wake
from detente.engine.layout import Aid, Count, Kind, Leave, Level, Luck, Mind, Num, On, Party, Patron
from detente.engine.limits import PARTIES
from detente.engine.random import normal, uniform_pair
from detente.engine.records import Floats, Future, Plan
from detente.models.deals import chance, hazard
from detente.models.floors import (
    audience_weight,
    faded_bound,
    fading,
    keep_floor,
    party_floor,
    ratifiable_floor,
    war_utility,
)
from detente.models.forces import cohesion_step, recruitment, support_lost
from detente.models.front import DORMANT_FACTOR, dormancy_hazard
from detente.models.kernel import jitable
from detente.models.patrons import civilians_out, lasting_belief
from detente.models.table import motivation, optimism, readiness, taste_step
from detente.models.war import B0, B1, STEPS, WAIT, coarse_front, look_up, news, step_chance, worth

__all__ = [
    "allow_texts",
    "control_of",
    "delivered",
    "floors",
    "foresee",
    "learn",
    "quieten",
    "ready",
    "schedule",
    "start_minds",
    "support_today",
    "wear",
    "wish",
]

_POINTS = (-1.7320508075688772, 0.0, 1.7320508075688772)
_WEIGHTS = (1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0)
"""Three-point Gauss-Hermite rule for a normal belief (Abramowitz & Stegun 1964, table 25.10)."""


@jitable
def control_of(p: Plan, f: Future) -> float:
    """The challenger's control: w_y*y + (1 - w_y)*(population share of the regions it holds)."""
    held = 0.0
    for r in range(p.regions):
        if f.holder[r] == 1:
            held += p.weight[r]
    if not p.on[On.COUNTRYSIDE]:
        return held
    w = p.numbers[Num.W_Y]
    return w * f.level[Level.COUNTRYSIDE] + (1.0 - w) * held


@jitable
def start_minds(p: Plan, f: Future) -> None:
    """Beliefs and tastes at the start."""
    gap = p.numbers[Num.OPTIMISM_GAP] if p.on[On.OPTIMISM] else 0.0
    for i in range(p.parties):
        side = p.party_side[i]
        f.mind[i, Mind.THETA] = p.party_numbers[i, Party.THETA] + (0.5 * gap if side == 1 else -0.5 * gap)
        f.mind[i, Mind.SD] = p.numbers[Num.THETA_SD]
        f.mind[i, Mind.LASTS] = p.party_numbers[i, Party.LASTS]
        luck, sd = p.party_luck[i], p.numbers[Num.TASTE_SD] * math.sqrt(0.5)
        f.mind[i, Mind.TYPE] = sd * normal(f.seed, f.run, Luck.TASTE, luck, 0)
        f.mind[i, Mind.WAVE] = sd * normal(f.seed, f.run, Luck.TASTE, luck, 1)
        f.mind[i, Mind.BOTTOM_LINE] = p.party_numbers[i, Party.BOTTOM_LINE]
        f.mind[i, Mind.AUDIENCE] = p.party_numbers[i, Party.AUDIENCE]
        f.mind[i, Mind.RELIEF] = p.party_numbers[i, Party.RELIEF]
        f.mind[i, Mind.PSI] = p.party_numbers[i, Party.PSI]
        f.mind[i, Mind.GUESS], f.mind[i, Mind.GUESS_SD] = 0.0, p.numbers[Num.TASTE_SD]


@jitable
def wear(p: Plan, f: Future, side: int, lost: float) -> None:
    """Cohesion lost with support."""
    if p.on[On.COHESION] and lost > 0.0:
        f.level[Level.COHESION_0 + side] = cohesion_step(
            f.level[Level.COHESION_0 + side], 1.0, 0.0, lost, 0.0, 0.0, p.numbers[Num.ZETA], 0.0
        )


@jitable
def delivered(p: Plan, f: Future, a: int, gone: float) -> None:
    """Support that went (or, negative, came back) today is news, and wears on cohesion what its announcement left."""
    client = p.patron_client[a]
    for i in range(p.parties):
        f.mind[i, Mind.LASTS] = lasting_belief(f.mind[i, Mind.LASTS], gone, p.party_numbers[i, Party.CREDULITY])
    if gone > 0.0:
        unsaid = max(0.0, gone - f.aid[a, Aid.ANNOUNCED])
        f.aid[a, Aid.ANNOUNCED] = max(0.0, f.aid[a, Aid.ANNOUNCED] - gone)
        wear(p, f, p.patron_side[a], support_lost(unsaid, gone, p.party_numbers[client, Party.CREDULITY]))


@jitable
def support_today(p: Plan, f: Future) -> None:
    """Patrons' support along their announced ends, and what of it is in force; nothing on days without a change."""
    day, later = f.count[Count.DAY], f.count[Count.DAY] + 36500
    if day < f.count[Count.NEXT_SUPPORT]:
        return
    for a in range(p.patrons):
        ends, over = f.leave[a, Leave.ENDS], f.leave[a, Leave.OVER]
        base, after = f.aid[a, Aid.BASE], f.aid[a, Aid.AFTER]
        level = base
        if ends >= 0:
            if day >= ends:
                level = after
                f.aid[a, Aid.BASE] = after
                f.leave[a, Leave.ENDS] = -1
                note(f, Kind.SUPPORT, a, after)
            else:
                if over > 0 and day > ends - over:
                    level = after + (base - after) * (ends - day) / over
                later = min(later, max(day + 1, min(ends, ends - over + 1)))
        f.aid[a, Aid.LEVEL] = level
        gone = f.aid[a, Aid.SEEN] - level
        if gone != 0.0:
            f.aid[a, Aid.SEEN] = level
            delivered(p, f, a, gone)
        leaving = max(f.aid[a, Aid.EVACUATION], 1.0 - level / base if base > 0.0 and ends >= 0 else 0.0)
        if leaving > 0.0:
            f.count[Count.CIVILIANS] += int(civilians_out(p.patron_numbers[a, Patron.EVACUATION], leaving, 1.0))
            later = day + 1
    f.count[Count.NEXT_SUPPORT] = later
    f.level[Level.SUPPORT_0] = sides_support(p, f, 0, False)
    f.level[Level.SUPPORT_1] = sides_support(p, f, 1, False)
    refresh(p, f)


@jitable
def schedule(p: Plan, f: Future) -> None:
    """Support after the announced changes, and the weeks until then (weighted by how much changes).

    Support that runs down over some days counts as changing at once in the middle of what is left of them.
    """
    f.level[Level.AFTER_0] = sides_support(p, f, 0, True)
    f.level[Level.AFTER_1] = sides_support(p, f, 1, True)
    moved, weeks, day = 0.0, 0.0, f.count[Count.DAY]
    for a in range(p.patrons):
        ends = f.leave[a, Leave.ENDS]
        if ends >= 0:
            change = abs(support_of(p, f, a, f.aid[a, Aid.LEVEL]) - support_of(p, f, a, f.aid[a, Aid.AFTER]))
            begins = max(day, ends - f.leave[a, Leave.OVER])
            moved += change
            weeks += change * (max(0.5 * (begins + ends), float(day)) - day) / 7.0
    f.level[Level.UNTIL] = weeks / moved if moved > 0.0 else 0.0
    f.level[Level.PASSED] = p.numbers[Num.DISCOUNT] ** (f.level[Level.UNTIL] / 52.0)
    if not p.on[On.SHIFTING_POWER]:
        f.level[Level.AFTER_0], f.level[Level.AFTER_1] = f.level[Level.SUPPORT_0], f.level[Level.SUPPORT_1]


@jitable
def _forget(p: Plan, f: Future, i: int, weeks: float) -> None:
    """What refusals showed of a party's wish wears off as wishes wander."""
    sd, guess = p.numbers[Num.TASTE_SD], f.mind[i, Mind.GUESS_SD]
    f.mind[i, Mind.GUESS] = taste_step(f.mind[i, Mind.GUESS], 0.0, sd, p.numbers[Num.TASTE_HALF_LIFE], weeks)
    gap = taste_step(guess * guess - sd * sd, 0.0, sd, p.numbers[Num.TASTE_HALF_LIFE], 2.0 * weeks)
    f.mind[i, Mind.GUESS_SD] = math.sqrt(max(0.0, sd * sd + gap))


@jitable
def learn(p: Plan, f: Future, days: float) -> None:
    """What a political step brings: news from the front, wishes that wander, recruits.

    Only days of fighting tell who gains: a front that stands still under a truce is no news of strength.
    """
    numbers, lv, day = p.numbers, f.level, f.count[Count.DAY]
    weeks, fought = days / 7.0, (lv[Level.FOUGHT] + DORMANT_FACTOR * lv[Level.LULL]) / 7.0
    lv[Level.CONTROL_BEFORE] = lv[Level.CONTROL]
    lv[Level.CONTROL] = control_of(p, f)
    for i in range(p.parties):
        if p.on[On.NEWS] and fought > 0.0:
            expected = step_chance(
                f.mind[i, Mind.THETA],
                lv[Level.LOG_STRENGTH],
                lv[Level.SUPPORT_0],
                lv[Level.SUPPORT_1],
                numbers[Num.G_S],
                numbers[Num.G_Q],
            )
            move = STEPS * (lv[Level.CONTROL] - lv[Level.CONTROL_BEFORE])
            f.mind[i, Mind.THETA], f.mind[i, Mind.SD] = news(
                f.mind[i, Mind.THETA], f.mind[i, Mind.SD], move, expected, numbers[Num.M], fought
            )
        f.mind[i, Mind.WAVE] = taste_step(
            f.mind[i, Mind.WAVE],
            normal(f.seed, f.run, Luck.TASTE, p.party_luck[i], day + 2),
            numbers[Num.TASTE_SD] * math.sqrt(0.5),
            numbers[Num.TASTE_HALF_LIFE],
            weeks,
        )
        _forget(p, f, i, weeks)
    for side in range(2):
        if p.on[On.COHESION]:
            lv[Level.COHESION_0 + side] = cohesion_step(
                lv[Level.COHESION_0 + side],
                p.cohesion[side],
                0.0,
                0.0,
                days,
                0.0,
                0.0,
                numbers[Num.REC],
            )
        if p.on[On.RECRUITMENT]:
            held = lv[Level.CONTROL] if side == 1 else 1.0 - lv[Level.CONTROL]
            lv[Level.FORCE_0 + side] += recruitment(lv[Level.RECRUIT_0 + side] * p.force[side], held, days)
    refresh(p, f)


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
            lose, gain = p.party_numbers[j, Party.U_LOSE], p.party_numbers[j, Party.U_WIN]
            relief = f.mind[j, Mind.RELIEF] if p.on[On.PRESSURE] else 0.0
            v = _share(p, j, b1, b0, wait)
            w, r = war_utility(lose, gain, v), party_floor(lose, gain, v, relief)
            a = f.mind[j, Mind.AUDIENCE] if p.on[On.AUDIENCE] else 0.0
            f.believed[i, j, 0] = r
            f.believed[i, j, 1] = war_utility(lose, gain, _share(p, j, c1, c0, later))
            f.believed[i, j, 2] = ratifiable_floor(r, f.mind[j, Mind.BOTTOM_LINE], a, wins)
            if i == j:
                f.mind[i, Mind.WAR] = w
                f.mind[i, Mind.WIN] = wins
                f.mind[i, Mind.FLOOR] = r
                f.mind[i, Mind.RATIFIABLE] = f.believed[i, j, 2]
                f.mind[i, Mind.AUDIENCE_WEIGHT] = audience_weight(a, wins)
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
            bound = sense * faded_bound(stated, p.text_line_lose[line], f.mind[party, Mind.WIN])
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
            floor = p.text_veto_floor[j] * fading(f.mind[party, Mind.WIN])
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
            ratifiable = ratifiable_floor(party_floor(lose, gain, v, relief), f.mind[j, Mind.BOTTOM_LINE], a, wins)
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


@jitable
def quieten(p: Plan, f: Future, days: float) -> None:
    """An even front falls dormant while no table is open, and wakes."""
    if not p.on[On.DORMANCY]:
        return
    numbers = p.numbers
    u, v = uniform_pair(f.seed, f.run, Luck.DORMANCY, 0, f.count[Count.DAY])
    if f.count[Count.DORMANT] == 0:
        rate = hazard(dormancy_hazard(numbers[Num.P_DORM], f.level[Level.GAIN]))
        if f.count[Count.TABLE] == 0 and u < chance(rate, days):
            f.count[Count.DORMANT] = 1
            note(f, Kind.DORMANT, 0, 0.0)
    elif v < chance(hazard(numbers[Num.P_WAKE]), days):
        wake(f)
