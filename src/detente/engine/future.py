"""The state of one future: small arrays that a thread makes once and resets for each future."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.engine.layout import Aid, Count, Leave, Level, Mind
from detente.engine.plan import Plan

__all__ = ["EVENTS_KEPT", "Future", "new_future"]

EVENTS_KEPT = 256
"""Dated events kept of one future; later ones are counted, not kept."""

_LEVELS, _COUNTS, _MINDS, _AIDS, _LEAVES = len(Level), len(Count), len(Mind), len(Aid), len(Leave)


class Future(NamedTuple):
    """State of one future.

    Attributes
    ----------
    level, count
        Scalars by `Level` and `Count`.
    holder, spell, threshold, omega
        By region: side that holds it, how often it changed hands, the reading of its side's clock at which it falls,
        its weight in contagion.
    mind
        (n, len(Mind)); ``believed`` (n, n, 3): what party i reckons that party j's floor, value after the change and
        winning chance are.
    aid, leave
        (A, len(Aid)), (A, len(Leave)).
    clause
        (L, 3): status, due day (-1: standing), decided by a review. ``term`` (T, 2): status, due day (-1: none).
    hostile, office, line_on
        Who fights, who is in office, which red lines bind today.
    terms
        (K,) terms in force. ``allowed`` (C,) texts that no red line and no ratifier forbids; ``party_allows`` (n, C).
    deaths
        (52,) deaths by week, a ring.
    event_day, event_kind, event_who, event_value, events
        Dated events; ``events`` (1,) counts them.
    """

    level: NDArray[np.float64]
    count: NDArray[np.int64]
    holder: NDArray[np.int64]
    spell: NDArray[np.int64]
    threshold: NDArray[np.float64]
    omega: NDArray[np.float64]
    mind: NDArray[np.float64]
    believed: NDArray[np.float64]
    aid: NDArray[np.float64]
    leave: NDArray[np.int64]
    clause: NDArray[np.int64]
    term: NDArray[np.int64]
    hostile: NDArray[np.bool_]
    office: NDArray[np.bool_]
    terms: NDArray[np.float64]
    allowed: NDArray[np.bool_]
    deaths: NDArray[np.float64]
    falls: NDArray[np.int64]
    event_day: NDArray[np.int64]
    event_kind: NDArray[np.int64]
    event_who: NDArray[np.int64]
    event_value: NDArray[np.float64]
    events: NDArray[np.int64]


def new_future(plan: Plan) -> Future:
    """Make the arrays of a future for a plan."""
    regions = plan.front.weight.size
    parties, patrons = plan.parties.side.size, plan.patrons.side.size
    texts, issues = plan.texts.x.shape[1:]
    return Future(
        level=np.zeros(_LEVELS),
        count=np.zeros(_COUNTS, np.int64),
        holder=np.zeros(regions, np.int64),
        spell=np.zeros(regions, np.int64),
        threshold=np.zeros(regions),
        omega=np.zeros(regions),
        mind=np.zeros((parties, _MINDS)),
        believed=np.zeros((parties, parties, 3)),
        aid=np.zeros((patrons, _AIDS)),
        leave=np.zeros((patrons, _LEAVES), np.int64),
        clause=np.zeros((plan.clauses.status.size, 3), np.int64),
        term=np.zeros((plan.clauses.term_issue.size, 2), np.int64),
        hostile=np.zeros((parties, parties), np.bool_),
        office=np.zeros(plan.texts.veto_of.size, np.bool_),
        terms=np.zeros(issues),
        allowed=np.zeros(texts, np.bool_),
        deaths=np.zeros(52),
        falls=np.zeros(14, np.int64),
        event_day=np.zeros(EVENTS_KEPT, np.int64),
        event_kind=np.zeros(EVENTS_KEPT, np.int64),
        event_who=np.zeros(EVENTS_KEPT, np.int64),
        event_value=np.zeros(EVENTS_KEPT),
        events=np.zeros(1, np.int64),
    )
