"""The case: a peace process as data. Frozen; every number says what it rests on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from detente.case.effects import ClauseStatus, Condition, Effects
from detente.case.numbers import Evidenced, Number, Part, Positive, Real, Share
from detente.evidence.ledger import Ledger

__all__ = [
    "Actor",
    "Case",
    "Clause",
    "Deal",
    "Event",
    "Force",
    "Issue",
    "Lever",
    "Position",
    "Precondition",
    "Proposal",
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
Purpose = Literal["defence", "offence", "training", "evacuation"]


def _as_names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class Actor(Evidenced):
    """Somebody whose choices matter. ``numbers`` overrules the registry's defaults for this actor."""

    name: str
    role: Role
    side: Side | None = None
    of: str | None = None
    principal: bool = False
    ratified_by: tuple[str, ...] = ()
    leans: str | None = None
    hosts: bool = False
    absent: bool = False
    numbers: dict[str, Real] = {}
    note: str = ""


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

    ``rights``: its value is an outcome that the views show beside "kept". ``schedule`` maps stops to what the terms
    do to a patron's support: ``{0.4: {patron: union, leaves_by: 2031-09-11}}``; null means that support stays.
    """

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
    exponent: Positive = Number(low=1, mode=1, high=1)
    red_line: RedLine | None = None


class Region(Part):
    """A region of the theatre (a row of regions.csv)."""

    key: str
    name: str
    weight: float = Field(ge=0)
    holder: str
    defensibility: float = 0.0
    capital: bool = False
    neighbours: tuple[str, ...] = ()
    note: str = ""
    because: tuple[str, ...] = ()


class Force(Evidenced):
    """Strength (any one unit for the theatre), cohesion in (0, 1], recruits a year per strength held."""

    strength: Positive
    cohesion: Share
    recruits: Share = Number(low=0, mode=0, high=0, assumed="no recruitment unless the case says so")


class Support(Evidenced):
    """What a patron lends: a level in [0, 1], split by purpose; ``ends`` is an announced date."""

    to: str
    level: Share
    purposes: dict[Purpose, Share] = Field(
        default={"defence": Number(low=1, mode=1, high=1)}, alias="for", description="shares by purpose"
    )
    ends: date | None = None


class Hostility(Evidenced):
    """Two actors that may fight each other. Pairs not listed are at peace."""

    between: tuple[str, str]
    since: date
    only: Literal["defence"] | None = None


class Theatre(Part):
    """Where the war is fought, and with what."""

    map: str | None = None
    regions: str = "regions.csv"
    neighbours: str | None = None
    countryside: Share = Number(low=0.5, mode=0.5, high=0.5, assumed="evenly contested")
    forces: dict[str, Force]
    support: dict[str, Support] = {}
    hostilities: tuple[Hostility, ...]


class Precondition(Evidenced):
    """``by`` will not sit with ``with`` while the condition holds."""

    by: str
    with_: str = Field(alias="with")
    while_: Condition = Field(alias="while")


class Table(Evidenced):
    """Where a settlement is negotiated: every party sits there."""

    parties: tuple[str, ...]
    mediator: str | None = None
    host: str | None = None
    open: bool = False
    preconditions: tuple[Precondition, ...] = ()
    numbers: dict[str, Real] = {}


class Verification(Part):
    """How compliance is seen: shares of breaches missed and of false alarms."""

    misses: Share
    false_alarms: Share


class Clause(Evidenced):
    """An obligation. ``what`` it does to the state when kept; ``permits`` what its breach lets the other side do."""

    id: str
    owes: str
    to: str
    text: str = ""
    what: Effects = ()
    from_: date | None = Field(default=None, alias="from")
    by: date | None = None
    until: date | None = None
    conditions: tuple[str, ...] = ()
    review: bool = False
    verified: Verification | None = None
    gain: Real = Number(low=-0.05, mode=0.0, high=0.05, assumed="keeping and breaching are worth about the same")
    penalty: Share = Number(low=0, mode=0.03, high=0.1, assumed="a breach costs some standing")
    releases: tuple[str, ...] = ()
    permits: Effects = ()
    status: ClauseStatus = "pending"
    done: date | None = None
    known: date | None = None
    basis: str = ""


class Deal(Evidenced):
    """A signed set of clauses."""

    name: str = ""
    between: tuple[str, ...]
    signed: date
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
    text: dict[str, Share]
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
    hearers: tuple[str, ...]
    speaker: str | None = None


class Event(Evidenced):
    """Something dated. Effects of events known by the cut shape the start; scheduled ones are played."""

    date: date
    what: str
    known: date | None = None
    kind: str = "event"
    effects: Effects = ()


class Lever(Evidenced):
    """A change that somebody could decide."""

    who: Annotated[tuple[str, ...], BeforeValidator(_as_names)]
    from_: date = Field(alias="from")
    change: Effects
    name: str = ""
    note: str = ""
    excludes: tuple[str, ...] = ()


class Variant(Part):
    """A structural variant of the model: mechanisms switched off or on, to show what model choice does."""

    name: str
    switches: dict[str, bool]


class Beliefs(Part):
    """Who expects what at the start: that support lasts (0..1), and who gains (logit; challenger +)."""

    support_lasts: dict[str, Share] = {}
    theta: dict[str, Real] = {}
    trust: Share = Number(low=0.15, mode=0.35, high=0.6, assumed="range of the calibration")
    credibility: dict[str, dict[str, Share]] = {}


class Document(Part):
    """A source: cited by outlet and date, never quoted at length."""

    outlet: str
    date: date
    title: str = ""
    sharing: Sharing | None = None
    note: str = ""


class Case(Part):
    """A peace process as data (the whole folder)."""

    detente: Literal[1] = 1
    name: str = Field(exclude=True)
    folder: Path = Field(exclude=True)
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
    speakers: dict[str, Annotated[Speaker, BeforeValidator(_as_speaker)]] = {}
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
    numbers: dict[str, Real] = {}

    regions: dict[str, Region] = Field(exclude=True)
    ledger: Ledger = Field(exclude=True)
    history: tuple[HistoryRow, ...] = Field(default=(), exclude=True)
    geometry: dict[str, Any] | None = Field(default=None, exclude=True)


class HistoryRow(Part):
    """What happened, dated by when it was known (a row of history.csv)."""

    date: date
    known: date
    kind: Literal["fall", "settlement", "ceasefire", "fatalities", "capital_falls", "troops", "countryside", "other"]
    subject: str
    value: float | None = None
    note: str = ""
    source: str = ""


Issue.model_rebuild()
