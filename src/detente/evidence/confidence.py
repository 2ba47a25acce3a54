"""Calibrated confidence: of 100 attributions, or speakers, given this number, so many are right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.evidence.attribution import Attribution
from detente.evidence.speakers import Speaker
from detente.evidence.statement import Confidence
from detente.evidence.tagger import MODEL

__all__ = ["SURE", "THRESHOLD", "Calibration", "Told", "confidence_of", "features", "share", "told"]

THRESHOLD = 0.825
"""Confidence in speaker and chain from which a statement goes into a ledger without being offered for review first:
read off the development articles, where 95 of 100 are right and 60 of 100 kept (docs/reader.md)."""

_RULED = {
    "refusal": Confidence(0.9, 0.93),
    "relayed": Confidence(0.85, 0.92),
    "turn": Confidence(0.95, 0.97),
    "denial": Confidence(0.9, 0.93),
    "quoted": Confidence(0.9, 0.93),
    "hearsay": Confidence(0.85, 0.92),
}
"""Assumed for what rules find, since the corpus labels no refusals, no hearsay, no transcripts (docs/reader.md);
the regression over first readings sets it right."""

# How often each way of telling a speaker from a right source is right: lower where more is inferred, highest
# where the text's own words are kept.
SURE = {
    "full name": 0.99,
    "surname": 0.99,
    "body": 0.97,
    "unnamed": 0.97,
    "described": 0.96,
    "self": 0.95,
    "pronoun": 0.94,
    "one of several": 0.94,
    "role": 0.94,
    "again": 0.94,
    "office": 0.94,
    "single name": 0.92,
    "document": 0.82,
    "office alone": 0.62,
    "somebody's": 0.75,
    "unresolved": 0.0,
}
_SIGHTED = 0.85
_BY_FORM = ("quoted", "relayed")
"""Rules that tell by a sentence's form who passes words on: no less sure than words heard at first hand."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a speaker was told, as far as it bears on how surely it is right.

    Parameters
    ----------
    type
        Of the attribution: direct, indirect, mixed.
    how, by
        Of the speaker.
    kind
        Of the statement.
    passed_on
        Whether somebody, or a paper's publisher, stands between the speaker and the report.
    """

    type: str
    how: str
    by: str
    kind: str
    passed_on: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of logistic regressions, fitted by benchmarks/attribution/calibrate.py.

    Parameters
    ----------
    attribution, source
        Over ``features``, shape (18,): whether the attribution, and its source, is right.
    speaker
        Over ``told``, shape (11,): whether speaker and chain are right.
    """

    attribution: NDArray[np.float64]
    source: NDArray[np.float64]
    speaker: NDArray[np.float64]

    @classmethod
    def read(cls, path: Path) -> Calibration:
        """Read the weights from JSON."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(*(np.asarray(raw[name], dtype=float) for name in ("attribution", "source", "speaker")))


def features(one: Attribution) -> NDArray[np.float64]:
    """Return what confidence is computed from, shape (18,): the tagger's shares as logits, and what became of them.

    Shares are those of ``Found``: the cue's beginning; mean and least of source, cue, content; the largest left out;
    how far each piece's own tag bears them out.
    """
    shares = np.clip(np.asarray(one.scores or [0.5] * 12), 0.005, 0.995)
    logits = np.log(shares / (1 - shares))
    tagged = one.scores[1] > 0 if one.scores else False
    filled, without = bool(one.source) and not tagged, not one.source
    length = np.log1p(sum(end - start for start, end in one.content))
    kinds = (one.type == "direct", bool(one.damage))
    return np.array([1.0, *logits, float(filled), float(without), length - 4, *map(float, kinds)])


def told(speaking: float, attribution: float, how: Told) -> NDArray[np.float64]:
    """Return what the confidence in a speaker is computed from, shape (11,).

    Parameters
    ----------
    speaking
        Share that the source is right and tells whom it means.
    attribution
        Share that the attribution is right.
    how
        How the speaker was told.
    """
    logits = [np.log(share / (1 - share)) for share in np.clip((speaking, attribution), 0.01, 0.995)]
    direct, pointed = how.type == "direct", how.how in ("pronoun", "role")
    flags = (
        direct,
        pointed and not direct,
        how.passed_on,
        how.how == "single name",
        how.how == "document",
        how.how == "body",
        how.kind == "report",
        how.by == "office alone",
    )
    return np.array([1.0, *logits, *map(float, flags)])


def share(rows: NDArray[np.float64], weights: NDArray[np.float64]) -> Any:
    """Return the shares in (0, 1) that a logistic regression gives to rows of features, or to one row.

    >>> float(share(np.zeros(3), np.ones(3)))
    0.5
    """
    return 1 / (1 + np.exp(-(rows @ weights)))


@cache
def _shipped() -> Calibration:
    return Calibration.read(MODEL / "confidence.json")


def confidence_of(
    one: Attribution,
    speaker: Speaker,
    outer: Confidence | None = None,
    *,
    kind: str = "statement",
    passed_on: bool = False,
    sighted: bool = False,
) -> Confidence:
    """Return the confidence in an attribution and in its speaker.

    Parameters
    ----------
    one, speaker
        The attribution, and who its source was told to be.
    outer
        Confidence in the attribution that it is nested in: it can be no more certain.
    kind, passed_on
        Of the statement; see ``Told``.
    sighted
        Whether it stands in a paper that an outlet, perhaps the report's own, is only said to have seen.
    """
    if one.rule:
        mine = _RULED[one.rule]
    else:
        weights, row = _shipped(), features(one)
        mine = Confidence(float(share(row, weights.attribution)), float(share(row, weights.source)))
    speaking = mine.speaker * SURE[speaker.by or speaker.how] * (_SIGHTED if sighted else 1)
    whole = mine.attribution * (outer.attribution if outer else 1)
    speaking *= outer.speaker if outer else 1
    if speaking > 0:
        unclear = passed_on and one.rule not in _BY_FORM
        row = told(speaking, whole, Told(one.type, speaker.how, speaker.by, kind, unclear))
        speaking = float(share(row, _shipped().speaker))
    return Confidence(round(whole, 3), round(speaking, 3))
