"""Question 7: which sentence does each number rest on?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.case.coverage import Coverage, coverage
from detente.evidence.statement import Statement
from detente.views.context import Context, as_list, readable
from detente.views.figures import Answer, Note, Row, prose
from detente.views.wording import hundred, short_date

__all__ = ["answer", "sets_of", "statement"]

_FIRST = 9
_LINE = 160


def answer(context: Context) -> Answer:
    """Return how many numbers rest on statements, data and assumption, and the statements, the weightiest first."""
    question, short = "Which sentence does each number rest on?", "Evidence"
    found = coverage(context.case)
    counts = {basis: found.count(basis) for basis in ("statement", "data", "assumed")}
    rows = [Row((Note("coverage", {"counts": counts}),))]
    swings = _swings(context)
    sets = sets_of(found)
    told = [statement(context, one, sets.get(one.id, ()), swings) for one in context.case.ledger.values()]
    if not told:
        rest = f"{counts['assumed']} of its numbers are assumed, {counts['data']} rest on data"
        text = f"This case holds no statements: {rest}."
        return Answer("evidence", short, question, (*rows, Row((prose(text),))))
    told.sort(key=lambda one: (-one["swing"], -len(one["sets"]), one["id"]))
    held_back = sum(one["content"] is None for one in told)
    above = sum(one["level"] != "open" for one in told)
    data = {
        "first": told[:_FIRST], "rest": told[_FIRST:], "held_back": held_back, "redacted": context.redact,
        "restricted": 0 if context.redact else above, "reviewed": sum(one["reviewed"] for one in told),
        "all": len(told),
    }  # fmt: skip
    return Answer("evidence", short, question, (*rows, Row((Note("statements", data),))))


def sets_of(found: Coverage) -> dict[str, list[str]]:
    """Return the paths of the numbers that rest on each statement."""
    paths: dict[str, list[str]] = {}
    for one in found.numbers:
        for name in one.number.because:
            paths.setdefault(name, []).append(one.path)
    return paths


def _swings(context: Context) -> dict[str, tuple[float, dict[str, Any]]]:
    """Return the widest swing of the forecast among the numbers that rest on each statement."""
    widest: dict[str, tuple[float, dict[str, Any]]] = {}
    for row in context.rows("hangs_on"):
        swing = abs(row["at_high"] - row["at_low"])
        for one in as_list(row["because"]):
            if swing > widest.get(str(one), (0.0, row))[0]:
                widest[str(one)] = swing, row
    return widest


def _level(context: Context, statement: Statement) -> str:
    """Return how far a statement may be shared: the stricter of its own level and its document's."""
    order = ("open", "restricted", "secret")
    document = context.case.documents.get(statement.document)
    inherited = (document.sharing if document else None) or context.case.sharing
    return max((statement.sharing, inherited), key=order.index)


def _content(context: Context, statement: Statement, level: str) -> str | None:
    """Return what may be printed: nothing of secret ones; redacted, neither quotations nor what is above open."""
    if level == "secret" or (context.redact and (statement.quote or level != "open")):
        return None
    text = " ".join(statement.content.split())
    if statement.quote and len(text) > _LINE:
        return text[:_LINE].rsplit(" ", 1)[0] + " …"
    return text


def statement(
    context: Context, one: Statement, paths: Sequence[str], swings: dict[str, tuple[float, dict[str, Any]]]
) -> dict[str, Any]:
    """Return what is printed of a statement; its sentence is None where its sharing level keeps it back."""
    level = _level(context, one)
    swing, row = swings.get(one.id, (0.0, None))
    document = context.case.documents.get(one.document)
    speaker = one.speaker or (context.actor_name(one.actor) if one.actor else "")
    hangs = ""
    if row:
        outcome = context.outcome_names.get(row["outcome"]) or readable(row["outcome"])
        moves = f"{hundred(row['at_low'])} to {hundred(row['at_high'])} of 100"
        hangs = f"{outcome}: {moves} as “{context.number_name(row['number'])}” goes over its range"
    sets = [context.number_name(path) for path in paths]
    return {
        "id": one.id, "speaker": speaker, "chain": list(one.chain), "content": _content(context, one, level),
        "level": level, "quote": one.quote, "kind": one.kind, "channel": one.channel,
        "state": one.verification.state, "by": list(one.verification.by), "weight": f"{one.weight:.2f}".lstrip("0"),
        "outlet": document.outlet if document else one.outlet, "known": short_date(one.known),
        "reviewed": one.reviewed, "damage": list(one.damage), "negated": one.negated, "hedged": one.hedged,
        "sets": list(dict.fromkeys(sets))[:3], "more": max(0, len(dict.fromkeys(sets)) - 3), "swing": swing,
        "hangs": hangs,
    }  # fmt: skip
