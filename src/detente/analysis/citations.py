"""References of the models that a case uses, from the bibliography beside the models."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from detente.case.schema import Case

__all__ = ["Reference", "citations"]


@dataclass(frozen=True)
class Reference:
    """One reference: its key, its text, and the mechanisms it stands behind."""

    id: str
    text: str
    uses: tuple[str, ...]

    def to_record(self) -> dict[str, Any]:
        """Return the reference as JSON types."""
        return {"id": self.id, "text": self.text, "uses": list(self.uses)}


def citations(case: Case | None = None) -> tuple[Reference, ...]:
    """Return the references in use, by first author and year.

    Parameters
    ----------
    case
        Leaves out what its mechanisms do not need (mediators, spoilers, patrons, verified clauses, three parties);
        without it, all are returned.

    Examples
    --------
    >>> [one.id for one in citations() if "mediator" in one.uses]
    ['kydd2003']
    """
    text = resources.files("detente.models").joinpath("references.json").read_text(encoding="utf-8")
    has = None if case is None else _has(case)
    found = [
        Reference(entry["id"], _cited(entry), tuple(entry["mechanisms"]))
        for entry in json.loads(text)
        if has is None or set(entry.get("needs", ())) <= has
    ]
    return tuple(sorted(found, key=lambda one: one.text))


def _cited(entry: dict[str, Any]) -> str:
    """Return the reference with its DOI, if that is known."""
    return f"{entry['text']} doi:{entry['doi']}" if "doi" in entry else entry["text"]


def _has(case: Case) -> frozenset[str]:
    """Return what a case has that some references need."""
    roles = {actor.role for actor in case.actors.values()}
    clauses = [clause for deal in case.deals.values() for clause in deal.clauses]
    present = {
        "mediator": any(table.mediator for table in case.tables.values()),
        "spoiler": "spoiler" in roles,
        "patron": bool(case.theatre.support),
        "verified": any(clause.verified for clause in clauses),
        "three_parties": sum(actor.role == "party" for actor in case.actors.values()) > 2,
    }
    return frozenset(name for name, there in present.items() if there)
