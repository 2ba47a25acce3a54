"""What a party in a seat knows on the day of a question: its own mind, the others as it reckons, the front."""

from __future__ import annotations

from typing import Any

from detente.analysis.seat import Sight
from detente.views import charts_replay
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.stories import steps
from detente.views.wording import hundred, long_date, number, short_date

__all__ = ["known"]

_STEPS = 14


def known(context: Context, party: str, sight: Sight) -> tuple[dict[str, Any], Figure | None]:
    """Return the column of what is known, and the map of who holds what, if the case has one."""
    data = {
        "day": long_date(sight.day), "mind": _mind(context, party, sight), "support": _support(context, sight),
        "others": _others(context, sight), "talks": _talks(sight), "clauses": _clauses(context, sight),
        "story": steps(context, sight.events, None, _STEPS),
    }  # fmt: skip
    return data, _map(context, sight)


def _mind(context: Context, party: str, sight: Sight) -> list[tuple[str, str]]:
    own, held = sight.own, sum(side == "challenger" for side in sight.holders.values())
    who = context.side_name("challenger")
    wish = "You lean towards signing" if own.inclination > 0 else "You lean against signing"
    return [
        ("who wins", f"your side does in {hundred(own.wins)} of 100 of what you think may come"),
        ("support lasts", f"you believe so at {number(own.support_lasts)} of 1"),
        ("the front", f"{who} holds {held} of {len(sight.holders)} regions"),
        ("control", f"{hundred(sight.control)} of 100 with {who}"),
        ("the countryside", f"{hundred(sight.countryside)} of 100 with {who}"),
        ("trust between the sides", f"{number(sight.trust)} of 1"),
        ("beyond all this", f"{wish}, by {number(abs(own.inclination))}"),
    ]  # fmt: skip


def _support(context: Context, sight: Sight) -> list[tuple[str, str]]:
    return [
        (
            context.actor_name(patron),
            f"{hundred(level)} of 100" + (f", said to end on {short_date(end)}" if end else ""),
        )
        for patron, (level, end) in sight.support.items()
    ]


def _others(context: Context, sight: Sight) -> Table:
    cells = tuple(
        (context.actor_name(one.party), number(one.floor), number(one.ratifiable), number(one.going_on))
        for one in sight.others
    )
    heads = ("Party", "rather than fight", "to sell at home", "holds out for")
    return Table(heads, cells, "What you reckon that the others need, in their own utility", (1, 2, 3), unfolded=True)


def _talks(sight: Sight) -> str:
    if sight.settled:
        return "A deal is in force."
    if sight.ceasefire_until:
        return f"A ceasefire runs until {short_date(sight.ceasefire_until)}."
    return "The table is open." if sight.table_open else "The table is closed."


def _clauses(context: Context, sight: Sight) -> Table | None:
    cells = tuple((context.clause_name(key), status) for key, status in sight.clauses.items())
    return Table(("Pledge", "status"), cells, heading="Pledges as they stand") if cells else None


def _map(context: Context, sight: Sight) -> Figure | None:
    """Draw who holds what that day."""
    rows = [{"region": key, "side": side, "lately": False} for key, side in sight.holders.items()]
    held = sum(row["side"] == "challenger" for row in rows)
    who = {side: context.side_name(side) for side in charts_replay.HOLDERS}
    if not context.case.geometry:
        return None
    cells = tuple((context.region_name(row["region"]), who[row["side"]]) for row in rows)
    return Figure(
        line="Who holds each region",
        title=f"{who['challenger']} holds {held} of {len(rows)} regions",
        drawings=(Drawing("seat-map", charts_replay.holder_map(rows, [], height=240)),),
        keys=tuple(Key(f"{who[side]} holds", "bar", colour) for side, colour in charts_replay.HOLDERS.items()),
        table=Table(("Region", "held by"), cells, f"On {long_date(sight.day)}"),
    )
