"""The right column of What if: each change by itself, the statement behind the last number, three typical futures."""

from __future__ import annotations

from typing import Any

from detente.analysis.hangs_on import rests_on
from detente.analysis.levers import Difference, difference
from detente.case.numbers import Number
from detente.views.answers.evidence import statement
from detente.views.stories import told
from detente.views.web.desk import Desk
from detente.views.web.rail import names_of, sliders
from detente.views.web.state import State
from detente.views.web.tabs import tab_named
from detente.views.wording import MINUS, nearest_hundred, number

__all__ = ["column"]


def column(desk: Desk, state: State, moved: dict[str, Difference], rests: bool) -> dict[str, Any]:
    """Return what the column shows; the parts that take plays of their own wait until the hand rests."""
    return {
        "waits": not rests,
        "changes": _changes(desk, state, moved) if rests and state.changes else None,
        "rests": _rests(desk, state),
        "stories": _stories(desk, state) if rests else None,
        "played": desk.context(state).runs,
        "replay": tab_named("replay") is not None,
        "evidence": tab_named("evidence") is not None,
        "next": desk.keep("next steps", lambda: _next(desk)) if desk.edits.allowed and not state.changes else None,
    }


def _next(desk: Desk) -> dict[str, Any]:
    """Return what is left to do in a case of one's own: numbers that nobody gave, statements that nobody judged."""
    case = desk.case
    ranged = [one for one in desk.book.values() if not one.fixed]
    known = max((one.known for one in (case.uncut or case).ledger.values()), default=case.as_of)
    return {
        "assumed": sum(rests_on(case, one) == "assumed" for one in ranged), "ranged": len(ranged),
        "unread": sum(not one.reviewed for one in case.ledger.values()), "statements": len(case.ledger),
        "later": known if known > case.as_of else None, "name": desk.folder.name,
    }  # fmt: skip


def _alone(desk: Desk, state: State) -> list[tuple[str, State]]:
    """Return every change by itself, with what to call it."""
    words = names_of(desk)
    found = [(words.lever_name(key), State(levers=(key,))) for key in state.levers]
    for key, value in state.numbers.items():
        was = number(desk.book[key].mode)
        found.append((f"{words.number_name(key)} {was} → {number(value)}", State(numbers={key: value})))
    found += [(f"{key} struck", State(struck=(key,))) for key in state.struck]
    return found


def _changes(desk: Desk, state: State, moved: dict[str, Difference]) -> dict[str, Any]:
    """Return each change's own effect on the outcome that moved most, and what the sum says beside them together."""
    words = names_of(desk).outcome_names
    outcome = max(words, key=lambda name: abs(moved[name].mid))
    before, rows, total = desk.baseline(), [], 0.0
    for name, alone in _alone(desk, state):
        one = next(one for one in difference(before, desk.ends(alone)) if one.outcome == outcome)
        total += one.mid
        rows.append({"name": name, "by": _signed(one.mid), "more": f"of {one.pairs:,} pairs {one.won:,} turn to it, "
                     f"{one.lost:,} away" + _doubt(one), "inside": _inside(desk, alone)})  # fmt: skip
    together = next(one for one in difference(before, desk.ends(state)) if one.outcome == outcome)
    rest = together.mid - total
    over = {0: "Together, as much as the sum"}.get(nearest_hundred(abs(rest)))
    if over is None:
        less = rest * total < 0
        over = f"Together, {'less' if less else 'more'} than the sum"
    return {"outcome": words[outcome], "rows": rows, "together": (over, _signed(rest)) if len(rows) > 1 else None}


def _doubt(one: Difference) -> str:
    low, high = _signed(one.low), _signed(one.high)
    return f"; {low} to {high}" + (", no clear difference" if one.low <= 0 <= one.high else "")


def _inside(desk: Desk, alone: State) -> str:
    """Say whether a number's value lies within the case's range."""
    for key, value in alone.numbers.items():
        one = desk.book[key]
        words = "inside" if one.low <= value <= one.high else "outside"
        return f"{words} the case’s range: {number(one.low)} to {number(one.high)}"
    return ""


def _signed(share: float) -> str:
    size = nearest_hundred(abs(share))
    return f"{'' if not size else MINUS if share < 0 else '+'}{size}"


def _rests(desk: Desk, state: State) -> dict[str, Any] | None:
    """Return what the number moved last rests on: statements with buttons to strike them, data, or an assumption."""
    asked = state.view.get("moved")
    keys = [*((asked,) if asked in desk.book else ()), *state.numbers, *(one.key for one in sliders(desk, state))]
    if not keys:
        return None
    words, one = names_of(desk), desk.book[keys[0]]
    ledger = desk.case.ledger
    found = [(statement(words, ledger[name], [], {}), _struck(state, name)) for name in one.because if name in ledger]
    return {"name": words.number_name(keys[0]), "kind": rests_on(desk.case, one), "statements": found[:3],
            "more": max(0, len(found) - 3), "files": _files(one, ledger), "assumed": one.assumed}  # fmt: skip


def _struck(state: State, name: str) -> tuple[str, ...]:
    """Return the struck statements with this one among them, or taken out again."""
    rest = tuple(one for one in state.struck if one != name)
    return rest if name in state.struck else (*rest, name)


def _files(one: Number, ledger: Any) -> list[str]:
    return [name for name in one.because if name not in ledger]


def _stories(desk: Desk, state: State) -> list[dict[str, Any]]:
    """Return three futures, each the middle of its kind."""
    return [{"run": one.run, "head": one.head, "like": one.like, "colour": one.colour}
            for one in told(desk.context(state))]  # fmt: skip
