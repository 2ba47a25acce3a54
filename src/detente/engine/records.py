"""Records: one block of memory each for a plan and for a future, which kernels reach through one pointer.

Passing dozens of arrays through nested compiled functions costs more than the work that they do, in compiling and in
playing. A record of fixed limits costs a pointer. The classes below are at once the documentation, the types and the
layout: `dtype_of` reads the shapes from their annotations.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Protocol, get_type_hints

import numpy as np
from numpy.typing import NDArray

from detente.engine.layout import Num, On, Party, Patron
from detente.engine.limits import (
    CLAUSES,
    EFFECTS,
    EVENTS_KEPT,
    ISSUES,
    LINES,
    NEAR,
    PARTIES,
    PATRONS,
    PRECONDITIONS,
    QUESTIONS,
    QUEUE,
    REGIONS,
    SEAT_TEXTS,
    SPOILERS,
    STOPS,
    TERMS,
    TEXTS,
    TIMES,
    VETOES,
    WEEKS,
)
from detente.engine.state import Aid, Count, Leave, Level, Mind

__all__ = ["Future", "Plan", "dtype_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.int8]


class Plan(Protocol):
    """What a draw of a case's numbers makes of it; one record per draw."""

    # how many there are of each
    regions: int
    parties: int
    patrons: int
    vetoes: int
    issues: int
    texts: int
    lines: int
    owns: int
    stops: int
    clauses: int
    terms: int
    times: int
    preconditions: int
    spoilers: int
    days: int
    step_days: int
    # numbers, switches, tables of the walk of war
    numbers: Annotated[Floats, len(Num)]
    on: Annotated[Flags, len(On)]
    walk_of: int
    walk_weeks: Annotated[Floats, WEEKS]
    walk_shift_low: float
    walk_shift_step: float
    table_open: int
    mediator: Annotated[Floats, 3]
    # the theatre: weights add up to 1; omega is exp(-b_d*d_r)
    weight: Annotated[Floats, REGIONS]
    omega: Annotated[Floats, REGIONS]
    near_start: Annotated[Ints, REGIONS + 1]
    near: Annotated[Ints, NEAR]
    pair_weight: Annotated[Floats, NEAR]
    holder: Annotated[Ints, REGIONS]
    capital: int
    force: Annotated[Floats, 2]
    cohesion: Annotated[Floats, 2]
    recruits: Annotated[Floats, 2]
    countryside: float
    momentum: Annotated[Floats, 2]
    region_luck: Annotated[Ints, REGIONS]
    # parties; principal: the party that a side's prize is measured by
    party_side: Annotated[Ints, PARTIES]
    party_numbers: Annotated[Floats, PARTIES, len(Party)]
    party_hostile: Annotated[Flags, PARTIES, PARTIES]
    party_principal: Annotated[Ints, 2]
    party_luck: Annotated[Ints, PARTIES]
    party_armed: Annotated[Flags, PARTIES]
    # patrons: day on which support ends as announced (-1: none), days that it takes from today and in all, leave to
    # fight and to defend; luck (here and below): the word under which an actor's or a clause's draws are looked up, by
    # its name
    patron_side: Annotated[Ints, PATRONS]
    patron_client: Annotated[Ints, PATRONS]
    patron_numbers: Annotated[Floats, PATRONS, len(Patron)]
    patron_ends: Annotated[Ints, PATRONS]
    patron_over: Annotated[Ints, PATRONS]
    patron_pace: Annotated[Ints, PATRONS]
    patron_may_fight: Annotated[Flags, PATRONS]
    patron_may_defend: Annotated[Flags, PATRONS]
    patron_luck: Annotated[Ints, PATRONS]
    # texts: terms, utilities of parties and ratifiers, red lines (patron -1: the party's own), the mediator's own
    text_x: Annotated[Floats, TEXTS, ISSUES]
    text_u: Annotated[Floats, PARTIES, TEXTS]
    text_veto_u: Annotated[Floats, VETOES, TEXTS]
    text_veto_floor: Annotated[Floats, VETOES]
    text_veto_of: Annotated[Ints, VETOES]
    text_in_office: Annotated[Flags, VETOES]
    text_line_party: Annotated[Ints, LINES]
    text_line_patron: Annotated[Ints, LINES]
    text_line_issue: Annotated[Ints, LINES]
    text_line_sense: Annotated[Floats, LINES]
    text_line_from: Annotated[Ints, LINES]
    text_line_bound: Annotated[Floats, LINES]
    text_line_lose: Annotated[Floats, LINES]
    text_own: Annotated[Ints, TEXTS]
    text_leaves: Annotated[Ints, TEXTS]
    text_forced: int
    text_ideal: Annotated[Floats, PARTIES, ISSUES]
    text_salience: Annotated[Floats, PARTIES, ISSUES]
    text_exponent: Annotated[Floats, PARTIES, ISSUES]
    text_scale: Annotated[Floats, PARTIES, 2]
    text_spoil_u: Annotated[Floats, SPOILERS, TEXTS]
    text_spoil_war: Annotated[Floats, SPOILERS]
    text_spoil_luck: Annotated[Ints, SPOILERS]
    text_rights: Annotated[Flags, ISSUES]
    text_rights_gap: float
    text_stop_issue: Annotated[Ints, STOPS]
    text_stop_value: Annotated[Floats, STOPS]
    text_stop_patron: Annotated[Ints, STOPS]
    text_stop_day: Annotated[Ints, STOPS]
    # obligations (due -1: standing; obligor: party, or parties + patron, or -1) and terms of a settlement
    clause_status: Annotated[Ints, CLAUSES]
    clause_due: Annotated[Ints, CLAUSES]
    clause_start: Annotated[Ints, CLAUSES]
    clause_until: Annotated[Ints, CLAUSES]
    clause_obligor: Annotated[Ints, CLAUSES]
    clause_gain: Annotated[Floats, CLAUSES]
    clause_penalty: Annotated[Floats, CLAUSES]
    clause_misses: Annotated[Floats, CLAUSES]
    clause_alarms: Annotated[Floats, CLAUSES]
    clause_review: Annotated[Ints, CLAUSES]
    clause_moved: Annotated[Flags, CLAUSES]
    clause_keep_from: Annotated[Ints, CLAUSES]
    clause_keep_to: Annotated[Ints, CLAUSES]
    clause_breach_from: Annotated[Ints, CLAUSES]
    clause_breach_to: Annotated[Ints, CLAUSES]
    clause_waits: Annotated[Flags, CLAUSES, CLAUSES]
    clause_releases: Annotated[Flags, CLAUSES, CLAUSES]
    clause_luck: Annotated[Ints, CLAUSES]
    clause_term_obligor: Annotated[Ints, TERMS]
    clause_term_issue: Annotated[Ints, TERMS]
    clause_term_within: Annotated[Ints, TERMS]
    clause_term_ideal: Annotated[Floats, TERMS]
    clause_term_salience: Annotated[Floats, TERMS]
    clause_term_exponent: Annotated[Floats, TERMS]
    clause_term_luck: Annotated[Ints, TERMS]
    # effects, the timeline (days from as_of with ranges of effects; kind 0: statements, 1: events, 2: levers and what
    # stands at the start), preconditions (kind 0 office, 1 support, 2 clause)
    effect_code: Annotated[Ints, EFFECTS]
    effect_i: Annotated[Ints, EFFECTS]
    effect_j: Annotated[Ints, EFFECTS]
    effect_day: Annotated[Ints, EFFECTS]
    effect_value: Annotated[Floats, EFFECTS]
    effect_when: Annotated[Ints, TIMES]
    effect_first: Annotated[Ints, TIMES]
    effect_last: Annotated[Ints, TIMES]
    effect_kind: Annotated[Ints, TIMES]
    effect_pre_party: Annotated[Ints, PRECONDITIONS]
    effect_pre_kind: Annotated[Ints, PRECONDITIONS]
    effect_pre_index: Annotated[Ints, PRECONDITIONS]
    effect_pre_value: Annotated[Floats, PRECONDITIONS]
    effect_pre_from: Annotated[Ints, PRECONDITIONS]
    # a seat (0: none, else 1 + party whose decisions come from outside), how many decisions are given and which, and
    # how many of the last texts are the seat's own, unknown to all until it puts them down
    seat: int
    seat_given: int
    seat_answers: Annotated[Ints, QUESTIONS]
    seat_texts: int


class Future(Protocol):
    """The state of one future; a thread makes one record and resets it for each future."""

    seed: int
    run: int
    level: Annotated[Floats, len(Level)]
    count: Annotated[Ints, len(Count)]
    # regions: holder, how often it changed hands, the reading of its side's clock at which it falls, its weight
    holder: Annotated[Ints, REGIONS]
    spell: Annotated[Ints, REGIONS]
    threshold: Annotated[Floats, REGIONS]
    omega: Annotated[Floats, REGIONS]
    # parties; believed: what party i reckons that party j's floor, war after the change, ratifiable floor, and war once
    # a deal's patrons have left or have stayed are; need: the least that each must get, while a zone is looked at
    mind: Annotated[Floats, PARTIES, len(Mind)]
    believed: Annotated[Floats, PARTIES, PARTIES, 5]
    need: Annotated[Floats, PARTIES]
    aid: Annotated[Floats, PATRONS, len(Aid)]
    leave: Annotated[Ints, PATRONS, len(Leave)]
    # clauses: status, due day (-1: standing, -2: hangs on conditions), decided by a review; terms: status, due day
    # (-1: none); queue: ranges of effects that clauses have set off
    clause: Annotated[Ints, CLAUSES, 3]
    term: Annotated[Ints, TERMS, 2]
    queue: Annotated[Ints, QUEUE, 2]
    hostile: Annotated[Flags, PARTIES, PARTIES]
    office: Annotated[Flags, VETOES]
    terms: Annotated[Floats, ISSUES]
    # texts: whether nobody forbids it today; who does (bit i: party i's red line, bit PARTIES + i: its ratifiers or
    # its patron)
    allowed: Annotated[Flags, TEXTS]
    barred: Annotated[Ints, TEXTS]
    # a seat's decisions: day, question, subject, who asks, what the engine decides, what was decided; which of its own
    # texts were put down; the state on the day of the first decision that was not given
    asked: Annotated[Ints, QUESTIONS, 6]
    tabled: Annotated[Flags, SEAT_TEXTS]
    seen_level: Annotated[Floats, len(Level)]
    seen_count: Annotated[Ints, len(Count)]
    seen_mind: Annotated[Floats, PARTIES, len(Mind)]
    seen_believed: Annotated[Floats, PARTIES, PARTIES, 5]
    seen_aid: Annotated[Floats, PATRONS]
    seen_ends: Annotated[Ints, PATRONS]
    seen_holder: Annotated[Ints, REGIONS]
    seen_clause: Annotated[Ints, CLAUSES]
    seen_barred: Annotated[Ints, TEXTS]
    seen_events: int
    deaths: Annotated[Floats, 52]
    falls: Annotated[Ints, 14]
    events: int
    event_day: Annotated[Ints, EVENTS_KEPT]
    event_kind: Annotated[Ints, EVENTS_KEPT]
    event_who: Annotated[Ints, EVENTS_KEPT]
    event_value: Annotated[Floats, EVENTS_KEPT]


_ITEMS: dict[Any, type[np.generic]] = {
    int: np.int64,
    float: np.float64,
    Ints: np.int64,
    Floats: np.float64,
    Flags: np.int8,
}


@cache
def dtype_of(record: type) -> np.dtype[Any]:
    """Layout of a record class, read from its annotations.

    Examples
    --------
    >>> dtype_of(Future)["deaths"].shape
    (52,)
    """
    fields: list[Any] = []
    for name, hint in get_type_hints(record, include_extras=True).items():
        shape = getattr(hint, "__metadata__", ())
        kind = hint.__origin__ if shape else hint
        fields.append((name, _ITEMS[kind], shape) if shape else (name, _ITEMS[kind]))
    return np.dtype(fields, align=True)
