"""The case: a peace process as data. Frozen; every number says what it rests on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from detente.case.effects import WORDS, ClauseStatus, Condition, Effects
from detente.case.numbers import Evidenced, Names, Number, Numbers, Part, Positive, Real, Share, Shares, spread, within
from detente.case.parameters import REGISTRY
from detente.case.theatre import Force, HistoryRow, Hostility, Purpose, Region, Support, Theatre
from detente.evidence.ledger import Ledger

__all__ = [
    "Actor",
    "Case",
    "CaseFile",
    "Clause",
    "Deal",
    "Event",
    "Force",
    "HistoryRow",
    "Hostility",
    "Issue",
    "Lever",
    "Position",
    "Precondition",
    "Proposal",
    "Purpose",
    "Region",
    "Role",
    "Sharing",
    "Side",
    "Signal",
    "Support",
    "Table",
    "Term",
    "Theatre",
]

Role = Literal["party", "patron", "mediator", "neighbour", "ratifier", "audience", "spoiler"]
Side = Literal["incumbent", "challenger"]
Sharing = Literal["open", "restricted", "secret"]


class Actor(Evidenced):
    """Somebody whose choices matter. ``numbers`` overrules the registry's defaults for this actor.

    A number of the registry may also be given directly, as in ``bias: [.1, .3, .5]``.
    """

    name: str
    role: Role
    side: Side | None = None
    of: str | None = None
    principal: bool = False
    ratified_by: Names = ()
    leans: str | None = None
    hosts: bool = False
    absent: bool = False
    in_office: bool = True
    numbers: Numbers = {}
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("numbers", {}), dict):
            return data
        direct = {key: value for key, value in data.items() if key in REGISTRY and key not in cls.model_fields}
        if not direct:
            return data
        rest = {key: value for key, value in data.items() if key not in direct}
        return {**rest, "numbers": {**direct, **data.get("numbers", {})}}


class Speaker(Part):
    """A person or office who speaks for an actor, in the time of the office."""

    speaks_for: str = Field(alias="for")
    office: str = ""
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None


def _as_speaker(value: Any) -> Any:
    return {"for": value} if isinstance(value, str) else value


class Issue(Evidenced):
    """A scale from 0 to 1 with words at both ends and at stops between.

    ``name``: what views call it, its key in words if it has none. ``rights``: its value is an outcome that the views
    show beside "kept". ``schedule`` maps stops to what the terms do to a patron's support:
    ``{0.4: {patron: union, leaves_by: 2031-09-11}}``; null means that support stays.
    """

    name: str = ""
    question: str
    scale: dict[Annotated[float, Field(ge=0, le=1)], str]
    indivisible: bool = False
    rights: bool = False
    schedule: dict[Annotated[float, Field(ge=0, le=1)], ScheduleStop] = {}


class ScheduleStop(Part):
    """What a stop of a scheduled issue says of a patron's support."""

    patron: str
    leaves_by: date | None = None


class RedLine(Evidenced):
    """A limit on an issue that an actor says it will not cross."""

    at_most: Share | None = None
    at_least: Share | None = None


class Position(Evidenced):
    """Where an actor would like an issue settled, how much it cares, how steeply loss grows (exponent >= 1)."""

    actor: str
    issue: str
    ideal: Share
    salience: Positive
    exponent: Annotated[Real, within(1.0, 10.0)] = Number(low=1, mode=1, high=1)
    red_line: RedLine | None = None


class Precondition(Evidenced):
    """``by`` will not sit with ``with`` while the condition holds (``known``: since when; default: the start)."""

    by: str
    with_: str = Field(alias="with")
    while_: Condition = Field(alias="while")
    known: date | None = None


class Table(Evidenced):
    """Where a settlement is negotiated: every party sits there. ``shut``: closed for good."""

    parties: tuple[str, ...]
    mediator: str | None = None
    host: str | None = None
    open: bool = False
    shut: bool = False
    preconditions: tuple[Precondition, ...] = ()
    numbers: Numbers = {}


class Verification(Part):
    """How compliance is seen: shares of breaches missed and of false alarms."""

    misses: Share
    false_alarms: Share


class Clause(Evidenced):
    """An obligation. ``what`` it does to the state when kept; ``permits`` what its breach lets the other side do.

    ``moved``: somebody has moved its date, and it is not reviewed again.
    """

    id: str
    owes: str
    to: str
    text: str = ""
    what: Effects = ()
    from_: date | None = Field(default=None, alias="from")
    by: date | None = None
    until: date | None = None
    conditions: Names = ()
    conditional: bool = False
    review: bool = False
    moved: bool = False
    verified: Verification | None = None
    gain: Real = Number(low=-0.05, mode=0.0, high=0.05, assumed="keeping and breaching are worth about the same")
    penalty: Share = Number(low=0, mode=0.03, high=0.1, assumed="a breach costs some standing")
    releases: Names = ()
    permits: Effects = ()
    status: ClauseStatus = "pending"
    done: date | None = None
    known: date | None = None
    basis: str = ""

    @model_validator(mode="before")
    @classmethod
    def _between_the_two(cls, data: Any) -> Any:
        """Read ``{hostilities: none}`` as between the obligor and the other, and ``{talks: TABLE}`` as opening it."""
        if not isinstance(data, dict):
            return data
        pair = (data.get("owes"), data.get("to"))
        return {**data, **{key: _spelt_out(data[key], pair) for key in ("what", "permits") if key in data}}


def _spelt_out(effect: Any, pair: tuple[Any, Any]) -> Any:
    if isinstance(effect, list):
        return [_spelt_out(one, pair) for one in effect]
    if not isinstance(effect, dict):
        return effect
    if isinstance(effect.get("hostilities"), str) and effect["hostilities"] in WORDS["hostilities"]:
        return {**effect, "hostilities": pair, "to": effect["hostilities"]}
    return {**effect, "to": "open"} if "talks" in effect and "to" not in effect else effect


class Deal(Evidenced):
    """A signed set of clauses."""

    name: str = ""
    between: tuple[str, ...]
    signed: date
    void: bool = False
    clauses: tuple[Clause, ...]


class Term(Evidenced):
    """A clause that any settlement would carry: it carries out an issue's terms within so many days of signing.

    What breach would gain the obligor is what the term costs it: salience times distance from its ideal.
    """

    id: str
    owes: str
    to: str
    issue: str
    text: str
    within: int = Field(gt=0, description="days after signing")


class Proposal(Evidenced):
    """A text that somebody put forward: a value per issue; issues not named are left to the table."""

    name: str = ""
    by: str
    text: Shares
    known: date
    note: str = ""


class Signal(Evidenced):
    """What a statement does to beliefs: log-odds += credibility * strength (log likelihood ratio) for each hearer.

    ``about``: ``support_lasts`` (negative strength: support will end), ``theta`` (positive: the challenger gains),
    ``bottom_line`` (the speaker goes public: its red lines and audience costs rise).
    """

    statement: str
    about: Literal["support_lasts", "theta", "bottom_line"]
    strength: Real
    hearers: Names
    speaker: str | None = None


class Event(Evidenced):
    """Something dated. Effects of events known by the cut shape the start; scheduled ones are played."""

    date: date
    what: str
    known: date | None = None
    kind: str = "event"
    effects: Effects = ()


class Lever(Evidenced):
    """A change that somebody could decide. ``known``: when it came into question; earlier cuts leave it out."""

    who: Names
    from_: date = Field(alias="from")
    known: date | None = None
    change: Effects
    name: str = ""
    note: str = ""
    excludes: Names = ()


class Variant(Part):
    """A structural variant of the model: mechanisms switched off or on, to show what model choice does."""

    name: str
    switches: dict[str, bool]


class Beliefs(Evidenced):
    """Who expects what at the start: that support lasts (0..1), and who gains (logit; challenger +).

    ``credibility`` says how far each hearer believes each speaker: ``{hearer: {speaker: share}}``.
    """

    support_lasts: Shares = {}
    theta: Numbers = {}
    trust: Share = Number(low=0.15, mode=0.35, high=0.6, assumed="range of the calibration")
    credibility: Annotated[dict[str, Shares], BeforeValidator(spread)] = {}


class Document(Part):
    """A source: cited by outlet and date, never quoted at length."""

    outlet: str
    date: date
    title: str = ""
    sharing: Sharing | None = None
    note: str = ""


class CaseFile(Part):
    """What case.yaml holds."""

    detente: Literal[1] = 1
    title: str
    summary: str = ""
    as_of: date
    horizon: date
    hindsight: bool
    design_case: bool = False
    sharing: Sharing = "restricted"
    base_rate: str = ""
    documents: dict[str, Document] = {}
    actors: dict[str, Actor]
    speakers: dict[str, Annotated[Speaker, BeforeValidator(_as_speaker, json_schema_input_type=str | Speaker)]] = {}
    issues: dict[str, Issue]
    positions: tuple[Position, ...]
    theatre: Theatre
    tables: dict[str, Table]
    deals: dict[str, Deal] = {}
    terms: tuple[Term, ...] = ()
    proposals: dict[str, Proposal] = {}
    beliefs: Beliefs = Beliefs()
    signals: tuple[Signal, ...] = ()
    events: tuple[Event, ...] = ()
    levers: dict[str, Lever] = {}
    variants: tuple[Variant, ...] = ()
    numbers: Numbers = {}


class Case(CaseFile):
    """A peace process as data (the whole folder).

    A case that was cut at a date knows what it was cut from; that does not count when cases are compared.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    name: str = Field(exclude=True)
    folder: Path = Field(exclude=True)
    regions: dict[str, Region] = Field(exclude=True)
    ledger: Ledger = Field(exclude=True)
    history: tuple[HistoryRow, ...] = Field(default=(), exclude=True)
    geometry: dict[str, Any] | None = Field(default=None, exclude=True)
    uncut: Case | None = Field(default=None, exclude=True, repr=False)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Case) and other.uncut is not self.uncut:
            other = other.model_copy(update={"uncut": self.uncut})
        return super().__eq__(other)


Issue.model_rebuild()
