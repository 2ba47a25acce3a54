"""Facts of a peace process in sentences: deadlines, conditions, proposals, truces, deals, towns that fell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.case.draft.findings import Finding, count_in, days_named
from detente.case.draft.parties import Parties
from detente.case.draft.scene import Passage, Scene
from detente.case.draft.wishes import find_wishes
from detente.evidence.names import bare_name, name_runs
from detente.evidence.sentences import overlap

__all__ = ["find_facts"]

_LEAVE = re.compile(
    r"\b(?:withdraw\w*|pull(?:ed|ing)?\s+(?:\w+\s+){0,2}out|bring\w*\s+(?:\w+\s+)?home|leave|leaving|exit|go\s+home|be\s+gone|deadline)\b"
)
_TROOPS = re.compile(r"\b(?:troops|forces|soldiers|military|marines|peacekeepers)\b")
_BY = re.compile(r"\b(?:by|before|until|on|of)\s+(?:a\s+|the\s+|an?\s+\w+\s+)?$")
_REVIEW = re.compile(
    r"\b(?:review\w*|weigh\w*|consider\w*|whether|reassess\w*|not\s+(?:yet\s+)?decided|undecided|reconsider\w*)\b"
)
_HOLDS = re.compile(
    r"\b(?P<when>as\s+long\s+as|so\s+long\s+as|while|until|unless|before|after|once|when|if)\s+(?:the\s+)?"
    r"(?P<who>(?:[A-Z][\w’'-]+\s+){1,6})"
    r"(?P<does>(?:(?:is|was)\s+(?:there|in\s+(?:office|power|charge)|president|gone|out)|h[oe]lds?\s+(?:on\s+to\s+)?(?:office|power)|remain(?:s|ed)?|"
    r"stay(?:s|ed)?|rule[ds]|govern(?:s|ed)|cl(?:ings|ung)|(?:has\s+)?(?:step(?:s|ped)\s+down|resign(?:s|ed)|le(?:aves|ft)|go(?:es|ne)|quits?)))\b"
)
_MUST = re.compile(
    r"(?P<who>(?:[A-Z][\w’'-]+\s+){1,6})(?:must|has\s+to|should)\s+(?:first\s+)?(?:go|step\s+down|resign|quit|leave\s+office)\b"
    r"(?=[^.;]{0,60}\b(?:before|first|talks|negotiat))"
)
_NOT_TALK = re.compile(
    r"\b(?:(?:will|would|do|does|shall)\s+(?:not|never)|won[’']t|refus\w+\s+to|no)\s+(?:\w+\s+){0,3}?"
    r"(?:talk|negotiat|sit|meet|speak|come\s+to\s+the\s+table|talks|return\s+to)|\bnothing\s+to\s+(?:talk|negotiat|discuss)"
)
_NO_BEGINNING = re.compile(
    r"\btalks\b[^.;]{0,80}\b(?:will|would|shall|can)\s*not\s+(?:begin|start|resume|take\s+place|go\s+on)\b"
)
_GONE = re.compile(r"\b(?:step|resign|le(?:ave|ft)|go|quit|out|gone)")
_TAKEN = re.compile(
    r"\b(?:seized?|captured?|taken|took|overr[au]n|conquered|stormed)\s+(?:control\s+of\s+)?(?:at\s+least\s+|more\s+than\s+|another\s+)?"
    r"(?P<count>\d{1,3}|[a-z]+)\s+(?:more\s+)?(?:of\s+(?:the\s+)?(?:country[’']s\s+)?(?P<total1>\d{1,3}|[a-z]+)\s+)?"
    r"(?P<what>(?:[a-z]+\s+){0,3}?(?:capitals?|cent(?:er|re)s|cities|towns|provinces|districts|bridges|villages|bases|regions|islands|valleys|counties|ports|"
    r"outposts|garrisons))\b"
    r"(?:\s+(?:out\s+)?of\s+(?:the\s+)?(?:country[’']s\s+)?(?P<total2>\d{1,3}|[a-z]+)\b)?"
)
_FELL = re.compile(
    r"(?P<count>\b\d{1,3}|\b[A-Z]?[a-z]+)\s+(?:of\s+(?:the\s+)?(?P<total1>\d{1,3}|[a-z]+)\s+)?"
    r"(?P<what>(?:[a-z]+\s+){0,2}?(?:capitals|cent(?:er|re)s|cities|towns|provinces|districts|bridges|villages|bases|regions))\s+"
    r"(?:have\s+|had\s+)?(?:fell|fallen)\s+(?:to\s+(?:the\s+)?)"
)
_LOST = re.compile(
    r"\blost\s+(?P<count>\d{1,3}|[a-z]+)\s+(?:of\s+(?:the\s+)?(?P<total1>\d{1,3}|[a-z]+)\s+)?(?P<what>(?:[a-z]+\s+){0,2}?"
    r"(?:capitals|cent(?:er|re)s|cities|towns|provinces|districts|bridges|villages|bases|regions|islands|ports))\s+to\s+(?:the\s+)?"
)
_SHARE = re.compile(
    r"\b(?:control|hold|rule)s?\s+(?:about\s+|nearly\s+|roughly\s+|some\s+|at\s+least\s+|more\s+than\s+)?"
    r"(?P<share>half|a\s+third|one\s+third|two[- ]thirds|a\s+quarter|three[- ]quarters|most|"
    r"\d{1,2}\s+(?:percent|per\s+cent))\s+"
    r"(?:of\s+)?(?:the\s+|its\s+)?(?:[a-z]+\s+){0,2}?(?:country(?:side)?|territory|districts|land|villages|rural\s+\w+)\b(?!\s+in\b)"
)
_SHARES = {"half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "two-thirds": 2 / 3, "two thirds": 2 / 3,
           "a quarter": 0.25,
           "three-quarters": 0.75, "three quarters": 0.75, "most": 0.65}  # fmt: skip
_LONG = re.compile(
    r"\b(?P<years>\d{1,2}|[a-z]+)[- ]year(?:s?[- ]long|[- ]old)?\s+(?:\w+\s+)?(?:war|conflict|insurgency|rebellion)\b"
)
_DAYS = re.compile(
    r"\b(?:stop\s+(?:firing|shooting|fighting)|truce|cease-?fire|hold\s+(?:their|its)\s+fire|pause)\b[^.;]{0,60}?\b(?:for|of|by)\s+"
    r"(?P<count>\d{1,3}|[a-z]+)\s+(?P<unit>days?|weeks?|months?)\b"
)
_AGREED = re.compile(r"\b(?:agree[ds]?|agreement|signed|announced|declared|holds|took\s+effect)\b")
_STALLED = re.compile(
    r"\b(?:stall\w*|collaps\w+|suspend\w*|walk\w*\s+out|br[eo]ke?n?\s+(?:off|down)|resume|return\s+to|will\s+not|refus\w+|"
    r"no\s+talks|failed|fail|ended)\b",
    re.IGNORECASE,
)
_TITLES = "President|Prime Minister|Premier|King|Emir|Chancellor"


def find_facts(scene: Scene, parties: Parties) -> Iterator[Finding]:
    """Yield what the sentences hold, each with the statement that carries it.

    What nobody says is not found: a date without troops that leave, a condition without a person in office and a
    party that will not talk, or towns without whoever took them, give nothing.
    """
    for patron, passages in parties.patrons.items():
        name = scene.carrier(passages[0])
        yield scene.finding("patron", name, f"troops of {scene.called(patron)} are there, and may leave", patron=patron)
    for passage in scene.passages:
        yield from _deadlines(scene, parties, passage)
        yield from _preconditions(scene, parties, passage)
        yield from _truces(scene, parties, passage)
        yield from _captures(scene, parties, passage)
        yield from _countryside(scene, parties, passage)
        yield from _length(scene, parties, passage)
    yield from _links(scene, parties)
    yield from find_wishes(scene, parties)


def _both(scene: Scene, parties: Parties) -> str:
    return f"{scene.called(parties.incumbent)} and {scene.called(parties.challenger)}"


def _deadlines(scene: Scene, parties: Parties, passage: Passage) -> Iterator[Finding]:
    text = passage.text
    leave, troops = _LEAVE.search(text), _TROOPS.search(text)
    near = [one.group for one in passage.mentions if one.group in parties.patrons]
    patron = near[0] if near else next(iter(parties.patrons), None) if len(parties.patrons) == 1 else None
    if not (leave and troops and patron) or (near and len(set(near)) > 1):
        return
    known = scene.statement(scene.carrier(passage)).known
    for day, told, (start, end) in days_named(text, known):
        deadline = re.match(r"\s+(?:deadline|date)\b", text[end:])
        if not (_BY.search(text[:start]) or deadline) or start < leave.start() - 60:
            continue
        name = scene.carrier(passage, passage.absolute(min(leave.start(), start), max(leave.end(), end)))
        review = bool(_REVIEW.search(text[max(0, leave.start() - 80) : leave.start()]))
        words = f"the troops of {scene.called(patron)} are to leave by {day.day} {day:%B %Y}" + (
            ", under review" if review else ""
        )
        yield scene.finding("deadline", name, words, patron=patron, day=day, day_told=told, review=review)


def _person(scene: Scene, words: str) -> tuple[str, str] | None:
    """Return a person's full name and role, where words end in a person whom the texts introduce or title."""
    runs = [words[start:end] for start, end in name_runs(words)]
    if not runs:
        return None
    name = bare_name(runs[-1])
    if scene.cast.mentions(name):
        return None
    people = scene.cast.registry
    same = people.called(name)
    if len(same) == 1:
        name = same[0].name
        roles = sorted(same[0].roles)
    else:
        roles = []
    titled = re.search(
        r"\b(?P<role>president|prime minister|premier|king|emir|chancellor)\s+$",
        words[: words.rfind(name.split()[-1])].strip() + " ",
        re.I,
    )
    role = scene.cast.role.get(name) or (titled["role"].lower() if titled else None) or (roles[0] if roles else None)
    if role is None:
        role = _titled(scene, name)
    return (name, role or "office-holder")


def _titled(scene: Scene, name: str) -> str | None:
    """Return the title that the texts give a surname somewhere ("President Adan")."""
    for passage in scene.passages:
        match = re.search(
            rf"\b({_TITLES})\s+(?:[A-Z]\w+\s+)?{re.escape(name.split()[-1])}\b",
            passage.text,
        )
        if match:
            return match[1].lower()
    return None


def _preconditions(scene: Scene, parties: Parties, passage: Passage) -> Iterator[Finding]:
    text, both = passage.text, (parties.incumbent, parties.challenger)
    condition = _HOLDS.search(text) or _MUST.search(text)
    stance = _NOT_TALK.search(text) if condition and condition.re is _HOLDS else condition
    unborn = _NO_BEGINNING.search(text) if stance is None and condition else None
    stance = stance or unborn
    if condition is None or stance is None:
        return
    if condition.re is _HOLDS and not _means_office(condition["when"], condition["does"]):
        return
    who = _person(scene, condition["who"])
    if who is None:
        return
    place = passage.start + stance.start()
    before = [one.group for one in passage.mentions if one.end <= place and one.group in both]
    after = [one.group for one in passage.mentions if one.start >= place and one.group in both]
    by = before[-1] if before and unborn is None else None
    if by is None:
        span = passage.absolute(min(condition.start(), stance.start()), max(condition.end(), stance.end()))
        by = _pronoun(text, stance, scene.cast.group_in(scene.statement(scene.carrier(passage, span)).speaker), both)
    if by is None:
        return
    other = both[1 - both.index(by)]
    post = scene.cast.post(who[0])
    if (after and after[0] == by) or (post is not None and post.group != other):
        return
    start, end = min(condition.start(), stance.start()), max(condition.end(), stance.end())
    name = scene.carrier(passage, passage.absolute(start, end))
    said = scene.statement(name)
    chain = said.chain or ((said.speaker,) if said.speaker and scene.cast.group_in(said.speaker) == other else ())
    told = f", as told by {' and '.join(chain)}" if chain else ""
    words = f"{scene.called(by)} will not sit with {scene.called(other)} while {who[0]} ({who[1]}) is in office{told}"
    yield scene.finding("precondition", name, words, by=by, other=other, person=who[0], role=who[1])


def _pronoun(text: str, stance: re.Match[str], speaker: str | None, both: tuple[str, str]) -> str | None:
    """Tell who "we will not talk" or "they will not sit with us" is, from who says it; None where that is not plain."""
    if speaker not in both:
        return None
    before, after = text[: stance.start()], text[stance.end() : stance.end() + 30]
    if (
        re.search(r"\b(?:we|I)\s+$", before, re.IGNORECASE)
        or stance.re in (_NO_BEGINNING, _MUST)
        or stance.group().startswith("nothing")
    ):
        return speaker
    if re.search(r"\bthey\s+$", before, re.IGNORECASE) and re.search(r"\b(?:with|to)\s+us\b", stance.group() + after):
        return both[1 - both.index(speaker)]
    return None


def _means_office(when: str, does: str) -> bool:
    """Whether condition and verb go together: "as long as he stays", "until he resigns"."""
    gone = bool(_GONE.search(does)) and not does.startswith("stay")
    stays = " ".join(when.split()) in ("as long as", "so long as", "while", "if", "when")
    return stays != gone


def _truces(scene: Scene, parties: Parties, passage: Passage) -> Iterator[Finding]:
    match = _DAYS.search(passage.text)
    if match is None or not _AGREED.search(passage.text):
        return
    count = count_in(match["count"])
    named = {one.group for one in passage.mentions}
    if count is None or (named & set(parties.patrons)):
        return
    days = count * {"d": 1, "w": 7, "m": 30}[match["unit"][0]]
    name = scene.carrier(passage, passage.absolute(*match.span()))
    words = f"{_both(scene, parties)} hold a truce for {days} days"
    yield scene.finding("truce", name, words, days=days)


def _subjects(scene: Scene, passage: Passage, span: tuple[int, int]) -> list[str]:
    """Groups named before some words, without whoever only tells of them (", the army said, and controls half")."""
    tellers = [
        source
        for said in scene.documents[passage.document].said
        if not said.attribution.rule
        for source in said.attribution.source
        if any(
            overlap(part, span) or (_names(passage, part) and part[1] <= source[0] < span[0])  # told up to ", and"
            for part in said.attribution.content
        )
    ]
    return [
        one.group
        for one in passage.mentions
        if one.end <= span[0] and not any(overlap(source, (one.start, one.end)) for source in tellers)
    ]


def _names(passage: Passage, span: tuple[int, int]) -> bool:
    return any(overlap(span, (one.start, one.end)) for one in passage.mentions)


def _captures(scene: Scene, parties: Parties, passage: Passage) -> Iterator[Finding]:
    for pattern in (_TAKEN, _FELL, _LOST):
        match = pattern.search(passage.text)
        count = count_in(match["count"]) if match else None
        if match is None or not count:
            continue
        place = passage.start + (match.start() if pattern is _TAKEN else match.end())
        if pattern is _TAKEN:
            near = _subjects(scene, passage, passage.absolute(*match.span()))
        else:
            near = [one.group for one in passage.mentions if one.start >= place - 5][:1]
        by = near[-1] if near else None
        if by not in (parties.challenger, parties.incumbent):
            continue
        groups = match.groupdict()
        total = count_in(groups.get("total1") or groups.get("total2") or "")
        what = " ".join(match["what"].split())
        name = scene.carrier(passage, passage.absolute(*match.span()))
        words = f"{scene.called(by)} took {count} {what}" + (
            f" of {total}" if total else "; of how many, the text does not say"
        )
        yield scene.finding("captures", name, words, by=by, count=count, total=total, what=what)
        return


def _countryside(scene: Scene, parties: Parties, passage: Passage) -> Iterator[Finding]:
    match = _SHARE.search(passage.text)
    if match is None:
        return
    near = _subjects(scene, passage, passage.absolute(*match.span()))
    if not near or near[-1] not in (parties.challenger, parties.incumbent):
        return
    told = " ".join(match["share"].lower().split())
    share = _SHARES.get(told, int(told.split()[0]) / 100 if told[0].isdigit() else 0.5)
    share = share if near[-1] == parties.challenger else 1 - share
    name = scene.carrier(passage, passage.absolute(*match.span()))
    words = f"{scene.called(near[-1])} holds {told} of the country"
    yield scene.finding("countryside", name, words, share=round(share, 2))


def _length(scene: Scene, parties: Parties, passage: Passage) -> Iterator[Finding]:
    match = _LONG.search(passage.text)
    years = count_in(match["years"]) if match else None
    if match is None or not years:
        return
    patron = next((one.group for one in passage.mentions if one.group in parties.patrons), None)
    name = scene.carrier(passage, passage.absolute(*match.span()))
    yield scene.finding("length", name, f"the war has lasted about {years} years", years=years, patron=patron)


def _links(scene: Scene, parties: Parties) -> Iterator[Finding]:
    """Truces and deals between two groups that the texts name together."""
    both = {parties.incumbent, parties.challenger}
    for link in parties.links:
        pair = {link.one, link.other}
        span = (link.start, link.end)
        patron = next((one for one in pair if one in parties.patrons), None)
        name = scene.carrier(link.passage, span)
        if link.kind == "ceasefire" and patron and parties.challenger in pair:
            one, other, left = map(scene.called, (patron, parties.challenger, parties.incumbent))
            words = f"a ceasefire holds between {one} and {other}, and not with {left}"
            yield scene.finding("ceasefire", name, words, patron=patron)
        elif link.kind == "deal" and patron and parties.challenger in pair:
            year = re.search(r"\b((?:19|20)\d\d)\b", link.passage.text[: link.end - link.passage.start + 30])
            words = f"{scene.called(patron)} and {scene.called(parties.challenger)} have signed a deal" + (
                f" in {year[1]}" if year else ""
            )
            yield scene.finding("deal", name, words, patron=patron, year=int(year[1]) if year else None)
        elif link.kind == "talks" and pair == both and not _STALLED.search(link.passage.text):
            yield scene.finding("talks", name, f"{_both(scene, parties)} talk with each other")
