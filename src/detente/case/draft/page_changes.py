"""The last part of a drafted case.yaml: what became known later, what somebody could decide, variants of the model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from detente.case.draft.findings import Finding
from detente.case.draft.page import capital
from detente.case.draft.page_state import countryside, proposal_key, proposals_of
from detente.case.draft.sketch import Sketch
from detente.case.draft.yaml_words import flow, number, text, why

__all__ = ["events", "levers", "variants"]

_SOON, _HALF_A_YEAR, _DAY = timedelta(days=14), timedelta(days=184), timedelta(days=1)


def events(one: Sketch) -> Iterator[str]:
    """Yield dated events: what became known after the start and changes it, and truces at the start."""
    rows: list[tuple[date, str, Finding]] = []
    for finding in one.findings:
        later = finding.known > one.as_of or finding.kind == "truce"
        effects = _effects(one, finding) if later and one.scene.accepted(finding.statement) else ""
        if effects:
            rows.append((finding.known, effects, finding))
    if not rows:
        return
    yield "# ------------------------------------------------------------ what became known later"
    yield "events:"
    for day, effects, finding in sorted(rows, key=lambda row: row[:2]):
        what = f"what: {text(capital(finding.words))}"
        yield from flow(
            "  - ", f"date: {day}", f"known: {day}", what, f"effects: [{effects}]", why([finding.statement])
        )
    yield ""


def _effects(one: Sketch, finding: Finding) -> str:
    data = finding.data
    match finding.kind:
        case "ceasefire" if data["patron"] in one.patrons:
            return f"{{hostilities: [{one.key(data['patron'])}, {one.challenger}], to: defence}}"
        case "truce":
            return f"{{truce: [{one.incumbent}, {one.challenger}], days: {data['days']}}}"
        case "precondition" if one.precondition is not None and finding.words == one.precondition.words:
            return f"{{position: {one.key(data['by'])}, issue: head, set: 1}}"
        case "countryside":
            return f"{{countryside: challenger, set: {countryside(finding)}}}"
        case "deadline" if data["patron"] in one.patrons and data["day"] > finding.known:
            return f"{{support: {one.key(data['patron'])}, ends: {data['day']}}}"
        case "stance" if one.has(data["issue"]) and _placed(one, data["actor"], data["issue"]):
            return f"{{position: {one.key(data['actor'])}, issue: {data['issue']}, set: {number(data['ideal'])}}}"
    return ""


def _placed(one: Sketch, actor: str, issue: str) -> bool:
    """Whether an actor has a position on an issue at the start, so that an event can move it."""
    party = actor in (one.parties.incumbent, one.parties.challenger)
    return party or bool(one.stances(actor, issue)) or (actor in one.patrons and issue == "withdrawal")


def levers(one: Sketch) -> Iterator[str]:
    """Yield decisions that somebody could take."""
    both, soon = f"{one.incumbent}, {one.challenger}", f"from: {one.as_of + _SOON}"
    yield "# ------------------------------------------------------------ what somebody could decide"
    yield "levers:"
    yield from _withdrawals(one)
    yield from _proposals(one)
    yield from _office(one)
    yield from _lever("truce_90_days", "A truce of ninety days", both, soon, f"{{truce: [{both}], days: 90}}")
    yield from _lever("no_talks", "The talks end", both, soon, "{talks: talks, to: closed}")
    yield from _pressure(one)
    yield ""


def _withdrawals(one: Sketch) -> Iterator[str]:
    """Yield what the patron could do with its date: keep it, move it, tie it to conditions."""
    if one.deadline is None:
        return
    day = one.deadline.data["day"]
    key, later, who = one.key(one.patrons[0]), day + _HALF_A_YEAR, capital(one.spoken(one.patrons[0]))
    verb = "keep" if who.startswith("The United States") else "keeps"
    leave = "leave" if verb == "keep" else "leaves"
    options = {
        "keep_the_date": (f"{who} {verb} the date", f"{{clause: W1, by: {day}}}", f"ends: {day}, lasts: false"),
        "half_a_year_more": (
            f"{who} {leave} half a year later", f"{{clause: W1, by: {later}}}", f"ends: {later}, lasts: false"
        ),
        "on_conditions": (f"{who} {leave} when conditions are met", "{clause: W1, conditional: true}", "lasts: true"),
    }  # fmt: skip
    start = f"from: {min(one.as_of + _SOON, day - _DAY)}"
    for name, (words, clause, support) in options.items():
        others = [other for other in options if other != name]
        yield from _lever(name, words, key, start, f"{clause}, {{support: {key}, {support}}}", excludes=others)


def _proposals(one: Sketch) -> Iterator[str]:
    """Yield that the incumbent takes up a proposal of somebody else."""
    for (by, known), parts in proposals_of(one).items():
        values = {issue: value for part in parts for issue, value in part.data["text"].items() if one.has(issue)}
        moves = [
            f"{{position: {one.incumbent}, issue: {issue}, set: {number(value)}}}"
            for issue, value in values.items()
            if issue != "withdrawal"
        ]
        if moves and by != one.parties.incumbent:
            words = f"{capital(one.spoken(one.parties.incumbent))} takes up the proposal of {one.spoken(by)}"
            name = f"accept_{proposal_key(one, by, known)}"
            yield from _lever(name, words, one.incumbent, _from(one, known), ", ".join(moves))


def _office(one: Sketch) -> Iterator[str]:
    """Yield that the office-holder steps down, which meets the condition."""
    found = one.precondition
    if found is not None:
        holder, other = one.key(found.data["person"]), one.key(found.data["other"])
        moves = f"{{office: {holder}, to: out_of_office}}, {{position: {other}, issue: head, set: 1}}"
        yield from _lever("steps_down", f"{found.data['person']} steps down", holder, _from(one, found.known), moves)


def _pressure(one: Sketch) -> Iterator[str]:
    """Yield that a neighbour that leans towards the challenger presses it."""
    found = next((f for f in one.live("neighbour") if f.data["leans"] == one.parties.challenger), None)
    if found is not None:
        key = one.key(found.data["group"])
        words = f"{found.data['group']} presses {one.spoken(one.parties.challenger)}"
        move = f"{{pressure: {key}, on: {one.challenger}, add: [0, .05, .12]}}"
        yield from _lever(f"pressure_of_{key}", words, key, _from(one, found.known), move)


def _from(one: Sketch, known: date) -> str:
    """From when somebody could decide on what became known on a day."""
    start = max(one.as_of + _SOON, known + _DAY)
    return f"from: {start}" + (f"\n    known: {known}" if known > one.as_of else "")


def _lever(name: str, words: str, who: str, when: str, moves: str, excludes: list[str] | None = None) -> Iterator[str]:
    yield f"  {name}:"
    yield f"    name: {text(words)}"
    yield f"    who: {f'[{who}]' if ',' in who else who}"
    yield f"    {when}"
    yield f"    change: [{moves}]"
    if excludes:
        yield f"    excludes: [{', '.join(excludes)}]"


def variants(one: Sketch) -> Iterator[str]:
    """Yield structural variants of the model, which the report shows as hollow dots."""
    yield "variants:                      # structural choices of the model"
    for name, switch in (
        ("no belief feedback at the front", "belief_feedback"),
        ("strict acceptance", "strict_acceptance"),
        ("no expected breach", "expected_breach"),
    ):
        yield f"  - {{name: {name}, switches: {{{switch}: {'true' if switch == 'strict_acceptance' else 'false'}}}}}"
    yield ""
