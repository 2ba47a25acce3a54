"""A case as arrays, and their packing into records: D draws, R regions, n parties, A patrons, C texts, K issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.engine.records import Plan as PlanRecord
from detente.engine.records import dtype_of
from detente.engine.sheet import Sheet
from detente.errors import InputError

__all__ = [
    "Bools",
    "ClausePlan",
    "EffectPlan",
    "Floats",
    "FrontPlan",
    "Ints",
    "PartyPlan",
    "PatronPlan",
    "Plan",
    "TextPlan",
    "pack",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class FrontPlan(NamedTuple):
    """The theatre. ``weight`` (R,) adds up to 1; ``omega`` (D, R) is exp(-b_d*d_r); ``region_luck``
    (R,) the words of their names.
    """

    weight: Floats
    omega: Floats
    near_start: Ints
    near: Ints
    pair_weight: Floats
    holder: Ints
    capital: int
    force: Floats
    cohesion: Floats
    recruits: Floats
    countryside: Floats
    momentum: Floats
    region_luck: Ints


class PartyPlan(NamedTuple):
    """Parties; ``numbers`` (D, n, len(Party)), ``hostile`` (n, n), ``principal`` (2,): the party that a side's prize
    is measured by; ``luck`` (n,): the words of their names; ``armed`` (n,): who has forces of its own at the front.
    """

    side: Ints
    numbers: Floats
    hostile: Bools
    principal: Ints
    luck: Ints
    armed: Bools


class PatronPlan(NamedTuple):
    """Patrons; ``numbers`` (D, A, len(Patron)); ``ends`` day on which support ends as announced (-1: none), ``over``
    days that what is left of the withdrawal takes, ``pace`` days that a whole one takes; ``may_fight``,
    ``may_defend``: leave to fight the other side; ``luck`` (A,): the words of their names.
    """

    side: Ints
    client: Ints
    numbers: Floats
    ends: Ints
    over: Ints
    pace: Ints
    may_fight: Bools
    may_defend: Bools
    luck: Ints


class TextPlan(NamedTuple):
    """Texts that may be put on the table.

    ``x`` (D, C, K), ``u`` (D, n, C) parties' utilities, ``veto_u`` (D, J, C) ratifiers' utilities with ``veto_floor``
    (D, J), ``veto_of`` (J,) party bound (-1: all), ``in_office`` (J,). Red lines: ``line_party``, ``line_patron`` (-1:
    the party's own; else it binds while that patron's support lasts), ``line_issue``, ``line_sense`` (+1 at least, -1
    at most), ``line_from`` (day), ``line_bound`` and ``line_lose`` (D, lines). ``own`` texts of the mediator by index;
    ``leaves`` (D, C): whether a text's own schedule has a patron leave (1), stay (2) or says nothing (0);
    ``forced``: the one text on the table (-1: none). ``ideal``, ``salience``, ``exponent``, ``scale`` of parties.
    ``spoil_u`` (D, spoilers, C), ``spoil_war`` (D, spoilers), ``spoil_luck`` (spoilers,).
    ``rights`` (K,) issues that are rights, ``rights_gap`` (D,) what of them the principals stand apart by.
    """

    x: Floats
    u: Floats
    veto_u: Floats
    veto_floor: Floats
    veto_of: Ints
    in_office: Bools
    line_party: Ints
    line_patron: Ints
    line_issue: Ints
    line_sense: Floats
    line_from: Ints
    line_bound: Floats
    line_lose: Floats
    own: Ints
    leaves: Ints
    forced: int
    ideal: Floats
    salience: Floats
    exponent: Floats
    scale: Floats
    spoil_u: Floats
    spoil_war: Floats
    spoil_luck: Ints
    rights: Bools
    rights_gap: Floats
    stop_issue: Ints
    stop_value: Floats
    stop_patron: Ints
    stop_day: Ints


class ClausePlan(NamedTuple):
    """Obligations L and terms of a settlement T.

    ``due`` (L,) day (-1: standing), ``obligor``: party index, or n + patron index, or -1 (nobody that decides),
    ``gain``, ``penalty``, ``misses``, ``alarms`` (D, L); ``review`` (L,) and the patron under review, ``moved`` where
    it is not reviewed again; ranges of effects on keeping and on a breach seen; ``waits`` (L, L) and ``releases``
    (L, L) matrices; ``luck`` (L,). Terms: obligor, issue, ``term_within`` days, and the obligor's ideal, salience (per
    unit of its utility) and exponent (D, T).
    """

    status: Ints
    due: Ints
    start: Ints
    until: Ints
    obligor: Ints
    gain: Floats
    penalty: Floats
    misses: Floats
    alarms: Floats
    review: Ints
    moved: Bools
    keep_from: Ints
    keep_to: Ints
    breach_from: Ints
    breach_to: Ints
    waits: Bools
    releases: Bools
    luck: Ints
    term_obligor: Ints
    term_issue: Ints
    term_within: Ints
    term_ideal: Floats
    term_salience: Floats
    term_exponent: Floats
    term_luck: Ints


class EffectPlan(NamedTuple):
    """Effects: ``code``, ``i``, ``j``, ``day`` (parameter), ``value`` (D, effects). The timeline: ``when`` (days from
    as_of, ascending) with ranges of effects and ``kind`` (0 statements, 1 events, 2 levers and what stands at the
    start). Preconditions: party, kind (0 office, 1 support above, 2 clause), index,
    value, first day.
    """

    code: Ints
    i: Ints
    j: Ints
    day: Ints
    value: Floats
    when: Ints
    first: Ints
    last: Ints
    kind: Ints
    pre_party: Ints
    pre_kind: Ints
    pre_index: Ints
    pre_value: Floats
    pre_from: Ints


@dataclass(frozen=True)
class Plan:
    """Everything that a future needs but its luck.

    Attributes
    ----------
    records
        One record of `detente.engine.records.Plan` per draw, shape (D,).
    walk
        Tables of the walk of war, shape (levels of m, weeks, shifts, logits, N + 1, 4).
    sheet
        The case, its levers and numbers.
    parts
        The arrays that the records were packed from.
    """

    records: NDArray[np.void]
    walk: Floats
    sheet: Sheet
    parts: dict[str, Any]

    @property
    def days(self) -> int:
        """From ``as_of`` to the horizon."""
        return int(self.records["days"][0])


def pack(draws: int, parts: dict[str, Any]) -> NDArray[np.void]:
    """Pack arrays into one record per draw.

    Parameters
    ----------
    draws
        D.
    parts
        By name of the record's field; an array with one axis more than the field has one entry per draw, any other is
        the same for all. Fields larger than their array are filled up with zeros.

    Raises
    ------
    InputError
        If the case is larger than a record holds; the message names the limit.
    """
    layout = _LAYOUT
    records = np.zeros(draws, layout)
    problems = []
    for name, value in parts.items():
        array = np.asarray(value)
        room = layout[name].shape
        by_draw = array.ndim == len(room) + 1
        shape = array.shape[1:] if by_draw else array.shape
        if any(size > limit for size, limit in zip(shape, room, strict=True)):
            problems.append(f"{name}: the case needs {list(shape)}, and at most {list(room)} fit; make it smaller")
            continue
        records[name][(slice(None), *(slice(size) for size in shape))] = array
    if problems:
        raise InputError(*problems)
    return records


_LAYOUT = dtype_of(PlanRecord)
