"""Whether a case makes sense: sides and principals, positions, forces, tables, dates."""

from __future__ import annotations

from datetime import date

from detente.case.files import Files
from detente.case.numbers import Number
from detente.case.problems import Path, Problem, Problems, show
from detente.case.schema import Clause, Position
from detente.case.validate import Checked

__all__ = ["LONGEST", "check_sense"]

_SIDES = ("incumbent", "challenger")
LONGEST = 20
"""Years that a case may look ahead."""
MOST = 1e12
"""Strength of forces at most, in any unit: as effects on it are bounded."""


def check_sense(checked: Checked, files: Files, problems: Problems) -> None:
    """Report what contradicts itself or the model."""
    sense = _Sense(checked, files, problems)
    sense.names()
    sense.sides()
    sense.issues()
    sense.positions()
    sense.theatre()
    sense.tables()
    sense.dates()
    sense.deals()
    sense.regions()


class _Sense:
    """Goes through a case and reports what makes no sense."""

    def __init__(self, checked: Checked, files: Files, problems: Problems) -> None:
        self.checked, self.case, self.files, self.problems = checked, checked.case, files, problems
        self.whole = not problems  # else what seems to be missing may only be misspelt

    def wrong(self, path: Path, message: str, *, key: bool = False) -> None:
        self.problems.add(self.checked.problem(path, message, key=key))

    def parties(self, side: str | None = None) -> list[str]:
        actors = self.case.actors.items()
        return [key for key, one in actors if one.role == "party" and side in (None, one.side)]

    def principal(self, side: str) -> str | None:
        """The party whose ideals are the terms of its side's victory."""
        parties = self.parties(side)
        marked = [key for key in parties if self.case.actors[key].principal]
        return (marked or parties)[0] if len(parties) == 1 or len(marked) == 1 else None

    def names(self) -> None:
        """What stands on every screen is not empty."""
        if not self.case.title.strip():
            self.wrong(("title",), "empty; give the case a title")
        for key, actor in self.case.actors.items():
            if not actor.name.strip():
                self.wrong(("actors", key, "name"), "empty; give the actor a name")

    def sides(self) -> None:
        """Every side has one principal; roles have what they need."""
        for key, actor in self.case.actors.items():
            if actor.role == "party" and actor.side is None and not self.checked.maimed(("actors", key)):
                self.wrong(("actors", key), "a party has a side; add side: incumbent or side: challenger")
            if actor.role == "ratifier" and actor.of is None:
                self.wrong(("actors", key), "a ratifier ratifies for somebody; add of: ACTOR")
            if actor.principal and actor.role != "party":
                self.wrong(("actors", key, "principal"), f"only a party leads a side, and this is a {actor.role}")
        for side in _SIDES:
            parties = self.parties(side)
            marked = [key for key in parties if self.case.actors[key].principal]
            if not parties and self.whole:
                self.wrong(("actors",), f"no party is on the side {show(side)}; each side has one", key=True)
            elif len(parties) > 1 and len(marked) != 1:
                found = f"{len(parties)} parties ({', '.join(parties)}) and {len(marked) or 'none'} marked as principal"
                message = f"the {side} has {found}; mark one of them, principal: true"
                self.wrong(("actors", (marked or parties)[-1]), message, key=True)

    def issues(self) -> None:
        """Scales have both ends; an indivisible issue has nothing between."""
        for key, issue in self.case.issues.items():
            path: Path = ("issues", key)
            if self.checked.maimed((*path, "scale")):
                continue
            missing = [end for end in ("0", "1") if float(end) not in issue.scale]
            if missing:
                self.wrong((*path, "scale"), f"no words for {' and '.join(missing)}; a scale has both ends", key=True)
            if issue.indivisible and (between := [stop for stop in issue.scale if 0 < stop < 1]):
                self.wrong((*path, "scale", between[0]), "an indivisible issue has no stops between 0 and 1", key=True)
            for stop in issue.schedule:
                if stop not in issue.scale:
                    self.wrong((*path, "schedule", stop), f"{stop:g} is no stop of the scale; add it there", key=True)
        for key, proposal in self.case.proposals.items():
            if not proposal.text:
                self.wrong(("proposals", key, "text"), "empty; give a value for at least one issue")
            for name, value in proposal.text.items():
                issue = self.case.issues.get(name)
                if issue and issue.indivisible and {value.low, value.mode, value.high} - {0.0, 1.0}:
                    message = f"{name} is indivisible; expected 0 or 1, got {value.mode:g}"
                    self.wrong(("proposals", key, "text", name), message)

    def positions(self) -> None:
        """One position per actor and issue; saliences that can be scaled; principals that differ."""
        seen: dict[tuple[str, str], int] = {}
        weight: dict[str, float] = {}
        for index, one in enumerate(self.case.positions):
            first = seen.setdefault((one.actor, one.issue), index)
            if first != index:
                message = f"{one.actor} has a position on {one.issue} already (positions[{first}]); keep one of the two"
                self.wrong(("positions", index), message)
            weight[one.actor] = weight.get(one.actor, 0.0) + one.salience.mode
            self.red_line(one, ("positions", index, "red_line"))
        for actor, total in weight.items():
            if total <= 0:
                index = next(i for i, one in enumerate(self.case.positions) if one.actor == actor)
                message = f"the saliences of {actor} add up to 0; one of them must be above 0"
                self.wrong(("positions", index, "salience"), message)
        for key in self.parties():
            if key not in weight and self.whole:
                self.wrong(("actors", key), "a party without a position; add its ideals to positions", key=True)
        self.principals({key: self.case.positions[index] for key, index in seen.items()})

    def red_line(self, one: Position, path: Path) -> None:
        line = one.red_line
        if line is None:
            return
        if line.at_most is None and line.at_least is None:
            self.wrong(path, "a red line without a limit; add at_most or at_least")
        if line.at_most and line.at_least and line.at_least.mode > line.at_most.mode:
            limits = f"at_least {line.at_least.mode:g} is above at_most {line.at_most.mode:g}"
            self.wrong(path, f"{limits}; nothing lies between")
        above = line.at_most and one.ideal.low > line.at_most.high
        below = line.at_least and one.ideal.high < line.at_least.low
        if above or below:
            ideal = f"{one.actor}'s own ideal on {one.issue}, {one.ideal.mode:g},"
            self.wrong(path, f"{ideal} is beyond it; correct one of them")

    def principals(self, positions: dict[tuple[str, str], Position]) -> None:
        """Each side's principal says what its victory means on every issue, and they want different things."""
        keys = [self.principal(side) for side in _SIDES]
        one, other = keys
        if one is None or other is None or one == other:
            return
        lacking, apart = False, {one: False, other: False}
        for issue in self.case.issues:
            held = {key: positions.get((key, issue)) for key in (one, other)}
            for key, position in held.items():
                if position is None and self.whole:
                    lacking = True
                    wanted = f"its ideal on {issue} says what winning brings"
                    self.wrong(("issues", issue), f"no position of {key}, which leads its side; {wanted}", key=True)
            ideals = {position.ideal.mode for position in held.values() if position}
            for key, position in held.items():
                apart[key] |= len(ideals) == 2 and position is not None and position.salience.mode > 0
        for key, differs in apart.items():
            if not differs and not lacking and self.whole:
                message = f"the principals {one} and {other} have equal ideals on every issue that {key} cares about"
                self.wrong(("positions",), f"{message}; there is nothing to bargain over", key=True)

    def theatre(self) -> None:
        """Both sides have forces; support goes to a party; hostilities are between two actors, once."""
        theatre = self.case.theatre
        for key, force in theatre.forces.items():
            path: Path = ("theatre", "forces", key)
            self.above_zero(force.strength, (*path, "strength"))
            self.above_zero(force.cohesion, (*path, "cohesion"))
        for side in _SIDES:
            parties = self.parties(side)
            if parties and not any(key in theatre.forces for key in parties) and self.whole:
                self.wrong(("theatre", "forces"), f"no forces of the {side}; add {parties[0]}", key=True)
        for key, support in theatre.support.items():
            path = ("theatre", "support", key)
            party, patron = self.case.actors.get(support.to), self.case.actors.get(key)
            if party and party.role != "party":
                self.wrong((*path, "to"), f"{show(support.to)} is a {party.role}; support goes to a party")
            if patron and patron.role not in ("patron", "neighbour"):
                self.wrong(
                    path, f"{show(key)} is a {patron.role}; only a patron or a neighbour lends support", key=True
                )
            total = sum(one.mode for one in support.purposes.values())
            if abs(total - 1) > 0.02:
                self.wrong((*path, "for"), f"the purposes add up to {total:g}; shares add up to 1")
            if support.ends and support.ends < self.case.as_of and "as_of" not in self.checked.stood_in:
                self.wrong((*path, "ends"), f"{support.ends} is before as_of, {self.case.as_of}; support has ended")
        pairs: set[frozenset[str]] = set()
        for index, hostility in enumerate(theatre.hostilities):
            path, pair = ("theatre", "hostilities", index), frozenset(hostility.between)
            if len(pair) == 1:
                self.wrong(path, f"{show(hostility.between[0])} cannot fight itself; name two actors")
            elif pair in pairs:
                self.wrong(path, f"{' and '.join(hostility.between)} are listed twice; keep one of the two")
            pairs.add(pair)
            if hostility.since > self.case.as_of:
                self.wrong((*path, "since"), f"{hostility.since} is after as_of, {self.case.as_of}; make it an event")

    def above_zero(self, number: Number, path: Path) -> None:
        if number.low <= 0:
            self.wrong(path, f"{number.low:g} is out of range; expected above 0")
        if number.high > MOST:
            self.wrong(path, f"{number.high:g} is out of range; expected {MOST:g} at most, in a larger unit")

    def tables(self) -> None:
        """One table, and every party at it."""
        tables = list(self.case.tables)
        if not tables and self.whole:
            self.wrong(("tables",), "there is none; give one (open: false if nobody talks)", key=True)
        for key in tables[1:]:
            self.wrong(("tables", key), f"a second table; a settlement is negotiated at one, {tables[0]}", key=True)
        for key in tables[:1]:
            table = self.case.tables[key]
            missing = [party for party in self.parties() if party not in table.parties]
            if missing:
                message = (
                    f"{', '.join(missing)} {'has' if len(missing) == 1 else 'have'} no seat; every party sits there"
                )
                self.wrong(("tables", key, "parties"), message)
            for index, name in enumerate(table.parties):
                actor = self.case.actors.get(name)
                if actor and actor.role != "party":
                    self.wrong(
                        ("tables", key, "parties", index), f"{show(name)} is a {actor.role}; only parties sit there"
                    )
                if name in table.parties[:index]:
                    self.wrong(("tables", key, "parties", index), f"{show(name)} sits there twice; keep one of the two")
            if table.open and table.shut:
                self.wrong(("tables", key, "shut"), "the table is open and closed for good; keep one of the two")

    def dates(self) -> None:
        """Dates that cannot be."""
        case = self.case
        both = not self.checked.stood_in & {"as_of", "horizon"}
        if both and case.horizon <= case.as_of:
            self.wrong(("horizon",), f"{case.horizon} is not after as_of, {case.as_of}; look further ahead")
            return
        if both and case.horizon.year - case.as_of.year > LONGEST:
            self.wrong(("horizon",), f"{case.horizon} is more than {LONGEST} years ahead; choose an earlier date")
        for name, speaker in case.speakers.items():
            if speaker.from_ and speaker.until:
                self.in_order(speaker.from_, speaker.until, ("speakers", name, "until"), "from")
        for key, proposal in case.proposals.items():
            self.by_horizon(proposal.known, ("proposals", key, "known"))
        for index, event in enumerate(case.events):
            self.by_horizon(event.date, ("events", index, "date"))
        for key, lever in case.levers.items():
            self.by_horizon(lever.from_, ("levers", key, "from"))

    def by_horizon(self, day: date, path: Path) -> None:
        if self.case.as_of < self.case.horizon < day:
            self.wrong(path, f"{day} is after the horizon, {self.case.horizon}; nobody would see it")

    def in_order(self, first: date | None, then: date | None, path: Path, name: str) -> None:
        if first and then and then < first:
            self.wrong(path, f"{then} is before {name}, {first}; dates run forward")

    def deals(self) -> None:
        """Clauses whose dates and statuses contradict each other."""
        for key, deal in self.case.deals.items():
            self.by_horizon(deal.signed, ("deals", key, "signed"))
            if len(set(deal.between)) < 2:
                self.wrong(("deals", key, "between"), "a deal is between two actors at least; name them")
            for index, clause in enumerate(deal.clauses):
                self.clause(clause, ("deals", key, "clauses", index))
        self.waiting()
        for index, term in enumerate(self.case.terms):
            if term.owes == term.to:
                self.wrong(("terms", index, "to"), f"{show(term.owes)} cannot owe itself; name the other party")

    def waiting(self) -> None:
        """No clause waits for itself, nor for one that waits for it."""
        waits = {one.id: one.conditions for deal in self.case.deals.values() for one in deal.clauses}
        for key, deal in self.case.deals.items():
            for index, clause in enumerate(deal.clauses):
                reached: set[str] = set()
                ahead = list(clause.conditions)
                while ahead:
                    one = ahead.pop()
                    if one not in reached:
                        reached.add(one)
                        ahead += waits.get(one, ())
                if clause.id in reached:
                    message = "the clause waits for itself, by way of what it waits for; leave one of them out"
                    self.wrong(("deals", key, "clauses", index, "conditions"), message)

    def clause(self, clause: Clause, path: Path) -> None:
        if clause.owes == clause.to:
            self.wrong((*path, "to"), f"{show(clause.owes)} cannot owe itself; name the other party")
        if clause.id in clause.releases:
            self.wrong((*path, "releases"), "a clause cannot release itself; leave it out")
        self.in_order(clause.from_, clause.by, (*path, "by"), "from")
        self.in_order(clause.from_, clause.until, (*path, "until"), "from")
        self.in_order(clause.done, clause.known, (*path, "known"), "done")
        if clause.done and clause.status in ("pending", "waived") and not self.checked.maimed(path):
            self.wrong((*path, "done"), f"done on {clause.done}, and the status is {clause.status}; say kept or late")
        if clause.done and clause.by and clause.done > clause.by and clause.status == "kept":
            self.wrong((*path, "status"), f"done on {clause.done}, after {clause.by}; that is late")
        if clause.done and clause.by and clause.done <= clause.by and clause.status == "late":
            self.wrong((*path, "status"), f"done on {clause.done}, by {clause.by}; that is kept")

    def regions(self) -> None:
        """Weights to share out, at most one capital, holders that are parties."""
        regions, rows = self.files.regions, self.files.region_rows
        if not regions:
            return
        if sum(region.weight for region in regions.values()) <= 0:
            row = next(iter(rows.values()))
            message = "the weights add up to 0; give each region its share of the population"
            self.problems.add(Problem(row.file, row.line, row.columns.get("weight", 1), "weight", message))
        capitals = [key for key, region in regions.items() if region.capital]
        for key in capitals[1:]:
            rows[key].wrong("capital", f"a second capital besides {capitals[0]}; mark one")
        for key, region in regions.items():
            holder = self.case.actors.get(region.holder)
            if (
                holder
                and (holder.role != "party" or holder.side is None)
                and not self.checked.maimed(("actors", region.holder))
            ):
                rows[key].wrong("holder", f"{show(region.holder)} is a {holder.role}; a party of a side holds a region")
