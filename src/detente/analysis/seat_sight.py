"""What a party in a seat knows on a day: itself, what it reckons of the others, the front, and what has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from detente.engine.judging import nash_text, need, priced, would_sign
from detente.engine.layout import Status
from detente.engine.limits import PARTIES
from detente.engine.seat import Seated
from detente.engine.state import Count, Level, Mind
from detente.engine.values import wish
from detente.models.table import proposal_value

__all__ = ["OwnView", "Prospect", "Reckoning", "Sight", "prospects", "sight"]


@dataclass(frozen=True)
class OwnView:
    """A party's own mind. Utilities: 1 at its own ideal, 0 at the opposing principal's.

    Attributes
    ----------
    war
        What fighting on is worth to it, under its own beliefs.
    floor
        The least that it would rather sign than fight on (pressure of neighbours and patrons counted).
    ratifiable
        The least that it can sell at home as well.
    going_on
        What an offer must beat: the higher of ``ratifiable`` and of what talking on promises.
    after
        What fighting on will be worth after the announced change of support.
    wins
        Share of its beliefs in which its side wins in the end, 0 to 1.
    strength
        Its belief about who gains ground, everything else equal, in logits, positive for the challenger; ``doubt`` is
        its standard deviation.
    support_lasts
        Its belief that the patron's support lasts, 0 to 1.
    inclination
        What it wishes beyond all this, in utility: positive makes it sign more readily.
    """

    war: float
    floor: float
    ratifiable: float
    going_on: float
    after: float
    wins: float
    strength: float
    doubt: float
    support_lasts: float
    inclination: float


@dataclass(frozen=True)
class Reckoning:
    """What the seat's party reckons of another: its floor, the least it can ratify, and what it holds out for."""

    party: str
    floor: float
    ratifiable: float
    going_on: float


@dataclass(frozen=True)
class Prospect:
    """A text as the seat's party sees it.

    Attributes
    ----------
    number, name, terms
        As in `detente.analysis.seat.Terms`.
    utility
        What it gives the party if it is kept.
    priced
        The same, less what the party expects from its being broken.
    margin
        By how much ``priced``, with the party's inclination, beats what an offer must beat: it signs from 0 on.
    others
        By how much the text beats what each other party must get, as this one reckons it.
    hope
        Share of the other parties' possible wishes, as this one reckons, with which all of them sign.
    barred
        Whose red line or ratifier forbids it today: the party's own (a seat may cross its red line, not its
        ratifiers), or others' (they refuse).
    """

    number: int
    name: str | None
    terms: dict[str, float]
    utility: float
    priced: float
    margin: float
    others: dict[str, float]
    hope: float
    barred: tuple[str, ...]


@dataclass(frozen=True)
class Sight:
    """What a party knows on a day.

    Attributes
    ----------
    day
        The date.
    own, others
        Its own mind; what it reckons of the others.
    offer
        The text that it is asked to sign, as it sees it; None otherwise.
    control
        The challenger's share of control; ``countryside`` its hold of the countryside.
    holders
        Region -> side that holds it.
    support
        Patron -> level of support today, and the date on which it is announced to end (None: no end).
    trust
        Trust between the sides, 0 to 1.
    table_open, ceasefire_until, settled
        State of the talks.
    clauses
        Clause -> status.
    events
        What has happened by that day, as rows of the table ``events``.
    draw
        Draw of the numbers that this future plays.
    """

    day: date
    own: OwnView
    others: tuple[Reckoning, ...]
    offer: Prospect | None
    control: float
    countryside: float
    holders: dict[str, str]
    support: dict[str, tuple[float, date | None]]
    trust: float
    table_open: bool
    ceasefire_until: date | None
    settled: bool
    clauses: dict[str, str]
    events: tuple[dict[str, Any], ...]
    draw: int


def _as_seen(seated: Seated) -> tuple[Any, Any]:
    """Plan and future as they stood at the first decision not given, as records that the step's functions read."""
    future = seated.future.copy()
    for name in ("level", "count", "mind", "believed", "barred"):
        future[name] = future[f"seen_{name}"]
    future["allowed"] = future["barred"] == 0
    own, texts = int(seated.plan.records["seat_texts"][0]), int(seated.plan.records["texts"][0])
    future["allowed"][:, texts - own : texts] &= future["tabled"][:, :own]
    return seated.plan.records.view(np.recarray)[0], future.view(np.recarray)[0]


def _prospect(seated: Seated, i: int, c: int, name: str | None, nash: int, state: tuple[Any, Any]) -> Prospect:
    """One text as party i sees it."""
    p, f = state
    parties, issues = seated.plan.sheet.parties, seated.plan.sheet.issues
    mine, least = priced(p, f, i, i, c), need(p, f, i, i, nash)
    rest = [(j, other) for j, other in enumerate(parties) if j != i]
    musts = {other: need(p, f, i, j, nash) for j, other in rest}
    room = {other: float(priced(p, f, i, j, c) - musts[other]) for j, other in rest}
    hope = np.prod([would_sign(p, f, i, j, c, musts[other]) for j, other in rest])
    bars = int(f.barred[c])
    barred = [one for j, one in enumerate(parties) if bars & (1 << j)]
    barred += [f"{one}: its ratifiers or its patron" for j, one in enumerate(parties) if bars & (1 << (PARTIES + j))]
    return Prospect(
        number=c,
        name=name,
        terms=dict(zip(issues, map(float, p.text_x[c]), strict=False)),
        utility=float(p.text_u[i, c]),
        priced=float(mine),
        margin=float(mine - least + wish(p, f, i)),
        others=room,
        hope=float(hope),
        barred=tuple(barred),
    )


def prospects(seated: Seated, i: int, names: Mapping[int, str]) -> tuple[Prospect, ...]:
    """Every text that party i could put down, best first by what it expects of it.

    Texts that somebody else forbids come last, in order of what they are worth to the party.
    """
    state = _as_seen(seated)
    p, f = state
    nash = nash_text(p, f, i)
    found = [_prospect(seated, i, c, names.get(c), nash, state) for c in range(p.texts)]
    going = float(f.believed[i, i, 0] - wish(p, f, i))

    def expected(one: Prospect) -> tuple[bool, float]:
        return bool(one.barred), -(one.utility if one.barred else proposal_value(one.priced, going, one.hope))

    return tuple(sorted(found, key=expected))


def sight(seated: Seated, i: int, events: Sequence[dict[str, Any]], draw: int) -> Sight:
    """What party i knows at the first decision that was not given; ``events`` are those of the whole future."""
    state = _as_seen(seated)
    p, f = state
    sheet = seated.plan.sheet
    case, count, level, mind, today = sheet.case, f.count, f.level, f.mind[i], case_day(seated)
    day = lambda number: case.as_of + timedelta(days=int(number))
    nash = nash_text(p, f, i)
    question, subject = (int(one) for one in f.asked[count[Count.ASKED] - 1][1:3])
    others = tuple(
        Reckoning(one, float(f.believed[i, j, 0]), float(f.believed[i, j, 2]), float(need(p, f, i, j, nash)))
        for j, one in enumerate(sheet.parties)
        if j != i
    )
    clauses = [clause.id for deal in case.deals.values() for clause in deal.clauses]
    ends = [None if int(end) < 0 else day(end) for end in f.seen_ends]
    return Sight(
        day=today,
        own=OwnView(
            war=float(mind[Mind.WAR]),
            floor=float(mind[Mind.FLOOR]),
            ratifiable=float(mind[Mind.RATIFIABLE]),
            going_on=float(need(p, f, i, i, nash)),
            after=float(mind[Mind.AFTER]),
            wins=float(mind[Mind.WIN]),
            strength=float(mind[Mind.THETA]),
            doubt=float(mind[Mind.SD]),
            support_lasts=float(mind[Mind.LASTS]),
            inclination=float(wish(p, f, i)),
        ),
        others=others,
        offer=_prospect(seated, i, subject, None, nash, state) if question == 0 else None,
        control=float(level[Level.CONTROL]),
        countryside=float(level[Level.COUNTRYSIDE]),
        holders={key: ("incumbent", "challenger")[int(f.seen_holder[r])] for r, key in enumerate(case.regions)},
        support={key: (float(f.seen_aid[a]), ends[a]) for a, key in enumerate(sheet.patrons)},
        trust=float(level[Level.TRUST]),
        table_open=bool(count[Count.TABLE] == 1),
        ceasefire_until=day(count[Count.CEASEFIRE_UNTIL]) if count[Count.CEASEFIRE_UNTIL] > count[Count.DAY] else None,
        settled=bool(count[Count.SETTLED] == 1),
        clauses={key: Status(int(f.seen_clause[at])).name.lower() for at, key in enumerate(clauses)},
        events=tuple(events[: int(f.seen_events)]),
        draw=draw,
    )


def case_day(seated: Seated) -> date:
    """Date of the first decision that was not given."""
    return seated.plan.sheet.case.as_of + timedelta(days=int(seated.future[0]["seen_count"][Count.DAY]))
