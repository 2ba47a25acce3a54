"""What every answer draws on: a result, the case it was played from, and the names to call things by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from detente.case.schema import Actor, Case
from detente.views.number_names import number_name
from detente.views.wording import OUTCOMES, as_day, joined, readable

__all__ = ["Context", "Queried", "as_list"]


class Queried(Protocol):
    """A result: tables that SQL can ask, and a manifest."""

    @property
    def manifest(self) -> dict[str, Any]:
        """How the result came about."""
        ...

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        ...

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Ask the result's tables."""
        ...


@dataclass(frozen=True)
class Context:
    """A result and its case, with names for people.

    Parameters
    ----------
    redact
        Leave the documents' sentences out.
    include
        The highest level of sharing that is shown (see `detente.views.sharing`).
    regions
        Whether to say who holds which region in the futures.
    """

    result: Queried
    case: Case
    redact: bool = False
    include: str = "restricted"
    regions: bool = True

    def rows(self, table: str, rest: str = "", columns: str = "*") -> list[dict[str, Any]]:
        """Return a table's rows, none if the result does not have it."""
        if table not in self.result.tables:
            return []
        return self.result.query(f"select {columns} from {table} {rest}")

    @cached_property
    def runs(self) -> int:
        """How many futures the baseline has."""
        return int(self.result.manifest["runs"])

    @cached_property
    def as_of(self) -> date:
        """The information date."""
        return as_day(self.result.manifest["as_of"])

    @cached_property
    def horizon(self) -> date:
        """The day up to which futures are played."""
        return as_day(self.result.manifest["horizon"])

    @cached_property
    def shares(self) -> dict[str, dict[str, Any]]:
        """Shares of the baseline by outcome (share, low, high, base)."""
        return {row["outcome"]: row for row in self.rows("shares", "where scenario = 'baseline'")}

    def principal(self, side: str) -> Actor | None:
        """Return the party that stands for a side: its declared principal, or else its first party."""
        parties = [actor for actor in self.case.actors.values() if actor.role == "party" and actor.side == side]
        return next((actor for actor in parties if actor.principal), parties[0] if parties else None)

    def side_name(self, side: str) -> str:
        """Return what to call a side: its principal's name."""
        actor = self.principal(side)
        return actor.name if actor else side

    def actor_name(self, key: str | None) -> str:
        """Return an actor's name as the case has it."""
        return self.case.actors[key].name if key in self.case.actors else (key or "somebody")

    def side_of(self, key: str) -> str:
        """Return the colour of an actor's side: ``inc`` or ``chal``; a ratifier or patron counts with its side."""
        actor = self.case.actors.get(key)
        for _ in range(3):
            if actor is None:
                break
            if actor.side:
                return "chal" if actor.side == "challenger" else "inc"
            actor = self.case.actors.get(actor.of or actor.leans or "")
        return "bar"

    @cached_property
    def outcome_names(self) -> dict[str, str]:
        """Names of the outcomes; victories carry the party's name."""
        names = dict(OUTCOMES)
        for outcome, side in (("challenger_victory", "challenger"), ("incumbent_victory", "incumbent")):
            who = self.side_name(side)
            names[outcome] = f"{who} victory" if len(who) <= 18 else f"Victory: {who}"
        return names

    def issue_name(self, key: str) -> str:
        """Return an issue's name, or its key in words."""
        issue = self.case.issues.get(key)
        return (issue.name if issue else "") or readable(key)

    def scale_ends(self, key: str) -> tuple[str, str]:
        """Return the words at both ends of an issue's scale."""
        scale = self.case.issues[key].scale
        return scale[min(scale)], scale[max(scale)]

    def region_name(self, key: str) -> str:
        """Return a region's name."""
        return self.case.regions[key].name if key in self.case.regions else key

    def lever_name(self, key: str) -> str:
        """Return a lever's name, or those of several played together (``a+b``)."""
        levers = self.case.levers
        return joined([levers[one].name or readable(one) if one in levers else readable(one) for one in key.split("+")])

    @cached_property
    def clause_names(self) -> dict[str, str]:
        """Clauses and terms by id: who owes what."""
        clauses = [clause for deal in self.case.deals.values() for clause in deal.clauses]
        owed = [*clauses, *self.case.terms]
        return {one.id: f"{self.actor_name(one.owes)}: {one.text or readable(one.id)}" for one in owed}

    def clause_name(self, key: str) -> str:
        """Return what a clause, term or thing that broke is called."""
        if key in self.case.actors:
            return f"{self.actor_name(key)} goes back to war"
        return self.clause_names.get(key) or readable(key)

    @cached_property
    def paused(self) -> bool:
        """Whether a ceasefire from before the information date is in force; it is applied on the day after."""
        return any(event.kind == "standing" and one.truce for event in self.case.events for one in event.effects)

    @cached_property
    def salience(self) -> dict[str, float]:
        """Issues by what they matter to the parties: mean salience over parties, most first."""
        weights = dict.fromkeys(self.case.issues, 0.0)
        parties = [key for key, actor in self.case.actors.items() if actor.role == "party"]
        for one in self.case.positions:
            if one.actor in parties:
                weights[one.issue] = weights.get(one.issue, 0.0) + one.salience.mode / max(len(parties), 1)
        return dict(sorted(weights.items(), key=lambda item: -item[1]))

    def number_name(self, path: str) -> str:
        """Say what a number is, from its path: ``actors.front.psi``, ``support.union.level``, ``numbers.tau``."""
        return number_name(self, path)


def as_list(value: Any) -> list[Any]:
    """Return a list from a column that holds JSON text, a list or nothing.

    Examples
    --------
    >>> as_list('["S1"]'), as_list(None), as_list(("a",))
    (['S1'], [], ['a'])
    """
    if value is None or value == "":
        return []
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError:
            return [value]
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | dict) else [value]
