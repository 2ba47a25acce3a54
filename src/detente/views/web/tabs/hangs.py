"""Hangs on: which numbers, statements and parts of the model the answer hangs on; statements can be struck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.analysis.hangs_on import hangs_on_table, leading_outcome
from detente.analysis.strike_groups import KINDS, groups
from detente.analysis.strike_rank import Ranking, Swing, rank_statements
from detente.analysis.switched_off import Part as ModelPart
from detente.analysis.switched_off import parts_of, switch_off
from detente.analysis.verify import next_checks
from detente.case.schema import Case
from detente.views.answers import levers
from detente.views.context import Context
from detente.views.figures import Figure, Table
from detente.views.strike_words import change_words, how_told, names_of, outcome_words, swing_sentences
from detente.views.web.desk import Desk
from detente.views.web.jobs import Job, T, Tell, job
from detente.views.web.live import Live
from detente.views.web.panel import Panel, Part, drawn
from detente.views.web.state import State
from detente.views.web.tabs.hangs_figures import models_figure, statements_figure
from detente.views.wording import decimal, difference, joined, number, plural

__all__ = ["Tasks", "moved_of", "panel", "tasks"]

_RUNS = 1_000
"""Futures of each play, at most."""
_ZONES = 100
"""Futures whose zones are solved for each struck statement."""
_LISTED = 12
_WEEK = 0.23
"""Of a month."""
_LEAST = 0.0005
"""Below this a check moves less than a tenth of a future in 100."""
_CHECKS = 3


@dataclass(frozen=True)
class Tasks:
    """What is worked out behind the page, in this order."""

    numbers: Job[dict[str, Any]]
    statements: Job[Ranking]
    models: Job[tuple[ModelPart, ...]]
    groups: Job[Ranking]
    struck: Job[Ranking] | None

    @property
    def waiting(self) -> list[tuple[str, Job[Any]]]:
        """Those that are not over, with what they do."""
        named = (
            ("Striking what you chose", self.struck),
            ("Moving numbers over their ranges", self.numbers),
            ("Striking statements one by one", self.statements),
            ("Switching parts of the model off", self.models),
            ("Striking groups", self.groups),
        )
        return [(words, one) for words, one in named if one is not None and not one.finished]


def tasks(desk: Desk, state: State) -> Tasks:
    """Return the work of this tab, begun when it is first opened for a state's levers and numbers.

    Statements that are struck do not change the rest of it: each is struck alone, and the chosen ones together.
    """
    case, moved = desk.case, moved_of(state)
    chosen = tuple(one for one in case.ledger if one in state.struck)
    single = {one: (one,) for one in case.ledger}
    runs = min(_RUNS, desk.runs)
    common: dict[str, Any] = {"seed": desk.seed, "levers": moved.levers, "held": dict(moved.numbers)}

    def rank(chosen: Mapping[str, tuple[str, ...]], tell: Tell) -> Ranking:
        done = _Counter(len(chosen), tell)
        return rank_statements(case, chosen, runs=runs, zones=min(_ZONES, runs), progress=done, **common)

    def switch(tell: Tell) -> tuple[ModelPart, ...]:
        return switch_off(case, runs=runs, progress=_Counter(len(parts_of(case)), tell), **common)

    def begun(name: Any, work: Callable[[Tell], T], queue: str = "in turn") -> Job[T]:
        return job(desk, (name, moved.played), work, queue)

    return Tasks(
        numbers=begun("numbers", lambda tell: hangs_on_table(case, desk.played(moved), progress=tell, **common)),
        struck=begun(("struck", chosen), lambda tell: rank({"": chosen}, tell), "at once") if chosen else None,
        statements=begun("statements", lambda tell: rank(single, tell)),
        models=begun("models", switch),
        groups=begun("groups", lambda tell: rank(groups(case), tell)),
    )


def moved_of(state: State) -> State:
    """Return what of a state holds throughout this tab: levers that are pulled, numbers that are moved."""
    return State(levers=state.levers, numbers=state.numbers)


class _Counter:
    """Adds up steps that are told one by one."""

    def __init__(self, total: int, tell: Tell) -> None:
        self._done, self._total, self._tell = 0, total, tell
        tell(0, total)

    def __call__(self, more: int) -> None:
        self._done += more
        self._tell(self._done, self._total)


def panel(desk: Desk, state: State) -> Panel:
    """Return what is known so far of what the answer hangs on; the page asks again while work goes on."""
    found, case, moved = tasks(desk, state), desk.case, moved_of(state)
    outcome = desk.keep(("leading outcome", moved.played), lambda: leading_outcome(desk.played(moved)))
    figures = {
        "numbers": _numbers(desk, moved, found.numbers.value) if found.numbers.value else None,
        "statements": statements_figure(case, found.statements.value, outcome),
        "models": models_figure(case, found.models.value, desk.ends(moved), outcome),
    }
    lines = [] if found.statements.value is None else _lines(case, state, found.statements.value)
    told = [] if found.groups.value is None else _groups(case, state, found.groups.value)
    return Panel(
        finding=_finding(case, state, found, figures["numbers"]),
        note=_note(desk, state),
        template="web/hangs.html",
        data={
            "figures": figures, "lines": lines[:_LISTED], "more": lines[_LISTED:], "groups": told,
            "waiting": [(words, round(100 * one.share)) for words, one in found.waiting],
            "problems": [one.problem for one in (found.numbers, found.statements, found.models, found.groups)
                         if one.problem],
            "idle": _idle(found.statements.value), "empty": not case.ledger,
            "step": sum(round(1000 * one.share) for _, one in found.waiting) + 10_000 * len(found.waiting),
        },
        charts=drawn(figures.values()),
        why=Part("web/hangs-checks.html", {
            "checks": _checks(case, found.statements.value), "known": found.statements.value is not None,
            "struck": _struck(case, state, found),
        }),
    )  # fmt: skip


def _note(desk: Desk, state: State) -> str:
    parts = [plural(len(state.levers), "lever")] if state.levers else []
    parts += [plural(len(state.numbers), "moved number")] if state.numbers else []
    what = f"The case with {joined(parts)}" if parts else "The case as it is read"
    tail = "; each statement is struck alone" if state.struck else ""
    return f"{what}{tail} · {plural(min(_RUNS, desk.runs), 'future')} each, on the same luck"


def _finding(case: Case, state: State, found: Tasks, numbers: Figure | None) -> str:
    """Say what striking did; else what the statement on which most hangs would do; else about the numbers."""
    if found.struck is not None:
        ranking = found.struck.value
        if ranking is None:
            return f"Striking {joined([one for one in case.ledger if one in state.struck])}: being worked out"
        return " ".join(swing_sentences(case, ranking, ranking.swings[0])[:3])
    ranking = found.statements.value
    if ranking is not None and ranking.swings and ranking.swings[0].clear:
        return " ".join(swing_sentences(case, ranking, ranking.swings[0])[:2])
    if ranking is not None:
        return "No single statement moves the answer clearly"
    return numbers.title if numbers else "What the answer hangs on is being worked out"


def _numbers(desk: Desk, moved: State, table: dict[str, Any]) -> Figure | None:
    """Draw the range bars, as the report does."""
    return desk.keep(("range bars", moved.played), lambda: _range_bars(desk, moved, table))


def _range_bars(desk: Desk, moved: State, table: dict[str, Any]) -> Figure | None:
    live = Live(desk.manifest(desk.ends(moved)), {("hangs_on",): lambda: {"hangs_on": table}})
    answer = levers.hangs_on(Context(live, desk.case))
    figures = [figure for row in answer.rows for figure in row.figures]
    return _unlinked(figures[0]) if figures else None


def _unlinked(figure: Figure) -> Figure:
    """Name statements in words only: what they link to stands on another tab."""
    table = figure.table
    if table is None:
        return figure
    rows = tuple(
        tuple(cell if isinstance(cell, str) else ", ".join(one if isinstance(one, str) else one.text for one in cell)
              for cell in row)
        for row in table.rows
    )  # fmt: skip
    return replace(figure, table=replace(table, rows=rows))


def _lines(case: Case, state: State, ranking: Ranking) -> list[dict[str, Any]]:
    """Return the statements that something rests on, with what striking each does."""
    return [
        _line(case, state, ranking, one) | {"id": one.name, "told": how_told(case.ledger[one.name])}
        for one in ranking.swings
        if one.changes
    ]


def _line(case: Case, state: State, ranking: Ranking, one: Swing) -> dict[str, Any]:
    leading = one.leading
    on = set(one.statements) <= set(state.struck)
    after = set(state.struck) - set(one.statements) if on else set(state.struck) | set(one.statements)
    return {
        "on": on, "clear": one.clear, "after": tuple(name for name in case.ledger if name in after),
        "moves": difference(leading.low, leading.mid, leading.high) if leading else "nothing",
        "outcome": outcome_words(case, leading.outcome) if leading else "",
        "zones": _zone_words(case, ranking, one),
        "worth": "" if not one.worth else decimal(100 * one.worth, 1) if one.worth >= _LEAST else "<.1",
    }  # fmt: skip


def _zone_words(case: Case, ranking: Ranking, one: Swing) -> list[str]:
    """Say what becomes of the zones, where it is a week or more."""
    small = {kind for kind, span in one.months.items() if abs(span[1]) < _WEEK}
    found = [words for words in swing_sentences(case, ranking, one)[1:] if " zone " in words or "closed by" in words]
    return [words for words in found if not any(f"The {kind} zone is open" in words for kind in small)]


def _groups(case: Case, state: State, ranking: Ranking) -> list[dict[str, Any]]:
    """Return the groups of two or more statements that something rests on."""
    return [
        _line(case, state, ranking, one)
        | {"name": _group_name(case, one.name), "size": plural(len(one.statements), "statement"), "key": one.name}
        for one in ranking.swings
        if one.changes and len(one.statements) > 1
    ]


def _group_name(case: Case, group: str) -> str:
    """Say what a group is.

    Examples
    --------
    >>> _group_name(None, "outlet:River Post"), _group_name(None, "hearsay")
    ('All of River Post', 'All that came through somebody else')
    """
    kind, _, name = group.partition(":")
    if kind == "outlet":
        return f"All of {name}"
    if kind == "actor":
        return f"All that {case.actors[name].name if name in case.actors else name} said"
    words = KINDS[kind]
    return f"All {words}" if words.startswith(("from", "that")) else f"All that {words}"


def _checks(case: Case, ranking: Ranking | None) -> list[dict[str, Any]]:
    """Return the next facts worth verifying."""
    if ranking is None:
        return []
    return [
        {
            "id": one.statement, "told": how_told(case.ledger[one.statement]), "worth": decimal(100 * one.worth, 1),
            "swing": number(100 * one.swing, 1), "doubt": number(1 - one.credibility),
            "outcome": outcome_words(case, one.outcome),
            "ask": joined([f"{who} ({why})" for who, why in one.ask], "or"),
        }
        for one in next_checks(case, ranking.swings)[:_CHECKS]
    ]  # fmt: skip


def _struck(case: Case, state: State, found: Tasks) -> dict[str, Any] | None:
    """Return what the chosen strikes do together, and what they take back."""
    if found.struck is None:
        return None
    ranking = found.struck.value
    sentences: Sequence[str] = () if ranking is None else swing_sentences(case, ranking, ranking.swings[0])
    return {"names": [one for one in case.ledger if one in state.struck], "sentences": sentences,
            "changes": _changes(case, ranking), "problem": found.struck.problem}  # fmt: skip


def _changes(case: Case, ranking: Ranking | None) -> Table | None:
    if ranking is None or not ranking.swings[0].changes:
        return None
    names = names_of(case)
    cells = tuple(change_words(names, one) for one in ranking.swings[0].changes[:40])
    return Table(("What rested on it", "was", "is taken back to"), cells, heading="What is taken back")


def _idle(ranking: Ranking | None) -> str:
    if ranking is None:
        return ""
    idle = [one.name for one in ranking.swings if not one.changes]
    return f"Nothing rests on {plural(len(idle), 'statement')}: {', '.join(idle)}." if idle else ""
