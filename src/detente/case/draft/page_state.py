"""The second half of a drafted case.yaml: forces and support, the table, what was signed and proposed, beliefs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from detente.case.draft.findings import Finding
from detente.case.draft.page import NOBODY
from detente.case.draft.sketch import Sketch
from detente.case.draft.yaml_words import comment, flow, names, number, ranged, text, why

__all__ = ["beliefs", "countryside", "deals", "proposal_key", "proposals", "proposals_of", "tables", "terms", "theatre"]

_CARRIED = ("ceasefire", "disarmament", "prisoners", "rights")
_ALONE = "The ceasefire holds for the patron alone: it only answers attacks on its ally."
_SIGNED = "The two have signed while the war of the others goes on: the patron only answers attacks on its ally."


def theatre(one: Sketch) -> Iterator[str]:
    """Yield forces, support and who fights whom."""
    yield "# ------------------------------------------------------------ where, and with what"
    yield "theatre:"
    yield "  regions: regions.csv         # region, weight (population), holder"
    yield "  neighbours: neighbours.csv   # pairs of regions that touch"
    share = next((found for found in one.live("countryside") if found.known <= one.as_of), None)
    if share is not None:
        held, rests = countryside(share), why([share.statement], "give or take .15")
    else:
        held, rests = "[.1, .4, .8]", why(assumed=f"{NOBODY} how much of it the challenger holds")
    yield f"  countryside: {{challenger: {held}, {rests}}}"
    yield "  forces:                      # one unit for both: the state's side is set at about 100"
    for key, strength, cohesion in (
        (one.incumbent, (60, 100, 160), (0.3, 0.6, 0.9)),
        (one.challenger, (20, 50, 120), (0.4, 0.75, 0.95)),
    ):
        strong = ranged(strength, assumed=f"{NOBODY} how strong it is")
        holds = ranged(cohesion, assumed=f"{NOBODY} how well it holds together")
        yield from flow(f"    {key}: ", f"strength: {strong}", f"cohesion: {holds}")
    if one.patrons:
        yield "  support:                     # from 0 (none) to 1 (all that it could give)"
    for label in one.patrons:
        dated = one.deadline if one.deadline and one.deadline.data["patron"] == label else None
        yield from flow(
            f"    {one.key(label)}: ",
            f"to: {one.incumbent}",
            "level: [.2, .6, 1]",
            "for: {defence: .7, training: .3}",
            f"ends: {dated.data['day']}" if dated else "",
            why(assumed=f"{NOBODY} how much, or what for"),
        )
    yield from _hostilities(one)
    yield ""


def countryside(finding: Finding) -> str:
    """Write the share of the countryside that somebody named, give or take .15."""
    middle = finding.data["share"]
    return number((max(0.0, round(middle - 0.15, 2)), middle, min(1.0, round(middle + 0.15, 2))))


def _hostilities(one: Sketch) -> Iterator[str]:
    since, told = _started(one)
    yield "  hostilities:                 # who fights whom; pairs that are not listed are at peace"
    yield f"    - {{between: [{one.incumbent}, {one.challenger}], since: {since}, {told}}}"
    for label in one.patrons:
        pair = (f"between: [{one.key(label)}, {one.challenger}]", f"since: {since}")
        truce, deal = one.first("ceasefire", patron=label), one.first("deal", patron=label)
        if truce is not None and truce.known <= one.as_of:
            yield f"    # {_ALONE}"
            yield from flow("    - ", *pair, "only: defence", why([truce.statement]))
        elif deal is not None and deal.known <= one.as_of:
            yield f"    # {_SIGNED}"
            yield from flow(
                "    - ", *pair, "only: defence", why([deal.statement], "what it says of fighting is not told")
            )
        else:
            yield from flow("    - ", *pair, why(assumed=f"{NOBODY} by {one.as_of} that they have stopped"))


def _started(one: Sketch) -> tuple[date, str]:
    """Since when the war has lasted, and what that rests on."""
    length = next((finding for finding in one.live("length") if finding.known <= one.as_of), None)
    if length is None:
        return one.as_of - timedelta(days=365), why(assumed=f"{NOBODY} since when")
    return date(one.as_of.year - length.data["years"], 1, 1), why([length.statement], "the day is assumed")


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
        by, other, holder = (one.key(found.data[name]) for name in ("by", "other", "person"))
        yield "    preconditions:"
        yield from comment(f"{found.words}.", 6)
        yield from flow(
            "      - ",
            f"by: {by}",
            f"with: {other}",
            f"while: {{office: {holder}, is: in_office}}",
            f"known: {found.known}" if found.known > one.as_of else "",
            why([found.statement]),
        )
    yield ""


def deals(one: Sketch) -> Iterator[str]:
    """Yield what patron and challenger signed or promised, clause by clause."""
    patron = one.patrons[0] if one.patrons else None
    deal = one.first("deal", patron=patron) if patron else None
    deal = deal if deal is not None and deal.known <= one.as_of else None
    if patron is None or (one.deadline is None and deal is None):
        return
    key, dated = one.key(patron), one.deadline
    day, reason = one.as_of - timedelta(days=365), f"{NOBODY} when"
    if deal is not None and deal.data["year"]:
        day = min(date(deal.data["year"], 7, 1), one.as_of - timedelta(days=1))
        reason = f"the texts give the year {deal.data['year']}, and no day"
    yield "# ------------------------------------------------------------ what was signed or promised"
    yield "deals:"
    yield "  accord:"
    yield f"    name: {text(f'What {one.spoken(patron)} and {one.spoken(one.parties.challenger)} owe each other')}"
    yield f"    between: [{key}, {one.challenger}]"
    yield f"    signed: {day}         # assumed: {reason}"
    yield f"    {why([deal.statement]) if deal else why(assumed='the texts name a date, and no paper')}"
    yield "    clauses:"
    if dated is not None:
        yield from flow(
            "      - ",
            "id: W1",
            f"owes: {key}",
            f"to: {one.challenger}",
            "text: the troops leave",
            f"what: {{support: {key}, to: 0}}",
            f"by: {dated.data['day']}",
            "review: true" if dated.data["review"] else "",
            why([dated.statement], "" if dated.data["day_told"] else "the text names the month alone"),
        )
    owed = ("id: W2", f"owes: {one.challenger}", f"to: {key}", "text: no attacks on the troops")
    effects = ("what: {hostilities: defence}", f"from: {day}", "permits: {hostilities: war}")
    releases = "releases: [W1]" if dated is not None else ""
    yield from flow("      - ", *owed, *effects, releases, why(assumed="what such a deal is for"))
    yield ""


def terms(one: Sketch) -> Iterator[str]:
    """Yield clauses that any settlement would carry."""
    second = next((name for name in _CARRIED if one.has(name)), "power")
    yield "# Clauses that any settlement would carry, and within how many days of signing."
    yield "terms:"
    for name, owes, to, issue, words in (
        ("T1", one.incumbent, one.challenger, "power", "what was agreed on power is done"),
        ("T2", one.challenger, one.incumbent, second, "its side of the terms is done"),
    ):
        said = (f"id: {name}", f"owes: {owes}", f"to: {to}", f"issue: {issue}", f"text: {words}")
        yield from flow("  - ", *said, "within: 90", "assumed: a quarter of a year")
    yield ""


def proposals_of(one: Sketch) -> dict[tuple[str, date], list[Finding]]:
    """Reviewed proposals, those of one author and day together."""
    found: dict[tuple[str, date], list[Finding]] = {}
    for finding in one.live("proposal"):
        if any(one.has(issue) for issue in finding.data["text"]):
            found.setdefault((finding.data["by"], finding.known), []).append(finding)
    return found


def proposal_key(one: Sketch, by: str, known: date) -> str:
    """The key of an author's proposal: with its day where there are several."""
    same = [day for who, day in proposals_of(one) if who == by]
    return f"proposal_{one.key(by)}" + ("" if len(same) == 1 else f"_{known:%Y_%m_%d}")


def proposals(one: Sketch) -> Iterator[str]:
    """Yield texts that somebody put forward."""
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
        values = {issue: (value, finding) for finding in parts for issue, value in finding.data["text"].items()}
        for issue, (value, finding) in values.items():
            if one.has(issue):
                yield f"      {issue}: {ranged(value, [finding.statement], 'a range for words without a number')}"
        yield f"    known: {known}"
        yield f"    because: {names(finding.statement for finding in parts)}"
    yield ""


def beliefs(one: Sketch) -> Iterator[str]:
    """Yield who expects what, and what reviewed statements do to that."""
    yield "beliefs:"
    if one.patrons:
        expects = why(assumed=f"{NOBODY} what it expects")
        yield f"  support_lasts: {{{one.incumbent}: [.2, .6, .95], {one.challenger}: [.05, .35, .8], {expects}}}"
    yield f"  trust: {ranged((0.1, 0.35, 0.7), assumed=f'{NOBODY} how far they trust each other')}"
    yield ""
    signals: list[str] = []
    under_review = next((found for found in one.live("deadline") if found.data["review"] and one.patrons), None)
    if under_review is not None:
        hearers, speaker = [one.incumbent, one.challenger], one.key(under_review.data["patron"])
        signals += _signal(under_review, "support_lasts", (-1, -0.4, 0), hearers, speaker)
    found = one.precondition
    if found is not None:
        by = found.data["by"]
        chain = one.scene.statement(found.statement).chain
        tellers = [one.keys[who] for teller in chain if (who := one.scene.cast.group_in(teller)) in one.keys]
        signals += _signal(found, "bottom_line", (0, 0.4, 1), [one.key(by)], tellers[0] if tellers else one.key(by))
    if signals:
        yield "# What a statement does to beliefs: the log of how much likelier its content makes it."
        yield from ["signals:", *signals, ""]


def _signal(finding: Finding, about: str, strength: tuple[float, ...], hearers: list[str], speaker: str) -> list[str]:
    what = (f"statement: {finding.statement}", f"about: {about}", f"strength: {number(strength)}")
    return flow("  - ", *what, f"hearers: {names(hearers)}", f"speaker: {speaker}", "assumed: size assumed")
