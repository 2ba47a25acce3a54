"""Beliefs, floors, zones and readiness once more, written from the pages of the documentation and not from the engine.

Plain Python on the engine's records (their fields are the vocabulary that both share), slow and without shortcuts.
`test_second_version` plays futures with the engine and asks here, step by step, what should have come of each.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from detente.engine.layout import Code, Dated, Kind, Luck, Num, On, Party
from detente.engine.random import normal, uniform_pair
from detente.engine.state import Aid, Count, Leave, Level, Mind

Record = Any
N = 20


def number(p: Record, name: str) -> float:
    """A number of the case by its name in the glossary."""
    return float(p.numbers[Num[name]])


def on(p: Record, name: str) -> bool:
    """Whether a mechanism is switched on."""
    return bool(p.on[On[name]])


def squash(x: float) -> float:
    """Chance from log-odds."""
    return 1.0 / (1.0 + math.exp(-x))


def happens(weekly: float, days: float) -> float:
    """Chance within so many days of what happens with a chance a week."""
    return 1.0 - (1.0 - weekly) ** (days / 7.0)


def phi(x: float) -> float:
    """Normal distribution function."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


# The walk of war --------------------------------------------------------------------------------------------------


def forever(q: float, m: float, d: float) -> np.ndarray:
    """B1, B0, Z and W at k = 0..N of the walk with one chance for ever: four systems of linear equations."""
    k = np.arange(N + 1)
    move = np.zeros((N + 1, N + 1))
    for at in range(1, N):
        move[at, at - 1 : at + 2] = m * (1 - q), 1 - m, m * q
    inside = (k > 0) & (k < N)
    flows = (
        np.stack([(1 - d) * k / N, (1 - d) * (1 - k / N), np.ones(N + 1), np.zeros(N + 1)], axis=1) * inside[:, None]
    )
    ends = np.zeros((N + 1, 4))
    ends[N, 0] = ends[0, 1] = ends[N, 3] = 1.0
    out = np.linalg.solve(np.eye(N + 1) - d * move, flows + ends)
    out[:, 3] = np.linalg.solve(np.eye(N + 1) - move, ends[:, 3])
    return out


def a_week_before(then: np.ndarray, q: float, m: float, d: float) -> np.ndarray:
    """The four values one week earlier."""
    k = np.arange(1, N)
    mixed = (1 - m) * then[1:-1] + m * q * then[2:] + m * (1 - q) * then[:-2]
    now = then.copy()
    now[1:-1, 0] = (1 - d) * k / N + d * mixed[:, 0]
    now[1:-1, 1] = (1 - d) * (1 - k / N) + d * mixed[:, 1]
    now[1:-1, 2] = 1.0 + d * mixed[:, 2]
    now[1:-1, 3] = mixed[:, 3]
    return now


def between(grid: np.ndarray, value: float) -> tuple[int, float]:
    """Cell of a sorted grid and place in it, held at the ends."""
    value = min(max(value, grid[0]), grid[-1])
    cell = min(int(np.searchsorted(grid, value, side="right")) - 1, len(grid) - 2)
    return cell, (value - grid[cell]) / (grid[cell + 1] - grid[cell])


def read_walk(p: Record, walk: np.ndarray, logit: float, shift: float, weeks: float, k: float) -> np.ndarray:
    """B1, B0, Z and W at a place of the front, linear in each of weeks, shift, logit and k."""
    table = walk[int(p.walk_of)]
    shifts = p.walk_shift_low + p.walk_shift_step * np.arange(table.shape[1])
    if table.shape[1] == 1:
        table, shifts = np.repeat(table, 2, axis=1), np.array([0.0, 1.0])
    axes = (np.array(p.walk_weeks), shifts, np.linspace(-4.0, 4.0, 129), np.arange(N + 1.0))
    places = [between(axis, value) for axis, value in zip(axes, (weeks, shift, logit, k), strict=True)]
    corner = table[tuple(slice(cell, cell + 2) for cell, _ in places)]
    for _, part in places:
        corner = (1 - part) * corner[0] + part * corner[1]
    return corner


def control(p: Record, f: Record) -> float:
    """The challenger's control x."""
    held = sum(p.weight[r] for r in range(p.regions) if f.holder[r] == 1)
    w_y = number(p, "W_Y") if on(p, "COUNTRYSIDE") else 0.0
    return w_y * f.level[Level.COUNTRYSIDE] + (1 - w_y) * held


def logits(p: Record, f: Record, theta: float) -> tuple[float, float]:
    """Log-odds that the challenger gains the next step, today and after the announced changes of support."""
    rest = theta + number(p, "G_S") * f.level[Level.LOG_STRENGTH]
    level, g_q = f.level, number(p, "G_Q")
    now = rest + g_q * (level[Level.SUPPORT_1] - level[Level.SUPPORT_0])
    after = rest + g_q * (level[Level.AFTER_1] - level[Level.AFTER_0])
    return now, after if on(p, "SHIFTING_POWER") else now


def place(p: Record, f: Record) -> float:
    """Today's place on the coarse front."""
    return min(N - 0.5, max(0.5, N * control(p, f)))


def worth_today(p: Record, f: Record, walk: np.ndarray, theta: float, lasts: float) -> np.ndarray:
    """B1, B0, Z and W of fighting on: b*V(lasts) + (1 - b)*V(as announced)."""
    now, after = logits(p, f, theta)
    k = place(p, f)
    lasts = lasts if on(p, "TRUST_IN_PATRON") else 0.0
    stays = read_walk(p, walk, now, 0.0, 0.0, k)
    goes = read_walk(p, walk, after, now - after, f.level[Level.UNTIL], k)
    return lasts * stays + (1 - lasts) * goes


def worth_after(p: Record, f: Record, walk: np.ndarray, theta: float, lasts: float) -> np.ndarray:
    """B1, B0, Z and W once the announced change has come, by who believes with ``lasts`` that it does not."""
    now, after = logits(p, f, theta)
    k = place(p, f)
    lasts = lasts if on(p, "TRUST_IN_PATRON") else 0.0
    return lasts * read_walk(p, walk, now, 0.0, 0.0, k) + (1 - lasts) * read_walk(p, walk, after, 0.0, 0.0, k)


def share_of(p: Record, i: int, worth: np.ndarray) -> float:
    """V = B - c*Z of a party, as a share of the prize."""
    return float(worth[1 - p.party_side[i]] - p.party_numbers[i, Party.COST] / 52.0 * worth[2])


# Beliefs ----------------------------------------------------------------------------------------------------------


def news(p: Record, f: Record, i: int, step: float, weeks: float) -> None:
    """A move of the front teaches party i (Kalman filter, linearised)."""
    theta, var, m = f.mind[i, Mind.THETA], f.mind[i, Mind.SD] ** 2, number(p, "M")
    q = squash(logits(p, f, theta)[0])
    slope = 2 * m * q * (1 - q) * weeks
    gain = var * slope / (var * slope**2 + m * weeks)
    f.mind[i, Mind.THETA] = theta + gain * (min(2 * weeks, max(-2 * weeks, step)) - m * (2 * q - 1) * weeks)
    f.mind[i, Mind.SD] = math.sqrt(var * (1 - gain * slope))


def learn(p: Record, f: Record, days: float) -> None:
    """News, wishes that wander, what refusals taught wearing off, recruits, cohesion."""
    level = f.level
    now = control(p, f)
    weeks = (level[Level.FOUGHT] + level[Level.LULL] / 20.0) / 7.0
    if on(p, "NEWS") and weeks > 0:
        for i in range(p.parties):
            news(p, f, i, N * (now - level[Level.CONTROL]), weeks)
    level[Level.CONTROL_BEFORE], level[Level.CONTROL] = level[Level.CONTROL], now
    sd, keeps = number(p, "TASTE_SD"), 2.0 ** (-days / 7.0 / number(p, "TASTE_HALF_LIFE"))
    for i in range(p.parties):
        draw = normal(f.seed, f.run, Luck.TASTE, int(p.party_luck[i]), int(f.count[Count.DAY]) + 2)
        f.mind[i, Mind.WAVE] = keeps * f.mind[i, Mind.WAVE] + sd * math.sqrt(0.5 * (1 - keeps**2)) * draw
        f.mind[i, Mind.GUESS] *= keeps
        f.mind[i, Mind.GUESS_SD] = math.sqrt(sd**2 + keeps**2 * (f.mind[i, Mind.GUESS_SD] ** 2 - sd**2))
    if on(p, "RECRUITMENT"):
        for side, share in ((0, 1 - now), (1, now)):
            level[Level.FORCE_0 + side] += level[Level.RECRUIT_0 + side] * p.force[side] * share * days / 365.0
    if on(p, "COHESION"):
        for side in (0, 1):
            rest = p.cohesion[side]
            back = 1.0 - math.exp(-number(p, "REC") * days)
            level[Level.COHESION_0 + side] += back * (rest - level[Level.COHESION_0 + side])
    level[Level.LOG_STRENGTH] = log_strength(f)


def log_strength(f: Record) -> float:
    """ln(S1/S0), S = F*h."""
    force, cohesion = f.level[[Level.FORCE_0, Level.FORCE_1]], f.level[[Level.COHESION_0, Level.COHESION_1]]
    return math.log(force[1] * cohesion[1] / (force[0] * cohesion[0]))


def start_minds(p: Record, f: Record) -> None:
    """The sides' means of theta start a gap apart, each in its own favour; tastes are half a type and half a wave."""
    gap, sd = number(p, "OPTIMISM_GAP") if on(p, "OPTIMISM") else 0.0, number(p, "TASTE_SD")
    for i in range(p.parties):
        told, mind = p.party_numbers[i], f.mind[i]
        mind[Mind.THETA] = told[Party.THETA] + (p.party_side[i] - 0.5) * gap
        mind[Mind.SD] = number(p, "THETA_SD")
        for name in ("LASTS", "BOTTOM_LINE", "AUDIENCE", "RELIEF", "PSI"):
            mind[Mind[name]] = told[Party[name]]
        for at, name in enumerate(("TYPE", "WAVE")):
            mind[Mind[name]] = sd / math.sqrt(2) * normal(f.seed, f.run, Luck.TASTE, int(p.party_luck[i]), at)
        mind[Mind.GUESS], mind[Mind.GUESS_SD] = 0.0, sd


def wish(p: Record, f: Record, i: int) -> float:
    """What party i wishes beside what the model knows."""
    taste = float(f.mind[i, Mind.TYPE] + f.mind[i, Mind.WAVE])
    return min(0.0, taste) if on(p, "STRICT_ACCEPTANCE") else taste


def _closing(p: Record, f: Record) -> float:
    """Weeks until the first event ahead that shuts the table (0: none), if events happen at all."""
    shuts = (p.effect_code == Code.TABLE) & (p.effect_value == 0)
    days = [
        int(p.effect_when[at])
        for at in range(int(f.count[Count.NEXT_TIME]), int(p.times))
        if on(p, "EVENTS") and p.effect_kind[at] == Dated.EVENTS
        if shuts[int(p.effect_first[at]) : int(p.effect_last[at])].any()
    ]
    return (min(days) - int(f.count[Count.DAY])) / 7 if days else 0.0


def schedule(p: Record, f: Record) -> None:
    """One change of support: what is left after all announced ends, at their mean date weighted by what goes.

    Support that runs down goes, for this, in the middle of the days that are left of it.
    """
    level, day = f.level, int(f.count[Count.DAY])
    after, gone, dated = [level[Level.SUPPORT_0], level[Level.SUPPORT_1]], 0.0, 0.0
    for a in range(p.patrons):
        ends = int(f.leave[a, Leave.ENDS])
        if ends >= 0:
            rest, before = float(f.aid[a, Aid.AFTER]), float(f.aid[a, Aid.LEVEL])
            change = in_force(p, f, a, rest) - in_force(p, f, a, before)
            after[p.patron_side[a]] += change
            middle = (max(day, ends - int(f.leave[a, Leave.OVER])) + ends) / 2.0
            gone += abs(change)
            dated += abs(change) * max(0.0, middle - day) / 7.0
    if on(p, "SHIFTING_POWER"):
        level[Level.AFTER_0], level[Level.AFTER_1] = after
    else:
        level[Level.AFTER_0], level[Level.AFTER_1] = level[Level.SUPPORT_0], level[Level.SUPPORT_1]
    level[Level.UNTIL] = dated / gone if gone > 0 else 0.0
    level[Level.DEADLINE] = min((weeks for weeks in (level[Level.UNTIL], _closing(p, f)) if weeks > 0), default=0.0)
    level[Level.PASSED] = number(p, "DISCOUNT") ** (level[Level.UNTIL] / 52.0)


def in_force(p: Record, f: Record, a: int, level: float) -> float:
    """What so much of a patron's support adds at the front today."""
    if not on(p, "SUPPORT"):
        return 0.0
    fight, defend = bool(f.leave[a, Leave.FIGHT]), bool(f.leave[a, Leave.DEFEND])
    if not on(p, "HOSTILITY_MATRIX"):
        fight = defend = True
    aid = f.aid[a]
    share = aid[Aid.TRAINING] + (aid[Aid.OFFENCE] if fight else 0.0) + (aid[Aid.DEFENCE] if fight or defend else 0.0)
    return float(level * share)


# Floors -----------------------------------------------------------------------------------------------------------


def faded(p: Record, i: int, chance: float) -> float:
    """How far what party i told its public still binds: all of it, but for one whose own forces are losing."""
    return min(1.0, 2.0 * chance) if p.party_armed[i] else 1.0


def floors_of(p: Record, f: Record, i: int, worth: np.ndarray) -> dict[str, float]:
    """War, r, R and L of party i, whose war is worth so much."""
    mind, fixed = f.mind[i], p.party_numbers[i]
    lose, win = fixed[Party.U_LOSE], fixed[Party.U_WIN]
    war = lose + (win - lose) * share_of(p, i, worth)
    r = max(lose, war - (mind[Mind.RELIEF] if on(p, "PRESSURE") else 0.0))
    chance = worth[3] if p.party_side[i] == 1 else 1.0 - worth[3]
    weight = mind[Mind.AUDIENCE] * faded(p, i, chance) if on(p, "AUDIENCE") else 0.0
    z = mind[Mind.BOTTOM_LINE]
    ratifiable = (r + weight * z) / (1 + weight) if z > r else r
    psi = mind[Mind.PSI] if on(p, "ENFORCEMENT") else 0.0
    return {"war": war, "r": r, "R": ratifiable, "L": max(ratifiable, war - psi), "win": chance, "weight": weight}


def as_terms(p: Record, j: int, worth: np.ndarray) -> float:
    """War of party j in utility of terms."""
    lose, win = p.party_numbers[j, Party.U_LOSE], p.party_numbers[j, Party.U_WIN]
    return float(lose + (win - lose) * share_of(p, j, worth))


def floors(p: Record, f: Record, walk: np.ndarray) -> None:
    """Every party's floors, and the others' as it reckons them under its own beliefs."""
    f.level[Level.CONTROL] = control(p, f)
    public = 0.0
    for i in range(p.parties):
        mind = f.mind[i]
        today = worth_today(p, f, walk, mind[Mind.THETA], mind[Mind.LASTS])
        gone = worth_after(p, f, walk, mind[Mind.THETA], 0.0)
        expected = worth_after(p, f, walk, mind[Mind.THETA], mind[Mind.LASTS] if on(p, "SHIFTING_POWER") else 0.0)
        own = floors_of(p, f, i, today)
        mind[Mind.WAR], mind[Mind.FLOOR], mind[Mind.RATIFIABLE] = own["war"], own["r"], own["R"]
        mind[Mind.KEEP], mind[Mind.WIN], mind[Mind.AUDIENCE_WEIGHT] = own["L"], own["win"], own["weight"]
        mind[Mind.VALUE], mind[Mind.VALUE_AFTER] = share_of(p, i, today), share_of(p, i, expected)
        mind[Mind.AFTER] = as_terms(p, i, gone)
        side = 1 - p.party_side[i]
        mind[Mind.LOSS_IF_LEFT] = max(0.0, today[side] - gone[side])
        public += today[3] / p.parties
        for j in range(p.parties):
            theirs = floors_of(p, f, j, today)
            f.believed[i, j, :3] = theirs["r"], as_terms(p, j, gone), theirs["R"]
    f.level[Level.PUBLIC] = public


def allow_texts(p: Record, f: Record) -> None:
    """Texts that no red line and no ratifier forbids today; lines and ratifiers fade as their party nears defeat."""
    for c in range(p.texts):
        who = 0
        for line in range(p.lines) if on(p, "RED_LINES") else ():
            party, patron = int(p.text_line_party[line]), int(p.text_line_patron[line])
            if f.count[Count.DAY] < p.text_line_from[line] or (patron >= 0 and f.aid[patron, Aid.LEVEL] == 0.0):
                continue
            fade = faded(p, party, f.mind[party, Mind.WIN])
            lose = p.text_line_lose[line]
            stated, x = p.text_line_bound[line], p.text_x[c, p.text_line_issue[line]]
            bound = lose + fade * (stated - lose)  # gives way, and never tightens
            if x < min(bound, stated) - 1e-9 if p.text_line_sense[line] > 0 else x > max(bound, stated) + 1e-9:
                who |= 1 << (party if patron < 0 else party + len(p.party_side))
        for j in range(p.vetoes) if on(p, "RATIFIERS") else ():
            party = int(p.text_veto_of[j])
            floor = p.text_veto_floor[j] * faded(p, party, f.mind[party, Mind.WIN])
            if f.office[j] and p.text_veto_u[j, c] < floor - 1e-9:
                who |= 1 << (party + len(p.party_side))
        f.barred[c], f.allowed[c] = who, who == 0


def open_as_seen(p: Record, f: Record, walk: np.ndarray, i: int, theta: float) -> bool:
    """Whether party i, if it believed theta, would see a credible zone among the texts that nobody forbids."""
    today = worth_today(p, f, walk, theta, f.mind[i, Mind.LASTS])
    change = worth_after(p, f, walk, theta, f.mind[i, Mind.LASTS])
    now = [floors_of(p, f, j, today)["L"] for j in range(p.parties)]
    then = []
    for j in range(p.parties):
        psi = f.mind[j, Mind.PSI] if on(p, "ENFORCEMENT") else 0.0
        then.append(max(floors_of(p, f, j, today)["R"], as_terms(p, j, change) - psi))
    needs = [now]
    if on(p, "SHIFTING_POWER"):
        needs.append(then)
        d = f.level[Level.PASSED]
        needs += [[(now[k] - (1 - d)) / d if k == j else then[k] for k in range(p.parties)] for j in range(p.parties)]
    texts = np.array([p.text_u[: p.parties, c] for c in range(p.texts) if f.allowed[c]]).reshape(-1, p.parties)
    return all(bool((texts >= np.array(need) - 1e-9).all(axis=1).any()) for need in needs)


def ready(p: Record, f: Record, walk: np.ndarray) -> float:
    """Readiness of the table: motive and hope of the party that has least of both."""
    if not on(p, "READINESS"):
        return 1.0
    found = []
    for i in range(p.parties):
        theta, sd = f.mind[i, Mind.THETA], f.mind[i, Mind.SD]
        nodes, weights = np.polynomial.hermite_e.hermegauss(3)
        hope = sum(
            w / weights.sum()
            for x, w in zip(nodes, weights, strict=True)
            if open_as_seen(p, f, walk, i, theta + x * sd)
        )
        steps = 52 * number(p, "M") * (2 * squash(logits(p, f, theta)[0]) - 1) / N
        gain = steps if p.party_side[i] == 1 else -steps
        motive, g = squash(number(p, "MOTIVE") * (p.party_numbers[i, Party.COST] - gain)), number(p, "MOTIVE_WEIGHT")
        found.append(motive**g * (hope * f.level[Level.TRUST]) ** (1 - g))
    return min(1.0, *found)


def foresee(p: Record, f: Record, walk: np.ndarray) -> None:
    """War once the patrons of scheduled issues have gone, or once they stay for good, as each party reckons it."""
    stays = f.level[Level.SUPPORT_1] - f.level[Level.SUPPORT_0]
    goes = stays
    for a in {int(p.text_stop_patron[stop]) for stop in range(p.stops)}:
        loses = max(0.0, in_force(p, f, a, float(f.aid[a, Aid.LEVEL])) - in_force(p, f, a, float(f.aid[a, Aid.AFTER])))
        goes += loses if p.patron_side[a] == 0 else -loses
    for i in range(p.parties):
        rest = f.mind[i, Mind.THETA] + number(p, "G_S") * f.level[Level.LOG_STRENGTH]
        for column, support in ((3, goes), (4, stays)):
            worth = read_walk(p, walk, rest + number(p, "G_Q") * support, 0.0, 0.0, place(p, f))
            for j in range(p.parties):
                f.believed[i, j, column] = as_terms(p, j, worth)


def quieten(p: Record, f: Record, days: float) -> None:
    """An even front falls dormant while no table is open, and wakes."""
    if not on(p, "DORMANCY"):
        return
    u, v = uniform_pair(f.seed, f.run, Luck.DORMANCY, 0, int(f.count[Count.DAY]))
    if f.count[Count.DORMANT]:
        if v < happens(number(p, "P_WAKE"), days):
            f.count[Count.DORMANT] = 0
            note(f, Kind.WOKEN, 0, 0.0)
    elif not f.count[Count.TABLE]:
        q = squash(logits(p, f, number(p, "THETA"))[0])
        if u < happens(number(p, "P_DORM") * math.exp(-abs(2 * q - 1) / 0.2), days):
            f.count[Count.DORMANT] = 1
            note(f, Kind.DORMANT, 0, 0.0)


def note(f: Record, kind: int, who: int, value: float) -> None:
    """Record a dated event, as far as there is room."""
    at = int(f.events)
    if at < len(f.event_day):
        f.event_day[at], f.event_kind[at], f.event_who[at] = f.count[Count.DAY], kind, who
        f.event_value[at] = value
    f.events = at + 1
