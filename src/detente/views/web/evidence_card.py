"""What the workbench says of one statement: source, chain, channel, state, credibility, what it sets, its rivals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.case.coverage import coverage
from detente.case.schema import Case
from detente.evidence.contradictions import Account, rivals_of
from detente.evidence.deadlines import deadlines
from detente.evidence.quantities import quantities
from detente.evidence.statement import CHANNELS, KINDS, SHARING, STATES, Statement, starting_credibility
from detente.evidence.suggest import suggest_issues
from detente.views.web.desk import Desk
from detente.views.web.rail import names_of
from detente.views.web.shelf import Held, Line
from detente.views.wording import joined, number

__all__ = ["FIELDS", "card", "chain_of", "credibility", "source_of"]

FIELDS = ("speaker", "content", "kind", "channel", "state", "credibility", "sharing", "note")
"""What can be edited of a statement, besides its issues."""

_RIVALS = 6


def card(desk: Desk, case: Case, held: Held, line: Line, every: Sequence[Held]) -> dict[str, Any]:
    """Return all about a statement.

    Parameters
    ----------
    desk
        For the names of numbers.
    case
        The case uncut.
    held, line
        The document and the statement.
    every
        All documents: rivals may stand in any.
    """
    one = line.statement
    return {
        "one": one,
        "line": line,
        "source": source_of(held, line),
        "chain": chain_of(held, line),
        "channel": one.channel,
        "verified": _state(one),
        "credibility": credibility(one),
        "read_as": _read_as(line),
        "sets": _sets(desk, case, one.id),
        "rivals": _rivals(held, line, every),
        "marks": [*(["the saying is negated"] if one.negated else []), *(["hedged"] if one.hedged else [])],
        "fields": {
            "speaker": one.speaker or "", "content": one.content, "kind": one.kind, "channel": one.channel,
            "state": one.verification.state, "sharing": one.sharing, "note": one.note,
            "credibility": "" if one.credibility is None else f"{one.credibility:g}",
        },
        "choices": {"kind": KINDS, "channel": CHANNELS, "state": STATES, "sharing": SHARING},
        "issues": _issues(desk, case, one),
    }  # fmt: skip


def chain_of(held: Held, line: Line) -> list[str]:
    """Return who handed a statement on, from the one who said it to the copy at hand: both layers of nested speech."""
    one = line.statement
    if not one.speaker and _own(line):
        return [held.outlet]
    hands = [one.speaker or "unresolved"]
    hands += [f"{one.bearer} (carried it)"] if one.bearer and one.bearer not in (*one.chain, one.speaker) else []
    hands += [name for name in one.chain if name != held.outlet]
    return [*hands, held.outlet]


def source_of(held: Held, line: Line) -> str:
    """Return who is answerable for a statement: a name, the outlet in its own voice, or why nobody was found."""
    if line.statement.speaker:
        return line.statement.speaker
    if _own(line):
        return f"{held.outlet}, in its own voice"
    return (line.said.speaker.note if line.said else "") or "unresolved"


def _own(line: Line) -> bool:
    """Tell whether a document says it itself."""
    return line.statement.kind == "report" and line.said is None


def credibility(one: Statement) -> str:
    """Say where a statement's credibility comes from.

    Examples
    --------
    >>> from datetime import date
    >>> said = Statement("S1", "d", "Post", date(2031, 3, 8), "We go.", chain=("Oru",), channel="leaked")
    >>> credibility(said)
    '.65: asserted .8 × leaked .9 × one hand .9'
    """
    if one.credibility is not None:
        return f"{number(one.credibility)}: judged by a person"
    base = starting_credibility(one.verification.state, "public", 0)
    channel = starting_credibility(one.verification.state, one.channel, 0) / base
    parts = [f"{one.verification.state} {number(base)}"]
    parts += (
        [f"{'unknown channel' if one.channel == 'unknown' else one.channel} {number(channel)}"] if channel < 1 else []
    )
    hands = len(one.chain)
    if hands:
        share = starting_credibility(one.verification.state, "public", 1) / base
        parts.append(f"one hand {number(share)}" if hands == 1 else f"{hands} hands, {number(share)} each")
    return f"{number(one.weight)}: {' × '.join(parts)}"


def _state(one: Statement) -> str:
    state = one.verification
    told = state.state + (f" by {joined(state.by)}" if state.by else "")
    declined = [name for name in state.declined if name not in state.by]
    return told + (f"; {joined(declined)} declined to comment" if declined else "")


def _read_as(line: Line) -> str:
    if line.said is None:
        return "the report's own words" if _own(line) else "written by a person"
    one = line.statement
    how = {"direct": "quoted", "mixed": "quoted in part"}.get(line.said.attribution.type, "indirect speech")
    sure = one.confidence or line.said.confidence
    return f"{how}; speaker right in {100 * sure.speaker:.0f} of 100 such readings"


def _sets(desk: Desk, case: Case, name: str) -> list[dict[str, str]]:
    """Return the numbers that rest on a statement."""
    words = names_of(desk)
    found = desk.keep("coverage of the whole", lambda: coverage(case))
    sets = []
    for resting in found.numbers:
        if name in resting.number.because:
            held = resting.number
            told = f"{number(held.low)} – {number(held.high)}" if held.low < held.high else number(held.mode)
            sets.append({"name": words.number_name(resting.path), "range": told, "mode": number(held.mode)})
    return sets


def _issues(desk: Desk, case: Case, one: Statement) -> list[dict[str, Any]]:
    """Return the case's issues: which the statement bears on, and which the reader suggests."""
    words = names_of(desk)
    asked = {key: f"{issue.question} {', '.join(issue.scale.values())}" for key, issue in case.issues.items()}
    near = {} if one.issues else dict(suggest_issues(one.content, asked))
    return [
        {"key": key, "name": words.issue_name(key), "on": key in one.issues, "suggested": key in near}
        for key in case.issues
    ]


def _rivals(held: Held, line: Line, every: Sequence[Held]) -> list[dict[str, str]]:
    """Return the statements that seem to say otherwise on the same matter."""
    mine = _account(held, line)
    others = {
        (other.key, two.statement.id): (other, two)
        for other in every
        for two in other.lines
        if two.standing != "rejected" and two.statement.id != line.statement.id
    }
    accounts = [_account(other, two, number) for number, (other, two) in enumerate(others.values(), 1)]
    places = list(others.values())
    found = []
    for pair in rivals_of(mine, accounts)[:_RIVALS]:
        other, two = places[pair.other.key[1] - 1]
        found.append({
            "id": two.statement.id, "code": other.code, "why": pair.why, "outlet": other.outlet,
            "who": two.statement.speaker or other.outlet, "content": _content(other, two),
        })  # fmt: skip
    return found


def _content(held: Held, line: Line) -> str:
    if held.read is None or not line.spans or line.link is not None:
        return line.statement.content
    return held.read.quoted(line.spans)


def _account(held: Held, line: Line, number: int = 0) -> Account:
    one = line.statement
    text = _content(held, line)
    span = (line.spans[0][0], line.spans[-1][1]) if line.spans else (-number - 1, -number)
    due = deadlines(text, one.published or one.known)
    return Account((held.key, number), text, span, one.speaker, one.kind, tuple(quantities(text)), due, one.chain)
