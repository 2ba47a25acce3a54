"""Scenarios that a person keeps: what a state plays, in the page's address; up to three beside the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from detente.analysis.levers import difference
from detente.analysis.tables import flags
from detente.views.context import Context
from detente.views.web.desk import Desk
from detente.views.web.state import MOST_KEPT, State
from detente.views.wording import difference as difference_words
from detente.views.wording import in_hundred, joined, number, plural

__all__ = ["Kept", "kept", "may_keep", "name_of", "parts_of", "side_by_side"]

_SHOWN = ("settlement", "kept_a_year", "challenger_victory", "war_goes_on")


@dataclass(frozen=True)
class Kept:
    """A scenario that was kept.

    Attributes
    ----------
    query
        What it plays, as `State.scenario` writes it; empty for the case as it stands.
    name, parts
        What it is called, and what it changes, in words.
    shown
        Whether it is what the page plays now.
    change, rest
        What to change of the state to open it; what stays kept once it is forgotten.
    """

    query: str
    name: str
    parts: tuple[str, ...]
    shown: bool
    change: dict[str, Any]
    rest: tuple[str, ...]


def parts_of(context: Context, state: State) -> tuple[str, ...]:
    """Return what a state changes, each in words."""
    parts = [context.lever_name(name) for name in state.levers]
    parts += [f"{context.number_name(name)}: {number(value, 3)}" for name, value in state.numbers.items()]
    parts += [f"statement {name} struck" for name in state.struck]
    if state.text:
        parts.append(f"a text on the table: {joined([context.issue_name(issue) for issue in state.text])}")
    return tuple(parts)


def name_of(parts: tuple[str, ...]) -> str:
    """Return what a scenario is called.

    Examples
    --------
    >>> name_of(()), name_of(("Air support stays",)), name_of(("Air support stays", "trust: .5"))
    ('the case as it stands', 'Air support stays', 'Air support stays and 1 more change')
    """
    if not parts:
        return "the case as it stands"
    more = len(parts) - 1
    return parts[0] + (f" and {plural(more, 'more change')}" if more else "")


def kept(desk: Desk, context: Context, state: State) -> list[Kept]:
    """Return the case as it stands and every scenario that was kept, in the order in which they were."""
    now = state.scenario
    return [_kept(desk, context, state, query, now) for query in ("", *state.kept)] if state.kept else []


def may_keep(state: State) -> bool:
    """Whether what is played now can be kept: it is no scenario yet, and there is room."""
    return bool(state.scenario) and state.scenario not in state.kept and len(state.kept) < MOST_KEPT


def _kept(desk: Desk, context: Context, state: State, query: str, now: str) -> Kept:
    one = desk.state(parse_qsl(query))
    parts = parts_of(context, one)
    change = {"levers": one.levers, "numbers": one.numbers, "struck": one.struck, "text": one.text}
    return Kept(
        query, name_of(parts), parts, query == now, change, tuple(other for other in state.kept if other != query)
    )


def side_by_side(desk: Desk, context: Context, state: State, runs: int) -> dict[str, Any] | None:
    """Return the kept scenarios against the case, on the same luck: heads and rows; None where none is kept.

    A text on the table is played at every round, as on the tab Deals, in the quick number of futures.
    """
    if not state.kept:
        return None
    states = {one.query: desk.state(parse_qsl(one.query)) for one in kept(desk, context, state)}
    runs = desk.runs if any(one.text for one in states.values()) else runs
    base = desk.baseline(runs)
    rows = []
    for one in kept(desk, context, state):
        scenario = states[one.query]
        played = desk.worded(scenario) if scenario.text else desk.played(scenario, runs)
        shares = {name: float(value.mean()) for name, value in flags(played).items()}
        moved = next(each for each in difference(base, played) if each.outcome == "settlement")
        against = difference_words(moved.low, moved.mid, moved.high) if one.query else ""
        rows.append({"kept": one, "shares": [in_hundred(shares[name]).removesuffix(" in 100") for name in _SHOWN],
                     "against": against})  # fmt: skip
    heads = ["settles", "… and kept a year", context.outcome_names["challenger_victory"], "war goes on"]
    return {"heads": heads, "rows": rows, "runs": base.runs}
