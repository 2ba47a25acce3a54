"""Compare: two scenarios on the same luck, and where their futures part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl

import numpy as np

from detente.analysis.ranges import parameter_range
from detente.analysis.side_by_side import AMOUNTS, Contrast, contrasts, moves
from detente.analysis.tables import OUTCOMES, flags
from detente.analysis.texts import letter
from detente.engine.ensemble import Played
from detente.errors import InputError
from detente.views.answers.deals import OUTCOME_COLOURS
from detente.views.charts_compare import moves as moves_chart
from detente.views.charts_whatif import against_baseline
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.web.desk import Desk
from detente.views.web.panel import Panel, Part, Pieces, drawn
from detente.views.web.rail import names_of
from detente.views.web.scenarios import Kept, kept, name_of, parts_of, side_by_side
from detente.views.web.state import PLAYED, State
from detente.views.web.words import amount_against
from detente.views.wording import OUTCOMES as NAMES
from detente.views.wording import (
    difference,
    hundred,
    in_hundred,
    long_date,
    nearest_hundred,
    number,
    plural,
    span,
)

__all__ = ["Scenario", "choices", "finding", "first", "moves_figure", "panel"]

_SHORT = {
    "settlement": "settles",
    "ceasefire": "ceasefire",
    "low_activity": "low activity",
    "war_goes_on": "war goes on",
    "challenger_victory": "challenger",
    "incumbent_victory": "incumbent",
}
_LABELS = {
    "ever_signed": "A deal is signed",
    "kept_a_year": "… and kept a year",
    "capital_falls": "The capital falls",
    "days_to_sign": "Days until signed, where both sign",
    "fatalities": "Battle deaths, mean",
    "regions_lost": "Regions lost, mean",
    "control": "Challenger’s control at the end, 0 to 1",
    "rights": "Rights, mean of 0 to 1",
}
_DIGITS = {"control": 2, "rights": 2, "regions_lost": 1}


@dataclass(frozen=True)
class Scenario:
    """One side of the comparison: what it is called, what it changes, and what was played."""

    letter: str
    name: str
    parts: tuple[str, ...]
    played: Played


def panel(desk: Desk, state: State) -> Panel:
    """Return the state against the scenario that it is compared with."""
    context = names_of(desk)
    old = first(desk, state.against)
    worded = bool(state.text or old.text)
    runs = desk.full_runs if not worded and (state.settled or _has(desk, state, old)) else desk.runs
    a, b = (_scenario(desk, context, one, runs, label) for one, label in ((old, "A"), (state, "B")))
    found = {one.name: one for one in contrasts(a.played, b.played)}
    counts = moves(a.played, b.played)
    figures = (moves_figure(context, counts, runs), _ends(context, found, a, b))
    same = old.played == state.played and dict(old.text) == dict(state.text)
    return Panel(
        finding=finding(context, counts, found, same),
        template="web/compare.html",
        data={
            "figures": figures, "a": a, "b": b, "same": same, "against": state.against or "",
            "choices": choices(context, state.against, kept(desk, context, state)), "kept": state.scenario,
            "swap": _swapped(state, old), "scenarios": side_by_side(desk, context, state, runs),
        },
        charts=drawn(figures),
        note=f"{plural(runs, 'pair')} of futures, each on the same luck; differences with their range over parameters",
        why=Part("web/compare-why.html", {"rows": in_numbers(context, found), "a": a, "b": b}),
        controls=frozenset({"against"}),
        follows=runs < desk.full_runs and not worded,
    )  # fmt: skip


def first(desk: Desk, against: str | None) -> State:
    """Return the scenario to compare with: the case as it stands, a lever, a proposal on the table, or a whole state.

    Parameters
    ----------
    against
        ``lever:NAME``, ``text:NAME``, a query as `State.address` writes it, or nothing.

    Raises
    ------
    InputError
        For names that the case does not have.
    """
    if not against:
        return State()
    kind, _, name = against.partition(":")
    if kind == "lever":
        return desk.state([("lever", name)])
    if kind == "text":
        if name not in desk.case.proposals:
            near = get_close_matches(name, desk.case.proposals, 1)
            hint = f'did you mean "{near[0]}"?' if near else "choose one that the page shows"
            raise InputError(f'address: against: {desk.case.name} has no text "{name}" on {desk.case.as_of}; {hint}')
        return State(text={issue: value.mode for issue, value in desk.case.proposals[name].text.items()})
    pairs = parse_qsl(against)
    if not pairs or any(name.partition(".")[0] not in PLAYED for name, _ in pairs):
        raise InputError(f'address: against: "{against[:80]}" is no scenario; expected lever:NAME or text:NAME')
    return desk.state(pairs)


def _swapped(state: State, old: State) -> dict[str, Any]:
    """Return the changes of the state that put A in the place of B."""
    return {"levers": old.levers, "numbers": old.numbers, "struck": old.struck, "text": old.text,
            "against": state.scenario or None}  # fmt: skip


def _has(desk: Desk, state: State, old: State) -> bool:
    return desk.has(state, desk.full_runs) and desk.has(old, desk.full_runs)


def _scenario(desk: Desk, context: Context, state: State, runs: int, label: str) -> Scenario:
    parts = parts_of(context, state)
    return Scenario(label, name_of(parts), parts, desk.worded(state) if state.text else desk.played(state, runs))


def choices(context: Context, against: str | None, scenarios: Sequence[Kept] = ()) -> list[tuple[str, str]]:
    """Return what can be compared with: value and words."""
    case = context.case
    found = [("", "The case as it stands")]
    found += [(one.query, f"Kept: {one.name}") for one in scenarios if one.query]
    found += [(f"lever:{name}", f"Lever: {context.lever_name(name)}") for name in case.levers]
    found += [
        (f"text:{name}", f"Text {letter(place)}: {one.name or name}")
        for place, (name, one) in enumerate(case.proposals.items())
    ]
    if against and against not in {value for value, _ in found}:
        found.append((against, "Another scenario"))
    return found


def finding(context: Context, counts: np.ndarray, found: dict[str, Contrast], same: bool) -> Pieces:
    """Say how often B settles against A, and where the futures that change come from.

    Parameters
    ----------
    counts
        From `detente.analysis.side_by_side.moves`.
    found
        Contrasts by name.
    same
        Whether both are the same scenario.
    """
    if same:
        return (("A and B are the same scenario: change a lever, a number or the text, or choose another A.", False),)
    one, pairs = found["settlement"], counts.sum()
    pieces = [
        ("Under B, ", False), (in_hundred(one.after, one.pairs, of=True), True),
        (" explored futures settle, against ", False), (hundred(one.before), True), (" under A: ", False),
        (difference(one.low, one.mid, one.high), True), (". ", False),
    ]  # fmt: skip
    changed = (pairs - np.trace(counts)) / pairs
    if not changed:
        return (*pieces, ("Every future ends as it did.", False))
    pieces.append((f"{_capital(in_hundred(changed, of=True))} end otherwise", False))
    flows = [(int(counts[i, j]), i, j) for i in range(len(counts)) for j in range(len(counts)) if i != j]
    most, i, j = max(flows)
    came, went = (context.outcome_names[OUTCOMES[at]] for at in (i, j))
    if most / pairs >= 0.01:
        pieces += [("; the largest move, ", False), (f"{hundred(most / pairs)} of 100", True),
                   (f", is from {_plain(came)} to {_plain(went)}", False)]  # fmt: skip
    return (*pieces, (".", False))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(name: str) -> str:
    """An outcome's name inside a sentence: victories begin with a name."""
    return name if "ictory" in name else name[:1].lower() + name[1:]


def _short(context: Context, outcome: str) -> str:
    """An outcome in a word or two; victories by the side's name if it is short."""
    if not outcome.endswith("victory"):
        return _SHORT[outcome]
    who = context.side_name(outcome.removesuffix("_victory"))
    return f"{who if len(who) <= 13 else _SHORT[outcome]} wins"


def moves_figure(context: Context, counts: np.ndarray, pairs: int) -> Figure:
    """Return the table of where futures move: rows end so under A, columns under B."""
    order = list(NAMES)
    place = {outcome: OUTCOMES.index(outcome) for outcome in order}
    share = {(a, b): counts[place[a], place[b]] / pairs for a in order for b in order}
    rows = [
        {"before": a, "after": b, "share": 100 * value, "value": hundred(value) if value else ""}
        for (a, b), value in share.items()
    ]
    names = [{"outcome": one, "short": _short(context, one)} for one in order]
    changed = 1.0 - sum(share[one, one] for one in order)
    heads = ("Ends under A with", *(context.outcome_names[one] for one in order))
    cells = tuple((context.outcome_names[a], *(hundred(share[a, b]) for b in order)) for a in order)
    return Figure(
        line="Rows: end under A. Columns: end under B. Of 100 pairs on the same luck",
        title=f"{_capital(in_hundred(changed, of=True)) if changed else 'None of the'} futures end otherwise under B",
        drawings=(Drawing("moves", moves_chart(rows, names)),),
        keys=(Key("ends as under A", "bar", "rule"), Key("ends otherwise", "bar", "ink")),
        note="The area of a square is its share.",
        table=Table(heads, cells, "Pairs of futures, of 100", tuple(range(1, len(heads)))),
    )


def _ends(context: Context, found: dict[str, Contrast], a: Scenario, b: Scenario) -> Figure:
    rows, cells, clear = [], [], []
    ends = flags(b.played)
    for outcome, name in context.outcome_names.items():
        one = found[outcome]
        low, share, high = parameter_range(ends[outcome], b.played.draw_of)
        value = f"{in_hundred(share) if share > 0 else 'none'}, A {hundred(one.before)}"
        rows.append({
            "outcome": outcome, "name": name, "colour": OUTCOME_COLOURS[outcome], "value": value,
            "share": 100 * share, "low": 100 * low, "high": 100 * high, "was": 100 * one.before,
        })  # fmt: skip
        cells.append((name, hundred(one.before), hundred(share), span(low, high), _differs(one)))
        if not one.low <= 0 <= one.high and nearest_hundred(abs(one.mid)):
            clear.append((abs(one.mid), name, one))
    title = "No outcome differs clearly"
    if clear:
        _, name, one = max(clear, key=lambda item: item[0])
        title = f"{name}: {difference(one.low, one.mid, one.high)} under B"
    heads = ("Outcome", "A", "B", "parameter range of B", "B less A")
    return Figure(
        line=f"How the futures end by {long_date(context.case.horizon)}",
        title=title,
        drawings=(Drawing("ends-of-both", against_baseline(rows)),),
        keys=(Key("A", "dashed-box"), Key("B: 5–95 % over parameter ranges", "line")),
        table=Table(heads, tuple(cells), "Share of explored futures, per 100", (1, 2, 3, 4)),
    )


def _differs(one: Contrast) -> str:
    if one.low == one.mid == one.high == 0:
        return "no difference"
    return difference(one.low, one.mid, one.high)


def in_numbers(context: Context, found: dict[str, Contrast]) -> list[tuple[str, str, str, str]]:
    """Return the table of the right column: label, A, B, and the difference with its range."""
    rows = []
    for name, one in found.items():
        label = _LABELS.get(name) or context.outcome_names[name]
        if name in AMOUNTS:
            digits = _DIGITS.get(name, 0)
            said = [number(round(value, digits), digits) for value in (one.before, one.after)]
            rows.append((label, *said, amount_against(one.low, one.mid, one.high, digits)))
        else:
            rows.append((label, hundred(one.before), hundred(one.after), _differs(one)))
    return rows
