"""What events, levers, clauses and statements do, once more: from the case's own words and the documentation.

As in `second_minds`. Unlike the engine, which reads rows that were compiled from the case, this reads the case.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from detente.case.effects import Effect
from detente.case.schema import Clause
from detente.engine.layout import CONDITIONAL, Kind, Luck, Status
from detente.engine.names import effect_names, event_names, signal_names
from detente.engine.random import uniform
from detente.engine.sheet import Sheet
from detente.engine.state import Aid, Count, Leave, Level, Mind
from detente.evidence.statement import starting_credibility
from second_deals import announce, breached, owed
from second_minds import note, number, on, squash

Record = Any
PURPOSES = ("defence", "offence", "training", "evacuation")


class Told:
    """A case with its levers and one draw of its numbers."""

    def __init__(self, sheet: Sheet, draw: int) -> None:
        self.sheet, self.case, self.draw = sheet, sheet.case, draw
        self.clauses: list[tuple[str, Clause]] = [
            (f"deals.{name}.{one.id}", one) for name, deal in sheet.case.deals.items() for one in deal.clauses
        ]

    def number(self, name: str) -> float:
        """A number by its name."""
        return float(self.sheet[name][self.draw])

    def day(self, when: Any) -> int:
        """Days from the information date; what lies before it is due at once."""
        return max(0, (when - self.case.as_of).days)

    def party(self, actor: str | None) -> int:
        """Place of a party; -1 for anybody else."""
        return self.sheet.parties.index(actor) if actor in self.sheet.parties else -1

    def share(self, party: str) -> float:
        """What part of its side's force a party's is."""
        of = {key: self.number(f"forces.{key}.strength") for key in self.case.theatre.forces}
        return of[party] / sum(one for key, one in of.items() if self.sheet.side(key) == self.sheet.side(party))

    def clause(self, name: str | None) -> int:
        """Place of a clause."""
        return [one.id for _, one in self.clauses].index(str(name))


# Support ----------------------------------------------------------------------------------------------------------


def within(f: Record, a: int, level: float) -> float:
    """A least and a most hold for good, whatever comes later."""
    return float(min(f.aid[a, Aid.MOST], max(f.aid[a, Aid.LEAST], level)))


def stands_at(f: Record, a: int, level: float) -> None:
    """Support stands at a level today; an announced end runs it down from there in the days that are left."""
    f.aid[a, Aid.LEVEL] = f.aid[a, Aid.BASE] = within(f, a, level)
    if f.leave[a, Leave.ENDS] >= 0:
        left = int(f.leave[a, Leave.ENDS] - f.count[Count.DAY])
        f.leave[a, Leave.OVER] = max(1, min(int(f.leave[a, Leave.OVER]), left))


def _ends(told: Told, p: Record, f: Record, name: str, effect: Effect, a: int) -> None:
    """An announced end: to what is said to be left, or was when it was said last."""
    day = int(f.count[Count.DAY])
    if effect.level is not None:
        f.aid[a, Aid.AFTER] = within(f, a, told.number(f"{name}.level"))
    if effect.over:
        f.leave[a, Leave.PACE] = effect.over
    f.aid[a, Aid.BASE] = f.aid[a, Aid.LEVEL]
    f.leave[a, Leave.ENDS] = told.day(effect.ends)
    f.leave[a, Leave.OVER] = max(1, min(int(f.leave[a, Leave.PACE]), told.day(effect.ends) - day))
    announce(p, f, a, -2.0)


def _support(told: Told, p: Record, f: Record, name: str, effect: Effect) -> None:
    a, aid = told.sheet.patrons.index(str(effect.support)), f.aid
    if effect.purposes:
        rises = -float(aid[a, Aid.EVACUATION])
        for at, purpose in enumerate(PURPOSES):
            aid[a, Aid.DEFENCE + at] = told.number(f"{name}.{purpose}") if purpose in effect.purposes else 0.0
        rises += float(aid[a, Aid.EVACUATION])
        if rises > 0 and on(p, "EVACUATION_NEWS"):
            announce(p, f, a, -2.0 * rises)
    if effect.ends is not None:
        _ends(told, p, f, name, effect, a)
    elif effect.level is not None and effect.over:
        aid[a, Aid.GOAL], f.leave[a, Leave.GOAL_ON] = told.number(f"{name}.level"), f.count[Count.DAY] + effect.over
        stands_at(f, a, float(aid[a, Aid.LEVEL]))
    elif effect.level is not None:
        aid[a, Aid.GOAL], f.leave[a, Leave.GOAL_ON] = told.number(f"{name}.level"), -1
        stands_at(f, a, told.number(f"{name}.level"))
    if effect.lasts:
        aid[a, Aid.BASE], f.leave[a, Leave.ENDS] = aid[a, Aid.LEVEL], -1
        f.leave[a, Leave.OVER] = f.leave[a, Leave.PACE]
        announce(p, f, a, 2.0)
    for bound, key, tighter in ((effect.at_least, "at_least", max), (effect.at_most, "at_most", min)):
        if bound is not None:
            value = told.number(f"{name}.{key}")
            aid[a, Aid.LEAST], aid[a, Aid.MOST] = (tighter(aid[a, one], value) for one in (Aid.LEAST, Aid.MOST))
            aid[a, Aid.AFTER] = within(f, a, float(aid[a, Aid.AFTER]))
            stands_at(f, a, float(aid[a, Aid.LEVEL]))


# Clauses ----------------------------------------------------------------------------------------------------------


def _own_day(told: Told, clause: Clause) -> int:
    """Day on which a clause falls due by its own words."""
    if clause.by is not None:
        return told.day(clause.by)
    return -1 if clause.from_ is not None or clause.until is not None else CONDITIONAL


def _clause(told: Told, p: Record, f: Record, name: str, effect: Effect) -> None:
    """A status is what became of it; a date or a condition is for what is still owed, or disputed."""
    at = told.clause(effect.clause)
    hangs = effect.conditional and on(p, "CONDITIONS")
    open_yet = owed(f, at) or f.clause[at, 0] == Status.DISPUTED
    if effect.status:
        status = Status[effect.status.upper()]
        anew = status == Status.BREACHED != f.clause[at, 0]
        again = status == Status.PENDING or (status == Status.LATE and effect.by is not None)
        day = -1
        if again:
            day = told.day(effect.by) if effect.by is not None else _own_day(told, told.clauses[at][1])
            day = CONDITIONAL if hangs else day
        f.clause[at] = status, day, 1
        if anew:
            breached(p, f, at)
    elif hangs and open_yet:
        f.clause[at] = Status.PENDING, CONDITIONAL, 1
    elif effect.by is not None and open_yet:
        f.clause[at] = Status.PENDING, told.day(effect.by), 1


def _deal(told: Told, p: Record, f: Record, name: str, effect: Effect) -> None:
    """A deal that is void leaves nothing owed; what was kept, broken or disputed stays so."""
    for at, (stem, _) in enumerate(told.clauses):
        if stem.startswith(f"deals.{effect.deal}.") and owed(f, at):
            f.clause[at] = Status.WAIVED, -1, 1


# Parties and theatre ----------------------------------------------------------------------------------------------


def _pull(f: Record, i: int, column: Mind, by: float) -> None:
    """Log-odds move."""
    share = min(1 - 1e-9, max(1e-9, float(f.mind[i, column])))
    f.mind[i, column] = squash(math.log(share / (1 - share)) + by)


def bind_in_public(f: Record, i: int, by: float) -> None:
    """Going public raises the bottom line in log-odds, and multiplies the audience's weight."""
    _pull(f, i, Mind.BOTTOM_LINE, by)
    f.mind[i, Mind.AUDIENCE] *= math.exp(by)


def _hostilities(told: Told, p: Record, f: Record, name: str, effect: Effect) -> None:
    pair = effect.hostilities or ("", "")
    i, j = told.party(pair[0]), told.party(pair[1])
    if i >= 0 and j >= 0:
        f.hostile[i, j] = f.hostile[j, i] = effect.to != "none"
    for patron, other in (pair, pair[::-1]):
        foe = told.party(other)
        if patron in told.sheet.patrons and foe >= 0:
            a = told.sheet.patrons.index(patron)
            if p.party_side[foe] != p.patron_side[a]:
                f.leave[a, Leave.FIGHT], f.leave[a, Leave.DEFEND] = effect.to == "war", effect.to in ("war", "defence")


def _region(told: Told, p: Record, f: Record, name: str, effect: Effect) -> None:
    """A region that is handed over falls as any: by surrender or assault, with what that does."""
    r, side = list(told.case.regions).index(str(effect.region)), told.sheet.side(str(effect.to))
    loser = int(f.holder[r])
    if loser == side:
        return
    lot = uniform(f.seed, f.run, Luck.KIND_OF_FALL, int(p.region_luck[r]), int(f.spell[r]))
    yields = on(p, "SURRENDER") and lot < 1 - f.level[Level.COHESION_0 + loser]
    lost = (number(p, "XI") if yields else number(p, "XA")) * f.level[Level.FORCE_0 + loser] * p.weight[r]
    f.level[Level.FORCE_0 + loser] -= lost
    f.level[Level.FORCE_0 + side] += lost if yields else 0.0
    if on(p, "COHESION"):
        f.level[Level.COHESION_0 + loser] *= math.exp(-number(p, "KAPPA") / p.regions)
    f.level[Level.MOMENTUM_0 + side] += 1
    f.holder[r], f.spell[r] = side, f.spell[r] + 1
    f.falls[f.count[Count.DAY] % 14] += 1
    f.count[[Count.RECENT, Count.FALLS_WEEK]] += 1
    kinds = (Kind.RETAKEN_SURRENDER, Kind.SURRENDER) if yields else (Kind.RETAKEN, Kind.FALL)
    note(f, kinds[side], r, lost)
    if f.count[Count.DORMANT]:
        f.count[Count.DORMANT] = 0
        note(f, Kind.WOKEN, 0, 0.0)
    if r == p.capital:
        f.count[Count.CAPITAL_FELL] = f.count[Count.DAY]
        note(f, Kind.CAPITAL_FELL, r, 0.0)


def _at_a_partys(told: Told, p: Record, f: Record, name: str, effect: Effect) -> None:
    """What changes in one party's mind."""
    i = told.party(effect.of or effect.on or effect.theta)
    if i < 0:
        return
    if effect.belief and effect.set is not None:
        f.mind[i, Mind.LASTS] = told.number(f"{name}.set")
    elif effect.belief:
        _pull(f, i, Mind.LASTS, told.number(f"{name}.add"))
    elif effect.theta:
        f.mind[i, Mind.THETA] += told.number(f"{name}.add")
    elif effect.guarantee:
        f.mind[i, Mind.PSI] += told.number(f"{name}.commitment") * told.number(f"{name}.penalty")
    else:
        f.mind[i, Mind.RELIEF] += told.number(f"{name}.add")
        if effect.public:
            bind_in_public(f, i, 0.2)


def _in_the_theatre(told: Told, p: Record, f: Record, name: str, effect: Effect) -> None:
    """What changes for everybody."""
    level, count = f.level, f.count
    if effect.office in told.sheet.ratifiers:
        f.office[told.sheet.ratifiers.index(effect.office)] = effect.to == "in_office"
    elif effect.force:
        at = Level.FORCE_0 + told.sheet.side(effect.force)
        level[at] = max(0.0, level[at] + told.number(f"{name}.add"))
    elif effect.cohesion:
        at = Level.COHESION_0 + told.sheet.side(effect.cohesion)
        level[at] = min(1.0, max(1e-6, level[at] + told.share(effect.cohesion) * told.number(f"{name}.add")))
    elif effect.sanctuary and on(p, "SANCTUARY"):
        at = Level.RECRUIT_0 + told.sheet.side(str(effect.to))
        level[at] = max(0.0, level[at] + told.share(str(effect.to)) * told.number(f"{name}.add"))
    elif effect.talks:
        count[Count.TABLE], count[Count.TABLE_SHUT] = effect.to == "open", effect.to != "open"
    elif effect.truce:
        until = count[Count.DAY] + (effect.days or 0)
        note(f, Kind.CEASEFIRE, -1, float(effect.days or 0))
        if until > count[Count.CEASEFIRE_UNTIL]:
            count[Count.CEASEFIRE_UNTIL], count[Count.PAUSE_AGREED] = until, 0
    elif effect.countryside:
        level[Level.COUNTRYSIDE] = told.number(f"{name}.set")


def happen(told: Told, p: Record, f: Record, name: str, effect: Effect) -> None:
    """One effect, whose numbers are written down under a name."""
    own = {
        "support": _support, "clause": _clause, "deal": _deal, "hostilities": _hostilities, "region": _region,
        "belief": _at_a_partys, "theta": _at_a_partys, "guarantee": _at_a_partys, "pressure": _at_a_partys,
    }  # fmt: skip
    own.get(effect.subject, _in_the_theatre)(told, p, f, name, effect)


# The calendar -----------------------------------------------------------------------------------------------------


def _said(told: Told, p: Record, f: Record) -> None:
    """Statements known at the cut: rho is the speaker's credibility times how the statement came."""
    for name, signal in zip(signal_names(told.case), told.case.signals, strict=True):
        said = told.case.ledger[signal.statement]
        for hearer in signal.hearers:
            i, known = told.party(hearer), told.case.beliefs.credibility.get(hearer, {})
            if i < 0:
                continue
            by = told.number(f"credibility.{hearer}.{signal.speaker}" if signal.speaker in known
                             else f"actors.{hearer}.credulity")  # fmt: skip
            if signal.speaker == hearer:
                by = 1.0
            elif said.credibility is None:
                tellers = [told.number(f"credibility.{hearer}.{one}") for one in said.chain if one in known]
                strangers = len(said.chain) - len(tellers)
                by *= math.prod(tellers) * starting_credibility(said.verification.state, said.channel, strangers)
            else:
                by *= said.weight
            by = min(1.0, max(0.0, by)) * told.number(name)
            if signal.about == "theta":
                f.mind[i, Mind.THETA] += by
            elif signal.about == "support_lasts":
                _pull(f, i, Mind.LASTS, by)
            else:
                bind_in_public(f, i, by)


def _set_off(told: Told, p: Record, f: Record) -> list[tuple[str, tuple[Effect, ...]]]:
    """What clauses have set off: what they promise if they were kept, what they permit if they were breached."""
    found = []
    for first, last in f.queue[: f.count[Count.QUEUED]].tolist():
        for at, (stem, clause) in enumerate(told.clauses):
            if (first, last) == (p.clause_keep_from[at], p.clause_keep_to[at]):
                found.append((f"{stem}.what", clause.what))
            elif (first, last) == (p.clause_breach_from[at], p.clause_breach_to[at]):
                found.append((f"{stem}.permits", clause.permits))
    return found


def _follow(told: Told, p: Record, f: Record) -> None:
    """What clauses have set off happens, and what that sets off in turn."""
    while f.count[Count.QUEUED]:
        waiting = _set_off(told, p, f)
        f.count[Count.QUEUED] = 0
        for stem, effects in waiting:
            for name, effect in zip(effect_names(stem, effects), effects, strict=True):
                happen(told, p, f, name, effect)


def at_war(p: Record, f: Record) -> float:
    """Share of the pairs of parties across the sides that may fight today."""
    pairs = [bool(f.hostile[i, j]) for i in range(p.parties) for j in range(i) if p.party_side[i] != p.party_side[j]]
    return sum(pairs) / len(pairs) if on(p, "HOSTILITY_MATRIX") else 1.0


def timeline(told: Told, p: Record, f: Record) -> None:
    """A day of the calendar: what clauses set off, statements on the first day, events and levers of today."""
    day, case = int(f.count[Count.DAY]), told.case
    _follow(told, p, f)
    if day == 0 and on(p, "SIGNALS"):
        _said(told, p, f)
    for names, event in zip(event_names(case), case.events, strict=True):
        played = event.kind == "standing" or on(p, "EVENTS")
        if event.date == case.as_of + timedelta(days=day) > case.as_of and played:
            for name, effect in zip(names, event.effects, strict=True):
                happen(told, p, f, name, effect)
            _follow(told, p, f)
    for lever, one in told.sheet.levers:
        if told.day(one.from_) == day:
            for name, effect in zip(effect_names(f"levers.{lever}", one.change), one.change, strict=True):
                happen(told, p, f, name, effect)
            _follow(told, p, f)
    f.level[Level.AT_WAR] = at_war(p, f)
