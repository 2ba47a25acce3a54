"""A statement: who said what, when, through whom it reached us, on which channel, and how far it is verified."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

__all__ = [
    "CHANNELS",
    "KINDS",
    "SHARING",
    "STATES",
    "Confidence",
    "Span",
    "Statement",
    "Verification",
    "starting_credibility",
]

KINDS = (
    "statement",
    "commitment",
    "demand",
    "threat",
    "denial",
    "refusal",
    "evasion",
    "assessment",
    "attitude",
    "report",
)
CHANNELS = ("public", "private", "leaked", "unknown")
STATES = ("asserted", "confirmed", "denied", "declined", "contested", "unverified")
SHARING = ("open", "restricted", "secret")

Span = tuple[int, int]
"""Characters of a document's text, from the first (counted from 0) to the one after the last."""

# What a statement is worth before anybody has judged it: assumptions, stated in docs/reader.md, overruled by
# `credibility`. Every hand that a statement went through costs a tenth of what is left.
_STATE_CREDIBILITY = {
    "confirmed": 0.95,
    "asserted": 0.8,
    "declined": 0.7,
    "unverified": 0.6,
    "contested": 0.5,
    "denied": 0.35,
}
_CHANNEL_FACTOR = {"public": 1.0, "private": 0.9, "leaked": 0.9, "unknown": 0.9}
_HAND_FACTOR = 0.9


@dataclass(frozen=True, slots=True)
class Verification:
    """How far a statement has been checked, by whom, and the passage that shows it.

    Parameters
    ----------
    state
        One of ``STATES``: ``asserted`` (its speaker says so), ``confirmed``, ``denied``, ``declined`` (somebody who
        could know would not comment), ``contested`` (confirmed and denied), ``unverified``.
    by
        Who confirmed, denied or declined, in the order of the text.
    declined
        Who would not comment, where others confirmed or denied.
    passage
        Where the document shows it, in characters of its text.
    """

    state: str = "asserted"
    by: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    passage: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the reader is, as calibrated shares in [0, 1]: of 100 such readings, so many are right."""

    attribution: float
    speaker: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that somebody said, wrote, held or refused to say.

    Parameters
    ----------
    id
        Stable name, as in ``because: [S12]``.
    document, outlet
        The document it was found in, and who published that.
    known
        The date on which it became known: when it was published, or else said.
    content
        A paraphrase, or a quotation of at most a line.
    said, published
        When it was said, when it was published.
    speaker, actor
        Who is answerable for it, and the case's actor whom that person or body speaks for.
    author, bearer
        Who wrote a document and who carried it, where the two differ.
    chain
        Through whom it reached us, nearest first.
    kind, channel, verification
        One of ``KINDS``, one of ``CHANNELS``, and how far it is verified.
    channel_passage
        Where the document shows the channel.
    quote
        Whether ``content`` is a quotation.
    offsets
        Where the content stands in the document's text; None where the document is not at hand.
    negated, hedged
        Whether the act of saying is negated ("did not say that"), or softened ("reportedly", "appeared to").
    reviewed
        Whether a person has looked at it.
    confidence
        How sure the reader is; None where a person wrote it.
    credibility
        In [0, 1], the analyst's; None leaves ``starting_credibility``.
    issues
        Issues that it may bear on: suggestions until a person accepts them.
    damage
        What is wrong with the passage in this copy ("quotation mark missing").
    note
        Free text.
    sharing
        One of ``SHARING``.
    seal
        Digest of what the reader wrote. It no longer fits once somebody has edited the line by hand.

    Examples
    --------
    >>> s = Statement(id="S1", document="d1", outlet="River Post", known=date(2031, 3, 8), content="They will go.")
    >>> s.weight
    0.72
    >>> Statement.from_record(s.to_record()) == s
    True
    >>> s.sealed().by_hand, s.by_hand
    (False, True)
    """

    id: str
    document: str
    outlet: str
    known: date
    content: str
    said: date | None = None
    published: date | None = None
    speaker: str | None = None
    actor: str | None = None
    author: str | None = None
    bearer: str | None = None
    chain: tuple[str, ...] = ()
    kind: str = "statement"
    channel: str = "unknown"
    channel_passage: tuple[Span, ...] = ()
    verification: Verification = Verification()
    quote: bool = False
    offsets: tuple[Span, ...] | None = None
    negated: bool = False
    hedged: bool = False
    reviewed: bool = False
    confidence: Confidence | None = None
    credibility: float | None = None
    issues: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()
    note: str = ""
    sharing: str = "open"
    seal: str | None = None

    @property
    def weight(self) -> float:
        """Credibility in [0, 1]: the analyst's, or what state, channel and chain start it at."""
        if self.credibility is not None:
            return self.credibility
        return starting_credibility(self.verification.state, self.channel, len(self.chain))

    @property
    def by_hand(self) -> bool:
        """Whether a person wrote, edited or reviewed it, so that a later reading must leave it alone."""
        return self.reviewed or self.seal is None or self.seal != self._digest()

    def sealed(self) -> Statement:
        """Return the statement with the digest that shows later whether somebody edited it."""
        return replace(self, seal=self._digest())

    def _digest(self) -> str:
        record = {name: value for name, value in self.to_record().items() if name not in ("seal", "reviewed")}
        text = json.dumps(record, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def to_record(self) -> dict[str, Any]:
        """Return the statement as JSON types; what is at its default is left out, so that lines stay short."""
        record: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in _ALWAYS or value != field.default:
                record[field.name] = _plain(value)
        return record

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Statement:
        """Build a statement from JSON types.

        Raises
        ------
        InputError
            With every problem of the record at once, each as ``field: what is wrong; what would be right``.
        """
        from detente.evidence.record import decode

        return cls(**decode(record))


_ALWAYS = ("id", "document", "outlet", "known", "speaker", "kind", "channel", "content")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Verification | Confidence):
        empty = Verification() if isinstance(value, Verification) else None
        plain = {field.name: getattr(value, field.name) for field in fields(value)}
        keep = {
            name: _plain(part) for name, part in plain.items() if name == "state" or part != getattr(empty, name, 0)
        }
        return keep if empty else {name: _plain(part) for name, part in plain.items()}
    return value


def starting_credibility(state: str, channel: str, hands: int) -> float:
    """Credibility in [0, 1] that a statement starts from, before an analyst has judged it.

    Parameters
    ----------
    state, channel
        One of ``STATES``, one of ``CHANNELS``.
    hands
        How many others it went through before it reached the document (the length of its chain).

    Examples
    --------
    >>> starting_credibility("confirmed", "leaked", 0), starting_credibility("asserted", "public", 1)
    (0.855, 0.72)
    """
    return round(_STATE_CREDIBILITY[state] * _CHANNEL_FACTOR[channel] * _HAND_FACTOR**hands, 4)
