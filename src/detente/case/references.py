"""Whether everything that a case names is there: actors, issues, regions, clauses, tables, numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.case.effects import Condition, Effect
from detente.case.files import Files
from detente.case.parameters import REGISTRY
from detente.case.problems import Path, Problems, meant, show
from detente.case.schema import Actor, Clause, Deal
from detente.case.switches import SWITCHES
from detente.case.validate import Checked

__all__ = ["Defined", "check_references"]


class Defined:
    """The names that a case defines, by kind, also of parts that are wrong in some other way."""

    def __init__(self, checked: Checked, files: Files) -> None:
        data = checked.located.data
        self.actor = _keys(data, "actors")
        self.speaker = _keys(data, "speakers")
        self.issue = _keys(data, "issues")
        self.table = _keys(data, "tables")
        self.deal = _keys(data, "deals")
        self.lever = _keys(data, "levers")
        self.document = _keys(data, "documents")
        self.patron = _keys(_keys(data, "theatre", plain=False), "support")
        self.force = _keys(_keys(data, "theatre", plain=False), "forces")
        self.clause = _clause_ids(_keys(data, "deals", plain=False))
        self.region = list(files.regions)
        self.statement = list(files.ledger)


def _keys(data: Any, key: str, *, plain: bool = True) -> Any:
    block = data.get(key) if isinstance(data, dict) else None
    block = block if isinstance(block, dict) else {}
    return [str(name) for name in block if name not in ("because", "assumed")] if plain else block


def _clause_ids(deals: dict[Any, Any]) -> list[str]:
    lists = [deal.get("clauses") for deal in deals.values() if isinstance(deal, dict)]
    clauses = [clause for one in lists if isinstance(one, list) for clause in one if isinstance(clause, dict)]
    return [str(clause["id"]) for clause in clauses if "id" in clause]


_SAID = {
    "actor": "no actor",
    "speaker": "no actor and no speaker",
    "issue": "no issue",
    "table": "no table",
    "deal": "no deal",
    "lever": "no lever",
    "patron": "theatre.support has no patron",
    "force": "theatre.forces has no party",
    "clause": "no clause of a deal is called",
    "region": "no region",
    "statement": "no statement in ledger.jsonl is called",
}


class _References:
    """Goes through a case and reports names that lead nowhere."""

    def __init__(self, checked: Checked, files: Files, problems: Problems) -> None:
        self.checked, self.case, self.files, self.problems = checked, checked.case, files, problems
        self.names = Defined(checked, files)

    def wrong(self, path: Path, message: str, *, key: bool = False) -> None:
        self.problems.add(self.checked.problem(path, message, key=key))

    def known(self, kind: str, name: str | None, path: Path, *, key: bool = False) -> bool:
        """Whether a name is there; it is reported where it is not."""
        names: list[str] = getattr(self.names, kind)
        if kind == "speaker":
            names = [*self.names.actor, *names]
        if name is None or name in names:
            return True
        advice = meant(name, names) or f"there are none: define {name} first"
        self.wrong(path, f"{_SAID[kind]} {show(name)}; {advice}", key=key)
        return False

    def all_known(self, kind: str, names: Iterable[str], path: Path) -> None:
        for index, name in enumerate(names):
            self.known(kind, name, (*path, index))

    def actors(self) -> None:
        for key, actor in self.case.actors.items():
            path = ("actors", key)
            self.known("actor", actor.of, (*path, "of"))
            self.known("actor", actor.leans, (*path, "leans"))
            if actor.of == key:
                self.wrong((*path, "of"), f"{show(key)} cannot be of itself; name the actor that it belongs to")
            for index, name in enumerate(actor.ratified_by):
                here = (*path, "ratified_by", index)
                if self.known("actor", name, here) and name in self.case.actors:
                    self.ratifies(self.case.actors[name], name, here)
            self.numbers(actor.numbers, (*path, "numbers"), actor)
        for name, speaker in self.case.speakers.items():
            self.known("actor", speaker.speaks_for, ("speakers", name, "for"))

    def ratifies(self, actor: Actor, name: str, path: Path) -> None:
        if actor.role not in ("ratifier", "audience"):
            self.wrong(path, f"{show(name)} is a {actor.role}; only a ratifier or an audience ratifies")

    def numbers(self, numbers: dict[str, Any], path: Path, actor: Actor | None = None) -> None:
        """Names, scopes and bounds of numbers of the registry."""
        for name, number in numbers.items():
            here = (*path, name)
            parameter = REGISTRY.get(name)
            if parameter is None:
                self.wrong(here, f"no such number; {meant(name, REGISTRY)}", key=True)
            elif actor is None and parameter.scope != "case":
                self.wrong(here, f"is one number for each {parameter.scope}; give it in actors.NAME.numbers", key=True)
            elif actor is not None and parameter.scope == "case":
                self.wrong(here, "is one number for the theatre; give it in numbers", key=True)
            elif actor is not None and parameter.scope == "patron" and actor.role != "patron":
                self.wrong(here, f"is a number of patrons, and this is a {actor.role}; leave it out", key=True)
            elif not (parameter.lower <= number.low and number.high <= parameter.upper):
                end = number.low if number.low < parameter.lower else number.high
                bounds = f"from {parameter.lower:g} to {parameter.upper:g} ({parameter.unit})"
                self.wrong(here, f"{end:g} is out of range; expected {bounds}")

    def issues(self) -> None:
        for key, issue in self.case.issues.items():
            for stop, schedule in issue.schedule.items():
                self.known("patron", schedule.patron, ("issues", key, "schedule", stop, "patron"))
        for index, position in enumerate(self.case.positions):
            self.known("actor", position.actor, ("positions", index, "actor"))
            self.known("issue", position.issue, ("positions", index, "issue"))
        for key, proposal in self.case.proposals.items():
            self.known("actor", proposal.by, ("proposals", key, "by"))
            for name in proposal.text:
                self.known("issue", name, ("proposals", key, "text", name), key=True)

    def theatre(self) -> None:
        theatre = self.case.theatre
        for key in theatre.forces:
            self.known("actor", key, ("theatre", "forces", key), key=True)
        for key, support in theatre.support.items():
            self.known("actor", key, ("theatre", "support", key), key=True)
            self.known("actor", support.to, ("theatre", "support", key, "to"))
        for index, hostility in enumerate(theatre.hostilities):
            self.all_known("actor", hostility.between, ("theatre", "hostilities", index, "between"))
        self.numbers(theatre.front, ("theatre", "front"))
        self.numbers(self.case.numbers, ("numbers",))

    def tables(self) -> None:
        for key, table in self.case.tables.items():
            path = ("tables", key)
            self.all_known("actor", table.parties, (*path, "parties"))
            if self.known("actor", table.mediator, (*path, "mediator")) and table.mediator in self.case.actors:
                role = self.case.actors[table.mediator].role
                if role != "mediator":
                    self.wrong((*path, "mediator"), f"{show(table.mediator)} is a {role}; expected a mediator")
            self.known("actor", table.host, (*path, "host"))
            self.numbers(table.numbers, (*path, "numbers"))
            for index, one in enumerate(table.preconditions):
                here = (*path, "preconditions", index)
                self.known("actor", one.by, (*here, "by"))
                self.known("actor", one.with_, (*here, "with"))
                self.condition(one.while_, (*here, "while"))

    def condition(self, condition: Condition, path: Path) -> None:
        self.known("actor", condition.office, (*path, "office"))
        self.known("patron", condition.support, (*path, "support"))
        self.known("clause", condition.clause, (*path, "clause"))

    def deals(self) -> None:
        first: dict[str, Path] = {}
        for key, deal in self.case.deals.items():
            self.all_known("actor", deal.between, ("deals", key, "between"))
            for index, clause in enumerate(deal.clauses):
                self.clause(clause, deal, ("deals", key, "clauses", index), first)
        for index, term in enumerate(self.case.terms):
            path = ("terms", index)
            self.known("actor", term.owes, (*path, "owes"))
            self.known("actor", term.to, (*path, "to"))
            self.known("issue", term.issue, (*path, "issue"))
            if term.id in first:
                self.wrong((*path, "id"), f"the id {show(term.id)} is taken; ids of clauses and terms must differ")
            first[term.id] = path

    def clause(self, clause: Clause, deal: Deal, path: Path, first: dict[str, Path]) -> None:
        if clause.id in first:
            self.wrong((*path, "id"), f"the id {show(clause.id)} is taken; ids of clauses and terms must differ")
        first.setdefault(clause.id, path)
        self.known("actor", clause.owes, (*path, "owes"))
        self.known("actor", clause.to, (*path, "to"))
        self.all_known("clause", clause.conditions, (*path, "conditions"))
        self.all_known("clause", clause.releases, (*path, "releases"))
        self.effects(clause.what, (*path, "what"))
        self.effects(clause.permits, (*path, "permits"))

    def beliefs(self) -> None:
        for block in ("support_lasts", "theta"):
            for name in getattr(self.case.beliefs, block):
                self.known("actor", name, ("beliefs", block, name), key=True)
        for hearer, speakers in self.case.beliefs.credibility.items():
            self.known("actor", hearer, ("beliefs", "credibility", hearer), key=True)
            for name in speakers:
                self.known("speaker", name, ("beliefs", "credibility", hearer, name), key=True)
        for index, signal in enumerate(self.case.signals):
            path = ("signals", index)
            if self.files.ledger_is_right:
                self.known("statement", signal.statement, (*path, "statement"))
            self.all_known("actor", signal.hearers, (*path, "hearers"))
            self.known("speaker", signal.speaker, (*path, "speaker"))

    def variants(self) -> None:
        for index, variant in enumerate(self.case.variants):
            for name in variant.switches:
                if name not in SWITCHES:
                    path = ("variants", index, "switches", name)
                    self.wrong(path, f"no such switch; {meant(name, SWITCHES)}", key=True)

    def changes(self) -> None:
        for index, event in enumerate(self.case.events):
            self.effects(event.effects, ("events", index, "effects"))
        for key, lever in self.case.levers.items():
            path = ("levers", key)
            self.all_known("actor", lever.who, (*path, "who"))
            self.effects(lever.change, (*path, "change"))
            self.all_known("lever", lever.excludes, (*path, "excludes"))

    def effects(self, effects: tuple[Effect, ...], path: Path) -> None:
        for index, effect in enumerate(effects):
            self.effect(effect, (*path, index))

    def effect(self, effect: Effect, path: Path) -> None:
        """Names in an effect."""
        for field, kind in _EFFECT_NAMES.items():
            value = getattr(effect, field)
            if isinstance(value, tuple):
                self.all_known(kind, value, (*path, field))
            else:
                self.known(kind, value, (*path, field))
        if effect.sanctuary is not None:
            self.known("force", effect.to, (*path, "to"))
        if effect.region is not None:
            self.known("actor", effect.to, (*path, "to"))
        of = self.case.actors.get(effect.of) if effect.of else None
        if effect.number is not None and (effect.of is None or of is not None):
            self.number_effect(effect, path, of)

    def number_effect(self, effect: Effect, path: Path, of: Actor | None) -> None:
        name, number = effect.number, effect.set
        parameter = REGISTRY.get(name or "")
        if parameter is None:
            self.wrong((*path, "number"), f"no such number as {show(name)}; {meant(name, REGISTRY)}")
        elif (of is None) != (parameter.scope == "case"):
            advice = "leave out of" if of is not None else "say whose with of: ACTOR"
            self.wrong((*path, "number"), f"{name} is one number for each {parameter.scope}; {advice}")
        elif number is not None and not parameter.lower <= number.low <= number.high <= parameter.upper:
            bounds = f"from {parameter.lower:g} to {parameter.upper:g} ({parameter.unit})"
            self.wrong((*path, "set"), f"[{number.low:g}, {number.high:g}] is out of range; expected {bounds}")

    def rows(self) -> None:
        """Names in the tables and in the ledger."""
        holders = [*self.names.actor, "incumbent", "challenger"]
        for key, region in self.files.regions.items():
            if region.holder and region.holder not in holders:
                row = self.files.region_rows[key]
                row.wrong("holder", f"no actor {show(region.holder)}; {meant(region.holder, holders)}")
        for history, row in zip(self.files.history, self.files.history_rows, strict=False):
            if history.kind == "fall" and self.files.regions and history.subject not in self.files.regions:
                row.wrong("subject", f"no region {show(history.subject)}; {meant(history.subject, self.names.region)}")


_EFFECT_NAMES = {
    "support": "patron",
    "hostilities": "actor",
    "office": "actor",
    "force": "force",
    "cohesion": "force",
    "talks": "table",
    "clause": "clause",
    "deal": "deal",
    "theta": "actor",
    "guarantee": "actor",
    "pressure": "actor",
    "sanctuary": "actor",
    "red_line": "actor",
    "position": "actor",
    "truce": "actor",
    "region": "region",
    "of": "actor",
    "on": "actor",
    "issue": "issue",
}


def check_references(checked: Checked, files: Files, problems: Problems) -> None:
    """Report every name that leads nowhere."""
    references = _References(checked, files, problems)
    references.actors()
    references.issues()
    references.theatre()
    references.tables()
    references.deals()
    references.beliefs()
    references.changes()
    references.variants()
    references.rows()
