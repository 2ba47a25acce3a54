"""Question 7: which sentence does each number rest on?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.case.coverage import Coverage, coverage
from detente.evidence.statement import Statement
from detente.views.context import Context, as_list
from detente.views.figures import Answer, Note, Row, prose
from detente.views.sharing import allowed, level_of
from detente.views.wording import decimal, difference, hundred, readable, short_date, sized

__all__ = ["answer", "sets_of", "statement"]

_FIRST = 9
_LINE = 160
_BESIDE = {"ever_signed": "A deal signed", "kept_a_year": "Signed and kept a year"}
_MOVES = {
    "ever_signed": "how often a deal is signed",
    "kept_a_year": "how often a deal is signed and kept a year",
    "settlement": "how often it ends in a settlement",
    "ceasefire": "how often it ends in a ceasefire",
    "low_activity": "how often the fighting dies down",
    "war_goes_on": "how often the war goes on",
    "challenger_victory": "how often the challenger wins",
    "incumbent_victory": "how often the incumbent wins",
}


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
    told.sort(key=lambda one: (-one["swing"], not one["hangs"], -len(one["sets"]), one["id"]))
    held_back = sum(one["content"] is None for one in told)
    above = sum(one["level"] != "open" and one["content"] is not None for one in told)
    data = {
        "first": told[:_FIRST], "rest": told[_FIRST:], "held_back": held_back, "redacted": context.redact,
        "restricted": above, "reviewed": sum(one["reviewed"] for one in told),
        "all": len(told), "fewer": _fewer(context),
    }  # fmt: skip
    rows += [Row((Note("next-check", check),))] if (check := _next_check(context)) else []
    return Answer("evidence", short, question, (*rows, Row((Note("statements", data),))))


def _next_check(context: Context) -> dict[str, str] | None:
    """Say which statement is most worth checking; None where none is, or nobody struck any."""
    rows = context.rows("strikes", "where leads and worth > 0 order by worth desc, statement limit 1")
    if not rows or rows[0]["statement"] not in context.case.ledger:
        return None
    row = rows[0]
    moved = f"{sized(row['swing']) or 'less than 1'} of 100"
    worth = f"about {sized(row['worth'])}" if sized(row["worth"]) else "less than 1"
    return {
        "statement": row["statement"],
        "text": f": without it {_MOVES.get(row['outcome'], 'the answer')} moves by {moved}, and"
        f" its credibility is {decimal(row['credibility'])}, so a check is expected to move it by {worth}.",
    }


def _fewer(context: Context) -> str:
    """Say why shares beside the statements may differ from the first figure's: these futures are fewer."""
    rows = context.rows("strikes", "where outcome in ('settlement', 'war_goes_on', 'challenger_victory')")
    differ = [row for row in rows if hundred(row["share"]) != hundred(context.shares[row["outcome"]]["share"])]
    return " Played in fewer futures, so that shares may differ by some of 100 from those above." if differ else ""


def sets_of(found: Coverage) -> dict[str, list[str]]:
    """Return the paths of the numbers that rest on each statement."""
    paths: dict[str, list[str]] = {}
    for one in found.numbers:
        for name in one.number.because:
            paths.setdefault(name, []).append(one.path)
    return paths


def _swings(context: Context) -> dict[str, tuple[float, dict[str, Any]]]:
    """Return how far the forecast swings without each statement, and the row that says so.

    Results without the table of strikes tell the widest swing among the numbers that rest on each statement.
    """
    if "strikes" in context.result.tables:
        return {row["statement"]: (row["swing"], row) for row in context.rows("strikes", "where leads")}
    widest: dict[str, tuple[float, dict[str, Any]]] = {}
    for row in context.rows("hangs_on"):
        swing = abs(row["at_high"] - row["at_low"])
        for one in as_list(row["because"]):
            if swing > widest.get(str(one), (0.0, row))[0]:
                widest[str(one)] = swing, row
    return widest


def _content(context: Context, statement: Statement) -> str | None:
    """Return the sentence of a statement that may be shown; redacted, no quotation."""
    if context.redact and statement.quote:
        return None
    text = " ".join(statement.content.split())
    if statement.quote and len(text) > _LINE:
        return text[:_LINE].rsplit(" ", 1)[0] + " …"
    return text


def statement(
    context: Context, one: Statement, paths: Sequence[str], swings: dict[str, tuple[float, dict[str, Any]]]
) -> dict[str, Any]:
    """Return what is printed of a statement; where its sharing level keeps it back, neither sentence nor names."""
    level = level_of(context.case, one)
    shown = allowed(level, "open" if context.redact else context.include)
    swing, row = swings.get(one.id, (0.0, None))
    document = context.case.documents.get(one.document)
    speaker, chain, by = _names(context, one) if shown else ("", [], [])
    outlet = (document.outlet if document else one.outlet) if shown else "document not named"
    hangs = _hangs(context, row) if row else ""
    sets = [context.number_name(path) for path in paths]
    return {
        "id": one.id, "speaker": speaker, "chain": chain, "content": _content(context, one) if shown else None,
        "level": level, "quote": one.quote, "kind": one.kind, "channel": one.channel,
        "state": one.verification.state, "by": by, "weight": f"{one.weight:.2f}".lstrip("0"),
        "outlet": outlet, "known": short_date(one.known),
        "reviewed": one.reviewed, "damage": list(one.damage), "negated": one.negated, "hedged": one.hedged,
        "sets": list(dict.fromkeys(sets))[:3], "more": max(0, len(dict.fromkeys(sets)) - 3), "swing": swing,
        "hangs": hangs,
    }  # fmt: skip


def _names(context: Context, one: Statement) -> tuple[str, list[str], list[str]]:
    """Speaker, chain and who verified; of what no person has looked at only whom it was counted with."""
    actor = context.actor_name(one.actor) if one.actor else ""
    if one.by_hand:
        return one.speaker or actor, list(one.chain), list(one.verification.by)
    others = [f"{len(one.chain)} not named"] if one.chain else []
    return actor or "a source that nobody has reviewed", others, []


def _named(context: Context, outcome: str) -> str:
    """Return what an outcome, or what stands beside them, is called."""
    return _BESIDE.get(outcome) or context.outcome_names.get(outcome) or readable(outcome)


def _hangs(context: Context, row: dict[str, Any]) -> str:
    """Say what hangs on a statement: of its strike, or else of the number that matters most among those it sets."""
    outcome = _named(context, row["outcome"])
    if "struck" not in row:
        moves = f"{hundred(row['at_low'])} to {hundred(row['at_high'])} of 100"
        return f"{outcome}: {moves} as “{context.number_name(row['number'])}” goes over its range"
    if not row["clear"]:
        return "If disbelieved: no clear difference"
    moved = difference(row["low"], row["mid"], row["high"])
    was, now = hundred(row["share"]), hundred(row["struck"])
    return f"{outcome} if disbelieved: {moved}" if was == now else f"{outcome} if disbelieved: {was} → {now}; {moved}"
