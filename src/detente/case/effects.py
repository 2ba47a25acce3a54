"""What clauses, events and levers do to the state: one small grammar for all three."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from detente.case.numbers import Part, Positive, Real, Share

__all__ = ["SUBJECTS", "Condition", "Effect", "Effects"]

ClauseStatus = Literal["pending", "kept", "late", "breached", "disputed", "waived"]


class Effect(Part):
    """One change of the state. Exactly one of the *subject* keys is given; the others qualify it.

    ========================  ==================================================================
    subject                   qualifiers
    ========================  ==================================================================
    support: PATRON           to | at_least | at_most (level 0..1), purposes, over (days it takes; with ends: before
                              it), ends (date), lasts
    hostilities: [A, B]       to: war | none | defence (only answering attacks on the side that is supported)
    office: RATIFIER          to: in_office | out_of_office
    force: PARTY              add (in the unit of strength; negative takes away)
    cohesion: PARTY           add (-1..1)
    talks: TABLE              to: open | closed (for good: a lever or host that shuts the table)
    clause: ID                by (new date) | conditional: true | status
    deal: NAME                status: void
    belief: support_lasts     of: ACTOR, set (0..1) or add (log-odds)
    theta: ACTOR              add (shift of the belief about who gains, logit; challenger +)
    guarantee: ACTOR          of: PARTY kept to the deal, commitment (0..1), penalty (share of the prize)
    pressure: ACTOR           on: PARTY, add (lowers the party's floor, in utility), public
    sanctuary: NEIGHBOUR      to: PARTY fed, add (share of its strength a year)
    red_line: ACTOR           issue, at_least | at_most
    position: ACTOR           issue, set (its ideal)
    truce: [A, B]             days
    number: NAME              set (any number of the registry), of: ACTOR where it is an actor's
    countryside: challenger   set (0..1)
    region: NAME              to: PARTY that holds it
    ========================  ==================================================================
    """

    support: str | None = None
    hostilities: tuple[str, str] | None = None
    office: str | None = None
    force: str | None = None
    cohesion: str | None = None
    talks: str | None = None
    clause: str | None = None
    deal: str | None = None
    belief: Literal["support_lasts"] | None = None
    theta: str | None = None
    guarantee: str | None = None
    pressure: str | None = None
    sanctuary: str | None = None
    red_line: str | None = None
    position: str | None = None
    truce: tuple[str, str] | None = None
    number: str | None = None
    countryside: Literal["challenger"] | None = None
    region: str | None = None

    to: str | None = None
    level: Share | None = None
    at_least: Share | None = None
    at_most: Share | None = None
    add: Real | None = None
    set: Real | None = None
    of: str | None = None
    on: str | None = None
    issue: str | None = None
    by: date | None = None
    ends: date | None = None
    lasts: bool | None = None
    over: int | None = Field(default=None, ge=0)
    days: int | None = Field(default=None, ge=1)
    purposes: dict[Literal["defence", "offence", "training", "evacuation"], Share] | None = None
    conditional: bool | None = None
    status: Literal["pending", "kept", "late", "breached", "disputed", "waived", "void"] | None = None
    commitment: Share | None = None
    penalty: Positive | None = None
    public: bool = False

    @property
    def subject(self) -> str:
        """Which of the subject keys is given."""
        return next(key for key in SUBJECTS if getattr(self, key) is not None)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        """Read ``to`` of a support as its level, and ``{president: out_of_office}`` as an office's state."""
        if not isinstance(data, dict):
            return data
        if "support" in data and "to" in data and "level" not in data:
            return {("level" if key == "to" else key): value for key, value in data.items()}
        return _office(data, "to")

    @model_validator(mode="after")
    def _one_subject(self) -> Effect:
        given = [key for key in SUBJECTS if getattr(self, key) is not None]
        if len(given) != 1:
            said = " and ".join(given) or "none"
            raise ValueError(f"expected exactly one subject, of {', '.join(SUBJECTS)}; got {said}")
        subject = given[0]
        allowed = SUBJECTS[subject]
        for key in type(self).model_fields:
            if key in SUBJECTS or key == "public" or getattr(self, key) is None:
                continue
            if key not in allowed:
                raise ValueError(f'"{key}" does not go with "{subject}"; it takes {", ".join(allowed)}')
        words = WORDS.get(subject, ())
        if words and self.to is not None and self.to not in words:
            raise ValueError(f'to: expected one of {", ".join(words)}, got "{self.to}"')
        return self


SUBJECTS: dict[str, tuple[str, ...]] = {
    "support": ("level", "at_least", "at_most", "purposes", "over", "ends", "lasts"),
    "hostilities": ("to",),
    "office": ("to",),
    "force": ("add",),
    "cohesion": ("add",),
    "talks": ("to",),
    "clause": ("by", "conditional", "status"),
    "deal": ("status",),
    "belief": ("of", "set", "add"),
    "theta": ("add",),
    "guarantee": ("of", "commitment", "penalty"),
    "pressure": ("on", "add"),
    "sanctuary": ("to", "add"),
    "red_line": ("issue", "at_least", "at_most"),
    "position": ("issue", "set"),
    "truce": ("days",),
    "number": ("of", "set"),
    "countryside": ("set",),
    "region": ("to",),
}
WORDS: dict[str, tuple[str, ...]] = {
    "hostilities": ("war", "none", "defence"),
    "office": ("in_office", "out_of_office"),
    "talks": ("open", "closed"),
}


OFFICE = ("in_office", "out_of_office")


def _office(data: dict[str, Any], verb: str) -> dict[str, Any]:
    """Spell out ``{president: out_of_office}``."""
    match list(data.items()):
        case [(str() as who, str() as state)] if state in OFFICE:
            return {"office": who, verb: state}
    return data


def _as_tuple(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else (value,)


Effects = Annotated[tuple[Effect, ...], BeforeValidator(_as_tuple, json_schema_input_type=Effect | tuple[Effect, ...])]


class Condition(Part):
    """A state of affairs: ``{office: president, is: in_office}``, ``{support: union, above: 0}`` or
    ``{clause: W3, is: breached}``.
    """

    office: str | None = None
    support: str | None = None
    clause: str | None = None
    is_: Literal["in_office", "out_of_office", "pending", "kept", "breached"] | None = Field(default=None, alias="is")
    above: Share | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return _office(data, "is") if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _one_subject(self) -> Condition:
        given = [key for key in ("office", "support", "clause") if getattr(self, key) is not None]
        if len(given) != 1:
            raise ValueError("expected exactly one of office, support, clause")
        if given[0] == "support" and self.above is None:
            raise ValueError('expected "above" with a level from 0 to 1')
        if given[0] != "support" and self.is_ is None:
            raise ValueError('expected "is" with a state')
        return self
