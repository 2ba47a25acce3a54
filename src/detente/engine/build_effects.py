"""Effects, clauses and the timeline as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np

from detente.case.effects import Condition, Effect
from detente.case.schema import Clause, Term
from detente.engine.layout import CONDITIONAL, Code, Dated, Status
from detente.engine.names import effect_names, event_names, luck_index, signal_names
from detente.engine.plan import ClausePlan, EffectPlan, Floats
from detente.engine.sheet import Sheet
from detente.engine.spaces import positions
from detente.evidence.statement import starting_credibility
from detente.models.floors import enforcement
from detente.models.signals import chain_credibility, evidence_weight
from detente.models.utility import scale_ends

__all__ = ["Compiler", "clause_plan", "effect_plan"]

PUBLIC_PRESSURE = 0.2
"""Log-odds by which pressure made public raises its target's bottom line (assumed)."""
SIGNALS = -1
"""Place on the timeline of what statements did to beliefs: the first day, if signals are on."""
_PURPOSES = ("defence", "offence", "training", "evacuation")
_STATUS = {name: int(Status[name.upper()]) for name in ("pending", "kept", "late", "breached", "disputed", "waived")}


@dataclass
class Compiler:
    """Collects effects as rows; each call returns the range of rows that it added."""

    sheet: Sheet
    rows: list[tuple[int, int, int, int, Floats]] = field(default_factory=list)

    @property
    def clauses(self) -> list[tuple[str, Clause]]:
        """Every clause with the name of its numbers."""
        case = self.sheet.case
        return [(f"deals.{deal}.{one.id}", one) for deal, it in case.deals.items() for one in it.clauses]

    def compile(self, names: Sequence[str], effects: Sequence[Effect]) -> tuple[int, int]:
        """Add effects whose numbers are written down under ``names``."""
        first = len(self.rows)
        for name, effect in zip(names, effects, strict=True):
            self._effect(name, effect)
        return first, len(self.rows)

    def row(self, code: int, i: int, j: int = 0, *, day: int = 0, value: float | Floats = 0.0) -> None:
        """Add one row."""
        self.rows.append((code, i, j, day, np.broadcast_to(np.asarray(value, float), (self.sheet.draws,))))

    def _effect(self, stem: str, effect: Effect) -> None:
        subject = effect.subject
        getattr(self, f"_{subject}", lambda *_: None)(stem, effect)

    def _share(self, party: str) -> Floats:
        """What part of its side's force a party's is."""
        side = [one for one in self.sheet.case.theatre.forces if self.sheet.side(one) == self.sheet.side(party)]
        own = self.sheet[f"forces.{party}.strength"]
        return own / np.maximum(1e-9, np.sum([self.sheet[f"forces.{one}.strength"] for one in side], axis=0))

    def _party(self, actor: str | None) -> int | None:
        return self.sheet.parties.index(actor) if actor in self.sheet.parties else None

    def _support(self, stem: str, effect: Effect) -> None:
        sheet = self.sheet
        a = sheet.patrons.index(str(effect.support))
        level = sheet[f"{stem}.level"] if effect.level is not None else None
        if effect.purposes:
            for j, purpose in enumerate(_PURPOSES):
                value = sheet[f"{stem}.{purpose}"] if purpose in effect.purposes else 0.0
                self.row(Code.SUPPORT_PURPOSE, a, j, value=value)
        if effect.ends is not None:
            after = level if level is not None else -1.0
            self.row(Code.SUPPORT_ENDS, a, effect.over or 0, day=max(0, sheet.day(effect.ends)), value=after)
        elif level is not None:
            self.row(Code.SUPPORT_LEVEL, a, effect.over or 0, value=level)
        if effect.lasts:
            self.row(Code.SUPPORT_ENDS, a, day=-1, value=-1.0)
        if effect.at_least is not None:
            self.row(Code.SUPPORT_LEAST, a, value=sheet[f"{stem}.at_least"])
        if effect.at_most is not None:
            self.row(Code.SUPPORT_MOST, a, value=sheet[f"{stem}.at_most"])

    def _hostilities(self, stem: str, effect: Effect) -> None:
        first, second = effect.hostilities or ("", "")
        p, q = self._party(first), self._party(second)
        if p is not None and q is not None:
            self.row(Code.HOSTILITY, p, q, value=0.0 if effect.to == "none" else 1.0)
            return
        patron, foe = (first, q) if first in self.sheet.patrons else (second, p)
        if patron in self.sheet.patrons and foe is not None and self._against(patron, foe):
            value = {"war": 2.0, "defence": 1.0, "none": 0.0}[effect.to or "none"]
            self.row(Code.HOSTILITY, self.sheet.patrons.index(patron), -1, value=value)

    def _against(self, patron: str, party: int) -> bool:
        """Whether a party is on the other side than the one that a patron supports."""
        sheet = self.sheet
        return sheet.side(sheet.parties[party]) != sheet.side(sheet.case.theatre.support[patron].to)

    def _office(self, stem: str, effect: Effect) -> None:
        if effect.office in self.sheet.ratifiers:
            self.row(Code.OFFICE, self.sheet.ratifiers.index(effect.office), value=float(effect.to == "in_office"))

    def _force(self, stem: str, effect: Effect) -> None:
        self.row(Code.FORCE, self.sheet.side(str(effect.force)), value=self.sheet[f"{stem}.add"])

    def _cohesion(self, stem: str, effect: Effect) -> None:
        party = str(effect.cohesion)
        self.row(Code.COHESION, self.sheet.side(party), value=self._share(party) * self.sheet[f"{stem}.add"])

    def _talks(self, stem: str, effect: Effect) -> None:
        self.row(Code.TABLE, 0, value=float(effect.to == "open"))

    def _clause(self, stem: str, effect: Effect) -> None:
        at = [one.id for _, one in self.clauses].index(str(effect.clause))
        by = -1 if effect.by is None else max(0, self.sheet.day(effect.by))
        if effect.status:
            again = self.clauses[at][1].model_copy(update={"status": "pending"})
            due = by if effect.status == "late" else -1
            if effect.status == "pending":
                due = by if by >= 0 else _due(self.sheet, again)
            self.row(Code.CLAUSE_STATUS, at, day=due, value=float(_STATUS[str(effect.status)]))
        elif by >= 0:
            self.row(Code.CLAUSE_BY, at, day=by)
        if effect.conditional:
            self.row(Code.CLAUSE_CONDITIONAL, at)

    def _deal(self, stem: str, effect: Effect) -> None:
        deal = self.sheet.case.deals[str(effect.deal)]
        for at, (_, clause) in enumerate(self.clauses):
            if clause in deal.clauses:
                self.row(Code.CLAUSE_STATUS, at, 1, day=-1, value=float(Status.WAIVED))

    def _belief(self, stem: str, effect: Effect) -> None:
        party = self._party(effect.of)
        if party is not None and effect.set is not None:
            self.row(Code.LASTS_SET, party, value=self.sheet[f"{stem}.set"])
        elif party is not None and effect.add is not None:
            self.row(Code.LASTS_ADD, party, value=self.sheet[f"{stem}.add"])

    def _theta(self, stem: str, effect: Effect) -> None:
        party = self._party(effect.theta)
        if party is not None:
            self.row(Code.THETA_ADD, party, value=self.sheet[f"{stem}.add"])

    def _guarantee(self, stem: str, effect: Effect) -> None:
        party = self._party(effect.of)
        if party is not None:
            sure, loss = self.sheet[f"{stem}.commitment"], self.sheet[f"{stem}.penalty"]
            self.row(Code.PSI_ADD, party, value=cast(Any, enforcement)(0.0, sure, loss))

    def _pressure(self, stem: str, effect: Effect) -> None:
        party = self._party(effect.on)
        if party is not None:
            self.row(Code.RELIEF_ADD, party, value=self.sheet[f"{stem}.add"])
            if effect.public:
                self.row(Code.BOTTOM_LINE, party, value=PUBLIC_PRESSURE)

    def _sanctuary(self, stem: str, effect: Effect) -> None:
        party = str(effect.to)
        self.row(Code.SANCTUARY, self.sheet.side(party), value=self._share(party) * self.sheet[f"{stem}.add"])

    def _truce(self, stem: str, effect: Effect) -> None:
        self.row(Code.TRUCE, 0, effect.days or 0)

    def _countryside(self, stem: str, effect: Effect) -> None:
        self.row(Code.COUNTRYSIDE, 0, value=self.sheet[f"{stem}.set"])

    def _region(self, stem: str, effect: Effect) -> None:
        self.row(Code.REGION, list(self.sheet.case.regions).index(str(effect.region)), self.sheet.side(str(effect.to)))


def clause_plan(compiler: Compiler) -> ClausePlan:
    """Obligations and terms as arrays."""
    sheet, clauses = compiler.sheet, compiler.clauses
    ids = [clause.id for _, clause in clauses]
    draws, count = sheet.draws, len(clauses)
    who = {name: i for i, name in enumerate(sheet.parties)}
    who |= {name: len(who) + a for a, name in enumerate(sheet.patrons)}
    numbers = {key: np.zeros((draws, count)) for key in ("gain", "penalty", "misses", "false_alarms")}
    ranges, waits, releases = [], np.zeros((count, count), np.bool_), np.zeros((count, count), np.bool_)
    for at, (stem, clause) in enumerate(clauses):
        for key, table in numbers.items():
            if f"{stem}.{key}" in sheet.values:
                table[:, at] = sheet[f"{stem}.{key}"]
        kept = compiler.compile(effect_names(f"{stem}.what", clause.what), clause.what)
        ranges.append((*kept, *compiler.compile(effect_names(f"{stem}.permits", clause.permits), clause.permits)))
        waits[at] = [other in clause.conditions for other in ids]
        releases[at] = [other in clause.releases for other in ids]
    spans = np.array(ranges, np.int64).reshape(count, 4)
    day = lambda when, default: default if when is None else sheet.day(when)
    review = [
        1 + sheet.patrons.index(clause.owes) if clause.review and clause.owes in sheet.patrons else 0
        for _, clause in clauses
    ]
    terms = sheet.case.terms
    owed = _terms(sheet)
    return ClausePlan(
        # Late in a case is met, after its date; late in the engine is still owed.
        status=np.array(
            [_STATUS["kept" if one.status == "late" and one.done else one.status] for _, one in clauses], np.int64
        ),
        due=np.array([_due(sheet, one) for _, one in clauses], np.int64),
        start=np.array([day(one.from_, 0) for _, one in clauses], np.int64),
        until=np.array([day(one.until, -1) for _, one in clauses], np.int64),
        obligor=np.array([who.get(one.owes, -1) for _, one in clauses], np.int64),
        gain=numbers["gain"],
        penalty=numbers["penalty"],
        misses=numbers["misses"],
        alarms=numbers["false_alarms"],
        review=np.array(review, np.int64),
        moved=np.array([one.moved for _, one in clauses], np.bool_),
        keep_from=spans[:, 0].copy(),
        keep_to=spans[:, 1].copy(),
        breach_from=spans[:, 2].copy(),
        breach_to=spans[:, 3].copy(),
        waits=waits,
        releases=releases,
        luck=luck_index(ids),
        term_obligor=np.array([_obligor(sheet, who, term) for term in terms], np.int64),
        term_issue=np.array([sheet.issues.index(t.issue) for t in terms], np.int64),
        term_within=np.array([t.within for t in terms], np.int64),
        term_ideal=owed[0],
        term_salience=owed[1],
        term_exponent=owed[2],
        term_luck=luck_index([term.id for term in terms]),
    )


def _due(sheet: Sheet, clause: Clause) -> int:
    """Day on which a clause that is still owed falls due; -1 for a standing obligation and for what is settled.

    What is to be done some day, and neither by a date nor from one on, is not broken by silence: like a clause that
    hangs on conditions it falls due once these are kept, and without any never.
    """
    owed = clause.status == "pending" or (clause.status == "late" and clause.done is None)
    if owed and clause.by is not None:
        return max(0, sheet.day(clause.by))
    return CONDITIONAL if owed and clause.from_ is None and clause.until is None else -1


def _obligor(sheet: Sheet, who: dict[str, int], term: Term) -> int:
    """Place of a term's obligor among parties and patrons; -1 without a position on the issue that could tempt it."""
    return who.get(term.owes, -1) if sheet.position(term.owes, term.issue) is not None else -1


def _terms(sheet: Sheet) -> tuple[Floats, Floats, Floats]:
    """Ideals, saliences (per unit of the obligor's own utility) and exponents of the obligors of terms, each (D, T)."""
    found = np.zeros((3, sheet.draws, len(sheet.case.terms)))
    found[2] = 1.0
    for t, term in enumerate(sheet.case.terms):
        if sheet.position(term.owes, term.issue) is None:
            continue
        side = sheet.case.actors[term.owes].side or ("challenger" if term.owes in _challengers(sheet) else "incumbent")
        rival = sheet.principal(0 if side == "challenger" else 1)
        ideal, salience, exponent = positions(sheet, (term.owes, rival))
        k = sheet.issues.index(term.issue)
        whole = 1.0 - scale_ends(ideal[:, 0], ideal[:, 1], salience[:, 0], exponent[:, 0])[:, 0]
        found[0, :, t], found[1, :, t], found[2, :, t] = ideal[:, 0, k], salience[:, 0, k] / whole, exponent[:, 0, k]
    return found[0], found[1], found[2]


def _challengers(sheet: Sheet) -> set[str]:
    """Patrons of the challenger's side."""
    return {key for key in sheet.patrons if sheet.side(sheet.case.theatre.support[key].to) == 1}


def _signals(compiler: Compiler) -> None:
    """What statements known by the cut do to beliefs on the first day."""
    sheet = compiler.sheet
    for strength, signal in zip(signal_names(sheet.case), sheet.case.signals, strict=True):
        for hearer in signal.hearers:
            party = sheet.parties.index(hearer) if hearer in sheet.parties else None
            if party is None:
                continue
            name = f"credibility.{hearer}.{signal.speaker}"
            credibility = sheet[name] if name in sheet.values else sheet.actor(hearer, "credulity")
            if signal.speaker == hearer:
                credibility = np.ones(sheet.draws)
            else:
                credibility = _as_told(sheet, signal.statement, hearer, credibility)
            code = {"support_lasts": Code.LASTS_ADD, "theta": Code.THETA_ADD, "bottom_line": Code.BOTTOM_LINE}[
                signal.about
            ]
            compiler.row(code, party, value=credibility * sheet[strength])


def _as_told(sheet: Sheet, statement: str, hearer: str, source: Floats) -> Floats:
    """What a source's statement weighs for a hearer, by how it came: who passed it on, and how far it is verified."""
    if statement not in sheet.case.ledger:
        return source
    said = sheet.case.ledger[statement]
    names = [f"credibility.{hearer}.{teller}" for teller in said.chain]
    known = [sheet[name] for name in names if name in sheet.values]
    tellers, weight = np.array(known).reshape(-1, sheet.draws), said.weight
    if said.credibility is None:  # hearsay counts once: by the teller's credibility where it is known
        weight = starting_credibility(said.verification.state, said.channel, len(said.chain) - len(known))
    else:  # the analyst has judged the statement as it came
        tellers = tellers[:0]
    return np.array([evidence_weight(source[d], chain_credibility(tellers[:, d]), weight) for d in range(sheet.draws)])


def effect_plan(compiler: Compiler) -> EffectPlan:
    """The timeline, with all effects collected so far; call it last."""
    sheet, case = compiler.sheet, compiler.sheet.case
    days: list[tuple[int, int, int, int]] = []
    first = len(compiler.rows)
    _signals(compiler)
    days.append((SIGNALS, first, len(compiler.rows), Dated.STATEMENTS))
    for names, event in zip(event_names(case), case.events, strict=True):
        if event.effects and event.date > case.as_of:
            kind = Dated.FIXED if event.kind == "standing" else Dated.EVENTS
            days.append((sheet.day(event.date), *compiler.compile(names, event.effects), kind))
    for name, lever in sheet.levers:
        changes = compiler.compile(effect_names(f"levers.{name}", lever.change), lever.change)
        days.append((max(0, sheet.day(lever.from_)), *changes, Dated.FIXED))
    days.sort(key=lambda one: one[0])
    pre = _preconditions(compiler)
    rows = compiler.rows
    column = lambda place: np.array([row[place] for row in rows], np.int64)
    values = np.column_stack([row[4] for row in rows]) if rows else np.zeros((sheet.draws, 0))
    return EffectPlan(
        code=column(0),
        i=column(1),
        j=column(2),
        day=column(3),
        value=np.ascontiguousarray(values),
        when=np.array([one[0] for one in days], np.int64),
        first=np.array([one[1] for one in days], np.int64),
        last=np.array([one[2] for one in days], np.int64),
        kind=np.array([one[3] for one in days], np.int64),
        pre_party=np.array([one[0] for one in pre], np.int64),
        pre_kind=np.array([one[1] for one in pre], np.int64),
        pre_index=np.array([one[2] for one in pre], np.int64),
        pre_value=np.array([one[3] for one in pre], np.float64),
        pre_from=np.array([one[4] for one in pre], np.int64),
    )


def _preconditions(compiler: Compiler) -> list[tuple[int, int, int, float, int]]:
    sheet = compiler.sheet
    found = []
    for table in sheet.case.tables.values():
        for one in table.preconditions:
            placed = _condition(compiler, one.while_)
            if placed and one.by in sheet.parties:
                found.append((sheet.parties.index(one.by), *placed, 0))
    return found


def _condition(compiler: Compiler, condition: Condition) -> tuple[int, int, float] | None:
    sheet = compiler.sheet
    if condition.office in sheet.ratifiers:
        return 0, sheet.ratifiers.index(condition.office), float(condition.is_ == "in_office")
    if condition.support in sheet.patrons and condition.above is not None:
        return 1, sheet.patrons.index(condition.support), condition.above.mode
    if condition.clause is not None and condition.is_ in _STATUS:
        at = [one.id for _, one in compiler.clauses].index(condition.clause)
        return 2, at, float(_STATUS[condition.is_])
    return None
