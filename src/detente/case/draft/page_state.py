"""The second half of a drafted case.yaml: forces and support, the table, what was signed, events, levers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from detente.case.draft.findings import Finding
from detente.case.draft.page import NOBODY
from detente.case.draft.sketch import Sketch
from detente.case.draft.yaml_words import comment, names, number, text, why

__all__ = ["after", "deals", "events", "levers", "tables", "theatre"]

_HALF_A_YEAR = timedelta(days=184)


def theatre(one: Sketch) -> Iterator[str]:
    """Yield forces, support and who fights whom."""
    yield "# ------------------------------------------------------------ where, and with what"
    yield "theatre:"
    yield "  regions: regions.csv         # region, weight (population), holder"
    yield "  neighbours: neighbours.csv   # pairs of regions that touch"
    share = next((f for f in one.live("countryside") if f.known <= one.as_of), None)
    if share is not None:
        middle = share.data["share"]
        ends = (max(0, round(middle - 0.15, 2)), middle, min(1, round(middle + 0.15, 2)))
        yield f"  countryside: {{challenger: {number(ends)}, {why([share.statement], 'give or take .15')}}}"
    else:
        yield f"  countryside: {{challenger: [.1, .4, .8], assumed: {NOBODY} how much of it the challenger holds}}"
    yield "  forces:                      # in one unit for both: here the challenger is measured against a state of 100"
    yield f"    {one.incumbent}: {{strength: [60, 100, 160], cohesion: [.3, .6, .9], assumed: {NOBODY} how strong it is}}"
    yield f"    {one.challenger}: {{strength: [20, 50, 120], cohesion: [.4, .75, .95], assumed: {NOBODY} how strong it is}}"
    if one.patrons:
        yield "  support:                     # from 0 (none) to 1 (all that it could give)"
    for label in one.patrons:
        dated = one.deadline if one.deadline and one.deadline.data["patron"] == label else None
        ends_on = f", ends: {dated.data['day']}" if dated else ""
        basis = why([dated.statement] if dated else [], f"{NOBODY} how much, or what for")
        shares = "{defence: .7, training: .3}"
        yield f"    {one.key(label)}: {{to: {one.incumbent}, level: [.2, .6, 1], for: {shares}{ends_on}, {basis}}}"
    yield from _hostilities(one)
    yield ""


def _hostilities(one: Sketch) -> Iterator[str]:
    since, told = started(one)
    yield "  hostilities:                 # who fights whom; pairs that are not listed are at peace"
    yield f"    - {{between: [{one.incumbent}, {one.challenger}], since: {since}, {told}}}"
    for label in one.patrons:
        pair = f"between: [{one.key(label)}, {one.challenger}], since: {since}"
        truce, deal = one.first("ceasefire", patron=label), one.first("deal", patron=label)
        if truce is not None and truce.known <= one.as_of:
            yield "    # the ceasefire holds for the patron alone: it only answers attacks on its ally"
            yield f"    - {{{pair}, only: defence, {why([truce.statement])}}}"
        elif deal is not None and deal.known <= one.as_of:
            yield "    # the two have signed, and the war of the others goes on: the patron only answers attacks on its ally"
            yield f"    - {{{pair}, only: defence, {why([deal.statement], 'what the deal says of fighting was not told by then')}}}"
        else:
            yield f"    - {{{pair}, assumed: {NOBODY} that they have stopped}}"


def started(one: Sketch) -> tuple[date, str]:
    """Since when the war has lasted, and what that rests on."""
    length = next((finding for finding in one.live("length") if finding.known <= one.as_of), None)
    if length is None:
        return one.as_of - timedelta(days=365), why(assumed=f"{NOBODY} since when")
    return date(one.as_of.year - length.data["years"], 1, 1), why([length.statement], "the day is assumed")


def signed(one: Sketch, patron: str) -> tuple[date, str]:
    """When patron and challenger signed, with a comment where that is assumed."""
    deal = one.first("deal", patron=patron)
    if deal is not None and deal.data["year"]:
        day = min(date(deal.data["year"], 7, 1), one.as_of - timedelta(days=1))
        return day, f"the texts give the year {deal.data['year']}; the day is assumed"
    return one.as_of - timedelta(days=365), "nobody said when"


def tables(one: Sketch) -> Iterator[str]:
    """Yield the one table, with what stands before it."""
    talks = [finding for finding in one.live("talks") if finding.known <= one.as_of]
    hosts = [finding.data["group"] for finding in one.live("neighbour") if finding.data["hosts"]]
    mediator = one.first("mediator")
    yield "tables:"
    yield "  talks:"
    yield f"    parties: [{one.incumbent}, {one.challenger}]"
    if mediator is not None:
        yield f"    mediator: {one.key(mediator.data['person'])}"
    if hosts:
        yield f"    host: {one.key(hosts[0])}"
    yield f"    open: {'true' if talks else 'false'}"
    yield f"    {why([talks[0].statement]) if talks else why(assumed='no statement that they talk is reviewed')}"
    found = one.precondition
    if found is not None:
        chain = one.scene.statement(found.statement).chain
        told = f" It reached us through {' and '.join(chain)}." if chain else ""
        yield "    preconditions:"
        yield from comment(
            f"{found.data['by']} will not sit with {found.data['other']} while {found.data['person']} is in office.{told}",
            6,
        )
        when = f", known: {found.known}" if found.known > one.as_of else ""
        by, other, holder = (one.key(found.data[name]) for name in ("by", "other", "person"))
        yield f"      - {{by: {by}, with: {other}, while: {{office: {holder}, is: in_office}}{when}, {why([found.statement])}}}"
    yield ""


def deals(one: Sketch) -> Iterator[str]:
    """Yield what was signed, clause by clause, what any settlement would carry, and texts that are proposed."""
    patron = one.patrons[0] if one.patrons else None
    deal = one.first("deal", patron=patron) if patron else None
    early = deal is not None and deal.known <= one.as_of
    if patron and (one.deadline or early):
        day, assumed = signed(one, patron)
        key = one.key(patron)
        yield "# ------------------------------------------------------------ what was signed or promised"
        yield "deals:"
        yield "  accord:"
        yield f"    name: {text(f'What {one.spoken(patron)} and {one.spoken(one.parties.challenger)} owe each other')}"
        yield f"    between: [{key}, {one.challenger}]"
        yield f"    signed: {day}         # assumed: {assumed}"
        yield f"    {why([deal.statement] if deal and early else [], '' if early else 'the texts name a date, and no paper')}"
        yield "    clauses:"
        if one.deadline is not None:
            review = ", review: true" if one.deadline.data["review"] else ""
            assumed_day = "" if one.deadline.data["day_told"] else ", assumed: the text names the month alone"
            yield f"      - {{id: W1, owes: {key}, to: {one.challenger}, text: the troops leave, what: {{support: {key}, to: 0}},"
            yield f"         by: {one.deadline.data['day']}{review}, because: [{one.deadline.statement}]{assumed_day}}}"
        releases = ", releases: [W1]" if one.deadline is not None else ""
        yield f"      - {{id: W2, owes: {one.challenger}, to: {key}, text: no attacks on the troops, what: {{hostilities: defence}},"
        yield f"         from: {day}, permits: {{hostilities: war}}{releases}, assumed: what such a deal is for}}"
        yield ""
    yield "# Clauses that any settlement would carry, and within how many days of signing."
    yield "terms:"
    second = next((name for name in ("ceasefire", "disarmament", "prisoners", "rights") if one.has(name)), "power")
    yield f"  - {{id: T1, owes: {one.incumbent}, to: {one.challenger}, issue: power, text: what was agreed on power is done, within: 90, assumed: a quarter}}"
    yield f"  - {{id: T2, owes: {one.challenger}, to: {one.incumbent}, issue: {second}, text: its side of the terms is done, within: 90, assumed: a quarter}}"
    yield ""
    yield from _proposals(one)
    yield from _beliefs(one)


def proposals_of(one: Sketch) -> dict[tuple[str, date], list[Finding]]:
    """Reviewed proposals, those of one author and day together."""
    found: dict[tuple[str, date], list[Finding]] = {}
    for finding in one.live("proposal"):
        if any(one.has(issue) for issue in finding.data["text"]):
            found.setdefault((finding.data["by"], finding.known), []).append(finding)
    return found


def _proposals(one: Sketch) -> Iterator[str]:
    found = proposals_of(one)
    if not found:
        return
    yield "# Texts that somebody put forward; issues that they do not name are left to the table."
    yield "proposals:"
    for (by, known), parts in found.items():
        yield f"  {proposal_key(one, by, known)}:"
        yield f"    name: {text(f'Proposal of {one.spoken(by)}, {known.day} {known:%B}')}"
        yield f"    by: {one.key(by)}"
        yield "    text:"
        for finding in parts:
            for issue, value in finding.data["text"].items():
                if one.has(issue):
                    yield f"      {issue}: {{value: {number(value)}, {why([finding.statement], 'a range for words without a number')}}}"
        yield f"    known: {known}"
        yield f"    because: {names(finding.statement for finding in parts)}"
    yield ""


def proposal_key(one: Sketch, by: str, known: date) -> str:
    """The key of an author's proposal: with its month where there are several."""
    same = [day for who, day in proposals_of(one) if who == by]
    return f"proposal_{one.key(by)}" + ("" if len(same) == 1 else f"_{known:%Y_%m_%d}")


def _beliefs(one: Sketch) -> Iterator[str]:
    yield "beliefs:"
    if one.patrons:
        yield f"  support_lasts: {{{one.incumbent}: [.2, .6, .95], {one.challenger}: [.05, .35, .8], assumed: {NOBODY} what it expects}}"
    yield f"  trust: {{value: [.1, .35, .7], assumed: {NOBODY} how far they trust each other}}"
    yield ""
    signals = []
    early = [finding for finding in one.live("deadline") if finding.data["review"] and one.patrons]
    if early:
        signals.append(
            f"  - {{statement: {early[0].statement}, about: support_lasts, strength: [-1, -.4, 0], "
            f"hearers: [{one.incumbent}, {one.challenger}], speaker: {one.key(early[0].data['patron'])}, assumed: size assumed}}"
        )
    if one.precondition is not None:
        by = one.key(one.precondition.data["by"])
        signals.append(
            f"  - {{statement: {one.precondition.statement}, about: bottom_line, strength: [0, .4, 1], hearers: [{by}], "
            f"speaker: {by}, assumed: size assumed}}"
        )
    if signals:
        yield "# What a statement does to beliefs: the log of how much likelier its content makes it."
        yield "signals:"
        yield from signals
        yield ""


def events(one: Sketch) -> Iterator[str]:
    """Yield dated events: what became known after the start and changes it."""
    rows = list(_events(one))
    if rows:
        yield "# ------------------------------------------------------------ what became known later"
        yield "events:"
        yield from (row for _, row in sorted(rows))
        yield ""


def _events(one: Sketch) -> Iterator[tuple[date, str]]:
    for finding in one.findings:
        later = one.scene.accepted(finding.statement) and finding.known > one.as_of
        effects = _effects(one, finding) if later else ""
        if effects:
            what = text(finding.words[:1].upper() + finding.words[1:])
            row = f"  - {{date: {finding.known}, known: {finding.known}, what: {what}, effects: [{effects}], {why([finding.statement])}}}"
            yield finding.known, row
    for finding in one.live("truce"):
        if finding.known <= one.as_of:
            pair = f"[{one.incumbent}, {one.challenger}]"
            yield (
                one.as_of,
                (
                    f"  - {{date: {one.as_of}, known: {one.as_of}, what: {text(finding.words)}, "
                    f"effects: [{{truce: {pair}, days: {finding.data['days']}}}], {why([finding.statement])}}}"
                ),
            )


def _effects(one: Sketch, finding: Finding) -> str:
    data = finding.data
    if finding.kind == "ceasefire" and data["patron"] in one.patrons:
        return f"{{hostilities: [{one.key(data['patron'])}, {one.challenger}], to: defence}}"
    if finding.kind == "truce":
        return f"{{truce: [{one.incumbent}, {one.challenger}], days: {data['days']}}}"
    if finding.kind == "precondition" and finding.words == (one.precondition.words if one.precondition else ""):
        return f"{{position: {one.key(data['by'])}, issue: head, set: 1}}"
    if finding.kind == "countryside":
        middle = data["share"]
        ends = (max(0, round(middle - 0.15, 2)), middle, min(1, round(middle + 0.15, 2)))
        return f"{{countryside: challenger, set: {number(ends)}}}"
    if finding.kind == "deadline" and data["day"] > finding.known and data["patron"] in one.patrons:
        return f"{{support: {one.key(data['patron'])}, ends: {data['day']}}}"
    if finding.kind == "stance" and one.has(data["issue"]) and _placed(one, data["actor"], data["issue"]):
        return f"{{position: {one.key(data['actor'])}, issue: {data['issue']}, set: {number(data['ideal'])}}}"
    return ""


def _placed(one: Sketch, actor: str, issue: str) -> bool:
    """Whether an actor has a position on an issue at the start, so that an event can move it."""
    party = actor in (one.parties.incumbent, one.parties.challenger)
    return party or bool(one.stances(actor, issue)) or (actor in one.patrons and issue == "withdrawal")


def levers(one: Sketch) -> Iterator[str]:
    """Yield decisions that somebody could take."""
    yield "# ------------------------------------------------------------ what somebody could decide"
    yield "levers:"
    soon = one.as_of + timedelta(days=14)
    yield from _withdrawal_levers(one)
    for (by, known), parts in proposals_of(one).items():
        moves = [
            f"{{position: {one.incumbent}, issue: {issue}, set: {number(value)}}}"
            for part in parts for issue, value in part.data["text"].items() if one.has(issue) and issue != "withdrawal"
        ]  # fmt: skip
        if moves and by != one.parties.incumbent:
            yield from _lever(
                f"accept_{proposal_key(one, by, known)}", f"{_cap(one.spoken(one.parties.incumbent))} takes up the proposal of {one.spoken(by)}",
                one.incumbent, max(soon, known + timedelta(days=1)), moves, known=known if known > one.as_of else None,
            )  # fmt: skip
    found = one.precondition
    if found is not None:
        holder = one.key(found.data["person"])
        by_then = max(soon, found.known + timedelta(days=1))
        moves = [
            f"{{office: {holder}, to: out_of_office}}",
            f"{{position: {one.key(found.data['other'])}, issue: head, set: 1}}",
        ]
        known = found.known if found.known > one.as_of else None
        yield from _lever("steps_down", f"{found.data['person']} steps down", holder, by_then, moves, known=known)
    pair = f"[{one.incumbent}, {one.challenger}]"
    yield from _lever(
        "truce_90_days",
        "A truce of ninety days",
        f"{one.incumbent}, {one.challenger}",
        soon,
        [f"{{truce: {pair}, days: 90}}"],
    )
    yield from _lever(
        "no_talks", "The talks end", f"{one.incumbent}, {one.challenger}", soon, ["{talks: talks, to: closed}"]
    )
    for finding in one.live("neighbour"):
        if finding.data["leans"] == one.parties.challenger:
            key = one.key(finding.data["group"])
            move = f"{{pressure: {key}, on: {one.challenger}, add: [0, .05, .12]}}"
            name = f"{finding.data['group']} presses {one.spoken(one.parties.challenger)}"
            known = finding.known if finding.known > one.as_of else None
            yield from _lever(
                f"pressure_of_{key}", name, key, max(soon, finding.known + timedelta(days=1)), [move], known=known
            )
            break
    yield ""


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]


def _withdrawal_levers(one: Sketch) -> Iterator[str]:
    if one.deadline is None:
        return
    label, day = one.patrons[0], one.deadline.data["day"]
    key, later = one.key(label), day + _HALF_A_YEAR
    start = min(one.as_of + timedelta(days=14), day - timedelta(days=1))
    who = _cap(one.spoken(label))
    options = {
        "keep_the_date": (
            f"{who} keeps the date",
            [f"{{clause: W1, by: {day}}}", f"{{support: {key}, ends: {day}, lasts: false}}"],
        ),
        "half_a_year_more": (
            f"{who} leaves half a year later",
            [f"{{clause: W1, by: {later}}}", f"{{support: {key}, ends: {later}, lasts: false}}"],
        ),
        "when_conditions_are_met": (
            f"{who} leaves when conditions are met",
            ["{clause: W1, conditional: true}", f"{{support: {key}, lasts: true}}"],
        ),
    }
    for name, (words, moves) in options.items():
        others = [other for other in options if other != name]
        yield from _lever(name, words, key, start, moves, excludes=others)


def _lever(name: str, words: str, who: str, start: date, moves: list[str], *, known: date | None = None, excludes: list[str] | None = None) -> Iterator[str]:  # fmt: skip
    yield f"  {name}:"
    yield f"    name: {text(words)}"
    yield f"    who: {f'[{who}]' if ',' in who else who}"
    yield f"    from: {start}"
    if known:
        yield f"    known: {known}"
    yield f"    change: [{', '.join(moves)}]"
    if excludes:
        yield f"    excludes: [{', '.join(excludes)}]"


def after(one: Sketch) -> Iterator[str]:
    """Yield structural variants of the model, which the report shows as hollow dots."""
    yield "variants:                      # structural choices of the model"
    yield "  - {name: no belief feedback at the front, switches: {belief_feedback: false}}"
    yield "  - {name: strict acceptance, switches: {strict_acceptance: true}}"
    yield "  - {name: no expected breach, switches: {expected_breach: false}}"
